//! Why a value is what it is: the formula or rule that gave it, with the values it was made of, and
//! theirs, a few levels down.

use crate::eval::RowEvaluator;
use crate::formula::{Aggregate, ColumnId, Expr, ExprKind, TableId};
use crate::plan::{DecisionId, DecisionPlan, RulePlan, Work};
use crate::source::{Sources, Span};
use crate::value::{NumberFormat, Value, number, ops};

/// Rows of an aggregate that are listed; more are counted.
const LISTED: usize = 5;

/// One value and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What it is the value of, as formulas name it: `growth`, `salesperson.role`.
    pub name: String,
    /// The row, as people know it, where it is not the row asked about.
    pub row: Option<String>,
    /// The value.
    pub value: Value,
    /// How it is shown.
    pub format: NumberFormat,
    /// How it came about: the formula, the rule, the cell it was read from.
    pub how: String,
    /// Where that is written.
    pub place: Option<Span>,
    /// The values it was made of.
    pub parts: Vec<Explanation>,
}

/// Explains values of one evaluation.
pub struct Explainer<'a> {
    trace: &'a RowEvaluator<'a>,
    sources: &'a Sources,
}

impl<'a> Explainer<'a> {
    /// Explains values of that evaluation; `sources` are the policy's files.
    #[must_use]
    pub fn new(trace: &'a RowEvaluator<'a>, sources: &'a Sources) -> Explainer<'a> {
        Explainer { trace, sources }
    }

    /// Why a column has its value in a row, so many levels down.
    #[must_use]
    pub fn explain(&self, id: ColumnId, row: usize, depth: usize) -> Explanation {
        let plan = self.trace.plan();
        let column = plan.column(id);
        let mut explanation = Explanation {
            name: column.name.clone(),
            row: None,
            value: self.trace.at(id, row),
            format: column.format,
            how: String::new(),
            place: Some(column.span),
            parts: Vec::new(),
        };
        if self.trace.is_given(id, row) {
            explanation.how = "given".to_string();
            explanation.place = None;
            return explanation;
        }
        let text = || column.source.clone().unwrap_or_else(|| self.text(column.span));
        match &column.work {
            Work::Imported(place) => {
                let cell = self.trace.cell(id.table, row, *place);
                explanation.how = cell.map_or_else(|| "given".to_string(), |cell| format!("read from {cell}"));
                explanation.place = None;
            }
            Work::Formula(expr) => {
                explanation.how = text();
                match self.aggregate_of(id.table, expr) {
                    Some(aggregate) => explanation.how = format!("{}, {}", text(), self.members(aggregate, row)),
                    None => explanation.parts = self.operands(id.table, &[expr], row, depth),
                }
            }
            Work::Aggregate(aggregate) => {
                explanation.how = self.members(aggregate, row);
            }
            Work::Window(window) => {
                explanation.how = "over the rows of its own table".to_string();
                explanation.parts = self.operands(id.table, &[&window.value], row, depth);
            }
            Work::Decision(_) => self.decided(id, row, depth, &mut explanation),
            Work::Score(_) => self.scored(id, row, depth, &mut explanation),
            Work::Derived | Work::Link => explanation.how = "what the row stands for".to_string(),
            Work::Unbound => {}
        }
        explanation
    }

    /// The rules of a decision that would have given a value, each with the tests that kept it from
    /// that; for a decision that gives one result to a row. At most `most` of them.
    #[must_use]
    pub fn missed(&self, id: ColumnId, row: usize, wanted: &Value, most: usize) -> Vec<Explanation> {
        let Some((index, decision)) = self.decision_of(id) else { return Vec::new() };
        let Some(output) = decision.outputs.iter().position(|slot| *slot == id.slot) else { return Vec::new() };
        let chosen = self.trace.rule(index, row);
        let gives = |rule: &RulePlan| ops::same(&self.trace.value(id.table, &rule.results[output], row), wanted);
        let candidates =
            decision.rules.iter().enumerate().filter(|(at, rule)| Some(*at) != chosen && gives(rule)).take(most);
        candidates.map(|(at, rule)| self.miss(decision, at, rule, row, wanted)).collect()
    }

    fn miss(&self, decision: &DecisionPlan, at: usize, rule: &RulePlan, row: usize, wanted: &Value) -> Explanation {
        let parts: Vec<Explanation> = rule
            .conditions()
            .filter(|test| self.trace.value(decision.table, test, row) != Value::Bool(true))
            .map(|test| self.test(decision.table, test, row))
            .collect();
        let why = if parts.is_empty() { "matches too, but an earlier one decides" } else { "does not match" };
        Explanation {
            name: format!("rule {} of `{}`", at + 1, decision.name),
            row: None,
            value: wanted.clone(),
            format: NumberFormat::General,
            how: why.to_string(),
            place: Some(rule.span),
            parts,
        }
    }

    /// A test of a rule with the value it was put to.
    fn test(&self, table: TableId, test: &Expr, row: usize) -> Explanation {
        let subject = test.reads().into_iter().next();
        let name = subject.map_or_else(String::new, |leaf| self.name(table, leaf));
        Explanation {
            name,
            row: None,
            value: subject.map_or(Value::Blank, |leaf| self.trace.value(table, leaf, row)),
            format: subject.map_or(NumberFormat::General, |leaf| self.format(table, leaf)),
            how: format!("must be {}", self.text(test.span)),
            place: None,
            parts: Vec::new(),
        }
    }

    fn decided(&self, id: ColumnId, row: usize, depth: usize, into: &mut Explanation) {
        let Some((index, decision)) = self.decision_of(id) else { return };
        let all = decision.rules.len();
        let Some(at) = self.trace.rule(index, row) else {
            let collects = !matches!(
                decision.hit,
                crate::policy::model::HitPolicy::Unique
                    | crate::policy::model::HitPolicy::First
                    | crate::policy::model::HitPolicy::Any
                    | crate::policy::model::HitPolicy::Priority
            );
            let why = if collects { "collects its matching rules" } else { "no rule gave a result" };
            into.how = format!("`{}` {why}", decision.name);
            into.place = Some(decision.span);
            into.parts = self.inputs(decision, row, depth);
            return;
        };
        let Some(rule) = decision.rules.get(at).or(decision.otherwise.as_ref()) else { return };
        into.place = Some(rule.span);
        into.how = match at == all {
            true => format!("the default of `{}`, no rule matches", decision.name),
            false => format!("rule {} of `{}`: {}", at + 1, decision.name, self.text(rule.span)),
        };
        into.parts = match at == all {
            true => self.inputs(decision, row, depth),
            false => self.operands(id.table, &rule.conditions().collect::<Vec<_>>(), row, depth),
        };
    }

    fn inputs(&self, decision: &DecisionPlan, row: usize, depth: usize) -> Vec<Explanation> {
        if depth == 0 {
            return Vec::new();
        }
        let of = |&slot: &usize| self.explain(ColumnId { table: decision.table, slot }, row, depth - 1);
        decision.inputs.iter().map(of).collect()
    }

    /// The decision table that makes a column.
    fn decision_of(&self, id: ColumnId) -> Option<(DecisionId, &'a DecisionPlan)> {
        let plan = self.trace.plan();
        let Work::Decision(decision) = plan.column(id).work else { return None };
        Some((decision, plan.decision(decision)))
    }

    fn scored(&self, id: ColumnId, row: usize, depth: usize, into: &mut Explanation) {
        let plan = self.trace.plan();
        let Work::Score(card) = plan.column(id).work else { return };
        let card = plan.scorecard(card);
        if [card.reason, card.reasons].contains(&id.slot) {
            return;
        }
        into.place = Some(card.span);
        let part = |slot: usize, depth: usize| self.explain(ColumnId { table: card.table, slot }, row, depth);
        if let Some(measure) = card.measures.iter().find(|measure| measure.points == id.slot) {
            into.how = "0 at the worst value, 100 at the target".to_string();
            if depth > 0 {
                let slots = [(measure.value, None), (measure.target, Some("target")), (measure.worst, Some("worst"))];
                for (slot, name) in slots {
                    let mut one = part(slot, depth - 1);
                    one.name = name.map_or(one.name, str::to_string);
                    one.format = measure.format;
                    into.parts.push(one);
                }
            }
        } else if id.slot == card.score {
            into.how = "the weighted sum of the measures' points".to_string();
            if depth > 0 {
                into.parts = card.measures.iter().map(|measure| part(measure.points, depth - 1)).collect();
            }
        } else {
            into.how = if id.slot == card.band { "the band of the score" } else { "the rank of the score" }.to_string();
            if depth > 0 {
                into.parts = vec![part(card.score, depth - 1)];
            }
        }
    }

    /// The aggregate that a formula is as a whole.
    fn aggregate_of(&self, table: TableId, expr: &Expr) -> Option<&'a Aggregate> {
        let ExprKind::Column(slot) = &expr.kind else { return None };
        let column = self.trace.plan().column(ColumnId { table, slot: *slot });
        match &column.work {
            Work::Aggregate(aggregate) if column.hidden => Some(aggregate),
            _ => None,
        }
    }

