//! Rows that are data and of whose cells there is little to say, many at once: what they hold goes straight into the
//! columns. What comes of it is what [`RowReader::cell`] makes of them; the first row that may be anything else, or
//! that has a cell which other cells say something of, is left to it.

mod quick;
mod staged;
mod texts;

use super::RowReader;
use crate::cells::{CellValue, Content, Look, Piece, Rows, count_rows};
use crate::import::checks::{clearly_between, judge, waits};
use crate::import::evidence::{Aside, Clue};
use crate::import::fold::fold;
use crate::import::moment::is_day;
use crate::import::slot::Slot;
use crate::import::wanted::WantedColumn;
use crate::policy::layout::Origin;
use crate::table::ColumnBuilder;
use crate::value::{DateTime, DecimalMark, Type};
use staged::{Staged, StagedColumn};
use texts::Texts;

/// Rows looked at before they are taken in, at most and at least.
const RUNS: (usize, usize) = (1024, 8);
/// Rows passed over at most where one after the other was none of these.
const MOST_PASSED: usize = 256;

/// What is kept from row to row for taking them in so.
#[derive(Default)]
pub(super) struct Ahead {
    texts: Texts,
    staged: Staged,
    /// Room for a cell that needs a closer look.
    slot: Slot,
    /// Rows that are looked at next.
    run: usize,
    /// Rows that are passed over before, and how many it would be the next time.
    passed: usize,
    patience: usize,
}

/// A row as it is looked at.
#[derive(Default)]
struct Seen<'a> {
    /// Whether a text came.
    text: bool,
    /// The first text of a column that is read.
    wanted: Option<&'a str>,
    /// Cells of which it is known that they are not empty.
    cells: usize,
    /// Whether a column that is read has something else than text.
    other: bool,
}

impl RowReader<'_, '_> {
    /// Takes in whole rows from one of them on; `wanted` has for each column of the sheet the table's columns that stand
    /// there.
    pub(in crate::import) fn rows(&mut self, rows: &Rows<'_>, from: usize, wanted: &[Vec<usize>]) {
        let mut at = from;
        while at < rows.len() {
            at += self.plain_rows(rows, at, wanted);
            if at < rows.len() {
                let (row, cells) = rows.row(at);
                cells.iter().for_each(|piece| self.cell(&rows.cell(row, piece), here(wanted, piece)));
                at += 1;
            }
        }
    }

    /// Takes in as many rows at once as can be; gives how many.
    fn plain_rows(&mut self, rows: &Rows<'_>, from: usize, wanted: &[Vec<usize>]) -> usize {
        if self.ahead.passed > 0 {
            self.ahead.passed -= 1;
            return 0;
        }
        self.finish_row();
        if !self.may_be_plain() {
            return 0;
        }
        let mut ahead = std::mem::take(&mut self.ahead);
        let mut taken = 0;
        while from + taken < rows.len() {
            let run = ahead.run.clamp(RUNS.1, RUNS.0).min(rows.len() - from - taken);
            ahead.staged.clear(self.table);
            let all = (0..run).all(|row| self.stage(&mut ahead, rows, from + taken + row, wanted));
            let staged = ahead.staged.rows().len();
            let kept = self.take_staged(&mut ahead, rows);
            taken += kept;
            if !all || kept < staged {
                ahead.run = kept;
                break;
            }
            ahead.run = (ahead.run.max(run) * 2).min(RUNS.0);
        }
        ahead.patience = if taken > 0 { 0 } else { (ahead.patience * 2).clamp(1, MOST_PASSED) };
        ahead.passed = ahead.patience.saturating_sub(1);
        self.ahead = ahead;
        taken
    }

    /// Whether the rows to come are those of a table that has begun, and have no labels that stand for several of them.
    fn may_be_plain(&self) -> bool {
        let told = self.table.columns.iter().any(|column| !matches!(column.from, None | Some(Origin::Column(_))));
        self.read > 0 && self.second.is_none() && self.labels.columns().is_empty() && !(told && self.written.is_some())
    }

    /// Looks at a row, and keeps what its columns are to hold; whether it is one that can be taken in so.
    fn stage(&self, ahead: &mut Ahead, rows: &Rows<'_>, at: usize, wanted: &[Vec<usize>]) -> bool {
        let (row, cells) = rows.row(at);
        let mut seen = Seen::default();
        let sound = cells.iter().all(|piece| self.stage_cell(ahead, rows, piece, here(wanted, piece), &mut seen))
            && seen.cells > 1
            && (seen.other || seen.wanted.is_some_and(|text| !self.is_header(text)))
            && self.stage_sources(ahead, row)
            && ahead.staged.end_row(row, self.table);
        if !sound {
            ahead.staged.drop_row();
        }
        sound
    }

