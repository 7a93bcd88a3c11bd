//! Why a command could not do its work.

use super::terminal;
use crate::diagnostic::{Problem, Style};
use crate::{Findings, RunError};

/// What prevents it, each with what to do about it.
#[derive(Debug)]
pub(super) enum Failure {
    Problems(Vec<Problem>),
    /// The policy has mistakes.
    Policy(Findings),
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Failure {
        Failure::of(message.into(), None)
    }

    pub(super) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::of(message.into(), Some(help.into()))
    }

    pub(super) fn of(message: String, help: Option<String>) -> Failure {
        Failure::Problems(vec![Problem { message, help }])
    }

    /// Says on stderr what is wrong and what to do.
    pub(super) fn print(&self) {
        let (error, help) = match terminal::style_of_stderr() {
            Style::Plain => ("error", "help"),
            Style::Colour => ("\u{1b}[1;31merror\u{1b}[0m", "\u{1b}[1;36mhelp\u{1b}[0m"),
        };
        match self {
            Failure::Policy(findings) => {
                terminal::note(findings.render(terminal::style_of_stderr()).trim_end());
            }
            Failure::Problems(problems) => {
                for problem in problems {
                    terminal::note(&format!("{error}: {}", problem.message));
                    if let Some(text) = &problem.help {
                        terminal::note(&format!(" {help}: {text}"));
                    }
                }
            }
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Failure {
        match error {
            RunError::Policy(findings) => Failure::Policy(findings),
            RunError::Import(failure) => Failure::Problems(failure.problems),
        }
    }
}

impl From<crate::export::ExportError> for Failure {
    fn from(error: crate::export::ExportError) -> Failure {
        Failure::Problems(vec![Problem { message: error.message, help: error.help }])
    }
}
