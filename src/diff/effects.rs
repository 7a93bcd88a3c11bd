//! What differs between two outcomes.

use crate::value::{NumberFormat, Value, number};

/// Everything that differs between two outcomes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Effects {
    /// Decisions and bands with rows that moved.
    pub moves: Vec<Moves>,
    /// Figures that changed.
    pub figures: Vec<FigureChange>,
    /// Scores and number columns that changed.
    pub numbers: Vec<NumberChange>,
    /// Triggers that fire for other rows, or for other owners.
    pub triggers: Vec<TriggerChange>,
    /// Tables with rows that one outcome alone has.
    pub rows: Vec<RowsChange>,
    /// Whom the changes concern, those with most first.
    pub people: Vec<Person>,
}

impl Effects {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
            && self.figures.is_empty()
            && self.numbers.is_empty()
            && self.triggers.is_empty()
            && self.rows.is_empty()
    }
}

/// A row as people name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RowName {
    /// Its key, as text.
    pub key: String,
    /// Its name, where the table has a column `name`.
    pub called: Option<String>,
}

/// A row as it is listed: its key and its name.
impl std::fmt::Display for RowName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.key)?;
        self.called.as_ref().map_or(Ok(()), |called| write!(f, " {called}"))
    }
}

/// What a change comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// Nobody asked, or it is the data.
    #[default]
    Unknown,
    /// One part of the edits alone brings it about: its number among the parts, from 0.
    Part(usize),
    /// Each of several parts alone brings it about.
    Each(Vec<usize>),
    /// No part alone does.
    Together,
}

/// A number taken apart: what each part of the edits alone adds, and what only they together do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Split {
    /// For each part.
    pub parts: Vec<f64>,
    /// The rest of the whole change.
    pub together: f64,
}

impl Split {
    /// The whole change.
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.parts.iter().sum::<f64>() + self.together
    }
}

/// A decision or the bands of a scorecard, with the rows that moved.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Moves {
    /// `customers.segment`, `manager.band`.
    pub what: String,
    /// Its title.
    pub title: String,
    /// Name of the table.
    pub table: String,
    /// Rows compared: those both outcomes have.
    pub rows: usize,
    /// The values, in the order of the policy; a blank last.
    pub values: Vec<Value>,
    /// Rows by value before (outer) and now (inner), those that stayed too.
    pub matrix: Vec<Vec<usize>>,
    /// The rows that moved, in the order of the new outcome.
    pub moved: Vec<MovedRow>,
}

/// A row that moved.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MovedRow {
    /// Which.
    pub row: RowName,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub now: Value,
    /// Whose it is, where triggers or scorecards tell.
    pub owner: Option<String>,
    /// What brought it about.
    pub cause: Cause,
    pub(super) id: String,
}

/// A figure that changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FigureChange {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub now: Value,
    /// How it is shown.
    pub format: NumberFormat,
    /// The change taken apart, where both are numbers.
    pub split: Option<Split>,
}

/// How the numbers of a column become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Summed {
    /// Their sum.
    Total,
    /// Their mean, for shares, quotients, ranks and scores.
    Mean,
}

impl Summed {
    /// Its word, in texts and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        if self == Summed::Total { "total" } else { "mean" }
    }
}

/// A number column, or a score, that changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NumberChange {
    /// `customers.margin`, `manager.score`.
    pub what: String,
    /// Its title.
    pub title: String,
    /// How the numbers become one.
    pub summed: Summed,
    /// That number before; none where all are blank.
    pub before: Option<f64>,
    /// That number now.
    pub now: Option<f64>,
    /// How it is shown.
    pub format: NumberFormat,
    /// Rows compared.
    pub rows: usize,
    /// Rows with another number.
    pub changed: usize,
    /// Of a score the rows with another number, the greatest gain first.
    pub scores: Vec<ScoredRow>,
    /// The change taken apart, where both are numbers.
    pub split: Option<Split>,
}

impl NumberChange {
    /// Whether the numbers of rows changed and what they come to did not: a rank that two rows exchange.
    #[must_use]
    pub fn stays(&self) -> bool {
        match (self.before, self.now) {
            (Some(before), Some(now)) => number::equal(before, now),
            (before, now) => before == now,
        }
    }
}

/// A row with another score.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScoredRow {
    /// Which.
    pub row: RowName,
    /// What it was; none where blank.
    pub before: Option<f64>,
    /// What it is; none where blank.
    pub now: Option<f64>,
}

/// A trigger that fires for other rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TriggerChange {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// For how many rows it fired.
    pub before: usize,
    /// For how many rows it fires.
    pub now: usize,
    /// Rows it fires for now and did not before.
    pub gained: Vec<TriggerRow>,
    /// Rows it fired for and does not now.
    pub lost: Vec<TriggerRow>,
    /// Rows it fires for, now for another owner.
    pub passed: Vec<TriggerRow>,
}

/// A row a trigger fires for, or did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TriggerRow {
    /// Which.
    pub row: RowName,
    /// Whose it is, or was.
    pub owner: Option<String>,
    /// What brought it about.
    pub cause: Cause,
    pub(super) id: String,
}

/// A table with rows that one outcome alone has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RowsChange {
    /// Name of the table.
    pub table: String,
    /// Rows both have.
    pub both: usize,
    /// Rows of the new outcome alone.
    pub come: Vec<RowName>,
    /// Rows of the old outcome alone.
    pub gone: Vec<RowName>,
}

/// What the changes mean for one person.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Person {
    /// The name.
    pub name: String,
    /// Rows of theirs that moved, in any decision or band.
    pub moved: usize,
    /// Triggers that fire for them now and did not.
    pub gained: usize,
    /// Triggers that fired for them and do not now.
    pub lost: usize,
    /// Their own scores: scorecard, before, now.
    pub scores: Vec<(String, Option<f64>, Option<f64>)>,
    /// By how much totals over their rows changed: column and difference.
    pub totals: Vec<(String, f64)>,
}

impl Person {
    /// By how much the total of a column over their rows changed.
    #[must_use]
    pub fn total(&self, what: &str) -> Option<f64> {
        self.totals.iter().find(|(known, _)| known == what).map(|(_, size)| *size)
    }
}
