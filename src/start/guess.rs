//! What a column holds, guessed from its cells.

use crate::cells::CellValue;
use crate::import::truth;
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
    /// Other texts, each once; no more than are of use.
    pub words: Vec<String>,
    /// Those of them that say yes or no.
    pub flag_words: usize,
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
/// So many words may stand in a column for what is not known.
const MOST_WORDS: usize = 3;
/// Such a word has so many letters at most.
const LONGEST_WORD: usize = 16;
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
            self.word(text);
        }
    }

    fn word(&mut self, text: &str) {
        self.flag_words += usize::from(truth(text).is_some());
        if self.words.len() <= MOST_WORDS && !self.words.iter().any(|word| word == text) {
            self.words.push(text.to_string());
        }
    }

    /// Takes in what was met in another sheet.
    pub(super) fn add(&mut self, other: &Guess) {
        self.numbers += other.numbers;
        self.days += other.days;
        self.times += other.times;
        self.flags += other.flags;
        self.texts += other.texts;
        self.flag_words += other.flag_words;
        let new: Vec<String> = other.words.iter().filter(|word| !self.words.contains(word)).cloned().collect();
        self.words.extend(new);
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
            Type::Bool => self.flags + self.flag_words,
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
        } else if most(self.flags) || self.says_yes_and_no() {
            Type::Bool
        } else if self.has_words_beside(self.days) && self.words.iter().all(|word| is_word(word)) {
            Type::Date
        } else if self.has_words_beside(self.numbers) && self.words.iter().all(|word| is_nothing(word)) {
            Type::Number
        } else {
            Type::Text
        }
    }

    /// Whether every cell says yes or no, and both are said, in one language: `x` and `y` are letters.
    fn says_yes_and_no(&self) -> bool {
        let words: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let says = |wanted: bool| words.iter().any(|word| truth(word) == Some(wanted));
        let in_one = |family: &&[&str]| words.iter().all(|word| family.contains(&word.as_str()));
        self.flag_words == self.filled() && says(true) && says(false) && FLAGS.iter().any(in_one)
    }

    /// Whether these are most of the cells, and the others a few words that come again.
    fn has_words_beside(&self, count: usize) -> bool {
        count > 0 && 2 * count >= self.filled() && count + self.texts == self.filled() && self.words.len() <= MOST_WORDS
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

/// Words for yes and no that belong together.
const FLAGS: [&[&str]; 13] = [
    &["true", "false"],
    &["yes", "no"],
    &["y", "n"],
    &["o", "x"],
    &["○", "〇", "◯", "×", "✕"],
    &["✓", "✔", "✗"],
    &["ja", "nein"],
    &["oui", "non"],
    &["sí", "si", "no"],
    &["예", "네", "아니오", "아니요"],
    &["はい", "いいえ"],
    &["有", "無", "无"],
    &["是", "否"],
];

/// Words for nothing where a number is expected.
const NOTHING: [&str; 25] = [
    "n/a",
    "na",
    "n.a.",
    "none",
    "nil",
    "null",
    "tbd",
    "tba",
    "unknown",
    "pending",
    "k.a.",
    "keine",
    "offen",
    "entfällt",
    "없음",
    "미정",
    "해당없음",
    "해당 없음",
    "미입력",
    "なし",
    "未定",
    "該当なし",
    "无",
    "暂无",
    "待定",
];

/// Whether it stands for a number that is not known.
fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&text.to_lowercase().as_str())
}

/// Whether it is a word that may stand where there is no day: `never`, `무기한`.
pub(super) fn is_word(text: &str) -> bool {
    let short = text.chars().count() <= LONGEST_WORD && text.split_whitespace().count() <= 2;
    short && text.chars().any(char::is_alphabetic) && !text.contains(|c: char| c.is_numeric())
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
