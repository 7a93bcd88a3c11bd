//! Decision tables: cells become conditions and results on columns.

mod asks;
mod axes;
mod basis;
mod branches;
mod compared;
mod domain;
mod fixed;
mod lint;
mod noted;
mod prove;
mod terms;
mod uses;
mod words;

pub(super) use prove::Values;
pub use prove::{Pair, Verdict};
pub(super) use uses::{Given, Uses, of_uses_alone};

use super::binder::Binder;
use super::expressions::Site;
use super::names::Note;
use super::{CellPlan, DecisionId, DecisionPlan, IdleRule, RulePlan, Work};
use crate::decision::cell::{self, CellTest, Comparison, Literal, ResultCell};
use crate::decision::index::Index;
use crate::formula::{self, BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp};
use crate::policy::model::{self, Collect, Decision, FormulaText, HitPolicy, Rule};
use crate::source::{Span, Spanned};
use crate::value::{NumberFormat, Type, Value, functions};

/// From so many rules on, an index finds a row's rules faster than trying each rule on all rows.
const MANY_RULES: usize = 48;

/// An input of a decision table.
struct Input {
    /// As the rules write it.
    text: String,
    /// What is asked: the same, or what stands for it where the rules are used.
    asks: String,
    slot: usize,
    ty: Type,
}

/// A rule as far as it could be read.
struct Read<'a> {
    rule: &'a Rule,
    /// Its number among the rules as written, from 1.
    number: usize,
    /// Tests with the place of their input, and as they were written.
    tests: Vec<(usize, CellTest)>,
    written: Vec<&'a model::Test>,
    /// Whether every cell could be read.
    whole: bool,
    results: Vec<(ResultCell, Option<Span>)>,
}

impl<'a> Binder<'a> {
    pub(super) fn bind_decision(&mut self, id: DecisionId) -> bool {
        let (table, decision) = self.decision_of[id.0];
        let before = self.error_count();
        let Some(given) = self.bind_use(table, id, decision) else { return false };
        let (site, found) = (Site { table, given: &given }, self.diagnostics.len());
        let inputs = self.bind_inputs(site, decision);
        let rules = self.read_rules(site, decision, &inputs);
        let outputs = self.output_slots(table, id);
        self.note_results((table, id), decision, &outputs);
        let types = self.type_outputs(site, decision, &rules, &outputs);
        self.analyse(site, decision, &inputs, &rules);
        let mut plans = Vec::new();
        let mut otherwise = None;
        for read in &rules {
            let Some(plan) = self.bind_rule(site, read, &inputs, &types, any_kind(decision.hit.value)) else {
                continue;
            };
            if read.rule.otherwise {
                otherwise = Some(plan);
            } else {
                plans.push(plan);
            }
        }
        let priorities = self.priorities(decision, &types);
        let index = index(&inputs, &rules);
        self.decisions[id.0] = Some(DecisionPlan {
            name: decision.name.value.clone(),
            table,
            uses: decision.uses.as_ref().map(uses::words),
            hit: decision.hit.value,
            blanks: decision.blanks,
            inputs: inputs.iter().flatten().map(|input| input.slot).collect(),
            outputs,
            rules: plans,
            otherwise,
            idle: self.idle(decision),
            priorities,
            index,
            span: decision.name.span,
        });
        let fine = self.error_count() == before;
        self.tell_at_use(decision, found);
        fine
    }

