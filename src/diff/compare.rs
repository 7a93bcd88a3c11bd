//! Compares two outcomes.

use super::effects::{
    Cause, Effects, FigureChange, MovedRow, Moves, NumberChange, Person, RowsChange, ScoredRow, Summed, TriggerChange,
    TriggerRow,
};
use super::owners::Owners;
use super::rows::{TableRows, View};
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable, Role};
use crate::policy::model::Policy;
use crate::table::Column;
use crate::value::{NumberFormat, Type, Value, number};
use std::borrow::Cow;
use std::collections::HashMap;

/// What differs between two outcomes. The policies tell in which order values stand, and who is whose.
#[must_use]
pub fn compare(old: (&Policy, &Outcome), new: (&Policy, &Outcome)) -> Effects {
    let (was, is) = (View::of(old.1), View::of(new.1));
    let mut comparison =
        Comparison { old: (old.0, &was), new: (new.0, &is), effects: Effects::default(), people: HashMap::new() };
    for (index, table) in new.1.tables.iter().enumerate() {
        if let Some(before) = was.table(&table.name) {
            comparison.table(before, is.at(index));
        }
    }
    comparison.figures();
    comparison.triggers();
    comparison.finish()
}

/// Whether two values are the same to a reader of reports.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => number::equal(*one, *other),
        _ => one == other,
    }
}

struct Comparison<'v, 'o> {
    old: (&'v Policy, &'v View<'o>),
    new: (&'v Policy, &'v View<'o>),
    effects: Effects,
    people: HashMap<String, Person>,
}

/// A table of both outcomes.
struct Both<'t, 'o> {
    old: &'t TableRows<'o>,
    new: &'t TableRows<'o>,
    pairs: Vec<(usize, usize)>,
    owners: Option<Owners>,
}

/// A column of both outcomes, or a part of a scorecard.
struct Columns<'c> {
    what: String,
    title: String,
    old: &'c Column,
    new: &'c Column,
    format: NumberFormat,
}

impl Comparison<'_, '_> {
    fn table(&mut self, old: &TableRows<'_>, new: &TableRows<'_>) {
        let (pairs, gone, come) = old.pairs(new);
        let owners = Owners::of(self.new.0, self.new.1.outcome, new);
        let name = &new.table.name;
        if !gone.is_empty() || !come.is_empty() {
            let names = |table: &TableRows<'_>, rows: &[usize]| rows.iter().map(|row| table.name(*row)).collect();
            let (both, come, gone) = (pairs.len(), names(new, &come), names(old, &gone));
            self.effects.rows.push(RowsChange { table: name.clone(), both, come, gone });
        }
        let both = Both { old, new, pairs, owners };
        for column in &new.table.columns {
            let Some(before) = old.table.columns.iter().find(|known| known.name == column.name) else { continue };
            if column.role == Role::Imported || before.kind() != column.kind() {
                continue;
            }
            let what = format!("{name}.{}", column.name);
            let columns = Columns {
                what,
                title: column.title.clone(),
                old: &before.data,
                new: &column.data,
                format: column.format,
            };
            match (column.role, column.kind()) {
                (_, Type::Number) => self.number(&both, &columns, summed(new.table, column)),
                (Role::Decision, _) => self.moves(&both, &columns, &self.results(name, &column.name)),
                _ => {}
            }
        }
        self.cards(&both);
    }

    fn cards(&mut self, both: &Both<'_, '_>) {
        let (old, new) = (self.old.1.outcome, self.new.1.outcome);
        for card in new.scorecards.iter().filter(|card| new.tables[card.table].name == both.new.table.name) {
            let before = old.scorecards.iter().find(|known| known.name == card.name);
            let Some(before) = before.filter(|known| old.tables[known.table].name == both.old.table.name) else {
                continue;
            };
            let part = |part: &str, old, new| Columns {
                what: format!("{}.{part}", card.name),
                title: format!("{}: {part}", card.title),
                old,
                new,
                format: NumberFormat::Decimals(1),
            };
            let bands: Vec<Value> =
                before.bands.iter().chain(&card.bands).map(|band| Value::text(band.as_str())).collect();
            self.moves(both, &part("band", &before.band, &card.band), &bands);
            self.score(both, &part("score", &before.score, &card.score), &card.name);
            let rank = Columns { format: NumberFormat::Decimals(0), ..part("rank", &before.rank, &card.rank) };
            self.number(both, &rank, Summed::Mean);
        }
    }

    /// The results of a decision in the order of its rules, old and new.
    fn results(&self, table: &str, output: &str) -> Vec<Value> {
        let of = |policy: &Policy| -> Vec<Value> {
            let table = policy.tables.iter().find(|known| known.name.value == table);
            let decisions = table.into_iter().flat_map(|table| &table.decisions);
            let results = decisions.flat_map(|decision| &decision.rules).flat_map(|rule| &rule.results);
            let results = results.filter(|(name, _)| name.value == output);
            results.map(|(_, text)| Value::text(text.value.trim_matches('"'))).collect()
        };
        let mut all = of(self.new.0);
        all.extend(of(self.old.0));
        all
    }

