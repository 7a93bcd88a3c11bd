//! What a step of a script does: our operators and functions, called from rhai's interpreter.

use super::bridge::{describe, field, from_rhai, to_rhai};
use super::limits::{self, LONGEST_LIST};
use super::step::{Op, Step};
use crate::formula::BinaryOp;
use crate::source::Span;
use crate::value::functions::Param;
use crate::value::{Function, NoAnswer, Type, Value, ops};
use rhai::{Dynamic, EvalAltResult, EvalContext, Expression, Position};
use std::cell::RefCell;
use std::cmp::Ordering;

/// A failure inside a script, as it travels through rhai.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub message: String,
    pub span: Span,
}

thread_local! {
    /// Reasons why operations of the present call had no answer.
    static NO_ANSWERS: RefCell<Vec<NoAnswer>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the reasons of earlier calls.
pub(super) fn start_counting() {
    NO_ANSWERS.with(|cell| cell.borrow_mut().clear());
}

/// The reasons since [`start_counting`], each once, in the order they came up.
pub(super) fn counted() -> Vec<NoAnswer> {
    NO_ANSWERS.with(|cell| cell.borrow_mut().split_off(0))
}

fn answer(answer: ops::Answer) -> Value {
    answer.unwrap_or_else(|reason| {
        NO_ANSWERS.with(|cell| {
            let mut seen = cell.borrow_mut();
            if !seen.contains(&reason) {
                seen.push(reason);
            }
        });
        Value::Blank
    })
}

type Held = Result<Dynamic, String>;

/// What the step gives, or rhai's error with our message and place in it.
pub(super) fn run(
    step: &Step,
    context: &mut EvalContext,
    inputs: &[Expression],
) -> Result<Dynamic, Box<EvalAltResult>> {
    if !limits::has_stack() {
        return Err(failed(step, "calls and expressions nested too deeply".to_string()));
    }
    let result = match &step.op {
        Op::Guard => {
            let held = context.eval_expression_tree(&inputs[0]);
            return held.or_else(|error| if is_unknown(&error) { Ok(Dynamic::UNIT) } else { Err(error) });
        }
        Op::Truth => {
            let held = context.eval_expression_tree(&inputs[0])?;
            return match held.as_bool() {
                Ok(flag) => Ok(flag.into()),
                Err(_) if held.is_unit() => Err(unknown()),
                Err(_) => Err(failed(step, format!("a condition is true or false, not {}", describe(&held)))),
            };
        }
        Op::Case => {
            let held = context.eval_expression_tree(&inputs[0])?;
            if held.is_unit() {
                return Err(unknown());
            }
            unary(&step.op, held)
        }
        Op::And => return connect(step, context, inputs, false),
        Op::Or => return connect(step, context, inputs, true),
        Op::Path { variable, fields } => match context.scope().get(variable) {
            Some(held) => field(held, fields),
            None => Err(format!("there is no `{variable}`")),
        },
        Op::Push { list } => {
            let item = context.eval_expression_tree(&inputs[0])?;
            push(context, list, item)
        }
        op => match inputs {
            [one] => {
                let one = context.eval_expression_tree(one)?;
                unary(op, one)
            }
            inputs => {
                let mut held = Vec::with_capacity(inputs.len());
                for input in inputs {
                    held.push(context.eval_expression_tree(input)?);
                }
                several(op, &held)
            }
        },
    };
    result.map_err(|message| failed(step, message))
}

/// A condition whose answer is not known, as it travels through rhai to what hangs on it.
#[derive(Clone, Copy, Debug)]
struct Unknown;

fn unknown() -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(Dynamic::from(Unknown), Position::NONE).into()
}

/// Whether a blank condition ended this.
pub(super) fn is_unknown(error: &EvalAltResult) -> bool {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => is_unknown(inner),
        EvalAltResult::ErrorRuntime(value, _) => value.is::<Unknown>(),
        _ => false,
    }
}

fn failed(step: &Step, message: String) -> Box<EvalAltResult> {
    let failure = Failure { message, span: step.span };
    EvalAltResult::ErrorRuntime(Dynamic::from(failure), Position::NONE).into()
}

/// `&&` and `||`, three-valued: operands after the one that decides are not looked at.
fn connect(
    step: &Step,
    context: &mut EvalContext,
    inputs: &[Expression],
    decides: bool,
) -> Result<Dynamic, Box<EvalAltResult>> {
    let mut blank = false;
    for input in inputs {
        let held = context.eval_expression_tree(input)?;
        match (held.as_bool(), held.is_unit()) {
            (Ok(flag), _) if flag == decides => return Ok(decides.into()),
            (Ok(_), _) => {}
            (_, true) => blank = true,
            _ => {
                let sign = if decides { "||" } else { "&&" };
                return Err(failed(step, format!("`{sign}` needs true or false, not {}", describe(&held))));
            }
        }
    }
    Ok(if blank { Dynamic::UNIT } else { (!decides).into() })
}

