//! Pieces of a cell, each knowing where it stands.

use super::CellError;
use crate::diagnostic::Problem;

/// Part of a cell's text and the byte at which it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub start: usize,
}

/// The plain form of a full-width character; others stay.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

impl<'a> Piece<'a> {
    pub fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// Without blanks around it.
    pub fn trim(self) -> Piece<'a> {
        let cut = self.text.trim_start();
        Piece { text: cut.trim_end(), start: self.start + self.text.len() - cut.len() }
    }

    /// The part between two bytes of this piece, trimmed.
    pub fn part(self, from: usize, to: usize) -> Piece<'a> {
        Piece { text: self.text.get(from..to).unwrap_or(""), start: self.start + from }.trim()
    }

    /// What follows the first bytes, trimmed.
    pub fn from(self, at: usize) -> Piece<'a> {
        self.part(at, self.text.len())
    }

    /// First character in its plain form.
    pub fn first(self) -> Option<char> {
        self.text.chars().next().map(fold)
    }

    /// Last character in its plain form.
    pub fn last(self) -> Option<char> {
        self.text.chars().next_back().map(fold)
    }

    /// Without its first and last character.
    pub fn inner(self) -> Piece<'a> {
        let first = self.text.chars().next().map_or(0, char::len_utf8);
        let last = self.text.chars().next_back().map_or(0, char::len_utf8);
        self.part(first, self.text.len().saturating_sub(last).max(first))
    }

    /// An error about this piece.
    pub fn error(self, message: impl Into<String>, help: impl Into<String>) -> CellError {
        CellError { problem: Problem::with_help(message, help), start: self.start as u32, end: self.end() as u32 }
    }

    /// The pieces between commas that stand outside quotes and brackets. With `grouped`, a comma
    /// between two digits belongs to a number; `、` never does.
    pub fn split_list(self, grouped: bool) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let (mut from, mut depth, mut quote, mut fresh) = (0, 0_usize, None, true);
        let mut before = ' ';
        let mut chars = self.text.char_indices().peekable();
        while let Some((at, raw)) = chars.next() {
            let lists = matches!(raw, '、' | '､');
            let c = if lists { ',' } else { fold(raw) };
            let within_number = grouped
                && !lists
                && before.is_ascii_digit()
                && chars.peek().is_some_and(|(_, next)| fold(*next).is_ascii_digit());
            match c {
                _ if quote.is_some() => {
                    if c == '\\' {
                        chars.next();
                    } else if quote == Some(c) {
                        quote = None;
                    }
                }
                '"' if fresh => quote = Some('"'),
                '“' if fresh => quote = Some('”'),
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 && !within_number => {
                    pieces.push(self.part(from, at));
                    from = at + raw.len_utf8();
                }
                _ => {}
            }
            // A quote opens a text only where a value may start: `15" screen` is a text of its own.
            fresh = match c {
                ',' | '(' | '=' | '<' | '>' => true,
                _ => c.is_whitespace() && (fresh || self.text[from..at].trim() == "not"),
            };
            before = c;
        }
        pieces.push(self.from(from));
        pieces
    }

    /// Whether the first bracket is closed by the last one. Brackets within quotes are part of a text.
    pub fn is_enclosed(self) -> bool {
        let (mut depth, mut quoted) = (0_usize, false);
        for (at, raw) in self.text.char_indices() {
            match fold(raw) {
                '"' | '“' | '”' => quoted = !quoted,
                _ if quoted => {}
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + raw.len_utf8() == self.text.len();
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The pieces between the words `and`.
    pub fn split_and(self) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for (at, _) in self.text.match_indices("and") {
            let before = self.text[..at].chars().next_back();
            let after = self.text[at + 3..].chars().next();
            let word = |c: Option<char>| c.is_some_and(char::is_whitespace);
            if at >= from && word(before) && word(after) {
                pieces.push(self.part(from, at));
                from = at + 3;
            }
        }
        pieces.push(self.from(from));
        pieces
    }

    /// Every place where two dots stand: the byte they start at and the byte after them.
    pub fn dots(self) -> Vec<(usize, usize)> {
        let chars: Vec<(usize, char)> = self.text.char_indices().collect();
        chars
            .windows(2)
            .filter(|pair| fold(pair[0].1) == '.' && fold(pair[1].1) == '.')
            .map(|pair| (pair[0].0, pair[1].0 + pair[1].1.len_utf8()))
            .collect()
    }
}
