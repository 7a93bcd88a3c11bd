//! The keys of a sheet's rows.

use crate::import::ready::Ready;
use crate::table::ColumnBuilder;
use foldhash::HashMap;

/// Keys seen so far and the row of each.
#[derive(Default)]
pub(super) struct Keys {
    /// By code of the text in its column.
    texts: Vec<u32>,
    others: HashMap<u64, u32>,
}

impl Keys {
    /// The row that had the key before; `None` where this is the first.
    pub(super) fn first(&mut self, builder: &mut ColumnBuilder, key: &mut Ready, text: &str, row: u32) -> Option<u32> {
        let bits = match (builder, &*key) {
            (ColumnBuilder::Text(values), Ready::Text) => {
                let code = values.code(text);
                *key = Ready::Coded(code);
                if let Some(known) = self.texts.get(code as usize) {
                    return Some(*known);
                }
                // Codes are given in order, so the next new one is always the next place.
                self.texts.push(row);
                return None;
            }
            (_, Ready::Number(value)) => (*value + 0.0).to_bits(),
            (ColumnBuilder::Date(_), Ready::Moment(moment)) => moment.date().0 as u64,
            (_, Ready::Moment(moment)) => moment.0 as u64,
            (_, Ready::Bool(flag)) => u64::from(*flag),
            _ => return None,
        };
        match self.others.entry(bits) {
            std::collections::hash_map::Entry::Occupied(known) => Some(*known.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(row);
                None
            }
        }
    }

    /// Whether no row had a key so far that has this code in its column; then this one has.
    pub(super) fn is_new_code(&mut self, code: u32, row: u32) -> bool {
        let is_new = code as usize >= self.texts.len();
        if is_new {
            self.texts.push(row);
        }
        is_new
    }

    /// The same of a key that is no text.
    pub(super) fn is_new(&mut self, bits: u64, row: u32) -> bool {
        match self.others.entry(bits) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(row);
                true
            }
        }
    }
}
