//! Formulas that come to the same where numbers are exact: sums in another order, a factor before or behind a
//! bracket. In the run the last digits may differ, so this is never taken for the same without saying so.

use crate::formula::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::value::{Type, Value, number};

/// Terms of a formula, at most.
const MOST: usize = 64;

/// A factor: what it is, how often it stands above the line, and how often below. Those above and below are not set
/// off against each other: below the line none may be zero.
type Factor = (usize, u32, u32);

/// A product, with its number.
type Term = (Vec<Factor>, f64);

/// A sum of products.
#[derive(Clone, Debug)]
struct Sum {
    /// Each product once, in order, with its number.
    terms: Vec<Term>,
}

/// What is neither a sum nor a product, each once.
#[derive(Default)]
struct Things {
    known: Vec<Expr>,
}

/// Whether two formulas, each in its canonical form, come to the same where numbers are exact.
pub(super) fn same_where_exact(a: &Expr, b: &Expr) -> bool {
    let mut things = Things::default();
    let (Some(a), Some(b)) = (things.sum(a), things.sum(b)) else { return false };
    let same = |((one, a), (other, b)): (&Term, &Term)| one == other && number::equal(*a, *b);
    a.terms.len() == b.terms.len() && a.terms.iter().zip(&b.terms).all(same)
}

impl Things {
    fn sum(&mut self, expr: &Expr) -> Option<Sum> {
        if expr.ty != Some(Type::Number) {
            return None;
        }
        match &expr.kind {
            ExprKind::Constant(Value::Number(number)) => Some(Sum { terms: vec![(Vec::new(), *number)] }),
            ExprKind::Unary(UnaryOp::Negate, a) => Some(self.sum(a)?.times(-1.0)),
            ExprKind::Binary(BinaryOp::Add, a, b) => self.sum(a)?.plus(self.sum(b)?),
            ExprKind::Binary(BinaryOp::Subtract, a, b) => self.sum(a)?.plus(self.sum(b)?.times(-1.0)),
            ExprKind::Binary(BinaryOp::Multiply, a, b) => self.sum(a)?.product(&self.sum(b)?),
            ExprKind::Binary(BinaryOp::Divide, a, b) => {
                let (above, below) = (self.sum(a)?, self.sum(b)?);
                match below.terms.as_slice() {
                    [(factors, number)] if *number != 0.0 => {
                        let turned = factors.iter().map(|(thing, above, below)| (*thing, *below, *above)).collect();
                        // What stands below the line of what is below it must not be zero, either.
                        let plain = factors.iter().all(|(_, _, below)| *below == 0);
                        plain.then(|| above.product(&Sum { terms: vec![(turned, 1.0 / number)] })).flatten()
                    }
                    _ => {
                        let thing = self.thing(b);
                        above.product(&Sum { terms: vec![(vec![(thing, 0, 1)], 1.0)] })
                    }
                }
            }
            _ => {
                let thing = self.thing(expr);
                Some(Sum { terms: vec![(vec![(thing, 1, 0)], 1.0)] })
            }
        }
    }

    fn thing(&mut self, expr: &Expr) -> usize {
        self.known.iter().position(|known| known == expr).unwrap_or_else(|| {
            self.known.push(expr.clone());
            self.known.len() - 1
        })
    }
}

impl Sum {
    fn times(mut self, factor: f64) -> Sum {
        self.terms.iter_mut().for_each(|(_, own)| *own *= factor);
        self
    }

    /// A term that comes to nothing stays: where one of its factors is blank, so is the whole.
    fn plus(mut self, other: Sum) -> Option<Sum> {
        for (factors, number) in other.terms {
            match self.terms.binary_search_by(|(known, _)| known.cmp(&factors)) {
                Ok(at) => self.terms[at].1 += number,
                Err(at) => self.terms.insert(at, (factors, number)),
            }
        }
        (self.terms.len() <= MOST).then_some(self)
    }

    fn product(&self, other: &Sum) -> Option<Sum> {
        let mut all = Sum { terms: Vec::new() };
        for (a, one) in &self.terms {
            for (b, two) in &other.terms {
                let mut factors = a.clone();
                for (thing, above, below) in b {
                    match factors.iter_mut().find(|(known, ..)| known == thing) {
                        Some(factor) => (factor.1, factor.2) = (factor.1 + above, factor.2 + below),
                        None => factors.push((*thing, *above, *below)),
                    }
                }
                factors.sort_unstable();
                all = all.plus(Sum { terms: vec![(factors, one * two)] })?;
            }
        }
        Some(all)
    }
}
