//! What is not as it was in the earlier run: triggers cleared, and segments, bands and scores moved.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::review::table_title;
use super::rows::called;
use super::run::Block;
use crate::export::labels::{Label, Language};
use crate::outcome::{BaselineInfo, Differs, Movement, Outcome};
use crate::table::{BLANK_DATE, Column, row_key};
use crate::value::{Date, NumberLook, Value, number};
use std::collections::HashMap;

/// One line of the listing.
struct Change {
    what: String,
    table: usize,
    key: String,
    row: Option<usize>,
    before: String,
    now: String,
    since: Option<Date>,
}

/// The changes, where there is an earlier run to compare with.
pub(in crate::export) fn listing<'a>(language: Language, outcome: &Outcome) -> Option<Listing<'a>> {
    let baseline = outcome.baseline.as_ref()?;
    let changes = changes(language, outcome);
    let texts =
        |of: fn(&Change) -> &str| changes.iter().map(move |change| Some(of(change)).filter(|text| !text.is_empty()));
    let since = Column::Date(changes.iter().map(|change| change.since.map_or(BLANK_DATE, |day| day.0)).collect());
    let mut fields = vec![
        Field::texts(language.say(Label::Column), texts(|change| &change.what)),
        Field::texts(language.say(Label::Table), changes.iter().map(|change| Some(table_title(outcome, change.table)))),
        Field::texts(language.say(Label::Key), texts(|change| &change.key)),
    ];
    let names: Vec<Option<&str>> = changes.iter().map(|change| called(outcome, change.table, change.row?)).collect();
    if names.iter().any(Option::is_some) {
        fields.push(Field::texts(language.say(Label::Name), names.into_iter()));
    }
    fields.extend([
        Field::texts(language.say(Label::Before), texts(|change| &change.before)),
        Field::texts(language.say(Label::Now), texts(|change| &change.now)),
        Field::made(language.say(Label::Since), since),
    ]);
    let grid = Grid::new(fields, changes.len());
    let subtitle = compared_with(language, baseline, outcome);
    Some(Listing { subtitle, ..Listing::plain(language.say(Label::Changes), "changes", Length::Report, grid) })
}

/// The earlier run, and what apart from the data is not as it was then.
pub(in crate::export) fn compared_with(language: Language, baseline: &BaselineInfo, outcome: &Outcome) -> String {
    let day = baseline.as_of.map(|day| format!(" ({day})")).unwrap_or_default();
    let mut said = format!("{}: {}{day}", language.say(Label::ComparedWith), baseline.name);
    for differs in &baseline.differs {
        let [before, now] = differs.shown(&outcome.parameters);
        let what = match differs {
            Differs::Parameter { name, .. } => name.as_str(),
            Differs::Period { .. } => language.say(Label::Period),
            _ => language.say(Label::OtherPolicy),
        };
        let ends = if before == now { String::new() } else { format!(": {before} → {now}") };
        said.push_str(&format!(" · {what}{ends}"));
    }
    said
}

fn changes(language: Language, outcome: &Outcome) -> Vec<Change> {
    let mut rows = Rows::default();
    let cleared = outcome.cleared.iter().filter(|cleared| cleared.now).map(|cleared| Change {
        what: cleared.title.clone(),
        table: cleared.table,
        row: rows.of(outcome, cleared.table, &cleared.key),
        key: cleared.key.clone(),
        before: language.say(Label::Trigger).to_string(),
        now: language.say(Label::Cleared).to_string(),
        since: cleared.since,
    });
    let moved = outcome.movements.iter().map(|moved| Change {
        what: moved.title.clone(),
        table: moved.table,
        key: moved.key.clone(),
        row: Some(moved.row),
        before: shown(&moved.before),
        now: shown(&moved.now),
        since: None,
    });
    let cleared: Vec<Change> = cleared.collect();
    cleared.into_iter().chain(moved).collect()
}

