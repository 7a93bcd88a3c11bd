//! The types a column can have, and one value of any of them.

use super::{Date, DateTime, Period, number};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The type of a column, a parameter or an expression. Every type also has a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A 64-bit floating point number, always finite.
    Number,
    /// Text, compared exactly.
    Text,
    /// A calendar day.
    Date,
    /// A calendar day with a time of day, to the millisecond.
    DateTime,
    /// True or false.
    Bool,
    /// Several values, as `list(…)` and `hit: collect` give them.
    List,
    /// Two days, both included. Only parameters and expressions have this type, never columns.
    Period,
}

impl Type {
    /// The word used for this type in policies and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Type::Number => "number",
            Type::Text => "text",
            Type::Date => "date",
            Type::DateTime => "datetime",
            Type::Bool => "bool",
            Type::List => "list",
            Type::Period => "period",
        }
    }

    /// The word with its article, for sentences: `a number`, `text`.
    #[must_use]
    pub fn a_word(self) -> &'static str {
        match self {
            Type::Number => "a number",
            Type::Text => "text",
            Type::Date => "a date",
            Type::DateTime => "a datetime",
            Type::Bool => "true or false",
            Type::List => "a list",
            Type::Period => "a period",
        }
    }

    /// The type of that word, as written after `type:`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Type> {
        Some(match word {
            "number" => Type::Number,
            "text" => Type::Text,
            "date" => Type::Date,
            "datetime" => Type::DateTime,
            "bool" => Type::Bool,
            "list" => Type::List,
            "period" => Type::Period,
            _ => return None,
        })
    }

    /// Whether this is a date or a datetime.
    #[must_use]
    pub fn is_dated(self) -> bool {
        matches!(self, Type::Date | Type::DateTime)
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Unknown.
    #[default]
    Blank,
    /// A finite number.
    Number(#[serde(with = "super::serial::number")] f64),
    /// Text.
    Text(Arc<str>),
    /// A calendar day.
    Date(Date),
    /// A day with a time.
    DateTime(DateTime),
    /// True or false.
    Bool(bool),
    /// Several values.
    List(Arc<[Value]>),
    /// Two days, both included.
    Period(Period),
}

impl Value {
    /// Text from anything that is text.
    pub fn text(text: impl Into<Arc<str>>) -> Value {
        Value::Text(text.into())
    }

    /// A number, or blank where it is not finite.
    #[must_use]
    pub fn number(number: f64) -> Value {
        if number.is_finite() { Value::Number(number) } else { Value::Blank }
    }

    /// Whether this is the blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Blank)
    }

    /// The type, or `None` for a blank.
    #[must_use]
    pub fn type_of(&self) -> Option<Type> {
        Some(match self {
            Value::Blank => return None,
            Value::Number(_) => Type::Number,
            Value::Text(_) => Type::Text,
            Value::Date(_) => Type::Date,
            Value::DateTime(_) => Type::DateTime,
            Value::Bool(_) => Type::Bool,
            Value::List(_) => Type::List,
            Value::Period(_) => Type::Period,
        })
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    /// The text, if this is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// True or false, if this is either.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// The calendar day of a date or datetime.
    #[must_use]
    pub fn as_day(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            Value::DateTime(moment) => Some(moment.date()),
            _ => None,
        }
    }
}

/// As people read it: numbers in shortest form, dates as ISO, a blank as `–`.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Blank => f.write_str("–"),
            Value::Number(number) => f.write_str(&number::shortest(*number)),
            Value::Text(text) => f.write_str(text),
            Value::Date(date) => date.fmt(f),
            Value::DateTime(moment) => moment.fmt(f),
            Value::Bool(flag) => flag.fmt(f),
            Value::Period(period) => period.fmt(f),
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    item.fmt(f)?;
                }
                Ok(())
            }
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::number(number)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::text(text)
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}
impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Value::Date(date)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Blank, Into::into)
    }
}
