//! An input's values divided into parts in which every test of a table answers the same.

use super::cell::{CellTest, Comparison, Literal};
use super::parts::Parts;
use crate::value::{Type, Value};

/// A place between values: just before or just after one. Days and moments are whole numbers, so
/// they need cuts before them only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    pub at: f64,
    pub after: bool,
}

impl Cut {
    fn before(at: f64) -> Cut {
        Cut { at: at + 0.0, after: false }
    }

    fn order(&self, other: &Cut) -> std::cmp::Ordering {
        self.at.total_cmp(&other.at).then(self.after.cmp(&other.after))
    }
}

/// What divides the values.
#[derive(Clone, Debug)]
pub(super) enum Marks {
    /// Part `i` lies below cut `i`, the last part above all.
    Cuts(Vec<Cut>),
    /// Part `i` is value `i`, the last part any other value.
    Values(Vec<Value>),
}

/// The parts of one input; the blank is a part of its own, after all others.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub kind: Type,
    pub marks: Marks,
}

impl Axis {
    /// Divides the values of an input at every literal of its tests and at the further values given.
    pub fn new<'a>(kind: Type, tests: impl Iterator<Item = &'a CellTest>, more: &[Value]) -> Axis {
        let literals = tests.flat_map(CellTest::literals).map(|literal| &literal.value).chain(more);
        let marks = match kind {
            Type::Number | Type::Date | Type::DateTime => {
                let mut cuts: Vec<Cut> =
                    literals.filter_map(|value| around(kind, value)).flat_map(|(low, high)| [low, high]).collect();
                cuts.sort_by(Cut::order);
                cuts.dedup();
                Marks::Cuts(cuts)
            }
            Type::Bool => Marks::Values(vec![Value::Bool(false), Value::Bool(true)]),
            Type::Text | Type::List | Type::Period => {
                let mut values: Vec<Value> = literals.filter(|value| value.as_text().is_some()).cloned().collect();
                values.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
                values.dedup();
                Marks::Values(values)
            }
        };
        Axis { kind, marks }
    }

    /// The part of the blank; all parts below it are values.
    pub fn blank(&self) -> usize {
        match &self.marks {
            Marks::Cuts(cuts) => cuts.len() + 1,
            Marks::Values(values) => values.len() + 1,
        }
    }

    /// The part a value lies in; `None` where it is of a type that the input has not.
    pub fn part_of(&self, value: &Value) -> Option<usize> {
        if value.is_blank() {
            return Some(self.blank());
        }
        match &self.marks {
            Marks::Cuts(cuts) => {
                let (low, _) = around(self.kind, value)?;
                Some(cuts.partition_point(|cut| cut.order(&low).is_le()))
            }
            Marks::Values(values) => match (self.kind, value) {
                (Type::Bool, Value::Bool(flag)) => Some(usize::from(*flag)),
                (Type::Text, Value::Text(_)) => {
                    let found = values.binary_search_by(|known| known.as_text().cmp(&value.as_text()));
                    Some(found.unwrap_or(values.len()))
                }
                _ => None,
            },
        }
    }

    /// The parts in which the test holds; `None` where a formula decides, or where the test does
    /// not suit the input's type.
    pub fn parts(&self, test: &CellTest) -> Option<Parts> {
        let known = self.known(test)?;
        let blank = self.blank();
        let with_blank = test.holds(&Value::Blank) == Some(true);
        Some(if with_blank { known.or(&Parts::range(blank, blank + 1)) } else { known })
    }

    /// Every part but the blank. Truths have no third value.
    pub fn values(&self) -> Parts {
        Parts::range(0, if self.kind == Type::Bool { 2 } else { self.blank() })
    }

    /// Every part, the blank too.
    pub fn everywhere(&self) -> Parts {
        Parts::range(0, self.blank() + 1)
    }

    /// The parts in which a whole number lies.
    pub fn with_whole_numbers(&self) -> Parts {
        let Marks::Cuts(cuts) = &self.marks else { return self.values() };
        let has = |part: usize| {
            let (low, high) = (part.checked_sub(1).and_then(|at| cuts.get(at)), cuts.get(part));
            let first = low.map(|cut| if cut.after { cut.at.floor() + 1.0 } else { cut.at.ceil() });
            first.zip(high).is_none_or(|(first, cut)| if cut.after { first <= cut.at } else { first < cut.at })
        };
        Parts::sorted((0..=cuts.len()).filter(|part| has(*part)).map(|part| (part, part + 1)).collect())
    }

    fn known(&self, test: &CellTest) -> Option<Parts> {
        Some(match test {
            CellTest::Any => self.values(),
            CellTest::Blank => Parts::default(),
            CellTest::Compare(comparison, literal) => self.compared(*comparison, literal)?,
            CellTest::Range { from, from_included, to, to_included } => {
                let low = if *from_included { Comparison::GreaterOrEqual } else { Comparison::Greater };
                let high = if *to_included { Comparison::LessOrEqual } else { Comparison::Less };
                let side = |end: &Option<Literal>, comparison| match end {
                    None => Some(self.values()),
                    Some(end) => self.compared(comparison, end),
                };
                side(from, low)?.and(&side(to, high)?)
            }
            CellTest::OneOf(tests) => {
                tests.iter().try_fold(Parts::default(), |all, test| Some(all.or(&self.known(test)?)))?
            }
            CellTest::All(tests) => {
                tests.iter().try_fold(self.values(), |all, test| Some(all.and(&self.known(test)?)))?
            }
            CellTest::Not(test) => self.values().without(&self.known(test)?),
            CellTest::Formula { .. } => return None,
        })
    }

    fn compared(&self, comparison: Comparison, literal: &Literal) -> Option<Parts> {
        let (low, high) = match &self.marks {
            Marks::Cuts(cuts) => {
                let (low, high) = around(self.kind, &literal.value)?;
                let above = |cut: Cut| cuts.partition_point(|known| known.order(&cut).is_le());
                (above(low), above(high))
            }
            Marks::Values(_) => {
                let part = self.part_of(&literal.value)?;
                (part, part + 1)
            }
        };
        let ordered = matches!(self.marks, Marks::Cuts(_));
        Some(match comparison {
            Comparison::Equal => Parts::range(low, high),
            Comparison::NotEqual => self.values().without(&Parts::range(low, high)),
            _ if !ordered => return None,
            Comparison::Less => Parts::range(0, low),
            Comparison::LessOrEqual => Parts::range(0, high),
            Comparison::Greater => Parts::range(high, self.blank()),
            Comparison::GreaterOrEqual => Parts::range(low, self.blank()),
        })
    }
}

/// The cuts around everything equal to a value: a number, a day, a moment, or all moments of a day.
fn around(kind: Type, value: &Value) -> Option<(Cut, Cut)> {
    let whole = |from: f64, to: f64| (Cut::before(from), Cut::before(to));
    Some(match (kind, value) {
        (Type::Number, Value::Number(number)) => (Cut::before(*number), Cut { at: number + 0.0, after: true }),
        (Type::Date, Value::Date(day)) => whole(f64::from(day.0), f64::from(day.0) + 1.0),
        (Type::DateTime, Value::Date(day)) => whole(f64::from(day.0) * DAY, (f64::from(day.0) + 1.0) * DAY),
        (Type::DateTime, Value::DateTime(moment)) => whole(moment.0 as f64, moment.0 as f64 + 1.0),
        _ => return None,
    })
}

/// Milliseconds of a day.
pub(super) const DAY: f64 = 86_400_000.0;
