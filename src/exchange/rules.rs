//! Decision tables as they are written: each cell with its text and its place in the file.

use crate::engine::Policy;
use crate::policy::model::{Decision, Empty, Rule, Table};
use crate::policy::yaml::{self, Node, NodeKind, with_quotes};
use crate::source::{FileId, Spanned};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// What stands in the first input of a rule that is used where no other matches.
pub(super) const OTHERWISE: &str = "otherwise";

/// What a column of a decision table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Tests of a column or formula.
    Input,
    /// A result.
    Result,
    /// The first day a rule is in force.
    From,
    /// The last day a rule is in force.
    To,
    /// A remark.
    Note,
}

/// A column of a decision table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleColumn {
    /// What it holds.
    pub kind: ColumnKind,
    /// The input or result; `from`, `to` and `note` for the others.
    pub name: String,
    /// Words that its cells often hold: `one_of` of an input, the values of a result.
    pub choices: Vec<String>,
}

impl RuleColumn {
    /// What stands above it: `then` before a result.
    #[must_use]
    pub fn header(&self) -> String {
        match self.kind {
            ColumnKind::Result => format!("then {}", self.name),
            _ => self.name.clone(),
        }
    }
}

/// A rule as it is written.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// The text of each column; empty where nothing stands.
    pub cells: Vec<String>,
    /// Where the value of each column stands, its quotes with it; `None` where none does.
    pub(super) places: Vec<Option<Range<usize>>>,
    /// Columns that are named and left empty.
    pub(super) hollow: Vec<bool>,
    /// The rule, from its first key or brace to its end.
    pub(super) whole: Range<usize>,
    /// The dash before it; `None` in a list within brackets, and for `default:`.
    pub(super) dash: Option<usize>,
    /// Where `then` stands.
    pub(super) then: Option<usize>,
    /// Whether it stands within braces.
    pub(super) braces: bool,
    /// Where the first of several results stands, and whether they stand within braces.
    pub(super) results: Option<(usize, bool)>,
    /// Whether it is used where no other matches.
    pub otherwise: bool,
    /// Whether it is written as `default:` of the decision.
    pub default: bool,
    /// What else it says that has no column: `rule:`.
    pub(super) label: Option<String>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// A decision table whose rules stand in the policy.
#[derive(Clone, Debug)]
pub struct RuleTable {
    /// The table whose rows it decides.
    pub table: String,
    /// Its name.
    pub name: String,
    /// Its hit policy, as one writes it.
    pub hit: String,
    /// The file of the pack that holds it.
    pub file: String,
    /// The file that holds its rules, where that is another: they are edited there.
    pub kept_in: Option<String>,
    /// Whose rules it uses: `segment with sales = prior_sales`.
    pub uses: Option<String>,
    /// Its columns: inputs, results, then days and remarks.
    pub columns: Vec<RuleColumn>,
    /// Its rules in order, `default:` last.
    pub rules: Vec<RuleRow>,
}

impl RuleTable {
    /// `customers.segment`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.table, self.name)
    }

    /// Whether its rules stand in the policy and can be edited from a sheet.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.kept_in.is_none() && self.columns.iter().any(|column| column.kind == ColumnKind::Input)
    }

    /// What its cells say, in a few characters: another table has another.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let headers: Vec<String> = self.columns.iter().map(RuleColumn::header).collect();
        let texts = headers.iter().chain(self.rules.iter().flat_map(|rule| &rule.cells));
        fingerprint(texts.map(String::as_str))
    }
}

/// A few characters that other texts do not have.
pub(super) fn fingerprint<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.trim().len() as u64).to_le_bytes());
        hash.update(text.trim());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The decision tables of a policy, in its order.