    #[inline]
    fn stage_cell<'a>(
        &self,
        ahead: &mut Ahead,
        rows: &Rows<'a>,
        piece: &Piece,
        wanted: &[usize],
        seen: &mut Seen<'a>,
    ) -> bool {
        let content = rows.content(piece);
        let text = match content {
            Content::Shared(number) => Some(rows.shared(number)),
            Content::Value(CellValue::Text(text)) => Some(text),
            Content::Value(_) => None,
        };
        let is_read = !wanted.is_empty();
        if let Some(text) = text {
            let first = !std::mem::replace(&mut seen.text, true);
            if first && (piece.look.indent() > 0 || !ahead.texts.is_harmless(content, text, rows, is_read)) {
                return false;
            }
            seen.cells += usize::from(first || is_read);
            if is_read {
                seen.wanted.get_or_insert(text);
            }
        } else {
            seen.cells += 1;
            seen.other |= is_read;
        }
        !is_read
            || !piece.look.is_struck()
                && wanted.iter().all(|&at| match (content, text) {
                    (Content::Shared(number), Some(text)) => self.stage_shared(ahead, at, (number, text)),
                    (Content::Value(value), _) => self.stage_value(ahead, at, &value, piece.look),
                    _ => false,
                })
    }

    /// A shared text in a column: most have been seen before.
    #[inline]
    fn stage_shared(&self, ahead: &mut Ahead, at: usize, (number, text): (u32, &str)) -> bool {
        if let Some(code) = ahead.texts.code(at, number) {
            return ahead.staged.code(at, code);
        }
        match stands(&self.table.columns[at], text) {
            true => ahead.staged.shared(at, number),
            false => self.stage_judged(ahead, at, (&CellValue::Text(text), Look::PLAIN), Some(number)),
        }
    }

    #[inline]
    fn stage_value(&self, ahead: &mut Ahead, at: usize, value: &CellValue<'_>, look: Look) -> bool {
        let column = &self.table.columns[at];
        let staged = &mut ahead.staged;
        match (column.kind, value) {
            (Type::Number, CellValue::Number(number)) if column.as_it_stands && number.is_finite() => {
                if look.is_percent() {
                    staged.aside(at, Aside::Percent(*number), "");
                } else if let Some(word) = look.money() {
                    staged.aside(at, Aside::Money(*number, word), "");
                }
                staged.number(at, *number)
            }
            (Type::Bool, CellValue::Bool(flag)) if column.as_it_stands => staged.flag(at, *flag),
            (kind @ (Type::Date | Type::DateTime), CellValue::DateTime(moment, serial))
                if column.as_it_stands && is_day(*serial) && (kind == Type::DateTime || moment.is_midnight()) =>
            {
                staged.moment(at, *moment)
            }
            (Type::Text, CellValue::Text(text)) if stands(column, text) => staged.text(at, text, None),
            (Type::Number, CellValue::Text(text)) if self.stage_number(staged, at, text) => true,
            (Type::Date | Type::DateTime, CellValue::Text(text))
                if column.as_it_stands
                    && let Some(day) = quick::day(text) =>
            {
                staged.moment(at, DateTime::midnight(day))
            }
            _ => self.stage_judged(ahead, at, (value, look), None),
        }
    }

    /// A number as programs write it into a text. Whether it is one.
    #[inline]
    fn stage_number(&self, staged: &mut Staged, at: usize, text: &str) -> bool {
        let column = &self.table.columns[at];
        let Some((number, has_point)) = quick::number(text).filter(|(number, _)| may_be(column, *number)) else {
            return false;
        };
        if has_point && column.conventions.decimal.is_none() {
            // What it says is told of the first alone.
            let is_first = self.evidence[at].seen(Clue::Point).count == 0;
            staged.aside(at, Aside::Said(Clue::Point), if is_first { text } else { "" });
        }
        (!has_point || column.conventions.decimal != Some(DecimalMark::Comma)) && staged.number(at, number)
    }

    /// A cell that needs a closer look, but no other cell. `shared` is the number of its text.
    fn stage_judged(
        &self,
        ahead: &mut Ahead,
        at: usize,
        (value, look): (&CellValue<'_>, Look),
        shared: Option<u32>,
    ) -> bool {
        let column = &self.table.columns[at];
        let is_text = column.kind == Type::Text && matches!(value, CellValue::Text(_));
        if self.written.is_some() && !(is_text && column.code.is_none() && column.one_of.is_empty()) {
            return false;
        }
        ahead.slot.set(value);
        ahead.slot.look = look;
        // A text of white space alone is no cell.
        if ahead.slot.is_blank() {
            return false;
        }
        let Ok((ready, aside)) = judge(&mut ahead.slot, column, self.is_1904) else { return false };
        if waits(&aside) {
            return false;
        }
        if aside != Aside::None {
            ahead.staged.aside(at, aside, &ahead.slot.original().unwrap_or_default());
        }
        ahead.staged.ready(at, &ready, &ahead.slot.text, shared.filter(|_| aside == Aside::None))
    }

    /// What is known of the row apart from its cells.
    fn stage_sources(&self, ahead: &mut Ahead, row: u32) -> bool {
        let told = self.table.columns.iter().enumerate().filter_map(|(at, column)| Some((at, column.from?)));
        told.filter_map(|(at, from)| Some((at, self.source(from, row)?)))
            .all(|(at, value)| self.stage_judged(ahead, at, (&value, Look::PLAIN), None))
    }

    fn is_header(&self, text: &str) -> bool {
        if let [first, .., last] = text.as_bytes()
            && text.is_ascii()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            // Folding changes the case of these marks alone.
            let ends = [first.to_ascii_lowercase(), last.to_ascii_lowercase()];
            let has_ends = |header: &[u8]| header.starts_with(&ends[..1]) && header.ends_with(&ends[1..]);
            if !self.headers.iter().flatten().any(|header| has_ends(header.as_bytes())) {
                return false;
            }
        }
        let folded = fold(text);
        self.headers.iter().flatten().any(|header| *header == folded)
    }

    /// Takes in the rows looked at, up to the first whose key was there before; gives how many.
    fn take_staged(&mut self, ahead: &mut Ahead, rows: &Rows<'_>) -> usize {
        let first = self.sheet_rows.len() as u32;
        let Ahead { texts, staged, .. } = ahead;
        // Where the policy says what becomes of them, the rows of all sheets are looked at together.
        let key = self.table.key.filter(|_| self.table.duplicates.is_none());
        let mut count = staged.rows().len();
        if let Some(key) = key {
            let (column, kept, numbers) = staged.column(key);
            let keys = &mut self.keys;
            count = match (column, &mut self.builders[key]) {
                (StagedColumn::Text(codes), ColumnBuilder::Text(into)) => {
                    texts.take((key, codes), kept, rows, into, |place, code| keys.is_new_code(code, numbers[place]))
                }
                (column, _) => (0..count)
                    .take_while(|place| column.bits(*place).is_none_or(|bits| keys.is_new(bits, numbers[*place])))
                    .count(),
            };
        }
        for (at, builder) in self.builders.iter_mut().enumerate() {
            let (column, kept, _) = staged.column(at);
            match (builder, column) {
                (ColumnBuilder::Text(_), StagedColumn::Text(_)) if key == Some(at) => {}
                (ColumnBuilder::Text(into), StagedColumn::Text(from)) => {
                    texts.take((at, &from[..count]), kept, rows, into, |_, _| true);
                }
                (builder, column) => column.append(count, builder),
            }
        }
        for (place, at, aside, text) in staged.asides().take_while(|(place, ..)| *place < count) {
            let index = Some(first + place as u32).filter(|_| !self.table.columns[at].joins);
            self.evidence[at].add(aside, staged.rows()[place], index, || text.to_string());
        }
        for (place, &row) in (first..).zip(&staged.rows()[..count]) {
            if self.previous.is_none_or(|previous| previous + 1 < row) {
                self.apart.push(place);
            }
            self.previous = Some(row);
        }
        self.take_numbers(&staged.rows()[..count]);
        count
    }

    /// Takes in the numbers of rows of which nothing more is to be said.
    fn take_numbers(&mut self, rows: &[u32]) {
        self.sheet_rows.extend_from_slice(rows);
        if !self.depths.is_empty() {
            self.depths.resize(self.sheet_rows.len(), 0);
        }
        count_rows(self.read, self.read + rows.len());
        self.read += rows.len();
    }
}

fn here<'w>(wanted: &'w [Vec<usize>], piece: &Piece) -> &'w [usize] {
    wanted.get(piece.column as usize).map_or(&[][..], Vec::as_slice)
}

/// Whether a column has a number as it stands.
fn may_be(column: &WantedColumn<'_>, number: f64) -> bool {
    column.as_it_stands || column.blank.is_empty() && column.one_of.is_empty() && clearly_between(number, column)
}

/// Whether a text is read as it stands, without a closer look.
#[inline]
fn stands(column: &WantedColumn<'_>, text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // A number that lost digits is `4.90123E+15`.
    let may_be_cut = matches!(bytes.get(1), Some(b'.' | b'E'));
    column.kind == Type::Text
        && column.as_it_stands
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
        && !may_be_cut
        && (!column.joins || text.is_ascii())
}
