//! What `check` says about a decision table as a whole: rules that can never fire, rules that match
//! every row, gaps and overlaps.

use super::axes::Asked;
use crate::decision::analysis::{self, Finding};
use crate::decision::cell::{self, ResultCell};
use crate::diagnostic::{Diagnostic, Instead};
use crate::formula::{ColumnId, TableId};
use crate::plan::Work;
use crate::plan::binder::Binder;
use crate::policy::model::{Decision, HitPolicy, Output, Presence, Rule};
use crate::source::{Sources, Span};
use crate::value::{Type, Value};

/// What there is to say of a decision table as a whole.
pub(super) fn analyse_table(
    binder: &Binder<'_>,
    table: TableId,
    decision: &Decision,
    asked: Asked,
    rules: &[&Rule],
) -> Vec<Diagnostic> {
    let domains = close_references(binder, table, &asked);
    let tables: Vec<analysis::Rule> = rules
        .iter()
        .zip(asked.tests)
        .map(|(rule, tests)| analysis::Rule {
            tests,
            otherwise: rule.otherwise,
            results: rule.results.iter().map(|(name, cell)| format!("{}={}", name.value, cell.value)).collect(),
            rank: rank(decision, rule),
        })
        .collect();
    let report = analysis::analyse(&domains, &tables, decision.hit.value);
    let open: Vec<usize> = (0..rules.len()).filter(|at| is_open(rules[*at], decision.hit.value)).collect();
    let said =
        |found: &&Finding| matches!(found, Finding::Overlap { a, b, .. } if open.contains(a) || open.contains(b));
    let overlaps = report.findings.iter().filter(said).count() > 0;
    let others = report.findings.iter().filter(|found| !said(found));
    let telling = Telling { decision, rules, sure: !asked.dependent };
    let mut found: Vec<Diagnostic> = others.map(|found| telling.describe(found)).collect();
    if report.incomplete {
        found.push(telling.not_analysed());
    }
    if decision.hit.value != HitPolicy::First && rules.len() > 1 {
        let overlaps = overlaps && decision.hit.value == HitPolicy::Unique;
        found.extend(open.iter().map(|at| matches_all(binder.sources, decision, rules[*at], overlaps)));
    }
    found
}

/// For each result of a rule its place among the values that its output lists, the most important first.
fn rank(decision: &Decision, rule: &Rule) -> Option<Vec<usize>> {
    let place = |output: &Output| {
        let (_, cell) = rule.results.iter().find(|(name, _)| name.value == output.name.value)?;
        output.values.iter().position(|value| value.value == cell.value)
    };
    let listed = decision.outputs.iter().filter(|output| !output.values.is_empty());
    (decision.hit.value == HitPolicy::Priority).then(|| listed.map(place).collect::<Option<Vec<_>>>()).flatten()
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
fn close_references(binder: &Binder<'_>, table: TableId, asked: &Asked) -> Vec<analysis::Input> {
    let mut domains = asked.inputs.clone();
    for (at, (domain, slot)) in domains.iter_mut().zip(&asked.slots).enumerate() {
        let refers = |slot: usize| binder.column(ColumnId { table, slot }).references.is_some();
        if !slot.is_some_and(refers) || !domain.one_of.is_empty() {
            continue;
        }
        let tests = asked.tests.iter().flatten().filter(|(input, _)| *input == at);
        for literal in tests.flat_map(|(_, test)| test.literals()) {
            if !domain.one_of.contains(&literal.value) {
                domain.one_of.push(literal.value.clone());
            }
        }
    }
    domains
}

/// Puts findings into words.
struct Telling<'a> {
    decision: &'a Decision,
    rules: &'a [&'a Rule],
    /// Whether what was found is possible for certain.
    sure: bool,
}

