//! What type a script function gives, inferred from its text and the types of its arguments.

use super::kinds;
use super::library::Library;
use super::program::ScriptFunction;
use super::step::{Op, Step};
use crate::formula::BinaryOp;
use crate::source::Span;
use crate::value::Type;
use crate::value::functions::Returns;
use rhai::{ASTFlags, Expr, Stmt};
use std::collections::BTreeMap;

/// Names change their types at most twice, so a loop gone through three times has shown all.
const ROUNDS: usize = 3;

/// Two types where there can be one only, or an operator that refuses its operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeMistake {
    /// What is wrong.
    pub message: String,
    /// The place in the script.
    pub span: Span,
}

/// The type of an argument, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentType {
    /// A value of this type.
    Value(Type),
    /// A row.
    Row,
    /// Not known, or always blank.
    Unknown,
}

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing.
    Unknown,
    /// Always blank, so far.
    Blank,
    Is(Type),
    /// A row.
    Row,
}

type Told = Result<Known, TypeMistake>;

impl Library {
    /// The type a function gives, where it can be inferred: `None` where it always gives a blank or
    /// depends on what is not known.
    ///
    /// # Errors
    ///
    /// Where branches give different types, or an operator refuses what it is given.
    pub fn result_type(
        &self,
        function: &ScriptFunction,
        args: &[ArgumentType],
        field_type: &dyn Fn(&[String]) -> Option<Type>,
    ) -> Result<Option<Type>, TypeMistake> {
        let args = args.iter().map(|arg| match arg {
            ArgumentType::Value(kind) => Known::Is(*kind),
            ArgumentType::Row => Known::Row,
            ArgumentType::Unknown => Known::Unknown,
        });
        let mut reader = Reader { library: self, field_type, told: BTreeMap::new() };
        Ok(match reader.function(function, args.collect())? {
            Known::Is(kind) => Some(kind),
            _ => None,
        })
    }
}

struct Reader<'a> {
    library: &'a Library,
    field_type: &'a dyn Fn(&[String]) -> Option<Type>,
    /// Functions already inferred, or being inferred, with their arguments.
    told: BTreeMap<String, Known>,
}

/// What holds inside one function.
struct Frame {
    names: Vec<(String, Known)>,
    /// What `return` gives, so far.
    returned: Known,
    span: Span,
}