    fn moves(&mut self, both: &Both<'_, '_>, columns: &Columns<'_>, order: &[Value]) {
        let mut counts: HashMap<(String, String), usize> = HashMap::new();
        let mut seen: Vec<Value> = Vec::new();
        let mut moved = Vec::new();
        for &(was, is) in &both.pairs {
            let (before, now) = (columns.old.value(was), columns.new.value(is));
            *counts.entry((before.to_string(), now.to_string())).or_default() += 1;
            for value in [&before, &now] {
                if !seen.contains(value) {
                    seen.push(value.clone());
                }
            }
            if !same(&before, &now) {
                let owner = both.owners.as_ref().and_then(|owners| owners.person(is));
                if let Some(person) = &owner {
                    self.person(person).moved += 1;
                }
                let (row, id) = (both.new.name(is), both.new.id(is).to_string());
                moved.push(MovedRow { row, before, now, owner, cause: Cause::Unknown, id });
            }
        }
        if moved.is_empty() {
            return;
        }
        seen.sort_by_key(|value| {
            let place = order.iter().position(|known| known == value).unwrap_or(order.len());
            (value.is_blank(), place, value.to_string())
        });
        let count = |from: &Value, to: &Value| counts.get(&(from.to_string(), to.to_string())).copied().unwrap_or(0);
        let matrix = seen.iter().map(|from| seen.iter().map(|to| count(from, to)).collect()).collect();
        let (what, title, table) = (columns.what.clone(), columns.title.clone(), both.new.table.name.clone());
        self.effects.moves.push(Moves { what, title, table, rows: both.pairs.len(), values: seen, matrix, moved });
    }

    fn number(&mut self, both: &Both<'_, '_>, columns: &Columns<'_>, summed: Summed) {
        let (Column::Number(old), Column::Number(new)) = (columns.old, columns.new) else { return };
        let differ = |was: f64, is: f64| !(number::equal(was, is) || was.is_nan() && is.is_nan());
        let changed: Vec<&(usize, usize)> = both.pairs.iter().filter(|(was, is)| differ(old[*was], new[*is])).collect();
        let lengths = old.len() != both.pairs.len() || new.len() != both.pairs.len();
        let (before, now) = (whole(old, summed), whole(new, summed));
        if changed.is_empty() && !(lengths && before != now) {
            return;
        }
        if let (Some(owners), Summed::Total) = (&both.owners, summed) {
            for (was, is) in &changed {
                let Some(person) = owners.person(*is) else { continue };
                let [was, is] = [old[*was], new[*is]].map(|number| if number.is_nan() { 0.0 } else { number });
                let totals = &mut self.person(&person).totals;
                match totals.iter_mut().find(|(what, _)| *what == columns.what) {
                    Some((_, total)) => *total += is - was,
                    None => totals.push((columns.what.clone(), is - was)),
                }
            }
        }
        self.effects.numbers.push(NumberChange {
            what: columns.what.clone(),
            title: columns.title.clone(),
            summed,
            before,
            now,
            format: columns.format,
            rows: both.pairs.len(),
            changed: changed.len(),
            scores: Vec::new(),
            split: None,
        });
    }

    fn score(&mut self, both: &Both<'_, '_>, columns: &Columns<'_>, card: &str) {
        self.number(both, columns, Summed::Mean);
        let last = self.effects.numbers.last_mut().filter(|number| number.what == columns.what);
        let Some(number) = last else { return };
        let rows = both.pairs.iter().filter_map(|&(was, is)| {
            let (before, now) = (columns.old.value(was), columns.new.value(is));
            let scored = ScoredRow { row: both.new.name(is), before: before.as_number(), now: now.as_number() };
            (!same(&before, &now)).then_some((is, scored))
        });
        let mut rows: Vec<(usize, ScoredRow)> = rows.collect();
        let gain = |row: &ScoredRow| row.now.unwrap_or(0.0) - row.before.unwrap_or(0.0);
        rows.sort_by(|(_, one), (_, other)| gain(other).total_cmp(&gain(one)));
        number.scores = rows.iter().map(|(_, row)| row.clone()).collect();
        for (row, scored) in rows {
            let person = both.owners.as_ref().filter(|owners| owners.own).and_then(|owners| owners.person(row));
            if let Some(person) = person {
                self.person(&person).scores.push((card.to_string(), scored.before, scored.now));
            }
        }
    }

    fn figures(&mut self) {
        for figure in &self.new.1.outcome.figures {
            let before = self.old.1.outcome.figures.iter().find(|known| known.name == figure.name);
            let Some(before) = before.filter(|before| !same(&before.value, &figure.value)) else { continue };
            self.effects.figures.push(FigureChange {
                name: figure.name.clone(),
                title: figure.title.clone(),
                before: before.value.clone(),
                now: figure.value.clone(),
                format: figure.format,
                split: None,
            });
        }
    }

