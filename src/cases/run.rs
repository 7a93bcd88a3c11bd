//! One case through the stages of a run.

use super::model::{Case, Given, GivenTable};
use super::ready::Ready;
use crate::engine::{Run, RunOptions};
use crate::eval::{Probe, RowChoice};
use crate::import::{self, Failure, Imported, Input, SheetColumn, SheetTable};
use crate::policy::model::{Conventions, Presence};
use crate::table::Column as Data;
use crate::value::{Type, Value};

/// Column of given rows that holds their number, so that a row is known again after others were
/// left out. No policy can have a column of this name.
const NUMBER: &str = "(number of the row)";

/// What came of a case.
pub(super) struct Ran {
    pub run: Run,
    pub probe: Probe,
}

/// Runs a case.
///
/// # Errors
/// When its workbooks lack what the policy needs.
pub(super) fn run(case: &Case, ready: &Ready) -> Result<Ran, Failure> {
    let sheets = &ready.prepared.plan().sheets;
    let mut probe = Probe::default();
    let imported = match &case.given {
        Given::Missing(_) => import::read(sheets, &[], &import::Options::default())?,
        Given::Workbooks(inputs) => import::read(sheets, inputs, &import::Options::default())?,
        Given::Rows { tables, values } => {
            let (imported, numbers) = import_rows(sheets, tables)?;
            for given in values {
                // The policy's tables come first in a plan, in their order.
                let row = match (&given.row, numbers.get(given.column.table.0)) {
                    (RowChoice::Number(number), Some(Some(numbers))) => {
                        numbers.iter().position(|known| known == number).map(RowChoice::Number)
                    }
                    (other, _) => Some(other.clone()),
                };
                if let Some(row) = row {
                    probe.give(given.column, row, given.value.clone());
                }
            }
            imported
        }
    };
    let run = ready.prepared.evaluate_with(imported, &RunOptions::default(), Some(&probe));
    Ok(Ran { run, probe })
}

/// For each table of the policy the numbers of the given rows that were used; nothing for tables
/// that are not read from sheets.
type Numbers = Vec<Option<Vec<usize>>>;

fn import_rows(sheets: &[Option<SheetTable>], tables: &[GivenTable]) -> Result<(Imported, Numbers), Failure> {
    let sheets = lenient(sheets, tables);
    let wanted = sheets.iter().enumerate().filter_map(|(at, sheet)| Some((at, sheet.as_ref()?)));
    let inputs: Vec<Input> = wanted.map(|(at, sheet)| input(sheet, at, tables)).collect();
    let mut imported = import::read(&sheets, &inputs, &import::Options::default())?;
    let numbers = sheets.iter().zip(&mut imported.tables);
    let numbers =
        numbers.map(|(sheet, data)| sheet.as_ref().and_then(|_| numbered(data)).map(|column| numbers_of(&column)));
    let numbers = numbers.collect();
    Ok((imported, numbers))
}

/// The column of the numbers stands behind the others, before those that patterns of headers find.
fn numbered(data: &mut crate::table::Table) -> Option<Data> {
    let at = data.columns.len().checked_sub(data.extra.len() + 1)?;
    Some(data.columns.remove(at))
}

fn numbers_of(column: &Data) -> Vec<usize> {
    (0..column.len()).map(|row| column.value(row).as_number().map_or(usize::MAX, |number| number as usize)).collect()
}

/// The tables, their columns found by their names alone, and those that no row mentions not missed.
fn lenient(sheets: &[Option<SheetTable>], tables: &[GivenTable]) -> Vec<Option<SheetTable>> {
    let mut sheets = sheets.to_vec();
    for (at, table) in sheets.iter_mut().enumerate() {
        let Some(table) = table else { continue };
        let given: Vec<usize> =
            tables.iter().filter(|given| given.table == at).flat_map(|g| g.columns.clone()).collect();
        for (place, column) in table.columns.iter_mut().enumerate() {
            column.headers.clear();
            if !given.contains(&place) {
                column.presence = Presence::Optional;
            }
        }
        table.columns.push(SheetColumn {
            name: NUMBER.to_string(),
            headers: Vec::new(),
            from: None,
            kind: Type::Number,
            references: None,
            presence: Presence::Column,
            one_of: Vec::new(),
            min: None,
            max: None,
            conventions: Conventions::default(),
            fill: None,
            code: None,
        });
    }
    sheets
}

/// The rows of a table; a table not given has none.
fn input(table: &SheetTable, at: usize, tables: &[GivenTable]) -> Input {
    let given = tables.iter().find(|given| given.table == at);
    let places = match (given, &table.key) {
        (Some(given), _) => given.columns.clone(),
        (None, Some(key)) => table.columns.iter().position(|column| column.name == *key).into_iter().collect(),
        (None, None) => Vec::new(),
    };
    let several = given.map_or(&[][..], |given| &given.several).iter().cloned();
    let columns =
        places.iter().map(|&place| table.columns[place].name.clone()).chain(several).chain([NUMBER.to_string()]);
    let rows = given.map_or(&[][..], |given| &given.rows).iter().enumerate();
    let rows = rows.map(|(number, row)| row.iter().cloned().chain([Value::Number(number as f64)]).collect());
    Input::Rows { table: table.name.clone(), columns: columns.collect(), rows: rows.collect() }
}
