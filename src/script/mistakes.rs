//! What people write that is no formula, and what to write instead.

use super::error::SyntaxError;
use super::habits;
use super::spreadsheet;
use super::syntax::Syntax;
use super::tokens::{Placed, Text, Tokens, ends_operand};
use crate::diagnostic::Instead;
use rhai::{LexError, ParseError, ParseErrorType, Token};

/// Parts of rhai that belong in a script.
pub(super) fn unwanted(text: &Text, tokens: &Tokens) -> Result<(), SyntaxError> {
    for (i, placed) in tokens.list.iter().enumerate() {
        let last = i.checked_sub(1).map(|before| &tokens.list[before].token);
        let after_operand = last.is_some_and(ends_operand);
        match placed.token {
            Token::Switch => {
                return Err(in_a_script(text, placed.range()).help(
                    "write `if a { … } else if b { … } else { … }`, a decision table, or a function in a script",
                ));
            }
            Token::For
            | Token::While
            | Token::Loop
            | Token::Do
            | Token::Fn
            | Token::Return
            | Token::Try
            | Token::Throw
            | Token::Break
            | Token::Continue
            | Token::Const
            | Token::MapStart => return Err(in_a_script(text, placed.range())),
            Token::Pipe | Token::Or if !after_operand => {
                return Err(SyntaxError::new(placed.range(), "a closure belongs in a script")
                    .help("write a function in a script and call it here"));
            }
            Token::Pipe | Token::Ampersand | Token::XOr => return Err(bits(text.slice(placed.range()), placed.start)),
            Token::Elvis | Token::QuestionBracket => {
                return Err(SyntaxError::new(
                    placed.range(),
                    format!("`{}` is not needed", placed.token.literal_syntax()),
                )
                .help("a field of a blank is blank; write `.` or `[`"));
            }
            _ if placed.token.is_op_assignment() => return Err(in_a_script(text, placed.range())),
            _ => {}
        }
    }
    Ok(())
}

/// `… belongs in a script`.
pub(super) fn in_a_script(text: &Text, range: (u32, u32)) -> SyntaxError {
    SyntaxError::new(range, format!("`{}` belongs in a script", text.slice(range)))
        .help("write a function in a script and call it here")
}

/// An operator on bits.
pub(super) fn bits(sign: &str, at: u32) -> SyntaxError {
    let error = SyntaxError::new((at, at + sign.len() as u32), format!("`{sign}` is not an operator"));
    match sign {
        "&" => error.help("write `&&`, or `+` to join text"),
        "|" => error.write("||"),
        "^" => error.help("write `**` to raise to a power"),
        _ => error,
    }
}

/// Functions of spreadsheets that are operators here.
pub(super) fn spreadsheet_call(name: &str, args: &[Syntax], range: (u32, u32)) -> Result<(), SyntaxError> {
    let help = match (name.to_uppercase().as_str(), args.len()) {
        ("IF" | "IIF", _) => "write `if a { b } else { c }`",
        ("IFS", _) => "write `if a { b } else if c { d } else { e }`, or a decision table",
        ("AND", 1..) if name != "and" => "write `a && b`",
        ("OR", 1..) if name != "or" => "write `a || b`",
        ("NOT", 1) if name != "not" => "write `!a`",
        ("DATE", 1) if name != "DATE" => {
            let end = range.1.min(range.0 + name.len() as u32);
            let error = SyntaxError::new((range.0, end), format!("`{name}` takes a year, a month and a day"));
            return Err(error.help("write `date(2025, 7, 1)`; a text is read by `to_date(\"2025-07-01\")`"));
        }
        ("DATE", 1) => "write `date(2025, 7, 1)`; a text is read by `to_date(\"2025-07-01\")`",
        ("ISBLANK", 1) => "write `is_blank(a)`",
        ("IFERROR" | "IFNA" | "IFNULL" | "NVL" | "COALESCE", 1..) => {
            "write `a ?? b`: a value that cannot be worked out is blank"
        }
        _ => return Ok(()),
    };
    let end = range.1.min(range.0 + name.len() as u32);
    Err(SyntaxError::new((range.0, end), format!("`{name}` is not a function here")).help(help))
}

