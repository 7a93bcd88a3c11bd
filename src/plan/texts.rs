//! Texts in every language they were written in: which one is shown is chosen by who shows it.

use crate::policy::model::{Localized, in_language};
use crate::source::Spanned;
use serde::{Deserialize, Serialize};

/// One text in one language or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts {
    /// Language code and text; a text for every language has an empty code. Never without a text
    /// where something is named by it.
    pub texts: Vec<(String, String)>,
}

impl Texts {
    /// The same text in every language.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Texts {
        Texts { texts: vec![(String::new(), text.into())] }
    }

    /// The text in that language, else the one for every language, else English, else the first.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        in_language(&self.texts, language).map(String::as_str)
    }

    /// The same; nothing where there is no text at all.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        self.get(language).unwrap_or_default()
    }

    /// Changes the text of every language.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Texts {
        Texts { texts: self.texts.iter().map(|(language, text)| (language.clone(), change(text))).collect() }
    }

    /// A column is called by the first of its headers that a reader of the language can read.
    pub(super) fn headings(headers: &[Spanned<String>]) -> Option<Texts> {
        let default = heading(headers, "")?;
        let own = ["ko", "ja", "zh"].into_iter().filter_map(|language| {
            let text = heading(headers, language).filter(|text| *text != default)?;
            Some((language.to_string(), text.to_string()))
        });
        Some(Texts { texts: [(String::new(), default.to_string())].into_iter().chain(own).collect() })
    }
}

impl From<&Localized> for Texts {
    fn from(written: &Localized) -> Texts {
        Texts { texts: written.texts.iter().map(|(language, text)| (language.clone(), text.value.clone())).collect() }
    }
}

/// Of a column's headers the one a reader of that language reads; the first where none is.
fn heading<'h>(headers: &'h [Spanned<String>], language: &str) -> Option<&'h str> {
    let hangul = |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}');
    let kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}');
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let speaks = |header: &&Spanned<String>| {
        let any = |of: &dyn Fn(char) -> bool| header.value.chars().any(of);
        match language {
            "ko" => any(&hangul),
            "ja" => !any(&hangul) && (any(&kana) || any(&han)),
            "zh" => !any(&hangul) && !any(&kana) && any(&han),
            _ => !any(&hangul) && !any(&kana) && !any(&han),
        }
    };
    headers.iter().find(speaks).or(headers.first()).map(|header| header.value.as_str())
}
