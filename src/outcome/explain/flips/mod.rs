//! What it would take: the smallest change of each single number of a row that gives another result.
//!
//! A number is moved, what hangs on it is worked out again by the run's evaluator, and the result is looked at;
//! no rule or formula is read in any other way. Comparisons are only used to find where to look.

mod edges;
mod next;
mod numbers;
mod search;
mod shown;

use super::{Explainer, RowName};
use crate::eval::{Route, Upstream};
use crate::formula::{ColumnId, ExprKind};
use crate::plan::{DecisionId, Plan, ScorecardId, Work};
use crate::value::{Type, Value, ops};
use edges::Edges;
use numbers::Candidate;
use search::{Answers, Found, Line};

/// Work that may be spent on numbers whose change moves other rows, in rows worked out again.
const MOST: usize = 12_000_000;
/// What may be spent on one of them before fewer values are asked about.
const CHEAP: usize = 4_000_000;
/// Values asked about along such a number, roughly.
const QUESTIONS: usize = 1_000;
/// The same, where few are asked about.
const DEAR_QUESTIONS: usize = 150;

/// What would give a row another result, one number at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Flips {
    /// What has the result: `segment`, `manager.band`, `slow_stock`.
    pub of: String,
    /// The result it has.
    pub result: Value,
    /// The same as people read it.
    pub shown: String,
    /// The changes, by the result they give: first what takes least.
    pub flips: Vec<Flip>,
    /// Numbers that change nothing by themselves.
    pub never: Vec<Never>,
    /// Of a scorecard the bands beside the one it has.
    pub bands: Option<Neighbours>,
}

/// A change of one number that gives another result; a smaller one in this direction does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The result it gives.
    pub result: Value,
    /// The same as people read it.
    pub gives: String,
    /// The number.
    pub number: Moved,
    /// What it is.
    pub from: f64,
    /// The nearest number that gives the result.
    pub to: f64,
    /// The number it must be above or below, where that itself does not give the result.
    pub limit: Option<f64>,
    /// `from`, `to` and the change as people read them.
    pub shown: [String; 3],
}

impl Flip {
    /// By how much the number changes.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.to - self.from
    }
}

/// A number that is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// As formulas name it.
    pub name: String,
    /// What it is called in a report.
    pub title: String,
    /// Its row, where that is another one.
    pub row: Option<RowName>,
    /// Whether it was read from a sheet.
    pub imported: bool,
    /// Whether it counts something, so that it changes by whole numbers.
    pub whole: bool,
    /// The column.
    pub column: ColumnId,
    /// Which numbers are told first.
    pub rank: Rank,
}

/// Which numbers are told first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The measures of the scorecard that was asked about, and its score.
    Measure,
    /// Columns of the row.
    Named,
    /// Steps on the way without a name of their own.
    Step,
    /// Columns of other rows.
    Other,
}

/// A number that gives no other result by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Never {
    /// The number.
    pub number: Moved,
    /// Why not.
    pub why: Unmoved,
}

/// Why a number gives no other result by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmoved {
    /// It is blank, so that there is nothing to change.
    Blank,
    /// None of its values does.
    Nothing,
    /// None between the least and the greatest value the policy allows.
    Bounds(f64, f64),
    /// With all the points the measure can have, the score is no more than this.
    AtBest(f64),
    /// Its change moves so many rows that it was not tried.
    Rows(usize),
    /// Its change makes other groups, pairs or rows, which takes a run to know.
    Regroups,
}

/// The bands beside the one a score falls into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    /// The next better one.
    pub better: Option<String>,
    /// The next worse one.
    pub worse: Option<String>,
    /// Measures that do not reach the better one by themselves.
    pub not_by: Vec<Never>,
}

/// What is looked for.
struct Wanted {
    upstream: Upstream,
    target: ColumnId,
    row: usize,
    result: Value,
    card: Option<ScorecardId>,
}

