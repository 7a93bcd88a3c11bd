//! Deciding, at the end of a sheet, what its doubtful cells are, from all its cells.

use super::checks::{self, Fault};
use super::evidence::{Clue, Doubt, Evidence, Readings, Seen};
use super::issues::{IssueLog, Place};
use super::ready::Ready;
use super::slot::iso;
use super::wanted::{WantedColumn, WantedTable};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::table::ColumnBuilder;
use crate::value::{DateTime, DecimalMark, Type, number};
use crate::words::{Between, Hole, Sentence};

/// What is known of a file's numbers before any of them is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Nothing.
    #[default]
    Unknown,
    /// Its headers are in a script whose countries all write a decimal point.
    PointCountry,
    /// Commas stand between its fields, so hardly before decimals too.
    Commas,
}

impl Dialect {
    /// Told by the mark between the fields of a line, and the headers.
    pub(super) fn of(separator: Option<char>, headers: &[String]) -> Dialect {
        let of_point_country = |c: char| {
            // Kana, Han, Hangul, Thai.
            matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{0e00}'..='\u{0e7f}')
        };
        if headers.iter().any(|header| header.contains(of_point_country)) {
            Dialect::PointCountry
        } else if separator == Some(',') {
            Dialect::Commas
        } else {
            Dialect::Unknown
        }
    }
}

/// The columns of a sheet, all cells read.
pub(super) struct Sheet<'a, 'p> {
    pub table: &'a WantedTable<'p>,
    pub place: &'a Place,
    pub sheet_columns: &'a [Option<u32>],
    pub builders: &'a mut [ColumnBuilder],
    /// For each used row its row in the sheet.
    pub rows: &'a [u32],
    pub log: &'a mut IssueLog,
    pub dialect: Dialect,
    /// Rows, by their place in the columns, that must be left out after all.
    pub lost: Vec<u32>,
    /// Columns whose doubtful numbers have a decimal comma.
    pub with_comma: Vec<usize>,
}

/// What shows how a column is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown<T> {
    /// Its own cells, all the same way.
    Itself(T),
    /// Its own cells, some in one way and some in the other.
    Both,
    /// Other columns of the sheet.
    Others(T),
    /// Something else, for certain or nearly.
    Country(T),
    Separator(T),
    /// Nothing.
    Nothing,
}

impl Sheet<'_, '_> {
    /// Settles every column, and says what there is to say.
    pub(super) fn settle(&mut self, all: &[Evidence]) {
        let count = |clue: Clue| all.iter().any(|evidence| evidence.seen(clue).count > 0);
        let (point, comma) = (count(Clue::Point), count(Clue::Comma));
        let (day, month) = (count(Clue::DayFirst), count(Clue::MonthFirst));
        for (at, evidence) in all.iter().enumerate() {
            match self.table.columns[at].kind {
                Type::Number => {
                    let mut shown = shown(evidence, [Clue::Point, Clue::Comma], [point, comma]);
                    if shown == Shown::Nothing {
                        shown = self.by_country(evidence);
                    }
                    self.numbers(at, evidence, shown);
                    self.currencies(at, evidence);
                    self.percents(at, evidence);
                }
                Type::Date | Type::DateTime => {
                    self.days(at, evidence, shown(evidence, [Clue::DayFirst, Clue::MonthFirst], [day, month]));
                }
                Type::Text | Type::Bool | Type::List | Type::Period => {}
            }
            self.asides(at, evidence);
        }
    }

    fn by_country(&self, evidence: &Evidence) -> Shown<usize> {
        let money = evidence.currencies.iter();
        match self.dialect {
            Dialect::PointCountry => Shown::Country(0),
            _ if evidence.seen(Clue::EitherMark).text.contains(|c| ('０'..='９').contains(&c)) => Shown::Country(0),
            _ if money.clone().count() > 0 && money.clone().all(|(money, _)| money.has_point()) => Shown::Country(0),
            Dialect::Commas if evidence.seen(Clue::EitherMark).text.contains(',') => Shown::Separator(0),
            _ => Shown::Nothing,
        }
    }

