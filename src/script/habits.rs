//! Ways of writing a formula that people bring along from spreadsheets, query languages and texts.

use super::error::SyntaxError;
use super::tokens::{Placed, Text, Tokens, ends_operand};
use crate::diagnostic::Instead;
use crate::formula::foreign::{self, Written};
use crate::value::{Date, size};
use rhai::Token;

/// What reads as a formula and is meant as something else: `2026-07-01`, `STDEV.S(x)`.
pub(super) fn misread(text: &Text, tokens: &Tokens) -> Result<(), SyntaxError> {
    (0..tokens.list.len()).try_for_each(|at| match day(text, tokens, at).or_else(|| dotted(text, tokens, at)) {
        Some(error) => Err(error),
        None => Ok(()),
    })
}

/// `2026-07-01`: a subtraction to the parser, a day to whoever wrote it.
fn day(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let parts: Vec<&Placed> = (at..at + 5).map_while(|i| tokens.get(i)).collect();
    let [year, first, month, second, day] = parts[..] else { return None };
    let joined = parts.windows(2).all(|two| two[0].end == two[1].start);
    let of_signs = |sign: &Token| first.token == *sign && second.token == *sign;
    let sign = match (of_signs(&Token::Minus), of_signs(&Token::Divide)) {
        (true, _) => "subtraction",
        (_, true) => "division",
        _ => return None,
    };
    if !joined {
        return None;
    }
    let digits = |placed: &Placed, wanted: usize| {
        let digits = text.slice(placed.range());
        (digits.len() == wanted).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let (y, m, d) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
    Date::new(i32::try_from(y).ok()?, m, d)?;
    let range = (year.start, day.end);
    Some(
        SyntaxError::new(range, format!("`{}` is a {sign} here", text.slice(range)))
            .write(format!("date({y}, {m}, {d})")),
    )
}

/// `STDEV.S(x)`: a name with a dot that another tool has.
fn dotted(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let parts: Vec<&Placed> = (at..at + 4).map_while(|i| tokens.get(i)).collect();
    let [name, dot, rest, open] = parts[..] else { return None };
    let is_name = |placed: &Placed| matches!(placed.token, Token::Identifier(_));
    if !is_name(name) || dot.token != Token::Period || !is_name(rest) || open.token != Token::LeftParen {
        return None;
    }
    let range = (name.start, rest.end);
    let written = text.slice(range);
    // A method of a column (`sales.round(2)`) is written in small letters and known under its own name.
    let own = text.slice(rest.range());
    let found = foreign::find(written).filter(|_| own.chars().all(|c| !c.is_lowercase()))?;
    let error = SyntaxError::new(range, format!("there is no function `{written}`"));
    Some(match found {
        Written::Renamed(ours) => error.write(ours),
        Written::As(formula) => error.help(format!("write `{}`", foreign::filled(formula, |_| None))),
        Written::Not(sentence) => error.help(sentence),
    })
}

/// What stops the parser, and what was meant by it. `at` is the number of the token that stopped it.
pub(super) fn stopped(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    leading_sign(text, tokens)
        .or_else(|| unit(text, tokens, at))
        .or_else(|| range_of_cells(text, tokens, at))
        .or_else(|| word(text, tokens, at))
}

/// `B2:B10`.
fn range_of_cells(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let (before, colon) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?);
    let is_range = colon.token == Token::Colon && matches!(before.token, Token::Identifier(_));
    is_range.then(|| {
        let after = text.after(colon.end);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(after.len()) as u32;
        let range = (before.start, colon.end + end);
        SyntaxError::new(range, format!("`{}` is a range of cells", text.slice(range)))
            .help("a formula names tables and columns, not cells: `orders.amount`")
    })
}

/// `=sales * 2`.
fn leading_sign(text: &Text, tokens: &Tokens) -> Option<SyntaxError> {
    let start = (text.text.len() - text.text.trim_start().len()) as u32;
    let from = text.after(start);
    let is_sign = from.starts_with('=') && !from.starts_with("==") || from.starts_with('＝');
    let length = from.chars().next().map_or(1, |c| c.len_utf8() as u32);
    (is_sign && tokens.at(start) == 0).then(|| {
        SyntaxError::new((start, start + length), "a formula begins without `=`")
            .help("leave the `=` out")
            .instead(Instead::certain(""))
    })
}

