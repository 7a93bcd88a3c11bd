//! Cells of decision tables and bands, with the parameters they name.

use super::binder::Binder;
use crate::decision::cell::{self, CellTest};
use crate::source::{Span, Spanned};
use crate::value::{Type, Value, number};

impl Binder<'_> {
    /// Reads a cell; a parameter's name stands for its value (`>= growth_floor`). `None` where it
    /// cannot be read, which is then reported.
    pub(super) fn read_cell(&mut self, written: &Spanned<String>, kind: Type) -> Option<CellTest> {
        let text = self.with_parameters(written, kind);
        let read = cell::parse(text.as_deref().unwrap_or(&written.value), kind);
        // `> floor * 2` is a formula that names a parameter, not a value with one put in.
        let whole = || text.as_ref().and_then(|_| cell::parse(&written.value, kind).ok());
        match read.or_else(|error| whole().ok_or(error)) {
            Ok(test) => Some(test),
            Err(error) => {
                // Places in a text with values put in are not those of the text as written.
                let span = match text {
                    None => self.place(written, error.start, error.end),
                    Some(_) => written.span,
                };
                self.problem("cell", span, error.problem);
                None
            }
        }
    }

    /// The cell with the values of its parameters in place of their names; `None` where it names
    /// none. In a cell of a text input a word is a text, never a name.
    fn with_parameters(&mut self, written: &Spanned<String>, kind: Type) -> Option<String> {
        let text = written.value.as_str();
        if kind == Type::Text || text.trim_start().starts_with('=') {
            return None;
        }
        let mut result = String::new();
        let mut named = false;
        let mut rest = text;
        while let Some(start) = rest.find(is_first) {
            let word_end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |end| start + end);
            let word = &rest[start..word_end];
            result.push_str(&rest[..start]);
            let inside_number = result.ends_with(|c: char| c.is_ascii_digit());
            let at = text.len() - rest.len() + start;
            let span = self.place(written, at as u32, (at + word.len()) as u32);
            match (!inside_number).then(|| self.literal_of(word, span)).flatten() {
                Some(value) => {
                    named = true;
                    result.push_str(&value);
                }
                None => result.push_str(word),
            }
            rest = &rest[word_end..];
        }
        result.push_str(rest);
        named.then_some(result)
    }

    /// A parameter's value as a cell writes it.
    fn literal_of(&mut self, name: &str, span: Span) -> Option<String> {
        let known = self.policy.parameters.iter().any(|parameter| parameter.name.value == name);
        let value = known.then(|| self.parameters.get(name).cloned())??;
        self.note_parameter(name, span);
        self.fix(name);
        match value {
            Value::Number(value) => Some(number::shortest(value)),
            value @ (Value::Date(_) | Value::DateTime(_) | Value::Bool(_)) => Some(value.to_string()),
            _ => None,
        }
    }
}

fn is_first(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
