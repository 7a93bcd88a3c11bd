//! `rulebook test --suggest`: what is suggested passes, and shows every rule that any row can reach.

use rulebook::cases::{ItemKind, Report, Suggestions, Suite};
use rulebook::value::{Date, Value};
use rulebook::{Engine, PackFiles, Policy, RunOptions, Source};
use std::fmt::Write;

/// A generator with its own sequence, so that a failure can be made again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn pick(&mut self, all: &[&str]) -> String {
        all[self.below(all.len())].to_string()
    }
}

const LIMITS: [&str; 6] = ["-5", "0", "2.5", "10", "10.5", "1_000"];
const DAYS: [&str; 3] = ["2026-01-01", "2026-06-30", "2026-07-01"];

/// A cell of a rule, for the column of that number: two numbers, a percentage, a text, a truth and a date.
fn cell(random: &mut Random, column: usize) -> String {
    let two = |random: &mut Random| {
        let low = random.below(LIMITS.len() - 1);
        (LIMITS[low], LIMITS[low + 1 + random.below(LIMITS.len() - 1 - low)])
    };
    match column {
        0 | 1 => {
            let (low, high) = two(random);
            match random.below(7) {
                0 => format!("< {low}"),
                1 => format!(">= {high}"),
                2 => format!("> {low}"),
                3 => format!("<= {high}"),
                4 => format!("{low} .. {high}"),
                5 => format!("not {low}"),
                _ => low.to_string(),
            }
        }
        2 => random.pick(&[">= 10%", "< -20%", "10% .. 25%", "0%"]),
        3 => random.pick(&["north", "south, east", "not north", "blank"]),
        4 => random.pick(&["true", "false"]),
        _ => {
            let day = random.pick(&DAYS);
            random.pick(&[&format!(">= {day}"), &format!("< {day}"), &day])
        }
    }
}

const COLUMNS: [&str; 6] = ["amount", "stock", "growth", "area", "known", "since"];