/// A number with a unit: `14일`, `30 days`, `5만`.
fn unit(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let (number, unit) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?);
    if !matches!(number.token, Token::IntegerConstant(_) | Token::FloatConstant(_)) {
        return None;
    }
    let written = text.slice(number.range());
    let range = (number.start, unit.end);
    let error = SyntaxError::new(range, format!("`{}` is not a number here", text.slice(range)));
    let word = text.slice(unit.range()).to_lowercase();
    Some(match word.as_str() {
        "일" | "日" | "天" | "d" | "day" | "days" => {
            error.help(format!("write {written}: a date and a number count in days")).instead(Instead::certain(written))
        }
        "개월" | "월" | "か月" | "ヶ月" | "月" | "个月" | "month" | "months" => {
            error.help(format!("write `add_months(day, {written})`: months have different lengths"))
        }
        "년" | "年" if let Some((range, meant)) = day_in_words(text, number, written) => {
            SyntaxError::new(range, format!("`{}` is no day here", text.slice(range))).write(meant)
        }
        "년" | "年" | "year" | "years" => {
            error.help(format!("write `add_months(day, 12 * {written})`: years have different lengths"))
        }
        "원" | "円" | "元" | "개" | "個" | "个" | "명" | "人" | "件" | "건" | "percent" => {
            error.help(format!("write {written} alone: a number has no unit"))
        }
        word => {
            let number = written.replace('_', "").parse::<f64>().ok()? * size::of_word(word)?;
            let number = size::grouped(number);
            error.help(format!("write {number}")).instead(Instead::likely(number))
        }
    })
}

/// `2025년 7월 1일`, `2025年7月1日`.
fn day_in_words(text: &Text, year: &Placed, written: &str) -> Option<((u32, u32), String)> {
    let from = text.after(year.start);
    let mut numbers = [0_u32; 3];
    let mut rest = from;
    for (number, marks) in numbers.iter_mut().zip([['년', '年'], ['월', '月'], ['일', '日']]) {
        rest = rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        *number = rest[..end].parse().ok()?;
        rest = rest[end..].strip_prefix(marks)?;
    }
    let [_, month, day] = numbers;
    Date::new(written.parse().ok()?, month, day)?;
    Some(((year.start, year.start + (from.len() - rest.len()) as u32), format!("date({written}, {month}, {day})")))
}

/// An operator of another language: `BETWEEN`, `AND`, `IS NULL`.
fn word(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let (before, word) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?);
    let (last, written) = (text.slice(before.range()), text.slice(word.range()));
    if !ends_operand(&before.token) {
        return None;
    }
    let error = SyntaxError::new(word.range(), format!("`{written}` is not an operator"));
    Some(match written.to_lowercase().as_str() {
        "and" | "그리고" | "이고" | "이면서" | "하고" | "및" | "かつ" | "且" | "并且" | "而且" | "並且" => {
            error.write("&&")
        }
        "or" | "또는" | "이거나" | "혹은" | "または" | "又は" | "もしくは" | "或" | "或者" => {
            error.write("||")
        }
        "xor" => error.write("!="),
        "in" => {
            error.help(format!("write `{last} in [\"a\", \"b\"]`, with `in` in small letters and a list in brackets"))
        }
        "not" => error.help(format!("write `!({last} in [\"a\", \"b\"])`")),
        "is" => error.help(format!("write `is_blank({last})`, or `!is_blank({last})`")),
        "between" => error.help(format!("write `{last} >= 1 && {last} <= 9`")),
        "like" | "ilike" | "contains" => {
            error.help(format!("write `contains({last}, \"…\")`, `starts_with(…)` or `ends_with(…)`"))
        }
        "div" => error.help(format!("write `trunc({last} / 3)`")),
        "mod" => error.help(format!("write `mod({last}, 3)`")),
        "where" => error.help("write the condition after a comma: `sum(orders.amount, orders.product == \"tea\")`"),
        "over" => error.help(
            "write `running_total(amount, day)` or another window; totals of groups are a table made by `group:`",
        ),
        "desc" | "asc" => error.help(format!(
            "write `rank({last})`, in which the largest is 1, or `rank(-{last})` for the other way round"
        )),
        "when" | "then" | "else" | "end" => error.help("write `if a { b } else { c }`"),
        _ => return None,
    })
}
