//! What is said in the languages the program speaks.

use crate::support::Folder;

const POLICY: &str = r#"policy: orders
tables:
  shops:
    key: id
    columns:
      id:
      region: { one_of: [North, South] }
  orders:
    columns:
      shop: { references: shops, blank: "-" }
      day: { type: date }
      amount: { type: number, min: 0 }
    formulas:
      share: amount / (amount - amount)
    decisions:
      size:
        hit: any
        rules:
          - { amount: ">= 100", then: large }
          - { amount: "> 50", then: medium }
assert:
  ledger: { that: "sum(orders.amount) == 1_000", severity: warning }
"#;

const SHOPS: &str = "id,region\nS1,North\nS2,East\nS1,South\n,North\n";

const ORDERS: &str = "\
shop,day,amount,note
S1,2026-01-02,120,
S1,2026-01-03,many,
S2,31/12/2025,20
S7,02/03/2026,-5,
S7,2026-02-30,60,x,y
,2026-01-05,\"60\"s,
Total,,255,
";

fn folder() -> Folder {
    Folder::new().with("pack/policy.yaml", POLICY).with("shops.csv", SHOPS).with("orders.csv", ORDERS)
}

/// The messages of a run's issues, as the JSON report has them.
fn messages(folder: &Folder, lang: &[&str], locale: &str) -> Vec<String> {
    let mut command = folder.command(&["run", "pack", "shops.csv", "orders.csv", "-q", "-o", "report.json"]);
    let ran = command.args(lang).env("LC_ALL", locale).output().expect("the command starts");
    assert!(ran.status.code().is_some_and(|code| code < 2), "{ran:?}");
    let text = String::from_utf8(folder.read("report.json")).expect("JSON is UTF-8");
    let report: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
    let issues = report["issues"].as_array().expect("a list of issues");
    issues.iter().map(|issue| issue["message"].as_str().expect("a text").to_string()).collect()
}

#[test]
fn the_issues_of_a_run_in_each_language() {
    let folder = folder();
    let all = ["en", "ko", "ja", "zh"].map(|language| messages(&folder, &["--lang", language], "C"));
    let mut page = String::new();
    for at in 0..all[0].len() {
        all.iter().for_each(|messages| page += &format!("{}\n", messages[at]));
        page.push('\n');
    }
    insta::assert_snapshot!(page);
}

#[test]
fn what_programs_read_is_english_unless_a_language_is_asked_for() {
    let folder = folder();
    let english = messages(&folder, &[], "C");
    assert_eq!(messages(&folder, &[], "ko_KR.UTF-8"), english);
    let korean = POLICY.replace("policy: orders", "policy: orders\nlanguage: ko");
    let folder = folder.with("pack/policy.yaml", &korean);
    assert_eq!(messages(&folder, &[], "C"), english);
    assert_ne!(messages(&folder, &["--lang", "ko"], "C"), english);
}

#[test]
fn a_report_speaks_the_language_of_its_policy() {
    let korean = POLICY.replace("policy: orders", "policy: orders\nlanguage: ko");
    let folder = folder().with("pack/policy.yaml", &korean);
    folder.run(&["run", "pack", "shops.csv", "orders.csv", "-q", "-o", "report.html"]);
    let page = String::from_utf8(folder.read("report.html")).expect("a page is UTF-8");
    assert!(page.contains("숫자가 아닙니다. 빈 값으로 두었습니다"), "{page}");
    folder.run(&["run", "pack", "shops.csv", "orders.csv", "-q", "-o", "report.html", "--lang", "ja"]);
    let page = String::from_utf8(folder.read("report.html")).expect("a page is UTF-8");
    assert!(page.contains("数値ではありません。空欄にしました"), "{page}");
}

#[test]
fn people_are_told_in_the_language_of_their_terminal() {
    let folder = folder();
    let inspected = |args: &[&str], locale: &str| {
        let mut command = folder.command(&["inspect", "orders.csv"]);
        let ran = command.args(args).env("LC_ALL", locale).output().expect("the command starts");
        String::from_utf8(ran.stdout).expect("output is UTF-8")
    };
    let english = inspected(&[], "C");
    assert_ne!(inspected(&[], "zh_CN.UTF-8"), english);
    assert_eq!(inspected(&[], "fr_FR.UTF-8"), english);
    assert_eq!(inspected(&["--lang", "en"], "zh_CN.UTF-8"), english);
    assert_eq!(inspected(&["--lang", "zh"], "C"), inspected(&[], "zh_CN.UTF-8"));
}
