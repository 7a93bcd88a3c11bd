//! Edits of a sheet as edits of the file: a value where it stands, a rule in a line of its own.

use super::compare::{Change, Edited, Target, compare, same};
use super::rules::{ColumnKind, RuleColumn, RuleRow, RuleTable, rule_tables};
use super::sheet::{EditedBook, EditedSheet};
use crate::diagnostic::{Problem, nearest};
use crate::engine::{LoadOptions, Policy};
use crate::files::PackFiles;
use crate::policy::scalar_value;
use crate::policy::yaml::word;
use crate::value::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of a file, and the text in place of it.
type Piece = (Range<usize>, String);

/// Where a place of a file stands in the workbook: file, place, cell.
type Stands = (String, Range<usize>, String);

/// A pack with the edits of a workbook in it. Nothing is written: the files are in memory.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The pack.
    pub files: PackFiles,
    /// Names of the files that are others now.
    pub changed: Vec<String>,
    /// The edits, in the order of the tables.
    pub changes: Vec<Change>,
    /// Sheets that hold no decision table of the pack.
    pub others: Vec<String>,
    cells: Vec<Stands>,
}

impl Brought {
    /// The cell of the workbook in which a byte of a file stands, as in `customers.segment!C5`.
    #[must_use]
    pub fn cell(&self, file: &str, at: usize) -> Option<&str> {
        let holds = |cell: &&Stands| cell.0 == file && cell.1.contains(&at);
        let nearest = self.cells.iter().filter(holds).min_by_key(|(_, place, _)| place.len());
        nearest.map(|(_, _, cell)| cell.as_str())
    }
}

