//! `group:`, `chart:` and `color:` of a sheet of the report.

use super::Reader;
use super::fields::Fields;
use super::scalars::written_number;
use crate::diagnostic::Diagnostic;
use crate::policy::looks::{CellIs, Coloring, Shade, SheetChart, SheetLook};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const CHART_KEYS: [&str; 3] = ["of", "by", "as"];
/// Which end of a column is the good one.
const ENDS: [&str; 2] = ["high", "low"];

impl Reader<'_> {
    /// Reads how a table is drawn.
    ///
    /// ```yaml
    /// group: region                       # a subtotal for each
    /// chart: sales                        # or { of: sales, by: month, as: line }
    /// color: { margin: high, state: { late: red, done: green } }
    /// ```
    pub(super) fn look(&mut self, fields: &Fields<'_>) -> SheetLook {
        let group = fields.get("group").and_then(|node| self.text(node, "a column's name"));
        let chart = fields.get("chart").and_then(|node| self.chart(node));
        let colors = self.entries(fields.get("color"), "columns with their colours");
        let colors = colors.into_iter().filter_map(|(column, node)| {
            let column = self.text(column, "a column's name")?;
            let coloring = self.coloring(&column, node)?;
            Some((column, Spanned::new(coloring, node.span)))
        });
        SheetLook { group, chart, colors: colors.collect() }
    }

    fn chart(&mut self, node: &Node) -> Option<SheetChart> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            return Some(SheetChart { of: self.text(node, "a column's name")?, by: None, line: None });
        }
        let fields = self.fields(node, "a chart", &CHART_KEYS)?;
        let by = fields.get("by").and_then(|node| self.text(node, "a column's name"));
        let line = fields.get("as").and_then(|node| self.text(node, "`line` or `bars`"));
        let line = line.and_then(|text| self.word(&text, "a chart", &["line", "bars"])).map(|word| word == "line");
        let of = self.required(&fields, "of", "name the column it shows: `chart: { of: sales }`")?;
        Some(SheetChart { of: self.text(of, "a column's name")?, by, line })
    }

    fn coloring(&mut self, column: &str, node: &Node) -> Option<Coloring> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            let end = self.text(node, "`high` or `low`, the end that is good, or values with their colours")?;
            let known = self.end(&end, column)?;
            return Some(if known == "high" { Coloring::High } else { Coloring::Low });
        }
        let entries = self.entries(Some(node), "values with their colours");
        let cells = entries.into_iter().filter_map(|(cell, shade)| {
            let cell = self.cell_is(cell)?;
            let shade = self.text(shade, "a colour")?;
            Some((cell, Shade::from_word(self.word(&shade, "a colour", &Shade::WORDS)?)?))
        });
        Some(Coloring::Cells(cells.collect()))
    }

    /// The good end of a column; who writes a colour there meant it for some value.
    fn end(&mut self, text: &Spanned<String>, column: &str) -> Option<&'static str> {
        if Shade::from_word(&text.value).is_none() {
            return self.word(text, "the good end of a column", &ENDS);
        }
        let message = format!("`{}` says no more than a colour", text.value);
        let help = format!("say which cells have it: `{column}: {{ \"< 0\": {} }}`", text.value);
        self.note(Diagnostic::error("unknown-word", text.span, message).help(help));
        None
    }

    /// `late`, `true`, `"< 0"`, `">= 12.5%"`.
    fn cell_is(&mut self, node: &Node) -> Option<CellIs> {
        let text = self.text(node, "what is in the cell")?;
        let trimmed = text.value.trim();
        type Mark = (&'static str, fn(f64) -> CellIs);
        let marks: [Mark; 4] =
            [(">=", CellIs::AtLeast), ("<=", CellIs::AtMost), (">", CellIs::More), ("<", CellIs::Less)];
        let Some((mark, made)) = marks.into_iter().find(|(mark, _)| trimmed.starts_with(mark)) else {
            return Some(CellIs::Value(trimmed.to_string()));
        };
        let number = trimmed[mark.len()..].trim();
        match written_number(number) {
            Some((limit, _)) => Some(made(limit)),
            None => {
                let message = format!("`{mark}` needs a number after it, found `{number}`");
                self.note(Diagnostic::error("bad-number", text.span, message).help(format!("write `\"{mark} 100\"`")));
                None
            }
        }
    }
}
