//! Suggested tests as YAML.

use super::super::model::New;
use super::super::ready::Ready;
use super::super::run;
use super::super::suite::FILE;
use super::super::written::{text_word, value, word};
use super::Suggested;
use super::judge::Subject;
use super::pick::Chosen;
use super::rows::Candidate;
use crate::files::PackFiles;
use crate::formula::{ColumnId, TableId};
use crate::plan::{Plan, RowsPlan, Work};
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
    let plan = ready.prepared.plan();
    let mut taken: Vec<String> = taken.iter().map(ToString::to_string).collect();
    let mut all = Vec::new();
    for chosen in chosen {
        let name = chosen.judge.name(plan);
        // Rows that are made of others could get into each other's way: each is a test of its own.
        let tests = match chosen.layout.alone {
            false => vec![(chosen.rows.as_slice(), format!("{name}: limits and conditions one by one"))],
            true => chosen.rows.chunks(1).map(|row| (row, alone(chosen, &name, &row[0].1.join("; ")))).collect(),
        };
        for (rows, name) in tests {
            let test = test(ready, chosen, rows, (&name, &taken));
            taken.extend(test.iter().map(|test| test.suggested.name.clone()));
            all.extend(test);
        }
    }
    all
}

/// What a test of one row is called: `weeks.size: rule 1 → large`, `trigger slow does not fire`.
fn alone(chosen: &Chosen<'_>, name: &str, shows: &str) -> String {
    let rest = match chosen.subject {
        Subject::Trigger(_) => shows.strip_prefix(chosen.judge.words.as_str()),
        _ => None,
    };
    match rest {
        Some("") => format!("{name} fires"),
        Some(rest) => format!("{name}{rest}"),
        None => format!("{name}: {shows}"),
    }
}

/// A row, and what it shows.
type Shown = (Candidate, Vec<String>);

fn test(ready: &Ready, chosen: &Chosen<'_>, shown: &[Shown], (base, taken): (&str, &[String])) -> Option<Written> {
    let again = (2..).map(|number| format!("{base} ({number})"));
    let name = std::iter::once(base.to_string()).chain(again).find(|name| !taken.contains(name))?;
    let mut lines = vec![format!("- name: {}", word(&name)), "  given:".to_string()];
    let rows: Vec<Candidate> = shown.iter().map(|(row, _)| row.clone()).collect();
    let plan = ready.prepared.plan();
    let ran = run::run(&chosen.layout.case(plan, &chosen.judge, &rows), ready).ok()?;
    lines.extend(given(plan, chosen, shown, &ran)?);
    lines.push("  expect:".to_string());
    lines.extend(expected(plan, chosen, &rows, &ran)?.into_iter().map(|line| format!("    {line}")));
    let shows = shown.iter().map(|(_, shows)| shows.join("; ")).collect();
    Some(Written { suggested: Suggested { name, shows }, lines })
}

/// The rows that are given, table by table.
fn given(plan: &Plan, chosen: &Chosen<'_>, shown: &[Shown], ran: &run::Ran) -> Option<Vec<String>> {
    let blocks = chosen.layout.blocks(plan);
    let mut tables: Vec<TableId> = Vec::new();
    for block in &blocks {
        if !tables.contains(&block.table) {
            tables.push(block.table);
        }
    }
    let mut lines = Vec::new();
    for table in tables {
        let mut own = Vec::new();
        for block in blocks.iter().filter(|block| block.table == table) {
            for (number, (row, shows)) in shown.iter().enumerate() {
                let columns = &plan.tables[table.0].columns;
                let cells = chosen.layout.cells(plan, &blocks, block, (number, row));
                let cells = cells.iter().map(|(slot, point)| (*slot, point.text.clone()));
                let cells: Vec<(usize, String)> = match matches!(plan.tables[table.0].rows, RowsPlan::Imported(_)) {
                    true => cells.collect(),
                    false if cells.len() == 0 => continue,
                    false => made_of(plan, table, ran)?.into_iter().chain(cells).collect(),
                };
                let cells = cells.iter().map(|(slot, text)| format!("{}: {text}", word(&columns[*slot].name)));
                let cells = cells.collect::<Vec<_>>().join(", ");
                let told = block.path.is_empty() && !chosen.layout.alone;
                let remark = if told { format!("  # {}", shows.join("; ")) } else { String::new() };
                own.push(format!("      - {{ {cells} }}{remark}"));
            }
        }
        if !own.is_empty() {
            lines.push(format!("    {}:", word(&plan.tables[table.0].name)));
            lines.extend(own);
        }
    }
    Some(lines)
}

/// The values that make the row of a derived table, by which a test names it: such a test has one row.
fn made_of(plan: &Plan, table: TableId, ran: &run::Ran) -> Option<Vec<(usize, String)>> {
    let trace = ran.run.trace(Some(&ran.probe));
    let columns = plan.tables[table.0].columns.iter().enumerate();
    let derived = columns.filter(|(_, column)| column.work == Work::Derived && !column.hidden);
    derived
        .map(|(slot, column)| {
            let found = New { value: trace.at(ColumnId { table, slot }, 0), kind: column.ty, tolerance: 1e-9 };
            Some((slot, value(&found, like(&found.value, column.format))?))
        })
        .filter(|cell| cell.as_ref().is_none_or(|(_, text)| text != "blank"))
        .collect()
}

/// What a run makes of the rows.
fn expected(plan: &Plan, chosen: &Chosen<'_>, given: &[Candidate], ran: &run::Ran) -> Option<Vec<String>> {
    let rows = given.len();
    let trace = ran.run.trace(Some(&ran.probe));
    let (table, block) = (chosen.layout.table, &chosen.layout.blocks(plan)[0]);
    let derived = chosen.layout.is_derived(plan);
    let key = |row: usize| match derived {
        true => text_word(&trace.key(table, row)),
        false => chosen.layout.key_of(plan, block, (row, &given[row])).text,
    };
    let columns: Vec<(String, usize)> = match chosen.subject {
        Subject::Trigger(at) => return Some(fired(ran, (&plan.triggers[at].name, rows), &key)),
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
    for row in 0..rows {
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