#[must_use]
pub fn rule_tables(policy: &Policy) -> Vec<RuleTable> {
    let mut trees: Vec<(FileId, Option<Node>)> = Vec::new();
    let mut tables = Vec::new();
    for table in &policy.model().tables {
        for decision in &table.decisions {
            let file = decision.name.span.file;
            if trees.iter().all(|(known, _)| *known != file) {
                trees.push((file, yaml::parse(file, policy.sources(), &mut Vec::new())));
            }
            let tree = trees.iter().find(|(known, _)| *known == file).and_then(|(_, tree)| tree.as_ref());
            tables.extend(tree.and_then(|tree| of_decision(policy, table, decision, tree)));
        }
    }
    tables
}

fn of_decision(policy: &Policy, table: &Table, decision: &Decision, tree: &Node) -> Option<RuleTable> {
    let node = [&*table.name.value, "decisions", &*decision.name.value]
        .into_iter()
        .try_fold(get(tree, "tables")?, |node, key| get(node, key))?;
    let columns = columns(table, decision, node);
    let text = &policy.sources().file(decision.name.span.file).text;
    let kept_in = get(node, "table").and_then(Node::text).map(String::from);
    let reader = Rows { text, columns: &columns, policy, only: decision.outputs.len() == 1 };
    let rules = match (&kept_in, get(node, "rules")) {
        (None, Some(Node { kind: NodeKind::Sequence(items), .. })) => {
            let written = items.iter().zip(&decision.rules).map(|(item, rule)| reader.row(item, rule));
            let default = get(node, "default").filter(|node| !node.is_null()).zip(decision.rules.get(items.len()));
            written.chain(default.map(|(node, rule)| reader.default(node, rule))).collect()
        }
        _ => Vec::new(),
    };
    let file = policy.sources().file(decision.name.span.file).name.clone();
    Some(RuleTable {
        table: table.name.value.clone(),
        name: decision.name.value.clone(),
        hit: decision.hit.value.words().to_string(),
        file,
        kept_in,
        uses: decision.uses.as_ref().map(|uses| uses.text.value.clone()),
        columns,
        rules,
    })
}

/// The value of a key.
fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    entry(node, key).map(|(_, value)| value)
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n (Node, Node)> {
    let NodeKind::Mapping(entries) = &node.kind else { return None };
    entries.iter().find(|(known, _)| known.text() == Some(key))
}

/// Inputs in the order in which the rules name them, then results, days and remarks.
fn columns(table: &Table, decision: &Decision, node: &Node) -> Vec<RuleColumn> {
    let mut columns: Vec<RuleColumn> = Vec::new();
    for rule in &decision.rules {
        let Empty { inputs, .. } = &rule.empty;
        for input in rule.tests.iter().map(|test| &test.input).chain(inputs) {
            if columns.iter().all(|column| column.name != input.value) {
                let column = table.columns.iter().find(|column| column.name.value == input.value);
                let choices = column.map(|column| column.one_of.iter().map(|word| word.value.to_string()).collect());
                let choices = choices.unwrap_or_default();
                columns.push(RuleColumn { kind: ColumnKind::Input, name: input.value.clone(), choices });
            }
        }
    }
    columns.extend(decision.outputs.iter().map(|output| RuleColumn {
        kind: ColumnKind::Result,
        name: output.name.value.clone(),
        choices: output.values.iter().map(|word| word.value.clone()).collect(),
    }));
    let written = match get(node, "rules").map(|rules| &rules.kind) {
        Some(NodeKind::Sequence(items)) => items.as_slice(),
        _ => &[],
    };
    for (kind, name) in [(ColumnKind::From, "from"), (ColumnKind::To, "to"), (ColumnKind::Note, "note")] {
        if written.iter().any(|rule| entry(rule, name).is_some()) {
            columns.push(RuleColumn { kind, name: name.to_string(), choices: Vec::new() });
        }
    }
    columns
}

/// Reads rules of one decision table.
struct Rows<'a> {
    text: &'a str,
    columns: &'a [RuleColumn],
    policy: &'a Policy,
    /// Whether there is one result, which needs no name.
    only: bool,
}

