//! Setting parameters from outside: `--set growth_floor=5%`.

use super::model::Parameter;
use super::read::as_type;
use crate::diagnostic::{Problem, nearest};
use crate::value::{Type, Value, size};

/// Gives a parameter another value, read as its type has it: `0.05` or `5%`, `2026-01-01`, `true`,
/// `A, B`, `2026-01-01..2026-06-30`.
///
/// # Errors
/// When the policy has no such parameter, or the text is no value of its type or not among `one_of`.
pub fn set(parameters: &mut [Parameter], name: &str, text: &str) -> Result<(), Problem> {
    let Some(at) = parameters.iter().position(|parameter| parameter.name.value == name) else {
        return Err(unknown(name, parameters.iter().map(|parameter| parameter.name.value.as_str())));
    };
    let parameter = &mut parameters[at];
    let allowed: Vec<&Value> = parameter.one_of.iter().map(|allowed| &allowed.value).collect();
    let value = value_of(name, text, parameter.kind, &allowed)?;
    parameter.give(value);
    Ok(())
}

/// The value of a parameter of that type, read as [`set`] reads it; one of those allowed, where any are.
///
/// # Errors
/// When the text is no value of the type or not among those allowed.
pub fn value_of(name: &str, text: &str, kind: Type, allowed: &[&Value]) -> Result<Value, Problem> {
    // Lists may be written as they are in the policy.
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let text = inside.filter(|_| kind == Type::List).unwrap_or(text);
    let Some(value) = as_type(text, kind) else {
        let message = format!("parameter `{name}` takes {}, found `{text}`", kind.a_word());
        let meant = size::read(text).filter(|_| kind == Type::Number).map(size::grouped);
        let meant = meant.as_deref().unwrap_or(example(kind));
        return Err(Problem { message, help: Some(format!("write `{name}={meant}`")) });
    };
    if !allowed.is_empty() && !allowed.contains(&&value) {
        let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let near = nearest(text, words.iter().map(String::as_str)).map(|near| format!("write `{near}`; "));
        let help = format!("{}allowed are {list}", near.unwrap_or_default());
        return Err(Problem { message: format!("parameter `{name}` cannot be `{text}`"), help: Some(help) });
    }
    Ok(value)
}

/// The error about a parameter that is none of those.
pub fn unknown<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Problem {
    let list = names.clone().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let help = match (nearest(name, names), list.is_empty()) {
        (Some(near), _) => format!("write `{near}`; its parameters are {list}"),
        (None, false) => format!("its parameters are {list}"),
        (None, true) => "it has no parameters".to_string(),
    };
    Problem { message: format!("the policy has no parameter `{name}`"), help: Some(help) }
}

fn example(kind: Type) -> &'static str {
    match kind {
        Type::Number => "0.05` or `5%",
        Type::Text => "text",
        Type::Date => "2026-01-31",
        Type::DateTime => "2026-01-31 13:05",
        Type::Bool => "true` or `false",
        Type::List => "A, B",
        Type::Period => "2026-01-01..2026-06-30",
    }
}
