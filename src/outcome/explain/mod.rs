//! Why a value is what it is: the formula or rule that gave it, with the values it was made of, and
//! theirs, down to the cells they were read from.
//!
//! `rulebook explain` and the tests of policies ask the same [`Explainer`]. It works out nothing by
//! itself: every value is one of the run, or what the run's evaluator says of a single row.

mod absent;
mod accounts;
mod blank;
mod brief;
mod counts;
mod decided;
mod flip_lines;
mod flips;
mod lines;
mod made_rows;
mod node;
mod ranges;
mod reason;
mod rests;
mod scored;
mod show;
mod taken;
mod whole;
mod windowed;

pub use brief::brief;
pub use counts::aggregates_over;
pub use flips::{Flip, Flips, Moved, Neighbours, Never, Rank, Unmoved};
pub use lines::{Look, fate, lines, text};
pub use made_rows::{is_made_into, own_columns};
pub use ranges::ranges;
pub use reason::*;
pub use show::shown;
pub use whole::Asked;

use crate::eval::{MadeOf, RowEvaluator};
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::issue::Issue;
use crate::plan::{Plan, Work};
use crate::source::{Sources, Span};
use crate::table::Column;
use crate::value::{Extent, NumberFormat, NumberLook, Value, number};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Levels of values behind the value that was asked about.
    pub depth: usize,
    /// Rows of an aggregate or window that are listed.
    pub rows: usize,
    /// Whether all listed rows and measures are followed, rather than the one that weighs most alone.
    pub every_row: bool,
    /// Whether it is told which rows an aggregate or window takes together. Without it they are told by their formulas
    /// alone, which is quicker.
    pub members: bool,
}

impl Default for Limits {
    /// About a screen or two.
    fn default() -> Limits {
        Limits { depth: 3, rows: 3, every_row: false, members: true }
    }
}

/// Explains values of one evaluation.
pub struct Explainer<'a> {
    trace: &'a RowEvaluator<'a>,
    sources: &'a Sources,
    issues: &'a [Issue],
    language: &'a str,
    limits: Limits,
    with_book: bool,
    /// What has been explained so far.
    above: RefCell<HashSet<(ColumnId, usize)>>,
    looks: RefCell<HashMap<ColumnId, NumberLook>>,
}

