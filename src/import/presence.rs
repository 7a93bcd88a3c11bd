//! Sentences for sheets and columns that are not there.

use super::checks::{listed, listed_hole};
use super::fold::fold;
use super::header::Header;
use super::locate::Why;
use super::wanted::WantedTable;
use crate::diagnostic::Problem;
use crate::diagnostic::nearest;
use crate::policy::layout::Range;
use crate::say;
use crate::source::column_letters;
use crate::value::number::and_more;
use crate::words::{Between, Hole, Sentence};

/// One problem for each column a sheet must have and has not. `place` says which sheet.
pub(super) fn missing_columns(table: &WantedTable<'_>, header: &Header, place: &str) -> Vec<Problem> {
    let problems = header.missing.iter().map(|&at| {
        let column = &table.columns[at];
        let names: Vec<String> = distinct(&column.written).map(str::to_string).collect();
        let message = format!("{place}: no header for column `{}` of table `{}`", column.name, table.name);
        let near = column.written.iter().find_map(|name| nearest(name, header.texts.iter().map(String::as_str)));
        let help = match near {
            _ if header.texts.is_empty() => "the sheet is empty".to_string(),
            Some(near) => format!("looked for {}; is it `{near}`? then add it to `header:`", listed(&names)),
            None => format!("looked for {}; the headers found are {}", listed(&names), all(&header.texts)),
        };
        Problem::new(message, Some(help))
    });
    problems.collect()
}

/// What prevents a sheet of the right name from being read as the table.
pub(super) fn misfit(table: &WantedTable<'_>, why: &Why, place: &str) -> Vec<Problem> {
    match why {
        Why::Header(header) => missing_columns(table, header, place),
        Why::Title(cells) => {
            let (sentence, help) = untitled(table, cells);
            vec![Problem::new(format!("{place}: {sentence}"), Some(help.into()))]
        }
    }
}

/// What a workbook holds instead says more than every header that is not there.
pub(super) fn or_instead(problems: Vec<Problem>, place: &str, instead: Option<&str>) -> Vec<Problem> {
    match instead {
        Some(what) if !problems.is_empty() => {
            vec![Problem::new(format!("{place}: there is no table in it"), Some(what.to_string()))]
        }
        _ => problems,
    }
}

/// The same as an issue, where the run goes on.
pub(super) fn unfit(table: &WantedTable<'_>, why: &Why) -> Sentence {
    let header = match why {
        Why::Header(header) => header,
        Why::Title(cells) => {
            let (sentence, help) = untitled(table, cells);
            return say!("sheet-without-title", "{sentence}; nothing is read from the sheet ({help})", sentence, help);
        }
    };
    let missing: Vec<String> = header.missing.iter().map(|&at| table.columns[at].name.to_string()).collect();
    let name = table.name;
    if header.texts.is_empty() {
        return say!("sheet-empty", "this sheet has a name of `{name}` and is empty; nothing is read from it", name);
    }
    say!(
        "sheet-without-headers",
        "this sheet has a name of `{name}`, but no header for {missing}; nothing is read from it (the headers found are \
         {found}; add the right one to `header:` of the column, or say with `sheet:` which sheets are meant)",
        name,
        missing = listed_hole(&missing),
        found = all_hole(&header.texts)
    )
}

fn untitled(table: &WantedTable<'_>, cells: &[(u32, u32)]) -> (Sentence, Sentence) {
    let title = match &table.layout.range {
        Some(Range::Below(titles)) => titles.to_string(),
        _ => String::new(),
    };
    if cells.is_empty() {
        let message =
            say!("no-title", "no cell says {title}, below which table `{table}` stands", title, table = table.name);
        return (message, as_its_cell());
    }
    let places = cells.iter().map(|(row, column)| format!("{}{}", column_letters(*column), row + 1));
    let help = say!(
        "title-help",
        "give it as a range of cells, such as `range: B3:F20`, or as a list of titles, of which each table is read: `below: \
         [North, South]`"
    );
    let message = say!(
        "several-titles",
        "{title} stands in {places}, and table `{table}` may be below each",
        title,
        places = Hole::list(places, Between::AndIn),
        table = table.name
    );
    (message, help)
}

fn as_its_cell() -> Sentence {
    say!("title-as-its-cell", "write the title as its cell has it; `*` means any text")
}

/// A workbook that was opened.
pub(super) struct Seen<'s> {
    pub book: &'s str,
    /// Its sheets; none where it is a report of an earlier run, of which nothing is read.
    pub sheets: Option<&'s [String]>,
    /// What it holds where it holds no table, in a sentence.
    pub instead: Option<&'s str>,
    /// The names it has for ranges, where they are asked for.
    pub ranges: &'s [String],
}

impl Seen<'_> {
    fn words(&self) -> String {
        match self.sheets {
            Some(_) if self.instead.is_some() => format!("{}: {}", self.book, self.instead.unwrap_or_default()),
            Some(sheets) => format!("{} has {}", self.book, listed(sheets)),
            None => format!("{} is a report of an earlier run, which is not read", self.book),
        }
    }
}

