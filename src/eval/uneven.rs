//! Ratios of sums that were taken over different rows: a row with a value for one of them alone would make a margin
//! or a price better or worse than it is.

use super::expression;
use super::state::State;
use crate::formula::{Aggregate, AggregateOp, BinaryOp, ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::issue::{Issue, IssueCode};
use crate::plan::Work;
use crate::say;
use crate::table::{Column, NO_ROW, TRUE};
use crate::value::Type;
use crate::words::{Between, Hole, Sentence};
use std::borrow::Cow;

/// Columns followed from a ratio to the sums it is made of.
const FOLLOWED: usize = 64;

impl<'p> State<'p> {
    /// The columns that divide sums over the same rows by each other, where some row counts in one of them alone.
    pub(super) fn uneven_ratios(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        for (at, table) in self.plan.tables.iter().enumerate() {
            for column in &table.columns {
                let Work::Formula(expr) = &column.work else { continue };
                let mut sums = Vec::new();
                expr.visit(&mut |node| sums.extend(self.divided(TableId(at), node)));
                let issue = sums.iter().find_map(|sums| self.uneven(sums));
                let issue = issue.map(|issue| issue.in_table(&table.name).in_column(&column.name).by_rule(column.span));
                issues.extend(issue);
            }
        }
        issues
    }

    /// The sums of a division, in groups over the same rows, with a sum above and one below the line in each.
    fn divided(&self, table: TableId, node: &Expr) -> Vec<Vec<&'p Aggregate>> {
        let ExprKind::Binary(BinaryOp::Divide, above, below) = &node.kind else { return Vec::new() };
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        self.sums(table, below, &mut lower, &mut 0);
        if lower.is_empty() {
            return Vec::new();
        }
        self.sums(table, above, &mut upper, &mut 0);
        let group = |of: &&'p Aggregate| {
            let of = *of;
            let alike =
                |other: &&&'p Aggregate| (other.over, &other.map, &other.filter) == (of.over, &of.map, &of.filter);
            let above: Vec<&Aggregate> = upper.iter().filter(alike).copied().collect();
            (!above.is_empty()).then(|| above.into_iter().chain(lower.iter().filter(alike).copied()).collect())
        };
        lower.iter().filter_map(group).collect()
    }

    /// The sums an operand is made of by arithmetic, by way of other columns of the table and figures too.
    fn sums(&self, table: TableId, operand: &Expr, found: &mut Vec<&'p Aggregate>, followed: &mut usize) {
        let id = match &operand.kind {
            ExprKind::Column(slot) => ColumnId { table, slot: *slot },
            ExprKind::Figure(id) => *id,
            ExprKind::Unary(_, part) => return self.sums(table, part, found, followed),
            ExprKind::Binary(BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide, a, b) => {
                return [a, b].into_iter().for_each(|part| self.sums(table, part, found, followed));
            }
            _ => return,
        };
        *followed += 1;
        match &self.plan.column(id).work {
            Work::Aggregate(aggregate) if aggregate.op == AggregateOp::Sum => found.push(aggregate),
            Work::Formula(expr) if *followed < FOLLOWED => self.sums(id.table, expr, found, followed),
            _ => {}
        }
    }

    /// The rows that count in some of the sums and not in others.
    fn uneven(&self, sums: &[&Aggregate]) -> Option<Issue> {
        let over = sums.first()?.over;
        let mut values: Vec<&Expr> = Vec::new();
        for value in sums.iter().filter_map(|sum| sum.value.as_ref()) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() < 2 {
            return None;
        }
        let columns: Vec<Cow<'_, Column>> = values.iter().map(|value| self.whole(over, value)).collect();
        let differs = |row: &usize| {
            let blank = columns[0].is_blank(*row);
            columns[1..].iter().any(|column| column.is_blank(*row) != blank)
        };
        let mut rows: Vec<usize> = (0..self.rows(over)).filter(differs).collect();
        if rows.is_empty() {
            return None;
        }
        let takes_part = self.taking_part(sums[0]);
        rows.retain(|row| takes_part[*row]);
        let first = self.key(over, *rows.first()?);
        let blanks = values.iter().zip(&columns).filter_map(|(value, column)| {
            let count = rows.iter().filter(|row| column.is_blank(**row)).count();
            let value = || self.named(over, value);
            (count > 0).then(|| say!("blank-in-count", "{value} is blank in {count}", value = value(), count))
        });
        let message = say!(
            "uneven-ratio",
            "sums over different rows are divided: {count} {count:row|rows} of `{table}` {count:has|have} some of the values \
             alone ({blanks}; the first: {first}); leave such rows out of all these sums, or say what a blank means: `x ?? 0`",
            count = rows.len(),
            table = &self.plan.tables[over.0].name,
            blanks = Hole::list(blanks, Between::Comma),
            first
        );
        Some(Issue::new(IssueCode::UnevenRatio, message).times(rows.len()))
    }

    /// What people call a value: a column by its name, or by the formula it stands for.
    fn named(&self, table: TableId, value: &Expr) -> Sentence {
        match &value.kind {
            ExprKind::Column(slot) => format!("`{}`", self.plan.column(ColumnId { table, slot: *slot }).name).into(),
            ExprKind::Follow { path, column } => {
                let steps = path.iter().chain([column]).map(|step| self.plan.column(*step).name.as_str());
                format!("`{}`", steps.collect::<Vec<_>>().join(".")).into()
            }
            _ => say!("a-value", "a value"),
        }
    }

    fn whole(&self, table: TableId, expr: &Expr) -> Cow<'_, Column> {
        match &expr.kind {
            ExprKind::Column(slot) => Cow::Borrowed(self.column(ColumnId { table, slot: *slot })),
            _ => Cow::Owned(expression::whole(self, table, expr, expr.ty.unwrap_or(Type::Number)).0),
        }
    }

    /// Which rows an aggregate takes together.
    fn taking_part(&self, aggregate: &Aggregate) -> Vec<bool> {
        let rows = self.rows(aggregate.over);
        let mut takes_part = match &aggregate.map {
            RowMap::All | RowMap::Match { .. } => vec![true; rows],
            RowMap::Path(path) => self.walk_all(path, rows).iter().map(|target| *target != NO_ROW).collect(),
        };
        if let Some(filter) = &aggregate.filter
            && let Column::Bool(flags) = &*self.whole(aggregate.over, filter)
        {
            takes_part.iter_mut().zip(flags).for_each(|(takes_part, flag)| *takes_part &= *flag == TRUE);
        }
        takes_part
    }
}
