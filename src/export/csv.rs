//! The outcome as a folder of CSV files, or of files with a JSON object a line, one a listing.
//!
//! `NAME.csv` for each table, `NAME_scorecard.csv` for each scorecard, and `triggers.csv`,
//! `cleared.csv`, `movements.csv`, `undetermined.csv`, `issues.csv`, `control.csv`, `orphans.csv`,
//! `figures.csv`, `assertions.csv`; beside them the manifest of the run, `manifest.json`. UTF-8 with a byte order mark (so
//! that spreadsheet programs read Korean and Japanese right), commas, lines ended by LF; headers are
//! the names of the policy; blanks are empty, dates ISO, numbers plain (`1234.5`).
//!
//! Text that a spreadsheet program would run as a formula gets an apostrophe in front.
//!
//! As lines of JSON the files are called `NAME.jsonl`, and hold the objects of the JSON report ([`super::json`]).

use super::clean::clean;
use super::file_names::FileNames;
use super::json::{self, Part};
use super::only::{self, List};
use super::{ExportError, Format, at_once, atomic, manifest};
use crate::outcome::{Fired, Outcome, OutcomeTable, ScorecardOutcome, Standing};
use crate::table::Column;
use crate::value::{Date, Value, number};
use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The manifest of the run, beside the listings.
pub const MANIFEST: &str = "manifest.json";

/// Writes the files into a folder, which is made where it does not exist (its parent must). Files
/// of the same names are replaced, all at the end, others are left alone.
///
/// # Errors
/// When the folder or a file cannot be written; files there before are unchanged then.
pub fn write(outcome: &Outcome, folder: &Path, format: Format) -> Result<(), ExportError> {
    prepare_folder(folder, format)?;
    let mut ready = Vec::new();
    for (name, part) in files(outcome, format) {
        ready.push(atomic::prepare(&folder.join(name), |mut file| part.write(outcome, &mut file))?);
    }
    let manifest = manifest::text(&manifest::to_value(outcome));
    ready.push(atomic::prepare(&folder.join(MANIFEST), |file| file.write_all(manifest.as_bytes()))?);
    at_once::commit_all(ready, folder)
}

/// The files as they would be written: their names and contents.
#[must_use]
pub fn to_files(outcome: &Outcome, format: Format) -> Vec<(String, Vec<u8>)> {
    let bytes = |part: File<'_>| {
        let mut bytes = Vec::new();
        // A Vec never refuses to be written to.
        let _ = part.write(outcome, &mut bytes);
        bytes
    };
    let mut files: Vec<_> = files(outcome, format).into_iter().map(|(name, part)| (name, bytes(part))).collect();
    files.push((MANIFEST.to_string(), manifest::text(&manifest::to_value(outcome)).into_bytes()));
    files
}

/// The names of the files that are written.
#[must_use]
pub fn names(outcome: &Outcome, format: Format) -> Vec<String> {
    files(outcome, format).into_iter().map(|(name, _)| name).chain([MANIFEST.to_string()]).collect()
}

/// Whether a folder holds a report as lines of JSON.
pub(crate) fn is_folder_of_lines(folder: &Path) -> bool {
    let lines = |entry: fs::DirEntry| entry.path().extension().is_some_and(|extension| extension == "jsonl");
    fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(lines))
}

/// A file of the report.
enum File<'a> {
    Csv(Listing<'a>),
    Lines(Part<'a>),
}

impl File<'_> {
    fn write(&self, outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
        match self {
            File::Csv(listing) => listing.write(out),
            File::Lines(part) => json::lines(outcome, *part, out),
        }
    }
}

/// Every list that is asked for, with the name of its file.
fn files(outcome: &Outcome, format: Format) -> Vec<(String, File<'_>)> {
    // A list of the program keeps its name.
    let mut names = FileNames::taken(List::ALL.iter().map(|list| list.word().to_string()));
    let mut all = Vec::new();
    for table in &outcome.tables {
        let name = names.claim(&table.name, "table");
        all.extend(only::table(outcome, table).then_some((name, Part::Table(table))));
    }
    for card in &outcome.scorecards {
        let name = names.claim(&format!("{}_scorecard", card.name), "2");
        all.extend(only::scorecard(outcome, card).then_some((name, Part::Scorecard(card))));
    }
    let lists = List::ALL.into_iter().filter(|list| only::list(outcome, *list));
    all.extend(lists.map(|list| (list.word().to_string(), Part::List(list))));
    let lines = format == Format::Jsonl;
    let file = |(name, part)| match lines {
        true => (format!("{name}.jsonl"), File::Lines(part)),
        false => (format!("{name}.csv"), File::Csv(listing(outcome, part))),
    };
    all.into_iter().map(file).collect()
}

