//! Findings where code is reviewed: as annotations of GitHub Actions, and as SARIF.

use crate::diagnostic::{Diagnostic, Severity};
use crate::mend::Checked;
use crate::source::{Place, Sources, Span, coded};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every finding with the files it points into.
fn all<'c>(checked: &'c [&'c Checked]) -> impl Iterator<Item = (&'c Diagnostic, &'c Sources)> + Clone {
    checked.iter().flat_map(|checked| checked.placed())
}

/// The lines that GitHub Actions makes annotations of: `::error file=…,line=…::message`.
pub(super) fn github(checked: &[&Checked]) -> String {
    all(checked).map(|(found, sources)| annotation(found, sources)).collect()
}

fn annotation(found: &Diagnostic, sources: &Sources) -> String {
    let word = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut about = vec![("title", found.code.to_string())];
    if let Some(span) = found.span() {
        let (start, end) = places(span, sources);
        about.insert(0, ("file", sources.file(span.file).own_path().to_string()));
        about.push(("line", start.line.to_string()));
        about.push(("col", start.column.to_string()));
        if end.line == start.line {
            about.push(("endColumn", end.column.to_string()));
        } else {
            about.push(("endLine", end.line.to_string()));
        }
    }
    let about: Vec<String> = about.into_iter().map(|(key, text)| format!("{key}={}", property(&text))).collect();
    format!("::{word} {}::{}\n", about.join(","), data(&sentence(found, sources)))
}

/// What is wrong, and what to do. A place within a rendered sheet is told by its cell.
fn sentence(found: &Diagnostic, sources: &Sources) -> String {
    let cell = found.span().filter(|span| sources.file(span.file).is_sheet()).map(|span| sources.cite(span));
    found.in_full(cell.as_deref())
}

/// GitHub takes lines and `%` in a message by their codes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn places(span: Span, sources: &Sources) -> (Place, Place) {
    (sources.place(span), sources.place(Span { start: span.end, ..span }))
}

/// The findings as SARIF 2.1.0, as code scanning takes them.
pub(super) fn sarif(checked: &[&Checked]) -> Value {
    let rules: BTreeMap<&str, Value> =
        all(checked).map(|(found, _)| (found.code, json!({"id": found.code, "name": found.code}))).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "rulebook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_values().collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": all(checked).map(|(found, sources)| result(found, sources)).collect::<Vec<_>>(),
        }],
    })
}

fn result(found: &Diagnostic, sources: &Sources) -> Value {
    let mut result = json!({
        "ruleId": found.code,
        "level": found.severity.word(),
        "message": {"text": sentence(found, sources)},
    });
    if let Some(span) = found.span() {
        result["locations"] = json!([location(span, sources, None)]);
    }
    if !found.related.is_empty() {
        let related = found.related.iter().map(|(span, role)| location(*span, sources, Some(role)));
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = found.fix.as_ref().filter(|fix| !sources.file(fix.span.file).is_sheet()) {
        let change = json!({
            "artifactLocation": {"uri": coded(sources.file(fix.span.file).own_path())},
            "replacements": [{"deletedRegion": region(fix.span, sources), "insertedContent": {"text": fix.text}}],
        });
        result["fixes"] = json!([{"artifactChanges": [change]}]);
    }
    result
}

fn location(span: Span, sources: &Sources, role: Option<&String>) -> Value {
    let mut place = json!({"artifactLocation": {"uri": coded(sources.file(span.file).own_path())}});
    if !sources.file(span.file).is_sheet() {
        place["region"] = region(span, sources);
    }
    let mut location = json!({"physicalLocation": place});
    if let Some(role) = role {
        location["message"] = json!({"text": role});
    }
    location
}

fn region(span: Span, sources: &Sources) -> Value {
    let (start, end) = places(span, sources);
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}