/// What rhai's error means to the person who wrote the formula.
pub(super) fn explain(text: &Text, tokens: &Tokens, error: &ParseError) -> SyntaxError {
    let at = text.byte(error.position());
    let number = tokens.at(at);
    let range = tokens.get(number).filter(|placed| placed.start == at).map_or((at, at), Placed::range);
    let found = text.slice(range);
    let first = found.chars().next();
    if let ParseErrorType::ExprTooDeep = error.err_type() {
        return SyntaxError::new(range, "the formula is nested too deeply")
            .help("put parts of it into columns of their own");
    }
    if let Some(known) = percent(text, tokens).or_else(|| excel_if(tokens)) {
        return known;
    }
    if let Some(known) = spreadsheet::stopped(text, tokens, number).or_else(|| habits::stopped(text, tokens, number)) {
        return known;
    }
    if let Some(known) = first.and_then(|c| of_other_width(text, at, c).or_else(|| character(text, at, c))) {
        return known;
    }
    match error.err_type() {
        ParseErrorType::BadInput(lexical) if !found.starts_with('|') => {
            lexical_error(text, tokens, number, range, lexical)
        }
        ParseErrorType::UnknownOperator(sign) => unexpected(text, tokens, number, (at, at + sign.len() as u32)),
        ParseErrorType::MismatchedType(wanted, _) => SyntaxError::new(range, format!("{wanted} is needed here"))
            .help("compare with something: `a > 0`, `a == \"text\"`"),
        ParseErrorType::FnDuplicatedDefinition(name, count) => {
            let plural = if *count == 1 { "" } else { "s" };
            SyntaxError::new(range, format!("there are two functions `{name}` with {count} parameter{plural}"))
        }
        ParseErrorType::WrongFnDefinition => SyntaxError::new(range, "a function cannot be inside a block"),
        ParseErrorType::TooManyFunctions => SyntaxError::new(range, "there are too many functions"),
        ParseErrorType::LoopBreak => SyntaxError::new(range, format!("`{found}` is outside of a loop")),
        ParseErrorType::AssignmentToConstant(name) => SyntaxError::new(range, format!("`{name}` is a constant")),
        ParseErrorType::FnDuplicatedParam(_, name) => {
            SyntaxError::new(range, format!("there are two parameters `{name}`"))
        }
        _ if matches!(found, "|" | "||") => {
            SyntaxError::new(range, "a closure is not available in scripts").help("write a function with a name")
        }
        ParseErrorType::LiteralTooLarge(..) => SyntaxError::new(range, "the text is too long"),
        ParseErrorType::MissingToken(token, _) if token == "=>" => SyntaxError::new(range, "`=>` is missing"),
        _ => unexpected(text, tokens, number, range),
    }
}

fn lexical_error(text: &Text, tokens: &Tokens, number: usize, range: (u32, u32), error: &LexError) -> SyntaxError {
    let from = text.after(range.0);
    match error {
        LexError::UnterminatedString => {
            let quote = from.chars().next().unwrap_or('"');
            SyntaxError::new((range.0, text.text.len() as u32), "the text has no closing quote")
                .help(format!("a `{quote}` is missing at its end"))
        }
        LexError::MalformedChar(_) => {
            let end = from.char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(1, |(i, _)| i + 1);
            if from[end..].starts_with('!') {
                return SyntaxError::new((range.0, range.0 + end as u32), "a sheet is not named in a formula")
                    .help("a formula names tables and columns: `orders.amount`");
            }
            SyntaxError::new((range.0, range.0 + end as u32), "text is written in double quotes")
                .help(format!("write \"{}\"", from[..end].trim_matches('\'')))
                .instead(Instead::certain(format!("\"{}\"", from[..end].trim_matches('\''))))
        }
        LexError::MalformedNumber(_) => {
            SyntaxError::new(range, format!("`{}` is not a number", text.slice(range).trim()))
        }
        LexError::MalformedEscapeSequence(sequence) => {
            SyntaxError::new(range, format!("`{sequence}` means nothing in a text"))
                .help("a backslash is written `\\\\`")
        }
        LexError::MalformedIdentifier(name) => SyntaxError::new(range, format!("`{name}` is not a name")),
        _ => unexpected(text, tokens, number, range),
    }
}

