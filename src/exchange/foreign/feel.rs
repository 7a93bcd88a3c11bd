//! Cells of DMN and JDM: their tests and values as ours, and ours as theirs.

use super::Unsaid;
use crate::decision::cell::{self, CellTest, Comparison, Literal, ResultCell};
use crate::value::{Date, DateTime, Type, Value, number};

/// Reads a cell of tests. `expected` is the type of its input, where that is known.
pub(super) fn test(text: &str) -> Result<CellTest, Unsaid> {
    let mut scan = Scan { text, at: 0 };
    let test = scan.cell()?;
    scan.blanks();
    if scan.at < text.len() { Err(scan.unsaid(scan.at, "is no test that a cell here can hold")) } else { Ok(test) }
}

/// Reads a value alone, blank for nothing.
pub(super) fn value(text: &str) -> Result<Value, Unsaid> {
    let mut scan = Scan { text, at: 0 };
    scan.blanks();
    if scan.rest().is_empty() || scan.rest().trim_end() == "-" {
        return Ok(Value::Blank);
    }
    let value = scan.value()?;
    scan.blanks();
    if scan.at < text.len() { Err(scan.unsaid(0, "is no value but an expression")) } else { Ok(value) }
}

/// Values with commas between.
pub(super) fn values(text: &str) -> Result<Vec<Value>, Unsaid> {
    let all = |test: &CellTest| match test {
        CellTest::Compare(Comparison::Equal, literal) => Some(vec![literal.value.clone()]),
        CellTest::OneOf(tests) => {
            let each = tests.iter().map(|test| match test {
                CellTest::Compare(Comparison::Equal, literal) => Some(literal.value.clone()),
                _ => None,
            });
            each.collect()
        }
        _ => None,
    };
    all(&test(text)?).ok_or_else(|| Unsaid { at: 0..text.len(), why: "is no list of values".to_string() })
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a sign or word, where it is next.
    fn take(&mut self, sign: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(sign);
        let is_word = sign.ends_with(char::is_alphabetic);
        if !found || is_word && self.rest()[sign.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return false;
        }
        self.at += sign.len();
        true
    }

    fn unsaid(&self, from: usize, why: &str) -> Unsaid {
        let end = self.text.trim_end().len().max(from);
        Unsaid { at: from..end, why: format!("`{}` {why}", &self.text[from..end]) }
    }

    fn cell(&mut self) -> Result<CellTest, Unsaid> {
        self.blanks();
        if self.rest().is_empty() || self.rest().trim_end() == "-" {
            self.at = self.text.len();
            return Ok(CellTest::Any);
        }
        let start = self.at;
        if self.take("not") {
            if !self.take("(") {
                return Err(self.unsaid(start, "is no test that a cell here can hold"));
            }
            let tests = self.list()?;
            if !self.take(")") {
                return Err(self.unsaid(self.at, "stands where `)` should be"));
            }
            return Ok(none_of(tests));
        }
        let mut tests = self.list()?;
        Ok(if tests.len() == 1 { tests.remove(0) } else { CellTest::OneOf(tests) })
    }

    fn list(&mut self) -> Result<Vec<CellTest>, Unsaid> {
        let mut tests = Vec::new();
        loop {
            let mut all = vec![self.one()?];
            while self.take("and") {
                all.push(self.one()?);
            }
            tests.push(if all.len() == 1 { all.remove(0) } else { plain(&CellTest::All(all)) });
            if !self.take(",") {
                return Ok(tests);
            }
        }
    }

    fn one(&mut self) -> Result<CellTest, Unsaid> {
        const SIGNS: [(&str, Comparison); 7] = [
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("!=", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("==", Comparison::Equal),
            ("=", Comparison::Equal),
        ];
        self.blanks();
        let start = self.at;
        if let Some((_, comparison)) = SIGNS.iter().find(|(sign, _)| self.take(sign)) {
            return match (self.value()?, comparison) {
                (Value::Blank, Comparison::Equal) => Ok(CellTest::Blank),
                (Value::Blank, Comparison::NotEqual) => Ok(CellTest::Not(Box::new(CellTest::Blank))),
                (Value::Blank, _) => Err(self.unsaid(start, "compares with nothing")),
                (value, Comparison::NotEqual) => Ok(none_of(vec![equal(value)])),
                (value, comparison) => Ok(CellTest::Compare(*comparison, literal(value))),
            };
        }
        let open = ["[", "(", "]"].into_iter().find(|sign| self.take(sign));
        let Some(open) = open else {
            return Ok(match self.value()? {
                Value::Blank => CellTest::Blank,
                value => equal(value),
            });
        };
        let from = self.value()?;
        let dots = self.take("..");
        let to = if dots { self.value()? } else { Value::Blank };
        let close = ["]", ")", "["].into_iter().find(|sign| self.take(sign));
        match (from.is_blank() || to.is_blank(), close) {
            (false, Some(close)) => Ok(CellTest::Range {
                from: Some(literal(from)),
                from_included: open == "[",
                to: Some(literal(to)),
                to_included: close == "]",
            }),
            _ => Err(self.unsaid(start, "is no range that a cell here can hold")),
        }
    }

    /// A number, a text, a day, a moment, truth, or `null`.
    fn value(&mut self) -> Result<Value, Unsaid> {
        self.blanks();
        let start = self.at;
        for (word, value) in [("true", true.into()), ("false", false.into()), ("null", Value::Blank)] {
            if self.take(word) {
                return Ok(value);
            }
        }
        if let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) {
            return self.quoted(quote).map(|text| Value::text(text.as_str()));
        }
        if let Some(value) = self.moment()? {
            return Ok(value);
        }
        let is_part = |(at, c): (usize, char)| {
            let dots = self.rest()[at..].starts_with("..");
            c.is_ascii_digit() || c == '.' && !dots || at == 0 && matches!(c, '-' | '+')
        };
        let length = self.rest().char_indices().take_while(|part| is_part(*part)).count();
        let parsed = self.rest()[..length].parse::<f64>().ok().filter(|number| number.is_finite());
        match parsed {
            Some(number) => {
                self.at += length;
                Ok(Value::Number(number))
            }
            None => Err(self.unsaid(start, "is no value that stands by itself")),
        }
    }

    /// `date("2026-01-31")`, `date and time("…")`, `@"2026-01-31"`.
    fn moment(&mut self) -> Result<Option<Value>, Unsaid> {
        let start = self.at;
        let call = self.take("date and time") || self.take("date");
        let at = !call && self.take("@");
        if !call && !at {
            return Ok(None);
        }
        let opened = !call || self.take("(");
        self.blanks();
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        let text = match quote.filter(|_| opened) {
            Some(quote) => self.quoted(quote)?,
            None => return Err(self.unsaid(start, "is no day that is written out")),
        };
        if call && !self.take(")") {
            return Err(self.unsaid(start, "is no day that is written out"));
        }
        let iso = text.replacen('T', " ", 1);
        let day = (text.len() == 10).then(|| Date::parse(&text)).flatten().map(Value::Date);
        let plain = !text.contains(['Z', '+', '@']);
        let moment = || DateTime::parse(&iso).filter(|_| plain && iso.contains(':')).map(Value::DateTime);
        match day.or_else(moment) {
            Some(value) => Ok(Some(value)),
            None => Err(self.unsaid(start, "is no day or moment without a zone")),
        }
    }

    /// A text in quotes.
    fn quoted(&mut self, quote: char) -> Result<String, Unsaid> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next().map(|(_, c)| c) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some('u') => {
                        let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                        text.push(code.ok_or_else(|| self.unsaid(start, "has a sign that cannot be read"))?);
                    }
                    Some(other) => text.push(other),
                    None => break,
                },
                c if c == quote => {
                    self.at = start + at + c.len_utf8();
                    return Ok(text);
                }
                c => text.push(c),
            }
        }
        Err(self.unsaid(start, "is a text without its last quote"))
    }
}

