//! The formulas of a plan, and what must stand on the sheets for them.

use super::words::{Formula, Piece, Place, Step};
use crate::eval::RowEvaluator;
use crate::formula::{ColumnId, TableId};
use crate::plan::{ColumnPlan, Plan, Work};
use crate::table::Column;
use crate::value::NumberFormat;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The formulas of a plan.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Formulas by column.
    pub columns: BTreeMap<ColumnId, Formula>,
    /// Columns that stay values, with the reason.
    pub left: BTreeMap<ColumnId, String>,
    /// Columns that follow in part alone, since something they read stays a value: with its name.
    pub partly: BTreeMap<ColumnId, String>,
    /// Steps on the way, by number.
    pub steps: Vec<Step>,
    /// The table of figures, which has one row.
    pub figures: TableId,
    /// Columns that the report does not show and formulas read: parts of formulas and of scorecards, conditions.
    pub extra: BTreeMap<ColumnId, Beside>,
    /// By table what stands on its sheet behind the columns of the policy.
    beside: BTreeMap<TableId, Vec<Place>>,
    /// Tables of which a formula reads something, or that have formulas themselves.
    read: BTreeSet<TableId>,
}

/// A column that the report does not show by itself.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What it is called.
    pub title: String,
    /// Its values.
    pub data: Arc<Column>,
    /// How they are shown.
    pub format: NumberFormat,
}

impl Live {
    /// No formulas yet, over a plan with that table of figures.
    pub(super) fn over(figures: TableId) -> Live {
        Live { figures, ..Live::default() }
    }

    /// The formula of a place; none where it stays a value.
    #[must_use]
    pub fn formula(&self, place: Place) -> Option<&Formula> {
        match place {
            Place::Column(id) => self.columns.get(&id),
            Place::Step(step) => self.steps.get(step).map(|step| &step.formula),
        }
    }

    /// The table of a place.
    #[must_use]
    pub fn table_of(&self, place: Place) -> TableId {
        match place {
            Place::Column(id) => id.table,
            Place::Step(step) => self.steps.get(step).map_or(self.figures, |step| step.table),
        }
    }

    /// What stands on a table's sheet behind the columns of the policy.
    #[must_use]
    pub fn beside(&self, table: TableId) -> Vec<Place> {
        self.beside.get(&table).cloned().unwrap_or_default()
    }

    /// What stands on the sheet of figures: the figures, and steps on the way to them.
    #[must_use]
    pub fn figure_places(&self) -> Vec<Place> {
        self.beside(self.figures)
    }

    /// Whether formulas need the sheet of a table.
    #[must_use]
    pub fn reads(&self, table: TableId) -> bool {
        self.read.contains(&table)
    }

    /// Columns that are formulas and still read, directly or over others, one that stays a value: with its name.
    pub(super) fn partly(&self, plan: &Plan) -> BTreeMap<ColumnId, String> {
        let mut partly: BTreeMap<Place, String> = BTreeMap::new();
        let name = |id: &ColumnId| plan.column(*id).name.split_whitespace().collect::<Vec<_>>().join(" ");
        partly.extend(self.left.keys().map(|id| (Place::Column(*id), name(id))));
        let columns = self.columns.iter().map(|(id, formula)| (Place::Column(*id), formula));
        let steps = self.steps.iter().enumerate().map(|(step, own)| (Place::Step(step), &own.formula));
        let all: Vec<(Place, Vec<Place>)> =
            columns.chain(steps).map(|(place, formula)| (place, read(formula))).collect();
        loop {
            let before = partly.len();
            for (place, reads) in &all {
                let stale = reads.iter().find_map(|read| partly.get(read).cloned());
                if let (Some(stale), false) = (stale, partly.contains_key(place)) {
                    partly.insert(*place, stale);
                }
            }
            if partly.len() == before {
                break;
            }
        }
        let formulas = partly.into_iter().filter_map(|(place, stale)| match place {
            Place::Column(id) if self.columns.contains_key(&id) => Some((id, stale)),
            Place::Column(_) | Place::Step(_) => None,
        });
        formulas.collect()
    }

    /// Finds out what must stand on the sheets.
    pub(super) fn gather(&mut self, trace: &RowEvaluator<'_>, language: &str) {
        let plan = trace.plan();
        self.partly = self.partly(plan);
        let mut open: Vec<Place> = roots(plan).map(Place::Column).collect();
        let mut reached: BTreeSet<Place> = BTreeSet::new();
        while let Some(place) = open.pop() {
            if reached.insert(place) {
                open.extend(self.formula(place).into_iter().flat_map(read));
            }
        }
        for place in reached {
            let table = self.table_of(place);
            if self.formula(place).is_some() || !is_shown(plan, place) {
                self.read.insert(table);
            }
            self.read.extend(
                self.formula(place).into_iter().flat_map(read).map(|place| self.table_of(place)).collect::<Vec<_>>(),
            );
            let Place::Column(id) = place else {
                self.beside.entry(table).or_default().push(place);
                continue;
            };
            if !is_shown(plan, place) {
                self.beside.entry(table).or_default().push(place);
                let column = plan.column(id);
                let data = trace.column(id).cloned().unwrap_or_else(|| Column::blank(column.ty, trace.rows(table)));
                let title = column.title.text(language).split_whitespace().collect::<Vec<_>>().join(" ");
                self.extra.insert(id, Beside { title, data: Arc::new(data), format: column.format });
            }
        }
    }
}

/// Whether the report shows a column of a table by itself.
fn is_shown(plan: &Plan, place: Place) -> bool {
    let Place::Column(id) = place else { return false };
    let column = plan.column(id);
    !column.hidden && id.table != plan.figures && !matches!(column.work, Work::Score(_))
}

/// What a reader looks at: the columns of tables, figures, scorecards and triggers.
fn roots(plan: &Plan) -> impl Iterator<Item = ColumnId> {
    let tables = plan.tables.iter().enumerate().flat_map(|(table, columns)| {
        let named = columns.columns.iter().enumerate().filter(|(_, column)| !column.hidden);
        named.map(move |(slot, _)| ColumnId { table: TableId(table), slot })
    });
    let cards = plan.scorecards.iter().flat_map(|card| {
        let own = [card.score, card.band, card.rank].into_iter();
        // Weights, targets and worst values that are the same for all rows are cells of the rules.
        let is_of_rows = |slot: &usize| !is_one_number(plan.column(ColumnId { table: card.table, slot: *slot }));
        let terms = card.measures.iter().flat_map(|m| [m.weight, m.target, m.worst]).filter(is_of_rows);
        let measures = card.measures.iter().flat_map(|m| [m.value, m.points]).chain(terms);
        own.chain(measures).map(|slot| ColumnId { table: card.table, slot })
    });
    let triggers = plan.triggers.iter().map(|trigger| ColumnId { table: trigger.table, slot: trigger.when });
    tables.chain(cards).chain(triggers)
}

/// Whether a column is worked out to the same number for all rows.
pub(super) fn is_one_number(column: &ColumnPlan) -> bool {
    match &column.work {
        Work::Formula(expr) => expr.as_constant().is_some_and(|value| value.as_number().is_some()),
        _ => false,
    }
}

/// The places a formula reads.
fn read(formula: &Formula) -> Vec<Place> {
    let place = |piece: &Piece| match piece {
        Piece::Own(place) | Piece::All(place) => Some(*place),
        Piece::Single(id) => Some(Place::Column(*id)),
        Piece::Text(_) | Piece::Parameter(..) | Piece::Rule(_) => None,
    };
    formula.pieces.iter().filter_map(place).collect()
}
