//! The columns a test can give for a condition, and the values worth trying in each.

use super::super::written::text_word;
use super::judge::Judge;
use super::numbers::number_text;
use super::origin::{Step, brought, obstacle, steps};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::import::SheetColumn;
use crate::plan::{Plan, RowsPlan, Work};
use crate::policy::as_type;
use crate::policy::model::Presence;
use crate::value::{Date, NumberFormat, Type, Value, number, ops};
use std::collections::BTreeSet;

/// A column a test can give.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leaf {
    /// Steps that lead to its row; none for a column of the own row.
    pub path: Vec<Step>,
    pub column: ColumnId,
}

impl Leaf {
    /// The same column, seen from the row that a way begins at.
    pub fn after(self, way: &[Step]) -> Leaf {
        Leaf { path: way.iter().copied().chain(self.path).collect(), ..self }
    }
}

/// A value, and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    pub text: String,
    pub value: Value,
}

impl Point {
    fn blank() -> Point {
        Point { text: "blank".into(), value: Value::Blank }
    }
}

/// A plan, and which of several sources rows are taken from.
#[derive(Clone, Copy)]
pub(super) struct Ways<'p> {
    pub plan: &'p Plan,
    /// The number of the stacked table, or of the column that becomes a row.
    pub choice: usize,
}

/// The columns an expression of a table hangs on, that can be given. A key matters where it is compared with what
/// keys can be.
pub(super) fn leaves(ways: Ways<'_>, table: TableId, expr: &Expr, found: &mut BTreeSet<Leaf>) {
    let (mut own, mut constants) = (BTreeSet::new(), Vec::new());
    leaves_and_keys(ways, table, expr, &mut own);
    constants_of(ways.plan, table, expr, &mut constants);
    let is_text = flat(&constants).iter().any(|value| value.as_text().is_some());
    own.retain(|leaf| !is_key(ways.plan, leaf.column) || is_text || !listed(ways.plan, leaf.column).is_empty());
    found.extend(own);
}

fn leaves_and_keys(ways: Ways<'_>, table: TableId, expr: &Expr, found: &mut BTreeSet<Leaf>) {
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Column(slot) => behind(ways, Vec::new(), ColumnId { table, slot: *slot }, found),
        ExprKind::Follow { path, column } => {
            let mut way = Vec::new();
            for id in path {
                let choice = if way.is_empty() { ways.choice } else { 0 };
                let Some(steps) = steps(ways.plan, *id, choice) else { return };
                way.extend(steps);
            }
            behind(ways, way, *column, found);
        }
        _ => {}
    });
}

/// What can be given for a column of the row that a way leads to: of the own row the source that is chosen counts,
/// further away the first.
pub(super) fn behind(ways: Ways<'_>, way: Vec<Step>, id: ColumnId, found: &mut BTreeSet<Leaf>) {
    let plan = ways.plan;
    let column = plan.column(id);
    match &column.work {
        Work::Formula(inner) if column.hidden => {
            let mut own = BTreeSet::new();
            leaves(ways, id.table, inner, &mut own);
            found.extend(own.into_iter().map(|leaf| leaf.after(&way)));
        }
        Work::Derived => {
            let number = if way.is_empty() { ways.choice } else { 0 };
            let Some(source) = brought(plan, id, number) else { return };
            let stacked = matches!(plan.tables[id.table.0].rows, RowsPlan::Stack(_));
            let step = Step::Source(id.table, if stacked { number } else { 0 });
            behind(ways, step.after(&way), source, found);
        }
        _ if can_be_given(plan, id) => {
            found.insert(Leaf { path: way, column: id });
        }
        _ => {}
    }
}

/// A leaf where its way leads through rows that are the same.
pub(super) fn settled(leaf: Leaf, same: &[(Vec<Step>, Vec<Step>)]) -> Leaf {
    let path = same.iter().fold(leaf.path, |path, (from, to)| match path.strip_prefix(from.as_slice()) {
        Some(rest) => to.iter().chain(rest).copied().collect(),
        None => path,
    });
    Leaf { path, column: leaf.column }
}

/// Whether a column is the key of its table.
pub(super) fn is_key(plan: &Plan, id: ColumnId) -> bool {
    plan.tables[id.table.0].key == Some(id.slot)
}

/// The texts that a column may hold; none where it may hold any.
pub(super) fn listed(plan: &Plan, id: ColumnId) -> &[Value] {
    sheet_column(plan, id).map_or(&[], |sheet| &sheet.one_of)
}

