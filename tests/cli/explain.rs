//! `rulebook explain`.

use crate::support::Folder;

/// A policy with an aggregate, a reference, a decision and a script-free trigger, and data with faults.
const POLICY: &str = r#"policy: shops
parameters: { floor: 100 }
tables:
  shops:
    sheet: Shops
    key: id
    columns:
      id:
      name:
      kind: { one_of: [big, small] }
      opened: { type: date }
      rent: { type: number }
    formulas:
      sales: { formula: "sum(orders.amount, orders.paid)", format: whole }
      margin: { formula: (sales - rent) / sales, format: 0.0% }
      place: rank(sales, kind)
    decisions:
      size:
        hit: first
        rules:
          - { sales: ">= 1_000", margin: ">= 50%", then: A }
          - { sales: ">= 1_000", then: B }
          - { sales: ">= floor", then: C }
          - { otherwise: true, then: D }
      labels:
        hit: collect
        rules:
          - { sales: "> 0", then: sells }
          - { rent: "> 400", then: dear }
          - { kind: big, then: big }
  orders:
    sheet: Orders
    key: id
    columns:
      id:
      shop: { references: shops, required: true }
      amount: { type: number }
      paid: { type: bool }
scorecards:
  shop:
    on: shops
    measures:
      margin: { weight: 60%, target: 40%, worst: 0% }
      sales: { weight: 40%, target: 2_000, worst: 0 }
    bands: { good: ">= 60", poor: "< 60" }
    missing: reweight
triggers:
  thin:
    on: shops
    when: margin < 0.2
    severity: high
    message: "`${id} is thin`"
"#;

fn folder() -> Folder {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheets: [(&str, &[&[&str]]); 2] = [
        (
            "Shops",
            &[
                &["id", "name", "kind", "opened", "rent"],
                &["S1", "North", "big", "2020-03-01", "¥500"],
                &["S2", "South", "BIG", "1 April 2021", "900"],
                &["S3", "West", "small", "", "closed"],
                &["S4", "East", "small", "2022-01-01", "10"],
            ],
        ),
        (
            "Orders",
            &[
                &["id", "shop", "amount", "paid"],
                &["O1", "S1", "800", "yes"],
                &["O2", "S1", "450", "yes"],
                &["O3", "S1", "70", "no"],
                &["O4", "S2", "1,000", "yes"],
                &["O5", "S2", "x", "yes"],
                &["O6", "S2", "5", ""],
                &["O7", "S9", "5", "yes"],
                &["O8", "", "5", "yes"],
                &["O1", "S3", "5", "yes"],
            ],
        ),
    ];
    let folder = Folder::new().with("pack/policy.yaml", POLICY);
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name of a sheet");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                sheet.write(row as u32, column as u16, *text).expect("a cell");
            }
        }
    }
    book.save(folder.path("book.xlsx")).expect("a workbook can be saved");
    folder
}

/// What is printed for questions, one after another.
fn answers(questions: &[&str]) -> String {
    let folder = folder();
    let answer = |question: &&str| {
        let words: Vec<&str> = ["explain", "pack", "book.xlsx"].into_iter().chain(question.split(' ')).collect();
        format!("$ {question}\n{}\n", folder.run(&words).shown())
    };
    questions.iter().map(answer).collect()
}

#[test]
fn a_decision_says_which_rule_hit_and_why_those_above_it_did_not() {
    insta::assert_snapshot!(answers(&["shops S2 size", "shops S3 size", "shops S1 labels"]));
}

#[test]
fn values_go_down_to_cells_and_what_they_say() {
    insta::assert_snapshot!(answers(&["shops S1 margin", "shops S2", "shops S3 margin", "shops S1 place"]));
}

#[test]
fn a_scorecard_and_a_trigger() {
    insta::assert_snapshot!(answers(&["shop S1", "shop S3", "shop S1 sales", "thin S2", "thin S3", "thin S1"]));
}

#[test]
fn rows_that_are_not_there() {
    insta::assert_snapshot!(answers(&[
        "orders O7",
        "orders O8",
        "orders O1",
        "orders O77",
        "orders 8",
        "shops South size"
    ]));
}

