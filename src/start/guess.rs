//! What a column holds, guessed from its cells.

use crate::cells::CellValue;
use crate::value::{DateText, DateTime, DayOrder, DecimalMark, NumberText, Shows, Type};

/// What was met in the cells of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    /// Cells with numbers, or texts that are plainly one.
    pub numbers: usize,
    /// Cells with days or moments, or texts that are one.
    pub days: usize,
    /// Those of them with a time of day.
    pub times: usize,
    /// Cells with true or false.
    pub flags: usize,
    /// Cells with any other text.
    pub texts: usize,
    /// Cells with an error, or a formula without a result.
    pub errors: usize,
    /// Numbers with a part behind the point.
    pub fractions: usize,
    /// Texts of digits only that begin with 0: codes.
    pub leading_zeros: usize,
    /// Marks that stand for nothing: `-`.
    pub dashes: Vec<String>,
    /// Cells with such a mark.
    pub dashed: usize,
    /// Texts whose decimals stand behind a comma.
    pub commas: usize,
    /// The same behind a point.
    pub points: usize,
    /// The orders of day, month and year that texts show.
    pub orders: Vec<DayOrder>,
    /// The sum of the numbers, without their signs.
    pub size: f64,
    /// The first few values, as they are shown.
    pub examples: Vec<String>,
}

/// Marks people write where there is nothing.
const DASHES: [&str; 4] = ["-", "–", "—", "−"];
/// A day is written with so many letters at least.
const DAY: usize = 6;
/// So many examples are kept.
const EXAMPLES: usize = 3;
/// A column has a type where at most this part of its cells is something else.
const MISFITS: f64 = 0.1;

impl Guess {
    /// Takes in a cell.
    pub(super) fn see(&mut self, value: &CellValue<'_>) {
        match value {
            CellValue::Number(number) => self.number(*number),
            CellValue::DateTime(moment, _) => self.moment(*moment),
            CellValue::Bool(_) => self.flags += 1,
            CellValue::Error(_) | CellValue::Unsaved => self.errors += 1,
            CellValue::Text(text) => self.text(text),
        }
        if self.examples.len() < EXAMPLES {
            let shown = shown(value);
            if !shown.is_empty() && !self.examples.contains(&shown) {
                self.examples.push(shown);
            }
        }
    }

    fn number(&mut self, number: f64) {
        self.numbers += 1;
        self.fractions += usize::from(number.fract() != 0.0);
        self.size += number.abs();
    }

    fn moment(&mut self, moment: DateTime) {
        self.days += 1;
        self.times += usize::from(!moment.is_midnight());
    }

    fn day(&mut self, day: DateText) {
        match day {
            DateText::One(moment) => self.moment(moment),
            DateText::Shows(moment, order) => {
                if !self.orders.contains(&order) {
                    self.orders.push(order);
                }
                self.moment(moment);
            }
            // Which of the two the other cells tell; the import says where none does.
            DateText::Either { .. } => self.days += 1,
        }
    }

    fn text(&mut self, text: &str) {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.len() > 1 && text.starts_with('0') {
            self.leading_zeros += 1;
            self.texts += 1;
        } else if DASHES.contains(&text) {
            self.dashed += 1;
            if !self.dashes.iter().any(|dash| dash == text) {
                self.dashes.push(text.to_string());
            }
        } else if let Some(day) = DateText::read(text, None).filter(|_| !digits && text.len() >= DAY) {
            self.day(day);
        } else if let Some(number) = NumberText::read(text) {
            self.commas += usize::from(number.shows == Shows::Mark(DecimalMark::Comma));
            self.points += usize::from(number.shows == Shows::Mark(DecimalMark::Point));
            self.number(number.value);
        } else if !text.is_empty() {
            self.texts += 1;
        }
    }

    /// Takes in what was met in another sheet.
    pub(super) fn add(&mut self, other: &Guess) {
        self.numbers += other.numbers;
        self.days += other.days;
        self.times += other.times;
        self.flags += other.flags;
        self.texts += other.texts;
        self.errors += other.errors;
        self.fractions += other.fractions;
        self.leading_zeros += other.leading_zeros;
        self.size += other.size;
        self.dashed += other.dashed;
        self.commas += other.commas;
        self.points += other.points;
        self.dashes.extend(other.dashes.iter().filter(|dash| !self.dashes.contains(dash)).cloned().collect::<Vec<_>>());
        self.orders
            .extend(other.orders.iter().filter(|order| !self.orders.contains(order)).copied().collect::<Vec<_>>());
    }

    /// Cells with anything in them.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.numbers + self.days + self.flags + self.texts + self.errors
    }

    /// Cells that are not of the type guessed.
    #[must_use]
    pub fn misfits(&self) -> usize {
        let fitting = match self.kind() {
            Type::Number => self.numbers,
            Type::Date | Type::DateTime => self.days,
            Type::Bool => self.flags,
            _ => return self.errors,
        };
        self.filled() - fitting
    }

    /// The type that nearly all cells have; text where there is none.
    #[must_use]
    pub fn kind(&self) -> Type {
        let most = |count: usize| count > 0 && (self.filled() - count) as f64 <= MISFITS * self.filled() as f64;
        if self.leading_zeros > 0 {
            Type::Text
        } else if most(self.days) {
            if self.times * 2 > self.days { Type::DateTime } else { Type::Date }
        } else if most(self.numbers) {
            Type::Number
        } else if most(self.flags) {
            Type::Bool
        } else {
            Type::Text
        }
    }

    /// The mean of the numbers, without their signs.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.size / self.numbers.max(1) as f64
    }

    /// Whether all numbers are whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.fractions == 0
    }
}

/// A cell as people see it, shortened.
pub(super) fn shown(value: &CellValue<'_>) -> String {
    let text = match value {
        CellValue::Number(number) => crate::value::number::shortest(*number),
        CellValue::Text(text) => text.trim().to_string(),
        CellValue::Bool(flag) => flag.to_string(),
        CellValue::DateTime(moment, _) if moment.is_midnight() => moment.date().to_string(),
        CellValue::DateTime(moment, _) => moment.to_string(),
        CellValue::Error(text) => (*text).to_string(),
        CellValue::Unsaved => String::new(),
    };
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(24) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}