/// Brings the edits of a workbook into a pack.
///
/// # Errors
/// When a sheet cannot be understood, or what it says cannot be written; all such problems together.
pub fn bring_in(policy: &Policy, files: &PackFiles, book: &EditedBook) -> Result<Brought, Vec<Problem>> {
    let tables = rule_tables(policy);
    let mut brought = Brought {
        files: files.clone(),
        changed: Vec::new(),
        changes: Vec::new(),
        others: book.others.clone(),
        cells: Vec::new(),
    };
    let (mut pieces, mut problems) = (BTreeMap::<String, Vec<Piece>>::new(), Vec::new());
    let mut edited = Vec::new();
    for sheet in &book.sheets {
        let found = table_of(&tables, sheet).map_err(|problem| vec![problem]);
        let work = found.and_then(|table| {
            let edited = compare(table, sheet)?;
            let text = files.text(&table.file).map_err(|error| vec![Problem::new(error.message, None)])?.0;
            let pieces = if edited.changes.is_empty() { Vec::new() } else { of_table(&text, table, &edited)? };
            Ok((table, edited, pieces))
        });
        match work {
            Ok((table, compared, of_table)) => {
                pieces.entry(table.file.clone()).or_default().extend(of_table);
                brought.changes.extend(compared.changes.iter().cloned());
                edited.push((table, compared, sheet));
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for (name, mut pieces) in pieces.into_iter().filter(|(_, pieces)| !pieces.is_empty()) {
        pieces.sort_by_key(|(place, _)| place.start);
        let edits: Vec<(Range<usize>, &str)> = pieces.iter().map(|(place, text)| (place.clone(), &**text)).collect();
        if !brought.files.edit(&name, &edits) {
            return Err(vec![not_written(&name)]);
        }
        brought.changed.push(name);
    }
    if !brought.changed.is_empty() {
        brought.cells = as_written(&brought.files, &edited)?;
    }
    Ok(brought)
}

fn not_written(what: &str) -> Problem {
    let help = "nothing was changed; make the edit in the policy's file, and please report the table it stands in";
    Problem::with_help(format!("the edits of `{what}` cannot be written"), help)
}

fn table_of<'t>(tables: &'t [RuleTable], sheet: &EditedSheet) -> Result<&'t RuleTable, Problem> {
    if let Some(table) = tables.iter().find(|table| table.full_name() == sheet.table) {
        return match &table.kept_in {
            None => Ok(table),
            Some(file) => {
                let message = format!("the rules of `{}` stand in `{file}`", sheet.table);
                Err(Problem::with_help(message, format!("edit `{file}` itself")))
            }
        };
    }
    let names: Vec<String> = tables.iter().map(RuleTable::full_name).collect();
    let help = match nearest(&sheet.table, names.iter().map(String::as_str)) {
        Some(near) => format!("there is `{near}`; export the tables again where a name has changed"),
        None => "export the tables of this pack, and edit them there".to_string(),
    };
    Err(Problem::with_help(format!("the pack has no decision table `{}`", sheet.table), help))
}

/// Reads the pack again: every sheet must be there, cell by cell. Gives where each cell stands now.
fn as_written(files: &PackFiles, edited: &[(&RuleTable, Edited, &EditedSheet)]) -> Result<Vec<Stands>, Vec<Problem>> {
    // With mistakes in what was written there is nothing to compare; they are found by whoever checks the pack.
    let Ok(policy) = Policy::read(files, &LoadOptions::default()) else { return Ok(Vec::new()) };
    let tables = rule_tables(&policy);
    let mut cells = Vec::new();
    for (old, edited, sheet) in edited {
        let Some(table) = tables.iter().find(|table| table.full_name() == old.full_name()) else {
            return Err(vec![not_written(&old.full_name())]);
        };
        let agrees = table.rules.len() == edited.rows.len()
            && table.rules.iter().zip(&edited.rows).all(|(rule, row)| says(table, rule, edited, row));
        if !agrees && !policy.has_errors() {
            return Err(vec![not_written(&old.full_name())]);
        }
        for (rule, row) in table.rules.iter().zip(&edited.rows) {
            cells.push((table.file.clone(), rule.whole.clone(), sheet.cell(row.row, sheet.numbers)));
            for (at, place) in rule.places.iter().enumerate() {
                let own = column(edited, &table.columns[at]).map(|at| edited.places[at]);
                if let (Some(place), Some(column)) = (place, own) {
                    cells.push((table.file.clone(), place.clone(), sheet.cell(row.row, column)));
                }
            }
        }
    }
    Ok(cells)
}

fn column(edited: &Edited, wanted: &RuleColumn) -> Option<usize> {
    edited.columns.iter().position(|column| column.kind == wanted.kind && column.name == wanted.name)
}

/// Whether a rule says what its row of the sheet says.
fn says(table: &RuleTable, rule: &RuleRow, edited: &Edited, row: &Target) -> bool {
    let otherwise = row.is_otherwise(&edited.columns);
    edited.columns.iter().zip(&row.cells).all(|(column, text)| {
        let at = table.columns.iter().position(|own| own.kind == column.kind && own.name == column.name);
        let own = at.map_or("", |at| rule.cells[at].as_str());
        same(column.kind, own, text) || (otherwise && rule.otherwise && column.kind == ColumnKind::Input)
    })
}

/// The pieces that make a table what its sheet says.
fn of_table(text: &str, table: &RuleTable, edited: &Edited) -> Result<Vec<Piece>, Vec<Problem>> {
    let kept: Vec<usize> = edited.rows.iter().filter_map(|row| row.rule).collect();
    let written = |rule: &usize| !table.rules[*rule].default;
    let all = table.rules.iter().filter(|rule| !rule.default).count();
    let in_place = edited.rows.iter().all(|row| row.rule.is_some())
        && kept.iter().filter(|rule| written(rule)).copied().eq(0..all);
    let (mut pieces, mut problems) = (BTreeMap::<usize, Vec<Piece>>::new(), Vec::new());
    for row in &edited.rows {
        let Some(rule) = row.rule else { continue };
        match of_rule(text, &table.rules[rule], edited, row) {
            Some(own) => drop(pieces.insert(rule, own)),
            None => problems.push(in_policy(table, &format!("rule {}", rule + 1))),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if in_place {
        return Ok(pieces.into_values().flatten().collect());
    }
    let rebuilt = rebuilt(text, table, edited, &pieces).ok_or_else(|| vec![in_policy(table, "the list of rules")])?;
    let default = pieces.into_iter().filter(|(rule, _)| !written(rule)).flat_map(|(_, pieces)| pieces);
    Ok(default.chain([rebuilt]).collect())
}

fn in_policy(table: &RuleTable, what: &str) -> Problem {
    let message = format!("{what} of `{}` is written in a way that cannot be edited from a sheet", table.full_name());
    Problem::with_help(message, format!("make this edit in `{}`; each rule is best written in a line", table.file))
}

/// The pieces of one rule; `None` where they cannot be written.
fn of_rule(text: &str, rule: &RuleRow, edited: &Edited, row: &Target) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let otherwise = row.is_otherwise(&edited.columns);
    let mut whole = otherwise != rule.otherwise;
    for (at, column) in edited.columns.iter().enumerate() {
        let old = rule.cells.get(at).map_or("", String::as_str);
        if same(column.kind, old, &row.cells[at]) || (otherwise && column.kind == ColumnKind::Input) {
            continue;
        }
        match piece(text, rule, column, (at, &row.cells[at])) {
            Some(piece) => pieces.push(piece),
            None => whole = true,
        }
    }
    match (whole, rule.default) {
        (false, _) => Some(pieces),
        (true, true) => None,
        (true, false) => Some(vec![(rule.whole.clone(), in_braces(edited, row, rule.label.as_deref()))]),
    }
}

/// The piece of one cell; `None` where the rule is to be written anew.
fn piece(text: &str, rule: &RuleRow, column: &RuleColumn, (at, new): (usize, &str)) -> Option<Piece> {
    let value = match (column.kind, new) {
        (ColumnKind::Input, "") => "\"-\"".to_string(),
        (ColumnKind::Result, "") => "null".to_string(),
        (_, "") => return None,
        (kind, new) => value(kind, new),
    };
    if let Some(place) = rule.places.get(at).cloned().flatten() {
        return Some((place, value));
    }
    let stands = rule.cells.get(at).is_some_and(|old| !old.is_empty()) || rule.hollow.get(at) == Some(&true);
    let (before, braces) = match column.kind {
        ColumnKind::Result => rule.results?,
        _ => (rule.then?, rule.braces),
    };
    let key = format!("{}: {value}", word(&column.name));
    let line = text[..before].rfind('\n').map_or(0, |end| end + 1);
    let indent = text[line..before].chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect::<String>();
    let added = if braces { format!("{key}, ") } else { format!("{key}\n{indent}") };
    (!stands).then_some((before..before, added))
}

/// A cell as YAML.
fn value(kind: ColumnKind, text: &str) -> String {
    let is_text = |text: &str| matches!(scalar_value(text, false), Value::Text(_));
    if kind != ColumnKind::Result {
        return word(text);
    }
    // `"5"` is a text that looks like a number; `5` a number.
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if inner.is_some_and(|inner| !is_text(inner)) || !is_text(text) { text.to_string() } else { word(text) }
}

/// A rule in one line.
fn in_braces(edited: &Edited, row: &Target, label: Option<&str>) -> String {
    let of = |kind: ColumnKind| edited.columns.iter().zip(&row.cells).filter(move |(column, _)| column.kind == kind);
    let entry = |(column, text): (&RuleColumn, &String)| {
        (!text.is_empty()).then(|| format!("{}: {}", word(&column.name), value(column.kind, text)))
    };
    let mut parts: Vec<String> = match row.is_otherwise(&edited.columns) {
        true => vec!["otherwise: true".to_string()],
        false => of(ColumnKind::Input).filter_map(entry).collect(),
    };
    let results: Vec<String> = of(ColumnKind::Result).filter_map(entry).collect();
    parts.push(match (of(ColumnKind::Result).count(), of(ColumnKind::Result).next()) {
        (1, Some((_, text))) if !text.is_empty() => format!("then: {}", value(ColumnKind::Result, text)),
        (_, _) if results.is_empty() => "then: null".to_string(),
        _ => format!("then: {{ {} }}", results.join(", ")),
    });
    for kind in [ColumnKind::From, ColumnKind::To, ColumnKind::Note] {
        parts.extend(of(kind).filter_map(entry));
    }
    parts.extend(label.map(|label| format!("rule: {}", word(label))));
    format!("{{ {} }}", parts.join(", "))
}

/// The list of rules in the order of the sheet. Comments go with the rule below them; those of a rule that is gone
/// stay where they are.
fn rebuilt(text: &str, table: &RuleTable, edited: &Edited, pieces: &BTreeMap<usize, Vec<Piece>>) -> Option<Piece> {
    let rules: Vec<&RuleRow> = table.rules.iter().filter(|rule| !rule.default).collect();
    let lines: Vec<Range<usize>> = rules.iter().map(|rule| lines_of(text, rule)).collect::<Option<_>>()?;
    let first = lines.first()?.clone();
    let indent = &text[first.start..rules.first()?.dash?];
    let region = comments_above(text, first.start)..lines.last()?.end;
    let mut blocks: Vec<String> = Vec::new();
    let mut lost = String::new();
    for (at, own) in lines.iter().enumerate() {
        let above = if at == 0 { region.start } else { lines[at - 1].end };
        let none = Vec::new();
        let mut block = replaced(text, own, pieces.get(&at).unwrap_or(&none));
        if !block.ends_with('\n') {
            block.push('\n');
        }
        let comments = std::mem::take(&mut lost) + text.get(above..own.start)?;
        if edited.rows.iter().any(|row| row.rule == Some(at)) {
            blocks.push(comments + block.as_str());
        } else {
            lost = comments;
            blocks.push(String::new());
        }
    }
    let mut list = String::new();
    for row in edited.rows.iter().filter(|row| row.rule.is_none_or(|rule| !table.rules[rule].default)) {
        match row.rule {
            Some(rule) => list.push_str(&blocks[rule]),
            None => list.push_str(&format!("{indent}- {}\n", in_braces(edited, row, None))),
        }
    }
    list.push_str(&lost);
    if !text[region.clone()].ends_with('\n') {
        list.pop();
    }
    Some((region, list))
}

/// Where the comments begin that stand right above a line.
fn comments_above(text: &str, line: usize) -> usize {
    let above = |end: usize| text[..end.saturating_sub(1)].rfind('\n').map_or(0, |before| before + 1);
    let mut start = line;
    while start > 0 && text[above(start)..start].trim_start().starts_with('#') {
        start = above(start);
    }
    start
}

/// The lines of a rule, from its dash to what stands behind it in its last line.
fn lines_of(text: &str, rule: &RuleRow) -> Option<Range<usize>> {
    let start = text[..rule.dash?].rfind('\n').map_or(0, |end| end + 1);
    let is_alone = text[start..rule.dash?].chars().all(|c| c == ' ');
    let end = text[rule.whole.end..].find('\n').map_or(text.len(), |end| rule.whole.end + end + 1);
    is_alone.then_some(start..end)
}

/// A part of a text with pieces of it replaced.
fn replaced(text: &str, part: &Range<usize>, pieces: &[Piece]) -> String {
    let mut pieces: Vec<&Piece> = pieces.iter().collect();
    pieces.sort_by_key(|(place, _)| place.start);
    let (mut made, mut at) = (String::new(), part.start);
    for (place, new) in pieces {
        made.push_str(&text[at..place.start]);
        made.push_str(new);
        at = place.end;
    }
    made + &text[at..part.end]
}
