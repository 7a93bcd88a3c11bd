//! `triggers:`

use super::Reader;
use super::scalars::written_number;
use super::scorecards::or_empty;
use crate::diagnostic::{Diagnostic, Instead};
use crate::policy::model::{Due, FormulaText, Severity, Trigger};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 11] =
    ["on", "title", "when", "clear_when", "cool_down", "severity", "weight", "owner", "due", "message", "note"];

impl Reader<'_> {
    /// Reads the triggers.
    ///
    /// ```yaml
    /// slow_stock:
    ///   on: customers
    ///   when: stock_days > 60 && segment in ["S", "A"]
    ///   severity: high                  # high, medium (when left out), low
    ///   weight: stock                   # what is at stake: the largest comes first among rows of one severity
    ///   owner: salesperson.name         # a formula; a fixed name: owner: '"Sales operations"'
    ///   due: 14 days                    # days, weeks; or a formula that gives a date
    ///   clear_when: stock_days < 50     # once fired it stands until this holds (with `--baseline`)
    ///   cool_down: 30 days              # after it was cleared it is quiet for so long
    ///   message: "`${name}: ${round(stock_days)} days of stock`"   # or one per language
    /// ```
    ///
    /// A message in backticks is a text with formulas in `${…}`; one without is the text itself.
    pub(super) fn triggers(&mut self, node: Option<&Node>) -> Vec<Trigger> {
        let entries = self.entries(node, "a mapping of triggers");
        entries.into_iter().filter_map(|(key, value)| self.trigger(key, value)).collect()
    }

    fn trigger(&mut self, key: &Node, node: &Node) -> Option<Trigger> {
        let name = self.name(key, "trigger")?;
        let node = &or_empty(node, &name);
        let mut fields = self.fields(node, &format!("trigger `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        let title = self.localized(fields.get("title"));
        let on = self.required(&fields, "on", "name the table whose rows are watched: `on: customers`");
        let on = on.and_then(|node| self.text(node, "a table's name"));
        let when = self.required(&fields, "when", "say when it fires: `when: stock_days > 60`");
        let when = when.and_then(|node| self.formula(node, "a condition"));
        let severity = fields.get("severity").and_then(|node| self.severity(node));
        let weight = fields.get("weight").and_then(|node| self.formula(node, "a number or a formula"));
        let owner = fields.get("owner").and_then(|node| self.formula(node, "a column or a formula"));
        let due = fields.get("due").and_then(|node| self.due(node));
        let clear_when = fields.get("clear_when").and_then(|node| self.formula(node, "a condition"));
        let cool_down = fields.get("cool_down").and_then(|node| self.cool_down(node));
        let message = fields.get("message").map(|node| self.message(node)).unwrap_or_default();
        let severity = severity.unwrap_or_else(|| Spanned::new(Severity::Medium, name.span));
        let (on, when) = (on?, when?);
        Some(Trigger { name, title, on, when, clear_when, cool_down, severity, weight, owner, due, message })
    }

    fn severity(&mut self, node: &Node) -> Option<Spanned<Severity>> {
        let text = self.text(node, "`high`, `medium` or `low`")?;
        let meant = match text.value.as_str() {
            "높음" | "상" | "高" | "긴급" | "緊急" | "紧急" => Some("high"),
            "중간" | "보통" | "중" | "中" | "普通" => Some("medium"),
            "낮음" | "하" | "低" => Some("low"),
            _ => None,
        };
        if let Some(meant) = meant {
            let message = format!("the severity cannot be `{}`", text.value);
            let finding = Diagnostic::error("unknown-word", text.span, message).help(format!("write `{meant}`"));
            self.note(finding.instead(Some(Instead::certain(meant))));
            return None;
        }
        let level = match self.word(&text, "the severity", &["high", "medium", "low"])? {
            "high" => Severity::High,
            "medium" => Severity::Medium,
            _ => Severity::Low,
        };
        Some(Spanned::new(level, text.span))
    }

    fn due(&mut self, node: &Node) -> Option<Due> {
        let text = self.text(node, "`14 days`, or a formula that gives a date")?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = words.first().and_then(|word| written_number(word)).map(|(number, _)| number);
        match (number, &words[..]) {
            (Some(number), [_, "day" | "days"]) => Some(Due::Days(Spanned::new(number, text.span))),
            (Some(number), [_, "week" | "weeks"]) => Some(Due::Days(Spanned::new(number * 7.0, text.span))),
            _ if let Some(meant) = in_other_words(text.trim()) => {
                let message = format!("`due: {}` is not said so", text.value);
                let finding = Diagnostic::error("bad-due", text.span, message).help(format!("write `due: {meant}`"));
                self.note(finding.instead(Some(Instead::certain(meant))));
                None
            }
            (Some(_), [] | [_]) => {
                let message = format!("`due: {}` does not say whether these are days or weeks", text.value);
                let help = format!("write `due: {} days`", text.trim());
                self.note(Diagnostic::error("bad-due", text.span, message).help(help));
                None
            }
            (Some(_), [_, unit]) if unit.chars().all(char::is_alphabetic) => {
                let message = format!("`{unit}` is no unit of `due`");
                let help = "write `14 days`, `2 weeks`, or a formula that gives a date";
                self.note(Diagnostic::error("bad-due", text.span, message).help(help));
                None
            }
            _ => self.formula(node, "a formula").map(Due::Formula),
        }
    }

    /// A fixed number of days or weeks.
    fn cool_down(&mut self, node: &Node) -> Option<Spanned<f64>> {
        match self.due(node)? {
            Due::Days(days) => Some(days),
            Due::Formula(text) => {
                let message = "`cool_down` is a fixed number of days or weeks";
                self.note(Diagnostic::error("bad-due", text.span, message).help("write `cool_down: 30 days`"));
                None
            }
        }
    }

    /// `${…}` is worked out between backticks alone.
    fn check_backticks(&mut self, text: Option<&Spanned<String>>) {
        if let Some(text) = text.filter(|text| text.contains("${") && !text.trim().starts_with('`')) {
            let message = "`${…}` is plain text here: the message is not between backticks";
            let help = format!("write \"`{}`\"", text.value);
            self.note(Diagnostic::warning("no-backticks", text.span, message).help(help));
        }
    }

    /// One message, or one per language.
    fn message(&mut self, node: &Node) -> Vec<(String, FormulaText)> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            let text = self.text(node, "a text, or a mapping of language and text");
            self.check_backticks(text.as_ref());
            return text.map(|text| (String::new(), message_formula(text))).into_iter().collect();
        }
        let mut messages = Vec::new();
        for (language, node) in self.entries(Some(node), "") {
            let code = self.language(language);
            let text = self.text(node, "a text");
            self.check_backticks(text.as_ref());
            messages.extend(code.zip(text.map(message_formula)));
        }
        messages
    }
}

/// A text in backticks is a formula as it stands; any other becomes the formula that gives it.
fn message_formula(text: Spanned<String>) -> FormulaText {
    if text.trim().starts_with('`') { text } else { text.map(|text| literal(&text)) }
}

fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// `14일`, `2週`: days and weeks in other words.
fn in_other_words(text: &str) -> Option<String> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let number = written_number(digits).map(|(number, _)| number)?;
    let unit = match text[digits.len()..].trim() {
        "일" | "日" | "天" | "일 이내" | "d" => "day",
        "주" | "주일" | "週" | "週間" | "周" | "w" => "week",
        _ => return None,
    };
    Some(format!("{digits} {unit}{}", if number == 1.0 { "" } else { "s" }))
}
