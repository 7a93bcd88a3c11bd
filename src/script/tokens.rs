//! Where the tokens of a text stand: rhai tells where things begin, tokens tell where they end.

use crate::source::Place;
use rhai::{Engine, Position, Token};
use std::cell::RefCell;
use std::sync::Arc;

/// A text with the byte of each character, so that lines and columns become bytes at once.
#[derive(Debug)]
pub(super) struct Text {
    /// The text.
    pub text: String,
    /// Byte of each character, and the length at the end.
    bytes: Vec<u32>,
    /// Number of the first character of each line.
    lines: Vec<usize>,
}

impl Text {
    pub fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        let mut lines = vec![0];
        for (number, (byte, c)) in text.char_indices().enumerate() {
            bytes.push(byte as u32);
            if c == '\n' {
                lines.push(number + 1);
            }
        }
        bytes.push(text.len() as u32);
        Text { text: text.to_string(), bytes, lines }
    }

    /// The byte at a position; the end of the text where there is none.
    pub fn byte(&self, at: Position) -> u32 {
        let end = self.text.len() as u32;
        let (Some(line), Some(column)) = (at.line(), at.position()) else { return end };
        let Some(first) = self.lines.get(line - 1) else { return end };
        self.bytes.get(first + column.saturating_sub(1)).copied().unwrap_or(end)
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn place(&self, byte: u32) -> Place {
        let number = self.bytes.partition_point(|start| *start < byte);
        let line = self.lines.partition_point(|first| *first <= number).max(1);
        Place { line, column: number - self.lines[line - 1] + 1 }
    }

    pub fn slice(&self, (start, end): (u32, u32)) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    pub fn after(&self, byte: u32) -> &str {
        self.text.get(byte as usize..).unwrap_or("")
    }
}

/// One token and its bytes.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub token: Token,
    pub start: u32,
    pub end: u32,
}

impl Placed {
    pub fn range(&self) -> (u32, u32) {
        (self.start, self.end)
    }
}

/// The tokens of a text in order, up to the place where reading stopped.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub list: Vec<Placed>,
    /// For each bracket the number of its partner.
    partner: Vec<Option<usize>>,
    /// Brackets without a partner.
    pub alone: Vec<usize>,
}

impl Tokens {
    fn new(text: &Text, seen: Vec<(Token, u32)>) -> Self {
        let mut list: Vec<Placed> = Vec::with_capacity(seen.len());
        for (i, (token, start)) in seen.iter().enumerate() {
            let next = seen.get(i + 1).map_or(text.text.len() as u32, |(_, next)| *next).max(*start);
            let end = start + length(token, text.slice((*start, next))) as u32;
            list.push(Placed { token: token.clone(), start: *start, end });
        }
        let mut partner = vec![None; list.len()];
        let (mut open, mut alone): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for (i, placed) in list.iter().enumerate() {
            if closer(&placed.token).is_some() {
                open.push(i);
            } else if is_closer(&placed.token) {
                match open.last() {
                    Some(&from) if closer(&list[from].token) == Some(&placed.token) => {
                        open.pop();
                        (partner[from], partner[i]) = (Some(i), Some(from));
                    }
                    _ => alone.push(i),
                }
            }
        }
        alone.extend(open);
        alone.sort_unstable();
        Tokens { list, partner, alone }
    }

    /// Whether there are steps before the final expression.
    pub fn has_steps(&self) -> bool {
        self.list.first().is_some_and(|first| first.token == Token::LeftBrace)
            || self.list.iter().any(|placed| placed.token == Token::Let)
    }

    /// Number of the token that begins at that byte, or of the first one after it.
    pub fn at(&self, byte: u32) -> usize {
        self.list.partition_point(|placed| placed.start < byte)
    }

    pub fn get(&self, number: usize) -> Option<&Placed> {
        self.list.get(number)
    }

    /// One past the last byte of the token that begins at that byte.
    pub fn end_of(&self, byte: u32) -> u32 {
        self.get(self.at(byte)).filter(|placed| placed.start == byte).map_or(byte, |placed| placed.end)
    }

    /// One past the bracket that closes the one standing at or after that byte.
    pub fn close_of(&self, byte: u32) -> Option<u32> {
        let number = self.at(byte);
        if self.get(number)?.token == Token::Unit {
            return Some(self.list[number].end);
        }
        Some(self.list[self.partner[number]?].end)
    }

    /// The range with the parentheses around it, but not those of a function's arguments.
    pub fn with_parentheses(&self, (mut start, mut end): (u32, u32)) -> (u32, u32) {
        loop {
            let (Some(before), after) = (self.at(start).checked_sub(1), self.at(end)) else { return (start, end) };
            let call = before > 0 && matches!(self.list[before - 1].token, Token::Identifier(_));
            let opens = self.list.get(before).is_some_and(|placed| placed.token == Token::LeftParen);
            if !opens || call || self.partner[before] != Some(after) {
                return (start, end);
            }
            (start, end) = (self.list[before].start, self.list[after].end);
        }
    }

    /// The range, widened until every bracket in it has its partner in it.
    pub fn balanced(&self, (mut start, mut end): (u32, u32)) -> (u32, u32) {
        for number in self.at(start)..self.at(end) {
            if let Some(partner) = self.partner[number] {
                start = start.min(self.list[partner].start);
                end = end.max(self.list[partner].end);
            }
        }
        (start, end)
    }
}

fn closer(token: &Token) -> Option<&'static Token> {
    match token {
        Token::LeftParen => Some(&Token::RightParen),
        Token::LeftBracket | Token::QuestionBracket => Some(&Token::RightBracket),
        Token::LeftBrace | Token::MapStart => Some(&Token::RightBrace),
        _ => None,
    }
}

