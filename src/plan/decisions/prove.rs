//! Whether two things of a policy give the same for all inputs: two formulas, or two decision tables. Both stand in
//! one policy, so that they name the same columns.

use super::super::expressions::Site;
use super::axes::{Asks, Table};
use super::compared::Things;
use super::fixed::fixed;
use super::terms::same_where_exact;
use super::{Binder, Read};
use crate::decision::analysis::{self, Amount, Rule, Sameness};
use crate::decision::cell::CellTest;
use crate::diagnostic::Region;
use crate::formula::{ColumnId, Expr, ExprKind, Parameters, TableId, UnaryOp};
use crate::plan::{DecisionId, Work};
use crate::policy::model::{Collect, Decision, HitPolicy};
use crate::source::Sources;
use crate::value::{Type, Value};

/// Two things of one table.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The table, by its name.
    pub table: String,
    /// The name of the old one.
    pub old: String,
    /// The name of the new one.
    pub new: String,
    /// Whether they are decision tables; else they are columns with formulas.
    pub decisions: bool,
}

/// Whether the things of a pair give the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// They do, for all values of what they read.
    Same,
    /// They do where sums are exact: they are worked out in another order, which may show behind the 15th digit.
    SameUpToRounding,
    /// They do not: for these values of their inputs they give this and that.
    Differ {
        /// The values.
        region: Region,
        /// What the old one gives there.
        old: String,
        /// What the new one gives there.
        new: String,
    },
    /// That could not be found out.
    Unknown(String),
}

/// What is compared: the values of parameters of the old and of the new policy, which may differ.
pub(in crate::plan) struct Values<'p> {
    pub old: &'p Parameters,
    pub new: &'p Parameters,
}

/// A list of rules for the comparison.
struct List {
    hit: HitPolicy,
    tests: Vec<Vec<(usize, CellTest)>>,
    results: Vec<Vec<String>>,
    /// What they add, where they are added up or one of them is taken.
    amounts: Vec<Vec<Amount>>,
    otherwise: Vec<bool>,
    rank: Vec<Option<Vec<usize>>>,
}

/// Values by the names of parameters.
type Named = Vec<(String, Value)>;

/// Results met so far: equal ones are called by the same words.
#[derive(Default)]
struct Words {
    known: Vec<(Expr, String)>,
    /// Whether some are called so that are the same only where sums are exact.
    rounded: bool,
}

impl Words {
    fn of(&mut self, expr: &Expr, sources: &Sources) -> String {
        let expr = &expr.canonical();
        if let ExprKind::Constant(value) = &expr.kind {
            return match value {
                Value::Blank => "blank".to_string(),
                // A text that reads like what is no text is told from it.
                Value::Text(text) if matches!(&**text, "blank" | "no rule") || text.starts_with('=') => {
                    format!("{text:?}")
                }
                value => value.to_string(),
            };
        }
        if let Some((_, words)) = self.known.iter().find(|(known, _)| known == expr) {
            return words.clone();
        }
        if let Some((_, words)) = self.known.iter().find(|(known, _)| same_where_exact(known, expr)) {
            self.rounded = true;
            return words.clone();
        }
        let mut words = format!("= {}", sources.text(expr.span).trim());
        while self.known.iter().any(|(_, known)| *known == words) {
            words.push('\'');
        }
        self.known.push((expr.clone(), words.clone()));
        words
    }
}

const TAKEN_IN: &str = "a parameter that changed takes part in what is taken together of other rows";
const OTHER_TYPE: &str = "its results are of another type";
const NO_TABLE: &str = "one of the two cannot be read beside the other";

