//! The sentences of each language, by their ids.

use super::Language;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The text of the catalogue; English stands where it is said.
pub(super) fn text(language: Language) -> &'static str {
    match language {
        Language::English => "",
        Language::Korean => include_str!("ko.txt"),
        Language::Japanese => include_str!("ja.txt"),
        Language::Chinese => include_str!("zh.txt"),
    }
}

/// The lines of a catalogue: `id = sentence`. Those that begin with `#` are for people.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_said = |line: &&str| !line.starts_with('#') && !line.is_empty();
    text.lines().filter(is_said).filter_map(|line| line.split_once(" = "))
}

/// The sentence of that id.
pub(super) fn sentence(language: Language, id: &str) -> Option<&'static str> {
    static READ: [OnceLock<HashMap<&str, &str>>; 4] = [const { OnceLock::new() }; 4];
    let read = READ.get(language as usize)?.get_or_init(|| lines(text(language)).collect());
    read.get(id).copied()
}
