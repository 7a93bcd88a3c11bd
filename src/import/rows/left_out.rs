//! Rows that are no data, and what is said of them.

use super::{RowReader, said};
use crate::import::aside::{LeftOut, NoData, Rows};
use crate::import::coerce::coerce;
use crate::import::evidence::Aside;
use crate::import::fold::fold;
use crate::import::foot;
use crate::import::headings;
use crate::import::nested::is_pivot;
use crate::import::numbering::Numbering;
use crate::import::ready::Ready;
use crate::import::slot::{Held, Slot};
use crate::import::totals::{has_total_word, is_page_line, is_remark, is_total_word};
use crate::import::worked;
use crate::issue::{Issue, IssueCode};
use crate::policy::layout::Origin;
use crate::say;
use crate::table::Column;
use crate::value::{Shows, Type, number};
use crate::words::Sentence;

/// How a row is the header once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// Each cell stands below its like.
    InPlace,
    /// In another order.
    Moved,
}

impl RowReader<'_, '_> {
    /// Whether the row is the header once more, as it stands or in another order: at least two of its cells, and every
    /// one.
    pub(super) fn header_here(&self) -> Option<Again> {
        let (mut names, mut in_place) = (Vec::new(), true);
        for (slot, header) in self.slots.iter().zip(&self.headers) {
            match slot.held {
                Held::Blank => {}
                Held::Text => {
                    let name = fold(&slot.text);
                    in_place &= header.as_ref() == Some(&name);
                    if !in_place && !self.headers.iter().flatten().any(|known| *known == name) {
                        return None;
                    }
                    names.push(name);
                }
                _ => return None,
            }
        }
        let several = names.len() > 1;
        if in_place {
            return several.then_some(Again::InPlace);
        }
        names.sort_unstable();
        let distinct = names.windows(2).all(|pair| pair[0] != pair[1]);
        (several && distinct).then_some(Again::Moved)
    }

    /// The rows below a header in another order are no longer in the columns that are read.
    pub(super) fn other_header(&mut self, first_column: u32) {
        self.second = Some(self.current.row);
        let message = say!(
            "header-moved",
            "the header stands here again, in another order: a second table begins; its rows are left out (give it a sheet \
             of its own, or a table with a `range:`)"
        );
        self.leave_out(first_column, IssueCode::SecondTable, message);
    }

    /// A header printed again on the next page of a table, or that of a second table.
    pub(super) fn header_again(&mut self, first_column: u32) {
        let again = say!("header-again", "the header is here again; row left out");
        let row = self.current.row;
        let place = self.sheet_rows.len() as u32;
        let title = place.checked_sub(1).filter(|last| self.lonely.last() == Some(last));
        if title.is_some() && title == self.page {
            self.leave_out(first_column, IssueCode::RepeatedHeader, again);
            return;
        }
        let above = title.map_or(self.previous, |title| Some(self.sheet_rows[title as usize]));
        let gap = title.is_some() || above.is_some_and(|above| above + 1 < row);
        if !gap {
            self.leave_out(first_column, IssueCode::RepeatedHeader, again);
            return;
        }
        self.second = Some(row);
        let message = say!(
            "second-table",
            "the header stands here again, below a gap or a title: a second table begins; its rows are left out (give it a \
             sheet of its own)"
        );
        self.leave_out(first_column, IssueCode::SecondTable, message);
    }

    /// Whether the single cell of the row is a heading of the rows below it, and the policy asks for such.
    pub(super) fn is_heading(&self) -> bool {
        self.table.columns.iter().any(|column| column.from == Some(Origin::Heading))
            && self
                .slots
                .iter()
                .any(|slot| slot.original().is_some_and(|text| !is_remark(&text) && !is_page_line(&text)))
    }

    /// Keeps the heading for the rows below.
    pub(super) fn take_heading(&mut self, first_column: u32) {
        let heading = self.slots.iter().find_map(Slot::original);
        let upper = std::mem::replace(&mut self.heading, heading);
        let upper = upper.filter(|_| self.headed.is_some() && self.headed == self.previous);
        self.headed = Some(self.current.row);
        let message = match &upper {
            None => say!("heading-of-rows", "a heading of the rows below; row left out"),
            Some(upper) => say!(
                "heading-of-heading",
                "a heading of the rows below, and so is `{upper}` above it, which is not taken; row left out",
                upper
            ),
        };
        self.leave_out_as(first_column, IssueCode::HeadingRow, message, upper.is_none());
    }

