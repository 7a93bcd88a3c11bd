//! The report for people: a workbook a director would forward.
//!
//! Sheets: the summary, the contents, one for each scorecard, the review list, why rows stand there, the rules, one for
//! each table, issues, columns, the run. Values only: nothing recalculates, nothing links out. The same outcome gives
//! the same bytes.
//!
//! A listing is an Excel table with filters and a frozen header. Listings of more than 200,000
//! cells are written through a file on disk, so that a million rows need little memory; they have
//! plain filters. A listing longer than a sheet goes on over further sheets, `Orders (2)`.

mod assertions;
mod book;
mod changes;
mod charts;
mod colors;
mod compared_lists;
mod compared_numbers;
mod comparison;
mod contents;
mod grid;
mod groups;
mod issues;
mod kept;
mod links;
mod listing;
mod live;
mod live_layout;
mod live_sums;
mod names;
mod package;
mod parameters;
mod print;
mod review;
mod rule_sheets;
mod rules;
mod rules_page;
mod run;
mod scorecards;
mod style;
mod summary;
mod tables;
mod text;
mod why;

#[cfg(test)]
mod looks_tests;

use super::content::why::accounts;
use super::rule_sheets::RuleBook;
use super::{ExportError, atomic, unnamed};
use crate::diff::Diff;
use crate::outcome::{Digest, Outcome, digest_of_all, digests};
use book::Book;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::{self, BufReader, BufWriter, Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Bytes of a file from which on a workbook is a large one.
const LARGE: u64 = 1 << 20;

/// Writes the report to a file. What stood there before stays whole until the report is complete.
///
/// # Errors
/// When the file cannot be written, or a table has more columns than a sheet can hold.
pub fn write(outcome: &Outcome, path: &Path) -> Result<(), ExportError> {
    save(path, |folder| assemble(outcome, Some(folder)))
}

/// Writes a comparison to a file: a summary, and lists with every row that moved, every number and trigger that
/// changed and everybody it concerns.
///
/// # Errors
/// When the file cannot be written.
pub fn write_diff(diff: &Diff, path: &Path) -> Result<(), ExportError> {
    save(path, |folder| comparison::assemble(diff, Some(folder)))
}

/// Writes decision tables to a file, for people to edit.
///
/// # Errors
/// When the file cannot be written, or a cell is longer than Excel takes.
pub fn write_rules(rules: &RuleBook, path: &Path) -> Result<(), ExportError> {
    save(path, |folder| rule_sheets::assemble(rules, Some(folder)))
}

/// The same as bytes.
///
/// # Errors
/// When a cell is longer than Excel takes.
pub fn rules_to_bytes(rules: &RuleBook) -> Result<Vec<u8>, ExportError> {
    bytes(|| rule_sheets::assemble(rules, None))
}

/// Writes the report beside its target, up to but without taking its place.
pub(super) fn prepare(outcome: &Outcome, path: &Path) -> Result<atomic::Pending, ExportError> {
    pending(path, |folder| assemble(outcome, Some(folder)))
}

fn save(path: &Path, make: impl FnOnce(&Path) -> Result<Book, XlsxError>) -> Result<(), ExportError> {
    pending(path, make)?.commit()
}

fn pending(path: &Path, make: impl FnOnce(&Path) -> Result<Book, XlsxError>) -> Result<atomic::Pending, ExportError> {
    let mut pending = atomic::Pending::create(path)?;
    let folder = pending.folder().to_path_buf();
    let written = guarded(|| {
        let Book { mut workbook, origin, .. } = make(&folder)?;
        let mut file = BufWriter::with_capacity(1 << 16, pending.file());
        match unnamed::create(&folder) {
            // As large as it may be, it is never in memory whole.
            Some(mut waiting) => {
                let mut first = BufWriter::with_capacity(1 << 16, &mut waiting);
                workbook.save_to_writer(&mut first)?;
                first.flush()?;
                drop(first);
                let large = waiting.metadata()?.len() > LARGE;
                give_back(workbook, large);
                package::copy(BufReader::with_capacity(1 << 16, waiting), &mut file, &origin)?;
            }
            None => package::copy(Cursor::new(workbook.save_to_buffer()?), &mut file, &origin)?,
        }
        Ok(file.flush()?)
    });
    written.map_err(|error| explain(error, |error| pending.error(error)))?;
    Ok(pending)
}

/// Gives back the memory of a workbook that is written. That of a large one is in many pieces: nobody waits for it.
fn give_back(workbook: Workbook, large: bool) {
    if large {
        // Where no thread can be had, this one does it.
        let _ = std::thread::Builder::new().spawn(move || drop(workbook));
    }
}

/// The report as bytes. Listings of more than 200,000 cells are put down in the system's folder
/// for temporary files meanwhile.
///
/// # Errors
/// When a table has more columns than a sheet can hold, or temporary files cannot be written.
pub fn to_bytes(outcome: &Outcome) -> Result<Vec<u8>, ExportError> {
    bytes(|| assemble(outcome, None))
}

fn bytes(make: impl FnOnce() -> Result<Book, XlsxError>) -> Result<Vec<u8>, ExportError> {
    let bytes = guarded(|| {
        let mut book = make()?;
        let mut bytes = Cursor::new(Vec::new());
        package::copy(Cursor::new(book.workbook.save_to_buffer()?), &mut bytes, &book.origin)?;
        Ok(bytes.into_inner())
    });
    bytes.map_err(|error| explain(error, |error| ExportError::io(Path::new("the report"), error)))
}

/// The result's fingerprints, which the last sheets show, are taken while the others are made.
fn assemble(outcome: &Outcome, folder: Option<&Path>) -> Result<Book, XlsxError> {
    let fingerprints = || digests(outcome);
    std::thread::scope(|scope| {
        let taken = std::thread::Builder::new().spawn_scoped(scope, fingerprints);
        sheets(outcome, folder, || taken.ok().and_then(|taken| taken.join().ok()).unwrap_or_else(fingerprints))
    })
}

fn sheets(
    outcome: &Outcome,
    folder: Option<&Path>,
    fingerprints: impl FnOnce() -> Vec<Digest>,
) -> Result<Book, XlsxError> {
    let mut book = Book::new(outcome, folder)?;
    let accounts = accounts(book.language, outcome);
    book.why = why::layout(&mut book, &accounts);
    book.rules = rules::layout(&mut book, outcome);
    book.sheets = live_layout::lay_out(&mut book, outcome);
    summary::write(&mut book, outcome)?;
    let contents = contents::reserve(&mut book)?;
    let cards = scorecards::write(&mut book, outcome)?;
    let review = review::write(&mut book, outcome)?;
    why::write(&mut book, outcome, &accounts, (&cards, &review))?;
    if let Some(sheets) = book.sheets.clone() {
        parameters::write(&mut book, outcome, &sheets)?;
        parameters::write_figures(&mut book, outcome, &sheets)?;
    }
    rules::write(&mut book, outcome)?;
    changes::write(&mut book, outcome)?;
    tables::write(&mut book, outcome)?;
    if let Some(sheets) = book.sheets.clone() {
        parameters::write_left(&mut book, outcome, &sheets)?;
    }
    issues::write(&mut book, outcome)?;
    let fingerprints = fingerprints();
    run::write(&mut book, outcome, &digest_of_all(&fingerprints))?;
    contents::write(&mut book, outcome, &contents)?;
    kept::write(&mut book, outcome, &fingerprints)?;
    Ok(book)
}

/// The library panics when its temporary file for a large sheet cannot be written, as on a full
/// disk; to us that is an error like any other.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(XlsxError::IoError(io::ErrorKind::StorageFull.into())))
}

fn explain(error: XlsxError, io: impl Fn(&io::Error) -> ExportError) -> ExportError {
    match error {
        XlsxError::IoError(error) => io(&error),
        XlsxError::ZipError(error) => io(&error.into()),
        XlsxError::RowColumnLimitError => ExportError::new(
            "a table has more columns than the 16,384 of an Excel sheet",
            "list the columns to show under `report:`, or write `--format csv`",
        ),
        error => ExportError { message: format!("cannot make the report: {error}"), help: None },
    }
}
