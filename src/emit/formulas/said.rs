//! What a part of a formula became, and when it is blank: a spreadsheet knows no blank that a formula gives, so an
//! empty text stands for it.

use super::words::{Piece, call, cat, joined};

/// A part of a formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The words; they mean something where no guard is blank.
    pub words: Vec<Piece>,
    /// What makes the whole blank where it is.
    pub guards: Vec<Vec<Piece>>,
    /// Whether the words may be an empty text, guards or not.
    pub maybe: bool,
    /// Whether the words may be an error where there is no answer.
    pub fails: bool,
}

impl Said {
    /// Words that always have a value.
    pub(super) fn sure(words: Vec<Piece>) -> Said {
        Said { words, ..Said::default() }
    }

    /// A cell, which may be empty.
    pub(super) fn cell(piece: Piece) -> Said {
        let words = vec![piece];
        Said { guards: vec![words.clone()], words, maybe: false, fails: false }
    }

    /// Whether it always has a value.
    pub(super) fn is_sure(&self) -> bool {
        self.guards.is_empty() && !self.maybe && !self.fails
    }

    /// Whether it is a cell and nothing else.
    fn is_cell(&self) -> bool {
        self.guards.len() == 1 && self.guards[0] == self.words
    }

    /// Made of parts that must all have a value. What may be an empty text is an error in arithmetic, but not in a
    /// comparison: there it is asked for.
    pub(super) fn of(parts: &[&Said], words: Vec<Piece>, compares: bool) -> Said {
        let mut made = Said { words, ..Said::default() };
        for part in parts {
            part.guards.iter().for_each(|guard| made.guard(guard.clone()));
            made.fails |= part.fails || part.maybe;
            if part.maybe && compares {
                made.guard(part.words.clone());
            }
        }
        made
    }

    /// The same, where the words may have no answer.
    pub(super) fn failing(mut self) -> Said {
        self.fails = true;
        self
    }

    fn guard(&mut self, guard: Vec<Piece>) {
        if !self.guards.contains(&guard) {
            self.guards.push(guard);
        }
    }

    /// Whether it is blank, as a condition.
    pub(super) fn blank(&self) -> Vec<Piece> {
        let mut tests: Vec<Vec<Piece>> = self.guards.iter().map(|guard| cat![guard, "=\"\""]).collect();
        if self.fails {
            tests.push(call("ISERROR", std::slice::from_ref(&self.words)));
        }
        if self.maybe && !self.guards.contains(&self.words) {
            tests.push(cat![&self.words, "=\"\""]);
        }
        match (tests.len(), self.fails) {
            (0, _) => cat!["FALSE"],
            (1, _) => tests.remove(0),
            (_, false) => call("OR", &tests),
            // A guard that is an error makes it blank as well.
            (_, true) => call("IFERROR", &[call("OR", &tests), cat!["TRUE"]]),
        }
    }

    /// The whole as it stands in a cell: an empty text where it is blank.
    pub(super) fn closed(&self) -> Vec<Piece> {
        let guarded = match self.guards.as_slice() {
            [] => self.words.clone(),
            [one] => cat!["IF(", one, "=\"\",\"\",", &self.words, ")"],
            several => {
                let tests: Vec<Vec<Piece>> = several.iter().map(|guard| cat![guard, "=\"\""]).collect();
                cat!["IF(OR(", joined(&tests, ","), "),\"\",", &self.words, ")"]
            }
        };
        if self.fails { cat!["IFERROR(", guarded, ",\"\")"] } else { guarded }
    }

    /// The closed form as a part of something else.
    pub(super) fn as_part(&self) -> Said {
        if self.is_sure() {
            return self.clone();
        }
        Said { words: self.closed(), guards: Vec::new(), maybe: true, fails: false }
    }

    /// Whether a condition is true for certain; a blank one is not.
    pub(super) fn is_true(&self) -> Vec<Piece> {
        if self.is_sure() {
            return self.words.clone();
        }
        if self.is_cell() {
            // An empty cell is not true.
            return cat![&self.words, "=TRUE"];
        }
        self.certain(&self.words)
    }

    /// Whether a condition is false for certain.
    pub(super) fn is_false(&self) -> Vec<Piece> {
        let not = if self.maybe { cat![&self.words, "=FALSE"] } else { call("NOT", std::slice::from_ref(&self.words)) };
        if self.is_sure() { not } else { self.certain(&not) }
    }

    fn certain(&self, words: &Vec<Piece>) -> Vec<Piece> {
        let words = if self.maybe && *words == self.words { cat!["(", words, ")=TRUE"] } else { words.clone() };
        let tests: Vec<Vec<Piece>> = self.guards.iter().map(|guard| cat![guard, "=\"\""]).collect();
        let guarded = match tests.len() {
            0 => words,
            1 => cat!["IF(", &tests[0], ",FALSE,", words, ")"],
            _ => cat!["IF(OR(", joined(&tests, ","), "),FALSE,", words, ")"],
        };
        if self.fails { cat!["IFERROR(", guarded, ",FALSE)"] } else { guarded }
    }
}
