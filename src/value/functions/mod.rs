//! The functions a formula or a script can call on values, one table a subject.
//!
//! A function is data: its name, what it takes and gives, a sentence and an example for people, and
//! the code that works on single values. The checker, the columns, the scripts and the manual all
//! read the same tables.

mod blanks;
mod dates;
mod numbers;
pub mod pattern;
mod periods;
mod texts;
mod workdays;

use super::ops::Answer;
use super::{NoAnswer, Type, Value, number};

/// What a parameter accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// Exactly this type.
    Is(Type),
    /// A date or a datetime.
    Dated,
    /// Any type.
    Any,
    /// The type of the first argument.
    Same,
    /// Text that is a format for [`text`](pattern): a written one is checked before anything runs.
    Pattern,
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// This type.
    Is(Type),
    /// The type of the first argument.
    First,
}

/// One function.
#[derive(Debug)]
pub struct Function {
    /// The name in formulas.
    pub name: &'static str,
    /// Parameters in order. With `repeats`, the last one may be given again and again.
    pub params: &'static [Param],
    /// How many of the last parameters may be left out.
    pub optional: usize,
    /// Whether the last parameter may be repeated.
    pub repeats: bool,
    /// What it gives.
    pub returns: Returns,
    /// Whether it handles blanks itself. Otherwise a blank argument gives blank.
    pub sees_blanks: bool,
    /// One sentence for people.
    pub help: &'static str,
    /// An example: a formula and its value, `left("policy", 3) == "pol"`.
    pub example: &'static str,
    /// The function itself.
    pub call: fn(&[Value]) -> Answer,
}

/// Functions are told apart by their names.
impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Function {
    /// Calls the function; a blank argument gives blank unless the function looks at blanks itself.
    pub fn apply(&self, args: &[Value]) -> Answer {
        if !self.sees_blanks && args.iter().any(Value::is_blank) {
            return Ok(Value::Blank);
        }
        (self.call)(args)
    }

    /// Fewest arguments.
    #[must_use]
    pub fn fewest(&self) -> usize {
        self.params.len() - self.optional
    }

    /// Most arguments, or `None` where the last repeats.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        (!self.repeats).then_some(self.params.len())
    }

    /// What the argument at that place must be.
    #[must_use]
    pub fn param(&self, index: usize) -> Param {
        self.params[index.min(self.params.len() - 1)]
    }

    /// How it is called, for people: `round(number, [number])`.
    #[must_use]
    pub fn usage(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (i, param) in self.params.iter().enumerate() {
            let word = match param {
                Param::Is(kind) => kind.word(),
                Param::Dated => "date",
                Param::Any => "value",
                Param::Same => "value",
                Param::Pattern => "format",
            };
            parts.push(if i >= self.fewest() { format!("[{word}]") } else { word.to_string() });
        }
        if self.repeats {
            parts.push("…".to_string());
        }
        format!("{}({})", self.name, parts.join(", "))
    }
}

/// A function of fixed parameters that does not look at blanks itself.
const fn function(
    name: &'static str,
    params: &'static [Param],
    returns: Type,
    help: &'static str,
    example: &'static str,
    call: fn(&[Value]) -> Answer,
) -> Function {
    Function {
        name,
        params,
        optional: 0,
        repeats: false,
        returns: Returns::Is(returns),
        sees_blanks: false,
        help,
        example,
        call,
    }
}

/// All functions, by subject, in the order of the manual.
pub fn all() -> impl Iterator<Item = &'static Function> {
    [numbers::FUNCTIONS, blanks::FUNCTIONS, texts::FUNCTIONS, dates::FUNCTIONS, periods::FUNCTIONS]
        .into_iter()
        .flatten()
}

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

/// The number at that place; the checker has seen to it that it is one.
fn number(args: &[Value], index: usize) -> f64 {
    args.get(index).and_then(Value::as_number).unwrap_or(f64::NAN)
}

/// The text at that place, or an empty one.
fn text(args: &[Value], index: usize) -> &str {
    args.get(index).and_then(Value::as_text).unwrap_or("")
}

/// The number at that place without its fraction, towards zero, as spreadsheets take days, months and
/// places; a number that is whole to 15 digits is that whole number.
fn cut(args: &[Value], index: usize) -> f64 {
    let number = number(args, index);
    if number::equal(number, number.round()) { number.round() } else { number.trunc() }
}

/// A number as a count of characters: whole, below a million; there are no fewer than none.
fn count(args: &[Value], index: usize) -> Result<usize, NoAnswer> {
    let count = number(args, index);
    if count < 0.0 { Err(NoAnswer::NoSuchPlace) } else { Ok(cut(args, index).min(1e6) as usize) }
}

/// A number as the place of a character, the first being 1; given from 0.
fn place(args: &[Value], index: usize) -> Result<usize, NoAnswer> {
    count(args, index)?.checked_sub(1).ok_or(NoAnswer::NoSuchPlace)
}
