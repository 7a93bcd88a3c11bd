//! Where the rows of derived tables come from: the ways from a row to the rows a test gives.

use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::plan::{Plan, RowsPlan, Work};
use crate::value::Type;

/// One step from a row to another that a test gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// To the row that an imported column refers to.
    Reference(ColumnId),
    /// To a row that this derived table makes its row of: from the table of that number.
    Source(TableId, usize),
}

impl Step {
    /// The table a step leads to.
    pub fn target(self, plan: &Plan) -> Option<TableId> {
        match self {
            Step::Reference(id) => plan.column(id).references,
            Step::Source(table, number) => sources(plan, table).get(number).copied(),
        }
    }

    /// A way, and this step behind it.
    pub fn after(self, way: &[Step]) -> Vec<Step> {
        way.iter().copied().chain([self]).collect()
    }
}

/// The tables whose rows make those of a derived table.
pub(super) fn sources(plan: &Plan, table: TableId) -> Vec<TableId> {
    match &plan.tables[table.0].rows {
        RowsPlan::Group(group) => vec![group.of],
        RowsPlan::Unpivot(unpivot) => vec![unpivot.of],
        RowsPlan::Stack(stack) => stack.of.clone(),
        RowsPlan::Pairs(pairs) => vec![pairs.left, pairs.right],
        RowsPlan::Imported(_) | RowsPlan::One | RowsPlan::Calendar(_) => Vec::new(),
    }
}

/// Why no rows of a table can be given, in words; nothing where they can.
pub(super) fn obstacle(plan: &Plan, table: TableId) -> Option<String> {
    let own = &plan.tables[table.0];
    match &own.rows {
        RowsPlan::Imported(_) => None,
        RowsPlan::One => Some("figures are worked out of whole tables".into()),
        RowsPlan::Calendar(_) => Some(format!("the rows of `{}` are those of a period", own.name)),
        RowsPlan::Unpivot(unpivot) if !unpivot.patterns.is_empty() || unpivot.levels > 1 => {
            Some(format!("the columns that become rows of `{}` are known from a sheet alone", own.name))
        }
        _ => sources(plan, table).into_iter().find_map(|source| obstacle(plan, source)),
    }
}

/// The steps that a reference stands for; none where a test cannot give them. Rows of a stack come from the table of
/// the number chosen.
pub(super) fn steps(plan: &Plan, id: ColumnId, choice: usize) -> Option<Vec<Step>> {
    let keyed = |table: TableId| {
        let own = &plan.tables[table.0];
        matches!(own.rows, RowsPlan::Imported(_)) && own.key.is_some_and(|key| own.columns[key].ty == Type::Text)
    };
    let column = plan.column(id);
    if matches!(column.work, Work::Imported(_)) {
        return column.references.is_some_and(keyed).then(|| vec![Step::Reference(id)]);
    }
    if let (Work::Formula(expr), true) = (&column.work, column.references.is_some()) {
        return row_meant(plan, id.table, expr);
    }
    if column.work != Work::Derived {
        return None;
    }
    let after = |number: usize, rest: Option<Vec<Step>>| {
        Some(std::iter::once(Step::Source(id.table, number)).chain(rest?).collect())
    };
    match &plan.tables[id.table.0].rows {
        RowsPlan::Pairs(_) if id.slot < 2 => after(id.slot, Some(Vec::new())),
        RowsPlan::Unpivot(_) if id.slot == 0 => after(0, Some(Vec::new())),
        RowsPlan::Group(_) => after(0, steps(plan, brought(plan, id, 0)?, 0)),
        RowsPlan::Stack(_) => after(choice, steps(plan, brought(plan, id, choice)?, 0)),
        _ => None,
    }
}

/// The column of the source that holds what a column of a derived table brings along; `number` says which of several.
pub(super) fn brought(plan: &Plan, id: ColumnId, number: usize) -> Option<ColumnId> {
    match &plan.tables[id.table.0].rows {
        RowsPlan::Group(group) => Some(ColumnId { table: group.of, slot: *group.by.get(id.slot)? }),
        RowsPlan::Stack(stack) => {
            Some(ColumnId { table: *stack.of.get(number)?, slot: *stack.columns.get(id.slot)?.get(number)? })
        }
        RowsPlan::Unpivot(unpivot) if id.slot == unpivot.levels + 1 => {
            Some(ColumnId { table: unpivot.of, slot: *unpivot.values.get(number)? })
        }
        _ => None,
    }
}

