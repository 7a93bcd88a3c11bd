//! Scores: points of each measure, their weighted sum, its band and its rank.

use super::batch::Rows;
use super::expression::Evaluator;
use super::groups::group;
use super::state::State;
use super::tally::Tally;
use super::window;
use crate::formula::ColumnId;
use crate::issue::{Issue, IssueCode};
use crate::plan::{MeasurePlan, ScorecardPlan};
use crate::policy::model::Missing;
use crate::say;
use crate::table::{BLANK_TEXT, Column, TRUE, TextBuilder};
use crate::value::NoAnswer;
use crate::value::number::{self, Sum};

/// Measures listed as reasons, at most.
const TOLD_REASONS: usize = 3;
/// Points a measure must cost to be listed.
const TOLD_COST: f64 = 0.05;

impl State<'_> {
    pub(super) fn score(&mut self, card: &ScorecardPlan) {
        let measures = self.score_and_band(card);
        let id = |slot: usize| ColumnId { table: card.table, slot };
        let scores = self.numbers(card, card.score);
        let (first, all) = reasons(card, self.language, &measures, &scores);
        self.put(id(card.reason), first);
        self.put(id(card.reasons), all);
        let within: Vec<&Column> = card.rank_within.iter().map(|&slot| self.column(id(slot))).collect();
        let ranks = window::rank(&scores, &group(&within, scores.len()));
        self.put(id(card.rank), Column::Number(ranks));
    }

    /// What of a scorecard lies within the row: points, score and band. Gives points and weights by measure.
    pub(super) fn score_and_band(&mut self, card: &ScorecardPlan) -> Vec<(Vec<f64>, Vec<f64>)> {
        let mut measures = Vec::new();
        for measure in &card.measures {
            let (points, tally) = self.points(card, measure);
            let id = ColumnId { table: card.table, slot: measure.points };
            self.report(id, tally);
            self.put(id, Column::Number(points));
            measures.push((self.numbers(card, measure.points), self.numbers(card, measure.weight)));
        }
        let scores = weigh(&measures, card.missing, self.rows(card.table));
        self.put(ColumnId { table: card.table, slot: card.score }, Column::Number(scores));
        let bands = self.bands(card);
        let without = self.without_band(card, &self.numbers(card, card.score), &bands);
        self.issues.extend(without);
        self.put(ColumnId { table: card.table, slot: card.band }, bands);
        measures
    }

    fn numbers(&self, card: &ScorecardPlan, slot: usize) -> Vec<f64> {
        match self.column(ColumnId { table: card.table, slot }) {
            Column::Number(values) => values.clone(),
            other => vec![f64::NAN; other.len()],
        }
    }

    /// 0 at the worst value, 100 at the target, in a straight line between, never below 0 nor above
    /// the cap.
    fn points(&self, card: &ScorecardPlan, measure: &MeasurePlan) -> (Vec<f64>, Tally) {
        let mut tally = Tally::default();
        let (values, targets) = (self.numbers(card, measure.value), self.numbers(card, measure.target));
        let worsts = self.numbers(card, measure.worst);
        let caps = measure.cap.map(|slot| self.numbers(card, slot));
        let mut points = Vec::with_capacity(values.len());
        for row in 0..values.len() {
            let (value, target, worst) = (values[row], targets[row], worsts[row]);
            let cap = caps.as_ref().map_or(1.0, |caps| caps[row]);
            if [value, target, worst, cap].iter().any(|n| n.is_nan()) {
                points.push(f64::NAN);
            } else if number::equal(target, worst) {
                tally.add(NoAnswer::DivisionByZero, row);
                points.push(f64::NAN);
            } else {
                points.push(((value - worst) / (target - worst)).max(0.0).min(cap) * 100.0);
            }
        }
        (points, tally)
    }

    /// Scores that no band takes, where there are bands.
    fn without_band(&self, card: &ScorecardPlan, scores: &[f64], bands: &Column) -> Option<Issue> {
        let missed = |row: &usize| !scores[*row].is_nan() && bands.is_blank(*row);
        let rows: Vec<usize> = (0..scores.len()).filter(missed).filter(|_| !card.bands.is_empty()).collect();
        let first = *rows.first()?;
        let (key, score) = (self.key(card.table, first), number::round(scores[first], 2));
        let count = rows.len();
        let message = say!(
            "no-band",
            "no band of `{card}` takes {count} {count:score|scores} (the first: {score} of {key}); left blank",
            card = &card.name,
            count,
            score,
            key = &key
        );
        let issue = Issue::new(IssueCode::NoBand, message).in_table(&self.plan.tables[card.table.0].name);
        let column = &self.plan.column(ColumnId { table: card.table, slot: card.band }).name;
        Some(issue.in_column(column).of_row(Some(key)).times(count).by_rule(card.span))
    }

    /// The first band whose test the score meets.
    fn bands(&self, card: &ScorecardPlan) -> Column {
        let mut evaluator = Evaluator::new(self, card.table);
        let rows = self.rows(card.table);
        let mut builder = TextBuilder::default();
        let mut codes = vec![BLANK_TEXT; rows];
        for (name, condition) in &card.bands {
            let code = builder.code(name);
            for (row, flag) in evaluator.flags(condition, Rows::Range(0, rows)).into_iter().enumerate() {
                if flag == TRUE && codes[row] == BLANK_TEXT {
                    codes[row] = code;
                }
            }
        }
        codes.into_iter().for_each(|code| builder.push_code(code));
        Column::Text(builder.finish())
    }
}

