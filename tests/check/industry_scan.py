#!/usr/bin/env python3
"""Works out the industry scan a second time, from the workbook alone.

    pip install pandas openpyxl
    python3 tests/check/industry_scan.py samples/industry-scan.xlsx > tests/check/industry_scan.json

Nothing here is shared with the engine: the policy is written down again in pandas, so that two
independent readings of the same rules can be compared. Blank is NaN; a row is rejected where its key
or a required cell is blank or bad, or its key was seen before; any other bad cell becomes blank.
"""

import datetime as dt
import json
import re
import sys
import unicodedata
import warnings

import numpy as np
import openpyxl
import pandas as pd

TODAY = pd.Timestamp(2022, 6, 30)
FROM = pd.Timestamp(2022, 1, 1)
SCAN_YEAR = 2021
CLOSE = 1e-12  # two numbers this close are equal


def number(cell):
    """A number as people type it, else NaN."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if not isinstance(cell, str):
        return np.nan
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))
    sign, part = 1, 1
    if text[:1] in "△▲-−":
        sign, text = -1, text[1:]
    text = re.sub(r"^[¥$]", "", text)
    if text.endswith("%"):
        part, text = 0.01, text[:-1]
    if not re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", text):
        return np.nan
    return sign * part * float(text.replace(",", ""))


def day(cell):
    """A day, else NaT."""
    if isinstance(cell, dt.datetime):
        return pd.Timestamp(cell).normalize()
    if isinstance(cell, str):
        parts = re.fullmatch(r"(\d{4})[-./年]\s*(\d{1,2})[-./月]\s*(\d{1,2})日?", cell.strip())
        if parts:
            try:
                return pd.Timestamp(*map(int, parts.groups()))
            except ValueError:
                pass
    return pd.NaT


def text(cell):
    """Text, folded as keys are; blank is None."""
    if cell is None or (isinstance(cell, str) and (not cell.strip() or cell.startswith("#DIV"))):
        return None
    return unicodedata.normalize("NFKC", str(cell).strip())


class Book:
    """The sheets, read cell by cell, with rows read, used and rejected."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        self.control = {}

    def table(self, sheet, columns, key=None, required=(), least=(), most=(), one_of=None, known=None):
        """columns: name -> (header, reader); known: column -> keys it must be one of."""
        rows = list(self.book[sheet].iter_rows(values_only=True))
        first = next(iter(columns.values()))[0]
        top = next(i for i, row in enumerate(rows) if first in row)
        headers = list(rows[top])
        raw = [row for row in rows[top + 1 :] if any(cell is not None for cell in row)]
        read = len(raw)
        totals = [row for row in raw if row[0] == "合計"]
        raw = [row for row in raw if row[0] != "合計"]
        data = pd.DataFrame({name: [take(row[headers.index(h)]) for row in raw] for name, (h, take) in columns.items()})
        for name, allowed in (one_of or {}).items():
            data.loc[~data[name].isin(allowed), name] = None
        for name in least:
            data.loc[data[name] < 0, name] = np.nan
        for name in most:
            data.loc[data[name] > 1, name] = np.nan
        for name, keys in (known or {}).items():
            data.loc[~data[name].isin(set(keys)), name] = None
        needed = [*([key] if key else []), *required]
        good = data[needed].notna().all(axis=1) if needed else pd.Series(True, data.index)
        if key:
            good &= ~data[key].where(good).duplicated() | data[key].isna()
        self.control[sheet] = {"read": read, "used": int(good.sum()), "rejected": read - int(good.sum())}
        assert len(totals) <= 1
        data = data[good].reset_index(drop=True)
        for name in (name for name, (_, take) in columns.items() if take is text):
            data[name] = data[name].astype(object).where(data[name].notna(), None)
        return data


