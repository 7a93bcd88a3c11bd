//! What `check` says about a decision table as a whole: rules that can never fire, rules that match
//! every row, gaps and overlaps.

use super::axes::Table;
use crate::decision::analysis::{self, Finding};
use crate::decision::cell::{self, ResultCell};
use crate::diagnostic::{Diagnostic, Instead, Region};
use crate::formula::{ColumnId, TableId};
use crate::plan::binder::Binder;
use crate::policy::model::{Collect, Decision, HitPolicy, Output, Rule};
use crate::source::{Sources, Span};
use crate::value::Type;

/// What there is to say of a decision table as a whole.
pub(super) fn analyse_table(
    binder: &Binder<'_>,
    table: TableId,
    decision: &Decision,
    asked: Table,
    rules: &[&Rule],
) -> Vec<Diagnostic> {
    let domains = close_references(binder, table, &asked);
    let tables: Vec<analysis::Rule> = rules
        .iter()
        .zip(asked.tests)
        .map(|(rule, tests)| analysis::Rule {
            tests,
            otherwise: rule.otherwise,
            results: decision.outputs.iter().map(|output| result(binder, table, rule, output)).collect(),
            rank: rank(decision, rule),
            amounts: Vec::new(),
        })
        .collect();
    let report = analysis::analyse(&domains, &tables, decision.hit.value, &asked.relations);
    let open: Vec<usize> = (0..rules.len()).filter(|at| is_open(rules[*at], decision.hit.value)).collect();
    let said =
        |found: &&Finding| matches!(found, Finding::Overlap { a, b, .. } if open.contains(a) || open.contains(b));
    let surely = |found: &&Finding| matches!(found, Finding::Overlap { region, .. } if region.sure);
    let overlaps = report.findings.iter().filter(said).filter(surely).count() > 0;
    let others = report.findings.iter().filter(|found| !said(found));
    let telling = Telling { decision, rules };
    let mut found: Vec<Diagnostic> = others.map(|found| telling.describe(found)).collect();
    if report.incomplete {
        found.push(telling.not_analysed());
    }
    found.extend(counted_default(decision, rules));
    if decision.hit.value != HitPolicy::First && rules.len() > 1 {
        let overlaps = overlaps && decision.hit.value == HitPolicy::Unique;
        found.extend(open.iter().map(|at| matches_all(binder.sources, decision, rules[*at], overlaps)));
    }
    found
}

/// A default where rules are counted gives 1, whatever is written there.
fn counted_default(decision: &Decision, rules: &[&Rule]) -> Option<Diagnostic> {
    let rule = rules.iter().find(|rule| rule.otherwise && decision.hit.value == HitPolicy::Collect(Collect::Count))?;
    let message = "`otherwise` counts as one rule: the number for rows that no other rule matches is 1, not 0";
    let help = "leave it out for a 0; for another number make a formula of the count: `if n == 0 { 9 } else { n }`";
    Some(finding("counted-default", false, rule.span, message.to_string()).help(help))
}

