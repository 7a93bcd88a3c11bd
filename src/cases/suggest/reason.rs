//! Why nothing was found that shows something: the condition that was not met, and what came nearest.

use super::super::ready::Ready;
use super::super::run;
use super::aims::{Aim, Seen};
use super::judge::{Hit, Judge, is_first, one_line};
use super::numbers::number_text;
use super::origin::conditions;
use super::rows::Layout;
use super::trial::Trial;
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::plan::{Plan, Work};
use crate::value::{NumberFormat, Value};
use std::collections::BTreeSet;

/// Why no row shows something of a judge; none where nothing is known.
pub(super) fn reason(ready: &Ready, judge: &Judge<'_>, aim: Aim, trial: &Trial) -> Option<String> {
    let plan = ready.prepared.plan();
    if let Some(why) = judge.atoms.iter().find_map(|atom| never_given(plan, judge.table, atom.expr, &atom.text)) {
        return Some(why);
    }
    let mut needed = Vec::new();
    judge.tree.needed(&mut needed);
    let turned = if let Aim::Decides(atom, false) = aim { Some(atom) } else { None };
    // The conditions that do not hold in the nearest row, and the rules that decide where all do.
    let (mut nearest, mut decided): (Option<Vec<usize>>, BTreeSet<usize>) = (None, BTreeSet::new());
    let mut values = Values::default();
    trial.each(judge, &mut |_, seen, row| {
        values.look(judge, seen, row);
        if turned.is_some_and(|atom| seen.flag(atom, row) != Some(false)) {
            return;
        }
        let failing = needed.iter().copied().filter(|at| Some(*at) != turned && seen.flag(*at, row) != Some(true));
        let failing: Vec<usize> = failing.collect();
        if failing.is_empty() {
            decided.extend(seen.rule(row));
        }
        if nearest.as_ref().is_none_or(|near| failing.len() < near.len()) {
            nearest = Some(failing);
        }
    });
    let text = |atom: usize| format!("`{}`", judge.atoms[atom].text);
    let Some(near) = nearest else {
        return Some(match turned {
            Some(atom) => format!("in every row tried {} holds", text(atom)),
            None => "no row could be tried".to_string(),
        });
    };
    if let [first, rest @ ..] = near.as_slice() {
        let and = rest.first().map(|other| format!(" while {} holds", text(*other))).unwrap_or_default();
        let reached = values.nearest(plan, judge, *first).map(|near| format!("; nearest: {near}")).unwrap_or_default();
        return Some(match turned {
            Some(atom) => format!("wherever {} fails, {} does not hold either", text(atom), text(*first)),
            None => format!("{} was not met{and}{reached}", text(*first)),
        });
    }
    decided_elsewhere(plan, judge, &decided, turned.map(text))
}

/// Another rule gives the result of the rows that would show it.
fn decided_elsewhere(plan: &Plan, judge: &Judge<'_>, by: &BTreeSet<usize>, fails: Option<String>) -> Option<String> {
    let (Hit::Rule(decision, rule) | Hit::Within(decision, rule)) = judge.hit else { return None };
    let of = plan.decision(decision);
    let others: Vec<String> =
        by.iter().filter(|by| **by < of.rules.len()).map(|by| of.number(*by).to_string()).collect();
    if by.contains(&rule) || by.is_empty() {
        return None;
    }
    let (who, verb) = match others.as_slice() {
        [] => ("the default".to_string(), "decides"),
        [one] => (format!("rule {one}"), "decides"),
        [start @ .., last] => (format!("rules {} and {last}", start.join(", ")), "decide"),
    };
    let first = if is_first(plan, decision) && by.iter().all(|by| *by < rule) { " first" } else { "" };
    let wherever = fails.map_or("where its conditions hold".to_string(), |fails| format!("where {fails} fails"));
    Some(format!("{wherever}, {who} {verb}{first}"))
}

/// For each condition the number or day that came nearest to its limit.
#[derive(Default)]
struct Values(Vec<Option<(f64, Value)>>);

impl Values {
    fn look(&mut self, judge: &Judge<'_>, seen: &Seen, row: usize) {
        self.0.resize(judge.atoms.len(), None);
        for (atom, best) in self.0.iter_mut().enumerate() {
            let Some([left, right]) = seen.compared(atom, row) else { continue };
            let apart = match (left, right) {
                (Value::Number(a), Value::Number(b)) => (a - b).abs(),
                (Value::Date(a), Value::Date(b)) => f64::from((a.0 - b.0).abs()),
                _ => continue,
            };
            if best.as_ref().is_none_or(|(known, _)| apart < *known) {
                let own = if judge.atoms[atom].sides.is_some_and(|[left, _]| left.as_constant().is_some()) {
                    right
                } else {
                    left
                };
                *best = Some((apart, own.clone()));
            }
        }
    }

