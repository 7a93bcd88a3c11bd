//! Scorecards: measures, bands and ranks on columns of the table they score.

use super::binder::Binder;
use super::tables::title;
use super::{MeasurePlan, ScorecardId, ScorecardPlan};
use crate::decision::cell::CellTest;
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::policy::model::{Better, FormulaText, Measure, Scorecard};
use crate::source::Spanned;
use crate::value::{NumberFormat, Type, Value};

/// The cell of a band, and its test.
type Band = (Spanned<String>, CellTest);

impl<'a> Binder<'a> {
    pub(super) fn bind_scorecard(&mut self, id: ScorecardId) -> bool {
        let card = &self.policy.scorecards[id.0];
        // An unknown table was reported when the policy was read.
        let Some(table) = self.table_named(&card.on.value) else { return false };
        let before = self.error_count();
        let part = |binder: &Self, name: &str| binder.tables[table.0].slot(&format!("{}.{name}", card.name.value));
        let parts = ["score", "band", "rank", "reason", "reasons"].map(|name| part(self, name));
        let [Some(score), Some(band), Some(rank), Some(reason), Some(reasons)] = parts else { return false };
        let measures = card.measures.iter().filter_map(|measure| self.bind_measure(table, card, measure)).collect();
        let (bands, tests) = self.bind_bands(table, card, score);
        let rank_within = card
            .rank_within
            .iter()
            .filter_map(|text| self.bind_text(table, text, None).map(|expr| self.slot_of(table, expr)))
            .collect();
        self.column_mut(ColumnId { table, slot: score }).format = NumberFormat::Decimals(1);
        self.column_mut(ColumnId { table, slot: rank }).format = NumberFormat::Decimals(0);
        self.scorecards[id.0] = Some(ScorecardPlan {
            name: card.name.value.clone(),
            title: title(&card.title, &card.name),
            table,
            measures,
            bands,
            missing: card.missing,
            rank_within,
            score,
            band,
            rank,
            reason,
            reasons,
            span: card.name.span,
        });
        // Of a band that cannot be read nobody knows which scores it takes.
        if tests.len() == card.bands.len() && !tests.is_empty() {
            self.lint_bands(id, &tests);
        }
        self.error_count() == before
    }

    fn bind_measure(&mut self, table: TableId, card: &Scorecard, measure: &Measure) -> Option<MeasurePlan> {
        let value = self.bind_number(table, &measure.value, "a measure");
        let weight = self.bind_number(table, &measure.weight, "a weight");
        let target = self.bind_number(table, &measure.target, "a target");
        let worst = self.bind_number(table, &measure.worst, "a worst value");
        let cap = match &measure.cap {
            None => Some(None),
            Some(cap) => self.bind_number(table, cap, "a cap").map(Some),
        };
        let (value, weight, target, worst, cap) = (value?, weight?, target?, worst?, cap?);
        self.check_direction(measure, &target, &worst);
        let points = self.tables[table.0].slot(&format!("{}.{}_points", card.name.value, measure.name.value))?;
        self.column_mut(ColumnId { table, slot: points }).format = NumberFormat::Decimals(1);
        let value = self.slot_of(table, value);
        let own = self.column(ColumnId { table, slot: value }).format;
        let format = measure.format.unwrap_or(own);
        if own == NumberFormat::General {
            self.column_mut(ColumnId { table, slot: value }).format = format;
        }
        Some(MeasurePlan {
            name: measure.name.value.clone(),
            title: title(&measure.title, &measure.name),
            format,
            value,
            weight: self.slot_of(table, weight),
            target: self.slot_of(table, target),
            worst: self.slot_of(table, worst),
            cap: cap.map(|cap| self.slot_of(table, cap)),
            points,
        })
    }

    fn bind_number(&mut self, table: TableId, text: &FormulaText, role: &str) -> Option<Expr> {
        let expr = self.bind_text(table, text, None)?;
        self.must_be(&expr, Type::Number, role).then_some(expr)
    }

    /// `better:` is a promise about target and worst; where both are plain numbers it is checked.
    fn check_direction(&mut self, measure: &Measure, target: &Expr, worst: &Expr) {
        let Some(better) = &measure.better else { return };
        let (Some(Value::Number(target_value)), Some(Value::Number(worst_value))) =
            (self.fixed_value(target), self.fixed_value(worst))
        else {
            return;
        };
        let higher = target_value > worst_value;
        if (better.value == Better::Higher) != higher {
            let (word, relation) = if higher { ("lower", "above") } else { ("higher", "below") };
            let message = format!(
                "`better: {word}`, but the target {} is {relation} the worst value {}",
                measure.target.value, measure.worst.value
            );
            self.error("direction", better.span, message, Some("swap target and worst, or change `better`".into()));
        }
    }

    fn bind_bands(&mut self, table: TableId, card: &Scorecard, score: usize) -> (Vec<(String, Expr)>, Vec<Band>) {
        let (mut bands, mut tests) = (Vec::new(), Vec::new());
        for (name, written) in &card.bands {
            let Some(test) = self.read_cell(written, Type::Number, &[]) else { continue };
            let subject = Expr::new(ExprKind::Column(score), Type::Number, written.span);
            let Some(condition) = self.condition(table.into(), subject, &test, written) else { continue };
            let always = || Expr::constant(Value::Bool(true), written.span);
            bands.push((name.value.clone(), condition.unwrap_or_else(always)));
            tests.push((written.clone(), test));
        }
        (bands, tests)
    }
}
