//! What the language means, as files: every folder of `tests/language` is a pack with tests of its own,
//! run as `rulebook test` runs them. `tests/language/README.md` says how to add one.

#[path = "renamed/mod.rs"]
mod renamed;

use renamed::renamed;
use rulebook::cases::Suite;
use rulebook::{Engine, PackFiles};
use std::path::{Path, PathBuf};

/// The packs below `tests/language`, by name.
fn packs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut packs: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    packs.sort();
    packs
}

/// Runs the cases of a pack: how many there are and how much they expect, or what is wrong.
fn run(engine: &Engine, pack: &Path) -> Result<(usize, usize), String> {
    let suite = Suite::load(engine, pack).map_err(|findings| findings.to_string())?;
    let report = suite.run(engine).map_err(|error| error.to_string())?;
    match report.counts() {
        (0, 0) => Err("it has no cases".to_string()),
        (passed, 0) => Ok((passed, suite.cases().iter().map(|case| case.expect.len()).sum())),
        _ => Err(report.text()),
    }
}

#[test]
fn every_case_passes() {
    let engine = Engine::new();
    let (mut cases, mut expected, mut failed) = (0, 0, Vec::new());
    for pack in packs() {
        let name = pack.file_name().expect("a name").to_string_lossy().into_owned();
        match run(&engine, &pack) {
            Ok((own, own_expected)) => {
                println!("{name}: {own} cases");
                (cases, expected) = (cases + own, expected + own_expected);
            }
            Err(why) => failed.push(format!("== {name}\n{why}")),
        }
    }
    assert!(failed.is_empty(), "{} folders fail:\n\n{}", failed.len(), failed.join("\n\n"));
    println!("{cases} cases, {expected} expectations");
    assert!(cases > 0, "there are no cases");
}

/// Folders whose cases expect a text that a name stands in: a message, the reasons for a score.
const TEXTS: [&str; 13] = [
    "bands-with-holes",
    "double-keys-chosen",
    "hit-any",
    "hit-priority",
    "hit-priority-ties",
    "hit-unique",
    "hit-unique-overlap",
    "order-of-texts",
    "outside-period",
    "pairs-without-partner",
    "scorecard-missing",
    "triggers",
    "uneven-ratio",
];

/// Names mean nothing by themselves: with other ones every case passes as before, so that the index of names
/// knows all their places.
#[test]
fn every_case_passes_with_other_names() {
    let engine = Engine::new();
    let (mut names, mut failed) = (0, Vec::new());
    for pack in packs() {
        let name = pack.file_name().expect("a name").to_string_lossy().into_owned();
        let files = PackFiles::at(&pack).expect("the pack is there");
        let passed = renamed(&files).and_then(|renamed| {
            names += renamed.given.len();
            let stays = |reason: &String| reason.contains("its name stays") || reason.contains("is a value of");
            assert!(renamed.kept.iter().all(stays), "{name}: {:?}", renamed.kept);
            let suite = Suite::read(&engine, renamed.files).map_err(|findings| findings.to_string())?;
            let report = suite.run(&engine).map_err(|error| error.to_string())?;
            if report.counts().1 == 0 { Ok(()) } else { Err(report.text()) }
        });
        if TEXTS.contains(&name.as_str()) {
            assert!(passed.is_err(), "{name} may leave the list");
            continue;
        }
        failed.extend(passed.err().map(|why| format!("== {name}\n{why}")));
    }
    assert!(failed.is_empty(), "{} folders fail:\n\n{}", failed.len(), failed.join("\n\n"));
    assert!(names > 1000, "only {names} names were changed");
}
