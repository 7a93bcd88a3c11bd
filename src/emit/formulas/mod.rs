//! A plan as formulas of a spreadsheet: every column that can be said so, over the sheets of a report.
//!
//! Only functions that every Excel and LibreOffice has: no structured references, no whole-column ranges, no
//! `LET`, `XLOOKUP` or `LAMBDA`. What cannot be said so stays a value, with the reason. Where cells stand is not
//! known here: a formula has places in it, which the writer of the report puts addresses for.

mod aggregates;
mod calls;
mod decisions;
mod expressions;
mod live;
mod periods;
mod safe;
mod said;
mod scores;
mod steps;
mod windows;
mod words;

#[cfg(test)]
mod tests;

pub use live::{Beside, Live};
pub use words::{Formula, ParameterPart, Piece, Place, RuleAt, Step};

use crate::eval::RowEvaluator;
use crate::formula::{ColumnId, TableId};
use crate::plan::{Plan, RowsPlan, Work};
use said::Said;
use words::cat;

/// Rows of a table that formulas still read; a spreadsheet that works out more of them is no pleasure.
pub const MOST_ROWS: usize = 65_000;

/// Why something stays a value.
type Reason = String;

/// What is being said, and what was said so far.
struct Speaker<'a> {
    trace: &'a RowEvaluator<'a>,
    plan: &'a Plan,
    language: &'a str,
    steps: Vec<Step>,
    /// What each step stands for.
    known: Vec<(TableId, steps::What)>,
}

/// Says the columns of a finished run.
#[must_use]
pub fn of(trace: &RowEvaluator<'_>, language: &str) -> Live {
    let plan = trace.plan();
    let mut speaker = Speaker { trace, plan, language, steps: Vec::new(), known: Vec::new() };
    let mut live = Live::over(plan.figures);
    for (table, columns) in plan.tables.iter().enumerate().map(|(at, table)| (TableId(at), &table.columns)) {
        for slot in 0..columns.len() {
            let id = ColumnId { table, slot };
            match speaker.column_formula(id) {
                Some(Ok(formula)) => {
                    live.columns.insert(id, formula);
                }
                Some(Err(reason)) => {
                    live.left.insert(id, reason);
                }
                None => {}
            }
        }
    }
    live.steps = speaker.steps;
    live.gather(trace, language);
    live
}

impl Speaker<'_> {
    /// The formula of a column; `None` for one that is not worked out.
    fn column_formula(&mut self, id: ColumnId) -> Option<Result<Formula, Reason>> {
        let column = self.plan.column(id);
        let made = match &column.work {
            Work::Imported(_) | Work::Derived | Work::Link | Work::Unbound => return None,
            Work::Formula(expr) => self.whole(id.table, expr),
            Work::Aggregate(aggregate) => self.aggregate(id.table, aggregate),
            Work::Window(window) => self.window(id.table, window),
            Work::Decision(decision) => self.decided(*decision, id),
            Work::Score(card) => self.scored(*card, id),
        };
        let rows = self.trace.rows(id.table);
        let made = match made {
            _ if rows > MOST_ROWS => Err(too_long(&self.plan.tables[id.table.0].name, rows)),
            Ok(formula) if !Formula::fits(&formula.pieces) => Err("it is too long for a cell".into()),
            made => made,
        };
        Some(made.and_then(|formula| self.values_fit(id).map(|()| formula)))
    }

    /// A formula over the row.
    fn whole(&mut self, table: TableId, expr: &crate::formula::Expr) -> Result<Formula, Reason> {
        let said = self.say(table, expr)?;
        Ok(Formula { pieces: finished(&said), array: false })
    }

    /// Whether a table has rows of its own that a formula can read.
    fn readable(&self, table: TableId) -> Result<(), Reason> {
        let rows = self.trace.rows(table);
        let plan = &self.plan.tables[table.0];
        match plan.rows {
            _ if rows > MOST_ROWS => Err(too_long(&plan.name, rows)),
            RowsPlan::One
            | RowsPlan::Imported(_)
            | RowsPlan::Group(_)
            | RowsPlan::Pairs(_)
            | RowsPlan::Unpivot(_)
            | RowsPlan::Stack(_)
            | RowsPlan::Calendar(_) => Ok(()),
        }
    }
}

/// What a cell holds. A cell that is taken over as it is must be asked whether it is empty, or it would be 0.
fn finished(said: &Said) -> Vec<Piece> {
    let closed = said.closed();
    if closed.is_empty() { cat!["\"\""] } else { closed }
}

fn too_long(table: &str, rows: usize) -> Reason {
    format!("`{table}` has {rows} rows, more than the {MOST_ROWS} that are worked out live")
}
