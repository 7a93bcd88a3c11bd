#!/usr/bin/env python3
"""Works out the strategic accounts a second time, from the workbook alone.

    pip install pandas openpyxl
    python3 tests/check/strategic_accounts.py samples/strategic-accounts.xlsx > tests/check/strategic_accounts.json

Nothing here is shared with the engine: the policy is written down again in pandas, so that two
independent readings of the same rules can be compared. Only the reading of single cells is that of
the other checks.
"""

import json
import sys
import warnings

import numpy as np
import openpyxl
import pandas as pd
from channel_scorecard import day, number, plain, ratio, text

FROM = pd.Timestamp(2025, 1, 1)
TODAY = TO = pd.Timestamp(2025, 12, 31)
US = "ファーウェイ"
LEVELS = ["経営層", "部門長", "技術者", "運用保守"]
METHODS = ["モデルサイト見学", "展示会", "技術交流", "経営・業務研究", "企業訪問"]
CRITERIA = {
    "業界の発展傾向": ("outlook", 60), "業界の成長率": ("outlook", 40), "既存の競合": ("competition", 50),
    "破壊的な技術・事業モデル": ("competition", 50), "経営資源の強み": ("strengths", 50), "市場での地位": ("strengths", 50),
    "運用効率": ("operations", 50), "保守品質": ("operations", 50), "意思決定の速さ": ("organisation", 60),
    "人材の育成": ("organisation", 40), "ビジョンの明確さ": ("strategy", 40), "投資計画": ("strategy", 30),
    "当社戦略との適合": ("strategy", 30),
}
RATIOS = {"4:3:2:1": (4, 3, 2, 1), "7:3:0:0": (7, 3, 0, 0), "8:2:0:0": (8, 2, 0, 0)}
TOLERANCES = {"売上": 0.10, "シェア": 0.05, "満足度": 0.05, "接触回数": 0.20}
STAGES = {"未接触": 0, "認知": 1, "利益共同体": 2, "戦略提携": 3}
PEOPLE = 4000
CLOSE = 1e-12  # numbers that agree to so much are equal


