//! Rows that are not there: what became of them, and which keys are like the one asked for.

use super::{Absent, Explainer};
use crate::diagnostic::nearest;
use crate::formula::{ColumnId, TableId};
use crate::import::ControlTotal;
use crate::issue::Issue;
use crate::plan::RowsPlan;

/// Keys that are offered.
const OFFERED: usize = 5;
/// Keys up to which each is compared.
const MANY: usize = 20_000;

impl Explainer<'_> {
    /// Why a table has no row of that key.
    #[must_use]
    pub fn absent(&self, table: TableId, key: &str, control: &[ControlTotal]) -> Absent {
        let plan = &self.plan().tables[table.0];
        let mut why = self.left_out(&plan.name, key);
        if why.is_empty() && key.bytes().all(|digit| digit.is_ascii_digit()) {
            // Where no key is a number, it is a row of the sheet that is meant.
            why = self.left_out(&plan.name, &format!("row {key}"));
        }
        if why.is_empty() {
            why = self.of_source(table, key, control);
        }
        if why.is_empty() {
            let all: usize = control.iter().filter(|t| t.table == plan.name).map(|t| t.rejected).sum();
            let listed: usize = self.rejected(&plan.name).map(|issue| issue.count).sum();
            if all > 0 && listed > 0 && self.rejected(&plan.name).any(|issue| issue.count > 1) {
                why.push(format!("{all} rows of `{}` were left out, not all of them listed one by one", plan.name));
            }
        }
        let near = if why.is_empty() { self.near(table, key) } else { Vec::new() };
        Absent { table: plan.name.clone(), key: key.to_string(), why, near }
    }

    fn rejected(&self, table: &str) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |issue| issue.rejected && issue.table.as_deref() == Some(table))
    }

    /// The rows of that key, or of that row number, that the import left out.
    fn left_out(&self, table: &str, key: &str) -> Vec<String> {
        let is = |text: &Option<String>| text.as_deref().is_some_and(|text| text.trim() == key);
        let found = self.rejected(table).filter(|issue| {
            let row = issue.cell.as_ref().is_some_and(|cell| {
                let row = (u64::from(cell.row) + 1).to_string();
                key.trim_start_matches("row ") == row && key.starts_with("row ") || key == cell.a1()
            });
            row || is(&issue.key) || issue.key.is_none() && is(&issue.text)
        });
        let line = |issue: &Issue| {
            let place = issue.cell.as_ref().map(|cell| format!("{} {}!{}: ", cell.workbook, cell.sheet, cell.a1()));
            let column = issue.column.as_ref().map(|column| format!("`{column}` is ")).unwrap_or_default();
            let text = match (&issue.text, column.is_empty()) {
                (Some(text), _) => format!("`{text}`: "),
                (None, true) => String::new(),
                (None, false) => "blank: ".to_string(),
            };
            format!("{}{column}{text}{} ({})", place.unwrap_or_default(), issue.message, issue.code)
        };
        found.map(line).collect()
    }

    /// Of a table made from another: a row of that one with this key, and whether it takes part.
    fn of_source(&self, table: TableId, key: &str, control: &[ControlTotal]) -> Vec<String> {
        let of = match &self.plan().tables[table.0].rows {
            RowsPlan::Group(group) => vec![group.of],
            RowsPlan::Unpivot(unpivot) => vec![unpivot.of],
            RowsPlan::Stack(stack) => stack.of.clone(),
            RowsPlan::Pairs(pairs) => vec![pairs.left, pairs.right],
            RowsPlan::Imported(_) | RowsPlan::One | RowsPlan::Calendar(_) => Vec::new(),
        };
        let name = &self.plan().tables[table.0].name;
        for of in of {
            let source = &self.plan().tables[of.0].name;
            let Some(row) = (0..self.trace.rows(of)).find(|&row| self.trace.key(of, row) == key) else {
                let lost = self.absent(of, key, control).why;
                if !lost.is_empty() {
                    return lost.into_iter().map(|line| format!("`{source}` lacks it: {line}")).collect();
                }
                continue;
            };
            let RowsPlan::Group(group) = &self.plan().tables[table.0].rows else {
                return vec![format!("`{key}` is a row of `{source}`; `{name}` is made from its rows")];
            };
            let link = ColumnId { table: of, slot: group.link };
            return vec![match self.trace.linked(link, row) {
                Some(at) => {
                    format!("`{key}` is a row of `{source}`; its group in `{name}` is {}", self.row_name(table, at).key)
                }
                None => {
                    let filter = group.filter.map(|slot| ColumnId { table: of, slot });
                    let told = filter.map(|id| {
                        let met = if self.trace.at(id, row).is_blank() { "cannot be decided" } else { "does not hold" };
                        format!(": `{}` {met} for it", super::one_line(&self.plan().column(id).name))
                    });
                    format!("`{key}` of `{source}` is in no group of `{name}`{}", told.unwrap_or_default())
                }
            }];
        }
        Vec::new()
    }

    /// The keys most like the one asked for.
    fn near(&self, table: TableId, key: &str) -> Vec<String> {
        let mut keys: Vec<String> = (0..self.trace.rows(table)).map(|row| self.trace.key(table, row)).collect();
        // Of very many keys those are looked at that begin alike.
        if keys.len() > MANY {
            let start: String = key.chars().take(key.chars().count().div_ceil(2)).collect();
            keys.retain(|known| known.starts_with(&start));
        }
        let mut near: Vec<String> = Vec::new();
        while near.len() < OFFERED {
            let left = keys.iter().map(String::as_str).filter(|known| !near.iter().any(|taken| taken == known));
            match nearest(key, left) {
                Some(found) => near.push(found.to_string()),
                None => break,
            }
        }
        if near.is_empty() {
            near.extend(keys.into_iter().take(OFFERED));
        }
        near
    }
}
