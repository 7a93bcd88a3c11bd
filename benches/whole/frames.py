"""What the scripts over data frames share: the rules as numbers, and the report."""

SEGMENTS = (  # sales, yoy and margin rate at least; first that fits
    (700_000, 0.10, 0.25, "S"),
    (700_000, None, 0.20, "A"),
    (500_000, 0.20, None, "A"),
    (500_000, None, 0.22, "B"),
    (None, 0, 0.30, "B"),
)
BANDS = ((95, "A"), (90, "B"), (85, "C"))
RULES = (
    ("sales_drop", "yoy", -0.2),
    ("slow_stock", "turnover_days", 120.0),
    ("unresolved", "resolution", 0.6),
    ("below_plan", "attainment", 0.8),
)
CUSTOMERS = (
    "customer_id name category salesperson_id region order_count return_count last_order sales cogs margin "
    "margin_rate turnover_days share_of_wallet yoy resolution attainment segment sales_drop slow_stock unresolved "
    "below_plan"
).split()
SALESPEOPLE = (
    "salesperson_id name region customer_count sales target attainment yoy mean_margin weighted_margin "
    "mean_turnover_days mean_share_of_wallet resolution score band"
).split()
REVIEW = "customer_id name salesperson_id rule value threshold".split()
FORMATS = {"sales": "#,##0.00", "cogs": "#,##0.00", "margin": "#,##0.00", "target": "#,##0.00", "score": "0.0",
           "turnover_days": "0.0", "mean_turnover_days": "0.0", "last_order": "yyyy-mm-dd"} | {
    name: "0.0%"
    for name in "margin_rate share_of_wallet yoy resolution attainment mean_margin weighted_margin mean_share_of_wallet".split()
}