/// What cost most: for each scored row the title of the measure furthest from 100 points by weight,
/// and the first few with what each of them cost.
fn reasons(
    card: &ScorecardPlan,
    language: &str,
    measures: &[(Vec<f64>, Vec<f64>)],
    scores: &[f64],
) -> (Column, Column) {
    let title = |at: usize| card.measures[at].title.text(language);
    let (mut first, mut all) = (TextBuilder::default(), TextBuilder::default());
    for (row, score) in scores.iter().enumerate() {
        let missed = |points: f64| if points.is_nan() && card.missing == Missing::Worst { 0.0 } else { points };
        let cost = |(points, weights): &(Vec<f64>, Vec<f64>)| (100.0 - missed(points[row])) * weights[row];
        let mut costs: Vec<(usize, f64)> =
            measures.iter().map(cost).enumerate().filter(|(_, cost)| *cost >= TOLD_COST).collect();
        // Sorting is stable: of equal costs the measure written first comes first.
        costs.sort_by(|a, b| b.1.total_cmp(&a.1));
        if score.is_nan() || costs.is_empty() {
            first.push(None);
            all.push(None);
            continue;
        }
        let told = |(at, cost): &(usize, f64)| format!("{} −{:.1}", title(*at), number::round(*cost, 1));
        first.push(Some(title(costs[0].0)));
        all.push(Some(&costs.iter().take(TOLD_REASONS).map(told).collect::<Vec<_>>().join(", ")));
    }
    (Column::Text(first.finish()), Column::Text(all.finish()))
}

/// The weighted sum of points; `missing` says what a blank measure does. Measures are (points, weights).
fn weigh(measures: &[(Vec<f64>, Vec<f64>)], missing: Missing, rows: usize) -> Vec<f64> {
    (0..rows)
        .map(|row| {
            let (mut score, mut known, mut all) = (Sum::default(), Sum::default(), Sum::default());
            for (points, weights) in measures {
                all.add(weights[row]);
                if points[row].is_nan() {
                    if missing == Missing::Blank {
                        return f64::NAN;
                    }
                } else {
                    score.add(points[row] * weights[row]);
                    known.add(weights[row]);
                }
            }
            match missing {
                // Without all weights there is nothing to weigh by.
                _ if all.value().is_nan() => f64::NAN,
                Missing::Reweight if known.value() != all.value() => score.value() * all.value() / known.value(),
                _ => score.value(),
            }
        })
        .map(|score| if score.is_finite() { score } else { f64::NAN })
        .collect()
}
