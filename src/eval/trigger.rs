//! Triggers: which rows they fire for, and what they say about those.

use super::batch::{Batch, Rows};
use super::earlier::{EarlierRun, Place};
use super::expression::Evaluator;
use super::fired::{ClearedRow, FiredRow, Standing, Triggered};
use super::state::State;
use crate::formula::{ColumnId, Expr};
use crate::issue::{Issue, IssueCode};
use crate::plan::TriggerPlan;
use crate::policy::model::in_language;
use crate::table::{BLANK_BOOL, Column, TRUE};
use crate::value::{Date, Value};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

impl State<'_> {
    /// Every trigger for every row: those that stand, those that could not be decided, and those of
    /// the run before that stand no more.
    pub(super) fn fire_triggers(&self, earlier: Option<&EarlierRun>) -> Triggered {
        let flags = |slot| match self.column(slot) {
            Column::Bool(flags) => Some(flags.as_slice()),
            _ => None,
        };
        let own = |trigger: &TriggerPlan| flags(ColumnId { table: trigger.table, slot: trigger.when });
        let count = |trigger| own(trigger).into_iter().flatten().filter(|flag| **flag == TRUE).count();
        // Where nothing is known of an earlier run, these are all; room for them is taken once.
        let fired = Vec::with_capacity(self.plan.triggers.iter().map(count).sum());
        let mut result = Triggered { fired, ..Triggered::default() };
        for (index, trigger) in self.plan.triggers.iter().enumerate() {
            let Some(flags) = own(trigger) else { continue };
            let unknown = (0..flags.len()).filter(|&row| flags[row] == BLANK_BOOL);
            result.undetermined.extend(unknown.map(|row| (index, row)));
            let standing = self.standing(trigger, flags, earlier);
            let rows: Vec<u32> = standing.iter().map(|(row, ..)| *row).collect();
            let before = result.fired.len();
            self.describe(index, trigger, &rows, &mut result);
            for (fired, (_, how, since)) in result.fired[before..].iter_mut().zip(&standing) {
                (fired.standing, fired.since) = (*how, *since);
            }
            if let Some(earlier) = earlier {
                result.cleared.extend(self.cleared(index, trigger, earlier, &rows));
            }
        }
        result.issues.extend(earlier.into_iter().flat_map(|earlier| self.forgotten(earlier)));
        result.issues.extend(earlier.into_iter().flat_map(|earlier| self.known_by_number(earlier)));
        result
    }

    /// The rows a trigger stands for, in order, and how each stands to the run before.
    fn standing(
        &self,
        trigger: &TriggerPlan,
        flags: &[u8],
        earlier: Option<&EarlierRun>,
    ) -> Vec<(u32, Option<Standing>, Option<Date>)> {
        let today = self.plan.as_of;
        let Some(earlier) = earlier else {
            let fires = (0..flags.len() as u32).filter(|&row| flags[row as usize] == TRUE);
            return fires.map(|row| (row, None, today)).collect();
        };
        let over = trigger.clear_when.map(|slot| self.column(ColumnId { table: trigger.table, slot }));
        let mut rows = Vec::new();
        for (row, &flag) in flags.iter().enumerate() {
            let place = self.place(trigger, row);
            let since = earlier.standing.get(&place);
            let fires = flag == TRUE;
            match since {
                // What cannot be decided is not over; nor is what `clear_when` has not ended.
                Some(&since) if fires || flag == BLANK_BOOL || over.is_some_and(|over| !holds(over, row)) => {
                    rows.push((row as u32, Some(Standing::Continuing), since));
                }
                None if fires && !self.is_quiet(trigger, earlier, &place) => {
                    rows.push((row as u32, Some(Standing::New), today))
                }
                _ => {}
            }
        }
        rows
    }

    fn place(&self, trigger: &TriggerPlan, row: usize) -> Place {
        (trigger.name.clone(), self.key(trigger.table, row))
    }

    /// Whether it was cleared so recently that it must not fire again.
    fn is_quiet(&self, trigger: &TriggerPlan, earlier: &EarlierRun, place: &Place) -> bool {
        let days = |cleared: &Date| self.plan.as_of.map(|today| f64::from(today.0 - cleared.0));
        let since = earlier.cleared.get(place).and_then(days);
        since.zip(trigger.cool_down).is_some_and(|(days, quiet)| days < quiet)
    }

    /// Those that stood and do not any more, and those cleared earlier whose cool-down goes on.
    fn cleared(&self, index: usize, trigger: &TriggerPlan, earlier: &EarlierRun, rows: &[u32]) -> Vec<ClearedRow> {
        let stands: HashSet<String> = rows.iter().map(|&row| self.key(trigger.table, row as usize)).collect();
        let own = |place: &Place| place.0 == trigger.name && !stands.contains(&place.1);
        let ended = earlier.standing.iter().filter(|(place, _)| own(place)).map(|((_, key), since)| ClearedRow {
            trigger: index,
            key: key.clone(),
            since: *since,
            on: self.plan.as_of,
            now: true,
        });
        let remembered =
            earlier.cleared.iter().filter(|(place, _)| own(place) && self.is_quiet(trigger, earlier, place));
        let remembered = remembered.map(|((_, key), on)| ClearedRow {
            trigger: index,
            key: key.clone(),
            since: None,
            on: Some(*on),
            now: false,
        });
        ended.chain(remembered).collect()
    }

    /// Triggers of the run before that the policy does not have any more: neither cleared nor standing.
    fn forgotten(&self, earlier: &EarlierRun) -> Vec<Issue> {
        let known = |name: &str| self.plan.triggers.iter().any(|trigger| trigger.name == name);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, _) in earlier.standing.keys().filter(|(name, _)| !known(name)) {
            *counts.entry(name).or_default() += 1;
        }
        let issue = |(name, count): (&str, usize)| {
            let message = format!(
                "the earlier run had a trigger `{name}` that this policy does not have; {count} that stood are not followed"
            );
            Issue::new(IssueCode::UnknownTrigger, message).with_text(Some(name.to_string())).times(count)
        };
        counts.into_iter().map(issue).collect()
    }

    /// Rows without a key are told from run to run by their number, which a new row in front changes.
    fn known_by_number(&self, earlier: &EarlierRun) -> Vec<Issue> {
        let stood = |trigger: &TriggerPlan| earlier.standing.keys().any(|(name, _)| *name == trigger.name);
        let keyless = |trigger: &&TriggerPlan| self.plan.tables[trigger.table.0].key.is_none() && stood(trigger);
        let issue = |trigger: &TriggerPlan| {
            let table = &self.plan.tables[trigger.table.0].name;
            let name = &trigger.name;
            let message =
                format!("`{table}` has no key: `{name}` is compared with the earlier run by the number of the row");
            Issue::new(IssueCode::NoKey, message).in_table(table).by_rule(trigger.span)
        };
        self.plan.triggers.iter().filter(keyless).map(issue).collect()
    }

    pub(super) fn describe(&self, index: usize, trigger: &TriggerPlan, rows: &[u32], into: &mut Triggered) {
        let mut evaluator = Evaluator::new(self, trigger.table);
        let mut values = |part: &str, expr: Option<&Expr>| {
            let expr = expr?;
            let values = evaluator.evaluate(expr, Rows::Picked(rows));
            let tally = std::mem::take(&mut evaluator.tally);
            if !tally.is_empty() {
                let name = format!("{}.{part}", trigger.name);
                into.issues.extend(self.issues_of(trigger.table, tally, &name, expr.span));
            }
            Some(values)
        };
        let owner = values("owner", trigger.owner.as_ref());
        let due = values("due", trigger.due.as_ref());
        let message = values("message", in_language(&trigger.messages, self.language));
        let message = Messages::new(message, trigger.title.text(self.language));
        let text = |value: Value| (!value.is_blank()).then(|| value.to_string());
        into.fired.extend(rows.iter().enumerate().map(|(at, &row)| FiredRow {
            trigger: index,
            row: row as usize,
            owner: owner.as_ref().and_then(|batch| text(batch.value(at))),
            due: due.as_ref().and_then(|batch| batch.value(at).as_day()),
            message: message.at(at),
            standing: None,
            since: None,
        }));
    }
}