#[test]
fn a_wrong_word_gets_the_right_one() {
    insta::assert_snapshot!(answers(&["shop", "shps S1", "shops S1 margn", "thin S1 margin", "shops kind=big size"]));
}

#[test]
fn without_a_workbook_or_a_question_an_example_is_given() {
    let folder = folder();
    let ran = |words: &[&str]| folder.run(words).shown();
    let all = [
        ran(&["explain", "pack"]),
        ran(&["explain", "pack", "book.xlsx"]),
        ran(&["explain", "pack", "shops", "S1"]),
        ran(&["explain", "pack", "bok.xlsx", "shops", "S1"]),
        ran(&["explain", "pack", "book.xlsx", "shops", "S1", "margin", "sales"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn for_programs_it_is_json() {
    let folder = folder();
    let json = |words: &[&str]| {
        let all: Vec<&str> = ["explain", "pack", "book.xlsx"].iter().chain(words).copied().collect();
        folder.run(&[all.as_slice(), &["--format", "json"]].concat())
    };
    insta::assert_snapshot!(format!("{:#}", json(&["shops", "S2", "size"]).json()));
    let absent = json(&["orders", "O7"]);
    assert_eq!((absent.code, absent.json()["absent"]["why"].as_array().map(Vec::len)), (0, Some(1)));
    let unknown = json(&["orders", "O77"]).json();
    assert_eq!(unknown["absent"]["why"].as_array().map(Vec::len), Some(0));
    assert!(unknown["absent"]["near"].as_array().is_some_and(|near| !near.is_empty()));
}

#[test]
fn depth_says_how_far_down() {
    let folder = folder();
    let shown = |more: &[&str]| {
        let all = ["explain", "pack", "book.xlsx", "shop", "S1"].iter().chain(more).copied().collect::<Vec<_>>();
        folder.run(&all).stdout
    };
    let (shallow, usual, all) = (shown(&["--depth", "1"]), shown(&[]), shown(&["--all"]));
    assert!(shallow.lines().count() < usual.lines().count());
    assert!(usual.contains('…') && !all.contains('…'), "{all}");
    let ran = folder.run(&["explain", "pack", "book.xlsx", "shop", "S1", "--all", "--rows", "1"]);
    assert!(ran.stdout.contains("and 1 more row"), "{}", ran.stdout);
}

/// Every example of a page is what the command prints, or with `UPDATE_DOCS` becomes that; how many there are.
fn shows_what_is_printed(page: &str) -> usize {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(page)).expect("the page is there");
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let (mut shown, mut now) = (0, text.clone());
    for block in text.split("```text\n$ rulebook explain ").skip(1) {
        let (block, _) = block.split_once("\n```").expect("a block ends");
        let (words, wanted) = block.split_once('\n').expect("a command and what it prints");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rulebook"));
        let ran = command
            .arg("explain")
            .args(words.split(' '))
            .current_dir(root)
            .env("LC_ALL", "C")
            .output()
            .expect("it starts");
        let found = String::from_utf8(ran.stdout).expect("output is UTF-8");
        assert!(update || found.trim_end() == wanted, "{page}: {words}\n{found}");
        now = now.replacen(wanted, found.trim_end(), 1);
        shown += 1;
    }
    if update {
        std::fs::write(root.join(page), now).expect("the page can be written");
    }
    shown
}

#[test]
fn the_readme_shows_what_is_printed() {
    assert!(shows_what_is_printed("README.md") > 0);
}

#[test]
fn the_page_shows_what_is_printed() {
    assert!(shows_what_is_printed("docs/explain.md") > 5);
}

#[test]
fn of_several_workbooks_each_cell_names_its_own() {
    let folder = folder().with("more.csv", "id,shop,amount,paid\nP1,S1,30,yes\n");
    let pack = POLICY.replace("sheet: Orders", "sheet: [Orders, more]");
    let folder = folder.with("pack/policy.yaml", &pack);
    let ran = folder.run(&["explain", "pack", "book.xlsx", "more.csv", "shops", "S1", "margin"]);
    for cell in ["amount 30 (2.3% of the sum)  more.csv more!C2", "rent 500  book.xlsx Shops!E2"] {
        assert!(ran.stdout.contains(cell), "{}", ran.shown());
    }
}

/// Columns that became rows, by a list or by a pattern of their headers, and rows of stacked tables lead to their cells.
#[test]
fn rows_made_of_columns_lead_to_their_cells() {
    let policy = "policy: months
tables:
  budgets: { sheet: budgets, key: shop, columns: { shop: , q1: { type: number }, q2: { type: number } } }
  quarters: { unpivot: budgets, values: [q1, q2], into: [quarter, amount], formulas: { n: amount } }
  plan: { sheet: plan, key: shop, columns: { shop: } }
  months: { unpivot: plan, values: \"20*\", into: [month, amount], formulas: { n: amount, twice: amount * 2 } }
  both: { stack: [quarters, months], formulas: { half: n / 2 } }
  shops:
    group: both
    by: stacked_from
    formulas: { sum: sum(both.n) }
figures:
  budget: sum(quarters.amount)
  planned: sum(months.amount)
  planned_twice: sum(months.twice)
";
    let folder = Folder::new()
        .with("pack/policy.yaml", policy)
        .with("budgets.csv", "shop,q1,q2\nA,1,2\nB,,4\n")
        .with("plan.csv", "shop,2026-01,2026-02,2026-03\nA,10,,30\nB,40,50,60\n");
    let answer = |question: &&str| {
        let words = ["explain", "pack", "budgets.csv", "plan.csv"].into_iter().chain(question.split(' '));
        format!("$ {question}\n{}\n", folder.run(&words.collect::<Vec<_>>()).shown())
    };
    let questions = [
        "months 2 amount",
        "months 5 twice",
        "quarters 3 amount",
        "both 5 half",
        "figures planned",
        "figures planned_twice",
    ];
    let all: String = questions.iter().chain(&["figures budget", "shops 2 sum"]).map(answer).collect();
    insta::assert_snapshot!(all);
}

/// Values that take rows together in other ways, rows made of others, rules by date, figures and assertions.
const KINDS: &str = r#"policy: kinds
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  regions: { key: id, columns: { id: , goal: { type: number } } }
  reps:
    key: id
    columns: { id: , name: , region: { references: regions }, codes: , people: { type: number }, speed: { type: number } }
    formulas:
      sold: sum(orders.amount)
      second: nth(split(codes, "/"), 2)
      kinds: distinct(orders.product)
      usual: mode(orders.product)
      latest: last(orders.product, orders.day)
      price: weighted_average(orders.price, orders.quantity)
      part: share(sold, region)
      less: percent_rank(sold)
      upper: cumulative_share(sold)
      half: quantile(sold, 2)
      seats: allocate(people, sold, region)
      label: '`${name}: ${sold}`'
    decisions:
      fee: { hit: unique, table: fees.csv }
  orders:
    key: no
    columns: { no: , rep: { references: reps }, day: { type: date }, product: , price: { type: number }, quantity: { type: number } }
    formulas:
      amount: price * quantity
      before: previous_value(amount, day, rep)
      spread: trailing_deviation(amount, 3, day, rep)
      hot: streak(amount > 50, day, rep)
  weeks:
    group: orders
    by: { rep: orders.rep, month: year_month(orders.day) }
    where: orders.day in period && orders.amount > 0
    formulas: { sold: sum(orders.amount) }
  rivals:
    pairs: [reps, regions]
    where: reps.region == regions.id && reps.speed > 1
    formulas: { gap: regions.goal - reps.sold }
  budgets: { key: rep, columns: { rep: , jan: { type: number }, feb: { type: number } } }
  months: { unpivot: budgets, values: [jan, feb], into: [month, amount], formulas: { tenth: amount / 10 } }
  calendar: { calendar: month, formulas: { sold: "sum(all.orders.amount, year_month(all.orders.day) == month)" } }
figures:
  total: sum(orders.amount)
  mean_speed: average(reps.speed)
assert:
  enough: figures.total > 10_000
  some: figures.total > 10
triggers:
  slow: { on: reps, when: speed < 1 }
"#;

fn kinds() -> Folder {
    Folder::new()
        .with("pack/policy.yaml", KINDS)
        .with("pack/fees.csv", "region,from,to,then fee\nR1,2026-01-01,2026-03-31,5\nR1,2026-04-01,,6\nR2,,,7\n")
        .with("data/regions.csv", "id,goal\nR1,500\nR2,\n")
        .with(
            "data/reps.csv",
            "id,name,region,codes,people,speed\nP1,Ann,R1,A1/B2,10,2\nP2,Bob,R1,B2,10,0.5\nP3,Cid,R2,,7,\n",
        )
        .with(
            "data/orders.csv",
            "no,rep,day,product,price,quantity\nO1,P1,2026-01-05,pen,10,12\nO2,P1,2026-02-05,ink,5,8\n\
             O3,P1,2026-02-09,pen,10,\nO4,P2,2026-03-01,pen,10,3\nO5,P2,2025-03-01,cap,7,2\nO6,P3,n/a,cap,7,2\n",
        )
        .with("data/budgets.csv", "rep,jan,feb\nP1,10,20\nP2,,5\nP3,,\n")
}

#[test]
fn every_kind_of_value_says_what_it_was_made_of() {
    let questions = [
        "reps P2 second",
        "reps P1 kinds",
        "reps P2 usual",
        "reps P1 latest",
        "reps P1 price",
        "reps P1 part",
        "reps P1 less",
        "reps P1 upper",
        "reps P1 half",
        "reps P1 seats",
        "reps P1 label",
        "reps P1 fee",
        "orders O2 spread",
        "orders O1 before",
        "orders O3 hot",
        "orders O5 weeks",
        "orders O6 weeks",
        "reps P1 rivals",
        "reps P2 rivals",
        "reps P3 rivals",
        "regions R2 rivals",
        "budgets P1 months",
        "budgets P3 months",
        "calendar 2026-03 sold",
        "rivals 1 gap",
        "slow P3",
        "figures",
        "assert enough",
        "assert some",
        "assert sone",
    ];
    let folder = kinds();
    let answer = |question: &&str| {
        let words = ["explain", "pack", "data"].into_iter().chain(question.split(' ')).chain(["--depth", "1"]);
        format!("$ {question}\n{}\n", folder.run(&words.collect::<Vec<_>>()).shown())
    };
    insta::assert_snapshot!(questions.iter().map(answer).collect::<String>());
    let json = |question: &str| {
        let words = ["explain", "pack", "data"].into_iter().chain(question.split(' ')).chain(["--format", "json"]);
        let ran = folder.run(&words.collect::<Vec<_>>());
        serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("a document")["reasons"][0].clone()
    };
    let seats = json("reps P1 seats");
    assert_eq!(seats["window"]["note"], "10 units by sold, 204 in all");
    assert_eq!(seats["parts"][2]["value"], 8);
    assert_eq!(json("reps P1 kinds")["aggregate"]["values"][0], serde_json::json!({"value": "pen", "rows": 2}));
    assert_eq!(json("reps P1 price")["parts"][0]["weight"], 12);
    assert_eq!(json("reps P1 fee")["decision"]["idle"][0]["days"], "from 2026-01-01 to 2026-03-31");
    assert_eq!(json("reps P3 rivals")["value"], 0);
    assert_eq!(json("assert enough")["value"], false);
}

/// A key that stands there twice is not one that no row has.
#[test]
fn a_reference_to_a_key_that_stands_there_twice_says_so() {
    let policy = "policy: doubles
tables:
  orders: { columns: { rep: , month: , amount: { type: number } } }
  weeks: { group: orders, by: { rep: orders.rep, month: orders.month }, key: rep, formulas: { sold: sum(orders.amount) } }
  reps: { key: id, columns: { id: , week: { references: weeks } }, formulas: { sold: week.sold } }
";
    let folder = Folder::new()
        .with("pack/policy.yaml", policy)
        .with("data/orders.csv", "rep,month,amount\nP1,1,5\nP1,2,6\n")
        .with("data/reps.csv", "id,week\nR1,P1\nR2,P7\n");
    let sold = |key: &str| folder.run(&["explain", "pack", "data", "reps", key, "sold"]).stdout;
    assert!(sold("R1").contains("`week` is `P1`, a key that 2 rows of `weeks` have"), "{}", sold("R1"));
    assert!(sold("R2").contains("`P7`"), "{}", sold("R2"));
}
