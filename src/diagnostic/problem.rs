//! What is wrong and what to do, without a place: for whoever knows the place, or where there is none.

/// One thing that prevents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem, and what to do about it where that is known.
    pub fn new(message: impl Into<String>, help: Option<String>) -> Problem {
        Problem { message: message.into(), help }
    }

    /// A problem that is solved in one known way.
    pub fn with_help(message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { message: message.into(), help: Some(help.into()) }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
