#!/usr/bin/env python3
"""Works out the pack one-to-one a second time, from the workbook alone.

    pip install pandas openpyxl
    python3 tests/check/one_to_one.py samples/one-to-one.xlsx > tests/check/one_to_one.json

Nothing here is shared with the engine: the policy is written down again in pandas, so that two
independent readings of the same rules can be compared. Blank is NaN; a row is rejected where its key
or a required cell is blank, bad or refers to nothing, or its key was seen before; any other bad cell
becomes blank.
"""

import datetime as dt
import json
import re
import sys
import unicodedata

import numpy as np
import openpyxl
import pandas as pd

FROM, TO = pd.Timestamp(2025, 7, 1), pd.Timestamp(2026, 6, 30)
FROM_BEFORE, TO_BEFORE = pd.Timestamp(2024, 7, 1), pd.Timestamp(2025, 6, 30)
TODAY = TO
KINDS = ["基本"] * 6 + ["習慣"] * 4 + ["好み"] * 5
FIELDS = ["住所", "電話番号", "メール", "生年月日", "職業", "家族構成", "購入時間帯", "購入頻度", "支払方法", "購入場所",
          "趣味", "好みの色", "サイズ", "記念日", "希望連絡方法"]
WEIGHTS = [8, 8, 8, 6, 5, 5, 8, 8, 6, 6, 8, 6, 8, 5, 5]
CHANNELS = {"訪問": (9000, 7), "店頭": (1800, 6), "電話": (600, 4.5), "チャット": (200, 4), "メール": (60, 2.5), "サイト": (30, 3)}
SYSTEMS = ["CRM顧客一覧", "サポート顧客一覧", "生産顧客一覧", "物流顧客一覧", "チャネル顧客一覧"]


