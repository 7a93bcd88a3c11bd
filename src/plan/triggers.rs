//! Triggers: conditions, and what to say when they hold.

use super::TriggerPlan;
use super::binder::Binder;
use super::names::Thing;
use super::tables::title;
use crate::formula::{Expr, TableId};
use crate::policy::model::{Due, Trigger};
use crate::value::{Type, Value};

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
        let owner = self.bind_optional(table, trigger.owner.as_ref(), Type::Text, "an owner");
        let due = self.bind_due(table, trigger);
        let messages = self.bind_messages(table, trigger);
        let (when, clear_when, owner, due, messages) = (when?, clear_when?, owner?, due?, messages?);
        Some(TriggerPlan {
            name: trigger.name.value.clone(),
            title: title(&trigger.title, &trigger.name),
            table,
            when: self.slot_of(table, when),
            clear_when: clear_when.map(|expr| self.slot_of(table, expr)),
            cool_down: trigger.cool_down.as_ref().map(|days| days.value),
            severity: trigger.severity.value,
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

    /// Every language is checked, and kept.
    fn bind_messages(&mut self, table: TableId, trigger: &Trigger) -> Option<Vec<(String, Expr)>> {
        let mut messages = Vec::new();
        for (language, text) in &trigger.message {
            let expr = self.bind_text(table, text, None)?;
            if !self.must_be(&expr, Type::Text, "a message") {
                return None;
            }
            messages.push((language.clone(), expr));
        }
        Some(messages)
    }
}
