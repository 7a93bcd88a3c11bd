//! What is said of rows that are no data, or may be none.

use crate::import::aside::NoData;
use crate::import::headings::FEW;
use crate::import::totals::Summary;
use crate::issue::IssueCode;
use crate::say;
use crate::value::number::{round, shortest as show};
use crate::words::{Between, Hole, Sentence};

/// Code, whether it is a note, and the message.
type Said = (IssueCode, bool, Sentence);

/// What is said of a row; `stays`: whether it is read as data; `name` names the columns of the table.
pub(super) fn of<'n>(what: &NoData, stays: bool, name: impl Fn(usize) -> &'n str) -> Said {
    let done = match stays {
        true => say!("read-as-data", "it was read as data"),
        false => say!("row-left-out", "row left out"),
    };
    match *what {
        NoData::SumOfAll { column, says, rows } => sum_of_all(name(column), says, rows, done),
        NoData::Outlined { column, says, rows, above } => outlined(name(column), says, rows, above, done),
        _ => match found(what, name) {
            Some((code, found)) => (code, code.is_note(), say!("found-and-done", "{found}; {done}", found, done)),
            None => by_its_label(what, done),
        },
    }
}

/// What arithmetic or the look of a row tells.
fn found<'n>(what: &NoData, name: impl Fn(usize) -> &'n str) -> Option<(IssueCode, Sentence)> {
    Some(match *what {
        NoData::Total { column, says, rows } => {
            let of = match rows {
                1 => say!("row-above", "the row above is"),
                _ => say!("rows-above", "the {rows} rows above add to", rows),
            };
            total_of(of, says, name(column))
        }
        NoData::Differs { column, says, adds } => {
            let message = say!(
                "total-differs",
                "called a total, but it says {says} in `{column}` and the rows used add to {adds}",
                says = show(says),
                column = name(column),
                adds = show(adds)
            );
            (IssueCode::TotalDiffers, message)
        }
        NoData::Nearly { column, says, adds, rows } => {
            let message = say!(
                "total-nearly",
                "no label, and but for rounding the sum of the {rows} rows above, which add to {adds} in `{column}` where it \
                 says {says}",
                rows,
                adds = show(round(adds, 10)),
                column = name(column),
                says = show(says)
            );
            (IssueCode::TotalDiffers, message)
        }
        NoData::Parent { column, says, rows, above } => total_of(parts(rows, above), says, name(column)),
        NoData::Bare => (IssueCode::TotalRow, say!("total-row", "this is a total of other rows")),
        NoData::Remark => (IssueCode::RemarkRow, say!("single-text", "a single text, no row of the table")),
        _ => return summarized(what, name),
    })
}

fn total_of(of: Sentence, says: f64, column: &str) -> (IssueCode, Sentence) {
    let says = show(says);
    (IssueCode::TotalRow, say!("total-of-parts", "a total: {of} {says} in `{column}`, as it says", of, says, column))
}

/// Rows called a mean, a greatest or least value, or a number of rows.
fn summarized<'n>(what: &NoData, name: impl Fn(usize) -> &'n str) -> Option<(IssueCode, Sentence)> {
    Some(match *what {
        NoData::Summary { what, column, says, rows } => {
            let message = say!(
                "summary-of-rows",
                "{what} of the {rows} rows above, {says} in `{column}`",
                what = summary_word(what),
                rows,
                says = show(says),
                column = name(column)
            );
            (IssueCode::TotalRow, message)
        }
        NoData::NoSummary { what, column, says } => {
            let message = say!(
                "no-summary",
                "called {what}, but it says {says} in `{column}`, which is not that of the rows above",
                what = summary_word(what),
                says = show(says),
                column = name(column)
            );
            (IssueCode::TotalDiffers, message)
        }
        _ => return None,
    })
}

