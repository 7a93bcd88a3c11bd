//! Columns that are found by a pattern of headers, as `2026-*`: how many there are shows in the sheet alone. They are
//! read like columns of the table, and are rows of another one later.

use super::checks::listed;
use super::header::{Header, Named, has_one_row};
use super::issues::Place;
use super::rows::Chunk;
use super::sheet::{Several, SheetColumn, SheetTable};
use super::totals::has_total_word;
use super::wanted::WantedTable;
use crate::diagnostic::Problem;
use crate::issue::{Issue, IssueCode};
use crate::policy::model::Presence;
use crate::say;
use crate::table::{Column, Extra};
use crate::value::number;
use crate::words::Sentence;

/// Columns and rows at least that show a sum which nothing else tells of.
const LEAST_PARTS: usize = 2;
const LEAST_ROWS: usize = 2;

/// A table with the columns found for its patterns.
pub(super) struct Extended {
    pub sheet: SheetTable,
    pub extra: Vec<Extra>,
    /// Columns that a pattern fits and that are totals of the others: place in the sheet, and header.
    pub totals: Vec<(u32, String)>,
    /// Columns whose header an earlier one has too.
    pub repeated: Vec<(u32, String)>,
}

/// The table with the columns of a sheet that its patterns fit; the header then has their places, too. Nothing
/// where the table has no patterns.
pub(super) fn extend(table: &WantedTable<'_>, header: &mut Header, place: &str) -> Result<Option<Extended>, Problem> {
    if table.sheet.several.is_empty() {
        return Ok(None);
    }
    let mut all = Extended { sheet: table.sheet.clone(), extra: Vec::new(), totals: Vec::new(), repeated: Vec::new() };
    for several in &table.sheet.several {
        if all.find(table, several, header, true) == 0 {
            return Err(none(table, several, header, place));
        }
    }
    Ok(Some(all))
}

/// The same for names that a host gives: whatever fits is a column, totals are nobody's words there, and a pattern that
/// nothing fits has no columns.
pub(super) fn extend_given(table: &WantedTable<'_>, header: &mut Header) -> Option<Extended> {
    let mut all = Extended { sheet: table.sheet.clone(), extra: Vec::new(), totals: Vec::new(), repeated: Vec::new() };
    let found: usize = table.sheet.several.iter().map(|several| all.find(table, several, header, false)).sum();
    (found > 0).then_some(all)
}

impl Extended {
    /// Takes in the columns that a pattern fits, and says how many there are.
    fn find(&mut self, table: &WantedTable<'_>, several: &Several, header: &mut Header, totals: bool) -> usize {
        let before = self.extra.len();
        // A column of the policy's own may be one of them, too; what names a row never is.
        let own = header.columns.iter().zip(&table.columns);
        let other = own.filter(|(_, column)| column.kind != several.kind || column.joins);
        let other: Vec<u32> = other.filter_map(|(place, _)| *place).collect();
        let single = has_one_row(&header.named);
        let fitting = header.named.iter().filter(|named| !other.contains(&named.place));
        let fitting: Vec<(&Named, Vec<String>)> =
            fitting.filter_map(|named| Some((named, named.labels(several, single)?))).collect();
        // Where every header has the word, it tells nothing apart.
        let is_total = |named: &Named| named.texts.iter().any(|text| says_total(text));
        let some_are_no_totals = totals && fitting.iter().any(|(named, _)| !is_total(named));
        for (named, labels) in fitting {
            let text = named.texts.join(" ");
            if some_are_no_totals && is_total(named) {
                self.totals.push((named.place, text));
                continue;
            }
            let extra = Extra { pattern: several.pattern.clone(), labels };
            if self.extra.contains(&extra) {
                self.repeated.push((named.place, text.clone()));
            }
            self.sheet.columns.push(column(several, text));
            self.extra.push(extra);
            header.columns.push(Some(named.place));
        }
        self.extra.len() - before
    }
}

