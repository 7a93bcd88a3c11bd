//! Korean particles: which of two it is hangs on how the word before it ends when it is read aloud.

/// How a word ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Vowel,
    /// In ㄹ, after which `로` stands as after a vowel.
    Liquid,
    Consonant,
}

/// The particle of a pair such as `이/가`, `을/를`, `은/는`, `과/와` or `으로/로` that follows a text. Where nobody can say
/// how the text is read (a word in Chinese characters), both stand there: `이(가)`.
pub(super) fn after(text: &str, (consonant, vowel): (&str, &str)) -> String {
    match end(text) {
        Some(End::Consonant) => consonant.to_string(),
        Some(End::Vowel) => vowel.to_string(),
        Some(End::Liquid) => if vowel == "로" { vowel } else { consonant }.to_string(),
        None if consonant.ends_with(vowel) => {
            format!("({}){vowel}", consonant.strip_suffix(vowel).unwrap_or_default())
        }
        None => format!("{consonant}({vowel})"),
    }
}

fn end(text: &str) -> Option<End> {
    let word = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let last = word.chars().next_back()?;
    match last {
        '가'..='힣' => Some(match (last as u32 - '가' as u32) % 28 {
            0 => End::Vowel,
            8 => End::Liquid,
            _ => End::Consonant,
        }),
        '0' | '3' | '6' => Some(End::Consonant),
        '1' | '7' | '8' => Some(End::Liquid),
        '2' | '4' | '5' | '9' | '%' => Some(End::Vowel),
        _ if last.is_ascii_alphabetic() => Some(latin(word)),
        _ => None,
    }
}

/// A name of a column or a sheet, as Koreans read it: capitals by their names, other words as they sound.
fn latin(word: &str) -> End {
    let start = word.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let part = &word[start..];
    if part.len() == 1 || part.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return match part.bytes().next_back().map(|byte| byte.to_ascii_lowercase()) {
            Some(b'l' | b'r') => End::Liquid,
            Some(b'm' | b'n') => End::Consonant,
            _ => End::Vowel,
        };
    }
    let lower = part.to_ascii_lowercase();
    // The `e` of `sale` and `name` is not heard.
    let heard = match lower.strip_suffix('e') {
        Some(rest) if rest.ends_with(['l', 'm', 'n', 'p']) => rest,
        _ => &lower,
    };
    let is_vowel = |byte: u8| b"aeiou".contains(&byte);
    match *heard.as_bytes() {
        [.., b'l'] => End::Liquid,
        [.., b'm' | b'n'] | [.., b'n', b'g'] => End::Consonant,
        // After one short vowel: `book`, `map`, `set`.
        [.., before, b'b' | b'c' | b'k' | b'p' | b't'] if is_vowel(before) => End::Consonant,
        [.., b'c', b'k'] => End::Consonant,
        _ => End::Vowel,
    }
}
