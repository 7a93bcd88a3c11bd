//! What a caller gets when something is wrong.

use crate::diagnostic::{self, Diagnostic, Problem, Style};
use crate::import;
use crate::source::Sources;

/// Findings about a policy, with the texts they point into.
#[derive(Clone, Debug)]
pub struct Findings {
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Findings {
    pub(crate) fn new(diagnostics: Vec<Diagnostic>, sources: Sources) -> Findings {
        Findings { diagnostics, sources }
    }

    /// No findings.
    pub(crate) fn none() -> Findings {
        Findings::new(Vec::new(), Sources::default())
    }

    /// The files the findings point into, with their texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The findings, in reading order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether any of them stops the policy from running.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.diagnostics)
    }

    /// The findings, to be weighed by what stands beside the policy.
    pub(crate) fn diagnostics_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.diagnostics
    }

    /// For people: each with its line, the text underlined, and what to do.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        diagnostic::render(&self.diagnostics, &self.sources, style)
    }

    /// For programs.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        diagnostic::to_json(&self.diagnostics, &self.sources)
    }
}

/// What is said about a parameter that could not be set.
pub(super) fn from_set(error: Problem, sources: Sources) -> Findings {
    Findings::new(vec![Diagnostic::nowhere("parameter", error.message).help_if(error.help)], sources)
}

impl std::fmt::Display for Findings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.render(Style::Plain).trim_end())
    }
}

impl std::error::Error for Findings {}

/// Why a run gave no outcome.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The policy has mistakes.
    Policy(Findings),
    /// The sources lack what the policy needs, or cannot be read.
    Import(import::Failure),
}

impl RunError {
    pub(super) fn problem(message: String) -> RunError {
        RunError::Import(import::Failure { problems: vec![Problem { message, help: None }] })
    }
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Policy(findings) => findings.fmt(f),
            RunError::Import(failure) => {
                for (at, problem) in failure.problems.iter().enumerate() {
                    if at > 0 {
                        f.write_str("\n")?;
                    }
                    f.write_str(&problem.message)?;
                    if let Some(help) = &problem.help {
                        write!(f, "\n  help: {help}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for RunError {}
