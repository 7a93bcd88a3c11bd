//! What values an input can have: what is said of the column, and what follows from how it is worked out.

use crate::decision::analysis::Domain;
use crate::decision::cell::{self, ResultCell};
use crate::formula::{Aggregate, AggregateOp, BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp, Window, WindowOp};
use crate::plan::binder::Binder;
use crate::plan::{DecisionId, RowsPlan, ScorecardId, Work};
use crate::policy::model::{Collect, Decision, HitPolicy, Output, Presence};
use crate::value::{Date, Function, Type, Value};

/// Columns made of columns are followed so far.
const DEEPEST: usize = 24;

impl Binder<'_> {
    /// What values an expression on the rows of a table can have.
    pub(super) fn domain(&self, table: TableId, expr: &Expr) -> Domain {
        self.of_expr(table, expr, DEEPEST)
    }

    fn of_expr(&self, table: TableId, expr: &Expr, deep: usize) -> Domain {
        let domain = self.of_kind(table, expr, deep);
        // From one day to another there are whole days.
        let whole = domain.whole || expr.ty == Some(Type::Date);
        Domain { whole, ..domain }
    }

    fn of_kind(&self, table: TableId, expr: &Expr, deep: usize) -> Domain {
        let part = |part: &Expr| self.of_expr(table, part, deep);
        match &expr.kind {
            ExprKind::Constant(Value::Blank) => Domain::of(Vec::new()),
            ExprKind::Constant(value) => Domain::of(vec![value.clone()]).known(),
            ExprKind::Parameter(name) => self.of_parameter(name),
            ExprKind::Column(slot) => self.of_column(ColumnId { table, slot: *slot }, deep),
            // What is referred to may not be there.
            ExprKind::Follow { column, .. } => self.of_column(*column, deep).or_blank(),
            ExprKind::Figure(id) => self.of_column(*id, deep),
            ExprKind::Unary(UnaryOp::Negate, a) => part(a).times(-1.0),
            ExprKind::Binary(BinaryOp::Add, a, b) if is_number(expr) => part(a).plus(&part(b)),
            ExprKind::Binary(BinaryOp::Subtract, a, b) if is_number(expr) => part(a).plus(&part(b).times(-1.0)),
            ExprKind::Binary(BinaryOp::Multiply, a, b) if is_number(expr) => self.product(table, a, b, deep),
            ExprKind::Coalesce(all) => self.first_known(all.iter().map(part)),
            ExprKind::If(_, a, b) => match (is_blank(a), is_blank(b)) {
                (false, false) => part(a).either(part(b)).or_blank(),
                (false, true) => part(a).or_blank(),
                (true, false) => part(b).or_blank(),
                (true, true) => Domain::default(),
            },
            ExprKind::Call(function, args) => of_call(function, &args.iter().map(part).collect::<Vec<_>>()),
            _ => Domain::default(),
        }
    }

    fn first_known(&self, all: impl Iterator<Item = Domain>) -> Domain {
        let all: Vec<Domain> = all.collect();
        let last_may = all.last().is_none_or(|last| last.may_be_blank);
        let any = all.into_iter().reduce(Domain::either).unwrap_or_default();
        Domain { may_be_blank: last_may, ..any }
    }

    fn product(&self, table: TableId, a: &Expr, b: &Expr, deep: usize) -> Domain {
        let number = |expr: &Expr| match expr.kind {
            ExprKind::Constant(Value::Number(number)) => Some(number),
            _ => None,
        };
        match (number(a), number(b)) {
            (Some(factor), _) => self.of_expr(table, b, deep).times(factor),
            (_, Some(factor)) => self.of_expr(table, a, deep).times(factor),
            _ => Domain::default(),
        }
    }

    fn of_parameter(&self, name: &str) -> Domain {
        let parameter = self.policy.parameters.iter().find(|parameter| parameter.name.value == name);
        let values = parameter.map(|parameter| parameter.one_of.iter().map(|v| v.value.clone()).collect());
        Domain::of(values.unwrap_or_default()).known()
    }

    fn of_column(&self, id: ColumnId, deep: usize) -> Domain {
        let Some(deep) = deep.checked_sub(1) else { return Domain::default() };
        let column = self.column(id);
        let domain = match &column.work {
            Work::Imported(place) => self.of_imported(id, *place),
            Work::Formula(expr) => self.of_expr(id.table, expr, deep),
            Work::Aggregate(aggregate) => self.of_aggregate(aggregate, deep),
            Work::Window(window) => of_window(window),
            Work::Decision(decision) => self.of_result(*decision, id, column.ty),
            Work::Score(card) => self.of_score(*card, id.slot),
            Work::Derived => self.of_derived(id, deep),
            Work::Link | Work::Unbound => Domain::default(),
        };
        let fits = |value: &Value| match column.ty {
            Type::Number => value.as_number().is_some(),
            Type::Text => value.as_text().is_some(),
            Type::Date => matches!(value, Value::Date(_)),
            Type::Bool => matches!(value, Value::Bool(_)),
            Type::DateTime | Type::List | Type::Period => false,
        };
        if domain.one_of.iter().all(fits) { domain } else { Domain { one_of: Vec::new(), ..domain } }
    }

    /// What rows of derived tables bring along: the titles of columns, the names of tables, the values of groups.
    fn of_derived(&self, id: ColumnId, deep: usize) -> Domain {
        let named = |names: Vec<&str>| Domain {
            one_of: names.into_iter().map(Value::text).collect(),
            may_be_blank: false,
            ..Domain::default()
        };
        match &self.tables[id.table.0].rows {
            RowsPlan::Unpivot(unpivot) if id.slot == 1 && unpivot.levels == 1 && unpivot.patterns.is_empty() => {
                named(unpivot.labels.iter().map(String::as_str).collect())
            }
            RowsPlan::Stack(stack) if id.slot == stack.columns.len() => {
                named(stack.of.iter().map(|table| self.tables[table.0].name.as_str()).collect())
            }
            RowsPlan::Group(group) => group
                .by
                .get(id.slot)
                .map_or_else(Domain::default, |slot| self.of_column(ColumnId { table: group.of, slot: *slot }, deep)),
            _ => Domain::default(),
        }
    }

    fn of_imported(&self, id: ColumnId, place: usize) -> Domain {
        let Some(column) = self.policy.tables.get(id.table.0).and_then(|table| table.columns.get(place)) else {
            return Domain::default();
        };
        Domain {
            one_of: column.one_of.iter().map(|v| v.value.clone()).collect(),
            min: column.min.as_ref().and_then(|min| Domain::place(&min.value)),
            max: column.max.as_ref().and_then(|max| match (&max.value, column.kind) {
                (Value::Date(day), Type::DateTime) => Domain::place(&Value::DateTime(day.last_moment())),
                (max, _) => Domain::place(max),
            }),
            whole: column.kind == Type::Date,
            may_be_blank: column.presence != Presence::Cells && self.tables[id.table.0].key != Some(id.slot),
        }
    }

    fn of_aggregate(&self, aggregate: &Aggregate, deep: usize) -> Domain {
        let value = || aggregate.value.as_ref().map(|value| self.of_expr(aggregate.over, value, deep));
        match aggregate.op {
            AggregateOp::Count | AggregateOp::Distinct => Domain::whole(Some(0.0), None).known(),
            // A value of one of the rows, or none.
            op if op.picks_one() => value().unwrap_or_default().or_blank(),
            AggregateOp::Sum => value().map_or_else(Domain::default, |value| sum_of(&value)),
            AggregateOp::Deviation
            | AggregateOp::PopulationDeviation
            | AggregateOp::Variance
            | AggregateOp::PopulationVariance => Domain::between(Some(0.0), None),
            _ => Domain::default(),
        }
    }

    /// The values a decision of this table gives for a result.
    fn of_result(&self, id: DecisionId, column: ColumnId, ty: Type) -> Domain {
        let (_, decision) = self.decision_of[id.0];
        let name = &self.column(column).name;
        let Some(output) = decision.outputs.iter().find(|output| output.name.value == *name) else {
            return Domain::default();
        };
        match decision.hit.value {
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(Collect::List) => Domain::default(),
            HitPolicy::Collect(Collect::Count) => Domain::whole(Some(0.0), Some(decision.rules.len() as f64)),
            HitPolicy::Collect(Collect::Sum) => {
                let values = results_written(decision, output, ty).map(Domain::of);
                values.map_or_else(Domain::default, |values| sum_of(&values))
            }
            _ => Domain::of(results(decision, output, ty).unwrap_or_default()),
        }
    }

    /// A score lies between 0 and 100, or what the caps allow, where the weights are known to make 100 %.
    fn of_score(&self, id: ScorecardId, slot: usize) -> Domain {
        let Some(Some(card)) = self.scorecards.get(id.0) else { return Domain::default() };
        if slot == card.band {
            return Domain::of(card.bands.iter().map(|(name, _)| Value::text(name.as_str())).collect());
        }
        if slot == card.rank {
            return Domain::whole(Some(1.0), None);
        }
        let number = |slot: usize| match &self.column(ColumnId { table: card.table, slot }).work {
            Work::Formula(expr) => expr.fixed_value(&self.parameters).and_then(|value| value.as_number()),
            _ => None,
        };
        let cap = |slot: Option<usize>| slot.map_or(Some(1.0), number);
        if let Some(measure) = card.measures.iter().find(|measure| measure.points == slot) {
            return Domain::between(Some(0.0), cap(measure.cap).map(|cap| cap * 100.0));
        }
        if slot != card.score {
            return Domain::default();
        }
        let weights: Option<Vec<f64>> = card.measures.iter().map(|measure| number(measure.weight)).collect();
        let caps: Option<Vec<f64>> = card.measures.iter().map(|measure| cap(measure.cap)).collect();
        let sound = weights.is_some_and(|weights| {
            weights.iter().all(|weight| *weight >= 0.0) && (weights.iter().sum::<f64>() - 1.0).abs() < 1e-9
        });
        let most = caps.filter(|_| sound).and_then(|caps| caps.into_iter().reduce(f64::max));
        Domain::between(sound.then_some(0.0), most.map(|most| most * 100.0))
    }
}