fn listing<'a>(outcome: &'a Outcome, part: Part<'a>) -> Listing<'a> {
    match part {
        Part::Table(table) => table_listing(outcome, table),
        Part::Scorecard(card) => scorecard_listing(outcome, card),
        Part::List(List::Triggers) => triggers(outcome),
        Part::List(List::Cleared) => cleared(outcome),
        Part::List(List::Movements) => movements(outcome),
        Part::List(List::Undetermined) => undetermined(outcome),
        Part::List(List::Issues) => issues(outcome),
        Part::List(List::Control) => control(outcome),
        Part::List(List::Orphans) => orphans(outcome),
        Part::List(List::Figures) => figures(outcome),
        Part::List(List::Assertions) => assertions(outcome),
    }
}

fn prepare_folder(folder: &Path, format: Format) -> Result<(), ExportError> {
    let word = if format == Format::Jsonl { "jsonl" } else { "CSV" };
    if folder.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(word)) && !folder.is_dir() {
        return Err(ExportError::new(
            format!("cannot write `{}`: {word} goes into a folder, one file a table", folder.display()),
            "name a folder, for example `report`",
        ));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(ExportError::new(
            format!("cannot write `{}`: it is a file, and {word} goes into a folder", folder.display()),
            "name a folder, or remove the file",
        ));
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(ExportError::io(folder, &error)),
        _ => Ok(()),
    }
}

/// Headers, and rows by their number.
struct Listing<'a> {
    headers: Vec<String>,
    rows: usize,
    row: Box<dyn Fn(usize) -> Vec<Cow<'a, str>> + 'a>,
}

impl Listing<'_> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(out);
        csv.write_record(self.headers.iter().map(|header| safe(header).into_owned())).map_err(plain)?;
        for row in 0..self.rows {
            csv.write_record((self.row)(row).iter().map(|cell| cell.as_bytes())).map_err(plain)?;
        }
        csv.flush()
    }
}

/// The operating system's error in a CSV error, so that a full disk is known as one.
fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn columns<'a>(columns: Vec<(String, &'a Column)>, rows: usize) -> Listing<'a> {
    let (headers, columns): (Vec<String>, Vec<&Column>) = columns.into_iter().unzip();
    let row = Box::new(move |row: usize| columns.iter().map(|column| cell(column, row)).collect());
    Listing { headers, rows, row }
}

fn table_listing<'a>(outcome: &Outcome, table: &'a OutcomeTable) -> Listing<'a> {
    let column = |at: usize| (table.columns[at].name.clone(), &*table.columns[at].data);
    let all = columns(only::columns(outcome, table).into_iter().map(column).collect(), table.rows);
    match only::order(outcome, table) {
        None => all,
        Some(order) => Listing { row: Box::new(move |place| (all.row)(order[place] as usize)), ..all },
    }
}

fn scorecard_listing<'a>(outcome: &'a Outcome, card: &'a ScorecardOutcome) -> Listing<'a> {
    let key = outcome.tables.get(card.table).and_then(|table| table.columns.get(table.key?));
    let mut fields = Vec::new();
    for measure in &card.measures {
        fields.push((measure.name.clone(), &*measure.value));
        fields.push((format!("{}_points", measure.name), &*measure.points));
    }
    let results = [("score", &card.score), ("band", &card.band), ("rank", &card.rank), ("reasons", &card.reasons)];
    fields.extend(results.map(|(name, column)| (name.to_string(), &**column)));
    let rest = columns(fields, card.score.len());
    let mut headers = vec![key.map_or("row".to_string(), |column| column.name.clone())];
    headers.extend(rest.headers);
    let row = Box::new(move |row: usize| {
        let first = key.map_or_else(|| (row + 1).to_string().into(), |column| cell(&column.data, row));
        std::iter::once(first).chain((rest.row)(row)).collect()
    });
    Listing { headers, rows: rest.rows, row }
}