/// Rows by their keys, looked up once for a table.
#[derive(Default)]
struct Rows(HashMap<usize, HashMap<String, usize>>);

impl Rows {
    fn of(&mut self, outcome: &Outcome, table: usize, key: &str) -> Option<usize> {
        let by_key = self.0.entry(table).or_insert_with(|| {
            let Some(table) = outcome.tables.get(table) else { return HashMap::new() };
            let keys = table.key.and_then(|key| Some(&*table.columns.get(key)?.data));
            (0..table.rows).map(|row| (row_key(keys, row), row)).collect()
        });
        by_key.get(key).copied()
    }
}

/// From which segment or band to which, and how many rows: a block for each column that moved.
pub(in crate::export) fn matrices<'a>(language: Language, outcome: &'a Outcome) -> Vec<Block<'a>> {
    let mut moves: Vec<(&str, Vec<&Movement>)> = Vec::new();
    let texts = |moved: &&Movement| matches!(moved.before, Value::Text(_)) || matches!(moved.now, Value::Text(_));
    for moved in outcome.movements.iter().filter(texts) {
        match moves.iter_mut().find(|(what, _)| *what == moved.what) {
            Some((_, all)) => all.push(moved),
            None => moves.push((&moved.what, vec![moved])),
        }
    }
    moves.into_iter().map(|(what, moves)| matrix(language, outcome, (what, &moves))).collect()
}

fn matrix<'a>(language: Language, outcome: &'a Outcome, (what, moves): (&str, &[&'a Movement])) -> Block<'a> {
    let known = order(outcome, what);
    let ends = |end: fn(&Movement) -> &Value| -> Vec<String> {
        let mut values: Vec<String> = moves.iter().map(|moved| end(moved).to_string()).collect();
        let place = |value: &String| known.iter().position(|known| known == value).unwrap_or(usize::MAX);
        values.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
        values.dedup();
        values
    };
    let (from, to) = (ends(|moved| &moved.before), ends(|moved| &moved.now));
    let name = |value: &String| if value.is_empty() { language.say(Label::Blank).to_string() } else { value.clone() };
    let count = |before: &str, now: Option<&str>| {
        let fits = |moved: &&&Movement| {
            moved.before.to_string() == before && now.is_none_or(|now| moved.now.to_string() == now)
        };
        moves.iter().filter(fits).count() as f64
    };
    let mut fields = vec![Field::texts(
        &format!("{} ↓ {} →", language.say(Label::Before), language.say(Label::Now)),
        from.iter().map(|value| Some(name(value))),
    )];
    for now in &to {
        // Where no row moved there is nothing to see.
        let counts =
            from.iter().map(|before| count(before, Some(now))).map(|count| if count > 0.0 { count } else { f64::NAN });
        let counts = Column::Number(counts.collect());
        fields.push(Field::made(&name(now), counts).look(NumberLook::WHOLE));
    }
    let all = Column::Number(from.iter().map(|before| count(before, None)).collect());
    fields.push(Field::made(language.say(Label::Sum), all).look(NumberLook::WHOLE));
    let title = moves.first().map(|moved| format!("{} · {}", table_title(outcome, moved.table), moved.title));
    Block { title: title.unwrap_or_default().into(), name: "moves", grid: Grid::new(fields, from.len()) }
}

/// The values of a column in the order of its rules, or the bands of a scorecard.
fn order<'o>(outcome: &'o Outcome, what: &str) -> &'o [String] {
    let Some((of, column)) = what.split_once('.') else { return &[] };
    let table = outcome.tables.iter().find(|table| table.name == of);
    let own = table.and_then(|table| table.columns.iter().find(|own| own.name == column));
    let card = outcome.scorecards.iter().find(|card| card.name == of);
    own.map(|own| own.order.as_slice()).or(card.map(|card| card.bands.as_slice())).unwrap_or_default()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(score) => number::shortest(number::round(*score, 1)),
        other => other.to_string(),
    }
}
