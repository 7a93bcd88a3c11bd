"""The job as a script over polars."""

import sys

import polars as pl
import xlsxwriter
from frames import BANDS, CUSTOMERS, FORMATS, REVIEW, RULES, SALESPEOPLE, SEGMENTS

source, target = sys.argv[1:3]
sheets = pl.read_excel(source, sheet_name=["Customers", "Salespeople", "Orders"], engine="calamine")
customers, people, orders = (sheets[name].lazy() for name in ("Customers", "Salespeople", "Orders"))
col = pl.col
kept = ~col("returned")

totals = orders.group_by("customer_id").agg(
    order_count=pl.len(),
    return_count=col("returned").sum(),
    last_order=col("date").max(),
    sales=(col("quantity") * col("unit_price")).filter(kept).sum(),
    cogs=(col("quantity") * col("cost")).filter(kept).sum(),
)
issues = col("issues_open") + col("issues_resolved")
judged = (
    customers.with_row_index("place").join(totals, on="customer_id", how="left").sort("place")
    .with_columns(margin=col("sales") - col("cogs"))
    .with_columns(
        margin_rate=col("margin") / col("sales"),
        turnover_days=col("avg_inventory") / col("cogs") * 365.0,
        share_of_wallet=col("sales") / col("total_purchases_all_suppliers"),
        yoy=col("sales") / col("prior_sales") - 1,
        resolution=pl.when(issues > 0).then(col("issues_resolved") / issues).otherwise(1.0),
        attainment=col("sales") / col("expected_sales"),
    )
)
segment = pl.lit("C")
for *limits, word in reversed(SEGMENTS):
    tests = [col(name) >= least for name, least in zip(("sales", "yoy", "margin_rate"), limits) if least is not None]
    segment = pl.when(pl.all_horizontal(tests)).then(pl.lit(word)).otherwise(segment)
judged = judged.with_columns(segment=segment).with_columns(
    sales_drop=col("yoy") <= -0.2,
    slow_stock=col("turnover_days") > 120,
    unresolved=(col("resolution") < 0.6) & (col("issues_open") >= 5),
    below_plan=(col("attainment") < 0.8) & (col("segment") != "C"),
).collect()

sums = judged.lazy().group_by("salesperson_id").agg(
    customer_count=pl.len(),
    sales=col("sales").sum(),
    yoy=col("sales").sum() / col("prior_sales").sum() - 1,
    mean_margin=col("margin_rate").mean(),
    weighted_margin=col("margin").sum() / col("sales").sum(),
    mean_turnover_days=col("turnover_days").mean(),
    mean_share_of_wallet=col("share_of_wallet").mean(),
    resolution=col("issues_resolved").sum() / issues.sum(),
)
rated = (
    people.with_row_index("place").join(sums, on="salesperson_id", how="left").sort("place")
    .with_columns(attainment=col("sales") / col("target"))
    .with_columns(
        score=40 * col("attainment").clip(0, 1.5)
        + 20 * (col("yoy") + 1).clip(0, 2)
        + 20 * (col("weighted_margin") / 0.3).clip(0, 1.5)
        + 10 * (col("mean_share_of_wallet") / 0.5).clip(0, 1)
        + 10 * col("resolution")
    )
)
band = pl.lit("D")
for least, word in reversed(BANDS):
    band = pl.when(col("score") >= least).then(pl.lit(word)).otherwise(band)
rated = rated.with_columns(band=band).collect()

review = pl.concat(
    judged.filter(col(rule)).select(
        "place", "customer_id", "name", "salesperson_id", kind=pl.lit(at), rule=pl.lit(rule), value=col(value),
        threshold=pl.lit(limit),
    )
    for at, (rule, value, limit) in enumerate(RULES)
).sort("place", "kind")

with xlsxwriter.Workbook(f"{target}.xlsx") as book:
    for name, frame, columns in (("Customers", judged, CUSTOMERS), ("Salespeople", rated, SALESPEOPLE),
                                 ("Review", review, REVIEW)):
        formats = {column: FORMATS[column] for column in columns if column in FORMATS}
        frame.select(columns).write_excel(book, name, column_formats=formats)
bands = [int((rated["band"] == word).sum()) for word in "ABCD"]
print(f"review={len(review)} bands={bands}")
