//! What people write out of habit, and what they are told: `docs/messages.md` is this list, line by line.
//! To bring the page up to date: `UPDATE_DOCS=1 cargo test --test messages`, and read what changed.

use rulebook::diagnostic::Diagnostic;
use rulebook::formula::foreign;
use rulebook::{Engine, Policy};
use std::fmt::Write as _;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/messages.md");

/// Warnings that say how something is meant to be written.
const MISTAKEN: [&str; 2] = ["percent-or-not", "text-and-number"];

/// Formulas of customers.
const FORMULAS: &[&str] = &[
    "=goal * 2",
    "SUM(orders.amount)",
    "STDEV.S(orders.amount)",
    "SUMIFS(orders.amount, orders.product, \"tea\")",
    "COUNTIF(orders.product, \"tea\")",
    "AVERAGEIFS(orders.amount, orders.product, \"tea\")",
    "DISTINCTCOUNT(orders.product)",
    "VLOOKUP(name, orders, 2, false)",
    "합계(orders.amount)",
    "平均(orders.amount)",
    "求和(orders.amount)",
    "누계(goal)",
    "len(name)",
    "substitute(name, \"a\", \"b\")",
    "concat(name, id)",
    "TEXT(goal, \"#.##0,0\")",
    "roundup(goal)",
    "int(goal)",
    "power(goal, 2)",
    "TODAY()",
    "today() - opened",
    "eomonth(opened, 1)",
    "edate(opened, 3)",
    "DATEDIF(opened, today, \"m\")",
    "networkdays(opened, today)",
    "IF(goal > 3, 1, 2)",
    "if(goal > 3, 1, 2)",
    "IFERROR(goal / 0, 0)",
    "CASE WHEN goal > 3 THEN 1 ELSE 2 END",
    "goal > 3 ? 1 : 2",
    "AND(goal > 3, goal < 9)",
    "goal > 3 AND goal < 9",
    "goal > 3 OR goal < 1",
    "goal BETWEEN 1 AND 5",
    "name LIKE \"A%\"",
    "name IN (\"a\", \"b\")",
    "name NOT IN (\"a\")",
    "name IS NULL",
    "goal == NULL",
    "goal = 3",
    "goal <> 3",
    "name & id",
    "goal mod 2",
    "goal > 3%",
    "goal > 1,000",
    "goal > 14일",
    "goal > 5만",
    "opened + 30 days",
    "opened > 2025-07-01",
    "opened > \"2025-07-01\"",
    "name == 'tea'",
    "name == “tea”",
    "goal ＞ 3",
    "goal ≥ 3",
    "name == TRUE",
    "B2 * 2",
    "sum(B2:B10)",
    "[goal] * 2",
    "sum(orders[amount])",
    "sum(Orders.amount)",
    "Orders.amount",
    "sum(주문.amount)",
    "orders.amount",
    "sum(goal)",
    "gaol * 2",
    "(goal + 3",
    "goal +",
    "＝goal * 2",
    "round(goal; 2)",
    "goal > 3 ; goal < 9",
    "goal =< 3",
    "goal => 3",
    "goal ÷ 2",
    "（goal + 3） * 2",
    "goal > １００",
    "ｇｏａｌ * 2",
    "goal\u{a0}* 2",
    "not goal > 3",
    "goal > 3 And goal < 9",
    "name == 「tea」",
    "goal * 10 %",
    "goal%",
    "goal > 1.000,50",
    "goal > $1000",
    "goal > 3천만",
    "opened > 2025/07/01",
    "opened > 01.07.2025",
    "opened > 2025년 7월 1일",
    "date(\"2025-07-01\")",
    "opened + 3 months",
    "$B$2 * 2",
    "Orders!amount",
    "'Order list'!amount",
    "#REF! * 2",
    "sum orders.amount",
    "len name",
    "IF goal > 3, 1, 2",
    "if goal > 3 { 1 } else 2",
    "if (goal > 3) 1 else 2",
    "{goal} * 2",
    "SELECT SUM(amount) FROM orders",
    "sum(orders.amount WHERE product = \"tea\")",
    "rank(goal desc)",
    "NOW()",
    "TODAY - opened",
    "goal == blank",
    "goal > 3 ? 1",
    "IFERROR(goal)",
    "최대값(orders.amount)",
    "如果(goal > 3, 1, 2)",
    "もし(goal > 3, 1, 2)",
    "件数(orders)",
    "평균가(goal)",
    "\"tea",
    "sum(orders.amount))",
    "goal, 3",
    "goal > 1 그리고 goal < 3",
    "goal > 1 이고 goal < 3",
    "goal < 1 또는 goal > 3",
    "goal > 1 且 goal < 3",
    "goal < 1 或 goal > 3",
    "goal > 1 かつ goal < 3",
    "goal < 1 または goal > 3",
    "if name { 1 } else { 2 }",
    "name && goal > 3",
    "name + 30",
    "name + opened",
    "!name",
    "opened - name",
    "opened > name",
    "months_between(name, opened)",
];

