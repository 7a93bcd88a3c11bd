//! How much of a policy its tests prove: rules that decide some row and not every row, triggers that
//! fire and do not, branches of formulas, bands of scorecards.

use super::run::Ran;
use crate::eval::Probe;
use crate::formula::{ColumnId, Expr, ExprKind};
use crate::plan::{Plan, Work};
use crate::policy::model::Policy;
use crate::source::{Sources, Span};
use crate::table::{Column, FALSE, TRUE};
use crate::value::Value;
use std::collections::{HashMap, HashSet};

/// What the cases of a suite made happen.
#[derive(Default)]
pub(super) struct Seen {
    pub probe: Probe,
    /// Triggers by name: whether one fired, and whether one did not.
    triggers: HashMap<String, (bool, bool)>,
    /// Scorecard and band.
    bands: HashSet<(String, String)>,
}

impl Seen {
    /// Notes what a case made happen.
    pub(super) fn watch(&mut self, ran: &Ran, plan: &Plan) {
        self.probe.absorb(&ran.probe);
        let column = |id: ColumnId| ran.run.evaluated().frames[id.table.0].columns[id.slot].as_deref();
        for trigger in &plan.triggers {
            if let Some(Column::Bool(flags)) = column(ColumnId { table: trigger.table, slot: trigger.when }) {
                let entry = self.triggers.entry(trigger.name.clone()).or_default();
                entry.0 |= flags.contains(&TRUE);
                entry.1 |= flags.contains(&FALSE);
            }
        }
        for card in &plan.scorecards {
            if let Some(bands) = column(ColumnId { table: card.table, slot: card.band }) {
                let texts = (0..bands.len()).filter_map(|row| bands.text(row));
                self.bands.extend(texts.map(|band| (card.name.clone(), band.to_string())));
            }
        }
    }
}

/// What an item of coverage asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A rule decides some row.
    RuleFires,
    /// A rule does not decide some row.
    RulePassedOver,
    /// A trigger fires for some row.
    TriggerFires,
    /// A trigger does not fire for some row.
    TriggerRests,
    /// A branch of an `if`, or a side of a `??`, gives a value.
    Branch,
    /// A band of a scorecard is reached.
    Band,
}

impl ItemKind {
    /// What is missing where no test shows it.
    #[must_use]
    pub fn missing(self) -> &'static str {
        match self {
            ItemKind::RuleFires => "rule never fires",
            ItemKind::RulePassedOver => "rule is never passed over",
            ItemKind::TriggerFires => "trigger never fires",
            ItemKind::TriggerRests => "trigger always fires",
            ItemKind::Branch => "branch never taken",
            ItemKind::Band => "band never reached",
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemKind::RuleFires => "rule-fires",
            ItemKind::RulePassedOver => "rule-passed-over",
            ItemKind::TriggerFires => "trigger-fires",
            ItemKind::TriggerRests => "trigger-rests",
            ItemKind::Branch => "branch",
            ItemKind::Band => "band",
        }
    }
}

/// One thing a test can show.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it asks for.
    pub kind: ItemKind,
    /// Where it is written: `rules/x/policy.yaml:12`.
    pub place: String,
    /// The rule, the trigger, the branch as written, on one line.
    pub text: String,
    /// Whether some case covers it.
    pub covered: bool,
    span: Span,
}

impl Item {
    /// Whether it is the branch written there, and no case takes it.
    pub(super) fn is_open_branch(&self, span: Span) -> bool {
        self.kind == ItemKind::Branch && !self.covered && self.span == span
    }
}

/// Everything the tests of a policy can show, and what they do show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// All items, each once, in reading order.
    pub items: Vec<Item>,
}

impl Coverage {
    /// The part that is covered, 0 to 1; 1 where there is nothing to cover.
    #[must_use]
    pub fn part(&self) -> f64 {
        let covered = self.items.iter().filter(|item| item.covered).count();
        if self.items.is_empty() { 1.0 } else { covered as f64 / self.items.len() as f64 }
    }

