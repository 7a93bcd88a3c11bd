//! Values of inputs that a finding about a decision table speaks of.

use crate::value::Value;
use serde_json::{Map, Value as Json, json};

/// A part of all that the inputs of a decision table can be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// The inputs that not just any value is meant of.
    pub extents: Vec<Extent>,
    /// Whether it is known that such values can be met.
    pub sure: bool,
    /// What lies in it, where data was looked at.
    pub met: Option<Met>,
}

/// The rows of given data that lie in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// How many they are.
    pub rows: usize,
    /// Of how many.
    pub of: usize,
    /// The sum over them of the column that says what a row is worth, by its name, where there is one.
    pub worth: Option<(String, f64)>,
}

impl Met {
    /// `{"rows","of","worth"?: {"column","sum"}}`
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut object = json!({ "rows": self.rows, "of": self.of });
        if let Some((column, sum)) = &self.worth {
            object["worth"] = json!({ "column": column, "sum": sum });
        }
        object
    }
}

/// Values of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Extent {
    /// The input, by its name or formula.
    pub input: String,
    /// The values as a cell would ask for them: `< 1_000_000`, `A, B`.
    pub test: String,
    /// The same for programs.
    pub values: Extents,
    /// Whether the blank is among them.
    pub blank: bool,
}

/// The values of an extent, the blank apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Extents {
    /// What lies in one of these.
    Ranges(Vec<Range>),
    /// These.
    Values(Vec<Value>),
    /// Any but these.
    Not(Vec<Value>),
}

/// Numbers, days or moments from one to another; without an end there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Lower end, and whether it belongs to the range.
    pub from: Option<(Value, bool)>,
    /// Upper end, and whether it belongs to the range.
    pub to: Option<(Value, bool)>,
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<String> = self.extents.iter().map(ToString::to_string).collect();
        f.write_str(if words.is_empty() { "any values" } else { "" })?;
        f.write_str(&words.join(" and "))
    }
}

impl std::fmt::Display for Extent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_name = self.input.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        match (&self.values, self.blank) {
            // `sales > goal`, rather than `sales > goal true`.
            (Extents::Values(one), false) if !is_name && one[..] == [Value::Bool(true)] => f.write_str(&self.input),
            (Extents::Values(one), false) if !is_name && one[..] == [Value::Bool(false)] => {
                write!(f, "not ({})", self.input)
            }
            _ => write!(f, "{} {}", self.input, self.test),
        }
    }
}

impl Region {
    /// `[{"input","test","ranges"|"values"|"not","blank"?}]`
    #[must_use]
    pub fn to_json(&self) -> Json {
        self.extents.iter().map(Extent::to_json).collect()
    }
}

impl Extent {
    fn to_json(&self) -> Json {
        let mut map = Map::new();
        map.insert("input".into(), json!(self.input));
        map.insert("test".into(), json!(self.test));
        let list = |values: &[Value]| values.iter().map(plain).collect::<Json>();
        match &self.values {
            Extents::Ranges(ranges) => map.insert("ranges".into(), ranges.iter().map(Range::to_json).collect()),
            Extents::Values(values) => map.insert("values".into(), list(values)),
            Extents::Not(values) => map.insert("not".into(), list(values)),
        };
        if self.blank {
            map.insert("blank".into(), json!(true));
        }
        Json::Object(map)
    }
}

impl Range {
    fn to_json(&self) -> Json {
        let mut map = Map::new();
        for (end, own, included) in [("from", &self.from, "from_included"), ("to", &self.to, "to_included")] {
            if let Some((value, inside)) = own {
                map.insert(end.into(), plain(value));
                map.insert(included.into(), json!(inside));
            }
        }
        Json::Object(map)
    }
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Number(number) => json!(number),
        Value::Bool(flag) => json!(flag),
        other => json!(other.to_string()),
    }
}