def number(cell):
    """A number as people type it, else NaN."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if not isinstance(cell, str):
        return np.nan
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))
    sign, part = 1, 1
    if text[:1] in "△▲-":
        sign, text = -1, text[1:]
    if text.endswith("%"):
        part, text = 100, text[:-1]
    text = re.sub(r"^[¥]|円$", "", text)
    if not re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", text):
        return np.nan
    return sign * float(text.replace(",", "")) / part


def day(cell):
    """A day, else NaT."""
    if isinstance(cell, dt.datetime):
        return pd.Timestamp(cell).normalize()
    parts = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", str(cell).strip())
    try:
        return pd.Timestamp(*map(int, parts.groups())) if parts else pd.NaT
    except ValueError:
        return pd.NaT


def text(cell):
    """Text, folded as keys are; blank is NaN."""
    if cell is None or (isinstance(cell, str) and (not cell.strip() or cell.startswith("#"))):
        return np.nan
    return unicodedata.normalize("NFKC", str(cell).strip())


def flag(cell):
    """True, or False where the cell does not say so."""
    return text(cell) in ("○", "はい")


class Book:
    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        self.control = {}

    def table(self, sheet, key, columns, required=(), limits=None, one_of=None, known=None):
        rows = list(self.book[sheet].iter_rows(values_only=True))
        heads = [header for header, _ in columns.values()]
        top = next(i for i, row in enumerate(rows) if all(h in row for h in heads))
        headers = list(rows[top])
        raw = [row for row in rows[top + 1:] if any(cell is not None for cell in row)]
        data = pd.DataFrame({name: [read(row[headers.index(h)]) for row in raw] for name, (h, read) in columns.items()})
        for name, (low, high) in (limits or {}).items():
            data.loc[~data[name].between(low, high), name] = np.nan
        for name, allowed in {**(one_of or {}), **(known or {})}.items():
            data.loc[~data[name].isin(set(allowed)), name] = np.nan
        good = pd.Series(True, data.index)
        if key:
            good &= data[key].notna() & data[key].ne("合計")
        for name in required:
            good &= data[name].notna()
        if key:
            good &= ~data[key].where(good).duplicated() | data[key].isna()
        self.control[sheet] = {"read": len(raw), "used": int(good.sum()), "rejected": int((~good).sum())}
        return data[good].reset_index(drop=True)


def import_all(book):
    t = {}
    t["departments"] = book.table("部門", "id", {"id": ("部門コード", text), "name": ("部門名", text), "system": ("顧客システム", text)})
    t["channels"] = book.table("チャネル", "name", {"name": ("チャネル名", text)})
    t["needs"] = book.table("ニーズ区分", "name", {"name": ("ニーズ", text)})
    t["lines"] = book.table("製品ライン", "id", {"id": ("ラインコード", text), "name": ("ライン名", text)})
    t["salespeople"] = book.table("担当者", "id", {"id": ("担当者コード", text), "shop": ("店舗", text)})
    t["customers"] = book.table(
        "顧客", "id", {"id": ("顧客コード", text), "salesperson": ("担当者コード", text), "need": ("ニーズ", text),
                       **{field: (field, text) for field in FIELDS}},
        known={"salesperson": t["salespeople"].id, "need": t["needs"].name})
    keys, lines = t["customers"].id, t["lines"].id
    t["assessments"] = book.table(
        "戦略価値評価", "id", {"id": ("評価番号", text), "customer": ("顧客コード", text), "date": ("評価日", day),
                               "potential": ("見込粗利", number), "likelihood": ("実現確度", number), "influence": ("影響力", number)},
        ["customer", "date"], {"potential": (0, np.inf), "likelihood": (0, 1), "influence": (1, 5)}, known={"customer": keys})
    t["sales"] = book.table(
        "売上明細", "id", {"id": ("明細番号", text), "date": ("売上日", day), "customer": ("顧客コード", text),
                           "line": ("ラインコード", text), "amount": ("売上金額", number), "margin": ("粗利", number)},
        ["date", "customer", "amount"], known={"customer": keys, "line": lines})
    t["costs"] = book.table(
        "対応費用", "id", {"id": ("費用番号", text), "date": ("発生日", day), "customer": ("顧客コード", text), "amount": ("金額", number)},
        ["date", "customer", "amount"], {"amount": (0, np.inf)}, known={"customer": keys})
    t["contacts"] = book.table(
        "接触履歴", "id", {"id": ("接触番号", text), "date": ("接触日", day), "customer": ("顧客コード", text),
                           "department": ("部門コード", text), "channel": ("チャネル", text), "cost": ("接触費用", number),
                           "effect": ("効果点", number), "lesson": ("新たに分かったこと", text), "voice": ("お客様の声", text),
                           "answered": ("回答日", day), "intent": ("購買意向", text)},
        ["date", "customer"], {"cost": (0, np.inf), "effect": (0, 10)},
        known={"customer": keys, "department": t["departments"].id, "channel": t["channels"].name, "intent": lines})
    t["offers"] = book.table(
        "提案", "id", {"id": ("提案番号", text), "date": ("提案日", day), "customer": ("顧客コード", text), "line": ("ラインコード", text),
                       "product": ("製品の調整", flag), "delivery": ("配送の調整", flag), "packaging": ("包装の調整", flag),
                       "result": ("結果", text)},
        ["date", "customer"], one_of={"result": ["採用", "不採用", "検討中"]}, known={"customer": keys, "line": lines})
    lists = [book.table(name, None, {"department": ("部門コード", text), "customer": ("顧客コード", text), "phone": ("電話番号", text)},
                        known={"customer": keys}) for name in SYSTEMS]
    t["records"] = pd.concat(lists, ignore_index=True)
    return t


def during(rows, first=FROM, last=TO):
    return rows[rows.date.between(first, last)]


def prepare(t):
    """What stands beside the rows of contacts, sales and offers."""
    c = t["contacts"]
    c["learned"], c["heard"] = c.lesson.notna(), c.voice.notna()
    c["cost_target"] = c.channel.map({k: v[0] for k, v in CHANNELS.items()})
    c["effect_target"] = c.channel.map({k: v[1] for k, v in CHANNELS.items()})
    c["silent"] = 0
    for _, rows in c.sort_values("date", kind="stable").groupby("customer"):
        run = 0
        for at, learned in rows.learned.items():
            run = 0 if learned else run + 1
            c.loc[at, "silent"] = run
    t["offers"]["adapted"] = t["offers"][["product", "delivery", "packaging"]].any(axis=1)
    t["sales"]["quarter"] = t["sales"].date.dt.to_period("Q")
    t["assessments"]["value"] = t["assessments"].potential * t["assessments"].likelihood


def latest(rows, column):
    """By customer, the value of the latest row; of several on that day the first."""
    rows = rows[rows[column].notna()] if column != "silent" else rows
    return rows.sort_values("date", kind="stable").groupby("customer").apply(
        lambda r: r[r.date == r.date.max()][column].iloc[0], include_groups=False)


def customers(t):
    c = t["customers"].set_index("id")
    at = lambda series, fill=0: series.reindex(c.index).fillna(fill)
    known = c[FIELDS].notna()
    c["completeness"] = known.mul(WEIGHTS).sum(axis=1) / 100
    for kind, name in (("基本", "knows_profile"), ("習慣", "knows_habits"), ("好み", "knows_preferences")):
        c[name] = known[[f for f, k in zip(FIELDS, KINDS) if k == kind]].sum(axis=1)
    records = t["records"].dropna(subset="customer")
    c["systems"] = at(records.groupby("customer").department.nunique())
    phone = records.customer.map(c["電話番号"])
    c["contradictions"] = at(((records.phone != phone) & records.phone.notna() & phone.notna()).groupby(records.customer).sum())
    s, before = during(t["sales"]), during(t["sales"], FROM_BEFORE, TO_BEFORE)
    talk, offers = during(t["contacts"]), during(t["offers"])
    c["amount"], c["margin"] = at(s.groupby("customer").amount.sum()), at(s.groupby("customer").margin.sum())
    c["prior_margin"] = at(before.groupby("customer").margin.sum())
    c["cost_to_serve"] = at(during(t["costs"]).groupby("customer").amount.sum()) + at(talk.groupby("customer").cost.sum())
    c["actual_value"] = c.margin - c.cost_to_serve
    a = t["assessments"]
    c["assessed_on"] = a.groupby("customer").date.max().reindex(c.index)
    c["holds"] = (TODAY - c.assessed_on).dt.days <= 365
    c["strategic_value"], c["influence"] = at(latest(a, "value")), at(latest(a, "influence"))
    c["worth"] = c.actual_value + c.strategic_value
    c["negative"] = c.actual_value < 0
    c["class"] = np.select([(c.influence >= 5) & (c.worth >= 0), c.worth >= 600_000, c.worth >= 200_000, c.worth >= 20_000], list("AABC"), "D")
    A, B, C, D = (c["class"] == x for x in "ABCD")
    c["treatment"] = np.select(
        [A & (c.need == "個別対応"), A, B & c.need.isin(["個別対応", "品質重視"]), B, C & c.negative,
         C & c.need.isin(["利便重視", "価格重視"]), C, D & c.negative],
        ["専任", "優先", "育成", "拡大", "是正", "自動化", "維持", "是正"], "自動化")
    c["planned"] = np.select([c.treatment == "専任", c.treatment == "優先", c.treatment == "育成", c.treatment == "拡大",
                              C & c.treatment.isin(["是正", "自動化"]), c.treatment == "維持"], [12, 8, 6, 4, 2, 3], 1)
    c["gold"] = A | B
    c["contacts"] = at(talk.groupby("customer").size())
    c["learned"] = at(talk.groupby("customer").learned.sum())
    c["silent"] = at(latest(t["contacts"], "silent"))
    c["breadth"] = at(s.groupby("customer").line.nunique())
    c["quarters"] = at(s.groupby("customer").quarter.nunique())
    c["loyalty"] = c.quarters / 4
    c["offers"], c["adapted"] = at(offers.groupby("customer").size()), at(offers.groupby("customer").adapted.sum())
    c["accepted"] = at((offers.adapted & (offers.result == "採用")).groupby(offers.customer).sum())
    c["relationship"] = np.select([(c.learned >= 2) & (c.accepted >= 1) & (c.breadth >= 2), c.learned >= 2, c.contacts >= 1],
                                  ["学習型", "対話", "接触"], "未接触")
    c["loyalty_grade"] = np.select([c.quarters == 4, c.quarters >= 2, c.quarters == 1, c.prior_margin > 0],
                                   ["固定", "継続", "浮動", "離反"], "未購入")
    return c


def next_lines(t, c):
    """The best line each customer has not bought yet, and what it may bring."""
    s = during(t["sales"]).assign(need=lambda s: s.customer.map(c.need)).dropna(subset=["line", "need"])
    g = s.groupby(["need", "line"]).agg(margin=("margin", "sum"), buyers=("customer", "nunique"))
    expected = {}
    sizes = c.need.value_counts()
    for (need, line), row in g.iterrows():
        expected.setdefault(need, {})[line] = row.buyers / sizes[need] * (row.margin / row.buyers)
    bought = t["sales"].groupby("customer").line.agg(set)
    wished = t["contacts"].dropna(subset="intent").groupby("customer").intent.agg(set)
    best, pairs = {}, 0
    for key, need in c.need.items():
        choices = [(value * (2 if line in wished.get(key, ()) else 1), line)
                   for line, value in expected.get(need, {}).items() if line not in bought.get(key, ())]
        pairs += len(choices)
        best[key] = max(choices) if choices else (np.nan, None)
    return best, pairs


def channel_quarters(t):
    rows = t["contacts"].dropna(subset="channel")
    q = rows.groupby(["channel", rows.date.dt.to_period("Q")]).agg(cost=("cost", "mean"), effect=("effect", "mean"))
    result = {}
    for channel, part in q.groupby(level=0):
        dearer = weaker = 0
        for (_, quarter), now in part.iterrows():
            before = part.loc[(channel, quarter - 1)] if (channel, quarter - 1) in part.index else None
            dearer = dearer + 1 if before is not None and now.cost > before.cost else 0
            weaker = weaker + 1 if before is not None and now.effect < before.effect else 0
        result[channel] = {"cost": now.cost, "effect": now.effect, "dearer": dearer, "weaker": weaker}
    return result


def scored(rows, measures):
    """measures: name -> (weight, target, worst); missing ones are left out and the rest scaled up."""
    score, weights = 0.0, 0.0
    for name, (weight, target, worst) in measures.items():
        points = (100 * (rows[name] - worst) / (target - worst)).clip(0, 100)
        score, weights = score + points.fillna(0) * weight, weights + points.notna() * weight
    rows["score"] = score / weights.where(weights > 0)
    rows["band"] = np.select([rows.score >= 75, rows.score >= 60, rows.score >= 45, rows.score < 45], list("ABCD"), "")
    return rows


def salespeople(t, c):
    m = t["salespeople"].set_index("id")
    g = c.groupby("salesperson")
    gold = c[c.gold].groupby("salesperson")
    m["completeness"] = g.completeness.mean()
    m["assessed"] = gold.holds.sum() / gold.size()
    m["learned_share"] = g.learned.sum() / g.contacts.sum()
    m["breadth"] = c[c.breadth > 0].groupby("salesperson").breadth.mean()
    m["adapted_share"] = g.adapted.sum() / g.offers.sum()
    m["loyalty"] = c[c.prior_margin > 0].groupby("salesperson").loyalty.mean()
    scored(m, {"completeness": (0.2, 0.8, 0.4), "assessed": (0.15, 0.8, 0.3), "learned_share": (0.2, 0.4, 0.1),
               "breadth": (0.2, 2.5, 1), "adapted_share": (0.1, 0.6, 0.1), "loyalty": (0.15, 0.8, 0.3)})
    m["rank"] = m.groupby("shop").score.rank(method="min", ascending=False)
    return m


def departments(t, c):
    d, talk = t["departments"].set_index("id"), during(t["contacts"])
    g = talk.groupby("department")
    d["contacts"] = g.size().reindex(d.index).fillna(0)
    d["learned_share"], d["feedback_share"] = g.learned.mean(), g.heard.mean()
    for name in ("cost", "effect"):
        both = talk.dropna(subset=[name, f"{name}_target"]).groupby("department")
        d[f"{name}_ratio"] = both[name].sum() / both[f"{name}_target"].sum()
    d["joined"] = (t["records"].groupby("department").customer.nunique() / len(c)).where(d.system.notna())
    return scored(d, {"learned_share": (0.25, 0.45, 0.1), "feedback_share": (0.2, 0.5, 0.15), "cost_ratio": (0.15, 1.0, 1.6),
                      "effect_ratio": (0.15, 1.1, 0.6), "joined": (0.25, 0.95, 0.5)})


def triggers(t, c, m, d, q):
    talk = during(t["contacts"])
    offered, bought = (set(zip(t[name].customer, t[name].line)) for name in ("offers", "sales"))
    age = (TODAY - talk.date).dt.days
    unfollowed = [not pd.isna(i) and (k, i) not in offered and (k, i) not in bought for k, i in zip(talk.customer, talk.intent)]
    fired = {
        "thin_profile": c.gold & (c.completeness < 0.6 - 1e-9),
        "silent_contacts": c.gold & (c.silent >= 4),
        "loss_making": c["class"].isin(["C", "D"]) & (c.actual_value < -10_000),
        "not_assessed": c.gold & ~c.holds,
        "neglected": (c["class"] == "A") & (c.contacts * 2 < c.planned),
        "dearer_channel": pd.Series([v["dearer"] >= 2 for v in q.values()]),
        "weaker_channel": pd.Series([v["weaker"] >= 2 for v in q.values()]),
        "unanswered": talk.heard & talk.answered.isna() & (age > 14),
        "deaf_department": d.feedback_share < 0.25,
        "intent_lost": pd.Series(unfollowed, talk.index) & (age > 30),
        "single_line": c.gold & (c.breadth == 1),
        "nothing_adapted": (c["class"] == "A") & (c.adapted == 0),
        "lost_loyalty": c.gold & (c.loyalty_grade == "離反"),
        "not_joined": c.gold & (c.systems < 3),
        "contradiction": c.contradictions > 0,
        "closed_department": d.joined < 0.7,
        "weak_salesperson": m.band == "D",
        "weak_department": d.band == "D",
    }
    return {name: int(rows.sum()) for name, rows in fired.items()}


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(f"{value:.12g}")
    return int(value) if isinstance(value, np.integer) else bool(value) if isinstance(value, np.bool_) else value


def main(path):
    book = Book(path)
    t = import_all(book)
    prepare(t)
    c = customers(t)
    best, pairs = next_lines(t, c)
    q, m, d = channel_quarters(t), salespeople(t, c), departments(t, c)
    talk, offers = during(t["contacts"]), during(t["offers"])
    cells = c.groupby(["class", c.need.fillna("–")]).agg(members=("worth", "size"), worth=("worth", "sum"))
    sample = ["K00010", "K00020", "K00030", "K00040", "K00050", "K00060", "K00351", "K01001"]
    shown = ["completeness", "knows_profile", "knows_habits", "knows_preferences", "systems", "contradictions", "margin", "prior_margin",
             "cost_to_serve", "actual_value", "strategic_value", "influence", "worth", "class", "treatment", "contacts", "learned",
             "silent", "breadth", "offers", "adapted", "accepted", "loyalty", "relationship", "loyalty_grade"]
    result = {
        "control": book.control,
        "figures": {
            "turnover": c.amount.sum(), "worth": c.worth.sum(), "completeness": c.completeness.mean(),
            "learned": talk.learned.mean(), "feedback": talk.heard.mean(), "negative_customers": c.negative.sum(),
            "cost_per_contact": talk.cost.mean(), "effect_per_contact": talk.effect.mean(),
            "breadth": c.breadth[c.breadth > 0].mean(), "adapted": offers.adapted.mean(),
            "product_adapted": offers["product"].mean(), "delivery_adapted": offers.delivery.mean(),
            "packaging_adapted": offers.packaging.mean(), "loyalty_adapted": c.loyalty[c.accepted > 0].mean(),
            "loyalty_others": c.loyalty[c.accepted == 0].mean(), "joined": (c.systems / 5).mean(), "joined_fully": (c.systems == 5).sum(),
        },
        "counts": {name: c[name].value_counts().sort_index().to_dict() for name in ("class", "treatment", "relationship", "loyalty_grade", "systems")},
        "negative": c[c.negative]["class"].value_counts().sort_index().to_dict(),
        "class_needs": {f"{k[0]}/{k[1]}": row.to_dict() for k, row in cells.iterrows()},
        "next_lines": {"pairs": pairs, "best": {key: best[key] for key in sample}, "sum": np.nansum([b[0] for b in best.values()])},
        "channels": q,
        "salespeople": m.drop(columns="shop").to_dict("index"),
        "departments": d.drop(columns=["name", "system"]).to_dict("index"),
        "triggers": triggers(t, c, m, d, q),
        "cases": c.loc[sample, shown].to_dict("index"),
    }
    print(json.dumps(plain(result), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samples/one-to-one.xlsx")
