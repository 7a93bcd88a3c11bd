//! Numbers of tables and columns, and places in files, put into words that people read; and back.

use crate::source::{FileId, Place, Sources, Span};
use serde_json::{Map, Value, json};

/// Fields that hold a table.
const TABLES: [&str; 8] = ["table", "over", "of", "references", "figures", "left", "right", "rows_of"];
/// Fields that hold a column of the table they are worked out for.
const COLUMNS: [&str; 26] = [
    "slot",
    "column",
    "key",
    "inputs",
    "outputs",
    "rank_within",
    "score",
    "band",
    "rank",
    "reason",
    "reasons",
    "value",
    "weight",
    "target",
    "worst",
    "cap",
    "points",
    "when",
    "clear_when",
    "side",
    "other",
    "by",
    "link",
    "filter",
    "values",
    "columns",
];
/// Fields of something taken from other rows, which hold columns of that other table.
const OF_OTHER: [&str; 7] = ["value", "second", "filter", "by", "link", "values", "columns"];
/// Parts that have names only.
const AS_THEY_ARE: [&str; 4] = ["policy", "reports", "sheets", "parameters"];

/// The direction of the translation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Write,
    Read,
}

/// The names a document uses.
pub(super) struct Names<'s> {
    way: Way,
    tables: Vec<String>,
    columns: Vec<Vec<String>>,
    decisions: Vec<String>,
    scorecards: Vec<String>,
    sources: &'s Sources,
}

impl Names<'_> {
    /// The names of a plan as it is written down.
    pub(super) fn new<'s>(plan: &Value, sources: &'s Sources, way: Way) -> Names<'s> {
        let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
        let tables = list(&plan["tables"]);
        Names {
            way,
            columns: tables.iter().map(|table| distinct(names(&list(&table["columns"])))).collect(),
            tables: names(&tables),
            decisions: distinct(names(&list(&plan["decisions"]))),
            scorecards: names(&list(&plan["scorecards"])),
            sources,
        }
    }

    /// Puts a whole plan into the other form.
    pub(super) fn plan(&self, plan: &mut Value) -> Result<(), String> {
        let Value::Object(fields) = plan else { return Err("`plan` is not an object".into()) };
        for (key, value) in fields.iter_mut().filter(|(key, _)| !AS_THEY_ARE.contains(&key.as_str())) {
            match (key.as_str(), value) {
                ("tables", Value::Array(tables)) => {
                    for (at, table) in tables.iter_mut().enumerate() {
                        self.value(table, Some(at))?;
                    }
                }
                ("figures", value) => self.put(value, &self.tables, "table")?,
                (_, value) => self.value(value, None)?,
            }
        }
        Ok(())
    }

    fn value(&self, value: &mut Value, own: Option<usize>) -> Result<(), String> {
        match value {
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.value(item, own)),
            Value::Object(fields) => self.fields(fields, own),
            _ => Ok(()),
        }
    }

    fn fields(&self, fields: &mut Map<String, Value>, own: Option<usize>) -> Result<(), String> {
        let own = fields.get("table").and_then(|table| self.place(table, &self.tables)).or(own);
        let other = fields.get("over").or(fields.get("of")).cloned();
        for (key, value) in fields.iter_mut() {
            let table = match &other {
                Some(of) if OF_OTHER.contains(&key.as_str()) => self.place(of, &self.tables).or(own),
                _ => own,
            };
            self.field(key, value, table, other.as_ref())?;
        }
        Ok(())
    }

    fn field(&self, key: &str, value: &mut Value, own: Option<usize>, other: Option<&Value>) -> Result<(), String> {
        if key == "span" {
            return self.span(value);
        }
        if !self.is_name(value) {
            return self.value(value, own);
        }
        match key {
            "decision" => self.put(value, &self.decisions, "decision table"),
            "scorecard" => self.put(value, &self.scorecards, "scorecard"),
            _ if TABLES.contains(&key) => self.put(value, &self.tables, "table"),
            "columns" => self.stacked(value, other),
            _ if COLUMNS.contains(&key) => match own {
                Some(table) => self.put(value, &self.columns[table], &format!("column of `{}`", self.tables[table])),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// For each column of a stacked table its columns in the tables below each other.
    fn stacked(&self, value: &mut Value, of: Option<&Value>) -> Result<(), String> {
        let of = of.and_then(Value::as_array).cloned().unwrap_or_default();
        let tables: Vec<Option<usize>> = of.iter().map(|table| self.place(table, &self.tables)).collect();
        for row in value.as_array_mut().into_iter().flatten() {
            for (column, table) in row.as_array_mut().into_iter().flatten().zip(&tables) {
                let table = table.ok_or("a stacked table has a part that is not there")?;
                self.put(column, &self.columns[table], &format!("column of `{}`", self.tables[table]))?;
            }
        }
        Ok(())
    }

    /// A number, a word where words are read, or a list of them.
    fn is_name(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) => !items.is_empty() && items.iter().all(|item| self.is_name(item)),
            Value::Number(_) => true,
            Value::String(_) => self.way == Way::Read,
            _ => false,
        }
    }

    fn put(&self, value: &mut Value, names: &[String], what: &str) -> Result<(), String> {
        if let Value::Array(items) = value {
            return items.iter_mut().try_for_each(|item| self.put(item, names, what));
        }
        let at = self.place(value, names).ok_or_else(|| format!("there is no {what} {value}"))?;
        *value = if self.way == Way::Write { json!(names[at]) } else { json!(at) };
        Ok(())
    }

    /// The number of what is named, in either form.
    fn place(&self, value: &Value, names: &[String]) -> Option<usize> {
        match value {
            Value::String(name) => names.iter().position(|known| known == name),
            number => number.as_u64().and_then(|at| usize::try_from(at).ok()).filter(|&at| at < names.len()),
        }
    }

    fn span(&self, value: &mut Value) -> Result<(), String> {
        *value = match self.way {
            Way::Write => {
                let span: Span = serde_json::from_value(value.take()).map_err(|error| error.to_string())?;
                let (from, to) = (self.sources.place(span), self.sources.place(Span { start: span.end, ..span }));
                let name = &self.sources.file(span.file).name;
                json!(format!("{name}:{}:{}-{}:{}", from.line, from.column, to.line, to.column))
            }
            Way::Read => {
                let text = value.as_str().unwrap_or_default();
                let span = self.read_span(text).ok_or_else(|| {
                    format!("`{text}` is not a place: it is written `file:line:column-line:column`, and the file is listed under `files`")
                })?;
                json!(span)
            }
        };
        Ok(())
    }

    fn read_span(&self, text: &str) -> Option<Span> {
        let (start, end) = text.rsplit_once('-')?;
        let mut parts = start.rsplitn(3, ':');
        let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
        let file = self.sources.iter().find(|(_, file)| file.name == name)?.0;
        let (end_line, end_column) = end.split_once(':')?;
        let start = self.offset(file, line, column)?;
        let end = self.offset(file, end_line, end_column)?;
        (start <= end).then_some(Span { file, start, end })
    }

    fn offset(&self, file: FileId, line: &str, column: &str) -> Option<u32> {
        let place = Place { line: line.parse().ok()?, column: column.parse().ok()? };
        Some(self.sources.span_at(file, place, 0).start)
    }
}

fn names(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["name"].as_str().unwrap_or_default().to_string()).collect()
}

/// Steps on the way may be written alike: the second is `… #2`.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let alike = (2..).map(|number| format!("{name} #{number}"));
        let free = std::iter::once(name.clone()).chain(alike).find(|name| !seen.contains(name));
        seen.push(free.unwrap_or(name));
    }
    seen
}
