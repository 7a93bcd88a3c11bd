//! Single rows of one table that a host hands in. What does not hang on the row is prepared once; a
//! row with nothing to say about it goes straight to its values, any other through the reader of sheets.

use super::checks::judge;
use super::evidence::Aside;
use super::header::find_given;
use super::ready::Ready;
use super::sheet::SheetTable;
use super::slot::Slot;
use super::wanted::WantedTable;
use super::{Failure, Input, Options, read};
use crate::issue::Issue;
use crate::policy::model::Conventions;
use crate::table::fitted;
use crate::value::Value;
use std::sync::{Arc, PoisonError, RwLock};

/// Reads single rows of one table.
#[derive(Debug)]
pub struct RecordReader {
    /// The table at its place among those of the policy, which stand there as none.
    sheets: Vec<Option<SheetTable>>,
    at: usize,
    wanted: Wanted,
    /// Whether its rows refer to rows of the same table.
    refers_to_itself: bool,
    /// What the last row was given by: a host names its columns the same way each time.
    layout: RwLock<Option<Arc<Layout>>>,
}

self_cell::self_cell!(
    struct Wanted {
        owner: SheetTable,
        #[covariant]
        dependent: WantedTable,
    }
);

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.borrow_owner().fmt(f)
    }
}

/// Names a row was given by, and for each column of the table its place among them.
#[derive(Debug)]
struct Layout {
    names: Vec<String>,
    places: Vec<Option<u32>>,
}

/// A row that was read.
#[derive(Debug)]
pub struct ReadRow {
    /// A value for each column of the sheet's table; none where the row was rejected.
    pub values: Option<Vec<Value>>,
    /// What was wrong with it.
    pub issues: Vec<Issue>,
}

impl RecordReader {
    /// A reader for the table of that place; `None` where its rows do not come from sheets.
    #[must_use]
    pub fn new(sheets: &[Option<SheetTable>], at: usize) -> Option<RecordReader> {
        let own = sheets.get(at)?.clone()?;
        let refers_to_itself = own.columns.iter().any(|column| column.references.as_ref() == Some(&own.name));
        let sheets = sheets.iter().enumerate().map(|(place, sheet)| sheet.clone().filter(|_| place == at)).collect();
        let wanted = Wanted::new(own, |own| WantedTable::new(own, &Conventions::default()));
        Some(RecordReader { sheets, at, wanted, refers_to_itself, layout: RwLock::default() })
    }

    /// Reads a row, given by names or headers of columns, with the meaning of an import of it alone.
    ///
    /// # Errors
    /// When a column that must be there is not given.
    pub fn read(&self, values: &[(&str, Value)]) -> Result<ReadRow, Failure> {
        match self.plain(values) {
            Some(row) => Ok(ReadRow { values: Some(row), issues: Vec::new() }),
            None => self.careful(values),
        }
    }

    /// The values of a row with nothing to say about it; `None` for any other.
    fn plain(&self, values: &[(&str, Value)]) -> Option<Vec<Value>> {
        if self.refers_to_itself {
            return None;
        }
        let layout = self.layout(values)?;
        let table = self.wanted.borrow_dependent();
        let mut row = Vec::with_capacity(table.columns.len());
        let (mut slot, mut has_value) = (Slot::default(), false);
        for (column, place) in table.columns.iter().zip(&layout.places) {
            let given = place.map_or(&Value::Blank, |place| &values[place as usize].1);
            slot.set_value(given);
            has_value |= !slot.is_blank();
            let (ready, aside) = judge(&mut slot, column, false).ok()?;
            if aside != Aside::None {
                return None;
            }
            row.push(match ready {
                Ready::Blank => Value::Blank,
                Ready::Number(number) if number.is_finite() => Value::Number(number),
                Ready::Text if given.as_text() == Some(slot.text.as_str()) => given.clone(),
                Ready::Text => Value::text(slot.text.as_str()),
                Ready::Moment(moment) => fitted(Value::DateTime(moment), column.kind),
                Ready::Bool(flag) => Value::Bool(flag),
                Ready::Other(value) => value,
                Ready::Number(_) | Ready::Coded(_) => return None,
            });
        }
        has_value.then_some(row)
    }

    /// Where the columns stand among the names; `None` where one is missing.
    fn layout(&self, values: &[(&str, Value)]) -> Option<Arc<Layout>> {
        let same = |layout: &Arc<Layout>| {
            layout.names.len() == values.len()
                && layout.names.iter().zip(values).all(|(known, (name, _))| known == name)
        };
        // A layout is put there whole or not at all, so what a panicking thread left behind is sound.
        if let Some(layout) = self.layout.read().unwrap_or_else(PoisonError::into_inner).as_ref().filter(|l| same(l)) {
            return Some(layout.clone());
        }
        let names: Vec<String> = values.iter().map(|(name, _)| (*name).to_string()).collect();
        let header = find_given(&names, self.wanted.borrow_dependent());
        if !header.missing.is_empty() {
            return None;
        }
        let layout = Arc::new(Layout { names, places: header.columns });
        *self.layout.write().unwrap_or_else(PoisonError::into_inner) = Some(layout.clone());
        Some(layout)
    }

    /// The row through the reader of sheets.
    fn careful(&self, values: &[(&str, Value)]) -> Result<ReadRow, Failure> {
        let (columns, row) = values.iter().map(|(name, value)| ((*name).to_string(), value.clone())).unzip();
        let table = self.wanted.borrow_owner().name.clone();
        let input = Input::Rows { table, columns, rows: vec![row] };
        let mut imported = read(&self.sheets, [&input], &Options::default())?;
        let table = imported.tables.swap_remove(self.at);
        let values = (table.rows > 0).then(|| table.columns.iter().map(|column| column.value(0)).collect());
        Ok(ReadRow { values, issues: imported.issues })
    }
}
