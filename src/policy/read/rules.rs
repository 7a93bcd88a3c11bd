//! The rules of a decision table, as written in YAML.

use super::names::problem;
use super::{Reader, scalar_value};
use crate::diagnostic::{Diagnostic, nearest};
use crate::policy::model::{Effective, Output, Rule, Test};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::{Span, Spanned};
use crate::value::Value;

/// Rules and where they came from.
pub(super) struct Draft {
    /// The rules, in order.
    pub(super) rules: Vec<Rule>,
    /// `rules:` or `table:`.
    pub(super) span: Span,
}

impl Reader<'_> {
    /// Reads one rule:
    ///
    /// ```yaml
    /// - { sales: ">= 5_000_000", growth: ">= 10%", then: { segment: S, effort: 7 } }
    /// - { category: [chain, store], then: A }             # a list of values; one result needs no name
    /// - { "sales / visits": "> 100", then: A, from: 2026-01-01, to: 2026-06-30 }   # any formula; days in force
    /// - { otherwise: true, then: C }                      # where no other rule matches
    /// ```
    ///
    /// Results in quotes that look like numbers, dates, `true` or `false` are texts.
    pub(super) fn rule(&mut self, node: &Node, name: &Spanned<String>, outputs: &[Output]) -> Option<Rule> {
        let NodeKind::Mapping(_) = &node.kind else {
            self.wrong_kind(node, "a rule such as `{ sales: \">= 100\", then: A }`");
            return None;
        };
        let mut rule = Rule { span: node.span, ..Rule::default() };
        let entries = self.entries(Some(node), "");
        self.check_bare(&entries);
        let then = self.then_key(node, &entries);
        for (key, value) in entries {
            let Some(input) = self.text(key, "an input") else { continue };
            match input.value.as_str() {
                word if Some(word) == then => self.results(value, name, outputs, &mut rule),
                "otherwise" => rule.otherwise = self.flag(Some(value), "`otherwise`").unwrap_or(true),
                "from" => rule.effective.from = self.date(value, "`from`").map(|d| d.value),
                "to" => rule.effective.to = self.date(value, "`to`").map(|d| d.value),
                "note" => rule.note = value.text().map(str::to_string),
                "rule" => {}
                // What is meant was said where `then` is missing.
                word if then.is_none() && is_rest(word) => {}
                // As a formula these are none: `else` is a word of the language, `그 외` has a blank.
                word if is_rest(word) && problem(word).is_some() => {
                    let message = format!("`{word}` is no input of a rule");
                    let help = "write `otherwise: true` for the rows that no other rule takes";
                    self.note(Diagnostic::error("bad-rule", input.span, message).help(help));
                    rule.otherwise = true;
                }
                _ => self.test(input, value, &mut rule),
            }
        }
        self.check_otherwise(&rule);
        Some(rule)
    }

    /// The key that holds the results, misspelt ones included.
    fn then_key<'n>(&mut self, node: &Node, entries: &[(&'n Node, &'n Node)]) -> Option<&'n str> {
        let keys = || entries.iter().filter_map(|(key, _)| key.text());
        if let Some(then) = keys().find(|key| *key == "then") {
            return Some(then);
        }
        let mappings = entries.iter().filter(|(_, value)| matches!(value.kind, NodeKind::Mapping(_)));
        let meant = mappings.filter_map(|(key, _)| key.text()).next().or_else(|| nearest("then", keys()));
        let place = entries.iter().find(|(key, _)| key.text() == meant).map_or(node.span, |(key, _)| key.span);
        let other = keys().find(|key| is_rest(key));
        let help = match meant {
            _ if other.is_some() => {
                "write `{ otherwise: true, then: … }` for the rows that no other rule takes".to_string()
            }
            Some(near) => format!("write `then` instead of `{near}`"),
            None => "add `then:` with the results: `then: { segment: S }`".to_string(),
        };
        self.note(Diagnostic::error("missing-key", place, "the rule lacks `then`").help(help));
        meant
    }

    /// `{ sales: >= 1,000, then: A }`: to YAML the comma within braces begins another entry, `000`.
    fn check_bare(&mut self, entries: &[(&Node, &Node)]) {
        for (at, (key, value)) in entries.iter().enumerate() {
            let (Some(word), true) = (key.text(), value.is_null()) else { continue };
            let file = &self.sources.file(key.span.file).text;
            let after = file.get(key.span.end as usize..).unwrap_or_default();
            let parted = after.trim_start_matches(['"', '\'']).trim_start().starts_with([',', '}']);
            let before =
                at.checked_sub(1).and_then(|at| entries.get(at)).map(|(key, value)| (key.text(), value.text()));
            if !parted {
                continue;
            }
            let help = match before {
                Some((Some(of), Some(text))) => {
                    format!(
                        "put the whole value in quotes, `{of}: \"{text}, {word}\"`, or write a number without commas"
                    )
                }
                _ => format!("write `{word}: …` with what is asked of it, or leave it out"),
            };
            let message = format!("`{word}` stands alone: a comma within braces ends the value before it");
            self.note(Diagnostic::error("bad-rule", key.span, message).help(help));
        }
    }

    /// A rule `otherwise` has no tests.
    fn check_otherwise(&mut self, rule: &Rule) {
        if let (true, Some(test)) = (rule.otherwise, rule.asks().next()) {
            let message = "a rule `otherwise` has no tests: it is used where no other rule matches";
            let help = "remove the tests, or remove `otherwise`";
            self.note(Diagnostic::error("bad-rule", test.input.span, message).help(help));
        }
        if let Effective { from: Some(from), to: Some(to) } = rule.effective
            && to < from
        {
            let message = format!("the rule ends on {to} before it begins on {from}");
            self.note(Diagnostic::error("bad-period", rule.span, message));
        }
    }

    fn test(&mut self, input: Spanned<String>, value: &Node, rule: &mut Rule) {
        let asks = !value.is_null() && value.text().is_none_or(|text| !text.trim().is_empty());
        match asks.then(|| self.cell(value, "a test such as `>= 10%` or `A, B`")) {
            Some(cell) => rule.tests.extend(cell.map(|cell| Test { input, cell })),
            None => rule.empty.inputs.push(input),
        }
    }

    /// A test: a scalar as written, or a list of values any of which will do.
    pub(super) fn cell(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let NodeKind::Sequence(items) = &node.kind else { return self.text(node, what) };
        let mut words = Vec::new();
        for item in items {
            let text = self.text(item, "a value")?.value;
            let plain = !text.contains([',', '"']);
            words.push(if plain { text } else { format!("\"{}\"", text.replace('"', "\\\"")) });
        }
        Some(Spanned::new(words.join(", "), node.span))
    }

    /// `then:` a mapping of result and value, or the value alone.
    pub(super) fn results(&mut self, node: &Node, name: &Spanned<String>, outputs: &[Output], rule: &mut Rule) {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            rule.results.extend(self.lone_result(node, name, outputs));
            return;
        }
        let entries = self.entries(Some(node), "");
        self.check_bare(&entries);
        for (key, value) in entries {
            let Some(output) = self.text(key, "the name of a result") else { continue };
            if !outputs.is_empty() && outputs.iter().all(|known| known.name.value != output.value) {
                self.unknown_output(&output, outputs);
            } else if value.is_null() {
                rule.empty.results.push(output);
            } else {
                rule.results.extend(self.result_value(value).map(|value| (output, value)));
            }
        }
    }

    fn lone_result(
        &mut self,
        node: &Node,
        name: &Spanned<String>,
        outputs: &[Output],
    ) -> Option<(Spanned<String>, Spanned<String>)> {
        if outputs.len() > 1 {
            let list = outputs.iter().map(|o| format!("{}: …", o.name.value)).collect::<Vec<_>>().join(", ");
            let message = format!("decision `{}` has {} results, this rule gives one", name.value, outputs.len());
            self.note(Diagnostic::error("wrong-kind", node.span, message).help(format!("write `then: {{ {list} }}`")));
            return None;
        }
        if node.is_null() {
            return None;
        }
        let output = outputs.first().map_or_else(|| name.clone(), |output| output.name.clone());
        Some((output, self.result_value(node)?))
    }

    fn unknown_output(&mut self, output: &Spanned<String>, outputs: &[Output]) {
        let known = || outputs.iter().map(|o| o.name.value.as_str());
        let list = known().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let help = match nearest(&output.value, known()) {
            Some(near) => format!("write `{near}`; `outputs` lists {list}"),
            None => format!("`outputs` lists {list}"),
        };
        self.note(
            Diagnostic::error("unknown-output", output.span, format!("`{}` is no result here", output.value))
                .help(help),
        );
    }

    fn result_value(&mut self, node: &Node) -> Option<Spanned<String>> {
        let text = self.text(node, "a value")?;
        let quoted = matches!(node.kind, NodeKind::Scalar { quoted: true, .. });
        Some(if quoted { text.map(|text| as_text(&text)) } else { text })
    }
}

/// A text that could be taken for a number, a date or a truth value, in quotes.
pub(super) fn as_text(text: &str) -> String {
    match scalar_value(text, false) {
        Value::Text(_) => text.to_string(),
        _ => format!("\"{text}\""),
    }
}

/// A word that people write for `otherwise`.
#[must_use]
pub fn is_rest(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "default",
        "else",
        "other",
        "others",
        "rest",
        "나머지",
        "그외",
        "그_외",
        "그 외",
        "기타",
        "이외",
        "외",
        "その他",
        "それ以外",
        "他",
        "以外",
        "其他",
        "其余",
        "其它",
        "其他情况",
        "否则",
        "そのほか",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}