fn literal(value: Value) -> Literal {
    Literal { value, percent: false, start: 0, end: 0 }
}

fn equal(value: Value) -> CellTest {
    CellTest::Compare(Comparison::Equal, literal(value))
}

fn is_equal(test: &CellTest) -> bool {
    matches!(test, CellTest::Compare(Comparison::Equal, _))
}

/// `not(…)`: to FEEL nothing is not equal to anything, so that `not("a")` holds for it, while a comparison with it is
/// neither true nor false.
fn none_of(tests: Vec<CellTest>) -> CellTest {
    let blank = tests.contains(&CellTest::Blank);
    let mut others: Vec<CellTest> = tests.into_iter().filter(|test| *test != CellTest::Blank).collect();
    let plain = others.iter().all(is_equal);
    let not = |test| CellTest::Not(Box::new(test));
    match (others.len(), blank) {
        (0, _) => not(CellTest::Blank),
        (many, _) => {
            let inner = if many == 1 { others.remove(0) } else { CellTest::OneOf(others) };
            if blank || !plain { not(inner) } else { CellTest::OneOf(vec![not(inner), CellTest::Blank]) }
        }
    }
}

/// The test in the one form of several that mean the same.
pub(super) fn plain(test: &CellTest) -> CellTest {
    let lower = |test: &CellTest| match test {
        CellTest::Compare(Comparison::Greater, from) => Some((from.clone(), false)),
        CellTest::Compare(Comparison::GreaterOrEqual, from) => Some((from.clone(), true)),
        _ => None,
    };
    let upper = |test: &CellTest| match test {
        CellTest::Compare(Comparison::Less, to) => Some((to.clone(), false)),
        CellTest::Compare(Comparison::LessOrEqual, to) => Some((to.clone(), true)),
        _ => None,
    };
    match test {
        CellTest::Compare(Comparison::NotEqual, literal) => {
            CellTest::Not(Box::new(CellTest::Compare(Comparison::Equal, literal.clone())))
        }
        CellTest::Range { from: Some(from), from_included, to: None, .. } => {
            let sign = if *from_included { Comparison::GreaterOrEqual } else { Comparison::Greater };
            CellTest::Compare(sign, from.clone())
        }
        CellTest::Range { from: None, to: Some(to), to_included, .. } => {
            let sign = if *to_included { Comparison::LessOrEqual } else { Comparison::Less };
            CellTest::Compare(sign, to.clone())
        }
        CellTest::All(tests) => {
            let parts: Vec<CellTest> = tests.iter().map(plain).collect();
            let [a, b] = parts.as_slice() else { return CellTest::All(parts) };
            match (lower(a).zip(upper(b))).or_else(|| lower(b).zip(upper(a))) {
                Some(((from, from_included), (to, to_included))) => {
                    CellTest::Range { from: Some(from), from_included, to: Some(to), to_included }
                }
                None => CellTest::All(parts),
            }
        }
        CellTest::OneOf(tests) => match tests.as_slice() {
            [only] => plain(only),
            tests => CellTest::OneOf(tests.iter().map(plain).collect()),
        },
        CellTest::Not(inner) => CellTest::Not(Box::new(plain(inner))),
        same => same.clone(),
    }
}

