//! What is said of rows that are no data, or may be none.

use crate::import::aside::NoData;
use crate::import::headings::FEW;
use crate::import::totals::Summary;
use crate::issue::IssueCode;
use crate::value::number::{round, shortest as show};

/// Code, whether it is a note, and the message; `stays`: whether the row is read as data; `name` names the columns of
/// the table.
pub(super) fn of<'n>(what: &NoData, stays: bool, name: impl Fn(usize) -> &'n str) -> (IssueCode, bool, String) {
    let done = if stays { "it was read as data" } else { "row left out" };
    let note = |code: IssueCode, message: String| (code, code.is_note(), format!("{message}; {done}"));
    match *what {
        NoData::Total { column, says, rows } => {
            let of = if rows == 1 { "the row above".to_string() } else { format!("the {rows} rows above") };
            let adds = if rows == 1 { "is" } else { "add to" };
            let (name, says) = (name(column), show(says));
            note(IssueCode::TotalRow, format!("a total: {of} {adds} {says} in `{name}`, as it says"))
        }
        NoData::Differs { column, says, adds } => {
            let (name, says, adds) = (name(column), show(says), show(adds));
            let message = format!("called a total, but it says {says} in `{name}` and the rows used add to {adds}");
            note(IssueCode::TotalDiffers, message)
        }
        NoData::Nearly { column, says, adds, rows } => {
            let (name, says, adds) = (name(column), show(says), show(round(adds, 10)));
            let message = format!(
                "no label, and but for rounding the sum of the {rows} rows above, which add to {adds} in `{name}` where it \
                 says {says}"
            );
            note(IssueCode::TotalDiffers, message)
        }
        NoData::Summary { what, column, says, rows } => {
            let (name, says, what) = (name(column), show(says), summary_word(what));
            note(IssueCode::TotalRow, format!("{what} of the {rows} rows above, {says} in `{name}`"))
        }
        NoData::NoSummary { what, column, says } => {
            let (name, says, what) = (name(column), show(says), summary_word(what));
            let message = format!("called {what}, but it says {says} in `{name}`, which is not that of the rows above");
            note(IssueCode::TotalDiffers, message)
        }
        NoData::Parent { column, says, rows, above } => {
            let (name, says) = (name(column), show(says));
            let of = parts(rows, above);
            note(IssueCode::TotalRow, format!("a total: {of} {says} in `{name}`, as it says"))
        }
        NoData::Bare => note(IssueCode::TotalRow, "this is a total of other rows".to_string()),
        NoData::Remark => note(IssueCode::RemarkRow, "a single text, no row of the table".to_string()),
        NoData::SumOfAll { column, says, rows } => sum_of_all(name(column), says, rows, done),
        NoData::Outlined { column, says, rows, above } => outlined(name(column), says, rows, above, done),
        _ => by_its_label(what, done),
    }
}

/// What a row seems to be by its label.
fn by_its_label(what: &NoData, done: &str) -> (IssueCode, bool, String) {
    match *what {
        NoData::Heading { rows, ref texts, ref same } => headings(rows, texts, same.as_deref()),
        NoData::Worked { says, of, less } => worked(says, of, less, done),
        NoData::PartOf { of } => part_of(of, done),
        NoData::Headed => {
            let message = "a heading of the rows below, whose total is called so too";
            (IssueCode::HeadingRow, true, format!("{message}; {done}"))
        }
        NoData::Added => {
            let message = "called a tax, a discount or a charge, between a total and another that includes it";
            let settle = "if only what is above the first total counts, end the table there with `range:`, or leave such \
                          rows out of sums by their label; `rows: all` if each row is data";
            (IssueCode::WorkedOut, false, format!("{message}; {done}, and counts in a sum over the table ({settle})"))
        }
        _ => at_the_edge(what, done),
    }
}

/// So many parts of a total, and where they stand.
fn parts(rows: usize, above: bool) -> String {
    match (rows, above) {
        (1, true) => "the part above is".to_string(),
        (1, false) => "the part below is".to_string(),
        (_, true) => format!("the {rows} parts above add to"),
        (_, false) => format!("the {rows} parts below add to"),
    }
}

/// The last row, which is the sum of all others.
fn sum_of_all(name: &str, says: f64, rows: usize, done: &str) -> (IssueCode, bool, String) {
    let message = format!(
        "this last row is the sum of the {rows} rows above, {} in `{name}`, and nothing else tells it from them; {done}, and \
         counts once more in a sum over the table (if it is a total, call it so, or end the table above with `range:`; `rows: all` if each row is data)",
        show(says)
    );
    (IssueCode::TotalRow, false, message)
}

