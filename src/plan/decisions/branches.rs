//! What `check` says about lists of conditions that are no decision tables: the branches of an `if`, and the bands
//! of a scorecard. The first that holds counts, as in a `first` table.

use super::axes::{Asks, Table};
use super::compared::Things;
use super::{Binder, Input};
use crate::decision::analysis::{self, Finding, Report, Rule};
use crate::decision::cell::{CellTest, Comparison};
use crate::diagnostic::Diagnostic;
use crate::formula::{Expr, ExprKind, TableId};
use crate::plan::{ScorecardId, Work};
use crate::policy::model::HitPolicy;
use crate::source::{Span, Spanned};
use crate::value::{Type, Value};

/// One `if` with all its `else if`.
struct Chain<'e> {
    conditions: Vec<&'e Expr>,
    /// What the last `else` gives.
    rest: &'e Expr,
}

impl Binder<'_> {
    /// Branches that are never taken.
    pub(in crate::plan) fn lint_branches(&mut self) {
        let mut found = Vec::new();
        for table in 0..self.tables.len() {
            for slot in 0..self.tables[table].columns.len() {
                let exprs: Vec<(TableId, Expr)> = match &self.tables[table].columns[slot].work {
                    Work::Formula(expr) => vec![(TableId(table), expr.clone())],
                    Work::Aggregate(aggregate) => {
                        aggregate.expressions().map(|expr| (aggregate.over, expr.clone())).collect()
                    }
                    Work::Window(window) => window.expressions().map(|expr| (TableId(table), expr.clone())).collect(),
                    _ => Vec::new(),
                };
                for (of, expr) in &exprs {
                    let mut chains = Vec::new();
                    collect(expr, &mut chains);
                    for chain in &chains {
                        found.extend(self.lint_chain(*of, chain));
                    }
                }
            }
        }
        self.diagnostics.extend(found);
    }

    fn lint_chain(&mut self, table: TableId, chain: &Chain<'_>) -> Vec<Diagnostic> {
        let parameters = self.parameters.clone();
        let mut asks = Asks::new(self, table, Things::new(&parameters));
        let tests: Vec<Option<Vec<(usize, CellTest)>>> =
            chain.conditions.iter().map(|condition| asks.condition(condition)).collect();
        let known: Vec<usize> = (0..tests.len()).filter(|at| tests[*at].is_some()).collect();
        let all_known = known.len() == tests.len();
        let asked = asks.put_together(tests.into_iter().flatten().collect());
        let report = in_order(&asked);
        let span = |rule: usize| chain.conditions[known[rule]].span;
        let mut found: Vec<Diagnostic> = Vec::new();
        for finding in &report.findings {
            let Finding::NeverFires { rule, because_of, .. } = finding else { continue };
            let message = match because_of[..] {
                [] => "this branch is never taken: no values meet its condition",
                _ => "this branch is never taken: the conditions above it hold first",
            };
            let others = because_of.iter().take(3);
            let said = Diagnostic::warning("unreachable-branch", span(*rule), message);
            found.push(others.fold(said, |said, other| said.related(span(*other), "holds first")));
        }
        let gap = |finding: &Finding| matches!(finding, Finding::Gap { .. });
        let covered = all_known && !report.incomplete && !report.findings.iter().any(gap);
        let blank = matches!(chain.rest.kind, ExprKind::Constant(Value::Blank));
        if covered && found.is_empty() && !blank && can_have_values(&asked) {
            let message = "the last `else` is never taken: the conditions above it leave nothing over";
            let help = "where a condition is blank, so is the result; ask `is_blank(…)` first for another one";
            found.push(Diagnostic::warning("unreachable-branch", chain.rest.span, message).help(help));
        }
        found
    }

    /// Bands that are never reached, and scores without a band.
    pub(in crate::plan) fn lint_bands(&mut self, id: ScorecardId, tests: &[(Spanned<String>, CellTest)]) {
        let Some(Some(card)) = self.scorecards.get(id.0) else { return };
        let (table, slot, name, span) = (card.table, card.score, card.name.clone(), card.span);
        let score = "score".to_string();
        let input = Input { text: score.clone(), asks: score, slot, ty: Type::Number };
        let parameters = self.parameters.clone();
        let mut asks = Asks::new(self, table, Things::new(&parameters));
        let own = asks.input(&input);
        let rules = tests.iter().map(|(written, test)| {
            let mut of_band = Vec::new();
            asks.learn_words(own, test, &written.value);
            asks.cell(own, test, written, &mut of_band);
            of_band
        });
        let rules = rules.collect();
        let asked = asks.put_together(rules);
        let report = in_order(&asked);
        let place = |rule: usize| -> Span { tests[rule].0.span };
        let mut found = Vec::new();
        for finding in &report.findings {
            match finding {
                Finding::NeverFires { rule, because_of, .. } => {
                    let message = match because_of[..] {
                        [] => "this band is never reached: no score meets its test",
                        _ => "this band is never reached: bands above it take all its scores",
                    };
                    let said = Diagnostic::warning("never-fires", place(*rule), message);
                    let others = because_of.iter().take(3);
                    found.push(others.fold(said, |said, other| said.related(place(*other), "takes them")));
                }
                Finding::Gap { region } => {
                    let perhaps = if region.sure { "" } else { "perhaps " };
                    let message = format!("{perhaps}no band of `{name}` for {region}");
                    let help = "add a band, or make the tests meet; a score without a band is left blank";
                    found.push(Diagnostic::warning("gap", span, message).about(region).help(help));
                }
                _ => {}
            }
        }
        found.extend(overlapping(&asked, tests, &report));
        self.diagnostics.extend(found);
    }
}

