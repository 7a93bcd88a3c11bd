//! `assert:`

use super::Reader;
use super::scalars::written_number;
use crate::diagnostic::Diagnostic;
use crate::policy::model::{Assertion, Localized, Within};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 7] = ["that", "within", "severity", "stop", "title", "message", "note"];

impl Reader<'_> {
    /// Reads what must hold of a run as a whole: a name and a condition, or a mapping that says more.
    ///
    /// ```yaml
    /// booked: sum(orders.amount) == sum(ledger.amount)
    /// no_orphans: count(orders, is_blank(orders.customer)) == 0
    /// rounded:
    ///   that: sum(orders.amount) == ledger_total
    ///   within: 0.5%                # of the right side; or a number
    ///   severity: warning           # error when left out
    ///   stop: true                  # no report where it does not hold
    ///   message: Ask accounting for the ledger of the month
    /// ```
    pub(super) fn assertions(&mut self, node: Option<&Node>) -> Vec<Assertion> {
        let entries = self.entries(node, "a mapping of names and conditions");
        entries.into_iter().filter_map(|(key, value)| self.assertion(key, value)).collect()
    }

    fn assertion(&mut self, key: &Node, node: &Node) -> Option<Assertion> {
        let name = self.name(key, "assertion")?;
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            let that = self.formula(node, "a condition")?;
            let (title, message) = (Localized::default(), Localized::default());
            return Some(Assertion { name, title, that, within: None, warning: false, stop: false, message });
        }
        let mut fields = self.fields(node, &format!("assertion `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        let that = self.required(&fields, "that", "say what must hold: `that: sum(orders.amount) == ledger_total`");
        let that = that.and_then(|node| self.formula(node, "a condition"));
        let within = fields.get("within").and_then(|node| self.within(node));
        let severity = fields.get("severity").and_then(|node| self.text(node, "`error` or `warning`"));
        let severity = severity.and_then(|text| self.word(&text, "the severity", &["error", "warning"]));
        let stop = self.flag(fields.get("stop"), "`stop`").unwrap_or(false);
        let (title, message) = (self.localized(fields.get("title")), self.localized(fields.get("message")));
        Some(Assertion { name, title, that: that?, within, warning: severity == Some("warning"), stop, message })
    }

    fn within(&mut self, node: &Node) -> Option<Spanned<Within>> {
        let text = self.text(node, "a number or a percentage")?;
        match written_number(&text) {
            Some((size, percent)) if size >= 0.0 => {
                Some(Spanned::new(Within { size, of_right: percent.is_some() }, text.span))
            }
            _ => {
                let message = format!("`within: {}` is no number from 0 on", text.value);
                let help = "write how far the sides may lie apart: `within: 0.5`, or `within: 1%` of the right side";
                self.note(Diagnostic::error("wrong-kind", text.span, message).help(help));
                None
            }
        }
    }
}
