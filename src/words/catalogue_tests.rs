//! The catalogues hold what the sources say, and nothing else. `UPDATE_DOCS=1 cargo test --lib words` writes
//! `en.txt`, from which a translator works.

use super::fill::{Piece, pieces};
use super::scan::{files, literal, sentences};
use super::{Language, catalogue};
use std::collections::{BTreeMap, BTreeSet};

const ENGLISH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/words/en.txt");

/// The languages that have a catalogue.
const TRANSLATED: [Language; 3] = [Language::Korean, Language::Japanese, Language::Chinese];

/// Texts of the sources that look like English sentences and are not said by `say!` yet. It may only go down.
const NOT_YET: usize = 2250;

/// Each sentence by its id.
fn english() -> BTreeMap<String, String> {
    sentences().into_iter().map(|found| (found.id, found.english)).collect()
}

#[test]
fn one_id_is_one_sentence() {
    let english = english();
    for found in sentences() {
        assert_eq!(english[&found.id], found.english, "`{}` in {} says something else elsewhere", found.id, found.file);
    }
}

#[test]
fn the_english_catalogue_is_what_the_sources_say() {
    let mut text = String::from("# Made from the sources by `UPDATE_DOCS=1 cargo test --lib words`.\n");
    english().iter().for_each(|(id, sentence)| text.push_str(&format!("{id} = {sentence}\n")));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(ENGLISH, &text).expect("the catalogue can be written");
    }
    assert_eq!(std::fs::read_to_string(ENGLISH).expect("the catalogue is there"), text);
}

#[test]
fn no_language_lacks_a_sentence_or_has_one_that_is_never_said() {
    let english = english();
    for language in TRANSLATED {
        let lines: Vec<(&str, &str)> = catalogue::lines(catalogue::text(language)).collect();
        let ids: BTreeSet<&str> = lines.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), lines.len(), "{language:?} says something twice");
        let missing: Vec<&String> = english.keys().filter(|id| !ids.contains(id.as_str())).collect();
        let unused: Vec<&&str> = ids.iter().filter(|id| !english.contains_key(**id)).collect();
        assert!(missing.is_empty() && unused.is_empty(), "{language:?}: missing {missing:?}, never said {unused:?}");
    }
}

/// The holes that are filled in a sentence.
fn holes(sentence: &str) -> BTreeSet<&str> {
    pieces(sentence)
        .into_iter()
        .filter_map(|piece| if let Piece::Hole(name) = piece { Some(name) } else { None })
        .collect()
}

#[test]
fn every_language_fills_the_same_holes() {
    let english = english();
    for language in TRANSLATED {
        for (id, sentence) in catalogue::lines(catalogue::text(language)) {
            let Some(english) = english.get(id) else { continue };
            let named: BTreeSet<&str> = pieces(english)
                .into_iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(name) | Piece::Either { hole: name, .. } => Some(name),
                    _ => None,
                })
                .collect();
            let here = holes(sentence);
            // A number that chooses a word in English alone need not be said.
            let lacks: Vec<&&str> = holes(english)
                .iter()
                .filter(|hole| !here.contains(**hole))
                .copied()
                .map(|h| named.get(h).expect("it is one"))
                .collect();
            let adds: Vec<&&str> = here.iter().filter(|hole| !named.contains(**hole)).collect();
            assert!(lacks.is_empty() && adds.is_empty(), "{language:?}, `{id}`: lacks {lacks:?}, adds {adds:?}");
        }
    }
}

#[test]
fn code_in_backticks_is_the_same_in_every_language() {
    let english = english();
    let code =
        |sentence: &str| -> BTreeSet<String> { sentence.split('`').skip(1).step_by(2).map(str::to_string).collect() };
    for language in TRANSLATED {
        for (id, sentence) in catalogue::lines(catalogue::text(language)) {
            let Some(english) = english.get(id) else { continue };
            assert_eq!(code(sentence), code(english), "{language:?}, `{id}`");
        }
    }
}

#[test]
fn what_is_not_said_in_every_language_yet_becomes_less() {
    let count: usize = files().iter().map(|(_, text)| untranslated(text)).sum();
    assert!(
        count <= NOT_YET,
        "{count} texts look like English sentences outside of `say!`; there were {NOT_YET}: say new ones by `say!`"
    );
    assert!(count + 100 > NOT_YET, "{count} are left: write that number for NOT_YET");
}

/// Texts with blanks that are no part of `say!`, of a comment or of an attribute.
fn untranslated(text: &str) -> usize {
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '/', '#']) {
        let (before, here) = rest.split_at(at);
        if here.starts_with("//") || here.starts_with("#[") {
            rest = here.find('\n').map_or("", |end| &here[end..]);
        } else if let Some(behind) = here.strip_prefix("'\"'") {
            rest = behind;
        } else if let Some((said, behind)) = literal(here).filter(|_| here.starts_with('"')) {
            let is_said = before.trim_end().ends_with("say!(");
            if is_said {
                // The id; the sentence comes next.
                let english = behind.trim_start().strip_prefix(',').and_then(literal);
                rest = english.map_or(behind, |(_, behind)| behind);
                continue;
            }
            let words = said.split(' ').filter(|word| word.len() > 1 && word.bytes().all(|c| c.is_ascii_alphabetic()));
            count += usize::from(words.count() > 2);
            rest = behind;
        } else {
            rest = &here[1..];
        }
    }
    count
}