/// Something stands where it cannot, or the text ends too early.
fn unexpected(text: &Text, tokens: &Tokens, number: usize, range: (u32, u32)) -> SyntaxError {
    let before = number.checked_sub(1).and_then(|n| tokens.get(n));
    let token = tokens.get(number).filter(|placed| placed.start == range.0);
    let found = text.slice(range);
    if let Some(&bracket) = tokens.alone.first() {
        let bracket = &tokens.list[bracket];
        let sign = bracket.token.literal_syntax();
        if matches!(sign, "(" | "[" | "{") && (token.is_none() || found.is_empty()) {
            let closing = match sign {
                "(" => ")",
                "[" => "]",
                _ => "}",
            };
            return SyntaxError::new(bracket.range(), format!("`{sign}` is never closed"))
                .help(format!("a `{closing}` is missing"));
        }
        if matches!(sign, ")" | "]" | "}") {
            return SyntaxError::new(bracket.range(), format!("`{sign}` closes nothing"))
                .help("take it out, or open a bracket before it");
        }
    }
    if found.is_empty() {
        let error = SyntaxError::new(range, "the formula ends too early");
        return match before.map(|placed| text.slice(placed.range())) {
            Some(last) => error.help(format!("something is missing after `{last}`")),
            None => error.help("nothing is written here but a remark"),
        };
    }
    if found == ">" && before.is_some_and(|placed| placed.token == Token::LessThan && placed.end == range.0) {
        return SyntaxError::new((range.0 - 1, range.1), "`<>` is not an operator").write("!=");
    }
    let error = SyntaxError::new(range, format!("`{found}` is not expected here"));
    if let Some((written, meant)) = number_with_comma(text, tokens, number) {
        return SyntaxError::new(written, format!("`{}` is not a number here", text.slice(written)))
            .help(format!("write {meant}"))
            .instead(Instead::likely(meant));
    }
    match found {
        "?" => return error.help("write `if a { b } else { c }`"),
        "=>" => return error.write(">="),
        "===" => return error.write("=="),
        "!==" => return error.write("!="),
        _ => {}
    }
    beside(text, error, found, before, token)
}

/// What is missing between what stands there and what stands before it.
fn beside(
    text: &Text,
    error: SyntaxError,
    found: &str,
    before: Option<&Placed>,
    token: Option<&Placed>,
) -> SyntaxError {
    match (before, token) {
        (Some(before), Some(token)) if ends_operand(&before.token) && starts_operand(&token.token) => {
            let last = text.slice(before.range());
            if let (Token::Identifier(_), Token::Identifier(_)) = (&before.token, &token.token) {
                error.help(format!("names hold no spaces; an operator is missing between `{last}` and `{found}`"))
            } else {
                error.help(format!("an operator or a comma is missing between `{last}` and `{found}`"))
            }
        }
        (Some(before), _) if !ends_operand(&before.token) => {
            error.help(format!("a value is missing after `{}`", text.slice(before.range())))
        }
        (Some(before), _) if found == "," => {
            let last = text.slice(before.range());
            error.help(format!(
                "a formula gives one value: what follows `{last}` belongs into the brackets of a function"
            ))
        }
        (Some(before), _) => error
            .help(format!("after `{}` a sign such as `+`, `*`, `>` or `&&` can follow", text.slice(before.range()))),
        (None, _) => error.help("a formula begins with a name, a value or a bracket"),
    }
}

/// `1,000` and `0,2`: a number, a comma and digits without a blank between them.
fn number_with_comma(text: &Text, tokens: &Tokens, comma: usize) -> Option<((u32, u32), String)> {
    let (before, comma) = (tokens.get(comma.checked_sub(1)?)?, tokens.get(comma)?);
    let after = text.after(comma.end);
    let rest = &after[..after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())];
    let whole = text.slice(before.range());
    let joined = comma.token == Token::Comma && before.end == comma.start;
    if !joined || rest.is_empty() || !whole.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let sign = if rest.len() == 3 && whole != "0" { '_' } else { '.' };
    Some(((before.start, comma.end + rest.len() as u32), format!("{whole}{sign}{rest}")))
}

fn starts_operand(token: &Token) -> bool {
    matches!(token, Token::LeftParen | Token::LeftBracket)
        || (ends_operand(token) && !matches!(token, Token::RightParen | Token::RightBracket | Token::RightBrace))
}

