//! Texts, numbers, dates and words.

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest, word_instead};
use crate::policy::model::{Effective, FormulaText, Localized};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;
use crate::value::{Date, NumberFormat, Type, Value, number, size};
use std::sync::Arc;

/// A number as policies write it (`0.05`, `1_000`, `-3`, `1e6`, `10%`), and the decimals of the
/// percentage where it is one (`12.5%` has 1).
#[must_use]
pub fn written_number(text: &str) -> Option<(f64, Option<u8>)> {
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let plain = unsigned.starts_with(|c: char| c.is_ascii_digit())
        && !unsigned.ends_with('_')
        && unsigned.chars().all(|c| c.is_ascii_digit() || "._eE+-".contains(c));
    if !plain {
        return None;
    }
    let mut decimal = digits.replace('_', "");
    if percent && decimal.contains(['e', 'E']) {
        return None;
    }
    let decimals = decimal.split_once('.').map_or(0, |(_, part)| part.len());
    if percent {
        // Shifted in decimal: dividing by 100 could miss the nearest number.
        decimal.push_str("e-2");
    }
    let number: f64 = decimal.parse().ok().filter(|n: &f64| n.is_finite())?;
    Some((number, percent.then(|| u8::try_from(decimals).unwrap_or(u8::MAX))))
}

/// The value a plain or quoted scalar stands for: a number, a date, true, false, else text.
#[must_use]
pub fn scalar_value(text: &str, quoted: bool) -> Value {
    if quoted {
        return Value::text(text);
    }
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => written_number(text)
            .map(|(n, _)| Value::number(n))
            .or_else(|| written_date(text).map(Value::Date))
            .unwrap_or_else(|| Value::text(text)),
    }
}

/// A date as policies write it: `2026-01-31`.
fn written_date(text: &str) -> Option<Date> {
    let iso = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if iso { Date::parse(text) } else { None }
}

/// Words people write for ours.
const SYNONYMS: [(&str, &str); 14] = [
    ("yes", "true"),
    ("on", "true"),
    ("no", "false"),
    ("off", "false"),
    ("less", "lower"),
    ("low", "lower"),
    ("smaller", "lower"),
    ("more", "higher"),
    ("high", "higher"),
    ("greater", "higher"),
    ("critical", "high"),
    ("urgent", "high"),
    ("normal", "medium"),
    ("skip", "reweight"),
];

