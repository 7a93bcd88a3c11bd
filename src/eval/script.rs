//! Calls of script functions and of the host's functions, row by row.

use super::batch::{Batch, Rows};
use super::expression::Evaluator;
use crate::formula::ScriptArgument;
use crate::script::{Argument, Caller, HostFunction, Library, ScriptFailure, ScriptFunction};
use crate::table::{Column, ColumnBuilder, fitted};
use crate::value::{NoAnswer, Type, Value};
use std::collections::HashMap;

/// So many calls of a function may be stopped at their limit in a stretch of rows; then it is not called
/// again there. A stretch has the same rows whatever the number of threads.
const MOST_STOPPED: usize = 16;

/// Access to the scripts for a stretch of rows.
pub(super) struct Calls<'s> {
    library: &'s Library,
    caller: Option<Caller>,
    /// How many calls of a function were stopped at their limit.
    stopped: HashMap<&'s str, usize>,
}

impl<'s> Calls<'s> {
    pub(super) fn new(library: &'s Library) -> Self {
        Calls { library, caller: None, stopped: HashMap::new() }
    }

    fn caller(&mut self) -> &mut Caller {
        let library = self.library;
        self.caller.get_or_insert_with(|| library.caller())
    }

    /// A function that would run on and on is not given the whole run.
    fn call(&mut self, function: &'s ScriptFunction, arguments: &[Argument<'_>]) -> Result<Value, ScriptFailure> {
        if self.stopped.get(function.name.as_str()).is_some_and(|count| *count >= MOST_STOPPED) {
            let message = format!("not called: `{}` was stopped {MOST_STOPPED} times before", function.name);
            return Err(ScriptFailure { message, line: 0, column: 0, span: Some(function.span), stopped: true });
        }
        let result = self.caller().call(function, arguments);
        if result.as_ref().is_err_and(|failure| failure.stopped) {
            *self.stopped.entry(&function.name).or_default() += 1;
        }
        result
    }

    /// Why operations of the last call had no answer.
    fn no_answers(&self) -> &[NoAnswer] {
        self.caller.as_ref().map_or(&[], Caller::no_answers)
    }

    fn target(&self, name: &str, arity: usize) -> Option<Target<'s>> {
        let host = self.library.host(name).map(Target::Host);
        host.or_else(|| self.library.function(name, arity).map(Target::Script))
    }
}

/// What is called.
#[derive(Clone, Copy)]
enum Target<'s> {
    Host(&'s HostFunction),
    Script(&'s ScriptFunction),
}

/// An argument's values for a stretch of rows.
enum Values<'a> {
    Plain(Batch),
    Row(Vec<(&'a [String], Batch)>),
}

impl Values<'_> {
    fn at(&self, place: usize) -> Held {
        match self {
            Values::Plain(batch) => Held::Value(batch.value(place)),
            Values::Row(fields) => {
                Held::Row(fields.iter().map(|(path, batch)| (path.to_vec(), batch.value(place))).collect())
            }
        }
    }

    /// Whether a few bits stand for each of its values.
    fn has_codes(&self) -> bool {
        let has_codes = |batch: &Batch| !matches!(batch, Batch::Many(Column::Values(..)));
        match self {
            Values::Plain(batch) => has_codes(batch),
            Values::Row(fields) => fields.iter().all(|(_, batch)| has_codes(batch)),
        }
    }

    fn code(&self, place: usize, into: &mut Vec<u64>) {
        let code = |batch: &Batch| match batch {
            Batch::Many(Column::Number(numbers)) => numbers[place].to_bits(),
            Batch::Many(Column::Text(texts)) => u64::from(texts.codes[place]),
            Batch::Many(Column::Date(days)) => days[place] as u64,
            Batch::Many(Column::DateTime(moments)) => moments[place] as u64,
            Batch::Many(Column::Bool(flags)) => u64::from(flags[place]),
            Batch::Many(Column::Values(..)) | Batch::One(_) => 0,
        };
        match self {
            Values::Plain(batch) => into.push(code(batch)),
            Values::Row(fields) => into.extend(fields.iter().map(|(_, batch)| code(batch))),
        }
    }
}

/// One row's argument.
enum Held {
    Value(Value),
    Row(Vec<(Vec<String>, Value)>),
}

impl Held {
    fn lent(&self) -> Argument<'_> {
        match self {
            Held::Value(value) => Argument::Value(value.clone()),
            Held::Row(fields) => Argument::Row(fields),
        }
    }

    fn value(&self) -> Value {
        match self {
            Held::Value(value) => value.clone(),
            Held::Row(_) => Value::Blank,
        }
    }
}

