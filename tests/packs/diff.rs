//! Comparisons over the shipped packs: what they say of each edit is what a run with that edit alone shows, and
//! the parts add up to the whole.

use crate::support::{LARGEST, PACKS, all_packs, here};
use rulebook::diff::{Cause, Diff, Effects};
use rulebook::import::Imported;
use rulebook::value::Value;
use rulebook::{DiffOptions, Engine, Outcome, Policy, RunOptions, Source};
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, String>;

/// A number in a file of the pack that an edit replaces.
#[derive(Clone, Debug, PartialEq)]
struct TextEdit {
    file: String,
    /// Line, from 1.
    line: usize,
    old: String,
    new: String,
}

/// Numbers that look alike from run to run.
struct Random(u64);

impl Random {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % many
    }
}

fn files(pack: &str) -> Files {
    let entries = std::fs::read_dir(here("rules").join(pack)).expect("the pack is there").flatten();
    let paths = entries.map(|entry| entry.path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).expect("packs are texts"))
    };
    paths.filter(|path| !path.ends_with("tests.yaml") && !path.ends_with("README.md")).map(read).collect()
}

fn policy(files: &Files) -> Policy {
    Policy::from_files(files.iter().map(|(name, text)| (name, text.as_str()))).unwrap_or_else(|f| panic!("{f}"))
}

/// Every place of a pack where a number may be another: values of parameters, limits of rules, cells of tables.
fn places(files: &Files) -> Vec<TextEdit> {
    let mut all = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| !name.ends_with(".rhai")) {
        let marks: &[&str] =
            if name.ends_with(".csv") { &[","] } else { &["value: ", "\">= ", "\"< ", "\"> ", "target: "] };
        for (at, line) in text.lines().enumerate().skip(usize::from(name.ends_with(".csv"))) {
            let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) else { continue };
            let (before, rest) = line.split_once(mark).expect("it is there");
            let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '_' || *c == '.').collect();
            let Ok(number) = digits.replace('_', "").parse::<f64>() else { continue };
            let after = &rest[digits.len()..];
            if number == 0.0 || after.starts_with(|c: char| c.is_alphanumeric() || c == '-') || digits.ends_with('.') {
                continue;
            }
            let scaled = if number.fract() == 0.0 { (number * 1.3).round().max(number + 1.0) } else { number * 1.3 };
            let new = format!("{before}{mark}{scaled}{after}");
            all.push(TextEdit { file: name.clone(), line: at + 1, old: line.to_string(), new });
        }
    }
    all
}

fn edited(files: &Files, edits: &[&TextEdit]) -> Files {
    let mut files = files.clone();
    for edit in edits {
        let text = files.get_mut(&edit.file).expect("it is a file of the pack");
        let mut lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[edit.line - 1], edit.old);
        lines[edit.line - 1] = &edit.new;
        *text = lines.join("\n") + "\n";
    }
    files
}

/// What was decided, by what and row.
struct Decided {
    words: BTreeMap<(String, String), String>,
    figures: BTreeMap<String, Value>,
    fired: BTreeSet<(String, String)>,
}

fn decided(outcome: &Outcome) -> Decided {
    let mut words = BTreeMap::new();
    let key = |table: usize, row: usize| {
        let table = &outcome.tables[table];
        let key = table.key.map(|key| table.columns[key].data.value(row)).filter(|key| !key.is_blank());
        key.map_or_else(|| (row + 1).to_string(), |key| key.to_string())
    };
    for card in outcome.scorecards.iter().filter(|card| outcome.tables[card.table].key.is_some()) {
        for row in 0..card.band.len() {
            words.insert((format!("{}.band", card.name), key(card.table, row)), card.band.value(row).to_string());
        }
    }
    for (at, table) in outcome.tables.iter().enumerate().filter(|(_, table)| table.key.is_some()) {
        for column in table.columns.iter().filter(|c| c.role == rulebook::outcome::Role::Decision) {
            for row in 0..table.rows {
                let what = format!("{}.{}", table.name, column.name);
                words.insert((what, key(at, row)), column.data.value(row).to_string());
            }
        }
    }
    let figures = outcome.figures.iter().map(|figure| (figure.name.clone(), figure.value.clone())).collect();
    let keyed = outcome.triggers.iter().filter(|fired| outcome.tables[fired.table()].key.is_some());
    let fired = keyed.map(|fired| (fired.trigger().to_string(), fired.key().into_owned())).collect();
    Decided { words, figures, fired }
}

/// Runs of policies that read the same from one workbook.
struct Runs(Imported);

impl Runs {
    fn of(pack: &str, files: &Files) -> Runs {
        let prepared = Engine::new().prepare(&policy(files)).unwrap_or_else(|findings| panic!("{findings}"));
        let sample = Source::file(here("samples").join(format!("{pack}.xlsx")));
        Runs(prepared.import(&[sample], &RunOptions::default()).unwrap_or_else(|error| panic!("{error}")))
    }