    fn numbers(&mut self, at: usize, evidence: &Evidence, shown: Shown<usize>) {
        let [point, comma] = [evidence.seen(Clue::Point), evidence.seen(Clue::Comma)];
        let doubtful = evidence.seen(Clue::EitherMark);
        let mark = match shown {
            Shown::Itself(1) | Shown::Others(1) => DecimalMark::Comma,
            _ => DecimalMark::Point,
        };
        if mark == DecimalMark::Comma {
            self.with_comma.push(at);
        }
        for doubt in &evidence.doubts {
            self.decide_number(at, *doubt, mark, evidence);
        }
        let both_shown = || {
            let (comma, point) = (self.cite(at, comma), self.cite(at, point));
            say!("both-marks", "{comma} has a decimal comma, {point} a decimal point", comma, point)
        };
        if shown == Shown::Both && doubtful.count == 0 {
            let message = say!("each-mark", "{found}; each was read as it shows", found = both_shown());
            return self.say(IssueCode::DecimalMark, at, comma, 1, message);
        }
        let found = match shown {
            Shown::Both => Some(both_shown()),
            Shown::Itself(_) => Some(self.cite(at, comma)),
            _ => None,
        };
        if doubtful.count > 0
            && let Some((code, message)) = self.mark(at, doubtful, mark, (shown, found))
        {
            self.say(code, at, doubtful, doubtful.count, message);
        }
    }

    /// What is said of numbers that could be read in two ways; `found`: the cells that show how.
    fn mark(
        &self,
        at: usize,
        doubtful: &Seen,
        mark: DecimalMark,
        (shown, found): (Shown<usize>, Option<Sentence>),
    ) -> Option<(IssueCode, Sentence)> {
        let read = match mark {
            DecimalMark::Point => say!("read-with-point", "read with a decimal point"),
            DecimalMark::Comma => say!("read-with-comma", "read with a decimal comma"),
        };
        let column = self.table.columns[at].name;
        let settle = say!(
            "settle-decimal",
            "write `decimal: \",\"` or `decimal: \".\"` for column `{column}` to settle it",
            column
        );
        let (cells, both) = (cells(doubtful.count), self.both_ways(doubtful));
        let these = say!(
            "cells-like",
            "{cells} like `{example}` {read}",
            cells = &cells,
            example = &doubtful.text,
            read = &read
        );
        let done = say!("marks-read", "{cells} {read}; {settle}", cells, read, settle = &settle);
        Some(match shown {
            Shown::Both => {
                (IssueCode::DoubtfulNumber, say!("marks-differ", "{found}, and {both}: {done}", found, both, done))
            }
            Shown::Itself(1) => {
                (IssueCode::DecimalMark, say!("mark-shown", "{these}, as {shows} shows", these, shows = found))
            }
            Shown::Others(1) => {
                let message =
                    say!("mark-of-others", "{these}, as other columns of the sheet show; {settle}", these, settle);
                (IssueCode::DecimalMark, message)
            }
            Shown::Separator(_) => {
                let message = say!(
                    "mark-of-file",
                    "{these}, because commas part the fields of the file; {settle}",
                    these,
                    settle
                );
                (IssueCode::DecimalMark, message)
            }
            Shown::Nothing => {
                (IssueCode::DoubtfulNumber, say!("mark-unknown", "{both}, and no cell shows which: {done}", both, done))
            }
            Shown::Itself(_) | Shown::Others(_) | Shown::Country(_) => return None,
        })
    }

    fn both_ways(&self, doubtful: &Seen) -> Sentence {
        let Some(read) = crate::value::NumberText::read(&doubtful.text) else { return Sentence::default() };
        let [point, comma] = [DecimalMark::Point, DecimalMark::Comma].map(|mark| read.with(mark).unwrap_or(f64::NAN));
        let (text, point, comma) = (&doubtful.text, number::shortest(point), number::shortest(comma));
        say!(
            "two-numbers",
            "`{text}` is {point} with a decimal point and {comma} with a decimal comma",
            text,
            point,
            comma
        )
    }

