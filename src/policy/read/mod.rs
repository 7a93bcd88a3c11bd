//! From YAML to the policy's model. Each mistake is noted and reading goes on.

mod columns;
mod decisions;
mod fields;
mod formulas;
mod grid;
mod grid_rules;
mod header;
mod names;
mod parameters;
mod report;
mod rules;
mod scalars;
mod scorecards;
mod tables;
mod triggers;

pub(super) use header::policy;
pub use parameters::as_type;
pub use scalars::{scalar_value, written_number};

use crate::cells::{CellSource, CellsError};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// Opens a workbook for reading its cells.
pub type OpenCells<'a> = dyn Fn(&Path) -> Result<Box<dyn CellSource>, CellsError> + 'a;

/// What reading needs and gathers.
pub(super) struct Reader<'a> {
    /// Findings so far.
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    /// Files so far; decision tables are added.
    pub(super) sources: &'a mut Sources,
    /// The pack's folder on disk.
    pub(super) folder: &'a Path,
    /// The folder as the user typed it, for file names in messages.
    pub(super) shown: &'a str,
    /// Opens decision tables kept in workbooks.
    pub(super) open_cells: &'a OpenCells<'a>,
    /// Files read besides the policy itself.
    pub(super) files: &'a mut Vec<PathBuf>,
}

impl Reader<'_> {
    fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
