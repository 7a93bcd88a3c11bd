"""The job as a script over pandas, its sheets read by calamine."""

import sys

import numpy as np
import pandas as pd
from frames import BANDS, CUSTOMERS, REVIEW, RULES, SALESPEOPLE, SEGMENTS

source, target = sys.argv[1:3]
sheets = pd.read_excel(source, sheet_name=["Customers", "Salespeople", "Orders"], engine="calamine")
customers, people, orders = (sheets[name] for name in ("Customers", "Salespeople", "Orders"))

kept = orders[~orders["returned"]]
money = kept.assign(sales=kept["quantity"] * kept["unit_price"], cogs=kept["quantity"] * kept["cost"])
totals = orders.groupby("customer_id").agg(
    order_count=("returned", "size"), return_count=("returned", "sum"), last_order=("date", "max")
).join(money.groupby("customer_id")[["sales", "cogs"]].sum())

judged = customers.merge(totals, on="customer_id", how="left")
issues = judged["issues_open"] + judged["issues_resolved"]
judged["margin"] = judged["sales"] - judged["cogs"]
judged["margin_rate"] = judged["margin"] / judged["sales"]
judged["turnover_days"] = judged["avg_inventory"] / judged["cogs"] * 365
judged["share_of_wallet"] = judged["sales"] / judged["total_purchases_all_suppliers"]
judged["yoy"] = judged["sales"] / judged["prior_sales"] - 1
judged["resolution"] = np.where(issues > 0, judged["issues_resolved"] / issues.where(issues > 0, 1), 1.0)
judged["attainment"] = judged["sales"] / judged["expected_sales"]


def at_least(limits):
    fits = pd.Series(True, index=judged.index)
    for name, least in zip(("sales", "yoy", "margin_rate"), limits):
        if least is not None:
            fits &= judged[name] >= least
    return fits


conditions = [at_least(limits) for *limits, _ in SEGMENTS]
judged["segment"] = np.select(conditions, [word for *_, word in SEGMENTS], default="C")
judged["sales_drop"] = judged["yoy"] <= -0.2
judged["slow_stock"] = judged["turnover_days"] > 120
judged["unresolved"] = (judged["resolution"] < 0.6) & (judged["issues_open"] >= 5)
judged["below_plan"] = (judged["attainment"] < 0.8) & (judged["segment"] != "C")

groups = judged.groupby("salesperson_id")
sums = groups.agg(
    customer_count=("customer_id", "size"),
    sales=("sales", "sum"),
    mean_margin=("margin_rate", "mean"),
    mean_turnover_days=("turnover_days", "mean"),
    mean_share_of_wallet=("share_of_wallet", "mean"),
)
added = groups[["prior_sales", "margin", "issues_open", "issues_resolved"]].sum()
sums["yoy"] = sums["sales"] / added["prior_sales"] - 1
sums["weighted_margin"] = added["margin"] / sums["sales"]
sums["resolution"] = added["issues_resolved"] / (added["issues_open"] + added["issues_resolved"])
rated = people.merge(sums, on="salesperson_id", how="left")
rated["attainment"] = rated["sales"] / rated["target"]
rated["score"] = (
    40 * rated["attainment"].clip(0, 1.5)
    + 20 * (rated["yoy"] + 1).clip(0, 2)
    + 20 * (rated["weighted_margin"] / 0.3).clip(0, 1.5)
    + 10 * (rated["mean_share_of_wallet"] / 0.5).clip(0, 1)
    + 10 * rated["resolution"]
)
rated["band"] = np.select([rated["score"] >= least for least, _ in BANDS], [word for _, word in BANDS], default="D")

review = pd.concat(
    judged[judged[rule]].assign(kind=at, rule=rule, value=judged[value], threshold=limit)
    for at, (rule, value, limit) in enumerate(RULES)
)
review = review.rename_axis("place").sort_values(["place", "kind"])

with pd.ExcelWriter(f"{target}.xlsx", engine="xlsxwriter") as book:
    for name, frame, columns in (("Customers", judged, CUSTOMERS), ("Salespeople", rated, SALESPEOPLE),
                                 ("Review", review, REVIEW)):
        frame[columns].to_excel(book, sheet_name=name, index=False)
print(f"review={len(review)} bands={[int((rated['band'] == word).sum()) for word in 'ABCD']}")
