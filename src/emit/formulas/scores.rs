//! Scorecards: points, their weighted sum, its band and its rank.

use super::decisions::compared;
use super::live::is_one_number;
use super::said::Said;
use super::words::{Formula, Piece, Place, RuleAt, cat, joined, quoted};
use super::{Reason, Speaker};
use crate::formula::ColumnId;
use crate::plan::{MeasurePlan, ScorecardId, ScorecardPlan, compared_with};
use crate::policy::model::Missing;
use crate::value::Type;

/// Comparisons that a rank may take until a spreadsheet makes people wait.
const MOST_COMPARED: usize = 60_000_000;

impl Speaker<'_> {
    /// The formula of a part of a scorecard.
    pub(super) fn scored(&mut self, id: ScorecardId, column: ColumnId) -> Result<Formula, Reason> {
        let card = self.plan.scorecard(id);
        let plain = |pieces| Ok(Formula { pieces, array: false });
        let terms = self.terms(id.0, card);
        if let Some(at) = card.measures.iter().position(|measure| measure.points == column.slot) {
            return plain(points(card, &card.measures[at], &terms[at]).closed());
        }
        match column.slot {
            slot if slot == card.score => plain(score(card, &terms)),
            slot if slot == card.band => plain(self.band(id.0, card)?),
            slot if slot == card.rank => self.card_rank(card),
            slot if slot == card.reason => plain(dearest(card, &terms, &self.titles(card))),
            _ => Err("it puts the measures that cost most into words".into()),
        }
    }

    /// Weight, target and worst value of each measure: a cell of the rules where it is one value, else a cell of the row.
    fn terms(&self, at: usize, card: &ScorecardPlan) -> Vec<[Said; 3]> {
        let term = |(measure, plan): (usize, &MeasurePlan)| {
            let mut place = 0;
            [plan.weight, plan.target, plan.worst].map(|slot| {
                let term = place;
                place += 1;
                match is_one_number(self.plan.column(ColumnId { table: card.table, slot })) {
                    true => Said::sure(cat![Piece::Rule(RuleAt::Measure { card: at, measure, term })]),
                    false => Said::cell(cell(card, slot)),
                }
            })
        };
        card.measures.iter().enumerate().map(term).collect()
    }

    fn titles(&self, card: &ScorecardPlan) -> Vec<String> {
        card.measures.iter().map(|measure| measure.title.text(self.language).to_string()).collect()
    }

    fn band(&mut self, at: usize, card: &ScorecardPlan) -> Result<Vec<Piece>, Reason> {
        let own = Said::cell(cell(card, card.score));
        let mut words = cat!["\"\""];
        for (band, (name, condition)) in card.bands.iter().enumerate().rev() {
            let parts = compared_with(condition);
            let met = match parts.is_empty() {
                true => self.truth(card.table, condition)?,
                false => compared(&own, Type::Number, &parts, |part| RuleAt::Band { card: at, band, part })?,
            };
            words = cat!["IF(", met, ",", quoted(name), ",", words, ")"];
        }
        Ok(words)
    }

    /// The place of a score among those of the rows it is compared with.
    fn card_rank(&mut self, card: &ScorecardPlan) -> Result<Formula, Reason> {
        let rows = self.trace.rows(card.table);
        if rows.saturating_mul(rows) > MOST_COMPARED {
            return Err("it compares each row with all others, which would keep a spreadsheet busy for too long".into());
        }
        let place = |slot: usize| Place::Column(ColumnId { table: card.table, slot });
        let (own, all) = (Piece::Own(place(card.score)), Piece::All(place(card.score)));
        let mut within = Vec::new();
        for &slot in &card.rank_within {
            let (own, all) = (Piece::Own(place(slot)), Piece::All(place(slot)));
            within.extend(match self.plan.column(ColumnId { table: card.table, slot }).ty {
                Type::Text => cat!["EXACT(", all, ",", own, ")*"],
                _ => cat!["(", all, "=", own, ")*"],
            });
        }
        let above = cat![within, "ISNUMBER(", all.clone(), ")*(", all, ">", own.clone(), ")"];
        Ok(Formula { pieces: cat!["IF(", own, "=\"\",\"\",SUMPRODUCT(", above, ")+1)"], array: false })
    }
}