/// A result, in words that are the same however it was written.
fn result(binder: &Binder<'_>, table: TableId, rule: &Rule, output: &Output) -> String {
    let slot = binder.tables[table.0].slot(&output.name.value);
    let as_text = slot.is_none_or(|slot| matches!(binder.column(ColumnId { table, slot }).ty, Type::Text | Type::List));
    let written = rule.results.iter().find(|(name, _)| name.value == output.name.value);
    match written.map(|(_, cell)| cell::parse_result(&cell.value)) {
        None | Some(ResultCell::Blank) => String::new(),
        Some(ResultCell::Literal { text, .. }) if as_text => format!("{text:?}"),
        Some(ResultCell::Literal { literal, .. }) => format!("{:?}", literal.value),
        Some(ResultCell::Formula { text, .. }) => format!("= {}", text.trim()),
    }
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
        _ => "this rule has no tests, so it takes part for every row, along with the other rules",
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
fn close_references(binder: &Binder<'_>, table: TableId, asked: &Table) -> Vec<analysis::Input> {
    let mut domains = asked.inputs.clone();
    for (at, (domain, slot)) in domains.iter_mut().zip(&asked.slots).enumerate() {
        let refers = |slot: usize| binder.column(ColumnId { table, slot }).references.is_some();
        if !slot.is_some_and(refers) || !domain.domain.one_of.is_empty() {
            continue;
        }
        let tests = asked.tests.iter().flatten().filter(|(input, _)| *input == at);
        for literal in tests.flat_map(|(_, test)| test.literals()) {
            if !domain.domain.one_of.contains(&literal.value) {
                domain.domain.one_of.push(literal.value.clone());
            }
        }
    }
    domains
}

/// Puts findings into words.
struct Telling<'a> {
    decision: &'a Decision,
    rules: &'a [&'a Rule],
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
            Finding::Duplicate { rule, of, sure } => self
                .finding("duplicate-rule", self.is_unique() && *sure, *rule, "this rule is there twice")
                .related(self.span(*of), "the same rule")
                .help("leave one of them out"),
            Finding::Subsumed { rule, by, sure } => {
                let message = "another rule gives the same for all that this one matches";
                self.finding("subsumed", self.is_unique() && *sure, *rule, message)
                    .related(self.span(*by), "gives the same, for more")
                    .help("leave this rule out, or give it another result")
            }
            Finding::Misleading { rule, by, inputs, others } => self.misleading(*rule, *by, inputs, others.len()),
            Finding::RedundantInput { input } => self.redundant(input),
            Finding::Gap { region } => self.gap(region),
            Finding::Overlap { a, b, region } => self.overlap(*a, *b, region),
        }
    }

    fn never_fires(&self, rule: usize, because_of: &[usize], without: &[String]) -> Diagnostic {
        if because_of.is_empty() {
            let message = match without {
                [] => "this rule can never fire: its tests exclude each other".to_string(),
                _ => format!("this rule can never fire: no value that {} can have meets its tests", named(without)),
            };
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

    /// An input that could be left out.
    fn redundant(&self, input: &str) -> Diagnostic {
        let message = format!(
            "no result of `{}` depends on `{input}`: whatever it is, the same comes out",
            self.decision.name.value
        );
        let asking = self.rules.iter().flat_map(|rule| rule.asks()).find(|test| test.input.value == *input);
        let place = asking.map_or(self.decision.name.span, |test| test.input.span);
        finding("redundant-input", false, place, message).help("leave it out of the rules, or check what was meant")
    }

    fn gap(&self, region: &Region) -> Diagnostic {
        let perhaps = if region.sure { "" } else { "perhaps " };
        let message = format!("{perhaps}no rule of `{}` for {region}", self.decision.name.value);
        let found = finding("gap", false, self.decision.name.span, message).about(region);
        found.help("add a rule, or `{ otherwise: true, then: … }`")
    }

    fn overlap(&self, a: usize, b: usize, region: &Region) -> Diagnostic {
        // Who wrote no `hit:` has not met the word.
        let is_written = self.decision.hit.span != self.decision.name.span;
        let end = match (self.is_unique(), is_written) {
            (true, true) => ", and the table's hit policy is unique",
            (true, false) => ", and where no `hit:` is written a row may meet one rule alone",
            (false, _) => " and disagree",
        };
        let two = if region.sure { "two rules match" } else { "two rules may both match" };
        self.finding("overlap", self.is_unique() && region.sure, b, &format!("{two} {region}{end}"))
            .about(region)
            .related(self.span(a), "also matches")
            .help(format!(
                "write `hit: first`, and the upper of the two (rule {}) holds there; or make their tests exclude each other",
                a.min(b) + 1
            ))
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

/// Reports a finding about a decision table.
fn finding(code: &'static str, error: bool, span: Span, message: String) -> Diagnostic {
    if error { Diagnostic::error(code, span, message) } else { Diagnostic::warning(code, span, message) }
}
