//! The triggers that fired, and what they say of each row.

use crate::eval::{FiredRows, Standing};
use crate::policy::model::Severity;
use crate::table::{Column, row_key};
use crate::value::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// Triggers and the rows they fired for: by severity, those with a weight before the others and the heaviest first, then
/// in policy order and row order.
///
/// A run over millions of rows fires for as many. What it says of a row is put together when it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Triggers {
    all: Vec<Trigger>,
    /// How many rows there are up to and with each trigger.
    ends: Vec<usize>,
    /// Where something is weighed, the rows in their order: the trigger, and its place among the trigger's rows.
    order: Option<Vec<(u32, u32)>>,
}

/// A trigger and the rows it fired for.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) table: usize,
    pub(crate) severity: Severity,
    /// The keys of its table.
    pub(crate) keys: Option<Arc<Column>>,
    pub(crate) fired: Arc<FiredRows>,
}

/// A row for which a trigger fired.
#[derive(Clone, Copy, Debug)]
pub struct Fired<'o> {
    of: &'o Trigger,
    at: usize,
}

impl Triggers {
    /// In any order of severities.
    pub(crate) fn new(mut all: Vec<Trigger>) -> Triggers {
        all.sort_by_key(|trigger| trigger.severity);
        let ends = all.iter().scan(0, |end, trigger| {
            *end += trigger.fired.rows.len();
            Some(*end)
        });
        let order = all.iter().any(|trigger| trigger.fired.is_weighed()).then(|| by_weight(&all));
        Triggers { ends: ends.collect(), all, order }
    }

    /// Each trigger with all its rows.
    pub(super) fn triggers(&self) -> &[Trigger] {
        &self.all
    }

    /// Whether any of them says what is at stake.
    #[must_use]
    pub fn are_weighed(&self) -> bool {
        self.order.is_some()
    }

    /// How many rows there are; a row for which two triggers fired counts twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether nothing fired.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of = self.all.iter().filter(|trigger| trigger.severity == severity);
        of.map(|trigger| trigger.fired.rows.len()).sum()
    }

    /// The row at a place of the whole list.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Fired<'_>> {
        if let Some(order) = &self.order {
            let (trigger, at) = *order.get(place)?;
            return Some(Fired { of: self.all.get(trigger as usize)?, at: at as usize });
        }
        let trigger = self.ends.partition_point(|end| *end <= place);
        let of = self.all.get(trigger)?;
        let before = self.ends[trigger] - of.fired.rows.len();
        Some(Fired { of, at: place - before })
    }

    /// The first, the most urgent.
    #[must_use]
    pub fn first(&self) -> Option<Fired<'_>> {
        self.get(0)
    }

    /// Every row in order.
    #[must_use]
    pub fn iter(&self) -> TriggersIter<'_> {
        TriggersIter { of: self, place: 0 }
    }
}

/// Every row of triggers that stand by severity, the heaviest of a severity first; those without a weight behind them.
fn by_weight(all: &[Trigger]) -> Vec<(u32, u32)> {
    let mut rows: Vec<(Severity, f64, (u32, u32))> = Vec::new();
    for (at, trigger) in all.iter().enumerate() {
        let fired = &trigger.fired;
        let weight = |row: usize| fired.weight(row).unwrap_or(f64::NEG_INFINITY);
        rows.extend((0..fired.rows.len()).map(|row| (trigger.severity, weight(row), (at as u32, row as u32))));
    }
    // What weighs the same keeps the order of policy and rows.
    rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
    rows.into_iter().map(|(.., place)| place).collect()
}

impl<'o> IntoIterator for &'o Triggers {
    type Item = Fired<'o>;
    type IntoIter = TriggersIter<'o>;

    fn into_iter(self) -> TriggersIter<'o> {
        self.iter()
    }
}

/// The rows of [`Triggers`] in order.
#[derive(Clone, Debug)]
pub struct TriggersIter<'o> {
    of: &'o Triggers,
    place: usize,
}

impl<'o> Iterator for TriggersIter<'o> {
    type Item = Fired<'o>;

    fn next(&mut self) -> Option<Fired<'o>> {
        let fired = self.of.get(self.place)?;
        self.place += 1;
        Some(fired)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.of.len() - self.place;
        (left, Some(left))
    }
}

impl ExactSizeIterator for TriggersIter<'_> {}

