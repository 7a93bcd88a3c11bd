//! The import from end to end: files apart from each other, then stacked.

use super::above::Above;
use super::assign::{Fit, assign};
use super::beyond::Beyond;
use super::blocks;
use super::book::Book;
use super::fold::fold;
use super::given::{given_columns, given_rows};
use super::header::{Repeated, United};
use super::instead;
use super::issues::Place;
use super::labels::Labels;
use super::lines::{self, LongLines};
use super::locate::{How, Locator, Misfit, Pick};
use super::presence::{self, Seen, missing_sheet, unknown_table};
use super::rows::{Chunk, RowReader};
use super::settle::Dialect;
use super::several;
use super::sheet::SheetTable;
use super::taking::Taking;
use super::wanted::WantedTable;
use super::{ControlTotal, Failure, Imported, Input, InputFile, Options, copies, merge, references};
use crate::cells::{self, CellSource, CellsError, Looker, Merged, SheetLayout, Underway};
use crate::diagnostic::Problem;
use crate::issue::{Issue, IssueCode};
use crate::policy::layout::Range;
use crate::say;
use crate::source::{Area, column_letters};
use crate::table::Table;
use crate::words::{Between, Hole, Sentence};
use rayon::prelude::*;
use std::sync::Arc;

/// Rows of a host program up to which a run stays on the thread that asked for it: another would wake up too late.
pub(crate) const FEW_ROWS: usize = 4096;

/// Reads all inputs into the tables that come from sheets. Workbooks are read side by side on the current rayon
/// pool; the result is the same for any number of threads.
///
/// # Errors
/// When a file cannot be read, a table has no sheet, or a sheet lacks a column it must have: all
/// such problems together.
pub fn read<'i>(
    sheets: &[Option<SheetTable>],
    inputs: impl IntoIterator<Item = &'i Input>,
    options: &Options,
) -> Result<Imported, Failure> {
    let inputs: Vec<&Input> = inputs.into_iter().collect();
    let tables: Vec<Option<WantedTable<'_>>> =
        sheets.iter().map(|table| table.as_ref().map(|table| WantedTable::new(table, &options.conventions))).collect();
    let mut problems = Vec::new();
    let mut asked = vec![None; tables.len()];
    for (table, sheet) in &options.sheets {
        match position(&tables, table) {
            Some(at) => asked[at] = Some(fold(sheet)),
            None => problems.push(unknown_table(table, &tables)),
        }
    }
    let job = Job { tables: &tables, asked: &asked, keep_written: options.keep_written };
    let mut parts: Vec<Part> = each(&inputs, |input| job.read(input));
    let files: Vec<_> = parts.iter().map(|part| (part.file.as_ref(), part.by_name())).collect();
    let same = copies::same_files(&files);
    for (part, note) in parts.iter_mut().zip(same) {
        if let Some(note) = note {
            *part = std::mem::take(part).left_unread(note);
        }
    }
    let tied = job.choose(&mut parts, &mut problems);
    for part in &mut parts {
        problems.append(&mut part.problems);
    }
    let unfit = misfits(&tables, &asked, &mut parts, &mut problems);
    let seen: Vec<Seen> = parts.iter().filter_map(Part::seen).collect();
    for (at, table) in tables.iter().enumerate() {
        let Some(table) = table else { continue };
        let found = parts.iter().any(|part| part.touched.contains(&at)) || unfit.contains(&at) || tied.contains(&at);
        // A file that could not be opened may well have held the sheet.
        let all_open = parts.iter().all(|part| part.opened);
        if !found && all_open && (!table.optional || asked[at].is_some()) {
            problems.push(missing_sheet(table, asked[at].as_deref(), &seen));
        }
    }
    if problems.is_empty() { Ok(stack(sheets, &tables, parts)) } else { Err(Failure { problems }) }
}

