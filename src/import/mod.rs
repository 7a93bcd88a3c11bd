//! Workbooks and CSV into tables and issues.
//!
//! Every row that is read is used, or listed as rejected with its reason.

mod above;
mod account;
mod aside;
mod assign;
mod below;
mod beyond;
mod blocks;
mod book;
mod checks;
mod coerce;
mod columns;
mod compared;
mod control;
mod copies;
mod duplicates;
mod evidence;
mod fold;
mod foot;
mod given;
mod header;
mod headings;
mod instead;
mod issues;
mod labels;
mod lines;
mod locate;
mod merge;
mod moment;
mod nested;
mod numbering;
mod orphans;
mod outline;
mod pasted;
mod presence;
mod read;
mod ready;
mod record;
mod references;
mod rows;
mod settle;
mod several;
mod sheet;
mod slot;
mod struck;
mod taking;
mod totals;
mod units;
mod unlike;
mod unreferenced;
mod wanted;
mod worked;
mod written;

#[cfg(test)]
mod tests;

pub use account::{ControlTotal, DateSpan, InputFile, Orphans};
pub(crate) use coerce::truth;
pub(crate) use read::FEW_ROWS;
pub use read::read;
pub use record::{ReadRow, RecordReader};
pub use sheet::{Several, SheetColumn, SheetTable};

use crate::diagnostic::Problem;
use crate::issue::Issue;
use crate::policy::model::Conventions;
use crate::table::{Column, Table};
use crate::value::Value;
use std::path::PathBuf;
use std::sync::Arc;

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
        data: Arc<[u8]>,
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
    /// The same, column by column: names or headers of the policy's columns, and their values.
    Columns {
        /// The table of the policy they belong to.
        table: String,
        /// The columns, all of one length.
        columns: Arc<[(String, Column)]>,
    },
}

/// What a run may say about its import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Table and the name of its sheet, where the workbook uses a name the policy does not know.
    pub sheets: Vec<(String, String)>,
    /// How the inputs write numbers and dates; it stands before what the policy says.
    pub conventions: Conventions,
    /// Keep what cells say that are read as something else, for explanations.
    pub keep_written: bool,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// One table for each table of the policy, in its order; those that are not read from sheets are empty.
    pub tables: Vec<Table>,
    /// What was wrong, in reading order.
    pub issues: Vec<Issue>,
    /// Rows read, used and rejected for each table and sheet. Rows a host handed in have an empty
    /// workbook and sheet.
    pub control: Vec<ControlTotal>,
    /// Rows whose reference leads nowhere, by column.
    pub orphans: Vec<Orphans>,
    /// The files read, in the order given.
    pub inputs: Vec<InputFile>,
}

/// Why nothing could be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Everything that prevents it.
    pub problems: Vec<Problem>,
}

impl Input {
    /// How many rows a host handed in; `None` for files.
    pub(crate) fn given_rows(&self) -> Option<usize> {
        match self {
            Input::Rows { rows, .. } => Some(rows.len()),
            Input::Columns { columns, .. } => Some(columns.first().map_or(0, |(_, column)| column.len())),
            Input::File(_) | Input::Bytes { .. } => None,
        }
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
