//! The pack that is made of the tables.

use super::feel;
use super::{ForeignColumn, ForeignTable, Listing};
use crate::engine::Findings;
use crate::policy::model::HitPolicy;
use crate::policy::name_problem;
use crate::policy::yaml::word;
use crate::value::{Type, Value};
use std::fmt::Write;

/// A pack made of the decision tables of another program.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its files, by name.
    pub files: Vec<(String, String)>,
    /// Its decision tables, with the number of their rules.
    pub tables: Vec<(String, usize)>,
    /// What is not in it, and what means a little else, at its place in the file.
    pub findings: Findings,
}

/// The table whose rows the decision tables decide.
const ROWS: &str = "cases";

/// A name of the language for what is called so elsewhere, unlike those that are taken.
pub(super) fn name_of(title: &str, taken: &[String]) -> String {
    let fine = |name: &str| name_problem(name).is_none();
    let mut name = title.trim().to_string();
    if !fine(&name) {
        let part = |c: char| if c.is_alphanumeric() || c == '_' { c } else { ' ' };
        let plain: String = name.to_lowercase().chars().map(part).collect();
        name = plain.split_whitespace().collect::<Vec<_>>().join("_");
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            name.insert_str(0, "n_");
        }
        if !fine(&name) {
            name.push('_');
        }
    }
    let free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name)
}

/// The pack; the policy's name, and where it came from.
pub(super) fn made(
    title: &str,
    of: &str,
    (columns, tables): (&[ForeignColumn], &[ForeignTable]),
    listing: Listing,
) -> Imported {
    let mut text = format!("# Made of {of}.\npolicy: {}\n", word(&name_of(title, &[])));
    // Writing into a string cannot fail.
    let _ = writeln!(text, "title: {}", word(title));
    let _ = writeln!(text, "tables:\n  {ROWS}:\n    columns:");
    for column in columns {
        let _ = writeln!(text, "      {}:{}", column.name, about(column));
    }
    text.push_str("    decisions:\n");
    tables.iter().for_each(|table| decision(table, &mut text));
    let named = tables.iter().map(|table| (format!("{ROWS}.{}", table.name), table.rules.len()));
    Imported {
        tables: named.collect(),
        files: vec![("policy.yaml".to_string(), text)],
        findings: Findings::new(listing.found, listing.sources),
    }
}

fn about(column: &ForeignColumn) -> String {
    let mut parts = Vec::new();
    if column.title != column.name {
        parts.push(format!("header: {}", word(&column.title)));
    }
    if column.ty != Type::Text {
        parts.push(format!("type: {}", column.ty.word()));
    }
    if !column.allowed.is_empty() {
        let all: Vec<String> = column.allowed.iter().map(written).collect();
        parts.push(format!("one_of: [{}]", all.join(", ")));
    }
    for (key, end) in ["min", "max"].into_iter().zip(&column.ends) {
        parts.extend(end.as_ref().map(|end| format!("{key}: {}", written(end))));
    }
    if parts.is_empty() { String::new() } else { format!(" {{ {} }}", parts.join(", ")) }
}

/// A value as YAML reads it.
fn written(value: &Value) -> String {
    match value {
        Value::Text(text) if text.parse::<f64>().is_ok() => format!("\"{text}\""),
        Value::Text(text) => word(text),
        value => value.to_string(),
    }
}

fn decision(table: &ForeignTable, text: &mut String) {
    let _ = writeln!(text, "      {}:", table.name);
    if table.title != table.name {
        let _ = writeln!(text, "        title: {}", word(&table.title));
    }
    if !table.note.is_empty() {
        let _ = writeln!(text, "        note: {}", word(&table.note));
    }
    if table.hit != HitPolicy::Unique {
        let _ = writeln!(text, "        hit: {}", table.hit.words());
    }
    // Of a blank no test holds there, and nothing is said of it.
    text.push_str("        blank: other\n");
    outputs(table, text);
    if let Some(default) = &table.default {
        let _ = writeln!(text, "        default: {}", results(table, default));
    }
    text.push_str("        rules:\n");
    for (at, rule) in table.rules.iter().enumerate() {
        let cells = table.inputs.iter().map(|input| (&input.column, &input.cells[at]));
        let mut parts: Vec<String> =
            cells.filter(|(_, cell)| *cell != "-").map(|(column, cell)| format!("{column}: {}", word(cell))).collect();
        if parts.is_empty() {
            // What is asked for nothing says that every row is meant.
            parts.extend(table.inputs.first().map(|input| format!("{}: \"-\"", input.column)));
        }
        parts.push(format!("then: {}", results(table, &rule.results)));
        if !rule.note.is_empty() {
            parts.push(format!("note: {}", word(&rule.note)));
        }
        let _ = writeln!(text, "          - {{ {} }}", parts.join(", "));
    }
}

/// The results, with their values where these say which comes first.
fn outputs(table: &ForeignTable, text: &mut String) {
    let listed = table.outputs.iter().any(|output| !output.values.is_empty());
    let output = |output: &super::ForeignOutput| {
        let values: Vec<String> = output.values.iter().filter_map(feel::result).map(|value| word(&value)).collect();
        let values = if values.is_empty() { String::new() } else { format!(" [{}]", values.join(", ")) };
        if listed { format!("{}:{values}", output.name) } else { output.name.clone() }
    };
    let outputs: Vec<String> = table.outputs.iter().map(output).collect();
    let (open, close) = if listed { ("{ ", " }") } else { ("[", "]") };
    if listed || outputs[..] != [table.name.clone()] {
        let _ = writeln!(text, "        outputs: {open}{}{close}", outputs.join(", "));
    }
}

fn results(table: &ForeignTable, values: &[Value]) -> String {
    let one = |(output, value): (&super::ForeignOutput, &Value)| {
        let value = feel::result(value).map(|text| if value.as_text().is_some() { word(&text) } else { text });
        value.map_or_else(|| format!("{}:", output.name), |value| format!("{}: {value}", output.name))
    };
    let all: Vec<String> = table.outputs.iter().zip(values).map(one).collect();
    format!("{{ {} }}", all.join(", "))
}

/// Tables as they are read, and the columns they ask for.
#[derive(Default)]
pub(super) struct Making {
    pub(super) columns: Vec<ForeignColumn>,
    pub(super) tables: Vec<ForeignTable>,
}

impl Making {
    /// The column of a name of the other program, made where there is none yet; refused where it is of another type.
    pub(super) fn column(&mut self, title: &str, ty: Type, taken: &[String]) -> Result<String, String> {
        if let Some(known) = self.columns.iter().find(|known| known.title == title) {
            if known.ty != ty {
                return Err(format!("`{title}` is {} here and {} in a table before", ty.a_word(), known.ty.a_word()));
            }
            return Ok(known.name.clone());
        }
        let taken: Vec<String> = taken.iter().cloned().chain(self.columns.iter().map(|c| c.name.clone())).collect();
        let name = name_of(title, &taken);
        self.columns.push(ForeignColumn {
            title: title.to_string(),
            name: name.clone(),
            ty,
            allowed: Vec::new(),
            ends: [None, None],
        });
        Ok(name)
    }
}

/// The type that all values have; `None` where they have several.
pub(super) fn type_of<'v>(values: impl Iterator<Item = &'v Value>) -> Option<Option<Type>> {
    let mut kinds = values.filter_map(Value::type_of);
    let first = kinds.next();
    kinds.all(|kind| Some(kind) == first).then_some(first)
}