fn unary(op: &Op, held: Dynamic) -> Held {
    match op {
        Op::Field(name) => field(&held, std::slice::from_ref(name)),
        Op::Each if held.is_array() => Ok(held),
        Op::Each if held.is_unit() => Ok(Dynamic::from_array(Vec::new())),
        Op::Each => Err(format!("`for` goes through a list or a range, not {}", describe(&held))),
        Op::Member if held.is_array() || held.is_map() => Err(format!("a list cannot hold {}", describe(&held))),
        Op::Member => Ok(held),
        Op::Place => place(&held).map(Dynamic::from_int),
        Op::Length => length(&held),
        op => several(op, &[held]),
    }
}

fn several(op: &Op, held: &[Dynamic]) -> Held {
    if let Op::Count { inclusive } = op {
        return count(held, *inclusive);
    }
    if let Op::List = op {
        return match held.iter().find(|item| item.is_array() || item.is_map()) {
            Some(item) => Err(format!("a list cannot hold {}", describe(item))),
            None => Ok(Dynamic::from_array(held.to_vec())),
        };
    }
    if let (Op::Index, [list, at]) = (op, held)
        && list.is_array()
    {
        return member(list, at);
    }
    let values: Option<Vec<Value>> = held.iter().map(from_rhai).collect();
    let values = values.ok_or_else(|| "a whole row is not a value: name one of its columns".to_string())?;
    let value = match (op, values.as_slice()) {
        (Op::Binary(op), [a, b]) => binary(*op, a, b)?,
        (Op::Negate, [a]) => needs("-", a, Type::Number).map(|()| ops::negate(a))?,
        (Op::Not, [a]) => needs("!", a, Type::Bool).map(|()| ops::not(a))?,
        (Op::In, [needle, haystack]) => is_in(needle, haystack)?,
        (Op::InRange { inclusive }, [x, from, to]) => {
            let upper = if *inclusive { BinaryOp::LessOrEqual } else { BinaryOp::Less };
            ops::and(&binary(BinaryOp::GreaterOrEqual, x, from)?, &binary(upper, x, to)?)
        }
        (Op::Index, [text, at]) => return character(text, at),
        (Op::Function(function), values) => call(function, values)?,
        (Op::Host(function), values) => {
            for (kind, value) in function.params.iter().zip(values) {
                needs(&function.name, value, *kind)?;
            }
            (function.call)(values)
        }
        (Op::Interpolate, values) => answer(ops::joined(values.iter(), "")),
        (Op::Case, [Value::Number(n)]) if n.fract() == 0.0 && n.abs() < 9e15 => {
            return Ok(Dynamic::from_int(*n as i64));
        }
        (Op::Case, [value]) => value.clone(),
        _ => return Err("a step of the script has the wrong operands".to_string()),
    };
    Ok(to_rhai(&value))
}

fn needs(name: &str, value: &Value, wanted: Type) -> Result<(), String> {
    match value.type_of() {
        Some(kind) if kind != wanted => Err(format!("`{name}` needs {}, not {}", wanted.a_word(), kind.a_word())),
        _ => Ok(()),
    }
}

fn binary(op: BinaryOp, a: &Value, b: &Value) -> Result<Value, String> {
    let (Some(left), Some(right)) = (a.type_of(), b.type_of()) else { return Ok(Value::Blank) };
    if super::kinds::result(op, left, right).is_none() {
        return Err(super::kinds::refusal(op, left, right));
    }
    Ok(match op {
        BinaryOp::Add => answer(ops::add(a, b)),
        BinaryOp::Subtract => answer(ops::subtract(a, b)),
        BinaryOp::Multiply => answer(ops::multiply(a, b)),
        BinaryOp::Divide => answer(ops::divide(a, b)),
        BinaryOp::Remainder => answer(ops::remainder(a, b)),
        BinaryOp::Power => answer(ops::power(a, b)),
        BinaryOp::Equal => ops::equal(a, b),
        BinaryOp::NotEqual => ops::not(&ops::equal(a, b)),
        BinaryOp::Less => ops::ordered(a, b, Ordering::is_lt),
        BinaryOp::LessOrEqual => ops::ordered(a, b, Ordering::is_le),
        BinaryOp::Greater => ops::ordered(a, b, Ordering::is_gt),
        BinaryOp::GreaterOrEqual => ops::ordered(a, b, Ordering::is_ge),
    })
}

