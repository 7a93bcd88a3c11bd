//! How values are written down: days as people write them, functions by their names, the blank of a
//! number column as `null`.

use super::{Date, DateTime, Function, functions};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of a column or a constant; formats without a NaN, as JSON, get `null` for it.
pub(crate) mod number {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Some(*number).filter(|number| !number.is_nan()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NAN))
    }
}

/// A least or greatest value: a number, a day or a moment, without a word for which it is.
pub(crate) mod limit {
    use super::{Date, DateTime, Deserialize, Deserializer, Error, Serialize, Serializer};
    use crate::value::Value;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(f64),
        Text(String),
    }

    #[allow(clippy::ref_option)]
    pub(crate) fn serialize<S: Serializer>(limit: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
        match limit {
            Some(Value::Number(number)) => number.serialize(serializer),
            Some(Value::Date(day)) => day.serialize(serializer),
            Some(Value::DateTime(moment)) => moment.serialize(serializer),
            _ => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
        Ok(match Option::<Written>::deserialize(deserializer)? {
            None => None,
            Some(Written::Number(number)) => Some(Value::Number(number)),
            Some(Written::Text(text)) => {
                let timed = text.contains(':');
                let day = || Date::parse(&text).map(Value::Date);
                let limit = if timed { DateTime::parse(&text).map(Value::DateTime) } else { day() };
                Some(limit.ok_or_else(|| Error::custom(format!("`{text}` is not a date")))?)
            }
        })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is not a date")))
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is not a datetime")))
    }
}

impl Serialize for Function {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for &'static Function {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        functions::find(&name).ok_or_else(|| Error::custom(format!("there is no function `{name}`")))
    }
}