    pub(super) fn error_count(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.is_error()).count()
    }

    /// Each distinct input once, as a column. `None` where it has mistakes.
    fn bind_inputs(&mut self, site: Site<'_>, decision: &Decision) -> Vec<Option<Input>> {
        let mut inputs: Vec<Option<Input>> = Vec::new();
        let mut seen: Vec<(&FormulaText, Vec<Note>)> = Vec::new();
        for test in decision.rules.iter().flat_map(Rule::asks) {
            if let Some((first, notes)) = seen.iter().find(|(first, _)| first.value == test.input.value) {
                self.note_again(first, notes, &test.input);
                continue;
            }
            let before = self.notes.len();
            let bound = self.bind_given(site, &test.input).and_then(|expr| {
                let ty = self.known(&expr)?;
                let slot = self.slot_of(site.table, expr);
                let asks = self.asked_there(site, slot, decision, &test.input);
                Some(Input { text: test.input.value.clone(), asks, slot, ty })
            });
            inputs.push(bound);
            seen.push((&test.input, self.notes.since(before, test.input.span)));
        }
        inputs
    }

    /// Binds rules for the names in them.
    fn bind_rules_alone(&mut self, table: TableId, id: DecisionId, rules: &[&'a Rule]) {
        let (_, decision) = self.decision_of[id.0];
        let given = self.given.get(&id).cloned().unwrap_or_default();
        let site = Site { table, given: &given };
        let inputs = self.bind_inputs(site, decision);
        let types = vec![Type::Text; decision.outputs.len()];
        for rule in rules {
            let read = self.read_rule(site, decision, (0, rule), &inputs);
            self.bind_rule(site, &read, &inputs, &types, true);
        }
    }

    fn read_rules(&mut self, site: Site<'_>, decision: &'a Decision, inputs: &[Option<Input>]) -> Vec<Read<'a>> {
        let as_of = self.as_of;
        let in_force = |(_, rule): &(usize, &Rule)| as_of.is_none_or(|day| rule.effective.holds(day));
        let rules = (1..).zip(&decision.rules).filter(in_force);
        rules.map(|rule| self.read_rule(site, decision, rule, inputs)).collect()
    }

    /// The rules that are not in force, with the days on which they are.
    fn idle(&self, decision: &Decision) -> Vec<IdleRule> {
        let Some(day) = self.as_of else { return Vec::new() };
        let idle = decision.rules.iter().filter(|rule| !rule.effective.holds(day));
        idle.map(|rule| IdleRule { span: rule.span, days: rule.effective.words() }).collect()
    }

    fn read_rule(
        &mut self,
        Site { table, given }: Site<'_>,
        decision: &Decision,
        (number, rule): (usize, &'a Rule),
        inputs: &[Option<Input>],
    ) -> Read<'a> {
        let (mut tests, mut written, mut whole) = (Vec::new(), Vec::new(), true);
        for test in rule.asks() {
            let found = inputs.iter().enumerate().find_map(|(i, input)| {
                input.as_ref().filter(|input| input.text == test.input.value).map(|input| (i, input.ty, input.slot))
            });
            let read = found.and_then(|(at, ty, slot)| {
                // What a cell says is said of the column it was written for.
                let id = self.written_for(table, decision, &test.input).unwrap_or(ColumnId { table, slot });
                let read = self.whole_value(id, &test.cell).or_else(|| self.read_cell(&test.cell, ty, given))?;
                self.warn_of_not(id, &test.cell, &read);
                self.warn_of_percent(id, &test.cell, &read);
                Some((at, id, read))
            });
            let Some((at, id, read)) = read else {
                whole = false;
                continue;
            };
            self.check_allowed(id, &test.cell, &read);
            tests.push((at, read));
            written.push(test);
        }
        let results = decision
            .outputs
            .iter()
            .map(|output| {
                let written =
                    rule.results.iter().find(|(name, _)| name.value == output.name.value).map(|(_, cell)| cell);
                written.map_or((ResultCell::Blank, None), |cell| (cell::parse_result(&cell.value), Some(cell.span)))
            })
            .collect();
        Read { rule, number, tests, written, whole, results }
    }

    /// The values a column of a sheet may have; none where any will do.
    fn allowed(&self, id: ColumnId) -> &'a [Spanned<Value>] {
        match self.column(id).work {
            Work::Imported(place) => &self.policy.tables[id.table.0].columns[place].one_of,
            _ => &[],
        }
    }

    /// A text compared with a column that has a list of allowed values must be one of them.
    fn check_allowed(&mut self, id: ColumnId, cell: &Spanned<String>, test: &CellTest) {
        let allowed = self.allowed(id);
        if allowed.is_empty() {
            return;
        }
        let words: Vec<&str> = allowed.iter().filter_map(|v| v.value.as_text()).collect();
        let strangers: Vec<(String, u32, u32)> = test
            .literals()
            .into_iter()
            .filter_map(|literal| {
                let word = literal.value.as_text()?;
                (!words.contains(&word)).then(|| (word.to_string(), literal.start, literal.end))
            })
            .collect();
        for (word, start, end) in strangers {
            let span = self.place(cell, start, end);
            let near = crate::diagnostic::nearest(&word, words.iter().copied());
            let parts: Vec<&str> =
                [" or ", " and ", "/"].iter().find_map(|mark| several(&word, mark)).unwrap_or_default();
            let help = match near {
                _ if !parts.is_empty() && parts.iter().all(|part| words.contains(part)) => {
                    format!("put commas between several: `{}`", parts.join(", "))
                }
                Some(near) => format!("there is `{near}`"),
                None => format!("allowed are: {}", words.join(", ")),
            };
            self.error("not-allowed", span, format!("`{word}` is not a value this column can have"), Some(help));
        }
    }

    /// The columns a decision's results go to.
    fn output_slots(&self, table: TableId, id: DecisionId) -> Vec<usize> {
        let columns = self.tables[table.0].columns.iter().enumerate();
        columns.filter(|(_, column)| column.work == Work::Decision(id)).map(|(slot, _)| slot).collect()
    }

    /// The type of each result before the hit policy collects them.
    fn type_outputs(&mut self, site: Site<'_>, decision: &Decision, rules: &[Read], outputs: &[usize]) -> Vec<Type> {
        let mut types = Vec::new();
        for (at, &slot) in outputs.iter().enumerate() {
            let mut cells: Vec<ResultCell> = rules.iter().map(|read| read.results[at].0.clone()).collect();
            for stray in self.stray_texts(decision, &decision.outputs[at], rules) {
                cells[stray] = ResultCell::Blank;
            }
            let written = cell::result_type(&cells);
            let ty = written.or_else(|| self.formula_result_type(site, rules, at)).unwrap_or(Type::Text);
            let collected = self.collected_type(decision, at, ty);
            let percents = cells.iter().filter_map(|cell| match cell {
                ResultCell::Literal { literal, .. } => Some(literal.percent),
                _ => None,
            });
            let percent = ty == Type::Number && percents.clone().count() > 0 && percents.clone().all(|p| p);
            let column = self.column_mut(ColumnId { table: site.table, slot });
            column.ty = collected;
            if percent {
                column.format = NumberFormat::Percent(1);
            }
            types.push(ty);
        }
        types
    }

    /// Reports words among results that are numbers; their rules, by place.
    fn stray_texts(&mut self, decision: &Decision, output: &model::Output, rules: &[Read]) -> Vec<usize> {
        if any_kind(decision.hit.value) || !output.values.is_empty() {
            return Vec::new();
        }
        let named = |(name, _): &&(Spanned<String>, Spanned<String>)| name.value == output.name.value;
        let all: Vec<Option<&Spanned<String>>> =
            rules.iter().map(|read| read.rule.results.iter().find(named).map(|(_, cell)| cell)).collect();
        let stray = cell::stray_texts(all.iter().map(|cell| cell.map_or("", |cell| cell.value.as_str())));
        for (text, span) in stray.iter().filter_map(|at| all[*at].map(|cell| (&cell.value, cell.span))) {
            let (name, point) = (&output.name.value, text.replacen(',', ".", 1));
            let number = crate::value::number::parse(&point).is_some();
            let (message, help) = match number {
                true => (
                    format!("`{text}` is a text: a point stands before decimals here"),
                    format!("write `{point}`, or `\"{text}\"` if the text is meant"),
                ),
                false => (
                    format!("`{text}` is a text, and the other results of `{name}` are numbers"),
                    format!("write a number, nothing for a blank, or `\"{text}\"` if the text is meant"),
                ),
            };
            self.error("wrong-type", span, message, Some(help));
        }
        stray
    }

    fn formula_result_type(&mut self, site: Site<'_>, rules: &[Read], at: usize) -> Option<Type> {
        rules.iter().find_map(|read| match &read.results[at] {
            (ResultCell::Formula { text, start }, Some(span)) => {
                let text = self.cell_formula(*span, text, *start);
                let quiet = self.diagnostics.len();
                let ty = self.bind_given(site, &text).and_then(|expr| expr.ty);
                // The mistakes are reported when the rule itself is bound.
                self.diagnostics.truncate(quiet);
                ty
            }
            _ => None,
        })
    }

    fn cell_formula(&self, span: Span, text: &str, start: u32) -> FormulaText {
        let part = span.part(start as usize, text.len());
        // Where the cell is written in another way, in which it stands somewhere.
        let exact = self.sources.text(part) == text;
        Spanned::new(text.to_string(), if exact { part } else { span })
    }

    fn collected_type(&mut self, decision: &Decision, at: usize, ty: Type) -> Type {
        match decision.hit.value {
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(Collect::List) => Type::List,
            HitPolicy::Collect(Collect::Count) => Type::Number,
            HitPolicy::Collect(Collect::Sum) if ty != Type::Number => {
                let message = format!(
                    "`{}` cannot be summed: each of its results is {}",
                    decision.outputs[at].name.value,
                    ty.a_word()
                );
                self.error(
                    "wrong-type",
                    decision.hit.span,
                    message,
                    Some("collect them as a list: `hit: collect`".into()),
                );
                ty
            }
            _ => ty,
        }
    }

    /// With `mixed`, the results of an output may be of several types.
    fn bind_rule(
        &mut self,
        site: Site<'_>,
        read: &Read,
        inputs: &[Option<Input>],
        types: &[Type],
        mixed: bool,
    ) -> Option<RulePlan> {
        let mut cells = Vec::new();
        for ((at, test), written) in read.tests.iter().zip(&read.written) {
            let input = inputs[*at].as_ref()?;
            let subject = Expr::new(ExprKind::Column(input.slot), input.ty, written.input.span);
            let condition = self.condition(site, subject, test, &written.cell)?;
            let syntax = words::read_as_syntax(input.ty, &written.cell, test);
            let mut lookalikes = words::lookalikes(input.ty, &written.cell, test);
            lookalikes.retain(|text| !self.takes(ColumnId { table: site.table, slot: input.slot }, text));
            let (input, test) = (*at, test.clone());
            cells.extend(condition.map(|condition| CellPlan { input, test, condition, syntax, lookalikes }));
        }
        let mut results = Vec::new();
        for ((cell, span), ty) in read.results.iter().zip(types) {
            let span = span.unwrap_or(read.rule.span);
            let bound = match cell {
                ResultCell::Formula { text, start } => {
                    let text = self.cell_formula(span, text, *start);
                    let expr = self.bind_given(site, &text)?;
                    let fits =
                        if mixed { self.known(&expr).is_some() } else { self.must_be(&expr, *ty, "this result") };
                    if !fits {
                        return None;
                    }
                    expr
                }
                ResultCell::Literal { literal, .. } if mixed && *ty == Type::Text => {
                    Expr::constant(literal.value.clone(), span)
                }
                _ => Expr::constant(cell.value(*ty).unwrap_or_default(), span),
            };
            results.push(bound);
        }
        Some(RulePlan { span: read.rule.span, number: read.number, cells, results })
    }

    /// A cell's test as a condition on its input; `Some(None)` where anything will do.
    pub(super) fn condition(
        &mut self,
        site: Site<'_>,
        subject: Expr,
        test: &CellTest,
        cell: &Spanned<String>,
    ) -> Option<Option<Expr>> {
        let span = cell.span;
        let all = |binder: &mut Self, tests: &[CellTest]| -> Option<Vec<Expr>> {
            let bound: Vec<Option<Option<Expr>>> =
                tests.iter().map(|t| binder.condition(site, subject.clone(), t, cell)).collect();
            bound.into_iter().collect::<Option<Vec<_>>>().map(|all| all.into_iter().flatten().collect())
        };
        Some(Some(match test {
            CellTest::Any => return Some(None),
            CellTest::Blank => {
                let is_blank = functions::find("is_blank")?;
                Expr::new(ExprKind::Call(is_blank, vec![subject]), Type::Bool, span)
            }
            CellTest::Compare(comparison, literal) => compare(operator(*comparison), subject, literal, span),
            CellTest::Range { from, from_included, to, to_included } => {
                let low = if *from_included { BinaryOp::GreaterOrEqual } else { BinaryOp::Greater };
                let high = if *to_included { BinaryOp::LessOrEqual } else { BinaryOp::Less };
                let ends = [(low, from), (high, to)];
                let sides: Vec<Expr> = ends
                    .into_iter()
                    .filter_map(|(op, end)| end.as_ref().map(|end| compare(op, subject.clone(), end, span)))
                    .collect();
                Expr::new(ExprKind::And(sides), Type::Bool, span)
            }
            CellTest::OneOf(tests) => Expr::new(ExprKind::Or(all(self, tests)?), Type::Bool, span),
            CellTest::All(tests) => Expr::new(ExprKind::And(all(self, tests)?), Type::Bool, span),
            CellTest::Not(inner) => {
                let inner = self.condition(site, subject, inner, cell)?;
                let inner = inner.unwrap_or_else(|| Expr::constant(Value::Bool(true), span));
                Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(inner)), Type::Bool, span).folded()
            }
            CellTest::Formula { comparison, text, start } => {
                let op = operator(*comparison);
                let text = self.cell_formula(span, text, *start);
                let expr = self.bind_given(site, &text)?;
                let (have, ty) = (self.known(&subject)?, self.known(&expr)?);
                if let Err(mismatch) = formula::binary(op, have, ty) {
                    self.error("wrong-type", expr.span, mismatch.message, mismatch.help);
                    return None;
                }
                Expr::new(ExprKind::Binary(op, Box::new(subject), Box::new(expr)), Type::Bool, span)
            }
        }))
    }

    fn priorities(&mut self, decision: &Decision, types: &[Type]) -> Vec<Vec<Value>> {
        let mut all = Vec::new();
        for (output, &ty) in decision.outputs.iter().zip(types) {
            let values: Vec<Value> =
                output.values.iter().filter_map(|v| cell::parse_result(&v.value).value(ty)).collect();
            self.check_results(decision, output, &values, ty);
            all.push(values);
        }
        all
    }

    /// Results must be among the values listed for the output, where any are.
    fn check_results(&mut self, decision: &Decision, output: &model::Output, values: &[Value], ty: Type) {
        if values.is_empty() {
            return;
        }
        for (_, cell) in
            decision.rules.iter().flat_map(|rule| &rule.results).filter(|(name, _)| name.value == output.name.value)
        {
            let Some(value) = cell::parse_result(&cell.value).value(ty) else { continue };
            if !value.is_blank() && !values.contains(&value) {
                let words: Vec<&str> = output.values.iter().map(|v| v.value.as_str()).collect();
                let near = crate::diagnostic::nearest(&cell.value, words.iter().copied());
                let help =
                    near.map_or_else(|| format!("listed are: {}", words.join(", ")), |n| format!("there is `{n}`"));
                let message = format!("`{}` is not among the values listed for `{}`", cell.value, output.name.value);
                self.error("not-listed", cell.span, message, Some(help));
            }
        }
    }

    /// Rules that can never fire, gaps and overlaps.
    fn analyse(&mut self, site: Site<'_>, decision: &Decision, inputs: &[Option<Input>], rules: &[Read]) {
        let Some(known) = inputs.iter().map(Option::as_ref).collect::<Option<Vec<&Input>>>() else { return };
        // Of a test that cannot be read nobody knows what it covers.
        if rules.iter().any(|read| !read.whole) {
            return;
        }
        let asked = self.asked(site, &known, rules);
        let written: Vec<&Rule> = rules.iter().map(|read| read.rule).collect();
        let findings = lint::analyse_table(self, site.table, decision, asked, &written);
        self.diagnostics.extend(findings);
    }

    /// Whether a column is reported by name, so that its type and format matter to a reader.
    pub(super) fn is_shown(&self, id: ColumnId) -> bool {
        let column = self.column(id);
        !column.hidden && !matches!(column.work, Work::Score(_))
    }
}

