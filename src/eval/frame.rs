//! A table while it is worked out.

use crate::table::{Column, Extra, Provenance};
use std::sync::Arc;

/// One table while it is worked out.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Number of rows.
    pub rows: usize,
    /// Columns by slot; those not yet worked out are missing.
    pub columns: Vec<Option<Arc<Column>>>,
    /// For reference columns by slot: the row referred to, `u32::MAX` for none.
    pub links: Vec<Option<Arc<Vec<u32>>>>,
    /// Where the rows were read.
    pub provenance: Arc<Provenance>,
    /// Columns found by a pattern of headers.
    pub extra: Vec<(Extra, Arc<Column>)>,
}
