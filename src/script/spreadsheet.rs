//! What people write out of habit from spreadsheets and query languages, and what stops the parser: cells of a sheet,
//! errors of cells, money signs, semicolons, functions without brackets.

use super::error::SyntaxError;
use super::tokens::{Placed, Text, Tokens, ends_operand};
use crate::diagnostic::Instead;
use crate::formula::{AggregateOp, WindowOp, foreign};
use crate::value::{Date, functions, number};
use rhai::Token;

const NAMES_NOT_CELLS: &str = "a formula names tables and columns, not sheets and cells: `orders.amount`";

/// What was meant, where it is one of these. `at` is the number of the token that stopped the parser.
pub(super) fn stopped(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    equal_or_less(text, tokens, at)
        .or_else(|| semicolon(text, tokens, at))
        .or_else(|| marks_in_number(text, tokens, at))
        .or_else(|| dotted_day(text, tokens, at))
        .or_else(|| of_sheet(text, tokens, at))
        .or_else(|| sign(text, tokens, at))
        .or_else(|| without_brackets(text, tokens, at))
        .or_else(|| braces(text, tokens, at))
        .or_else(|| share_of_hundred(text, tokens, at))
}

/// `=<`.
fn equal_or_less(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let start = tokens.get(at)?.start;
    text.after(start)
        .starts_with("=<")
        .then(|| SyntaxError::new((start, start + 2), "`=<` is not an operator").write("<="))
}

/// `round(sales; 2)`, as where decimals have a comma; and two formulas in one.
fn semicolon(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let placed = tokens.get(at).filter(|placed| text.slice(placed.range()) == ";")?;
    let depth = tokens.list[..at].iter().fold(0_i32, |depth, placed| match placed.token {
        Token::LeftParen => depth + 1,
        Token::RightParen => depth - 1,
        _ => depth,
    });
    Some(match depth > 0 {
        true => SyntaxError::new(placed.range(), "`;` does not stand between the values of a function").write(","),
        false => SyntaxError::new(placed.range(), "a formula gives one value, and `;` ends it")
            .help("join two conditions with `&&`; a name for a part is written `{ let a = …; a * 2 }`"),
    })
}

/// `1.000,50` and `1,000,000.5`: marks between digits.
fn marks_in_number(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let start = tokens.get(at.checked_sub(1)?)?.start;
    let from = text.after(start);
    let end = from.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(from.len());
    let written = from[..end].trim_end_matches([',', '.']);
    let meant = plain_number(written)?;
    let error = SyntaxError::new((start, start + written.len() as u32), format!("`{written}` is not a number here"));
    Some(error.help(format!("write {meant}")).instead(Instead::likely(meant)))
}

/// A number with marks of both kinds, or several of one, as a formula has it.
fn plain_number(written: &str) -> Option<String> {
    let count = |mark: char| written.matches(mark).count();
    let (group, decimal) = match (count(','), count('.')) {
        (1, 1..) if written.rfind(',') > written.rfind('.') => ('.', ','),
        (1.., 1) if written.rfind('.') > written.rfind(',') => (',', '.'),
        (2.., 0) => (',', '.'),
        (0, 2..) => ('.', ','),
        _ => return None,
    };
    let (whole, rest) = written.split_once(decimal).unwrap_or((written, ""));
    let mut groups = whole.split(group);
    let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    if !first || groups.any(|digits| digits.len() != 3) || rest.contains([',', '.']) {
        return None;
    }
    let whole = whole.replace(group, "_");
    Some(if rest.is_empty() { whole } else { format!("{whole}.{rest}") })
}

/// `01.07.2025`.
fn dotted_day(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let first = (0..=at).rev().map_while(|at| tokens.get(at)).take(3).find_map(|placed| {
        let from = text.after(placed.start);
        let end = from.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(from.len());
        let parts: Vec<u32> = from[..end].split('.').map_while(|part| part.parse().ok()).collect();
        let [day, month, year] = parts[..] else { return None };
        let (day, month) = if month > 12 { (month, day) } else { (day, month) };
        Date::new(i32::try_from(year).ok().filter(|year| *year > 999)?, month, day)?;
        Some(((placed.start, placed.start + end as u32), format!("date({year}, {month}, {day})")))
    });
    let (range, meant) = first?;
    let error = SyntaxError::new(range, format!("`{}` is no day here", text.slice(range)));
    Some(error.help(format!("write `{meant}`")).instead(Instead::likely(meant)))
}

/// `Orders!amount`, `Sheet1!B2`, `$B$2`.
fn of_sheet(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let joined = |two: &[&Placed]| two[0].end == two[1].start;
    let parts: Vec<&Placed> = (at.checked_sub(2)?..=at).map_while(|at| tokens.get(at)).collect();
    let [sheet, mark, cell] = parts[..] else { return None };
    if !matches!(sheet.token, Token::Identifier(_)) || mark.token != Token::Bang || !parts.windows(2).all(joined) {
        return None;
    }
    let from = text.after(cell.start);
    let end = from.find(|c: char| !c.is_alphanumeric() && !"_$:".contains(c)).unwrap_or(from.len()) as u32;
    let range = (sheet.start, cell.start + end);
    Some(SyntaxError::new(range, format!("`{}` is a place in a sheet", text.slice(range))).help(NAMES_NOT_CELLS))
}

