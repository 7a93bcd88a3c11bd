"""The job in SQL: DuckDB, its tables read by fastexcel. Writes three workbooks, since its writer knows one sheet a file."""

import sys

import duckdb
import fastexcel

source, target = sys.argv[1:3]
db = duckdb.connect()
try:
    from duckdb_extensions import import_extension  # pip install duckdb_extensions duckdb_extension_excel

    import_extension("excel")
except ImportError:
    db.execute("INSTALL excel")
db.execute("LOAD excel")
book = fastexcel.read_excel(source)
for sheet in ("Customers", "Salespeople", "Orders"):
    db.register("sheet", book.load_sheet(sheet).to_arrow())
    db.execute(f"CREATE TABLE {sheet} AS SELECT row_number() OVER () AS place, * FROM sheet")

db.execute("""
CREATE TABLE judged AS
WITH totals AS (
  SELECT customer_id,
         count(*) AS order_count,
         count(*) FILTER (returned) AS return_count,
         max(date)::DATE AS last_order,
         sum(quantity * unit_price) FILTER (NOT returned) AS sales,
         sum(quantity * cost) FILTER (NOT returned) AS cogs
  FROM Orders GROUP BY customer_id
), figures AS (
  SELECT c.*, order_count, return_count, last_order, sales, cogs,
         sales - cogs AS margin,
         (sales - cogs) / sales AS margin_rate,
         avg_inventory / cogs * 365 AS turnover_days,
         sales / total_purchases_all_suppliers AS share_of_wallet,
         sales / prior_sales - 1 AS yoy,
         CASE WHEN issues_open + issues_resolved > 0
              THEN issues_resolved / (issues_open + issues_resolved) ELSE 1 END AS resolution,
         sales / expected_sales AS attainment
  FROM Customers c LEFT JOIN totals USING (customer_id)
), segmented AS (
  SELECT *, CASE
    WHEN sales >= 700000 AND yoy >= 0.10 AND margin_rate >= 0.25 THEN 'S'
    WHEN sales >= 700000 AND margin_rate >= 0.20 THEN 'A'
    WHEN sales >= 500000 AND yoy >= 0.20 THEN 'A'
    WHEN sales >= 500000 AND margin_rate >= 0.22 THEN 'B'
    WHEN yoy >= 0 AND margin_rate >= 0.30 THEN 'B'
    ELSE 'C' END AS segment
  FROM figures
)
SELECT *,
       yoy <= -0.2 AS sales_drop,
       turnover_days > 120 AS slow_stock,
       resolution < 0.6 AND issues_open >= 5 AS unresolved,
       attainment < 0.8 AND segment <> 'C' AS below_plan
FROM segmented ORDER BY place
""")

db.execute("""
CREATE TABLE rated AS
WITH sums AS (
  SELECT salesperson_id,
         count(*) AS customer_count,
         sum(sales) AS sales,
         sum(sales) / sum(prior_sales) - 1 AS yoy,
         avg(margin_rate) AS mean_margin,
         sum(margin) / sum(sales) AS weighted_margin,
         avg(turnover_days) AS mean_turnover_days,
         avg(share_of_wallet) AS mean_share_of_wallet,
         sum(issues_resolved) / (sum(issues_open) + sum(issues_resolved)) AS resolution
  FROM judged GROUP BY salesperson_id
), scored AS (
  SELECT p.*, s.* EXCLUDE (salesperson_id), sales / target AS attainment,
         40 * least(greatest(sales / target, 0), 1.5)
       + 20 * least(greatest(yoy + 1, 0), 2)
       + 20 * least(greatest(weighted_margin / 0.3, 0), 1.5)
       + 10 * least(greatest(mean_share_of_wallet / 0.5, 0), 1)
       + 10 * resolution AS score
  FROM Salespeople p LEFT JOIN sums s USING (salesperson_id)
)
SELECT *, CASE WHEN score >= 95 THEN 'A' WHEN score >= 90 THEN 'B' WHEN score >= 85 THEN 'C' ELSE 'D' END AS band
FROM scored ORDER BY place
""")

RULES = (("sales_drop", "yoy", -0.2), ("slow_stock", "turnover_days", 120), ("unresolved", "resolution", 0.6),
         ("below_plan", "attainment", 0.8))
review = " UNION ALL ".join(
    f"SELECT place, {at} AS kind, customer_id, name, salesperson_id, '{rule}' AS rule, {value} AS value, "
    f"{limit}::DOUBLE AS threshold FROM judged WHERE {rule}"
    for at, (rule, value, limit) in enumerate(RULES)
)
db.execute(f"CREATE TABLE review AS {review}")


def write(query, name):
    db.execute(f"COPY ({query}) TO '{target}.{name}.xlsx' (FORMAT xlsx, HEADER true)")


write("SELECT * EXCLUDE (place, issues_open, issues_resolved, prior_sales) FROM judged ORDER BY place", "customers")
write("SELECT * EXCLUDE (place) FROM rated ORDER BY place", "salespeople")
write("SELECT * EXCLUDE (place, kind) FROM review ORDER BY place, kind", "review")
rows = db.execute("SELECT count(*) FROM review").fetchone()[0]
bands = [db.execute("SELECT count(*) FROM rated WHERE band = ?", [band]).fetchone()[0] for band in "ABCD"]
print(f"review={rows} bands={bands}")
