//! How an earlier run was made: its policy and its parameters, and where another run differs in them.

use super::{Differs, Outcome};
use crate::value::{Date, Period, Value, number};
use serde_json::Value as Json;

/// The policy and the parameters of a run, as its JSON or its manifest has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    sha256: Option<String>,
    version: Option<String>,
    parameters: Option<Vec<(String, Json)>>,
}

impl Made {
    pub(super) fn of(json: &Json) -> Made {
        let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).map(str::to_string);
        let policy = json.get("policy").unwrap_or(&Json::Null);
        let one = |parameter: &Json| Some((text(parameter, "name")?, parameter.get("value")?.clone()));
        let parameters = json.get("parameters").and_then(Json::as_array);
        Made {
            sha256: text(policy, "sha256"),
            version: text(policy, "version"),
            parameters: parameters.map(|all| all.iter().filter_map(one).collect()),
        }
    }

    /// Where an outcome differs: its policy, its parameters, and the length of its period. That the period is
    /// another one of the same length is what runs are made for.
    pub(super) fn differs(&self, outcome: &Outcome) -> Vec<Differs> {
        let mut differs = Vec::new();
        if self.sha256.as_ref().is_some_and(|sha256| *sha256 != outcome.policy.sha256) {
            differs.push(Differs::Policy { before: self.version.clone(), now: outcome.policy.version.clone() });
        }
        let Some(parameters) = &self.parameters else { return differs };
        for parameter in &outcome.parameters {
            let before = parameters.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value);
            differs.extend(differing(&parameter.name, before, &parameter.value));
        }
        let gone = parameters.iter().filter(|(name, _)| outcome.parameters.iter().all(|known| known.name != *name));
        differs.extend(gone.map(|(name, value)| Differs::Parameter {
            name: name.clone(),
            before: said(value),
            now: String::new(),
        }));
        differs
    }
}

fn differing(name: &str, before: Option<&Json>, now: &Value) -> Option<Differs> {
    if let (Value::Period(now), Some(before)) = (now, before.and_then(period)) {
        return (!now.is_as_long_as(before)).then_some(Differs::Period { before, now: *now });
    }
    let (was, is) = (before.map(said).unwrap_or_default(), now.to_string());
    let same = match (now, before.and_then(Json::as_f64)) {
        (Value::Number(now), Some(before)) => number::equal(*now, before),
        _ => was == is,
    };
    (!same).then(|| Differs::Parameter { name: name.to_string(), before: was, now: is })
}

fn period(json: &Json) -> Option<Period> {
    let day = |key: &str| json.get(key).and_then(Json::as_str).and_then(Date::parse);
    Some(Period { from: day("from")?, to: day("to")? })
}

/// A value of the JSON as the value itself is written.
fn said(json: &Json) -> String {
    match json {
        Json::Null => Value::Blank.to_string(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.as_f64().map_or_else(|| number.to_string(), number::shortest),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(said).collect::<Vec<_>>().join(", "),
        Json::Object(_) => period(json).map_or_else(String::new, |period| period.to_string()),
    }
}
