//! Rows of calendars.

use super::state::State;
use crate::formula::TableId;
use crate::plan::CalendarPlan;
use crate::policy::model::CalendarUnit;
use crate::table::{Column, TextBuilder};
use crate::value::{Date, Value};
use std::sync::Arc;

/// Rows of one calendar at most: days of some thousand years.
const MOST: usize = 1 << 20;

impl State<'_> {
    /// One row for each month, or the like, that has a day of the period.
    pub(super) fn calendar_rows(&mut self, table: TableId, plan: &CalendarPlan) {
        let mut spans: Vec<(Date, Date)> = Vec::new();
        if let Some(Value::Period(period)) = plan.over.fixed_value(&self.parameters) {
            let mut day = period.from;
            while day <= period.to && spans.len() < MOST {
                let (first, last) = around(plan.unit, day);
                spans.push((first, last));
                day = Date(last.0 + 1);
            }
        }
        let name = match plan.unit {
            CalendarUnit::Day => Column::Date(spans.iter().map(|(first, _)| first.0).collect()),
            CalendarUnit::Year => Column::Number(spans.iter().map(|(first, _)| f64::from(first.year())).collect()),
            unit => {
                let mut names = TextBuilder::default();
                spans.iter().for_each(|(first, _)| names.push(Some(&name(unit, *first))));
                Column::Text(names.finish())
            }
        };
        let frame = &mut self.frames[table.0];
        frame.rows = spans.len();
        frame.columns[0] = Some(Arc::new(name));
        frame.columns[1] = Some(Arc::new(Column::Date(spans.iter().map(|(first, _)| first.0).collect())));
        frame.columns[2] = Some(Arc::new(Column::Date(spans.iter().map(|(_, last)| last.0).collect())));
    }
}

/// The first and last day of the unit a day lies in.
fn around(unit: CalendarUnit, day: Date) -> (Date, Date) {
    let months = |count: u32| {
        let begun = (day.month() - 1) % count;
        let first = day.month_start().plus_months(-(begun as i32)).unwrap_or(day);
        let last = first.plus_months(count as i32 - 1).map_or(day, Date::month_end);
        (first, last)
    };
    match unit {
        CalendarUnit::Day => (day, day),
        CalendarUnit::Week => {
            let first = Date(day.0 - (day.weekday() as i32 - 1));
            (first, Date(first.0 + 6))
        }
        CalendarUnit::Month => months(1),
        CalendarUnit::Quarter => months(3),
        CalendarUnit::Year => months(12),
    }
}

/// As the functions `week`, `year_month` and `year_quarter` name it.
fn name(unit: CalendarUnit, first: Date) -> String {
    match unit {
        CalendarUnit::Week => {
            let (year, week) = first.iso_week();
            format!("{year}-W{week:02}")
        }
        CalendarUnit::Quarter => format!("{}-Q{}", first.year(), first.quarter()),
        _ => format!("{}-{:02}", first.year(), first.month()),
    }
}