impl Reader<'_> {
    fn function(&mut self, function: &ScriptFunction, args: Vec<Known>) -> Told {
        let key = format!("{}{args:?}", function.name);
        if let Some(known) = self.told.get(&key) {
            return Ok(known.clone());
        }
        // A function that calls itself says nothing new about what it gives.
        self.told.insert(key.clone(), Known::Blank);
        let names = function.params.iter().cloned().zip(args).collect();
        let mut frame = Frame { names, returned: Known::Blank, span: function.span };
        let last = match self.library.code.bodies.get(function.body) {
            Some(body) => self.expression(&mut frame, body)?,
            None => Known::Unknown,
        };
        let given = joined(&frame.returned, &last, function.span)?;
        self.told.insert(key, given.clone());
        Ok(given)
    }

    /// What a block gives; its names end with it.
    fn block(&mut self, frame: &mut Frame, statements: &[Stmt]) -> Told {
        let names = frame.names.len();
        let mut last = Known::Blank;
        for statement in statements {
            last = self.statement(frame, statement)?;
        }
        frame.names.truncate(names);
        let leaves = matches!(statements.last(), Some(Stmt::Return(..) | Stmt::BreakLoop(..)));
        Ok(if leaves { Known::Blank } else { last })
    }

    fn statement(&mut self, frame: &mut Frame, statement: &Stmt) -> Told {
        match statement {
            Stmt::Expr(expression) => self.expression(frame, expression),
            Stmt::Block(block) => self.block(frame, block.statements()),
            Stmt::If(flow, _) => {
                self.expression(frame, &flow.expr)?;
                let then = self.block(frame, flow.body.statements())?;
                let otherwise = self.block(frame, flow.branch.statements())?;
                joined(&then, &otherwise, frame.span)
            }
            Stmt::Switch(parts, _) => {
                self.expression(frame, &parts.0)?;
                let mut given = Known::Blank;
                for case in &parts.1.expressions {
                    let case = self.expression(frame, &case.rhs)?;
                    given = joined(&given, &case, frame.span)?;
                }
                Ok(given)
            }
            Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) => self.repeated(frame, statement),
            Stmt::Var(parts, ..) => {
                let value = self.expression(frame, &parts.1)?;
                frame.names.push((parts.0.name.to_string(), value));
                Ok(Known::Blank)
            }
            Stmt::Assignment(parts) => {
                let value = self.expression(frame, &parts.1.rhs)?;
                if let Expr::Variable(name, ..) = &parts.1.lhs
                    && let Some((_, held)) = frame.names.iter_mut().rev().find(|(known, _)| *known == name.1.as_str())
                {
                    *held = joined(held, &value, frame.span).unwrap_or(Known::Unknown);
                }
                Ok(Known::Blank)
            }
            Stmt::Return(Some(value), flags, _) => {
                let value = self.expression(frame, value)?;
                if !flags.contains(ASTFlags::BREAK) {
                    frame.returned = joined(&frame.returned, &value, frame.span)?;
                }
                Ok(Known::Blank)
            }
            _ => Ok(Known::Blank),
        }
    }

    /// What a loop does to the types of names; what it gives is not known.
    fn repeated(&mut self, frame: &mut Frame, statement: &Stmt) -> Told {
        match statement {
            Stmt::While(flow, _) | Stmt::Do(flow, _, _) => {
                for _ in 0..ROUNDS {
                    self.expression(frame, &flow.expr)?;
                    self.block(frame, flow.body.statements())?;
                }
            }
            Stmt::For(parts, _) => {
                let item = self.expression(frame, &parts.2.expr)?;
                let names = frame.names.len();
                frame.names.extend(parts.1.iter().map(|counter| (counter.name.to_string(), Known::Is(Type::Number))));
                let item = if item == Known::Is(Type::Number) { item } else { Known::Unknown };
                frame.names.push((parts.0.name.to_string(), item));
                for _ in 0..ROUNDS {
                    self.block(frame, parts.2.body.statements())?;
                }
                frame.names.truncate(names);
            }
            _ => {}
        }
        Ok(Known::Unknown)
    }

    fn expression(&mut self, frame: &mut Frame, expression: &Expr) -> Told {
        Ok(match expression {
            Expr::Unit(_) => Known::Blank,
            Expr::BoolConstant(..) => Known::Is(Type::Bool),
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Known::Is(Type::Number),
            Expr::StringConstant(..) => Known::Is(Type::Text),
            Expr::Array(..) => Known::Is(Type::List),
            Expr::Variable(name, ..) => frame.known(&name.1),
            Expr::Coalesce(items, _) => {
                let mut given = Known::Blank;
                for item in items.iter() {
                    let item = self.expression(frame, item)?;
                    given = joined(&given, &item, frame.span)?;
                }
                given
            }
            Expr::Stmt(block) => self.block(frame, block.statements())?,
            Expr::FnCall(call, _) => {
                let args: Result<Vec<Known>, _> = call.args.iter().map(|arg| self.expression(frame, arg)).collect();
                let args = args?;
                match self.library.function(&call.name, args.len()) {
                    Some(function) => self.function(function, args)?,
                    None => Known::Unknown,
                }
            }
            Expr::Custom(custom, _) => {
                let inputs: Result<Vec<Known>, _> =
                    custom.inputs.iter().map(|input| self.expression(frame, input)).collect();
                let number = custom.state.as_int().unwrap_or(-1);
                match self.library.code.steps.get(number as usize) {
                    Some(step) => self.step(frame, step, &inputs?)?,
                    None => Known::Unknown,
                }
            }
            _ => Known::Unknown,
        })
    }

    fn step(&self, frame: &Frame, step: &Step, inputs: &[Known]) -> Told {
        Ok(match &step.op {
            Op::Binary(op) => return binary(*op, inputs, step.span),
            Op::Negate | Op::Length | Op::Count { .. } => Known::Is(Type::Number),
            Op::Not | Op::And | Op::Or | Op::Truth | Op::In | Op::InRange { .. } => Known::Is(Type::Bool),
            Op::Path { variable, fields } => match frame.known(variable) {
                Known::Row => (self.field_type)(fields).map_or(Known::Unknown, Known::Is),
                _ => Known::Unknown,
            },
            Op::Index if inputs.first() == Some(&Known::Is(Type::Text)) => Known::Is(Type::Text),
            Op::Function(function) => match function.returns {
                // A blank first argument leaves the type to the others.
                Returns::First => inputs.iter().find(|input| **input != Known::Blank).cloned().unwrap_or(Known::Blank),
                Returns::Is(kind) => Known::Is(kind),
            },
            Op::Host(function) => Known::Is(function.returns),
            Op::List => Known::Is(Type::List),
            Op::Interpolate => Known::Is(Type::Text),
            Op::Member | Op::Case | Op::Guard => inputs.first().cloned().unwrap_or(Known::Unknown),
            Op::Push { .. } => Known::Blank,
            Op::Index | Op::Field(_) | Op::Each | Op::Place => Known::Unknown,
        })
    }
}

impl Frame {
    fn known(&self, name: &str) -> Known {
        let found = self.names.iter().rev().find(|(known, _)| known == name);
        found.map_or(Known::Unknown, |(_, known)| known.clone())
    }
}

fn binary(op: BinaryOp, inputs: &[Known], span: Span) -> Told {
    match inputs {
        [Known::Is(left), Known::Is(right)] => match kinds::result(op, *left, *right) {
            Some(kind) => Ok(Known::Is(kind)),
            None => Err(TypeMistake { message: kinds::refusal(op, *left, *right), span }),
        },
        [Known::Blank, _] | [_, Known::Blank] => Ok(Known::Blank),
        _ => Ok(match op {
            BinaryOp::Add | BinaryOp::Subtract => Known::Unknown,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder | BinaryOp::Power => Known::Is(Type::Number),
            _ => Known::Is(Type::Bool),
        }),
    }
}

/// What is known where either may be.
fn joined(a: &Known, b: &Known, span: Span) -> Told {
    match (a, b) {
        (Known::Blank, other) | (other, Known::Blank) => Ok(other.clone()),
        (a, b) if a == b => Ok(a.clone()),
        (Known::Is(a), Known::Is(b)) => {
            let message = format!("it gives {} in one branch and {} in another", a.a_word(), b.a_word());
            Err(TypeMistake { message, span })
        }
        _ => Ok(Known::Unknown),
    }
}