impl<'a> Explainer<'a> {
    /// Explains values of that evaluation; `sources` are the policy's files, `issues` those of the run.
    #[must_use]
    pub fn new(
        trace: &'a RowEvaluator<'a>,
        sources: &'a Sources,
        issues: &'a [Issue],
        language: &'a str,
        limits: Limits,
    ) -> Explainer<'a> {
        let books = |table: usize| trace.provenance(TableId(table)).segments.iter().map(|segment| &segment.workbook);
        let books: HashSet<_> = (0..trace.plan().tables.len()).flat_map(books).collect();
        let with_book = books.len() > 1;
        let (above, looks) = (RefCell::default(), RefCell::default());
        Explainer { trace, sources, issues, language, limits, with_book, above, looks }
    }

    /// Makes one like this for each thread.
    fn for_threads(&self) -> impl Fn() -> Explainer<'a> + Sync + Send + use<'a> {
        let Explainer { trace, sources, issues, language, limits, with_book, .. } = *self;
        move || {
            let (above, looks) = (RefCell::default(), RefCell::default());
            Explainer { trace, sources, issues, language, limits, with_book, above, looks }
        }
    }

    /// Why a column has its value in a row.
    #[must_use]
    pub fn explain(&self, id: ColumnId, row: usize) -> Reason {
        self.reason(id, row, self.limits.depth)
    }

    fn plan(&self) -> &'a Plan {
        self.trace.plan()
    }

    fn reason(&self, id: ColumnId, row: usize, depth: usize) -> Reason {
        let column = self.plan().column(id);
        let value = self.trace.at(id, row);
        let mut reason = Reason {
            shown: show::as_column(&value, self.look(id)),
            place: Some(self.cite(column.span)),
            ..self.bare(column.name.clone(), value, column.format)
        };
        if self.trace.is_given(id, row) {
            return Reason { how: How::Given, place: None, ..reason };
        }
        if self.has_parts(id) && self.above.borrow().contains(&(id, row)) {
            reason.folded = Some(Folded::Above);
            reason.formula = self.formula(id);
            return reason;
        }
        if depth > 0 {
            self.above.borrow_mut().insert((id, row));
        }
        self.fill(id, row, depth, &mut reason);
        if depth == 0 && self.has_parts(id) && reason.parts.is_empty() {
            reason.folded = Some(Folded::Deeper);
        }
        if reason.value.is_blank() && reason.blank.is_none() {
            reason.blank = self.why_blank(id, row);
        }
        reason
    }

    /// A value without anything behind it.
    fn bare(&self, name: String, value: Value, format: NumberFormat) -> Reason {
        let shown = show::as_column(&value, show::look_of(&value, format));
        Reason {
            name,
            row: None,
            value,
            format,
            shown,
            test: None,
            how: How::Formula,
            formula: None,
            place: None,
            blank: None,
            share: None,
            folded: None,
            parts: Vec::new(),
        }
    }

    /// Says how a column's value came about.
    fn fill(&self, id: ColumnId, row: usize, depth: usize, reason: &mut Reason) {
        match &self.plan().column(id).work {
            Work::Imported(place) => self.read_from(id.table, row, *place, reason),
            Work::Formula(expr) => {
                reason.formula = self.formula(id);
                match self.step_of(id.table, expr) {
                    Some(step) => self.fill(step, row, depth, reason),
                    None => reason.parts = self.operands(id.table, &[expr], row, depth),
                }
            }
            Work::Aggregate(aggregate) => {
                reason.formula.get_or_insert_with(|| self.text(self.plan().column(id).span));
                if self.limits.members {
                    self.gathered(aggregate, row, depth, reason);
                }
            }
            Work::Window(window) => {
                reason.formula.get_or_insert_with(|| self.text(self.plan().column(id).span));
                if self.limits.members {
                    self.looked_at(id, window, row, depth, reason);
                }
            }
            Work::Decision(_) => self.decided(id, row, depth, reason),
            Work::Score(_) => self.scored(id, row, depth, reason),
            Work::Link => self.linked(id, row, depth, reason),
            Work::Derived => self.derived(id, row, depth, reason),
            Work::Unbound => {}
        }
    }

    /// The formula as people read it.
    fn formula(&self, id: ColumnId) -> Option<String> {
        let column = self.plan().column(id);
        match &column.work {
            Work::Formula(_) | Work::Aggregate(_) | Work::Window(_) => {
                Some(column.source.as_deref().map_or_else(|| self.text(column.span), one_line))
            }
            _ => None,
        }
    }

    fn has_parts(&self, id: ColumnId) -> bool {
        match &self.plan().column(id).work {
            Work::Imported(_) | Work::Derived | Work::Unbound => false,
            Work::Formula(expr) => {
                let mut reads = false;
                expr.visit(&mut |node| reads |= is_leaf(node));
                reads
            }
            Work::Aggregate(_) | Work::Window(_) | Work::Decision(_) | Work::Score(_) | Work::Link => true,
        }
    }

    /// The step that a formula is as a whole: an aggregate or a window without a name of its own.
    fn step_of(&self, table: TableId, expr: &Expr) -> Option<ColumnId> {
        let ExprKind::Column(slot) = &expr.kind else { return None };
        let id = ColumnId { table, slot: *slot };
        self.plan().column(id).hidden.then_some(id)
    }

    /// The values expressions read, each explained once.
    fn operands(&self, table: TableId, exprs: &[&Expr], row: usize, depth: usize) -> Vec<Reason> {
        let mut parts: Vec<Reason> = Vec::new();
        if depth == 0 {
            return parts;
        }
        let mut leaves = Vec::new();
        for expr in exprs {
            expr.visit(&mut |node| {
                if is_leaf(node) {
                    leaves.push(node);
                }
            });
        }
        for leaf in leaves {
            let name = self.name(table, leaf);
            if !parts.iter().any(|known| known.name == name) {
                parts.push(self.operand(table, leaf, row, depth - 1));
            }
        }
        parts
    }

    fn operand(&self, table: TableId, leaf: &Expr, row: usize, depth: usize) -> Reason {
        let name = self.name(table, leaf);
        let found = match &leaf.kind {
            ExprKind::Column(slot) => Some((ColumnId { table, slot: *slot }, row)),
            ExprKind::Follow { path, column } => self.trace.follow(path, row).map(|row| (*column, row)),
            ExprKind::Figure(column) => Some((*column, 0)),
            ExprKind::Parameter(parameter) => return self.parameter(parameter),
            _ => None,
        };
        let Some((id, at)) = found else {
            let blank = Some(self.no_row(table, leaf, row));
            return Reason { how: How::NoRow, blank, ..self.bare(name, Value::Blank, NumberFormat::General) };
        };
        let elsewhere = matches!(leaf.kind, ExprKind::Follow { .. });
        // A step on the way is no level of its own.
        let depth = if self.plan().column(id).hidden { depth + 1 } else { depth };
        Reason { name, row: elsewhere.then(|| self.row_name(id.table, at)), ..self.reason(id, at, depth) }
    }

    fn parameter(&self, name: &str) -> Reason {
        let plan = self.plan().parameters.iter().find(|parameter| parameter.name == name);
        let format = plan.map_or(NumberFormat::General, |plan| plan.format);
        let place = plan.map(|plan| self.cite(plan.span));
        let value = self.trace.parameter(name);
        let shown = show::shown(&value, format);
        Reason { how: How::Parameter, place, shown, ..self.bare(name.to_string(), value, format) }
    }

    /// A value that was one of another table, or what the row is made of.
    fn derived(&self, id: ColumnId, row: usize, depth: usize, reason: &mut Reason) {
        match self.trace.made_of(id, row) {
            Some(MadeOf::Column(source, at)) => self.fill(source, at, depth, reason),
            Some(MadeOf::Found { table, row, place }) => self.read_from(table, row, place, reason),
            None => reason.how = How::Row,
        }
    }

    fn read_from(&self, table: TableId, row: usize, place: usize, reason: &mut Reason) {
        let cell = self.trace.cell(table, row, place);
        let written = self.trace.written(table, row, place).map(str::to_string);
        let shown = match &cell {
            None => "given".to_string(),
            Some(cell) if self.with_book => cell.to_string(),
            Some(cell) => format!("{}!{}", cell.sheet, cell.a1()),
        };
        reason.how = How::Cell { cell, shown, written };
        reason.place = None;
    }

    /// The group a row is in, or why it is in none.
    fn linked(&self, id: ColumnId, row: usize, depth: usize, reason: &mut Reason) {
        reason.how = How::Group;
        let Some(table) = self.plan().column(id).references else { return };
        let crate::plan::RowsPlan::Group(group) = &self.plan().tables[table.0].rows else { return };
        let own = |slot: usize| ColumnId { table: id.table, slot };
        if let Some(at) = self.trace.linked(id, row) {
            reason.row = Some(self.row_name(table, at));
            reason.value = Value::text(self.trace.key(table, at));
            reason.shown = reason.value.to_string();
        }
        let parts = group.filter.into_iter().chain(group.by.iter().copied());
        reason.parts = parts.map(|slot| self.reason(own(slot), row, depth.saturating_sub(1))).collect();
    }

    /// How the numbers of a column look.
    fn look(&self, id: ColumnId) -> NumberLook {
        let known = self.looks.borrow().get(&id).copied();
        known.unwrap_or_else(|| {
            let format = self.plan().column(id).format;
            let extent = match self.trace.column(id) {
                Some(Column::Number(values)) if format == NumberFormat::General => Extent::of(values),
                _ => Extent::default(),
            };
            let look = NumberLook::of(format, &extent);
            self.looks.borrow_mut().insert(id, look);
            look
        })
    }

    /// A value as its column shows it; to the last digit where a limit it is compared with lies between the
    /// two.
    fn against(&self, value: &Value, id: ColumnId, test: &Expr) -> String {
        let look = self.look(id);
        let Value::Number(exact) = value else { return show::as_column(value, look) };
        let rounded = number::round(*exact, look.digits());
        let mut between = false;
        test.visit(&mut |node| {
            let limit = match &node.kind {
                ExprKind::Constant(value) => value.as_number(),
                ExprKind::Parameter(name) => self.trace.parameter(name).as_number(),
                _ => None,
            };
            between |= limit.is_some_and(|limit| number::compare(*exact, limit) != number::compare(rounded, limit));
        });
        if between { show::shown(value, self.plan().column(id).format) } else { show::as_column(value, look) }
    }

    fn name(&self, table: TableId, leaf: &Expr) -> String {
        match &leaf.kind {
            ExprKind::Column(slot) => one_line(&self.plan().column(ColumnId { table, slot: *slot }).name),
            ExprKind::Parameter(name) => name.to_string(),
            _ => self.text(leaf.span),
        }
    }

    /// A row as people know it.
    fn row_name(&self, table: TableId, row: usize) -> RowName {
        let plan = &self.plan().tables[table.0];
        let called = plan.slot("name").filter(|slot| plan.key != Some(*slot));
        let called = called.map(|slot| self.trace.at(ColumnId { table, slot }, row)).filter(|name| !name.is_blank());
        let mut key = if table == self.plan().figures { String::new() } else { self.trace.key(table, row) };
        let by = own_columns(self.plan(), table);
        if !by.is_empty() {
            let by: Vec<String> = by.map(|slot| self.trace.at(ColumnId { table, slot }, row).to_string()).collect();
            key = by.join(" / ");
        }
        RowName { table: plan.name.clone(), key, called: called.map(|name| name.to_string()) }
    }

    fn cite(&self, span: Span) -> String {
        self.sources.cite_in_pack(span)
    }

    /// What is written there, on one line.
    fn text(&self, span: Span) -> String {
        one_line(self.sources.text(span))
    }
}

/// Whether a node stands for a value of its own.
fn is_leaf(node: &Expr) -> bool {
    matches!(node.kind, ExprKind::Column(_) | ExprKind::Follow { .. } | ExprKind::Figure(_) | ExprKind::Parameter(_))
}

/// A row with its key and what it is called.
fn named(row: &RowName) -> String {
    match &row.called {
        Some(called) => format!("{} {called}", row.key),
        None => row.key.clone(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
