//! A part of a sheet, and how a policy says it.

use crate::source::column_letters;

/// A part of a sheet that is a table of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    /// Its first and last column, from 0; all columns where nothing is said.
    pub(super) columns: Option<(u32, u32)>,
    /// Its first row, from 0.
    pub(super) first: u32,
    /// Its last row; as far as there are rows where nothing is said.
    pub(super) last: Option<u32>,
    /// The text that stands alone right above its header, and nowhere else.
    pub(super) title: Option<String>,
}

impl Area {
    /// All rows of some columns.
    pub(super) fn of_columns(columns: (u32, u32)) -> Area {
        Area { columns: Some(columns), ..Area::default() }
    }

    /// Whether a cell lies in it.
    pub(super) fn holds(&self, row: u32, column: u32) -> bool {
        row >= self.first
            && self.last.is_none_or(|last| row <= last)
            && self.columns.is_none_or(|(first, last)| (first..=last).contains(&column))
    }

    /// Whether it ends above a row.
    pub(super) fn ends_above(&self, row: u32) -> bool {
        self.last.is_some_and(|last| row > last)
    }

    /// What `range:` says of a table with these columns in it; nothing where it is the whole sheet.
    pub(super) fn range(&self, (left, right): (u32, u32)) -> Option<String> {
        if *self == Area::default() {
            return None;
        }
        if let Some(title) = &self.title {
            return Some(format!("{{ below: {} }}", quoted(title)));
        }
        let (left, right) = self.columns.unwrap_or((left, right));
        let [left, right] = [left, right].map(column_letters);
        Some(match (self.first, self.last) {
            (0, None) => format!("{left}:{right}"),
            (first, None) => format!("{left}{}:{right}", first + 1),
            (first, Some(last)) => format!("{left}{}:{right}{}", first + 1, last + 1),
        })
    }
}

/// A text as YAML reads it back, whatever stands in it.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    let word = text.chars().all(plain) && text.chars().any(char::is_alphabetic);
    let read_otherwise = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "blank"];
    if word && !read_otherwise.contains(&text.to_lowercase().as_str()) && !text.starts_with(|c: char| c.is_numeric()) {
        text.to_string()
    } else {
        serde_json::Value::from(text).to_string()
    }
}