/// Bands that take the same scores, of which the order decides, but for those in steps (`>= 85`, then `>= 50`) and those
/// that are never reached.
fn overlapping(asked: &Table, tests: &[(Spanned<String>, CellTest)], known: &Report) -> Vec<Diagnostic> {
    let never = |band: usize| {
        known.findings.iter().any(|finding| matches!(finding, Finding::NeverFires { rule, .. } if *rule == band))
    };
    let last_is_rest = tests.last().is_some_and(|(_, test)| *test == CellTest::Any);
    let say = |finding: &Finding| {
        let Finding::Overlap { a, b, region } = finding else { return None };
        let is_rest = last_is_rest && *b + 1 == tests.len();
        if never(*a) || never(*b) || is_rest || in_steps(&tests[*a].1, &tests[*b].1) {
            return None;
        }
        let message = format!("two bands take {region}, and the one written first has it");
        let said = Diagnostic::warning("overlap", tests[*b].0.span, message).related(tests[*a].0.span, "comes first");
        Some(said.about(region).help("let one band end where the other begins"))
    };
    report(asked, HitPolicy::Any).findings.iter().filter_map(say).collect()
}

/// `>= 85`, then `>= 50`: each takes what those before it leave.
fn in_steps(a: &CellTest, b: &CellTest) -> bool {
    let rises = |test: &CellTest| match test {
        CellTest::Compare(Comparison::GreaterOrEqual | Comparison::Greater, _)
        | CellTest::Range { from: Some(_), to: None, .. } => Some(true),
        CellTest::Compare(Comparison::LessOrEqual | Comparison::Less, _)
        | CellTest::Range { from: None, to: Some(_), .. } => Some(false),
        _ => None,
    };
    rises(a).zip(rises(b)).is_some_and(|(a, b)| a == b)
}

/// What is to say of conditions of which the first that holds counts.
fn in_order(asked: &Table) -> Report {
    report(asked, HitPolicy::First)
}

/// The same for another hit policy; each gives a result of its own.
fn report(asked: &Table, hit: HitPolicy) -> Report {
    let rule = |(at, tests): (usize, &Vec<(usize, CellTest)>)| Rule {
        tests: tests.clone(),
        results: vec![at.to_string()],
        ..Rule::default()
    };
    let rules: Vec<Rule> = asked.tests.iter().enumerate().map(rule).collect();
    analysis::analyse(&asked.inputs, &rules, hit, &asked.relations)
}

/// Whether there is an input, and none that a test leaves unknown.
fn can_have_values(asked: &Table) -> bool {
    !asked.inputs.is_empty() && !asked.tests.iter().flatten().any(|(_, test)| test.has_formula())
}

fn collect<'e>(expr: &'e Expr, chains: &mut Vec<Chain<'e>>) {
    let ExprKind::If(..) = expr.kind else {
        expr.parts().into_iter().for_each(|part| collect(part, chains));
        return;
    };
    let (mut conditions, mut rest) = (Vec::new(), expr);
    while let ExprKind::If(condition, then, otherwise) = &rest.kind {
        collect(condition, chains);
        collect(then, chains);
        conditions.push(&**condition);
        rest = otherwise;
    }
    collect(rest, chains);
    chains.push(Chain { conditions, rest });
}
