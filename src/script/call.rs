//! Calling the functions of scripts, one row at a time.

use super::bridge::{from_rhai, row, to_rhai};
use super::error::SyntaxError;
use super::limits::{self, DEEPEST_CALLS, Limits};
use super::op::{self, Failure};
use super::parse::read;
use super::program::{Known, Program, ScriptFunction};
use super::rewrite::Rewriter;
use super::sandbox;
use super::step::Code;
use super::tokens::Text;
use crate::source::{FileId, Span};
use crate::value::number::grouped;
use crate::value::{NoAnswer, Value};
use rhai::{AST, CallFnOptions, Dynamic, EvalAltResult, Module, Scope, Stmt};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// An argument of a script function.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument<'a> {
    /// One value.
    Value(Value),
    /// A row: the path of each column the function reads, and its value.
    Row(&'a [(Vec<String>, Value)]),
}

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFailure {
    /// What went wrong, for people.
    pub message: String,
    /// Line in the script, from 1; 0 where the place is not known.
    pub line: usize,
    /// Column in characters, from 1; 0 where the place is not known.
    pub column: usize,
    /// The place in the script, where it is known.
    pub span: Option<Span>,
    /// Whether the call was stopped at its limit of steps or time.
    pub stopped: bool,
}

/// Calls the functions of a [`super::Library`]; each thread has its own.
#[derive(Clone, Debug)]
pub struct Caller {
    program: Arc<Program>,
    scope: Scope<'static>,
    no_answers: Vec<NoAnswer>,
}

impl Caller {
    pub(super) fn new(program: Arc<Program>) -> Self {
        Caller { program, scope: Scope::new(), no_answers: Vec::new() }
    }

    /// Calls a function of the library this caller came from.
    ///
    /// # Errors
    ///
    /// Where an operation refuses its operands, a limit is reached or the script throws.
    pub fn call(&mut self, function: &ScriptFunction, args: &[Argument]) -> Result<Value, ScriptFailure> {
        let args: Vec<Dynamic> = args.iter().map(held).collect();
        let (program, scope) = (&self.program, &mut self.scope);
        let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
        op::start_counting();
        limits::start_clock(program.limits);
        let result = guarded(|| {
            program.engine.call_fn_with_options::<Dynamic>(options, scope, &program.ast, &function.name, args)
        });
        self.scope.clear();
        self.no_answers = op::counted();
        result.and_then(value).map_err(|fault| fault.explain(&self.program, function))
    }

    /// Why operations of the last call had no answer (division by zero and the like), each reason
    /// once. The call may still have given a value, where the script had a default.
    #[must_use]
    pub fn no_answers(&self) -> &[NoAnswer] {
        &self.no_answers
    }
}

fn held(argument: &Argument) -> Dynamic {
    match argument {
        Argument::Value(value) => to_rhai(value),
        Argument::Row(fields) => row(fields),
    }
}

fn value(held: Dynamic) -> Result<Value, Fault> {
    from_rhai(&held).ok_or_else(|| Fault::Plain("the function gives a whole row, not a value".to_string()))
}

/// What went wrong, before it is put into words.
enum Fault {
    Rhai(Box<EvalAltResult>),
    Plain(String),
}

/// The last resort: a panic inside the interpreter fails this call, not the run.
fn guarded(run: impl FnOnce() -> Result<Dynamic, Box<EvalAltResult>>) -> Result<Dynamic, Fault> {
    match catch_unwind(AssertUnwindSafe(run)) {
        // A function that depends on a blank condition gives blank.
        Ok(Err(error)) if op::is_unknown(&error) => Ok(Dynamic::UNIT),
        Ok(result) => result.map_err(Fault::Rhai),
        Err(_) => Err(Fault::Plain("the interpreter gave up on this script".to_string())),
    }
}

impl Fault {
    fn explain(self, program: &Program, function: &ScriptFunction) -> ScriptFailure {
        let error = match self {
            Fault::Plain(message) => return at(message, Some(function.span), &program.texts),
            Fault::Rhai(error) => error,
        };
        let (inner, name) = innermost(&error);
        if let Some(failure) = failure(inner) {
            return at(failure.message, Some(failure.span), &program.texts);
        }
        let file = name.and_then(|name| program.files.get(name)).copied().unwrap_or(function.span.file);
        let span = program.texts.get(&file).filter(|_| !inner.position().is_none()).map(|text| {
            let start = text.byte(inner.position());
            Span { file, start, end: start }
        });
        let stopped = matches!(inner, EvalAltResult::ErrorTooManyOperations(_) | EvalAltResult::ErrorTerminated(..));
        ScriptFailure { stopped, ..at(words(inner, program.limits), span.or(Some(function.span)), &program.texts) }
    }
}

