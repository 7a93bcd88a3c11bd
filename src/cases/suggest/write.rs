//! Suggested tests as YAML.

use super::super::model::New;
use super::super::ready::Ready;
use super::super::run;
use super::super::suite::FILE;
use super::super::written::{value, word};
use super::Suggested;
use super::judge::Subject;
use super::pick::Chosen;
use super::rows::{Candidate, key_point};
use crate::files::PackFiles;
use crate::formula::ColumnId;
use crate::value::{NumberFormat, Value};
use std::fmt::Write;

/// A test as it is written, a line each.
pub(super) struct Written {
    pub suggested: Suggested,
    lines: Vec<String>,
}

/// How the tests of the pack are written.
pub(super) struct Manner {
    /// Whether there is no file yet.
    pub fresh: bool,
    indent: usize,
    /// What ends the last line, where the file does not.
    line_end: &'static str,
}

impl Manner {
    pub fn of(pack: &PackFiles, fresh: bool) -> Manner {
        let text = pack.text(FILE).map(|(text, _)| text).unwrap_or_default();
        let item = text.lines().map(|line| line.len() - line.trim_start().len()).zip(text.lines());
        let first = item.filter(|(_, line)| line.trim_start().starts_with("- ")).map(|(indent, _)| indent).next();
        let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        Manner { fresh: fresh || first.is_none(), indent: first.unwrap_or(2), line_end }
    }

    /// What is added to the file; all of it where there is none.
    pub fn text(&self, tests: &[Written]) -> String {
        match (tests.is_empty(), self.fresh) {
            (true, _) => String::new(),
            (false, true) => self.alone(tests),
            (false, false) => format!("{}{}", self.line_end, self.items(tests)),
        }
    }

    /// A file of these tests alone.
    pub fn alone(&self, tests: &[Written]) -> String {
        format!("tests:\n{}", self.items(tests))
    }

    fn items(&self, tests: &[Written]) -> String {
        let indent = " ".repeat(self.indent);
        let lines = tests.iter().flat_map(|test| &test.lines);
        lines.map(|line| format!("{indent}{line}\n")).collect()
    }
}

