//! Functions on text. Characters are counted, not bytes; places count from 1, as in spreadsheets.

use super::Param::{Any, Is};
use super::{Function, Param, count, function, number, pattern, place, text};
use crate::value::ops::{Answer, LONGEST_TEXT, made};
use crate::value::{NoAnswer, NumberLook, Type, Value};
use unicode_normalization::UnicodeNormalization;

const TEXT: Param = Is(Type::Text);
const NUMBER: Param = Is(Type::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    function("upper", &[TEXT], Type::Text, "in capital letters", "upper(\"abc\") == \"ABC\"", |a| {
        made(text(a, 0).to_uppercase())
    }),
    function("lower", &[TEXT], Type::Text, "in small letters", "lower(\"ABC\") == \"abc\"", |a| {
        made(text(a, 0).to_lowercase())
    }),
    function("trim", &[TEXT], Type::Text, "without blanks at both ends", "trim(\" a \") == \"a\"", |a| {
        made(text(a, 0).trim().to_string())
    }),
    function(
        "fold",
        &[TEXT],
        Type::Text,
        "case and character width folded away, for comparing loosely",
        "fold(\"ＡＢＣ\") == fold(\"abc\")",
        |a| made(fold(text(a, 0))),
    ),
    function("length", &[TEXT], Type::Number, "how many characters", "length(\"売上\") == 2", |a| {
        Ok(Value::Number(text(a, 0).chars().count() as f64))
    }),
    function("left", &[TEXT, NUMBER], Type::Text, "the first characters", "left(\"policy\", 3) == \"pol\"", |a| {
        made(text(a, 0).chars().take(count(a, 1)?).collect())
    }),
    function("right", &[TEXT, NUMBER], Type::Text, "the last characters", "right(\"policy\", 2) == \"cy\"", |a| {
        let all = text(a, 0).chars().count();
        made(text(a, 0).chars().skip(all.saturating_sub(count(a, 1)?)).collect())
    }),
    function(
        "mid",
        &[TEXT, NUMBER, NUMBER],
        Type::Text,
        "so many characters from a place on, the first place being 1",
        "mid(\"policy\", 2, 3) == \"oli\"",
        |a| made(text(a, 0).chars().skip(place(a, 1)?).take(count(a, 2)?).collect()),
    ),
    function(
        "contains",
        &[TEXT, TEXT],
        Type::Bool,
        "is the second text part of the first?",
        "contains(\"policy\", \"lic\")",
        |a| Ok(Value::Bool(text(a, 0).contains(text(a, 1)))),
    ),
    function(
        "starts_with",
        &[TEXT, TEXT],
        Type::Bool,
        "does the first text begin with the second?",
        "starts_with(\"policy\", \"po\")",
        |a| Ok(Value::Bool(text(a, 0).starts_with(text(a, 1)))),
    ),
    function(
        "ends_with",
        &[TEXT, TEXT],
        Type::Bool,
        "does the first text end with the second?",
        "ends_with(\"policy\", \"cy\")",
        |a| Ok(Value::Bool(text(a, 0).ends_with(text(a, 1)))),
    ),
    function(
        "replace",
        &[TEXT, TEXT, TEXT],
        Type::Text,
        "every occurrence of the second text in the first, replaced by the third",
        "replace(\"a-b-c\", \"-\", \"\") == \"abc\"",
        |a| replaced(text(a, 0), text(a, 1), text(a, 2)),
    ),
    function(
        "proper",
        &[TEXT],
        Type::Text,
        "each word with a capital letter, the others small",
        "proper(\"north-east OFFICE\") == \"North-East Office\"",
        |a| made(proper(text(a, 0))),
    ),
    function(
        "find",
        &[TEXT, TEXT],
        Type::Number,
        "the place where the second text begins in the first, the first place being 1; blank where it is no part of it",
        "find(\"policy\", \"i\") == 4",
        |a| {
            let before = text(a, 0).find(text(a, 1)).map(|at| text(a, 0)[..at].chars().count());
            Ok(before.map_or(Value::Blank, |before| Value::Number(before as f64 + 1.0)))
        },
    ),
    function(
        "split",
        &[TEXT, TEXT],
        Type::List,
        "the parts of a text between the places where the second text is",
        "size(split(\"a/b/c\", \"/\")) == 3",
        |a| Ok(split(text(a, 0), text(a, 1))),
    ),
    function(
        "text",
        &[Any, Param::Pattern],
        Type::Text,
        "a number or date as a format shows it: `0`, `#,##0.00`, `0.0%`, `00000`, `yyyy-mm-dd`, `d/m/yy`, `hh:mm`",
        "text(1234.5, \"#,##0.00\") == \"1,234.50\"",
        |a| pattern::shown(&a[0], text(a, 1)).map_or(Err(NoAnswer::NotReadable), made),
    ),
    function(
        "shown",
        &[NUMBER],
        Type::Text,
        "the number as reports show it: thousands grouped, two decimals at most where it is 1 or more",
        "shown(36421000.5) == \"36,421,000.5\"",
        |a| made(NumberLook::alone(number(a, 0))),
    ),
    function("to_text", &[Any], Type::Text, "the value as text", "to_text(1.50) == \"1.5\"", |a| {
        made(a[0].to_string())
    }),
];

/// A letter after anything that is no letter is a capital one, as in spreadsheets.
fn proper(text: &str) -> String {
    let mut in_word = false;
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if in_word {
            result.extend(c.to_lowercase())
        } else {
            result.extend(c.to_uppercase())
        }
        in_word = c.is_alphabetic();
    }
    result
}

/// The parts between; of an empty text none. Between nothing there is the text itself.
fn split(text: &str, between: &str) -> Value {
    let parts: Vec<Value> = match (text, between) {
        ("", _) => Vec::new(),
        (text, "") => vec![Value::text(text)],
        (text, between) => text.split(between).map(Value::text).collect(),
    };
    Value::List(parts.into())
}

fn replaced(text: &str, from: &str, to: &str) -> Answer {
    if from.is_empty() {
        return made(text.to_string());
    }
    let hits = text.matches(from).count();
    if text.len() + hits.saturating_mul(to.len()) > LONGEST_TEXT {
        return Err(NoAnswer::TextTooLong);
    }
    made(text.replace(from, to))
}

/// Case and width folded away (NFKC, then small letters).
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}
