//! What to write instead of what is wrong.

use crate::source::Span;

/// A change of the text that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace; empty where something is to be put in.
    pub span: Span,
    /// What to write there.
    pub text: String,
    /// Whether it is the only possible correction. Then it may be applied without asking.
    pub certain: bool,
}

/// What to write instead of a piece of text whose place in a file is known only further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// What to write.
    pub text: String,
    /// As in [`Fix::certain`].
    pub certain: bool,
}

impl Instead {
    /// What cannot have been meant otherwise.
    pub fn certain(text: impl Into<String>) -> Instead {
        Instead { text: text.into(), certain: true }
    }

    /// What was probably meant.
    pub fn likely(text: impl Into<String>) -> Instead {
        Instead { text: text.into(), certain: false }
    }

    /// The same at a place.
    #[must_use]
    pub fn at(self, span: Span) -> Fix {
        Fix { span, text: self.text, certain: self.certain }
    }
}
