//! Why a text is no formula or script.

use crate::diagnostic::{Instead, Problem};

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, and what to write instead where that is known.
    pub problem: Problem,
    /// First byte of the text that is wrong.
    pub start: u32,
    /// One past its last byte; the same as `start` at the end of the formula.
    pub end: u32,
    /// The text that mends it, in place of the text that is wrong.
    pub instead: Option<Instead>,
}

impl SyntaxError {
    pub(super) fn new((start, end): (u32, u32), message: impl Into<String>) -> Self {
        SyntaxError { problem: Problem::new(message, None), start, end, instead: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.problem.help = Some(help.into());
        self
    }

    /// What must be written in place of the text that is wrong; the help says so.
    pub(super) fn write(self, text: impl Into<String>) -> Self {
        let text = text.into();
        let help = format!("write `{text}`");
        self.help(help).instead(Instead::certain(text))
    }

    /// What to write in place of the text that is wrong.
    pub(super) fn instead(mut self, instead: Instead) -> Self {
        self.instead = Some(instead);
        self
    }
}
