//! Words that multiply the number before them, and large numbers as policies write them.

use super::{DecimalMark, NumberText, number};

/// What a word after a number multiplies it by: `만`, `千万`, `k`, `million`.
#[must_use]
pub fn of_word(word: &str) -> Option<f64> {
    // `천만`, `十億`: tens, hundreds or thousands of the large ones.
    let mut letters = word.chars();
    if let (Some(first), Some(second), None) = (letters.next(), letters.next(), letters.next()) {
        let tens = match first {
            '십' | '十' => Some(1e1),
            '백' | '百' => Some(1e2),
            '천' | '千' => Some(1e3),
            _ => None,
        };
        if let (Some(tens), Some(large)) = (tens, of_word(second.encode_utf8(&mut [0; 4]))) {
            return Some(tens * large);
        }
    }
    Some(match word.to_lowercase().as_str() {
        "천" | "千" | "k" => 1e3,
        "만" | "万" | "萬" => 1e4,
        "m" | "mio" | "mn" | "million" => 1e6,
        "억" | "億" | "亿" => 1e8,
        "bn" | "billion" => 1e9,
        "조" | "兆" => 1e12,
        _ => return None,
    })
}

/// The number that a text with commas or with such a word stands for: `15,000,000`, `1천만`, `1.2억`. `None` for
/// a plain number, which needs no such reading.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_end_matches(char::is_alphabetic);
    let (unsigned, word) = (digits.trim().trim_start_matches(['-', '+']), &text[digits.len()..]);
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '_'));
    if !is_number || (word.is_empty() && !unsigned.contains(',')) {
        return None;
    }
    // `1,2` is two numbers, or one with a decimal comma.
    let number = NumberText::read(digits)?.with(DecimalMark::Point)?;
    let times = if word.is_empty() { 1.0 } else { of_word(word)? };
    Some(number * times)
}

/// A number as policies write it, a whole one with its digits in groups of three: `10_000_000`, `0.5`.
#[must_use]
pub fn grouped(number: f64) -> String {
    if number.fract() != 0.0 || number.abs() >= 1e15 {
        return number::shortest(number);
    }
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{}", number::grouped(number.abs() as usize).replace(',', "_"))
}

#[cfg(test)]
mod tests {
    use super::{grouped, read};

    #[test]
    fn words_and_commas_are_worked_out() {
        let written = |text: &str| read(text).map(grouped);
        for (text, meant) in [
            ("1천만", "10_000_000"),
            ("5만", "50_000"),
            ("1.2억", "120_000_000"),
            ("100万", "1_000_000"),
            ("15,000,000", "15_000_000"),
            ("-2,500.5", "-2500.5"),
            ("3k", "3_000"),
            ("2백만", "2_000_000"),
        ] {
            assert_eq!(written(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["10", "1,2", "0,05", "1,2345", "1_000", "tea", "만", "10일", "", "a,b", "2026-01-01"] {
            assert_eq!(written(text), None, "{text}");
        }
    }
}
