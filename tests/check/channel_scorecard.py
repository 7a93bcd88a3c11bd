#!/usr/bin/env python3
"""Works out the channel scorecard a second time, from the workbook alone.

    pip install pandas openpyxl
    python3 tests/check/channel_scorecard.py samples/channel-scorecard.xlsx > tests/check/channel_scorecard.json

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

FROM, TO = pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 6, 30)
FROM_BEFORE, TO_BEFORE = pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 6, 30)
TODAY, DAYS = TO, 181

# The table of targets: stock, margin, resolved, days, share; target and worst.
TARGETS = {
    "다국적 체인": (35, 70, 0.12, 0.04, 0.95, 0.70, 5, 15, 0.20, 0.08),
    "현지 체인": (40, 80, 0.13, 0.04, 0.95, 0.70, 5, 15, 0.25, 0.10),
    "백화점": (45, 90, 0.18, 0.08, 0.95, 0.70, 7, 20, 0.30, 0.15),
    "전문점": (50, 100, 0.22, 0.12, 0.95, 0.70, 7, 20, 0.90, 0.70),
    "가맹점": (55, 110, 0.20, 0.10, 0.90, 0.60, 10, 25, 0.60, 0.35),
}
TARGET_NAMES = [f"{kpi}_{end}" for kpi in ("stock", "margin", "resolved", "days", "share") for end in ("target", "worst")]


def number(cell):
    """A number as people type it, else NaN."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if not isinstance(cell, str):
        return np.nan
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))
    sign = 1
    if re.fullmatch(r"\(.*\)", text):
        sign, text = -1, text[1:-1]
    if text[:1] in "△▲-−":
        sign, text = -sign, text[1:]
    text = re.sub(r"^[¥₩$]", "", text)
    text = re.sub(r"[원元円]$", "", text)
    if not re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", text):
        return np.nan
    return sign * float(text.replace(",", ""))


def day(cell):
    """A day, else NaT."""
    if isinstance(cell, dt.datetime):
        return pd.Timestamp(cell).normalize()
    if isinstance(cell, str):
        parts = re.fullmatch(r"(\d{4})[-./年년]\s*(\d{1,2})[-./月월]\s*(\d{1,2})[.日일]?", cell.strip())
        if parts:
            try:
                return pd.Timestamp(*map(int, parts.groups()))
            except ValueError:
                pass
    return pd.NaT


def text(cell):
    """Text, folded as keys are; blank is NaN."""
    if cell is None or (isinstance(cell, str) and (not cell.strip() or cell.startswith("#DIV"))):
        return np.nan
    return unicodedata.normalize("NFKC", str(cell).strip())


