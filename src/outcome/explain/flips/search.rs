//! The search along one number: where a result begins to be another one. All that is known of the result is
//! what the evaluator answers for the values it is asked about.

use crate::value::{Value, ops};

/// Changes of a result that are pinned down, and tests whose turn is looked for; the nearest ones.
const MOST: usize = 60;
/// Rounds after which a place is as near as numbers can say it.
const ROUNDS: usize = 70;
/// Values asked about between two, in a round.
const BETWEEN: usize = 15;

/// What the evaluator says of some values of the number.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The result for each of them.
    pub results: Vec<Value>,
    /// For each side of a comparison its values.
    pub sides: Vec<Vec<f64>>,
}

/// What a side of a comparison is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    /// A number.
    Number(f64),
    /// Another side.
    Side(usize),
}

/// The line along which a number may move.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it is.
    pub from: f64,
    /// Where it may go.
    pub low: f64,
    pub high: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// Numbers that are likely to matter.
    pub hints: Vec<f64>,
    /// Comparisons that it has a part in: the result turns where one of them does.
    pub edges: Vec<(usize, Limit)>,
    /// Whether a question costs a run: fewer are asked.
    pub dear: bool,
}

/// A result that another value of the number gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub result: Value,
    /// The nearest value with that result.
    pub at: f64,
}

/// Values, in order, each with its result.
type Known = Vec<(f64, Value)>;

/// The nearest value for each other result, on either side of where the number is.
pub(super) fn search(line: &Line, ask: &mut dyn FnMut(&[f64]) -> Answers) -> Vec<Found> {
    let grid = grid(line);
    let answers = ask(&grid);
    let turns = turns(line, &grid, &answers, ask);
    let mut known: Known = grid.into_iter().zip(answers.results).collect();
    let further: Vec<f64> = beside(line, &known, &turns);
    let answers = ask(&further);
    known.extend(further.into_iter().zip(answers.results));
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    known.dedup_by(|a, b| a.0 == b.0);
    let Some(start) = known.iter().position(|(at, _)| *at == line.from) else { return Vec::new() };
    let up: Vec<(f64, Value)> = known[start..].to_vec();
    let mut down: Vec<(f64, Value)> = known[..=start].to_vec();
    down.reverse();
    let mut found = pinned(line, &up, ask);
    found.extend(pinned(line, &down, ask));
    nearest(line, found)
}

/// Of each result the nearest value on either side.
fn nearest(line: &Line, found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        let side = |other: &Found| (other.at > line.from) == (one.at > line.from);
        let same = kept.iter_mut().find(|other| side(other) && ops::same(&other.result, &one.result));
        match same {
            Some(other) if (one.at - line.from).abs() < (other.at - line.from).abs() => *other = one,
            Some(_) => {}
            None => kept.push(one),
        }
    }
    kept
}

