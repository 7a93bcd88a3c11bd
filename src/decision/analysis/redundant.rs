//! Rules that add nothing, or seem to say what they do not: the same rule twice, a rule inside another with the
//! same results, and rules of a `priority` table that more important ones hide or belie.

use super::grid::{Grid, RuleBox};
use super::{Finding, Report, Rule};
use crate::decision::parts::Parts;
use crate::policy::model::HitPolicy;
use std::collections::{HashMap, HashSet};

/// Rules that stand twice, in the order of the table: each with the first that is the same.
pub(super) fn twins(grid: &Grid, rules: &[Rule]) -> Vec<(usize, usize)> {
    let mut seen: HashMap<(&[Parts], String, &[String]), usize> = HashMap::new();
    let mut found = Vec::new();
    for rule in grid.rules.iter().filter(|rule| !rule.is_empty()) {
        let written = &rules[rule.index];
        // What a formula decides is the same where it is written in the same way.
        let formulas = written.tests.iter().filter(|(_, test)| test.has_formula());
        let formulas: String = formulas.map(|(input, test)| format!("{input} {}", test.without_place())).collect();
        let first = *seen.entry((&rule.sides, formulas, &written.results)).or_insert(rule.index);
        if first != rule.index {
            found.push((rule.index, first));
        }
    }
    found
}

/// Rules whose values all lie inside another rule's, with the same results, so that they can be left out.
pub(super) fn inside_others(grid: &Grid, rules: &[Rule], hit: HitPolicy, report: &mut Report) -> Vec<(usize, usize)> {
    let exact: Vec<&RuleBox> = grid.rules.iter().filter(|rule| rule.exact && !rule.is_empty()).collect();
    let mut found = Vec::new();
    for (at, inner) in exact.iter().enumerate() {
        if report.too_many(at, exact.len()) {
            break;
        }
        let outer = exact.iter().find(|outer| {
            outer.index != inner.index
                && rules[outer.index].results == rules[inner.index].results
                && outer.covers(inner)
                && !inner.covers(outer)
                && (hit != HitPolicy::First || nothing_between(grid, rules, inner, outer))
        });
        found.extend(outer.map(|outer| (inner.index, outer.index)));
    }
    found
}

/// In a `first` table a rule may be left to a later, wider one where no rule between them takes some of its values
/// to other results. (Left to an earlier one it never fires, which is said as such; beside a last rule for all the
/// rest, a rule that names a case may well be meant to.)
fn nothing_between(grid: &Grid, rules: &[Rule], inner: &RuleBox, outer: &RuleBox) -> bool {
    let between = |rule: &&RuleBox| rule.index > inner.index && rule.index < outer.index && rule.meets(inner);
    let same = |rule: &RuleBox| rules[rule.index].results == rules[inner.index].results;
    let for_the_rest = grid.open(outer).len() == outer.sides.len();
    inner.index < outer.index && !for_the_rest && grid.rules.iter().filter(between).all(same)
}

/// The first rule of a `priority` table, and the others, with an input that they leave open, though a more
/// important rule below, which takes some of the same values, tests it: who reads from top to bottom takes the
/// upper rule for the answer.
pub(super) fn misleading(grid: &Grid, rules: &[Rule], report: &mut Report) {
    let live: Vec<&RuleBox> = grid.rules.iter().filter(|rule| !rule.is_empty()).collect();
    let masked = report.findings.iter().filter_map(|finding| match finding {
        Finding::Masked { rule, .. } => Some(*rule),
        _ => None,
    });
    let masked: HashSet<usize> = masked.collect();
    for (at, rule) in live.iter().enumerate() {
        if report.too_many(at, live.len()) {
            return;
        }
        let open = grid.open(rule);
        if masked.contains(&rule.index) || open.is_empty() {
            continue;
        }
        let hides = |other: &&&RuleBox| {
            other.index > rule.index
                && rules[other.index].is_before(&rules[rule.index])
                && other.meets(rule)
                && !tested(grid, other, &open).is_empty()
        };
        let Some(by) = live.iter().find(hides) else { continue };
        if let Some(Finding::Misleading { others, .. }) = report.findings.last_mut() {
            others.push(rule.index);
            continue;
        }
        let inputs = tested(grid, by, &open).into_iter().map(|input| grid.name(input).to_string()).collect();
        report.findings.push(Finding::Misleading { rule: rule.index, by: by.index, inputs, others: Vec::new() });
    }
}

/// Which of the inputs the rule tests.
fn tested(grid: &Grid, rule: &RuleBox, inputs: &[usize]) -> Vec<usize> {
    let open = grid.open(rule);
    inputs.iter().copied().filter(|input| !open.contains(input)).collect()
}