    fn decide_number(&mut self, at: usize, doubt: Doubt, mark: DecimalMark, evidence: &Evidence) {
        let (Readings::Number(with_comma), ColumnBuilder::Number(values)) = (doubt.readings, &mut self.builders[at])
        else {
            return;
        };
        let Some(value) = values.get_mut(doubt.index as usize) else { return };
        if mark == DecimalMark::Comma {
            *value = with_comma;
        }
        let value = *value;
        if let Err(fault) = checks::number_allowed(value, &self.table.columns[at]) {
            self.spoil(at, doubt, fault, evidence);
        }
    }

    fn currencies(&mut self, at: usize, evidence: &Evidence) {
        let [(_, first), others @ ..] = evidence.currencies.as_slice() else { return };
        if others.is_empty() {
            return;
        }
        let listed = evidence.currencies.iter().map(|(_, seen)| {
            say!("cell-and-count", "{cell} ({cells})", cell = self.cite(at, seen), cells = cells(seen.count))
        });
        let message = say!(
            "several-currencies",
            "the amounts are in several currencies: {listed}; they were read as plain numbers, so do not add them up (put \
             the currency into a column of its own)",
            listed = Hole::list(listed, Between::Comma)
        );
        self.say(IssueCode::SeveralCurrencies, at, first, evidence.currencies.len(), message);
    }

    /// `5%` beside `5` may well be the same: the one is read as 0.05, the other as 5.
    fn percents(&mut self, at: usize, evidence: &Evidence) {
        let (signed, shown) = (&evidence.percents, &evidence.shown_percents);
        let ColumnBuilder::Number(values) = &self.builders[at] else { return };
        if signed.count == 0 && shown.count == 0 {
            return;
        }
        let is_percent = |place: usize| evidence.large_percents.binary_search(&(place as u32)).is_ok();
        let mut bare = values.iter().enumerate().filter(|(place, value)| value.abs() > 1.0 && !is_percent(*place));
        if signed.count > 0 {
            let bare = bare.count();
            if bare == 0 {
                return;
            }
            let message = say!(
                "percent-and-number",
                "{cell} is a percentage, and {count} {count:number of the column is|numbers of the column are} above 1 \
                 without the sign: 5% is read as 0.05, 5 as 5 (write the sign into every cell or into none)",
                cell = self.cite(at, signed),
                count = bare
            );
            return self.say(IssueCode::MixedPercent, at, signed, signed.count, message);
        }
        // A number of another size is of another kind: a sum of money among rates, say.
        let Some((least, most)) = evidence.percent_sizes else { return };
        let is_alike = |value: f64| (least / 10.0..=most * 10.0).contains(&(value.abs() / 100.0));
        let Some((place, value)) = bare.find(|(_, value)| is_alike(**value)) else { return };
        let row = self.rows.get(place).copied().unwrap_or_default();
        let found = Seen { count: 1, row, text: number::shortest(*value) };
        let count = 1 + bare.filter(|(_, value)| is_alike(**value)).count();
        let message = say!(
            "number-among-percents",
            "{cell} is no percentage, and {other} is formatted as one ({count} {count:cell is|cells are} formatted so): 5% \
             is read as 0.05, 5 as 5 (if `{text}` means percent, write `{text}%` into the cell)",
            cell = self.cite(at, &found),
            other = self.cite(at, shown),
            count = shown.count,
            text = &found.text
        );
        self.say(IssueCode::MixedPercent, at, &found, count, message);
    }

