//! `report:`

use super::Reader;
use super::scorecards::or_empty;
use crate::diagnostic::Diagnostic;
use crate::policy::looks::SheetLook;
use crate::policy::model::{Localized, Report, ReportSheet};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 4] = ["title", "sheets", "formulas", "split_by"];
pub(super) const SHEET_KEYS: [&str; 7] = ["table", "title", "columns", "sort", "group", "chart", "color"];

impl Reader<'_> {
    /// Reads the report, or several by their names, of which the first is made where nobody asks for another:
    ///
    /// ```yaml
    /// managers: { sheets: [customers] }
    /// board: { title: Quarter at a glance, sheets: [branches] }
    /// ```
    pub(super) fn reports(&mut self, node: &Node) -> Vec<Report> {
        if !are_named(node) {
            return self.report(node, "the report").into_iter().collect();
        }
        let entries = self.entries(Some(node), "reports by their names");
        let named = entries.into_iter().filter_map(|(key, value)| {
            let name = self.name(key, "report")?;
            let value = &or_empty(value, &name);
            let report = self.report(value, &format!("report `{}`", name.value))?;
            Some(Report { name: Some(name), ..report })
        });
        named.collect()
    }

    /// Reads a report; a good one is made without this section.
    ///
    /// ```yaml
    /// formulas: live                    # values when left out
    /// split_by: branches.name           # a workbook or page for each of these, with its own rows
    /// title: { en: Channel scorecard, ko: 유통 평가표 }
    /// sheets:
    ///   - customers                       # a table with all its columns
    ///   - { table: orders, title: Orders, columns: [date, amount], sort: -amount }   # falling with `-`
    ///   - { table: lines, group: region, chart: amount, color: { margin: high } }
    /// ```
    fn report(&mut self, node: &Node, what: &str) -> Option<Report> {
        let fields = self.fields(node, what, &KEYS)?;
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
        let split_by =
            fields.get("split_by").and_then(|node| self.text(node, "a table and its column, `branches.name`"));
        if let (Some(by), true) = (&split_by, live) {
            let message = "a report in parts has values, not formulas: these would read rows of others";
            let help = "leave `formulas: live` out, or `split_by`";
            self.note(Diagnostic::error("not-allowed", by.span, message).help(help));
        }
        Some(Report { name: None, title: self.localized(fields.get("title")), sheets, live, split_by })
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
            let (title, look) = (Localized::default(), SheetLook::default());
            return Some(ReportSheet { table, title, columns: Vec::new(), sort: None, look });
        }
        let fields = self.fields(node, "a sheet of the report", &SHEET_KEYS)?;
        let title = self.localized(fields.get("title"));
        let columns = self.texts(fields.get("columns"), "a column's name");
        let sort = fields.get("sort").and_then(|node| self.text(node, "a column's name")).map(direction);
        let table = self.required(&fields, "table", "name the table the sheet shows")?;
        let (table, look) = (self.text(table, "a table's name")?, self.look(&fields));
        Some(ReportSheet { table, title, columns, sort, look })
    }
}

/// Whether reports stand there by name: no key is one of a report, and something below one is.
fn are_named(node: &Node) -> bool {
    let NodeKind::Mapping(entries) = &node.kind else { return false };
    let known = |key: &Node| key.text().is_some_and(|key| KEYS.contains(&key));
    let holds_known = |node: &Node| match &node.kind {
        NodeKind::Mapping(entries) => entries.iter().any(|(key, _)| known(key)),
        _ => false,
    };
    entries.iter().all(|(key, _)| !known(key)) && entries.iter().any(|(_, value)| holds_known(value))
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
