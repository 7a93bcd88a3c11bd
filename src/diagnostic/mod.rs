//! Mistakes in a policy: what is wrong, where, and what to do.

mod fix;
mod json;
mod nearest;
#[cfg(test)]
mod nearest_tests;
mod problem;
mod region;
mod render;

pub use fix::{Fix, Instead};
pub use json::to_json;
pub use nearest::{name_instead, nearest, word_instead};
pub use problem::Problem;
pub use region::{Extent, Extents, Met, Range, Region};
pub use render::{Style, render};

use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// The policy cannot run.
    Error,
    /// The policy runs, but probably not as meant.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One finding of `check`.
///
/// Wording: lower case, no full stop, what the user wrote in backticks, help apart from the message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Stable code, e.g. `unknown-name`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The text that is wrong, and a word beside the underline (may be empty).
    pub primary: Option<(Span, String)>,
    /// Other places that matter, each with its role.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// The change of the text that mends it, where a program can make it.
    pub fix: Option<Fix>,
    /// The values of inputs it is about, where it speaks of some.
    pub region: Option<Region>,
}

impl Diagnostic {
    /// What is wrong and what to do, in one text, for programs that show no more; `cell` where it stands in one.
    #[must_use]
    pub fn in_full(&self, cell: Option<&str>) -> String {
        let message = cell.map_or_else(|| self.message.clone(), |cell| format!("{cell}: {}", self.message));
        self.help.as_ref().map_or(message.clone(), |help| format!("{message}\nhelp: {help}"))
    }

    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(span), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(span), message.into())
    }

    /// An error at a place, of a problem found where the place was not known.
    #[must_use]
    pub fn of(code: &'static str, span: Span, problem: Problem) -> Self {
        Self::error(code, span, problem.message).help_if(problem.help)
    }

    /// An error that has no place in a file (a missing folder, say).
    pub fn nowhere(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, None, message.into())
    }

    fn new(code: &'static str, severity: Severity, span: Option<Span>, message: String) -> Self {
        let primary = span.map(|span| (span, String::new()));
        Diagnostic { code, severity, message, primary, related: Vec::new(), help: None, fix: None, region: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn help_if(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// What to write in place of the underlined text, where that is known.
    #[must_use]
    pub fn instead(mut self, instead: Option<Instead>) -> Self {
        self.fix = instead.zip(self.span()).map(|(instead, span)| instead.at(span)).or(self.fix);
        self
    }

    /// The values it is about.
    #[must_use]
    pub fn about(mut self, region: &Region) -> Self {
        self.region = Some(region.clone());
        self
    }

    /// A word beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.1 = label.into();
        }
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, role: impl Into<String>) -> Self {
        self.related.push((span, role.into()));
        self
    }

    /// Whether this is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The place, if it has one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.primary.as_ref().map(|(span, _)| *span)
    }
}

/// Sorts findings as a reader goes through the files, and drops those said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by(|a, b| (a.span(), a.severity, a.code, &a.message).cmp(&(b.span(), b.severity, b.code, &b.message)));
    diagnostics
        .dedup_by(|a, b| a.code == b.code && a.span() == b.span() && a.message == b.message && a.related == b.related);
}

/// Whether any finding stops the policy from running.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