impl Several {
    /// The parts of a header of one row that says what others say in several rows: `Jan Qty` is `Jan` and `Qty`. A mark
    /// ` / ` parts them, or the pattern does (`* Net sales`), or they are single words.
    pub(super) fn parts(&self, text: &str) -> Option<Vec<String>> {
        let whole = |pieces: Vec<&str>| {
            let pieces: Vec<String> = pieces.into_iter().map(|piece| piece.trim().to_string()).collect();
            (pieces.len() == self.levels && pieces.iter().all(|piece| !piece.is_empty())).then_some(pieces)
        };
        whole(text.split(" / ").collect())
            .or_else(|| self.parts_by_pattern(text).and_then(whole))
            .or_else(|| whole(text.split_whitespace().collect()))
    }

    /// What a pattern with one `*` at an end says, and what stands for the `*`.
    fn parts_by_pattern<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let (before, after) = self.pattern.split_once('*')?;
        let (word, at_end) = match (before.trim(), after.trim()) {
            ("", word) => (word, true),
            (word, "") => (word, false),
            _ => return None,
        };
        // Letters of any case are the same, so it is the number of letters that counts.
        let letters = word.chars().count();
        let all = text.trim().chars().count();
        if letters == 0 || letters >= all || word.contains('*') {
            return None;
        }
        let cut = if at_end { all - letters } else { letters };
        let (byte, _) = text.trim().char_indices().nth(cut)?;
        let (first, second) = text.trim().split_at(byte);
        Some(vec![first, second])
    }
}

/// `2026-Total`, too: in a header the word may stand beside any mark.
fn says_total(text: &str) -> bool {
    has_total_word(&text.replace(|mark: char| !mark.is_alphanumeric(), " "))
}

fn none(table: &WantedTable<'_>, several: &Several, header: &Header, place: &str) -> Problem {
    let message = format!("{place}: no header like `{}` for table `{}`", several.pattern, table.name);
    let mut help = format!("the headers found are {}", listed(&header.texts));
    if several.levels > 1 {
        let levels = several.levels;
        help.push_str(&format!("; `into:` asks for a header of {levels} rows, which `header:` of the table names"));
    }
    Problem::new(message, Some(help))
}

fn column(several: &Several, name: String) -> SheetColumn {
    SheetColumn {
        name,
        headers: Vec::new(),
        from: None,
        kind: several.kind,
        references: None,
        presence: Presence::Optional,
        one_of: Vec::new(),
        min: None,
        max: None,
        conventions: several.conventions.clone(),
        fill: None,
        code: None,
    }
}

/// Leaves out columns of numbers that are, row by row, the sum of the others of their pattern, whatever they are called.
pub(super) fn leave_out_sums(chunk: &mut Chunk, table: &WantedTable<'_>, row: u32) {
    let own = chunk.columns.len() - chunk.extra.len();
    for at in 0..chunk.extra.len() {
        let pattern = chunk.extra[at].pattern.clone();
        let beside = |other: &usize| *other != at && chunk.extra[*other].pattern == pattern;
        let others: Vec<&[f64]> =
            (0..chunk.extra.len()).filter(beside).filter_map(|at| numbers(chunk, own + at)).collect();
        let Some(values) = numbers(chunk, own + at).filter(|_| others.len() >= LEAST_PARTS) else { continue };
        let valued: Vec<usize> =
            (0..values.len()).filter(|row| !values[*row].is_nan() && values[*row] != 0.0).collect();
        let is_sum = |row: &usize| {
            let mut sum = number::Sum::default();
            others.iter().map(|other| other[*row]).filter(|value| !value.is_nan()).for_each(|value| sum.add(value));
            number::equal(sum.value(), values[*row])
        };
        if valued.len() < LEAST_ROWS || !valued.iter().all(is_sum) {
            continue;
        }
        let (parts, text) = (others.len(), chunk.extra[at].labels.join(" "));
        let message = say!(
            "column-of-sums",
            "`{text}` is in each of {rows} rows the sum of the {parts} other columns like `{pattern}`; column left out",
            text,
            rows = valued.len(),
            parts,
            pattern
        );
        let cell = chunk.sheet_columns[own + at].and_then(|column| chunk.place.cell(row, column));
        chunk.issues.push(Issue::new(IssueCode::TotalColumn, message).at_cell(cell).in_table(table.name));
        chunk.extra[at].pattern.clear();
    }
}