    fn decided(&self, files: &Files) -> Decided {
        let prepared = Engine::new().prepare(&policy(files)).unwrap_or_else(|findings| panic!("{findings}"));
        decided(prepared.evaluate(self.0.clone(), &RunOptions::default()).outcome())
    }
}

/// Some edits that leave the policy sound, each by itself too.
fn chosen(files: &Files, random: &mut Random, many: usize) -> Vec<TextEdit> {
    let mut places = places(files);
    assert!(places.len() > 3 * many, "only {} places", places.len());
    let sound = |edits: &[&TextEdit]| {
        let files = edited(files, edits);
        let read = Policy::from_files(files.iter().map(|(name, text)| (name, text.as_str())));
        read.is_ok_and(|policy| Engine::new().prepare(&policy).is_ok())
    };
    let mut chosen: Vec<TextEdit> = Vec::new();
    while chosen.len() < many {
        let place = places.swap_remove(random.below(places.len()));
        let together: Vec<&TextEdit> = chosen.iter().chain([&place]).collect();
        if sound(&[&place]) && sound(&together) {
            chosen.push(place);
        }
    }
    chosen
}

/// Which of the edits a part is made of, by the lines they stand in.
fn part<'e>(diff: &Diff, part: usize, edits: &'e [TextEdit]) -> Vec<&'e TextEdit> {
    let own = diff.parts[part].edits.iter().filter_map(|at| diff.edits[*at].old_place.as_deref());
    let places: Vec<&str> = own.collect();
    edits.iter().filter(|edit| places.contains(&format!("{}:{}", edit.file, edit.line).as_str())).collect()
}