    fn days(&mut self, at: usize, evidence: &Evidence, shown: Shown<usize>) {
        let doubtful = evidence.seen(Clue::EitherDay);
        if doubtful.count == 0 {
            return;
        }
        let first = match shown {
            Shown::Itself(first) | Shown::Others(first) => Some(first),
            Shown::Both | Shown::Country(_) | Shown::Separator(_) | Shown::Nothing => None,
        };
        for doubt in &evidence.doubts {
            self.decide_day(at, *doubt, first, evidence);
        }
        if let Some(first) = first {
            let message = self.day_order(at, evidence, (shown, first));
            return self.say(IssueCode::DayOrder, at, doubtful, doubtful.count, message);
        }
        let Some(Readings::Days([day, month])) = evidence.doubts.first().map(|doubt| doubt.readings) else { return };
        let column = &self.table.columns[at];
        let why = match shown {
            Shown::Both => say!(
                "both-orders",
                "{day} has the day first, {month} the month",
                day = self.cite(at, evidence.seen(Clue::DayFirst)),
                month = self.cite(at, evidence.seen(Clue::MonthFirst))
            ),
            _ => say!("no-cell-shows", "no cell shows which"),
        };
        let message = say!(
            "doubtful-date",
            "`{text}` is {day} or {month}, and {why}: {cells} {done}; write `order: dmy` or `order: mdy` for column \
             `{column}` to settle it",
            text = &doubtful.text,
            day = iso(day),
            month = iso(month),
            why,
            cells = cells(doubtful.count),
            done = checks::done(column.needed),
            column = column.name
        );
        let issue = self.issue(IssueCode::DoubtfulDate, at, doubtful, doubtful.count, message);
        self.log.add(issue.rejecting(column.needed));
    }

    /// What is said of days that could be others, where something shows which they are.
    fn day_order(&self, at: usize, evidence: &Evidence, (shown, first): (Shown<usize>, usize)) -> Sentence {
        let doubtful = evidence.seen(Clue::EitherDay);
        let as_shown = |clue: Clue| say!("as-cell-shows", "as {cell} shows", cell = self.cite(at, evidence.seen(clue)));
        let by = match shown {
            Shown::Itself(0) => as_shown(Clue::DayFirst),
            Shown::Itself(_) => as_shown(Clue::MonthFirst),
            _ => say!("as-others-show", "as other columns of the sheet show"),
        };
        let order = match first {
            0 => say!("day-first", "day first"),
            _ => say!("month-first", "month first"),
        };
        say!(
            "day-order",
            "{cells} like `{text}` read {order}, {by}",
            cells = cells(doubtful.count),
            text = &doubtful.text,
            order,
            by
        )
    }

    fn decide_day(&mut self, at: usize, doubt: Doubt, first: Option<usize>, evidence: &Evidence) {
        let Readings::Days(days) = doubt.readings else { return };
        let Some(first) = first else {
            if self.table.columns[at].needed {
                self.lost.push(doubt.index);
            }
            return;
        };
        let day: DateTime = days[first];
        match &mut self.builders[at] {
            ColumnBuilder::Date(values) => values[doubt.index as usize] = day.date().0,
            ColumnBuilder::DateTime(values) => values[doubt.index as usize] = day.0,
            _ => {}
        }
        let column = &self.table.columns[at];
        if let Err(fault) = checks::value_allowed(&Ready::Moment(day), column) {
            self.spoil(at, doubt, fault, evidence);
        }
    }

    /// The cell turned out to hold what the column does not allow.
    fn spoil(&mut self, at: usize, doubt: Doubt, fault: Fault, evidence: &Evidence) {
        let column: &WantedColumn<'_> = &self.table.columns[at];
        self.builders[at].blank_out(doubt.index as usize);
        if column.needed {
            self.lost.push(doubt.index);
        }
        let original = evidence.original(doubt.index);
        let text = original.map(|original| original.text.clone()).unwrap_or_default();
        let seen = Seen { count: 1, row: doubt.row, text };
        let done = checks::done(column.needed);
        let message = say!("found-and-done", "{found}; {done}", found = fault.sentence, done);
        let issue = self.issue(fault.code, at, &seen, 1, message);
        let key = original.and_then(|original| original.key.clone());
        self.log.add(issue.of_row(key).rejecting(column.needed));
    }