/// Whether rows of a test can hold that column: it has a name, and keys are texts.
fn can_be_given(plan: &Plan, id: ColumnId) -> bool {
    let (table, column) = (&plan.tables[id.table.0], plan.column(id));
    let kind = !matches!(column.ty, Type::List | Type::Period | Type::DateTime);
    let bare = column.references.is_none() && !matches!(column.work, Work::Derived | Work::Link | Work::Unbound);
    let fitting_key = column.ty == Type::Text && matches!(table.rows, RowsPlan::Imported(_));
    obstacle(plan, id.table).is_none() && kind && bare && !column.hidden && (!is_key(plan, id) || fitting_key)
}

/// What a row of a derived table hangs on: the columns, and the values they are compared with.
pub(super) struct Maker {
    pub leaves: BTreeSet<Leaf>,
    pub constants: Vec<Value>,
}

/// What an imported column asks of its cells.
fn sheet_column(plan: &Plan, id: ColumnId) -> Option<&SheetColumn> {
    let Work::Imported(place) = plan.column(id).work else { return None };
    plan.sheets.get(id.table.0)?.as_ref()?.columns.get(place)
}

/// The values worth trying in a column: each limit it is compared with and what lies next to it, each text it
/// is compared with and another one, and the blank last.
pub(super) fn points(ways: Ways<'_>, leaf: &Leaf, judges: &[&Judge<'_>], made: &[Maker]) -> Vec<Point> {
    let plan = ways.plan;
    let column = plan.column(leaf.column);
    let sheet = sheet_column(plan, leaf.column);
    let (mut constants, mut mixed) = (Vec::new(), false);
    for (judge, atom) in judges.iter().flat_map(|judge| judge.atoms.iter().map(move |atom| (judge, atom))) {
        let mut own = BTreeSet::new();
        leaves(ways, judge.table, atom.expr, &mut own);
        if own.contains(leaf) {
            mixed |= own.len() > 1 || !is_plain(atom.expr);
            constants_of(plan, judge.table, atom.expr, &mut constants);
            beside(ways, judge.table, atom.expr, &mut constants);
        }
    }
    for maker in made.iter().filter(|maker| maker.leaves.contains(leaf)) {
        mixed |= maker.leaves.len() > 1;
        constants.extend(maker.constants.iter().cloned());
    }
    let mut points = match column.ty {
        Type::Number => numbers(&constants, column.format, mixed),
        Type::Date => {
            let ends = sheet.into_iter().flat_map(|sheet| sheet.min.iter().chain(&sheet.max));
            days(&constants.into_iter().chain(ends.cloned()).collect::<Vec<_>>())
        }
        Type::Bool => [true, false].map(|flag| Point { text: flag.to_string(), value: Value::Bool(flag) }).to_vec(),
        _ => texts(&constants, sheet),
    };
    let allowed = |point: &Point| sheet.is_none_or(|sheet| fits(sheet, &point.value));
    let before = points.len();
    points.retain(allowed);
    if points.len() < before && column.ty == Type::Number {
        // Nearest to a limit beyond what the column may hold is the end of that.
        let ends: Vec<Value> =
            sheet.into_iter().flat_map(|sheet| sheet.min.iter().chain(&sheet.max)).cloned().collect();
        let known: Vec<Value> = points.iter().map(|point| point.value.clone()).collect();
        let ends = numbers(&ends, column.format, false).into_iter().filter(|point| ends.contains(&point.value));
        points.extend(ends.filter(|point| !known.contains(&point.value)));
    }
    if !is_key(plan, leaf.column) && sheet.is_none_or(|sheet| sheet.presence != Presence::Cells && sheet.fill.is_none())
    {
        points.push(Point::blank());
    }
    points
}

fn fits(sheet: &SheetColumn, value: &Value) -> bool {
    let outside = |limit: &Option<Value>, wrong: std::cmp::Ordering| {
        limit.as_ref().is_some_and(|limit| ops::compare(value, limit) == Some(wrong))
    };
    let listed = sheet.one_of.is_empty() || sheet.one_of.iter().any(|known| known.to_string() == value.to_string());
    listed && !outside(&sheet.min, std::cmp::Ordering::Less) && !outside(&sheet.max, std::cmp::Ordering::Greater)
}

/// A comparison with a column by itself.
fn is_plain(expr: &Expr) -> bool {
    let simple = |part: &Expr| {
        matches!(
            part.kind,
            ExprKind::Column(_) | ExprKind::Follow { .. } | ExprKind::Constant(_) | ExprKind::Parameter(_)
        )
    };
    expr.parts().into_iter().all(simple)
}

