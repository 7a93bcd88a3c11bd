//! Findings for programs.

use super::Diagnostic;
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// The findings as JSON:
/// `[{"code","severity","message","file","line","column","text","cell"?,"help","fix"?,"region"?,"sure"?,"met"?,"related":[…]}]`.
/// A fix is `{"file","line","column","text","instead","certain"}`: `text` stands there, `instead` belongs there.
#[must_use]
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    diagnostics.iter().map(|diagnostic| one(diagnostic, sources)).collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut object = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
    });
    if let Some((span, label)) = &diagnostic.primary {
        object.as_object_mut().expect("made above").extend(place(*span, sources));
        if !label.is_empty() {
            object["label"] = json!(label);
        }
    }
    object["help"] = json!(diagnostic.help);
    if let Some(fix) = &diagnostic.fix {
        let mut change = place(fix.span, sources);
        change.insert("instead".into(), json!(fix.text));
        change.insert("certain".into(), json!(fix.certain));
        object["fix"] = Value::Object(change);
    }
    if let Some(region) = &diagnostic.region {
        object["region"] = region.to_json();
        object["sure"] = json!(region.sure);
        if let Some(met) = &region.met {
            object["met"] = met.to_json();
        }
    }
    object["related"] = diagnostic
        .related
        .iter()
        .map(|(span, role)| {
            let mut related = place(*span, sources);
            related.insert("role".into(), json!(role));
            Value::Object(related)
        })
        .collect();
    object
}

fn place(span: Span, sources: &Sources) -> serde_json::Map<String, Value> {
    let file = sources.file(span.file);
    let place = sources.place(span);
    let mut map = serde_json::Map::new();
    map.insert("file".into(), json!(file.path));
    map.insert("line".into(), json!(place.line));
    map.insert("column".into(), json!(place.column));
    map.insert("text".into(), json!(sources.text(span)));
    if let Some((_, _, cell)) = file.cells.iter().find(|(start, end, _)| *start <= span.start && span.start <= *end) {
        map.insert("cell".into(), json!(cell));
    }
    map
}
