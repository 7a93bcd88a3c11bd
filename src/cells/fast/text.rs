//! Texts as cells and shared strings hold them: plain, with entities, or in several runs.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// The text of `<t>…</t>` with nothing to resolve in it and `end` behind it; gives what follows the end too.
pub(super) fn plain<'x>(xml: &'x str, end: &str) -> Option<(&'x str, &'x str)> {
    const KEPT: &str = "<t xml:space=\"preserve\">";
    let (inside, kept) = match xml.strip_prefix("<t>") {
        Some(inside) => (inside, false),
        None => (xml.strip_prefix(KEPT)?, true),
    };
    let close = memchr::memchr(b'<', inside.as_bytes())?;
    let text = &inside[..close];
    let rest = inside[close..].strip_prefix("</t>")?.strip_prefix(end)?;
    is_plain(text.as_bytes()).then(|| (if kept { text } else { trimmed(text) }, rest))
}

/// Whether a text stands for itself: no entity, no carriage return, no escape of a spreadsheet (`_x000D_`).
pub(super) fn is_plain(text: &[u8]) -> bool {
    memchr::memchr2(b'&', b'\r', text).is_none() && memchr::memmem::find(text, b"_x").is_none()
}

/// Space at the ends of a text counts only where the file says so.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// The text of an item: of all its runs, without what tells how it is read aloud. `None` where it holds
/// anything else.
pub(super) fn rich(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut all, mut open, mut aloud) = (String::new(), 0, None);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => {
                let text = run(&mut reader, &tag)?;
                if aloud.is_none() {
                    all.push_str(&text);
                }
            }
            Event::Start(tag) => {
                open += 1;
                if tag.local_name().as_ref() == "rPh" {
                    aloud.get_or_insert(open);
                }
            }
            Event::End(_) => {
                aloud = aloud.filter(|at| *at != open);
                open -= 1;
            }
            Event::Eof => return (open == 0).then_some(all),
            Event::Text(_) => {}
            _ => return None,
        }
    }
}

/// One `<t>`, whose tag has been read.
fn run(reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>) -> Option<String> {
    let space = tag.try_get_attribute("xml:space").ok()?;
    let kept = space.is_some_and(|value| value.value.as_ref() == "preserve");
    let (text, closed) = content(reader)?;
    if !closed {
        return None;
    }
    Some(unescaped(if kept { &text } else { trimmed(&text) })?.into_owned())
}

/// The text of a cell's value, entities and escapes resolved. `None` where it holds a tag or an unknown entity.
pub(super) fn resolved(xml: &str) -> Option<String> {
    let (text, closed) = content(&mut Reader::from_str(xml))?;
    if closed { None } else { unescaped(&text).map(Cow::into_owned) }
}

/// The text up to the next closing tag, or to the end: whether it was closed.
fn content(reader: &mut Reader<&[u8]>) -> Option<(String, bool)> {
    let mut text = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) => push_entity(&entity, &mut text)?,
            Event::End(_) => return Some((text, true)),
            Event::Eof => return Some((text, false)),
            _ => return None,
        }
    }
}

fn push_entity(entity: &BytesRef<'_>, text: &mut String) -> Option<()> {
    match resolve_xml_entity(entity.as_ref()) {
        Some(meaning) => text.push_str(meaning),
        None => text.push(entity.resolve_char_ref().ok()??),
    }
    Some(())
}

/// Resolves the escapes of spreadsheets: `_x000D_` is a carriage return. Halves of a character outside the
/// basic plane are left to the other reader.
fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    let mut all = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let unit = rest.get(at + 2..at + 6).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match unit.filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_')) {
            Some(digits) => {
                all.push_str(&rest[..at]);
                all.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                rest = &rest[at + 7..];
            }
            None => {
                all.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    if all.is_empty() && rest.len() == text.len() {
        return Some(Cow::Borrowed(text));
    }
    all.push_str(rest);
    Some(Cow::Owned(all))
}