/// No workbook has a sheet for a table. `seen` are the workbooks.
pub(super) fn missing_sheet(table: &WantedTable<'_>, asked: Option<&str>, seen: &[Seen<'_>]) -> Problem {
    let names: Vec<String> = match asked {
        Some(name) => vec![name.to_string()],
        None => table.sheets.clone(),
    };
    let message = format!("no sheet for table `{}`", table.name);
    if seen.is_empty() {
        return Problem::new(message, Some("name at least one workbook to read".to_string()));
    }
    if !seen.iter().any(|seen| table.reads_from(seen.book)) {
        let books: Vec<String> = seen.iter().map(|seen| seen.book.to_string()).collect();
        let help = format!("`workbook:` says {}; the workbooks are {}", listed(table.workbooks()), listed(&books));
        return Problem::new(format!("no workbook for table `{}`", table.name), Some(help));
    }
    if let Some(problem) = missing_range(table, seen) {
        return problem;
    }
    let all = || seen.iter().filter_map(|seen| seen.sheets).flatten().map(String::as_str);
    let near = names.iter().find_map(|name| nearest(name, all()));
    let found: Vec<String> = seen.iter().take(5).map(Seen::words).collect();
    let mut help = format!("looked for {}; {}", listed(&names), found.join("; "));
    if seen.len() > 5 {
        help.push_str(&format!("; and {} more workbooks", seen.len() - 5));
    }
    if let Some(near) = near {
        help.push_str(&format!("; to read `{near}`, say --sheet {}=\"{near}\"", table.name));
    }
    Problem::new(message, Some(help))
}

/// No workbook has the range by name, or a title of the table.
fn missing_range(table: &WantedTable<'_>, seen: &[Seen<'_>]) -> Option<Problem> {
    match &table.layout.range {
        Some(Range::Name(name)) => {
            let names: Vec<String> = seen.iter().flat_map(|seen| seen.ranges).cloned().collect();
            let near = nearest(name, names.iter().map(String::as_str));
            let help = match near {
                _ if names.is_empty() => "the workbooks have no names for ranges and no tables of Excel".to_string(),
                Some(near) => format!("is it `{near}`?"),
                None => format!("the workbooks have {}", listed(&names)),
            };
            Some(Problem::new(format!("no range `{name}` for table `{}`", table.name), Some(help)))
        }
        Some(Range::Below(titles)) if !table.names_sheets => {
            let help = "write the title as its cell has it; `*` means any text".to_string();
            let message = format!("no table below {titles} with the columns of table `{}`", table.name);
            Some(Problem::new(message, Some(help)))
        }
        _ => None,
    }
}

/// Several sheets could be the table's, or several tables the sheet's.
pub(super) fn tied(table: &WantedTable<'_>, book: &str, sheets: &[&str]) -> Problem {
    let names: Vec<String> = sheets.iter().map(|sheet| (*sheet).to_string()).collect();
    let message = format!("{book}: nothing shows which sheet is table `{}`: {}", table.name, listed(&names));
    Problem::new(message, Some(which(sheets).into()))
}

/// What to write where nothing shows which sheet is meant.
pub(super) fn which(sheets: &[&str]) -> Sentence {
    match sheets {
        [] => say!("which-sheet", "say which under `sheet:`"),
        [one] => say!("sheet-of-table", "write `sheet: \"{one}\"` for the table it is", one),
        [one, ..] => {
            let all: Vec<String> = sheets.iter().map(|sheet| format!("\"{sheet}\"")).collect();
            say!(
                "one-sheet-or-all",
                "write `sheet: \"{one}\"` for one of them, `sheet: [{all}]` for all",
                one,
                all = all.join(", ")
            )
        }
    }
}

/// A name given to the run that the policy does not know as a table.
pub(super) fn unknown_table(name: &str, tables: &[Option<WantedTable<'_>>]) -> Problem {
    let known: Vec<&str> = tables.iter().flatten().map(|table| table.name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("is it `{near}`?"),
        None => format!("its tables are {}", listed(&known.iter().map(ToString::to_string).collect::<Vec<_>>())),
    };
    Problem::new(format!("the policy reads no table `{name}` from sheets"), Some(help))
}

/// All headers, up to a hundred, in a sentence.
fn all_hole(texts: &[String]) -> Hole {
    let first: Vec<String> = texts.iter().take(100).map(|text| format!("`{text}`")).collect();
    crate::words::and_more(&first, texts.len())
}

/// All headers, up to a hundred.
fn all(texts: &[String]) -> String {
    let first: Vec<String> = texts.iter().take(100).map(|text| format!("`{text}`")).collect();
    and_more(&first, texts.len())
}

fn distinct<'a>(names: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let fresh =
        |(at, name): (usize, &&'a str)| (!names[..at].iter().any(|before| fold(before) == fold(name))).then_some(*name);
    names.iter().enumerate().filter_map(fresh)
}