impl Telling<'_> {
    fn span(&self, rule: usize) -> Span {
        self.rules[rule].span
    }

    fn describe(&self, found: &Finding) -> Diagnostic {
        match found {
            Finding::NeverFires { rule, because_of, without } => self.never_fires(*rule, because_of, without),
            Finding::Outside { rule, input, value } => {
                self.finding("outside", false, *rule, &format!("`{value}` is no value that `{input}` can have"))
            }
            Finding::Masked { rule, because_of } => {
                let message = "this rule is masked: whatever it matches, a rule with a more important result does too";
                self.hidden("masked", *rule, because_of, message, "is more important")
                    .help("make the tests of the other narrower, or leave this rule out")
            }
            Finding::Duplicate { rule, of } => self
                .finding("duplicate-rule", self.is_unique(), *rule, "this rule stands twice")
                .related(self.span(*of), "the same rule")
                .help("leave one of them out"),
            Finding::Subsumed { rule, by } => {
                let message = "another rule gives the same for all that this one matches";
                self.finding("subsumed", self.is_unique(), *rule, message)
                    .related(self.span(*by), "gives the same, for more")
                    .help("leave this rule out, or give it another result")
            }
            Finding::Misleading { rule, by, inputs, others } => self.misleading(*rule, *by, inputs, others.len()),
            Finding::Gap { example } => self.gap(example),
            Finding::Overlap { a, b, example } => self.overlap(*a, *b, example),
        }
    }

    fn never_fires(&self, rule: usize, because_of: &[usize], without: &[String]) -> Diagnostic {
        if because_of.is_empty() {
            let inputs = named(without);
            let message = format!("this rule can never fire: no value that {inputs} can have meets its tests");
            return self.finding("never-fires", false, rule, &message);
        }
        let message = "this rule can never fire: rules above it match first";
        self.hidden("never-fires", rule, because_of, message, "matches first")
            .help("move it up, or make its tests narrower than those above")
    }

    fn misleading(&self, rule: usize, by: usize, inputs: &[String], others: usize) -> Diagnostic {
        let more = match others {
            0 => String::new(),
            1 => " (and so does another rule)".to_string(),
            more => format!(" (and so do {more} other rules)"),
        };
        let inputs = named(inputs);
        let message = format!(
            "this rule reads as if {inputs} did not matter, but a more important rule below decides by it{more}"
        );
        self.finding("misleading", false, rule, &message)
            .related(self.span(by), "is more important")
            .help("put the more important rule above it, or write the values that are meant here")
    }

    fn is_unique(&self) -> bool {
        self.decision.hit.value == HitPolicy::Unique
    }

    fn hidden(&self, code: &'static str, rule: usize, others: &[usize], message: &str, role: &str) -> Diagnostic {
        let found = self.finding(code, false, rule, message);
        others.iter().take(3).fold(found, |found, other| found.related(self.span(*other), role))
    }

    fn gap(&self, example: &[(String, String)]) -> Diagnostic {
        let perhaps = if self.sure { "" } else { "perhaps " };
        let message = format!("{perhaps}no rule of `{}` covers {}", self.decision.name.value, region(example));
        finding("gap", false, self.decision.name.span, message).help("add a rule, or `{ otherwise: true, then: … }`")
    }

    fn overlap(&self, a: usize, b: usize, example: &[(String, String)]) -> Diagnostic {
        let end = if self.is_unique() { ", and the table's hit policy is unique" } else { " and disagree" };
        let two = if self.sure { "two rules match" } else { "two rules may both match" };
        self.finding("overlap", self.is_unique() && self.sure, b, &format!("{two} {}{end}", region(example)))
            .related(self.span(a), "also matches")
            .help("make the tests exclude each other, or choose `hit: first`")
    }

    fn not_analysed(&self) -> Diagnostic {
        let message = format!(
            "`{}` is too large to be looked through to the end: it may have more gaps, overlaps or rules that never fire",
            self.decision.name.value
        );
        finding("not-analysed", false, self.decision.name.span, message)
    }

    fn finding(&self, code: &'static str, error: bool, rule: usize, message: &str) -> Diagnostic {
        finding(code, error, self.span(rule), message.to_string())
    }
}

/// `` `a` and `b` ``
fn named(inputs: &[String]) -> String {
    inputs.iter().map(|input| format!("`{input}`")).collect::<Vec<_>>().join(" and ")
}

fn region(example: &[(String, String)]) -> String {
    let parts: Vec<String> = example.iter().map(|(name, test)| format!("{name} {test}")).collect();
    if parts.is_empty() { "anything".to_string() } else { parts.join(", ") }
}

impl Binder<'_> {
    /// What is known of an input: a parameter's values, an imported column's values and bounds.
    pub(super) fn domain(&self, table: TableId, slot: usize, mut input: analysis::Input) -> analysis::Input {
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

    /// The values a decision of this table gives for a result of that name, where it gives no others: those it
    /// lists, else those that its rules write.
    fn listed_results(&self, table: TableId, name: &str) -> Option<Vec<Value>> {
        let decisions = self.decision_of.iter().filter(|(of, _)| *of == table).map(|(_, decision)| *decision);
        let of = |decision: &'_ Decision| decision.outputs.iter().position(|output| output.name.value == name);
        let (decision, at) = decisions.filter_map(|decision| Some((decision, of(decision)?))).next()?;
        let column = self.tables[table.0].slot(name).map(|slot| self.column(ColumnId { table, slot }))?;
        let output = &decision.outputs[at];
        let listed: Vec<Value> = output.values.iter().map(|value| Value::text(value.value.as_str())).collect();
        let values = if listed.is_empty() { written_results(decision, name)? } else { listed };
        (column.ty == Type::Text && !values.is_empty()).then_some(values)
    }
}

/// The texts that rules write for a result; none where one of them is worked out.
fn written_results(decision: &Decision, name: &str) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    for (_, cell) in decision.rules.iter().flat_map(|rule| &rule.results).filter(|(of, _)| of.value == name) {
        match cell::parse_result(&cell.value) {
            ResultCell::Formula { .. } => return None,
            ResultCell::Literal { text, .. } => values.push(Value::text(text.as_str())),
            ResultCell::Blank => {}
        }
    }
    values.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    values.dedup();
    Some(values)
}

/// Reports a finding about a decision table.
fn finding(code: &'static str, error: bool, span: Span, message: String) -> Diagnostic {
    if error { Diagnostic::error(code, span, message) } else { Diagnostic::warning(code, span, message) }
}