/// Rows with a text and nothing else, like headings of those below them.
fn headings(rows: usize, texts: &[String], same: Option<&str>) -> (IssueCode, bool, String) {
    let texts = texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let (this, they) = match rows {
        1 => ("this row has a text and nothing else, like a heading".to_string(), "it was read as a row"),
        _ => (format!("{rows} rows have a text and nothing else, like headings ({texts}"), "they were read as rows"),
    };
    let more = if rows > FEW { ", …)" } else { ")" };
    let this = if rows == 1 { this } else { this + more };
    let same =
        same.map(|label| format!("; `{label}` stands below several of them and is added up")).unwrap_or_default();
    let message = format!(
        "{this} of the rows below{same}; {they} (a column with `from: source.heading` takes the headings; `rows: all` says \
         that all are rows)"
    );
    (IssueCode::HeadingRow, false, message)
}

/// A row that is a part of another one, by its row in the sheet.
fn part_of(of: u32, done: &str) -> (IssueCode, bool, String) {
    let message = format!(
        "called a part of row {of}; {done}, and counts once more in a sum over the table (leave such rows out of sums by \
         their label; `rows: all` if each row is data)"
    );
    (IssueCode::WorkedOut, false, message)
}

/// A row that is worked out from others, by their rows in the sheet.
fn worked(says: f64, of: (u32, u32), less: Option<(u32, u32)>, done: &str) -> (IssueCode, bool, String) {
    let rows = |(first, last): (u32, u32)| match first == last {
        true => format!("row {first}"),
        false => format!("rows {first} to {last}"),
    };
    let of = match less {
        Some(less) => format!("{} less {}", rows(of), rows(less)),
        None => format!("the sum of {}", rows(of)),
    };
    let message = format!(
        "worked out from rows above it, as its label says: {} is {of}; {done}, and counts once more in a sum over the table \
         (delete the row, or leave it out of sums by its label; `rows: all` if each row is data)",
        show(says)
    );
    (IssueCode::WorkedOut, false, message)
}

/// A row that is the sum of those whose labels stand further to the right.
fn outlined(name: &str, says: f64, rows: usize, above: bool, done: &str) -> (IssueCode, bool, String) {
    let (says, at) = (show(says), if above { "above" } else { "below" });
    let message = format!(
        "{says} in `{name}` is the sum of the {rows} rows {at} whose labels stand further to the right, and other rows with \
         such rows are not the sum of theirs, so what is a total here is not certain; {done} (leave the totals out of the \
         sheet, or mark their rows in a column of its own; `rows: all` if each row is data)"
    );
    (IssueCode::TotalDiffers, false, message)
}

/// The last rows, called comparisons.
fn compared_last(rows: usize) -> (IssueCode, bool, String) {
    let (are, they) = match rows {
        1 => ("1 row is".to_string(), "it was"),
        _ => (format!("{rows} rows from here on are"), "they were"),
    };
    let message = format!(
        "{are} called a comparison, not a row like those above; {they} read as data (if that is no data, end the table above \
         with `range:`; `rows: all` if each row is data)"
    );
    (IssueCode::BelowTotal, false, message)
}

/// What stands below the rows, or right below their header.
fn at_the_edge(what: &NoData, done: &str) -> (IssueCode, bool, String) {
    let count = |rows: usize, one: &str, several: &str| match rows {
        1 => (format!("1 row {one}"), "it was"),
        _ => (format!("{rows} rows {several}"), "they were"),
    };
    match *what {
        NoData::BelowTotal { rows } => {
            let (stand, they) = count(rows, "stands", "stand from here on");
            let message = format!(
                "{stand} below the total of all rows, which does not count what is there; {they} read as data (if that is \
                 no data, end the table above with `range:`; if it is, have the total below it, or write `rows: all`)"
            );
            (IssueCode::BelowTotal, false, message)
        }
        NoData::ComparedLast { rows } => compared_last(rows),
        NoData::Apart { rows } => {
            let (have, they) = count(rows, "has", "have");
            let message = format!(
                "below an empty row {have} fewer cells than any above; {they} read as data (if that is no data, end the \
                 table above with `range:`; `rows: all` if each row is data)"
            );
            (IssueCode::Apart, false, message)
        }
        NoData::ColumnNumbers { stays: true } => {
            let message = format!(
                "this row numbers the columns from the first to the last, and may be no data; {done} (if it is none, begin \
                 the table below it with `range:` and `header: none`; `rows: all` if it is)"
            );
            (IssueCode::ColumnNumbers, false, message)
        }
        NoData::ColumnNumbers { stays: false } => {
            (IssueCode::ColumnNumbers, true, format!("the numbers of the columns, no row of the table; {done}"))
        }
        NoData::Compared => {
            let message = "below the total of all rows, and called a comparison with it, not one of them";
            (IssueCode::BelowTotal, true, format!("{message}; {done}"))
        }
        _ => {
            let message = "below an empty row, and begins like a remark: taken for no row of the table";
            (IssueCode::RemarkRow, false, format!("{message}; {done}"))
        }
    }
}

fn summary_word(what: Summary) -> &'static str {
    match what {
        Summary::Mean => "the mean",
        Summary::Most => "the greatest",
        Summary::Least => "the least",
        Summary::Count => "the number",
    }
}
