//! A pack's outcome and the independent figures, and how they are compared.

use rulebook::cases::{Report, Suite};
use rulebook::outcome::{OutcomeColumn, OutcomeTable};
use rulebook::value::Value;
use rulebook::{Engine, LoadOptions, Outcome, Policy, Run, RunOptions, Source};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The shipped packs but for the largest.
pub const PACKS: [&str; 4] = ["strategic-accounts", "one-to-one", "customer-managed", "industry-scan"];
/// Its sample has 97,000 rows, so what runs it many times over is left to `tests/proofs.sh`.
pub const LARGEST: &str = "channel-scorecard";

/// Every shipped pack, the largest first.
pub fn all_packs() -> impl Iterator<Item = &'static str> {
    std::iter::once(LARGEST).chain(PACKS)
}

/// Figures agree to so many parts of the larger one: the scripts print 12 digits.
const AGREE: f64 = 1e-10;

/// A file or folder of this repository.
pub fn here(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A shipped pack run over its sample, once for all tests; what the cells say is kept.
pub fn ran(pack: &str) -> &'static Run {
    static RUNS: [OnceLock<Run>; 5] = [const { OnceLock::new() }; 5];
    let at = all_packs().position(|known| known == pack).expect("it is a shipped pack");
    RUNS[at].get_or_init(|| {
        let policy = Policy::load(here("rules").join(pack)).unwrap_or_else(|findings| panic!("{findings}"));
        let prepared = Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"));
        let sample = Source::file(here("samples").join(format!("{pack}.xlsx")));
        let options = RunOptions { keep_written: true, ..RunOptions::default() };
        prepared.run(&[sample], &options).unwrap_or_else(|error| panic!("{error}"))
    })
}

/// A shipped pack's own tests, run once for all that ask.
pub fn tested(pack: &str) -> &'static Report {
    static REPORTS: [OnceLock<Report>; 5] = [const { OnceLock::new() }; 5];
    let at = all_packs().position(|known| known == pack).expect("it is a shipped pack");
    REPORTS[at].get_or_init(|| {
        let engine = Engine::new();
        let suite = Suite::load(&engine, here("rules").join(pack)).unwrap_or_else(|findings| panic!("{findings}"));
        suite.run(&engine).unwrap_or_else(|error| panic!("{error}"))
    })
}

/// What a shipped pack gives over its sample.
pub fn run(pack: &str) -> &'static Outcome {
    ran(pack).outcome()
}

/// Runs a shipped pack over its sample with other parameters.
pub fn run_with(pack: &str, parameters: &[(&str, &str)]) -> Outcome {
    let load = LoadOptions {
        set: parameters.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect(),
        ..LoadOptions::default()
    };
    let policy = Policy::load_with(here("rules").join(pack), &load).unwrap_or_else(|findings| panic!("{findings}"));
    let engine = Engine::new();
    let findings = engine.check(&policy);
    assert!(findings.diagnostics().is_empty(), "{findings}");
    let sample = here("samples").join(format!("{pack}.xlsx"));
    let outcome = engine.run(&policy, &[Source::file(sample)], &RunOptions::default());
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// What the script of a pack worked out.
pub fn expected(pack: &str) -> Json {
    let name = format!("tests/check/{}.json", pack.replace('-', "_"));
    let text = std::fs::read_to_string(here(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The members of an object of the script's; there must be some.
pub fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    let members = json.as_object().expect("the script has this part");
    assert!(!members.is_empty());
    members.iter()
}

/// Does a number agree with the script's?
pub fn agree(what: &str, found: Option<f64>, expected: &Json) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            let size = found.abs().max(expected.abs()).max(1.0);
            assert!((found - expected).abs() <= AGREE * size, "{what}: found {found}, the script has {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

/// Does a value, of whatever type, agree with the script's?
fn same(what: &str, found: &Value, expected: &Json) {
    match expected {
        Json::Null => assert!(found.is_blank(), "{what}: found {found}, the script has none"),
        Json::Bool(flag) => assert_eq!(found.as_bool(), Some(*flag), "{what}"),
        // Where pandas chooses among texts it has an empty one for none.
        Json::String(text) if text.is_empty() => {
            assert!(found.is_blank(), "{what}: found {found}, the script has none")
        }
        Json::String(text) => assert_eq!(found.to_string(), *text, "{what}"),
        number => agree(what, found.as_number(), number),
    }
}

/// A table of the outcome.
pub fn table<'a>(outcome: &'a Outcome, name: &str) -> &'a OutcomeTable {
    outcome.tables.iter().find(|t| t.name == name).unwrap_or_else(|| panic!("no table {name}"))
}

fn column<'a>(table: &'a OutcomeTable, name: &str) -> &'a OutcomeColumn {
    let found = table.columns.iter().find(|c| c.name == name);
    found.unwrap_or_else(|| panic!("no column {name} in {}", table.name))
}

