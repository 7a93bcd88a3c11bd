//! Rows that are data and of whose cells there is little to say, many at once: what they hold goes straight into the
//! columns. What comes of it is what [`RowReader::cell`] makes of them; the first row that may be anything else, or
//! that has a cell which other cells say something of, is left to it.

mod looker;
mod quick;
mod stage;
mod staged;
mod texts;

use super::RowReader;
use crate::cells::{Piece, Rows, count_rows};
use crate::policy::layout::Origin;
use crate::table::ColumnBuilder;
pub(in crate::import) use looker::{Ahead as LookingAhead, Looked};
use stage::{Eyes, Looking};
use staged::{Staged, StagedColumn};
use std::sync::Mutex;
use texts::Texts;

/// Rows looked at before they are taken in, at most and at least.
const RUNS: (usize, usize) = (1024, 8);
/// Rows passed over at most where one after the other was none of these.
const MOST_PASSED: usize = 256;

/// What is kept from row to row for taking them in so.
#[derive(Default)]
pub(super) struct Ahead {
    eyes: Eyes,
    /// Rows that are looked at next.
    run: usize,
    /// Rows that are passed over before, and how many it would be the next time.
    passed: usize,
    patience: usize,
}

impl<'t, 'p> RowReader<'t, 'p> {
    /// Takes in whole rows from one of them on; `wanted` has for each column of the sheet the table's columns that stand
    /// there.
    pub(in crate::import) fn rows(&mut self, rows: &Rows<'_>, from: usize, wanted: &[Vec<usize>]) {
        self.rows_between(rows, (from, rows.len()), wanted);
    }

    /// The same, where some of the rows have been looked at already.
    pub(in crate::import) fn rows_looked_at(
        &mut self,
        rows: &Rows<'_>,
        from: usize,
        wanted: &[Vec<usize>],
        looked: &Looked,
    ) {
        let mut at = from;
        for (start, staged) in looked.runs().skip_while(|(start, _)| *start < from) {
            self.rows_between(rows, (at, start), wanted);
            at = start;
            self.finish_row();
            if self.may_be_plain() {
                let mut ahead = std::mem::take(&mut self.ahead);
                at += self.take_staged(staged, &mut ahead.eyes.texts, rows);
                self.ahead = ahead;
            }
        }
        self.rows_between(rows, (at, rows.len()), wanted);
    }

    fn rows_between(&mut self, rows: &Rows<'_>, (from, to): (usize, usize), wanted: &[Vec<usize>]) {
        let mut at = from;
        while at < to {
            at += self.plain_rows(rows, (at, to), wanted);
            if at < to {
                let (row, cells) = rows.row(at);
                cells.iter().for_each(|piece| self.cell(&rows.cell(row, piece), here(wanted, piece)));
                at += 1;
            }
        }
    }

    /// Takes in as many rows at once as can be; gives how many.
    fn plain_rows(&mut self, rows: &Rows<'_>, (from, to): (usize, usize), wanted: &[Vec<usize>]) -> usize {
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
        while from + taken < to {
            let run = ahead.run.clamp(RUNS.1, RUNS.0).min(to - from - taken);
            ahead.eyes.staged.clear(self.table);
            rows.look_ahead(from + taken..from + taken + run);
            let looking = self.looking();
            let all = (0..run).all(|row| looking.stage(&mut ahead.eyes, rows, from + taken + row, wanted));
            let Eyes { texts, staged, .. } = &mut ahead.eyes;
            let looked_at = staged.rows().len();
            let kept = self.take_staged(staged, texts, rows);
            taken += kept;
            if !all || kept < looked_at {
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

    /// What is known of the sheet.
    fn looking(&self) -> Looking<'_, '_> {
        Looking {
            table: self.table,
            headers: &self.headers,
            is_1904: self.is_1904,
            keeps_written: self.written.is_some(),
            place: &self.place,
            title: &self.title,
            heading: &self.heading,
        }
    }

    /// The same for who looks at rows on another thread; nobody where what is seen depends on rows before.
    pub(in crate::import) fn looking_ahead<'a>(&self, wanted: &'a [Vec<usize>]) -> Option<LookingAhead<'a, 'p>>
    where
        't: 'a,
    {
        let by_heading = self.table.columns.iter().any(|column| column.from == Some(Origin::Heading));
        let alone = !by_heading && self.written.is_none() && self.labels.columns().is_empty();
        alone.then(|| LookingAhead {
            table: self.table,
            wanted,
            headers: self.headers.clone(),
            is_1904: self.is_1904,
            place: self.place.clone(),
            title: self.title.clone(),
            seen: Mutex::default(),
            spare: Mutex::default(),
        })
    }

    /// Whether the rows to come are those of a table that has begun, and have no labels that stand for several of them.
    fn may_be_plain(&self) -> bool {
        let told = self.table.columns.iter().any(|column| !matches!(column.from, None | Some(Origin::Column(_))));
        self.read > 0 && self.second.is_none() && self.labels.columns().is_empty() && !(told && self.written.is_some())
    }

    /// Takes in the rows looked at, up to the first whose key was there before; gives how many.
    fn take_staged(&mut self, staged: &Staged, texts: &mut Texts, rows: &Rows<'_>) -> usize {
        let first = self.sheet_rows.len() as u32;
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
