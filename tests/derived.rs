//! Tables made from other tables: groups and pairs, and the ways between them.

use rulebook::value::Value;
use rulebook::{Engine, Outcome, Policy, RunOptions, Source};

/// Six order lines of four orders, and two orders that came back.
fn sources() -> Vec<Source> {
    let line =
        |order: &str, region: &str, sales: f64| vec![Value::text(order), Value::text(region), Value::Number(sales)];
    let lines = vec![
        line("O1", "East", 10.0),
        line("O1", "East", 20.0),
        line("O2", "West", 5.0),
        line("O3", "East", 7.0),
        line("O4", "West", 1.0),
        line("O4", "West", 2.0),
    ];
    let regions = vec![vec![Value::text("East"), Value::Number(30.0)], vec![Value::text("West"), Value::Number(16.0)]];
    let returns = vec![vec![Value::text("O1")], vec![Value::text("O4")]];
    vec![
        Source::rows("regions", &["id", "budget"], regions),
        Source::rows("lines", &["order", "region", "sales"], lines),
        Source::rows("returns", &["order"], returns),
    ]
}

const TABLES: &str = "
policy: derived
tables:
  regions: { key: id, columns: { id: {}, budget: { type: number } }, formulas: { REGIONS } }
  lines: { columns: { order: {}, region: { references: regions }, sales: { type: number } } }
  orders: { group: lines, by: { id: lines.order }, key: id, formulas: { returned: count(returns) > 0 } }
  returns: { columns: { order: { references: orders } } }
";