class Book:
    """The sheets, read cell by cell, with rows read, used and rejected."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        self.control = {}

    def table(self, sheet, key, columns, required=(), least=None, one_of=None, known=None):
        """columns: name -> (header, reader); known: column -> keys it must be one of."""
        rows = list(self.book[sheet].iter_rows(values_only=True))
        first = columns[key][0]
        top = next(i for i, row in enumerate(rows) if first in row)
        headers = list(rows[top])
        raw = [row for row in rows[top + 1 :] if any(cell is not None for cell in row)]
        data = pd.DataFrame({name: [read(row[headers.index(h)]) for row in raw] for name, (h, read) in columns.items()})
        for name, allowed in (one_of or {}).items():
            data.loc[~data[name].isin(allowed), name] = np.nan
        for name in least or ():
            data.loc[data[name] < 0, name] = np.nan
        for name, keys in (known or {}).items():
            data.loc[~data[name].isin(set(keys)), name] = np.nan
        total = data[key].eq("합계")
        good = data[[key, *required]].notna().all(axis=1) & ~total
        good &= ~data[key].where(good).duplicated() | data[key].isna()
        self.control[sheet] = {"read": len(raw), "used": int(good.sum()), "rejected": int((~good).sum())}
        return data[good].reset_index(drop=True)


def ratio(a, b):
    """a / b, blank where b is 0."""
    return a / b.where(b != 0) if isinstance(b, pd.Series) else (a / b if b else np.nan)


def total(values, by, index):
    """Sums by key; 0 where there is nothing."""
    return values.groupby(by).sum().reindex(index, fill_value=0.0)


def weighted(frame, value, weight, by, index):
    """Weighted averages by key, over rows where both are known."""
    both = frame[frame[value].notna() & frame[weight].notna() & frame[by].notna()]
    sums = (both[value] * both[weight]).groupby(both[by]).sum()
    return ratio(sums, both[weight].groupby(both[by]).sum()).reindex(index)


def import_all(book):
    t = {}
    t["regions"] = book.table("권역", "name", {"name": ("권역", text)})
    t["branches"] = book.table(
        "지사", "id", {"id": ("지사 코드", text), "name": ("지사명", text), "region": ("권역", text)},
        known={"region": t["regions"].name})
    t["salespeople"] = book.table(
        "영업사원", "id", {"id": ("사번", text), "branch": ("지사 코드", text), "role": ("직무", text)},
        one_of={"role": ["지역 담당", "대형고객 전담"]}, known={"branch": t["branches"].id})
    t["customers"] = book.table(
        "고객", "id",
        {"id": ("고객 코드", text), "category": ("구분", text), "salesperson": ("담당자 사번", text),
         "tier": ("고객 등급", text), "average_stock": ("평균재고(원가)", number)},
        least=["average_stock"], one_of={"tier": ["대형고객", "일반고객"]},
        known={"category": TARGETS, "salesperson": t["salespeople"].id})
    t["shops"] = book.table(
        "매장", "id",
        {"id": ("매장 코드", text), "customer": ("고객 코드", text), "area": ("매장면적(㎡)", number),
         "counter_area": ("당사 매대면적(㎡)", number), "total_sales": ("매장 총매출", number),
         "prior_total_sales": ("전년 매장 총매출", number)},
        least=["area", "counter_area", "total_sales", "prior_total_sales"], known={"customer": t["customers"].id})
    t["products"] = book.table(
        "제품", "id",
        {"id": ("제품 코드", text), "line": ("제품군", text), "capacity": ("용량", number), "price": ("공급가", number),
         "power": ("연간소비전력", number)})
    t["orders"] = book.table(
        "주문", "id",
        {"id": ("주문번호", text), "date": ("주문일", day), "shop": ("매장 코드", text), "product": ("제품 코드", text), "quantity": ("수량", number),
         "price": ("공급단가", number), "retail_price": ("판매단가", number), "made": ("맞춤 여부", text)},
        required=["date", "shop", "quantity", "price"], one_of={"made": ["맞춤"]}, known={"shop": t["shops"].id})
    to_customer = {"known": {"customer": t["customers"].id}}
    t["problems"] = book.table(
        "문제", "id",
        {"id": ("문제번호", text), "customer": ("고객 코드", text), "opened": ("접수일", day),
         "closed": ("해결일", day), "status": ("상태", text)},
        one_of={"status": ["접수", "처리중", "보류", "해결"]}, **to_customer)
    t["ledger"] = book.table(
        "대사", "customer", {"customer": ("고객 코드", text), "ours": ("당사 잔액", number), "theirs": ("고객 잔액", number)},
        **to_customer)
    t["stock_lots"] = book.table(
        "재고", "id",
        {"id": ("재고번호", text), "customer": ("고객 코드", text), "product": ("제품 코드", text),
         "quantity": ("수량", number), "received": ("입고일", day)}, **to_customer)
    t["invoices"] = book.table(
        "송장", "id",
        {"id": ("송장번호", text), "customer": ("고객 코드", text), "due_on": ("만기일", day),
         "amount": ("청구금액", number), "paid": ("수금액", number)}, **to_customer)
    t["fees"] = book.table(
        "비용", "id",
        {"id": ("비용번호", text), "customer": ("고객 코드", text), "claimed_on": ("청구일", day),
         "claimed": ("청구액", number), "paid": ("지급액", number)}, **to_customer)
    t["demands"] = book.table(
        "수요", "id",
        {"id": ("수요번호", text), "customer": ("고객 코드", text), "line": ("제품군", text), "least": ("최소용량", number),
         "most": ("최대용량", number), "price": ("희망가격", number), "power": ("최대소비전력", number)}, **to_customer)
    return t


def unusual_days(t, s):
    """Sales by region, product line and day, against the 28 known days before: more than 4 deviations off."""
    o = t["orders"].copy()
    manager = o.shop.map(s.customer).map(t["customers"].set_index("id").salesperson)
    o["region"] = manager.map(t["salespeople"].set_index("id").branch).map(t["branches"].set_index("id").region)
    o["line"] = o["product"].map(t["products"].set_index("id").line)
    o = o[o.date.between(FROM, TO) & o.region.notna() & o.line.notna()]
    days = o.groupby(["region", "line", "date"]).amount.sum().reset_index().sort_values("date", kind="stable")
    trailing = days.groupby(["region", "line"]).amount.apply(lambda x: x.shift().rolling(28, min_periods=1).mean())
    days["usual"] = trailing.reset_index(level=[0, 1], drop=True)
    spread = days.groupby(["region", "line"]).amount.apply(lambda x: x.shift().rolling(28, min_periods=2).std())
    days["spread"] = spread.reset_index(level=[0, 1], drop=True)
    days["known"] = days.groupby(["region", "line"]).cumcount().clip(upper=28)
    days["deviation"] = ((days.amount - days.usual) / days.spread).where(days.known >= 14, 0)
    return days


def matches(t):
    """Products that fit each demand: line, capacity, price within 15 % above the wish, power."""
    pairs = t["demands"].merge(t["products"], on="line", suffixes=("", "_made"))
    fits = pairs.capacity.between(pairs.least, pairs.most) & (pairs.price_made <= pairs.price * 1.15 * (1 + 1e-14))
    pairs = pairs[fits & (pairs.power_made <= pairs.power)].copy()
    pairs["fit"] = 1 - (pairs.price_made - pairs.price).abs() / pairs.price / 2 - pairs.power_made / pairs.power / 2
    return pairs


def shops(t):
    o, s = t["orders"], t["shops"].set_index("id")
    o["amount"], o["resale"] = o.quantity * o.price, o.quantity * o.retail_price
    now, before = o[o.date.between(FROM, TO)], o[o.date.between(FROM_BEFORE, TO_BEFORE)]
    s["sales"], s["prior_sales"] = total(now.amount, now.shop, s.index), total(before.amount, before.shop, s.index)
    s["resale"], s["prior_resale"] = total(now.resale, now.shop, s.index), total(before.resale, before.shop, s.index)
    made = now[now.made == "맞춤"]
    s["tailored"] = total(made.amount, made.shop, s.index)
    s["productivity"] = ratio(ratio(s.resale, s.counter_area), ratio(s.total_sales, s.area))
    return s


def customers(t, s):
    c = t["customers"].set_index("id")
    for name in ("sales", "prior_sales", "resale", "prior_resale", "prior_total_sales"):
        c[name] = total(s[name], s.customer, c.index)
    c["shop_sales"] = total(s.total_sales, s.customer, c.index)
    c["tailored"] = ratio(total(s.tailored, s.customer, c.index), c.sales)
    c["growth"] = ratio(c.sales, c.prior_sales) - 1
    c["margin"] = ratio(c.resale - c.sales, c.resale)
    c["stock_days"] = ratio(c.average_stock, c.sales) * DAYS
    c["our_share"] = ratio(c.resale, c.shop_sales)
    c["prior_share"] = ratio(c.prior_resale, c.prior_total_sales)
    c["key_account"] = c.tier == "대형고객"
    role = c.salesperson.map(t["salespeople"].set_index("id").role)
    c["unattended"] = c.key_account & (role != "대형고객 전담")
    p = t["problems"]
    p["days_taken"] = (p.closed - p.opened).dt.days
    current = p[p.opened.between(FROM, TO)]
    c["reported"] = total(current.opened.notna().astype(float), current.customer, c.index)
    c["resolved"] = total((current.status == "해결").astype(float), current.customer, c.index)
    lots = t["stock_lots"]
    lots["worth"] = lots.quantity * lots["product"].map(t["products"].set_index("id").price)
    lots["age"] = (TODAY - lots.received).dt.days
    c["stock_worth"] = total(lots.worth, lots.customer, c.index)
    old = lots[lots.age > 180]
    c["aged_worth"] = total(old.worth, old.customer, c.index)
    for place, name in enumerate(TARGET_NAMES):
        c[name] = c.category.map({category: row[place] for category, row in TARGETS.items()})
    c["segment"] = np.select(
        [c.sales == 0, c.prior_sales == 0, (c.growth < -0.2) & (c.sales >= 150_000), c.key_account & (c.growth >= 0.1),
         (c.sales >= 900_000) & (c.growth >= 0.1), c.key_account, c.sales >= 900_000, c.sales >= 300_000],
        ["D", "N", "R", "S", "S", "A", "A", "B"], "C")
    return c


def salespeople(t, c, s):
    m = t["salespeople"].set_index("id")
    c = c.reset_index()
    p = t["problems"]
    p = p[p.opened.between(FROM, TO)]
    m["accounts"] = c.groupby("salesperson").size().reindex(m.index, fill_value=0)
    m["sales"], m["prior_sales"] = total(c.sales, c.salesperson, m.index), total(c.prior_sales, c.salesperson, m.index)
    m["reported"] = total(c.reported, c.salesperson, m.index)
    of = lambda value, weight: weighted(c, value, weight, "salesperson", m.index)
    kpis = {
        "stock_days": (of("stock_days", "sales"), "stock", "sales", 0.25),
        "margin": (of("margin", "resale"), "margin", "resale", 0.30),
        "resolved": (ratio(total(c.resolved, c.salesperson, m.index), m.reported), "resolved", "reported", 0.15),
        "resolve_days": (p.days_taken.groupby(p.customer.map(c.set_index("id").salesperson)).mean().reindex(m.index),
                         "days", "reported", 0.10),
        "our_share": (of("our_share", "shop_sales"), "share", "shop_sales", 0.20),
    }
    score, weights = 0.0, 0.0
    for name, (value, target, weight, part) in kpis.items():
        goal, worst = of(f"{target}_target", weight), of(f"{target}_worst", weight)
        points = (100 * ratio(value - worst, goal - worst)).clip(0, 100)
        m[name], m[f"{name}_points"] = value, points
        score = score + points.fillna(0) * part
        weights = weights + points.notna() * part
    m["score"] = ratio(score, weights)
    m["band"] = np.select([m.score >= 85, m.score >= 70, m.score >= 50, m.score < 50], list("ABCD"), "")
    m["rank"] = m.groupby("branch", dropna=False).score.rank(method="min", ascending=False)
    return m


def triggers(t, s, c, m):
    p, i, f, l = t["problems"], t["invoices"], t["fees"], t["ledger"]
    unpaid, unsettled = i.amount - i.paid > 0, f.claimed - f.paid > 0
    fired = {
        "unattended_key_account": c.unattended,
        "slow_stock": c.stock_days > c.stock_worst,
        "thin_margin": c.margin < c.margin_worst,
        "open_problem": (p.status != "해결") & p.status.notna() & ((TODAY - p.opened).dt.days > 30),
        "weak_manager": m.band == "D",
        "ledger_difference": (l.ours - l.theirs).abs() > 1000,
        "falling_share": c.our_share < c.prior_share - 0.05,
        "weak_counter": s.productivity < 1.2 * (1 - 1e-14),
        "aged_stock": (c.aged_worth > 0.25 * c.stock_worth) & (c.aged_worth >= 20_000),
        "overdue_invoice": unpaid & ((TODAY - i.due_on).dt.days > 30),
        "unsettled_fee": unsettled & ((TODAY - f.claimed_on).dt.days > 45),
        "workload": (m.accounts < 8) | (m.accounts > 12),
        "great_leap": c.key_account & (c.prior_sales > 0) & (c.sales >= 4 * c.prior_sales),
    }
    return {name: int(rows.sum()) for name, rows in fired.items()}


def roll_up(rows, by, names):
    g = pd.DataFrame({"sales": total(rows.sales, rows[by], names), "prior": total(rows.prior_sales, rows[by], names)})
    g["growth"], g["share"] = ratio(g.sales, g.prior) - 1, g.sales / g.sales.sum()
    return g


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(f"{value:.12g}")
    return int(value) if isinstance(value, np.integer) else value


def main(path):
    warnings.filterwarnings("ignore", module="openpyxl")
    book = Book(path)
    t = import_all(book)
    s = shops(t)
    c = customers(t, s)
    m = salespeople(t, c, s)
    branches = roll_up(m, "branch", t["branches"].id)
    regions = roll_up(branches.assign(prior_sales=branches.prior, region=t["branches"].set_index("id").region),
                      "region", t["regions"].name)
    categories = roll_up(c, "category", list(TARGETS))
    orders, lots = t["orders"], t["stock_lots"]
    now = orders[orders.date.between(FROM, TO)]
    ages = pd.cut(lots.age, [-1, 90, 180, 365, 1e9], labels=["0-90", "91-180", "181-365", "366+"])
    columns = ["accounts", "sales", "stock_days", "margin", "resolved", "resolve_days", "our_share", "score", "band", "rank"]
    days, fitting = unusual_days(t, s), matches(t)
    result = {
        "control": book.control,
        "figures": {
            "sales": regions.sales.sum(),
            "growth": regions.sales.sum() / regions.prior.sum() - 1,
            "unassigned": now.amount.sum() - regions.sales.sum(),
            "specialty": categories.share["전문점"],
            "counters": s.sales[s.counter_area > 0].sum() / s.sales.sum(),
            "counter_productivity": s.productivity.median(),
            "customers_margin": (c.margin * c.resale).sum() / c.resale[c.margin.notna()].sum(),
            "customers_per_manager": m.accounts.mean(),
            "unattended_accounts": c.unattended.sum(),
            "band_a": (m.band == "A").sum(),
            "ledger_differences": (t["ledger"].ours - t["ledger"].theirs).abs().sum(),
            "old_stock": c.aged_worth.sum() / c.stock_worth.sum(),
        },
        "sums": {"orders.amount": orders.amount.sum(), "orders.resale": orders.resale.sum(),
                 "customers.sales": c.sales.sum(), "customers.prior_sales": c.prior_sales.sum()},
        "branches": branches.sales.nlargest(5).to_dict(),
        "regions": regions[["sales", "growth"]].to_dict("index"),
        "categories": categories[["sales", "growth", "share"]].to_dict("index"),
        "ageing": lots.worth.groupby(ages, observed=False).sum().to_dict(),
        "managers": m.loc[[f"S{n:04d}" for n in range(1, 604, 67)], columns].to_dict("index"),
        "bands": m.band.value_counts().sort_index().to_dict(),
        "segments": c.segment.value_counts().sort_index().to_dict(),
        "triggers": triggers(t, s, c, m),
        "daily": {"rows": len(days), "unusual": int((days.deviation.abs() > 4).sum()),
                  "largest": days.loc[days.deviation.idxmax(), ["region", "line", "amount", "usual", "deviation"]].to_dict()},
        "demands": {"pairs": len(fitting), "unmet": int((~t["demands"].id.isin(fitting.id)).sum()),
                    "fit": fitting.fit.sum()},
        "cases": {
            "C00001": c.loc["C00001", ["sales", "prior_sales", "growth", "tailored", "segment"]].to_dict(),
            "counters": s.productivity.dropna().head(3).to_dict(),
        },
    }
    print(json.dumps(plain(result), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samples/channel-scorecard.xlsx")
