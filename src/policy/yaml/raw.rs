//! From the YAML crate's events to [`Node`]s.

use super::{Node, NodeKind, join, syntax};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

/// A node as the crate gives it: scalars it took for numbers or booleans are only marked plain,
/// their text is read from the file.
pub(super) enum Raw {
    Null,
    Plain,
    Text(String),
    Sequence(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

pub(super) fn parse(text: &str) -> Result<Spanned<Raw>, serde_yaml::Error> {
    // Keys written twice are found by us, so that all of them are named at once.
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::LastWins,
        budget: serde_yaml::budget! { max_documents: 1, max_nodes: syntax::MOST_VALUES, max_events: 4 * syntax::MOST_VALUES },
    };
    serde_yaml::from_str_with_options(text, options)
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any YAML")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_string()))
    }
    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::Sequence(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

/// Turns the crate's nodes into ours.
pub(super) fn to_node(raw: Spanned<Raw>, text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Node {
    Converter { text, file, diagnostics }.node(raw).0
}

struct Converter<'a> {
    text: &'a str,
    file: FileId,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Converter<'_> {
    /// The node, and the byte just after everything that belongs to it (closing quotes, brackets).
    fn node(&mut self, raw: Spanned<Raw>) -> (Node, usize) {
        // An alias is shown where its text is written, not where it is used.
        let place = raw.defined.span();
        let start = place.byte_offset().map_or(0, |at| at as usize).min(self.text.len());
        let end = (start + place.byte_len().map_or(0, |len| len as usize)).min(self.text.len());
        match raw.value {
            Raw::Null => self.null(start, end),
            Raw::Plain => self.plain(start, end),
            Raw::Text(text) => self.scalar(text, start, end),
            Raw::Sequence(items) => self.sequence(items, start),
            Raw::Mapping(entries) => self.mapping(entries, start),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end.max(start) as u32 }
    }

    fn null(&mut self, start: usize, end: usize) -> (Node, usize) {
        self.tagged(start, end, true).unwrap_or((Node { kind: NodeKind::Null, span: self.span(start, end) }, end))
    }

    fn plain(&mut self, start: usize, end: usize) -> (Node, usize) {
        if let Some(tagged) = self.tagged(start, end, false) {
            return tagged;
        }
        let text = self.text.get(start..end).unwrap_or_default().to_string();
        (Node { kind: NodeKind::Scalar { text, quoted: false }, span: self.span(start, end) }, end)
    }

    fn scalar(&mut self, text: String, start: usize, end: usize) -> (Node, usize) {
        if let Some(tagged) = self.tagged(start, end, false) {
            return tagged;
        }
        let slice = self.text.get(start..end).unwrap_or_default();
        let in_quotes = slice.len() >= 2 && (slice.starts_with('"') || slice.starts_with('\''));
        if in_quotes {
            return (Node { kind: NodeKind::Scalar { text, quoted: true }, span: self.span(start + 1, end - 1) }, end);
        }
        let trimmed = start + slice.trim_end().len();
        let block = slice != text && is_block(self.text, start);
        let text = if block { text.trim_end().to_string() } else { text };
        (Node { kind: NodeKind::Scalar { text, quoted: block }, span: self.span(start, trimmed) }, trimmed)
    }

    fn sequence(&mut self, items: Vec<Spanned<Raw>>, start: usize) -> (Node, usize) {
        let mut end = start;
        let mut nodes = Vec::with_capacity(items.len());
        for item in items {
            let (node, after) = self.node(item);
            end = if node.span.start as usize >= start { end.max(after) } else { end };
            nodes.push(node);
        }
        if self.text[start..].starts_with('[') {
            nodes = join::items(nodes, self.text);
            let (parts, found): (Vec<_>, Vec<_>) = nodes.into_iter().map(join::wide_commas).unzip();
            nodes = parts.concat();
            self.diagnostics.extend(found.into_iter().flatten());
        }
        let end = self.closing(start, end, '[', ']');
        (Node { kind: NodeKind::Sequence(nodes), span: self.span(start, end) }, end)
    }

    fn mapping(&mut self, entries: Vec<(Spanned<Raw>, Spanned<Raw>)>, start: usize) -> (Node, usize) {
        let mut end = start;
        let mut nodes = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (key, after_key) = self.node(key);
            let (mut value, after_value) = self.node(value);
            end = if key.span.start as usize >= start { end.max(after_key) } else { end };
            if value.is_null() {
                value.span = key.span;
            } else if value.span.start >= key.span.start {
                end = end.max(after_value);
            }
            nodes.push((key, value));
        }
        if self.text[start..].starts_with('{') {
            nodes = join::entries(nodes, self.text);
            self.diagnostics.extend(nodes.iter_mut().filter_map(|(_, value)| join::ungrouped(value)));
        }
        let end = self.closing(start, end, '{', '}');
        (Node { kind: NodeKind::Mapping(nodes), span: self.span(start, end) }, end)
    }

    /// The end of a list or mapping written in brackets, that of its last part otherwise.
    fn closing(&self, start: usize, end: usize, open: char, close: char) -> usize {
        if !self.text[start..].starts_with(open) {
            return end;
        }
        let from = end.max(start + open.len_utf8());
        self.text.get(from..).and_then(|rest| rest.find(close)).map_or(from, |at| from + at + close.len_utf8())
    }

    /// `!closed` and `&name` are words of YAML: the text after them would be lost in silence. Notes
    /// it, and gives the text as it was meant.
    fn tagged(&mut self, start: usize, end: usize, null: bool) -> Option<(Node, usize)> {
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = &self.text[line_start..start];
        let (mut before, mut from, mut lost) = (line.trim_end(), None, false);
        loop {
            let word_start = before.rfind([' ', '\t', '[', '{', ',']).map_or(0, |at| at + 1);
            let word = &before[word_start..];
            // The end of a key in quotes: `"a && !b": true`.
            let ends_key = word.ends_with("\":") || word.ends_with("':");
            if ends_key || !word.starts_with(['!', '&']) {
                break;
            }
            lost |= null || word.starts_with('!') || word.starts_with("&&");
            from = Some(line_start + word_start);
            before = before[..word_start].trim_end();
        }
        let from = from.filter(|_| lost)?;
        let text = self.text.get(from..end.max(start)).unwrap_or_default().trim_end().to_string();
        let span = self.span(from, from + text.len());
        let message = "this text needs quotes";
        self.diagnostics.push(
            Diagnostic::error("yaml-syntax", span, message)
                .label(super::syntax::sign_reason(if text.starts_with('!') { '!' } else { '&' }))
                .help(super::syntax::in_quotes(&text)),
        );
        Some((Node { kind: NodeKind::Scalar { text, quoted: true }, span }, end))
    }
}

/// Whether a block (`|` or `>`) begins just above.
fn is_block(text: &str, start: usize) -> bool {
    let Some(line_start) = text[..start].rfind('\n') else { return false };
    let above = text[..line_start].trim_end();
    let line = &above[above.rfind('\n').map_or(0, |at| at + 1)..];
    let line = line.find(" #").map_or(line, |at| &line[..at]).trim_end();
    let last = line.rsplit([' ', ':']).next().unwrap_or_default();
    last.starts_with(['|', '>']) && last[1..].chars().all(|c| c == '+' || c == '-' || c.is_ascii_digit())
}
