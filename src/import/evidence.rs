//! What the cells of a column say about how its numbers and dates are written. A single cell may be
//! read in two ways (`12.345`, `02/03/2026`); which one is right is known when all have been seen.

use crate::value::{Currency, DateTime, DecimalMark, NumberText, Shows, number};

/// What reading a cell shows apart from its value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Aside {
    /// Nothing.
    #[default]
    None,
    /// It is a number as text.
    Number(NumberText),
    /// The sheet shows this number as a percentage.
    Percent(f64),
    /// The sheet shows this number with the sign or code of a currency.
    Money(f64, &'static str),
    /// It shows the order of day and month.
    DayFirst,
    MonthFirst,
    /// It could be either of two days.
    TwoDays {
        day_first: DateTime,
        month_first: DateTime,
    },
    /// What is said of the column when all cells have been read.
    Said(Clue),
}

/// What is counted of a column, with the first cell that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clue {
    /// A decimal point.
    Point,
    /// A decimal comma.
    Comma,
    /// A number that could have either.
    EitherMark,
    /// The day before the month.
    DayFirst,
    /// The month before the day.
    MonthFirst,
    /// A date that could have either.
    EitherDay,
    /// A bare number read as the day of that serial number.
    Serial,
    /// A number under the format of dates or times.
    Days,
    /// A day of our time read as a number of days.
    Day,
    /// A time in a text, read as a number of days.
    Time,
    /// A time of day that a date column does not keep.
    TimeDropped,
    /// A code of more digits than a number in a workbook keeps.
    LostDigits,
}

const CLUES: usize = 12;

/// How often something was seen, and where first.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub count: usize,
    pub row: u32,
    pub text: String,
}

impl Seen {
    fn add(&mut self, row: u32, text: impl FnOnce() -> String) {
        if self.count == 0 {
            (self.row, self.text) = (row, text());
        }
        self.count += 1;
    }
}

/// A cell that waits for what the others say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    /// Its place in the column.
    pub index: u32,
    /// Its row in the sheet.
    pub row: u32,
    pub readings: Readings,
}

/// What it could be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Readings {
    /// With a decimal point it is what stands in the column, with a comma this.
    Number(f64),
    Days([DateTime; 2]),
}

/// A cell as it was written, and the key of its row, for an issue that may have to be told later.
#[derive(Clone, Debug)]
pub(super) struct Original {
    /// Its place in the column.
    pub index: u32,
    pub text: String,
    pub key: Option<String>,
}

/// What the cells of a column have said so far.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    seen: [Seen; CLUES],
    pub doubts: Vec<Doubt>,
    /// Doubtful cells that the column does not allow in one of their readings, by place in the column.
    pub originals: Vec<Original>,
    /// Currencies that cannot be the same one, each with its first cell.
    pub currencies: Vec<(Currency, Seen)>,
    /// Numbers with a percent sign.
    pub percents: Seen,
    /// Numbers that the sheet shows as percentages, and the smallest and largest of them that is not 0.
    pub shown_percents: Seen,
    pub percent_sizes: Option<(f64, f64)>,
    /// Of both those above 100 %, by their places in the column.
    pub large_percents: Vec<u32>,
}

impl Evidence {
    pub(super) fn seen(&self, clue: Clue) -> &Seen {
        &self.seen[clue as usize]
    }

    fn see(&mut self, clue: Clue, row: u32, text: impl FnOnce() -> String) {
        self.seen[clue as usize].add(row, text);
    }

    /// The cell as it was written, where it was kept.
    pub(super) fn original(&self, index: u32) -> Option<&Original> {
        let at = self.originals.binary_search_by_key(&index, |original| original.index).ok()?;
        self.originals.get(at)
    }

    /// Whether a number that could have either mark has to wait. Not once a decimal point was seen:
    /// then it is read with one, whatever comes.
    pub(super) fn waits(&self) -> bool {
        self.seen(Clue::Point).count == 0
    }

    /// Takes in what a cell showed; `index` is its place in the column where its row is used and its
    /// value may still change.
    pub(super) fn add(&mut self, aside: Aside, row: u32, index: Option<u32>, text: impl FnOnce() -> String) {
        match aside {
            Aside::None => {}
            Aside::Number(number) => self.number(&number, row, index, text),
            Aside::Percent(value) => self.percent(value, row, index),
            Aside::Money(value, word) if index.is_some() => {
                self.money(Currency::named(word), row, || format!("{word} {}", number::shortest(value)));
            }
            Aside::Money(..) => {}
            Aside::DayFirst => self.see(Clue::DayFirst, row, text),
            Aside::MonthFirst => self.see(Clue::MonthFirst, row, text),
            Aside::TwoDays { day_first, month_first } => {
                self.see(Clue::EitherDay, row, text);
                let readings = Readings::Days([day_first, month_first]);
                self.doubts.extend(index.map(|index| Doubt { index, row, readings }));
            }
            Aside::Said(clue) => self.see(clue, row, text),
        }
    }

    fn percent(&mut self, value: f64, row: u32, index: Option<u32>) {
        let Some(index) = index else { return };
        self.shown_percents.add(row, || format!("{}%", number::shortest(number::round(value * 100.0, 10))));
        let size = value.abs();
        if size > 1.0 {
            self.large_percents.push(index);
        }
        if size > 0.0 {
            let (least, most) = self.percent_sizes.unwrap_or((size, size));
            self.percent_sizes = Some((least.min(size), most.max(size)));
        }
    }

    fn number(&mut self, number: &NumberText, row: u32, index: Option<u32>, text: impl FnOnce() -> String) {
        if number.percent {
            let text = text();
            self.percents.add(row, || text.clone());
            self.large_percents.extend(index.filter(|_| number.value.abs() > 1.0));
            return self.mark(number, row, index, || text);
        }
        if number.currency.is_none() {
            return self.mark(number, row, index, text);
        }
        let text = text();
        self.money(number.currency, row, || text.clone());
        self.mark(number, row, index, || text);
    }

    fn money(&mut self, currency: Currency, row: u32, text: impl FnOnce() -> String) {
        let known = self.currencies.iter_mut().find(|(known, _)| !known.common(currency).is_none());
        match known {
            Some((known, seen)) => {
                *known = known.common(currency);
                seen.add(row, text);
            }
            None => self.currencies.push((currency, Seen { count: 1, row, text: text() })),
        }
    }

    fn mark(&mut self, number: &NumberText, row: u32, index: Option<u32>, text: impl FnOnce() -> String) {
        match number.shows {
            Shows::Neither => {}
            Shows::Mark(DecimalMark::Point) => self.see(Clue::Point, row, text),
            Shows::Mark(DecimalMark::Comma) => self.see(Clue::Comma, row, text),
            Shows::Either { with_comma } => {
                let waits = self.waits();
                self.see(Clue::EitherMark, row, text);
                let readings = Readings::Number(with_comma);
                self.doubts.extend(index.filter(|_| waits).map(|index| Doubt { index, row, readings }));
            }
        }
    }
}
