//! Findings that need no formula: tables that do not exist, weights that do not add up.

use super::model::{Policy, Rows, Scorecard, Table};
use crate::diagnostic::{Diagnostic, Instead, name_instead, nearest};
use crate::source::{Sources, Spanned};
use crate::value::number;
use std::collections::HashMap;

/// Weights may miss the whole by this much.
const TOLERANCE: f64 = 1e-6;

/// What is wrong with a policy that was put together from what others say: all that is seen without binding
/// names, apart from mistakes of reading.
#[must_use]
pub fn lint_whole(policy: &Policy, sources: &Sources) -> Vec<Diagnostic> {
    let mut found = lint(policy, sources);
    policy.scorecards.iter().for_each(|card| lint_weights(card, &mut found));
    found
}

/// Finds what is wrong with the policy as a whole.
pub(super) fn lint(policy: &Policy, sources: &Sources) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let found = &mut all;
    let names: Vec<&str> = policy.tables.iter().map(|table| table.name.value.as_str()).collect();
    let tables = Known { names: names.clone(), sources, sheets: sheets(policy) };
    for table in &policy.tables {
        lint_table(table, &tables, found);
    }
    for card in &policy.scorecards {
        check_table(&card.on, &tables, found);
        lint_scorecard(card, found);
    }
    for trigger in &policy.triggers {
        check_table(&trigger.on, &tables, found);
    }
    for sheet in policy.reports.iter().flat_map(|report| &report.sheets) {
        let cards = policy.scorecards.iter().map(|card| card.name.value.as_str());
        let known = Known { names: names.iter().copied().chain(cards).collect(), sources, sheets: sheets(policy) };
        check_table(&sheet.table, &known, found);
    }
    all
}

/// The names that a place can hold, and where all names are written.
struct Known<'a> {
    names: Vec<&'a str>,
    sources: &'a Sources,
    /// Names of sheets, each with the table that is read from it.
    sheets: Vec<(&'a str, &'a str)>,
}

/// The names of sheets that a policy knows.
fn sheets(policy: &Policy) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for table in &policy.tables {
        if let Rows::Sheet(names) = &table.rows {
            all.extend(names.iter().map(|name| (name.value.as_str(), table.name.value.as_str())));
        }
    }
    all
}

fn check_table(name: &Spanned<String>, tables: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if tables.names.contains(&name.value.as_str()) {
        return;
    }
    let of_sheet = tables.sheets.iter().find(|(sheet, _)| sheet.eq_ignore_ascii_case(&name.value));
    if let Some((sheet, table)) = of_sheet.filter(|(_, table)| tables.names.contains(table)) {
        let finding = Diagnostic::error("unknown-table", name.span, format!("there is no table `{}`", name.value));
        let help = format!("`{sheet}` is a sheet; the table that is read from it is `{table}`");
        found.push(finding.help(help).instead(Some(Instead::likely(*table))));
        return;
    }
    let help = unknown_help(&name.value, &tables.names, "the policy has no tables", "its tables are");
    let message = format!("there is no table `{}`", name.value);
    let instead = name_instead(&name.value, name.span, tables.names.iter().copied(), tables.sources);
    found.push(Diagnostic::error("unknown-table", name.span, message).help(help).instead(instead));
}

fn unknown_help(name: &str, known: &[&str], none: &str, are: &str) -> String {
    let list = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("write `{near}`"),
        None if known.is_empty() => none.to_string(),
        None => format!("{are} {list}"),
    }
}

/// What every scorecard gives, and the key of its rows: names no measure can have.
const SCORECARD_PARTS: [&str; 6] = ["key", "score", "band", "rank", "reason", "reasons"];

fn lint_table(table: &Table, tables: &Known<'_>, found: &mut Vec<Diagnostic>) {
    match &table.rows {
        Rows::Sheet(_) | Rows::Calendar { .. } => {}
        Rows::Group { of, .. } => check_table(of, tables, found),
        Rows::Pairs { left, right, .. } => {
            check_table(left, tables, found);
            check_table(right, tables, found);
        }
        Rows::Unpivot(unpivot) => check_table(&unpivot.of, tables, found),
        Rows::Stack(of) => of.iter().for_each(|name| check_table(name, tables, found)),
    }
    if table.name.value == "figures" {
        let message = "`figures` is the section of single numbers and cannot name a table";
        found.push(Diagnostic::error("reserved-name", table.name.span, message).help("give the table another name"));
    }
    for references in table.columns.iter().filter_map(|column| column.references.as_ref()) {
        check_table(references, tables, found);
    }
    // The columns of a stacked table are those its tables share: known when names are bound.
    let Some(key) = table.key.as_ref().filter(|_| !matches!(table.rows, Rows::Stack(_))) else { return };
    let columns = columns(table);
    if !columns.contains(&key.value.as_str()) {
        let message = format!("table `{}` has no column `{}`", table.name.value, key.value);
        let help = unknown_help(&key.value, &columns, "add `columns:`", "its columns are");
        let instead = name_instead(&key.value, key.span, columns, tables.sources);
        found.push(Diagnostic::error("unknown-name", key.span, message).help(help).instead(instead));
    }
}

