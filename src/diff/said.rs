//! What a part of a policy says, as it was written and as it is compared: spacing, quotes, comments and `_`
//! between digits are no difference.

use crate::outcome::explain::shown;
use crate::policy::model::{Conventions, Localized};
use crate::source::{Sources, Span, Spanned};
use crate::value::{DecimalMark, Extent, NumberFormat, NumberLook, Type, Value, number};

/// What one property of a part says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// For people; empty where nothing is said.
    pub(super) text: String,
    /// For comparing.
    pub(super) key: String,
    /// Where it stands.
    pub(super) at: Option<Span>,
}

impl Said {
    fn plain(text: String, at: Option<Span>) -> Said {
        Said { key: text.clone(), text, at }
    }
}

/// What can be said by itself.
pub(super) trait Say {
    fn say(&self, sources: &Sources) -> Said;
}

impl<T: Say> Say for Spanned<T> {
    fn say(&self, sources: &Sources) -> Said {
        Said { at: Some(self.span), ..self.value.say(sources) }
    }
}

impl<T: Say> Say for Option<T> {
    fn say(&self, sources: &Sources) -> Said {
        self.as_ref().map_or_else(Said::default, |value| value.say(sources))
    }
}

impl<T: Say> Say for Vec<T> {
    fn say(&self, sources: &Sources) -> Said {
        let all: Vec<Said> = self.iter().map(|item| item.say(sources)).collect();
        joined(&all, ", ")
    }
}

impl<A: Say, B: Say> Say for (A, B) {
    fn say(&self, sources: &Sources) -> Said {
        joined(&[self.0.say(sources), self.1.say(sources)], ": ")
    }
}

impl Say for String {
    fn say(&self, _: &Sources) -> Said {
        Said::plain(self.clone(), None)
    }
}

impl Say for f64 {
    fn say(&self, _: &Sources) -> Said {
        Said::plain(number::shortest(*self), None)
    }
}

impl Say for Type {
    fn say(&self, _: &Sources) -> Said {
        Said::plain(self.word().to_string(), None)
    }
}

impl Say for Value {
    fn say(&self, _: &Sources) -> Said {
        Said { text: shown(self, NumberFormat::General), key: format!("{self:?}"), at: None }
    }
}

impl Say for NumberFormat {
    fn say(&self, _: &Sources) -> Said {
        Said::plain(
            match self {
                NumberFormat::General => "general".to_string(),
                format => NumberLook::of(*format, &Extent::default()).pattern(),
            },
            None,
        )
    }
}

/// A text in one language, or in each; the language left out where it is for all.
impl Say for Localized {
    fn say(&self, _: &Sources) -> Said {
        let one = |(code, text): &(String, Spanned<String>)| match code.is_empty() {
            true => text.value.clone(),
            false => format!("{code}: {}", text.value),
        };
        let mut keys: Vec<String> = self.texts.iter().map(one).collect();
        let text = keys.join("; ");
        keys.sort();
        Said { text, key: keys.join("\n"), at: self.texts.first().map(|(_, text)| text.span) }
    }
}

impl Say for Conventions {
    fn say(&self, _: &Sources) -> Said {
        let mark = |mark| if mark == DecimalMark::Comma { "decimal \",\"" } else { "decimal \".\"" }.to_string();
        let blank = self.blank.as_ref().map(|texts| format!("blank {}", texts.join(", ")));
        let order = self.order.map(|order| format!("order {}", order.word()));
        let all: Vec<String> = self.decimal.map(mark).into_iter().chain(order).chain(blank).collect();
        Said::plain(all.join(", "), None)
    }
}

/// A value of a parameter, as its format has it.
pub(super) fn valued(value: &Spanned<Value>, format: NumberFormat) -> Said {
    let percent = matches!(format, NumberFormat::Percent(_));
    Said { text: shown(&value.value, format), key: format!("{:?} {percent}", value.value), at: Some(value.span) }
}