fn numbers(chunk: &Chunk, at: usize) -> Option<&[f64]> {
    if let Column::Number(values) = &chunk.columns[at] { Some(values) } else { None }
}

/// Gives the sheets of a table the same columns: those of each, in the order in which they are first met.
pub(super) fn align(sheet: &SheetTable, chunks: &mut [&mut Chunk]) -> (SheetTable, Vec<Extra>) {
    let own = sheet.columns.len();
    let mut all: Vec<(Extra, usize, SheetColumn)> = Vec::new();
    let mut places: Vec<Vec<Option<usize>>> = Vec::new();
    for chunk in chunks.iter() {
        // Two columns of one sheet with the same header stay two.
        let mut met: Vec<usize> = vec![0; chunk.extra.len()];
        let mut of_chunk: Vec<Option<usize>> = (0..own).map(Some).collect();
        for (at, extra) in chunk.extra.iter().enumerate() {
            met[at] = chunk.extra[..at].iter().filter(|before| *before == extra).count();
            let known = all.iter().position(|(other, nth, _)| other == extra && *nth == met[at]);
            let place = known.unwrap_or(all.len());
            if place == all.len() {
                let several = sheet.several.iter().find(|several| several.pattern == extra.pattern);
                let Some(several) = several else {
                    of_chunk.push(None);
                    continue;
                };
                all.push((extra.clone(), met[at], column(several, extra.labels.join(" "))));
            }
            of_chunk.push(Some(own + place));
        }
        places.push(of_chunk);
    }
    let mut whole = sheet.clone();
    whole.columns.extend(all.iter().map(|(_, _, column)| column.clone()));
    for (chunk, places) in chunks.iter_mut().zip(places) {
        let back = |at: usize| places.iter().position(|place| *place == Some(at));
        let from: Vec<Option<usize>> = (0..whole.columns.len()).map(back).collect();
        rearrange(chunk, &from, &whole);
    }
    (whole, all.into_iter().map(|(extra, ..)| extra).collect())
}

/// `from`: for each column of the whole table its place in the chunk.
fn rearrange(chunk: &mut Chunk, from: &[Option<usize>], whole: &SheetTable) {
    let rows = chunk.sheet_rows.len();
    let mut columns: Vec<Option<Column>> = std::mem::take(&mut chunk.columns).into_iter().map(Some).collect();
    let mut take = |(at, from): (usize, &Option<usize>)| {
        let own = from.and_then(|from| columns.get_mut(from).and_then(Option::take));
        own.unwrap_or_else(|| Column::blank(whole.columns[at].kind, rows))
    };
    chunk.columns = from.iter().enumerate().map(&mut take).collect();
    chunk.sheet_columns = from.iter().map(|from| from.and_then(|from| chunk.sheet_columns[from])).collect();
    chunk.left_out = chunk.left_out.rearranged(from);
    for cell in &mut chunk.written {
        let at = from.iter().position(|from| *from == Some(cell.1 as usize));
        cell.1 = at.map_or(cell.1, |at| at as u32);
    }
    chunk.written.sort_by_key(|(row, column, _)| (*row, *column));
}

/// What is to say of the columns that were found.
pub(super) fn issues(all: &Extended, table: &WantedTable<'_>, place: &Place, row: u32) -> Vec<Issue> {
    let issue = |code, column, message: Sentence| {
        Issue::new(code, message).at_cell(place.cell(row, column)).in_table(table.name)
    };
    let totals = all.totals.iter().map(|(column, text)| {
        let message = say!("total-column", "`{text}` is a total of other columns by its name; column left out", text);
        issue(IssueCode::TotalColumn, *column, message)
    });
    let repeated = all.repeated.iter().map(|(column, text)| {
        let message = say!("header-above-several", "`{text}` is above several columns; each of them is read", text);
        issue(IssueCode::DuplicateHeader, *column, message)
    });
    totals.chain(repeated).collect()
}