/// Sheets of a table's name that are not its sheets: another table is read from them, or they lack columns. Where the
/// table is read from another sheet, or need not be there, that is an issue; otherwise it is what prevents the run.
/// Gives the tables of which that is so.
fn misfits(
    tables: &[Option<WantedTable<'_>>],
    asked: &[Option<String>],
    parts: &mut [Part],
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let read: Vec<usize> = parts.iter().flat_map(|part| part.touched.iter().copied()).collect();
    let mut missed = Vec::new();
    for part in parts {
        let book = part.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
        for misfit in std::mem::take(&mut part.misfits) {
            let Some(table) = &tables[misfit.table] else { continue };
            let elsewhere = read.contains(&misfit.table) || table.optional;
            if elsewhere && asked[misfit.table].is_none() {
                let place = Place { workbook: book.as_str().into(), sheet: misfit.sheet.as_str().into(), given: false };
                let issue = at(IssueCode::UnreadSheet, &place, (0, 0), presence::unfit(table, &misfit.why));
                part.notes.push(issue.in_table(table.name).as_note(!misfit.has_table));
            } else {
                let below = misfit.below.as_ref().map(|title| format!(", below `{title}`")).unwrap_or_default();
                let place = format!("{book}, sheet `{}`{below}", misfit.sheet);
                let told = presence::misfit(table, &misfit.why, &place);
                problems.extend(presence::or_instead(told, &place, part.instead.as_deref()));
                missed.push(misfit.table);
            }
        }
    }
    missed
}

/// Reads inputs side by side; a few rows of a host program are not worth another thread.
fn each(inputs: &[&Input], read: impl Fn(&Input) -> Part + Sync) -> Vec<Part> {
    let few = |input: &&Input| input.given_rows().is_some_and(|rows| rows <= FEW_ROWS);
    if inputs.len() == 1 || inputs.iter().all(few) {
        inputs.iter().map(|input| read(input)).collect()
    } else {
        inputs.par_iter().map(|input| read(input)).collect()
    }
}

fn position(tables: &[Option<WantedTable<'_>>], name: &str) -> Option<usize> {
    tables.iter().position(|table| table.as_ref().is_some_and(|table| table.name == name))
}

fn stack(sheets: &[Option<SheetTable>], tables: &[Option<WantedTable<'_>>], mut parts: Vec<Part>) -> Imported {
    let mut imported = Imported::default();
    for (at, table) in tables.iter().enumerate() {
        let Some(table) = table else {
            imported.tables.push(Table::default());
            continue;
        };
        let chunks = parts.iter_mut().flat_map(|part| &mut part.chunks);
        let mut chunks: Vec<&mut Chunk> = chunks.filter(|chunk| chunk.table == at).collect();
        imported.control.extend(stack_one(table, &mut chunks, &mut imported.tables));
    }
    for part in parts {
        imported.inputs.extend(part.file);
        imported.issues.extend(part.notes);
        imported.issues.extend(part.chunks.into_iter().flat_map(|chunk| chunk.issues));
    }
    references::settle(sheets, &mut imported);
    imported
}

/// Puts the sheets of a table one below the other; gives their control totals.
fn stack_one(table: &WantedTable<'_>, chunks: &mut [&mut Chunk], tables: &mut Vec<Table>) -> Vec<ControlTotal> {
    if table.sheet.several.is_empty() {
        let (stacked, control) = merge::stack(table, chunks);
        tables.push(stacked);
        return control;
    }
    let (whole, extra) = several::align(table.sheet, chunks);
    let (stacked, control) = merge::stack(&WantedTable::new(&whole, &table.said), chunks);
    tables.push(Table { extra, ..stacked });
    control
}

/// What one input gave.
#[derive(Default)]
struct Part {
    file: Option<InputFile>,
    opened: bool,
    sheets: Vec<String>,
    /// Tables for which a sheet was found.
    touched: Vec<usize>,
    misfits: Vec<Misfit>,
    /// A workbook in which no name is known; what its sheets are hangs on the other workbooks too.
    waiting: Option<Waiting>,
    /// What it holds where it holds no table.
    instead: Option<Sentence>,
    /// The names it has for ranges.
    ranges: Vec<String>,
    chunks: Vec<Chunk>,
    notes: Vec<Issue>,
    problems: Vec<Problem>,
}

/// A workbook with sheets that are told by their headers: all of them where no name is known, else those of tables
/// whose sheet by name lacks columns.
struct Waiting {
    book: Book,
    /// The sheets found by name.
    picks: Vec<Pick>,
    /// The sheets with the headers of a table.
    fits: Vec<Pick>,
    /// Of these the tied ones: they are read for no table.
    tied: Vec<(usize, usize)>,
}

impl Waiting {
    /// The sheets that could be a table, and may as well not be.
    fn sheets_tied(&self, is_table: impl Fn(usize) -> bool) -> Vec<&str> {
        let sheets = self.tied.iter().filter(|(_, table)| is_table(*table)).map(|(sheet, _)| *sheet);
        sheets.map(|sheet| self.book.source.sheets()[sheet].name.as_str()).collect()
    }
}

impl Part {
    /// Nothing is read from it, for the reason that the note gives.
    fn left_unread(self, note: Issue) -> Part {
        Part { notes: vec![note], file: self.file, opened: self.opened, sheets: self.sheets, ..Part::default() }
    }

    /// The tables that have a sheet by name, or rows of a host program.
    fn by_name(&self) -> Vec<usize> {
        let waiting = self.waiting.iter().flat_map(|waiting| &waiting.picks).map(|pick| pick.table);
        self.touched.iter().copied().chain(waiting).collect()
    }

    fn seen(&self) -> Option<Seen<'_>> {
        let own_report = self.notes.iter().any(|note| note.code == IssueCode::OwnReport);
        let sheets = if own_report { None } else { Some(self.sheets.as_slice()) };
        self.file.as_ref().map(|file| Seen {
            book: &file.name,
            sheets,
            ranges: &self.ranges,
            instead: self.instead.as_deref(),
        })
    }
}

struct Job<'a, 'p> {
    tables: &'a [Option<WantedTable<'p>>],
    asked: &'a [Option<String>],
    keep_written: bool,
}

impl Job<'_, '_> {
    fn read(&self, input: &Input) -> Part {
        let _underway = match input {
            Input::File(path) => Some(Underway::new(&path.to_string_lossy())),
            Input::Bytes { name, .. } => Some(Underway::new(name)),
            Input::Rows { .. } | Input::Columns { .. } => None,
        };
        let opened = match input {
            Input::Rows { table, columns, rows } => {
                return self.given(table, |table, at| given_rows(table, at, columns, rows));
            }
            Input::Columns { table, columns } => {
                return self.given(table, |table, at| given_columns(table, at, columns));
            }
            Input::File(path) => cells::open_file(path).map_err(|error| problem(&path.to_string_lossy(), error)),
            Input::Bytes { name, data } => {
                cells::open_printed(name, data.clone()).map_err(|error| problem(name, error))
            }
        };
        match opened {
            Ok((source, file)) => self.workbook(source, file),
            Err(problem) => Part { problems: vec![problem], ..Part::default() },
        }
    }

    fn given(&self, table: &str, read: impl Fn(&WantedTable<'_>, usize) -> Result<Chunk, Vec<Problem>>) -> Part {
        let mut part = Part { opened: true, ..Part::default() };
        let Some(at) = position(self.tables, table) else {
            part.problems.push(unknown_table(table, self.tables));
            return part;
        };
        part.touched.push(at);
        match self.tables[at].as_ref().map(|table| read(table, at)) {
            Some(Ok(chunk)) => part.chunks.push(chunk),
            Some(Err(problems)) => part.problems = problems,
            None => {}
        }
        part
    }

    fn workbook(&self, source: Box<dyn CellSource>, file: InputFile) -> Part {
        let sheets = source.sheets().iter().map(|sheet| sheet.name.clone()).collect();
        let mut part = Part { opened: true, sheets, ..Part::default() };
        if let Some(note) = copies::own_report(source.as_ref(), &file) {
            return Part { notes: vec![note], file: Some(file), ..part };
        }
        let mut book = Book::new(source);
        let mut named = self.tables.iter().flatten().filter_map(|table| table.layout.range.as_ref());
        if named.any(|range| matches!(range, Range::Name(_))) {
            part.ranges = book.names();
        }
        match self.locator(&file.name).locate(&mut book) {
            Ok(located) => {
                part.misfits = located.misfits;
                if located.picks.is_empty() && located.fits.is_empty() {
                    part.instead = instead::instead(&mut book);
                }
                if located.fits.is_empty() {
                    self.picked(&mut book, &file, located.picks, &[], &mut part);
                } else {
                    part.waiting = Some(Waiting { book, picks: located.picks, fits: located.fits, tied: Vec::new() });
                }
            }
            Err(error) => part.problems.push(problem(&file.name, error)),
        }
        part.file = Some(file);
        part
    }

    fn locator<'s>(&'s self, file: &'s str) -> Locator<'s, 's> {
        Locator { tables: self.tables, asked: self.asked, file }
    }

    /// Decides over all workbooks together which sheets without a known name are which tables, and reads them. Gives
    /// the tables that have no sheet because several could be theirs.
    fn choose(&self, parts: &mut [Part], problems: &mut Vec<Problem>) -> Vec<usize> {
        let by_name: Vec<usize> = parts.iter().flat_map(Part::by_name).collect();
        let mut fits: Vec<Fit> = Vec::new();
        for (at, part) in parts.iter_mut().enumerate() {
            let Some(waiting) = &mut part.waiting else { continue };
            if !waiting.picks.is_empty() {
                waiting.fits.retain(|pick| !by_name.contains(&pick.table));
            }
            let sheets = waiting.book.source.sheets();
            fits.extend(waiting.fits.iter().map(|pick| pick.fit(at, sheets[pick.sheet].hidden)));
        }
        let named = |table: usize| by_name.contains(&table);
        let assigned = assign(&fits, &named);
        let chosen = assigned.chosen.iter().map(|at| fits[*at]);
        let known: Vec<usize> = chosen.map(|fit| fit.table).collect();
        let lacks = |table: usize| !known.contains(&table) && !named(table);
        let missed: Vec<usize> = (0..self.tables.len()).filter(|table| lacks(*table)).collect();
        let is_among = |among: &[usize], book: usize, pick: &Pick| {
            among.iter().any(|at| (fits[*at].book, fits[*at].sheet, fits[*at].table) == (book, pick.sheet, pick.table))
        };
        for (at, part) in parts.iter_mut().enumerate() {
            let Some(waiting) = &mut part.waiting else { continue };
            let tied = waiting.fits.iter().filter(|pick| is_among(&assigned.tied, at, pick));
            waiting.tied = tied.map(|pick| (pick.sheet, pick.table)).collect();
            waiting.fits.retain(|pick| is_among(&assigned.chosen, at, pick));
        }
        let mut unread = Vec::new();
        for part in parts.iter() {
            unread.extend(self.tied(part, &missed, problems));
        }
        parts.par_iter_mut().for_each(|part| self.chosen(part));
        unread
    }

    /// The tables for which a workbook has several sheets and no other has one; one may be missing that is optional.
    fn tied(&self, part: &Part, missed: &[usize], problems: &mut Vec<Problem>) -> Vec<usize> {
        let (Some(waiting), Some(file)) = (&part.waiting, &part.file) else { return Vec::new() };
        let mut tables: Vec<usize> = waiting.tied.iter().map(|(_, table)| *table).collect();
        tables.sort_unstable();
        tables.dedup();
        tables.retain(|table| missed.contains(table));
        for &at in &tables {
            let Some(table) = self.tables[at].as_ref().filter(|table| !table.optional) else { continue };
            let sheets: Vec<&str> = waiting.sheets_tied(|other| other == at);
            problems.push(presence::tied(table, &file.name, &sheets));
        }
        tables
    }

    /// Reads what was chosen of a workbook that waited for it.
    fn chosen(&self, part: &mut Part) {
        let Some(file) = part.file.clone() else { return };
        let Some(Waiting { mut book, mut picks, fits, tied }) = part.waiting.take() else { return };
        picks.extend(fits);
        picks.sort_by_key(|pick| (pick.table, pick.sheet, pick.area.first_row, pick.area.first_column));
        for &(sheet, table) in &tied {
            let Some(wanted) = &self.tables[table] else { continue };
            let name = book.source.sheets()[sheet].name.clone();
            let others: Vec<&str> = tied
                .iter()
                .filter(|other| other.1 == table)
                .map(|other| book.source.sheets()[other.0].name.as_str())
                .collect();
            let message = say!(
                "sheet-tied",
                "this sheet may be table `{table}`, and nothing shows whether it is this one; nothing is read from it \
                 ({which})",
                table = wanted.name,
                which = presence::which(&others)
            );
            let place = Place { workbook: file.name.as_str().into(), sheet: name.as_str().into(), given: false };
            part.notes.push(at(IssueCode::UnreadSheet, &place, (0, 0), message).in_table(wanted.name));
        }
        self.picked(&mut book, &file, picks, &tied, part);
    }

    /// Reads sheets, and says which others were passed over.
    fn picked(&self, book: &mut Book, file: &InputFile, picks: Vec<Pick>, tied: &[(usize, usize)], part: &mut Part) {
        if !picks.is_empty() {
            let mut passed = self.locator(&file.name).passed_over(book, &picks);
            passed.retain(|(sheet, _)| tied.iter().all(|tied| tied.0 != *sheet));
            part.notes.extend(self.passed_over(book.source.as_ref(), file, &picks, &passed));
        }
        if picks.is_empty() && part.misfits.is_empty() && tied.is_empty() {
            part.notes.push(self.unused(book, file, part.instead.as_ref()));
        } else if !picks.is_empty() {
            self.sheets(book.source.as_mut(), file, picks, part);
        }
    }

    /// A workbook of which nothing is read: a note where `workbook:` of every table leaves it out and it has the headers
    /// of none.
    fn unused(&self, book: &mut Book, file: &InputFile, instead: Option<&Sentence>) -> Issue {
        let place = Place { workbook: file.name.as_str().into(), sheet: "".into(), given: false };
        let say = |message: Sentence| at(IssueCode::UnusedWorkbook, &place, (0, 0), message);
        if self.tables.iter().flatten().any(|table| table.reads_from(&file.name)) {
            let what = instead.map(|what| say!("in-brackets", " ({what})", what));
            return say(say!(
                "no-sheet-known",
                "no sheet of this workbook is one the policy reads; nothing is read from it{what}",
                what
            ));
        }
        let fitting = self.locator(&file.name).fitting_elsewhere(book).and_then(|table| self.tables[table].as_ref());
        match fitting {
            Some(table) => say(say!(
                "workbook-unknown",
                "this workbook has a sheet with the headers of `{table}`, but a name that `workbook:` does not say; nothing \
                 is read from it",
                table = table.name
            )),
            None => {
                say(say!("workbook-not-said", "`workbook:` of no table says this workbook; nothing is read from it"))
                    .as_note(true)
            }
        }
    }

    /// Rows that would be missed in silence are an issue. Where the same workbook has the table under
    /// its own name, or the sheet is hidden beside one that is read, it may well be a copy: that is a note.
    fn passed_over(
        &self,
        source: &dyn CellSource,
        file: &InputFile,
        picks: &[Pick],
        passed: &[(usize, usize)],
    ) -> Vec<Issue> {
        let say = |&(sheet, table): &(usize, usize)| {
            let hidden = source.sheets()[sheet].hidden;
            let known = picks.iter().any(|pick| pick.table == table && (pick.how == How::Name || hidden));
            let (name, table) = (source.sheets()[sheet].name.as_str(), self.tables[table].as_ref()?.name);
            let place = Place { workbook: file.name.as_str().into(), sheet: name.into(), given: false };
            let message = say!(
                "sheet-unknown",
                "this sheet has the headers of `{table}`, but a name the policy does not know; nothing is read from it \
                 (add the name under `sheet:`, or run with `--sheet {table}=\"{name}\"`)",
                table,
                name
            );
            Some(at(IssueCode::UnreadSheet, &place, (0, 0), message).in_table(table).as_note(known))
        };
        passed.iter().filter_map(say).collect()
    }

    fn sheets(&self, source: &mut dyn CellSource, file: &InputFile, picks: Vec<Pick>, part: &mut Part) {
        let workbook: Arc<str> = file.name.as_str().into();
        let seen = picks.iter().filter(|pick| !source.sheets()[pick.sheet].hidden);
        let picks_seen: Vec<usize> = seen.map(|pick| pick.table).collect();
        part.notes.extend(blocks::unread(source, &workbook, &picks, self.tables));
        let mut before: Vec<(usize, usize)> = Vec::new();
        for pick in picks {
            let Some(table) = &self.tables[pick.table] else { continue };
            let info = source.sheets()[pick.sheet].clone();
            let place = Place { workbook: workbook.clone(), sheet: info.name.as_str().into(), given: false };
            let again = before.contains(&(pick.table, pick.sheet));
            before.push((pick.table, pick.sheet));
            let several = part.touched.contains(&pick.table) && !table.takes_several() && !again;
            let beside = picks_seen.contains(&pick.table);
            part.touched.push(pick.table);
            part.notes.extend(notes(table, &place, &pick, info.hidden.then_some(beside), several));
            self.read_pick(source, file, table, (place, pick), part);
        }
    }
}

impl Job<'_, '_> {
    /// Reads a sheet, with the columns that patterns find in it.
    fn read_pick(
        &self,
        source: &mut dyn CellSource,
        file: &InputFile,
        table: &WantedTable<'_>,
        (place, mut pick): (Place, Pick),
        part: &mut Part,
    ) {
        let sheet = format!("{}, sheet `{}`", file.name, place.sheet);
        let extended = match several::extend(table, &mut pick.header, &sheet) {
            Ok(extended) => extended,
            Err(problem) => return part.problems.push(problem),
        };
        let whole = extended.as_ref().map(|extended| WantedTable::new(&extended.sheet, &table.said));
        match read_sheet(source, whole.as_ref().unwrap_or(table), place.clone(), &pick, self.keep_written) {
            Ok(mut chunk) => {
                if let Some(extended) = extended {
                    part.notes.extend(several::issues(&extended, table, &place, pick.header.row));
                    chunk.extra = extended.extra;
                    several::leave_out_sums(&mut chunk, table, pick.header.row);
                }
                part.chunks.push(chunk);
            }
            Err(error) => part.problems.push(problem(&file.name, error)),
        }
    }
}

fn problem(file: &str, error: CellsError) -> Problem {
    Problem::new(format!("{file}: {}", error.message), error.help)
}

/// `hidden`: whether a hidden sheet stands beside another that is read for the table.
fn notes(table: &WantedTable<'_>, place: &Place, pick: &Pick, hidden: Option<bool>, several: bool) -> Vec<Issue> {
    let mut notes = Vec::new();
    let row = pick.header.row;
    let first = pick.header.columns.iter().flatten().min().copied().unwrap_or(0);
    let mut say = |code, column, message| notes.push(at(code, place, (row, column), message).in_table(table.name));
    if hidden == Some(false) {
        say(IssueCode::HiddenSheet, first, say!("hidden-sheet", "the sheet is hidden; it was read"));
    }
    if pick.how == How::Headers {
        let message = say!(
            "sheet-by-headers",
            "no sheet of a name the policy knows has the table; this one was read for `{table}` by its headers",
            table = table.name
        );
        say(IssueCode::SheetByHeaders, first, message);
    }
    if several {
        let message =
            say!("several-sheets", "another sheet of this workbook was read for `{table}` too", table = table.name);
        say(IssueCode::SeveralSheets, first, message);
    }
    for repeated in &pick.header.repeated {
        say(IssueCode::DuplicateHeader, repeated.places[1], repeated_header(table, row, repeated));
    }
    notes.extend(pick.header.united.iter().map(|united| header_unit(table, place, row, united)));
    if hidden == Some(true) {
        let message = say!(
            "hidden-beside",
            "the sheet is hidden, and another of this workbook is read for `{table}` too; both were read (show the sheet if \
             its rows count, or take its name out of `sheet:` of `{table}`)",
            table = table.name
        );
        notes.push(at(IssueCode::HiddenSheet, place, (row, first), message).in_table(table.name).as_note(false));
    }
    notes
}

/// A column whose header adds a unit to its name: read where that changes no number, else said.
fn header_unit(table: &WantedTable<'_>, place: &Place, row: u32, united: &United) -> Issue {
    let (name, unit) = (table.columns[united.at].name, &united.unit);
    let texts = united.texts.iter().map(|(_, text)| format!("`{text}`"));
    let message = match united.texts.as_slice() {
        [(_, text)] if united.is_read => say!(
            "unit-read",
            "`{text}` was read for `{name}`: but for the unit `{unit}` the header is the same",
            text,
            name,
            unit
        ),
        [(_, text)] => say!(
            "unit-unread",
            "`{text}` may be `{name}`, but its numbers are in `{unit}`; nothing was read for `{name}` (write `header: \
             {text}` for it where that is what its numbers mean, or for a column of its own from which a formula makes \
             `{name}`)",
            text,
            name,
            unit
        ),
        _ => say!(
            "several-units",
            "{texts} may each be `{name}`; nothing was read for it (write one of them as its `header:`)",
            texts = Hole::list(texts, Between::EachAnd),
            name
        ),
    };
    at(IssueCode::HeaderUnit, place, (row, united.texts[0].0), message)
        .in_table(table.name)
        .in_column(name)
        .as_note(united.is_read)
}

fn repeated_header(table: &WantedTable<'_>, row: u32, repeated: &Repeated) -> Sentence {
    let number = u64::from(row) + 1;
    let cells = repeated.places.iter().map(|place| format!("{}{number}", column_letters(*place)));
    let (text, name) = (&repeated.text, table.columns[repeated.at].name);
    let or_both = repeated.both.as_ref().map(|both| format!("`{both}`, ")).unwrap_or_default();
    say!(
        "duplicate-header",
        "`{text}` stands in {cells}; column {column} was read for `{name}` (say which under `header:`: {or_both}`{text} \
         #1`, `{text} #2`)",
        text,
        cells = Hole::list(cells, Between::AndIn),
        column = column_letters(repeated.places[0]),
        name,
        or_both
    )
}

fn at(code: IssueCode, place: &Place, (row, column): (u32, u32), message: Sentence) -> Issue {
    Issue::new(code, message).at_cell(place.cell(row, column))
}

/// Merged cells are named behind the rows of a sheet. Few sheets have any that matter, so where they are not
/// known yet the sheet is read without them, and again where labels turn out to stand for several rows.
fn read_sheet(
    source: &mut dyn CellSource,
    table: &WantedTable<'_>,
    place: Place,
    pick: &Pick,
    keep_written: bool,
) -> Result<Chunk, CellsError> {
    let labels = |merged: &[Merged]| Labels::new(table, &pick.header.columns, merged, pick.header.from);
    let known = source.known_layout(pick.sheet).map(|layout| layout.merged);
    let first = labels(known.as_deref().unwrap_or_default());
    let chunk = read_rows(source, table, place.clone(), pick, first, keep_written)?;
    if known.is_none() {
        let all = labels(&source.layout(pick.sheet).merged);
        if all.stand_merged() {
            return read_rows(source, table, place, pick, all, keep_written);
        }
    }
    Ok(chunk)
}

/// For each column of a sheet the table's columns that stand there.
fn by_place(columns: &[Option<u32>]) -> Vec<Vec<usize>> {
    let width = columns.iter().flatten().max().map_or(0, |last| *last as usize + 1);
    let mut wanted: Vec<Vec<usize>> = vec![Vec::new(); width];
    for (at, column) in columns.iter().enumerate() {
        if let Some(column) = column {
            wanted[*column as usize].push(at);
        }
    }
    wanted
}

/// The reader of the rows below a header.
fn reader_of<'t, 'p>(
    (source, table, place): (&dyn CellSource, &'t WantedTable<'p>, Place),
    pick: &Pick,
    labels: Labels,
) -> RowReader<'t, 'p> {
    let columns = &pick.header.columns;
    let headers = columns.iter().map(|at| pick.header.cell((*at)?).map(fold)).collect();
    let dialect = Dialect::of(source.separator(), &pick.header.texts);
    RowReader::new(table, place, columns.clone())
        .titled(pick.title.clone())
        .labelled(labels)
        .of_file(dialect, source.is_1904())
        .below(pick.header.from.checked_sub(1), headers)
}

fn read_rows(
    source: &mut dyn CellSource,
    table: &WantedTable<'_>,
    place: Place,
    pick: &Pick,
    labels: Labels,
    keep_written: bool,
) -> Result<Chunk, CellsError> {
    let wanted = by_place(&pick.header.columns);
    let mut reader = reader_of((&*source, table, place), pick, labels).keeping_written(keep_written);
    let ahead = reader.looking_ahead(&wanted).filter(|_| pick.area == Area::ALL);
    let mut taking = Taking {
        wanted: &wanted,
        pick,
        separated: source.separator().is_some() && pick.area == Area::ALL,
        beyond: Beyond::new(table, pick.area),
        long: LongLines::default(),
        above: Above::of(pick.header.row),
        reader: &mut reader,
        ahead: ahead.as_ref(),
    };
    source.read_rows(pick.sheet, &mut taking, ahead.as_ref().map(|ahead| ahead as &dyn Looker))?;
    let Taking { beyond, long, above, .. } = taking;
    reader.finish_row();
    let layout = source.layout(pick.sheet);
    let odd = lines::issues(source, &pick.header, reader.place(), reader.used(), &long);
    reader.add(hidden_rows(&layout, reader.place(), reader.used()).into_iter().map(|issue| issue.in_table(table.name)));
    reader.add(beyond.issue(reader.place()).into_iter());
    reader.of_lines(odd.into_iter().map(|issue| issue.in_table(table.name)));
    reader.add(above.unit(reader.place()).into_iter().map(|issue| issue.in_table(table.name)));
    reader.add(above.issue(reader.rows_read(), reader.place()).into_iter().map(|issue| issue.in_table(table.name)));
    Ok(reader.finish(pick.table))
}

/// How many of the rows used are hidden, and where the first stands.
fn hidden_rows(layout: &SheetLayout, place: &Place, used: &[u32]) -> Option<Issue> {
    let is_hidden = |row: &&u32| {
        let after = layout.hidden_rows.partition_point(|run| run.0 <= **row);
        after > 0 && **row <= layout.hidden_rows[after - 1].1
    };
    let first = used.iter().find(is_hidden)?;
    let count = used.iter().filter(is_hidden).count();
    let message = say!("hidden-rows", "{count} {count:row is|rows are} hidden; {count:it was|they were} read", count);
    Some(at(IssueCode::HiddenRows, place, (*first, 0), message))
}