    /// The rows of an aggregate in words.
    fn members(&self, aggregate: &Aggregate, row: usize) -> String {
        let table = &self.trace.plan().tables[aggregate.over.0].name;
        let members = self.trace.members(aggregate, row);
        let list: Vec<String> = members
            .iter()
            .take(LISTED)
            .map(|member| {
                let key = self.trace.key(aggregate.over, member.row);
                if aggregate.value.is_some() { format!("{key}: {}", member.value) } else { key }
            })
            .collect();
        let more = members.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match members.len() {
            0 => format!("of no row of `{table}`"),
            1 => format!("of 1 row of `{table}` ({})", list.join("; ")),
            count => format!("of {count} rows of `{table}` ({}{more})", list.join("; ")),
        }
    }

    /// The columns an expression reads, each explained.
    fn operands(&self, table: TableId, exprs: &[&Expr], row: usize, depth: usize) -> Vec<Explanation> {
        if depth == 0 {
            return Vec::new();
        }
        let mut parts: Vec<Explanation> = Vec::new();
        for leaf in exprs.iter().flat_map(|expr| expr.reads()) {
            let part = self.operand(table, leaf, row, depth);
            if !parts.iter().any(|known| known.name == part.name) {
                parts.push(part);
            }
        }
        parts
    }