/// A listing of things that are no columns.
fn things<'a, T>(headers: &[&str], items: &'a [T], cells: impl Fn(&'a T) -> Vec<Cow<'a, str>> + 'a) -> Listing<'a> {
    Listing {
        headers: headers.iter().map(|header| header.to_string()).collect(),
        rows: items.len(),
        row: Box::new(move |row| cells(&items[row])),
    }
}

/// The same of a text that may have been made for it.
fn said(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => safe(text),
        Cow::Owned(text) => safe(&text).into_owned().into(),
    }
}

fn optional(text: Option<&str>) -> Cow<'_, str> {
    text.map_or("".into(), safe)
}

fn table_name(outcome: &Outcome, table: usize) -> Cow<'_, str> {
    optional(outcome.tables.get(table).map(|table| table.name.as_str()))
}

fn triggers(outcome: &Outcome) -> Listing<'_> {
    let headers =
        ["severity", "weight", "trigger", "title", "table", "key", "owner", "due", "standing", "since", "message"];
    Listing {
        headers: headers.map(str::to_string).into(),
        rows: outcome.triggers.len(),
        row: Box::new(move |row| outcome.triggers.get(row).map_or_else(Vec::new, |fired| trigger(outcome, fired))),
    }
}

fn trigger<'o>(outcome: &'o Outcome, fired: Fired<'o>) -> Vec<Cow<'o, str>> {
    vec![
        fired.severity().word().into(),
        fired.weight().map(number::shortest).unwrap_or_default().into(),
        safe(fired.trigger()),
        safe(fired.title()),
        table_name(outcome, fired.table()),
        said(fired.key()),
        fired.owner().map_or("".into(), said),
        day(fired.due()),
        optional(fired.standing().map(Standing::word)),
        day(fired.since()),
        said(fired.message()),
    ]
}

fn day(day: Option<Date>) -> Cow<'static, str> {
    day.map(|day| day.to_string()).unwrap_or_default().into()
}

fn cleared(outcome: &Outcome) -> Listing<'_> {
    things(&["trigger", "title", "table", "key", "since", "on", "now"], &outcome.cleared, |cleared| {
        vec![
            safe(&cleared.trigger),
            safe(&cleared.title),
            table_name(outcome, cleared.table),
            safe(&cleared.key),
            day(cleared.since),
            day(cleared.on),
            cleared.now.to_string().into(),
        ]
    })
}

fn movements(outcome: &Outcome) -> Listing<'_> {
    things(&["what", "title", "table", "key", "before", "now"], &outcome.movements, |moved| {
        let shown = |value: &Value| match value {
            Value::Blank => Cow::default(),
            Value::Text(text) => safe(text).into_owned().into(),
            other => other.to_string().into(),
        };
        vec![
            safe(&moved.what),
            safe(&moved.title),
            table_name(outcome, moved.table),
            safe(&moved.key),
            shown(&moved.before),
            shown(&moved.now),
        ]
    })
}

fn undetermined(outcome: &Outcome) -> Listing<'_> {
    things(&["trigger", "table", "key"], &outcome.undetermined, |open| {
        vec![safe(&open.trigger), table_name(outcome, open.table), safe(&open.key)]
    })
}

fn issues(outcome: &Outcome) -> Listing<'_> {
    let headers = [
        "code", "workbook", "sheet", "cell", "text", "table", "column", "key", "count", "rejected", "note", "rule",
        "message",
    ];
    let language = only::language(outcome);
    things(&headers, &outcome.issues, move |issue| {
        let cell = issue.cell.as_ref();
        vec![
            safe(issue.code.as_str()),
            optional(cell.map(|cell| &*cell.workbook)),
            optional(cell.map(|cell| &*cell.sheet)),
            cell.map(|cell| cell.a1()).unwrap_or_default().into(),
            optional(issue.text.as_deref()),
            optional(issue.table.as_deref()),
            optional(issue.column.as_deref()),
            optional(issue.key.as_deref()),
            issue.count.to_string().into(),
            issue.rejected.to_string().into(),
            issue.note.to_string().into(),
            optional(issue.rule_text.as_deref()),
            said(issue.message.in_language(language)),
        ]
    })
}

