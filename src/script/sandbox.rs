//! rhai's interpreter with nothing in it but our steps, and with limits on everything.

use super::limits::{
    DEEPEST, DEEPEST_CALLS, LONGEST_LIST, LONGEST_SCRIPT, LONGEST_TEXT, Limits, MOST_FUNCTIONS, has_stack, is_late,
};
use super::op;
use super::step::Code;
use super::tokens;
use rhai::{Dynamic, Engine, EvalAltResult, OptimizationLevel, Position};
use std::sync::{Arc, LazyLock};

/// The name under which rhai finds our steps.
pub(super) const STEP: &str = "step";
/// The name under which rhai finds the bodies of functions.
pub(super) const BODY: &str = "body_of_function";

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

/// An engine that runs this code.
pub(super) fn runner(code: Arc<Code>, limits: Limits) -> Engine {
    let mut engine = limited();
    engine.set_max_operations(limits.operations);
    for word in ["eval", "import", "export", "print", "debug"] {
        engine.disable_symbol(word);
    }
    tokens::record(&mut engine);
    engine.on_progress(|operations| (operations % 64 == 0 && is_late()).then(|| Dynamic::from("time")));
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
