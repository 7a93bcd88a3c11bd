//! `group:`, `chart:` and `color:` of a report's sheet: the columns they name, and whether these can be drawn so.

use super::Work;
use super::binder::Binder;
use crate::formula::{ColumnId, TableId};
use crate::policy::looks::{CellIs, Coloring, SheetChart, SheetLook};
use crate::policy::written_number;
use crate::source::{Span, Spanned};
use crate::value::Type;

impl Binder<'_> {
    pub(super) fn bind_look(&mut self, table: TableId, look: &SheetLook) {
        if let Some(group) = &look.group
            && let Some(id) = self.bind_shown(table, group)
        {
            self.must_be_single(id, group);
        }
        if let Some(chart) = &look.chart {
            self.bind_chart(table, chart, look.group.is_some());
        }
        for (name, coloring) in &look.colors {
            if let Some(id) = self.bind_shown(table, name) {
                self.bind_coloring(id, name, coloring);
            }
        }
    }

    fn bind_chart(&mut self, table: TableId, chart: &SheetChart, grouped: bool) {
        let of = self.bind_shown(table, &chart.of);
        let by = chart.by.as_ref().and_then(|by| Some((self.bind_shown(table, by)?, by)));
        if let Some((by, name)) = by {
            self.must_be_single(by, name);
        }
        let Some(kind) = of.and_then(|of| self.kind(of)) else { return };
        match kind {
            Type::Number => {}
            Type::Text | Type::Bool if chart.by.is_none() || grouped => {}
            Type::Text | Type::Bool => {
                let message = format!("`{}` has no numbers to draw by another column", chart.of.value);
                let help =
                    "leave `by` out: the chart then has a bar for each of its values, or draw a column of numbers";
                self.error("wrong-type", chart.of.span, message, Some(help.to_string()));
            }
            other => self.no_chart(&chart.of, other),
        }
    }

    fn no_chart(&mut self, of: &Spanned<String>, kind: Type) {
        let message =
            format!("a chart shows numbers or how many rows have each text; `{}` is {}", of.value, kind.a_word());
        let help = match kind {
            Type::Date | Type::DateTime => format!("write `{{ of: …, by: {} }}` with a column of numbers", of.value),
            _ => "name a column of numbers".to_string(),
        };
        self.error("wrong-type", of.span, message, Some(help));
    }

    /// Rows are put together by single values.
    fn must_be_single(&mut self, id: ColumnId, name: &Spanned<String>) {
        let Some(kind @ (Type::List | Type::Period)) = self.kind(id) else { return };
        let message = format!("rows cannot be put together by `{}`, which is {}", name.value, kind.a_word());
        let help = "name a column with one value in each row: a text, a number, a date";
        self.error("wrong-type", name.span, message, Some(help.to_string()));
    }

    fn bind_coloring(&mut self, id: ColumnId, name: &Spanned<String>, coloring: &Spanned<Coloring>) {
        let Some(kind) = self.kind(id) else { return };
        match &coloring.value {
            Coloring::High | Coloring::Low if kind != Type::Number => {
                let message = format!("`high` and `low` are ends of numbers; `{}` is {}", name.value, kind.a_word());
                let value = if kind == Type::Bool { "true" } else { "late" };
                let help = format!("say which values have which colour: `{}: {{ {value}: red }}`", name.value);
                self.error("wrong-type", coloring.span, message, Some(help));
            }
            Coloring::High | Coloring::Low => {}
            Coloring::Cells(cells) => {
                for (cell, _) in cells {
                    self.can_be(kind, name, (cell, coloring.span));
                }
            }
        }
    }

    /// Whether a cell of that type can be so.
    fn can_be(&mut self, kind: Type, name: &Spanned<String>, (cell, span): (&CellIs, Span)) {
        let (name, is) = (&name.value, kind.a_word());
        let (message, help) = match (cell, kind) {
            (CellIs::Value(text), Type::Number) if written_number(text).is_none() => {
                (format!("`{name}` has numbers, and is never `{text}`"), "write a number, or `\"< 0\"`, `\">= 10%\"`")
            }
            (CellIs::Value(text), Type::Bool) if text != "true" && text != "false" => {
                (format!("`{name}` is `true` or `false`, and never `{text}`"), "write `true` or `false`")
            }
            (CellIs::Value(_), Type::Number | Type::Text | Type::Bool) | (_, Type::Number) => return,
            (CellIs::Value(_), _) => (
                format!("cells of `{name}` cannot be coloured by value: it is {is}"),
                "colour a column of texts or numbers",
            ),
            _ => (format!("`<` and `>` compare numbers; `{name}` is {is}"), "name the values: `{ late: red }`"),
        };
        self.error("wrong-type", span, message, Some(help.to_string()));
    }

    /// The type of a column; none where it was not bound, which was reported.
    fn kind(&self, id: ColumnId) -> Option<Type> {
        let column = self.column(id);
        (column.work != Work::Unbound).then_some(column.ty)
    }
}
