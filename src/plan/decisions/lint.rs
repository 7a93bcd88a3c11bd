//! What `check` says about a decision table as a whole: rules that can never fire, rules that match
//! every row, gaps and overlaps.

use crate::decision::analysis::{self, Finding};
use crate::decision::cell::CellTest;
use crate::diagnostic::{Diagnostic, Instead};
use crate::formula::{ColumnId, TableId};
use crate::plan::Work;
use crate::plan::binder::Binder;
use crate::policy::model::{Decision, HitPolicy, Presence, Rule};
use crate::source::{Sources, Span};
use crate::value::Type;

/// Rules that can never fire, combinations no rule covers, and rules that overlap.
pub(super) fn analyse_table(
    binder: &Binder<'_>,
    table: TableId,
    decision: &Decision,
    inputs: &[(String, Type, usize)],
    rules: &[(&Rule, Vec<(usize, CellTest)>)],
) -> Vec<Diagnostic> {
    let domains: Vec<analysis::Input> = inputs
        .iter()
        .map(|(name, ty, slot)| binder.domain(table, *slot, analysis::Input::new(name.clone(), *ty)))
        .collect();
    let domains = close_references(binder, table, domains, inputs, rules);
    let tables: Vec<analysis::Rule> = rules
        .iter()
        .map(|(rule, tests)| analysis::Rule {
            tests: tests.clone(),
            otherwise: rule.otherwise,
            results: rule.results.iter().map(|(name, cell)| format!("{}={}", name.value, cell.value)).collect(),
        })
        .collect();
    let spans = |at: usize| rules[at].0.span;
    let report = analysis::analyse(&domains, &tables, decision.hit.value);
    let open: Vec<usize> = (0..rules.len()).filter(|at| is_open(rules[*at].0, decision.hit.value)).collect();
    let said =
        |found: &&Finding| matches!(found, Finding::Overlap { a, b, .. } if open.contains(a) || open.contains(b));
    let overlaps = report.findings.iter().filter(said).count() > 0;
    let others = report.findings.iter().filter(|found| !said(found));
    let mut found: Vec<Diagnostic> = others.map(|found| describe(found, decision, &spans)).collect();
    if decision.hit.value != HitPolicy::First && rules.len() > 1 {
        let overlaps = overlaps && decision.hit.value == HitPolicy::Unique;
        found.extend(open.iter().map(|at| matches_all(binder.sources, decision, rules[*at].0, overlaps)));
    }
    found
}

/// Is nothing said about which rows the rule is for: neither a test, nor `-`, nor `otherwise`? In a
/// unique table `-` everywhere is no better.
fn is_open(rule: &Rule, hit: HitPolicy) -> bool {
    !rule.otherwise && rule.asks().next().is_none() && (rule.tests.is_empty() || hit == HitPolicy::Unique)
}

/// A rule without tests takes part for every row; perhaps the rows no other rule matches are meant.
fn matches_all(sources: &Sources, decision: &Decision, rule: &Rule, error: bool) -> Diagnostic {
    let message = match decision.hit.value {
        HitPolicy::Unique => "this rule has no tests, so it matches every row; the table's hit policy is unique",
        _ => "this rule has no tests, so it takes part for every row, beside the other rules",
    };
    let mut found = finding("matches-all", error, rule.span, message.to_string());
    let in_file = decision.span.file != rule.span.file;
    let word = if in_file { "`otherwise` in one of its cells" } else { "`otherwise: true`" };
    let other = if error { "" } else { ", or `-` as a test if every row is meant" };
    found = found.help(format!("write {word} if it is for the rows that no other rule matches{other}"));
    if !in_file && rule.tests.is_empty() && sources.text(rule.span).starts_with('{') {
        let inside = rule.span.part(1, 0);
        found.fix = Some(Instead::likely(" otherwise: true,").at(inside));
    }
    found
}

