//! A slip in a shipped pack: `check --fix` gives back what stood there, byte for byte, or leaves the pack as it
//! is and says what is wrong. It never makes something else of it.

use crate::support::{all_packs, here};
use rulebook::mend::{self, Mended};
use rulebook::{Engine, LoadOptions, Names, PackFiles, PlaceKind, SymbolKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// Slips with one sign for another.
const SIGNS: [&str; 7] = ["<>", "one =", "≥", "≤", "×", "−", "a percentage"];

/// A slip: what stands in a file, and what somebody wrote instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Slip {
    kind: &'static str,
    file: String,
    place: (usize, usize),
    wrong: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    /// The text that stood there.
    Mended,
    /// A name that is used once took the spelling of its declaration, slip or not.
    Renamed,
    /// A finding says what is wrong; what to write is shown, or is not known.
    Told,
    /// It is as good as what stood there: nothing is wrong with it.
    Fine,
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// A pack, its texts, and where formulas and names stand in them.
struct Corpus {
    files: PackFiles,
    texts: BTreeMap<String, String>,
    slips: BTreeMap<&'static str, Vec<Slip>>,
}

impl Corpus {
    fn of(pack: &str, dice: &mut Dice) -> Corpus {
        let files = PackFiles::at(here("rules").join(pack)).expect("the pack is there");
        let names = Names::read(&Engine::new(), &files, &LoadOptions::default()).expect("it is a policy");
        let texts = names.sources().iter().map(|(_, file)| (file.name.clone(), file.text.clone())).collect();
        let mut corpus = Corpus { files, texts, slips: BTreeMap::new() };
        for symbol in names.symbols().iter().filter(|symbol| symbol.kind != SymbolKind::BuiltIn) {
            if let Some(declared) = symbol.definition.as_ref().filter(|declared| declared.exact) {
                let place = declared.span.start as usize..declared.span.end as usize;
                corpus.add("a declaration", names.file(declared.span.file), place, mistyped(&symbol.name, dice));
            }
            for used in symbol.uses.iter().filter(|used| used.exact && used.kind != PlaceKind::Declaration) {
                let place = used.span.start as usize..used.span.end as usize;
                let kind = if used.kind == PlaceKind::Test { "a name in a test" } else { "a name" };
                corpus.add(kind, names.file(used.span.file), place, mistyped(&symbol.name, dice));
            }
        }
        corpus.signs(&names);
        corpus.words(dice);
        corpus
    }

    fn add(&mut self, kind: &'static str, file: &str, place: Range<usize>, wrong: Option<String>) {
        let Some(wrong) = wrong.filter(|wrong| self.texts[file][place.clone()] != **wrong) else { return };
        let slip = Slip { kind, file: file.to_string(), place: (place.start, place.end), wrong };
        self.slips.entry(kind).or_default().push(slip);
    }

    /// Signs from spreadsheets and from a word processor, and percentages, on lines that hold a formula.
    fn signs(&mut self, names: &Names) {
        let in_formulas = |kind| matches!(kind, PlaceKind::Formula | PlaceKind::Condition | PlaceKind::Measure);
        let mentions = names.symbols().iter().flat_map(|symbol| &symbol.uses);
        let mut lines: Vec<Range<usize>> = mentions
            .filter(|used| in_formulas(used.kind) && names.file(used.span.file) == "policy.yaml")
            .map(|used| line(&self.texts["policy.yaml"], used.span.start as usize))
            .collect();
        lines.sort_by_key(|line| line.start);
        lines.dedup();
        let signs = [
            ("<>", "!=", "<>"),
            ("one =", "==", "="),
            ("≥", ">=", "≥"),
            ("≤", "<=", "≤"),
            ("×", " * ", " × "),
            ("−", " - ", " − "),
        ];
        for line in lines {
            let text = self.texts["policy.yaml"][line.clone()].to_string();
            for (kind, right, wrong) in signs {
                for (at, _) in text.match_indices(right) {
                    let at = line.start + at;
                    self.add(kind, "policy.yaml", at..at + right.len(), Some(wrong.to_string()));
                }
            }
            for (at, number) in numbers(&text) {
                let percent = number.parse::<f64>().ok().map(|share| format!("{}%", (share * 1e8).round() / 1e6));
                let at = line.start + at;
                self.add("a percentage", "policy.yaml", at..at + number.len(), percent);
            }
        }
    }

    /// Keys and words of the language.
    fn words(&mut self, dice: &mut Dice) {
        let text = self.texts["policy.yaml"].clone();
        let keys =
            ["columns", "formulas", "decisions", "measures", "references", "severity", "message", "weight", "target"];
        for key in keys {
            let written = format!("{key}: ");
            let part = |c: char| c.is_alphanumeric() || c == '_';
            for (at, _) in text.match_indices(&written).filter(|(at, _)| !text[..*at].ends_with(part)) {
                self.add("a key", "policy.yaml", at..at + key.len(), mistyped(key, dice));
                self.add("no blank after a colon", "policy.yaml", at..at + written.len(), Some(format!("{key}:")));
            }
        }
        for word in ["hit: first", "severity: high", "severity: medium", "type: number", "better: lower"] {
            let length = word.find(' ').expect("it has a blank") + 1;
            for (at, _) in text.match_indices(word) {
                self.add("a word", "policy.yaml", at + length..at + word.len(), mistyped(&word[length..], dice));
            }
        }
    }

    /// The pack with a slip in it.
    fn with(&self, slip: &Slip) -> PackFiles {
        let mut text = self.texts[&slip.file].clone();
        text.replace_range(slip.place.0..slip.place.1, &slip.wrong);
        let mut files = self.files.clone();
        files.lay(&slip.file, text).expect("it is a file of the pack");
        files
    }

    fn became(&self, slip: &Slip) -> Result<Became, String> {
        let Mended { files, changes, checked } = mend::mend(&Engine::new(), &self.with(slip), &LoadOptions::default());
        let changed = |(name, bytes): (&String, &std::sync::Arc<[u8]>)| {
            (self.texts[name].as_bytes() != &**bytes).then(|| name.clone())
        };
        let others: Vec<String> = files.iter().filter_map(changed).collect();
        match (files.is_empty(), others.is_empty()) {
            (false, true) => Ok(Became::Mended),
            (true, _) if checked.is_clean() => Ok(Became::Fine),
            (true, _) => Ok(Became::Told),
            (false, false) if slip.kind == "a declaration" && checked.is_clean() => {
                let right = &self.texts[&slip.file][slip.place.0..slip.place.1];
                let as_declared = changes.iter().all(|change| change.before == right && change.after == slip.wrong);
                if as_declared { Ok(Became::Renamed) } else { Err(format!("{slip:?} became {changes:?}")) }
            }
            (false, false) => Err(format!("{slip:?} became {changes:?}")),
        }
    }
}

/// The line a byte stands in.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Shares such as `0.05`, written as short as can be.
fn numbers(line: &str) -> Vec<(usize, &str)> {
    let starts = line.match_indices("0.").map(|(at, _)| at);
    let alone = starts.filter(|at| !line[..*at].ends_with(|c: char| c.is_alphanumeric() || "._#".contains(c)));
    let number = |at: usize| {
        let end = line[at..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(line.len(), |end| at + end);
        let behind = line[end..].chars().next();
        let whole = line[at..end].len() > 2 && !line[at..end].ends_with('0') && behind != Some('%');
        whole.then(|| (at, &line[at..end]))
    };
    alone.filter_map(number).collect()
}

/// A word with one letter wrong: two changed over, one left out, or one written twice.
fn mistyped(word: &str, dice: &mut Dice) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return None;
    }
    let at = 1 + dice.below(letters.len() - 2);
    let mut wrong = letters.clone();
    match dice.below(3) {
        0 => wrong.swap(at, at + 1),
        1 => drop(wrong.remove(at)),
        _ => wrong.insert(at, letters[at]),
    }
    (wrong != letters).then(|| wrong.into_iter().collect())
}