    fn asides(&mut self, at: usize, evidence: &Evidence) {
        let says = [
            (Clue::Serial, IssueCode::SerialDate),
            (Clue::TimeDropped, IssueCode::TimeDropped),
            (Clue::LostDigits, IssueCode::LostDigits),
        ];
        self.days_as_numbers(at, evidence);
        for (clue, code) in says {
            let seen = evidence.seen(clue);
            let count = seen.count;
            if count == 0 {
                continue;
            }
            let message = match clue {
                Clue::Serial => say!(
                    "serial-date",
                    "{count} {count:cell has|cells have} a bare number, read as the day it numbers in a spreadsheet",
                    count
                ),
                Clue::TimeDropped => say!(
                    "time-dropped",
                    "{count} {count:cell has|cells have} a time of day, of which a `type: date` column keeps the day",
                    count
                ),
                _ => say!(
                    "lost-digits",
                    "{count} {count:cell has|cells have} a code that was kept as a number, of which a spreadsheet keeps 15 \
                     digits: those behind may be lost (have the column formatted as text where the file is made)",
                    count
                ),
            };
            self.say(code, at, seen, count, message);
        }
    }

    /// Days and times among numbers. Beside plain numbers a day of our time is hardly one of them, nor is a time where
    /// plain numbers cannot be times under a format.
    fn days_as_numbers(&mut self, at: usize, evidence: &Evidence) {
        let numbers = match &self.builders[at] {
            ColumnBuilder::Number(values) => values.iter().filter(|value| !value.is_nan()).count(),
            _ => 0,
        };
        let all = [Clue::Days, Clue::Day, Clue::Time].map(|clue| evidence.seen(clue));
        let plain = numbers.saturating_sub(all.iter().map(|seen| seen.count).sum());
        let doubtful = |at: usize| plain > 0 && (at == 1 || (at == 2 && self.place.is_text()));
        let (mut alarming, mut noted) = (Vec::new(), Vec::new());
        for (place, seen) in all.into_iter().enumerate().filter(|(_, seen)| seen.count > 0) {
            if doubtful(place) { alarming.push(seen) } else { noted.push(seen) }
        }
        for (seen, note) in [(alarming, false), (noted, true)] {
            let Some(first) = seen.iter().min_by_key(|seen| seen.row) else { continue };
            let count: usize = seen.iter().map(|seen| seen.count).sum();
            let beside = (!note).then(|| {
                say!(
                    "beside-plain-numbers",
                    ", though {count} {count:cell of the column holds|cells of the column hold} a plain number",
                    count = plain
                )
            });
            let message = say!(
                "days-as-number",
                "{count} {count:cell has|cells have} a date or time, read as a number of days{beside}",
                count,
                beside
            );
            let issue = self.issue(IssueCode::DaysAsNumber, at, first, count, message);
            self.log.add(issue.as_note(note));
        }
    }

    /// `B4 `1.234,50``.
    fn cite(&self, at: usize, seen: &Seen) -> Sentence {
        let cell = self.sheet_columns[at].and_then(|column| self.place.cell(seen.row, column));
        let place =
            cell.map_or_else(|| say!("the-row", "row {row}", row = u64::from(seen.row) + 1), |cell| cell.a1().into());
        say!("cell-and-text", "{place} `{text}`", place, text = &seen.text)
    }

    fn say(&mut self, code: IssueCode, at: usize, seen: &Seen, count: usize, message: Sentence) {
        let issue = self.issue(code, at, seen, count, message);
        self.log.add(issue);
    }

    fn issue(&self, code: IssueCode, at: usize, seen: &Seen, count: usize, message: Sentence) -> Issue {
        let cell = self.sheet_columns[at].and_then(|column| self.place.cell(seen.row, column));
        Issue::new(code, message)
            .at_cell(cell)
            .with_text(Some(seen.text.clone()))
            .in_table(self.table.name)
            .in_column(self.table.columns[at].name)
            .times(count)
    }
}

/// What shows which of two ways a column is written in: itself, else the other columns.
fn shown(evidence: &Evidence, clues: [Clue; 2], sheet: [bool; 2]) -> Shown<usize> {
    match clues.map(|clue| evidence.seen(clue).count > 0) {
        [true, true] => Shown::Both,
        [true, false] => Shown::Itself(0),
        [false, true] => Shown::Itself(1),
        [false, false] => match sheet {
            [true, false] => Shown::Others(0),
            [false, true] => Shown::Others(1),
            _ => Shown::Nothing,
        },
    }
}

fn cells(count: usize) -> Sentence {
    say!("cells", "{count} {count:cell|cells}", count)
}
