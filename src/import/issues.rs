//! Collecting issues of one sheet.

use crate::issue::listing::{self, Listing};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::source::CellAddress;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Workbook and sheet that issues are about; `None` for rows a host handed in.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub workbook: Arc<str>,
    pub sheet: Arc<str>,
    /// Rows that a host handed in have no cells.
    pub given: bool,
}

impl Place {
    pub(super) fn cell(&self, row: u32, column: u32) -> Option<CellAddress> {
        let address = CellAddress { workbook: self.workbook.clone(), sheet: self.sheet.clone(), row, column };
        (!self.given).then_some(address)
    }

    /// Whether it is a text file, whose cells have no formats.
    pub(super) fn is_text(&self) -> bool {
        let ending = Path::new(&*self.workbook).extension();
        ending.is_some_and(|ending| ["csv", "tsv", "txt"].iter().any(|text| ending.eq_ignore_ascii_case(text)))
    }
}

/// Code, column and whether the row was left out.
type Kind = (IssueCode, Option<String>, bool);

/// Issues of one sheet, those of one kind beyond the first thousand folded into one.
#[derive(Debug, Default)]
pub(super) struct IssueLog {
    issues: Vec<Issue>,
    /// How many of each kind are listed, and the issue that counts the rest.
    kinds: HashMap<Kind, (Listing, Option<usize>)>,
    /// Rows that turned out to be no data, so that their cells are none of a column.
    no_data: Vec<u32>,
    /// Rows that were left out for what they lack, and turned out to be no data.
    no_rows: Vec<u32>,
}

impl IssueLog {
    pub(super) fn add(&mut self, issue: Issue) {
        let kind = (issue.code, issue.column.clone(), issue.rejected);
        let (listing, rest) = self.kinds.entry(kind).or_insert((Listing::new(listing::CELLS), None));
        if listing.admits() {
            self.issues.push(issue);
            return;
        }
        match rest {
            Some(at) => self.issues[*at].count += 1,
            None => {
                *rest = Some(self.issues.len());
                let message = say!(
                    "counted-not-listed",
                    "{message}; more of the same kind from here on are counted, not listed",
                    message = &issue.message
                );
                self.issues.push(Issue { message, ..issue });
            }
        }
    }

    /// Takes back what was said of cells that are not of the type of their column, in rows that are no data.
    pub(super) fn forget(&mut self, rows: impl Iterator<Item = u32>) {
        self.no_data.extend(rows);
        self.no_data.sort_unstable();
    }

    /// Takes back what was said of a row that was left out for what it lacks: it is no data.
    pub(super) fn forget_rejected(&mut self, row: u32) {
        self.no_rows.push(row);
    }

    /// The issues of single cells in the order of their rows, though what a cell is may be known at the end
    /// of the sheet only; then those about a column as a whole.
    pub(super) fn finish(mut self) -> Vec<Issue> {
        let row = |issue: &Issue| issue.cell.as_ref().map_or(0, |cell| cell.row);
        let is_of_cell = |issue: &Issue| {
            matches!(issue.code, IssueCode::BadNumber | IssueCode::BadDate | IssueCode::BadBool)
                && !issue.rejected
                && issue.count == 1
        };
        let is_of_row = |issue: &Issue| {
            let codes = [IssueCode::MissingValue, IssueCode::BadNumber, IssueCode::BadDate, IssueCode::BadBool];
            codes.contains(&issue.code) && issue.count == 1
        };
        self.issues.retain(|issue| !is_of_row(issue) || !self.no_rows.contains(&row(issue)));
        self.issues.retain(|issue| !is_of_cell(issue) || self.no_data.binary_search(&row(issue)).is_err());
        self.issues.sort_by_key(|issue| (is_of_column(issue.code), row(issue)));
        self.issues
    }
}

/// Whether it is reported once for a column, for any number of its cells.
fn is_of_column(code: IssueCode) -> bool {
    matches!(
        code,
        IssueCode::DoubtfulNumber
            | IssueCode::SeveralCurrencies
            | IssueCode::DoubtfulDate
            | IssueCode::DecimalMark
            | IssueCode::DayOrder
            | IssueCode::SerialDate
            | IssueCode::DaysAsNumber
            | IssueCode::TimeDropped
            | IssueCode::LostDigits
    )
}
