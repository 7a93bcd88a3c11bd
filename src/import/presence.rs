//! Sentences for sheets and columns that are not there.

use super::Problem;
use super::checks::listed;
use super::fold::fold;
use super::header::Header;
use super::wanted::WantedTable;
use crate::diagnostic::nearest;

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

/// A sheet of the table's name that lacks columns.
pub(super) fn unfit(table: &WantedTable<'_>, header: &Header) -> String {
    let missing: Vec<String> = header.missing.iter().map(|&at| table.columns[at].name.to_string()).collect();
    let (name, missing) = (table.name, listed(&missing));
    if header.texts.is_empty() {
        return format!("this sheet has a name of `{name}` and is empty; nothing is read from it");
    }
    format!(
        "this sheet has a name of `{name}`, but no header for {missing}; nothing is read from it (the headers found are \
         {}; add the right one to `header:` of the column, or say with `sheet:` which sheets are meant)",
        all(&header.texts)
    )
}

/// A workbook that was opened.
pub(super) struct Seen<'s> {
    pub book: &'s str,
    /// Its sheets; none where it is a report of an earlier run, of which nothing is read.
    pub sheets: Option<&'s [String]>,
}

impl Seen<'_> {
    fn words(&self) -> String {
        match self.sheets {
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

/// A name given to the run that the policy does not know as a table.
pub(super) fn unknown_table(name: &str, tables: &[Option<WantedTable<'_>>]) -> Problem {
    let known: Vec<&str> = tables.iter().flatten().map(|table| table.name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("is it `{near}`?"),
        None => format!("its tables are {}", listed(&known.iter().map(ToString::to_string).collect::<Vec<_>>())),
    };
    Problem::new(format!("the policy reads no table `{name}` from sheets"), Some(help))
}

/// All headers, up to a hundred.
fn all(texts: &[String]) -> String {
    texts.iter().take(100).map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

fn distinct<'a>(names: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let fresh =
        |(at, name): (usize, &&'a str)| (!names[..at].iter().any(|before| fold(before) == fold(name))).then_some(*name);
    names.iter().enumerate().filter_map(fresh)
}
