//! Reading `tests.yaml`: mappings, lists and values, every mistake with its place.

use super::model::{KeyList, Written};
use crate::diagnostic::{Diagnostic, name_instead, nearest};
use crate::files::PackFiles;
use crate::formula::{ColumnId, TableId};
use crate::plan::names::{Notes, Thing};
use crate::plan::{Plan, Work};
use crate::policy::model::Policy;
use crate::policy::yaml::{self, Fields, Node, NodeKind};
use crate::policy::{as_type, scalar_value};
use crate::source::{Sources, Span};
use crate::value::{Type, Value};

/// What reading needs, and the mistakes so far.
pub(super) struct Reader<'a> {
    pub plan: &'a Plan,
    pub policy: &'a Policy,
    pub sources: &'a Sources,
    /// The files of the pack.
    pub files: &'a PackFiles,
    pub diagnostics: Vec<Diagnostic>,
    /// Why the workbooks of the case at hand cannot be read.
    pub missing: Option<String>,
    /// The names met, and what each was found to stand for.
    pub notes: Notes,
}

impl Reader<'_> {
    pub(super) fn error(&mut self, code: &'static str, span: Span, message: String, help: Option<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message).help_if(help));
    }

    pub(super) fn wrong_kind(&mut self, node: &Node, expected: &str) {
        self.diagnostics.push(yaml::wrong_kind(node, expected));
    }

    /// A mapping with known keys; without any where the node is empty.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, allowed: &[&'static str]) -> Fields<'n> {
        if node.is_null() {
            return Fields::default();
        }
        Fields::read(node, what, allowed, &mut self.diagnostics).unwrap_or_default()
    }

    /// A mapping with free keys; nothing where the node is empty.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, expected: &str) -> Vec<(&'n Node, &'n Node)> {
        let mut entries = yaml::entries(node, expected, &mut self.diagnostics);
        // What stands under such a key would be passed over, and a test of nothing passes.
        for (key, _) in entries.iter().filter(|(key, _)| key.text().is_none()) {
            self.diagnostics.push(yaml::wrong_kind(key, "a name or a row's key"));
        }
        entries.retain(|(key, _)| key.text().is_some());
        entries
    }

    /// A list; one text stands for a list of it, nothing for an empty one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, expected: &str) -> Vec<&'n Node> {
        match &node.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Sequence(items) => items.iter().collect(),
            NodeKind::Scalar { .. } => vec![node],
            NodeKind::Mapping(_) => {
                self.wrong_kind(node, expected);
                Vec::new()
            }
        }
    }

    pub(super) fn text<'n>(&mut self, node: &'n Node, expected: &str) -> Option<&'n str> {
        if node.text().is_none() {
            self.wrong_kind(node, expected);
        }
        node.text()
    }

    /// A list of keys as it is written; none where it is no list of texts.
    pub(super) fn key_list(&self, node: &Node) -> Option<KeyList> {
        let (items, is_list): (&[Node], bool) = match &node.kind {
            NodeKind::Null => (&[], false),
            NodeKind::Sequence(items) => (items, true),
            NodeKind::Scalar { .. } => (std::slice::from_ref(node), false),
            NodeKind::Mapping(_) => return None,
        };
        let items: Option<Vec<(String, Span)>> =
            items.iter().map(|item| Some((item.text()?.to_string(), item.span))).collect();
        Some(KeyList { whole: written(node), items: items?, is_list })
    }

    /// A number of things.
    pub(super) fn count(&mut self, node: &Node) -> Option<usize> {
        let text = self.text(node, "a number")?;
        let number = crate::policy::written_number(text).map(|(number, _)| number);
        match number.filter(|number| *number >= 0.0 && number.fract() == 0.0) {
            Some(number) => Some(number as usize),
            None => {
                self.error("bad-number", node.span, format!("expected a whole number, found `{text}`"), None);
                None
            }
        }
    }

    /// A table of the plan, the figures among them.
    pub(super) fn table(&mut self, key: &Node) -> Option<TableId> {
        let name = self.text(key, "the name of a table")?;
        let plan = self.plan;
        let names = || plan.tables.iter().map(|table| table.name.as_str());
        let found = names().position(|known| known == name).map(TableId);
        if found.is_none() {
            self.unknown(key.span, "table", "the policy", name, names());
        }
        // The figures are called by a word of the language.
        self.notes.extend(found.filter(|table| *table != plan.figures).map(Thing::Table), key.span);
        found
    }

    /// A column of a table, by its name in formulas.
    pub(super) fn column(&mut self, table: TableId, key: &Node) -> Option<ColumnId> {
        let name = self.text(key, "the name of a column")?;
        let plan = self.plan;
        let found = plan.tables[table.0].slot(name);
        if found.is_none() {
            let names = plan.tables[table.0].named_columns().map(|column| column.name.as_str());
            self.unknown(key.span, "column", &format!("table `{}`", plan.tables[table.0].name), name, names);
        }
        let id = found.map(|slot| ColumnId { table, slot })?;
        self.note_column(id, key.span);
        Some(id)
    }

    /// Notes the name of a column; `card.part` names the scorecard and its measure.
    pub(super) fn note_column(&mut self, id: ColumnId, span: Span) {
        let column = self.plan.column(id);
        let Work::Score(card) = column.work else { return self.notes.add(Thing::Column(id), span) };
        if let Some((name, part)) = column.name.split_once('.') {
            let place = span.part(name.len() + 1, part.len());
            self.notes.add_part(card, &self.policy.scorecards[card.0], (span, place), part);
        }
    }

    /// The place of something with a name among others.
    pub(super) fn named(&mut self, key: &Node, (of, kind): (&str, &str), names: &[&str]) -> Option<usize> {
        let name = self.text(key, &format!("the name of a {kind}"))?;
        let found = names.iter().position(|known| *known == name);
        if found.is_none() {
            self.unknown(key.span, kind, of, name, names.iter().copied());
        }
        found
    }

    fn unknown<'n>(
        &mut self,
        span: Span,
        kind: &str,
        of: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let near = nearest(name, known.clone());
        // The parts of scorecards, `score.band`, are columns too, and would hide the others.
        let plain = || known.clone().filter(|name| !name.contains('.'));
        let list = || plain().take(20).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let help = match near {
            Some(near) => format!("there is `{near}`"),
            None if known.clone().next().is_none() => format!("it has no {kind}s"),
            None => format!("it has {}", list()),
        };
        // Who takes a column out of the policy has the tests before them next.
        let help = match kind {
            "column" | "table" | "trigger" | "scorecard" => {
                format!("{help}; where you took it out of the policy, take it out of the test, too")
            }
            _ => help,
        };
        let instead = name_instead(name, span, known, self.sources);
        let finding = Diagnostic::error("unknown-name", span, format!("{of} has no {kind} `{name}`"));
        self.diagnostics.push(finding.help(help).instead(instead));
    }

    /// A value of a type.
    pub(super) fn value(&mut self, node: &Node, kind: Type) -> Option<Value> {
        if is_blank(node) {
            return Some(Value::Blank);
        }
        match &node.kind {
            NodeKind::Scalar { text, .. } => {
                let value = as_type(text, kind);
                if value.is_none() {
                    let message = format!("expected {}, found `{text}`", kind.a_word());
                    self.error("wrong-type", node.span, message, None);
                }
                value
            }
            NodeKind::Sequence(items) if kind == Type::List => Some(Value::List(items.iter().map(loose).collect())),
            _ => {
                self.wrong_kind(node, kind.a_word());
                None
            }
        }
    }
}

/// Where a value is written.
pub(super) fn written(node: &Node) -> Written {
    Written { span: node.span, empty: node.is_null() }
}

/// Nothing, `null` or `blank` without quotes.
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, quoted } => !quoted && text == "blank",
        _ => false,
    }
}

/// The value a node stands for by itself.
pub(super) fn loose(node: &Node) -> Value {
    match &node.kind {
        _ if is_blank(node) => Value::Blank,
        NodeKind::Scalar { text, quoted } => scalar_value(text, *quoted),
        NodeKind::Sequence(items) => Value::List(items.iter().map(loose).collect()),
        NodeKind::Null | NodeKind::Mapping(_) => Value::Blank,
    }
}
