//! Whose a row is: the person whom the triggers on its table name; of a table of people, or one that is scored,
//! the row itself.

use super::rows::TableRows;
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable};
use crate::policy::model::Policy;
use crate::table::{Column, NO_ROW, lookup};
use std::sync::Arc;

/// Finds the person of each row of one table.
pub(super) struct Owners {
    /// For each reference on the way the rows it leads to.
    steps: Vec<Vec<u32>>,
    /// The column with the name.
    column: Arc<Column>,
    /// Whether the person is the row itself.
    pub(super) own: bool,
}

impl Owners {
    /// The people of a table's rows; none where the policy names nobody.
    pub(super) fn of(policy: &Policy, outcome: &Outcome, table: &TableRows<'_>) -> Option<Owners> {
        let name = &table.table.name;
        let named = policy.triggers.iter().find_map(|trigger| {
            let on = outcome.tables.iter().find(|table| table.name == trigger.on.value)?;
            let way = way(outcome, on, trigger.owner.as_ref()?.value.trim())?;
            (on.name != *name && way.last.name == *name).then_some(way.column)
        });
        if let Some(column) = named {
            return Some(Owners { steps: Vec::new(), column: column.data.clone(), own: true });
        }
        let owners = policy.triggers.iter().filter(|trigger| trigger.on.value == *name);
        let mut paths: Vec<(&str, usize)> = Vec::new();
        for path in owners.filter_map(|trigger| trigger.owner.as_ref()).map(|owner| owner.value.trim()) {
            match paths.iter_mut().find(|(known, _)| *known == path) {
                Some((_, times)) => *times += 1,
                None => paths.push((path, 1)),
            }
        }
        // The person most triggers name; of several the first.
        paths.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let owner = paths.into_iter().find_map(|(path, _)| Owners::at(outcome, table, path));
        let scored = policy.scorecards.iter().any(|card| card.on.value == *name);
        let called = table.table.columns.iter().find(|column| scored && column.name == "name");
        owner.or_else(|| called.map(|called| Owners { steps: Vec::new(), column: called.data.clone(), own: true }))
    }

    fn at(outcome: &Outcome, table: &TableRows<'_>, path: &str) -> Option<Owners> {
        let way = way(outcome, table.table, path)?;
        let steps = way.steps.iter().map(|(values, keys)| lookup(values, keys)).collect();
        Some(Owners { steps, column: way.column.data.clone(), own: false })
    }

    /// The person of a row.
    pub(super) fn person(&self, row: usize) -> Option<String> {
        let mut row = row;
        for step in &self.steps {
            row = Some(step[row]).filter(|next| *next != NO_ROW)? as usize;
        }
        let name = self.column.value(row);
        (!name.is_blank()).then(|| name.to_string())
    }
}

/// Where `customer.salesperson.name` leads from a table.
struct Way<'o> {
    /// Each reference on the way, with the keys it refers to.
    steps: Vec<(&'o Column, &'o Column)>,
    /// The table it ends in.
    last: &'o OutcomeTable,
    /// The column of that table.
    column: &'o OutcomeColumn,
}

fn way<'o>(outcome: &'o Outcome, from: &'o OutcomeTable, path: &str) -> Option<Way<'o>> {
    let mut words: Vec<&str> = path.split('.').collect();
    let name = words.pop()?;
    let (mut last, mut steps) = (from, Vec::new());
    for word in words {
        let column = last.columns.iter().find(|column| column.name == word)?;
        let next = &outcome.tables[column.references?];
        steps.push((&*column.data, &*next.columns[next.key?].data));
        last = next;
    }
    let column = last.columns.iter().find(|column| column.name == name)?;
    Some(Way { steps, last, column })
}
