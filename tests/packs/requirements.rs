//! `rules/README.md` says where each requirement is met and what proves it: all of that must be there,
//! and every case it names must pass.

use crate::own_tests::packs;
use crate::support::{expected, here, tested};
use rulebook::policy::yaml::{self, Node, NodeKind};
use rulebook::source::Sources;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashSet};
use std::process::Command;

/// A row of the table: the number of the requirement, its pack, and the cells *where* and *proof*.
struct Row {
    number: String,
    pack: &'static str,
    place: String,
    proof: String,
}

const PACKS: [&str; 5] = ["channel-scorecard", "strategic-accounts", "one-to-one", "customer-managed", "industry-scan"];

fn read(path: &str) -> String {
    std::fs::read_to_string(here(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn rows() -> Vec<Row> {
    let table = read("rules/README.md");
    let row = |line: &str| {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_string()).collect();
        let section: usize = cells.get(1)?.split('.').next()?.parse().ok()?;
        assert_eq!(cells.len(), 6, "{line}");
        let [place, proof] = [cells[3].clone(), cells[4].clone()];
        Some(Row { number: cells[1].clone(), pack: PACKS[section - 1], place, proof })
    };
    let rows: Vec<Row> = table.lines().filter_map(row).collect();
    assert!(rows.len() > 90, "{} rows", rows.len());
    rows
}

/// The pieces of code in a cell, each with the text that follows it.
fn code(cell: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = cell.split('`').collect();
    (1..parts.len()).step_by(2).map(|at| (parts[at], parts.get(at + 1).copied().unwrap_or(""))).collect()
}

/// The `policy.yaml` of a pack as the reader of policies sees it.
struct Written {
    root: Node,
    sources: Sources,
}

impl Written {
    fn of(pack: &str) -> Written {
        let mut sources = Sources::default();
        let file = sources.add("policy.yaml", read(&format!("rules/{pack}/policy.yaml")));
        let mut mistakes = Vec::new();
        let root = yaml::parse(file, &sources, &mut mistakes).unwrap_or_else(|| panic!("{pack}: no YAML"));
        assert!(mistakes.is_empty(), "{pack}: {mistakes:?}");
        Written { root, sources }
    }

    /// What stands at a path of keys: `triggers.slow_stock`, or `customers.formulas` below `tables`.
    fn at(&self, path: &str) -> Option<&Node> {
        let below = |from| path.split('.').try_fold(from, |node, key| member(node, key));
        below(&self.root).or_else(|| below(member(&self.root, "tables")?))
    }

    /// The lines from a key to the end of its value, as written.
    fn text(&self, node: &Node) -> &str {
        let text = &self.sources.file(node.span.file).text;
        &text[node.span.start as usize..node.span.end as usize]
    }
}

/// The value of a key.
fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let NodeKind::Mapping(entries) = &node.kind else { return None };
    entries.iter().find(|(known, _)| known.text() == Some(key)).map(|(_, value)| value)
}

/// The word in brackets after a piece of code.
fn word(after: &str) -> Option<&str> {
    after.strip_prefix(" (")?.split_once(')').map(|(word, _)| word)
}

#[test]
fn every_place_is_there_and_holds_the_word() {
    let written = PACKS.map(Written::of);
    for row in rows() {
        let places = code(&row.place);
        assert!(!places.is_empty(), "{}", row.number);
        let written = &written[PACKS.iter().position(|pack| *pack == row.pack).expect("one of the packs")];
        for (place, after) in places {
            let own = format!("rules/{}/{place}", row.pack);
            let text = if here(&own).is_file() {
                read(&own)
            } else if here(place).is_file() {
                read(place)
            } else {
                let node = written.at(place);
                let node =
                    node.unwrap_or_else(|| panic!("{}: `{}` has no file or key `{place}`", row.number, row.pack));
                written.text(node).to_string()
            };
            assert!(!text.trim().is_empty(), "{}: `{place}` is empty", row.number);
            let word = word(after).unwrap_or("");
            assert!(text.contains(word), "{}: `{place}` does not speak of {word}", row.number);
        }
    }
}

/// How each case of a pack's `tests.yaml` ended, by its name: what failed.
fn cases(pack: &str) -> BTreeMap<String, usize> {
    tested(pack).cases.iter().map(|case| (case.name.clone(), case.failures.len())).collect()
}

/// The tests of this program that `cargo test` runs: `own_tests::check_has_no_finding`.
fn rust_tests() -> HashSet<String> {
    let list = |more: &[&str]| {
        let this = std::env::current_exe().expect("the program knows its path");
        let output = Command::new(this).args(["--list", "--format", "terse"]).args(more).output().expect("it starts");
        let text = String::from_utf8(output.stdout).expect("names are UTF-8");
        let names = text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_string);
        names.collect::<HashSet<String>>()
    };
    let ignored = list(&["--ignored"]);
    list(&[]).into_iter().filter(|name| !ignored.contains(name)).collect()
}

#[test]
fn every_proof_is_there_and_every_case_passes() {
    let known = PACKS.map(|pack| (cases(pack), expected(pack)));
    let tests = rust_tests();
    for row in rows() {
        let (cases, figures) = &known[PACKS.iter().position(|pack| *pack == row.pack).expect("one of the packs")];
        let mut proofs = 0;
        for (proof, _) in code(&row.proof) {
            let Some((kind, what)) = proof.split_once(": ") else { continue };
            proofs += 1;
            let proven = match kind {
                "test" => cases.get(what).is_some_and(|failures| *failures == 0),
                "check" => has(figures, what),
                "rust" => tests.contains(what),
                _ => panic!("{}: `{proof}`", row.number),
            };
            assert!(proven, "{} ({}): `{proof}` is not there or fails", row.number, row.pack);
        }
        assert!(proofs > 0, "{}: nothing proves it", row.number);
    }
}

/// Is there such a key? A star stands for any member.
fn has(json: &Json, path: &str) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let below = |member: &Json| rest.is_none_or(|rest| has(member, rest));
    match json.as_object() {
        Some(members) if first == "*" => !members.is_empty() && members.values().any(below),
        Some(members) => members.get(first).is_some_and(below),
        None => false,
    }
}

#[test]
fn every_pack_ships_what_it_needs() {
    for pack in packs() {
        let name = pack.file_name().expect("a name").to_string_lossy().into_owned();
        let files: Vec<_> =
            std::fs::read_dir(&pack).expect("a folder").map(|file| file.expect("a file").path()).collect();
        let some = |ending: &str| files.iter().any(|file| file.extension().is_some_and(|found| found == ending));
        assert!(some("rhai") && (some("csv") || some("xlsx")), "{name}: a script and a decision table of its own");
        for file in ["policy.yaml", "tests.yaml", "README.md"] {
            assert!(pack.join(file).is_file(), "{name}: no {file}");
        }
        assert!(here(format!("samples/{name}.xlsx")).is_file(), "{name}: no sample");
    }
}
