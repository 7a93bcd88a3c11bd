//! Formulas in place of values: where every column stands, and what a formula is there.

use super::links::{RulesLayout, quoted_sheet};
use crate::emit::formulas::{Formula, Live, ParameterPart, Piece, Place, RuleAt};
use crate::formula::{ColumnId, TableId};
use crate::outcome::Outcome;
use crate::source::column_letters;
use crate::table::{Column, ColumnBuilder};
use crate::value::{NumberFormat, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// The row of the header of a table's sheet without totals, from 0.
pub(super) const HEADER: u32 = 2;
/// The row of the first parameter and the first figure, from 0.
pub(super) const FIRST: u32 = 3;
/// Longest formula of a cell, in characters.
const LONGEST: usize = 8_192;

/// Where the columns and rows of a table stand.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// The row of its header, from 0.
    pub header: u32,
    /// The column of each place.
    pub columns: HashMap<Place, u32>,
    /// For each row of the table its row on the sheet, from 0.
    pub rows: Vec<u32>,
}

/// Where everything stands that formulas read.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub live: Arc<Live>,
    pub tables: Vec<Option<Sheet>>,
    /// The table of figures, whose columns stand below one another.
    pub figures: TableId,
    pub figures_sheet: String,
    pub figure_rows: HashMap<Place, u32>,
    /// The defined names of parameters.
    pub names: HashMap<String, String>,
    pub rules: Option<RulesLayout>,
    /// Names of the sheets of parameters and of figures.
    pub parameters_sheet: String,
}

impl Sheets {
    /// The name of a table's sheet; none where it has none.
    pub(super) fn name(&self, table: usize) -> Option<&str> {
        self.tables.get(table)?.as_ref().map(|sheet| sheet.name.as_str())
    }

    /// What stands in the columns of a table's sheet behind those of the policy.
    pub(super) fn beside(&self, table: usize) -> Vec<Place> {
        self.live.beside(TableId(table))
    }

    /// The plan's formulas.
    pub(super) fn live(&self) -> &Live {
        &self.live
    }

    /// The formula of a place in a row, as a cell of its own sheet holds it; `None` where it stays a value.
    pub(super) fn formula(&self, place: Place, row: usize) -> Option<(String, bool)> {
        let formula = self.live.formula(place)?;
        let table = self.live.table_of(place);
        let text = self.text(formula, table, row)?;
        (text.chars().count() <= LONGEST).then_some((text, formula.array))
    }

    /// A cell that another sheet shows as well; `None` where it is on no sheet.
    pub(super) fn elsewhere(&self, id: ColumnId, row: usize) -> Option<String> {
        self.cell(Place::Column(id), row, None)
    }

    fn text(&self, formula: &Formula, table: TableId, row: usize) -> Option<String> {
        let mut text = String::new();
        for piece in &formula.pieces {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Own(place) => text.push_str(&self.cell(*place, row, Some(table))?),
                Piece::All(place) => text.push_str(&self.column(*place, Some(table))?),
                Piece::Single(id) => text.push_str(&self.cell(Place::Column(*id), 0, Some(table))?),
                Piece::Parameter(name, part) => text.push_str(&self.parameter(name, *part)?),
                Piece::Rule(at) => text.push_str(&self.rule(*at)?),
            }
        }
        Some(text)
    }

    /// The cell of a place in a row, seen from a table's sheet.
    pub(super) fn cell(&self, place: Place, row: usize, from: Option<TableId>) -> Option<String> {
        let table = self.live.table_of(place);
        if table == self.figures {
            let row = self.figure_rows.get(&place)?;
            let sheet = if from == Some(table) { String::new() } else { quoted_sheet(&self.figures_sheet) };
            return Some(format!("{sheet}$B${}", row + 1));
        }
        let sheet = self.tables.get(table.0)?.as_ref()?;
        let column = column_letters(*sheet.columns.get(&place)?);
        let row = sheet.rows.get(row)? + 1;
        Some(match from == Some(table) {
            true => format!("${column}{row}"),
            false => format!("{}{column}{row}", quoted_sheet(&sheet.name)),
        })
    }

    /// All cells of a place.
    pub(super) fn column(&self, place: Place, from: Option<TableId>) -> Option<String> {
        let table = self.live.table_of(place);
        if table == self.figures {
            return self.cell(place, 0, from);
        }
        let sheet = self.tables.get(table.0)?.as_ref()?;
        let column = column_letters(*sheet.columns.get(&place)?);
        let (first, last) = (sheet.header + 2, sheet.header + 1 + sheet.rows.len().max(1) as u32);
        let name = if from == Some(table) { String::new() } else { quoted_sheet(&sheet.name) };
        Some(format!("{name}${column}${first}:${column}${last}"))
    }

    pub(super) fn parameter(&self, name: &str, part: ParameterPart) -> Option<String> {
        let defined = self.names.get(name)?;
        Some(match part {
            ParameterPart::Value => defined.clone(),
            ParameterPart::From => format!("{defined}.from"),
            ParameterPart::To => format!("{defined}.to"),
        })
    }

    fn rule(&self, at: RuleAt) -> Option<String> {
        let layout = self.rules.as_ref()?;
        let sheet = quoted_sheet(&layout.sheet);
        let cell = |column: u32, row: u32| format!("${}${}", column_letters(column), row + 1);
        Some(match at {
            RuleAt::Cell { decision, rule, input, part } => {
                let place = layout.decisions.get(decision)?;
                let column = u32::from(*place.inputs.get(input)?) + part as u32;
                format!("{sheet}{}", cell(column, place.first + rule as u32))
            }
            RuleAt::Results { decision, output } => {
                let place = layout.decisions.get(decision)?;
                let column = u32::from(place.results) + output as u32;
                let last = place.first + (place.rules as u32).max(1) - 1;
                format!("{sheet}{}:{}", cell(column, place.first), cell(column, last))
            }
            RuleAt::Measure { card, measure, term } => {
                let (top, _) = layout.cards.get(card)?;
                format!("{sheet}{}", cell(1 + term as u32, top + 2 + measure as u32))
            }
            RuleAt::Band { card, band, part } => {
                let (_, bands) = layout.cards.get(card)?;
                format!("{sheet}{}", cell(1 + part as u32, bands + band as u32))
            }
        })
    }
}

