//! Scores: points by measure, what cost most, the band and the rank.

use super::{BandTest, Explainer, How, Measured, Reason, Scored, TestMet, show};
use crate::formula::ColumnId;
use crate::plan::{MeasurePlan, ScorecardPlan, Work};
use crate::policy::model::Missing;
use crate::value::number::Sum;
use crate::value::{NumberFormat, Value};

impl Explainer<'_> {
    pub(super) fn scored(&self, id: ColumnId, row: usize, depth: usize, reason: &mut Reason) {
        let Work::Score(card) = self.plan().column(id).work else { return };
        let card = self.plan().scorecard(card);
        reason.place = Some(self.cite(card.span));
        let score = ColumnId { table: card.table, slot: card.score };
        if let Some(at) = card.measures.iter().position(|measure| measure.points == id.slot) {
            self.points(card, at, row, depth, reason);
        } else if id.slot == card.score {
            self.score(card, row, depth, reason);
        } else if id.slot == card.band {
            reason.how = How::Band(self.bands(card, row));
            if depth > 0 {
                let mut part = self.reason(score, row, depth - 1);
                if let Some((_, test)) = card.bands.iter().find(|(_, test)| self.crosses(&part.value, score, test)) {
                    part.shown = self.against(&part.value, score, test);
                }
                reason.parts = vec![part];
            }
        } else if id.slot == card.rank {
            self.ranked(card.table, card.score, &card.rank_within, row, depth, reason);
        } else {
            reason.how = How::Reasons;
            if depth > 0 {
                reason.parts = vec![self.reason(score, row, depth - 1)];
            }
        }
    }

    /// Whether rounding would put a score on the other side of a band's limit.
    fn crosses(&self, value: &Value, id: ColumnId, test: &crate::formula::Expr) -> bool {
        self.against(value, id, test) != show::as_column(value, self.look(id))
    }

    fn bands(&self, card: &ScorecardPlan, row: usize) -> Vec<BandTest> {
        let test = |(name, condition): &(String, crate::formula::Expr)| BandTest {
            name: name.clone(),
            test: TestMet {
                text: self.text(condition.span),
                met: self.trace.value(card.table, condition, row).as_bool(),
            },
        };
        card.bands.iter().map(test).collect()
    }

    fn score(&self, card: &ScorecardPlan, row: usize, depth: usize, reason: &mut Reason) {
        let mut measures = self.measures(card, row);
        let weights = self.weights(card, row);
        let at = |slot: usize| ColumnId { table: card.table, slot };
        // What cost most comes first; what has no points last.
        let order = |measured: &Measured| measured.costs().unwrap_or(f64::NEG_INFINITY);
        let mut places: Vec<usize> = (0..measures.len()).collect();
        places.sort_by(|a, b| order(&measures[*b]).total_cmp(&order(&measures[*a])));
        if depth > 0 {
            for (place, &measure) in places.iter().enumerate() {
                let deeper = place == 0 || self.limits.every_row;
                let depth = if deeper { depth - 1 } else { 1.min(depth - 1) };
                reason.parts.push(self.reason(at(card.measures[measure].points), row, depth));
            }
        }
        measures.sort_by(|a, b| order(b).total_cmp(&order(a)));
        reason.how = How::Score(Scored { missing: card.missing, measures, weights });
    }

    /// The sum of all weights, and of those of measures with points.
    fn weights(&self, card: &ScorecardPlan, row: usize) -> [Option<f64>; 2] {
        let number = |slot: usize| self.trace.at(ColumnId { table: card.table, slot }, row).as_number();
        let (mut all, mut known, mut complete) = (Sum::default(), Sum::default(), true);
        for measure in &card.measures {
            match number(measure.weight) {
                Some(weight) => {
                    all.add(weight);
                    if number(measure.points).is_some() {
                        known.add(weight);
                    }
                }
                None => complete = false,
            }
        }
        [complete.then(|| all.value()), Some(known.value())]
    }

    pub(super) fn measures(&self, card: &ScorecardPlan, row: usize) -> Vec<Measured> {
        let weights = self.weights(card, row);
        card.measures.iter().map(|measure| self.measured(card, measure, row, weights)).collect()
    }

    fn measured(&self, card: &ScorecardPlan, measure: &MeasurePlan, row: usize, weights: [Option<f64>; 2]) -> Measured {
        let at = |slot: usize| self.trace.at(ColumnId { table: card.table, slot }, row);
        let values = [measure.value, measure.target, measure.worst].map(at);
        let look = |value: &Value| match measure.format {
            NumberFormat::General => {
                show::as_column(value, self.look(ColumnId { table: card.table, slot: measure.value }))
            }
            format => show::as_column(value, show::look_of(value, format)),
        };
        let points = at(measure.points).as_number().or((card.missing == Missing::Worst).then_some(0.0));
        let weight = at(measure.weight).as_number();
        let scale = match (card.missing, weights) {
            (Missing::Reweight, [Some(all), Some(known)]) if known != 0.0 => all / known,
            _ => 1.0,
        };
        Measured {
            name: measure.name.clone(),
            title: measure.title.text(self.language).to_string(),
            shown: [&values[0], &values[1], &values[2]].map(look),
            values,
            points,
            weight,
            counts: weight.filter(|_| points.is_some()).map(|weight| weight * scale),
        }
    }

    fn points(&self, card: &ScorecardPlan, at: usize, row: usize, depth: usize, reason: &mut Reason) {
        let measure = &card.measures[at];
        reason.name = measure.name.clone();
        let all = self.measures(card, row);
        if let Some(measured) = all.into_iter().nth(at) {
            reason.how = How::Points(measured);
        }
        if depth == 0 {
            return;
        }
        let slots = [(measure.value, None), (measure.target, Some("target")), (measure.worst, Some("worst"))];
        for (slot, name) in slots {
            // What is behind the value is asked for most.
            let deeper = name.is_none() || self.limits.every_row;
            let mut part = self.reason(ColumnId { table: card.table, slot }, row, if deeper { depth - 1 } else { 0 });
            // A target that stands in the policy as a number has nothing behind it.
            if name.is_some() && !self.has_parts(ColumnId { table: card.table, slot }) {
                continue;
            }
            part.name = name.map_or(part.name, str::to_string);
            part.format = measure.format;
            part.shown = match measure.format {
                NumberFormat::General => part.shown,
                format => show::as_column(&part.value, show::look_of(&part.value, format)),
            };
            reason.parts.push(part);
        }
    }
}
