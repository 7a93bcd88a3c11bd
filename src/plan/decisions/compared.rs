//! Inputs that compare the same things are one input for the analysis: `a > b` and `a <= b` exclude each other,
//! `sales - cost > 5` and `sales > cost` do not. What is compared is a sum of columns with factors; each such sum
//! becomes an axis of numbers, and the tests on it tests of where it lies.

use crate::decision::analysis::{self, opposite};
use crate::decision::cell::{CellTest, Comparison, Literal};
use crate::formula::{BinaryOp, Expr, ExprKind, Parameters, UnaryOp};
use crate::value::{Type, Value};

/// A sum of things with factors, and a number.
#[derive(Clone, Default, Debug)]
struct Sum {
    /// Numbers of things, each once, in order, with its factor.
    terms: Vec<(usize, f64)>,
    constant: f64,
}

impl Sum {
    fn constant(constant: f64) -> Sum {
        Sum { terms: Vec::new(), constant }
    }

    fn times(mut self, factor: f64) -> Sum {
        self.terms.iter_mut().for_each(|(_, own)| *own *= factor);
        Sum { constant: self.constant * factor, ..self }
    }

    fn plus(mut self, other: Sum) -> Sum {
        for (thing, factor) in other.terms {
            match self.terms.binary_search_by_key(&thing, |(known, _)| *known) {
                Ok(at) => self.terms[at].1 += factor,
                Err(at) => self.terms.insert(at, (thing, factor)),
            }
        }
        self.terms.retain(|(_, factor)| *factor != 0.0);
        Sum { constant: self.constant + other.constant, ..self }
    }
}

/// An input as a question about an axis: the axis lies so to a number.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// The sum, its first factor 1.
    axis: Vec<(usize, f64)>,
    /// For a truth how the axis must lie to the number for it to be true; for a number nothing, its tests are
    /// those of the axis times the factor plus the number.
    comparison: Option<Comparison>,
    number: f64,
    factor: f64,
}

/// The things that inputs are sums of, in the order met.
pub(super) struct Things<'p> {
    known: Vec<Expr>,
    parameters: &'p Parameters,
}

impl<'p> Things<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Things<'p> {
        Things { known: Vec::new(), parameters }
    }

    /// The question an input asks; none where it is of another kind.
    pub(super) fn question(&mut self, input: &Expr) -> Option<Question> {
        let (comparison, sum) = match &input.kind {
            ExprKind::Binary(op, left, right) if input.ty == Some(Type::Bool) => {
                (Some(comparison(*op)?), self.sum(left)?.plus(self.sum(right)?.times(-1.0)))
            }
            _ if input.ty == Some(Type::Number) => (None, self.sum(input)?),
            _ => return None,
        };
        // Days are only compared with each other: by itself a day has an axis of its own.
        if let [(thing, _)] = sum.terms[..]
            && self.known[thing].ty == Some(Type::Date)
        {
            return None;
        }
        let factor = sum.terms.first()?.1;
        let axis = sum.terms.iter().map(|(thing, own)| (*thing, own / factor)).collect();
        match comparison {
            // factor · axis + constant op 0
            Some(comparison) => {
                let comparison = if factor < 0.0 { turned(comparison) } else { comparison };
                Some(Question { axis, comparison: Some(comparison), number: -sum.constant / factor, factor: 1.0 })
            }
            // Rounding would move the limits of other factors.
            None => (factor.abs() == 1.0).then_some(Question { axis, comparison: None, number: sum.constant, factor }),
        }
    }

    fn sum(&mut self, expr: &Expr) -> Option<Sum> {
        if !matches!(expr.ty, Some(Type::Number | Type::Date)) {
            return None;
        }
        let number = |sum: Sum| sum.terms.is_empty().then_some(sum.constant);
        Some(match &expr.kind {
            ExprKind::Constant(Value::Number(number)) => Sum::constant(*number),
            ExprKind::Constant(Value::Date(day)) => Sum::constant(f64::from(day.0)),
            ExprKind::Parameter(name) => Sum::constant(match self.parameters.get(name)? {
                Value::Date(day) => f64::from(day.0),
                other => other.as_number()?,
            }),
            ExprKind::Binary(BinaryOp::Add | BinaryOp::Subtract, _, days) if expr.ty == Some(Type::Date) => {
                match self.sum(days).filter(|days| days.terms.is_empty() && days.constant.fract() == 0.0) {
                    Some(days) => self.moved_by(expr, days)?,
                    None => self.thing(expr),
                }
            }
            ExprKind::Unary(UnaryOp::Negate, inner) => self.sum(inner)?.times(-1.0),
            ExprKind::Binary(BinaryOp::Add, a, b) => self.sum(a)?.plus(self.sum(b)?),
            ExprKind::Binary(BinaryOp::Subtract, a, b) => self.sum(a)?.plus(self.sum(b)?.times(-1.0)),
            ExprKind::Binary(BinaryOp::Multiply, a, b) => {
                let (a, b) = (self.sum(a)?, self.sum(b)?);
                match (number(a.clone()), number(b.clone())) {
                    (Some(factor), _) => b.times(factor),
                    (_, Some(factor)) => a.times(factor),
                    _ => self.thing(expr),
                }
            }
            _ => self.thing(expr),
        })
    }

    /// A day some days before or after another.
    fn moved_by(&mut self, expr: &Expr, days: Sum) -> Option<Sum> {
        let ExprKind::Binary(op, day, _) = &expr.kind else { return None };
        let sign = if *op == BinaryOp::Subtract { -1.0 } else { 1.0 };
        Some(self.sum(day)?.plus(days.times(sign)))
    }

    fn thing(&mut self, expr: &Expr) -> Sum {
        let known = self.known.iter().position(|known| known == expr);
        let at = known.unwrap_or_else(|| {
            self.known.push(expr.clone());
            self.known.len() - 1
        });
        Sum { terms: vec![(at, 1.0)], constant: 0.0 }
    }

    /// The axis in words, each thing by its name: `sales - 2 * cost`.
    pub(super) fn words(&self, question: &Question, name: impl Fn(&Expr) -> String) -> String {
        let mut text = String::new();
        for (thing, factor) in &question.axis {
            let sign = match (text.is_empty(), *factor < 0.0) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            let size = factor.abs();
            let times =
                if size == 1.0 { String::new() } else { format!("{} * ", crate::value::number::shortest(size)) };
            text += &format!("{sign}{times}{}", name(&self.known[*thing]));
        }
        text
    }

    /// The column that the axis is, where it is one as it stands.
    pub(super) fn column(&self, question: &Question) -> Option<usize> {
        match (question.axis.as_slice(), question.axis.first().map(|(thing, _)| &self.known[*thing].kind)) {
            ([_], Some(ExprKind::Column(slot))) => Some(*slot),
            _ => None,
        }
    }

    /// Every thing, in the order met.
    pub(super) fn all(&self) -> &[Expr] {
        &self.known
    }
}

