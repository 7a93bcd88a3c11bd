//! Expressions over stretches of rows.

use super::Extent;
use super::batch::{self, Batch, Rows, column_of};
use super::mask::Ends;
use super::merge::merge;
use super::state::State;
use super::tally::Tally;
use super::{call, compare, kernels, mask, script};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp};
use crate::table::{BLANK_BOOL, Column, ColumnBuilder, FALSE, TRUE, fitted};
use crate::value::{Type, Value, ops};
use rayon::prelude::*;

/// Rows worked on together: small enough for a processor's cache.
const CHUNK: usize = 4096;
/// Rows a thread takes at a time.
const BLOCK: usize = 16 * CHUNK;

/// An expression for all rows of a table.
pub(super) fn whole(state: &State<'_>, table: TableId, expr: &Expr, kind: Type) -> (Column, Tally) {
    let rows = state.rows(table);
    match &expr.kind {
        // A column as it is, or fetched: no need to go block by block.
        ExprKind::Column(slot) => return (state.column(ColumnId { table, slot: *slot }).clone(), Tally::default()),
        ExprKind::Follow { path, column } => {
            let at = state.walk_all(path, rows);
            return (state.column(*column).gather(&at), Tally::default());
        }
        _ => {}
    }
    if rows <= BLOCK {
        // No other thread is asked for what one does at once.
        return block_of(state, Extent { table, rows }, expr, kind, 0);
    }
    let blocks: Vec<(Column, Tally)> = (0..rows.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| block_of(state, Extent { table, rows }, expr, kind, block * BLOCK))
        .collect();
    let mut tally = Tally::default();
    let mut columns = Vec::with_capacity(blocks.len());
    for (column, counted) in blocks {
        tally.merge(counted);
        columns.push(column);
    }
    (join(columns, kind), tally)
}

fn block_of(state: &State<'_>, of: Extent, expr: &Expr, kind: Type, from: usize) -> (Column, Tally) {
    let to = (from + BLOCK).min(of.rows);
    let mut evaluator = Evaluator::new(state, of.table);
    let mut columns = Vec::new();
    let mut at = from;
    while at < to {
        let end = (at + CHUNK).min(to);
        columns.push(evaluator.evaluate(expr, Rows::Range(at, end)).into_column(kind, end - at));
        at = end;
    }
    (join(columns, kind), evaluator.tally)
}

fn join(mut columns: Vec<Column>, kind: Type) -> Column {
    if columns.len() == 1 {
        return columns.swap_remove(0);
    }
    let mut builder = ColumnBuilder::new(kind);
    columns.iter().for_each(|column| builder.append(column));
    builder.finish()
}

/// Works out expressions for the rows of one table.
pub(super) struct Evaluator<'s> {
    pub(super) state: &'s State<'s>,
    pub(super) table: TableId,
    pub(super) tally: Tally,
    pub(super) scripts: script::Calls<'s>,
    ends: Ends,
}

impl<'s> Evaluator<'s> {
    pub(super) fn new(state: &'s State<'_>, table: TableId) -> Self {
        Evaluator {
            state,
            table,
            tally: Tally::default(),
            scripts: script::Calls::new(state.library),
            ends: Ends::default(),
        }
    }

