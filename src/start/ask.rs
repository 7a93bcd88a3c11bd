//! The guesses of a first pack, put to a person as questions.

use super::draft::DraftTable;
use super::inspect::Inspection;
use super::relate::{self, Reference};
use super::suggest::{Subject, Suggestion};
use super::{Given, Refused, trial};
use crate::Outcome;
use crate::outcome::OutcomeTable;
use crate::value::{Date, Type};
use std::collections::HashSet;

/// What stands for "leave it out".
const NONE: &str = "none";
/// A column is worth asking about where this part of its values are keys of another table.
const PERHAPS: f64 = 0.2;

/// A question about a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question, in a sentence or two.
    pub text: String,
    /// Answers that are possible; others may be, too.
    pub options: Vec<String>,
    /// The guess, which no answer takes.
    pub guess: String,
}

/// Who answers questions.
pub trait Ask {
    /// The answer to a question: a line, empty where the guess is right; `None` where there will be no answer.
    fn answer(&mut self, question: &Question) -> Option<String>;

    /// Says why an answer cannot be taken; the question comes again.
    fn refuse(&mut self, why: &str);
}

/// Asks until an answer can be taken.
fn asked<T>(ask: &mut dyn Ask, question: &Question, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Refused> {
    loop {
        let answer = ask.answer(question).ok_or(Refused::Stopped)?;
        let answer = if answer.trim().is_empty() { &question.guess } else { &answer };
        match read(answer.trim()) {
            Ok(taken) => return Ok(taken),
            Err(why) => ask.refuse(&why),
        }
    }
}

/// One of these, by what it is called; `none` where that is an answer.
fn chosen(answer: &str, options: &[String]) -> Result<Option<usize>, String> {
    if answer.eq_ignore_ascii_case(NONE) {
        return Ok(None);
    }
    let at = options.iter().position(|option| option.to_lowercase() == answer.to_lowercase());
    at.map(Some).ok_or_else(|| format!("`{answer}` is none of these; {}", possible(options)))
}

fn possible(options: &[String]) -> String {
    format!("write {} or {NONE}", options.join(", "))
}

fn or_none(options: &[String], at: Option<usize>) -> String {
    at.and_then(|at| options.get(at).cloned()).unwrap_or_else(|| NONE.to_string())
}

/// Keys, and the references to them.
pub(super) fn structure(inspection: &mut Inspection, given: &[Given], ask: &mut dyn Ask) -> Result<(), Refused> {
    let Some(mut outcome) = inspection.outcome.take() else { return Ok(()) };
    let mut changed = false;
    for at in 0..inspection.tables.len() {
        changed |= key(&mut inspection.tables[at], &outcome.tables[at], ask)?;
    }
    if changed {
        outcome = trial::import(&mut inspection.tables, given).map_err(Refused::NotImported)?;
        inspection.issues.clone_from(&outcome.issues);
    }
    inspection.references = relate::references(&mut inspection.tables, &outcome);
    for from in 0..inspection.tables.len() {
        for to in 0..inspection.tables.len() {
            reference(inspection, &outcome, (from, to), ask)?;
        }
    }
    inspection.outcome = Some(outcome);
    Ok(())
}

/// Which column names a row; whether it is another than was guessed.
fn key(table: &mut DraftTable, read: &OutcomeTable, ask: &mut dyn Ask) -> Result<bool, Refused> {
    let names_rows = |at: &usize| {
        let column = &table.columns[*at];
        matches!(column.kind, Type::Text | Type::Number) && (table.key == Some(*at) || differs(read, &column.name))
    };
    let columns: Vec<usize> = (0..table.columns.len()).filter(names_rows).collect();
    if columns.is_empty() {
        return Ok(false);
    }
    let options: Vec<String> = columns.iter().map(|at| table.columns[*at].header.clone()).collect();
    let guess = table.key.and_then(|key| columns.iter().position(|at| *at == key));
    let question = Question {
        text: format!(
            "`{}` ({} rows): which column names a row, so that others can refer to it?",
            table.name, table.rows
        ),
        guess: or_none(&options, guess),
        options,
    };
    let others: Vec<String> = table.columns.iter().map(|column| column.header.to_lowercase()).collect();
    let answer = asked(ask, &question, |answer| {
        let known = others.contains(&answer.to_lowercase());
        chosen(answer, &question.options).map_err(|why| match known {
            true => format!("`{answer}` is the same in several rows, or blank; {}", possible(&question.options)),
            false => why,
        })
    })?;
    let answer = answer.map(|at| columns[at]);
    let changed = table.key != answer;
    table.key = answer;
    // What names something is text, so that 007 stays what it is.
    answer.into_iter().for_each(|at| table.columns[at].kind = Type::Text);
    Ok(changed)
}

/// Whether a column has another value in every row.
fn differs(read: &OutcomeTable, name: &str) -> bool {
    let Some(column) = read.columns.iter().find(|column| column.name == name) else { return false };
    let mut seen = HashSet::new();
    read.rows > 0
        && (0..read.rows).all(|row| {
            let value = column.data.value(row);
            !value.is_blank() && seen.insert(value.to_string())
        })
}

/// Which column of a table holds the keys of another, where there may be one.
fn reference(
    inspection: &mut Inspection,
    outcome: &Outcome,
    (from, to): (usize, usize),
    ask: &mut dyn Ask,
) -> Result<(), Refused> {
    let tables = &inspection.tables;
    let guessed = inspection.references.iter().position(|other| (other.from, other.to) == (from, to));
    let back = inspection.references.iter().any(|other| (other.from, other.to) == (to, from));
    let Some(key) = tables[to].key.filter(|_| from != to && !back) else { return Ok(()) };
    let found = |column: usize| relate::found(tables, outcome, (from, column), to);
    let free = |column: &usize| tables[from].columns[*column].references.is_none_or(|other| other == to);
    let columns: Vec<usize> =
        (0..tables[from].columns.len()).filter(free).filter(|column| found(*column) >= PERHAPS).collect();
    if columns.is_empty() {
        return Ok(());
    }
    let options: Vec<String> = columns.iter().map(|at| tables[from].columns[*at].header.clone()).collect();
    let guess = guessed.map(|at| inspection.references[at].column);
    let question = Question {
        text: format!(
            "Which column of `{}` says which of `{}` a row belongs to (their `{}`)?",
            tables[from].name, tables[to].name, tables[to].columns[key].header
        ),
        guess: or_none(&options, guess.and_then(|guess| columns.iter().position(|at| *at == guess))),
        options,
    };
    let answer = asked(ask, &question, |answer| chosen(answer, &question.options))?.map(|at| columns[at]);
    let part = answer.map_or(0.0, found);
    if let Some(at) = guessed {
        let old = inspection.references.remove(at);
        inspection.tables[from].columns[old.column].references = None;
    }
    if let Some(column) = answer {
        inspection.tables[from].columns[column].references = Some(to);
        inspection.references.push(Reference { from, column, to, found: part });
    }
    Ok(())
}

/// What is added up, for when, and which figures are made of it.
pub(super) fn figures(suggestion: &mut Suggestion, tables: &[DraftTable], ask: &mut dyn Ask) -> Result<(), Refused> {
    let rows = &tables[suggestion.rows];
    if suggestion.kpis.is_empty() {
        return Ok(());
    }
    let whom = match &suggestion.subject {
        Subject::Referenced(at) => format!("row of `{}`", tables[*at].name),
        Subject::Grouped { header, .. } => format!("value of `{header}`"),
        Subject::Rows => format!("row of `{}`", rows.name),
    };
    let numbers: Vec<usize> = (0..rows.columns.len()).filter(|at| rows.columns[*at].kind == Type::Number).collect();
    if !numbers.is_empty() && !suggestion.across {
        let options: Vec<String> = numbers.iter().map(|at| rows.columns[*at].header.clone()).collect();
        let guess = suggestion.amount.and_then(|amount| numbers.iter().position(|at| *at == amount));
        let text = format!("Which number of `{}` is added up for each {whom}?", rows.name);
        let question = Question { text, guess: or_none(&options, guess), options };
        let answer = asked(ask, &question, |answer| chosen(answer, &question.options))?;
        suggestion.amount = answer.map(|at| numbers[at]);
    }
    if let Some((column, from, to)) = suggestion.period {
        let text = format!(
            "Which rows of `{}` count, by `{}`: from which day to which?",
            rows.name, rows.columns[column].header
        );
        let question = Question { text, options: Vec::new(), guess: format!("{from} .. {to}") };
        let answer = asked(ask, &question, days)?;
        suggestion.period_said = answer != Some((from, to));
        suggestion.period = answer.map(|(from, to)| (column, from, to));
    }
    suggestion.kpis = suggestion.kpis(tables);
    let options: Vec<String> = suggestion.kpis.iter().map(|kpi| kpi.name.clone()).collect();
    let text = format!("Which figures shall each {whom} have, the most important first?");
    let question = Question { text, guess: options.join(", "), options };
    let chosen = asked(ask, &question, |answer| several(answer, &question.options))?;
    suggestion.kpis = chosen.into_iter().map(|at| suggestion.kpis[at].clone()).collect();
    Ok(())
}

/// `2026-01-01 .. 2026-06-30`, or two days with a word between.
fn days(answer: &str) -> Result<Option<(Date, Date)>, String> {
    if answer.eq_ignore_ascii_case(NONE) {
        return Ok(None);
    }
    let ends = answer.split_once("..").or_else(|| answer.split_once(" to ")).or_else(|| answer.split_once(' '));
    let ends = ends.and_then(|(from, to)| Some((Date::parse(from.trim())?, Date::parse(to.trim())?)));
    let help = format!("write two days, as in 2026-01-01 .. 2026-06-30, or {NONE} for all rows");
    match ends {
        Some((from, to)) if from <= to => Ok(Some((from, to))),
        Some(_) => Err(format!("the first day lies behind the second; {help}")),
        None => Err(help),
    }
}

/// Some of these, by their names.
fn several(answer: &str, options: &[String]) -> Result<Vec<usize>, String> {
    let words = answer.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    let mut places = Vec::new();
    for word in words {
        match chosen(word, options)? {
            Some(at) if !places.contains(&at) => places.push(at),
            _ => {}
        }
    }
    if places.is_empty() { Err(format!("name one at least: {}", options.join(", "))) } else { Ok(places) }
}

/// Which figure, below what, puts a row on the review list.
pub(super) fn trigger(
    guess: (String, f64),
    floors: &[(String, f64)],
    ask: &mut dyn Ask,
) -> Result<Option<(String, f64)>, Refused> {
    let options: Vec<String> = floors.iter().map(|(name, _)| name.clone()).collect();
    let text = "Which figure puts a row on the review list when it is low?".to_string();
    let question = Question { text, guess: guess.0, options };
    let Some(at) = asked(ask, &question, |answer| chosen(answer, &question.options))? else { return Ok(None) };
    let (name, floor) = &floors[at];
    let text = format!("Below which `{name}`? A tenth of them lie below the guess.");
    let guess = crate::value::number::shortest(*floor);
    let question = Question { text, options: Vec::new(), guess };
    let floor = asked(ask, &question, |answer| {
        let number = crate::value::NumberText::read(answer).map(|number| number.value);
        number.ok_or_else(|| "write a number, as in 1000".to_string())
    })?;
    Ok(Some((name.clone(), floor)))
}