    /// `94%: 34 of 36 rules, 13 of 13 triggers both ways`; the part is rounded down: 100% is all of it.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}%: {}", (self.part() * 100.0).floor(), self.summary())
    }

    /// Items that no case shows.
    pub fn uncovered(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.covered)
    }

    /// `34 of 36 rules, 13 of 13 triggers both ways, 20 of 22 branches, 4 of 4 bands`.
    #[must_use]
    pub fn summary(&self) -> String {
        let kinds: [(&[ItemKind], &str, &str); 4] = [
            (&[ItemKind::RuleFires, ItemKind::RulePassedOver], "rule", ""),
            (&[ItemKind::TriggerFires, ItemKind::TriggerRests], "trigger", " both ways"),
            (&[ItemKind::Branch], "branch", ""),
            (&[ItemKind::Band], "band", ""),
        ];
        let words = kinds.into_iter().filter_map(|(kinds, word, how)| {
            let items = || self.items.iter().filter(|item| kinds.contains(&item.kind));
            let all: HashSet<Span> = items().map(|item| item.span).collect();
            let open: HashSet<Span> = items().filter(|item| !item.covered).map(|item| item.span).collect();
            let plural = match (all.len(), word) {
                (1, _) => "",
                (_, "branch") => "es",
                _ => "s",
            };
            (!all.is_empty()).then(|| format!("{} of {} {word}{plural}{how}", all.len() - open.len(), all.len()))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Adds what a version of the policy has to show.
    pub(super) fn count(&mut self, policy: &Policy, plan: &Plan, sources: &Sources, seen: &Seen) {
        let mut found = Vec::new();
        rules(policy, seen, &mut found);
        for trigger in &policy.triggers {
            let (fires, rests) = seen.triggers.get(&trigger.name.value).copied().unwrap_or_default();
            let text = format!("{}: {}", trigger.name.value, trigger.when.value);
            found.push((ItemKind::TriggerFires, trigger.name.span, text.clone(), fires));
            found.push((ItemKind::TriggerRests, trigger.name.span, text, rests));
        }
        for card in &policy.scorecards {
            for (name, test) in &card.bands {
                let reached = seen.bands.contains(&(card.name.value.clone(), name.value.clone()));
                found.push((ItemKind::Band, name.span, format!("{}: {}", name.value, test.value), reached));
            }
        }
        branches(policy, plan, sources, seen, &mut found);
        for (kind, span, text, covered) in found {
            if self.items.iter().any(|item| item.kind == kind && item.span == span && item.text == text) {
                continue;
            }
            self.items.push(Item { kind, place: sources.cite(span), text: one_line(&text), covered, span });
        }
        self.items.sort_by_key(|item| item.span);
    }
}

type Found = Vec<(ItemKind, Span, String, bool)>;

fn rules(policy: &Policy, seen: &Seen, found: &mut Found) {
    for decision in policy.tables.iter().flat_map(|table| &table.decisions) {
        for rule in &decision.rules {
            let (fired, passed) = seen.probe.rule(rule.span);
            let tests: Vec<String> =
                rule.asks().map(|test| format!("{}: {}", test.input.value, test.cell.value)).collect();
            let results: Vec<&str> = rule.results.iter().map(|(_, cell)| cell.value.as_str()).collect();
            let tests = match tests.as_slice() {
                [] if rule.otherwise => "otherwise".to_string(),
                [] => "any row".to_string(),
                tests => tests.join(", "),
            };
            let text = format!("{}: {tests} → {}", decision.name.value, results.join(", "));
            found.push((ItemKind::RuleFires, rule.span, text.clone(), fired > 0));
            // What always matches is there for what is left over.
            if !rule.otherwise && rule.asks().next().is_some() {
                found.push((ItemKind::RulePassedOver, rule.span, text, passed > 0));
            }
        }
    }
}

fn branches(policy: &Policy, plan: &Plan, sources: &Sources, seen: &Seen, found: &mut Found) {
    for expr in expressions(plan, &policy.language) {
        collect(expr, &mut |role, whole, branch| {
            let written = |span: Span| one_line(sources.text(span));
            let text = match role {
                "else" if branch.span == whole.span => format!("no branch of `{}`", short(&written(whole.span))),
                _ => format!("{role} `{}`", short(&written(branch.span))),
            };
            found.push((ItemKind::Branch, branch.span, text, seen.probe.branch_used(branch)));
        });
    }
}

/// Every `if` and `??` of an expression, branch by branch.
fn collect(expr: &Expr, each: &mut impl FnMut(&'static str, &Expr, &Expr)) {
    expr.visit(&mut |node| match &node.kind {
        ExprKind::If(_, then, otherwise) => {
            each("if", node, then);
            each("else", node, otherwise);
        }
        ExprKind::Coalesce(items) => items.iter().for_each(|item| each("??", node, item)),
        _ => {}
    });
}

/// Every expression a run of the plan works out that speaks this language.
fn expressions<'p>(plan: &'p Plan, language: &str) -> Vec<&'p Expr> {
    let mut all: Vec<&Expr> = Vec::new();
    for column in plan.tables.iter().flat_map(|table| &table.columns) {
        match &column.work {
            Work::Formula(expr) => all.push(expr),
            Work::Aggregate(aggregate) => all.extend(aggregate.expressions()),
            Work::Window(window) => all.extend(window.expressions()),
            Work::Imported(_) | Work::Decision(_) | Work::Score(_) | Work::Derived | Work::Link | Work::Unbound => {}
        }
    }
    for rule in plan.decisions.iter().flat_map(|decision| decision.rules.iter().chain(&decision.otherwise)) {
        all.extend(rule.conditions().chain(&rule.results));
    }
    for trigger in &plan.triggers {
        all.extend(trigger.says(language));
    }
    all.retain(|expr| expr.as_constant().is_none_or(Value::is_blank));
    all
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text too long for a line.
fn short(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_string()
    } else {
        format!("{}…", text.chars().take(79).collect::<String>())
    }
}