    pub(super) fn evaluate(&mut self, expr: &Expr, rows: Rows<'_>) -> Batch {
        match &expr.kind {
            ExprKind::Constant(value) => Batch::One(value.clone()),
            ExprKind::Parameter(name) => Batch::One(self.state.parameters.get(name).cloned().unwrap_or_default()),
            ExprKind::Column(slot) => self.state.batch(ColumnId { table: self.table, slot: *slot }, rows),
            ExprKind::Follow { path, column } => {
                let at = self.state.walk(path, rows.iter());
                Batch::Many(self.state.column(*column).gather(&at))
            }
            ExprKind::Figure(column) => Batch::One(self.state.column(*column).value(0)),
            ExprKind::Unary(op, operand) => {
                let operand = self.evaluate(operand, rows);
                unary(*op, operand)
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, rows),
            ExprKind::And(items) => self.joined(items, rows, FALSE),
            ExprKind::Or(items) => self.joined(items, rows, TRUE),
            ExprKind::Coalesce(items) => self.coalesce(items, rows, expr.ty),
            ExprKind::If(condition, then, otherwise) => self.branch(condition, [then, otherwise], rows, expr.ty),
            ExprKind::In(needle, haystack) => {
                let (needle, haystack) = (self.evaluate(needle, rows), self.evaluate(haystack, rows));
                compare::is_in(&needle, &haystack, rows.len())
            }
            ExprKind::List(items) => {
                let items: Vec<Batch> = items.iter().map(|item| self.evaluate(item, rows)).collect();
                if let Some(values) = batch::same(&items) {
                    return Batch::One(Value::List(values.into()));
                }
                let list = |row: usize| Value::List(items.iter().map(|item| item.value(row)).collect());
                Batch::Many(column_of(Type::List, (0..rows.len()).map(list)))
            }
            ExprKind::Join(parts) => {
                let parts: Vec<Batch> = parts.iter().map(|part| self.evaluate(part, rows)).collect();
                call::joined(&parts, rows, &mut self.tally)
            }
            ExprKind::Call(function, args) => {
                let args: Vec<Batch> = args.iter().map(|arg| self.evaluate(arg, rows)).collect();
                call::function(function, &args, expr.ty, rows, &mut self.tally)
            }
            ExprKind::Script(name, args) => script::call(self, name, args, expr.ty, rows),
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr, rows: Rows<'_>) -> Batch {
        if let Some(flags) = self.compared(op, left, right, rows) {
            return Batch::Many(Column::Bool(flags));
        }
        let (a, b) = (self.evaluate(left, rows), self.evaluate(right, rows));
        match op {
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder
            | BinaryOp::Power => {
                let kind =
                    crate::formula::binary(op, left.ty.unwrap_or(Type::Number), right.ty.unwrap_or(Type::Number));
                kernels::arithmetic(op, &a, &b, kind.unwrap_or(Type::Number), rows, &mut self.tally)
            }
            _ => compare::comparison(op, &a, &b, rows.len()),
        }
    }

    /// A stretch of a number column compared with one number, without a copy of it.
    fn compared(&mut self, op: BinaryOp, left: &Expr, right: &Expr, rows: Rows<'_>) -> Option<Vec<u8>> {
        let (ExprKind::Column(slot), Rows::Range(from, to)) = (&left.kind, rows) else { return None };
        let number = match &right.kind {
            ExprKind::Constant(Value::Number(number)) => *number,
            ExprKind::Parameter(name) => self.state.parameters.get(name)?.as_number()?,
            _ => return None,
        };
        if to - from < 2 || !op.compares() {
            return None;
        }
        match self.state.column(ColumnId { table: self.table, slot: *slot }) {
            Column::Number(values) => Some(mask::compared(op, &values[from..to], number, &mut self.ends)),
            _ => None,
        }
    }

    fn joined(&mut self, items: &[Expr], rows: Rows<'_>, decides: u8) -> Batch {
        if rows.len() == 1 {
            return Batch::One(match self.flag_of_all(items.iter(), rows, decides) {
                BLANK_BOOL => Value::Blank,
                flag => Value::Bool(flag == TRUE),
            });
        }
        Batch::Many(Column::Bool(self.logic(items.iter(), rows, decides)))
    }

    /// The same as [`Evaluator::logic`] for a single row, without a list.
    pub(super) fn flag_of_all<'e>(&mut self, items: impl Iterator<Item = &'e Expr>, row: Rows<'_>, decides: u8) -> u8 {
        let mut answer = if decides == FALSE { TRUE } else { FALSE };
        for item in items {
            match self.flag(item, row) {
                flag if flag == decides => return decides,
                BLANK_BOOL => answer = BLANK_BOOL,
                _ => {}
            }
        }
        answer
    }

    /// A condition's flag in a single row.
    fn flag(&mut self, expr: &Expr, row: Rows<'_>) -> u8 {
        match self.evaluate(expr, row) {
            Batch::Many(Column::Bool(flags)) => flags[0],
            Batch::One(Value::Bool(flag)) => u8::from(flag),
            _ => BLANK_BOOL,
        }
    }

