//! Which values of a region no rule takes: the grid is split along one input after another, and
//! only where the rules still in play differ.

use super::grid::{Grid, RuleBox};
use super::relations::Possible;
use crate::decision::parts::Parts;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The search, with the steps it may still take over the whole table.
pub(super) struct Cover<'g> {
    grid: &'g Grid,
    steps: usize,
}

/// What one search knows: inputs still to split and rules in play, for which nothing is left over.
type Known = HashSet<(Vec<usize>, Vec<usize>)>;

/// Ranges of parts in order, and the rules in play there.
type Slice = (Vec<(usize, usize)>, Vec<usize>);

struct Search<'a> {
    rules: Vec<&'a RuleBox>,
    covered: Known,
    found: Vec<Vec<Parts>>,
    /// How many regions were left over that cannot be met.
    impossible: usize,
    most: usize,
}

impl<'g> Cover<'g> {
    pub fn new(grid: &'g Grid, steps: usize) -> Cover<'g> {
        Cover { grid, steps }
    }

    /// Up to `most` regions within the given one that no rule takes and that may be met, or `None` where the search
    /// is too long.
    pub fn uncovered(&mut self, region: &[Parts], rules: Vec<&RuleBox>, most: usize) -> Option<Vec<Vec<Parts>>> {
        let all = (0..rules.len()).collect();
        let mut search = Search { rules, covered: Known::new(), found: Vec::new(), impossible: 0, most };
        self.split(&mut search, &mut region.to_vec(), (0..region.len()).collect(), all)?;
        Some(search.found)
    }

    /// The rules that together take the whole region, as few as are easily found; `None` where they do not.
    pub fn jointly(&mut self, region: &[Parts], rules: Vec<&RuleBox>, too_long: &mut bool) -> Option<Vec<usize>> {
        if rules.is_empty() {
            return None;
        }
        let Some(left) = self.uncovered(region, rules.clone(), 1) else {
            *too_long = true;
            return None;
        };
        if !left.is_empty() {
            return None;
        }
        let mut needed = rules;
        let mut at = 0;
        while at < needed.len() && needed.len() <= 40 {
            let mut fewer = needed.clone();
            fewer.remove(at);
            match self.uncovered(region, fewer.clone(), 1) {
                Some(left) if left.is_empty() => needed = fewer,
                _ => at += 1,
            }
        }
        Some(needed.iter().map(|rule| rule.index).collect())
    }

    /// Splits the region along the open inputs; `None` when out of steps.
    fn split(
        &mut self,
        search: &mut Search<'_>,
        region: &mut Vec<Parts>,
        open: Vec<usize>,
        active: Vec<usize>,
    ) -> Option<()> {
        self.steps = self.steps.checked_sub(1 + active.len() * open.len())?;
        if active.is_empty() {
            match self.grid.judge(region) {
                Possible::No => search.impossible += 1,
                _ => search.found.push(region.clone()),
            }
            return Some(());
        }
        let takes = |rule: usize, input: usize| search.rules[rule].sides[input].covers(&region[input]);
        if active.iter().any(|rule| open.iter().all(|input| takes(*rule, *input))) {
            return Some(());
        }
        let undecided = |input: &usize| active.iter().filter(|rule| !takes(**rule, *input)).count();
        // The first of those that most rules speak about; one exists, as no rule takes everything.
        let Some(input) = open.iter().copied().rev().max_by_key(undecided) else { return Some(()) };
        let key = (open, active);
        if search.covered.contains(&key) {
            return Some(());
        }
        let before = (search.found.len(), search.impossible);
        let whole = region[input].clone();
        let rest: Vec<usize> = key.0.iter().copied().filter(|other| *other != input).collect();
        for (parts, active) in slices(&mut self.steps, &search.rules, &whole, input, &key.1)? {
            region[input] = parts;
            self.split(search, region, rest.clone(), active)?;
            if search.found.len() >= search.most {
                break;
            }
        }
        region[input] = whole;
        // What cannot be met here may be met elsewhere.
        if (search.found.len(), search.impossible) == before {
            search.covered.insert(key);
        }
        Some(())
    }
}

/// The parts of one input, put together where the same rules are in play.
pub(super) fn slices(
    steps: &mut usize,
    rules: &[&RuleBox],
    whole: &Parts,
    input: usize,
    active: &[usize],
) -> Option<Vec<(Parts, Vec<usize>)>> {
    let mut events: Vec<(usize, bool, usize)> = Vec::new();
    for rule in active {
        for (from, to) in rules[*rule].sides[input].and(whole).ranges() {
            events.extend([(from, true, *rule), (to, false, *rule)]);
        }
    }
    let mut marks: BTreeSet<usize> = events.iter().map(|event| event.0).collect();
    marks.extend(whole.ranges().flat_map(|(from, to)| [from, to]));
    events.sort_unstable();
    let marks: Vec<usize> = marks.into_iter().collect();
    let mut events = events.into_iter().peekable();
    let mut playing: BTreeSet<usize> = BTreeSet::new();
    let mut place: HashMap<Vec<usize>, usize> = HashMap::new();
    let mut slices: Vec<Slice> = Vec::new();
    for pair in marks.windows(2) {
        while let Some((_, starts, rule)) = events.next_if(|event| event.0 <= pair[0]) {
            if starts {
                playing.insert(rule)
            } else {
                playing.remove(&rule)
            };
        }
        if !whole.contains(pair[0]) {
            continue;
        }
        *steps = steps.checked_sub(1 + playing.len())?;
        let now: Vec<usize> = playing.iter().copied().collect();
        let parts = (pair[0], pair[1]);
        match place.get(&now) {
            Some(at) => slices[*at].0.push(parts),
            None => {
                place.insert(now.clone(), slices.len());
                slices.push((vec![parts], now));
            }
        }
    }
    Some(slices.into_iter().map(|(parts, rules)| (Parts::sorted(parts), rules)).collect())
}
