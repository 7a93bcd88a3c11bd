//! `parameters:`

use super::{Reader, scalar_value, written_number};
use crate::diagnostic::{Diagnostic, Instead, nearest};
use crate::policy::model::{Localized, Parameter};
use crate::policy::yaml::{Node, NodeKind, WIDE_COMMAS, wide_parts};
use crate::source::Spanned;
use crate::value::{Date, DateTime, NumberFormat, Period, Type, Value, size};

pub(super) const KEYS: [&str; 5] = ["value", "type", "title", "one_of", "format"];
const TYPES: [&str; 7] = ["number", "text", "date", "datetime", "bool", "list", "period"];

impl Reader<'_> {
    /// Reads the parameters: a name and a value, or a mapping that says more.
    ///
    /// ```yaml
    /// period: { from: 2026-01-01, to: 2026-06-30 }   # a period, both days included
    /// growth_floor: 10%                              # a number shown as a percentage
    /// minimum: 1_000
    /// since: 2026-01-01                              # a date
    /// strict: true
    /// keys: [S, A]                                   # a list
    /// variant: { value: quick, one_of: [quick, full], title: How much to work out }
    /// code: { value: "017", type: text }             # quotes make it text, too
    /// rate: { value: 0.125, format: 0.0% }
    /// ```
    ///
    /// The type is that of the value; `type:` must agree with it, or turn it to text.
    pub(super) fn parameters(&mut self, node: Option<&Node>) -> Vec<Parameter> {
        let entries = self.entries(node, "a mapping of parameters");
        entries.into_iter().filter_map(|(key, value)| self.parameter(key, value)).collect()
    }

    /// `1,000` and `5만` are texts to YAML, and meant as numbers. Says so of a value and of those in a list; the
    /// number stands in, so that nothing else is said where the parameter is used.
    fn looks_like_number(&mut self, node: &Node, value: Spanned<Value>) -> Spanned<Value> {
        match &node.kind {
            NodeKind::Scalar { .. } => {
                let number = self.number_like(node).map(Value::number);
                Spanned::new(number.unwrap_or(value.value), value.span)
            }
            NodeKind::Sequence(items) => {
                let values = items.iter().filter_map(|item| {
                    let value = self.value(item)?;
                    Some(self.looks_like_number(item, value).value)
                });
                let values: Vec<Value> = values.collect();
                Spanned::new(Value::List(values.into()), value.span)
            }
            NodeKind::Null | NodeKind::Mapping(_) => value,
        }
    }

    fn number_like(&mut self, node: &Node) -> Option<f64> {
        let NodeKind::Scalar { text, quoted: false } = &node.kind else { return None };
        // `0,05`: a decimal comma.
        let decimal = text.split_once(',').filter(|(_, decimals)| decimals.len() != 3);
        let decimal = decimal.and_then(|(whole, decimals)| Some(written_number(&format!("{whole}.{decimals}"))?.0));
        let number = size::read(text).or(decimal)?;
        let meant = size::grouped(number);
        let message = format!("`{text}` is a text here, and reads like a number");
        let finding = Diagnostic::error("text-like-number", node.span, message);
        let help = format!("write {meant}; as a text, put it in double quotes");
        self.note(finding.help(help).instead(Some(Instead::likely(meant))));
        Some(number)
    }

    fn parameter(&mut self, key: &Node, node: &Node) -> Option<Parameter> {
        let name = self.name(key, "parameter")?;
        if node.is_null() {
            let message = format!("parameter `{}` has no value", name.value);
            let help = "write a number, a text, a date, `true`, `false`, a list, or `{ from: …, to: … }`";
            self.note(Diagnostic::error("missing-key", name.span, message).help(help));
            return None;
        }
        if !matches!(node.kind, NodeKind::Mapping(_)) || is_period(node) {
            let value = self.parameter_value(node)?;
            let value = self.looks_like_number(node, value);
            let kind = value.type_of().unwrap_or(Type::Text);
            let format = percent_format(node).unwrap_or_default();
            return Some(Parameter {
                name,
                title: Localized::default(),
                value,
                default: None,
                kind,
                format,
                one_of: Vec::new(),
            });
        }
        let mut fields = self.fields(node, &format!("parameter `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        let written = self.required(&fields, "value", "add `value:`");
        let title = self.localized(fields.get("title"));
        let declared = self.type_word(fields.get("type"), &TYPES);
        let format = self.format(fields.get("format")).or_else(|| percent_format(written?)).unwrap_or_default();
        let one_of = self.one_of(fields.get("one_of"), declared.as_ref().map(|d| d.value));
        let mut value = self.parameter_value(written?)?;
        if declared.is_none() {
            value = self.looks_like_number(written?, value);
        }
        let value = self.typed(value, declared.as_ref().map(|d| d.value), written?);
        let kind = declared.map(|d| d.value).or(value.type_of()).unwrap_or(Type::Text);
        self.check_one_of(&value, &one_of);
        Some(Parameter { name, title, value, default: None, kind, format, one_of })
    }

    fn parameter_value(&mut self, node: &Node) -> Option<Spanned<Value>> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            return self.value(node);
        }
        let mut fields = self.fields(node, "a period", &["from", "to"])?;
        fields.span = node.span;
        let help = "write `{ from: 2026-01-01, to: 2026-06-30 }`";
        let (from, to) = (self.required(&fields, "from", help), self.required(&fields, "to", help));
        let from = from.and_then(|node| self.date(node, "`from`"));
        let to = to.and_then(|node| self.date(node, "`to`"));
        let (from, to) = (from?, to?);
        if to.value < from.value {
            let message = format!("the period ends on {} before it begins on {}", to.value, from.value);
            self.note(Diagnostic::error("bad-period", to.span, message).related(from.span, "begins here"));
        }
        Some(Spanned::new(Value::Period(Period { from: from.value, to: to.value }), node.span))
    }

    /// `one_of:` the values allowed, of the declared type.
    pub(super) fn one_of(&mut self, node: Option<&Node>, kind: Option<Type>) -> Vec<Spanned<Value>> {
        let items = match node {
            None => return Vec::new(),
            Some(Node { kind: NodeKind::Sequence(items), .. }) => items,
            Some(node) => {
                let message = format!("expected a list of values, found {}", node.a_word());
                let help =
                    node.text().map(|text| format!("write `[{}]`", wide_parts(text).collect::<Vec<_>>().join(", ")));
                self.note(Diagnostic::error("wrong-kind", node.span, message).help_if(help));
                return Vec::new();
            }
        };
        let mut values: Vec<Spanned<Value>> = Vec::new();
        for item in items {
            let Some(value) = self.value(item).map(|value| self.typed(value, kind, item)) else { continue };
            if let Some(first) = values.iter().find(|v| v.value == value.value) {
                let message = format!("`{}` is listed twice", value.value);
                self.note(
                    Diagnostic::warning("duplicate-value", value.span, message).related(first.span, "first here"),
                );
            } else {
                values.push(value);
            }
        }
        values
    }

    /// The value as the declared type has it; notes where it is none.
    pub(super) fn typed(&mut self, value: Spanned<Value>, kind: Option<Type>, node: &Node) -> Spanned<Value> {
        let (Some(kind), Some(found)) = (kind, value.type_of()) else { return value };
        if found == kind {
            return value;
        }
        let converted = node.text().and_then(|text| as_type(text, kind));
        if converted.is_none() {
            let message = format!("expected {}, found `{}`", kind.a_word(), value.value);
            let meant = node.text().filter(|_| kind == Type::Number).and_then(size::read).map(size::grouped);
            let help = meant.as_ref().map(|meant| format!("write {meant}"));
            let finding = Diagnostic::error("wrong-type", value.span, message).help_if(help);
            self.note(
                finding
                    .instead(meant.filter(|_| node.text() == Some(self.sources.text(node.span))).map(Instead::likely)),
            );
        }
        Spanned::new(converted.unwrap_or(value.value), value.span)
    }

    fn check_one_of(&mut self, value: &Spanned<Value>, one_of: &[Spanned<Value>]) {
        if one_of.is_empty() || one_of.iter().any(|allowed| allowed.value == value.value) {
            return;
        }
        let words: Vec<String> = one_of.iter().map(|v| v.value.to_string()).collect();
        let written = value.value.to_string();
        let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let help = match nearest(&written, words.iter().map(String::as_str)) {
            Some(near) => format!("write `{near}`; `one_of` allows {list}"),
            None => format!("`one_of` allows {list}"),
        };
        self.note(Diagnostic::error("not-allowed", value.span, format!("`{written}` is not allowed here")).help(help));
    }
}

