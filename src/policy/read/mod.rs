//! From YAML to the policy's model. Each mistake is noted and reading goes on.

mod assertions;
mod columns;
mod decisions;
mod fields;
mod formulas;
mod grid;
mod grid_rules;
mod header;
mod layout;
mod looks;
mod names;
mod parameters;
mod report;
mod rules;
mod scalars;
mod schema;
mod scorecards;
mod tables;
mod triggers;
mod uses;

pub use grid::cell_text;
pub use grid_rules::RESULT_MARKS;
pub(super) use header::policy;
pub use names::{problem as name_problem, suggestion};
pub use parameters::as_type;
pub use rules::is_rest;
pub use scalars::{scalar_value, written_number};
pub use schema::schema;

use crate::cells::{CellSource, CellsError};
use crate::diagnostic::Diagnostic;
use crate::files::PackFiles;
use crate::source::Sources;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Opens a workbook, given its name and bytes, for reading its cells.
pub type OpenCells<'a> = dyn Fn(&str, Arc<[u8]>) -> Result<Box<dyn CellSource>, CellsError> + 'a;

/// What reading needs and gathers.
pub(super) struct Reader<'a> {
    /// Findings so far.
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    /// Files so far; decision tables are added.
    pub(super) sources: &'a mut Sources,
    /// The files of the pack.
    pub(super) files: &'a PackFiles,
    /// Opens decision tables kept in workbooks.
    pub(super) open_cells: &'a OpenCells<'a>,
    /// What was read: the policy, and decision tables.
    pub(super) read: &'a mut BTreeMap<String, Arc<[u8]>>,
}

impl Reader<'_> {
    fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