fn by(cause: &Cause) -> BTreeSet<usize> {
    match cause {
        Cause::Part(part) => [*part].into(),
        Cause::Each(parts) => parts.iter().copied().collect(),
        Cause::Together => BTreeSet::new(),
        other => panic!("{other:?}"),
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Every split adds up to the change it takes apart.
fn adds_up(effects: &Effects) {
    for number in &effects.numbers {
        let (Some(before), Some(now), Some(split)) = (number.before, number.now, &number.split) else { continue };
        assert!(near(split.whole(), now - before), "{}: {split:?} of {before} → {now}", number.what);
    }
}

/// The rows of a sheet below its header.
fn listed(book: &mut calamine::Xlsx<std::io::BufReader<std::fs::File>>, sheet: &str) -> Vec<Vec<calamine::Data>> {
    use calamine::Reader;
    let range = book.worksheet_range(sheet);
    range.map_or_else(|_| Vec::new(), |range| range.rows().skip(3).map(<[calamine::Data]>::to_vec).collect())
}

/// The workbook has every row that moved, every trigger and person, and numbers as numbers that add up.
fn workbook_agrees(diff: &Diff, pack: &str) {
    use calamine::{Data, DataType};
    let path = std::env::temp_dir().join(format!("rulebook-diff-{}-{pack}.xlsx", std::process::id()));
    rulebook::export::xlsx::write_diff(diff, &path).unwrap_or_else(|error| panic!("{}", error.message));
    let bytes = std::fs::read(&path).expect("it is there");
    rulebook::export::xlsx::write_diff(diff, &path).unwrap_or_else(|error| panic!("{}", error.message));
    assert_eq!(bytes, std::fs::read(&path).expect("it is there"), "{pack}: the same comparison, other bytes");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).expect("a workbook");
    let effects = &diff.effects;
    let filled = |rows: Vec<Vec<Data>>| rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count();
    assert_eq!(filled(listed(&mut book, "Moved")), effects.moves.iter().map(|of| of.moved.len()).sum::<usize>());
    let fired = |of: &rulebook::diff::TriggerChange| of.gained.len() + of.lost.len() + of.passed.len();
    assert_eq!(filled(listed(&mut book, "Triggers")), effects.triggers.iter().map(fired).sum::<usize>());
    assert_eq!(filled(listed(&mut book, "People")), effects.people.len());
    let scored = effects.numbers.iter().map(|number| number.scores.len()).sum::<usize>();
    assert_eq!(filled(listed(&mut book, "Scores")), scored);
    let numbers = listed(&mut book, "Numbers");
    // A column of which no more than the rows changed is named in one line.
    let told = effects.numbers.iter().filter(|number| !number.stays()).count();
    assert_eq!(numbers.len(), effects.figures.len() + told, "{pack}");
    for row in numbers {
        let ends: Vec<Option<f64>> = row[3..].iter().map(DataType::get_float).collect();
        if let [Some(before), Some(now), Some(change), parts @ ..] = ends.as_slice() {
            assert!(near(now - before, *change), "{pack} {row:?}");
            let parts: Vec<f64> = parts.iter().flatten().copied().collect();
            assert!(parts.is_empty() || near(parts.iter().sum(), *change), "{pack} {row:?}");
        }
    }
    std::fs::remove_file(path).ok();
}

/// Edits some numbers of each pack; how many moves and figures were split over the edits.
fn parts_add_up(packs: impl IntoIterator<Item = &'static str>) -> (usize, usize) {
    let mut moved = 0;
    let mut split = 0;
    for (seed, pack) in packs.into_iter().enumerate() {
        let old = files(pack);
        let edits = chosen(&old, &mut Random(seed as u64 + 7), 3);
        let runs = Runs::of(pack, &old);
        let all: Vec<&TextEdit> = edits.iter().collect();
        let new = edited(&old, &all);
        let sample = Source::file(here("samples").join(format!("{pack}.xlsx")));
        let diff = Engine::new().diff(&policy(&old), &policy(&new), &[sample], &DiffOptions::default());
        let diff = diff.unwrap_or_else(|error| panic!("{error}"));
        assert!(!diff.edits.is_empty() && diff.edits.len() <= 3, "{pack} {edits:?}: {:?}", diff.edits);
        let (before, now) = (runs.decided(&old), runs.decided(&new));
        let parts = diff.parts.len();
        let alone: Vec<Decided> = (0..parts).map(|at| runs.decided(&edited(&old, &part(&diff, at, &edits)))).collect();
        adds_up(&diff.effects);
        workbook_agrees(&diff, pack);

        let differ: BTreeSet<&(String, String)> = before
            .words
            .iter()
            .filter(|(place, word)| now.words.get(*place).is_some_and(|now| now != *word))
            .map(|(p, _)| p)
            .collect();
        let mut told = BTreeSet::new();
        for moves in &diff.effects.moves {
            for row in &moves.moved {
                let place = (moves.what.clone(), row.row.key.clone());
                if before.words.contains_key(&place) {
                    let expected = (0..parts).filter(|at| alone[*at].words[&place] == now.words[&place]);
                    assert_eq!(by(&row.cause), expected.collect(), "{pack} {place:?} {:?}", diff.edits);
                    told.insert(place);
                }
            }
            let stayed: usize = (0..moves.values.len()).map(|at| moves.matrix[at][at]).sum();
            let all: usize = moves.matrix.iter().flatten().sum();
            assert_eq!((all, all - stayed), (moves.rows, moves.moved.len()), "{pack} {}", moves.what);
        }
        // Numbers that decisions give are compared as columns.
        let words =
            differ.into_iter().filter(|(what, _)| !diff.effects.numbers.iter().any(|number| number.what == *what));
        assert_eq!(told, words.cloned().collect(), "{pack}");
        moved += told.len();

        for figure in &diff.effects.figures {
            let value = |decided: &Decided| decided.figures[&figure.name].as_number();
            let (Some(was), Some(is), Some(told)) = (value(&before), value(&now), &figure.split) else { continue };
            assert!(near(told.whole(), is - was), "{pack} {}", figure.name);
            for (at, alone) in alone.iter().enumerate() {
                let adds = value(alone).expect("a number") - was;
                assert!(near(told.parts[at], adds), "{pack} {}: {} is {adds}", figure.name, told.parts[at]);
            }
            split += 1;
        }
        for trigger in &diff.effects.triggers {
            for (rows, there) in [(&trigger.gained, true), (&trigger.lost, false)] {
                for row in rows {
                    let place = (trigger.name.clone(), row.row.key.clone());
                    if !before.fired.contains(&place) && !now.fired.contains(&place) {
                        continue;
                    }
                    let expected = (0..parts).filter(|at| alone[*at].fired.contains(&place) == there);
                    assert_eq!(by(&row.cause), expected.collect(), "{pack} {place:?}");
                    moved += 1;
                }
            }
        }
    }
    (moved, split)
}

#[test]
fn parts_add_up_and_are_what_each_edit_does_alone() {
    let (moved, split) = parts_add_up(PACKS);
    assert!(moved > 20 && split > 3, "{moved} moves, {split} figures: the edits change too little to show anything");
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn parts_add_up_in_the_largest_pack() {
    // Edited in three ways; few of its figures hang on a number of the policy.
    let (moved, split) = parts_add_up([LARGEST; 3]);
    assert!(moved > 200 && split > 0, "{moved} moves, {split} figures: the edits change too little to show anything");
}

/// Comments, blank lines and another order of sections change nothing, in any pack.
#[test]
fn a_cosmetic_edit_of_a_pack_is_none() {
    for pack in all_packs() {
        let old = files(pack);
        let mut new = old.clone();
        let text = new.get_mut("policy.yaml").expect("a policy");
        let mut sections: Vec<Vec<&str>> = vec![Vec::new()];
        for line in text.lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                sections.push(Vec::new());
            }
            sections.last_mut().expect("one").push(line);
        }
        sections[1..].reverse();
        let section = |lines: &Vec<&str>| format!("\n\n# Nothing.\n{}\n", lines.join("\n"));
        *text = sections.iter().map(section).collect();
        let diff = Engine::new().edits(&policy(&old), &policy(&new)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(diff.edits.iter().map(|edit| format!("{edit:?}")).collect::<Vec<_>>(), [""; 0], "{pack}");
    }
}