/// A text as a value of a type; `None` where it cannot be one.
#[must_use]
pub fn as_type(text: &str, kind: Type) -> Option<Value> {
    let text = text.trim();
    match kind {
        Type::Number => written_number(text).map(|(number, _)| Value::Number(number)),
        Type::Text => Some(Value::text(text)),
        Type::Date => Date::parse(text).map(Value::Date),
        Type::DateTime => DateTime::parse(text).map(Value::DateTime),
        Type::Bool => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::List => Some(Value::List(
            text.split([&[','], &WIDE_COMMAS[..]].concat().as_slice())
                .map(|item| scalar_value(item.trim(), false))
                .collect(),
        )),
        Type::Period => {
            let (from, to) = text.split_once("..")?;
            let (from, to) = (Date::parse(from.trim())?, Date::parse(to.trim())?);
            (from <= to).then_some(Value::Period(Period { from, to }))
        }
    }
}

/// Whether this is `{ from: …, to: … }` rather than `{ value: … }`.
fn is_period(node: &Node) -> bool {
    let NodeKind::Mapping(entries) = &node.kind else { return false };
    let keys: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text()).collect();
    !keys.contains(&"value") && (keys.contains(&"from") || keys.contains(&"to"))
}

/// The format of a number written as a percentage.
pub(super) fn percent_format(node: &Node) -> Option<NumberFormat> {
    written_number(node.text()?.trim())?.1.map(NumberFormat::Percent)
}
