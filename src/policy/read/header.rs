//! The top of a policy, and its sections in turn.

use super::Reader;
use super::names::Names;
use crate::policy::model::Policy;
use crate::policy::yaml::Node;
use crate::source::{Span, Spanned};

pub(super) const KEYS: [&str; 17] = [
    "policy",
    "version",
    "effective",
    "title",
    "description",
    "owner",
    "language",
    "parameters",
    "tables",
    "figures",
    "assert",
    "scorecards",
    "triggers",
    "report",
    "decimal",
    "order",
    "blank",
];

/// Reads a policy:
///
/// ```yaml
/// policy: channel-scorecard        # its name; the only key that must be there
/// version: "2026.1"
/// effective: { from: 2026-01-01 }  # the days on which this version is in force; either end may be left out
/// title: { en: Channel scorecard, ko: 유통 평가표 }   # one text, or one per language
/// description: How account managers are rated
/// owner: Sales operations
/// language: ko                     # of titles and the report; `en` when left out
/// parameters: …                    # every section may be left out or empty
/// tables: …
/// figures: …                       # single numbers of the whole run: name and formula
/// assert: …                        # what must hold of the run as a whole: name and condition
/// scorecards: …
/// triggers: …
/// report: …                        # one, or several by name
/// decimal: ","                     # how the workbooks write numbers, where their cells do not show it
/// order: dmy                       # and dates
/// blank: [n/a, "-"]                # texts that stand for nothing
/// ```
pub(in crate::policy) fn policy(reader: &mut Reader<'_>, root: &Node) -> Option<Policy> {
    if root.is_null() {
        let start = Span { end: root.span.start, ..root.span };
        let empty = crate::diagnostic::Diagnostic::error("missing-key", start, "the policy is empty");
        reader.note(empty.help("begin with `policy: ` and a name, then `tables:`"));
        return None;
    }
    let mut fields = reader.fields(root, "a policy", &KEYS)?;
    fields.span = Span { end: fields.span.start, ..fields.span };
    let name =
        reader.required(&fields, "policy", "begin the file with `policy: ` and a name, such as `channel-scorecard`");
    let name = name.and_then(|node| reader.text(node, "the policy's name"));
    let text = |reader: &mut Reader<'_>, key, what| fields.get(key).and_then(|node| reader.text(node, what));
    let policy = Policy {
        name: name.unwrap_or_else(|| Spanned::new(String::new(), fields.span)),
        version: text(reader, "version", "a version"),
        effective: fields.get("effective").and_then(|node| reader.effective(node, "`effective`")),
        title: reader.localized(fields.get("title")),
        description: reader.localized(fields.get("description")),
        owner: text(reader, "owner", "the owner's name"),
        language: fields.get("language").and_then(|node| reader.language(node)).unwrap_or_else(|| "en".into()),
        parameters: reader.parameters(fields.get("parameters")),
        tables: reader.tables(fields.get("tables")),
        figures: reader.formulas(fields.get("figures"), "figure"),
        assertions: reader.assertions(fields.get("assert")),
        scorecards: reader.scorecards(fields.get("scorecards")),
        triggers: reader.triggers(fields.get("triggers")),
        reports: fields.get("report").map(|node| reader.reports(node)).unwrap_or_default(),
        conventions: reader.conventions(&fields),
        scripts: Vec::new(),
    };
    distinct(reader, &policy);
    Some(policy)
}

/// Tables, parameters and figures share one space of names in formulas.
fn distinct(reader: &mut Reader<'_>, policy: &Policy) {
    let mut names = Names::default();
    let parameters = policy.parameters.iter().map(|p| (&p.name, "parameter"));
    let tables = policy.tables.iter().map(|t| (&t.name, "table"));
    let figures = policy.figures.iter().map(|f| (&f.name, "figure"));
    for (name, what) in parameters.chain(tables).chain(figures) {
        names.add(reader, name, what, "in this policy");
    }
}
