//! Rows put together by a column: subtotals, charts, and the trend of a table that has a column of periods.

use super::totals::sum_of;
use super::{GroupChart, Groups, OutcomeColumn, TableView, Total};
use crate::plan::ReportSheetPlan;
use crate::table::Column;
use crate::value::{Date, NumberFormat, Type, Value, ops};
use std::collections::HashMap;
use std::sync::Arc;

/// Bars a chart has at most: more cannot be told apart.
const MOST_BARS: usize = 24;
/// Points of a trend that nobody asked for, at least and at most: two are no trend, and many are days.
const TREND: std::ops::RangeInclusive<usize> = 3..=60;
/// Words of which the name or the title of a column of periods has one.
const PERIODS: [&str; 12] =
    ["month", "quarter", "week", "period", "월", "분기", "주차", "月", "四半期", "季度", "週", "周"];

/// The rows of a table, and what its columns come to.
pub(super) struct Rows<'t> {
    pub columns: &'t [OutcomeColumn],
    pub key: Option<usize>,
    pub made_of: &'t [Option<Total>],
    /// The values of any column of the plan, the steps on the way too.
    pub data: &'t dyn Fn(usize) -> Arc<Column>,
}

/// Puts rows together as a report asks for it, and where it is silent by their periods.
pub(super) fn put(view: &mut TableView, rows: &Rows<'_>, sheet: Option<&ReportSheetPlan>) {
    let place = |name: &str| rows.columns.iter().position(|column| column.name == name);
    let group = sheet.and_then(|sheet| place(sheet.group.as_ref()?));
    let chart = sheet.and_then(|sheet| sheet.chart.as_ref());
    let drawn = chart.and_then(|chart| Some((place(&chart.of)?, chart.by.as_deref().and_then(place), chart.line)));
    if let Some((of, by, line)) = drawn {
        view.groups.push(rows.drawn((of, by.or(group), line), view.order.as_deref()));
    }
    if let Some(by) = group {
        if view.groups.iter().all(|groups| groups.by != by) {
            view.groups.push(rows.grouped(by, None));
        }
        if let Some(groups) = view.groups.iter().find(|groups| groups.by == by) {
            view.order = Some(rows.together(groups, view.order.take()));
        }
    }
    if drawn.is_none() && group.is_none() {
        view.groups.extend(rows.trend(view));
    }
}

