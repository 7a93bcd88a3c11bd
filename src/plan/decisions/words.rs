//! Cells that may not say what they seem to: words of text inputs that are also words of the syntax (`not started`,
//! `Harbour, Inc.`), numbers without a percent sign.

use crate::decision::cell::{self, CellTest, Comparison, Literal};
use crate::diagnostic::Diagnostic;
use crate::formula::ColumnId;
use crate::plan::Work;
use crate::plan::binder::Binder;
use crate::source::Spanned;
use crate::value::{NumberFormat, Type, Value, number};

impl Binder<'_> {
    /// A cell that is, as a whole, one of the values its column may take is that value.
    pub(super) fn whole_value(&self, id: ColumnId, cell: &Spanned<String>) -> Option<CellTest> {
        let text = cell.value.trim();
        let value = self.allowed(id).iter().map(|value| &value.value).find(|value| value.as_text() == Some(text))?;
        let start = (cell.value.len() - cell.value.trim_start().len()) as u32;
        let literal = Literal { value: value.clone(), percent: false, start, end: start + text.len() as u32 };
        Some(CellTest::Compare(Comparison::Equal, literal))
    }

    /// Warns of `not started`, which a reader may take for the text itself, where nothing shows what it is.
    pub(super) fn warn_of_not(&mut self, id: ColumnId, cell: &Spanned<String>, test: &CellTest) {
        let CellTest::Not(denied) = test else { return };
        let text = cell.value.trim();
        let CellTest::Compare(Comparison::Equal, literal) = denied.as_ref() else { return };
        let Value::Text(word) = &literal.value else { return };
        let bracketed = text.ends_with(')') || text.ends_with(['"', '”']);
        if bracketed || self.takes(id, word) {
            return;
        }
        let message = format!("`{text}` is read as: any text but `{word}`");
        let help = format!("write `not({word})` if that is meant, or `'\"{text}\"'` for the text itself");
        self.diagnostics.push(Diagnostic::warning("unclear-word", cell.span, message).help(help));
    }

    /// Warns of `< 3` for a column that is shown as a percentage: most people mean 3 %, and it says 300 %.
    pub(super) fn warn_of_percent(&mut self, id: ColumnId, cell: &Spanned<String>, test: &CellTest) {
        if !matches!(self.column(id).format, NumberFormat::Percent(_)) {
            return;
        }
        let above_one =
            |literal: &&Literal| !literal.percent && literal.value.as_number().is_some_and(|n| n.abs() > 1.0);
        let Some(literal) = test.literals().into_iter().find(above_one) else { return };
        let Some(number) = literal.value.as_number() else { return };
        let (own, hundredfold) = (number::shortest(number), number::shortest(number::round(number * 100.0, 10)));
        let message = format!("`{}` is shown as a percentage, and `{own}` is {hundredfold}%", self.column(id).name);
        let help = format!("write `{own}%`, or `{hundredfold}%` if that is meant");
        self.diagnostics.push(Diagnostic::warning("percent-or-not", cell.span, message).help(help));
    }

    /// Whether the policy says that the column may have that text.
    pub(super) fn takes(&self, id: ColumnId, word: &str) -> bool {
        // What a decision gives, the analysis of the table knows.
        matches!(self.column(id).work, Work::Decision(_))
            || self.allowed(id).iter().any(|value| value.value.as_text() == Some(word))
    }
}

/// Texts of a cell of a text input that look like more than they are read as, and are not among those its column may have.
pub(super) fn lookalikes(ty: Type, cell: &Spanned<String>, test: &CellTest) -> Vec<String> {
    let read = |text: &String| test.literals().iter().any(|literal| literal.value.as_text() == Some(text));
    let all = if ty == Type::Text { cell::lookalikes(&cell.value) } else { Vec::new() };
    all.into_iter().filter(read).collect()
}

/// The text of a cell of a text input that is more than that text: a list, a `not`, `blank`.
pub(super) fn read_as_syntax(ty: Type, cell: &Spanned<String>, test: &CellTest) -> Option<String> {
    let text = cell.value.trim();
    let plain = match test {
        CellTest::Compare(Comparison::Equal, literal) => literal.value.as_text() == Some(text),
        _ => false,
    };
    let quoted = text.starts_with(['"', '“']) && matches!(test, CellTest::Compare(..));
    (ty == Type::Text && !plain && !quoted && *test != CellTest::Any).then(|| text.to_string())
}