    fn triggers(&mut self) {
        let (old, new) = (self.old.1, self.new.1);
        let mut changes: Vec<TriggerChange> = Vec::new();
        for (view, other, is_new) in [(new, old, true), (old, new, false)] {
            for fired in &view.outcome.triggers {
                let rows = view.at(fired.table());
                let id = rows.id(fired.row());
                let there = other.fired(fired.trigger(), id);
                let stays = there.is_some_and(|owner| *owner == fired.owner());
                if stays || !is_new && there.is_some() {
                    continue;
                }
                if let Some(owner) = fired.owner().filter(|_| there.is_none()) {
                    let person = self.person(&owner);
                    if is_new { person.gained += 1 } else { person.lost += 1 }
                }
                let (row, id) = (rows.name(fired.row()), id.to_string());
                let row = TriggerRow { row, owner: fired.owner().map(Cow::into_owned), cause: Cause::Unknown, id };
                let change = change_of(&mut changes, fired);
                match (is_new, there) {
                    (true, Some(_)) => change.passed.push(row),
                    (true, None) => change.gained.push(row),
                    (false, _) => change.lost.push(row),
                }
            }
        }
        for change in &mut changes {
            let count =
                |view: &View<'_>| view.outcome.triggers.iter().filter(|fired| fired.trigger() == change.name).count();
            (change.before, change.now) = (count(old), count(new));
        }
        self.effects.triggers = changes;
    }

    fn person(&mut self, name: &str) -> &mut Person {
        self.people.entry(name.to_string()).or_insert_with(|| Person { name: name.to_string(), ..Person::default() })
    }

    fn finish(self) -> Effects {
        let mut people: Vec<Person> = self.people.into_values().collect();
        let weight = |person: &Person| person.moved + person.gained + person.lost;
        let size = |person: &Person| {
            let scores = person.scores.iter().map(|(_, before, now)| now.unwrap_or(0.0) - before.unwrap_or(0.0));
            let scored = scores.map(f64::abs).sum::<f64>();
            (scored, person.totals.iter().map(|(_, change)| change.abs()).sum::<f64>())
        };
        people.sort_by(|one, other| {
            let ((scored, total), (other_scored, other_total)) = (size(one), size(other));
            let sizes = other_scored.total_cmp(&scored).then_with(|| other_total.total_cmp(&total));
            weight(other).cmp(&weight(one)).then(sizes).then_with(|| one.name.cmp(&other.name))
        });
        Effects { people, ..self.effects }
    }
}

fn change_of<'c>(changes: &'c mut Vec<TriggerChange>, fired: crate::outcome::Fired<'_>) -> &'c mut TriggerChange {
    let at = changes.iter().position(|change| *change.name == *fired.trigger()).unwrap_or_else(|| {
        changes.push(TriggerChange {
            name: fired.trigger().to_string(),
            title: fired.title().to_string(),
            before: 0,
            now: 0,
            gained: Vec::new(),
            lost: Vec::new(),
            passed: Vec::new(),
        });
        changes.len() - 1
    });
    &mut changes[at]
}

/// How a column becomes one number: sums of shares, quotients and ranks mean nothing.
fn summed(table: &OutcomeTable, column: &OutcomeColumn) -> Summed {
    const MEANS: [&str; 11] = [
        "average(",
        "weighted_average(",
        "trailing_average(",
        "median(",
        "rank(",
        "percent_rank(",
        "share(",
        "quantile(",
        "deviation(",
        "trailing_deviation(",
        "streak(",
    ];
    let formula = column.source.as_deref().unwrap_or_default();
    // A value of another row is what the column it is taken from is; that one is not of its own kind again.
    let taken = ["previous_value(", "next_value("].iter().find_map(|of| formula.strip_prefix(of));
    if let Some(of) = taken.and_then(|rest| rest.split([',', ')']).next()) {
        let of = table.columns.iter().find(|known| known.name == of.trim() && known.name != column.name);
        let plain = |of: &&OutcomeColumn| !of.source.as_deref().unwrap_or_default().contains("_value(");
        return of.filter(plain).map_or(Summed::Total, |of| summed(table, of));
    }
    let percent = matches!(column.format, NumberFormat::Percent(_));
    let of_card = [".score", ".rank"].iter().any(|part| formula.ends_with(part));
    let part = of_card || formula.contains(" / ") || MEANS.iter().any(|word| formula.starts_with(word));
    if percent || part || column.role == Role::Decision { Summed::Mean } else { Summed::Total }
}

/// The numbers of a column as one; none where all are blank.
pub(super) fn whole(numbers: &[f64], summed: Summed) -> Option<f64> {
    let (mut sum, mut known) = (number::Sum::default(), 0_usize);
    for number in numbers.iter().filter(|number| !number.is_nan()) {
        sum.add(*number);
        known += 1;
    }
    (known > 0).then(|| if summed == Summed::Total { sum.value() } else { sum.value() / known as f64 })
}
