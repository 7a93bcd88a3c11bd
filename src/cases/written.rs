//! Values and keys as one writes them in `tests.yaml`.

use super::compare::same;
use super::model::New;
pub(super) use crate::policy::yaml::word;
use crate::policy::{as_type, scalar_value};
use crate::value::{Type, Value};

/// Most decimals that are tried for a number.
const DECIMALS: usize = 17;

/// A text where values are taken for what they look like: `"5"` is a text, `5` a number.
pub(super) fn text_word(text: &str) -> String {
    match scalar_value(text, false) {
        Value::Text(_) => word(text),
        _ => format!("\"{text}\""),
    }
}

/// A value of a type as one writes it, in the manner of what stood there: as a percentage, with `_`, with as
/// many decimals, or with more where the value has more. None where it cannot be written.
pub(super) fn value(new: &New, like: &str) -> Option<String> {
    let text = match &new.value {
        Value::Blank => return Some("blank".to_string()),
        Value::Number(number) => number_like(*number, like, new.tolerance),
        Value::List(items) => {
            let items = items.iter().map(|item| match item {
                Value::Text(text) => text_word(text),
                Value::Blank => "blank".to_string(),
                other => other.to_string(),
            });
            return Some(format!("[{}]", items.collect::<Vec<_>>().join(", ")));
        }
        other => other.to_string(),
    };
    let read = as_type(&text, new.kind)?;
    same(&read, &new.value, new.tolerance).then(|| if new.kind == Type::Number { text } else { word(&text) })
}

/// A number in the manner of another one.
pub(super) fn number_like(number: f64, like: &str, tolerance: f64) -> String {
    let like = like.trim();
    let (body, sign) = like.strip_suffix('%').map_or((like, ""), |body| (body.trim_end(), "%"));
    let scaled = if sign.is_empty() { number } else { number * 100.0 };
    let decimals = body.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let fits = |text: &String| {
        let read = as_type(&format!("{text}{sign}"), Type::Number).unwrap_or(Value::Blank);
        same(&read, &Value::Number(number), tolerance.min(1e-9))
    };
    let text = (decimals..=DECIMALS).map(|decimals| format!("{scaled:.decimals$}")).find(fits);
    let text = text.unwrap_or_else(|| format!("{scaled}"));
    let text = if text.trim_start_matches('-').bytes().all(|c| matches!(c, b'0' | b'.')) {
        text.trim_start_matches('-').to_string()
    } else {
        text
    };
    format!("{}{sign}", if body.contains('_') { grouped(&text) } else { text })
}

/// `1234567.5` as `1_234_567.5`.
pub(super) fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push('_');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_manner_of_what_stood_there() {
        let like = |number, like| number_like(number, like, 1e-9);
        assert_eq!(like(84.2, "85"), "84.2");
        assert_eq!(like(12.7, "12.50"), "12.70");
        assert_eq!(like(0.305, "30%"), "30.5%");
        assert_eq!(like(1_234_567.0, "1_000"), "1_234_567");
        assert_eq!(like(-1234.5, "1_000"), "-1_234.5");
        assert_eq!(like(-0.0, "5"), "0");
        assert_eq!(like(2.0 / 3.0, "0.5"), "0.666666667");
    }

    #[test]
    fn texts_that_would_be_read_as_something_else_stand_in_quotes() {
        assert_eq!(word("장춘페이"), "장춘페이");
        assert_eq!(word("a: b"), "\"a: b\"");
        assert_eq!(word("blank"), "\"blank\"");
        assert_eq!(word("say \"x\"\n"), "\"say \\\"x\\\"\\n\"");
        assert_eq!(word(""), "\"\"");
        assert_eq!(word("- x"), "\"- x\"");
        assert_eq!(text_word("5"), "\"5\"");
        assert_eq!(text_word("A5"), "A5");
    }
}