impl Explainer<'_> {
    /// What would give a column another result in a row. `None` where it has no results to choose from: a number
    /// or date that is worked out.
    #[must_use]
    pub fn flips(&self, target: ColumnId, row: usize) -> Option<Flips> {
        if !has_results(self.plan(), target) || self.trace.is_given(target, row) {
            return None;
        }
        let card = match self.plan().column(target).work {
            Work::Score(card) => Some(card),
            _ => None,
        };
        let upstream = Upstream::of(self.plan(), target);
        let wanted = Wanted { upstream, target, row, result: self.trace.at(target, row), card };
        let mut flips = Flips {
            of: super::one_line(&self.plan().column(target).name),
            shown: self.gives(target, &wanted.result),
            result: wanted.result.clone(),
            flips: Vec::new(),
            never: Vec::new(),
            bands: None,
        };
        let best = self.try_all(&wanted, &mut flips);
        flips.bands = card.map(|card| self.neighbours(card, &flips, &best));
        arrange(&mut flips);
        (!flips.flips.is_empty() || !flips.never.is_empty()).then_some(flips)
    }

    /// Tries one number after the other; gives the best score of each measure.
    fn try_all(&self, wanted: &Wanted, flips: &mut Flips) -> Vec<(usize, f64)> {
        let mut best: Vec<(usize, f64)> = Vec::new();
        let mut left = MOST;
        for candidate in self.candidates(wanted) {
            match self.tried(wanted, &candidate, &mut left) {
                Ok((found, at_best)) => {
                    best.extend(candidate.measure.zip(at_best));
                    flips.flips.extend(found.iter().map(|found| self.flip(wanted, &candidate, found)));
                    if found.is_empty() {
                        flips.never.push(Never { why: self.unmoved(&candidate, at_best), number: candidate.moved });
                    }
                }
                Err(why) => flips.never.push(Never { number: candidate.moved, why }),
            }
        }
        best
    }

    fn unmoved(&self, candidate: &Candidate, at_best: Option<f64>) -> Unmoved {
        match (candidate.measure, at_best) {
            (Some(_), Some(score)) => Unmoved::AtBest(score),
            _ if candidate.bounded => Unmoved::Bounds(candidate.low, candidate.high),
            _ => Unmoved::Nothing,
        }
    }

    /// The other results along a number, and the best score it gives where it is a measure's.
    fn tried(
        &self,
        wanted: &Wanted,
        candidate: &Candidate,
        left: &mut usize,
    ) -> Result<(Vec<Found>, Option<f64>), Unmoved> {
        let plan = self.plan();
        let from = candidate.value.ok_or(Unmoved::Blank)?;
        let id = candidate.moved.column;
        let route = wanted.upstream.route(plan, id).ok_or(Unmoved::Nothing)?;
        if route.regroups {
            return Err(Unmoved::Regroups);
        }
        let within = route.is_within_row() && candidate.row == wanted.row && id.table == wanted.target.table;
        let mut line = Line {
            from,
            low: candidate.low,
            high: candidate.high,
            whole: candidate.moved.whole,
            hints: Vec::new(),
            edges: Vec::new(),
            dear: false,
        };
        if within {
            return Ok(self.within_row(wanted, &route, &mut line));
        }
        let rows = route.rows(plan, |table| self.trace.rows(table)) + self.trace.rows(id.table);
        line.dear = rows.saturating_mul(QUESTIONS) > CHEAP;
        let questions = if line.dear { DEAR_QUESTIONS } else { QUESTIONS };
        *left = left.checked_sub(rows.saturating_mul(questions)).ok_or(Unmoved::Rows(rows))?;
        Ok((self.over_rows(wanted, &route, candidate.row, &mut line), None))
    }

    /// Where other rows hang on the number: all of them are worked out, value by value.
    fn over_rows(&self, wanted: &Wanted, route: &Route, row: usize, line: &mut Line) -> Vec<Found> {
        let edges = Edges::of(self.plan(), route, wanted.target.table);
        (line.hints, line.edges) = (edges.hints.clone(), edges.pairs.clone());
        line.hints.truncate(if line.dear { 20 } else { usize::MAX });
        let own = [wanted.row as u32];
        let mut ask = |values: &[f64]| {
            let mut answers = Answers { sides: vec![Vec::new(); edges.sides.len()], ..Answers::default() };
            for value in values {
                let supposed = self.trace.suppose_whole(route, row, *value);
                answers.results.push(supposed.value(wanted.target, wanted.row));
                for (side, values) in edges.sides.iter().zip(&mut answers.sides) {
                    values.extend(supposed.numbers(wanted.target.table, side, &own));
                }
            }
            answers
        };
        search::search(line, &mut ask)
    }

    /// The same, where all that hangs on the number lies in the row: many values are asked about at once.
    fn within_row(&self, wanted: &Wanted, route: &Route, line: &mut Line) -> (Vec<Found>, Option<f64>) {
        let plan = self.plan();
        let target = wanted.target;
        let edges = Edges::of(plan, route, target.table);
        (line.hints, line.edges) = (edges.hints.clone(), edges.pairs.clone());
        let score = wanted.card.map(|card| plan.scorecard(card).score);
        let mut best: Option<f64> = None;
        let mut ask = |values: &[f64]| {
            let mut answers = Answers { sides: vec![Vec::new(); edges.sides.len()], ..Answers::default() };
            if values.is_empty() {
                return answers;
            }
            let rows: Vec<u32> = (0..values.len() as u32).collect();
            let mut supposed = self.trace.suppose(target.table, &vec![wanted.row as u32; values.len()]);
            supposed.set(route, values.to_vec());
            let results = supposed.column(target.slot);
            answers.results = (0..values.len()).map(|at| results.value(at)).collect();
            answers.sides = edges.sides.iter().map(|side| supposed.numbers(target.table, side, &rows)).collect();
            if let Some(crate::table::Column::Number(scores)) = score.map(|slot| supposed.column(slot)) {
                best = scores.iter().copied().filter(|score| !score.is_nan()).chain(best).reduce(f64::max);
            }
            answers
        };
        let found = search::search(line, &mut ask);
        (found, best)
    }

    /// The bands beside that of the row, and the measures that do not reach the better one.
    fn neighbours(&self, card: ScorecardId, flips: &Flips, best: &[(usize, f64)]) -> Neighbours {
        let card = self.plan().scorecard(card);
        let score = ColumnId { table: card.table, slot: card.score };
        let of_score = || flips.flips.iter().filter(|flip| flip.number.column == score);
        let nearest = |up: bool| {
            let side = of_score().filter(|flip| (flip.change() > 0.0) == up);
            side.min_by(|a, b| a.change().abs().total_cmp(&b.change().abs()))
        };
        let worse = nearest(false).map(|flip| flip.gives.clone());
        let Some(up) = nearest(true) else { return Neighbours { worse, ..Neighbours::default() } };
        let reaches = |column: ColumnId| {
            let mut own = flips.flips.iter().filter(|flip| flip.number.column == column);
            own.any(|flip| ops::same(&flip.result, &up.result))
        };
        let mut not_by = Vec::new();
        for (at, score) in best {
            let column = ColumnId { table: card.table, slot: card.measures[*at].value };
            // One that leaps over the band to a better one has reached it.
            if !reaches(column) && *score < up.to {
                not_by.push(Never { number: self.measure_of(card, *at), why: Unmoved::AtBest(*score) });
            }
        }
        Neighbours { better: Some(up.gives.clone()), worse, not_by }
    }
}

