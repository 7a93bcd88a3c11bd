//! The manual says everything the program can do, and what it shows works.

use rulebook::formula::{AggregateOp, WindowOp};
use rulebook::issue::IssueCode;
use rulebook::value::functions;
use rulebook::{Engine, Policy};
use std::path::PathBuf;

const MANUAL: &str = include_str!("../docs/policy.md");
const README: &str = include_str!("../README.md");

/// Lines of a table that the manual lacks, ready to be put into it.
fn missing(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.filter(|line| !MANUAL.contains(line.as_str())).collect();
    lines.join("\n")
}

#[test]
fn every_function_is_in_the_manual() {
    let lines = functions::all().map(|f| format!("| `{}` | {} | `{}` |", f.usage(), f.help, f.example));
    assert_eq!(missing(lines), "");
}

#[test]
fn every_aggregate_and_window_is_in_the_manual() {
    let aggregates = AggregateOp::ALL.iter().map(|op| format!("| `{}` |", op.usage()));
    let windows = WindowOp::ALL.iter().map(|op| format!("| `{}` |", op.usage()));
    assert_eq!(missing(aggregates.chain(windows)), "");
}

/// The table is `IssueCode` line by line: to bring the page up to date, put in what this prints.
#[test]
fn every_code_of_issues_is_in_the_manual() {
    let line = |code: &IssueCode| {
        let note = if code.is_note() { " (note)" } else { "" };
        format!("| `{}`{note} | {} | {} |\n", code.as_str(), code.found(), code.done())
    };
    let table: String = IssueCode::ALL.iter().map(line).collect();
    let head = "| code | what was found | what was done |\n|---|---|---|\n";
    let (_, rest) = MANUAL.split_once(head).expect("the manual has a table of issue codes");
    let written: String = rest.split_inclusive('\n').take_while(|line| line.starts_with('|')).collect();
    assert_eq!(written, table, "\n{table}");
}

/// The blocks of a page that begin with this line.
fn blocks<'p>(page: &'p str, start: &str) -> Vec<&'p str> {
    page.split(start).skip(1).filter_map(|rest| rest.split_once("\n```").map(|(block, _)| block)).collect()
}

/// What `check` says about a policy that stands alone in a folder.
fn check(name: &str, text: &str) -> String {
    let folder = std::env::temp_dir().join(format!("rulebook-manual-{}-{name}", std::process::id()));
    let file: PathBuf = folder.join("policy.yaml");
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    std::fs::write(&file, text).expect("files can be written");
    let said = match Policy::load(&folder) {
        Ok(policy) => Engine::new().check(&policy).to_string(),
        Err(findings) => findings.to_string(),
    };
    let _ = std::fs::remove_dir_all(&folder);
    said
}

#[test]
fn policies_shown_whole_have_no_mistakes() {
    let pages = [("manual", MANUAL), ("readme", README)];
    let mut shown = 0;
    for (page, text) in pages {
        for (at, block) in blocks(text, "```yaml pack\n").into_iter().enumerate() {
            assert_eq!(check(&format!("{page}-{at}"), block), "", "block {} of the {page}:\n{block}", at + 1);
            shown += 1;
        }
    }
    assert!(shown >= 6, "only {shown} policies are shown whole");
}

/// The page has the shape as the module that writes it has it.
#[test]
fn the_shape_of_the_json_is_the_one_written() {
    let module = include_str!("../src/export/json.rs").replace("//! ", "");
    let shape = |text: &str, start| blocks(text, start).first().map(ToString::to_string);
    assert_eq!(shape(include_str!("../docs/json.md"), "```text\n"), shape(&module, "```json\n"));
}

#[test]
fn the_first_two_blocks_of_the_readme_are_the_two_commands() {
    let commands = blocks(README, "```sh\n");
    assert_eq!(commands.len(), 2, "the gate runs the first two");
    assert!(commands[0].starts_with("cargo run --release -- run rules/channel-scorecard samples/"));
    assert_eq!(commands[1], "cargo test");
}

/// Every JSON example of docs/plan.md is a part of the plan of its policy.
#[test]
fn the_page_on_plans_shows_the_plan_of_its_policy() {
    let page = include_str!("../docs/plan.md");
    let block = |start: &str| -> Vec<&str> {
        page.split(start).skip(1).filter_map(|rest| rest.split_once("\n```").map(|(block, _)| block)).collect()
    };
    let policy = rulebook::Policy::parse(block("```yaml\n")[0]).expect("the policy is sound");
    let plan = rulebook::Engine::new().plan(&policy).expect("it can be bound").to_json().expect("it can be written");
    let examples = block("```json\n");
    assert_eq!(examples.len(), 3);
    for example in examples {
        let wanted: serde_json::Value = serde_json::from_str(example).expect("the example is JSON");
        assert!(holds(&plan, &wanted), "not in the plan:\n{example}\n{plan:#}");
    }
}

fn holds(whole: &serde_json::Value, part: &serde_json::Value) -> bool {
    use serde_json::Value;
    whole == part
        || match whole {
            Value::Array(items) => items.iter().any(|item| holds(item, part)),
            Value::Object(fields) => fields.values().any(|field| holds(field, part)),
            _ => false,
        }
}