impl Binder<'_> {
    /// Whether the two give the same.
    pub(in crate::plan) fn prove(&mut self, pair: &Pair, values: &Values<'_>) -> Verdict {
        let Some(table) = self.tables.iter().position(|table| table.name == pair.table).map(TableId) else {
            return Verdict::Unknown(NO_TABLE.to_string());
        };
        if pair.decisions { self.prove_decisions(table, pair, values) } else { self.prove_columns(table, pair, values) }
    }

    fn prove_columns(&mut self, table: TableId, pair: &Pair, values: &Values<'_>) -> Verdict {
        let work = |name: &str| {
            let slot = self.tables[table.0].slot(name)?;
            Some(self.tables[table.0].columns[slot].work.clone())
        };
        let (Some(old), Some(new)) = (work(&pair.old), work(&pair.new)) else {
            return Verdict::Unknown(NO_TABLE.to_string());
        };
        let kind = |name: &str| self.tables[table.0].slot(name).map(|slot| self.tables[table.0].columns[slot].ty);
        if kind(&pair.old) != kind(&pair.new) {
            return Verdict::Unknown(OTHER_TYPE.to_string());
        }
        match (&old, &new) {
            (Work::Formula(old), Work::Formula(new)) => {
                let [old, new] = [(old, values.old), (new, values.new)];
                let [old, new] = [old, new].map(|(expr, own)| values.fixed(expr, own).canonical());
                if self.changed_below(table, &[&old, &new], values) {
                    return Verdict::Unknown(TAKEN_IN.to_string());
                }
                if old == new {
                    return Verdict::Same;
                }
                self.prove_branches(table, &old, &new)
            }
            (Work::Unbound, _) | (_, Work::Unbound) => Verdict::Unknown(NO_TABLE.to_string()),
            (old, new) if old == new && !values.reaches(old) => Verdict::Same,
            (Work::Window(_), _) | (_, Work::Window(_)) => {
                Verdict::Unknown("what it gives hangs on the other rows of the table".to_string())
            }
            _ => Verdict::Unknown("it takes rows of another table together".to_string()),
        }
    }

    /// Whether a parameter that differs takes part in a step on the way to expressions: it has no name of its own,
    /// so that nothing else tells.
    fn changed_below(&self, table: TableId, exprs: &[&Expr], values: &Values<'_>) -> bool {
        exprs.iter().flat_map(|expr| expr.reads()).any(|read| {
            let ExprKind::Column(slot) = read.kind else { return false };
            let column = &self.tables[table.0].columns[slot];
            let (over, parts): (TableId, Vec<&Expr>) = match &column.work {
                _ if !column.hidden => return false,
                Work::Formula(expr) => (table, vec![expr]),
                Work::Aggregate(aggregate) => (aggregate.over, aggregate.expressions().collect()),
                Work::Window(window) => (table, window.expressions().collect()),
                _ => return false,
            };
            let plain = matches!(column.work, Work::Formula(_));
            (!plain && values.reaches(&column.work)) || self.changed_below(over, &parts, values)
        })
    }

    /// Formulas as rules: the conditions of every branch, and what it gives.
    fn prove_branches(&mut self, table: TableId, old: &Expr, new: &Expr) -> Verdict {
        let parameters = self.parameters.clone();
        let mut words = Words::default();
        let mut asks = Asks::new(self, table, Things::new(&parameters));
        let lists = [old, new].map(|expr| {
            let mut rules = Vec::new();
            branches(&mut asks, expr, &[], &mut rules);
            rules
        });
        let (Some(first), Some(second)) = (whole(&lists[0]), whole(&lists[1])) else {
            return Verdict::Unknown("its conditions are too many to be looked through".to_string());
        };
        let all = first.iter().chain(&second).map(|(tests, _)| tests.clone()).collect();
        let asked = asks.put_together(all);
        let sources = self.sources;
        let list = |rules: &[Branch], words: &mut Words, from: usize| List {
            hit: HitPolicy::First,
            tests: asked.tests[from..from + rules.len()].to_vec(),
            results: rules.iter().map(|(_, leaf)| vec![words.of(leaf, sources)]).collect(),
            amounts: vec![Vec::new(); rules.len()],
            otherwise: vec![false; rules.len()],
            rank: vec![None; rules.len()],
        };
        let lists = [list(&first, &mut words, 0), list(&second, &mut words, first.len())];
        judged(&asked, &lists, words.rounded)
    }

    fn prove_decisions(&mut self, table: TableId, pair: &Pair, values: &Values<'_>) -> Verdict {
        let number = |name: &str| {
            let of = |(at, decision): &(TableId, &Decision)| *at == table && decision.name.value == name;
            self.decision_of.iter().position(of).map(DecisionId)
        };
        let (Some(old), Some(new)) = (number(&pair.old), number(&pair.new)) else {
            return Verdict::Unknown(NO_TABLE.to_string());
        };
        let kinds = |id: DecisionId| -> Vec<Type> {
            let slots = self.decisions[id.0].iter().flat_map(|plan| &plan.outputs);
            slots.map(|slot| self.tables[table.0].columns[*slot].ty).collect()
        };
        if kinds(old) != kinds(new) {
            return Verdict::Unknown(OTHER_TYPE.to_string());
        }
        let order = |id: DecisionId| {
            let plan = self.decisions[id.0].as_ref().filter(|plan| plan.hit == HitPolicy::OutputOrder);
            plan.map(|plan| &plan.priorities)
        };
        if order(old) != order(new) {
            return Verdict::Unknown("the order of its list of results is another".to_string());
        }
        let read: Vec<Expr> = [old, new].into_iter().flat_map(|id| self.read_by(id)).collect();
        if self.changed_below(table, &read.iter().collect::<Vec<_>>(), values) {
            return Verdict::Unknown(TAKEN_IN.to_string());
        }
        let (parameters, quiet) = (self.parameters.clone(), self.diagnostics.len());
        let judged = self.compare_lists(table, [old, new], values);
        self.parameters = parameters;
        self.diagnostics.truncate(quiet);
        judged.unwrap_or_else(|| Verdict::Unknown(NO_TABLE.to_string()))
    }

    /// What a decision table reads.
    fn read_by(&self, id: DecisionId) -> Vec<Expr> {
        let (plan, span) = (self.decisions[id.0].as_ref(), self.decision_of[id.0].1.span);
        let inputs = plan.into_iter().flat_map(|plan| &plan.inputs);
        let inputs = inputs.map(|slot| Expr::new(ExprKind::Column(*slot), Type::Number, span));
        let rules = plan.into_iter().flat_map(|plan| plan.rules.iter().chain(&plan.otherwise));
        inputs.chain(rules.flat_map(|rule| rule.conditions().chain(&rule.results)).cloned()).collect()
    }

    /// The rules of both, each read with the values of its own parameters.
    fn compare_lists(&mut self, table: TableId, both: [DecisionId; 2], values: &Values<'_>) -> Option<Verdict> {
        let (things, fixed) = (self.parameters.clone(), values.of_both());
        let (mut lists, mut words) = (Vec::new(), Words::default());
        let mut asks = Asks::new(self, table, Things::new(&things));
        for (id, own, fixed) in [(both[0], values.old, &fixed.0), (both[1], values.new, &fixed.1)] {
            asks.binder.parameters = own.clone();
            asks.values.clone_from(fixed);
            lists.push(asks.list(id, &mut words)?);
        }
        let mut tests: Vec<_> = lists.iter().flat_map(|list| list.tests.clone()).collect();
        asks.take_apart(&mut tests);
        let asked = asks.put_together(tests);
        let mut tests = asked.tests.iter().cloned();
        for list in &mut lists {
            list.tests = tests.by_ref().take(list.tests.len()).collect();
        }
        Some(judged_of(&asked, &lists.try_into().ok()?, words.rounded))
    }
}

