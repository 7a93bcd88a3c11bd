//! The manifest of a run: what it was made of and what came of it, as fingerprints. With the files themselves
//! it is enough to run again and to see whether anything differs. It stands inside every report.

use super::clean::forbidden;
use super::{json, ledger, repeat};
use crate::outcome::{Digest, Outcome, digests};
use serde_json::{Value as Json, json};

/// The manifest as it stands inside a report: names of files, and no places where they lie.
///
/// It has the keys of the JSON report, without rows: `policy`, `as_of`, `run`, `parameters`, `inputs`,
/// `baseline`, `control`, `result`.
#[must_use]
pub fn to_value(outcome: &Outcome) -> Json {
    with(outcome, &digests(outcome))
}

/// The same with the fingerprints of the result, where these are known.
fn with(outcome: &Outcome, result: &[Digest]) -> Json {
    let list = |items: Vec<Json>| Json::Array(items);
    json!({
        "schema": 1,
        "policy": json::policy(outcome),
        "as_of": outcome.as_of.map(|day| day.to_string()),
        "run": repeat::asked(outcome),
        "parameters": list(outcome.parameters.iter().map(json::parameter).collect()),
        "inputs": list(outcome.inputs.iter().map(repeat::file).collect()),
        "baseline": repeat::baseline(outcome),
        "control": list(outcome.control.iter().map(ledger::control).collect()),
        "result": repeat::result(result),
    })
}

/// A manifest as text, for people to read as well.
pub(crate) fn text(manifest: &Json) -> String {
    format!("{}\n", escaped(&format!("{manifest:#}")))
}

/// The same on one line.
#[cfg(any(feature = "html", feature = "xlsx"))]
pub(super) fn line(outcome: &Outcome, result: &[Digest]) -> String {
    escaped(&with(outcome, result).to_string())
}

/// What the manifest stands behind in a page.
const IN_PAGE: &str = "<script type=\"application/json\" id=\"manifest\">";

/// The element of a page that holds the manifest: data that no browser runs. Nothing in it ends the element.
#[cfg(feature = "html")]
pub(super) fn element(outcome: &Outcome, result: &[Digest]) -> String {
    let json = line(outcome, result).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("{IN_PAGE}{json}</script>")
}

/// The manifest of a page, where it holds one.
pub(crate) fn in_page(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(IN_PAGE)?;
    rest.split_once("</script>").map(|(json, _)| json)
}

/// Characters that not every report can hold stand only inside texts, where JSON has another way to write them.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => text.push(c),
            c if forbidden(c) => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text
}
