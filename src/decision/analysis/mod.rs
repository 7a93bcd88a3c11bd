//! What can be said about a decision table before any row is read: rules that can never fire,
//! values no rule matches, rules that get in each other's way.
//!
//! The values of each input are divided at the literals of its tests; within a part every test
//! answers the same, so the table is a grid of boxes and every claim here is exact. One limit: numbers are compared
//! plainly (not to 15 digits). How inputs hang together is said by [`Relations`]; what they rule out is not claimed,
//! and what they leave open is claimed as possible only.
//! A rule with a formula in a cell is known only in part: it never counts as covering or
//! overlapping another, and where it might match no gap is claimed.
//! Rules in force at different times do not meet: hand in the rules of one day at a time.

mod amounts;
mod cover;
mod describe;
mod domain;
mod grid;
mod redundant;
mod relations;
mod same;
mod side;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use amounts::Amount;
pub use domain::Domain;
pub use relations::{Makeup, Relations, Sum, Thing, opposite};
pub use same::{Sameness, Table, compare};

use super::cell::CellTest;
use crate::diagnostic::Region;
use crate::policy::model::HitPolicy;
use crate::value::Type;
use cover::Cover;
use grid::{Grid, RuleBox};
use relations::Possible;

/// An input of a table.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name or formula, for examples.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// The values it can have.
    pub domain: Domain,
    /// Numbers as the table writes them, for examples.
    pub words: Vec<(f64, String)>,
}

impl Input {
    /// An input that can have any value of a type, blank too.
    pub fn new(name: impl Into<String>, kind: Type) -> Input {
        Input { name: name.into(), kind, domain: Domain::default(), words: Vec::new() }
    }
}

/// A rule of a table.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Tests, each with the index of its input. An input without a test may have any value.
    pub tests: Vec<(usize, CellTest)>,
    /// Whether this is the rule for everything else.
    pub otherwise: bool,
    /// Results as written.
    pub results: Vec<String>,
    /// For each result its place among the values of its output, the most important first; none where
    /// that is not known.
    pub rank: Option<Vec<usize>>,
    /// For each result what it adds, where results are added up or one of them is taken. Only [`compare`] asks for it;
    /// without it such results are the same only where they are so one by one.
    pub amounts: Vec<Amount>,
}

impl Rule {
    /// Whether its results are more important than the other's.
    fn is_before(&self, other: &Rule) -> bool {
        self.rank.as_ref().zip(other.rank.as_ref()).is_some_and(|(own, other)| own < other)
    }
}

/// One thing to say about a table. Rules are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The rule can never fire.
    NeverFires {
        /// The rule.
        rule: usize,
        /// The earlier rules that take all its values; empty where its own cells leave it none, or exclude each other.
        because_of: Vec<usize>,
        /// The inputs of which its own cells leave it no value.
        without: Vec<String>,
    },
    /// A value in a list of a rule that the input cannot have.
    Outside {
        /// The rule.
        rule: usize,
        /// The input.
        input: String,
        /// The value as written.
        value: String,
    },
    /// The rule of a `priority` table never decides.
    Masked {
        /// The rule.
        rule: usize,
        /// The rules with more important results that take all its values.
        because_of: Vec<usize>,
    },
    /// The rule stands twice.
    Duplicate {
        /// The later one.
        rule: usize,
        /// The first.
        of: usize,
        /// Whether values that both match can be met for certain.
        sure: bool,
    },
    /// The rule's values lie inside another's, with the same results.
    Subsumed {
        /// The rule.
        rule: usize,
        /// The wider one.
        by: usize,
        /// Whether values that both match can be met for certain.
        sure: bool,
    },
    /// A rule of a `priority` table leaves inputs open that a more important rule below decides by.
    Misleading {
        /// The rule.
        rule: usize,
        /// The more important one.
        by: usize,
        /// Those inputs.
        inputs: Vec<String>,
        /// Further rules that do so.
        others: Vec<usize>,
    },
    /// An input that no result depends on.
    RedundantInput {
        /// The input.
        input: String,
    },
    /// No rule matches these values.
    Gap {
        /// The values.
        region: Region,
    },
    /// Two rules match these values: in a `unique` table, or in an `any` table with different results.
    Overlap {
        /// The earlier rule.
        a: usize,
        /// The later rule.
        b: usize,
        /// The values.
        region: Region,
    },
}

