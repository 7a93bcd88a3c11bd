//! Measures of scorecards that tell no row from another: all have no points, or all have every point.

use crate::diagnostic::Diagnostic;
use crate::eval::RowEvaluator;
use crate::formula::{ColumnId, TableId};
use crate::outcome::explain::shown;
use crate::plan::{MeasurePlan, Plan};
use crate::policy::model;
use crate::table::Column;
use crate::value::number::grouped;
use crate::value::{NumberFormat, Value};

/// So many rows with points that are all the same; of fewer it says little.
const FEWEST: usize = 3;

/// A finding for each measure that gives every row no points, or all points.
pub(super) fn measures(trace: &RowEvaluator<'_>, plan: &Plan, policy: &model::Policy) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (card, written) in plan.scorecards.iter().zip(&policy.scorecards) {
        for (measure, written) in card.measures.iter().zip(&written.measures) {
            let Some(points) = numbers(trace, card.table, measure.points) else { continue };
            let most = points.iter().fold(f64::MIN, |most, own| most.max(*own));
            let least = points.iter().fold(f64::MAX, |least, own| least.min(*own));
            let what = match points.len() >= FEWEST {
                true if most <= 0.0 => "no points",
                true if least >= 100.0 => "all points",
                _ => continue,
            };
            let (rows, table) = (grouped(points.len()), &plan.tables[card.table.0].name);
            let message = format!("each of {rows} {table} has {what} for `{}`", measure.name);
            let finding = Diagnostic::warning("flat-measure", written.name.span, message);
            found.push(finding.help(scale(trace, card.table, measure)));
        }
    }
    found
}

/// Where its values lie, and what the points are counted by.
fn scale(trace: &RowEvaluator<'_>, table: TableId, measure: &MeasurePlan) -> String {
    let range = |slot: usize| {
        let all = numbers(trace, table, slot).unwrap_or_default();
        let least = all.iter().copied().reduce(f64::min)?;
        let most = all.iter().copied().reduce(f64::max)?;
        let [least, most] = [least, most].map(|value| match measure.format {
            NumberFormat::Percent(_) => shown(&Value::Number(value), measure.format),
            _ if value >= 0.0 && value.fract() == 0.0 => grouped(value as usize),
            _ => shown(&Value::Number(value), measure.format),
        });
        Some(if least == most { least } else { format!("{least} to {most}") })
    };
    match (range(measure.value), range(measure.target), range(measure.worst)) {
        (Some(values), Some(target), Some(worst)) => format!(
            "its values are {values}, the target {target}, the worst {worst}: set these to what good and bad rows have"
        ),
        _ => "set its target and worst value to what good and bad rows have".to_string(),
    }
}

/// The numbers of a column, without its blanks.
fn numbers(trace: &RowEvaluator<'_>, table: TableId, slot: usize) -> Option<Vec<f64>> {
    match trace.column(ColumnId { table, slot })? {
        Column::Number(values) => Some(values.iter().copied().filter(|value| value.is_finite()).collect()),
        _ => None,
    }
}