impl Rows<'_> {
    /// The chart of a column: by another, by its periods, by its own texts, or row by row.
    fn drawn(&self, (of, by, line): (usize, Option<usize>, Option<bool>), order: Option<&[u32]>) -> Groups {
        let counted = self.columns[of].kind() != Type::Number;
        let by = by.or(counted.then_some(of)).or_else(|| self.period());
        let mut groups = match by {
            Some(by) => self.grouped(by, None),
            None => self.by_row(order),
        };
        groups.chart =
            Some(GroupChart { of: (!counted).then_some(of), mean: false, line: line.unwrap_or(groups.periods) });
        self.fill(&mut groups);
        if !groups.periods && !groups.single {
            largest_first(&mut groups);
        }
        groups
    }

    /// The trend of a table that has a column of periods, and a column that adds up.
    fn trend(&self, view: &TableView) -> Option<Groups> {
        let by = self.period()?;
        let adds = |at: &usize| matches!(self.made_of.get(*at), Some(Some(Total::Sum(_))));
        let shown = |at: &usize| view.columns.as_ref().is_none_or(|columns| columns.contains(at));
        let candidates = || (0..self.columns.len()).filter(adds).filter(shown);
        let of = candidates().find(|at| self.columns[*at].is_money()).or_else(|| candidates().next())?;
        let mut groups = self.grouped(by, None);
        groups.chart = Some(GroupChart { of: Some(of), mean: false, line: true });
        TREND.contains(&groups.values.iter().filter(|value| !value.is_blank()).count()).then_some(groups)
    }

    /// Rows put together by a column, in the order of its rules, of its values, or in that of an earlier time.
    fn grouped(&self, by: usize, chart: Option<GroupChart>) -> Groups {
        let column = &self.columns[by];
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut values, mut first) = (Vec::new(), Vec::new());
        for row in 0..column.data.len() {
            let value = column.data.value(row);
            places.entry(value.to_string()).or_insert_with(|| {
                values.push(value);
                first.push(row as u32);
                values.len() - 1
            });
        }
        let rule = |value: &Value| {
            let known = value.as_text().and_then(|text| column.order.iter().position(|known| known == text));
            known.unwrap_or(usize::MAX)
        };
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (&values[a], &values[b]);
            let blank = a.is_blank().cmp(&b.is_blank());
            blank.then_with(|| rule(a).cmp(&rule(b))).then_with(|| ops::exact_order(a, b))
        });
        let mut groups = Groups {
            by,
            values: order.iter().map(|&at| values[at].clone()).collect(),
            first: order.iter().map(|&at| first[at]).collect(),
            counts: Vec::new(),
            totals: Vec::new(),
            periods: is_period(column),
            single: false,
            chart,
        };
        self.fill(&mut groups);
        groups
    }

    /// Every row by itself, as far as a chart shows them.
    fn by_row(&self, order: Option<&[u32]>) -> Groups {
        let by = self.key.unwrap_or_default();
        let rows = self.columns.first().map_or(0, |column| column.data.len() as u32);
        let first: Vec<u32> = match order {
            Some(order) => order.iter().copied().take(MOST_BARS).collect(),
            None => (0..rows).take(MOST_BARS).collect(),
        };
        let value = |row: &u32| match self.key {
            Some(key) => self.columns[key].data.value(*row as usize),
            None => Value::Number(f64::from(*row) + 1.0),
        };
        Groups {
            by,
            values: first.iter().map(value).collect(),
            counts: vec![1; first.len()],
            totals: Vec::new(),
            first,
            periods: false,
            single: true,
            chart: None,
        }
    }

    /// The rows of each group.
    fn members(&self, groups: &Groups) -> Vec<Vec<u32>> {
        if groups.single {
            return groups.first.iter().map(|row| vec![*row]).collect();
        }
        let places: HashMap<String, usize> = groups.values.iter().map(Value::to_string).zip(0..).collect();
        let mut members = vec![Vec::new(); groups.values.len()];
        let column = &self.columns[groups.by].data;
        for row in 0..column.len() {
            if let Some(at) = places.get(&column.value(row).to_string()) {
                members[*at].push(row as u32);
            }
        }
        members
    }

    /// Counts and totals of the groups.
    fn fill(&self, groups: &mut Groups) {
        let members = self.members(groups);
        groups.counts = members.iter().map(Vec::len).collect();
        let mut data: HashMap<usize, Arc<Column>> = HashMap::new();
        self.made_of.iter().flatten().for_each(|total| {
            total.sums(&mut |slot| {
                data.entry(slot).or_insert_with(|| (self.data)(slot));
            });
        });
        let total = |rows: &[u32], total: &Option<Total>| {
            let sum = |slot: usize| known(data.get(&slot)?, rows).and_then(sum_of);
            total.as_ref()?.value(&sum)
        };
        let all = |rows: &Vec<u32>| self.made_of.iter().map(|made| total(rows, made)).collect();
        groups.totals = members.iter().map(all).collect();
        self.fill_chart(groups, &members);
    }

    /// A column that a chart was asked for and that adds up to nothing by itself: numbers that were read are added all the
    /// same, of others there is an average.
    fn fill_chart(&self, groups: &mut Groups, members: &[Vec<u32>]) {
        let Some(GroupChart { of: Some(of), mean, .. }) = &mut groups.chart else { return };
        if self.made_of.get(*of).is_some_and(Option::is_some) {
            return;
        }
        let column = &self.columns[*of];
        let read = column.role == super::Role::Imported && !matches!(column.format, NumberFormat::Percent(_));
        *mean = !read && !groups.single;
        for (totals, rows) in groups.totals.iter_mut().zip(members) {
            totals.resize(totals.len().max(*of + 1), None);
            let values = || known(&column.data, rows);
            let count = values().map_or(0, |values| values.filter(|value| value.is_finite()).count());
            let sum = values().and_then(sum_of);
            totals[*of] = sum.map(|sum| if *mean { sum / count as f64 } else { sum });
        }
    }

    /// The groups of some of the rows, as those of all of them were made.
    pub(super) fn again(&self, whole: &Groups) -> Groups {
        let mut groups = if whole.single { self.by_row(None) } else { self.grouped(whole.by, None) };
        groups.chart = whole.chart;
        self.fill(&mut groups);
        groups
    }

    /// Rows of a group below one another, in each as they stood.
    fn together(&self, groups: &Groups, order: Option<Vec<u32>>) -> Vec<u32> {
        let mut place = vec![0; self.columns[groups.by].data.len()];
        for (at, rows) in self.members(groups).iter().enumerate() {
            rows.iter().for_each(|row| place[*row as usize] = at);
        }
        let mut order = order.unwrap_or_else(|| (0..place.len() as u32).collect());
        order.sort_by_key(|row| place[*row as usize]);
        order
    }

    /// The first column of periods.
    fn period(&self) -> Option<usize> {
        self.columns.iter().position(is_period)
    }
}

