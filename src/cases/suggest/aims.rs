//! What a row of a test can show of something that decides, and which rows show it.

use super::judge::{Hit, Judge, is_first};
use super::numbers::near;
use crate::eval::RowEvaluator;
use crate::plan::{DecisionId, Plan};
use crate::policy::model::HitPolicy;
use crate::value::{Value, number};

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Aim {
    /// It decides the row: the rule hits, the trigger fires, the band is reached, the branch is taken.
    Hit,
    /// A trigger does not fire.
    Rest,
    /// A value is the very limit of that condition, and the condition decides.
    On(usize),
    /// A value is next to the limit on the other side, and the condition decides.
    Off(usize),
    /// That condition alone decides, and holds or does not.
    Decides(usize, bool),
}

/// What is to be shown of a judge; conditions on nothing that can be given are left out.
pub(super) fn aims(judge: &Judge<'_>, reachable: &[bool], is_trigger: bool) -> Vec<Aim> {
    let mut all = vec![Aim::Hit];
    if is_trigger && judge.closely {
        all.push(Aim::Rest);
    }
    for (at, atom) in judge.atoms.iter().enumerate().filter(|(at, _)| judge.closely && reachable[*at]) {
        if atom.sides.is_some() {
            all.extend([Aim::On(at), Aim::Off(at)]);
        }
        all.extend([Aim::Decides(at, true), Aim::Decides(at, false)]);
    }
    all
}

/// The conditions of a judge, worked out for some rows by the evaluator of the run.
pub(super) struct Seen {
    flags: Vec<Vec<Option<bool>>>,
    sides: Vec<Option<[Vec<Value>; 2]>>,
    /// The rule that hit each row.
    chosen: Vec<Option<usize>>,
}

impl Seen {
    pub fn of(judge: &Judge<'_>, trace: &RowEvaluator<'_>, rows: &[u32]) -> Seen {
        let values = |expr| trace.values(judge.table, expr, rows);
        let flags = judge.atoms.iter().map(|atom| {
            let found = values(atom.expr);
            found
                .iter()
                .map(|value| match atom.blank {
                    Some(blank) => Some(value.is_blank() == blank),
                    None => value.as_bool(),
                })
                .collect()
        });
        let flags = flags.collect();
        let sides = judge.atoms.iter().map(|atom| atom.sides.map(|sides| sides.map(values))).collect();
        let chosen = match judge.hit {
            Hit::Rule(decision, rule) | Hit::Within(decision, rule)
                if is_default_of_several(trace.plan(), decision, rule) =>
            {
                left_over(trace, decision, rows)
            }
            Hit::Rule(decision, _) | Hit::Within(decision, _) => {
                rows.iter().map(|row| trace.rule(decision, *row as usize)).collect()
            }
            Hit::Holds => vec![None; rows.len()],
        };
        Seen { flags, sides, chosen }
    }

    /// Whether a condition of the judge holds in a row.
    pub fn flag(&self, atom: usize, row: usize) -> Option<bool> {
        self.flags[atom][row]
    }

    /// The rule that decided a row.
    pub fn rule(&self, row: usize) -> Option<usize> {
        self.chosen[row]
    }

    /// The values a condition compares by size in a row.
    pub fn compared(&self, atom: usize, row: usize) -> Option<[&Value; 2]> {
        self.sides[atom].as_ref().map(|[left, right]| [&left[row], &right[row]])
    }

    /// What a row shows of the judge, of what is wanted.
    pub fn shows(&self, plan: &Plan, judge: &Judge<'_>, wanted: &[Aim], row: usize) -> Vec<Aim> {
        let holds = judge.tree.holds(&|atom| self.flags[atom][row]);
        let decides = |decision: DecisionId, rule: usize| match plan.decision(decision).hit {
            HitPolicy::First | HitPolicy::Unique | HitPolicy::Any | HitPolicy::Priority => {
                self.chosen[row] == Some(rule)
            }
            // Of several rules none is chosen; the default is where no rule matches.
            _ if rule == plan.decision(decision).rules.len() => self.chosen[row] == Some(rule),
            _ => holds == Some(true),
        };
        let hit = match judge.hit {
            Hit::Rule(decision, rule) => decides(decision, rule),
            Hit::Within(decision, rule) => holds == Some(true) && decides(decision, rule),
            Hit::Holds => holds == Some(true),
        };
        // What an earlier rule decides, or rules that match together, says nothing of this one.
        let open = match judge.hit {
            Hit::Rule(decision, rule) if is_first(plan, decision) => {
                self.chosen[row].is_none_or(|chosen| chosen >= rule)
            }
            _ => true,
        } && (holds != Some(true) || hit);
        let decides = |atom: usize| {
            let own = self.flags[atom][row];
            let turned = judge.tree.holds(&|at| if at == atom { own.map(|own| !own) } else { self.flags[at][row] });
            open && own.is_some() && holds.is_some() && turned.is_some() && turned != holds
        };
        let shown = |aim: &&Aim| match **aim {
            Aim::Hit => hit,
            Aim::Rest => holds == Some(false),
            Aim::On(atom) => decides(atom) && self.apart(atom, row) == Some(Apart::Not),
            Aim::Off(atom) => decides(atom) && self.is_off(judge, atom, row),
            Aim::Decides(atom, flag) => decides(atom) && self.flags[atom][row] == Some(flag),
        };
        wanted.iter().filter(shown).copied().collect()
    }

    fn apart(&self, atom: usize, row: usize) -> Option<Apart> {
        let [left, right] = self.sides[atom].as_ref()?;
        match (&left[row], &right[row]) {
            (Value::Number(a), Value::Number(b)) if number::equal(*a, *b) => Some(Apart::Not),
            (Value::Number(a), Value::Number(b)) => Some(if near(*a, *b) { Apart::Little } else { Apart::Far }),
            (Value::Date(a), Value::Date(b)) => Some(match (a.0 - b.0).abs() {
                0 => Apart::Not,
                1 => Apart::Little,
                _ => Apart::Far,
            }),
            _ => None,
        }
    }

    /// On the other side of the limit than the limit itself, and next to it.
    fn is_off(&self, judge: &Judge<'_>, atom: usize, row: usize) -> bool {
        use crate::formula::{BinaryOp, ExprKind};
        let at_limit = match &judge.atoms[atom].expr.kind {
            ExprKind::Binary(op, ..) => matches!(op, BinaryOp::LessOrEqual | BinaryOp::GreaterOrEqual),
            _ => return false,
        };
        self.apart(atom, row) == Some(Apart::Little) && self.flags[atom][row] == Some(!at_limit)
    }
}

/// Whether it is the default of a table in which several rules give the result.
fn is_default_of_several(plan: &Plan, decision: DecisionId, rule: usize) -> bool {
    let several =
        matches!(plan.decision(decision).hit, HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(_));
    several && rule == plan.decision(decision).rules.len()
}

/// The default for rows that no rule matches.
fn left_over(trace: &RowEvaluator<'_>, decision: DecisionId, rows: &[u32]) -> Vec<Option<usize>> {
    let own = trace.plan().decision(decision);
    let mut left = vec![Some(own.rules.len()); rows.len()];
    for rule in &own.rules {
        let mut matches = vec![true; rows.len()];
        for condition in rule.conditions() {
            let found = trace.values(own.table, condition, rows);
            matches.iter_mut().zip(found).for_each(|(matches, value)| *matches &= value == Value::Bool(true));
        }
        left.iter_mut().zip(matches).filter(|(_, matches)| *matches).for_each(|(left, _)| *left = None);
    }
    left
}

/// How far the sides of a comparison lie from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    Not,
    Little,
    Far,
}
