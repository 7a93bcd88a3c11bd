//! `report:`

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::policy::model::{Localized, Report, ReportSheet};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 3] = ["title", "sheets", "formulas"];

impl Reader<'_> {
    /// Reads the report; a good one is made without this section.
    ///
    /// ```yaml
    /// formulas: live                    # values when left out
    /// title: { en: Channel scorecard, ko: 유통 평가표 }
    /// sheets:
    ///   - customers                       # a table with all its columns
    ///   - { table: orders, title: Orders, columns: [date, amount], sort: -amount }   # falling with `-`
    /// ```
    pub(super) fn report(&mut self, node: &Node) -> Option<Report> {
        let fields = self.fields(node, "the report", &KEYS)?;
        let sheets = match fields.get("sheets") {
            None => Vec::new(),
            Some(Node { kind: NodeKind::Sequence(items), .. }) => {
                items.iter().filter_map(|item| self.sheet(item)).collect()
            }
            Some(node) => {
                self.wrong_kind(node, "a list of sheets");
                Vec::new()
            }
        };
        let live = fields.get("formulas").is_some_and(|node| self.live(node));
        Some(Report { title: self.localized(fields.get("title")), sheets, live })
    }

    /// `formulas: live` or `formulas: values`.
    fn live(&mut self, node: &Node) -> bool {
        match node.text().map(str::trim) {
            Some("live") => true,
            Some("values") => false,
            other => {
                let message = format!("`formulas` cannot be `{}`", other.unwrap_or_default());
                let help = "write `live` for formulas in the cells of the report, or `values`";
                self.note(Diagnostic::error("not-allowed", node.span, message).help(help));
                false
            }
        }
    }

    fn sheet(&mut self, node: &Node) -> Option<ReportSheet> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            let table = self.text(node, "a table's name")?;
            return Some(ReportSheet { table, title: Localized::default(), columns: Vec::new(), sort: None });
        }
        let fields = self.fields(node, "a sheet of the report", &["table", "title", "columns", "sort"])?;
        let title = self.localized(fields.get("title"));
        let columns = self.texts(fields.get("columns"), "a column's name");
        let sort = fields.get("sort").and_then(|node| self.text(node, "a column's name")).map(direction);
        let table = self.required(&fields, "table", "name the table the sheet shows")?;
        Some(ReportSheet { table: self.text(table, "a table's name")?, title, columns, sort })
    }
}

/// The column to sort by, and whether it falls.
fn direction(text: Spanned<String>) -> (Spanned<String>, bool) {
    match text.value.strip_prefix('-') {
        None => (text, false),
        Some(name) => {
            let trimmed = name.trim_start();
            let at = text.value.len() - trimmed.len();
            (Spanned::new(trimmed.to_string(), text.span.part(at, trimmed.len())), true)
        }
    }
}