impl<'o> Fired<'o> {
    /// Name of the trigger.
    #[must_use]
    pub fn trigger(self) -> &'o str {
        &self.of.name
    }

    /// Title of the trigger; its name where it has none.
    #[must_use]
    pub fn title(self) -> &'o str {
        if self.of.title.is_empty() { &self.of.name } else { &self.of.title }
    }

    /// Index of the table.
    #[must_use]
    pub fn table(self) -> usize {
        self.of.table
    }

    /// Row of the table.
    #[must_use]
    pub fn row(self) -> usize {
        self.of.fired.rows[self.at] as usize
    }

    /// Key of the row as text; its number (from 1) where the table has no key.
    #[must_use]
    pub fn key(self) -> Cow<'o, str> {
        let (keys, row) = (self.of.keys.as_deref(), self.row());
        match keys.and_then(|keys| keys.text(row)) {
            Some(key) => Cow::Borrowed(key),
            None => Cow::Owned(row_key(keys, row)),
        }
    }

    /// How urgent.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.of.severity
    }

    /// What is at stake.
    #[must_use]
    pub fn weight(self) -> Option<f64> {
        self.of.fired.weight(self.at)
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(self) -> Option<Cow<'o, str>> {
        self.of.fired.owner(self.at)
    }

    /// When it is due.
    #[must_use]
    pub fn due(self) -> Option<Date> {
        self.of.fired.due(self.at)
    }

    /// What to say: the message, or the title where that is blank.
    #[must_use]
    pub fn message(self) -> Cow<'o, str> {
        self.of.fired.message(self.at).unwrap_or(Cow::Borrowed(&self.of.title))
    }

    /// New or continuing; `None` without an earlier run.
    #[must_use]
    pub fn standing(self) -> Option<Standing> {
        self.of.fired.standing(self.at)
    }

    /// Since when it stands.
    #[must_use]
    pub fn since(self) -> Option<Date> {
        self.of.fired.since(self.at)
    }
}

/// A row for which a trigger fired, written by hand.
#[cfg(test)]
#[derive(Clone, Debug)]
pub(crate) struct ByHand {
    pub(crate) trigger: String,
    pub(crate) title: String,
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) key: String,
    pub(crate) severity: Severity,
    pub(crate) weight: Option<f64>,
    pub(crate) owner: Option<String>,
    pub(crate) due: Option<Date>,
    pub(crate) message: String,
    pub(crate) standing: Option<Standing>,
    pub(crate) since: Option<Date>,
}

#[cfg(test)]
impl From<Fired<'_>> for ByHand {
    fn from(fired: Fired<'_>) -> ByHand {
        ByHand {
            trigger: fired.trigger().into(),
            title: fired.title().into(),
            table: fired.table(),
            row: fired.row(),
            key: fired.key().into_owned(),
            severity: fired.severity(),
            weight: fired.weight(),
            owner: fired.owner().map(Cow::into_owned),
            due: fired.due(),
            message: fired.message().into_owned(),
            standing: fired.standing(),
            since: fired.since(),
        }
    }
}

#[cfg(test)]
impl FromIterator<ByHand> for Triggers {
    fn from_iter<I: IntoIterator<Item = ByHand>>(rows: I) -> Triggers {
        let one = |row: ByHand| {
            let said = (row.owner, row.due, row.message);
            let fired = FiredRows::by_hand(row.row as u32, said, row.standing, row.since).weighed(row.weight);
            let keys = (0..=row.row).map(|at| (at == row.row).then_some(row.key.as_str()));
            Trigger {
                name: row.trigger,
                title: row.title,
                table: row.table,
                severity: row.severity,
                keys: Some(Arc::new(Column::Text(keys.collect()))),
                fired: Arc::new(fired),
            }
        };
        Triggers::new(rows.into_iter().map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{ByHand, Triggers};
    use crate::policy::model::Severity::{self, High, Low};

    fn row(key: &str, trigger: &str, severity: Severity, weight: Option<f64>) -> ByHand {
        ByHand {
            trigger: trigger.into(),
            title: trigger.into(),
            table: 0,
            row: 0,
            key: key.into(),
            severity,
            weight,
            owner: None,
            due: None,
            message: String::new(),
            standing: None,
            since: None,
        }
    }

    #[test]
    fn the_heaviest_of_a_severity_comes_first_and_what_is_not_weighed_behind() {
        let fired: Triggers = [
            row("a", "late", Low, Some(900.0)),
            row("b", "late", High, Some(20.0)),
            row("c", "late", High, None),
            row("d", "other", High, Some(300.0)),
            row("e", "other", High, Some(20.0)),
            row("f", "other", Low, None),
        ]
        .into_iter()
        .collect();
        let keys: Vec<String> = fired.iter().map(|fired| fired.key().into_owned()).collect();
        assert_eq!(keys, ["d", "b", "e", "c", "a", "f"]);
        assert_eq!((fired.len(), fired.count(High)), (6, 4));
        assert_eq!(fired.get(0).and_then(|fired| fired.weight()), Some(300.0));
        assert!(fired.get(6).is_none() && fired.are_weighed());
    }

    #[test]
    fn without_weights_the_order_is_that_of_the_policy() {
        let fired: Triggers = [row("a", "late", Low, None), row("b", "late", High, None)].into_iter().collect();
        let keys: Vec<String> = fired.iter().map(|fired| fired.key().into_owned()).collect();
        assert_eq!(keys, ["b", "a"]);
        assert!(!fired.are_weighed());
    }
}
