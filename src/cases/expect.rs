//! `expect:` what must come of a case.

use super::fields::{Reader, is_blank, written};
use super::model::{Expectation, FiredRow, IssueWanted, Row, What, Written};
use crate::eval::RowChoice;
use crate::formula::{ColumnId, TableId};
use crate::plan::names::Thing;
use crate::plan::{DecisionId, RowsPlan, ScorecardId, ScorecardPlan, Work};
use crate::policy::model::Severity;
use crate::policy::yaml::{Fields, Node, NodeKind};
use crate::source::Span;
use crate::value::{Date, Type};

/// Keys of `expect:` that are no tables.
const KEYS: [&str; 8] = ["scorecards", "triggers", "undetermined", "issues", "rejected", "counts", "rows", "findings"];

impl Reader<'_> {
    pub(super) fn expect(&mut self, node: &Node) -> Vec<Expectation> {
        let mut all = Vec::new();
        for (key, value) in self.entries(node, "a mapping of tables, triggers and the like") {
            match key.text().unwrap_or_default() {
                "scorecards" => self.scorecards(value, &mut all),
                "triggers" => self.triggers(value, &mut all),
                "undetermined" => self.undetermined(value, &mut all),
                // Issues are a list; a mapping is rows by key of a table that is called so.
                "issues" if !self.is_table("issues") || !matches!(value.kind, NodeKind::Mapping(_)) => {
                    self.issues((key.span, value), &mut all)
                }
                "rejected" => self.rejected(value, &mut all),
                "counts" => self.counts(value, &mut all),
                "rows" => self.row_counts(value, &mut all),
                "findings" => self.findings((key.span, value), &mut all),
                name => {
                    let known = self.plan.tables.iter().map(|table| table.name.as_str());
                    if let Some(near) = crate::diagnostic::nearest(name, KEYS)
                        && !known.clone().any(|known| known == name)
                        && crate::diagnostic::nearest(name, known).is_none()
                    {
                        let message = format!("`expect` has no key `{name}`");
                        self.error("unknown-key", key.span, message, Some(format!("write `{near}`")));
                    } else if let Some(table) = self.table(key) {
                        self.values((key, table), value, &mut all);
                    }
                }
            }
        }
        all
    }

    fn is_table(&self, name: &str) -> bool {
        self.plan.tables.iter().any(|table| table.name == name)
    }

    /// Values of columns: by key, or a list in the order of rows.
    fn values(&mut self, (key, table): (&Node, TableId), node: &Node, all: &mut Vec<Expectation>) {
        if table == self.plan.figures {
            let row = Row::Chosen(RowChoice::Number(0));
            self.cells(table, &row, node, all);
            return;
        }
        if !matches!(node.kind, NodeKind::Sequence(_)) {
            for (key, cells) in self.entries(node, "rows by key, or a list of rows") {
                let row = Row::Key(key.text().unwrap_or_default().to_string());
                self.cells(table, &row, cells, all);
            }
            return;
        }
        let items = self.items(node, "a list of rows");
        let count = items.len();
        let mut in_order = true;
        for (number, cells) in items.into_iter().enumerate() {
            let written: Vec<(ColumnId, &Node)> = self
                .entries(cells, "columns and values")
                .into_iter()
                .filter_map(|(key, value)| Some((self.plan.tables[table.0].slot(key.text()?)?, value)))
                .map(|(slot, value)| (ColumnId { table, slot }, value))
                .collect();
            let derived = !matches!(self.plan.tables[table.0].rows, RowsPlan::Imported(_));
            let choice = if derived { self.choice(&written) } else { Vec::new() };
            let row = match choice.is_empty() {
                true => RowChoice::Number(number),
                false => {
                    in_order = false;
                    RowChoice::With(choice)
                }
            };
            self.cells(table, &Row::Chosen(row), cells, all);
        }
        if in_order {
            all.push(Expectation { span: key.span, what: What::Rows { table, count, written: None } });
        }
    }

    fn cells(&mut self, table: TableId, row: &Row, node: &Node, all: &mut Vec<Expectation>) {
        for (key, value) in self.entries(node, "columns and values") {
            let Some(column) = self.column(table, key) else { continue };
            self.cell(column, row, (key, value), all);
        }
    }

    fn cell(&mut self, column: ColumnId, row: &Row, (key, node): (&Node, &Node), all: &mut Vec<Expectation>) {
        let Some(value) = self.value(node, self.plan.column(column).ty) else { return };
        let what = What::Value { column, row: row.clone(), value, written: written(node) };
        all.push(Expectation { span: key.span.to(node.span), what });
    }

    fn scorecards(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        let plan = self.plan;
        let names: Vec<&str> = plan.scorecards.iter().map(|card| card.name.as_str()).collect();
        for (key, rows) in self.entries(node, "a mapping of scorecards") {
            let Some(at) = self.named(key, ("the policy", "scorecard"), &names) else { continue };
            let (id, card) = (ScorecardId(at), &plan.scorecards[at]);
            self.notes.add(Thing::Scorecard(id), key.span);
            for (key, parts) in self.entries(rows, "rows by key") {
                let row = Row::Key(key.text().unwrap_or_default().to_string());
                for (part, value) in self.entries(parts, "parts of the scorecard and values") {
                    let Some(column) = self.part((id, card), part) else { continue };
                    self.cell(column, &row, (part, value), all);
                }
            }
        }
    }

    /// A part of a scorecard: `score`, `band`, `rank`, `MEASURE_points`, or a measure for its value.
    fn part(&mut self, (id, card): (ScorecardId, &ScorecardPlan), key: &Node) -> Option<ColumnId> {
        let name = self.text(key, "a part of the scorecard")?;
        let table = &self.plan.tables[card.table.0];
        let measure = card.measures.iter().find(|measure| measure.name == name).map(|measure| measure.value);
        let slot = table.slot(&format!("{}.{name}", card.name)).or(measure);
        if slot.is_none() {
            let own = format!("{}.", card.name);
            let parts = table.columns.iter().filter_map(|column| column.name.strip_prefix(own.as_str()));
            let names: Vec<&str> = parts.chain(card.measures.iter().map(|measure| measure.name.as_str())).collect();
            self.named(key, (&format!("scorecard `{}`", card.name), "part"), &names);
        }
        self.notes.add_measure(id, &self.policy.scorecards[id.0], key.span, name);
        slot.map(|slot| ColumnId { table: card.table, slot })
    }

    fn trigger(&mut self, key: &Node) -> Option<usize> {
        let plan = self.plan;
        let names: Vec<&str> = plan.triggers.iter().map(|trigger| trigger.name.as_str()).collect();
        let found = self.named(key, ("the policy", "trigger"), &names);
        self.notes.extend(found.map(Thing::Trigger), key.span);
        found
    }

    fn triggers(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        for (key, rows) in self.entries(node, "a mapping of triggers and the keys they fire for") {
            let Some(trigger) = self.trigger(key) else { continue };
            let list = self.key_list(rows);
            let rows = match &rows.kind {
                NodeKind::Mapping(entries) => {
                    entries.iter().filter_map(|(key, said)| self.fired_row(key, Some(said))).collect()
                }
                _ => {
                    let keys = self.items(rows, "a list of keys, or a mapping by key");
                    keys.into_iter().filter_map(|key| self.fired_row(key, None)).collect()
                }
            };
            all.push(Expectation { span: key.span, what: What::Fires { trigger, rows, list } });
        }
    }

    fn fired_row(&mut self, key: &Node, said: Option<&Node>) -> Option<FiredRow> {
        let name = self.text(key, "a key")?.to_string();
        let mut row = FiredRow { key: name, span: key.span, owner: None, severity: None, due: None, message: None };
        let Some(said) = said else { return Some(row) };
        let fields: Fields<'_> = self.fields(said, "a trigger", &["owner", "severity", "due", "message"]);
        let text = |node: &Node| (!is_blank(node)).then(|| node.text().map(str::to_string)).flatten();
        row.owner = fields.entry("owner").map(|(_, node)| (text(node), written(node)));
        row.message = fields.entry("message").map(|(_, node)| (text(node).unwrap_or_default(), written(node)));
        if let Some((_, node)) = fields.entry("due") {
            let value = self.value(node, Type::Date);
            row.due = value.map(|value| (value.as_day(), written(node)));
        }
        if let Some(node) = fields.get("severity") {
            row.severity = self.severity(node);
        }
        Some(row)
    }

    fn severity(&mut self, node: &Node) -> Option<(Severity, Written)> {
        let words = Severity::ALL.map(Severity::word);
        let at = self.named(node, ("a trigger", "severity"), &words)?;
        Some((Severity::ALL[at], written(node)))
    }

    fn undetermined(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        for (key, keys) in self.entries(node, "a mapping of triggers and keys") {
            let Some(trigger) = self.trigger(key) else { continue };
            let list = self.key_list(keys);
            let items = self.items(keys, "a list of keys");
            let keys = items.into_iter().filter_map(Node::text).map(str::to_string).collect();
            all.push(Expectation { span: key.span, what: What::Undetermined { trigger, keys, list } });
        }
    }

    fn issues(&mut self, (span, node): (Span, &Node), all: &mut Vec<Expectation>) {
        let items = self.items(node, "a list of issues");
        if items.is_empty() {
            all.push(Expectation { span, what: What::NoIssues });
        }
        for item in items {
            if let Some(code) = item.text() {
                let wanted = IssueWanted { code: code.into(), ..IssueWanted::default() };
                all.push(Expectation { span: item.span, what: What::Issue(wanted) });
                continue;
            }
            let fields = self.fields(item, "an issue", &["code", "table", "column", "key", "count", "message"]);
            let text = |key: &str| fields.get(key).and_then(Node::text).map(str::to_string);
            let Some(code) = text("code") else {
                let help = "add `code:`, as in `{ code: unknown-reference, table: orders }`".to_string();
                self.error("missing-key", item.span, "the issue lacks `code`".into(), Some(help));
                continue;
            };
            let count = fields.get("count").and_then(|node| Some((self.count(node)?, written(node))));
            let table = fields.get("table").and_then(|node| Some((node, self.table(node)?)));
            match (table, fields.get("column")) {
                (Some((_, table)), Some(column)) => self.issue_column(table, column),
                // Without a table it is whatever is called so.
                (None, Some(column)) => self.note_everywhere(column),
                (_, None) => {}
            }
            let table = table.and_then(|(node, _)| node.text()).map(str::to_string);
            let [column, key, message] = ["column", "key", "message"].map(text);
            let wanted = IssueWanted { code, table, column, key, count, message };
            all.push(Expectation { span: item.span, what: What::Issue(wanted) });
        }
    }

    /// A column of the table, or what else issues name: a decision, a part of a formula, the condition of
    /// a derived table, the due date or message of a trigger.
    fn issue_column(&mut self, table: TableId, node: &Node) {
        let plan = self.plan;
        let of_triggers: Vec<String> = plan
            .triggers
            .iter()
            .filter(|trigger| trigger.table == table)
            .flat_map(|trigger| ["due", "owner", "message"].map(|part| format!("{}.{part}", trigger.name)))
            .collect();
        let decisions = plan.decisions.iter().filter(|decision| decision.table == table);
        let mut names: Vec<&str> = decisions.map(|decision| decision.name.as_str()).collect();
        let columns = plan.tables[table.0].columns.iter();
        names.extend(columns.map(|column| column.name.as_str()));
        if !matches!(plan.tables[table.0].rows, RowsPlan::Imported(_)) {
            names.push("where");
        }
        names.extend(of_triggers.iter().map(String::as_str));
        if self.named(node, (&format!("table `{}`", plan.tables[table.0].name), "column"), &names).is_some() {
            self.note_issue_column(table, node);
        }
    }

    fn note_everywhere(&mut self, node: &Node) {
        (0..self.plan.tables.len()).for_each(|table| self.note_issue_column(TableId(table), node));
        let assertions = &self.policy.assertions;
        let found = assertions.iter().position(|assertion| Some(assertion.name.value.as_str()) == node.text());
        self.notes.extend(found.map(Thing::Assertion), node.span);
    }

    /// Notes what an issue is said to be about, where a table has it.
    fn note_issue_column(&mut self, table: TableId, node: &Node) {
        let (plan, name) = (self.plan, node.text().unwrap_or_default());
        let own = &plan.tables[table.0];
        if let Some(slot) = own.columns.iter().position(|column| column.name == name) {
            let (id, column) = (ColumnId { table, slot }, &own.columns[slot]);
            match (&column.work, column.references) {
                (Work::Link, Some(group)) => self.notes.add(Thing::Table(group), node.span),
                _ if column.hidden => self.notes.copy(column.span, node.span),
                _ => self.note_column(id, node.span),
            }
        }
        let called = |known: &str| name.split('.').next() == Some(known);
        let trigger = plan.triggers.iter().position(|known| known.table == table && called(&known.name));
        if let Some(trigger) = trigger.filter(|_| name.contains('.')) {
            self.notes.add(Thing::Trigger(trigger), node.span.part(0, plan.triggers[trigger].name.len()));
        }
        let decision = plan.decisions.iter().position(|known| known.table == table && known.name == name);
        self.notes.extend(decision.map(|decision| Thing::Decision(DecisionId(decision))), node.span);
    }

    fn rejected(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        for (key, count) in self.entries(node, "a mapping of tables and numbers") {
            let Some(table) = self.table(key) else { continue };
            let (written, Some(count)) = (written(count), self.count(count)) else { continue };
            let table = self.plan.tables[table.0].name.clone();
            all.push(Expectation { span: key.span, what: What::Rejected { table, count, written } });
        }
    }

    fn row_counts(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        for (key, count) in self.entries(node, "a mapping of tables and numbers") {
            let Some(table) = self.table(key) else { continue };
            let (written, Some(count)) = (Some(written(count)), self.count(count)) else { continue };
            all.push(Expectation { span: key.span, what: What::Rows { table, count, written } });
        }
    }

    fn counts(&mut self, node: &Node, all: &mut Vec<Expectation>) {
        for (key, columns) in self.entries(node, "a mapping of tables") {
            let Some(table) = self.table(key) else { continue };
            for (key, values) in self.entries(columns, "a mapping of columns") {
                let Some(column) = self.column(table, key) else { continue };
                for (key, count) in self.entries(values, "a mapping of values and how often they occur") {
                    let value = self.value(key, self.plan.column(column).ty);
                    let written = written(count);
                    let (Some(value), Some(count)) = (value, self.count(count)) else { continue };
                    all.push(Expectation { span: key.span, what: What::Count { column, value, count, written } });
                }
            }
        }
    }

    fn findings(&mut self, (span, node): (Span, &Node), all: &mut Vec<Expectation>) {
        let items = self.items(node, "a list of codes");
        let codes = items.into_iter().filter_map(Node::text).map(str::to_string).collect();
        all.push(Expectation { span, what: What::Findings { codes, list: self.key_list(node) } });
    }
}

/// A day as people write it, or that there is none.
pub(super) fn day_word(day: Option<Date>) -> String {
    day.map_or_else(|| "blank".to_string(), |day| day.to_string())
}
