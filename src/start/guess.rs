//! What a column holds, guessed from its cells.

use crate::cells::CellValue;
use crate::value::{DateTime, NumberText, Type};

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
    /// The first few values, as they are shown.
    pub examples: Vec<String>,
}

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
    }

    fn moment(&mut self, moment: DateTime) {
        self.days += 1;
        self.times += usize::from(!moment.is_midnight());
    }

    fn text(&mut self, text: &str) {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.len() > 1 && text.starts_with('0') {
            self.leading_zeros += 1;
            self.texts += 1;
        } else if let Some(moment) = DateTime::parse(text).filter(|_| !digits) {
            self.moment(moment);
        } else if let Some(number) = NumberText::read(text) {
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
