//! Decision tables: the rule that hit with what it met, and why each of the others did not.

use super::{Decided, Explainer, Failed, How, Reason, RuleFate, TestMet, show};
use crate::formula::{ColumnId, Expr};
use crate::plan::{CellPlan, DecisionId, DecisionPlan, RulePlan, Work};
use crate::policy::model::HitPolicy;
use crate::value::{Value, ops};

impl Explainer<'_> {
    pub(super) fn decided(&self, id: ColumnId, row: usize, depth: usize, reason: &mut Reason) {
        let Some((index, decision)) = self.decision_of(id) else { return };
        let output = decision.outputs.iter().position(|slot| *slot == id.slot).unwrap_or(0);
        let chosen = self.trace.rule(index, row);
        let first = decision.hit == HitPolicy::First;
        let others = decision.rules.iter().enumerate();
        let others = others.filter(|(at, _)| chosen != Some(*at) && !(first && chosen.is_some_and(|hit| hit < *at)));
        let others: Vec<RuleFate> = others.map(|(at, rule)| self.fate(decision, at, rule, row, output)).collect();
        let rule = chosen.and_then(|at| decision.rule(at));
        reason.place = Some(self.cite(rule.map_or(decision.span, |rule| rule.span)));
        if reason.value.is_blank() {
            reason.blank = self.undecided(decision, rule.is_some(), &others);
        }
        if depth > 0 {
            reason.parts = self.inputs(decision, rule, &others, row, depth);
        }
        let (name, hit, rules) = (decision.name.clone(), decision.hit, decision.written());
        let (is_default, chosen) = (chosen == Some(decision.rules.len()), chosen.map(|at| decision.number(at)));
        let idle = decision.idle.iter().map(|rule| (self.cite(rule.span), rule.days.clone())).collect();
        let uses = decision.uses.clone();
        reason.how = How::Decision(Decided { name, uses, hit, rules, chosen, is_default, others, idle });
    }

    fn undecided(&self, decision: &DecisionPlan, has_rule: bool, others: &[RuleFate]) -> Option<String> {
        let matching: Vec<String> =
            others.iter().filter(|fate| fate.failed.is_none()).map(|fate| fate.rule.to_string()).collect();
        Some(match (has_rule, matching.len()) {
            (true, _) => "the rule gives blank".to_string(),
            (false, 0) => format!("no rule of `{}` matches", decision.name),
            (false, _) => format!("rules {} match and do not agree on one result", matching.join(", ")),
        })
    }

    /// The tests of the rule that hit, each with the value it met; then the other values that kept rules
    /// from matching.
    fn inputs(
        &self,
        decision: &DecisionPlan,
        rule: Option<&RulePlan>,
        others: &[RuleFate],
        row: usize,
        depth: usize,
    ) -> Vec<Reason> {
        let mut parts: Vec<Reason> = Vec::new();
        for cell in rule.into_iter().flat_map(|rule| &rule.cells) {
            let id = ColumnId { table: decision.table, slot: decision.inputs[cell.input] };
            let mut part = self.reason(id, row, depth - 1);
            part.shown = self.against(&part.value, id, &cell.condition);
            part.test = Some(self.test(cell, decision, row));
            parts.push(part);
        }
        // Results that are worked out are explained by what they read.
        if let Some(rule) = rule {
            let results: Vec<&Expr> = rule.results.iter().collect();
            for part in self.operands(decision.table, &results, row, depth) {
                if !parts.iter().any(|known| known.name == part.name) {
                    parts.push(part);
                }
            }
        }
        for &slot in &decision.inputs {
            let id = ColumnId { table: decision.table, slot };
            let name = self.input_name(id);
            let failing = others.iter().any(|fate| fate.failed.as_ref().is_some_and(|failed| failed.name == name));
            // Where several rules give the result, all of what they look at counts.
            if (failing || rule.is_none()) && !parts.iter().any(|known| known.name == self.plan().column(id).name) {
                parts.push(self.reason(id, row, depth - 1));
            }
        }
        parts
    }

    fn test(&self, cell: &CellPlan, decision: &DecisionPlan, row: usize) -> TestMet {
        let met = self.trace.value(decision.table, &cell.condition, row).as_bool();
        TestMet { text: self.text(cell.condition.span), met }
    }

    /// What became of a rule for a row.
    fn fate(&self, decision: &DecisionPlan, at: usize, rule: &RulePlan, row: usize, output: usize) -> RuleFate {
        let id = |cell: &CellPlan| ColumnId { table: decision.table, slot: decision.inputs[cell.input] };
        let missed = |cell: &&CellPlan| self.trace.value(decision.table, &cell.condition, row) != Value::Bool(true);
        let failed = rule.cells.iter().find(missed).map(|cell| {
            let value = self.trace.at(id(cell), row);
            Failed {
                name: self.input_name(id(cell)),
                test: self.text(cell.condition.span),
                shown: self.against(&value, id(cell), &cell.condition),
                value,
            }
        });
        let tests: Vec<String> = rule
            .cells
            .iter()
            .map(|cell| format!("{} {}", self.input_name(id(cell)), self.text(cell.condition.span)))
            .collect();
        let gives =
            rule.results.get(output).map_or(Value::Blank, |result| self.trace.value(decision.table, result, row));
        let format = self.plan().column(ColumnId { table: decision.table, slot: decision.outputs[output] }).format;
        RuleFate {
            rule: decision.number(at),
            place: self.cite(rule.span),
            tests: if tests.is_empty() { "always".to_string() } else { tests.join(", ") },
            gives: show::shown(&gives, format),
            failed,
        }
    }

    fn input_name(&self, id: ColumnId) -> String {
        super::one_line(&self.plan().column(id).name)
    }

    /// The rules of a decision that would have given a value, each with the test that kept it from that;
    /// for a decision that gives one result to a row. At most `most` of them.
    #[must_use]
    pub fn missed(&self, id: ColumnId, row: usize, wanted: &Value, most: usize) -> Vec<RuleFate> {
        let Some((index, decision)) = self.decision_of(id) else { return Vec::new() };
        let Some(output) = decision.outputs.iter().position(|slot| *slot == id.slot) else { return Vec::new() };
        let chosen = self.trace.rule(index, row);
        let gives = |rule: &RulePlan| ops::same(&self.trace.value(id.table, &rule.results[output], row), wanted);
        let candidates = decision.rules.iter().enumerate().filter(|(at, rule)| Some(*at) != chosen && gives(rule));
        candidates.take(most).map(|(at, rule)| self.fate(decision, at, rule, row, output)).collect()
    }

    /// The decision table that makes a column.
    fn decision_of(&self, id: ColumnId) -> Option<(DecisionId, &DecisionPlan)> {
        let Work::Decision(decision) = self.plan().column(id).work else { return None };
        Some((decision, self.plan().decision(decision)))
    }
}