/// A formula.
pub(super) fn formula(text: &Spanned<String>, sources: &Sources) -> Said {
    let written = sources.text(text.span);
    // What was written, where it reads the same (30 % is not 0.3 to the person who wrote it).
    let own = if written.trim().is_empty() || written.contains('\n') { &text.value } else { written };
    Said { text: one_line(own), key: squeezed(&text.value), at: Some(text.span) }
}

/// A formula that may be left out.
pub(super) fn formula_if(text: &Option<Spanned<String>>, sources: &Sources) -> Said {
    text.as_ref().map_or_else(Said::default, |text| formula(text, sources))
}

/// A test of a cell. Texts compare exactly, so that only what surely is a comparison is squeezed.
pub(super) fn cell(text: &Spanned<String>) -> Said {
    let written = text.value.trim();
    let compares = written.starts_with(['<', '>', '=', '≤', '≥', '!']) || written.contains("..");
    let key = if compares { squeezed(written) } else { written.to_string() };
    Said { text: one_line(written), key, at: Some(text.span) }
}

/// Several, one after another.
pub(super) fn joined(all: &[Said], between: &str) -> Said {
    let texts: Vec<&str> = all.iter().map(|said| said.text.as_str()).filter(|text| !text.is_empty()).collect();
    let keys: Vec<&str> = all.iter().map(|said| said.key.as_str()).collect();
    Said { text: texts.join(between), key: keys.join("\n"), at: all.iter().find_map(|said| said.at) }
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A formula or script without what means nothing: comments, `_` in numbers, blanks that part nothing.
pub(super) fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut rest = text;
    let mut blank = false;
    while let Some(c) = rest.chars().next() {
        let skipped = comment(rest);
        if skipped > 0 || c.is_whitespace() {
            blank = true;
            rest = &rest[skipped.max(c.len_utf8())..];
            continue;
        }
        let length = quoted(rest).max(c.len_utf8());
        if blank && parts(squeezed.chars().next_back(), c) {
            squeezed.push(' ');
        }
        blank = false;
        if c != '_' || !in_number(&squeezed) {
            squeezed.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    squeezed
}

/// Whether a blank between two characters matters: between words, and between signs, which may be one sign
/// when they touch.
fn parts(before: Option<char>, after: char) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let bracket = |c: char| "(){}[],;\"`'".contains(c);
    before.is_some_and(|before| !bracket(before) && !bracket(after) && word(before) == word(after))
}

/// Whether the word at the end begins with a digit.
fn in_number(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    text[word.len()..].starts_with(|c: char| c.is_ascii_digit())
}

/// Bytes of the comment that begins here.
fn comment(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") { rest.find("*/").map_or(rest.len(), |end| end + 2) } else { 0 }
}

/// Bytes of the quoted text that begins here.
fn quoted(rest: &str) -> usize {
    let Some(quote) = rest.chars().next().filter(|c| "\"`'".contains(*c)) else { return 0 };
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn what_means_nothing_is_left_out() {
        let pairs = [
            ("sum( a , b )", "sum(a,b)"),
            ("a -  b // less", "a-b"),
            ("x >= 1_000", "x>=1000"),
            ("if a { b } else { c }", "if a{b}else{c}"),
            ("a_b + 2", "a_b+2"),
            ("/* no */ \"a  b\" ==c", "\"a  b\"==c"),
        ];
        for (written, same) in pairs {
            assert_eq!(squeezed(written), squeezed(same), "{written}");
        }
    }

    #[test]
    fn what_means_something_stays() {
        let pairs = [("a b", "ab"), ("\"a  b\"", "\"a b\""), ("a - -b", "a--b"), ("a_b", "ab"), ("'a_1'", "'a1'")];
        for (one, other) in pairs {
            assert_ne!(squeezed(one), squeezed(other), "{one}");
        }
    }
}
