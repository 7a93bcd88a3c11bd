//! One change of a text, for the person whose text it is.

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Sources;

/// One change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Code of the finding it mends.
    pub code: &'static str,
    /// What was wrong.
    pub message: String,
    /// The file, as the user would type it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

impl Change {
    pub(super) fn of(found: &Diagnostic, fix: &Fix, sources: &Sources) -> Change {
        let place = sources.place(fix.span);
        Change {
            code: found.code,
            message: found.message.clone(),
            path: sources.file(fix.span.file).path.clone(),
            line: place.line,
            column: place.column,
            before: sources.text(fix.span).to_string(),
            after: fix.text.clone(),
        }
    }
}
