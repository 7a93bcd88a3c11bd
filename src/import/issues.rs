//! Collecting issues of one sheet.

use crate::issue::{Issue, IssueCode};
use crate::source::CellAddress;
use std::collections::HashMap;
use std::sync::Arc;

/// Issues of one kind in one column that are listed one by one; the rest are counted together.
const LISTED: usize = 1000;

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
}

/// Code, column and whether the row was left out.
type Kind = (IssueCode, Option<String>, bool);

/// Issues of one sheet, those of one kind beyond the first thousand folded into one.
#[derive(Debug, Default)]
pub(super) struct IssueLog {
    issues: Vec<Issue>,
    /// How many of each kind are listed, and the issue that counts the rest.
    kinds: HashMap<Kind, (usize, Option<usize>)>,
}

impl IssueLog {
    pub(super) fn add(&mut self, issue: Issue) {
        let kind = (issue.code, issue.column.clone(), issue.rejected);
        let (listed, rest) = self.kinds.entry(kind).or_default();
        if *listed < LISTED {
            *listed += 1;
            self.issues.push(issue);
            return;
        }
        match rest {
            Some(at) => self.issues[*at].count += 1,
            None => {
                *rest = Some(self.issues.len());
                let message = format!("{}; more of the same kind from here on are counted, not listed", issue.message);
                self.issues.push(Issue { message, ..issue });
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Issue> {
        self.issues
    }
}
