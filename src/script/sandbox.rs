//! rhai's interpreter with nothing in it but our steps, and with limits on everything.

use super::op::{self, LONGEST_LIST, LONGEST_TEXT, Step};
use super::tokens;
use rhai::{Dynamic, Engine, EvalAltResult, Expr, OptimizationLevel, Position};
use std::cell::Cell;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// Longest script file, in bytes.
pub(super) const LONGEST_SCRIPT: usize = 64 * 1024;
/// Most functions in all scripts of a policy.
pub(super) const MOST_FUNCTIONS: usize = 256;
/// Deepest nesting of an expression or block.
const DEEPEST: usize = 64;
/// Deepest nesting of calls.
pub(super) const DEEPEST_CALLS: usize = 32;
/// The name under which rhai finds our steps.
pub(super) const STEP: &str = "step";
/// The name under which rhai finds the bodies of functions.
pub(super) const BODY: &str = "body_of_function";

/// How much one call of a script may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps of one call.
    pub operations: u64,
    /// Time of one call.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { operations: 1_000_000, time: Duration::from_secs(2) }
    }
}

/// What scripts were turned into: steps and bodies, by number.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub steps: Vec<Step>,
    pub bodies: Vec<Expr>,
}

/// Reads scripts; it has our words but runs nothing.
pub(super) static READER: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = limited();
    engine.set_max_string_size(LONGEST_SCRIPT);
    tokens::record(&mut engine);
    engine
});

fn limited() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_fast_operators(false)
        .set_fail_on_invalid_map_property(true)
        .set_allow_anonymous_fn(false)
        .set_max_expr_depths(DEEPEST, DEEPEST)
        .set_max_call_levels(DEEPEST_CALLS)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(LONGEST_LIST)
        .set_max_map_size(1_000)
        .set_max_variables(256)
        .set_max_functions(MOST_FUNCTIONS)
        .set_max_modules(0);
    engine
}

/// Most stack one call may use, in bytes: half of what a worker thread has.
const MOST_STACK: usize = 1 << 20;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Where the stack stood when the call began.
    static STACK: Cell<usize> = const { Cell::new(0) };
}

/// Starts the clock of a call, and notes where its stack begins.
pub(super) fn start_clock(limits: Limits) {
    DEADLINE.with(|cell| cell.set(Instant::now().checked_add(limits.time)));
    STACK.with(|cell| cell.set(here()));
}

fn here() -> usize {
    let mark = 0_u8;
    std::hint::black_box(std::ptr::from_ref(&mark)).addr()
}

/// Is there stack left for going deeper? Counting calls and nesting alone would have to allow for
/// the worst of both at once.
pub(super) fn has_stack() -> bool {
    STACK.with(Cell::get).abs_diff(here()) < MOST_STACK
}

/// An engine that runs this code.
pub(super) fn runner(code: Arc<Code>, limits: Limits) -> Engine {
    let mut engine = limited();
    engine.set_max_operations(limits.operations);
    for word in ["eval", "import", "export", "print", "debug"] {
        engine.disable_symbol(word);
    }
    tokens::record(&mut engine);
    engine.on_progress(|operations| {
        let late = operations % 64 == 0 && DEADLINE.with(Cell::get).is_some_and(|deadline| Instant::now() > deadline);
        late.then(|| Dynamic::from("time"))
    });
    engine.register_iterator::<rhai::Array>();
    engine.register_iterator::<std::ops::Range<i64>>();
    let steps = Arc::clone(&code);
    let handled = engine.register_custom_syntax_handler(STEP, false, move |context, inputs, number| {
        match steps.steps.get(number.as_int().unwrap_or(-1) as usize) {
            Some(step) => op::run(step, context, inputs),
            None => Err("a step of the script is missing".into()),
        }
    });
    debug_assert!(handled.is_ok());
    let handled = engine.register_custom_syntax([BODY, "$int$"], false, move |context, inputs| {
        let number = inputs.first().and_then(rhai::Expression::get_literal_value::<i64>).unwrap_or(-1);
        match code.bodies.get(number as usize) {
            Some(_) if !has_stack() => Err(Box::new(EvalAltResult::ErrorStackOverflow(Position::NONE))),
            Some(body) => context.eval_expression_tree(&body.into()),
            None => Err("the body of a function is missing".into()),
        }
    });
    debug_assert!(handled.is_ok());
    engine
}