    fn nearest(&self, plan: &Plan, judge: &Judge<'_>, atom: usize) -> Option<String> {
        let (_, value) = self.0.get(atom)?.as_ref()?;
        let of = judge.atoms[atom].sides?.into_iter().find(|side| side.as_constant().is_none())?;
        let format = match of.kind {
            ExprKind::Column(slot) => plan.column(ColumnId { table: judge.table, slot }).format,
            ExprKind::Follow { column, .. } => plan.column(column).format,
            _ => NumberFormat::General,
        };
        value.as_number().map(|found| number_text(found, format)).or_else(|| Some(value.to_string()))
    }
}

/// Why a condition is the same in every row of a test, where it is.
fn never_given(plan: &Plan, table: TableId, expr: &Expr, text: &str) -> Option<String> {
    let mut on = On::default();
    hangs_on(plan, table, expr, &mut on);
    match (&on.worked_out, &on.parameters[..], on.columns) {
        (Some(_), _, false) => Some(format!(
            "`{text}` is worked out from other rows within the condition: give it a name under `formulas:`, so that a test can give its value"
        )),
        (None, [first, ..], false) => {
            let own = plan.parameters.iter().find(|parameter| parameter.name == *first)?;
            Some(format!(
                "`{text}` asks for a parameter, and `{first}` is {}: a test of another value has `set: {{ {first}: … }}`",
                own.value
            ))
        }
        _ => None,
    }
}

/// What an expression hangs on.
#[derive(Default)]
struct On {
    parameters: Vec<String>,
    /// An aggregate or window that has no name.
    worked_out: Option<ColumnId>,
    /// Whether columns of the row are among it.
    columns: bool,
}

fn hangs_on(plan: &Plan, table: TableId, expr: &Expr, on: &mut On) {
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Parameter(name) => on.parameters.push(name.to_string()),
        ExprKind::Column(slot) => {
            let id = ColumnId { table, slot: *slot };
            let column = plan.column(id);
            match &column.work {
                Work::Formula(inner) if column.hidden => hangs_on(plan, table, inner, on),
                Work::Aggregate(_) | Work::Window(_) if column.hidden => on.worked_out = Some(id),
                _ => on.columns = true,
            }
        }
        ExprKind::Follow { .. } | ExprKind::Figure(_) => on.columns = true,
        _ => {}
    });
}

/// Why there is no row of a derived table, whatever was tried: cells that are refused, or the condition that fails.
pub(super) fn no_row(ready: &Ready, judge: &Judge<'_>, layout: &Layout) -> Option<String> {
    let plan = ready.prepared.plan();
    let mut nearest: Option<(usize, String)> = None;
    for row in layout.bases() {
        let Ok(ran) = run::run(&layout.case(plan, judge, std::slice::from_ref(&row)), ready) else { continue };
        if let Some(issue) = ran.run.outcome().issues.iter().find(|issue| issue.rejected) {
            let table = issue.table.as_deref().unwrap_or_default();
            let why = format!("a row of `{table}` is left out of each: {}", issue.message);
            nearest = nearest.or(Some((usize::MAX, why)));
            continue;
        }
        let trace = ran.run.trace(Some(&ran.probe));
        let mut failing: Vec<String> = Vec::new();
        for (_, of, expr) in conditions(plan, layout.table) {
            let rows: Vec<u32> = (0..trace.rows(of) as u32).collect();
            for part in expr.conjuncts().iter().filter(|_| of != layout.table) {
                if trace.values(of, part, &rows).iter().all(|value| *value != Value::Bool(true)) {
                    failing.push(one_line(ready.policy.sources().text(part.span)));
                }
            }
        }
        if let Some(first) = failing.first()
            && nearest.as_ref().is_none_or(|(known, _)| failing.len() < *known)
        {
            nearest = Some((failing.len(), format!("no row was found in which `{first}` of its `where:` holds")));
        }
    }
    let name = &plan.tables[layout.table.0].name;
    nearest.map(|(_, why)| why).or_else(|| {
        let (_, _, expr) = conditions(plan, layout.table).into_iter().find(|(_, of, _)| *of == layout.table)?;
        let text = one_line(ready.policy.sources().text(expr.span));
        Some(format!("no rows were found that meet `{text}`, so `{name}` has none"))
    })
}