/// Values of every size, near and far.
fn grid(line: &Line) -> Vec<f64> {
    let from = line.from;
    let mut values = vec![from, 0.0, -from];
    let (least, most, all) = if line.dear { (-3, 3, 0..0) } else { (-9, 7, -4..13) };
    let base = if from == 0.0 { 1.0 } else { from.abs() };
    for power in least..=most {
        for part in [1.0, 3.0] {
            let step = base * part * 10f64.powi(power);
            values.extend([from + step, from - step]);
        }
    }
    for power in all {
        let size = 10f64.powi(power);
        values.extend([size, -size, from + size, from - size]);
    }
    values.extend(&line.hints);
    // What lies right beside a value that matters may be on its other side.
    values.extend(line.hints.iter().flat_map(|hint| beside_one(*hint)));
    values.extend([line.low, line.high]);
    let mut values = tidy(line, values);
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// Within the bounds, and whole where that is asked for.
fn tidy(line: &Line, values: Vec<f64>) -> Vec<f64> {
    let whole = |value: f64| if line.whole && value != line.from { value.round() } else { value };
    let inside = |value: &f64| value.is_finite() && (*value == line.from || *value >= line.low && *value <= line.high);
    // `-0` and `0` are one value.
    values.into_iter().map(whole).filter(inside).map(|value| value + 0.0).collect()
}

fn beside_one(at: f64) -> [f64; 2] {
    let hair = if at == 0.0 { 1e-12 } else { at.abs() * 1e-9 };
    [at - hair, at + hair]
}

/// Where comparisons turn: between two values of the grid on which they stand differently.
fn turns(line: &Line, grid: &[f64], answers: &Answers, ask: &mut dyn FnMut(&[f64]) -> Answers) -> Vec<f64> {
    let mut open: Vec<Turn> = Vec::new();
    for (at, edge) in line.edges.iter().enumerate() {
        let over = difference(answers, *edge);
        for (place, pair) in over.windows(2).enumerate() {
            if pair[0] * pair[1] <= 0.0 && pair[0] != pair[1] {
                open.push(Turn { edge: at, ends: [(grid[place], pair[0]), (grid[place + 1], pair[1])] });
            }
        }
    }
    open.sort_by(|a, b| a.distance(line.from).total_cmp(&b.distance(line.from)));
    open.truncate(4 * MOST);
    let mut turns = Vec::new();
    for _ in 0..ROUNDS {
        let (done, rest): (Vec<Turn>, Vec<Turn>) = open.into_iter().partition(Turn::is_pinned);
        turns.extend(done.iter().flat_map(|turn| turn.ends.map(|(at, _)| at)));
        open = rest;
        if open.is_empty() {
            break;
        }
        let guesses: Vec<Vec<f64>> = open.iter().map(Turn::guesses).collect();
        let answers = ask(&guesses.concat());
        let mut place = 0;
        for (turn, guesses) in open.iter_mut().zip(&guesses) {
            let over = difference(&answers, line.edges[turn.edge]);
            turn.narrow(guesses, &over[place..place + guesses.len()]);
            place += guesses.len();
        }
    }
    turns.extend(open.iter().flat_map(|turn| turn.ends.map(|(at, _)| at)));
    turns
}

fn difference(answers: &Answers, (side, limit): (usize, Limit)) -> Vec<f64> {
    let over = answers.sides[side].iter().enumerate();
    over.map(|(at, value)| match limit {
        Limit::Number(limit) => value - limit,
        Limit::Side(other) => value - answers.sides[other][at],
    })
    .collect()
}

/// A comparison that stands differently at two values.
struct Turn {
    edge: usize,
    /// The values, each with how far the left side lies over the right one.
    ends: [(f64, f64); 2],
}

impl Turn {
    fn distance(&self, from: f64) -> f64 {
        (self.ends[0].0 - from).abs().min((self.ends[1].0 - from).abs())
    }

    fn is_pinned(&self) -> bool {
        let [(low, under), (high, over)] = self.ends;
        under == 0.0 && over == 0.0 || high - low <= 4.0 * f64::EPSILON * low.abs().max(high.abs())
    }

    /// Where a straight line would meet zero, right beside that, and halfway.
    fn guesses(&self) -> Vec<f64> {
        let [(low, under), (high, over)] = self.ends;
        let straight = low - under * (high - low) / (over - under);
        let hair = 1e-13 * straight.abs().max(1e-3 * (high - low));
        let all = [straight - hair, straight, straight + hair, low + (high - low) / 2.0];
        let mut inside: Vec<f64> = all.into_iter().filter(|at| *at > low && *at < high).collect();
        if inside.is_empty() {
            inside.push(low + (high - low) / 2.0);
        }
        inside.sort_by(f64::total_cmp);
        inside
    }

    fn narrow(&mut self, guesses: &[f64], over: &[f64]) {
        let mut all = vec![self.ends[0]];
        all.extend(guesses.iter().copied().zip(over.iter().copied()).filter(|(_, over)| over.is_finite()));
        all.push(self.ends[1]);
        let crossing = all.windows(2).find(|pair| pair[0].1 * pair[1].1 <= 0.0 && pair[0].1 != pair[1].1);
        match crossing {
            // Where it is met exactly there is nothing left to look for.
            Some([a, b]) if a.1 == 0.0 => {
                self.ends = [*a, (if b.0 - a.0 < 1e-12 * a.0.abs() { b.0 } else { a.0 }, 0.0)]
            }
            Some([_, b]) if b.1 == 0.0 => self.ends = [*b, *b],
            Some([a, b]) => self.ends = [*a, *b],
            _ => self.ends[1] = self.ends[0],
        }
    }
}

/// The values to ask about beside those of the grid: turns, what lies right beside them, and between all of
/// them.
fn beside(line: &Line, known: &Known, turns: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = turns.to_vec();
    values.extend(turns.iter().flat_map(|turn| beside_one(*turn)));
    if !line.dear {
        let mut all: Vec<f64> = known.iter().map(|(at, _)| *at).chain(turns.iter().copied()).collect();
        all.sort_by(f64::total_cmp);
        values.extend(all.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2.0));
    }
    tidy(line, values)
}

/// Goes along values away from the start, and pins down where each other result begins.
fn pinned(line: &Line, way: &[(f64, Value)], ask: &mut dyn FnMut(&[f64]) -> Answers) -> Vec<Found> {
    let Some((_, start)) = way.first() else { return Vec::new() };
    let mut open: Vec<[(f64, Value); 2]> = Vec::new();
    for (at, pair) in way.windows(2).enumerate() {
        let [near, far] = pair else { continue };
        let begins = !ops::same(&near.1, &far.1) && !ops::same(&far.1, start);
        // A single value without an answer, as where a divisor is zero, is no result to reach.
        let isolated = far.1.is_blank() && way.get(at + 2).is_none_or(|(_, next)| !next.is_blank());
        let known = open.iter().any(|[_, (_, result)]| ops::same(result, &far.1));
        if begins && !isolated && !known && open.len() < if line.dear { 2 } else { MOST } {
            open.push([near.clone(), far.clone()]);
        }
    }
    for _ in 0..ROUNDS {
        let asked: Vec<Vec<f64>> = open.iter().map(|[near, far]| inner(line, near.0, far.0)).collect();
        if asked.iter().all(Vec::is_empty) {
            break;
        }
        let answers = ask(&asked.concat());
        let mut results = answers.results.into_iter();
        for (ends, asked) in open.iter_mut().zip(asked) {
            let known: Known = asked.into_iter().zip(&mut results).collect();
            // The first of them with the result is the new end; what comes before it the other.
            let wanted = ends[1].1.clone();
            for (at, result) in known {
                if ops::same(&result, &wanted) {
                    ends[1] = (at, result);
                    break;
                }
                ends[0] = (at, result);
            }
        }
    }
    open.into_iter().map(|[_, (at, result)]| Found { result, at }).collect()
}

/// Values between two, from the first to the second; none where no number is left between them.
fn inner(line: &Line, near: f64, far: f64) -> Vec<f64> {
    // Nothing in a sheet is told apart by so little; only a limit of zero could be neared without end.
    if (far - near).abs() <= 1e-21 + 1e-27 * line.from.abs() {
        return Vec::new();
    }
    let parts = if line.dear { 2 } else { BETWEEN + 1 };
    let step = (far - near) / parts as f64;
    let places = (1..parts).map(|part| near + step * part as f64);
    let mut values: Vec<f64> = if line.whole { places.map(f64::round).collect() } else { places.collect() };
    values.dedup();
    values.retain(|at| (*at - near) * (far - *at) > 0.0);
    values
}