/// A number in full-width digits, and a blank that is none to rhai.
fn of_other_width(text: &Text, at: u32, c: char) -> Option<SyntaxError> {
    match c {
        '０'..='９' => {
            let run: String = text.after(at).chars().take_while(|c| matches!(c, '０'..='９' | '．')).collect();
            let plain: String = run.chars().filter_map(|c| char::from_u32(c as u32 - 0xfee0)).collect();
            let range = (at, at + run.len() as u32);
            let error = SyntaxError::new(range, format!("`{run}` is written in full-width digits"));
            Some(error.help(format!("write {plain}")).instead(Instead::certain(plain)))
        }
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{200b}' | '\u{feff}' => {
            let range = (at, at + c.len_utf8() as u32);
            let message = "a blank of another kind is not expected here, as text from web pages has it";
            Some(SyntaxError::new(range, message).help("write an ordinary blank").instead(Instead::certain(" ")))
        }
        _ => None,
    }
}

/// A character that stands for one that rhai knows.
fn character(text: &Text, at: u32, c: char) -> Option<SyntaxError> {
    let range = (at, at + c.len_utf8() as u32);
    let two = text.after(at).chars().nth(1);
    let (message, help) = match c {
        '=' if two != Some('=') && two != Some('>') => ("`=` does not compare".to_string(), "write `==`".to_string()),
        '≥' | '≧' | '⩾' => (format!("`{c}` is not an operator"), "write `>=`".to_string()),
        '≤' | '≦' | '⩽' => (format!("`{c}` is not an operator"), "write `<=`".to_string()),
        '≠' => (format!("`{c}` is not an operator"), "write `!=`".to_string()),
        '×' | '·' | '∙' => (format!("`{c}` is not an operator"), "write `*`".to_string()),
        '÷' => (format!("`{c}` is not an operator"), "write `/`".to_string()),
        '−' | '–' | '—' => (format!("`{c}` is not an operator"), "write `-`".to_string()),
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '‘' | '’' | '＂' => {
            (format!("`{c}` is not a quote here"), "text is written in straight double quotes: \"text\"".to_string())
        }
        '@' | '$' | '#' => (format!("`{c}` is not expected here"), "write the name alone".to_string()),
        '％' => return Some(SyntaxError::new(range, "`％` is not a percentage here").help("write 10% as 0.1")),
        '\u{3000}' => ("a full-width space is not expected here".to_string(), "write an ordinary space".to_string()),
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from_u32(c as u32 - 0xfee0).unwrap_or('?');
            (format!("`{c}` is a full-width character"), format!("write `{plain}`"))
        }
        _ => return None,
    };
    let sign = help.strip_prefix("write `").and_then(|rest| rest.strip_suffix('`')).map(Instead::certain);
    let error = SyntaxError::new(range, message).help(help);
    Some(match (sign, c) {
        (Some(sign), _) => error.instead(sign),
        (None, '\u{3000}') => error.instead(Instead::certain(" ")),
        (None, _) => error,
    })
}

/// `10%`: a number, a percent sign, and no operand after it.
fn percent(text: &Text, tokens: &Tokens) -> Option<SyntaxError> {
    tokens.list.iter().enumerate().find_map(|(i, placed)| {
        let number = tokens.get(i.checked_sub(1)?)?;
        let is_number = matches!(number.token, Token::IntegerConstant(_) | Token::FloatConstant(_));
        let next = tokens.get(i + 1).map(|next| &next.token);
        let operand = next.is_some_and(|next| {
            ends_operand(next) && !matches!(next, Token::RightParen | Token::RightBracket | Token::RightBrace)
        }) || next == Some(&Token::LeftParen);
        if placed.token != Token::Modulo || !is_number || number.end != placed.start || operand {
            return None;
        }
        let written = text.slice(number.range());
        let share = written.replace('_', "").parse::<f64>().ok()? / 100.0;
        let share = crate::value::number::shortest(share);
        Some(
            SyntaxError::new((number.start, placed.end), format!("`{written}%` is not a number here"))
                .help(format!("write {share}"))
                .instead(Instead::certain(share)),
        )
    })
}

/// `if(a, b, c)` as in a spreadsheet.
fn excel_if(tokens: &Tokens) -> Option<SyntaxError> {
    let number = tokens.list.iter().position(|placed| placed.token == Token::If)?;
    let opens = tokens.get(number + 1)?.token == Token::LeftParen;
    let stopped = tokens.list.iter().any(|placed| placed.token == Token::Comma);
    (opens && stopped && !tokens.list.iter().any(|placed| placed.token == Token::LeftBrace)).then(|| {
        SyntaxError::new(tokens.list[number].range(), "`if` is not a function").help("write `if a { b } else { c }`")
    })
}
