//! Whether two lists of rules give the same for all values: the grid is split until both are decided. Two tables are
//! compared in this way, and a table with itself at other values of one input.

use super::amounts::{Agreement, Amounts};
use super::cover::slices;
use super::grid::{Grid, RuleBox};
use super::relations::Possible;
use super::{Finding, Input, Relations, Report, Rule};
use crate::decision::cell::CellTest;
use crate::decision::parts::Parts;
use crate::diagnostic::Region;
use crate::policy::model::{Collect, HitPolicy};
use std::collections::HashSet;

/// A list of rules and what holds where several match.
#[derive(Clone, Copy)]
pub(super) struct Side<'r> {
    pub hit: HitPolicy,
    pub rules: &'r [Rule],
    pub otherwise: Option<&'r Rule>,
}

/// What comes out for values.
#[derive(Clone, Debug)]
enum Outcome<'r> {
    /// No rule matches.
    Nothing,
    /// These results.
    One(&'r [String]),
    /// Results in an order.
    Several(Vec<&'r [String]>),
    /// What several results come to.
    Amounts(Amounts<'r>),
    /// Rules get in each other's way: blank, and an issue.
    Conflict,
}

/// Two tables for the same inputs.
struct Comparison<'g> {
    grid: &'g Grid,
    boxes: Vec<&'g RuleBox>,
    /// For each box the place of its rule in its list.
    sides: [Side<'g>; 2],
    /// Boxes from here on are of the second list.
    second: usize,
    same: HashSet<(Vec<usize>, Vec<usize>)>,
    impossible: usize,
    steps: usize,
    /// Whether something was taken for the same that may differ in its last digits.
    rounded: bool,
}

/// Values for which two tables give something else; none where there are none, an error where that is not found out.
pub(super) fn difference(
    grid: &Grid,
    region: &[Parts],
    (first, second): (Vec<&RuleBox>, Vec<&RuleBox>),
    sides: [Side<'_>; 2],
    (steps, rounded): (&mut usize, &mut bool),
) -> Result<Option<Vec<Parts>>, TooLong> {
    let start = first.len();
    let boxes: Vec<&RuleBox> = first.into_iter().chain(second).collect();
    let active = (0..boxes.len()).collect();
    let mut comparison = Comparison {
        grid,
        boxes,
        sides,
        second: start,
        same: HashSet::new(),
        impossible: 0,
        steps: *steps,
        rounded: false,
    };
    let found = comparison.split(&mut region.to_vec(), (0..region.len()).collect(), active);
    *steps = comparison.steps;
    *rounded |= comparison.rounded;
    found
}

/// The search takes too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl<'g> Comparison<'g> {
    fn split(
        &mut self,
        region: &mut Vec<Parts>,
        open: Vec<usize>,
        active: Vec<usize>,
    ) -> Result<Option<Vec<Parts>>, TooLong> {
        self.steps = self.steps.checked_sub(1 + active.len() * open.len()).ok_or(TooLong)?;
        let boxes = self.boxes.clone();
        let takes = |rule: usize, input: usize| boxes[rule].sides[input].covers(&region[input]);
        let surely = |rule: usize| open.iter().all(|input| takes(rule, *input));
        if let (Some(one), Some(other)) = (self.settled(0, &active, &surely), self.settled(1, &active, &surely)) {
            return Ok(self.settled_as(one.agree(&other), region));
        }
        let undecided = |input: &usize| active.iter().filter(|rule| !takes(**rule, *input)).count();
        let Some(input) = open.iter().copied().rev().max_by_key(undecided) else { return Ok(None) };
        let key = (open, active);
        if self.same.contains(&key) {
            return Ok(None);
        }
        let before = self.impossible;
        let whole = region[input].clone();
        let rest: Vec<usize> = key.0.iter().copied().filter(|other| *other != input).collect();
        for (parts, active) in slices(&mut self.steps, &boxes, &whole, input, &key.1).ok_or(TooLong)? {
            region[input] = parts;
            let found = self.split(region, rest.clone(), active)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        region[input] = whole;
        if self.impossible == before {
            self.same.insert(key);
        }
        Ok(None)
    }

    /// The region, where the two give something else in it and there are such values.
    fn settled_as(&mut self, agreement: Agreement, region: &[Parts]) -> Option<Vec<Parts>> {
        match agreement {
            Agreement::Same => return None,
            Agreement::UpToRounding => self.rounded = true,
            Agreement::No if self.grid.judge(region) == Possible::No => self.impossible += 1,
            Agreement::No => return Some(region.to_vec()),
        }
        None
    }

    /// What a list gives, where that does not hang on how the region is split further.
    fn settled(&self, which: usize, active: &[usize], surely: &impl Fn(usize) -> bool) -> Option<Outcome<'g>> {
        let side = self.sides[which];
        let own = active.iter().copied().filter(|rule| (*rule >= self.second) == (which == 1));
        let mut matching: Vec<&'g Rule> = Vec::new();
        let mut all_surely = true;
        for at in own {
            matching.push(&side.rules[self.boxes[at].index]);
            let sure = surely(at);
            all_surely &= sure;
            if sure && side.hit == HitPolicy::First {
                // Of those before it that may match all give what it gives.
                let same = matching.iter().all(|rule| rule.results == matching[0].results);
                return (all_surely || same).then(|| side.outcome(&matching));
            }
        }
        if !all_surely {
            return None;
        }
        Some(side.outcome(&matching))
    }
}

impl Outcome<'_> {
    fn agree(&self, other: &Outcome<'_>) -> Agreement {
        let same = match (self, other) {
            (Outcome::Amounts(one), Outcome::Amounts(other)) => return one.agree(other),
            (Outcome::Amounts(amounts), Outcome::One(results)) | (Outcome::One(results), Outcome::Amounts(amounts)) => {
                amounts.is(results)
            }
            (Outcome::Nothing, Outcome::Nothing) | (Outcome::Conflict, Outcome::Conflict) => true,
            (Outcome::One(one), Outcome::One(other)) => one == other,
            (Outcome::Several(one), Outcome::Several(other)) => one == other,
            _ => false,
        };
        if same { Agreement::Same } else { Agreement::No }
    }

    /// `A`, `A and 7`, `no rule`.
    fn words(&self) -> String {
        let one = |results: &&[String]| results.join(" and ");
        match self {
            Outcome::Nothing => "no rule".to_string(),
            Outcome::One(results) => one(results),
            Outcome::Amounts(amounts) => amounts.words(),
            Outcome::Several(all) => all.iter().map(one).collect::<Vec<_>>().join(", "),
            Outcome::Conflict => "no result, as several rules match".to_string(),
        }
    }
}

impl<'r> Side<'r> {
    /// What results come to, where they are added up or one of them is taken, and it is known what they are.
    fn amounts(&self, matching: &[&'r Rule]) -> Option<Outcome<'r>> {
        let HitPolicy::Collect(kind @ (Collect::Sum | Collect::Min | Collect::Max)) = self.hit else { return None };
        let results = self.rules.iter().map(|rule| rule.amounts.len()).max().filter(|results| *results > 0)?;
        let left_over = if matching.is_empty() { self.otherwise } else { None };
        let rules: Vec<&Rule> = matching.iter().copied().chain(left_over).collect();
        Some(Outcome::Amounts(Amounts::of(kind, &rules, results)))
    }

    fn outcome(&self, matching: &[&'r Rule]) -> Outcome<'r> {
        if let Some(amounts) = self.amounts(matching) {
            return amounts;
        }
        let Some(first) = matching.first() else {
            return self.otherwise.map_or(Outcome::Nothing, |rule| Outcome::One(&rule.results));
        };
        let one = |rule: &&'r Rule| Outcome::One(rule.results.as_slice());
        let all = || matching.iter().map(|rule| rule.results.as_slice());
        match self.hit {
            HitPolicy::First => one(first),
            HitPolicy::Unique if matching.len() > 1 => Outcome::Conflict,
            HitPolicy::Unique => one(first),
            HitPolicy::Any if matching.iter().any(|rule| rule.results != first.results) => Outcome::Conflict,
            HitPolicy::Any => one(first),
            HitPolicy::Priority => {
                let best = matching.iter().copied().reduce(|best, rule| if rule.is_before(best) { rule } else { best });
                let Some(best) = best else { return Outcome::Nothing };
                let beside = |rule: &&&Rule| !best.is_before(rule) && rule.results != best.results;
                if matching.iter().filter(beside).count() > 0 { Outcome::Conflict } else { one(&best) }
            }
            HitPolicy::RuleOrder | HitPolicy::Collect(Collect::List) => Outcome::Several(all().collect()),
            HitPolicy::OutputOrder | HitPolicy::Collect(_) => {
                let mut all: Vec<&[String]> = all().collect();
                all.sort_unstable();
                Outcome::Several(all)
            }
        }
    }
}

/// Inputs of a table that no result depends on: whatever known value they have, the same comes out.
pub(super) fn redundant_inputs(inputs: &[Input], grid: &Grid, rules: &[Rule], hit: HitPolicy, report: &mut Report) {
    let boxes: Vec<&RuleBox> = grid.rules.iter().filter(|rule| !rule.is_empty()).collect();
    // Where all give the same, or a rule is lost, the other findings say more.
    let one_result = rules.iter().all(|rule| rule.results == rules[0].results);
    let said = report.findings.iter().any(|found| !matches!(found, Finding::Outside { .. }));
    if boxes.iter().any(|rule| !rule.exact) || one_result || said {
        return;
    }
    let side = Side { hit, rules, otherwise: rules.iter().find(|rule| rule.otherwise) };
    let everywhere: Vec<Parts> = grid.sides.iter().map(|side| side.possible.clone()).collect();
    let mut steps = super::STEPS;
    let mut found = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let asks =
            |rule: &&RuleBox| rules[rule.index].tests.iter().any(|(of, test)| *of == at && *test != CellTest::Any);
        // One rule alone is told by the others.
        if boxes.iter().filter(|rule| asks(rule)).count() < 2 || !grid.decides_alone(at) {
            continue;
        }
        let active: Vec<usize> = (0..boxes.len()).collect();
        let Some(slices) = slices(&mut steps, &boxes, &values(grid, rules, at), at, &active) else { return };
        let at_part = |active: &[usize]| -> Vec<RuleBox> {
            let anywhere = |rule: &usize| boxes[*rule].with(at, &everywhere[at]);
            active.iter().map(anywhere).collect()
        };
        let mut slices = slices.iter().map(|(_, active)| at_part(active));
        let Some(first) = slices.next() else { continue };
        let same = |other: Vec<RuleBox>| {
            let lists = (first.iter().collect(), other.iter().collect());
            let effort = (&mut steps, &mut false);
            difference(grid, &everywhere, lists, [side, side], effort).is_ok_and(|found| found.is_none())
        };
        if slices.all(same) {
            found.push(Finding::RedundantInput { input: input.name.clone() });
        }
    }
    // Where none matters one thing comes out of all rules that can be met: a case named beside the rest.
    if found.len() < inputs.len() {
        report.findings.extend(found);
    }
}

/// What an input can be. Where a rule asks whether there is a value, the blank is one of these things.
fn values(grid: &Grid, rules: &[Rule], at: usize) -> Parts {
    let asks = |(of, test): &(usize, CellTest)| *of == at && test.asks_for_blanks();
    let side = &grid.sides[at];
    if rules.iter().flat_map(|rule| &rule.tests).any(asks) { side.possible.clone() } else { side.known_values() }
}

/// What was found of two tables.
#[derive(Clone, Debug, PartialEq)]
pub enum Sameness {
    /// They give the same for all values.
    Same,
    /// They do where sums are exact.
    UpToRounding,
    /// For these values they do not.
    Differ {
        /// The values.
        region: Region,
        /// What the first gives.
        old: String,
        /// What the second gives.
        new: String,
    },
    /// That was not found out.
    Unknown,
}

/// A table with its hit policy.
#[derive(Clone, Copy, Debug)]
pub struct Table<'r> {
    /// Its hit policy.
    pub hit: HitPolicy,
    /// Its rules.
    pub rules: &'r [Rule],
}

/// Whether two tables for the same inputs give the same for all values, blanks too.
#[must_use]
pub fn compare(inputs: &[Input], tables: [Table<'_>; 2], relations: &Relations) -> Sameness {
    let both: Vec<Rule> = tables.iter().flat_map(|table| table.rules).cloned().collect();
    let grid = Grid::new(inputs, &both, relations);
    if grid.rules.iter().any(|rule| !rule.exact) {
        return Sameness::Unknown;
    }
    let start = tables[0].rules.len();
    let of = |second: bool| grid.rules.iter().filter(move |rule| !rule.is_empty() && (rule.index >= start) == second);
    let side = |at: usize| Side {
        hit: tables[at].hit,
        rules: &both,
        otherwise: tables[at].rules.iter().find(|rule| rule.otherwise),
    };
    let everywhere: Vec<Parts> = grid.sides.iter().map(|side| side.possible.clone()).collect();
    let lists = (of(false).collect(), of(true).collect());
    let mut rounded = false;
    match difference(&grid, &everywhere, lists, [side(0), side(1)], (&mut super::STEPS.clone(), &mut rounded)) {
        Ok(None) if rounded => Sameness::UpToRounding,
        Ok(None) => Sameness::Same,
        Ok(Some(region)) => {
            let given = |at: usize| {
                let own =
                    of(at == 1).filter(|rule| rule.sides.iter().zip(&region).all(|(side, parts)| side.covers(parts)));
                side(at).outcome(&own.map(|rule| &both[rule.index]).collect::<Vec<_>>()).words()
            };
            Sameness::Differ { old: given(0), new: given(1), region: grid.describe(&region) }
        }
        Err(TooLong) => Sameness::Unknown,
    }
}