/// From how many tables, or columns, a row may come.
pub(super) fn choices(plan: &Plan, table: TableId) -> usize {
    match &plan.tables[table.0].rows {
        RowsPlan::Stack(stack) => stack.of.len(),
        RowsPlan::Unpivot(unpivot) => unpivot.values.len(),
        _ => 1,
    }
}

/// The sources of one row: all, but for a stack the one that is chosen.
pub(super) fn ways_to_sources(plan: &Plan, table: TableId, choice: usize) -> Vec<Step> {
    let stacked = matches!(plan.tables[table.0].rows, RowsPlan::Stack(_));
    let all = (0..sources(plan, table).len()).filter(|number| !stacked || *number == choice);
    all.map(|number| Step::Source(table, number)).collect()
}

/// What must hold for a row of a derived table to be there, with the table whose rows it is asked of.
pub(super) fn conditions(plan: &Plan, table: TableId) -> Vec<(Vec<Step>, TableId, &Expr)> {
    let mut all = Vec::new();
    match &plan.tables[table.0].rows {
        RowsPlan::Group(group) => {
            let filter = group.filter.map(|slot| plan.column(ColumnId { table: group.of, slot }));
            if let Some(Work::Formula(expr)) = filter.map(|column| &column.work) {
                all.push((vec![Step::Source(table, 0)], group.of, expr));
            }
        }
        RowsPlan::Pairs(pairs) => all.extend(pairs.filter.iter().map(|filter| (Vec::new(), table, filter))),
        _ => {}
    }
    for (number, source) in sources(plan, table).into_iter().enumerate() {
        for (path, of, expr) in conditions(plan, source) {
            all.push((std::iter::once(Step::Source(table, number)).chain(path).collect(), of, expr));
        }
    }
    all
}

/// Ways that must lead to the same row for a pair to be there: `customers.id == visits.customer`.
pub(super) fn same_rows(plan: &Plan, table: TableId, prefix: &[Step]) -> Vec<(Vec<Step>, Vec<Step>)> {
    let mut all = Vec::new();
    if let RowsPlan::Pairs(pairs) = &plan.tables[table.0].rows
        && let Some(filter) = &pairs.filter
    {
        for part in filter.conjuncts() {
            if let ExprKind::Binary(BinaryOp::Equal, a, b) = &part.kind
                && let (Some(a), Some(b)) = (row_meant(plan, table, a), row_meant(plan, table, b))
                && end(plan, &a) == end(plan, &b)
            {
                let with = |way: Vec<Step>| prefix.iter().copied().chain(way).collect::<Vec<_>>();
                // The shorter way is the row itself.
                let (own, other) = if a.len() <= b.len() { (a, b) } else { (b, a) };
                all.push((with(other), with(own)));
            }
        }
    }
    for (number, source) in sources(plan, table).into_iter().enumerate() {
        all.extend(same_rows(plan, source, &Step::Source(table, number).after(prefix)));
    }
    all
}

fn end(plan: &Plan, way: &[Step]) -> Option<TableId> {
    way.last().and_then(|step| step.target(plan))
}

/// The row that an expression names by its key.
pub(super) fn row_meant(plan: &Plan, table: TableId, expr: &Expr) -> Option<Vec<Step>> {
    let (path, column) = match &expr.kind {
        ExprKind::Column(slot) => (&[][..], ColumnId { table, slot: *slot }),
        ExprKind::Follow { path, column } => (path.as_slice(), *column),
        _ => return None,
    };
    let mut way = Vec::new();
    for id in path {
        way.extend(steps(plan, *id, 0)?);
    }
    if plan.column(column).references.is_some() {
        way.extend(steps(plan, column, 0)?);
        return Some(way);
    }
    (plan.tables[column.table.0].key == Some(column.slot)).then_some(way)
}