/// A column from top to bottom. `card.score`, `card.band` and `card.rank` are those of a scorecard on
/// the table.
pub fn values(outcome: &Outcome, of: &str, name: &str) -> Vec<Value> {
    let table = table(outcome, of);
    let data = match name.split_once('.') {
        None => &column(table, name).data,
        Some((card, part)) => {
            let card = outcome.scorecards.iter().find(|c| c.name == card).expect("the scorecard is there");
            assert_eq!(outcome.tables[card.table].name, of);
            match part {
                "score" => &card.score,
                "band" => &card.band,
                "rank" => &card.rank,
                measure => &card.measures.iter().find(|m| m.name == measure).expect("the measure is there").value,
            }
        }
    };
    (0..table.rows).map(|row| data.value(row)).collect()
}

/// What each row is known by: the values of some columns, a slash between them.
fn known_by(outcome: &Outcome, of: &str, columns: &[&str]) -> Vec<String> {
    let parts: Vec<Vec<Value>> = columns.iter().map(|name| values(outcome, of, name)).collect();
    let row = |row: usize| parts.iter().map(|part| part[row].to_string()).collect::<Vec<_>>().join("/");
    (0..table(outcome, of).rows).map(row).collect()
}

/// A column of a table by the rows' keys.
pub fn by_key(outcome: &Outcome, of: &str, name: &str) -> BTreeMap<String, Value> {
    let shown = table(outcome, of);
    let key = &shown.columns[shown.key.expect("the table has a key")].name;
    known_by(outcome, of, &[key]).into_iter().zip(values(outcome, of, name)).collect()
}

/// Rows of the script's, by what they are known by, against those of a table; `names` gives the columns
/// that the table calls otherwise.
pub fn rows(outcome: &Outcome, of: &str, key: &[&str], names: &[(&str, &str)], expected: &Json) {
    let keys = known_by(outcome, of, key);
    let mut columns: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (id, row) in entries(expected) {
        let mut at = (0..keys.len()).filter(|&row| keys[row] == *id);
        let (Some(place), None) = (at.next(), at.next()) else { panic!("{of}: {id} is not one row") };
        for (name, value) in entries(row) {
            let ours = names.iter().find(|(theirs, _)| theirs == name).map_or(name.as_str(), |(_, ours)| ours);
            let column = columns.entry(ours.to_string()).or_insert_with(|| values(outcome, of, ours));
            same(&format!("{of} {id} {name}"), &column[place], value);
        }
    }
}

/// How often each value stands in a column; blanks are left out.
pub fn counts(outcome: &Outcome, of: &str, name: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for value in values(outcome, of, name).iter().filter(|value| !value.is_blank()) {
        *counts.entry(value.to_string()).or_default() += 1;
    }
    counts
}

/// How often each value stands in a column, against the script's: the same values, as often.
pub fn tally(outcome: &Outcome, of: &str, name: &str, expected: &Json) {
    // pandas writes whole numbers of a column with blanks as `4.0`.
    let whole = |text: &str| text.strip_suffix(".0").unwrap_or(text).to_string();
    let expected: BTreeMap<String, usize> =
        entries(expected).map(|(value, count)| (whole(value), count.as_u64().expect("a count") as usize)).collect();
    assert_eq!(counts(outcome, of, name), expected, "{of}.{name}");
}