impl Reader<'_> {
    /// Any text.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match node.text() {
            Some(text) => Some(Spanned::new(text.to_string(), node.span)),
            None => {
                self.wrong_kind(node, what);
                None
            }
        }
    }

    /// One text or a list of them.
    pub(super) fn texts(&mut self, node: Option<&Node>, what: &str) -> Vec<Spanned<String>> {
        match node {
            None => Vec::new(),
            Some(Node { kind: NodeKind::Sequence(items), .. }) => {
                items.iter().filter_map(|i| self.text(i, what)).collect()
            }
            Some(node) => self.text(node, &format!("{what} or a list of them")).into_iter().collect(),
        }
    }

    /// One text, or one per language.
    pub(super) fn localized(&mut self, node: Option<&Node>) -> Localized {
        let texts = match node {
            None | Some(Node { kind: NodeKind::Null, .. }) => Vec::new(),
            Some(node @ Node { kind: NodeKind::Mapping(_), .. }) => {
                let entries = self.entries(Some(node), "");
                entries.into_iter().filter_map(|(language, text)| self.language_text(language, text)).collect()
            }
            Some(node) => {
                let what = "a text, or a mapping of language and text";
                self.text(node, what).map(|text| (String::new(), text)).into_iter().collect()
            }
        };
        Localized { texts }
    }

    fn language_text(&mut self, language: &Node, text: &Node) -> Option<(String, Spanned<String>)> {
        let code = self.language(language)?;
        Some((code, self.text(text, "a text")?))
    }

    /// A language code: `en`, `ko`, `zh-CN`.
    pub(super) fn language(&mut self, node: &Node) -> Option<String> {
        let code = self.text(node, "a language code such as `en`")?;
        let (first, rest) = code.split_once('-').map_or((code.as_str(), None), |(first, rest)| (first, Some(rest)));
        let fine = (2..=3).contains(&first.len())
            && first.chars().all(|c| c.is_ascii_lowercase())
            && rest.is_none_or(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        if !fine {
            let message = format!("`{}` is no language code", code.value);
            let help = "language codes are `en`, `ko`, `ja`, `zh-CN` and the like";
            self.note(Diagnostic::error("bad-language", code.span, message).help(help));
        }
        fine.then_some(code.value)
    }

    /// A number; percentages and `_` are understood.
    pub(super) fn number(&mut self, node: &Node, what: &str) -> Option<Spanned<f64>> {
        let text = self.text(node, "a number")?;
        if let Some((number, _)) = written_number(text.trim()) {
            return Some(Spanned::new(number, text.span));
        }
        let other = || number::parse(&text.value).map(number::shortest);
        let help = size::read(&text.value).map(size::grouped).or_else(other).map(|meant| format!("write `{meant}`"));
        let message = format!("{what} must be a number, found `{}`", text.value);
        self.note(Diagnostic::error("bad-number", text.span, message).help_if(help));
        None
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: Option<&Node>, what: &str) -> Option<bool> {
        let text = self.text(node?, "`true` or `false`")?;
        let word = self.word(&text, what, &["true", "false"])?;
        Some(word == "true")
    }

    /// One of a few words.
    pub(super) fn word(&mut self, text: &Spanned<String>, what: &str, words: &[&'static str]) -> Option<&'static str> {
        let found = words.iter().find(|word| **word == text.value);
        if found.is_none() {
            let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
            let meant = SYNONYMS.iter().find(|(other, ours)| *other == text.to_lowercase() && words.contains(ours));
            let near = meant.map(|(_, ours)| *ours).or_else(|| nearest(&text.value, words.iter().copied()));
            let help = near.map_or(format!("one of {list}"), |near| format!("write `{near}`; one of {list}"));
            let message = format!("{what} cannot be `{}`", text.value);
            let instead = word_instead(&text.value, words.iter().copied());
            self.note(Diagnostic::error("unknown-word", text.span, message).help(help).instead(instead));
        }
        found.copied()
    }

    /// A type's name.
    pub(super) fn type_word(&mut self, node: Option<&Node>, words: &[&'static str]) -> Option<Spanned<Type>> {
        let text = self.text(node?, "a type")?;
        let common = [
            ("string", "text"),
            ("str", "text"),
            ("integer", "number"),
            ("int", "number"),
            ("float", "number"),
            ("decimal", "number"),
            ("boolean", "bool"),
            ("timestamp", "datetime"),
            ("percent", "number"),
        ];
        if let Some((_, ours)) = common.iter().find(|(theirs, _)| *theirs == text.value) {
            let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
            let message = format!("the type cannot be `{}`", text.value);
            let help = format!("write `{ours}`; one of {list}");
            self.note(Diagnostic::error("unknown-word", text.span, message).help(help));
            return Type::from_word(ours).map(|kind| Spanned::new(kind, text.span));
        }
        let word = self.word(&text, "the type", words)?;
        // A code is a text in a form of its own.
        let kind = Type::from_word(word).unwrap_or(Type::Text);
        Some(Spanned::new(kind, text.span))
    }

    /// `format:`.
    pub(super) fn format(&mut self, node: Option<&Node>) -> Option<NumberFormat> {
        let text = self.text(node?, "a number format")?;
        let format = NumberFormat::parse(&text.value);
        if format.is_none() {
            let message = format!("`{}` is no number format", text.value);
            let help = "write `0`, `0.0`, `#,##0.00`, `0%`, `0.0%`, `percent`, `whole` or `money`";
            self.note(Diagnostic::error("bad-format", text.span, message).help(help));
        }
        format
    }

    /// A calendar day.
    pub(super) fn date(&mut self, node: &Node, what: &str) -> Option<Spanned<Date>> {
        let text = self.text(node, "a date")?;
        self.date_text(&text, what).map(|date| Spanned::new(date, text.span))
    }

    /// A calendar day from text; other ways to write one than ISO are understood.
    pub(super) fn date_text(&mut self, text: &Spanned<String>, what: &str) -> Option<Date> {
        let date = Date::parse(text.trim());
        if date.is_none() {
            let message = format!("{what} must be a date, found `{}`", text.value);
            self.note(Diagnostic::error("bad-date", text.span, message).help("write it as `2026-01-31`"));
        }
        date
    }

    /// `{ from: …, to: … }`, either may be left out.
    pub(super) fn effective(&mut self, node: &Node, what: &str) -> Option<Effective> {
        if let Some(text) = node.text() {
            let message = format!("expected keys and values for {what}, found `{text}`");
            let help =
                format!("write `{{ from: {} }}`", Date::parse(text).map_or("2026-01-01".into(), |d| d.to_string()));
            self.note(Diagnostic::error("wrong-kind", node.span, message).help(help));
            return None;
        }
        let fields = self.fields(node, what, &["from", "to"])?;
        let from = fields.get("from").and_then(|node| self.date(node, "`from`"));
        let to = fields.get("to").and_then(|node| self.date(node, "`to`"));
        if let (Some(from), Some(to)) = (&from, &to)
            && to.value < from.value
        {
            let message = format!("{what} ends on {} before it begins on {}", to.value, from.value);
            self.note(Diagnostic::error("bad-period", to.span, message).related(from.span, "begins here"));
        }
        Some(Effective { from: from.map(|d| d.value), to: to.map(|d| d.value) })
    }

    /// A formula. A scalar that is a number, a percentage too, is kept as the plain number (`30%`
    /// is `0.3`), so that the text is always a formula.
    pub(super) fn formula(&mut self, node: &Node, what: &str) -> Option<FormulaText> {
        let mut text = match node.kind {
            NodeKind::Scalar { .. } => self.text(node, what)?,
            NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => return self.no_formula(node, what),
        };
        if text.trim().is_empty() {
            self.note(Diagnostic::error("empty-formula", text.span, format!("expected {what}, found an empty text")));
            return None;
        }
        if let Some((number, _)) = written_number(text.trim()) {
            text.value = number::shortest(number);
        }
        Some(text)
    }

    fn no_formula(&mut self, node: &Node, what: &str) -> Option<FormulaText> {
        let message = format!("expected {what}, found {}", node.a_word());
        let written = self.sources.text(node.span);
        let help = (!node.is_null() && !written.contains(['"', '\n']))
            .then(|| format!("if it is a formula, put it in double quotes: `\"{written}\"`"));
        self.note(Diagnostic::error("wrong-kind", node.span, message).help_if(help));
        None
    }

    /// A value: a number, a date, true, false, text, or a list of them.
    pub(super) fn value(&mut self, node: &Node) -> Option<Spanned<Value>> {
        match &node.kind {
            NodeKind::Scalar { text, quoted } => Some(Spanned::new(scalar_value(text, *quoted), node.span)),
            NodeKind::Sequence(items) => {
                let values: Vec<Value> = items.iter().filter_map(|item| self.value(item)).map(|v| v.value).collect();
                Some(Spanned::new(Value::List(Arc::from(values)), node.span))
            }
            NodeKind::Null | NodeKind::Mapping(_) => {
                self.wrong_kind(node, "a value");
                None
            }
        }
    }
}