impl Sheets {
    /// A step on the way, or a column the report does not show by itself: its title, its values, their look.
    pub(super) fn step(&self, place: Place, rows: usize) -> (String, Column, NumberFormat) {
        match place {
            Place::Column(id) => match self.live.extra.get(&id) {
                Some(beside) => (beside.title.clone(), (*beside.data).clone(), beside.format),
                None => (String::new(), Column::blank(crate::value::Type::Text, rows), NumberFormat::General),
            },
            Place::Step(step) => {
                let step = &self.live.steps[step];
                let kind = step.values.iter().find_map(Value::type_of).unwrap_or(crate::value::Type::Number);
                let mut builder = ColumnBuilder::new(kind);
                step.values.iter().for_each(|value| builder.push(value));
                (step.title.clone(), builder.finish(), NumberFormat::General)
            }
        }
    }

    /// The name of the sheet of figures.
    pub(super) fn figures_sheet(&self) -> &str {
        &self.figures_sheet
    }

    /// The cell of a figure, seen from another sheet.
    pub(super) fn figure_cell(&self, slot: usize) -> Option<String> {
        self.cell(Place::Column(ColumnId { table: self.figures, slot }), 0, None)
    }

    /// A place of the table of figures: its title, its value, and how that is shown.
    pub(super) fn figure(&self, outcome: &Outcome, place: Place) -> Option<(String, Value, NumberFormat)> {
        match place {
            Place::Column(id) => {
                let beside = self.live.extra.get(&id)?;
                let named = self.live.figure_places().iter().position(|known| *known == place);
                let figure = named.and_then(|at| outcome.figures.get(at)).filter(|figure| figure.slot == id.slot);
                let title = figure.map_or_else(|| beside.title.clone(), |figure| figure.title.clone());
                Some((title, beside.data.value(0), beside.format))
            }
            Place::Step(step) => {
                let step = self.live.steps.get(step)?;
                Some((step.title.clone(), step.values.first().cloned().unwrap_or_default(), NumberFormat::General))
            }
        }
    }

    /// Why a column does not follow, or not in all.
    fn reason(&self, id: ColumnId) -> Option<String> {
        let partly =
            self.live.partly.get(&id).map(|stale| format!("follows in part: it reads `{stale}`, which stays a value"));
        self.live.left.get(&id).cloned().or(partly)
    }

    /// Columns a reader sees that stay values: table, column, reason.
    pub(super) fn left(&self, outcome: &Outcome) -> Vec<(String, String, String)> {
        let mut left = Vec::new();
        for (at, table) in outcome.tables.iter().enumerate() {
            for column in &table.columns {
                let id = ColumnId { table: TableId(at), slot: column.slot };
                if let Some(reason) = self.reason(id) {
                    left.push((table.title.clone(), column.title.clone(), reason));
                }
            }
        }
        for figure in &outcome.figures {
            let id = ColumnId { table: self.figures, slot: figure.slot };
            if let Some(reason) = self.reason(id) {
                left.push((figure.title.clone(), String::new(), reason));
            }
        }
        for card in &outcome.scorecards {
            for (title, slot) in
                [("score", card.slots[0]), ("band", card.slots[1]), ("rank", card.slots[2]), ("reasons", card.slots[3])]
            {
                let id = ColumnId { table: TableId(card.table), slot };
                if let Some(reason) = self.reason(id) {
                    left.push((card.title.clone(), title.to_string(), reason));
                }
            }
        }
        left
    }
}
