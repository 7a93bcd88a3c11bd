//! Fingerprints of what was decided: two outcomes with the same ones are the same, whatever the format of
//! their reports.

use super::{Outcome, Standing};
use crate::files::hex;
use crate::table::{BLANK_TEXT, Column, TextColumn};
use crate::value::{Date, Type, Value};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// Cells for which other threads are worth waking up.
const MANY: usize = 1 << 20;

/// A part of an outcome with its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Which part: `tables.orders.amount`, `scorecards.manager.score`, `figures.sales`, `triggers`, `issues`.
    pub what: String,
    /// Number of its rows.
    pub rows: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The fingerprint of every part of an outcome: columns, scores, figures, lists.
#[must_use]
pub fn digests(outcome: &Outcome) -> Vec<Digest> {
    let mut columns: Vec<(String, &Column)> = Vec::new();
    for table in &outcome.tables {
        let own = table.columns.iter();
        columns.extend(own.map(|column| (format!("tables.{}.{}", table.name, column.name), &*column.data)));
    }
    for card in &outcome.scorecards {
        let mut add = |part: &str, column| columns.push((format!("scorecards.{}.{part}", card.name), column));
        for measure in &card.measures {
            add(&measure.name, &measure.value);
            add(&format!("{}_points", measure.name), &measure.points);
        }
        add("score", &card.score);
        add("band", &card.band);
        add("rank", &card.rank);
        add("reasons", &card.reasons);
    }
    let mut all = of_columns(columns);
    all.extend(outcome.figures.iter().map(|figure| {
        list(&format!("figures.{}", figure.name), std::slice::from_ref(figure), |sum, figure| sum.value(&figure.value))
    }));
    all.extend([list("assertions", &outcome.assertions, |sum, assertion| {
        sum.texts([&assertion.name, assertion.how(), &assertion.says]);
    })]);
    all.extend(review(outcome));
    all.push(issues(outcome));
    all
}

/// One fingerprint for all parts.
#[must_use]
pub fn digest_of_all(digests: &[Digest]) -> String {
    let mut sum = Sum::default();
    for digest in digests {
        sum.texts([&digest.what, &digest.sha256]);
    }
    sum.finish()
}

/// What a reviewer is shown of rows: triggers and what became of them.
fn review(outcome: &Outcome) -> [Digest; 4] {
    let day = |sum: &mut Sum, day: Option<Date>| sum.value(&day.map_or(Value::Blank, Value::Date));
    [
        list("triggers", &outcome.triggers, |sum, fired| {
            sum.texts([fired.trigger(), &fired.key(), fired.severity().word(), &fired.message()]);
            sum.texts([fired.owner().as_deref().unwrap_or_default(), fired.standing().map_or("", Standing::word)]);
            day(sum, fired.due());
            day(sum, fired.since());
        }),
        list("cleared", &outcome.cleared, |sum, cleared| {
            sum.texts([&cleared.trigger, &cleared.key]);
            day(sum, cleared.since);
            day(sum, cleared.on);
        }),
        list("movements", &outcome.movements, |sum, moved| {
            sum.texts([&moved.what, &moved.key]);
            sum.value(&moved.before);
            sum.value(&moved.now);
        }),
        list("undetermined", &outcome.undetermined, |sum, open| sum.texts([&open.trigger, &open.key])),
    ]
}

fn issues(outcome: &Outcome) -> Digest {
    list("issues", &outcome.issues, |sum, issue| {
        let cell = issue.cell.as_ref().map(ToString::to_string);
        let said = [&cell, &issue.text, &issue.table, &issue.column, &issue.key, &issue.rule_text];
        sum.texts([issue.code.as_str(), &issue.message, &issue.count.to_string()]);
        sum.texts(said.map(|text| text.as_deref().unwrap_or_default()));
    })
}

fn list<T>(what: &str, items: impl IntoIterator<Item = T>, add: impl Fn(&mut Sum, T)) -> Digest {
    let (mut sum, mut rows) = (Sum::default(), 0);
    for item in items {
        add(&mut sum, item);
        rows += 1;
    }
    Digest { what: what.to_string(), rows, sha256: sum.finish() }
}

/// Long columns are looked at side by side.
fn of_columns(columns: Vec<(String, &Column)>) -> Vec<Digest> {
    let cells: usize = columns.iter().map(|(_, column)| column.len()).sum();
    let one = |(what, column)| of_column(what, column);
    if cells < MANY { columns.into_iter().map(one).collect() } else { columns.into_par_iter().map(one).collect() }
}

fn of_column(what: String, column: &Column) -> Digest {
    let mut sum = Sum::default();
    sum.texts([column.kind().word()]);
    match column {
        Column::Number(values) => sum.numbers(values, |number| one_blank(*number).to_bits().to_le_bytes()),
        Column::Date(values) => sum.numbers(values, |day| day.to_le_bytes()),
        Column::DateTime(values) => sum.numbers(values, |moment| moment.to_le_bytes()),
        Column::Bool(values) => sum.numbers(values, |flag| [*flag]),
        Column::Text(values) => sum.column_of_texts(values),
        Column::Values(_, values) => values.iter().for_each(|value| sum.value(value)),
    }
    Digest { what, rows: column.len(), sha256: sum.finish() }
}

/// A number with one blank: which of the many NaNs comes of arithmetic with blanks is up to the compiler.
fn one_blank(number: f64) -> f64 {
    if number.is_nan() { f64::NAN } else { number }
}

/// A fingerprint in the making. Every text goes in with its length, so that no two things run together.
#[derive(Default)]
struct Sum(Sha256);

impl Sum {
    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t (impl AsRef<str> + ?Sized + 't)>) {
        for text in texts {
            let text = text.as_ref();
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text);
        }
    }

    fn value(&mut self, value: &Value) {
        // The type tells the text `1` from the number.
        self.texts([value.type_of().map_or("blank", Type::word)]);
        match value {
            Value::List(items) => items.iter().for_each(|item| self.value(item)),
            value => self.texts([&value.to_string()]),
        }
    }

    fn numbers<T, const N: usize>(&mut self, values: &[T], bytes: impl Fn(&T) -> [u8; N]) {
        let mut buffer = Vec::with_capacity(N * 1024);
        for values in values.chunks(1024) {
            buffer.clear();
            values.iter().for_each(|value| buffer.extend_from_slice(&bytes(value)));
            self.0.update(&buffer);
        }
    }

    /// Codes hang on how the column came to be, so texts are numbered anew as they appear.
    fn column_of_texts(&mut self, column: &TextColumn) {
        let mut numbers: Vec<u32> = vec![BLANK_TEXT; column.dictionary.len()];
        let mut seen = Vec::new();
        for &code in &column.codes {
            if let Some(number) = numbers.get_mut(code as usize).filter(|number| **number == BLANK_TEXT) {
                *number = seen.len() as u32;
                seen.push(code);
            }
        }
        self.texts(seen.into_iter().map(|code| column.dictionary.get(code)));
        let number = |code: &u32| numbers.get(*code as usize).copied().unwrap_or(BLANK_TEXT);
        self.numbers(&column.codes, |code| number(code).to_le_bytes());
    }

    fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}
