//! Whether what a policy asserts holds, and the words where it does not.

use super::explain::shown;
use super::parts::Parts;
use super::{AssertionOutcome, Issue, IssueCode};
use crate::formula::BinaryOp;
use crate::plan::{AssertionPlan, Sides};
use crate::policy::model::Within;
use crate::policy::written_number;
use crate::say;
use crate::value::{Extent, NumberFormat, NumberLook, Value};
use crate::words::Sentence;

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
        None => run.sources.text(run.plan.tables[plan.table.0].columns[plan.when].span).into(),
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
fn compared(sides: &Sides, values: &[Value; 2], within: Option<Within>) -> Sentence {
    let number = |value: f64, format| NumberLook::of(format, &Extent::of(&[value])).show(value);
    let [left, right] = [&values[0], &values[1]].map(|value| match value {
        Value::Number(value) => number(*value, sides.format),
        other => shown(other, NumberFormat::General),
    });
    let [left_text, right_text] = &sides.texts;
    // A number as written says its value itself.
    let value = written_number(right_text).is_none().then(|| say!("which-is", ", which is {value}", value = right));
    let apart = match values {
        [Value::Number(a), Value::Number(b)] if a != b => {
            Some(say!("so-far-apart", ": {size} apart", size = number((a - b).abs(), sides.format)))
        }
        _ => None,
    };
    let allowed = within.map(|within| {
        let format = if within.of_right { NumberFormat::Percent(2) } else { NumberFormat::General };
        say!("so-much-allowed", " ({size} is allowed)", size = number(within.size, format))
    });
    let said = must(sides.op, left_text, &left, right_text);
    say!("assertion-says", "{said}{value}{apart}{allowed}", said, value, apart, allowed)
}

/// `total is 3 and must be 4`.
fn must(op: BinaryOp, left: &str, value: &str, right: &str) -> Sentence {
    match op {
        BinaryOp::NotEqual => say!("must-not-be", "{left} is {value} and must not be {right}", left, value, right),
        BinaryOp::Less => say!("must-be-below", "{left} is {value} and must be below {right}", left, value, right),
        BinaryOp::LessOrEqual => {
            say!("must-be-at-most", "{left} is {value} and must be at most {right}", left, value, right)
        }
        BinaryOp::Greater => say!("must-be-above", "{left} is {value} and must be above {right}", left, value, right),
        BinaryOp::GreaterOrEqual => {
            say!("must-be-at-least", "{left} is {value} and must be at least {right}", left, value, right)
        }
        _ => say!("must-be", "{left} is {value} and must be {right}", left, value, right),
    }
}

/// The issue about an assertion that does not hold.
pub(super) fn issue(plan: &AssertionPlan, outcome: &AssertionOutcome) -> Option<Issue> {
    if outcome.is_met() {
        return None;
    }
    let own = outcome.message.as_ref().map(|message| format!("; {message}")).unwrap_or_default();
    let how = match outcome.holds {
        Some(_) => say!("does-not-hold", "does not hold"),
        None => say!("cannot-be-told", "cannot be told"),
    };
    let message =
        say!("assertion", "`{name}` {how}: {says}{own}", name = &outcome.name, how, says = &outcome.says, own);
    let issue = Issue::new(IssueCode::Assertion, message).in_column(&outcome.name).as_note(outcome.warning);
    Some(issue.by_rule(plan.span))
}