impl Rows<'_> {
    fn row(&self, item: &Node, rule: &Rule) -> RuleRow {
        let start = item.span.start as usize;
        let before = self.text[..start].trim_end_matches(' ');
        let then = entry(item, "then");
        let mut row = RuleRow {
            dash: before.ends_with('-').then(|| before.len() - 1),
            then: then.map(|(key, _)| with_quotes(self.text, key.span).start),
            braces: self.text[start..].starts_with('{'),
            label: get(item, "rule").and_then(Node::text).map(String::from),
            ..self.bare(item, rule)
        };
        for (at, column) in self.columns.iter().enumerate() {
            let written = match column.kind {
                ColumnKind::Input => {
                    let test = rule.tests.iter().find(|test| test.input.value == column.name);
                    test.map(|test| test.cell.value.clone()).zip(get(item, &column.name))
                }
                ColumnKind::Result => self.result(rule, &column.name, then.map(|(_, value)| value)),
                ColumnKind::From | ColumnKind::To | ColumnKind::Note => {
                    get(item, &column.name).and_then(|node| Some((node.text()?.to_string(), node)))
                }
            };
            row.hollow[at] = written.is_none()
                && match column.kind {
                    ColumnKind::Result => then.is_some_and(|(_, then)| entry(then, &column.name).is_some()),
                    _ => entry(item, &column.name).is_some(),
                };
            self.put(&mut row, at, written);
        }
        if let Some((_, NodeKind::Mapping(results))) = then.map(|(_, value)| (value, &value.kind))
            && let (Some((first, _)), Some((_, value))) = (results.first(), then)
        {
            let braces = self.text[value.span.start as usize..].starts_with('{');
            row.results = Some((with_quotes(self.text, first.span).start, braces));
        }
        self.say_otherwise(&mut row);
        row
    }

    /// `default:` of the decision.
    fn default(&self, node: &Node, rule: &Rule) -> RuleRow {
        let mut row = RuleRow { default: true, ..self.bare(node, rule) };
        for (at, column) in self.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Result) {
            let written = self.result(rule, &column.name, Some(node));
            self.put(&mut row, at, written);
        }
        self.say_otherwise(&mut row);
        row
    }

    fn bare(&self, node: &Node, rule: &Rule) -> RuleRow {
        RuleRow {
            cells: vec![String::new(); self.columns.len()],
            places: vec![None; self.columns.len()],
            hollow: vec![false; self.columns.len()],
            whole: with_quotes(self.text, node.span),
            dash: None,
            then: None,
            braces: false,
            results: None,
            otherwise: rule.otherwise,
            default: false,
            label: None,
            line: self.policy.sources().place(node.span).line,
        }
    }

    fn result<'n>(&self, rule: &Rule, name: &str, node: Option<&'n Node>) -> Option<(String, &'n Node)> {
        let (_, value): &(Spanned<String>, Spanned<String>) =
            rule.results.iter().find(|(output, _)| output.value == name)?;
        let node = node?;
        let own = match node.kind {
            NodeKind::Mapping(_) => get(node, name)?,
            _ if self.only => node,
            _ => return None,
        };
        Some((value.value.clone(), own))
    }

    fn put(&self, row: &mut RuleRow, at: usize, written: Option<(String, &Node)>) {
        let Some((text, node)) = written else { return };
        row.cells[at] = text;
        // What an alias stands for is written elsewhere.
        let place = with_quotes(self.text, node.span);
        let within = row.whole.start <= place.start && place.end <= row.whole.end;
        row.places[at] = Some(place).filter(|place| within && !self.text[place.clone()].contains('\n'));
    }

    fn say_otherwise(&self, row: &mut RuleRow) {
        let first = self.columns.iter().position(|column| column.kind == ColumnKind::Input);
        if let (true, Some(first)) = (row.otherwise, first) {
            row.cells[first] = OTHERWISE.to_string();
        }
    }
}
