//! The columns of the rows that are tried for one subject, and the values of each that are worth trying.

use super::judge::{Hit, Judge, Subject};
use super::leaves::{Leaf, Maker, Ways, behind, beside, constants_of, is_key, leaves, listed, points, settled};
use super::origin::{Step, conditions, obstacle, row_meant, same_rows, sources, steps, ways_to_sources};
use super::rows::Layout;
use crate::formula::{ColumnId, TableId};
use crate::plan::{Plan, RowsPlan, Work};
use std::collections::BTreeSet;

/// The columns for the judges of one subject; none where no rows of their table can be given.
pub(super) fn layout(plan: &Plan, judges: &[&Judge<'_>], choice: usize) -> Option<Layout> {
    let table = judges[0].table;
    if obstacle(plan, table).is_some() {
        return None;
    }
    let ways = Ways { plan, choice };
    let mut found: BTreeSet<Leaf> = BTreeSet::new();
    for judge in judges {
        judge.atoms.iter().for_each(|atom| leaves(ways, table, atom.expr, &mut found));
    }
    // What rules give is shown, and may ask for more than their tests do.
    if let Subject::Decision(id) = judges[0].subject
        && judges.iter().any(|judge| matches!(judge.hit, Hit::Within(..)))
    {
        let decision = plan.decision(id);
        let results = decision.rules.iter().chain(&decision.otherwise).flat_map(|rule| &rule.results);
        results.for_each(|result| leaves(ways, table, result, &mut found));
    }
    // A branch is shown by its value, and that hangs on more than what leads there.
    if let Subject::Formula(id) = judges[0].subject
        && let Work::Formula(expr) = &plan.column(id).work
    {
        leaves(ways, table, expr, &mut found);
    }
    let same = same_rows(plan, table, &[]);
    let (mut made, mut rows) = (makers(ways, table), Vec::new());
    let settle = |leaves: BTreeSet<Leaf>| -> BTreeSet<Leaf> {
        // The key of a row is what it is.
        leaves.into_iter().map(|leaf| settled(leaf, &same)).collect()
    };
    made.iter_mut().for_each(|maker| maker.leaves = settle(std::mem::take(&mut maker.leaves)));
    found = settle(found);
    found.extend(made.iter().flat_map(|maker| maker.leaves.iter().cloned()));
    ways_of(plan, table, choice, &[], &mut rows);
    rows.extend(asked_for(plan, table));
    rows.retain(|way| same.iter().all(|(from, _)| !way.starts_with(from)));
    let leaves: Vec<Leaf> = found.into_iter().collect();
    let points = leaves.iter().map(|leaf| points(ways, leaf, judges, &made)).collect();
    let makers = leaves.iter().map(|leaf| made.iter().any(|maker| maker.leaves.contains(leaf))).collect();
    let mut layout = Layout { table, leaves, points, choice, ways: rows, same, makers, base: None, alone: false };
    layout.alone = layout.is_derived(plan) || has_few_keys(plan, &layout);
    Some(layout)
}

/// Of keys that are chosen, or that are few, there is not one for each of many rows.
fn has_few_keys(plan: &Plan, layout: &Layout) -> bool {
    let few = |table: TableId, slot: usize| !listed(plan, ColumnId { table, slot }).is_empty();
    layout.leaves.iter().any(|leaf| is_key(plan, leaf.column))
        || layout
            .blocks(plan)
            .iter()
            .any(|block| plan.tables[block.table.0].key.is_some_and(|slot| few(block.table, slot)))
}

/// The ways to rows that conditions of a derived table ask for: `!is_blank(orders.customer.region)`.
fn asked_for(plan: &Plan, table: TableId) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    for (path, of, expr) in conditions(plan, table) {
        expr.visit(&mut |node| {
            if let Some(way) = row_meant(plan, of, node).filter(|way| !way.is_empty()) {
                all.push(path.iter().copied().chain(way).collect());
            }
        });
    }
    all
}

/// The ways to all rows that make a row, and to those their groups are of.
fn ways_of(plan: &Plan, table: TableId, choice: usize, prefix: &[Step], all: &mut Vec<Vec<Step>>) {
    for step in ways_to_sources(plan, table, choice) {
        let way = step.after(prefix);
        if let Some(source) = step.target(plan) {
            ways_of(plan, source, 0, &way, all);
        }
        all.push(way);
    }
    if let RowsPlan::Group(group) = &plan.tables[table.0].rows {
        for &slot in &group.by {
            if let Some(steps) = steps(plan, ColumnId { table: group.of, slot }, 0) {
                all.push(Step::Source(table, 0).after(prefix).into_iter().chain(steps).collect());
            }
        }
    }
}

/// What the rows of a table hang on, if it is derived: conditions, the values of groups, the value that becomes a row.
fn makers(ways: Ways<'_>, table: TableId) -> Vec<Maker> {
    let (plan, mut all) = (ways.plan, Vec::new());
    for (path, of, expr) in conditions(plan, table) {
        let (mut own, mut constants) = (BTreeSet::new(), Vec::new());
        leaves(ways, of, expr, &mut own);
        constants_of(plan, of, expr, &mut constants);
        beside(ways, of, expr, &mut constants);
        all.push(Maker { leaves: own.into_iter().map(|leaf| leaf.after(&path)).collect(), constants });
    }
    brought_along(ways, table, &[], &mut all);
    all
}

fn brought_along(ways: Ways<'_>, table: TableId, prefix: &[Step], all: &mut Vec<Maker>) {
    let plan = ways.plan;
    let slots: Vec<usize> = match &plan.tables[table.0].rows {
        RowsPlan::Group(group) => (0..group.by.len()).collect(),
        RowsPlan::Unpivot(unpivot) => vec![unpivot.levels + 1],
        _ => Vec::new(),
    };
    for slot in slots {
        let mut own = BTreeSet::new();
        behind(ways, prefix.to_vec(), ColumnId { table, slot }, &mut own);
        all.push(Maker { leaves: own, constants: Vec::new() });
    }
    for (number, source) in sources(plan, table).into_iter().enumerate() {
        brought_along(ways, source, &Step::Source(table, number).after(prefix), all);
    }
}
