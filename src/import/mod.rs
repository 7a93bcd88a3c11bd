//! Workbooks and CSV into tables and issues.
//!
//! Every row that is read is used, or listed as rejected with its reason. Codes of issues:
//!
//! | code | what was found | what was done |
//! |---|---|---|
//! | `bad-number`, `bad-date`, `bad-bool` | text that is not of the column's type | left blank; row left out where the cell is needed |
//! | `not-allowed` | a value that `one_of:` does not list | the same |
//! | `out-of-range` | a number below `min:` or above `max:` | the same |
//! | `error-cell` | an error such as `#DIV/0!` | the same |
//! | `unsaved-formula` | a formula whose result was never saved | the same |
//! | `missing-value` | a needed cell is blank | row left out |
//! | `duplicate-key` | a key that an earlier row has | row left out |
//! | `no-values` (note) | a row with cells only where no column of the table is | row left out |
//! | `total-row` (note) | a total below or between the rows | row left out |
//! | `hidden-sheet` (note) | the sheet is hidden | read |
//! | `duplicate-header` (note) | two columns with one header | the first is read |
//! | `sheet-by-headers` (note) | no sheet has a name the policy knows | the one with the right headers is read |
//! | `several-sheets` (note) | several sheets of one workbook have names the policy knows | all are read, in order |
//! | `unread-sheet` | a sheet with the headers of a table under a name the policy does not know; a note where the workbook has the table under its name too | nothing is read from it |
//! | `unused-workbook` | a workbook without any sheet the policy wants | nothing is read from it |

mod checks;
mod coerce;
mod fold;
mod given;
mod header;
mod issues;
mod locate;
mod merge;
mod presence;
mod read;
mod references;
mod rows;
mod slot;
mod totals;
mod wanted;

#[cfg(test)]
mod tests;

pub use read::read;

use crate::outcome;
use crate::table::Table;
use crate::value::Value;
use std::path::PathBuf;

/// Something to read rows from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A workbook or CSV file.
    File(PathBuf),
    /// The same, already in memory.
    Bytes {
        /// Its file name.
        name: String,
        /// What is in it.
        data: Vec<u8>,
    },
    /// Rows that never were a workbook. They are checked like cells.
    Rows {
        /// The table of the policy they belong to.
        table: String,
        /// What each value of a row is: names or headers of the policy's columns.
        columns: Vec<String>,
        /// The rows, one value for each column.
        rows: Vec<Vec<Value>>,
    },
}

/// What a run may say about its import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Table and the name of its sheet, where the workbook uses a name the policy does not know.
    pub sheets: Vec<(String, String)>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// One table for each table of the policy, in its order; those that are not read from sheets are empty.
    pub tables: Vec<Table>,
    /// What was wrong, in reading order.
    pub issues: Vec<outcome::Issue>,
    /// Rows read, used and rejected for each table and sheet. Rows a host handed in have an empty
    /// workbook and sheet.
    pub control: Vec<outcome::ControlTotal>,
    /// The files read, in the order given.
    pub inputs: Vec<outcome::InputFile>,
}

/// Why nothing could be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Everything that stands in the way.
    pub problems: Vec<Problem>,
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, and where.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    fn new(message: impl Into<String>, help: Option<String>) -> Problem {
        Problem { message: message.into(), help }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{}", problem.message)?;
            if let Some(help) = &problem.help {
                write!(f, " ({help})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
