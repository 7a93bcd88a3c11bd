//! Names of columns, tables and parameters: what formulas can say.

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::policy::yaml::Node;
use crate::source::{Span, Spanned};
use std::collections::HashMap;

/// Words of the formula language, sorted; none of them can name a column.
const WORDS: [&str; 66] = [
    "Fn",
    "all",
    "and",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "export",
    "false",
    "fn",
    "for",
    "global",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "not",
    "null",
    "or",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "row",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
];

impl Reader<'_> {
    /// The name a key or scalar gives to a `what` (`column`); mistakes are noted and the name is
    /// used all the same. `None` where there is no text.
    pub(super) fn name(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let text = self.text(node, &format!("the name of a {what}"))?;
        self.check_name(&text, what);
        Some(text)
    }

    /// Notes where a name is none that formulas can use.
    pub(super) fn check_name(&mut self, name: &Spanned<String>, what: &str) {
        // These have no words of their own for people.
        if let "column" | "level of the header" = what {
            self.check_called(name, what, |better, _| format!("write `{better}`"));
        } else {
            self.check_titled_name(name, what);
        }
    }

    /// The same for a column that is read: the sheet may call it anything.
    pub(super) fn check_read_name(&mut self, name: &Spanned<String>) {
        self.check_called(name, "column", |better, name| {
            format!("write `{better}`, and what the sheet calls it as `header: {name}`")
        });
    }

    /// The same for what is worked out by a formula that stands right behind the name: a title needs a mapping.
    pub(super) fn check_formula_name(&mut self, name: &Spanned<String>, what: &str) {
        self.check_called(name, what, |better, name| {
            format!("write `{better}: {{ formula: …, title: {name} }}`: people read the title")
        });
    }

    /// The same for what has a title.
    pub(super) fn check_titled_name(&mut self, name: &Spanned<String>, what: &str) {
        self.check_called(name, what, |better, name| {
            format!("write `{better}`, and what people call it as `title: {name}`")
        });
    }

    fn check_called(&mut self, name: &Spanned<String>, what: &str, help: impl Fn(&str, &str) -> String) {
        let Some(problem) = problem(&name.value) else { return };
        let message = format!("`{}` cannot name a {what}: {problem}", name.value);
        let help = suggestion(&name.value).map(|better| help(&better, &name.value));
        self.note(Diagnostic::error("bad-name", name.span, message).help_if(help));
    }
}

/// What is wrong with a name, if anything.
#[must_use]
pub fn problem(name: &str) -> Option<String> {
    let first = name.chars().next();
    if first.is_none() {
        return Some("it is empty".into());
    }
    if first.is_some_and(char::is_numeric) {
        return Some("it begins with a digit".into());
    }
    if let Some(sign) = name.chars().find(|c| !is_part(*c)) {
        return Some(match sign {
            ' ' => "it contains a blank".into(),
            '　' => "it contains a full-width blank".into(),
            sign => format!("it contains `{sign}`"),
        });
    }
    if name.chars().all(|c| c == '_') {
        return Some("it has no letter".into());
    }
    WORDS.contains(&name).then(|| "it is a word of the formula language".to_string())
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name nearest to a text that can name a column or a table: blanks and signs become `_`. `None` where
/// the text has no letter.
#[must_use]
pub fn suggestion(name: &str) -> Option<String> {
    let mut better = String::new();
    for c in name.trim().chars() {
        if is_part(c) {
            better.push(c);
        } else if !better.ends_with('_') {
            better.push('_');
        }
    }
    let better = better.trim_matches('_');
    let better = match better.chars().next()? {
        first if first.is_numeric() => format!("n{better}"),
        _ if WORDS.contains(&better) => format!("{better}_"),
        _ => better.to_string(),
    };
    problem(&better).is_none().then_some(better)
}

/// Names that must differ from one another, each with what it names.
#[derive(Default)]
pub(super) struct Names {
    first: HashMap<String, (Span, &'static str)>,
}

impl Names {
    /// Adds a name. Where the key itself is written twice in one mapping, that was said already.
    pub(super) fn add(&mut self, reader: &mut Reader<'_>, name: &Spanned<String>, what: &'static str, among: &str) {
        match self.first.get(&name.value) {
            None => {
                self.first.insert(name.value.clone(), (name.span, what));
            }
            Some((_, other)) if *other == what => {}
            Some((span, other)) => {
                let message = format!("`{}` is used twice {among}: for a {other} and for a {what}", name.value);
                reader.note(
                    Diagnostic::error("duplicate-name", name.span, message)
                        .related(*span, format!("the {other}"))
                        .help("give one of the two another name"),
                );
            }
        }
    }
}

impl Names {
    /// Adds a result of a decision table; two decision tables may not make the same column.
    pub(super) fn add_result(&mut self, reader: &mut Reader<'_>, name: &Spanned<String>, decision: Span, among: &str) {
        if let Some((span, "result")) = self.first.get(&name.value) {
            let message = format!("`{}` is the result of two decision tables {among}", name.value);
            reader.note(
                Diagnostic::error("duplicate-name", name.span, message)
                    .related(*span, "the first")
                    .related(decision, "the second decision table"),
            );
            return;
        }
        self.add(reader, name, "result", among);
    }
}
