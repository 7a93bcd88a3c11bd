//! Numbers as people type them, in any country.

use super::currency::Currency;
use serde::{Deserialize, Serialize};

/// The mark before the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1,234.50`.
    #[serde(rename = ".")]
    Point,
    /// `1.234,50`.
    #[serde(rename = ",")]
    Comma,
}

impl DecimalMark {
    /// From the mark itself.
    #[must_use]
    pub fn from_mark(mark: &str) -> Option<DecimalMark> {
        match mark {
            "." => Some(DecimalMark::Point),
            "," => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// The mark itself.
    #[must_use]
    pub fn mark(self) -> &'static str {
        if self == DecimalMark::Point { "." } else { "," }
    }
}

/// Which decimal mark a number shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shows {
    /// None: `1200`, `1 234`.
    Neither,
    /// This one: `1,234.5` a point, `0,125` a comma.
    Mark(DecimalMark),
    /// It could be either: `12.345` and `1,200` are read with a decimal point, and are this number
    /// with a decimal comma.
    Either {
        /// The number, where commas stand before decimals.
        with_comma: f64,
    },
}

/// A number as it was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberText {
    /// The number; with a decimal point where either could be meant.
    pub value: f64,
    /// Which decimal mark it shows.
    pub shows: Shows,
    /// The currency it stands with.
    pub currency: Currency,
    /// Whether it stands with a percent sign.
    pub percent: bool,
    /// Whether it is written as policies write numbers: no sign behind it, a currency only as a sign.
    pub(super) plain: bool,
}

/// Longest text that can be a number.
const LONGEST: usize = 64;

impl NumberText {
    /// Reads a number. `None` for what is not plainly one number: `3 4`, `10²`, `1/2`, `--5`.
    ///
    /// Understood: groups of three (`1,234.50`, `1.234,50`, `1 234,50` with blanks of any width,
    /// `1'234.50`, `1_000`), Indian groups (`1,23,456`), signs before or behind (`-5`, `5-`, `+5`,
    /// `−5`, `△5`, `▲5`), `(300)` and `(-300)` for −300, currencies as signs, codes or words
    /// (`¥1,200`, `EUR 5`, `23€`, `1,200円`), `12,5 %`, `‰`, `1.2E+5`, full-width digits.
    #[must_use]
    pub fn read(text: &str) -> Option<NumberText> {
        if text.len() > LONGEST {
            return None;
        }
        if let Some(read) = with_point(text) {
            return Some(read);
        }
        let narrow: String = text.trim().chars().filter(|mark| !is_direction(*mark)).map(narrow).collect();
        let mut frame = Frame::default();
        let digits = frame.strip(&narrow)?;
        let (value, shows) = body(digits)?;
        let shows = match shows {
            Shows::Either { with_comma } => Shows::Either { with_comma: frame.applied(with_comma) },
            other => other,
        };
        let value = frame.applied(value);
        let (currency, percent, plain) = (frame.currency, frame.parts == 100, frame.plain);
        value.is_finite().then_some(NumberText { value, shows, currency, percent, plain })
    }

    /// The number for that decimal mark; `None` where it shows the other one.
    #[must_use]
    pub fn with(&self, mark: DecimalMark) -> Option<f64> {
        match self.shows {
            Shows::Neither => Some(self.value),
            Shows::Mark(shown) => (shown == mark).then_some(self.value),
            Shows::Either { with_comma } if mark == DecimalMark::Comma => Some(with_comma),
            Shows::Either { .. } => Some(self.value),
        }
    }
}

/// Most numbers with decimals are digits around a point: no more is done for them than must be.
fn with_point(text: &str) -> Option<NumberText> {
    let bytes = text.as_bytes();
    let start = usize::from(bytes.first() == Some(&b'-'));
    let point = bytes.iter().position(|byte| *byte == b'.')?;
    let (before, after) = (bytes.get(start..point)?, &bytes[point + 1..]);
    if before.is_empty() || after.is_empty() || !before.iter().chain(after).all(u8::is_ascii_digit) {
        return None;
    }
    let shows = if after.len() == 3 && before.len() <= 3 && before[0] != b'0' {
        Shows::Either { with_comma: text.replacen('.', "", 1).parse().ok()? }
    } else {
        Shows::Mark(DecimalMark::Point)
    };
    Some(NumberText { value: text.parse().ok()?, shows, currency: Currency::NONE, percent: false, plain: true })
}