/// A policy with one decision table, and for some a trigger, a branch and bands beside it.
fn policy(random: &mut Random) -> String {
    let hit = random.pick(&["first", "first", "first", "unique", "any", "collect"]);
    let mut text = String::from(
        "policy: generated
tables:
  items:
    key: id
    columns:
      id:
      amount: { type: number }
      stock: { type: number }
      area: { one_of: [north, south, east, west] }
      known: { type: bool }
      since: { type: date }
    formulas:
      growth: { formula: amount / stock - 1, format: 0.0% }
      kind_of: if amount > 10 && growth >= 0.1 { area ?? \"none\" } else { \"small\" }
",
    );
    if random.below(2) == 0 {
        text = text.replace("stock: { type: number }", "stock: { type: number, required: true, min: -10 }");
    }
    let _ = write!(text, "    decisions:\n      kind:\n        hit: {hit}\n        rules:\n");
    let width = 1 + random.below(4);
    let columns: Vec<usize> = (0..width).map(|_| random.below(COLUMNS.len())).collect();
    for rule in 0..2 + random.below(6) {
        let mut cells: Vec<String> = Vec::new();
        for (at, &column) in columns.iter().enumerate() {
            if !columns[..at].contains(&column) && random.below(10) < 7 {
                cells.push(format!("{}: \"{}\"", COLUMNS[column], cell(random, column)));
            }
        }
        // A row of `any` may not disagree with another.
        let result = if hit == "any" { 0 } else { rule };
        cells.push(format!("then: R{result}"));
        let _ = writeln!(text, "          - {{ {} }}", cells.join(", "));
    }
    if hit != "unique" && random.below(2) == 0 {
        text.push_str("          - { otherwise: true, then: X }\n");
    }
    text.push_str(
        "triggers:
  alarm: { on: items, when: \"stock > 10 && (amount < 2.5 || !known)\", severity: high }
",
    );
    text
}

/// Every combination of limits, what lies beside and between them, and blanks, for the columns.
fn rows() -> Vec<Vec<Value>> {
    let numbers = ["-6", "-5", "-1", "0", "1", "2.5", "5", "10", "10.2", "10.5", "500", "1000", "2000"];
    let mut number: Vec<Value> = numbers.iter().filter_map(|text| text.parse().ok().map(Value::Number)).collect();
    number.push(Value::Blank);
    let day = |text: &str| Date::parse(text).map_or(Value::Blank, Value::Date);
    let days = ["2025-12-31", "2026-01-01", "2026-03-01", "2026-06-30", "2026-07-01", "2026-08-01"].map(day);
    let areas = ["north", "south", "east", "west"].map(Value::text);
    let mut all = Vec::new();
    // Amounts and stocks that make growths at, below and above its limits.
    let growths = [(100.0, 100.0), (110.0, 100.0), (120.0, 100.0), (125.0, 100.0), (80.0, 100.0), (79.0, 100.0)];
    let mut pairs: Vec<(Value, Value)> =
        growths.iter().map(|(amount, stock)| (Value::Number(*amount), Value::Number(*stock))).collect();
    pairs.extend(number.iter().flat_map(|amount| number.iter().map(move |stock| (amount.clone(), stock.clone()))));
    for (amount, stock) in &pairs {
        for area in areas.iter().chain([&Value::Blank]) {
            for known in [Value::Bool(true), Value::Bool(false), Value::Blank] {
                for since in days.iter().chain([&Value::Blank]) {
                    let key = Value::text(format!("B{}", all.len()));
                    all.push(vec![key, amount.clone(), stock.clone(), area.clone(), known.clone(), since.clone()]);
                }
            }
        }
    }
    all
}

#[test]
fn suggested_tests_pass_and_show_every_rule_a_row_can_reach() {
    let engine = Engine::new();
    let brute = rows();
    let columns = ["id", "amount", "stock", "area", "known", "since"];
    let (mut reached, mut tables, mut suggested) = (0, 0, 0);
    for round in 0..80 {
        let mut random = Random(round * 7919 + 5);
        let text = policy(&mut random);
        // Some of the generated tables are refused, as those whose rules overlap where only one may match.
        let refused = |findings: &dyn std::fmt::Display| {
            let overlap =
                ["error[overlap]", "error[matches-all]"].iter().any(|code| findings.to_string().contains(code));
            assert!(overlap, "round {round}: {findings}");
        };
        let parsed = Policy::parse(&text).unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        let prepared = match engine.prepare(&parsed) {
            Ok(prepared) => prepared,
            Err(findings) => {
                refused(&findings);
                continue;
            }
        };
        tables += 1;
        let pack = PackFiles::new([("policy.yaml", text.as_str())]).expect("a pack");
        let found = Suggestions::read(&engine, pack).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let pack =
            PackFiles::new([("policy.yaml", text.as_str()), ("tests.yaml", found.yaml.as_str())]).expect("a pack");
        let suite = Suite::read(&engine, pack).unwrap_or_else(|findings| panic!("{findings}\n{}", found.yaml));
        let report = suite.run(&engine).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(report.counts().1, 0, "round {round}\n{text}\n{}", report.text());
        suggested += found.tests.iter().map(|test| test.shows.len()).sum::<usize>();
        let source = Source::rows("items", &columns, brute.clone());
        let run = prepared.run(&[source], &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let items = &run.outcome().tables[0];
        let kinds = &items.columns.iter().find(|column| column.name == "kind").expect("the decision").data;
        let given: std::collections::HashSet<String> = (0..items.rows)
            .map(|row| kinds.value(row))
            .flat_map(|value| match value {
                Value::List(items) => items.iter().map(ToString::to_string).collect(),
                other => vec![other.to_string()],
            })
            .collect();
        for item in report.coverage.items.iter().filter(|item| item.kind == ItemKind::RuleFires) {
            let result = item.text.rsplit(" → ").next().expect("a result");
            // The rows of `any` share a result: each rule that could be reached alone is asked for by the others.
            if given.contains(result) && !text.contains("hit: any") {
                reached += 1;
                assert!(item.covered, "round {round}: {} is reached by some row\n{text}\n{}", item.text, found.yaml);
            }
        }
        let open = report
            .coverage
            .uncovered()
            .filter(|item| !matches!(item.kind, ItemKind::RuleFires | ItemKind::RulePassedOver));
        assert_eq!(open.count(), 0, "round {round}\n{text}\n{}\n{}", found.yaml, report.text());
    }
    assert!(tables > 50 && reached > 150 && suggested > 700, "{tables} tables, {reached} rules, {suggested} rows");
    println!("{tables} tables, {reached} rules reached, {suggested} rows suggested");
}

/// Branches count wherever they stand: in what rules give, and in what is said of a trigger.
const BRANCHES: &str = r#"policy: branches
parameters: { floor: 100 }
tables:
  shops:
    key: id
    columns: { id: , name: , area: { one_of: [north, south] }, sales: { type: number }, stock: { type: number } }
    decisions:
      bonus:
        hit: first
        outputs: [bonus, note]
        rules:
          - { area: north, then: { bonus: "= if sales > 1_000 { sales * 0.1 } else { 5 }", note: "= name ?? id" } }
          - { sales: "> 10", then: { bonus: "= stock ?? 0", note: small } }
          - { otherwise: true, then: { bonus: "= if stock > 3 { 1 } else { 2 }", note: none } }
      points:
        hit: collect sum
        rules:
          - { area: south, then: "= if sales > 500 { 2 } else { 1 }" }
          - { stock: "< 3", then: 4 }
triggers:
  low:
    on: shops
    when: sales < floor
    severity: high
    owner: if area == "north" { "Ann" } else { "Bob" }
    message: '`${name ?? id}: ${if stock > 50 { "full" } else { "empty" }}`'
"#;

/// A policy with these tests.
fn with_tests(policy: &str, tests: &str) -> PackFiles {
    PackFiles::new([("policy.yaml", policy), ("tests.yaml", tests)]).expect("a pack")
}

/// What is suggested for a policy without tests, and what a run of it shows.
fn suggested(policy: &str) -> (Suggestions, Report) {
    let engine = Engine::new();
    let found = Suggestions::read(&engine, with_tests(policy, "tests: []\n")).unwrap_or_else(|error| panic!("{error}"));
    let suite = Suite::read(&engine, with_tests(policy, &found.yaml));
    let suite = suite.unwrap_or_else(|findings| panic!("{findings}\n{}", found.yaml));
    let report = suite.run(&engine).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.counts().1, 0, "{}", report.text());
    (found, report)
}

#[test]
fn branches_of_results_and_messages_are_suggested() {
    let (found, report) = suggested(BRANCHES);
    assert_eq!(report.coverage.uncovered().count(), 0, "{}\n{}", found.yaml, report.text());
}

/// Where nothing is missing nothing is suggested, and what was added is not asked for again.
#[test]
fn what_was_added_is_not_suggested_again() {
    let engine = Engine::new();
    for pack in ["one-to-one", "industry-scan"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(pack);
        let found = Suggestions::load(&engine, &folder).unwrap_or_else(|error| panic!("{error}"));
        let own = std::fs::read_to_string(folder.join("tests.yaml")).expect("the pack has tests");
        let mut files = PackFiles::at(&folder).expect("the pack is there");
        files.lay("tests.yaml", format!("{}\n{}", own.trim_end(), found.yaml)).expect("a name inside the pack");
        let suite = Suite::read(&engine, files.clone()).unwrap_or_else(|findings| panic!("{findings}"));
        let report = suite.run(&engine).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(report.counts().1, 0, "{}", report.text());
        let again = Suggestions::read(&engine, files).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again.yaml, "", "{pack}");
        assert_eq!(again.open, found.open, "{pack}");
    }
}

/// Rows of derived tables are suggested as the rows they are made of, with values for what is worked out.
const DERIVED: &str = r#"policy: derived
parameters:
  period: { from: 2026-01-01, to: 2026-06-30 }
tables:
  customers: { key: id, columns: { id: , area: { one_of: [north, south] }, goal: { type: number } } }
  orders:
    columns: { customer: { references: customers }, day: { type: date }, amount: { type: number } }
  returns:
    columns: { customer: { references: customers }, amount: { type: number } }
  weeks:
    group: orders
    by: { customer: orders.customer, week: week(orders.day) }
    where: orders.day in period && orders.amount > 0
    formulas: { sold: sum(orders.amount) }
    decisions:
      size:
        hit: first
        rules:
          - { sold: ">= 1_000", customer.area: north, then: large }
          - { sold: ">= 500", then: middle }
          - { otherwise: true, then: small }
  days:
    group: orders
    by: { day: orders.day }
    formulas: { kind: 'if day < period.from { "early" } else { "late" }' }
  moves:
    stack: [orders, returns]
    decisions:
      class:
        hit: first
        rules:
          - { amount: ">= 100", customer.area: south, then: big }
          - { amount: "< 0", then: wrong }
          - { otherwise: true, then: plain }
  budgets: { key: shop, columns: { shop: , kind: , jan: { type: number }, feb: { type: number } } }
  months:
    unpivot: budgets
    values: [jan, feb]
    into: [month, amount]
    formulas: { tenth: amount / 10 }
    decisions:
      rank_of:
        hit: unique
        rules:
          - { month: jan, amount: ">= 100", then: a }
          - { month: jan, amount: "< 100", then: b }
          - { month: feb, then: c }
  matches:
    pairs: [customers, returns]
    where: customers.id == returns.customer && returns.amount > 5
    formulas: { rest: customers.goal - returns.amount }
  calendar: { calendar: month, formulas: { sold: "sum(all.orders.amount, year_month(all.orders.day) == month)", busy: 'if sold > 9 { "yes" } else { "no" }' } }
triggers:
  too_many: { on: matches, when: "returns.amount >= 50 && customers.area == \"north\"", severity: high }
  over: { on: matches, when: rest < 0 }
  much: { on: weeks, when: "sold > 2_000 || week == \"2026-W09\"" }
  rise: { on: months, when: tenth > 3 && budgets.kind == "x" }
"#;

#[test]
fn rows_of_derived_tables_are_suggested_as_the_rows_they_come_from() {
    let (found, report) = suggested(DERIVED);
    // A calendar has the rows of its period, whatever is given.
    assert_eq!(report.coverage.uncovered().count(), 1, "{}\n{}", found.yaml, report.text());
    let large = "  - name: \"weeks.size: rule 1 → large\"
    given:
      weeks:
        - { customer: R1, week: 2026-W01, sold: 1000 }
      orders:
        - { customer: R1, day: 2026-01-01, amount: 1 }
      customers:
        - { id: R1, area: north }
    expect:
      weeks:
        \"1\": { size: large }
";
    assert!(found.yaml.contains(large), "{}", found.yaml);
    // What no test can give is said, with the reason.
    assert_eq!(found.open, ["calendar.busy: 2 cases; the rows of `calendar` are those of a period"]);
    let again = Suggestions::read(&Engine::new(), with_tests(DERIVED, &found.yaml));
    assert_eq!(again.unwrap_or_else(|error| panic!("{error}")).yaml, "");
}

/// Keys that are one of few, references worked out, and conditions that no test can meet.
const KEYED: &str = r#"policy: keyed
parameters:
  scheme: wide
  period: { from: 2026-01-01, to: 2026-06-30 }
tables:
  classes:
    key: code
    columns: { code: { one_of: [S, A, B] } }
    decisions:
      ratio:
        hit: unique
        rules:
          - { code: S, scheme: wide, then: 7 }
          - { code: S, scheme: narrow, then: 4 }
          - { code: A, then: 3 }
          - { code: B, then: 0 }
  regions: { key: name, columns: { name: } }
  shops: { key: id, columns: { id: , region: { references: regions } } }
  channels: { key: name, columns: { name: { one_of: [visit, call] }, dear: { type: bool } } }
  orders:
    columns: { shop: { references: shops }, channel: { references: channels }, day: { type: date }, amount: { type: number } }
    formulas: { region: shop.region, loud: 'if channel.name == "call" && amount > 5 { "yes" } else { "no" }' }
  region_days:
    group: orders
    by: { region: orders.shop.region, day: orders.day }
    where: "orders.day in period && !is_blank(orders.shop.region)"
    formulas: { sold: sum(orders.amount) }
  quarters:
    group: orders
    by: { channel: orders.channel, quarter: quarter_start(orders.day) }
    where: "!is_blank(orders.channel.name)"
    formulas: { made: count(orders) }
  matches:
    pairs: [classes, orders]
    where: classes.code == orders.channel.name
    formulas: { worth: orders.amount }
  marks:
    key: id
    columns: { id: , points: { type: number, max: 10 } }
    decisions:
      grade:
        hit: first
        rules:
          - { points: "> 20", then: top }
          - { points: ">= 5", then: good }
          - { points: "< 5", then: poor }
triggers:
  unusual: { on: region_days, when: sold > 100 }
  dear: { on: quarters, when: made > 3 && channel.dear }
  busy: { on: shops, when: count(orders) > 3 }
  pair: { on: matches, when: worth > 1 }
"#;

#[test]
fn keys_that_are_one_of_few_are_given_and_what_stays_open_says_why() {
    let (found, report) = suggested(KEYED);
    let shows = |name: &str| found.tests.iter().any(|test| test.name.starts_with(name));
    for name in
        ["classes.ratio: rule 1", "classes.ratio: rule 4", "trigger unusual fires", "trigger dear fires", "orders.loud"]
    {
        assert!(shows(name), "{name}\n{}", found.yaml);
    }
    assert_eq!(
        found.open,
        [
            "classes.ratio: rule 2 → 4; `scheme narrow` asks for a parameter, and `scheme` is wide: a test of another value has `set: { scheme: … }`",
            "marks.grade: rule 1 → top; `points > 20` was not met; nearest: 10",
            "trigger busy: `busy`; `count(orders) > 3` is worked out from other rows within the condition: give it a name under `formulas:`, so that a test can give its value",
            "trigger pair: 6 cases; no rows were found that meet `classes.code == orders.channel.name`, so `matches` has none",
        ],
        "{}\n{}",
        found.yaml,
        report.text()
    );
}
