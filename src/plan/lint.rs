//! Findings that are not mistakes of one place: unused columns and parameters.

use super::binder::Binder;
use super::expressions::Context;
use super::{DecisionId, Work};
use crate::decision::cell::CellTest;
use crate::diagnostic::{Diagnostic, Instead, nearest};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::policy::model;
use crate::script::syntax::Syntax;
use crate::source::{Sources, Span};
use crate::value::{Date, NumberFormat, NumberText, Type, Value};

/// Codes of findings about what nothing uses.
const UNUSED: [&str; 2] = ["unused-column", "unused-parameter"];

impl Binder<'_> {
    pub(super) fn lint(&mut self) {
        self.show_percents();
        self.unused_columns();
        self.unused_parameters();
        self.lint_branches();
    }

    /// A number nobody uses was probably meant to be used. Texts are labels for readers, and keys name rows.
    fn unused_columns(&mut self) {
        let mut found = Vec::new();
        for (index, table) in self.tables.iter().enumerate() {
            for (slot, column) in table.columns.iter().enumerate() {
                let id = ColumnId { table: TableId(index), slot };
                let imported = matches!(column.work, Work::Imported(_));
                let label = column.ty == Type::Text || table.key == Some(slot);
                if imported && !label && !self.used.contains_key(&id) {
                    found.push((
                        column.span,
                        format!("`{}` of `{}` is imported but nothing uses it", column.name, table.name),
                    ));
                }
            }
        }
        for (span, message) in found {
            let help = "use it in a formula, or leave the column out";
            self.diagnostics.push(Diagnostic::warning(UNUSED[0], span, message).help(help));
        }
    }

    fn unused_parameters(&mut self) {
        let policy = self.policy;
        for parameter in &policy.parameters {
            let name = &parameter.name;
            // The period also says which day the run stands for.
            if name.value != "period" && !self.used_parameters.contains(&name.value) {
                let message = format!("nothing uses the parameter `{}`", name.value);
                self.diagnostics.push(Diagnostic::warning(UNUSED[1], name.span, message));
            }
        }
    }

    /// `-a ** 2` is the square of `-a`, as in spreadsheets; most programming languages take the power first.
    pub(super) fn lint_power(&mut self, context: &Context<'_>, (left, at): (&Syntax, u32), span: Span) {
        let text = &context.text.value;
        let Some(base) = text.get(left.start as usize..at as usize).map(str::trim) else { return };
        // A bracket that closes here and opens before says what is meant.
        let in_brackets = base.matches(')').count() > base.matches('(').count();
        let Some(positive) = base.strip_prefix('-').filter(|_| !in_brackets).map(str::trim_start) else { return };
        let behind = self.sources.text(span).get((at - left.start) as usize..);
        let power = behind.and_then(|text| text.strip_prefix("**")).map_or("…", str::trim);
        let message = format!("the minus counts before the power here, as in spreadsheets: `(-{positive}) ** {power}`");
        let help =
            format!("write `(-{positive}) ** {power}` for that, `-({positive} ** {power})` for the power with a minus");
        self.diagnostics.push(Diagnostic::warning("minus-before-power", span, message).help(help));
    }

    /// `status != ""` asks, in a spreadsheet, whether something is there; an empty cell is a blank here, which is neither.
    pub(super) fn lint_empty_text(&mut self, op: BinaryOp, sides: [&Expr; 2], span: Span) {
        let sign = match op {
            BinaryOp::Equal => "",
            BinaryOp::NotEqual => "!",
            _ => return,
        };
        let is_empty = |expr: &Expr| expr.as_constant().and_then(Value::as_text) == Some("");
        let [left, right] = sides;
        let other = match (is_empty(left), is_empty(right)) {
            (true, false) => right,
            (false, true) => left,
            _ => return,
        };
        if other.ty != Some(Type::Text) || !matches!(other.kind, ExprKind::Column(_) | ExprKind::Follow { .. }) {
            return;
        }
        let meant = format!("{sign}is_blank({})", self.sources.text(other.span));
        let message = "an empty cell is a blank and not an empty text: this cannot be decided where nothing is there";
        let finding = Diagnostic::warning("empty-text", span, message).help(format!("write `{meant}`"));
        self.diagnostics.push(finding.instead(Some(Instead::likely(meant))));
    }

    /// `last_visit + 30` joins texts where the column is one: meant is a sum, mostly. Where a text is plainly words
    /// (`"No. " + number`), it is what it looks like.
    pub(super) fn lint_joined(&mut self, op: BinaryOp, sides: [&Expr; 2], sign: Span) {
        let kind = |expr: &Expr| expr.ty.filter(|kind| *kind == Type::Number || kind.is_dated());
        let is_text = |expr: &Expr| expr.ty == Some(Type::Text);
        let (text, other, kind) = match sides {
            [text, other] if is_text(text) => (text, other, kind(other)),
            [other, text] if is_text(text) => (text, other, kind(other)),
            _ => return,
        };
        let Some(kind) = kind.filter(|_| op == BinaryOp::Add && !is_words(text)) else { return };
        let [text, value] = [text, other].map(|expr| self.sources.text(expr.span));
        let message =
            format!("`{text}` is a text: `+` puts `{value}`, {}, behind or before it and adds nothing", kind.a_word());
        let help = format!(
            "to calculate, give the column a `type:`, or write `to_number({text})` or `to_date({text})`; to join texts, write \
             `to_text({value})`"
        );
        self.diagnostics.push(Diagnostic::warning("text-and-number", sign, message).help(help));
    }

    /// A column that is compared with a percentage, or aimed at one, is shown as one.
    fn show_percents(&mut self) {
        let mut percents = Vec::new();
        for (number, (table, decision)) in self.decision_of.iter().enumerate() {
            let given = self.given.get(&DecisionId(number));
            for test in decision.rules.iter().flat_map(model::Rule::asks) {
                let instead = given.and_then(|given| given.iter().find(|(name, _)| *name == test.input.value));
                let slot = match instead.map(|(_, expr)| &expr.kind) {
                    Some(ExprKind::Column(slot)) => Some(*slot),
                    Some(_) => None,
                    None => self.tables[table.0].slot(&test.input.value),
                };
                let Some(slot) = slot else { continue };
                let id = ColumnId { table: *table, slot };
                let read = crate::decision::cell::parse(&test.cell.value, self.column(id).ty);
                if read.is_ok_and(|read| mentions_percent(&read)) {
                    percents.push(id);
                }
            }
        }
        for id in percents {
            if self.is_shown(id) && self.column(id).format == NumberFormat::General {
                self.column_mut(id).format = NumberFormat::Percent(1);
            }
        }
    }
}

