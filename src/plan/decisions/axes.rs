//! What the analysis of a decision table is given: its inputs, those that ask about the same put together, and
//! the rules' tests on them.

use super::compared::{Question, Things};
use super::{Binder, Input, Read, operator};
use crate::decision::analysis;
use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::plan::Work;
use crate::source::Spanned;
use crate::value::{Type, Value};

/// A table for the analysis.
pub(super) struct Asked {
    pub inputs: Vec<analysis::Input>,
    /// For each input the column it is, where it is one.
    pub slots: Vec<Option<usize>>,
    /// For each rule its tests.
    pub tests: Vec<Vec<(usize, CellTest)>>,
    /// Whether inputs hang together (`a`, and `a > b`), so that what the analysis finds may not be possible.
    pub dependent: bool,
}

/// One thing that rules ask: an input as written, or the comparison that a cell makes (`> goal`).
struct Ask {
    text: String,
    ty: Type,
    slot: Option<usize>,
    question: Option<Question>,
}

impl Binder<'_> {
    /// The table as the analysis takes it.
    pub(super) fn asked(&mut self, table: TableId, inputs: &[&Input], rules: &[Read]) -> Asked {
        let parameters = self.parameters.clone();
        let mut things = Things::new(&parameters);
        let mut asks: Vec<Ask> = inputs.iter().map(|input| self.ask(table, input, &mut things)).collect();
        let mut tests: Vec<Vec<(usize, CellTest)>> = Vec::new();
        for read in rules {
            let mut own = Vec::new();
            for ((at, test), written) in read.tests.iter().zip(&read.written) {
                let compared = self.ask_of_cell(table, inputs[*at], test, &written.cell, &mut things);
                match compared {
                    Some(ask) => {
                        let known = asks.iter().position(|known| known.slot.is_none() && known.text == ask.text);
                        let place = known.unwrap_or_else(|| {
                            asks.push(ask);
                            asks.len() - 1
                        });
                        own.push((place, is_true()));
                    }
                    None => own.push((*at, test.clone())),
                }
            }
            tests.push(own);
        }
        self.put_together(table, &asks, tests, &things)
    }

    fn ask(&self, table: TableId, input: &Input, things: &mut Things<'_>) -> Ask {
        let numeric = matches!(input.ty, Type::Number | Type::Bool);
        let question = numeric.then(|| things.question(&self.subject(table, input))).flatten();
        Ask { text: input.text.clone(), ty: input.ty, slot: Some(input.slot), question }
    }

    /// What an input is: the formula it was written as, or a column.
    fn subject(&self, table: TableId, input: &Input) -> Expr {
        let column = self.column(ColumnId { table, slot: input.slot });
        match &column.work {
            Work::Formula(expr) if column.hidden => expr.clone(),
            _ => Expr::new(ExprKind::Column(input.slot), input.ty, column.span),
        }
    }

    /// The comparison that a cell makes with a formula, where it can be reasoned about.
    fn ask_of_cell(
        &mut self,
        table: TableId,
        input: &Input,
        test: &CellTest,
        cell: &Spanned<String>,
        things: &mut Things<'_>,
    ) -> Option<Ask> {
        let CellTest::Formula { comparison, text, .. } = test else { return None };
        let quiet = self.diagnostics.len();
        let subject = self.subject(table, input);
        let condition = self.condition(table, subject, test, cell).flatten();
        // Its mistakes are reported when the rule itself is bound.
        self.diagnostics.truncate(quiet);
        let question = things.question(&condition?)?;
        Some(Ask {
            text: format!("{} {} {text}", input.text, operator(*comparison).sign()),
            ty: Type::Bool,
            slot: None,
            question: Some(question),
        })
    }

    /// Questions about one axis become one input.
    fn put_together(
        &self,
        table: TableId,
        asks: &[Ask],
        tests: Vec<Vec<(usize, CellTest)>>,
        things: &Things<'_>,
    ) -> Asked {
        let mut groups = groups(asks, &tests);
        // An input that is only compared with others, in cells, is asked nothing by itself.
        groups.retain(|group| group.iter().any(|ask| tests.iter().flatten().any(|(of, _)| of == ask)));
        let (mut inputs, mut slots) = (Vec::new(), Vec::new());
        for group in &groups {
            let ask = &asks[group[0]];
            let merged = ask.question.as_ref().filter(|_| group.len() > 1);
            let slot = merged.map_or(ask.slot, |question| things.column(question));
            let name = merged.map_or_else(|| ask.text.clone(), |question| self.axis_words(table, question, things));
            let input = analysis::Input::new(name, if merged.is_some() { Type::Number } else { ask.ty });
            inputs.push(slot.map_or(input.clone(), |slot| self.domain(table, slot, input)));
            slots.push(slot);
        }
        let place = |ask: usize| groups.iter().position(|group| group.contains(&ask)).unwrap_or_default();
        let on_axis = |(ask, test): (usize, CellTest)| {
            let at = place(ask);
            let merged = asks[ask].question.as_ref().filter(|_| groups[at].len() > 1);
            (at, merged.and_then(|question| question.on_axis(&test)).unwrap_or(test))
        };
        let tests = tests.into_iter().map(|tests| tests.into_iter().map(on_axis).collect()).collect();
        let heads: Vec<&Question> = groups.iter().filter_map(|group| asks[group[0]].question.as_ref()).collect();
        let dependent = heads.iter().enumerate().any(|(at, a)| heads[..at].iter().any(|b| a.shares_a_thing(b)));
        Asked { inputs, slots, tests, dependent }
    }

    fn axis_words(&self, table: TableId, question: &Question, things: &Things<'_>) -> String {
        things.words(question, |expr| match expr.kind {
            ExprKind::Column(slot) => self.column(ColumnId { table, slot }).name.clone(),
            _ => self.sources.text(expr.span).to_string(),
        })
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

fn is_true() -> CellTest {
    CellTest::Compare(Comparison::Equal, Literal { value: Value::Bool(true), percent: false, start: 0, end: 0 })
}