fn run(name: &str, yaml: &str) -> Outcome {
    let path = std::env::temp_dir().join(format!("rulebook-derived-{}-{name}.yaml", std::process::id()));
    std::fs::write(&path, yaml).expect("a file can be written");
    let policy = Policy::load(&path).unwrap_or_else(|findings| panic!("{findings}"));
    let outcome = Engine::new().run(&policy, &sources(), &RunOptions::default());
    std::fs::remove_file(&path).expect("the file is there");
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

fn numbers(outcome: &Outcome, table: &str, column: &str) -> Vec<Option<f64>> {
    let table = outcome.tables.iter().find(|t| t.name == table).expect("the table is there");
    let column = table.columns.iter().find(|c| c.name == column).expect("the column is there");
    (0..table.rows).map(|row| column.data.value(row).as_number()).collect()
}

#[test]
fn a_sheet_may_refer_to_a_group() {
    let outcome = run("refer", &TABLES.replace("REGIONS", "back: \"sum(lines.sales, orders.returned)\""));
    assert_eq!(numbers(&outcome, "regions", "back"), [Some(30.0), Some(3.0)]);
}

#[test]
fn a_column_may_have_the_name_of_a_table() {
    let formulas = "orders: distinct(lines.order), lines: count(lines), back: \"sum(lines.sales, orders.returned)\"";
    let outcome = run("named", &TABLES.replace("REGIONS", formulas));
    assert_eq!(numbers(&outcome, "regions", "orders"), [Some(2.0), Some(2.0)]);
    assert_eq!(numbers(&outcome, "regions", "lines"), [Some(3.0), Some(3.0)]);
    assert_eq!(numbers(&outcome, "regions", "back"), [Some(30.0), Some(3.0)]);
}

#[test]
fn grouping_by_a_reference_leaves_one_way() {
    let group = "  big: { group: lines, by: { region: lines.region }, where: lines.sales > 6, formulas: { sales: sum(lines.sales) } }\n";
    let formulas = "sales: sum(lines.sales), big: sum(big.sales)";
    let outcome = run("way", &format!("{}{group}", TABLES.replace("REGIONS", formulas)));
    assert_eq!(numbers(&outcome, "regions", "sales"), [Some(37.0), Some(8.0)]);
    assert_eq!(numbers(&outcome, "regions", "big"), [Some(37.0), Some(0.0)]);
}

#[test]
fn a_group_by_a_reference_to_a_group() {
    let group =
        "  reasons: { group: returns, by: { order: returns.order }, formulas: { sales: sum(returns.order.sales) } }\n";
    let yaml =
        TABLES.replace("REGIONS", "lines: count(lines)").replace("{ returned:", "{ sales: sum(lines.sales), returned:");
    let outcome = run("groups", &format!("{yaml}{group}"));
    assert_eq!(numbers(&outcome, "reasons", "sales"), [Some(30.0), Some(3.0)]);
}

#[test]
fn the_condition_of_pairs_speaks_of_both_sides() {
    let pairs = "  matches: { pairs: [regions, lines], where: \"regions.budget <= lines.sales * 2\" }\n";
    let formulas = r#"large: "count(matches[regions])", most: "max(matches[regions].lines.sales)""#;
    let outcome = run("pairs", &format!("{}{pairs}", TABLES.replace("REGIONS", formulas)));
    assert_eq!(numbers(&outcome, "regions", "large"), [Some(1.0), Some(2.0)]);
    assert_eq!(numbers(&outcome, "regions", "most"), [Some(20.0), Some(20.0)]);
}

#[test]
fn rows_may_be_grouped_by_what_aggregates_decide() {
    // Both groups need `big`, which needs the way from lines to regions and so what every group refers to.
    let yaml = TABLES.replace("REGIONS", "sales: sum(lines.sales), big: sales > 10")
        + "  sizes: { group: regions, by: { big: regions.big }, formulas: { sales: sum(regions.sales) } }
  size_budgets: { group: regions, by: { big: regions.big, budget: regions.budget }, formulas: { regions: count(regions) } }
";
    let outcome = run("decided", &yaml);
    assert_eq!(numbers(&outcome, "sizes", "sales"), [Some(37.0), Some(8.0)]);
    assert_eq!(numbers(&outcome, "size_budgets", "regions"), [Some(1.0), Some(1.0)]);
}

const CHAIN: &str = "
policy: derived
tables:
  regions: { key: id, columns: { id: {}, budget: { type: number } }, formulas: { back: count(returns) } }
  lines: { columns: { order: {}, region: { references: regions }, sales: { type: number } } }
  returns: { columns: { order: { references: orders } }, formulas: { budget: order.region.budget } }
  orders: { group: lines, by: { id: lines.order, region: lines.region }, key: KEY, formulas: { FORMULAS } }
";

#[test]
fn ways_through_a_group_do_not_hang_on_the_order_of_tables() {
    let outcome = run("chain", &CHAIN.replace("KEY", "id").replace("FORMULAS", "lines: count(lines)"));
    assert_eq!(numbers(&outcome, "regions", "back"), [Some(1.0), Some(1.0)]);
    assert_eq!(numbers(&outcome, "returns", "budget"), [Some(30.0), Some(16.0)]);
}

#[test]
fn a_key_may_be_worked_out() {
    let outcome = run("key", &CHAIN.replace("KEY", "code").replace("FORMULAS", "code: id"));
    assert_eq!(numbers(&outcome, "regions", "back"), [Some(1.0), Some(1.0)]);
    assert!(!outcome.issues.iter().any(|issue| issue.code.as_str() == "unknown-reference"));
}

#[test]
fn keys_of_a_group_that_stand_there_twice_are_told() {
    let outcome =
        run("twice", &CHAIN.replace("KEY", "code").replace("FORMULAS", "code: '`O${lines}`', lines: count(lines)"));
    let issue = outcome.issues.iter().find(|issue| issue.code.as_str() == "duplicate-key").expect("it is told");
    assert_eq!((issue.count, issue.key.as_deref()), (2, Some("O1")), "O2 and O3 have one line each, O1 and O4 two");
}

#[test]
fn pairs_left_out_for_want_of_an_answer_are_told() {
    let pairs = "  tries: { pairs: [regions, lines], where: \"WHERE\" }\n";
    let yaml = |condition: &str| format!("{}{}", TABLES.replace("REGIONS", ""), pairs.replace("WHERE", condition));
    let told = |outcome: Outcome| {
        let issue =
            outcome.issues.into_iter().find(|issue| issue.code.as_str() == "division-by-zero").expect("it is told");
        (issue.table, issue.column, issue.count)
    };
    let expected = |count| (Some("tries".to_string()), Some("where".to_string()), count);
    let searched = run("searched", &yaml("lines.sales > 100 / (regions.budget - 30)"));
    assert_eq!(told(searched), expected(1), "one region has no bound to search by");
    let tried = run("tried", &yaml("1 / (regions.budget - 30) + lines.sales > 0"));
    assert_eq!(told(tried), expected(6), "each pair of that region");
}

#[test]
fn headings_follow_the_language_and_labels_of_turned_columns_do_not() {
    let yaml = "
policy: months
tables:
  budgets:
    key: id
    columns:
      id: { header: [Branch, 지사] }
      january: { header: [January, 1월], type: number }
  budget_months: { unpivot: budgets, values: [january], into: [month, amount] }
";
    let path = std::env::temp_dir().join(format!("rulebook-derived-{}-months.yaml", std::process::id()));
    std::fs::write(&path, yaml).expect("a file can be written");
    let policy = Policy::load(&path).unwrap_or_else(|findings| panic!("{findings}"));
    for (language, heading) in [("en", "January"), ("ko", "1월"), ("ja", "January")] {
        let rows = vec![vec![Value::text("B1"), Value::Number(5.0)]];
        let source = Source::rows("budgets", &["id", "january"], rows);
        let options = RunOptions { language: Some(language.to_string()), ..RunOptions::default() };
        let outcome = Engine::new().run(&policy, &[source], &options).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(outcome.tables[0].columns[1].title, heading, "{language}");
        assert_eq!(outcome.tables[1].columns[1].data.text(0), Some("January"), "{language}");
    }
    std::fs::remove_file(&path).expect("the file is there");
}