/// What a row seems to be by its label.
fn by_its_label(what: &NoData, done: Sentence) -> Said {
    match *what {
        NoData::Heading { rows, ref texts, ref same } => headings(rows, texts, same.as_deref()),
        NoData::Worked { says, of, less } => worked(says, of, less, done),
        NoData::PartOf { of } => part_of(of, done),
        NoData::Headed => {
            let message = say!("headed", "a heading of the rows below, whose total is called so too; {done}", done);
            (IssueCode::HeadingRow, true, message)
        }
        NoData::Added => {
            let message = say!(
                "added-charge",
                "called a tax, a discount or a charge, between a total and another that includes it; {done}, and counts in a \
                 sum over the table (if only what is above the first total counts, end the table there with `range:`, or \
                 leave such rows out of sums by their label; `rows: all` if each row is data)",
                done
            );
            (IssueCode::WorkedOut, false, message)
        }
        _ => at_the_edge(what, done),
    }
}

/// So many parts of a total, and where they stand.
fn parts(rows: usize, above: bool) -> Sentence {
    match (rows, above) {
        (1, true) => say!("part-above", "the part above is"),
        (1, false) => say!("part-below", "the part below is"),
        (_, true) => say!("parts-above", "the {rows} parts above add to", rows),
        (_, false) => say!("parts-below", "the {rows} parts below add to", rows),
    }
}

/// The last row, which is the sum of all others.
fn sum_of_all(column: &str, says: f64, rows: usize, done: Sentence) -> Said {
    let message = say!(
        "sum-of-all",
        "this last row is the sum of the {rows} rows above, {says} in `{column}`, and nothing else tells it from them; \
         {done}, and counts once more in a sum over the table (if it is a total, call it so, or end the table above with \
         `range:`; `rows: all` if each row is data)",
        rows,
        says = show(says),
        column,
        done
    );
    (IssueCode::TotalRow, false, message)
}

/// Rows with a text and nothing else, like headings of those below them.
fn headings(rows: usize, texts: &[String], same: Option<&str>) -> Said {
    let texts = texts.iter().map(|text| format!("`{text}`")).chain((rows > FEW).then(|| "…".to_string()));
    let same =
        same.map(|label| say!("same-label-below", "; `{label}` stands below several of them and is added up", label));
    let message = match rows {
        1 => say!(
            "heading",
            "this row has a text and nothing else, like a heading of the rows below{same}; it was read as a row (a column \
             with `from: source.heading` takes the headings; `rows: all` says that all are rows)",
            same
        ),
        _ => say!(
            "headings",
            "{rows} rows have a text and nothing else, like headings ({texts}) of the rows below{same}; they were read as \
             rows (a column with `from: source.heading` takes the headings; `rows: all` says that all are rows)",
            rows,
            texts = Hole::list(texts, Between::Comma),
            same
        ),
    };
    (IssueCode::HeadingRow, false, message)
}

/// A row that is a part of another one, by its row in the sheet.
fn part_of(of: u32, done: Sentence) -> Said {
    let message = say!(
        "part-of-row",
        "called a part of row {of}; {done}, and counts once more in a sum over the table (leave such rows out of sums by \
         their label; `rows: all` if each row is data)",
        of,
        done
    );
    (IssueCode::WorkedOut, false, message)
}

/// A row that is worked out from others, by their rows in the sheet.
fn worked(says: f64, of: (u32, u32), less: Option<(u32, u32)>, done: Sentence) -> Said {
    let rows = |(first, last): (u32, u32)| match first == last {
        true => say!("the-row", "row {row}", row = first),
        false => say!("the-rows", "rows {first} to {last}", first, last),
    };
    let of = match less {
        Some(less) => say!("rows-less-rows", "{rows} less {less}", rows = rows(of), less = rows(less)),
        None => say!("sum-of-rows", "the sum of {rows}", rows = rows(of)),
    };
    let message = say!(
        "worked-out",
        "worked out from rows above it, as its label says: {says} is {of}; {done}, and counts once more in a sum over the \
         table (delete the row, or leave it out of sums by its label; `rows: all` if each row is data)",
        says = show(says),
        of,
        done
    );
    (IssueCode::WorkedOut, false, message)
}

