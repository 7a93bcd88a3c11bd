//! Decision tables kept in CSV files and workbooks, as rows of placed cells.

mod csv_grid;
mod sheet_grid;

pub use sheet_grid::cell_text;

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::files::FileErrorKind;
use crate::source::Spanned;
use std::path::Path;

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
        let name = match self.files.find(file) {
            Ok(name) => name,
            Err(error) if error.kind == FileErrorKind::Missing => {
                self.unknown_file(table, file);
                return None;
            }
            Err(error) => {
                let message = format!("`{file}` {}", error.message);
                self.note(Diagnostic::error("unknown-file", table.span, message).help(error.help));
                return None;
            }
        };
        if self.read.len() > MOST_FILES {
            let message = format!("the policy uses more than {MOST_FILES} decision tables kept in files");
            self.note(Diagnostic::error("too-many-files", table.span, message));
            return None;
        }
        let extension = Path::new(&name).extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        match extension.as_deref() {
            Some("csv" | "tsv" | "txt") => self.csv_grid(&name, table),
            Some("xlsx" | "xlsm" | "xls" | "xlsb" | "ods") => self.sheet_grid(&name, sheet, table),
            _ => {
                let message = format!("`{file}` is neither a CSV file nor a workbook");
                let help = "use a file that ends in `.csv`, `.xlsx`, `.xlsm`, `.xls`, `.xlsb` or `.ods`";
                self.note(Diagnostic::error("unknown-file", table.span, message).help(help));
                None
            }
        }
    }

    fn unknown_file(&mut self, table: &Spanned<String>, file: &str) {
        let endings = [".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"];
        let mut names = self.files.names("");
        names.retain(|name| endings.iter().any(|ending| name.ends_with(ending)));
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