/// The tests of the chosen rows, with what a run makes of them.
pub(super) fn tests(ready: &Ready, chosen: &[Chosen<'_>], taken: &[&str]) -> Vec<Written> {
    chosen.iter().filter_map(|chosen| test(ready, chosen, taken)).collect()
}

fn test(ready: &Ready, chosen: &Chosen<'_>, taken: &[&str]) -> Option<Written> {
    let plan = ready.prepared.plan();
    let base = format!("{}: limits and conditions one by one", chosen.judge.name(plan));
    let again = (2..).map(|number| format!("{base} ({number})"));
    let name = std::iter::once(base.clone()).chain(again).find(|name| !taken.contains(&name.as_str()))?;
    let mut lines = vec![format!("- name: {}", word(&name)), "  given:".to_string()];
    let rows: Vec<Candidate> = chosen.rows.iter().map(|(row, _)| row.clone()).collect();
    let blocks = chosen.layout.blocks(plan);
    let mut tables: Vec<crate::formula::TableId> = Vec::new();
    blocks.iter().for_each(|block| {
        if !tables.contains(&block.table) {
            tables.push(block.table);
        }
    });
    for table in tables {
        lines.push(format!("    {}:", word(&plan.tables[table.0].name)));
        for block in blocks.iter().filter(|block| block.table == table) {
            for (number, row) in rows.iter().enumerate() {
                let cells = chosen.layout.cells(plan, &blocks, block, (number, row));
                let columns = &plan.tables[table.0].columns;
                let cells: Vec<String> = cells
                    .iter()
                    .map(|(slot, point)| format!("{}: {}", word(&columns[*slot].name), point.text))
                    .collect();
                let shows = if block.path.is_empty() { chosen.rows[number].1.join("; ") } else { String::new() };
                let remark = if shows.is_empty() { String::new() } else { format!("  # {shows}") };
                lines.push(format!("      - {{ {} }}{remark}", cells.join(", ")));
            }
        }
    }
    lines.push("  expect:".to_string());
    lines.extend(expected(ready, chosen, &rows)?.into_iter().map(|line| format!("    {line}")));
    let shows = chosen.rows.iter().map(|(_, shows)| shows.join("; ")).collect();
    Some(Written { suggested: Suggested { name, shows }, lines })
}

/// What a run makes of the rows.
fn expected(ready: &Ready, chosen: &Chosen<'_>, rows: &[Candidate]) -> Option<Vec<String>> {
    let plan = ready.prepared.plan();
    let ran = run::run(&chosen.layout.case(plan, &chosen.judge, rows), ready).ok()?;
    let trace = ran.run.trace(Some(&ran.probe));
    let (table, block) = (chosen.layout.table, &chosen.layout.blocks(plan)[0]);
    let key = |row: usize| key_point(plan, block, row).text;
    let columns: Vec<(String, usize)> = match chosen.subject {
        Subject::Trigger(at) => return Some(fired(&ran, (&plan.triggers[at].name, rows.len()), &key)),
        Subject::Decision(id) => {
            let outputs = &plan.decision(id).outputs;
            outputs.iter().map(|slot| (plan.tables[table.0].columns[*slot].name.clone(), *slot)).collect()
        }
        Subject::Scorecard(at) => vec![("band".to_string(), plan.scorecards[at].band)],
        Subject::Formula(id) => vec![(plan.column(id).name.clone(), id.slot)],
    };
    let mut lines = match chosen.subject {
        Subject::Scorecard(at) => vec!["scorecards:".into(), format!("  {}:", word(&plan.scorecards[at].name))],
        _ => vec![format!("{}:", word(&plan.tables[table.0].name))],
    };
    let indent = " ".repeat(lines.len() * 2);
    for row in 0..rows.len() {
        let mut cells = String::new();
        for (name, slot) in &columns {
            let id = ColumnId { table, slot: *slot };
            let (kind, format) = (plan.column(id).ty, plan.column(id).format);
            let found = New { value: trace.at(id, row), kind, tolerance: 1e-9 };
            let separator = if cells.is_empty() { "" } else { ", " };
            // Writing into a string cannot fail.
            let _ = write!(cells, "{separator}{}: {}", word(name), value(&found, like(&found.value, format))?);
        }
        lines.push(format!("{indent}{}: {{ {cells} }}", key(row)));
    }
    Some(lines)
}

/// The manner a number of that size and look is written in.
fn like(value: &Value, format: NumberFormat) -> &'static str {
    match (value.as_number(), format) {
        (Some(_), NumberFormat::Percent(_)) => "0%",
        (Some(number), _) if number.abs() >= 10_000.0 => "1_000",
        _ => "0",
    }
}

/// The rows a trigger fires for, and those it cannot be decided for.
fn fired(ran: &run::Ran, (trigger, rows): (&str, usize), key: &dyn Fn(usize) -> String) -> Vec<String> {
    let outcome = ran.run.outcome();
    let listed = |hits: &dyn Fn(usize) -> bool| {
        let keys: Vec<String> = (0..rows).filter(|row| hits(*row)).map(key).collect();
        keys.join(", ")
    };
    let fires = |row: usize| outcome.triggers.iter().any(|fired| fired.trigger() == trigger && fired.row() == row);
    let open = |row: usize| outcome.undetermined.iter().any(|open| open.trigger == trigger && open.row == row);
    let name = word(trigger);
    let mut lines = vec![format!("triggers: {{ {name}: [{}] }}", listed(&fires))];
    let open = listed(&open);
    if !open.is_empty() {
        lines.push(format!("undetermined: {{ {name}: [{open}] }}"));
    }
    lines
}
