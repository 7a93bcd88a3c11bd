//! What the analysis of a decision table is given: its inputs, those that ask about the same put together, and
//! the rules' tests on them.

use super::super::expressions::Site;
use super::asks::{self, Asked};
use super::compared::{Question, Things, comparison};
use super::fixed::fixed;
use super::{Binder, Input, Read};
use crate::decision::analysis::{self, Domain, Makeup, Relations};
use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId};
use crate::plan::Work;
use crate::source::Spanned;
use crate::value::{Type, Value, number};
use std::collections::BTreeSet;

/// A table for the analysis.
pub(super) struct Table {
    pub inputs: Vec<analysis::Input>,
    /// For each input the column it is, where it is one.
    pub slots: Vec<Option<usize>>,
    /// For each rule its tests.
    pub tests: Vec<Vec<(usize, CellTest)>>,
    pub relations: Relations,
    /// Whether inputs that are sums were put together with others that add up in another way, so that the last
    /// digits of a sum may make a difference.
    pub rounded: bool,
}

/// One thing that rules ask: an input as written, or the comparison that a cell makes (`> goal`).
#[derive(Clone)]
struct Ask {
    text: String,
    ty: Type,
    slot: Option<usize>,
    subject: Expr,
    question: Option<Question>,
    words: Vec<(f64, String)>,
}

/// The asks of a table, and what each rule asks.
pub(super) struct Asks<'b, 'a, 'p> {
    pub(super) binder: &'b mut Binder<'a>,
    /// Values to put in place of parameters.
    pub(super) values: Vec<(String, Value)>,
    /// What stands for names of the rules where they are used.
    pub(super) given: Vec<(String, Expr)>,
    table: TableId,
    things: Things<'p>,
    asks: Vec<Ask>,
}

/// Formulas in formulas are put in their place so far.
const DEEPEST: usize = 8;

impl Binder<'_> {
    /// The table as the analysis takes it.
    pub(super) fn asked(&mut self, site: Site<'_>, inputs: &[&Input], rules: &[Read]) -> Table {
        let parameters = self.parameters.clone();
        let mut asks = Asks::new(self, site.table, Things::new(&parameters));
        asks.given = site.given.to_vec();
        let own: Vec<usize> = inputs.iter().map(|input| asks.input(input)).collect();
        let mut tests: Vec<Vec<(usize, CellTest)>> = Vec::new();
        for read in rules {
            let mut of_rule = Vec::new();
            for ((at, test), written) in read.tests.iter().zip(&read.written) {
                asks.learn_words(own[*at], test, &written.cell.value);
                asks.cell(own[*at], test, &written.cell, &mut of_rule);
            }
            tests.push(of_rule);
        }
        asks.take_apart(&mut tests);
        asks.put_together(tests)
    }

    /// The expression with the formulas of the columns it names in place of them, where they only add up.
    pub(super) fn inlined(&self, table: TableId, expr: &Expr, deep: usize) -> Expr {
        let sums = |expr: &Expr| matches!(expr.kind, ExprKind::Binary(BinaryOp::Add | BinaryOp::Subtract, ..));
        let mut change = |node: Expr| {
            let ExprKind::Column(slot) = node.kind else { return Some(node) };
            Some(match &self.column(ColumnId { table, slot }).work {
                Work::Formula(own) if deep > 0 && own.ty == Some(Type::Number) && sums(own) => {
                    self.inlined(table, own, deep - 1)
                }
                _ => node,
            })
        };
        expr.clone().fold(&mut change).unwrap_or_else(|| expr.clone())
    }
}

