//! Sentences and what fills their holes.

use super::{Language, catalogue, fill};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// What the program says: English, and the same in the other languages for who asks for them.
///
/// It is used like a text, which is the English one.
#[derive(Clone, Default)]
pub struct Sentence {
    english: String,
    said: Option<Box<Said>>,
}

/// What a sentence was made of.
#[derive(Clone)]
struct Said {
    id: &'static str,
    holes: Vec<(&'static str, Hole)>,
}

/// What fills a hole.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Hole {
    /// What is the same in every language: a name, a number, a text of the user's.
    Text(String),
    /// A sentence, or a part of one.
    Sentence(Sentence),
    /// Several of them, one after another.
    List(Vec<Hole>, Between),
}

/// What stands between the things of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Between {
    /// `a, b, c`.
    Comma,
    /// `a; b; c`.
    Semicolon,
    /// `a, b and c`.
    And,
    /// `a, b or c`.
    Or,
    /// `a and b and c`.
    EachAnd,
    /// `a and in b and in c`.
    AndIn,
    /// `abc`: each brings what parts it from the one before.
    Nothing,
}

impl Between {
    /// What stands between most of them, and before the last.
    fn words(self, language: Language) -> [&'static str; 2] {
        match (self, language) {
            (Between::Nothing, _) => ["", ""],
            (Between::Semicolon, Language::Korean) => [". ", ". "],
            (Between::Semicolon, Language::Japanese) => ["。", "。"],
            (Between::Semicolon, Language::Chinese) => ["；", "；"],
            (Between::Semicolon, _) => ["; ", "; "],
            (Between::Comma, Language::Japanese | Language::Chinese) => ["、", "、"],
            (Between::Comma, _) => [", ", ", "],
            (Between::And, Language::English) => [", ", " and "],
            (Between::And, Language::Chinese) => ["、", " 和 "],
            (Between::EachAnd, Language::English) => [" and ", " and "],
            (Between::AndIn, Language::English) => [" and in ", " and in "],
            (Between::Or, Language::English) => [", ", " or "],
            (Between::Or, Language::Korean) => [", ", " 또는 "],
            (Between::Or, Language::Japanese) => ["、", "または"],
            (Between::Or, Language::Chinese) => ["、", "或"],
            (Between::And | Between::EachAnd | Between::AndIn, Language::Korean) => [", ", ", "],
            (Between::And | Between::EachAnd | Between::AndIn, _) => ["、", "、"],
        }
    }
}

impl Hole {
    /// Several things, one after another.
    pub fn list<T: Into<Hole>>(things: impl IntoIterator<Item = T>, between: Between) -> Hole {
        Hole::List(things.into_iter().map(Into::into).collect(), between)
    }

    fn in_language(&self, language: Language) -> String {
        match self {
            Hole::Text(text) => text.clone(),
            Hole::Sentence(sentence) => sentence.in_language(language).into_owned(),
            Hole::List(things, between) => {
                let [most, last] = between.words(language);
                let mut text = String::new();
                for (at, thing) in things.iter().enumerate() {
                    let is_last = at + 1 == things.len();
                    text.push_str(if at == 0 {
                        ""
                    } else if is_last {
                        last
                    } else {
                        most
                    });
                    text.push_str(&thing.in_language(language));
                }
                text
            }
        }
    }
}

impl Sentence {
    /// The sentence of that id, with its English and what fills its holes. Made by [`say!`](crate::say).
    #[must_use]
    pub fn of(id: &'static str, english: &str, holes: Vec<(&'static str, Hole)>) -> Sentence {
        let said = Said { id, holes };
        Sentence { english: said.filled(english, Language::English), said: Some(Box::new(said)) }
    }

    /// A text that is the same in every language: the user's own, or that of the system.
    #[must_use]
    pub fn as_it_is(text: impl Into<String>) -> Sentence {
        Sentence { english: text.into(), said: None }
    }

    /// The English.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.english
    }

    /// The sentence in a language; in English where the catalogue lacks it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Cow<'_, str> {
        let Some(said) = self.said.as_deref().filter(|_| language != Language::English) else {
            return Cow::Borrowed(&self.english);
        };
        match catalogue::sentence(language, said.id) {
            Some(sentence) => Cow::Owned(said.filled(sentence, language)),
            None => Cow::Borrowed(&self.english),
        }
    }
}

impl Said {
    fn filled(&self, sentence: &str, language: Language) -> String {
        fill::filled(sentence, |name| {
            let hole = self.holes.iter().find(|(hole, _)| *hole == name);
            hole.map_or_else(String::new, |(_, hole)| hole.in_language(language))
        })
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.english)
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.english, f)
    }
}

/// Two sentences that read alike are the same.
impl PartialEq for Sentence {
    fn eq(&self, other: &Sentence) -> bool {
        self.english == other.english
    }
}

impl Eq for Sentence {}

impl PartialEq<str> for Sentence {
    fn eq(&self, other: &str) -> bool {
        self.english == other
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        self.english == *other
    }
}

impl PartialEq<Sentence> for String {
    fn eq(&self, other: &Sentence) -> bool {
        *self == other.english
    }
}

impl PartialEq<Sentence> for &str {
    fn eq(&self, other: &Sentence) -> bool {
        *self == other.english
    }
}

impl serde::Serialize for Sentence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}

/// What is not said in other languages yet, or never is.
impl From<String> for Sentence {
    fn from(text: String) -> Sentence {
        Sentence::as_it_is(text)
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Sentence {
        Sentence::as_it_is(text)
    }
}

impl From<Cow<'_, str>> for Sentence {
    fn from(text: Cow<'_, str>) -> Sentence {
        Sentence::as_it_is(text)
    }
}

impl From<Sentence> for String {
    fn from(sentence: Sentence) -> String {
        sentence.english
    }
}

impl From<Sentence> for Hole {
    fn from(sentence: Sentence) -> Hole {
        Hole::Sentence(sentence)
    }
}

impl From<&Sentence> for Hole {
    fn from(sentence: &Sentence) -> Hole {
        Hole::Sentence(sentence.clone())
    }
}

impl From<Option<Sentence>> for Hole {
    fn from(sentence: Option<Sentence>) -> Hole {
        Hole::Sentence(sentence.unwrap_or_default())
    }
}

/// What is the same in every language.
macro_rules! texts {
    ($($kind:ty),* $(,)?) => {$(
        impl From<$kind> for Hole {
            fn from(text: $kind) -> Hole {
                Hole::Text(text.to_string())
            }
        }
    )*};
}

texts!(&str, &String, &&str, &Arc<str>, Cow<'_, str>, fmt::Arguments<'_>, char, usize, u64, u32, i64, i32, f64);

impl From<String> for Hole {
    fn from(text: String) -> Hole {
        Hole::Text(text)
    }
}

/// The first of some names, and how many more there are: `a, b, c and 1,200 more`.
#[must_use]
pub fn and_more(first: &[String], all: usize) -> Hole {
    let names = Hole::list(first, Between::Comma);
    match all.saturating_sub(first.len()) {
        0 => names,
        more => crate::say!("and-more", "{names} and {more} more", names, more = grouped(more)).into(),
    }
}

/// A number with its thousands apart. Numbers of values are written by `value`; this one only counts.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