/// `$1000`, `￦1000`, `$B$2`, `#REF!`.
fn sign(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let start = tokens.get(at)?.start;
    let from = text.after(start);
    let sign = from.chars().next()?;
    let rest = &from[sign.len_utf8()..];
    let end = |rest: &str, more: &str| {
        rest.find(|c: char| !c.is_ascii_alphanumeric() && !more.contains(c)).unwrap_or(rest.len())
    };
    let range = |end: usize| (start, start + (sign.len_utf8() + end) as u32);
    let is_money = matches!(sign, '$' | '￦' | '₩' | '€' | '£' | '¥' | '￥' | '₹' | '₽');
    if is_money && rest.starts_with(|c: char| c.is_ascii_digit()) {
        let number = &rest[..end(rest, "._")];
        let error = SyntaxError::new(range(number.len()), format!("`{sign}{number}` is not a number here"));
        return Some(error.help(format!("write {number}: a number has no currency")).instead(Instead::certain(number)));
    }
    if sign == '$' && rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        let range = range(end(rest, "$:"));
        return Some(SyntaxError::new(range, format!("`{}` is a cell", text.slice(range))).help(NAMES_NOT_CELLS));
    }
    let errors = ["REF!", "N/A", "DIV/0!", "VALUE!", "NAME?", "NUM!", "NULL!"];
    let known = errors.into_iter().find(|error| sign == '#' && rest.starts_with(error))?;
    let error = SyntaxError::new(range(known.len()), format!("`#{known}` is an error of a spreadsheet and no value"));
    Some(error.help("what cannot be worked out is blank here: ask with `is_blank(x)`, give a default with `x ?? 0`"))
}

/// `sum orders.amount`, `IF sales > 3, 1, 2`, `SELECT …`: a function, and no bracket after it.
fn without_brackets(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let (before, next) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?);
    let starts = matches!(next.token, Token::Identifier(_) | Token::StringConstant(_) | Token::IntegerConstant(_));
    if !matches!(before.token, Token::Identifier(_)) || !starts {
        return None;
    }
    let from = text.after(next.start);
    let value = &from[..from.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(from.len())];
    let name = text.slice(before.range());
    let lower = name.to_lowercase();
    let error = |help: String| Some(SyntaxError::new(before.range(), format!("`{name}` is not used so")).help(help));
    match lower.as_str() {
        "if" | "when" | "case" => return error("write `if a { b } else { c }`".to_string()),
        "select" | "from" => {
            return error("take the rows of a table together: `sum(orders.amount, orders.product == \"tea\")`".into());
        }
        "let" | "var" | "dim" => return error("write `{ let a = …; a * 2 }`".to_string()),
        _ => {}
    }
    let of_rows = AggregateOp::ALL.iter().map(|op| op.name()).chain(WindowOp::ALL.iter().map(|op| op.name()));
    let known = functions::find(&lower).is_some() || of_rows.into_iter().any(|own| own == lower);
    let known = known || foreign::find(name).is_some();
    if known { error(format!("it is a function: its values stand in brackets, `{name}({value}…)`")) } else { None }
}

/// `{sales} * 2`, and an `if` without braces.
fn braces(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let placed = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let error = SyntaxError::new(placed.range(), format!("`{}` is not expected here", text.slice(placed.range())));
    if before.token == Token::Else {
        return Some(error.help("write what is meant in braces: `if a { b } else { c }`"));
    }
    let has = |wanted: &Token| tokens.list.iter().any(|placed| placed.token == *wanted);
    if has(&Token::If) && !has(&Token::LeftBrace) && ends_operand(&before.token) && ends_operand(&placed.token) {
        return Some(error.help("write `if a { b } else { c }`"));
    }
    let opens = tokens.list.first().is_some_and(|first| first.token == Token::LeftBrace);
    (opens && before.token == Token::RightBrace && !has(&Token::If))
        .then(|| error.help("write names without braces: these hold steps, as in `{ let a = …; a * 2 }`"))
}

/// `sales * 10 %` and `sales%`: a percentage, and nothing after it.
fn share_of_hundred(text: &Text, tokens: &Tokens, at: usize) -> Option<SyntaxError> {
    let sign = tokens.get(at.checked_sub(1)?).filter(|sign| sign.token == Token::Modulo && tokens.get(at).is_none())?;
    let before = tokens.get(at.checked_sub(2)?)?;
    let written = text.slice(before.range());
    let error = SyntaxError::new(sign.range(), "`%` is the remainder of a division, and nothing follows it");
    Some(match written.replace('_', "").parse::<f64>() {
        Ok(number) => {
            let share = number::shortest(number / 100.0);
            let whole = SyntaxError::new((before.start, sign.end), format!("`{written} %` is not a number here"));
            whole.help(format!("write {share}")).instead(Instead::certain(share))
        }
        Err(_) => error.help(format!("a share is a number here, shown by `format: 0.0%`: write `{written}` alone")),
    })
}
