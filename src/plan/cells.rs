//! Cells of decision tables and bands, with the parameters they name.

use super::binder::Binder;
use crate::decision::cell::{self, CellTest, Written};
use crate::diagnostic::Diagnostic;
use crate::formula::{Expr, ExprKind};
use crate::source::Spanned;
use crate::value::{NumberFormat, Type, Value, number};
use std::ops::Range;

/// The name of a parameter in a cell, and its value there, by the bytes of both.
struct Put {
    name: String,
    written: Range<usize>,
    read: Range<usize>,
}

/// A cell with the values of parameters in place of their names.
struct WithValues<'w> {
    written: &'w str,
    text: String,
    put: Vec<Put>,
}

impl WithValues<'_> {
    /// Where a byte of the text stands in the cell as written; inside a value it is where the name begins, or
    /// behind the name for the end of something.
    fn place(&self, byte: usize, end: bool) -> usize {
        let before = self.put.iter().take_while(|put| put.read.start < byte || (!end && put.read.start == byte)).last();
        let Some(put) = before else { return byte };
        if put.read.contains(&byte) && !end {
            return put.written.start;
        }
        put.written.end + byte.saturating_sub(put.read.end)
    }

    fn written(&self, start: u32, end: u32) -> Range<usize> {
        self.place(start as usize, false)..self.place(end as usize, true)
    }

    /// The test with the places of the cell as written. A formula names its parameters, as everywhere; gives
    /// the names that stand for values.
    fn placed(&self, test: &mut CellTest) -> Vec<&Put> {
        let mut values = Vec::new();
        test.change(&mut |found| match found {
            Written::Literal(literal) => {
                let range = self.written(literal.start, literal.end);
                values.extend(
                    self.put.iter().filter(|put| range.start <= put.written.start && put.written.end <= range.end),
                );
                (literal.start, literal.end) = (range.start as u32, range.end as u32);
            }
            Written::Formula(text, start) => {
                let range = self.written(*start, *start + text.len() as u32);
                *text = self.written[range.clone()].to_string();
                *start = range.start as u32;
            }
        });
        values
    }
}

impl Binder<'_> {
    /// Reads a cell; a parameter's name stands for its value (`>= growth_floor`). `None` where it
    /// cannot be read, which is then reported.
    pub(super) fn read_cell(
        &mut self,
        written: &Spanned<String>,
        kind: Type,
        given: &[(String, Expr)],
    ) -> Option<CellTest> {
        let cell = self.with_values(written, kind, given);
        match cell::parse(&cell.text, kind) {
            Ok(mut test) => {
                let values: Vec<String> = cell.placed(&mut test).into_iter().map(|put| put.name.clone()).collect();
                values.iter().filter(|name| !name.is_empty()).for_each(|name| self.fix(name));
                self.warn_of_unclear(written, kind);
                Some(test)
            }
            Err(error) => {
                // `> floor * 2` is a formula that names a parameter, not a value with one put in.
                if let Some(test) = cell::parse(&written.value, kind).ok().filter(|_| !cell.put.is_empty()) {
                    return Some(test);
                }
                let range = cell.written(error.start, error.end);
                let span = self.place(written, range.start as u32, range.end as u32);
                self.problem("cell", span, error.problem);
                None
            }
        }
    }

    /// Says how a cell is read that a reader may take for something else.
    fn warn_of_unclear(&mut self, written: &Spanned<String>, kind: Type) {
        if let Some(unclear) = cell::unclear(&written.value, kind) {
            let span = self.place(written, unclear.start, unclear.end);
            let found = Diagnostic::warning("unclear-word", span, unclear.problem.message);
            self.diagnostics.push(found.help(unclear.problem.help.unwrap_or_default()));
        }
    }

    /// The cell with the values of its parameters in place of their names. In a cell of a text input a word
    /// is a text, never a name.
    fn with_values<'w>(
        &mut self,
        written: &'w Spanned<String>,
        kind: Type,
        given: &[(String, Expr)],
    ) -> WithValues<'w> {
        let text = written.value.as_str();
        let mut cell = WithValues { written: text, text: String::new(), put: Vec::new() };
        if kind == Type::Text || text.trim_start().starts_with('=') {
            cell.text = text.to_string();
            return cell;
        }
        let mut done = 0;
        while let Some(start) = text[done..].find(is_first).map(|at| done + at) {
            let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |end| start + end);
            cell.text.push_str(&text[done..start]);
            let name = &text[start..end];
            let inside_number = cell.text.ends_with(|c: char| c.is_ascii_digit());
            let other = given.iter().find(|(known, _)| known == name).map(|(_, expr)| &expr.kind);
            let (named, value) = match other {
                Some(ExprKind::Parameter(other)) => (other.to_string(), self.literal_of(other)),
                Some(ExprKind::Constant(value)) => (String::new(), literal(value, NumberFormat::General)),
                Some(_) => (String::new(), None),
                None => (name.to_string(), self.literal_of(name)),
            };
            match value.filter(|_| !inside_number) {
                Some(value) => {
                    if other.is_none() {
                        let span = self.place(written, start as u32, end as u32);
                        self.note_parameter(name, span);
                    }
                    let read = cell.text.len()..cell.text.len() + value.len();
                    cell.text.push_str(&value);
                    cell.put.push(Put { name: named, written: start..end, read });
                }
                None => cell.text.push_str(name),
            }
            done = end;
        }
        cell.text.push_str(&text[done..]);
        cell
    }

    /// A parameter's value as a cell writes it.
    fn literal_of(&self, name: &str) -> Option<String> {
        let parameter = self.policy.parameters.iter().find(|parameter| parameter.name.value == name)?;
        literal(self.parameters.get(name)?, parameter.format)
    }
}

/// A value as a cell writes it.
fn literal(value: &Value, format: NumberFormat) -> Option<String> {
    match value {
        Value::Number(value) => Some(match format {
            NumberFormat::Percent(_) => percent(*value),
            _ => number::shortest(*value),
        }),
        value @ (Value::Date(_) | Value::DateTime(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// A number as a percentage, where that reads as the very same number.
fn percent(value: f64) -> String {
    let text = format!("{}%", number::shortest(number::round(value * 100.0, 12)));
    if number::parse(&text) == Some(value) { text } else { number::shortest(value) }
}

fn is_first(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