/// The test as a cell here writes it, for an input of a type. `None` where no cell reads as that very test.
pub(super) fn ours(test: &CellTest, ty: Type) -> Option<String> {
    let text = match test {
        CellTest::Any => "-".to_string(),
        CellTest::Blank => "blank".to_string(),
        CellTest::Compare(Comparison::Equal, literal) => return word(&literal.value, ty),
        CellTest::Compare(comparison, literal) => format!("{} {}", sign(*comparison), our_value(&literal.value)?),
        CellTest::Range { from: Some(from), from_included, to: Some(to), to_included } => {
            let (open, close) = (if *from_included { '[' } else { '(' }, if *to_included { ']' } else { ')' });
            format!("{open}{}..{}{close}", our_value(&from.value)?, our_value(&to.value)?)
        }
        CellTest::OneOf(tests) => {
            let all: Option<Vec<String>> = tests.iter().map(|test| ours(test, ty)).collect();
            all?.join(", ")
        }
        CellTest::Not(inner) if **inner == CellTest::Blank => "not blank".to_string(),
        CellTest::Not(inner) => format!("not({})", ours(inner, ty)?),
        CellTest::All(tests) => {
            let all: Option<Vec<String>> = tests.iter().map(|test| ours(test, ty)).collect();
            all?.join(" and ")
        }
        CellTest::Range { .. } | CellTest::Formula { .. } => return None,
    };
    let read = cell::parse(&text, ty).ok()?;
    (plain(&read).without_place() == plain(test).without_place()).then_some(text)
}