/// The sum of a column against the script's.
pub fn sums(outcome: &Outcome, of: &str, name: &str, expected: &Json) {
    let sum: f64 = values(outcome, of, name).iter().filter_map(Value::as_number).sum();
    agree(&format!("sum of {of}.{name}"), Some(sum), expected);
}

/// What every pack has: headline figures, rows read, used and rejected, and how often each trigger fired.
pub fn figures_control_and_triggers(outcome: &Outcome, expected: &Json) {
    assert_eq!(entries(&expected["figures"]).count(), outcome.figures.len(), "every figure is worked out twice");
    for (name, value) in entries(&expected["figures"]) {
        let figure = outcome.figures.iter().find(|f| f.name == *name).unwrap_or_else(|| panic!("no figure {name}"));
        same(name, &figure.value, value);
    }
    for (sheet, totals) in entries(&expected["control"]) {
        let total = outcome.control.iter().find(|t| t.sheet == *sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        for (part, count) in [("read", total.read), ("used", total.used), ("rejected", total.rejected)] {
            agree(&format!("{sheet} {part}"), Some(count as f64), &totals[part]);
        }
    }
    for (trigger, count) in entries(&expected["triggers"]) {
        agree(trigger, Some(fired(outcome).get(trigger).copied().unwrap_or(0) as f64), count);
    }
}

/// How often each trigger fired.
pub fn fired(outcome: &Outcome) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    outcome.triggers.iter().for_each(|fired| *counts.entry(fired.trigger().to_string()).or_default() += 1);
    counts
}

/// Every trigger of the pack fires at least once, every band of its scorecards is given, and the sample
/// holds these kinds of cells that are wrong.
pub fn everything_occurs(pack: &str, outcome: &Outcome, issues: &[&str]) {
    let policy = Policy::load(here("rules").join(pack)).unwrap_or_else(|findings| panic!("{findings}"));
    let fired = fired(outcome);
    let still: Vec<&String> =
        policy.model().triggers.iter().map(|t| &t.name.value).filter(|name| !fired.contains_key(*name)).collect();
    assert!(still.is_empty(), "never fired: {still:?}");
    for card in &outcome.scorecards {
        for band in &card.bands {
            let rows = 0..outcome.tables[card.table].rows;
            assert!(rows.into_iter().any(|row| card.band.text(row) == Some(band)), "{} {band}", card.name);
        }
    }
    let mut codes: Vec<&str> = outcome.issues.iter().map(|issue| issue.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, issues);
}

/// The values of a column are these and no others.
pub fn these_occur(outcome: &Outcome, of: &str, name: &str, wanted: &[&str]) {
    let found: Vec<String> = counts(outcome, of, name).into_keys().collect();
    assert_eq!(found, wanted, "{of}.{name}");
}

/// A small part of what a program reads: two rows of the main table, one of each scorecard, a trigger of
/// each kind, and the first issues.
pub fn excerpt(outcome: &Outcome, main: &str) -> String {
    let all = rulebook::export::json::to_value(outcome);
    let some = |list: &Json, most: usize| Json::from(list.as_array().map_or(&[][..], |l| &l[..l.len().min(most)]));
    let cards: BTreeMap<&String, Json> =
        entries(&all["scorecards"]).map(|(name, card)| (name, some(&card["rows"], 1))).collect();
    let mut seen = Vec::new();
    let one_of_each = all["triggers"].as_array().into_iter().flatten().filter(|fired| {
        let new = !seen.contains(&fired["trigger"]);
        seen.push(fired["trigger"].clone());
        new
    });
    let part = json!({
        "figures": some(&all["figures"], 3),
        main: some(&all["tables"][main]["rows"], 2),
        "scorecards": cards,
        "triggers": one_of_each.take(4).collect::<Vec<_>>(),
        "issues": some(&all["issues"], 3),
        "control": some(&all["control"], 2),
    });
    format!("{part:#}")
}