/// Marks that say in which direction a text runs. They have no width and are no part of it; programs put them around
/// numbers and dates.
pub(crate) fn is_direction(mark: char) -> bool {
    matches!(mark, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Full-width forms and the many blanks and minus signs as the one each stands for. Nothing that
/// would make another number of a text, such as a raised 2.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '￦' => '₩',
        '￡' => '£',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\u{2008}' | '\u{3000}' => ' ',
        '−' | '–' | '\u{2010}' | '\u{2011}' | '﹣' => '-',
        '’' | '‘' | '´' | '`' => '\'',
        other => other,
    }
}

/// What stands around the digits.
#[derive(Default)]
struct Frame {
    negative: bool,
    signed: bool,
    /// A parenthesis at the start, and one at the end.
    open: bool,
    enclosed: bool,
    /// Parts of a whole: 100, 1000, or 0 where it is no share.
    parts: u32,
    currency: Currency,
    currencies: usize,
    plain: bool,
}

impl Frame {
    /// Takes everything off but digits and the marks between them.
    fn strip<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        self.plain = !text.starts_with('\'');
        // Spreadsheets mark a text so that looks like a number.
        let rest = self.strip_start(text.strip_prefix('\'').unwrap_or(text))?;
        let rest = self.strip_end(rest)?;
        // Parentheses make a number negative; a minus among them says so again, a plus would not.
        let fits = self.open == self.enclosed && !(self.enclosed && self.signed && !self.negative);
        self.negative |= self.enclosed;
        fits.then_some(rest)
    }

    fn strip_start<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(' ');
            let first = rest.chars().next()?;
            match first {
                '(' if !self.open && !self.signed => self.open = true,
                '-' | '△' | '▲' | '▼' => self.sign(true)?,
                '+' => self.sign(false)?,
                '0'..='9' | '.' | ',' => return Some(rest),
                _ => {
                    let (currency, word, after) = Currency::strip_prefix(rest)?;
                    self.money(currency, matches!(word, "¥" | "$" | "€" | "£" | "₩"))?;
                    rest = after;
                    continue;
                }
            }
            rest = &rest[first.len_utf8()..];
        }
    }

    fn strip_end<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let mut rest = text;
        let mut cents = true;
        loop {
            rest = rest.trim_end_matches(' ');
            if let Some(whole) = without_cents(rest).filter(|_| cents) {
                (rest, cents) = (whole, false);
            }
            let last = rest.chars().next_back()?;
            match last {
                ')' if self.open && !self.enclosed => self.enclosed = true,
                // `300-` is less than nothing; `65+` is no number but a range.
                '-' => {
                    self.plain = false;
                    self.sign(true)?;
                }
                '%' if self.parts == 0 => self.parts = 100,
                '‰' if self.parts == 0 => self.parts = 1000,
                '0'..='9' | '.' => return Some(rest),
                _ => {
                    let (currency, word, before) = Currency::strip_suffix(rest)?;
                    self.money(currency, matches!(word, "円" | "元" | "원"))?;
                    rest = before;
                    continue;
                }
            }
            rest = &rest[..rest.len() - last.len_utf8()];
        }
    }

    fn sign(&mut self, negative: bool) -> Option<()> {
        let first = !self.signed;
        (self.signed, self.negative) = (true, negative);
        first.then_some(())
    }

    /// One currency, or the same one twice: `$5 USD`.
    fn money(&mut self, currency: Currency, plain: bool) -> Option<()> {
        self.currency = if self.currencies == 0 { currency } else { self.currency.common(currency) };
        self.currencies += 1;
        self.plain &= plain && self.currencies == 1;
        (!self.currency.is_none() && self.currencies <= 2).then_some(())
    }

    fn applied(&self, number: f64) -> f64 {
        let number = if self.parts == 0 { number } else { number / f64::from(self.parts) };
        if self.negative { -number } else { number }
    }
}

/// `5.-`, `5,--` and `5.—` have no cents.
fn without_cents(text: &str) -> Option<&str> {
    let ends = [".-", ",-", ".--", ",--", ".—", ",—"];
    ends.iter()
        .find_map(|end| text.strip_suffix(end))
        .filter(|whole| whole.ends_with(|mark: char| mark.is_ascii_digit()))
}