/// A column of references holds keys of another table, which are not known here: the rules are taken
/// to speak of all of them.
fn close_references(
    binder: &Binder<'_>,
    table: TableId,
    mut domains: Vec<analysis::Input>,
    inputs: &[(String, Type, usize)],
    rules: &[(&Rule, Vec<(usize, CellTest)>)],
) -> Vec<analysis::Input> {
    for (at, (domain, (_, _, slot))) in domains.iter_mut().zip(inputs).enumerate() {
        if binder.column(ColumnId { table, slot: *slot }).references.is_none() || !domain.one_of.is_empty() {
            continue;
        }
        let tests = rules.iter().flat_map(|(_, tests)| tests).filter(|(input, _)| *input == at);
        for literal in tests.flat_map(|(_, test)| test.literals()) {
            if !domain.one_of.contains(&literal.value) {
                domain.one_of.push(literal.value.clone());
            }
        }
    }
    domains
}

fn describe(found: &Finding, decision: &Decision, span: &dyn Fn(usize) -> crate::source::Span) -> Diagnostic {
    match found {
        Finding::NeverFires { rule, because_of } if because_of.is_empty() => finding(
            "never-fires",
            false,
            span(*rule),
            "this rule can never fire: its tests contradict each other".into(),
        ),
        Finding::NeverFires { rule, because_of } => {
            let mut diagnostic = finding(
                "never-fires",
                false,
                span(*rule),
                "this rule can never fire: rules above it match first".into(),
            );
            for earlier in because_of.iter().take(3) {
                diagnostic = diagnostic.related(span(*earlier), "matches first");
            }
            diagnostic.help("move it up, or make its tests narrower than those above")
        }
        Finding::Gap { example } => {
            let message = format!("no rule of `{}` covers {}", decision.name.value, region(example));
            finding("gap", false, decision.name.span, message).help("add a rule, or `{ otherwise: true, then: … }`")
        }
        Finding::Overlap { a, b, example } => {
            let unique = decision.hit.value == HitPolicy::Unique;
            let message = if unique {
                format!("two rules match {}, and the table's hit policy is unique", region(example))
            } else {
                format!("two rules match {} and disagree", region(example))
            };
            finding("overlap", unique, span(*b), message)
                .related(span(*a), "also matches")
                .help("make the tests exclude each other, or choose `hit: first`")
        }
    }
}

fn region(example: &[(String, String)]) -> String {
    let parts: Vec<String> = example.iter().map(|(name, test)| format!("{name} {test}")).collect();
    if parts.is_empty() { "anything".to_string() } else { parts.join(", ") }
}

impl Binder<'_> {
    /// What is known of an input: a parameter's values, an imported column's values and bounds.
    fn domain(&self, table: TableId, slot: usize, mut input: analysis::Input) -> analysis::Input {
        let own = self.tables[table.0].slot(&input.name).is_some();
        if let Some(parameter) = self.policy.parameters.iter().find(|p| !own && p.name.value == input.name) {
            input.one_of = parameter.one_of.iter().map(|v| v.value.clone()).collect();
            input.may_be_blank = false;
            return input;
        }
        if let Some(values) = self.listed_results(table, &input.name) {
            input.one_of = values;
            return input;
        }
        let Work::Imported(place) = self.tables[table.0].columns[slot].work else { return input };
        let Some(column) = self.policy.tables.get(table.0).and_then(|t| t.columns.get(place)) else { return input };
        input.one_of = column.one_of.iter().map(|v| v.value.clone()).collect();
        input.min = column.min.as_ref().map(|min| min.value);
        input.max = column.max.as_ref().map(|max| max.value);
        input.may_be_blank = column.presence != Presence::Cells && self.tables[table.0].key != Some(slot);
        input
    }

    /// The values a decision of this table lists for a result of that name: it gives no others.
    fn listed_results(&self, table: TableId, name: &str) -> Option<Vec<crate::value::Value>> {
        let decisions = self.decision_of.iter().filter(|(of, _)| *of == table).map(|(_, decision)| decision);
        let output = decisions.flat_map(|decision| &decision.outputs).find(|output| output.name.value == name)?;
        let values: Vec<_> = output.values.iter().map(|v| crate::value::Value::text(v.value.as_str())).collect();
        let column = self.tables[table.0].slot(name).map(|slot| self.column(ColumnId { table, slot }))?;
        (column.ty == Type::Text && !values.is_empty()).then_some(values)
    }
}

/// Reports a finding about a decision table.
fn finding(code: &'static str, error: bool, span: Span, message: String) -> Diagnostic {
    if error { Diagnostic::error(code, span, message) } else { Diagnostic::warning(code, span, message) }
}
