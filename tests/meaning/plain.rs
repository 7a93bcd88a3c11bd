//! A second, plain way to work out a formula: one row at a time, straight over the tree.

use rulebook::formula::{BinaryOp, UnaryOp, operate};
use rulebook::script::syntax::{Syntax, SyntaxKind};
use rulebook::value::{Value, functions, ops};

/// What the names of a formula hold, for one row.
pub trait Names {
    /// The value of `a`, or of `customer.region.rate`.
    fn value(&self, path: &[&str]) -> Value;
}

/// The value of a formula; blank where there is no answer.
pub fn evaluate(syntax: &Syntax, names: &dyn Names) -> Value {
    Row { names, locals: Vec::new() }.value(syntax)
}

struct Row<'n> {
    names: &'n dyn Names,
    locals: Vec<(String, Value)>,
}

impl Row<'_> {
    fn value(&mut self, syntax: &Syntax) -> Value {
        match &syntax.kind {
            SyntaxKind::Blank => Value::Blank,
            SyntaxKind::Number(number) => Value::number(*number),
            SyntaxKind::Text(text) => Value::text(text.as_str()),
            SyntaxKind::Bool(flag) => Value::Bool(*flag),
            SyntaxKind::Name(name) => {
                let local = self.locals.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
                local.unwrap_or_else(|| self.names.value(&[name]))
            }
            SyntaxKind::Field { .. } => {
                let mut path = Vec::new();
                steps(syntax, &mut path);
                self.names.value(&path)
            }
            SyntaxKind::Index(..) | SyntaxKind::Range { .. } => {
                panic!("no formula of these tests has an index or a lone range")
            }
            SyntaxKind::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            SyntaxKind::Unary(UnaryOp::Negate, a) => ops::negate(&self.value(a)),
            SyntaxKind::Unary(UnaryOp::Not, a) => ops::not(&self.value(a)),
            SyntaxKind::Binary { op, left, right, .. } => {
                operate(*op, &self.value(left), &self.value(right)).unwrap_or_default()
            }
            SyntaxKind::And(items) => {
                items.iter().fold(Value::Bool(true), |so_far, item| ops::and(&so_far, &self.value(item)))
            }
            SyntaxKind::Or(items) => {
                items.iter().fold(Value::Bool(false), |so_far, item| ops::or(&so_far, &self.value(item)))
            }
            SyntaxKind::Coalesce(items) => {
                items.iter().map(|item| self.value(item)).find(|value| !value.is_blank()).unwrap_or_default()
            }
            SyntaxKind::In(needle, haystack) => self.is_in(needle, haystack),
            SyntaxKind::If(condition, then, otherwise) => match (self.value(condition).as_bool(), otherwise) {
                (Some(true), _) => self.value(then),
                (Some(false), Some(otherwise)) => self.value(otherwise),
                _ => Value::Blank,
            },
            SyntaxKind::Let(name, value, body) => {
                let value = self.value(value);
                self.locals.push((name.clone(), value));
                let body = self.value(body);
                self.locals.pop();
                body
            }
            SyntaxKind::Call { name, args, .. } => {
                let args: Vec<Value> = args.iter().map(|arg| self.value(arg)).collect();
                functions::find(name).expect("a function of the catalogue").apply(&args).unwrap_or_default()
            }
            SyntaxKind::Interpolate(parts) => {
                Value::text(parts.iter().map(|part| said(&self.value(part))).collect::<String>())
            }
        }
    }

    fn is_in(&mut self, needle: &Syntax, haystack: &Syntax) -> Value {
        let value = self.value(needle);
        let SyntaxKind::Range { from, to, inclusive } = &haystack.kind else {
            return ops::is_in(&value, &self.value(haystack));
        };
        let below = if *inclusive { BinaryOp::LessOrEqual } else { BinaryOp::Less };
        let mut side = |op, end: &Syntax| operate(op, &value, &self.value(end)).unwrap_or_default();
        ops::and(&side(BinaryOp::GreaterOrEqual, from), &side(below, to))
    }
}

fn steps<'s>(syntax: &'s Syntax, path: &mut Vec<&'s str>) {
    match &syntax.kind {
        SyntaxKind::Field { base, name, .. } => {
            steps(base, path);
            path.push(name);
        }
        SyntaxKind::Name(name) => path.push(name),
        _ => panic!("a field of something that is no name"),
    }
}

/// A value within a text: a number that is not whole in 15 digits.
fn said(value: &Value) -> String {
    match value {
        Value::Number(number) if number.fract() != 0.0 => {
            let rounded: f64 = format!("{number:.14e}").parse().expect("it is a number");
            Value::Number(rounded).to_string()
        }
        other => other.to_string(),
    }
}
