//! Triggers: which rows they fire for, and what they say about those.

use super::batch::Rows;
use super::earlier::{EarlierRun, Place};
use super::expression::Evaluator;
use super::fired::{ClearedRow, FiredRows, Said, Standing, Triggered};
use super::state::State;
use crate::formula::{ColumnId, Expr};
use crate::issue::{Issue, IssueCode};
use crate::plan::TriggerPlan;
use crate::policy::model::in_language;
use crate::say;
use crate::table::{BLANK_BOOL, Column, TRUE};
use crate::value::Date;
use std::collections::{BTreeMap, HashSet};

impl State<'_> {
    /// Every trigger for every row: those that stand, those that could not be decided, and those of
    /// the run before that stand no more.
    pub(super) fn fire_triggers(&self, earlier: Option<&EarlierRun>) -> Triggered {
        let flags = |slot| match self.column(slot) {
            Column::Bool(flags) => Some(flags.as_slice()),
            _ => None,
        };
        let own = |trigger: &TriggerPlan| flags(ColumnId { table: trigger.table, slot: trigger.when });
        let mut result = Triggered::default();
        for (index, trigger) in self.plan.triggers.iter().enumerate() {
            let Some(flags) = own(trigger) else { continue };
            let unknown = (0..flags.len()).filter(|&row| flags[row] == BLANK_BOOL);
            result.undetermined.extend(unknown.map(|row| (index, row)));
            let (rows, standing) = match earlier {
                None => ((0..flags.len() as u32).filter(|&row| flags[row as usize] == TRUE).collect(), None),
                Some(earlier) => {
                    let (rows, standing) = self.standing(trigger, flags, earlier);
                    (rows, Some(standing))
                }
            };
            if let Some(earlier) = earlier {
                result.cleared.extend(self.cleared(index, trigger, earlier, &rows));
            }
            let said = self.describe(trigger, &rows, &mut result.issues);
            result.fired.push(FiredRows { trigger: index, rows, said, standing, since: self.plan.as_of });
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
        earlier: &EarlierRun,
    ) -> (Vec<u32>, Vec<(Standing, Option<Date>)>) {
        let over = trigger.clear_when.map(|slot| self.column(ColumnId { table: trigger.table, slot }));
        let stands = |row: usize, flag: u8| {
            let place = self.place(trigger, row);
            let fires = flag == TRUE;
            match earlier.standing.get(&place) {
                // What cannot be decided is not over; nor is what `clear_when` has not ended.
                Some(&since) if fires || flag == BLANK_BOOL || over.is_some_and(|over| !holds(over, row)) => {
                    Some((Standing::Continuing, since))
                }
                None if fires && !self.is_quiet(trigger, earlier, &place) => Some((Standing::New, self.plan.as_of)),
                _ => None,
            }
        };
        let rows = flags.iter().enumerate();
        rows.filter_map(|(row, &flag)| Some((row as u32, stands(row, flag)?))).unzip()
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
            let message = say!(
                "unknown-trigger",
                "the earlier run had a trigger `{name}` that this policy does not have; {count} that stood are not followed",
                name,
                count
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
            let message = say!(
                "no-key",
                "`{table}` has no key: `{name}` is compared with the earlier run by the number of the row",
                table,
                name
            );
            Issue::new(IssueCode::NoKey, message).in_table(table).by_rule(trigger.span)
        };
        self.plan.triggers.iter().filter(keyless).map(issue).collect()
    }

    /// What a trigger says of some rows, and what had no answer in it.
    pub(super) fn describe(&self, trigger: &TriggerPlan, rows: &[u32], issues: &mut Vec<Issue>) -> Said {
        let mut evaluator = Evaluator::new(self, trigger.table);
        let mut values = |part: &str, expr: Option<&Expr>| {
            let expr = expr?;
            let values = evaluator.evaluate(expr, Rows::Picked(rows));
            let tally = std::mem::take(&mut evaluator.tally);
            if !tally.is_empty() {
                let name = format!("{}.{part}", trigger.name);
                issues.extend(self.issues_of(trigger.table, tally, &name, expr.span));
            }
            Some(values)
        };
        Said {
            weight: values("weight", trigger.weight.as_ref()),
            owner: values("owner", trigger.owner.as_ref()),
            due: values("due", trigger.due.as_ref()),
            message: values("message", in_language(&trigger.messages, self.language)),
        }
    }
}

fn holds(condition: &Column, row: usize) -> bool {
    matches!(condition, Column::Bool(flags) if flags[row] == TRUE)
}