/// Whether the results only go into a list or are only counted. Then they need not be of one type.
fn any_kind(hit: HitPolicy) -> bool {
    matches!(hit, HitPolicy::RuleOrder | HitPolicy::Collect(Collect::List | Collect::Count))
}

/// An index over the rules, where there are many and values alone answer them.
fn index(inputs: &[Option<Input>], rules: &[Read]) -> Option<Index> {
    let kinds: Vec<Type> = inputs.iter().map(|input| input.as_ref().map(|input| input.ty)).collect::<Option<_>>()?;
    let tests: Vec<Vec<(usize, CellTest)>> =
        rules.iter().filter(|read| !read.rule.otherwise).map(|read| read.tests.clone()).collect();
    index_of(&kinds, &tests)
}

/// The same for rules in hand.
pub(super) fn index_of(kinds: &[Type], tests: &[Vec<(usize, CellTest)>]) -> Option<Index> {
    let plain = tests.iter().flatten().all(|(_, test)| !test.has_formula());
    (tests.len() >= MANY_RULES && plain).then(|| Index::build(kinds, tests))
}

fn compare(op: BinaryOp, subject: Expr, literal: &Literal, span: Span) -> Expr {
    let constant = Expr::constant(literal.value.clone(), span);
    Expr::new(ExprKind::Binary(op, Box::new(subject), Box::new(constant)), Type::Bool, span)
}

fn operator(comparison: Comparison) -> BinaryOp {
    match comparison {
        Comparison::Equal => BinaryOp::Equal,
        Comparison::NotEqual => BinaryOp::NotEqual,
        Comparison::Less => BinaryOp::Less,
        Comparison::LessOrEqual => BinaryOp::LessOrEqual,
        Comparison::Greater => BinaryOp::Greater,
        Comparison::GreaterOrEqual => BinaryOp::GreaterOrEqual,
    }
}

/// The parts of a text that a mark parts, where it parts it.
fn several<'t>(text: &'t str, mark: &str) -> Option<Vec<&'t str>> {
    text.contains(mark).then(|| text.split(mark).map(str::trim).collect())
}
