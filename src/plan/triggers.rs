//! Triggers: conditions, and what to say when they hold.

use super::TriggerPlan;
use super::binder::Binder;
use super::names::Thing;
use super::tables::title;
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::policy::model::{Due, Trigger};
use crate::value::functions::find;
use crate::value::{Extent, NumberFormat, NumberLook, Type, Value};

impl Binder<'_> {
    pub(super) fn bind_triggers(&mut self) {
        let policy = self.policy;
        for trigger in &policy.triggers {
            // An unknown table was reported when the policy was read.
            let Some(table) = self.table_named(&trigger.on.value) else { continue };
            self.notes.add(Thing::Table(table), trigger.on.span);
            if let Some(plan) = self.bind_trigger(table, trigger) {
                self.triggers.push(plan);
            }
        }
    }

    fn bind_trigger(&mut self, table: TableId, trigger: &Trigger) -> Option<TriggerPlan> {
        let when =
            self.bind_text(table, &trigger.when, None).filter(|expr| self.must_be(expr, Type::Bool, "a condition"));
        let clear_when = match &trigger.clear_when {
            None => Some(None),
            Some(text) => {
                self.bind_text(table, text, None).filter(|expr| self.must_be(expr, Type::Bool, "a condition")).map(Some)
            }
        };
        let weight = self.bind_optional(table, trigger.weight.as_ref(), Type::Number, "what is at stake");
        let owner = self.bind_optional(table, trigger.owner.as_ref(), Type::Text, "an owner");
        let due = self.bind_due(table, trigger);
        let messages = self.bind_messages(table, trigger);
        let (when, clear_when, weight, owner, due) = (when?, clear_when?, weight?, owner?, due?);
        let messages = messages?;
        Some(TriggerPlan {
            name: trigger.name.value.clone(),
            title: title(&trigger.title, &trigger.name),
            table,
            when: self.slot_of(table, when),
            clear_when: clear_when.map(|expr| self.slot_of(table, expr)),
            cool_down: trigger.cool_down.as_ref().map(|days| days.value),
            severity: trigger.severity.value,
            weight,
            owner,
            due,
            messages,
            span: trigger.name.span,
        })
    }

    fn bind_optional(
        &mut self,
        table: TableId,
        text: Option<&crate::policy::model::FormulaText>,
        ty: Type,
        role: &str,
    ) -> Option<Option<Expr>> {
        let Some(text) = text else { return Some(None) };
        let expr = self.bind_text(table, text, None)?;
        self.must_be(&expr, ty, role).then_some(Some(expr))
    }

    fn bind_due(&mut self, table: TableId, trigger: &Trigger) -> Option<Option<Expr>> {
        match &trigger.due {
            None => Some(None),
            Some(Due::Formula(text)) => self.bind_optional(table, Some(text), Type::Date, "the day it is due"),
            Some(Due::Days(days)) => {
                let Some(today) = self.as_of else {
                    let help = "give the policy a parameter `period`, or run it with `--as-of 2026-06-30`".to_string();
                    self.error(
                        "no-today",
                        days.span,
                        "days are counted from the day of the run, which is not known",
                        Some(help),
                    );
                    return None;
                };
                let due = today.plus_days(days.value);
                Some(Some(Expr::constant(due.map_or(Value::Blank, Value::Date), days.span)))
            }
        }
    }

    /// A message with its numbers as reports show them: those of a column by its format, all others grouped. Numbers
    /// that name rows stay as they are.
    fn as_shown(&self, table: TableId, message: Expr) -> Expr {
        let Expr { kind: ExprKind::Join(parts), ty, span } = message else { return message };
        let part = |part: Expr| {
            let column = match &part.kind {
                ExprKind::Column(slot) => Some(ColumnId { table, slot: *slot }),
                ExprKind::Follow { column, .. } => Some(*column),
                _ => None,
            };
            let names_rows = column
                .is_some_and(|id| self.tables[id.table.0].key == Some(id.slot) || self.column(id).references.is_some());
            if part.ty != Some(Type::Number) || names_rows || part.as_constant().is_some() {
                return part;
            }
            let format = column.map_or(NumberFormat::General, |id| self.column(id).format);
            let pattern =
                (format != NumberFormat::General).then(|| NumberLook::of(format, &Extent::default()).pattern());
            let span = part.span;
            let (name, args) = match pattern {
                Some(pattern) => ("text", vec![part, Expr::constant(Value::text(pattern), span)]),
                None => ("shown", vec![part]),
            };
            match find(name) {
                Some(function) => Expr::new(ExprKind::Call(function, args), Type::Text, span),
                None => args.into_iter().next().unwrap_or_else(|| Expr::constant(Value::Blank, span)),
            }
        };
        let parts = parts.into_iter().map(part).collect();
        Expr { kind: ExprKind::Join(parts), ty, span }
    }

    /// Every language is checked, and kept.
    fn bind_messages(&mut self, table: TableId, trigger: &Trigger) -> Option<Vec<(String, Expr)>> {
        let mut messages = Vec::new();
        for (language, text) in &trigger.message {
            let expr = self.bind_text(table, text, None)?;
            if !self.must_be(&expr, Type::Text, "a message") {
                return None;
            }
            messages.push((language.clone(), self.as_shown(table, expr)));
        }
        Some(messages)
    }
}