impl Asks<'_, '_, '_> {
    /// The rules of a decision table, with what they ask.
    fn list(&mut self, id: DecisionId, words: &mut Words) -> Option<List> {
        let (table, decision) = self.binder.decision_of[id.0];
        let given = self.binder.given.get(&id).cloned().unwrap_or_default();
        self.given = given.to_vec();
        let site = Site { table, given: &given };
        let inputs = self.binder.bind_inputs(site, decision);
        let known: Vec<_> = inputs.iter().map(Option::as_ref).collect::<Option<_>>()?;
        let rules = self.binder.read_rules(site, decision, &inputs);
        if rules.iter().any(|read| !read.whole) {
            return None;
        }
        let own: Vec<usize> = known.iter().map(|input| self.input(input)).collect();
        let plan = self.binder.decisions[id.0].clone()?;
        let mut list =
            List { hit: plan.hit, tests: vec![], results: vec![], amounts: vec![], otherwise: vec![], rank: vec![] };
        let kinds: Vec<Type> =
            plan.outputs.iter().map(|&slot| self.binder.column(ColumnId { table, slot }).ty).collect();
        let mut planned = plan.rules.iter();
        for read in &rules {
            let Read { rule, tests, written, .. } = read;
            let plan_of = if rule.otherwise { plan.otherwise.as_ref()? } else { planned.next()? };
            let mut of_rule = Vec::new();
            for ((at, test), written) in tests.iter().zip(written) {
                self.learn_words(own[*at], test, &written.cell.value);
                self.cell(own[*at], test, &written.cell, &mut of_rule);
            }
            let place = |(at, result): (usize, &Expr)| {
                let value = result.as_constant()?;
                plan.priorities.get(at).filter(|values| !values.is_empty())?.iter().position(|known| known == value)
            };
            let listed =
                (0..plan_of.results.len()).filter(|at| plan.priorities.get(*at).is_some_and(|v| !v.is_empty()));
            list.rank.push(listed.map(|at| place((at, &plan_of.results[at]))).collect());
            let values = self.values.clone();
            let results: Vec<Expr> = plan_of.results.iter().map(|result| fixed(result, &values).folded()).collect();
            list.amounts.push(amounts(&results, &kinds));
            list.results.push(results.iter().map(|result| words.of(result, self.binder.sources)).collect());
            list.otherwise.push(rule.otherwise);
            list.tests.push(of_rule);
        }
        Some(list)
    }
}