fn at(message: String, span: Option<Span>, texts: &BTreeMap<FileId, Arc<Text>>) -> ScriptFailure {
    let place = span.and_then(|span| texts.get(&span.file).map(|text| text.place(span.start)));
    let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
    ScriptFailure { message, line, column, span, stopped: false }
}

/// The error at the bottom, and the function it came up in.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Option<&str>) {
    let (mut error, mut name) = (error, None);
    while let EvalAltResult::ErrorInFunctionCall(function, _, inner, _) = error {
        (error, name) = (inner, Some(function.as_str()));
    }
    (error, name)
}

fn failure(error: &EvalAltResult) -> Option<Failure> {
    match error {
        EvalAltResult::ErrorRuntime(value, _) => value.read_lock::<Failure>().map(|failure| failure.clone()),
        _ => None,
    }
}

fn words(error: &EvalAltResult, limits: Limits) -> String {
    match error {
        EvalAltResult::ErrorTooManyOperations(_) => format!("more than {} steps", grouped(limits.operations as usize)),
        EvalAltResult::ErrorTerminated(..) => format!("more than {} ms", limits.time.as_millis()),
        EvalAltResult::ErrorStackOverflow(_) => format!("calls nested more than {DEEPEST_CALLS} deep"),
        EvalAltResult::ErrorTooManyVariables(_) => "more than 256 variables".to_string(),
        EvalAltResult::ErrorDataTooLarge(..) => "a text or list that is too large".to_string(),
        EvalAltResult::ErrorArrayBounds(size, place, _) => {
            format!("there is no place {place} among {size}; the first is 0")
        }
        EvalAltResult::ErrorAssignmentToConstant(name, _) => format!("`{name}` is a constant"),
        EvalAltResult::ErrorRuntime(thrown, _) => match from_rhai(thrown) {
            Some(value) => value.to_string(),
            None => "the script stopped".to_string(),
        },
        other => {
            let mut copy = other.to_string();
            if let Some(end) = copy.find(" (line ") {
                copy.truncate(end);
            }
            let mut letters = copy.chars();
            letters.next().map_or(copy.clone(), |first| first.to_lowercase().chain(letters).collect())
        }
    }
}

/// Why a text was not evaluated.
#[derive(Clone, Debug, PartialEq)]
pub enum EvaluateError {
    /// It is no formula.
    Syntax(SyntaxError),
    /// It names things that are not there.
    Unknown(Vec<String>),
    /// It failed.
    Failed(ScriptFailure),
}

/// Evaluates one formula by rhai's interpreter, with the given variables: the row-by-row meaning
/// that other ways to evaluate a formula are compared with. Gives the value and the reasons why
/// operations in it had no answer.
///
/// # Errors
///
/// Where the text is no formula, names something unknown, or fails.
pub fn evaluate(text: &str, variables: &[(String, Argument)]) -> Result<(Value, Vec<NoAnswer>), EvaluateError> {
    let (text, ast, tokens) = read(text).map_err(EvaluateError::Syntax)?;
    let (mut code, mut diagnostics) = (Code::default(), Vec::new());
    let known = Known::default();
    let constants = BTreeMap::new();
    let names: Vec<String> = variables.iter().map(|(name, _)| name.clone()).collect();
    let mut rewriter = Rewriter {
        file: FileId(0),
        text: &text,
        tokens: &tokens,
        known: &known,
        constants: &constants,
        code: &mut code,
        diagnostics: &mut diagnostics,
        scope: names,
        params: 0,
        uses: Vec::new(),
    };
    let statements: Vec<Stmt> = rewriter.block(ast.statements());
    if !diagnostics.is_empty() {
        return Err(EvaluateError::Unknown(diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()));
    }
    let limits = Limits::default();
    let engine = sandbox::runner(Arc::new(code), limits);
    let mut scope = Scope::new();
    for (name, argument) in variables {
        scope.push_dynamic(name.clone(), held(argument));
    }
    op::start_counting();
    limits::start_clock(limits);
    let whole = AST::new(statements, Module::new());
    let result = guarded(|| engine.eval_ast_with_scope::<Dynamic>(&mut scope, &whole));
    let no_answers = op::counted();
    result.and_then(value).map(|value| (value, no_answers)).map_err(|fault| {
        let texts = BTreeMap::from([(FileId(0), Arc::clone(&text))]);
        EvaluateError::Failed(match fault {
            Fault::Plain(message) => at(message, None, &texts),
            Fault::Rhai(error) => match failure(innermost(&error).0) {
                Some(failure) => at(failure.message, Some(failure.span), &texts),
                None => at(words(innermost(&error).0, limits), None, &texts),
            },
        })
    })
}