/// What a trigger says in each row, every text kept once: its message, or its title where that is blank.
struct Messages {
    title: Arc<str>,
    texts: Texts,
}

enum Texts {
    Same(Arc<str>),
    Coded(Vec<u32>, Vec<Arc<str>>),
    Differ(Batch),
}

impl Messages {
    fn new(message: Option<Batch>, title: &str) -> Messages {
        let title: Arc<str> = title.into();
        let texts = match message {
            None | Some(Batch::One(Value::Blank)) => Texts::Same(title.clone()),
            Some(Batch::One(value)) => Texts::Same(value.to_string().into()),
            Some(Batch::Many(Column::Text(texts))) if texts.dictionary.len() <= texts.codes.len() => {
                Texts::Coded(texts.codes, texts.dictionary.iter().map(Arc::from).collect())
            }
            Some(batch) => Texts::Differ(batch),
        };
        Messages { title, texts }
    }

    fn at(&self, row: usize) -> Arc<str> {
        match &self.texts {
            Texts::Same(text) => text.clone(),
            // The code of a blank is that of no text.
            Texts::Coded(codes, texts) => texts.get(codes[row] as usize).unwrap_or(&self.title).clone(),
            Texts::Differ(batch) => match batch.value(row) {
                Value::Blank => self.title.clone(),
                value => value.to_string().into(),
            },
        }
    }
}

fn holds(condition: &Column, row: usize) -> bool {
    matches!(condition, Column::Bool(flags) if flags[row] == TRUE)
}
