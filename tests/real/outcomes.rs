//! What becomes of real workbooks at the first try: for each, the policy that `rulebook new` makes of it is run over it.
//! `docs/real-workbooks.md` is that table. To bring the page up to date:
//! `UPDATE_DOCS=1 RULEBOOK_DATA=FOLDER cargo test --test real outcomes -- --ignored`, and read what changed.

use crate::ran::data;
use rulebook::start::{Given, Refused, from_books};
use rulebook::{Engine, Outcome, Policy, RunOptions, Source};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/real-workbooks.md");

const HEAD: &str = "# Real workbooks at the first try

Workbooks and CSV files as companies publish and keep them: four languages, five formats, six encodings. Each was given to
`rulebook new`, and the policy that it makes was run over the workbook at once, as by somebody who does not know its traps.
Rows read are always rows used and rows left out. *Issues* are what `--strict` minds; *notes* say what was done where it was
certain. A test makes this page from the files, and others compare more than two thousand figures of packs written for
them with those that were worked out elsewhere.

What stands behind the issues: four of the 31 monthly files have their headers in another language, the pharmacy's file has
days such as 31 February, a list of customers has some twice, and a file of postcodes has no header, which a policy says
(`header: none`). Rows without values (`no-values`) have cells only in columns that the first policy does not use.

| workbook | tables | rows read | used | left out | issues | notes |
|---|---|---|---|---|---|---|
";

/// A row of the page.
fn line(name: &str, given: &[Given]) -> String {
    let pack = match from_books("first", given) {
        Ok(pack) => pack,
        Err(Refused::Unreadable { error, .. }) => return refused(name, &error.message),
        Err(Refused::NoTable) => return refused(name, "no sheet has a header with rows below it"),
        Err(Refused::NotImported(why)) => return refused(name, &why),
        Err(Refused::Stopped) => unreachable!("nobody is asked"),
        Err(Refused::OnlyReports { .. }) => unreachable!("no report of ours is among them"),
    };
    let policy = Policy::from_files(pack.files.clone()).unwrap_or_else(|findings| panic!("{name}: {findings}"));
    let sources: Vec<Source> = given.iter().map(|file| Source::bytes(&file.name, file.data.clone())).collect();
    match Engine::new().run(&policy, &sources, &RunOptions::default()) {
        Ok(outcome) => outcome_line(name, &outcome),
        Err(error) => refused(name, &error.to_string()),
    }
}

fn refused(name: &str, why: &str) -> String {
    format!("| {name} | – | – | – | – | refused: {} | – |\n", why.replace('\n', " "))
}

fn outcome_line(name: &str, outcome: &Outcome) -> String {
    let mut tables: Vec<&str> = outcome.control.iter().map(|control| control.table.as_str()).collect();
    tables.sort_unstable();
    tables.dedup();
    let mut rows = [0; 3];
    for control in &outcome.control {
        assert_eq!(control.read, control.used + control.rejected, "{name}: {control:?}");
        let own = [control.read, control.used, control.rejected];
        rows.iter_mut().zip(own).for_each(|(all, own)| *all += own);
    }
    let [read, used, left_out] = rows.map(grouped);
    let count = |note: bool| {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for issue in outcome.issues.iter().filter(|issue| issue.note == note) {
            *codes.entry(issue.code.as_str()).or_default() += issue.count;
        }
        let told: Vec<String> = codes.iter().map(|(code, count)| format!("{} `{code}`", grouped(*count))).collect();
        if told.is_empty() { "–".to_string() } else { told.join(", ") }
    };
    let tables = tables.len();
    format!("| {name} | {tables} | {read} | {used} | {left_out} | {} | {} |\n", count(false), count(true))
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mark = |(at, digit): (usize, char)| {
        let comma = if at > 0 && (digits.len() - at).is_multiple_of(3) { "," } else { "" };
        format!("{comma}{digit}")
    };
    digits.chars().enumerate().map(mark).collect()
}

/// The files of a folder, and of the folders in it; a folder of many files like one another is one entry.
fn entries(folder: &Path, found: &mut Vec<(String, Vec<PathBuf>)>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder can be read").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let files: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let (true, Some(first), Some(last)) = (files.len() > 15, files.first(), files.last()) {
        let many = format!("{} … {} ({} files)", name(first), name(last), files.len());
        found.push((many, files.into_iter().cloned().collect()));
    } else {
        found.extend(files.into_iter().map(|path| (name(path), vec![path.clone()])));
    }
    paths.iter().filter(|path| path.is_dir()).for_each(|path| entries(path, found));
}

#[test]
#[ignore = "needs the real workbooks (RULEBOOK_DATA)"]
fn the_page_shows_the_outcomes() {
    let mut found = Vec::new();
    ["real", "csv"].iter().for_each(|folder| entries(&data().join(folder), &mut found));
    let mut page = HEAD.to_string();
    for (name, paths) in &found {
        let given: Vec<Given> = paths
            .iter()
            .map(|path| Given {
                name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                data: std::fs::read(path).expect("it can be read").into(),
            })
            .collect();
        write!(page, "{}", line(name, &given)).expect("a text grows");
    }
    assert!(found.len() >= 30, "{} entries", found.len());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    assert_eq!(std::fs::read_to_string(PAGE).unwrap_or_default(), page, "docs/real-workbooks.md is of another day");
}