fn known<'c>(column: &'c Column, rows: &'c [u32]) -> Option<impl Iterator<Item = f64> + 'c> {
    let Column::Number(numbers) = column else { return None };
    Some(rows.iter().map(|row| numbers[*row as usize]))
}

/// Bars by how long they are, no more than can be told apart.
fn largest_first(groups: &mut Groups) {
    if groups.values.len() <= MOST_BARS {
        return;
    }
    let of = groups.chart.and_then(|chart| chart.of);
    let size = |at: usize| match of {
        Some(of) => groups.totals[at].get(of).copied().flatten().unwrap_or(f64::NEG_INFINITY),
        None => groups.counts[at] as f64,
    };
    let mut order: Vec<usize> = (0..groups.values.len()).collect();
    order.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
    groups.values = order.iter().map(|&at| groups.values[at].clone()).collect();
    groups.first = order.iter().map(|&at| groups.first[at]).collect();
    groups.counts = order.iter().map(|&at| groups.counts[at]).collect();
    groups.totals = order.iter().map(|&at| groups.totals[at].clone()).collect();
}

/// Whether a column holds months, quarters or weeks: by its name and by what is in it.
fn is_period(column: &OutcomeColumn) -> bool {
    let (name, title) = (column.name.to_lowercase(), column.title.to_lowercase());
    if !PERIODS.iter().any(|word| name.contains(word) || title.contains(word)) {
        return false;
    }
    match &*column.data {
        Column::Text(texts) => texts.dictionary.iter().next().is_some() && texts.dictionary.iter().all(is_named_period),
        Column::Date(_) => {
            let days = || (0..column.data.len()).filter_map(|row| column.data.value(row).as_day());
            let weekday = |day: Date| day.0.rem_euclid(7);
            let mut first = days().map(weekday);
            let same = first.next().is_some_and(|one| first.all(|other| other == one));
            same || (days().next().is_some() && days().all(|day| day.day() == 1))
        }
        _ => false,
    }
}

/// `2026-01`, `2026-Q1`, `2026-W05`, `2026/1`, `2026년 1월`.
fn is_named_period(text: &str) -> bool {
    let text = text.trim();
    let Some((year, rest)) = text.split_at_checked(4) else { return false };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let known = |c: char| c.is_ascii_digit() || "-/. QqWw년월年月분기四半期季度第주週周".contains(c);
    year.bytes().all(|b| b.is_ascii_digit()) && (1..=2).contains(&digits.len()) && rest.chars().all(known)
}
