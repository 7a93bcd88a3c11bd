//! Whether what a policy asserts holds, and the words where it does not.

use super::explain::shown;
use super::parts::Parts;
use super::{AssertionOutcome, Issue, IssueCode};
use crate::formula::BinaryOp;
use crate::plan::{AssertionPlan, Sides};
use crate::policy::model::Within;
use crate::policy::written_number;
use crate::value::{Extent, NumberFormat, NumberLook, Value};

/// Every assertion of the policy with how it came out.
pub(super) fn assertions(run: &Parts<'_>) -> Vec<AssertionOutcome> {
    run.plan.assertions.iter().map(|plan| assertion(run, plan)).collect()
}

fn assertion(run: &Parts<'_>, plan: &AssertionPlan) -> AssertionOutcome {
    let value = |slot: usize| {
        let column = run.evaluated.frames[plan.table.0].columns[slot].as_ref();
        column.map_or(Value::Blank, |column| column.value(0))
    };
    let sides = plan.sides.as_ref().map(|sides| (sides, [value(sides.side), value(sides.other)]));
    let plain = match value(plan.when) {
        Value::Bool(flag) => Some(flag),
        _ => None,
    };
    let holds = match (&sides, plan.within) {
        (Some((sides, [Value::Number(left), Value::Number(right)])), Some(within)) => {
            Some(holds_within(sides.op, *left, *right, within))
        }
        _ => plain,
    };
    let says = match &sides {
        Some((sides, values)) => compared(sides, values, plan.within),
        None => run.sources.text(run.plan.tables[plan.table.0].columns[plan.when].span).to_string(),
    };
    AssertionOutcome {
        name: plan.name.clone(),
        title: plan.title.text(run.language).to_string(),
        holds,
        warning: plan.warning,
        stop: plan.stop,
        says,
        message: plan.message.get(run.language).map(str::to_string),
        sides: sides.map(|(_, values)| values),
        rule_text: run.sources.cite_in_pack(plan.span),
    }
}

/// Whether the comparison holds where the sides may lie so far apart.
fn holds_within(op: BinaryOp, left: f64, right: f64, within: Within) -> bool {
    let room = if within.of_right { within.size * right.abs() } else { within.size };
    let apart = left - right;
    // As everywhere, numbers that agree in about 15 digits are equal.
    let at_most = |size: f64| crate::value::number::compare(size, room).is_le();
    match op {
        BinaryOp::Less | BinaryOp::LessOrEqual => at_most(apart),
        BinaryOp::Greater | BinaryOp::GreaterOrEqual => at_most(-apart),
        _ => at_most(apart.abs()),
    }
}

/// `sum(orders.amount) is 12,300 and must be ledger_total, which is 12,000: 300 apart`.
fn compared(sides: &Sides, values: &[Value; 2], within: Option<Within>) -> String {
    let number = |value: f64, format| NumberLook::of(format, &Extent::of(&[value])).show(value);
    let [left, right] = [&values[0], &values[1]].map(|value| match value {
        Value::Number(value) => number(*value, sides.format),
        other => shown(other, NumberFormat::General),
    });
    let [left_text, right_text] = &sides.texts;
    let mut says = format!("{left_text} is {left} and {} {right_text}", must(sides.op));
    // A number as written says its value itself.
    if written_number(right_text).is_none() {
        says += &format!(", which is {right}");
    }
    if let [Value::Number(a), Value::Number(b)] = values
        && a != b
    {
        says += &format!(": {} apart", number((a - b).abs(), sides.format));
    }
    if let Some(within) = within {
        let format = if within.of_right { NumberFormat::Percent(2) } else { NumberFormat::General };
        says += &format!(" ({} is allowed)", number(within.size, format));
    }
    says
}

fn must(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::NotEqual => "must not be",
        BinaryOp::Less => "must be below",
        BinaryOp::LessOrEqual => "must be at most",
        BinaryOp::Greater => "must be above",
        BinaryOp::GreaterOrEqual => "must be at least",
        _ => "must be",
    }
}

/// The issue about an assertion that does not hold.
pub(super) fn issue(plan: &AssertionPlan, outcome: &AssertionOutcome) -> Option<Issue> {
    if outcome.is_met() {
        return None;
    }
    let message = outcome.message.as_ref().map(|message| format!("; {message}")).unwrap_or_default();
    let message = format!("`{}` {}: {}{message}", outcome.name, outcome.how(), outcome.says);
    let issue = Issue::new(IssueCode::Assertion, message).in_column(&outcome.name).as_note(outcome.warning);
    Some(issue.by_rule(plan.span))
}
