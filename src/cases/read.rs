//! `tests.yaml` to cases.

use super::fields::Reader;
use super::model::{Case, Given};
use super::suite::NO_WORKBOOK;
use crate::import::Input;
use crate::plan::names::Thing;
use crate::policy;
use crate::policy::yaml::{Fields, Node, NodeKind};
use crate::source::Spanned;
use crate::value::Date;
use std::path::Path;

const KEYS: [&str; 8] = ["name", "note", "set", "as_of", "given", "workbook", "expect", "tolerance"];

/// Endings of workbooks.
const WORKBOOKS: [&str; 7] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv"];

const FROM_THE_PACK: &str = "the path counts from the pack's folder";

/// Numbers that differ by less than this part of the larger one are the same.
const TOLERANCE: f64 = 1e-9;

impl Reader<'_> {
    /// Every case of the file; those with mistakes are noted and left out.
    pub(super) fn cases(&mut self, root: &Node) -> Vec<Case> {
        let fields = self.fields(root, "the file", &["tests"]);
        let Some(tests) = fields.get("tests") else {
            self.error(
                "missing-key",
                root.span,
                "the file holds no `tests:`".into(),
                Some("begin it with `tests:`".into()),
            );
            return Vec::new();
        };
        let mut cases: Vec<Case> = Vec::new();
        for node in self.items(tests, "a list of tests") {
            let Some(case) = self.case(node) else { continue };
            if let Some(first) = cases.iter().find(|known| known.name.value == case.name.value) {
                let message = format!("two tests are called `{}`", case.name.value);
                let finding = crate::diagnostic::Diagnostic::error("duplicate-name", case.name.span, message);
                self.diagnostics.push(finding.related(first.name.span, "the first"));
            }
            cases.push(case);
        }
        cases
    }

    fn case(&mut self, node: &Node) -> Option<Case> {
        let fields = self.fields(node, "a test", &KEYS);
        let Some(name) = fields.get("name") else {
            let help = "add `name:` and say what the test shows".to_string();
            self.error("missing-key", node.span, "the test lacks `name`".into(), Some(help));
            return None;
        };
        let name = Spanned::new(self.text(name, "what the test shows")?.to_string(), name.span);
        let set = fields.get("set").map_or_else(Vec::new, |node| self.set(node));
        let as_of = fields.get("as_of").and_then(|node| self.day(node));
        let tolerance = fields.get("tolerance").and_then(|node| self.value(node, crate::value::Type::Number));
        let given = self.input(&fields);
        let Some(expect) = fields.get("expect") else {
            let help = "add `expect:` and what must come of it".to_string();
            self.error("missing-key", name.span, "the test expects nothing".into(), Some(help));
            return None;
        };
        let expect = self.expect(expect);
        let tolerance = tolerance.and_then(|value| value.as_number()).unwrap_or(TOLERANCE);
        Some(Case { name, whole: node.span, set, as_of, given, expect, tolerance })
    }

    fn input(&mut self, fields: &Fields<'_>) -> Given {
        match (fields.entry("given"), fields.get("workbook")) {
            (Some((span, _)), Some(_)) => {
                let help = "take one of the two; a workbook's rows can be copied into `given`".to_string();
                self.error("two-inputs", span, "a test has either `given` or `workbook`".into(), Some(help));
                Given::Workbooks(Vec::new())
            }
            (_, Some(node)) => {
                self.missing = None;
                let items = self.items(node, "a workbook or a list of them");
                let inputs = items.into_iter().filter_map(|item| self.workbook(item)).collect();
                self.missing.take().map_or(Given::Workbooks(inputs), Given::Missing)
            }
            (Some((_, node)), None) => self.given(node),
            (None, None) => Given::Rows { tables: Vec::new(), values: Vec::new() },
        }
    }

    /// A workbook beside the pack, or for a pack in memory one of its files. Where it is not there the case at hand
    /// cannot run; the others can.
    fn workbook(&mut self, node: &Node) -> Option<Input> {
        let name = self.text(node, "a workbook")?;
        let (message, help) = match self.files.path(name) {
            None => match self.files.bytes(name) {
                Ok(data) => return Some(Input::Bytes { name: name.to_string(), data }),
                Err(error) => (format!("`{name}` {}", error.message), error.help.to_string()),
            },
            Some(path) => match self.refused(name, &path) {
                Some((message, help)) => {
                    self.error("outside-pack", node.span, message, Some(help));
                    return None;
                }
                None if path.exists() => return Some(Input::File(path)),
                None => (format!("there is no file `{}`", path.display()), FROM_THE_PACK.to_string()),
            },
        };
        self.missing.get_or_insert_with(|| format!("{message}: {help}"));
        self.error(NO_WORKBOOK, node.span, message, Some(help));
        None
    }

    /// Why a path may not be read, and what to do.
    fn refused(&self, name: &str, path: &Path) -> Option<(String, String)> {
        if Path::new(name).is_absolute() {
            return Some((format!("`{name}` is an absolute path"), FROM_THE_PACK.to_string()));
        }
        let help = "copy the file into the pack's folder; outside it only workbooks are read".to_string();
        let outside = path.exists() && !self.may_be_read(path);
        outside.then(|| (format!("`{name}` lies outside the pack and is no workbook"), help))
    }

    /// Messages quote what is read: outside the pack, links followed, it must call itself a workbook.
    fn may_be_read(&self, path: &Path) -> bool {
        let folder = self.files.path(".").and_then(|folder| folder.canonicalize().ok());
        let Ok(path) = path.canonicalize() else { return false };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        folder.is_some_and(|folder| path.starts_with(folder)) || WORKBOOKS.contains(&ending.as_str())
    }

    fn day(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node, "a date")?;
        let day = Date::parse(text);
        if day.is_none() {
            let help = "write it as `2026-01-31`".to_string();
            self.error("bad-date", node.span, format!("`as_of` must be a date, found `{text}`"), Some(help));
        }
        day
    }

    /// Parameters, each tried on the policy so that a mistake has its place.
    fn set(&mut self, node: &Node) -> Vec<(String, String)> {
        let mut parameters = self.policy.parameters.clone();
        let mut set = Vec::new();
        for (key, value) in self.entries(node, "a mapping of parameters") {
            let (Some(name), Some(text)) = (key.text(), self.parameter(value)) else { continue };
            let at = self.policy.parameters.iter().position(|parameter| parameter.name.value == name);
            self.notes.extend(at.map(Thing::Parameter), key.span);
            match policy::set(&mut parameters, name, &text) {
                Ok(()) => set.push((name.to_string(), text)),
                Err(error) => self.error("parameter", key.span.to(value.span), error.message, error.help),
            }
        }
        set
    }

    /// A parameter's value as one types it after `--set`.
    fn parameter(&mut self, node: &Node) -> Option<String> {
        match &node.kind {
            NodeKind::Scalar { text, .. } => Some(text.clone()),
            NodeKind::Sequence(items) => Some(items.iter().filter_map(Node::text).collect::<Vec<_>>().join(", ")),
            NodeKind::Mapping(_) => {
                let fields = self.fields(node, "a period", &["from", "to"]);
                let day = |key: &str| fields.get(key).and_then(Node::text);
                Some(format!("{}..{}", day("from")?, day("to")?))
            }
            NodeKind::Null => {
                self.wrong_kind(node, "a value");
                None
            }
        }
    }
}