    fn operand(&self, table: TableId, leaf: &Expr, row: usize, depth: usize) -> Explanation {
        let name = self.name(table, leaf);
        let found = match &leaf.kind {
            ExprKind::Column(slot) => Some((ColumnId { table, slot: *slot }, row)),
            ExprKind::Follow { path, column } => self.trace.follow(path, row).map(|row| (*column, row)),
            ExprKind::Figure(column) => Some((*column, 0)),
            _ => None,
        };
        let Some((id, at)) = found else {
            return Explanation {
                name,
                row: None,
                value: Value::Blank,
                format: NumberFormat::General,
                how: "the reference leads to no row".to_string(),
                place: None,
                parts: Vec::new(),
            };
        };
        let elsewhere = matches!(leaf.kind, ExprKind::Follow { .. });
        let place = || format!("{} {}", self.trace.plan().tables[id.table.0].name, self.trace.key(id.table, at));
        Explanation { name, row: elsewhere.then(place), ..self.explain(id, at, depth - 1) }
    }

    fn name(&self, table: TableId, leaf: &Expr) -> String {
        match &leaf.kind {
            ExprKind::Column(slot) => self.trace.plan().column(ColumnId { table, slot: *slot }).name.clone(),
            _ => self.text(leaf.span),
        }
    }

    fn format(&self, table: TableId, leaf: &Expr) -> NumberFormat {
        let plan = self.trace.plan();
        match &leaf.kind {
            ExprKind::Column(slot) => plan.column(ColumnId { table, slot: *slot }).format,
            ExprKind::Follow { column, .. } | ExprKind::Figure(column) => plan.column(*column).format,
            _ => NumberFormat::General,
        }
    }

    /// What is written there, on one line.
    fn text(&self, span: Span) -> String {
        self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The explanation in indented lines, each with the place of what it says.
    #[must_use]
    pub fn lines(&self, explanation: &Explanation) -> Vec<String> {
        let mut lines = Vec::new();
        self.write(explanation, 0, &mut lines);
        lines
    }

    fn write(&self, part: &Explanation, level: usize, lines: &mut Vec<String>) {
        let row = part.row.as_ref().map(|row| format!(" of {row}")).unwrap_or_default();
        let place = part.place.map(|span| format!("  ({})", self.sources.cite(span))).unwrap_or_default();
        let (indent, value) = ("  ".repeat(level), shown(&part.value, part.format));
        lines.push(format!("{indent}{}{row} = {value}  ← {}{place}", part.name, part.how));
        part.parts.iter().for_each(|part| self.write(part, level + 1, lines));
    }
}

/// A value as policies write it: percentages as such, a blank as `blank`, numbers to 14 digits.
#[must_use]
pub fn shown(value: &Value, format: NumberFormat) -> String {
    match (value, format) {
        (Value::Blank, _) => "blank".to_string(),
        (Value::Number(part), NumberFormat::Percent(_)) => {
            format!("{}%", number::shortest(digits(part * 100.0)))
        }
        (Value::Number(number), _) => number::shortest(digits(*number)),
        (Value::List(items), _) => {
            format!("[{}]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        (other, _) => other.to_string(),
    }
}

/// The number to 14 significant digits: what is beyond is noise of the arithmetic.
fn digits(value: f64) -> f64 {
    let size = value.abs().log10().ceil();
    if size.is_finite() { number::round(value, 14 - size as i32) } else { value }
}
