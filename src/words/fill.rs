//! Filling the holes of a sentence.
//!
//! `{name}` is what fills the hole, `{name:row|rows}` the first word where that is 1, else the second.
//! `{이/가}` is the Korean particle that follows what stands before it, `{name:이/가}` the hole and its particle.
//! `{{` is a brace.

use super::particle;

/// A piece of a sentence.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Hole(&'t str),
    Either { hole: &'t str, one: &'t str, several: &'t str },
    Particle(&'t str, &'t str),
}

/// The pieces of a sentence; a brace without its partner is text.
pub(super) fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Text(&rest[..at]));
        let brace = &rest[at..=at];
        let behind = &rest[at + 1..];
        if let Some(after) = behind.strip_prefix(brace) {
            pieces.push(Piece::Text(brace));
            rest = after;
        } else if let Some((inside, after)) = behind.split_once('}').filter(|_| brace == "{") {
            hole(inside, &mut pieces);
            rest = after;
        } else {
            pieces.push(Piece::Text(brace));
            rest = behind;
        }
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

fn hole<'t>(inside: &'t str, pieces: &mut Vec<Piece<'t>>) {
    let (name, form) = inside.split_once(':').map_or((inside, None), |(name, form)| (name, Some(form)));
    let form = form.or((!name.is_ascii()).then_some(name));
    match form.map(|form| (form.split_once('|'), form.split_once('/'))) {
        Some((Some((one, several)), _)) => pieces.push(Piece::Either { hole: name, one, several }),
        Some((None, Some((consonant, vowel)))) => {
            if name.is_ascii() {
                pieces.push(Piece::Hole(name));
            }
            pieces.push(Piece::Particle(consonant, vowel));
        }
        _ => pieces.push(Piece::Hole(name)),
    }
}

/// The sentence with its holes filled.
pub(super) fn filled(sentence: &str, value: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(sentence.len() + 16);
    for piece in pieces(sentence) {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Hole(name) => text.push_str(&value(name)),
            Piece::Either { hole, one, several } => text.push_str(if value(hole) == "1" { one } else { several }),
            Piece::Particle(consonant, vowel) => text.push_str(&particle::after(&text, (consonant, vowel))),
        }
    }
    text
}

/// Whether what is given fills every hole of an English sentence, and each of it one. At most 32 are given.
#[must_use]
pub const fn fits(english: &str, given: &[&str]) -> bool {
    let bytes = english.as_bytes();
    let mut used = 0_u32;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'{' {
            at += 1;
            continue;
        }
        if at + 1 < bytes.len() && bytes[at + 1] == b'{' {
            at += 2;
            continue;
        }
        let start = at + 1;
        let mut end = start;
        while end < bytes.len() && bytes[end] != b'}' && bytes[end] != b':' {
            end += 1;
        }
        let mut known = 0;
        while known < given.len() && !is_at(bytes, (start, end), given[known].as_bytes()) {
            known += 1;
        }
        if known == given.len() {
            return false;
        }
        used |= 1 << known;
        at = end;
    }
    used.count_ones() as usize == given.len()
}

/// Whether these bytes stand in that part of others.
const fn is_at(bytes: &[u8], (start, end): (usize, usize), name: &[u8]) -> bool {
    if end - start != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if bytes[start + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}