impl Question {
    pub(super) fn same_axis(&self, other: &Question) -> bool {
        self.axis == other.axis
    }

    /// The axis, each thing with its factor.
    pub(super) fn axis(&self) -> &[(usize, f64)] {
        &self.axis
    }

    /// Whether the input is the axis as it stands.
    pub(super) fn is_axis(&self) -> bool {
        self.comparison.is_none() && self.number == 0.0 && self.factor == 1.0
    }

    /// The sum that the input is, or asks about.
    pub(super) fn sum(&self) -> analysis::Sum {
        analysis::Sum {
            terms: self.axis.clone(),
            factor: self.factor,
            number: self.number,
            comparison: self.comparison,
        }
    }

    /// The test of the input as a test of the axis; none where it cannot be said so.
    pub(super) fn on_axis(&self, test: &CellTest) -> Option<CellTest> {
        match self.comparison {
            Some(comparison) => Some(self.truth(comparison, test)),
            None => self.moved(test),
        }
    }

    fn truth(&self, comparison: Comparison, test: &CellTest) -> CellTest {
        let holds = |value: Value| test.holds(&value) == Some(true);
        let at = |comparison| CellTest::Compare(comparison, literal(self.number));
        let values = match (holds(Value::Bool(true)), holds(Value::Bool(false))) {
            (true, true) => CellTest::Not(Box::new(CellTest::Blank)),
            (true, false) => at(comparison),
            (false, true) => at(opposite(comparison)),
            (false, false) => CellTest::All(vec![at(Comparison::Less), at(Comparison::Greater)]),
        };
        if holds(Value::Blank) { CellTest::OneOf(vec![values, CellTest::Blank]) } else { values }
    }

    fn moved(&self, test: &CellTest) -> Option<CellTest> {
        let negative = self.factor < 0.0;
        let at = |end: &Literal| Some(Literal { value: self.place(&end.value)?, ..end.clone() });
        let all = |tests: &[CellTest]| tests.iter().map(|test| self.moved(test)).collect::<Option<Vec<_>>>();
        Some(match test {
            CellTest::Compare(comparison, literal) => {
                CellTest::Compare(if negative { turned(*comparison) } else { *comparison }, at(literal)?)
            }
            CellTest::Range { from, from_included, to, to_included } => {
                let end = |end: &Option<Literal>| match end {
                    Some(end) => at(end).map(Some),
                    None => Some(None),
                };
                let (low, high) = (end(from)?, end(to)?);
                let (from_included, to_included) = (*from_included, *to_included);
                if negative {
                    CellTest::Range { from: high, from_included: to_included, to: low, to_included: from_included }
                } else {
                    CellTest::Range { from: low, from_included, to: high, to_included }
                }
            }
            CellTest::OneOf(tests) => CellTest::OneOf(all(tests)?),
            CellTest::All(tests) => CellTest::All(all(tests)?),
            CellTest::Not(inner) => CellTest::Not(Box::new(self.moved(inner)?)),
            CellTest::Any | CellTest::Blank => test.clone(),
            CellTest::Formula { .. } => return None,
        })
    }

    /// Where the axis lies when the input has that value: factor · axis + number = value.
    fn place(&self, value: &Value) -> Option<Value> {
        value.as_number().map(|value| Value::number((value - self.number) / self.factor))
    }
}

fn literal(number: f64) -> Literal {
    Literal { value: Value::number(number + 0.0), percent: false, start: 0, end: 0 }
}

pub(super) fn comparison(op: BinaryOp) -> Option<Comparison> {
    Some(match op {
        BinaryOp::Equal => Comparison::Equal,
        BinaryOp::NotEqual => Comparison::NotEqual,
        BinaryOp::Less => Comparison::Less,
        BinaryOp::LessOrEqual => Comparison::LessOrEqual,
        BinaryOp::Greater => Comparison::Greater,
        BinaryOp::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// The comparison with its sides changed over.
pub(super) fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}