/// Whether a column has results to choose from, rather than whatever comes of its formula.
fn has_results(plan: &Plan, id: ColumnId) -> bool {
    let column = plan.column(id);
    match &column.work {
        Work::Decision(decision) => {
            matches!(column.ty, Type::Text | Type::Bool | Type::List) || fixed_results(plan, *decision, id.slot)
        }
        Work::Score(card) => plan.scorecard(*card).band == id.slot,
        // Of a text that is put together every change is another result.
        Work::Formula(expr) => {
            let chosen = column.ty == Type::Bool
                || column.ty == Type::Text
                    && !matches!(expr.kind, ExprKind::Join(_) | ExprKind::Binary(..) | ExprKind::Call(..));
            chosen && column.references.is_none()
        }
        _ => false,
    }
}

/// Whether every rule gives a value that stands in the policy.
fn fixed_results(plan: &Plan, id: DecisionId, slot: usize) -> bool {
    let decision = plan.decision(id);
    let Some(at) = decision.outputs.iter().position(|output| *output == slot) else { return false };
    let mut rules = decision.rules.iter().chain(&decision.otherwise);
    rules.all(|rule| rule.results.get(at).is_none_or(|result| result.reads().is_empty()))
}

/// What takes least comes first: by result, then, the more telling numbers before others, within it. The next better
/// band comes before all.
fn arrange(flips: &mut Flips) {
    let better = flips.bands.as_ref().and_then(|bands| bands.better.clone());
    let all = std::mem::take(&mut flips.flips);
    let size = |flip: &Flip| flip.change().abs() / flip.from.abs().max(flip.to.abs()).max(f64::MIN_POSITIVE);
    let least = |of: &Flip| {
        let own = all.iter().filter(|flip| ops::same(&flip.result, &of.result));
        let sizes = own.map(|flip| (flip.number.rank, size(flip)));
        sizes.fold((Rank::Other, f64::INFINITY), |a, b| if b < a { b } else { a })
    };
    let key = |flip: &Flip| {
        let first = better.as_ref() == Some(&flip.gives);
        (!first, least(flip), flip.gives.clone(), flip.number.rank, size(flip))
    };
    let mut keyed: Vec<_> = all.iter().map(|flip| (key(flip), flip)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    flips.flips = keyed.into_iter().map(|(_, flip)| flip.clone()).collect();
}
