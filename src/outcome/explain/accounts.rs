//! Short accounts of scores and triggers, for the report.

use super::ranges::in_line;
use super::{Explainer, How, Reason};
use crate::formula::{ColumnId, TableId};
use crate::outcome::{AccountLine, Accounts, CardAccount, Fired, MeasureAccount, Outcome};
use crate::plan::{ScorecardId, ScorecardPlan};
use crate::table::Column;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Rows of a scorecard that are told about: those with the best scores.
pub const CARD_ROWS: usize = 2_000;
/// Triggers that are told about: the first of the review list.
pub const TRIGGERS: usize = 2_000;
/// Levels of values behind a trigger's condition.
const LEVELS: usize = 3;
/// Ranges of cells named in a line.
const RANGES: usize = 4;
/// Rows that are worth another thread.
const AT_LEAST: usize = 32;

impl Explainer<'_> {
    /// Accounts of the rows the report lists first, on the threads of the pool this is called in.
    #[must_use]
    pub fn accounts(&self, outcome: &Outcome) -> Accounts {
        let cards = 0..self.plan().scorecards.len();
        let scorecards = cards.map(|card| self.of_card(ScorecardId(card))).collect();
        let fired: Vec<Fired<'_>> = outcome.triggers.iter().take(TRIGGERS).collect();
        let lines = self.each(&fired, |explainer, fired| explainer.of_trigger(fired.trigger(), fired.row()));
        let triggers = lines.into_iter().enumerate().filter_map(|(at, lines)| Some((at, lines?))).collect();
        Accounts { scorecards, triggers }
    }

    fn of_card(&self, id: ScorecardId) -> BTreeMap<usize, CardAccount> {
        let card = self.plan().scorecard(id);
        let rows = self.best_rows(card);
        let mut told = self.each(&rows, |explainer, &row| explainer.of_row(card, row as usize));
        for (account, next) in told.iter_mut().zip(self.next_bands(id, &rows)) {
            account.next = next;
        }
        rows.into_iter().map(|row| row as usize).zip(told).collect()
    }

    /// Does the same for each item, on the threads of the pool this is called in; outside of one on this thread.
    fn each<T: Sync, R: Send>(&self, items: &[T], of: impl Fn(&Explainer<'_>, &T) -> R + Sync) -> Vec<R> {
        if rayon::current_thread_index().is_none() {
            return items.iter().map(|item| of(self, item)).collect();
        }
        let items = items.par_iter().with_min_len(AT_LEAST);
        items.map_init(self.for_threads(), |explainer, item| of(explainer, item)).collect()
    }

    fn of_row(&self, card: &ScorecardPlan, row: usize) -> CardAccount {
        let band = self.reason(ColumnId { table: card.table, slot: card.band }, row, 0);
        let test = match band.how {
            How::Band(tests) => tests.into_iter().find(|band| band.test.met == Some(true)),
            _ => None,
        };
        CardAccount { test: test.map(|band| band.test.text), measures: self.measures_told(card, row), next: None }
    }

    /// The rows with the best scores, as many as are told about; those without a score come last.
    fn best_rows(&self, card: &ScorecardPlan) -> Vec<u32> {
        let Some(Column::Number(scores)) = self.trace.column(ColumnId { table: card.table, slot: card.score }) else {
            return Vec::new();
        };
        let mut rows: Vec<u32> = (0..scores.len() as u32).collect();
        let score = |row: u32| scores[row as usize];
        rows.sort_by(|&a, &b| score(a).is_nan().cmp(&score(b).is_nan()).then(score(b).total_cmp(&score(a))));
        rows.truncate(CARD_ROWS);
        rows
    }

    fn measures_told(&self, card: &ScorecardPlan, row: usize) -> Vec<MeasureAccount> {
        let measured = self.measures(card, row);
        let told = measured.into_iter().zip(&card.measures).map(|(measured, measure)| {
            let id = ColumnId { table: card.table, slot: measure.value };
            MeasureAccount {
                points: measured.points,
                weight: measured.counts,
                brings: measured.brings(),
                costs: measured.costs(),
                cells: self.cells_told(id, row),
                title: measured.title,
                shown: measured.shown,
            }
        });
        told.collect()
    }

    fn of_trigger(&self, name: &str, row: usize) -> Option<Vec<AccountLine>> {
        let trigger = self.plan().triggers.iter().find(|trigger| trigger.name == name)?;
        let reason = self.afresh(ColumnId { table: trigger.table, slot: trigger.when }, row);
        let mut lines = Vec::new();
        self.tell(trigger.table, &reason, (row, 0), &mut lines);
        Some(lines)
    }

    /// An explanation that does not leave out what an earlier one told.
    fn afresh(&self, id: ColumnId, row: usize) -> Reason {
        self.above.borrow_mut().clear();
        self.reason(id, row, LEVELS)
    }

    /// The first of the cells a value rests on, the sheet named once, and how many places more there are.
    fn cells_told(&self, id: ColumnId, row: usize) -> Vec<String> {
        let (ranges, all) = self.first_ranges(id, row, RANGES);
        let mut told = in_line(&ranges);
        if all > ranges.len() {
            told.push(format!("+{}", all - ranges.len()));
        }
        told
    }

    /// A value, then what it was made of in the same row. Rows of other tables are told by their cells.
    fn tell(&self, table: TableId, reason: &Reason, (row, depth): (usize, usize), lines: &mut Vec<AccountLine>) {
        let slot =
            self.plan().tables[table.0].columns.iter().position(|column| super::one_line(&column.name) == reason.name);
        let own = slot.filter(|_| reason.row.is_none()).map(|slot| ColumnId { table, slot });
        let cells = match (&reason.how, own) {
            (How::Cell { shown, .. }, _) => vec![shown.clone()],
            // What stands below it names them.
            (_, Some(id)) if depth > 0 => self.cells_told(id, row),
            _ => Vec::new(),
        };
        // A condition that stands at the trigger is known by its text alone.
        let is_text = depth == 0 && slot.is_none_or(|slot| self.plan().tables[table.0].columns[slot].hidden);
        lines.push(match is_text {
            true => AccountLine { depth, how: reason.name.clone(), ..AccountLine::default() },
            false => {
                AccountLine { depth, name: reason.name.clone(), value: reason.shown.clone(), how: how(reason), cells }
            }
        });
        let follows = depth == 0 || matches!(reason.how, How::Formula | How::Decision(_) | How::Band(_));
        for part in reason.parts.iter().filter(|part| part.row.is_none() && follows) {
            self.tell(table, part, (row, depth + 1), lines);
        }
    }
}

/// The formula, or the rule that hit with its tests.
fn how(reason: &Reason) -> String {
    let tests = || {
        let parts = reason.parts.iter().filter_map(|part| Some(format!("{} {}", part.name, part.test.as_ref()?.text)));
        parts.collect::<Vec<_>>().join(", ")
    };
    match &reason.how {
        How::Decision(decided) => match decided.chosen {
            Some(_) if decided.is_default => format!("{}: otherwise", decided.name),
            Some(number) => format!("{} {number}/{}: {}", decided.name, decided.rules, tests()),
            None => decided.name.clone(),
        },
        How::Band(bands) => {
            let met = bands.iter().find(|band| band.test.met == Some(true));
            met.map(|band| band.test.text.clone()).unwrap_or_default()
        }
        _ => reason.formula.clone().filter(|formula| *formula != reason.name).unwrap_or_default(),
    }
}
