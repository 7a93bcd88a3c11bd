//! Issues: what was wrong with the data of a run, and what was done about it.
//!
//! The import and the evaluation report them, reports list them. Each has a stable [`IssueCode`];
//! the manual's table of codes is made from the descriptions kept with them.

mod code;
pub mod listing;

#[cfg(test)]
mod tests;

pub use code::IssueCode;
pub use listing::Listing;

use crate::source::{CellAddress, Span};
use crate::words::Sentence;

/// Something that was wrong with the data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// What kind of issue it is.
    pub code: IssueCode,
    /// The cell, where one is to blame.
    pub cell: Option<CellAddress>,
    /// The original text of the cell.
    pub text: Option<String>,
    /// Name of the table, where one is concerned.
    pub table: Option<String>,
    /// Name of the column, where one is concerned.
    pub column: Option<String>,
    /// Key of the row, where one is concerned.
    pub key: Option<String>,
    /// How many times, where issues of one kind are counted together; 1 otherwise.
    pub count: usize,
    /// What is wrong and what was done about it.
    pub message: Sentence,
    /// Whether the row was left out because of it.
    pub rejected: bool,
    /// Whether it is information only (a hidden sheet was read, a total row left out). Then `--strict`
    /// ignores it.
    pub note: bool,
    /// The rule, formula or script line concerned.
    pub rule: Option<Span>,
    /// The same as people cite it (`policy.yaml:12`).
    pub rule_text: Option<String>,
}

impl Issue {
    /// An issue found once, about nothing in particular yet. It is a note where its code always is.
    #[must_use]
    pub fn new(code: IssueCode, message: impl Into<Sentence>) -> Issue {
        Issue {
            code,
            cell: None,
            text: None,
            table: None,
            column: None,
            key: None,
            count: 1,
            message: message.into(),
            rejected: false,
            note: code.is_note(),
            rule: None,
            rule_text: None,
        }
    }

    /// In this cell.
    #[must_use]
    pub fn at_cell(self, cell: Option<CellAddress>) -> Issue {
        Issue { cell, ..self }
    }

    /// With the original text of the cell.
    #[must_use]
    pub fn with_text(self, text: Option<String>) -> Issue {
        Issue { text, ..self }
    }

    /// About this table.
    #[must_use]
    pub fn in_table(self, table: &str) -> Issue {
        Issue { table: Some(table.to_string()), ..self }
    }

    /// About this column.
    #[must_use]
    pub fn in_column(self, column: &str) -> Issue {
        Issue { column: Some(column.to_string()), ..self }
    }

    /// About the row with this key.
    #[must_use]
    pub fn of_row(self, key: Option<String>) -> Issue {
        Issue { key, ..self }
    }

    /// Found this many times.
    #[must_use]
    pub fn times(self, count: usize) -> Issue {
        Issue { count, ..self }
    }

    /// Because of it the row was left out, or not.
    #[must_use]
    pub fn rejecting(self, rejected: bool) -> Issue {
        Issue { rejected, ..self }
    }

    /// A note, or more than that.
    #[must_use]
    pub fn as_note(self, note: bool) -> Issue {
        Issue { note, ..self }
    }

    /// Found by this rule, formula or line of a script.
    #[must_use]
    pub fn by_rule(self, rule: Span) -> Issue {
        Issue { rule: Some(rule), ..self }
    }
}