impl<'b, 'a, 'p> Asks<'b, 'a, 'p> {
    pub(super) fn new(binder: &'b mut Binder<'a>, table: TableId, things: Things<'p>) -> Asks<'b, 'a, 'p> {
        Asks { binder, values: Vec::new(), given: Vec::new(), table, things, asks: Vec::new() }
    }

    /// The ask of an input.
    pub(super) fn input(&mut self, input: &Input) -> usize {
        let subject = self.subject(input);
        if let Some(known) = self.asks.iter().position(|ask| ask.subject == subject) {
            return known;
        }
        let question = self.things.question(&self.binder.inlined(self.table, &subject, DEEPEST));
        let ask = Ask {
            text: input.asks.clone(),
            ty: input.ty,
            slot: Some(input.slot),
            subject,
            question,
            words: Vec::new(),
        };
        self.asks.push(ask);
        self.asks.len() - 1
    }

    /// What an input is: the formula it was written as, or a column.
    fn subject(&self, input: &Input) -> Expr {
        let column = self.binder.column(ColumnId { table: self.table, slot: input.slot });
        match &column.work {
            Work::Formula(expr) if column.hidden => fixed(expr, &self.values).canonical(),
            _ => Expr::new(ExprKind::Column(input.slot), input.ty, column.span),
        }
    }

    /// The ask of an expression, a new one where there is none yet.
    fn place(&mut self, subject: &Expr, text: String) -> Option<usize> {
        if let Some(known) = self.asks.iter().position(|ask| ask.subject == *subject) {
            return Some(known);
        }
        let question = self.things.question(&self.binder.inlined(self.table, subject, DEEPEST));
        let slot = match subject.kind {
            ExprKind::Column(slot) => Some(slot),
            _ => None,
        };
        self.asks.push(Ask { text, ty: subject.ty?, slot, subject: subject.clone(), question, words: Vec::new() });
        Some(self.asks.len() - 1)
    }

    /// How the table writes its numbers.
    pub(super) fn learn_words(&mut self, ask: usize, test: &CellTest, cell: &str) {
        for literal in test.literals() {
            let written = cell.get(literal.start as usize..literal.end as usize).map(str::trim);
            let same = |text: &&str| number::parse(text) == literal.value.as_number();
            if let (Some(value), Some(text)) = (literal.value.as_number(), written.filter(same)) {
                let words = &mut self.asks[ask].words;
                if words.iter().all(|(known, _)| *known != value) {
                    words.push((value, text.to_string()));
                }
            }
        }
    }

    /// The tests of a cell. One with a formula asks how the two compare.
    pub(super) fn cell(
        &mut self,
        own: usize,
        test: &CellTest,
        cell: &Spanned<String>,
        tests: &mut Vec<(usize, CellTest)>,
    ) {
        match test {
            CellTest::All(parts) if test.has_formula() => {
                parts.iter().for_each(|part| self.cell(own, part, cell, tests));
            }
            _ => {
                let compared = match test {
                    CellTest::Formula { .. } => self.compared(own, test, cell, true),
                    CellTest::Not(inner) if matches!(**inner, CellTest::Formula { .. }) => {
                        self.compared(own, inner, cell, false)
                    }
                    _ => None,
                };
                tests.push(compared.unwrap_or_else(|| (own, test.clone())));
            }
        }
    }

    /// The comparison that a cell makes with a formula.
    fn compared(
        &mut self,
        own: usize,
        test: &CellTest,
        cell: &Spanned<String>,
        wanted: bool,
    ) -> Option<(usize, CellTest)> {
        let CellTest::Formula { text, .. } = test else { return None };
        let quiet = self.binder.diagnostics.len();
        let Ask { subject, text: input, .. } = self.asks[own].clone();
        let site = Site { table: self.table, given: &self.given };
        let condition = self.binder.condition(site, subject, test, cell).flatten();
        // Its mistakes are reported when the rule itself is bound.
        self.binder.diagnostics.truncate(quiet);
        let mut condition = fixed(&condition?, &self.values).canonical();
        let ExprKind::Binary(op, ..) = condition.kind else { return None };
        // What is not a sum is one question, whichever way it is put.
        let (asked, turned) = match op {
            BinaryOp::NotEqual => (BinaryOp::Equal, true),
            BinaryOp::GreaterOrEqual => (BinaryOp::Less, true),
            BinaryOp::Greater => (BinaryOp::LessOrEqual, true),
            same => (same, false),
        };
        let words = |op: BinaryOp| format!("{input} {} {text}", op.sign());
        if self.things.question(&self.binder.inlined(self.table, &condition, DEEPEST)).is_some() {
            let words = words(op);
            return Some((self.place(&condition, words)?, is(wanted)));
        }
        if let ExprKind::Binary(op, ..) = &mut condition.kind {
            *op = asked;
        }
        Some((self.place(&condition, words(asked))?, is(wanted != turned)))
    }

    /// Inputs that are conditions made of others (`a && b`) become those, where all their tests can be said so.
    pub(super) fn take_apart(&mut self, tests: &mut [Vec<(usize, CellTest)>]) {
        for at in 0..self.asks.len() {
            let subject = self.asks[at].subject.clone();
            if self.asks[at].ty != Type::Bool || self.asks[at].question.is_some() {
                continue;
            }
            let parts = |test: &CellTest| match (test.holds(&true.into()), test.holds(&false.into())) {
                (Some(true), Some(false)) => asks::all_of(&subject, true),
                (Some(false), Some(true)) => asks::all_of(&subject, false),
                _ => None,
            };
            let of_all = tests.iter().flatten().filter(|(of, _)| *of == at).map(|(_, test)| parts(test));
            let Some(of_all) = of_all.collect::<Option<Vec<Vec<Asked>>>>() else { continue };
            if of_all.iter().flatten().any(|part| part.of == subject) {
                continue;
            }
            for of_rule in tests.iter_mut().filter(|of_rule| of_rule.iter().any(|(of, _)| *of == at)) {
                let (own, mut others): (Vec<_>, Vec<_>) = of_rule.drain(..).partition(|(of, _)| *of == at);
                for part in own.iter().filter_map(|(_, test)| parts(test)).flatten() {
                    let text = self.words_of(&part.of);
                    others.extend(self.place(&part.of, text).map(|ask| (ask, part.test)));
                }
                *of_rule = others;
            }
        }
    }

    /// The asks of a condition that is to be true; `None` where it is no list of tests.
    pub(super) fn condition(&mut self, condition: &Expr) -> Option<Vec<(usize, CellTest)>> {
        let parts = asks::all_of(condition, true)?;
        let one = |part: Asked| {
            let text = self.words_of(&part.of);
            Some((self.place(&part.of, text)?, part.test))
        };
        parts.into_iter().map(one).collect()
    }

    /// The ask whether a condition as a whole is true.
    pub(super) fn whole(&mut self, condition: &Expr) -> Option<(usize, CellTest)> {
        let text = self.words_of(condition);
        Some((self.place(condition, text)?, is(true)))
    }

    fn words_of(&self, expr: &Expr) -> String {
        match expr.kind {
            ExprKind::Column(slot) => self.binder.column(ColumnId { table: self.table, slot }).name.clone(),
            _ => self.binder.sources.text(expr.span).trim().to_string(),
        }
    }

    /// Questions about one axis become one input.
    pub(super) fn put_together(&self, tests: Vec<Vec<(usize, CellTest)>>) -> Table {
        let mut groups = groups(&self.asks, &tests);
        // An input that is only compared with others, in cells, is asked nothing by itself.
        groups.retain(|group| group.iter().any(|ask| tests.iter().flatten().any(|(of, _)| of == ask)));
        let (mut inputs, mut slots) = (Vec::new(), Vec::new());
        for group in &groups {
            let (input, slot) = self.as_input(group);
            inputs.push(input);
            slots.push(slot);
        }
        let place = |ask: usize| groups.iter().position(|group| group.contains(&ask)).unwrap_or_default();
        let on_axis = |(ask, test): (usize, CellTest)| {
            let at = place(ask);
            let merged = self.asks[ask].question.as_ref().filter(|_| groups[at].len() > 1);
            (at, merged.and_then(|question| question.on_axis(&test)).unwrap_or(test))
        };
        let tests = tests.into_iter().map(|tests| tests.into_iter().map(on_axis).collect()).collect();
        let relations = self.relations(&groups);
        let rounded = groups.iter().any(|group| !self.is_exact(group));
        Table { inputs, slots, tests, relations, rounded }
    }

    /// Whether asks of one axis compare the same two things, whichever way round.
    fn is_exact(&self, group: &[usize]) -> bool {
        let sides = |ask: usize| -> [Option<&Expr>; 2] {
            let subject = &self.asks[ask].subject;
            match &subject.kind {
                ExprKind::Binary(op, a, b) if comparison(*op).is_some() => match (a.as_constant(), b.as_constant()) {
                    (None, Some(_)) => [Some(a), None],
                    (Some(_), None) => [Some(b), None],
                    _ => [Some(a), Some(b)],
                },
                _ => [Some(subject), None],
            }
        };
        let first = sides(group[0]);
        group.iter().map(|ask| sides(*ask)).all(|own| own == first || own == [first[1], first[0]])
    }

    fn as_input(&self, group: &[usize]) -> (analysis::Input, Option<usize>) {
        let ask = &self.asks[group[0]];
        let Some(question) = ask.question.as_ref().filter(|_| group.len() > 1) else {
            let mut input = analysis::Input::new(ask.text.clone(), ask.ty);
            (input.domain, input.words) = (self.binder.domain(self.table, &ask.subject), ask.words.clone());
            if let Some(question) = &ask.question {
                input.domain.may_be_blank &= self.domains(question).any(|domain| domain.may_be_blank);
            }
            return (input, ask.slot);
        };
        let mut input = analysis::Input::new(self.axis_words(question), Type::Number);
        input.domain = self.domains(question).reduce(|sum, term| sum.plus(&term)).unwrap_or_default();
        let slot = self.things.column(question);
        if let Some(slot) = slot {
            let of = Expr::new(ExprKind::Column(slot), Type::Number, ask.subject.span);
            input.domain = self.binder.domain(self.table, &of);
        }
        let plain = group.iter().map(|ask| &self.asks[*ask]);
        let plain = plain.filter(|ask| ask.question.as_ref().is_some_and(Question::is_axis));
        input.words = plain.flat_map(|ask| ask.words.clone()).collect();
        (input, slot)
    }

    /// What the terms of a sum can be.
    fn domains(&self, question: &Question) -> impl Iterator<Item = Domain> {
        let of = |at: usize| self.binder.domain(self.table, &self.things.all()[at]);
        question.axis().iter().map(move |(at, factor)| of(*at).times(*factor))
    }

    /// How the inputs hang together.
    fn relations(&self, groups: &[Vec<usize>]) -> Relations {
        let mut columns: Vec<ColumnId> = Vec::new();
        let mut numbers = |basis: BTreeSet<ColumnId>| -> BTreeSet<usize> {
            let number = |id: ColumnId| {
                columns.iter().position(|known| *known == id).unwrap_or_else(|| {
                    columns.push(id);
                    columns.len() - 1
                })
            };
            basis.into_iter().map(number).collect()
        };
        let inputs = groups.iter().map(|group| {
            let ask = &self.asks[group[0]];
            let merged = group.len() > 1;
            let sum = ask.question.as_ref().map(|question| match merged {
                true => analysis::Sum { terms: question.axis().to_vec(), factor: 1.0, ..analysis::Sum::default() },
                false => question.sum(),
            });
            Makeup { basis: numbers(self.binder.basis(self.table, &ask.subject)), sum }
        });
        let inputs = inputs.collect();
        let thing = |expr: &Expr| {
            let domain = self.binder.domain(self.table, expr);
            let Domain { min, max, whole, .. } = domain.limits();
            // Days are compared with days alone, and a limit between two of them is a day again.
            let steps = (whole && expr.ty != Some(Type::Date)) || !domain.one_of.is_empty();
            analysis::Thing { basis: numbers(self.binder.basis(self.table, expr)), min, max, steps }
        };
        Relations { inputs, things: self.things.all().iter().map(thing).collect() }
    }

    fn axis_words(&self, question: &Question) -> String {
        self.things.words(question, |expr| self.words_of(expr))
    }
}

/// Asks about the same axis, all of whose tests can be said of it, together; every other alone.
fn groups(asks: &[Ask], tests: &[Vec<(usize, CellTest)>]) -> Vec<Vec<usize>> {
    let mut questions: Vec<Option<&Question>> = asks.iter().map(|ask| ask.question.as_ref()).collect();
    for (ask, test) in tests.iter().flatten() {
        questions[*ask] = questions[*ask].filter(|question| question.on_axis(test).is_some());
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let same =
            |group: &&mut Vec<usize>| questions[group[0]].zip(*question).is_some_and(|(head, own)| head.same_axis(own));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

fn is(wanted: bool) -> CellTest {
    CellTest::Compare(Comparison::Equal, Literal { value: Value::Bool(wanted), percent: false, start: 0, end: 0 })
}