/// All findings, and whether they are all there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Findings: rules that never fire, then overlaps, then gaps.
    pub findings: Vec<Finding>,
    /// Whether there is more that was not looked at or not listed. Very large tables are not searched for
    /// gaps and joint cover, and of gaps and overlaps the first [`MOST`] are listed.
    pub incomplete: bool,
}

impl Report {
    /// Whether comparing one more rule with all others would be too many pairs, where so many rules were; if so
    /// the report is incomplete.
    fn too_many(&mut self, compared: usize, rules: usize) -> bool {
        let too_many = compared * rules > PAIRS;
        self.incomplete |= too_many;
        too_many
    }
}

/// Most gaps, and most overlaps, listed for a table.
pub const MOST: usize = 20;
/// Most steps of the search for gaps and joint cover.
const STEPS: usize = 4_000_000;
/// Most pairs of rules compared.
const PAIRS: usize = 20_000_000;

/// Analyses a table. Gaps are claimed where one result is due (unique, first, any, priority) and
/// there is no rule for everything else; a blank input is no gap.
#[must_use]
pub fn analyse(inputs: &[Input], rules: &[Rule], hit: HitPolicy, relations: &Relations) -> Report {
    let one_result = matches!(hit, HitPolicy::Unique | HitPolicy::First | HitPolicy::Any | HitPolicy::Priority);
    let grid = Grid::new(inputs, rules, relations);
    let mut report = Report::default();
    let mut cover = Cover::new(&grid, STEPS);
    without_values(&grid, &mut report);
    report.findings.extend(grid.outside(rules));
    let twins = redundant::twins(&grid, rules);
    let mut inside = Vec::new();
    if one_result {
        inside = redundant::inside_others(&grid, rules, hit, &mut report);
        inside.retain(|(rule, _)| twins.iter().all(|(twin, _)| twin != rule));
    }
    match hit {
        HitPolicy::First => never_fires(&grid, &mut cover, &mut report),
        HitPolicy::Unique => overlaps(&grid, rules, &mut report, |_, _| true),
        HitPolicy::Any => overlaps(&grid, rules, &mut report, |a, b| a.results != b.results),
        HitPolicy::Priority => {
            masked(&grid, rules, &mut cover, &mut report);
            redundant::misleading(&grid, rules, &mut report);
        }
        _ => {}
    }
    add_redundant(&grid, &mut report, &twins, &inside);
    same::redundant_inputs(inputs, &grid, rules, hit, &mut report);
    if one_result && !rules.iter().any(|rule| rule.otherwise) {
        gaps(inputs, &grid, &mut cover, &mut report);
    }
    report
}

/// Rules whose own cells leave them no value, or exclude each other.
fn without_values(grid: &Grid, report: &mut Report) {
    for rule in grid.rules.iter().filter(|rule| rule.is_empty()) {
        let without = grid.without_value(rule).map(str::to_string).collect();
        report.findings.push(Finding::NeverFires { rule: rule.index, because_of: Vec::new(), without });
    }
}

/// Of two rules that say the same, one finding says so: not that they overlap, nor that the later never fires.
fn add_redundant(grid: &Grid, report: &mut Report, twins: &[(usize, usize)], inside: &[(usize, usize)]) {
    let same = |rule: usize, other: usize| twins.contains(&(rule, other)) || inside.contains(&(rule, other));
    report.findings.retain(|finding| match finding {
        Finding::Overlap { a, b, .. } => !same(*b, *a) && !same(*a, *b),
        Finding::NeverFires { rule, because_of, .. } | Finding::Masked { rule, because_of } => {
            because_of.is_empty() || !twins.iter().any(|(twin, _)| twin == rule)
        }
        _ => true,
    });
    let lost = |rule: usize| {
        report.findings.iter().any(|finding| match finding {
            Finding::NeverFires { rule: other, .. } | Finding::Masked { rule: other, .. } => rule == *other,
            _ => false,
        })
    };
    let inside: Vec<&(usize, usize)> = inside.iter().filter(|(rule, _)| !lost(*rule)).collect();
    let sure = |rule: usize| {
        let own = grid.rules.iter().find(|own| own.index == rule);
        own.is_some_and(|own| own.exact && grid.is_free(&own.sides))
    };
    report.findings.extend(twins.iter().map(|&(rule, of)| Finding::Duplicate { rule, of, sure: sure(rule) }));
    report.findings.extend(inside.into_iter().map(|&(rule, by)| Finding::Subsumed { rule, by, sure: sure(rule) }));
}