fn cell(card: &ScorecardPlan, slot: usize) -> Piece {
    Piece::Own(Place::Column(ColumnId { table: card.table, slot }))
}

/// 0 at the worst value, 100 at the target, in a straight line between.
fn points(card: &ScorecardPlan, measure: &MeasurePlan, [_, target, worst]: &[Said; 3]) -> Said {
    let own = |slot| Said::cell(cell(card, slot));
    let value = own(measure.value);
    let part = cat!["(", &value.words, "-", &worst.words, ")/(", &target.words, "-", &worst.words, ")"];
    let (most, cap) = match measure.cap {
        None => (cat!["1"], None),
        Some(slot) => (own(slot).words, Some(own(slot))),
    };
    let words = cat!["MIN(MAX(", part, ",0),", most, ")*100"];
    let parts: Vec<&Said> = [&value, target, worst].into_iter().chain(&cap).collect();
    Said::of(&parts, words, false).failing()
}

/// The weighted sum of the points; what a blank measure does is what the scorecard says.
fn score(card: &ScorecardPlan, terms: &[[Said; 3]]) -> Vec<Piece> {
    let points: Vec<Vec<Piece>> = card.measures.iter().map(|measure| cat![cell(card, measure.points)]).collect();
    let weights: Vec<Vec<Piece>> = terms.iter().map(|[weight, ..]| weight.words.clone()).collect();
    let both = || points.iter().zip(&weights);
    let blank = |cells: &[Vec<Piece>]| -> Vec<Vec<Piece>> { cells.iter().map(|cell| cat![cell, "=\"\""]).collect() };
    let unknown = match card.missing {
        Missing::Blank => [blank(&points), blank(&weights)].concat(),
        Missing::Reweight | Missing::Worst => blank(&weights),
    };
    let products: Vec<Vec<Piece>> = match card.missing {
        Missing::Blank => both().map(|(points, weight)| cat![points, "*", weight]).collect(),
        Missing::Reweight | Missing::Worst => {
            both().map(|(points, weight)| cat!["IF(", points, "=\"\",0,", points, "*", weight, ")"]).collect()
        }
    };
    let sum = match card.missing {
        Missing::Blank | Missing::Worst => joined(&products, "+"),
        Missing::Reweight => {
            let known: Vec<Vec<Piece>> =
                both().map(|(points, weight)| cat!["IF(", points, "=\"\",0,", weight, ")"]).collect();
            cat!["(", joined(&products, "+"), ")*((", joined(&weights, "+"), ")/(", joined(&known, "+"), "))"]
        }
    };
    cat!["IFERROR(IF(OR(", joined(&unknown, ","), "),\"\",", sum, "),\"\")"]
}

/// The title of the measure that costs most points.
fn dearest(card: &ScorecardPlan, terms: &[[Said; 3]], titles: &[String]) -> Vec<Piece> {
    let cost = |(measure, [weight, ..]): (&MeasurePlan, &[Said; 3])| {
        let (points, weight) = (cat![cell(card, measure.points)], weight.words.clone());
        let unknown = if card.missing == Missing::Worst { cat!["100*", &weight] } else { cat!["0"] };
        cat!["IF(", &points, "=\"\",", unknown, ",(100-", &points, ")*", weight, ")"]
    };
    let costs: Vec<Vec<Piece>> = card.measures.iter().zip(terms).map(cost).collect();
    let most = cat!["MAX(", joined(&costs, ","), ")"];
    let mut words = cat!["\"\""];
    for (cost, title) in costs.iter().zip(titles).rev() {
        words = cat!["IF(", cost, ">=", &most, ",", quoted(title), ",", words, ")"];
    }
    cat!["IF(", cell(card, card.score), "=\"\",\"\",IF(", most, "<0.05,\"\",", words, "))"]
}