/// A row that is the sum of those whose labels stand further to the right.
fn outlined(column: &str, says: f64, rows: usize, above: bool, done: Sentence) -> Said {
    let at = if above { say!("above", "above") } else { say!("below", "below") };
    let message = say!(
        "outlined",
        "{says} in `{column}` is the sum of the {rows} rows {at} whose labels stand further to the right, and other rows \
         with such rows are not the sum of theirs, so what is a total here is not certain; {done} (leave the totals out of \
         the sheet, or mark their rows in a column of its own; `rows: all` if each row is data)",
        says = show(says),
        column,
        rows,
        at,
        done
    );
    (IssueCode::TotalDiffers, false, message)
}

/// What stands below the rows, or right below their header.
fn at_the_edge(what: &NoData, done: Sentence) -> Said {
    match *what {
        NoData::BelowTotal { rows } => (IssueCode::BelowTotal, false, below_total(rows)),
        NoData::ComparedLast { rows } => (IssueCode::BelowTotal, false, compared_last(rows)),
        NoData::Apart { rows } => {
            let message = say!(
                "apart",
                "below an empty row {rows} {rows:row has|rows have} fewer cells than any above; {rows:it was|they were} read \
                 as data (if that is no data, end the table above with `range:`; `rows: all` if each row is data)",
                rows
            );
            (IssueCode::Apart, false, message)
        }
        NoData::ColumnNumbers { stays: true } => {
            let message = say!(
                "column-numbers-kept",
                "this row numbers the columns from the first to the last, and may be no data; {done} (if it is none, begin \
                 the table below it with `range:` and `header: none`; `rows: all` if it is)",
                done
            );
            (IssueCode::ColumnNumbers, false, message)
        }
        NoData::ColumnNumbers { stays: false } => {
            let message = say!("column-numbers", "the numbers of the columns, no row of the table; {done}", done);
            (IssueCode::ColumnNumbers, true, message)
        }
        NoData::Compared => {
            let message = say!(
                "compared",
                "below the total of all rows, and called a comparison with it, not one of them; {done}",
                done
            );
            (IssueCode::BelowTotal, true, message)
        }
        _ => {
            let message = say!(
                "remark-of-cells",
                "below an empty row, and begins like a remark: taken for no row of the table; {done}",
                done
            );
            (IssueCode::RemarkRow, false, message)
        }
    }
}

/// Rows below the total of all.
fn below_total(rows: usize) -> Sentence {
    let stand = match rows {
        1 => say!("one-row-stands", "1 row stands"),
        _ => say!("rows-stand", "{rows} rows stand from here on", rows),
    };
    say!(
        "below-total",
        "{stand} below the total of all rows, which does not count what is there; {rows:it was|they were} read as data (if \
         that is no data, end the table above with `range:`; if it is, have the total below it, or write `rows: all`)",
        stand,
        rows
    )
}

/// The last rows, called comparisons.
fn compared_last(rows: usize) -> Sentence {
    let are = match rows {
        1 => say!("one-row-is", "1 row is"),
        _ => say!("rows-are", "{rows} rows from here on are", rows),
    };
    say!(
        "compared-last",
        "{are} called a comparison, not a row like those above; {rows:it was|they were} read as data (if that is no data, \
         end the table above with `range:`; `rows: all` if each row is data)",
        are,
        rows
    )
}

fn summary_word(what: Summary) -> Sentence {
    match what {
        Summary::Mean => say!("the-mean", "the mean"),
        Summary::Most => say!("the-greatest", "the greatest"),
        Summary::Least => say!("the-least", "the least"),
        Summary::Count => say!("the-number", "the number"),
    }
}