def import_all(book):
    t = {}
    t["industries"] = book.table(
        "業界", {"code": ("業界コード", text), "name": ("業界名", text), "parent": ("上位業界コード", text)},
        key="code", required=["name"])
    codes = t["industries"].code
    t["industries"]["parent"] = [code if code in set(codes) else None for code in t["industries"].parent]
    t["customers"] = book.table(
        "顧客",
        {"id": ("顧客コード", text), "name": ("顧客名", text), "industry": ("業界コード", text), "csm": ("担当CSM", text),
         "sales": ("売上(億元)", number), "prior_sales": ("前年売上(億元)", number)},
        key="id", least=["sales", "prior_sales"], known={"industry": codes})
    t["pains"] = book.table(
        "課題",
        {"id": ("課題コード", text), "industry": ("業界コード", text), "title": ("課題", text), "change": ("変化率", number),
         "need": ("必要な対応", text), "seen_on": ("確認日", day)},
        key="id", required=["industry"], known={"industry": codes})
    t["capabilities"] = book.table(
        "製品機能",
        {"id": ("機能コード", text), "name": ("機能名", text), "need": ("対応ニーズ", text), "industry": ("対象業界コード", text),
         "strength": ("対応度", number), "status": ("状態", text)},
        key="id", least=["strength"], most=["strength"], one_of={"status": ["提供中", "開発中"]})
    t["benchmarks"] = book.table(
        "ベンチマーク企業",
        {"id": ("企業コード", text), "name": ("企業名", text), "industry": ("業界コード", text), "place": ("順位", number),
         "sales": ("売上(億元)", number), "growth": ("成長率", number), "cost": ("獲得コスト(元)", number),
         "conversion": ("転換率", number), "repurchase": ("再購入率", number), "customer": ("顧客コード", text)},
        key="id", required=["industry"], known={"industry": codes})
    t["markets"] = book.table(
        "市場規模",
        {"industry": ("業界コード", text), "year": ("年", number), "size": ("市場規模(億元)", number),
         "stated": ("公表成長率", number)},
        required=["industry", "year", "size"], known={"industry": codes})
    t["company_sales"] = book.table(
        "企業売上",
        {"company": ("企業名", text), "industry": ("業界コード", text), "year": ("年", number), "sales": ("売上(億元)", number)},
        required=["company", "industry", "year"], known={"industry": codes})
    t["links"] = book.table(
        "上流下流",
        {"upstream": ("上流業界コード", text), "downstream": ("下流業界コード", text), "dependence": ("仕入依存度", number)},
        required=["upstream", "downstream"], most=["dependence"], known={"upstream": codes, "downstream": codes})
    t["models"] = book.table(
        "ビジネスモデル",
        {"customer": ("顧客コード", text), "month": ("年月", day), "cost": ("獲得コスト(元)", number),
         "conversion": ("転換率", number), "repurchase": ("再購入率", number)},
        required=["customer"], most=["conversion", "repurchase"], known={"customer": t["customers"].id})
    return t


class Tree:
    """The industries: what is above each, and which are leaves."""

    def __init__(self, industries):
        self.parent = dict(zip(industries.code, industries.parent))
        self.name = dict(zip(industries.code, industries.name))
        self.codes = list(industries.code)
        self.inner = {parent for parent in self.parent.values() if parent}

    def line(self, code):
        """The code and up to three above it."""
        line = [code]
        while len(line) < 4 and self.parent.get(line[-1]):
            line.append(self.parent[line[-1]])
        return line

    def leaf(self, code):
        return code not in self.inner

    def sector(self, code):
        return self.name[self.line(code)[-1]]

    def broken(self, code):
        line = self.line(code)
        return len(line) == 4 and bool(self.parent.get(line[-1]))


def pains(t, tree):
    p = t["pains"]
    ready_rows, planned_rows = [], []
    for pain in p.itertuples():
        fits = [c for c in t["capabilities"].itertuples()
                if c.need == pain.need and (c.industry is None or c.industry in tree.line(pain.industry))]
        ready_rows.append(max((c.strength for c in fits if c.status == "提供中"), default=np.nan))
        planned_rows.append(sum(1 for c in fits if c.status == "開発中"))
    p["best"], p["planned"] = ready_rows, planned_rows
    p["severity"] = np.select([p.change.isna(), p.change <= -0.2, p.change <= -0.05], ["felt", "severe", "serious"], "felt")
    p["answer"] = np.select([p.best >= 0.7, p.best.notna(), p.planned > 0], ["answered", "partly", "planned"], "gap")
    p["weight"] = p.severity.map({"severe": 3, "serious": 2, "felt": 1})
    p["answered"] = p.answer.map({"answered": 1.0, "partly": 0.5}).fillna(0.0)
    p["age"] = (TODAY - p.seen_on).dt.days
    counts = t["customers"].industry.value_counts()
    p["customers"] = [sum(int(counts.get(code, 0)) for code in tree.codes if industry in tree.line(code)) for industry in p.industry]
    return p


