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
    insta::assert_snapshot!(answers(&["orders O7", "orders O8", "orders O1", "orders O77", "shops South size"]));
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

/// Every example of a page is what the command prints; how many there are.
fn shows_what_is_printed(page: &str) -> usize {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(page)).expect("the page is there");
    let blocks = text.split("```text\n$ rulebook explain ").skip(1);
    let shown = blocks.map(|block| {
        let (block, _) = block.split_once("\n```").expect("a block ends");
        let (words, wanted) = block.split_once('\n').expect("a command and what it prints");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rulebook"));
        let ran = command.arg("explain").args(words.split(' ')).current_dir(root).output().expect("it starts");
        let found = String::from_utf8(ran.stdout).expect("output is UTF-8");
        assert_eq!(found.trim_end(), wanted, "{page}: {words}");
    });
    shown.count()
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