/// One row for each number and date column; a sheet without any has one row without.
fn control(outcome: &Outcome) -> Listing<'_> {
    let mut rows: Vec<Vec<Cow<'_, str>>> = Vec::new();
    for total in &outcome.control {
        let counts = [total.read, total.used, total.rejected].map(|count| count.to_string());
        let mut push = |column: &str, cells: [String; 5]| {
            let mut row = vec![safe(&total.table), safe(&total.workbook), safe(&total.sheet)];
            row.extend(counts.iter().cloned().map(Cow::from));
            row.push(Cow::from(safe(column).into_owned()));
            row.extend(cells.map(Cow::from));
            rows.push(row);
        };
        for (column, [read, used, rejected]) in total.all_sums() {
            let [read, used, rejected] = [read, used, rejected].map(number::shortest);
            push(column, [used, read, rejected, String::new(), String::new()]);
        }
        for span in &total.dates {
            let [first, last] = [&span.first, &span.last].map(|end| shown(end).into_owned());
            push(&span.column, [String::new(), String::new(), String::new(), first, last]);
        }
        if total.sums.is_empty() && total.dates.is_empty() {
            push("", Default::default());
        }
    }
    let headers = [
        "table",
        "workbook",
        "sheet",
        "read",
        "used",
        "rejected",
        "column",
        "sum",
        "sum_read",
        "sum_rejected",
        "first",
        "last",
    ];
    Listing {
        headers: headers.map(String::from).to_vec(),
        rows: rows.len(),
        row: Box::new(move |row| rows[row].clone()),
    }
}

/// One row for each number column of the rows that refer to no row, and one for their count.
fn orphans(outcome: &Outcome) -> Listing<'_> {
    let mut rows: Vec<Vec<Cow<'_, str>>> = Vec::new();
    for found in &outcome.orphans {
        let mut push = |of: &str, name: &str, number: String| {
            let texts = [found.table.as_str(), &found.column, &found.references, of, name];
            let mut row: Vec<Cow<'_, str>> = texts.map(|text| Cow::from(safe(text).into_owned())).to_vec();
            row.push(number.into());
            rows.push(row);
        };
        push("rows", "", found.rows.to_string());
        push("keys", "", found.distinct.to_string());
        found.sums.iter().for_each(|(column, sum)| push("sum", column, number::shortest(*sum)));
        found.keys.iter().for_each(|(key, rows)| push("key", key, rows.to_string()));
    }
    Listing {
        headers: ["table", "column", "references", "what", "name", "number"].map(String::from).to_vec(),
        rows: rows.len(),
        row: Box::new(move |row| rows[row].clone()),
    }
}

fn figures(outcome: &Outcome) -> Listing<'_> {
    things(&["name", "title", "value"], &outcome.figures, |figure| {
        vec![safe(&figure.name), safe(&figure.title), shown(&figure.value)]
    })
}

fn assertions(outcome: &Outcome) -> Listing<'_> {
    let language = only::language(outcome);
    things(&["name", "title", "holds", "severity", "says", "message"], &outcome.assertions, move |assertion| {
        let holds = assertion.holds.map_or("", |holds| if holds { "true" } else { "false" });
        let severity = if assertion.warning { "warning" } else { "error" };
        let message = optional(assertion.message.as_deref());
        vec![
            safe(&assertion.name),
            safe(&assertion.title),
            holds.into(),
            severity.into(),
            said(assertion.says.in_language(language)),
            message,
        ]
    })
}

fn cell(column: &Column, row: usize) -> Cow<'_, str> {
    match column {
        Column::Text(values) => optional(values.get(row)),
        Column::Number(values) if values[row].is_finite() => number::shortest(values[row]).into(),
        Column::Number(_) => "".into(),
        _ => shown(&column.value(row)),
    }
}

fn shown<'a>(value: &Value) -> Cow<'a, str> {
    match value {
        Value::Blank => "".into(),
        Value::Text(_) | Value::List(_) => Cow::from(safe(&value.to_string()).into_owned()),
        _ => value.to_string().into(),
    }
}

/// The text, with an apostrophe in front where a spreadsheet program would run it as a formula.
fn safe(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(text) => disarmed(text),
        Cow::Owned(text) => disarmed(&text).into_owned().into(),
    }
}

fn disarmed(text: &str) -> Cow<'_, str> {
    let starts = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let dangerous = starts(text) || starts(text.trim_start());
    // "-12.5" is a number, not a formula: programs that read it back want it as it is.
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    if dangerous && !(plain(text) && text.parse::<f64>().is_ok()) { format!("'{text}").into() } else { text.into() }
}