def markets(t):
    m = t["markets"]
    m = m[m.year <= SCAN_YEAR]
    y = m.groupby(["industry", "year"], sort=False).agg(
        size=("size", "mean"), most=("size", "max"), least=("size", "min"), stated=("stated", "mean")).reset_index()
    y["spread"] = y.most / y.least - 1
    companies = t["company_sales"].dropna(subset=["sales"])
    sales = {key: sorted(rows.sales, reverse=True) for key, rows in companies.groupby(["industry", "year"])}
    named = t["company_sales"].groupby(["industry", "year"]).size()
    for name, top in (("cr5", 5), ("cr10", 10)):
        y[name] = [sum(sales[k][:top]) / size if k in sales else np.nan for *k, size in zip(y.industry, y.year, y["size"]) for k in [tuple(k)]]
    y["hhi"] = [sum((s / size) ** 2 for s in sales[(i, n)]) * 1e4 if (i, n) in sales else np.nan
                for i, n, size in zip(y.industry, y.year, y["size"])]
    y["listed_share"] = [sum(sales[(i, n)]) / size if (i, n) in sales else np.nan for i, n, size in zip(y.industry, y.year, y["size"])]
    y["companies"] = [int(named.get((i, n), 0)) for i, n in zip(y.industry, y.year)]
    y = y.sort_values(["industry", "year"], kind="stable").reset_index(drop=True)
    by = y.groupby("industry")
    y["growth"] = (y["size"] / by["size"].shift() - 1).where(by.year.shift() == y.year - 1)
    y["change"] = by.cr5.diff()
    y["drift"] = by.change.transform(lambda c: c.rolling(3, min_periods=1).mean()).where(y.change.notna())
    y["trend"] = np.select([y.cr5.isna(), y.drift.isna(), y.drift >= 0.01 - CLOSE, y.drift <= -0.01 + CLOSE],
                           ["no figures", "unknown", "rising", "falling"], "flat")
    low, high = y.cr5 < 0.2 - CLOSE, y.cr5 >= 0.5 - CLOSE
    words = {"rising": ("unsettled", "consolidating", "closing"), "flat": ("fragmented", "settling", "mature"),
             "falling": ("fragmenting", "opening", "loosening")}
    y["reading"] = [words[trend][0 if l else 2 if h else 1] if trend in words else "first look" if trend == "unknown" else None
                    for trend, l, h in zip(y.trend, low, high)]
    large, small = {"unsettled", "opening"}, {"closing", "mature"}
    y["room"] = [None if r is None else "large" if r in large else "small" if r in small else "some" for r in y.reading]
    return y


def industries(t, tree, p, y):
    b, counts, rows = t["benchmarks"], t["customers"].industry.value_counts(), []
    last_rows = y.drop_duplicates("industry", keep="last").set_index("industry")
    for code in tree.codes:
        line, leaf, customers = tree.line(code), tree.leaf(code), int(counts.get(code, 0))
        own, marks = p[p.industry.isin(line)], b[b.industry == code]
        market = last_rows.loc[code] if code in last_rows.index else None
        coverage = (own.weight * own.answered).sum() / own.weight.sum() if len(own) else np.nan
        fresh = (own.age <= 365).sum() / len(own) if len(own) else np.nan
        parts = []
        if leaf:
            parts = [(30, min(len(own) / 3, 1)), (20, min(coverage / 0.8, 1)), (25, min(len(marks) / 3, 1)), (15, fresh),
                     (10, float(market is not None))]
        known = [(weight, value) for weight, value in parts if not np.isnan(value)]
        score = 100 * sum(w * v for w, v in known) / sum(w for w, _ in known) if known else np.nan
        room = None if market is None else market.room
        growth = np.nan if market is None else market.growth
        effort = (0 if customers == 0 else None if room is None
                  else 16 if room == "large" and growth >= 0.2 else 12 if room == "large"
                  else 8 if room == "some" and growth >= 0 else 6 if room == "some" else 4)
        rows.append({
            "code": code, "leaf": leaf, "sector": tree.sector(code), "customers": customers,
            "pains": len(own) if leaf else None, "coverage": coverage, "gaps": int((own.answer == "gap").sum()) if leaf else None,
            "benchmarks": len(marks) if leaf else None, "leader_sales": marks.sales.max(), "usual_growth": marks.growth.median(),
            "cost": marks.cost.median(), "conversion": marks.conversion.median(), "repurchase": marks.repurchase.median(),
            "market": None if market is None else market["size"], "growth": growth,
            "cr5": None if market is None else market.cr5, "cr10": None if market is None else market.cr10,
            "hhi": None if market is None else market.hhi, "reading": None if market is None else market.reading,
            "room": room, "effort": effort, "score": score,
            "band": None if np.isnan(score) else "A" if score >= 80 - 1e-9 else "B" if score >= 50 - 1e-9 else "C",
            "broken": tree.broken(code)})
    return pd.DataFrame(rows).set_index("code", drop=False)


