//! Explanations of what is asked about by name: a column, a row with all its columns, a scorecard, a trigger.

use super::{CellsOf, Explainer, Fires, Flips, How, Limits, Reason, Why};
use crate::formula::{ColumnId, TableId};
use crate::outcome::Outcome;
use crate::plan::{ScorecardId, Work};
use crate::value::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is asked about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Every column with a name, each without what lies behind it.
    Row(TableId),
    /// A column.
    Column(ColumnId),
    /// Whether a row of a table counts in a column of another one.
    Counted(TableId, ColumnId),
    /// The rows of another table that a row of a table is made into: pairs, rows of its columns, a stack.
    Made(TableId, TableId),
    /// An assertion, by its place in the plan.
    Assertion(usize),
    /// The band, score and rank of a scorecard.
    Scorecard(ScorecardId),
    /// A trigger, by its place in the plan.
    Trigger(usize),
}

impl Explainer<'_> {
    /// Explains what was asked about a row.
    #[must_use]
    pub fn answer(&self, asked: Asked, row: usize, outcome: &Outcome) -> Why {
        let plan = self.plan();
        let (table, reasons) = match asked {
            Asked::Row(table) => (table, self.columns(table, row)),
            Asked::Column(id) => (id.table, vec![self.explain(id, row)]),
            Asked::Counted(table, id) => (table, self.counts_in(id, (table, row))),
            Asked::Made(table, to) => (table, vec![self.made_into(to, (table, row))]),
            Asked::Assertion(at) => (plan.assertions[at].table, vec![self.assertion(at, outcome)]),
            Asked::Scorecard(card) => (plan.scorecard(card).table, self.card(card, row)),
            Asked::Trigger(at) => (plan.triggers[at].table, vec![self.trigger(at, row, outcome)]),
        };
        let asked_for = match asked {
            Asked::Row(_) | Asked::Counted(..) | Asked::Made(..) => Vec::new(),
            Asked::Assertion(at) => vec![ColumnId { table, slot: plan.assertions[at].when }],
            Asked::Column(id) => vec![id],
            Asked::Scorecard(card) => vec![ColumnId { table, slot: plan.scorecard(card).score }],
            Asked::Trigger(at) => vec![ColumnId { table, slot: plan.triggers[at].when }],
        };
        let name = &plan.tables[table.0].name;
        let key = self.trace.key(table, row);
        let about =
            |issue: &&crate::issue::Issue| issue.table.as_deref() == Some(name) && issue.key.as_deref() == Some(&key);
        let line = |issue: &crate::issue::Issue| {
            let column = issue.column.as_ref().map(|column| format!("{column}: ")).unwrap_or_default();
            let cell = issue.cell.as_ref().map(|cell| format!(" {}!{}", cell.sheet, cell.a1())).unwrap_or_default();
            let text = issue.text.as_ref().map(|text| format!(" `{text}`")).unwrap_or_default();
            format!("{}{cell}{text}: {column}{}", issue.code, issue.message)
        };
        let cells = self.rests_on(&asked_for, row);
        let concerned = concerned(name, &reasons, &cells);
        let all = matches!(asked, Asked::Row(_));
        let told = |issue: &&crate::issue::Issue| {
            all || issue.column.as_deref().is_none_or(|column| issue.rejected || concerned.contains(column))
        };
        let issues = self.issues.iter().filter(about).filter(told).map(line).collect();
        Why {
            row: self.row_name(table, row),
            cell: self.trace.provenance(table).cell(row, None),
            workbooks: outcome.inputs.iter().map(|input| input.name.clone()).collect(),
            flips: self.would_take(asked, row),
            reasons,
            cells,
            issues,
        }
    }

    /// What would give the result that was asked about another value.
    fn would_take(&self, asked: Asked, row: usize) -> Option<Flips> {
        let plan = self.plan();
        match asked {
            Asked::Row(_) | Asked::Counted(..) | Asked::Made(..) | Asked::Assertion(_) => None,
            Asked::Column(id) => self.flips(id, row),
            Asked::Scorecard(card) => {
                let card = plan.scorecard(card);
                self.flips(ColumnId { table: card.table, slot: card.band }, row).filter(|_| !card.bands.is_empty())
            }
            Asked::Trigger(at) => {
                let trigger = &plan.triggers[at];
                let mut flips = self.flips(ColumnId { table: trigger.table, slot: trigger.when }, row)?;
                flips.of.clone_from(&trigger.name);
                flips.shown = fires(&flips.result);
                flips.flips.iter_mut().for_each(|flip| flip.gives = fires(&flip.result));
                Some(flips)
            }
        }
    }

    /// Every column of a row, each with how it came about and nothing behind it.
    fn columns(&self, table: TableId, row: usize) -> Vec<Reason> {
        let depth = if self.limits.depth > Limits::default().depth { self.limits.depth } else { 0 };
        let columns = self.plan().tables[table.0].columns.iter().enumerate();
        let named = columns.filter(|(_, column)| !column.hidden && !matches!(column.work, Work::Score(_) | Work::Link));
        named.map(|(slot, _)| self.reason(ColumnId { table, slot }, row, depth)).collect()
    }

    fn card(&self, card: ScorecardId, row: usize) -> Vec<Reason> {
        let plan = self.plan().scorecard(card);
        let id = |slot: usize| ColumnId { table: plan.table, slot };
        let mut band = self.reason(id(plan.band), row, 1);
        self.above.borrow_mut().remove(&(id(plan.score), row));
        band.parts.clear();
        let score = self.reason(id(plan.score), row, self.limits.depth.max(1));
        let mut rank = self.reason(id(plan.rank), row, 1);
        rank.blank = rank.blank.filter(|_| !score.value.is_blank());
        let mut reasons = Vec::new();
        if !plan.bands.is_empty() {
            reasons.push(band);
        }
        reasons.extend([score, rank]);
        reasons
    }

    /// Whether an assertion holds, with what it compares.
    fn assertion(&self, at: usize, outcome: &Outcome) -> Reason {
        let plan = &self.plan().assertions[at];
        let id = ColumnId { table: plan.table, slot: plan.when };
        let mut reason = self.explain(id, 0);
        let formula = self.text(self.plan().column(id).span);
        let found = outcome.assertions.iter().find(|found| found.name == plan.name);
        let holds = found.and_then(|found| found.holds);
        reason.shown = match holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "cannot be decided",
        }
        .to_string();
        reason.value = holds.map_or(Value::Blank, Value::Bool);
        reason.blank =
            found.filter(|_| holds != Some(true)).map(|found| found.says.to_string()).filter(|says| *says != formula);
        reason.formula = Some(formula);
        reason.name.clone_from(&plan.name);
        reason.place = Some(self.cite(plan.span));
        reason
    }

    fn trigger(&self, at: usize, row: usize, outcome: &Outcome) -> Reason {
        let plan = &self.plan().triggers[at];
        let id = ColumnId { table: plan.table, slot: plan.when };
        let mut reason = self.explain(id, row);
        let fired = outcome.triggers.iter().find(|fired| fired.trigger() == plan.name && fired.row() == row);
        // A named column stands for itself; a condition written at the trigger is its formula.
        if !self.plan().column(id).hidden {
            let part = std::mem::replace(&mut reason, self.bare(plan.name.clone(), Value::Blank, Default::default()));
            (reason.value, reason.formula) = (part.value.clone(), Some(part.name.clone()));
            reason.blank = part.blank.clone();
            reason.parts = vec![part];
        }
        reason.how = How::Trigger(Fires {
            trigger: plan.name.clone(),
            title: plan.title.text(self.language).to_string(),
            fires: reason.value.as_bool(),
            message: fired.map(|fired| fired.message().to_string()),
            owner: fired.and_then(|fired| fired.owner()).map(Cow::into_owned),
            due: fired.and_then(|fired| fired.due()).map(|day| day.to_string()),
        });
        reason.name = plan.name.clone();
        reason.place = Some(self.cite(plan.span));
        reason
    }
}

/// The columns of the own table that an explanation is about.
fn concerned<'r>(table: &str, reasons: &'r [Reason], cells: &'r [CellsOf]) -> BTreeSet<&'r str> {
    fn names<'r>(reasons: &'r [Reason], found: &mut BTreeSet<&'r str>) {
        for reason in reasons {
            found.insert(&reason.name);
            if let How::Decision(decided) = &reason.how {
                found.insert(&decided.name);
            }
            // The policy's words for a value without a name of its own.
            found.extend(reason.formula.as_deref());
            names(&reason.parts, found);
        }
    }
    let mut found = BTreeSet::new();
    names(reasons, &mut found);
    found.extend(cells.iter().filter(|of| of.table == table).flat_map(|of| of.columns.iter().map(String::as_str)));
    found
}

/// What a trigger does.
fn fires(result: &Value) -> String {
    match result.as_bool() {
        Some(true) => "fires",
        Some(false) => "does not fire",
        None => "cannot be decided",
    }
    .to_string()
}