    pub(super) fn left_out(&mut self, first_column: u32) -> LeftOut {
        let slot = self.sheet_columns.iter().position(|at| *at == Some(first_column)).map(|at| &self.slots[at]);
        let text = slot.and_then(Slot::original);
        let (mut numbers, mut with_comma) = (Vec::new(), Vec::new());
        for (slot, column) in self.slots.iter_mut().zip(&self.table.columns) {
            let read = if column.kind == Type::Number { coerce(slot, column, self.is_1904).ok() } else { None };
            let (number, comma) = match read {
                Some((Ready::Number(value), Aside::Number(text))) => match text.shows {
                    Shows::Either { with_comma } => (value, with_comma),
                    Shows::Neither | Shows::Mark(_) => (value, value),
                },
                Some((Ready::Number(value), _)) => (value, value),
                _ => (f64::NAN, f64::NAN),
            };
            numbers.push(number);
            with_comma.push(comma);
        }
        LeftOut {
            before: self.sheet_rows.len() as u32,
            cell: (self.current.row, first_column),
            named: true,
            text,
            numbers,
            with_comma,
        }
    }

    /// Whether the first row numbers the columns, as far as its own cells show it; else that is seen when all rows are
    /// known.
    pub(super) fn numbers_columns(&mut self) -> bool {
        let Some(numbering) = Numbering::of(&self.first) else { return false };
        let is_misplaced = |slot: &Slot, kind: Type| match (numbering, kind) {
            (Numbering::Letters, Type::Number) | (_, Type::Date | Type::DateTime | Type::Bool) => !slot.is_blank(),
            _ => false,
        };
        let misplaced = self.table.columns.iter().zip(&self.slots).any(|(column, slot)| {
            is_misplaced(slot, column.kind)
                || !column.one_of.is_empty() && slot.held == Held::Text && column.one_of.spelling(&slot.text).is_none()
        });
        let is_certain = numbering == Numbering::Marked || misplaced;
        self.numbering = Some(numbering).filter(|numbering| !is_certain && *numbering != Numbering::Letters);
        is_certain
    }

    /// Whether the first row numbers the columns, and stays: where other rows have words in a column in which it has a
    /// number, it is no row; else it may be one.
    fn first_is_numbering(&self, columns: &[Column]) -> Option<bool> {
        let numbering = self.numbering.filter(|_| self.sheet_rows.len() > 1)?;
        let has_words = columns.iter().zip(&self.table.columns).any(|(column, wanted)| {
            let Column::Text(texts) = column else { return false };
            let mut others = texts.dictionary.iter().filter(|text| Some(*text) != column.text(0)).peekable();
            wanted.in_cells()
                && column.text(0).is_some()
                && others.peek().is_some()
                && others.all(|text| number::parse(text).is_none())
        });
        (has_words || numbering.is_odd()).then_some(!has_words)
    }

    /// Finds rows that are no data, says so, and gives those to leave out.
    pub(super) fn set_aside(&mut self, columns: &[Column]) -> Vec<u32> {
        let rows = Rows {
            table: self.table,
            columns,
            sheet_rows: &self.sheet_rows,
            labels: self.labels.columns(),
            lonely: &self.lonely,
            stray: &self.stray,
            apart: &self.apart,
            across: &self.across,
            numbered: self.first_is_numbering(columns),
            outside: &self.outside,
            depths: &self.depths,
            pivot: self.headers.iter().flatten().any(|header| is_pivot(header)),
            left_out: &self.totals,
        };
        let mut found = rows.find();
        worked::mark(&rows, &mut found);
        headings::mark(&rows, &mut found);
        foot::mark(&rows, &mut found);
        // The title of a second table is none of the first one's rows.
        let last = (self.sheet_rows.len() as u32).checked_sub(1).filter(|last| self.lonely.last() == Some(last));
        if self.second.is_some()
            && let Some(last) = last.filter(|last| found.rows.iter().all(|(row, _)| row != last))
        {
            found.rows.push((last, NoData::Remark));
        }
        let mut lost = Vec::new();
        for (row, what) in found.rows {
            let (column, text) = self.first_value(columns, row);
            let stays = what.stays();
            self.say_aside(&what, (self.sheet_rows[row as usize], column), text, stays);
            if !stays {
                lost.push(row);
            }
        }
        for (total, what) in std::mem::take(&mut self.totals).into_iter().zip(found.left_out) {
            let Some(what) = what else { continue };
            // What it lacks is what a total lacks.
            self.log.forget_rejected(total.cell.0);
            self.say_aside(&what, total.cell, total.text, false);
        }
        self.remarks_below();
        lost
    }