class Book:
    """The sheets, read cell by cell, with rows read, used and rejected."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, data_only=True)
        self.control = {}

    def table(self, sheet, columns, key=None, required=(), limits=None, one_of=None, known=None):
        rows = list(self.book[sheet].iter_rows(values_only=True))
        first = next(iter(columns.values()))[0]
        top = next(i for i, row in enumerate(rows) if first in row)
        headers = list(rows[top])
        raw = [row for row in rows[top + 1 :] if any(cell is not None for cell in row)]
        data = pd.DataFrame({name: [read(row[headers.index(h)]) for row in raw] for name, (h, read) in columns.items()})
        for name, (low, high) in (limits or {}).items():
            data.loc[(data[name] < low) | (data[name] > high), name] = np.nan
        for name, allowed in {**(one_of or {}), **(known or {})}.items():
            data.loc[~data[name].isin(list(allowed)), name] = np.nan
        good = data[[*([key] if key else []), *required]].notna().all(axis=1) & (data[next(iter(columns))] != "合計")
        if key:
            good &= ~data[key].where(good).duplicated() | data[key].isna()
        self.control[sheet] = {"read": len(raw), "used": int(good.sum()), "rejected": int((~good).sum())}
        return data[good].reset_index(drop=True)


def import_all(book):
    t = {}
    of = lambda **columns: {name: value if isinstance(value, tuple) else (value, text) for name, value in columns.items()}
    t["managers"] = book.table("担当者", of(id="社員番号", role="職種", joined=("着任日", day)), "id", ["joined"])
    t["weeks"] = book.table("週", of(week="週", start=("開始日", day), days=("稼働日数", number)), "week", ["start"])
    t["accounts"] = book.table(
        "顧客",
        of(id="顧客コード", manager="顧客責任者", since=("取引開始日", day), prior_class="前年区分", prior_stage="前年段階",
           satisfaction=("満足度", number), prior_satisfaction=("前年満足度", number), changed="戦略変更",
           partner="新規提携先", joint=("共同開発件数", number), saving=("コスト削減率", number), team="担当チーム"),
        "id", limits={"satisfaction": (0, 100), "prior_satisfaction": (0, 100)}, one_of={"prior_class": "SABC"},
        known={"manager": t["managers"].id})
    keys = t["accounts"].id
    here = {"known": {"account": keys}}
    t["contacts"] = book.table(
        "日報",
        of(id="日報番号", date=("日付", day), manager="社員番号", account="顧客コード", method="方法", level="相手の階層"),
        "id", ["date"], one_of={"level": LEVELS, "method": [*METHODS, "定例会議", "訪問", "電話"]},
        known={"account": keys, "manager": t["managers"].id})
    t["assessments"] = book.table(
        "評価",
        of(id="評価番号", account="顧客コード", item="評価項目", public=("公開情報の点", number), expert=("専門家の点", number)),
        "id", limits={"public": (0, 100), "expert": (0, 100)}, one_of={"item": CRITERIA}, **here)
    t["studies"] = book.table(
        "調査", of(id="調査番号", account="顧客コード", date=("調査日", day), words=("語数", number)), "id", **here)
    years = {f"{year}": (f"{year}", number) for year in range(2021, 2026)}
    t["results"] = book.table(
        "業績", of(account="顧客コード", **years), "account", limits={year: (0, np.inf) for year in years}, **here)
    t["tracks"] = book.table(
        "事業領域",
        of(account="顧客コード", year=("年", number), theirs=("顧客の構成比", number), ours=("当社の構成比", number)),
        limits={"theirs": (0, 1), "ours": (0, 1)}, **here)
    t["suppliers"] = book.table(
        "仕入先ファイル",
        of(id="仕入先番号", account="顧客コード", supplier="仕入先", people=("常駐人数", number), share=("納入シェア", number),
           rating=("顧客の評価", number), strengths="強み", weaknesses="弱み"), "id", **here)
    chapters = ["基本情報", "組織図", "財務", "設備投資計画", "要望と悩み", "意思決定", "発展の見通し", "当社にとっての価値"]
    t["files"] = book.table("顧客ファイル", of(account="顧客コード", **{c: c for c in chapters}), "account", **here)
    t["plans"] = book.table(
        "年初計画",
        of(id="計画番号", account="顧客コード", item="項目", expected=("期待", number), result=("実績", number), reason="差異の理由"),
        "id", one_of={"item": TOLERANCES}, **here)
    t["issues"] = book.table(
        "課題",
        of(id="課題番号", account="顧客コード", severity=("重大度", number), frequency=("頻度", number), raised=("発生日", day)),
        "id", limits={"severity": (1, 5), "frequency": (1, 5)}, **here)
    return t


def levels(t, index):
    a = t["assessments"]
    a["points"] = (a.public * 0.5 + a.expert * 0.5).fillna(a.public).fillna(a.expert)
    a["level"] = a.item.map({item: level for item, (level, _) in CRITERIA.items()})
    a["weight"] = a.item.map({item: weight for item, (_, weight) in CRITERIA.items()})
    known = a[a.points.notna() & a.level.notna()].assign(product=lambda f: f.points * f.weight)
    sums = known.groupby(["account", "level"])[["product", "weight"]].sum()
    return (sums["product"] / sums.weight).unstack().reindex(index)


def five_years(t, index):
    r = t["results"].set_index("account").reindex(index)
    out = pd.DataFrame(index=index)
    out["years_known"] = r.notna().sum(axis=1)
    for code, row in r.iterrows():
        row = row.dropna()
        growth = row.pct_change()
        years = row.index.astype(int)
        out.loc[code, "size"] = row.iloc[-1]
        out.loc[code, "revenue_growth"] = (row.iloc[-1] / row.iloc[0]) ** (1 / (years.max() - years.min())) - 1
        out.loc[code, "steadiness"] = growth.std()
        down = 0
        for change in growth:
            down = down + 1 if change < 0 else 0
        out.loc[code, "years_down"] = down
    return out


def scorecard(frame, measures):
    """Weighted points; the weights of what is known are scaled up to the whole."""
    score = weights = 0.0
    for name, weight, target, worst in measures:
        points = (100 * (frame[name] - worst) / (target - worst)).clip(0, 100)
        score, weights = score + points.fillna(0) * weight, weights + points.notna() * weight
    return score / weights


def largest_remainders(total, weights):
    """Whole units; the largest remainders get what is left, the first of equals first."""
    exact = total * weights / weights.sum()
    units = np.floor(exact + 1e-9)
    left = int(round(total - units.sum()))
    for index in (exact - units).sort_values(ascending=False, kind="stable").index[:left]:
        units[index] += 1
    return units


def accounts(t):
    a = t["accounts"].set_index("id")
    a = a.join(levels(t, a.index)).join(five_years(t, a.index))
    tracks = t["tracks"].dropna(subset=["account"])
    overlap = tracks[["theirs", "ours"]].min(axis=1, skipna=False).groupby([tracks.account, tracks.year]).sum().unstack()
    a["overlap"], a["overlap_change"] = overlap[2025.0], overlap[2025.0] - overlap[2021.0]
    a["track"] = np.select(
        [a.overlap_change - 0.05 >= -CLOSE, a.overlap_change + 0.05 <= CLOSE, a.overlap_change.notna()], ["接近", "離反", "並行"], "")
    a["continuity"] = scorecard(a, [
        ("outlook", 0.25, 100, 0), ("competition", 0.15, 100, 0), ("strategy", 0.20, 100, 0),
        ("revenue_growth", 0.25, 0.12, -0.06), ("steadiness", 0.15, 0.02, 0.20)])
    a["value"] = scorecard(a, [
        ("strengths", 0.25, 100, 0), ("operations", 0.15, 100, 0), ("organisation", 0.15, 100, 0),
        ("size", 0.30, 30_000, 1_000), ("overlap", 0.15, 0.8, 0.2)])
    a["rating"] = (a.continuity + a.value) / 2
    lasting, near = a.continuity >= 70, a.track != "離反"
    a["class"] = np.select([lasting & (a.value >= 70) & near, a.value >= 70, lasting & near], list("SAB"), "C")
    large, growing = a["size"] >= 10_000, a.revenue_growth >= 0.05
    a["early_class"] = np.select([large & growing, large, growing], list("SAB"), "C")
    a["selected"] = a["class"].isin(["S", "A"])
    place = {"S": 1, "A": 2, "B": 3, "C": 4}
    a["step"] = a.prior_class.map(place) - a["class"].map(place)
    evidence(t, a)
    presence(t, a)
    contacts(t, a)
    files(t, a)
    return a


def evidence(t, a):
    e, s = t["assessments"], t["studies"]
    a["backed"] = (e.public.notna() & e.expert.notna()).groupby(e.account).mean()
    a["largest_study"] = s[s.date > pd.Timestamp(2022, 12, 31)].groupby("account").words.max()
    a["thin"] = (a.largest_study.fillna(0) < 50_000) | (a.backed < 0.8) | (a.years_known < 5)


def presence(t, a):
    s = t["suppliers"]
    a["our_people"] = s[s.supplier == US].groupby("account").people.sum()
    a["rival_people"] = s[s.supplier != US].groupby("account").people.max()
    s["place"] = s.groupby("account").rating.rank(method="min", ascending=False)
    a["our_rank"] = s[s.supplier == US].groupby("account").place.min()
    a["people"] = 0.0
    for name, part in zip("SA", (0.7, 0.3)):
        of = a[a["class"] == name]
        a.loc[of.index, "people"] = largest_remainders(PEOPLE * part, of.rating)


def contacts(t, a):
    c = t["contacts"]
    c = c[c.date.between(FROM, TO)]
    a["contacts"] = c.groupby("account").size().reindex(a.index, fill_value=0)
    top = c[c.level == "経営層"]
    a["executive_share"] = ratio(top.groupby("account").size().reindex(a.index, fill_value=0), a.contacts)
    meetings = top[top.method == "定例会議"].groupby("account").size().reindex(a.index, fill_value=0)
    a["level_coverage"] = c.groupby("account")["level"].nunique().reindex(a.index, fill_value=0) / 4
    counts = c.groupby(["account", "level"]).size().unstack()
    a["level_concentration"] = counts.div(counts.sum(axis=1), axis=0).pow(2).sum(axis=1)
    a["methods_used"] = c[c.method.isin(METHODS)].groupby("account")["method"].nunique().reindex(a.index, fill_value=0)
    a["coverage_151"] = (a.methods_used + a.team.notna() + a.index.isin(t["files"].account)) / 7
    a["stage"] = np.select(
        [(meetings >= 4) & (a.joint >= 1), (a.saving > 0) & (a.contacts > 0), a.contacts > 0], ["戦略提携", "利益共同体", "認知"], "未接触")
    change = a.stage.map(STAGES) - a.prior_stage.map(STAGES)
    a["relationship"] = np.select([change > 0, change < 0, change == 0], ["強化", "弱化", "維持"], "")
    a["development"] = np.select(
        [a.years_down >= 2, a.revenue_growth >= 0.15, a.revenue_growth >= 0.05], ["衰退", "新興", "成長"], "安定")


def files(t, a):
    f, s = t["files"].set_index("account"), t["suppliers"]
    a["customer_file"] = f.notna().mean(axis=1).reindex(a.index).fillna(0)
    complete = s[["people", "share", "rating", "strengths", "weaknesses"]].notna().mean(axis=1)
    a["supplier_file"] = complete.groupby(s.account).sum() / s.groupby("account").size().clip(lower=3)
    months = [(TODAY.year - d.year) * 12 + TODAY.month - d.month - (TODAY.day < d.day) for d in a.since]
    a["years"] = np.array(months) / 12
    a["file_goal"] = np.select([a.years < 3, a.years < 5], [0, 0.6], 0.9)


def managers(t):
    m = t["managers"].set_index("id")
    c = t["contacts"]
    c = c[c.date.between(FROM, TO)]
    counts = c.groupby(["manager", c.date.dt.isocalendar().year, c.date.dt.isocalendar().week]).size()
    weeks = t["weeks"][(t["weeks"].start >= FROM) & (t["weeks"].start <= TO) & (t["weeks"].days >= 3)].sort_values("start")
    for code, row in m.iterrows():
        asked = missed = run = longest = 0
        for start in weeks.start[weeks.start >= row.joined]:
            iso = start.isocalendar()
            few = counts.get((code, iso[0], iso[1]), 0) < 5
            asked, missed, run = asked + 1, missed + few, run + 1 if few else 0
            longest = max(longest, run)
        of = c[c.manager == code]
        m.loc[code, ["contacts", "asked", "missed", "longest", "run"]] = len(of), asked, missed, longest, run
        m.loc[code, "levels_reached"] = of["level"].nunique() / 4
        m.loc[code, "below_top"] = 1 - (of.level == "経営層").sum() / len(of) if len(of) else np.nan
    m["met"] = 1 - m.missed / m.asked
    worst = m.assign(below_top=m.below_top.fillna(0))
    m["score"] = scorecard(worst, [("met", 0.6, 1, 0.5), ("levels_reached", 0.2, 1, 0.25), ("below_top", 0.2, 0.6, 0.2)])
    m["band"] = np.select([m.score >= 85, m.score >= 70, m.score >= 50], list("ABC"), "D")
    return m


def review(t, a):
    p, i = t["plans"], t["issues"]
    p["gap"] = ratio(p.result, p.expected) - 1
    slack = p.gap + p.item.map(TOLERANCES)
    p["verdict"] = np.select([p.gap >= -CLOSE, slack >= -CLOSE, slack < 0], ["達成", "許容", "要調整"], "")
    p["selected"] = p.account.map(a.selected)
    weight = i.account.map(a["class"]).map({"S": 3, "A": 2}).fillna(1)
    i["priority"] = i.severity * i.frequency * weight
    order = i.priority * 100_000 + (TODAY - i.raised).dt.days
    i["place"] = order.rank(method="min", ascending=False)
    return p, i


def triggers(t, a, m, p, i):
    e, s, c = t["assessments"], t["studies"], a["class"]
    left = (10 - a.years % 10) <= 1
    return {name: int(rows.sum()) for name, rows in {
        "evidence_conflict": (e.public - e.expert).abs() > 25,
        "thin_evidence": a.thin,
        "boundless_study": s.words > 300_000,
        "diverging": a.selected & (a.track == "離反"),
        "pressure_lost": (c == "S") & (a.our_people <= a.rival_people),
        "effort_astray": ~a.selected & (a.our_people >= 5),
        "weeks_missed": m.run >= 3,
        "weak_contact": m.band == "D",
        "levels_missing": a.selected & (a.level_coverage < 1),
        "decision_makers_only": a.selected & (a.executive_share > 0.6),
        "not_by_standard": a.selected & (a.coverage_151 < 1),
        "file_behind": a.selected & (a[["customer_file", "supplier_file"]].min(axis=1) < a.file_goal - CLOSE),
        "low_supplier_rank": (c == "S") & (a.our_rank > 2),
        "plan_missed": (p.selected == True) & (p.verdict == "要調整"),  # noqa: E712
        "reason_missing": (p.gap < 0) & p.reason.isna(),
        "class_fallen": (a.step < 0) & a.prior_class.isin(["S", "A"]),
        "declining": a.selected & (a.development == "衰退"),
        "emerging": ~a.selected & (a.development == "新興"),
        "strategy_shift": a.selected & ((a.changed == "あり") | a.partner.notna()),
        "weaker_relationship": a.relationship == "弱化",
        "dissatisfied": a.selected & ((a.satisfaction < 70) | (a.satisfaction - a.prior_satisfaction <= -5)),
        "cycle_ends": a.selected & (a.years >= 1) & left,
        "top_issue": i.place <= 10,
    }.items()}


def main(path):
    warnings.filterwarnings("ignore")
    book = Book(path)
    t = import_all(book)
    a = accounts(t)
    m = managers(t)
    p, i = review(t, a)
    count = lambda frame, name: frame[name][frame[name] != ""].value_counts().sort_index().to_dict()
    strategic = a[a["class"] == "S"]
    chosen = a[a.selected]
    result = {
        "control": book.control,
        "figures": {
            "studied": len(a),
            "strategic": len(strategic),
            "partners": (a["class"] == "A").sum(),
            "placed": a.people.sum(),
            "on_selected": chosen.our_people.sum() / a.our_people.sum(),
            "outmatched": (strategic.our_people > strategic.rival_people).mean(),
            "weeks_met": 1 - m.missed.sum() / m.asked.sum(),
            "levels_reached": chosen.level_coverage.mean(),
            "standard": chosen.coverage_151.mean(),
            "partnerships": (a.stage == "戦略提携").sum(),
            "risen": (a.step > 0).sum(),
            "fallen": (a.step < 0).sum(),
            "to_adjust": (p.verdict == "要調整").sum(),
            "largest_ten": a["size"].nlargest(10).sum() / a["size"].sum(),
        },
        "counts": {
            "accounts": {name: count(a, name) for name in ("class", "early_class", "track", "stage", "relationship", "development")},
            "managers": {"band": count(m, "band")},
            "plans": {"verdict": count(p, "verdict")},
        },
        "movements": pd.crosstab(a.prior_class, a["class"]).to_dict("index"),
        "schemes": {
            scheme: largest_remainders(PEOPLE, pd.Series(parts, index=list("SABC"), dtype=float)).to_dict()
            for scheme, parts in RATIOS.items()
        },
        "triggers": triggers(t, a, m, p, i),
        "accounts": {
            code: a.rename(columns={"continuity": "continuity_score", "value": "value_score"}).loc[code, [
                               "continuity_score", "value_score", "class", "people", "our_people", "rival_people", "our_rank",
                               "level_concentration", "coverage_151", "customer_file", "supplier_file", "stage"]].to_dict()
            for code in ("C001", "C002", "C009", "C041", "C099")
        },
        "people": a.people.to_dict(),
        "managers": {
            code: m.rename(columns={"contacts": "contact_count", "asked": "weeks_asked", "missed": "weeks_missed",
                                    "longest": "longest_streak", "run": "current_streak"})
            .loc[code, ["contact_count", "weeks_asked", "weeks_missed", "longest_streak", "current_streak", "band"]].to_dict()
            for code in ("M001", "M012", "M024", "M059", "M060")
        },
        "scores": m.score.to_dict(),
        "top_issues": i[i.place <= 10].sort_values("place").id.tolist(),
    }
    print(json.dumps(plain(result), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samples/strategic-accounts.xlsx")
