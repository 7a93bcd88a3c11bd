//! Rows looked at one by one, before they are taken in: what each cell is to its column, where it stands for itself.

use super::staged::Staged;
use super::texts::Texts;
use super::{here, quick};
use crate::cells::{CellValue, Content, Look, Piece, Rows};
use crate::import::checks::{clearly_between, judge, waits};
use crate::import::evidence::Aside;
use crate::import::fold::fold;
use crate::import::issues::Place;
use crate::import::moment::is_day;
use crate::import::rows::take::source;
use crate::import::slot::Slot;
use crate::import::wanted::{WantedColumn, WantedTable};
use crate::value::{DateTime, DecimalMark, Type};

/// What is known of a sheet when its rows are looked at.
pub(super) struct Looking<'a, 'p> {
    pub table: &'a WantedTable<'p>,
    pub headers: &'a [Option<String>],
    pub is_1904: bool,
    pub keeps_written: bool,
    pub place: &'a Place,
    pub title: &'a Option<String>,
    pub heading: &'a Option<String>,
}

/// What rows are looked at with: what is seen in them, and what is known from those before.
#[derive(Default)]
pub(super) struct Eyes {
    pub texts: Texts,
    pub staged: Staged,
    /// Room for a cell that needs a closer look.
    slot: Slot,
}

/// A row as it is looked at.
#[derive(Default)]
struct Seen<'a> {
    /// Whether a text came.
    text: bool,
    /// The first text of a column that is read.
    wanted: Option<&'a Piece>,
    /// Cells of which it is known that they are not empty.
    cells: usize,
    /// Whether a column that is read has something else than text.
    other: bool,
}

impl Looking<'_, '_> {
    /// Looks at a row, and keeps what its columns are to hold; whether it is one that can be taken in so.
    pub(super) fn stage(&self, eyes: &mut Eyes, rows: &Rows<'_>, at: usize, wanted: &[Vec<usize>]) -> bool {
        let (row, cells) = rows.row(at);
        let mut seen = Seen::default();
        let sound = cells.iter().all(|piece| self.stage_cell(eyes, rows, piece, here(wanted, piece), &mut seen))
            && seen.cells > 1
            && (seen.other || seen.wanted.is_some_and(|piece| !self.is_header(rows.text(&rows.content(piece)))))
            && self.stage_sources(eyes, row)
            && eyes.staged.end_row(row, self.table);
        if !sound {
            eyes.staged.drop_row();
        }
        sound
    }

    #[inline]
    fn stage_cell<'a>(
        &self,
        eyes: &mut Eyes,
        rows: &Rows<'a>,
        piece: &'a Piece,
        wanted: &[usize],
        seen: &mut Seen<'a>,
    ) -> bool {
        let content = rows.content(piece);
        let is_read = !wanted.is_empty();
        if matches!(content, Content::Shared(_) | Content::Value(CellValue::Text(_))) {
            let first = !std::mem::replace(&mut seen.text, true);
            if first && (piece.look.indent() > 0 || !eyes.texts.is_harmless(&content, rows, is_read)) {
                return false;
            }
            seen.cells += usize::from(first || is_read);
            if is_read {
                seen.wanted.get_or_insert(piece);
            }
        } else {
            seen.cells += 1;
            seen.other |= is_read;
        }
        !is_read
            || !piece.look.is_struck()
                && wanted.iter().all(|&at| match &content {
                    Content::Shared(number) => self.stage_shared(eyes, rows, at, *number),
                    Content::Value(value) => self.stage_value(eyes, at, value, piece.look),
                })
    }

    /// A shared text in a column: most have been seen before, and need not be fetched from far away in memory.
    #[inline]
    fn stage_shared(&self, eyes: &mut Eyes, rows: &Rows<'_>, at: usize, number: u32) -> bool {
        if let Some(code) = eyes.texts.code(at, number) {
            return eyes.staged.code(at, code);
        }
        let text = rows.shared(number);
        match stands(&self.table.columns[at], text) {
            true => eyes.staged.shared(at, number),
            false => self.stage_judged(eyes, at, (&CellValue::Text(text), Look::PLAIN), Some(number)),
        }
    }

    #[inline]
    fn stage_value(&self, eyes: &mut Eyes, at: usize, value: &CellValue<'_>, look: Look) -> bool {
        let column = &self.table.columns[at];
        let staged = &mut eyes.staged;
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
            _ => self.stage_judged(eyes, at, (value, look), None),
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
            staged.point(at, text);
        }
        (!has_point || column.conventions.decimal != Some(DecimalMark::Comma)) && staged.number(at, number)
    }

    /// A cell that needs a closer look, but no other cell. `shared` is the number of its text.
    fn stage_judged(
        &self,
        eyes: &mut Eyes,
        at: usize,
        (value, look): (&CellValue<'_>, Look),
        shared: Option<u32>,
    ) -> bool {
        let column = &self.table.columns[at];
        let is_text = column.kind == Type::Text && matches!(value, CellValue::Text(_));
        if self.keeps_written && !(is_text && column.code.is_none() && column.one_of.is_empty()) {
            return false;
        }
        eyes.slot.set(value);
        eyes.slot.look = look;
        // A text of white space alone is no cell.
        if eyes.slot.is_blank() {
            return false;
        }
        let Ok((ready, aside)) = judge(&mut eyes.slot, column, self.is_1904) else { return false };
        if waits(&aside) {
            return false;
        }
        if aside != Aside::None {
            eyes.staged.aside(at, aside, &eyes.slot.original().unwrap_or_default());
        }
        eyes.staged.ready(at, &ready, &eyes.slot.text, shared.filter(|_| aside == Aside::None))
    }

    /// What is known of the row apart from its cells.
    fn stage_sources(&self, eyes: &mut Eyes, row: u32) -> bool {
        let told = self.table.columns.iter().enumerate().filter_map(|(at, column)| Some((at, column.from?)));
        told.filter_map(|(at, from)| Some((at, source(from, row, self.place, [self.title, self.heading])?)))
            .all(|(at, value)| self.stage_judged(eyes, at, (&value, Look::PLAIN), None))
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
