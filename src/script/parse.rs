//! Reads a formula with rhai's parser.

use super::convert::Converter;
use super::error::SyntaxError;
use super::habits;
use super::mistakes;
use super::syntax::Syntax;
use super::tokens::{self, Text, Tokens};
use rhai::{AST, Engine, OptimizationLevel, ParseError};
use std::sync::{Arc, LazyLock};

/// Longest formula, in bytes.
pub(super) const LONGEST: usize = 16 * 1024;
/// Deepest nesting of a formula; a sum of `n` terms nests `n` deep to rhai.
pub(super) const DEEPEST: usize = 100;

static PARSER: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(DEEPEST, DEEPEST);
    tokens::record(&mut engine);
    engine
});

/// Reads a formula: rhai's expressions, and `let name = value; …` before the final one.
///
/// # Errors
///
/// Where the text is no expression, or one that only a script can hold (loops, assignment,
/// closures); the error's bytes are those of the text.
pub fn parse(text: &str) -> Result<Syntax, SyntaxError> {
    let (text, ast, tokens) = read(text)?;
    Converter { text: &text, tokens: &tokens }.whole(&ast)
}

/// What rhai makes of a formula, with the tokens it saw.
pub(super) fn read(text: &str) -> Result<(Arc<Text>, AST, Tokens), SyntaxError> {
    if text.len() > LONGEST {
        let message = format!("the formula is longer than {LONGEST} bytes");
        return Err(SyntaxError::new((0, text.len() as u32), message).help("put parts of it into columns of their own"));
    }
    let text = Arc::new(Text::new(text));
    if text.text.trim().is_empty() {
        return Err(SyntaxError::new((0, text.text.len() as u32), "the formula is empty"));
    }
    let (mut read, mut tokens) = tokens::recording(&text, || PARSER.compile_expression(&text.text));
    if read.is_err() && tokens.has_steps() {
        (read, tokens) = tokens::recording(&text, || PARSER.compile(&text.text));
    }
    mistakes::unwanted(&text, &tokens)?;
    if read.is_ok() {
        habits::misread(&text, &tokens)?;
    }
    let ast: AST = read.map_err(|error: ParseError| mistakes::explain(&text, &tokens, &error))?;
    Ok((text, ast, tokens))
}
