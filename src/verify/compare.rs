//! Two reports beside each other, cell by cell.

use super::differences::Differences;
use super::json;
use crate::cells::{self, CellValue, STATE_SHEET};
use crate::export::{self, Format, csv};
use crate::outcome::Outcome;
use crate::source::column_letters;
use crate::value::number;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

/// Files of a report by their names.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// The report a run makes now.
///
/// # Errors
/// When it cannot be made.
pub(super) fn made(outcome: &Outcome, format: Format) -> Result<Files, String> {
    export::available(format).map_err(|error| error.message)?;
    if is_parted(outcome, format) {
        return export::split::to_files(outcome, format).map_err(|error| error.message);
    }
    Ok(match format {
        #[cfg(feature = "xlsx")]
        Format::Xlsx => vec![(String::new(), export::xlsx::to_bytes(outcome).map_err(|error| error.message)?)],
        #[cfg(not(feature = "xlsx"))]
        Format::Xlsx => Files::new(),
        #[cfg(feature = "html")]
        Format::Html => vec![(String::new(), export::html::to_string(outcome).into_bytes())],
        #[cfg(not(feature = "html"))]
        Format::Html => Files::new(),
        Format::Json => vec![(String::new(), export::json::to_string(outcome).into_bytes())],
        Format::Csv | Format::Jsonl => csv::to_files(outcome, format),
    })
}

/// Whether the report is a folder of parts.
pub(super) fn is_parted(outcome: &Outcome, format: Format) -> bool {
    outcome.split.is_some() && !format.is_for_programs()
}

/// The files of a report on disk, those of a folder under the names of what is made now; none where there is no
/// report.
pub(super) fn on_disk(path: &Path, made: &Files) -> Option<Files> {
    match made.iter().all(|(name, _)| name.is_empty()) {
        false => {
            let read = |(name, _): &(String, Vec<u8>)| Some((name.clone(), std::fs::read(path.join(name)).ok()?));
            path.is_dir().then(|| made.iter().filter_map(read).collect())
        }
        true => Some(vec![(String::new(), std::fs::read(path).ok()?)]),
    }
}

/// Where two reports differ.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn compare(was: &Files, now: &Files, format: Format) -> Result<Differences, String> {
    let mut differences = Differences::default();
    for (name, now) in now {
        let Some((_, was)) = was.iter().find(|(other, _)| other == name) else {
            differences.add(format!("`{name}`"), None, Some("a file".into()));
            continue;
        };
        if was == now {
            continue;
        }
        match format {
            Format::Xlsx => workbooks(was, now, &mut differences)?,
            Format::Json => json::compare(was, now, &mut differences)?,
            // It tells of files and fingerprints, which are compared elsewhere.
            Format::Csv | Format::Jsonl if name == csv::MANIFEST => {}
            Format::Jsonl => objects(name, was, now, &mut differences),
            Format::Html => page(was, now, &mut differences),
            Format::Csv => lines(name, was, now, &mut differences),
        }
    }
    Ok(differences)
}

/// Sheets in their order, each with its cells.
type Sheets = Vec<(String, BTreeMap<(u32, u32), String>)>;

fn workbooks(was: &[u8], now: &[u8], into: &mut Differences) -> Result<(), String> {
    let (was, mut now) = (sheets(was)?, sheets(now)?);
    for (name, cells) in &was {
        let Some(at) = now.iter().position(|(other, _)| other == name) else {
            into.add(format!("sheet `{name}`"), Some("a sheet".into()), None);
            continue;
        };
        let (_, mut others) = now.remove(at);
        let place =
            |(row, column): (u32, u32)| format!("sheet `{name}`, {}{}", column_letters(column), u64::from(row) + 1);
        for (at, text) in cells {
            let other = others.remove(at);
            if other.as_ref() != Some(text) {
                into.add(place(*at), Some(text.clone()), other);
            }
        }
        others.into_iter().for_each(|(at, text)| into.add(place(at), None, Some(text)));
    }
    now.into_iter().for_each(|(name, _)| into.add(format!("sheet `{name}`"), None, Some("a sheet".into())));
    Ok(())
}

/// Every cell of a workbook but those of the sheet nobody sees.
fn sheets(bytes: &[u8]) -> Result<Sheets, String> {
    let mut book = cells::open_bytes("report.xlsx", bytes.to_vec()).map_err(|error| error.message)?;
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut all = Sheets::new();
    for (at, name) in names.into_iter().enumerate().filter(|(_, name)| name != STATE_SHEET) {
        let mut cells = BTreeMap::new();
        let read = book.read(at, &mut |cell| {
            cells.insert((cell.row, cell.column), shown(&cell.value));
            ControlFlow::Continue(())
        });
        read.map_err(|error| error.message)?;
        all.push((name, cells));
    }
    Ok(all)
}

fn shown(value: &CellValue<'_>) -> String {
    match value {
        CellValue::Number(number) => number::shortest(*number),
        CellValue::Text(text) | CellValue::Error(text) => (*text).to_string(),
        CellValue::Bool(flag) => flag.to_string(),
        CellValue::DateTime(moment, _) => moment.to_string(),
        CellValue::Unsaved => "a formula without a result".to_string(),
    }
}

/// Lines of a page, as the texts between its tags; what it says of its files and fingerprints is compared elsewhere.
fn page(was: &[u8], now: &[u8], into: &mut Differences) {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let page = String::from_utf8_lossy(bytes);
        page.lines().filter(|line| !line.starts_with("<script")).map(between_tags).collect()
    };
    let (was, now) = (lines(was), lines(now));
    for at in 0..was.len().max(now.len()) {
        let (was, now) = (was.get(at), now.get(at));
        if was != now {
            into.add(format!("the page, line {}", at + 1), was.cloned(), now.cloned());
        }
    }
}

/// Lists of JSON, an object a line.
fn objects(name: &str, was: &[u8], now: &[u8], into: &mut Differences) {
    let lines = |bytes: &[u8]| -> Vec<String> { String::from_utf8_lossy(bytes).lines().map(str::to_string).collect() };
    let (was, now) = (lines(was), lines(now));
    for at in 0..was.len().max(now.len()) {
        let (was, now) = (was.get(at), now.get(at));
        if was != now {
            into.add(format!("`{name}`, line {}", at + 1), was.cloned(), now.cloned());
        }
    }
}

/// `<td>a</td><td class="n">1</td>` as `a · 1`.
fn between_tags(line: &str) -> String {
    let texts = line.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text).trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Two CSV files: the first row has the names of the columns.
fn lines(name: &str, was: &[u8], now: &[u8], into: &mut Differences) {
    let rows = |bytes: &[u8]| -> Vec<Vec<String>> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let record = |record: ::csv::ByteRecord| {
            record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
        };
        reader.into_byte_records().map_while(Result::ok).map(record).collect()
    };
    let (was, now) = (rows(was), rows(now));
    let headers = now.first().cloned().unwrap_or_default();
    for at in 0..was.len().max(now.len()) {
        let line = at + 1;
        match (was.get(at), now.get(at)) {
            (Some(was), Some(now)) => {
                for column in 0..was.len().max(now.len()) {
                    if was.get(column) != now.get(column) {
                        let header = headers.get(column).map_or_else(|| column_letters(column as u32), Clone::clone);
                        let place = format!("`{name}`, row {line}, {header}");
                        into.add(place, was.get(column).cloned(), now.get(column).cloned());
                    }
                }
            }
            (was, now) => into.add(
                format!("`{name}`, row {line}"),
                was.map(|fields| fields.join(",")),
                now.map(|fields| fields.join(",")),
            ),
        }
    }
}
