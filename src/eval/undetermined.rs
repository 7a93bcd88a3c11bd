//! Rows for which a condition is neither true nor false: not counted by an aggregate, in no group, passed on
//! by a rule. They are gathered over the run, so that one blank is one issue, however many columns ask.

use crate::formula::{ColumnId, TableId};
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::source::Span;
use crate::words::{Between, Hole, Sentence, and_more};
use std::collections::BTreeMap;

/// Names of columns in one message; more are counted.
const NAMED: usize = 3;

/// What happened to the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// An aggregate did not count them.
    NotCounted,
    /// They are in no row of a grouped table.
    NotGrouped,
    /// Rules of a decision table did not match them; `declared` where the policy expects that.
    PassedOn { declared: bool },
}

/// An operand of a condition that is blank in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Blank {
    pub id: ColumnId,
    /// As formulas name it: `status`, `customer.segment`.
    pub name: String,
    /// Whether the condition asks what it is: `region == "North"`. A blank is then no surprise.
    pub equality: bool,
}

/// Rows left undetermined by one blank column.
#[derive(Debug)]
pub(super) struct Kept {
    pub table: TableId,
    pub rows: Vec<u32>,
    pub blank: Option<Blank>,
    effect: Effect,
    /// The columns whose conditions they are.
    names: Vec<String>,
    span: Span,
}

/// What has been kept so far.
#[derive(Debug, Default)]
pub(super) struct Undetermined(Vec<Kept>);

impl Undetermined {
    /// Keeps that the condition of `name` is blank in these rows of a table, each with what is blank in it.
    pub(super) fn keep(
        &mut self,
        (name, span): (&str, Span),
        effect: Effect,
        table: TableId,
        rows: Vec<(u32, Option<Blank>)>,
    ) {
        let mut by_blank: BTreeMap<Option<Blank>, Vec<u32>> = BTreeMap::new();
        rows.into_iter().for_each(|(row, blank)| by_blank.entry(blank).or_default().push(row));
        for (blank, rows) in by_blank {
            let same = |known: &&mut Kept| {
                known.table == table && known.effect == effect && known.blank == blank && known.rows == rows
            };
            match self.0.iter_mut().find(same) {
                Some(known) if known.names.iter().any(|other| other == name) => {}
                Some(known) => known.names.push(name.to_string()),
                None => self.0.push(Kept { table, rows, blank, effect, names: vec![name.to_string()], span }),
            }
        }
    }

    /// All that was kept, in the order it came up.
    pub(super) fn kept(&self) -> &[Kept] {
        &self.0
    }
}

impl Kept {
    /// The issue; `table` is the name of the rows' table.
    pub(super) fn issue(&self, table: &str) -> Issue {
        let asked = self.blank.as_ref().is_some_and(|blank| blank.equality);
        let issue = Issue::new(IssueCode::Undetermined, self.message(table)).in_table(table).in_column(&self.names[0]);
        let noted = asked || self.effect == Effect::PassedOn { declared: true };
        issue.times(self.rows.len()).as_note(noted).by_rule(self.span)
    }

    fn message(&self, table: &str) -> Sentence {
        let count = self.rows.len();
        let names = listed(&self.names);
        let done = match self.effect {
            Effect::NotCounted => say!("not-counted-in", "not counted in {names}", names),
            Effect::NotGrouped => say!("in-no-row-of", "in no row of {names}", names),
            Effect::PassedOn { .. } => say!("passed-on-by", "passed on by rules of {names}", names),
        };
        let (why, what) = match &self.blank {
            Some(blank) => {
                let why = say!(
                    "blank-in-rows",
                    "`{column}` is blank {count:in it|in them}, so the condition is neither true nor false",
                    column = &blank.name,
                    count
                );
                (why, blank.name.as_str())
            }
            None => (say!("condition-unknown", "the condition is neither true nor false"), "x"),
        };
        let help = match self.effect {
            Effect::PassedOn { declared: true } => None,
            Effect::PassedOn { declared: false } => Some(say!(
                "rule-for-blank",
                " (add a rule for `blank`, or `blank: other` where later rules are meant to take them)"
            )),
            Effect::NotCounted | Effect::NotGrouped => {
                Some(say!("what-blank-means", " (say what a blank means: `{what} ?? …`)", what))
            }
        };
        say!(
            "undetermined",
            "{count} {count:row|rows} of `{table}` {count:is|are} {done}: {why}{help}",
            count,
            table,
            done,
            why,
            help
        )
    }
}

/// Names in backticks, the first few.
fn listed(names: &[String]) -> Hole {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len() > NAMED {
        false => Hole::list(shown, Between::And),
        true => and_more(&shown, names.len()),
    }
}