/// Results as numbers, where all of them are numbers or days.
fn amounts(results: &[Expr], kinds: &[Type]) -> Vec<Amount> {
    let of = |(result, kind): (&Expr, &Type)| {
        let amount = match result.as_constant() {
            None => Amount::Formula,
            Some(Value::Blank) => Amount::Blank,
            Some(Value::Number(number)) => Amount::Number(*number),
            Some(Value::Date(day)) => Amount::Number(f64::from(day.0)),
            Some(_) => return None,
        };
        matches!(kind, Type::Number | Type::Date).then_some(amount)
    };
    results.iter().zip(kinds).map(of).collect::<Option<_>>().unwrap_or_default()
}

/// Rules for every branch of an expression: what must be asked, and what comes of it. `None` for a branch whose
/// condition has too many parts.
fn branches(asks: &mut Asks<'_, '_, '_>, expr: &Expr, before: &[(usize, CellTest)], rules: &mut Vec<Option<Branch>>) {
    let (condition, then, otherwise) = match &expr.kind {
        ExprKind::If(condition, then, otherwise) => (condition, &**then, &**otherwise),
        ExprKind::Constant(_) => {
            rules.push(Some((before.to_vec(), expr.clone())));
            return;
        }
        // A condition is true, or false, or blank.
        _ if expr.ty == Some(Type::Bool) => {
            let [yes, no] = [true, false].map(|flag| Expr::constant(flag.into(), expr.span));
            let whole = ExprKind::If(Box::new(expr.clone()), Box::new(yes), Box::new(no));
            branches(asks, &Expr { kind: whole, ..expr.clone() }, before, rules);
            return;
        }
        _ => {
            rules.push(Some((before.to_vec(), expr.clone())));
            return;
        }
    };
    let with = |own: Vec<(usize, CellTest)>| before.iter().cloned().chain(own).collect::<Vec<_>>();
    let parts: Option<Vec<Tests>> = alternatives(asks, condition);
    let Some(parts) = parts.filter(|parts| parts.iter().all(|part| part.len() <= MOST_PARTS)) else {
        rules.push(None);
        return;
    };
    parts.iter().for_each(|part| branches(asks, then, &with(part.clone()), rules));
    // None of them is true: where one is blank, so is the whole.
    let blank = Expr::constant(Value::Blank, expr.span);
    for part in &parts {
        rules.extend(blanks(part).into_iter().map(|tests| Some((with(tests), blank.clone()))));
    }
    branches(asks, otherwise, before, rules);
}

type Tests = Vec<(usize, CellTest)>;

/// What must be asked for a condition to be true: all of one of these lists.
fn alternatives(asks: &mut Asks<'_, '_, '_>, condition: &Expr) -> Option<Vec<Tests>> {
    if let Some(tests) = asks.condition(condition) {
        return Some(vec![tests]);
    }
    let not = |part: &Expr| Expr { kind: ExprKind::Unary(UnaryOp::Not, Box::new(part.clone())), ..part.clone() };
    let parts: Vec<Expr> = match &condition.kind {
        ExprKind::Or(parts) => parts.clone(),
        ExprKind::Unary(UnaryOp::Not, inner) => match &inner.kind {
            ExprKind::And(parts) => parts.iter().map(not).collect(),
            _ => vec![condition.clone()],
        },
        _ => vec![condition.clone()],
    };
    parts.iter().map(|part| asks.condition(part).or_else(|| Some(vec![asks.whole(part)?]))).collect()
}

/// The ways in which tests that must all hold are blank: some are, and none is false.
fn blanks(tests: &Tests) -> Vec<Tests> {
    let chosen = |chosen: usize| {
        let part = |(at, (ask, test)): (usize, &(usize, CellTest))| match chosen >> at & 1 {
            // What a blank answers is never left open by one.
            1 if test.holds(&Value::Blank).is_some() => None,
            1 => Some((*ask, CellTest::Blank)),
            _ => Some((*ask, test.clone())),
        };
        tests.iter().enumerate().map(part).collect::<Option<Tests>>()
    };
    (1..1_usize << tests.len()).filter_map(chosen).collect()
}