/// Tries so many slips of each kind in each pack: how often what became of them.
fn tried(seed: u64, many: usize) -> BTreeMap<(&'static str, Became), usize> {
    let mut counts = BTreeMap::new();
    let mut wrong = Vec::new();
    for pack in all_packs() {
        let mut dice = Dice(seed);
        let corpus = Corpus::of(pack, &mut dice);
        for (kind, slips) in &corpus.slips {
            for _ in 0..many {
                match corpus.became(&slips[dice.below(slips.len())]) {
                    Ok(became) => *counts.entry((*kind, became)).or_insert(0) += 1,
                    Err(why) => wrong.push(format!("{pack}: {why}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    counts
}

fn told(counts: &BTreeMap<(&'static str, Became), usize>) -> String {
    let lines = counts.iter().map(|((kind, became), count)| format!("{kind}: {became:?} {count}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_slip_is_mended_or_told_and_never_becomes_something_else() {
    let counts = tried(1, 1);
    let of =
        |kind: &str, what: Became| counts.iter().find(|((k, b), _)| *k == kind && *b == what).map_or(0, |(_, n)| *n);
    let kinds: std::collections::BTreeSet<&str> = counts.keys().map(|(kind, _)| *kind).collect();
    for kind in kinds.iter().filter(|kind| **kind != "a declaration") {
        let (mended, told_of) = (of(kind, Became::Mended), of(kind, Became::Told));
        // A sign can be meant in one way; a name or key sometimes in several.
        let enough = if SIGNS.contains(kind) { told_of == 0 } else { mended > told_of };
        assert!(mended > 0 && enough, "{kind}\n{}", told(&counts));
    }
    assert!(kinds.len() > 10 && SIGNS.iter().all(|sign| kinds.contains(sign)), "{}", told(&counts));
}

/// The same with many more of them.
#[test]
#[ignore = "takes minutes: tests/proofs.sh --all"]
fn many_slips_are_mended_or_told() {
    for seed in 2..6 {
        println!("{}\n", told(&tried(seed, 10)));
    }
}
