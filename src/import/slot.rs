//! One cell of the row being read. Slots are used again for every row.

use crate::cells::{CellValue, Look};
use crate::value::{DateTime, Value, number};

/// What a cell holds, its text apart so that the room for it is used again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Held {
    #[default]
    Blank,
    Number(f64),
    /// Text in [`Slot::text`].
    Text,
    Bool(bool),
    Moment(DateTime),
    /// A list a host handed in.
    List(Value),
    /// An error, its word in [`Slot::text`].
    Error,
    Unsaved,
}

/// One cell of the row being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    pub held: Held,
    pub text: String,
    /// The number a moment is stored as; NaN where it never was one.
    pub serial: f64,
    /// How the sheet shows it.
    pub look: Look,
}

impl Slot {
    pub(super) fn clear(&mut self) {
        self.held = Held::Blank;
    }

    /// Takes a cell in. Text that is white space alone is a blank.
    pub(super) fn set(&mut self, value: &CellValue<'_>) {
        self.look = Look::PLAIN;
        self.held = match value {
            CellValue::Number(number) => Held::Number(*number),
            CellValue::Text(text) => self.set_text(text),
            CellValue::Bool(flag) => Held::Bool(*flag),
            CellValue::DateTime(moment, serial) => {
                self.serial = *serial;
                Held::Moment(*moment)
            }
            CellValue::Error(text) => {
                self.set_text(text);
                Held::Error
            }
            CellValue::Unsaved => Held::Unsaved,
        };
    }

    /// Takes a value in that a host handed in.
    pub(super) fn set_value(&mut self, value: &Value) {
        self.serial = f64::NAN;
        self.look = Look::PLAIN;
        self.held = match value {
            Value::Blank => Held::Blank,
            // A host's NaN is the blank of its column.
            Value::Number(number) if number.is_nan() => Held::Blank,
            Value::Number(number) => Held::Number(*number),
            Value::Text(text) => self.set_text(text),
            Value::Bool(flag) => Held::Bool(*flag),
            Value::Date(date) => Held::Moment(DateTime::midnight(*date)),
            Value::DateTime(moment) => Held::Moment(*moment),
            Value::List(_) | Value::Period(_) => Held::List(value.clone()),
        };
    }

    fn set_text(&mut self, text: &str) -> Held {
        let text = super::fold::trim(text);
        self.text.clear();
        self.text.push_str(text);
        if text.is_empty() { Held::Blank } else { Held::Text }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.held == Held::Blank
    }

    /// The cell as it reads in the sheet, for issues.
    pub(super) fn original(&self) -> Option<String> {
        match &self.held {
            Held::Blank | Held::Unsaved => None,
            Held::Number(value) => Some(number::shortest(*value)),
            Held::Text | Held::Error => Some(self.text.clone()),
            Held::Bool(flag) => Some(if *flag { "TRUE" } else { "FALSE" }.to_string()),
            Held::Moment(moment) => Some(iso(*moment)),
            Held::List(value) => Some(value.to_string()),
        }
    }
}

/// A moment as ISO text; a day alone where the time is midnight.
pub(super) fn iso(moment: DateTime) -> String {
    if moment.is_midnight() { moment.date().to_string() } else { moment.to_string() }
}
