//! Which row of one outcome is which of another.

use super::effects::RowName;
use crate::outcome::{Outcome, OutcomeTable, Role};
use crate::table::row_key;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// An outcome whose rows can be found.
pub(super) struct View<'o> {
    pub(super) outcome: &'o Outcome,
    tables: HashMap<&'o str, TableRows<'o>>,
    fired: OnceCell<Fired<'o>>,
}

/// The owners of rows that fired, by trigger and row.
type Fired<'o> = HashMap<&'o str, HashMap<String, Option<Cow<'o, str>>>>;

/// The rows of a table by what names them.
pub(super) struct TableRows<'o> {
    pub(super) table: &'o OutcomeTable,
    ids: OnceCell<Vec<String>>,
    index: OnceCell<HashMap<String, usize>>,
}

impl<'o> View<'o> {
    pub(super) fn of(outcome: &'o Outcome) -> View<'o> {
        let one = |table: &'o OutcomeTable| {
            (table.name.as_str(), TableRows { table, ids: OnceCell::new(), index: OnceCell::new() })
        };
        View { outcome, tables: outcome.tables.iter().map(one).collect(), fired: OnceCell::new() }
    }

    pub(super) fn table(&self, name: &str) -> Option<&TableRows<'o>> {
        self.tables.get(name)
    }

    /// The table of that number.
    pub(super) fn at(&self, table: usize) -> &TableRows<'o> {
        &self.tables[self.outcome.tables[table].name.as_str()]
    }

    /// Who a trigger fires for a row for: nothing where it does not fire.
    pub(super) fn fired(&self, trigger: &str, id: &str) -> Option<&Option<Cow<'o, str>>> {
        let all = self.fired.get_or_init(|| {
            let mut all = Fired::new();
            for fired in &self.outcome.triggers {
                let id = self.at(fired.table()).id(fired.row()).to_string();
                all.entry(fired.trigger()).or_default().insert(id, fired.owner());
            }
            all
        });
        all.get(trigger)?.get(id)
    }
}

impl<'o> TableRows<'o> {
    /// What names a row: its key; of a table made of others, without a key, its own columns; else its number.
    /// The second row of the same name has a number, too.
    pub(super) fn id(&self, row: usize) -> &str {
        &self.ids()[row]
    }

    fn ids(&self) -> &[String] {
        self.ids.get_or_init(|| {
            let mut seen: HashMap<String, usize> = HashMap::with_capacity(self.table.rows);
            let mut ids = Vec::with_capacity(self.table.rows);
            for row in 0..self.table.rows {
                let key = self.key(row);
                let times = seen.entry(key.clone()).and_modify(|times| *times += 1).or_insert(1);
                ids.push(if *times == 1 { key } else { format!("{key}\u{1f}{times}") });
            }
            ids
        })
    }

    fn key(&self, row: usize) -> String {
        let table = self.table;
        // Of a sheet's table without a key the cells may repeat, and the number of the row is what people know.
        if table.key.is_some() || !table.derived {
            return row_key(table.key.map(|key| &*table.columns[key].data), row);
        }
        let own = table.columns.iter().filter(|column| column.role == Role::Imported);
        own.map(|column| column.data.value(row).to_string()).collect::<Vec<_>>().join(" / ")
    }

    pub(super) fn row(&self, id: &str) -> Option<usize> {
        let index = self.index.get_or_init(|| {
            self.ids().iter().enumerate().map(|(row, id)| (id.clone(), row)).collect::<HashMap<String, usize>>()
        });
        index.get(id).copied()
    }

    pub(super) fn name(&self, row: usize) -> RowName {
        let place = self.table.columns.iter().position(|column| column.name == "name");
        let called = place.filter(|at| Some(*at) != self.table.key).map(|at| self.table.columns[at].data.value(row));
        let called = called.filter(|name| !name.is_blank()).map(|name| name.to_string());
        RowName { key: self.key(row), called }
    }

    /// Rows of this table and of another that are the same, in the order of the other; rows of this one alone,
    /// and of the other alone.
    pub(super) fn pairs(&self, other: &TableRows<'_>) -> (Vec<(usize, usize)>, Vec<usize>, Vec<usize>) {
        if self.table.rows == other.table.rows && self.ids() == other.ids() {
            return ((0..self.table.rows).map(|row| (row, row)).collect(), Vec::new(), Vec::new());
        }
        let (mut pairs, mut come) = (Vec::new(), Vec::new());
        for row in 0..other.table.rows {
            match self.row(other.id(row)) {
                Some(was) => pairs.push((was, row)),
                None => come.push(row),
            }
        }
        let gone = (0..self.table.rows).filter(|&row| other.row(self.id(row)).is_none()).collect();
        (pairs, gone, come)
    }
}