def customers(t, i):
    c, b = t["customers"], t["benchmarks"]
    known = c.industry.notna()
    look = lambda name: c.industry.map(i[name])
    c["placement"] = np.select([~known, look("leaf") == False], ["no leaf", "too wide"], "leaf")  # noqa: E712
    c["growth"] = c.sales / c.prior_sales.where(c.prior_sales != 0) - 1
    c["ratio"] = c.sales / look("leader_sales").astype(float)
    c["gap"] = c.growth - look("usual_growth").astype(float)
    c["star"] = c.id.isin(set(b.customer.dropna()))
    rivals, ahead = [], []
    for row in c.itertuples():
        own = b[(b.industry == row.industry) & (b.customer != row.id)] if row.industry else b[:0]
        rivals.append(len(own))
        ahead.append(int((own.sales > row.sales).sum()))
    c["rivals"], c["ahead"] = rivals, ahead
    c["place"] = (1 + c.ahead).where(c.rivals > 0)
    unknown, up = c.ratio.isna() | c.gap.isna(), c.gap >= 0
    c["position"] = np.select(
        [c.star, unknown, (c.ratio >= 0.5) & up, c.ratio >= 0.5, (c.ratio >= 0.1) & up, c.ratio >= 0.1, up],
        ["benchmark", "unknown", "challenger", "fading", "climber", "follower", "newcomer"], "laggard")
    coverage, count = look("coverage").astype(float), look("pains").astype(float)
    c["next_step"] = np.select(
        [c.placement == "no leaf", c.placement == "too wide", c.star, count == 0, coverage < 0.3, c.rivals == 0,
         (coverage >= 0.6 - CLOSE) & c.position.isin(["laggard", "follower", "fading"])],
        ["classify", "subdivide", "win as speaker", "study pains", "be frank about gaps", "study benchmarks", "propose solution"],
        "share benchmark")
    return c


def models(t, c, i):
    m = t["models"]
    m = m[m.month.between(FROM, TODAY)].groupby("customer", sort=False)[["cost", "conversion", "repurchase"]].mean()
    industry = c.set_index("id").industry.reindex(m.index)
    usual = i[["cost", "conversion", "repurchase"]].reindex(industry).set_index(m.index)
    m["acquisition cost"] = (m.cost / usual.cost - 1).clip(lower=0)
    m["conversion room"] = (usual.conversion / m.conversion - 1).clip(lower=0)
    m["repurchase room"] = (usual.repurchase / m.repurchase - 1).clip(lower=0)
    rooms = m[["acquisition cost", "conversion room", "repurchase room"]].set_axis(["acquisition cost", "conversion", "repurchase"], axis=1)
    m["room"] = rooms.max(axis=1).fillna(0)
    m["weakest"] = [None if row.isna().all() else "none" if not row.max() > 0 else row.idxmax() for _, row in rooms.iterrows()]
    return m


def chain(t, i):
    pairs = t["links"].drop_duplicates(["upstream", "downstream"])
    up, down = pairs.upstream.map(i.customers), pairs.downstream.map(i.customers)
    return np.select([(up > 0) & (down > 0), (up > 0) & (pairs.downstream.map(i.coverage) >= 0.5), down > 0],
                     ["connect both", "sell downstream", "sell upstream"], "none")


def needs(p):
    open_ = p[p.answer.isin(["gap", "planned"])]
    n = pd.DataFrame({"pains": p.groupby("need").size()})
    n["open"] = open_.groupby("need").size().reindex(n.index, fill_value=0)
    n["customers"] = open_.groupby("need").customers.sum().reindex(n.index, fill_value=0)
    n["rank"] = n.customers.rank(method="min", ascending=False)
    return n