/// Policies that are no YAML, or not the YAML that was meant.
const POLICIES: &[&str] = &[
    "policy: shops\ntables:\n  shops:\n    key:id\n",
    "policy: shops\ntables:\n\tshops:\n\t  columns: { id: }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { id: }\n    formulas:\n      big: \"=id\"\n",
    "policy: shops\ntable:\n  shops:\n    columns: { id: }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { id: { type: string } }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        rules:\n          - { sold: \">= 10만\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { day: { type: date } }\n    decisions:\n      age:\n        rules:\n          - { day: \">= 2025-13-01\", then: new }\n          - { otherwise: true, then: old }\n",
    "policy： shops\ntables:\n  shops:\n    columns: { id: }\n",
    "policy: shops\ntables:\n  - shops:\n      columns: { id: }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number }, cost: { type: number } }\n    formulas:\n      margin:sold - cost\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number }, cost: { type: number } }\n    formulas:\n      margin = sold - cost\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: {type: number }\n    formulas: { twice: sold * 2 }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"100 or more\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"100 이상\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"100-200\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"> 14일\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { city: \"Ulm or Bern\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { else: small }\n",
    "policy: shops\ntables:\n  shops:\n    sheet: Shop list\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\ntriggers:\n  low:\n    on: Shop list\n    when: sold < 3\n",
    "policy: shops\ntables:\n  shops:\n    sheet: Shop list\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\nscorecards:\n  score:\n    on: shops\n    measures:\n      sold: { weight: 60, target: 10, worst: 0 }\n      more: { value: sold * 2, weight: 40%, target: 10, worst: 0 }\n    bands: { good: \">= 60\", poor: \"< 60\" }\n",
    "policy: shops\nparameters:\n  floor: 5만\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"100만 이상\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    sheet: Shop list\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\ntriggers:\n  low:\n    on: shops\n    when: sold < 3\n    severity: 높음\n",
    "policy: shops\ntables:\n  shops:\n    sheet: Shop list\n    columns: { city: { one_of: [Ulm, Bern] }, sold: { type: number } }\ntriggers:\n  low:\n    on: shops\n    when: sold < 3\n    due: 14일\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { 나머지: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { 그외: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { 그 외: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { その他: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { 其他: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { else: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { 나머지: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas:\n      판매 건수: sold * 2\n",
    "policy: shops\ntables:\n  shops:\n    columns: { 판매 건수: { type: number } }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      판매 등급:\n        rules:\n          - { sold: \">= 100\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number, max: 2,000,000 } }\n",
    "policy: shops\nparameters:\n  floor: 1천만\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: { value: 5만, title: Floor }\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: { value: 1천만, type: number }\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: 1.2억\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: 100万\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: 15,000,000\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\nparameters:\n  floor: 0,05\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    formulas: { more: sold > floor }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"80점 이상\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"60~80\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"60점~80점\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { sold: \"60-80점\", then: big }\n          - { otherwise: true, then: small }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { margin: { type: number, format: 0% } }\n    decisions:\n      size:\n        hit: first\n        rules:\n          - { margin: \"< 3\", then: low }\n          - { otherwise: true, then: good }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\nscorecards:\n  score:\n    on: shops\n    measures:\n      sold: { weight: 100%, target: 10, worst: 0 }\n    bands: { good: \"80점 이상\", fair: \"60~80\", poor: \"< 60\" }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number } }\nscorecards:\n  score:\n    on: shops\n    measures:\n      sold: { weight: 100%, target: 5만, worst: 0 }\n    bands: { good: \">= 80\", fair: \"60 .. 80\", poor: \"< 60\" }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [서울，부산] } }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: [東京、大阪] } }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { city: { one_of: 東京、大阪 } }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number，min: 0 } }\n    formulas: { twice: sold * 2 }\n",
    "policy: shops\ntables:\n  shops:\n    columns: { id: ，sold: { type: number } }\n    formulas: { twice: sold * 2 }\n",
];

fn policy_with(formula: &str) -> String {
    let formula = serde_json::to_string(formula).expect("a text is JSON");
    format!(
        "policy: habits
tables:
  customers:
    sheet: Customers
    key: id
    columns: {{ id: , name: , opened: {{ type: date }}, goal: {{ type: number }} }}
    formulas:
      answer: {formula}
  orders:
    sheet: [Order list, 주문]
    columns: {{ customer: {{ references: customers }}, product: , day: {{ type: date }}, amount: {{ type: number }} }}
"
    )
}

/// The first mistake, as it is told; a number that is read as a text is one, too.
fn first_mistake(policy: &str) -> Option<Diagnostic> {
    let findings = match Policy::parse(policy) {
        Ok(policy) => Engine::new().check(&policy),
        Err(findings) => findings,
    };
    findings.diagnostics().iter().find(|found| found.is_error() || MISTAKEN.contains(&found.code)).cloned()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {} ``", cell(text)) } else { format!("`{}`", cell(text)) }
}

fn page() -> String {
    let mut page = String::from(
        "# What is said to what people write out of habit

Made by `tests/messages.rs`, which runs each of these. Where a message does not help, it is a fault: say so, and add
the line. `check --fix` makes the changes that can be nothing else.

## Formulas

The policy has customers (`id`, `name`, `opened`, `goal`) and orders that refer to them (`product`, `day`, `amount`),
read from the sheet `주문`.

| written | said | what to do |
|---|---|---|
",
    );
    for formula in FORMULAS {
        let found = first_mistake(&policy_with(formula)).unwrap_or_else(|| panic!("`{formula}` has no mistake"));
        let help = found.help.clone().unwrap_or_default();
        let _ = writeln!(page, "| {} | {} | {} |", code(formula), cell(&found.message), cell(&help));
    }
    page += "\n## Policies\n";
    for policy in POLICIES {
        let found = first_mistake(policy).unwrap_or_else(|| panic!("no mistake in\n{policy}"));
        let help = found.help.clone().map(|help| format!(": {help}")).unwrap_or_default();
        let _ = write!(page, "\n```text\n{policy}```\n\n> {}{help}\n", found.message);
    }
    page += "\n## Functions of other tools\n\nWhatever letters, dots and low lines a name is written with.\n\n";
    page += "| known as | written here |\n|---|---|\n";
    for foreign in foreign::all() {
        let names: Vec<String> = foreign.names().iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(page, "| {} | {} |", names.join(", "), cell(&foreign.example()));
    }
    page
}

#[test]
fn the_page_of_messages_is_what_is_said() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(PAGE).expect("docs/messages.md is there");
    let differs = page.lines().zip(written.lines()).find(|(now, then)| now != then);
    assert_eq!(differs, None, "run `UPDATE_DOCS=1 cargo test --test messages` and read what changed");
    assert_eq!(page.lines().count(), written.lines().count(), "docs/messages.md has other lines than are said");
}

