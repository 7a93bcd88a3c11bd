//! Decision tables kept in CSV files and workbooks, as rows of placed cells.

mod csv_grid;
mod sheet_grid;

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Spanned;
use std::path::{Component, Path};

/// More files than this are not read.
const MOST_FILES: usize = 1_000;

/// One cell of a decision table, blanks around it left out.
#[derive(Clone, Debug)]
pub(super) struct GridCell {
    /// The text and its place.
    pub(super) text: Spanned<String>,
    /// Surely text, as a workbook says.
    pub(super) is_text: bool,
}

/// Rows that are not empty.
pub(super) type Grid = Vec<Vec<GridCell>>;

impl Reader<'_> {
    /// The cells of `targets.csv`, `targets.xlsx` (its first sheet) or `targets.xlsx#Sheet`.
    pub(super) fn grid(&mut self, table: &Spanned<String>) -> Option<Grid> {
        let (file, sheet) = match table.value.split_once('#') {
            Some((file, sheet)) => (file, Some(sheet)),
            None => (table.value.as_str(), None),
        };
        let relative = Path::new(file);
        let inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            let message = format!("`{file}` lies outside the pack");
            let help = "copy the file into the pack's folder";
            self.note(Diagnostic::error("unknown-file", table.span, message).help(help));
            return None;
        }
        let path = self.folder.join(relative);
        if !path.is_file() {
            self.unknown_file(table, file);
            return None;
        }
        if self.files.len() > MOST_FILES {
            let message = format!("the policy uses more than {MOST_FILES} decision tables kept in files");
            self.note(Diagnostic::error("too-many-files", table.span, message));
            return None;
        }
        let shown = format!("{}{file}", self.shown);
        self.files.push(path.clone());
        let extension = relative.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        match extension.as_deref() {
            Some("csv" | "tsv" | "txt") => self.csv_grid(&path, shown, table),
            Some("xlsx" | "xlsm" | "xls" | "xlsb" | "ods") => self.sheet_grid(&path, &shown, sheet, table),
            _ => {
                let message = format!("`{file}` is neither a CSV file nor a workbook");
                let help = "use a file that ends in `.csv`, `.xlsx`, `.xlsm`, `.xls`, `.xlsb` or `.ods`";
                self.note(Diagnostic::error("unknown-file", table.span, message).help(help));
                None
            }
        }
    }

    fn unknown_file(&mut self, table: &Spanned<String>, file: &str) {
        let mut names: Vec<String> = std::fs::read_dir(self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| {
                [".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"].iter().any(|e| name.ends_with(e))
            })
            .collect();
        names.sort();
        let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
        let help = match (nearest(file, names.iter().map(String::as_str)), names.is_empty()) {
            (Some(near), _) => format!("write `{near}`"),
            (None, false) => format!("tables of the pack: {list}"),
            (None, true) => "the pack's folder holds no CSV file and no workbook".to_string(),
        };
        let message = format!("the pack has no file `{file}`");
        self.note(Diagnostic::error("unknown-file", table.span, message).help(help));
    }
}