/// The columns a key can name: imported ones; for a derived table all it has.
fn columns(table: &Table) -> Vec<&str> {
    let mut names: Vec<&str> = table.columns.iter().map(|column| column.name.value.as_str()).collect();
    match &table.rows {
        Rows::Sheet(_) => return names,
        Rows::Group { by, .. } => names.extend(by.iter().map(|column| column.name.value.as_str())),
        Rows::Pairs { left, right, .. } => names.extend([left.value.as_str(), right.value.as_str()]),
        Rows::Unpivot(unpivot) => {
            names.extend(unpivot.labels.iter().chain([&unpivot.value]).map(|name| name.value.as_str()));
        }
        Rows::Calendar { unit, .. } => names.extend([unit.value.word(), "first_day", "last_day"]),
        Rows::Stack(_) => {}
    }
    names.extend(table.formulas.iter().map(|formula| formula.name.value.as_str()));
    names
}

fn lint_scorecard(card: &Scorecard, found: &mut Vec<Diagnostic>) {
    let mut measured: HashMap<&str, &Spanned<String>> = HashMap::new();
    for measure in &card.measures {
        let plain = |text: &str| text.parse::<f64>().ok();
        if let (Some(target), Some(worst)) = (plain(&measure.target.value), plain(&measure.worst.value))
            && number::equal(target, worst)
        {
            let message = format!("measure `{}` has its target where it has its worst value", measure.name.value);
            let help = "a measure gains its points between the two: they must differ";
            let related = (measure.target.span, "the target");
            found.push(
                Diagnostic::error("target-is-worst", measure.worst.span, message)
                    .related(related.0, related.1)
                    .help(help),
            );
        }
        if SCORECARD_PARTS.contains(&measure.name.value.as_str()) {
            let message = format!("`{}` is a result of every scorecard and cannot name a measure", measure.name.value);
            let help = format!("results are {}", SCORECARD_PARTS.map(|part| format!("`{part}`")).join(", "));
            found.push(Diagnostic::error("reserved-name", measure.name.span, message).help(help));
        }
        if let Some(first) = measured.insert(measure.value.value.as_str(), &measure.name) {
            let message = format!("measures `{}` and `{}` measure the same", first.value, measure.name.value);
            found
                .push(Diagnostic::warning("same-measure", measure.name.span, message).related(first.span, "the first"));
        }
    }
}

/// Weights that are all plain numbers must make a whole.
pub(super) fn lint_weights(card: &Scorecard, found: &mut Vec<Diagnostic>) {
    let weights: Option<Vec<f64>> = card.measures.iter().map(|m| m.weight.value.parse::<f64>().ok()).collect();
    let Some(weights) = weights.filter(|weights| !weights.is_empty()) else { return };
    let mut sum = number::Sum::default();
    weights.iter().for_each(|weight| sum.add(*weight));
    let total = sum.value();
    if (total - 1.0).abs() <= TOLERANCE {
        return;
    }
    let hundreds = (total - 100.0).abs() <= TOLERANCE;
    let shown = |part: f64| match hundreds {
        true => number::shortest(part),
        false => format!("{}%", number::shortest(number::round(part * 100.0, 6))),
    };
    let whole = if hundreds { "1" } else { "100%" };
    let message = format!("the weights of scorecard `{}` add to {}, not {whole}", card.name.value, shown(total));
    let help = match total < 1.0 {
        _ if hundreds => format!("write percentages: `{}%`", shown(weights[0])),
        true => format!("{} is missing", shown(1.0 - total)),
        // A weight that lost its sign among others that have it.
        false if weights.iter().any(|weight| *weight > 1.0 && *weight <= 100.0) => {
            let bare = weights.iter().find(|weight| **weight > 1.0).copied().unwrap_or_default();
            format!("write `{0}%`: `{0}` alone is {1}", number::shortest(bare), shown(bare))
        }
        false => format!("{} is too much", shown(total - 1.0)),
    };
    let mut diagnostic = Diagnostic::error("weights", card.name.span, message).help(help);
    for (measure, weight) in card.measures.iter().zip(&weights) {
        diagnostic = diagnostic.related(measure.weight.span, shown(*weight));
    }
    found.push(diagnostic);
}
