//! Where a table stands in workbooks.

use super::Reader;
use super::fields::Fields;
use super::tables::SOURCES;
use crate::diagnostic::Diagnostic;
use crate::policy::layout::Layout;

/// The keys that go with sheets alone.
const KEYS: [&str; 1] = ["workbook"];

impl Reader<'_> {
    /// `workbook:` of a table that is read from sheets.
    pub(super) fn layout(&mut self, fields: &Fields<'_>) -> Layout {
        let derived = SOURCES[1..].iter().find(|key| fields.get(key).is_some());
        for key in KEYS {
            if let (Some(source), Some((span, _))) = (derived, fields.entry(key)) {
                let message = format!("`{key}` is for tables read from sheets; {} has `{source}`", fields.what);
                let help = format!("move `{key}` to the table that is read");
                self.note(Diagnostic::error("two-sources", span, message).help(help));
            }
        }
        let workbooks = self.texts(fields.get("workbook"), "a workbook's name");
        Layout { workbooks: workbooks.into_iter().map(|name| name.value).collect() }
    }
}