/// Digits with marks between them, and a power of ten.
fn body(text: &str) -> Option<(f64, Shows)> {
    let (digits, power) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (plain, shows, grouped) = decimal(digits)?;
    let Some(power) = power else {
        return Some((plain.parse().ok()?, shows));
    };
    let exponent = power.strip_prefix(['+', '-']).unwrap_or(power);
    let fine = (1..=3).contains(&exponent.len()) && exponent.bytes().all(|byte| byte.is_ascii_digit()) && !grouped;
    // Nobody groups the digits before a power of ten.
    let shows = match shows {
        Shows::Either { .. } if digits.contains(',') => Shows::Mark(DecimalMark::Comma),
        Shows::Either { .. } => Shows::Mark(DecimalMark::Point),
        other => other,
    };
    let plain = if digits.contains(',') { digits.replace(',', ".") } else { plain };
    fine.then(|| format!("{plain}e{power}").parse().ok().map(|number| (number, shows)))?
}

/// The digits as a computer writes them, the decimal mark they show, and whether they stand in groups.
fn decimal(text: &str) -> Option<(String, Shows, bool)> {
    let mut marks = text.char_indices().filter(|(_, c)| !c.is_ascii_digit());
    let Some((at, first)) = marks.next() else {
        return (!text.is_empty()).then(|| (text.to_string(), Shows::Neither, false));
    };
    let last = marks.next_back();
    let only_first = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == first);
    match last {
        None => one_mark(&text[..at], first, &text[at + first.len_utf8()..]),
        Some((_, last)) if last == first => {
            let plain = ungrouped(text, first).filter(|_| only_first(text))?;
            let shows = match first {
                ',' => Shows::Mark(DecimalMark::Point),
                '.' => Shows::Mark(DecimalMark::Comma),
                _ => Shows::Neither,
            };
            Some((plain, shows, true))
        }
        Some((end, last)) => {
            let (whole, decimals) = (&text[..end], &text[end + last.len_utf8()..]);
            let shows = shown_by(last)?;
            if !only_first(whole) || last == ',' && decimals.is_empty() {
                return None;
            }
            Some((format!("{}.{decimals}", ungrouped(whole, first)?), shows, true))
        }
    }
}

/// Digits with a single mark among them.
fn one_mark(before: &str, mark: char, after: &str) -> Option<(String, Shows, bool)> {
    let Some(shows) = shown_by(mark) else {
        let plain = ungrouped(&format!("{before}{mark}{after}"), mark)?;
        return Some((plain, Shows::Neither, true));
    };
    if after.is_empty() {
        return (mark == '.' && !before.is_empty()).then(|| (before.to_string(), Shows::Neither, false));
    }
    let decimal = format!("{before}.{after}");
    if after.len() != 3 || !(1..=3).contains(&before.len()) || before.starts_with('0') {
        return Some((decimal, shows, false));
    }
    let whole = format!("{before}{after}");
    let (plain, other) = if mark == '.' { (decimal, whole) } else { (whole, decimal) };
    Some((plain, Shows::Either { with_comma: other.parse().ok()? }, false))
}

fn shown_by(mark: char) -> Option<Shows> {
    match mark {
        '.' => Some(Shows::Mark(DecimalMark::Point)),
        ',' => Some(Shows::Mark(DecimalMark::Comma)),
        _ => None,
    }
}

/// Groups put together: of three digits, or of two before the last three as in India.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    if !matches!(mark, ',' | '.' | ' ' | '\'' | '_') {
        return None;
    }
    let groups: Vec<&str> = text.split(mark).collect();
    let [first, middle @ .., last] = groups.as_slice() else { return None };
    let threes = (1..=3).contains(&first.len()) && middle.iter().all(|group| group.len() == 3);
    let twos = mark == ',' && (1..=2).contains(&first.len()) && middle.iter().all(|group| group.len() == 2);
    let fine = last.len() == 3 && (threes || twos) && !first.starts_with('0');
    fine.then(|| groups.concat())
}

#[cfg(test)]
#[path = "number_text_tests.rs"]
mod tests;