/// Values of calls by their arguments, as long as arguments come again.
#[derive(Default)]
struct Known {
    values: HashMap<Box<[u64]>, Value>,
    asked: usize,
}

impl Known {
    /// The arguments hardly come again: keeping them costs more than it saves.
    fn is_idle(&self) -> bool {
        self.values.len() > 256 && self.values.len() * 4 > self.asked * 3
    }
}

/// `name(args)` for each row. Where arguments come again each combination is called once: scripts are pure.
pub(super) fn call(
    evaluator: &mut Evaluator<'_>,
    name: &str,
    args: &[ScriptArgument],
    kind: Option<Type>,
    rows: Rows<'_>,
) -> Batch {
    let kind = kind.unwrap_or(Type::Text);
    let values: Vec<Values<'_>> = args.iter().map(|arg| values(evaluator, arg, rows)).collect();
    let mut known = values.iter().all(Values::has_codes).then(Known::default);
    let mut key = Vec::new();
    let mut builder = ColumnBuilder::new(kind);
    let Some(target) = evaluator.scripts.target(name, args.len()) else { return Batch::One(Value::Blank) };
    if rows.len() == 1 {
        let held: Vec<Held> = values.iter().map(|value| value.at(0)).collect();
        return Batch::One(fitted(one(evaluator, target, &held, kind, rows.at(0)).0, kind));
    }
    for place in 0..rows.len() {
        if let Some(known) = &mut known {
            key.clear();
            values.iter().for_each(|value| value.code(place, &mut key));
            known.asked += 1;
            if let Some(value) = known.values.get(key.as_slice()) {
                builder.push(value);
                continue;
            }
        }
        let held: Vec<Held> = values.iter().map(|value| value.at(place)).collect();
        let (value, sound) = one(evaluator, target, &held, kind, rows.at(place));
        builder.push(&value);
        // What went wrong is reported for every row it concerns.
        if let (Some(keep), true) = (&mut known, sound) {
            keep.values.insert(key.as_slice().into(), value);
        }
        known = known.filter(|known| !known.is_idle());
    }
    Batch::Many(builder.finish())
}

fn values<'a>(evaluator: &mut Evaluator<'_>, arg: &'a ScriptArgument, rows: Rows<'_>) -> Values<'a> {
    match arg {
        ScriptArgument::Value(expr) => Values::Plain(evaluator.evaluate(expr, rows)),
        ScriptArgument::Row(fields) => {
            Values::Row(fields.iter().map(|(path, expr)| (path.as_slice(), evaluator.evaluate(expr, rows))).collect())
        }
    }
}

/// One call; a failure, and a value of another type than the column's, is blank and counted. Says
/// whether nothing went wrong.
fn one<'s>(evaluator: &mut Evaluator<'s>, target: Target<'s>, held: &[Held], kind: Type, row: usize) -> (Value, bool) {
    let (name, result) = match target {
        Target::Host(host) => {
            let values: Vec<Value> = held.iter().map(Held::value).collect();
            (host.name.as_str(), Ok((host.call)(&values)))
        }
        Target::Script(function) => {
            let arguments: Vec<Argument> = held.iter().map(Held::lent).collect();
            let result = evaluator.scripts.call(function, &arguments);
            let reasons = evaluator.scripts.no_answers().to_vec();
            let blank = result.as_ref().is_ok_and(Value::is_blank);
            if blank && !reasons.is_empty() {
                reasons.into_iter().for_each(|reason| evaluator.tally.add(reason, row));
                return (Value::Blank, false);
            }
            (function.name.as_str(), result)
        }
    };
    match result {
        Ok(value) if value.type_of().is_none_or(|have| crate::formula::fits(have, kind)) => (finite(value), true),
        Ok(value) => {
            let have = value.type_of().map_or("a blank", Type::a_word);
            let message = format!("`{name}` gave {have} where the column holds {}", kind.a_word());
            evaluator.tally.fail(row, ScriptFailure { message, line: 0, column: 0, span: None, stopped: false });
            (Value::Blank, false)
        }
        Err(failure) => {
            evaluator.tally.fail(row, failure);
            (Value::Blank, false)
        }
    }
}

/// A host's function may bring a number that is none.
fn finite(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::number(number),
        other => other,
    }
}