    /// Three-valued `&&` (decided by false) and `||` (decided by true): rows that are decided are not
    /// looked at again.
    pub(super) fn logic<'e>(&mut self, items: impl Iterator<Item = &'e Expr>, rows: Rows<'_>, decides: u8) -> Vec<u8> {
        let start = if decides == FALSE { TRUE } else { FALSE };
        let mut answers = vec![start; rows.len()];
        let items: Vec<&Expr> = items.collect();
        if items.iter().all(|item| mask::is_cheap(item)) {
            let join = if decides == FALSE { mask::and } else { mask::or };
            items.iter().for_each(|item| join(&mut answers, &self.flags(item, rows)));
            return answers;
        }
        let mut open: Vec<u32> = (0..rows.len() as u32).collect();
        for item in items {
            if open.is_empty() {
                break;
            }
            let flags = if open.len() == rows.len() {
                self.flags(item, rows)
            } else {
                self.flags(item, Rows::Picked(&rows.pick(&open)))
            };
            let mut still = Vec::with_capacity(open.len());
            for (&place, flag) in open.iter().zip(flags) {
                let answer = &mut answers[place as usize];
                if flag == decides {
                    *answer = decides;
                } else {
                    if flag == BLANK_BOOL {
                        *answer = BLANK_BOOL;
                    }
                    still.push(place);
                }
            }
            open = still;
        }
        answers
    }

    /// A condition's flags, one a row.
    pub(super) fn flags(&mut self, expr: &Expr, rows: Rows<'_>) -> Vec<u8> {
        match self.evaluate(expr, rows) {
            Batch::Many(Column::Bool(flags)) => flags,
            Batch::One(Value::Bool(flag)) => vec![u8::from(flag); rows.len()],
            _ => vec![BLANK_BOOL; rows.len()],
        }
    }

    fn coalesce(&mut self, items: &[Expr], rows: Rows<'_>, kind: Option<Type>) -> Batch {
        let Some(kind) = kind else { return Batch::One(Value::Blank) };
        if rows.len() == 1 {
            for item in items {
                let value = fitted(self.evaluate(item, rows).into_value(), kind);
                if !value.is_blank() {
                    self.used(item);
                    return Batch::One(value);
                }
            }
            return Batch::One(Value::Blank);
        }
        let mut pieces = Vec::new();
        let mut open: Vec<u32> = (0..rows.len() as u32).collect();
        for item in items {
            if open.is_empty() {
                break;
            }
            let picked = rows.pick(&open);
            let column = self.evaluate(item, Rows::Picked(&picked)).into_column(kind, picked.len());
            let still: Vec<u32> = (0..open.len()).filter(|&at| column.is_blank(at)).map(|at| open[at]).collect();
            if still.len() < open.len() {
                self.used(item);
            }
            pieces.push((std::mem::replace(&mut open, still), column));
        }
        Batch::Many(merge(kind, rows.len(), &pieces))
    }

    /// Tells the probe that a branch gave values.
    fn used(&self, branch: &Expr) {
        if let Some(probe) = self.state.probe {
            probe.branch(branch);
        }
    }

    fn branch(&mut self, condition: &Expr, branches: [&Expr; 2], rows: Rows<'_>, kind: Option<Type>) -> Batch {
        let Some(kind) = kind else { return Batch::One(Value::Blank) };
        if rows.len() == 1 {
            let [then, otherwise] = branches;
            let chosen = match self.flag(condition, rows) {
                TRUE => then,
                FALSE => otherwise,
                _ => return Batch::One(Value::Blank),
            };
            self.used(chosen);
            return Batch::One(fitted(self.evaluate(chosen, rows).into_value(), kind));
        }
        let flags = self.flags(condition, rows);
        // Where the condition is unknown so is the result: neither branch is looked at.
        let places =
            |wanted: u8| -> Vec<u32> { (0..flags.len() as u32).filter(|&at| flags[at as usize] == wanted).collect() };
        let mut pieces = Vec::new();
        for (expr, places) in branches.into_iter().zip([places(TRUE), places(FALSE)]) {
            if !places.is_empty() {
                self.used(expr);
                let picked = rows.pick(&places);
                let column = self.evaluate(expr, Rows::Picked(&picked)).into_column(kind, picked.len());
                pieces.push((places, column));
            }
        }
        Batch::Many(merge(kind, rows.len(), &pieces))
    }
}

fn unary(op: UnaryOp, operand: Batch) -> Batch {
    match (op, operand) {
        (UnaryOp::Negate, Batch::Many(Column::Number(mut values))) => {
            values.iter_mut().for_each(|value| *value = -*value);
            Batch::Many(Column::Number(values))
        }
        (UnaryOp::Not, Batch::Many(Column::Bool(mut flags))) => {
            flags.iter_mut().filter(|flag| **flag != BLANK_BOOL).for_each(|flag| *flag ^= 1);
            Batch::Many(Column::Bool(flags))
        }
        (UnaryOp::Negate, Batch::One(value)) => Batch::One(ops::negate(&value)),
        (UnaryOp::Not, Batch::One(value)) => Batch::One(ops::not(&value)),
        (_, Batch::Many(column)) => Batch::Many(Column::blank(column.kind(), column.len())),
    }
}