#[test]
fn every_message_says_what_to_do() {
    for formula in FORMULAS {
        let found = first_mistake(&policy_with(formula)).unwrap_or_else(|| panic!("`{formula}` has no mistake"));
        assert!(found.help.is_some(), "`{formula}`: {}", found.message);
    }
}

#[test]
fn names_of_other_tools_are_known_in_every_language() {
    let names: Vec<&str> = foreign::all().flat_map(|foreign| foreign.names().iter().copied()).collect();
    let count = |is: fn(char) -> bool| names.iter().filter(|name| name.chars().any(is)).count();
    let latin = count(|c| c.is_ascii_alphabetic());
    let korean = count(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    let han_or_kana = count(|c| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(latin >= 250 && korean >= 60 && han_or_kana >= 75, "{latin} {korean} {han_or_kana}");
}

/// In a spreadsheet an empty cell equals `""`; here it is a blank, and the comparison is never decided.
#[test]
fn an_empty_cell_is_no_empty_text() {
    for (formula, meant) in
        [("name != \"\"", "!is_blank(name)"), ("count(orders, orders.product == \"\")", "is_blank(orders.product)")]
    {
        let policy = Policy::parse(&policy_with(formula)).expect("it can be read");
        let findings = Engine::new().check(&policy);
        let found = findings.diagnostics().iter().find(|found| found.code == "empty-text").expect("it is said");
        assert_eq!(found.help.as_deref(), Some(format!("write `{meant}`").as_str()), "{formula}");
    }
    let policy = Policy::parse(&policy_with("name + \"\"")).expect("it can be read");
    assert!(!Engine::new().check(&policy).diagnostics().iter().any(|found| found.code == "empty-text"));
}

/// Texts of a sheet are joined by `+`, so that `"2026-01-01" + 30` is `2026-01-0130`; words that stand in the formula
/// say that this is meant.
#[test]
fn a_sum_of_a_text_and_a_number_is_told_where_no_words_say_that_texts_are_joined() {
    let said =
        |formula: &str| first_mistake(&policy_with(formula)).is_some_and(|found| found.code == "text-and-number");
    for formula in ["name + 30", "goal + name", "name + opened", "upper(name) + 1", "\"30\" + goal", "week(opened) + 1"]
    {
        assert!(said(formula), "{formula}");
    }
    for formula in [
        "\"No. \" + goal",
        "name + \": \" + goal",
        "name + to_text(goal)",
        "name + text(opened, \"yyyy\")",
        "`${name}` + goal",
        "name + id",
        "opened + goal",
    ] {
        assert!(!said(formula), "{formula}");
    }
}

/// One finding, where the value is written, and none where it is used.
#[test]
fn a_number_with_a_word_is_told_where_it_is_written_and_nowhere_else() {
    for (value, meant) in
        [("5만", "50_000"), ("1억", "100_000_000"), ("5k", "5_000"), ("3万", "30_000"), ("0,05", "0.05")]
    {
        for written in [value.to_string(), format!("{{ title: Floor, value: {value} }}")] {
            let policy = format!(
                "policy: shops\nparameters:\n  floor: {written}\ntables:\n  shops:\n    columns: {{ sold: {{ type: number }} }}\n    formulas:\n      part: sold / floor\n      more: sold > floor\n    decisions:\n      size:\n        rules:\n          - {{ sold: \">= floor\", then: big }}\n          - {{ otherwise: true, then: small }}\n"
            );
            // Within braces a comma ends the value.
            if written.contains("{ ") && value.contains(',') {
                continue;
            }
            let findings = Engine::new().check(&Policy::parse(&policy).expect("it can be read"));
            let told: Vec<_> = findings.diagnostics().iter().map(|found| (found.code, found.help.clone())).collect();
            let help = format!("write {meant}; as a text, put it in double quotes");
            assert_eq!(told, [("text-like-number", Some(help))], "{written}");
        }
    }
}

/// A comma of Chinese or Japanese is read as one, or said to be none.
#[test]
fn wide_commas_are_never_part_of_a_text_in_silence() {
    let policy = |one_of: &str, cell: &str| {
        format!(
            "policy: shops\ntables:\n  shops:\n    columns: {{ city: {{ one_of: {one_of} }} }}\n    decisions:\n      size:\n        hit: first\n        rules:\n          - {{ city: {cell}, then: 1 }}\n          - {{ otherwise: true, then: 2 }}\n"
        )
    };
    let told = |policy: &str| {
        let findings = Engine::new().check(&Policy::parse(policy).expect("it can be read"));
        findings.diagnostics().iter().map(|found| found.code).collect::<Vec<_>>()
    };
    for cell in ["東京、大阪", "東京，大阪", "\"not(東京、大阪)\"", "[東京, 大阪]"] {
        assert_eq!(told(&policy("[東京, 大阪, 京都]", cell)), Vec::<&str>::new(), "{cell}");
    }
    for (one_of, cell) in
        [("[東京、大阪, 京都]", "東京"), ("[東京, 大阪，京都]", "京都"), ("[東京, 大阪]", "[東京、大阪]")]
    {
        assert_eq!(
            told(&policy(one_of, cell))
                .iter()
                .filter(|code| **code != "redundant-input" && **code != "never-fires")
                .collect::<Vec<_>>(),
            [&"wide-comma"],
            "{one_of} {cell}"
        );
    }
    assert_eq!(told(&policy("[\"東京、大阪\", 京都]", "東京、大阪")), Vec::<&str>::new());
    // What stands in quotes is a text, whatever else is wrong with the line.
    let slip = policy("[東京, 大阪]", "東京")
        .replace("{ city: 東京, then: 1 }", "{ then: \"都、府: 大\", city:東京, when:\"1\" ");
    let Err(findings) = Policy::parse(&slip) else { panic!("a bracket is not closed") };
    assert!(!findings.diagnostics().iter().any(|found| found.message.contains("parts nothing")));
}

/// To YAML each comma begins another key; that is said once, and the number is read as it was meant.
#[test]
fn commas_of_thousands_are_told_once() {
    let policy =
        "policy: shops\ntables:\n  shops:\n    columns: { sold: { type: number, min: -1,000, max: 2,000,000.5 } }\n";
    let findings = Engine::new().check(&Policy::parse(policy).expect("it can be read"));
    let mistakes = findings.diagnostics().iter().filter(|found| found.is_error());
    let told: Vec<String> = mistakes.filter_map(|found| found.help.clone()).collect();
    assert_eq!(told, ["write -1_000", "write 2_000_000.5"]);
    let fine = policy.replace("-1,000", "-1_000").replace("2,000,000.5", "2_000_000.5");
    let findings = Engine::new().check(&Policy::parse(&fine).expect("it can be read"));
    assert!(!findings.diagnostics().iter().any(Diagnostic::is_error));
}

#[test]
fn a_percentage_that_is_written_as_one_is_no_mistake() {
    for limit in ["< 3%", "< 300%", "<= 1", "0.1 .. 0.5", "> -50%"] {
        let policy = format!(
            "policy: shops\ntables:\n  shops:\n    columns: {{ margin: {{ type: number, format: 0% }} }}\n    decisions:\n      size:\n        hit: first\n        rules:\n          - {{ margin: \"{limit}\", then: low }}\n          - {{ otherwise: true, then: good }}\n"
        );
        assert_eq!(first_mistake(&policy).map(|found| found.message), None, "{limit}");
    }
}
