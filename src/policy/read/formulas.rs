//! `formulas:` and `figures:`

use super::Reader;
use super::parameters::percent_format;
use crate::diagnostic::Diagnostic;
use crate::policy::model::{Formula, FormulaText, Localized};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 5] = ["formula", "title", "type", "format", "note"];
const TYPES: [&str; 6] = ["text", "number", "date", "datetime", "bool", "list"];

/// A formula of which nothing more is said.
pub(super) fn short(name: Spanned<String>, text: FormulaText) -> Formula {
    Formula { name, text, title: Localized::default(), kind: None, format: None }
}

impl Reader<'_> {
    /// Reads worked-out columns or figures: a name and a formula, or a mapping that says more.
    ///
    /// ```yaml
    /// margin: (sales - cost) / sales
    /// growth: { formula: sales / prior_sales - 1, title: Growth, format: 0.0% }
    /// risk:   { formula: "risk_note(stock_days, margin)", type: text }   # where a script's type cannot be inferred
    /// steps: |
    ///   if sales > 1_000 { "big" }
    ///   else { "small" }
    /// ```
    ///
    /// A formula that YAML would misread (it begins with `!`, `[`, a backtick…, or contains `: ` or
    /// ` #`) stands in double quotes. A lone percentage is its number (`10%` is `0.1`).
    pub(super) fn formulas(&mut self, node: Option<&Node>, what: &str) -> Vec<Formula> {
        let entries = self.entries(node, &format!("a mapping of {what}s and their formulas"));
        entries.into_iter().filter_map(|(key, value)| self.named_formula(key, value, what)).collect()
    }

    fn named_formula(&mut self, key: &Node, node: &Node, what: &str) -> Option<Formula> {
        let name = self.text(key, &format!("the name of a {what}"))?;
        match node.kind {
            NodeKind::Mapping(_) => self.check_titled_name(&name, what),
            _ => self.check_formula_name(&name, what),
        }
        match &node.kind {
            NodeKind::Null => {
                let message = format!("`{}` has no formula", name.value);
                let help = format!("write one after the colon: `{}: sales - cost`", name.value);
                self.note(Diagnostic::error("missing-key", name.span, message).help(help));
                None
            }
            NodeKind::Mapping(_) => self.long_formula(name, node),
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                let text = self.formula(node, "a formula")?;
                Some(Formula { format: percent_format(node), ..short(name, text) })
            }
        }
    }

    fn long_formula(&mut self, name: Spanned<String>, node: &Node) -> Option<Formula> {
        let mut fields = self.fields(node, &format!("formula `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        let title = self.localized(fields.get("title"));
        let kind = self.type_word(fields.get("type"), &TYPES);
        let format = self.format(fields.get("format"));
        let text = self.required(&fields, "formula", "add `formula:`")?;
        let text = self.formula(text, "a formula")?;
        Some(Formula { name, text, title, kind, format })
    }
}
