//! What was edited in a sheet: its rows beside the rules of the policy.

use super::rules::{ColumnKind, OTHERWISE, RuleColumn, RuleRow, RuleTable};
use super::sheet::{EditedRow, EditedSheet, NUMBER};
use crate::diagnostic::{Problem, nearest};
use crate::policy::RESULT_MARKS;
use std::collections::BTreeSet;

/// What stands for a number where a rule is `default:` of its decision.
pub(super) const DEFAULT: &str = "default";

/// An edit, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The decision table.
    pub table: String,
    /// What it is: `rule 3: sales ">= 500_000" → ">= 600_000"`.
    pub what: String,
}

/// A decision table as its sheet has it.
#[derive(Clone, Debug)]
pub(super) struct Edited {
    /// The columns of the table, then those that are new.
    pub columns: Vec<RuleColumn>,
    /// For each column its column in the sheet.
    pub places: Vec<u32>,
    /// The rules in the order of the sheet; `default:` last.
    pub rows: Vec<Target>,
    /// The edits; none where there are none.
    pub changes: Vec<Change>,
}

/// A rule as its sheet has it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Its place in the policy; `None` where it is new.
    pub rule: Option<usize>,
    /// Its row in the sheet, from 0.
    pub row: u32,
    /// A text for each column.
    pub cells: Vec<String>,
}

impl Target {
    pub(super) fn is_otherwise(&self, columns: &[RuleColumn]) -> bool {
        inputs(columns).any(|at| self.cells[at] == OTHERWISE)
    }
}

/// Places of the inputs.
pub(super) fn inputs(columns: &[RuleColumn]) -> impl Iterator<Item = usize> + '_ {
    columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Input).map(|(at, _)| at)
}

/// Whether two texts of a cell say the same.
pub(super) fn same(kind: ColumnKind, old: &str, new: &str) -> bool {
    let any = |text: &str| matches!(text, "" | "-" | "–" | "—" | "－");
    old.trim() == new || (kind == ColumnKind::Input && any(old.trim()) && any(new))
}

/// Compares a sheet with its decision table.
///
/// # Errors
/// When the table was edited since, or a row or header of the sheet cannot be understood; all such problems together.
pub(super) fn compare(table: &RuleTable, sheet: &EditedSheet) -> Result<Edited, Vec<Problem>> {
    let (columns, places) = columns(table, sheet).map_err(|problem| vec![problem])?;
    let mut rows = rows(table, sheet, &columns, &places)?;
    let is_new = table.fingerprint() != sheet.fingerprint;
    if is_new && is_brought_in(table, &columns, &rows) {
        (0..).zip(&mut rows).for_each(|(at, row)| row.rule = Some(at));
    }
    let mut edited = Edited { rows, columns, places, changes: Vec::new() };
    edited.changes = changes(table, &edited);
    if !edited.changes.is_empty() && is_new {
        let message = format!("`{}` was edited in the policy after the workbook was made", table.full_name());
        let help = "export the tables again and make the edits there: rules are told by their numbers, which may be \
                    others now";
        return Err(vec![Problem::with_help(message, help)]);
    }
    let problems: Vec<Problem> = edited.rows.iter().filter_map(|row| odd(&edited, row, sheet)).collect();
    if problems.is_empty() { Ok(edited) } else { Err(problems) }
}

/// Whether the policy says what the sheet says, rule by rule: its edits are there already.
fn is_brought_in(table: &RuleTable, columns: &[RuleColumn], rows: &[Target]) -> bool {
    let says = |(row, rule): (&Target, &RuleRow)| {
        let old = |at: usize| rule.cells.get(at).map_or("", String::as_str);
        columns.iter().enumerate().all(|(at, column)| same(column.kind, old(at), &row.cells[at]))
    };
    rows.len() == table.rules.len() && rows.iter().zip(&table.rules).all(says)
}

/// The table's columns and those that the sheet adds, each with its place in the sheet.
fn columns(table: &RuleTable, sheet: &EditedSheet) -> Result<(Vec<RuleColumn>, Vec<u32>), Problem> {
    let mut columns = table.columns.clone();
    let mut places = Vec::new();
    for column in &columns {
        let header = column.header();
        let Some((_, place)) = sheet.headers.iter().find(|(text, _)| *text == header) else {
            let near = nearest(&header, sheet.headers.iter().map(|(text, _)| text.as_str()));
            let help = match near {
                Some(near) => format!("head the column `{near}` with `{header}` again"),
                None => "put the column back; empty cells say that any value will do".to_string(),
            };
            return Err(Problem::with_help(format!("sheet `{}` has no column `{header}`", sheet.name), help));
        };
        places.push(*place);
    }
    for (header, place) in
        sheet.headers.iter().filter(|(_, place)| !places.contains(place)).cloned().collect::<Vec<_>>()
    {
        let result = RESULT_MARKS.iter().find_map(|mark| header.strip_prefix(mark)).map(str::trim);
        let (kind, name) = match (result, header.to_lowercase().as_str()) {
            (Some(name), _) => (ColumnKind::Result, name),
            (None, "from") => (ColumnKind::From, "from"),
            (None, "to") => (ColumnKind::To, "to"),
            (None, "note") => (ColumnKind::Note, "note"),
            (None, "notes" | "comment") => continue,
            (None, word) if word.starts_with('#') => continue,
            (None, _) => (ColumnKind::Input, header.as_str()),
        };
        columns.push(RuleColumn { kind, name: name.to_string(), choices: Vec::new() });
        places.push(place);
    }
    Ok((columns, places))
}