    /// The first value of a used row, and where it stands.
    fn first_value(&self, columns: &[Column], row: u32) -> (u32, Option<String>) {
        if let Some((_, column, text)) = self.stray.iter().find(|(of, ..)| *of == row) {
            return (*column, Some(text.clone()));
        }
        let in_cells = |at: &usize| self.table.columns[*at].in_cells();
        let first = (0..columns.len()).filter(in_cells).find(|at| !columns[*at].is_blank(row as usize));
        let column = first.and_then(|at| self.sheet_columns[at]).unwrap_or(0);
        (column, first.map(|at| columns[at].value(row as usize).to_string()))
    }

    /// Single texts below all rows that were left out since they have no key, or the like: below an empty row, or with the
    /// look of a remark.
    fn remarks_below(&mut self) {
        let rows = self.sheet_rows.len() as u32;
        let mut waiting = Vec::new();
        for below in std::mem::take(&mut self.below).into_iter().rev().take_while(|below| below.before == rows) {
            let (is_remark, apart) = (is_remark(&below.text) || is_page_line(&below.text), below.apart);
            waiting.push(below);
            if is_remark || apart {
                for below in waiting.drain(..) {
                    self.log.forget_rejected(below.cell.0);
                    self.say_aside(&NoData::Remark, below.cell, Some(below.text), false);
                }
            }
        }
    }

    fn say_aside(&mut self, what: &NoData, (row, column): (u32, u32), text: Option<String>, stays: bool) {
        let (code, note, message) = said::of(what, stays, |at| self.table.columns[at].name);
        let issue = Issue::new(code, message).at_cell(self.place.cell(row, column)).as_note(note);
        self.log.add(issue.with_text(text).in_table(self.table.name).rejecting(!stays));
    }

    /// Nothing but numbers stands beside the word, and neither key nor reference is there.
    pub(super) fn is_total(&self) -> bool {
        self.table.columns.iter().zip(&self.slots).all(|(column, slot)| match &slot.held {
            Held::Blank | Held::Error | Held::Unsaved => true,
            Held::Text if column.kind == Type::Number => true,
            Held::Text => is_total_word(&slot.text),
            Held::Number(_) => column.kind == Type::Number && !column.joins,
            Held::Moment(_) | Held::Bool(_) | Held::List(_) => false,
        })
    }

    /// Whether the row has numbers and nothing else.
    pub(super) fn has_numbers_alone(&self) -> bool {
        let cells = self.table.columns.iter().enumerate().filter(|(_, column)| column.in_cells());
        let mut filled = cells.filter(|(at, _)| !self.slots[*at].is_blank()).peekable();
        let is_number = |at: usize| matches!(self.ready[at], Ready::Number(_)) && !self.table.columns[at].joins;
        filled.peek().is_some() && filled.all(|(at, _)| is_number(at))
    }

    /// How many numbers stand beside the texts of the row, where each of these has a word for a total (`Blue total`) and
    /// nothing else is there.
    pub(super) fn numbers_of_total(&self) -> Option<usize> {
        let (mut words, mut numbers) = (0, 0);
        for (column, slot) in self.table.columns.iter().zip(&self.slots).filter(|(column, _)| column.in_cells()) {
            match &slot.held {
                Held::Blank => {}
                Held::Text if has_total_word(&slot.text) => words += 1,
                Held::Number(_) | Held::Text if column.kind == Type::Number && !column.joins => numbers += 1,
                _ => return None,
            }
        }
        (words > 0).then_some(numbers)
    }

    pub(super) fn leave_out_numbers(&mut self, first_column: u32) {
        let what = NoData::ColumnNumbers { stays: false };
        self.rejected += 1;
        self.say_aside(&what, (self.current.row, first_column), self.first.first().cloned(), false);
    }

    pub(super) fn leave_out(&mut self, column: u32, code: IssueCode, message: Sentence) {
        self.leave_out_as(column, code, message, code.is_note());
    }

    fn leave_out_as(&mut self, column: u32, code: IssueCode, message: Sentence, note: bool) {
        self.rejected += 1;
        let slot = self.sheet_columns.iter().position(|at| *at == Some(column)).map(|at| &self.slots[at]);
        let issue = Issue::new(code, message).at_cell(self.place.cell(self.current.row, column)).as_note(note);
        self.log.add(issue.with_text(slot.and_then(Slot::original)).in_table(self.table.name).rejecting(true));
    }
}
