//! State over time: a run compared with an earlier one, from its JSON or from its xlsx report.

use rulebook::export::{json, xlsx};
use rulebook::{Baseline, Engine, LoadOptions, Outcome, Policy, RunOptions, Source, load_baseline};
use std::path::{Path, PathBuf};

const POLICY: &str = r#"
policy: stock-watch
tables:
  shops:
    key: id
    columns: { id: {}, stock: { type: number } }
    decisions:
      segment: { hit: first, rules: [ { stock: "> 50", then: high }, { otherwise: true, then: low } ] }
scorecards:
  lean:
    on: shops
    measures: { stock: { weight: 100%, target: 0, worst: 100 } }
    bands: { A: ">= 50", B: "< 50" }
triggers:
  slow: { on: shops, when: stock > 60, clear_when: stock < 50, cool_down: 30 days, message: "`${id}: ${stock}`" }
"#;

/// A folder for one test, gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("rulebook-baseline-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        std::fs::write(path.join("policy.yaml"), POLICY).expect("a file can be written");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs the policy on a day over shops and their stock; an empty stock is unknown.
fn run(folder: &Folder, day: &str, shops: &str, baseline: Option<Baseline>) -> Outcome {
    let options = LoadOptions { as_of: rulebook::value::Date::parse(day), ..LoadOptions::default() };
    let policy = Policy::load_with(&folder.0, &options).unwrap_or_else(|findings| panic!("{findings}"));
    let csv = format!("id,stock\n{}", shops.replace(' ', "\n").replace(':', ","));
    let options = RunOptions { baseline, ..RunOptions::default() };
    let outcome = Engine::new().run(&policy, &[Source::bytes("shops.csv", csv.into_bytes())], &options);
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// `A continuing 2026-01-31`
fn standing(outcome: &Outcome) -> Vec<String> {
    let word = |fired: rulebook::outcome::Fired<'_>| fired.standing().map_or("", rulebook::outcome::Standing::word);
    let since = |fired: rulebook::outcome::Fired<'_>| fired.since().map(|day| day.to_string()).unwrap_or_default();
    outcome.triggers.iter().map(|fired| format!("{} {} {}", fired.key(), word(fired), since(fired))).collect()
}

/// `C since 2026-01-31 on 2026-02-10`
fn cleared(outcome: &Outcome) -> Vec<String> {
    let ended = outcome.cleared.iter().filter(|cleared| cleared.now);
    let day = |day: Option<rulebook::value::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    ended.map(|cleared| format!("{} since {} on {}", cleared.key, day(cleared.since), day(cleared.on))).collect()
}

fn reload(folder: &Folder, outcome: &Outcome, file: &str) -> Baseline {
    let path = folder.0.join(file);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => xlsx::write(outcome, &path),
        _ => json::write(outcome, &path),
    }
    .unwrap_or_else(|error| panic!("{}", error.message));
    load_baseline(&path).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn triggers_are_new_continuing_or_cleared() {
    let folder = Folder::new("standing");
    let first = run(&folder, "2026-01-31", "A:70 B:40 C:65 D:", None);
    assert_eq!(standing(&first), ["A  2026-01-31", "C  2026-01-31"]);
    for file in ["first.json", "first.xlsx"] {
        let second = run(&folder, "2026-02-10", "A:55 B:80 C:45 D:90", Some(reload(&folder, &first, file)));
        // A has fallen below 60 but not below 50: it stands until `clear_when` holds.
        let expected = ["A continuing 2026-01-31", "B new 2026-02-10", "D new 2026-02-10"];
        assert_eq!(standing(&second), expected, "compared with {file}");
        assert_eq!(cleared(&second), ["C since 2026-01-31 on 2026-02-10"], "compared with {file}");
    }
}

#[test]
fn what_moved_is_listed_with_what_it_was() {
    let folder = Folder::new("moved");
    let first = run(&folder, "2026-01-31", "A:70 B:40", None);
    let second = run(&folder, "2026-02-10", "A:40 B:40 C:90", Some(reload(&folder, &first, "first.xlsx")));
    let moved: Vec<String> =
        second.movements.iter().map(|m| format!("{} {}: {} → {}", m.what, m.key, m.before, m.now)).collect();
    assert_eq!(moved, ["shops.segment A: high → low", "lean.band A: B → A", "lean.score A: 30 → 60"]);
}

#[test]
fn a_trigger_is_quiet_in_its_cool_down_and_no_longer() {
    let folder = Folder::new("quiet");
    let first = run(&folder, "2026-01-31", "A:70", None);
    let calm = run(&folder, "2026-02-10", "A:10", Some(reload(&folder, &first, "1.json")));
    assert_eq!(cleared(&calm), ["A since 2026-01-31 on 2026-02-10"]);
    let soon = run(&folder, "2026-03-11", "A:90", Some(reload(&folder, &calm, "2.json")));
    assert!(standing(&soon).is_empty(), "29 days after it was cleared");
    let later = run(&folder, "2026-03-12", "A:90", Some(reload(&folder, &soon, "3.xlsx")));
    assert_eq!(standing(&later), ["A new 2026-03-12"], "30 days after it was cleared, over two runs");
}

#[test]
fn what_cannot_be_decided_is_not_over() {
    let folder = Folder::new("unknown");
    let first = run(&folder, "2026-01-31", "A:70", None);
    let second = run(&folder, "2026-02-10", "A:", Some(reload(&folder, &first, "1.json")));
    assert_eq!(standing(&second), ["A continuing 2026-01-31"]);
    assert_eq!(second.undetermined.len(), 1);
    assert!(cleared(&second).is_empty());
}

#[test]
fn a_row_that_is_gone_clears_its_trigger() {
    let folder = Folder::new("gone");
    let first = run(&folder, "2026-01-31", "A:70 B:70", None);
    let second = run(&folder, "2026-02-10", "B:70", Some(reload(&folder, &first, "1.xlsx")));
    assert_eq!(cleared(&second), ["A since 2026-01-31 on 2026-02-10"]);
}

#[test]
fn a_file_that_is_no_earlier_run_is_named() {
    let folder = Folder::new("other");
    let said = |path: &Path| load_baseline(path).expect_err("this is no run").to_string();
    assert!(said(&folder.0.join("policy.yaml")).starts_with("`policy.yaml` is not JSON"));
    std::fs::write(folder.0.join("other.json"), "{\"a\":1}").expect("a file can be written");
    assert!(said(&folder.0.join("other.json")).contains("is not the JSON of an earlier run"));
    assert!(said(&folder.0.join("missing.json")).starts_with("cannot read"));
}

#[test]
fn a_trigger_that_has_another_name_now_is_not_lost_in_silence() {
    let folder = Folder::new("renamed");
    let first = run(&folder, "2026-01-31", "A:70 B:80", None);
    let baseline = reload(&folder, &first, "1.json");
    std::fs::write(folder.0.join("policy.yaml"), POLICY.replace("slow:", "slower:")).expect("a file can be written");
    let second = run(&folder, "2026-02-10", "A:70 B:80", Some(baseline));
    let told = second.issues.iter().find(|issue| issue.code.as_str() == "unknown-trigger").expect("it is told");
    assert_eq!((told.text.as_deref(), told.count, told.note), (Some("slow"), 2, true));
}

#[test]
fn rows_without_a_key_are_said_to_be_compared_by_number() {
    let folder = Folder::new("keyless");
    std::fs::write(folder.0.join("policy.yaml"), POLICY.replace("    key: id\n", "")).expect("a file can be written");
    let first = run(&folder, "2026-01-31", "A:70", None);
    let second = run(&folder, "2026-02-10", "A:70", Some(reload(&folder, &first, "1.json")));
    let said: Vec<&str> =
        second.issues.iter().filter(|i| i.code.as_str() == "no-key").map(|i| i.message.as_str()).collect();
    assert_eq!(said, ["`shops` has no key: `slow` is compared with the earlier run by the number of the row"]);
}

/// The policy of a run, with a period and a parameter.
fn run_with(policy: &str, baseline: Option<Baseline>) -> Outcome {
    let policy = Policy::parse(policy).unwrap_or_else(|findings| panic!("{findings}"));
    let options = RunOptions { baseline, ..RunOptions::default() };
    let outcome = Engine::new().run(&policy, &[Source::bytes("shops.csv", b"id,stock\nA,70\n".to_vec())], &options);
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// What apart from the data is not as it was: not that the period is the next one.
#[test]
fn a_run_says_when_not_the_data_alone_differ() {
    let folder = Folder::new("differs");
    let parameters = "parameters: { floor: 60, period: { from: 2026-01-01, to: 2026-01-31 }, gone: 1 }\ntables:";
    let policy = POLICY.replace("tables:", parameters).replace("stock > 60", "stock > floor + days(period) * 0");
    let policy = policy.replace("policy: stock-watch", "policy: stock-watch\nversion: \"1\"");
    let first = run_with(&policy, None);
    let edits = [
        ("", ""),
        ("2026-01-01, to: 2026-01-31", "2026-02-01, to: 2026-02-28"),
        ("2026-01-01, to: 2026-01-31", "2026-01-01, to: 2026-02-14"),
        ("floor: 60", "floor: 50"),
        ("version: \"1\"", "version: \"2\""),
        ("gone: 1", "come: 50%"),
    ];
    let mut said = String::new();
    for (old, new) in edits {
        for file in ["first.json", "first.xlsx"] {
            let edited = if old.is_empty() { policy.clone() } else { policy.replace(old, new) };
            let second = run_with(&edited, Some(reload(&folder, &first, file)));
            let differs = second.baseline.expect("it is compared").differs;
            // That files are others says any edit.
            let told: Vec<String> = differs.iter().map(|differs| format!("{differs:?}")).collect();
            said.push_str(&format!("{old} → {new}, {file}\n  {}\n", told.join("\n  ")));
        }
    }
    insta::assert_snapshot!(said);
}
