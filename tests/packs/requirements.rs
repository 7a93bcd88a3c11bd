//! `rules/README.md` says where each requirement is met and what proves it: all of that must be there.

use crate::own_tests::packs;
use crate::support::{expected, here};
use rulebook::Engine;
use rulebook::cases::Suite;
use serde_json::Value as Json;

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

#[test]
fn every_line_is_there_and_holds_the_word() {
    for row in rows() {
        let places = code(&row.place);
        assert!(!places.is_empty(), "{}", row.number);
        for (place, after) in places {
            let (file, line) =
                place.rsplit_once(':').unwrap_or_else(|| panic!("{}: `{place}` has no line", row.number));
            let number: usize = line.parse().unwrap_or_else(|_| panic!("{}: `{place}` has no line", row.number));
            let text = read(&format!("rules/{file}"));
            let line = text.lines().nth(number - 1).unwrap_or_else(|| panic!("`{place}` is past the end"));
            assert!(!line.trim().is_empty(), "`{place}` is blank");
            let word = after.strip_prefix(" (").and_then(|after| after.split_once(')')).map_or("", |(word, _)| word);
            assert!(line.contains(word), "{}: `{place}` does not speak of {word}: {line}", row.number);
        }
    }
}

#[test]
fn every_proof_is_there() {
    let engine = Engine::new();
    let names = |pack: &str| -> Vec<String> {
        let suite = Suite::load(&engine, here("rules").join(pack)).unwrap_or_else(|findings| panic!("{findings}"));
        suite.cases().iter().map(|case| case.name.value.clone()).collect()
    };
    let known = PACKS.map(|pack| (names(pack), expected(pack)));
    for row in rows() {
        let at = PACKS.iter().position(|pack| *pack == row.pack).expect("one of the packs");
        let (cases, figures) = &known[at];
        let mut proofs = 0;
        for (proof, _) in code(&row.proof) {
            let Some((kind, what)) = proof.split_once(": ") else { continue };
            proofs += 1;
            let found = match kind {
                "test" => cases.iter().any(|case| case == what),
                "check" => has(figures, what),
                "rust" => {
                    what.split_once("::").is_some_and(|(file, name)| read(file).contains(&format!("\nfn {name}(")))
                }
                _ => panic!("{}: `{proof}`", row.number),
            };
            assert!(found, "{} ({}): no `{proof}`", row.number, row.pack);
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