fn is_closer(token: &Token) -> bool {
    matches!(token, Token::RightParen | Token::RightBracket | Token::RightBrace)
}

/// Bytes of the token at the start of a text that ends where the next one begins.
fn length(token: &Token, text: &str) -> usize {
    match token {
        Token::Identifier(name) => name.len(),
        Token::StringConstant(_) | Token::CharConstant(_) => quoted(text),
        Token::InterpolatedString(_) => text.strip_suffix('$').unwrap_or(text).len(),
        Token::Reserved(sign) if text.starts_with(sign.as_str()) => sign.len(),
        sign if sign.is_literal() && text.starts_with(sign.literal_syntax()) => sign.literal_syntax().len(),
        Token::NotIn => "not".len(),
        Token::IntegerConstant(_) | Token::FloatConstant(_) => {
            // A sign before the digits belongs to the number.
            let sign = usize::from(text.starts_with(['-', '+']));
            let digits = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.';
            text[sign..].find(digits).map_or(text.len(), |at| sign + at)
        }
        _ => {
            let word = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
            let sign = text.find(|c| !"=!<>-:".contains(c)).unwrap_or(text.len());
            if word + sign == 0 { text.chars().next().map_or(0, char::len_utf8) } else { word.max(sign) }
        }
    }
}

/// Bytes up to and with the closing quote of a text that begins with one.
fn quoted(text: &str) -> usize {
    let Some(quote) = text.chars().next() else { return 0 };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped && quote != '`';
    }
    text.trim_end().len()
}

struct Recorder {
    text: Arc<Text>,
    seen: Vec<(Token, u32)>,
    /// The `in` of a `not in` comes next.
    in_follows: bool,
}

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// Runs rhai's parser and gives what it made, with the tokens it saw.
pub(super) fn recording<T>(text: &Arc<Text>, read: impl FnOnce() -> T) -> (T, Tokens) {
    let recorder = Recorder { text: Arc::clone(text), seen: Vec::new(), in_follows: false };
    RECORDER.with(|cell| *cell.borrow_mut() = Some(recorder));
    let made = read();
    let seen = RECORDER.with(|cell| cell.borrow_mut().take()).map(|recorder| recorder.seen).unwrap_or_default();
    (made, Tokens::new(text, seen))
}

/// Makes the engine record tokens and read our words: `and`, `or`, `not`, and names that rhai
/// keeps for itself.
#[expect(deprecated, reason = "the mark only says that the hook may change; the version of rhai is pinned")]
pub(super) fn record(engine: &mut Engine) {
    engine.on_parse_token(|token, at, _| {
        RECORDER.with(|cell| match cell.borrow_mut().as_mut() {
            Some(recorder) => recorder.note(token, at),
            None => plain(token),
        })
    });
}

impl Recorder {
    fn note(&mut self, token: Token, at: Position) -> Token {
        let byte = match self.seen.last() {
            // An empty text between two parts, or behind the last, has no position; it stands after the brace of
            // the part before.
            Some((Token::RightBrace, brace)) if at.is_none() && is_text(&token) => brace + 1,
            _ => self.text.byte(at),
        };
        let token = self.meant(token, byte);
        self.seen.push((token.clone(), byte));
        token
    }

    fn meant(&mut self, token: Token, byte: u32) -> Token {
        let last = self.seen.last().map(|(token, _)| token);
        let after_dot = last == Some(&Token::Period);
        match token {
            Token::Identifier(word) if !after_dot => match word.as_str() {
                "and" => Token::And,
                "or" => Token::Or,
                "not" if last.is_some_and(ends_operand) && in_comes(self.text.after(byte + 3)) => {
                    self.in_follows = true;
                    Token::NotIn
                }
                "not" => Token::Bang,
                _ => Token::Identifier(word),
            },
            // `a not in b` is two tokens to rhai and has to be one: `!in` and a sign without effect.
            Token::In if std::mem::take(&mut self.in_follows) => Token::UnaryPlus,
            word if after_dot && word.is_literal() && is_name(word.literal_syntax()) => name(&word),
            other => plain(other),
        }
    }
}

fn is_text(token: &Token) -> bool {
    matches!(token, Token::StringConstant(_) | Token::InterpolatedString(_))
}

/// Words that rhai keeps for itself and people want as names.
fn plain(token: Token) -> Token {
    match token {
        Token::Reserved(word) if is_name(&word) && word.as_str() != "this" => Token::Identifier(word),
        Token::Until | Token::As | Token::Private | Token::Export | Token::Import => name(&token),
        other => other,
    }
}

fn name(token: &Token) -> Token {
    Token::Identifier(Box::new(token.literal_syntax().into()))
}

fn is_name(word: &str) -> bool {
    rhai::is_valid_identifier(word)
}

/// Whether the token ends something that an operator can follow.
pub(super) fn ends_operand(token: &Token) -> bool {
    matches!(
        token,
        Token::Identifier(_)
            | Token::IntegerConstant(_)
            | Token::FloatConstant(_)
            | Token::StringConstant(_)
            | Token::CharConstant(_)
            | Token::True
            | Token::False
            | Token::Unit
            | Token::RightParen
            | Token::RightBracket
            | Token::RightBrace
    )
}

/// Whether the text continues with the word `in`.
fn in_comes(text: &str) -> bool {
    let rest = text.trim_start();
    rest.len() < text.len()
        && rest.strip_prefix("in").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}