fn is_in(needle: &Value, haystack: &Value) -> Result<Value, String> {
    let (Some(kind), Some(hay)) = (needle.type_of(), haystack.type_of()) else { return Ok(Value::Blank) };
    let fits = match haystack {
        Value::List(items) => items
            .iter()
            .filter_map(Value::type_of)
            .all(|item| super::kinds::result(BinaryOp::Equal, kind, item).is_some()),
        Value::Period(_) => kind.is_dated(),
        Value::Text(_) => kind == Type::Text,
        _ => false,
    };
    if fits {
        Ok(ops::is_in(needle, haystack))
    } else {
        Err(format!("`in` cannot look for {} in {}", kind.a_word(), hay.a_word()))
    }
}

fn call(function: &Function, values: &[Value]) -> Result<Value, String> {
    for (place, value) in values.iter().enumerate() {
        let Some(kind) = value.type_of() else { continue };
        let first = values[0].type_of().unwrap_or(kind);
        let fits = match function.param(place) {
            Param::Is(wanted) => kind == wanted,
            Param::Pattern => kind == Type::Text,
            Param::Dated => kind.is_dated(),
            Param::Any => true,
            Param::Same => kind == first || (kind.is_dated() && first.is_dated()),
        };
        if !fits {
            return Err(format!(
                "`{}` does not take {} there; it is used as `{}`",
                function.name,
                kind.a_word(),
                function.usage()
            ));
        }
    }
    Ok(answer(function.apply(values)))
}

fn place(held: &Dynamic) -> Result<i64, String> {
    match from_rhai(held) {
        Some(Value::Number(n)) if n.fract() == 0.0 && n.abs() < 1e15 => Ok(n as i64),
        _ => Err(format!("a place in a list is a whole number from 0, not {}", describe(held))),
    }
}

/// The place counted from the front; negative places count from the end.
fn counted_place(at: &Dynamic, size: usize) -> Result<usize, String> {
    let asked = place(at)?;
    let from_front = if asked < 0 { asked + size as i64 } else { asked };
    usize::try_from(from_front)
        .ok()
        .filter(|place| *place < size)
        .ok_or_else(|| format!("there is no place {asked} among {size}; the first is 0"))
}

fn member(list: &Dynamic, at: &Dynamic) -> Held {
    if at.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let items = list.as_array_ref().map_err(str::to_string)?;
    Ok(items[counted_place(at, items.len())?].clone())
}

fn character(text: &Value, at: &Value) -> Held {
    match text {
        _ if text.is_blank() || at.is_blank() => Ok(Dynamic::UNIT),
        Value::Text(text) => {
            let place = counted_place(&to_rhai(at), text.chars().count())?;
            Ok(text.chars().nth(place).map_or(Dynamic::UNIT, |c| c.to_string().into()))
        }
        other => Err(format!("`[…]` needs a list or text, not {}", describe(&to_rhai(other)))),
    }
}

fn length(held: &Dynamic) -> Held {
    if held.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    if let Ok(items) = held.as_array_ref() {
        return Ok(Dynamic::from_float(items.len() as f64));
    }
    match held.as_immutable_string_ref() {
        Ok(text) => Ok(Dynamic::from_float(text.chars().count() as f64)),
        Err(_) => Err(format!("`len` needs a list or text, not {}", describe(held))),
    }
}

fn count(held: &[Dynamic], inclusive: bool) -> Held {
    let [from, to] = held else { return Err("a range has two ends".to_string()) };
    if from.is_unit() || to.is_unit() {
        return Ok(Dynamic::from(0..0_i64));
    }
    let (from, to) = (place(from)?, place(to)?);
    Ok(Dynamic::from(from..if inclusive { to + 1 } else { to }))
}

fn push(context: &mut EvalContext, list: &str, item: Dynamic) -> Held {
    let item = unary(&Op::Member, item)?;
    let long = item.as_immutable_string_ref().is_ok_and(|text| text.len() > 64);
    let engine = context.engine();
    let Some(held) = context.scope_mut().get_mut(list) else { return Err(format!("`{list}` cannot be changed")) };
    {
        let mut items = held.as_array_mut().map_err(|_| format!("`{list}` is no list"))?;
        if items.len() >= LONGEST_LIST {
            return Err(format!("a list of more than {LONGEST_LIST} values"));
        }
        items.push(item);
    }
    if long {
        engine.ensure_data_size_within_limits(held).map_err(|_| "a list that holds too much text".to_string())?;
    }
    Ok(Dynamic::UNIT)
}
