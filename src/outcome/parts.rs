//! What an outcome is put together from.

use super::Asked;
use super::baseline::Baseline;
use crate::eval::Evaluated;
use crate::files::FileFingerprint;
use crate::formula::ColumnId;
use crate::import::Imported;
use crate::plan::Plan;
use crate::source::Sources;
use crate::table::Column;
use std::sync::Arc;

/// Everything a run was made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The files of the policy.
    pub sources: &'a Sources,
    /// The language of titles.
    pub language: &'a str,
    /// The files of the policy with their fingerprints.
    pub files: Vec<FileFingerprint>,
    /// What was asked of the run.
    pub asked: &'a Asked,
    /// Names of the parameters that were set for this run.
    pub set: &'a [String],
    /// The plan.
    pub plan: &'a Plan,
    /// What was worked out.
    pub evaluated: &'a Evaluated,
    /// What the import said.
    pub imported: &'a Imported,
    /// The earlier run to compare with.
    pub baseline: Option<&'a Baseline>,
}

impl Parts<'_> {
    /// A column of the run, shared with it.
    pub(super) fn column(&self, id: ColumnId) -> Arc<Column> {
        let frame = &self.evaluated.frames[id.table.0];
        frame.columns[id.slot].clone().unwrap_or_else(|| Arc::new(Column::blank(self.plan.column(id).ty, frame.rows)))
    }
}