/// Parts of a condition, at most.
const MOST_PARTS: usize = 4;
/// Rules of a formula, at most.
const MOST_RULES: usize = 400;

type Branch = (Vec<(usize, CellTest)>, Expr);

fn whole(rules: &[Option<Branch>]) -> Option<Vec<Branch>> {
    (rules.len() <= MOST_RULES).then(|| rules.iter().cloned().collect::<Option<Vec<_>>>()).flatten()
}

fn judged_of(asked: &Table, lists: &[List; 2], rounded: bool) -> Verdict {
    let verdict = judged(asked, lists, rounded);
    let adds_up = |list: &List| matches!(list.hit, HitPolicy::Collect(Collect::Sum | Collect::Min | Collect::Max));
    // Numbers that are written come to something else or not; of what is worked out that is not known.
    let known = |list: &List| list.amounts.iter().all(|of_rule| !of_rule.is_empty());
    let plain = |words: &str| !words.contains("= ") && lists.iter().all(|list| !adds_up(list) || known(list));
    match verdict {
        Verdict::Differ { ref old, ref new, .. } if lists.iter().any(adds_up) && !(plain(old) && plain(new)) => {
            Verdict::Unknown("other rules match, and whether their results come to the same was not found out".into())
        }
        verdict => verdict,
    }
}

fn judged(asked: &Table, lists: &[List; 2], rounded: bool) -> Verdict {
    let rules = |list: &List| -> Vec<Rule> {
        let rule = |at: usize| Rule {
            tests: list.tests[at].clone(),
            otherwise: list.otherwise[at],
            results: match list.hit {
                // Only how many they are counts.
                HitPolicy::Collect(Collect::Count) => Vec::new(),
                _ => list.results[at].clone(),
            },
            rank: list.rank[at].clone(),
            amounts: list.amounts[at].clone(),
        };
        (0..list.tests.len()).map(rule).collect()
    };
    let [old, new] = lists;
    let (first, second) = (rules(old), rules(new));
    let tables = [analysis::Table { hit: old.hit, rules: &first }, analysis::Table { hit: new.hit, rules: &second }];
    match analysis::compare(&asked.inputs, tables, &asked.relations) {
        Sameness::UpToRounding => Verdict::SameUpToRounding,
        Sameness::Same if asked.rounded || rounded => Verdict::SameUpToRounding,
        Sameness::Same => Verdict::Same,
        Sameness::Differ { old, new, .. } if old.starts_with("= ") || new.starts_with("= ") => {
            Verdict::Unknown(match (bare(&old), bare(&new)) {
                (old, new) if old == new => {
                    format!("`{new}` stands in both, and reads a value that is not the same in both")
                }
                (old, new) => format!("whether `{old}` and `{new}` come to the same was not found out"),
            })
        }
        Sameness::Differ { region, old, new } => Verdict::Differ { region, old, new },
        Sameness::Unknown => {
            Verdict::Unknown("a cell asks too much at once, or there is too much to look through".into())
        }
    }
}

fn bare(words: &str) -> &str {
    words.trim_start_matches("= ").trim_end_matches('\'')
}

impl Values<'_> {
    /// The parameters that differ, with the values of each side.
    fn of_both(&self) -> (Named, Named) {
        let differs = |(name, value): &(&str, &Value)| self.new.get(name).is_some_and(|new| new != *value);
        let names: Vec<&str> = self.old.iter().filter(differs).map(|(name, _)| name).collect();
        let of = |values: &Parameters| {
            names.iter().filter_map(|name| Some((name.to_string(), values.get(name)?.clone()))).collect()
        };
        (of(self.old), of(self.new))
    }

    /// The expression with the values of the parameters that differ in place of them.
    fn fixed(&self, expr: &Expr, side: &Parameters) -> Expr {
        let values: Vec<(String, Value)> =
            self.of_both().0.iter().filter_map(|(name, _)| Some((name.clone(), side.get(name)?.clone()))).collect();
        fixed(expr, &values)
    }

    /// Whether a parameter that differs takes part.
    fn reaches(&self, work: &Work) -> bool {
        let differing = self.of_both().0;
        let named = |expr: &Expr| expr.parameters().iter().any(|name| differing.iter().any(|(known, _)| known == name));
        match work {
            Work::Formula(expr) => named(expr),
            Work::Aggregate(aggregate) => aggregate.expressions().any(named),
            Work::Window(window) => window.expressions().any(named),
            _ => false,
        }
    }
}