/// Rules of a `first` table whose values earlier rules take.
fn never_fires(grid: &Grid, cover: &mut Cover<'_>, report: &mut Report) {
    let mut firing: Vec<&RuleBox> = Vec::new();
    let mut pairs = 0;
    for rule in grid.rules.iter().filter(|rule| !rule.is_empty()) {
        pairs += firing.len();
        if pairs > PAIRS {
            report.incomplete = true;
            break;
        }
        match taken_by(rule, firing.iter().copied(), cover, report) {
            Some(because_of) => {
                report.findings.push(Finding::NeverFires { rule: rule.index, because_of, without: Vec::new() });
            }
            None if rule.exact => firing.push(rule),
            None => {}
        }
    }
    report.findings.sort_by_key(|finding| match finding {
        Finding::NeverFires { rule, .. } => *rule,
        _ => usize::MAX,
    });
}

/// Rules of a `priority` table whose values rules with more important results take.
fn masked(grid: &Grid, rules: &[Rule], cover: &mut Cover<'_>, report: &mut Report) {
    let live: Vec<&RuleBox> = grid.rules.iter().filter(|rule| !rule.is_empty()).collect();
    for (at, rule) in live.iter().enumerate() {
        if report.too_many(at, live.len()) {
            return;
        }
        let before = live.iter().copied();
        let before = before.filter(|other| other.exact && rules[other.index].is_before(&rules[rule.index]));
        if let Some(because_of) = taken_by(rule, before, cover, report) {
            report.findings.push(Finding::Masked { rule: rule.index, because_of });
        }
    }
}

/// Those of the rules that take all values of a rule, one alone where there is one.
fn taken_by<'g>(
    rule: &RuleBox,
    others: impl Iterator<Item = &'g RuleBox>,
    cover: &mut Cover<'_>,
    report: &mut Report,
) -> Option<Vec<usize>> {
    let others: Vec<&RuleBox> = others.filter(|other| other.meets(rule)).collect();
    match others.iter().find(|other| other.covers(rule)) {
        Some(one) => Some(vec![one.index]),
        None => cover.jointly(&rule.sides, others, &mut report.incomplete),
    }
}

/// Pairs of rules that both match some values and disagree.
fn overlaps(grid: &Grid, rules: &[Rule], report: &mut Report, disagree: impl Fn(&Rule, &Rule) -> bool) {
    let exact: Vec<&RuleBox> = grid.rules.iter().filter(|rule| rule.exact && !rule.is_empty()).collect();
    let (mut found, mut pairs) = (0, 0);
    for (at, b) in exact.iter().enumerate() {
        pairs += at;
        for a in &exact[..at] {
            if !a.meets(b) || !disagree(&rules[a.index], &rules[b.index]) {
                continue;
            }
            let both: Vec<_> = a.sides.iter().zip(&b.sides).map(|(a, b)| a.and(b)).collect();
            if grid.judge(&both) == Possible::No {
                continue;
            }
            if found == MOST {
                report.incomplete = true;
                return;
            }
            found += 1;
            let region = Region { sure: grid.is_free(&both), ..grid.describe(&both) };
            report.findings.push(Finding::Overlap { a: a.index, b: b.index, region });
        }
        if pairs > PAIRS {
            report.incomplete = true;
            return;
        }
    }
}

/// Values that no rule matches.
fn gaps(inputs: &[Input], grid: &Grid, cover: &mut Cover<'_>, report: &mut Report) {
    let whole = grid.values();
    // Without a value to have, an input says nothing about gaps.
    if inputs.is_empty() || whole.iter().any(super::parts::Parts::is_empty) {
        return;
    }
    let rules = grid.rules.iter().filter(|rule| !rule.is_empty()).collect();
    match cover.uncovered(&whole, rules, MOST + 1) {
        None => report.incomplete = true,
        Some(regions) => {
            report.incomplete |= regions.len() > MOST;
            let shown = regions.iter().take(MOST);
            report.findings.extend(shown.map(|region| Finding::Gap { region: grid.describe(region) }));
        }
    }
}
