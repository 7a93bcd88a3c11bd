//! The next better band for many rows at once. A score only grows with the points of a measure, so one place is
//! looked for, and all rows are asked about together.

use super::super::{Explainer, show};
use crate::eval::{Route, Supposed, Upstream};
use crate::formula::ColumnId;
use crate::outcome::NextStep;
use crate::plan::{ScorecardId, ScorecardPlan};
use crate::table::Column;
use crate::value::{NumberFormat, NumberLook, Value, number};

/// Values asked about between two, in a round, for each row.
const BETWEEN: usize = 7;
/// Rounds: each leaves an eighth.
const ROUNDS: usize = 18;
/// More than any score.
const HIGHEST: f64 = 1e5;

/// Where a row stands between two values of a number: the near one leaves its band, the far one does not.
struct Way {
    at: usize,
    near: f64,
    far: f64,
}

impl Explainer<'_> {
    /// What the next better band takes for some rows; none for a row that has the best, or no band.
    #[must_use]
    pub fn next_bands(&self, card: ScorecardId, rows: &[u32]) -> Vec<Option<NextStep>> {
        let plan = self.plan();
        let card = plan.scorecard(card);
        let band = ColumnId { table: card.table, slot: card.band };
        let upstream = Upstream::of(plan, band);
        let mut steps: Vec<Option<NextStep>> = vec![None; rows.len()];
        let Some(route) = upstream.route(plan, ColumnId { slot: card.score, ..band }) else { return steps };
        let scores = self.numbers_of(ColumnId { slot: card.score, ..band }, rows);
        let known = (0..rows.len()).filter(|&at| !scores[at].is_nan());
        let ways = known.map(|at| Way { at, near: scores[at], far: HIGHEST }).collect();
        for (at, to, name) in self.reached(card, &route, rows, ways) {
            // The worst band may be a blank, and a band above the best one is none.
            if let (Value::Text(name), true) = (name, to.is_finite()) {
                steps[at] = Some(NextStep { band: name.to_string(), ..NextStep::default() });
            }
        }
        let mut by: Vec<Vec<(f64, [String; 3])>> = vec![Vec::new(); rows.len()];
        for place in 0..card.measures.len() {
            self.by_measure(card, (&upstream, place), rows, &mut steps, &mut by);
        }
        for (step, mut by) in steps.iter_mut().zip(by) {
            by.sort_by(|a, b| a.0.total_cmp(&b.0));
            if let Some(step) = step {
                step.by = by.into_iter().map(|(_, shown)| shown).collect();
            }
        }
        steps
    }

    /// The value of a measure with which each row reaches a better band.
    fn by_measure(
        &self,
        card: &ScorecardPlan,
        (upstream, place): (&Upstream, usize),
        rows: &[u32],
        steps: &mut [Option<NextStep>],
        by: &mut [Vec<(f64, [String; 3])>],
    ) {
        let measure = &card.measures[place];
        let id = |slot: usize| ColumnId { table: card.table, slot };
        let Some(route) = upstream.route(self.plan(), id(measure.value)).filter(|route| only_this(route, card, place))
        else {
            return;
        };
        let [values, targets, worsts] =
            [measure.value, measure.target, measure.worst].map(|slot| self.numbers_of(id(slot), rows));
        let caps = measure.cap.map(|slot| self.numbers_of(id(slot), rows));
        // Beyond its cap a measure brings no more.
        let best = |at: usize| {
            let cap = caps.as_ref().map_or(1.0, |caps| caps[at]);
            worsts[at] + (targets[at] - worsts[at]) * (cap + 1e-9)
        };
        let open = (0..rows.len()).filter(|&at| steps[at].is_some() && (values[at] - best(at)).is_finite());
        let better = |at: usize| (best(at) - values[at]) * (targets[at] - worsts[at]) > 0.0;
        let (ways, short): (Vec<usize>, Vec<usize>) = open.partition(|&at| better(at));
        let title = measure.title.text(self.language).to_string();
        let ways = ways.into_iter().map(|at| Way { at, near: values[at], far: best(at) }).collect();
        let look = self.measure_look(measure.format, id(measure.value));
        for (at, to, _) in self.reached(card, &route, rows, ways) {
            let Some(step) = &mut steps[at] else { continue };
            if to.is_finite() {
                let from = values[at];
                let size = (to - from).abs() / (targets[at] - worsts[at]).abs();
                let now = look.show(number::round(from, look.digits()));
                by[at].push((size, [title.clone(), now, look.show(super::shown::outward(to, from, look))]));
            } else {
                step.not_by.push(title.clone());
            }
        }
        for at in short {
            if let Some(step) = &mut steps[at] {
                step.not_by.push(title.clone());
            }
        }
    }

    /// For each way the nearest value that leaves the band, and the band it leads to; infinite where none does.
    fn reached(
        &self,
        card: &ScorecardPlan,
        route: &Route,
        rows: &[u32],
        mut ways: Vec<Way>,
    ) -> Vec<(usize, f64, Value)> {
        if ways.is_empty() || !route.is_within_row() {
            return Vec::new();
        }
        let own = self.trace.column(ColumnId { table: card.table, slot: card.band });
        let now = |way: &Way| own.map_or(Value::Blank, |own| own.value(rows[way.at] as usize));
        let before: Vec<Value> = ways.iter().map(now).collect();
        let each = |times: usize| -> Vec<u32> {
            ways.iter().flat_map(|way| std::iter::repeat_n(rows[way.at], times)).collect()
        };
        let mut single = self.trace.suppose(card.table, &each(1));
        let mut many = self.trace.suppose(card.table, &each(BETWEEN));
        let ends = bands(&mut single, route, card, ways.iter().map(|way| way.far).collect());
        let reaches: Vec<bool> = ends.iter().zip(&before).map(|(end, before)| end != before).collect();
        for _ in 0..ROUNDS {
            let part = |way: &Way, part: usize| way.near + (way.far - way.near) * part as f64 / (BETWEEN + 1) as f64;
            let asked: Vec<f64> = ways.iter().flat_map(|way| (1..=BETWEEN).map(|at| part(way, at))).collect();
            let found = bands(&mut many, route, card, asked.clone());
            for (place, way) in ways.iter_mut().enumerate() {
                for at in place * BETWEEN..(place + 1) * BETWEEN {
                    if found[at] == before[place] {
                        way.near = asked[at];
                    } else {
                        way.far = asked[at];
                        break;
                    }
                }
            }
        }
        // Without the noise of the last digits, where that is enough.
        let plain: Vec<f64> = ways.iter().map(|way| super::shown::plain(way.far, way.near)).collect();
        let there = bands(&mut single, route, card, plain.clone());
        let at_far = bands(&mut single, route, card, ways.iter().map(|way| way.far).collect());
        let one = |place: usize| {
            let to = if there[place] == at_far[place] { plain[place] } else { ways[place].far };
            (ways[place].at, if reaches[place] { to } else { f64::INFINITY }, at_far[place].clone())
        };
        (0..ways.len()).map(one).collect()
    }

    fn numbers_of(&self, id: ColumnId, rows: &[u32]) -> Vec<f64> {
        match self.trace.column(id) {
            Some(Column::Number(numbers)) => rows.iter().map(|&row| numbers[row as usize]).collect(),
            _ => vec![f64::NAN; rows.len()],
        }
    }

    pub(super) fn measure_look(&self, format: NumberFormat, id: ColumnId) -> NumberLook {
        match format {
            NumberFormat::General => self.look(id),
            format => show::look_of(&Value::Number(1.0), format),
        }
    }
}

fn bands(supposed: &mut Supposed<'_>, route: &Route, card: &ScorecardPlan, values: Vec<f64>) -> Vec<Value> {
    let rows = values.len();
    supposed.set(route, values);
    let bands = supposed.column(card.band);
    (0..rows).map(|row| bands.value(row)).collect()
}

/// Whether a measure's value has a part in the score through its own points alone.
fn only_this(route: &Route, card: &ScorecardPlan, place: usize) -> bool {
    let touched = |slot: usize| route.touches(ColumnId { table: card.table, slot });
    card.measures.iter().enumerate().all(|(at, measure)| {
        let terms = [measure.weight, measure.target, measure.worst].into_iter().chain(measure.cap);
        (at == place || !touched(measure.value)) && !terms.into_iter().any(touched)
    })
}