/// Constants and parameters of a condition, those of steps on the way too.
pub(super) fn constants_of(plan: &Plan, table: TableId, expr: &Expr, found: &mut Vec<Value>) {
    expr.visit(&mut |node| match &node.kind {
        ExprKind::Constant(value) => found.push(value.clone()),
        ExprKind::Parameter(name) => {
            let own = plan.parameters.iter().find(|parameter| parameter.name.as_str() == &**name);
            found.extend(own.map(|parameter| parameter.value.clone()));
        }
        ExprKind::Column(slot) => {
            let column = plan.column(ColumnId { table, slot: *slot });
            if let (Work::Formula(inner), true) = (&column.work, column.hidden) {
                constants_of(plan, table, inner, found);
            }
        }
        _ => {}
    });
}

/// What columns that are compared with each other may hold: a row is found where both hold the same.
pub(super) fn beside(ways: Ways<'_>, table: TableId, expr: &Expr, found: &mut Vec<Value>) {
    expr.visit(&mut |node| {
        if let ExprKind::Binary(BinaryOp::Equal | BinaryOp::NotEqual, ..) = &node.kind {
            let mut own = BTreeSet::new();
            leaves(ways, table, node, &mut own);
            found.extend(own.iter().flat_map(|leaf| listed(ways.plan, leaf.column)).cloned());
        }
    });
}

fn flat(constants: &[Value]) -> Vec<Value> {
    constants
        .iter()
        .flat_map(|value| match value {
            Value::List(items) => items.to_vec(),
            Value::Period(period) => vec![Value::Date(period.from), Value::Date(period.to)],
            other => vec![other.clone()],
        })
        .collect()
}

fn numbers(constants: &[Value], format: NumberFormat, mixed: bool) -> Vec<Point> {
    let mut limits: Vec<f64> = flat(constants).iter().filter_map(Value::as_number).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    let mut wanted: Vec<f64> = Vec::new();
    for &limit in &limits {
        let step = step(limit, format);
        // Next to a limit, and not beyond the next one.
        let room = |other: f64| if other > 0.0 && other < step { other / 2.0 } else { step };
        let nearest = |ahead: bool| {
            let gaps = limits.iter().map(|other| if ahead { other - limit } else { limit - other });
            gaps.filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min)
        };
        wanted.extend([limit, limit - room(nearest(false)), limit + room(nearest(true))]);
    }
    if limits.is_empty() || mixed {
        wanted.extend([1.0, 0.0, 100.0]);
        wanted.extend(limits.iter().map(|limit| -limit));
    }
    let mut points: Vec<Point> = Vec::new();
    for value in wanted {
        let text = number_text(value, format);
        let Some(value) = as_type(&text, Type::Number) else { continue };
        if points.iter().all(|known| known.value != value) {
            points.push(Point { text, value });
        }
    }
    points
}

/// What lies next to a limit: one in the last place that its column shows, or that the limit has.
fn step(limit: f64, format: NumberFormat) -> f64 {
    match format {
        NumberFormat::Percent(digits) => 10f64.powi(-2 - i32::from(digits.max(1))),
        NumberFormat::Decimals(digits) => 10f64.powi(-i32::from(digits)),
        NumberFormat::General => {
            let text = number::shortest(limit);
            10f64.powi(-(text.split_once('.').map_or(0, |(_, decimals)| decimals.len()) as i32))
        }
    }
}

fn days(constants: &[Value]) -> Vec<Point> {
    let mut limits: Vec<Date> = flat(constants).iter().filter_map(Value::as_day).collect();
    if limits.is_empty() {
        limits.extend(Date::parse("2026-01-15"));
    }
    let near = limits.iter().flat_map(|day| [*day, Date(day.0 - 1), Date(day.0 + 1)]);
    let mut points: Vec<Point> = Vec::new();
    for day in near {
        if points.iter().all(|known| known.value != Value::Date(day)) {
            points.push(Point { text: day.to_string(), value: Value::Date(day) });
        }
    }
    points
}

fn texts(constants: &[Value], sheet: Option<&SheetColumn>) -> Vec<Point> {
    let listed = sheet.map(|sheet| sheet.one_of.clone()).unwrap_or_default();
    let mut all: Vec<String> =
        flat(constants).iter().chain(&listed).filter_map(|value| value.as_text().map(str::to_string)).collect();
    if listed.is_empty() {
        let other =
            ["other", "another", "something else"].into_iter().find(|word| all.iter().all(|known| known != word));
        all.extend(other.map(str::to_string));
    }
    let mut seen = BTreeSet::new();
    all.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    all.into_iter().map(|text| Point { text: text_word(&text), value: Value::text(text) }).collect()
}
