//! How a cell is shown, as far as that says something of what it holds.

use crate::value::Currency;

/// How a cell is shown, as far as the format of the file tells; small, because every cell has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look(u16);

const PERCENT: u16 = 1;
const STRUCK: u16 = 2;
const INDENT: u16 = 2;
const MOST_INDENT: u16 = 15;
const MONEY: u16 = 6;

impl Look {
    /// As every other cell.
    pub const PLAIN: Look = Look(0);

    /// Also as a percentage: 0.12 as `12%`.
    #[must_use]
    pub fn as_percent(self) -> Look {
        Look(self.0 | PERCENT)
    }

    /// Also with a line through it.
    #[must_use]
    pub fn as_struck(self) -> Look {
        Look(self.0 | STRUCK)
    }

    /// Also so many steps to the right.
    #[must_use]
    pub fn indented(self, steps: u32) -> Look {
        let steps = u16::try_from(steps).unwrap_or(MOST_INDENT).min(MOST_INDENT);
        Look(self.0 & !(MOST_INDENT << INDENT) | steps << INDENT)
    }

    /// Also with a sign or code of a currency; with none where the text is no currency.
    #[must_use]
    pub fn with_money(self, text: &str) -> Look {
        let word = Currency::word_of(text).map_or(0, |word| u16::from(word) + 1);
        Look(self.0 & ((1 << MONEY) - 1) | word << MONEY)
    }

    /// Whether it is a number shown as a percentage.
    #[must_use]
    pub fn is_percent(self) -> bool {
        self.0 & PERCENT != 0
    }

    /// Whether it is struck through.
    #[must_use]
    pub fn is_struck(self) -> bool {
        self.0 & STRUCK != 0
    }

    /// How many steps it is moved to the right.
    #[must_use]
    pub fn indent(self) -> u32 {
        u32::from(self.0 >> INDENT & MOST_INDENT)
    }

    /// The sign or code of a currency that it is shown with.
    #[must_use]
    pub fn money(self) -> Option<&'static str> {
        let word = (self.0 >> MONEY).checked_sub(1)?;
        Currency::word(word as u8)
    }

    /// What is not about numbers.
    #[must_use]
    pub fn of_text(self) -> Look {
        Look(self.0 & (STRUCK | MOST_INDENT << INDENT))
    }
}

impl std::fmt::Display for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_percent() {
            write!(f, " as %")?;
        }
        if let Some(word) = self.money() {
            write!(f, " in {word}")?;
        }
        if self.is_struck() {
            write!(f, " struck")?;
        }
        match self.indent() {
            0 => Ok(()),
            steps => write!(f, " indented {steps}"),
        }
    }
}