/// A value as a test of equality: a text without quotes where it is read as what it is.
fn word(value: &Value, ty: Type) -> Option<String> {
    let wanted = equal(value.clone());
    let is_it = |text: &str| {
        let read = cell::parse(text, ty);
        read.is_ok_and(|read| read.without_place() == wanted.without_place()) && cell::unclear(text, ty).is_none()
    };
    let bare = our_value(value)?;
    let quoted = format!("\"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\""));
    let simple = bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '-'));
    let plain = (ty != Type::Text || simple && !bare.contains("  ")).then_some(bare);
    plain.into_iter().chain([quoted]).find(|text| is_it(text))
}

fn our_value(value: &Value) -> Option<String> {
    match value {
        Value::Blank | Value::List(_) | Value::Period(_) => None,
        value => Some(value.to_string()),
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// A value as a result is written here; nothing for a blank.
pub(super) fn result(value: &Value) -> Option<String> {
    let text = our_value(value)?;
    let same = |text: &str| match cell::parse_result(text) {
        ResultCell::Literal { literal, text } => {
            literal.value == *value && (value.as_text().is_none() || value.as_text() == Some(text.as_str()))
        }
        _ => false,
    };
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    [text, quoted].into_iter().find(|text| same(text))
}

/// The test as FEEL writes it. `None` where it has no such test.
pub(super) fn theirs(test: &CellTest) -> Option<String> {
    let join = |tests: &[CellTest]| {
        let all: Option<Vec<String>> = tests.iter().map(theirs).collect();
        all.map(|all| all.join(", "))
    };
    Some(match plain(test) {
        CellTest::Any => "-".to_string(),
        CellTest::Blank => "null".to_string(),
        CellTest::Compare(Comparison::Equal, literal) => their_value(&literal.value)?,
        CellTest::Compare(comparison, literal) => format!("{} {}", sign(comparison), their_value(&literal.value)?),
        CellTest::Range { from: Some(from), from_included, to: Some(to), to_included } => {
            let (open, close) = (if from_included { '[' } else { '(' }, if to_included { ']' } else { ')' });
            format!("{open}{}..{}{close}", their_value(&from.value)?, their_value(&to.value)?)
        }
        CellTest::OneOf(tests) => match tests.as_slice() {
            [CellTest::Not(inner), CellTest::Blank] | [CellTest::Blank, CellTest::Not(inner)] => {
                let parts = parts(inner);
                if !parts.iter().all(is_equal) {
                    return None;
                }
                format!("not({})", join(&parts)?)
            }
            tests if tests.iter().any(|test| matches!(test, CellTest::Not(_))) => return None,
            tests => join(tests)?,
        },
        CellTest::Not(inner) => {
            let parts = parts(&inner);
            let nested = parts.iter().any(|part| matches!(part, CellTest::Not(_) | CellTest::OneOf(_)));
            // Nothing is not equal to anything there; here it is neither.
            let and_null = if parts.iter().all(is_equal) { ", null" } else { "" };
            match parts.as_slice() {
                [CellTest::Blank] => "not(null)".to_string(),
                // With `blank` in it, other comparisons would be neither true nor false of nothing.
                _ if nested || parts.contains(&CellTest::Blank) => return None,
                parts => format!("not({}{and_null})", join(parts)?),
            }
        }
        CellTest::Range { .. } | CellTest::All(_) | CellTest::Formula { .. } => return None,
    })
}

fn parts(test: &CellTest) -> Vec<CellTest> {
    match test {
        CellTest::OneOf(tests) => tests.clone(),
        test => vec![test.clone()],
    }
}

/// A value as FEEL writes it; `null` for a blank.
pub(super) fn their_value(value: &Value) -> Option<String> {
    Some(match value {
        Value::Blank => "null".to_string(),
        Value::Number(number) => number::shortest(*number),
        Value::Bool(flag) => flag.to_string(),
        Value::Date(day) => format!("date(\"{day}\")"),
        Value::DateTime(moment) => format!("date and time(\"{}\")", moment.to_string().replacen(' ', "T", 1)),
        Value::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")),
        Value::List(_) | Value::Period(_) => return None,
    })
}