/// Where a policy has mistakes, what is unused is not known: something that cannot be read may use it.
/// Only a name that stands nowhere else in the pack is certainly unused; and not even that one where
/// an unknown name may be meant for it.
pub fn keep_certain(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    if !diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    let unknown = diagnostics.iter().filter(|found| found.code == "unknown-name").filter_map(Diagnostic::span);
    let unknown: Vec<&str> = unknown.map(|span| sources.text(span)).collect();
    let meant = |word: &str| unknown.iter().any(|name| nearest(name, [word]).is_some());
    diagnostics.retain(|found| match found.span().map(|span| sources.text(span)) {
        Some(word) if UNUSED.contains(&found.code) => sources.mentions(word) < 2 && !meant(word),
        _ => true,
    });
}

/// Whether a text is made of words that stand in the formula: it is joined on purpose.
fn is_words(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(Value::Text(text)) => NumberText::read(text).is_none() && Date::parse(text).is_none(),
        ExprKind::Binary(BinaryOp::Add, left, right) => is_words(left) || is_words(right),
        ExprKind::Join(_) => true,
        ExprKind::Call(function, _) => matches!(function.name, "to_text" | "text" | "shown" | "join"),
        ExprKind::Coalesce(parts) => parts.iter().any(is_words),
        ExprKind::If(_, then, otherwise) => is_words(then) || is_words(otherwise),
        _ => false,
    }
}

/// Whether a cell compares with a percentage. Then its input is one.
fn mentions_percent(test: &CellTest) -> bool {
    test.literals().iter().any(|literal| literal.percent)
}
