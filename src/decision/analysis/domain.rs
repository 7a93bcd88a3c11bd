//! The values that an input can have.

use crate::decision::axis::DAY;
use crate::value::{Date, DateTime, Type, Value};

/// What is known of the values an input can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// The only values it has, apart from blank; empty for any.
    pub one_of: Vec<Value>,
    /// Least number it has, or first day or moment, counted in days (see [`Domain::place`]).
    pub min: Option<f64>,
    /// Greatest number it has, or last day or moment.
    pub max: Option<f64>,
    /// Whether its numbers are whole. Days are.
    pub whole: bool,
    /// Whether it can be blank.
    pub may_be_blank: bool,
}

impl Default for Domain {
    fn default() -> Domain {
        Domain { one_of: Vec::new(), min: None, max: None, whole: false, may_be_blank: true }
    }
}

impl Domain {
    /// Where a value lies among those of its type: a number itself, days and moments counted in days, so that their
    /// differences are those of the policy.
    #[must_use]
    pub fn place(value: &Value) -> Option<f64> {
        match value {
            Value::Date(day) => Some(f64::from(day.0)),
            Value::DateTime(moment) => Some(moment.0 as f64 / DAY),
            other => other.as_number(),
        }
    }

    /// The value of that type at a place.
    #[must_use]
    pub fn value_at(place: f64, kind: Type) -> Option<Value> {
        match kind {
            Type::Number => Some(Value::number(place)),
            Type::Date => Some(Value::Date(Date(place as i32))),
            Type::DateTime => Some(Value::DateTime(DateTime((place * DAY).round() as i64))),
            Type::Text | Type::Bool | Type::List | Type::Period => None,
        }
    }

    /// These values, and blank.
    #[must_use]
    pub fn of(values: Vec<Value>) -> Domain {
        Domain { one_of: values, ..Domain::default() }
    }

    /// Whole numbers from one to another, and blank.
    #[must_use]
    pub fn whole(min: Option<f64>, max: Option<f64>) -> Domain {
        Domain { min, max, whole: true, ..Domain::default() }
    }

    /// Numbers from one to another, and blank.
    #[must_use]
    pub fn between(min: Option<f64>, max: Option<f64>) -> Domain {
        Domain { min, max, ..Domain::default() }
    }

    /// The same without the blank.
    #[must_use]
    pub fn known(self) -> Domain {
        Domain { may_be_blank: false, ..self }
    }

    /// The same, and the blank.
    #[must_use]
    pub fn or_blank(self) -> Domain {
        Domain { may_be_blank: true, ..self }
    }

    /// The values of either.
    #[must_use]
    pub fn either(self, other: Domain) -> Domain {
        let may_be_blank = self.may_be_blank || other.may_be_blank;
        if !self.one_of.is_empty() && !other.one_of.is_empty() {
            let mut one_of = self.one_of;
            let more: Vec<Value> = other.one_of.into_iter().filter(|value| !one_of.contains(value)).collect();
            one_of.extend(more);
            return Domain { one_of, may_be_blank, ..Domain::default() };
        }
        let (a, b) = (self.limits(), other.limits());
        Domain {
            min: a.min.zip(b.min).map(|(a, b)| a.min(b)),
            max: a.max.zip(b.max).map(|(a, b)| a.max(b)),
            whole: a.whole && b.whole,
            may_be_blank,
            one_of: Vec::new(),
        }
    }

    /// What sums of a value of each are; blank where one is.
    #[must_use]
    pub fn plus(&self, other: &Domain) -> Domain {
        let (a, b) = (self.limits(), other.limits());
        Domain {
            min: a.min.zip(b.min).map(|(a, b)| a + b),
            max: a.max.zip(b.max).map(|(a, b)| a + b),
            whole: a.whole && b.whole,
            may_be_blank: a.may_be_blank || b.may_be_blank,
            one_of: Vec::new(),
        }
    }

    /// The values times a number.
    #[must_use]
    pub fn times(&self, factor: f64) -> Domain {
        let own = self.limits();
        let (low, high) = if factor < 0.0 { (own.max, own.min) } else { (own.min, own.max) };
        let (min, max) = (low.map(|low| low * factor), high.map(|high| high * factor));
        Domain {
            min,
            max,
            whole: own.whole && factor.fract() == 0.0,
            may_be_blank: own.may_be_blank,
            one_of: Vec::new(),
        }
    }

    /// The same as limits, for numbers that are listed too.
    #[must_use]
    pub fn limits(&self) -> Domain {
        let numbers: Vec<f64> = self.one_of.iter().filter_map(Value::as_number).collect();
        if numbers.is_empty() || numbers.len() < self.one_of.len() {
            return Domain { one_of: Vec::new(), ..self.clone() };
        }
        Domain {
            min: numbers.iter().copied().reduce(f64::min),
            max: numbers.iter().copied().reduce(f64::max),
            whole: numbers.iter().all(|number| number.fract() == 0.0),
            may_be_blank: self.may_be_blank,
            one_of: Vec::new(),
        }
    }
}