fn is_number(expr: &Expr) -> bool {
    expr.ty == Some(Type::Number)
}

fn is_blank(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(Value::Blank))
}

/// Sums of any number of such values; 0 of none.
fn sum_of(value: &Domain) -> Domain {
    let value = value.limits();
    let (min, max) = (value.min.filter(|min| *min >= 0.0), value.max.filter(|max| *max <= 0.0));
    Domain { min: min.map(|_| 0.0), max: max.map(|_| 0.0), whole: value.whole, may_be_blank: true, one_of: Vec::new() }
}

fn of_window(window: &Window) -> Domain {
    match window.op {
        WindowOp::Rank | WindowOp::Quantile => Domain::whole(Some(1.0), None),
        WindowOp::PercentRank => Domain::between(Some(0.0), Some(1.0)),
        WindowOp::TrailingCount | WindowOp::Streak => Domain::whole(Some(0.0), None),
        _ => Domain::default(),
    }
}

/// What a function gives for such arguments; blank for a blank.
fn of_call(function: &Function, args: &[Domain]) -> Domain {
    let limits = |at: usize| args.get(at).map(Domain::limits).unwrap_or_default();
    let whole = |min: f64, max: f64| Domain::whole(Some(min), Some(max));
    match function.name {
        "month" => whole(1.0, 12.0),
        "quarter" => whole(1.0, 4.0),
        "day" => whole(1.0, 31.0),
        "weekday" => whole(1.0, 7.0),
        "week_number" => whole(1.0, 53.0),
        "hour" => whole(0.0, 23.0),
        "minute" | "second" => whole(0.0, 59.0),
        "year" => {
            let year = |place: f64| f64::from(Date(place.floor() as i32).year());
            Domain::whole(limits(0).min.map(year), limits(0).max.map(year))
        }
        "fiscal_year" | "months_between" => Domain::whole(None, None),
        "length" | "size" | "days" => Domain::whole(Some(0.0), None),
        "sign" => Domain::of([-1.0, 0.0, 1.0].map(Value::number).to_vec()),
        "floor" | "ceil" | "trunc" => {
            let own = limits(0);
            Domain::whole(own.min.map(f64::floor), own.max.map(f64::ceil))
        }
        "round" | "round_up" | "round_down" if args.len() == 1 => {
            let own = limits(0);
            Domain::whole(own.min.map(f64::floor), own.max.map(f64::ceil))
        }
        "abs" => Domain { min: Some(0.0), max: None, ..limits(0) },
        "sqrt" => Domain::between(Some(0.0), None),
        _ => Domain::default(),
    }
}

/// The values of a result: those that are listed, else those that rules write.
fn results(decision: &Decision, output: &Output, ty: Type) -> Option<Vec<Value>> {
    let written = results_written(decision, output, ty)?;
    let listed = output.values.iter().map(|value| cell::parse_result(&value.value).value(ty));
    if output.values.is_empty() { Some(written) } else { listed.collect() }
}

/// The values that rules write for a result; none where one of them is worked out.
fn results_written(decision: &Decision, output: &Output, ty: Type) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = Vec::new();
    let cells = decision.rules.iter().flat_map(|rule| &rule.results);
    for (_, written) in cells.filter(|(of, _)| of.value == output.name.value) {
        let result = cell::parse_result(&written.value);
        if matches!(result, ResultCell::Formula { .. }) {
            return None;
        }
        let value = result.value(ty)?;
        if !value.is_blank() && !values.contains(&value) {
            values.push(value);
        }
    }
    values.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    Some(values)
}
