//! Findings that are not mistakes of one place: unused columns and parameters, gaps and overlaps.

use super::Work;
use super::binder::Binder;
use crate::decision::analysis::{self, Finding};
use crate::decision::cell::CellTest;
use crate::diagnostic::{Diagnostic, nearest};
use crate::formula::{ColumnId, TableId};
use crate::policy::model::{Decision, HitPolicy, Presence, Rule};
use crate::source::{Sources, Span};
use crate::value::{NumberFormat, Type};

/// Codes of findings about what nothing uses.
const UNUSED: [&str; 2] = ["unused-column", "unused-parameter"];

impl Binder<'_> {
    pub(super) fn lint(&mut self) {
        self.show_percents();
        self.unused_columns();
        self.unused_parameters();
    }

    /// A number nobody uses was probably meant to be used. Texts are labels for readers, and keys name rows.
    fn unused_columns(&mut self) {
        let mut found = Vec::new();
        for (index, table) in self.tables.iter().enumerate() {
            for (slot, column) in table.columns.iter().enumerate() {
                let id = ColumnId { table: TableId(index), slot };
                let imported = matches!(column.work, Work::Imported(_));
                let label = column.ty == Type::Text || table.key == Some(slot);
                if imported && !label && !self.used.contains_key(&id) {
                    found.push((
                        column.span,
                        format!("`{}` of `{}` is imported but nothing uses it", column.name, table.name),
                    ));
                }
            }
        }
        for (span, message) in found {
            let help = "use it in a formula, or leave the column out";
            self.diagnostics.push(Diagnostic::warning(UNUSED[0], span, message).help(help));
        }
    }

    fn unused_parameters(&mut self) {
        let policy = self.policy;
        for parameter in &policy.parameters {
            let name = &parameter.name;
            // The period also says which day the run stands for.
            if name.value != "period" && !self.used_parameters.contains(&name.value) {
                let message = format!("nothing uses the parameter `{}`", name.value);
                self.diagnostics.push(Diagnostic::warning(UNUSED[1], name.span, message));
            }
        }
    }

    /// A column that is compared with a percentage, or aimed at one, is shown as one.
    fn show_percents(&mut self) {
        let mut percents = Vec::new();
        for (table, decision) in &self.decision_of {
            for test in decision.rules.iter().flat_map(|rule| &rule.tests) {
                let Some(slot) = self.tables[table.0].slot(&test.input.value) else { continue };
                let id = ColumnId { table: *table, slot };
                let read = crate::decision::cell::parse(&test.cell.value, self.column(id).ty);
                if read.is_ok_and(|read| mentions_percent(&read)) {
                    percents.push(id);
                }
            }
        }
        for id in percents {
            if self.is_shown(id) && self.column(id).format == NumberFormat::General {
                self.column_mut(id).format = NumberFormat::Percent(1);
            }
        }
    }
}

/// Where a policy has mistakes, what is unused is not known: something that cannot be read may use it.
/// Only a name that stands nowhere else in the pack is certainly unused; and not even that one where
/// an unknown name may be meant for it.
pub fn keep_certain(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    if !diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    let unknown = diagnostics.iter().filter(|found| found.code == "unknown-name").filter_map(Diagnostic::span);
    let unknown: Vec<&str> = unknown.map(|span| sources.text(span)).collect();
    let meant = |word: &str| unknown.iter().any(|name| nearest(name, [word]).is_some());
    diagnostics.retain(|found| match found.span().map(|span| sources.text(span)) {
        Some(word) if UNUSED.contains(&found.code) => sources.mentions(word) < 2 && !meant(word),
        _ => true,
    });
}

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
    report.findings.iter().map(|found| describe(found, decision, &spans)).collect()
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

/// Does a cell compare with a percentage? Then its input is one.
fn mentions_percent(test: &CellTest) -> bool {
    test.literals().iter().any(|literal| literal.percent)
}

/// Reports a finding about a decision table.
fn finding(code: &'static str, error: bool, span: Span, message: String) -> Diagnostic {
    if error { Diagnostic::error(code, span, message) } else { Diagnostic::warning(code, span, message) }
}
