//! Why a text is no formula or script.

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// First byte of the text that is wrong.
    pub start: u32,
    /// One past its last byte; the same as `start` at the end of the formula.
    pub end: u32,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl SyntaxError {
    pub(super) fn new((start, end): (u32, u32), message: impl Into<String>) -> Self {
        SyntaxError { message: message.into(), start, end, help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