fn rows(
    table: &RuleTable,
    sheet: &EditedSheet,
    columns: &[RuleColumn],
    places: &[u32],
) -> Result<Vec<Target>, Vec<Problem>> {
    let (mut targets, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in sheet.rows.iter().filter(|row| !is_remark(row, sheet, columns, places)) {
        let rule = match number(table, sheet, row) {
            // A row that was copied has the number of the one it is a copy of.
            Ok(rule) => rule.filter(|rule| seen.insert(*rule)),
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let cells = places.iter().map(|place| row.cells.get(place).cloned().unwrap_or_default()).collect();
        targets.push(Target { rule, row: row.row, cells });
    }
    let is_default = |target: &Target| target.rule.is_some_and(|rule| table.rules[rule].default);
    if table.rules.iter().any(|rule| rule.default) && !targets.iter().any(is_default) {
        let message = format!("sheet `{}` has no row `{DEFAULT}` in its column `{NUMBER}`", sheet.name);
        let help = format!("put the row back, or take `default:` out of `{}` in the policy first", table.full_name());
        problems.push(Problem::with_help(message, help));
    }
    // Wherever it stands, it is used where no other rule matches.
    targets.sort_by_key(is_default);
    if problems.is_empty() { Ok(targets) } else { Err(problems) }
}

/// A text that stands alone, without a number and a result.
fn is_remark(row: &EditedRow, sheet: &EditedSheet, columns: &[RuleColumn], places: &[u32]) -> bool {
    let (Some((place, text)), 1) = (row.cells.iter().next(), row.cells.len()) else { return false };
    let column = places.iter().position(|own| own == place);
    let gives = column.is_some_and(|at| columns[at].kind == ColumnKind::Result);
    *place != sheet.numbers && !gives && text != OTHERWISE
}

/// The rule that a row is; `None` where it is a new one.
fn number(table: &RuleTable, sheet: &EditedSheet, row: &EditedRow) -> Result<Option<usize>, Problem> {
    let Some(text) = row.cells.get(&sheet.numbers) else { return Ok(None) };
    let written = table.rules.iter().filter(|rule| !rule.default).count();
    if text == DEFAULT
        && let Some(at) = table.rules.iter().position(|rule| rule.default)
    {
        return Ok(Some(at));
    }
    match text.parse::<f64>() {
        // Who goes on counting adds rules.
        Ok(number) if number >= 1.0 && number.fract() == 0.0 => {
            Ok(Some(number as usize - 1).filter(|rule| *rule < written))
        }
        _ => {
            let message = format!("{} is `{text}`, the number of no rule", sheet.cell(row.row, sheet.numbers));
            Err(Problem::with_help(message, "leave the cell empty for a new rule"))
        }
    }
}

/// What cannot be a rule.
fn odd(edited: &Edited, target: &Target, sheet: &EditedSheet) -> Option<Problem> {
    let filled = |at: &usize| !same(ColumnKind::Input, "", &target.cells[*at]);
    let tested = inputs(&edited.columns).find(|at| filled(at) && target.cells[*at] != OTHERWISE);
    if let (true, Some(at)) = (target.is_otherwise(&edited.columns), tested) {
        let cell = sheet.cell(target.row, edited.places[at]);
        let message = format!("{cell}: a rule `{OTHERWISE}` has no tests, it is used where no other rule matches");
        return Some(Problem::with_help(message, format!("empty the cell, or take `{OTHERWISE}` out of the row")));
    }
    None
}

fn changes(table: &RuleTable, edited: &Edited) -> Vec<Change> {
    let change = |what: String| Change { table: table.full_name(), what };
    let kept: Vec<usize> = edited.rows.iter().filter_map(|row| row.rule).collect();
    let mut all = Vec::new();
    for (at, column) in edited.columns.iter().enumerate().skip(table.columns.len()) {
        let used = edited.rows.iter().any(|row| !row.cells[at].is_empty());
        all.extend(used.then(|| change(format!("column `{}` is new", column.header()))));
    }
    for (place, row) in (1..).zip(&edited.rows) {
        let Some(rule) = row.rule else {
            all.push(change(format!("rule {place} is new: {}", in_words(&edited.columns, &row.cells))));
            continue;
        };
        for (at, column) in edited.columns.iter().enumerate() {
            let old = table.rules[rule].cells.get(at).map_or("", String::as_str);
            if !same(column.kind, old, &row.cells[at]) {
                let name = if table.rules[rule].default { DEFAULT.into() } else { format!("rule {}", rule + 1) };
                let (old, new) = (quoted(old.trim()), quoted(&row.cells[at]));
                all.push(change(format!("{name}: {} {old} → {new}", column.header())));
            }
        }
    }
    let gone = (0..table.rules.len()).filter(|rule| !kept.contains(rule));
    all.extend(gone.map(|rule| {
        let was = in_words(&table.columns, &table.rules[rule].cells);
        change(format!("rule {} is left out: {was}", rule + 1))
    }));
    if kept.windows(2).any(|pair| pair[0] > pair[1]) {
        let order: Vec<String> = kept.iter().map(|rule| (rule + 1).to_string()).collect();
        all.push(change(format!("the rules stand in another order: {}", shortened(&order))));
    }
    all
}

/// The first numbers of many.
fn shortened(order: &[String]) -> String {
    const SHOWN: usize = 12;
    let more = if order.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", order[..order.len().min(SHOWN)].join(", "))
}

fn in_words(columns: &[RuleColumn], cells: &[String]) -> String {
    let said = columns.iter().zip(cells).filter(|(_, text)| !text.is_empty());
    said.map(|(column, text)| format!("{} {}", column.header(), quoted(text))).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "nothing".to_string() } else { format!("`{text}`") }
}