def triggers(p, y, i, c, m, n, openings):
    served, leaf = i.customers > 0, i.leaf
    fired = {
        "no_leaf": c.placement == "no leaf",
        "too_wide": c.placement == "too wide",
        "broken_tree": i.broken,
        "unprepared": leaf & served & (i.band == "C"),
        "severe_pain": (p.severity == "severe") & (p.customers > 0) & (p.age <= 365),
        "product_gap": (n.open > 0) & (n.customers > 0) & (n["rank"] <= 5),
        "stale_evidence": (p.age > 365) & (p.customers > 0),
        "few_benchmarks": leaf & served & (i.benchmarks < 3),
        "falls_behind": c.position.isin(["fading", "laggard"]) & (c.gap <= -0.1),
        "speaker": c.star,
        "room_to_grow": served & (i.reading == "unsettled") & (i.growth >= 0.2),
        "shrinking_market": served & (i.growth < 0),
        "doubtful_figures": (y.spread > 0.2) | ((y.growth - y.stated).abs() > 0.05) | (y.listed_share > 1),
        "weak_link": m.room >= 0.5,
        "chain_opening": pd.Series(openings).isin(["sell downstream", "sell upstream"]),
    }
    return {name: int(rows.sum()) for name, rows in fired.items()}


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(f"{value:.12g}")
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    return int(value) if isinstance(value, np.integer) else value


def counted(values):
    return {str(key): int(number) for key, number in pd.Series(values).value_counts().sort_index().items()}


def main(path):
    warnings.filterwarnings("ignore")
    pd.set_option("future.infer_string", False)  # blank texts stay None
    book = Book(path)
    t = import_all(book)
    tree = Tree(t["industries"])
    p = pains(t, tree)
    y = markets(t)
    i = industries(t, tree, p, y)
    c = customers(t, i)
    m, openings, n = models(t, c, i), chain(t, i), needs(p)
    online = y[(y.industry == "K1") & (y.year == 2020)].iloc[0]
    catering = p.set_index("id").loc[["P001", "P002"]]
    sectors = c[c.industry.notna()].assign(sector=c.industry.map(i.sector), coverage=c.industry.map(i.coverage).astype(float))
    facts = ["customers", "pains", "coverage", "gaps", "benchmarks", "market", "growth", "cr5", "cr10", "hhi", "reading", "effort", "score", "band"]
    result = {
        "control": book.control,
        "figures": {
            "accounts": len(c), "misplaced": int((c.placement != "leaf").sum()), "leaves": int(i.leaf.sum()),
            "pains_answered": p.answered.sum() / len(p), "gaps": int((p.answer == "gap").sum()),
            "customers_behind": int(c.position.isin(["laggard", "follower", "fading"]).sum()),
            "own_benchmarks": int(c.star.sum()), "ready": int((i.band == "A").sum()),
            "markets_known": int((i.leaf & i.market.notna()).sum()), "unsettled": int((i.leaf & (i.reading == "unsettled")).sum()),
        },
        "online_education_2020": online[["size", "growth", "cr5", "cr10", "hhi", "drift", "reading", "room"]].to_dict(),
        "catering_2022": catering[["change", "severity", "answer", "customers"]].to_dict("index"),
        "industries": {code: i.loc[code, facts].to_dict() for code in ["F11", "E3", "K1", "K2", "C2", "R1", "L2", "P1", "T2", "X1"]},
        "readings": counted(y.reading), "trends": counted(y.trend), "bands": counted(i.band), "efforts": counted([int(e) for e in i.effort if e == e and e is not None]),
        "sums": {"size": y["size"].sum(), "cr5": y.cr5.sum(), "cr10": y.cr10.sum(), "hhi": y.hhi.sum(), "ratio": c.ratio.sum(),
                 "growth_gap": c.gap.sum(), "place": c.place.sum(), "room": m.room.sum()},
        "placements": counted(c.placement), "positions": counted(c.position), "next_steps": counted(c.next_step),
        "severities": counted(p.severity), "answers": counted(p.answer), "openings": counted(openings), "weakest": counted(m.weakest),
        "needs": n[["pains", "open", "customers"]].to_dict("index"),
        "sectors": sectors.groupby("sector").agg(customers=("id", "size"), sales=("sales", "sum"), coverage=("coverage", "mean")).to_dict("index"),
        "triggers": triggers(p, y, i, c, m, n, openings),
    }
    print(json.dumps(plain(result), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samples/industry-scan.xlsx")
