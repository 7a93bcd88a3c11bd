//! Explanations recomputed: what a formula or test is said to read is put into a policy of its own, and a run of
//! that must give what the explanation says.

use crate::support::{LARGEST, PACKS, here, ran};
use rulebook::outcome::explain::{Answer, How, Limits, Reason};
use rulebook::value::{Type, Value, ops};
use rulebook::{Engine, Policy, Question, Run, RunOptions, Source};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

/// Rows of a formula or test: the values it reads, and what comes of them.
type Rows = Vec<(Vec<Value>, Value)>;

/// What explanations say, by what is to be worked out and the names of the values it reads.
#[derive(Default)]
struct Said {
    formulas: BTreeMap<(String, Vec<String>), Rows>,
    /// Tests in cells of rules and bands, with the type they are put to; true where they are met.
    tests: BTreeMap<(String, String), Rows>,
}

impl Said {
    fn note(&mut self, reason: &Reason) {
        let operands: Vec<&Reason> =
            reason.parts.iter().filter(|part| !matches!(part.how, How::Parameter) && !part.name.is_empty()).collect();
        let formula = reason.formula.as_ref().filter(|formula| reason.folded.is_none() && **formula != reason.name);
        if let (How::Formula | How::Trigger(_), Some(formula)) = (&reason.how, formula) {
            let names = operands.iter().map(|part| part.name.clone()).collect();
            let row = (operands.iter().map(|part| part.value.clone()).collect(), reason.value.clone());
            self.formulas.entry((formula.clone(), names)).or_default().push(row);
        }
        if let Some(test) = &reason.test
            && let Some(met) = test.met
        {
            self.test(&test.text, &reason.value, met);
        }
        if let How::Decision(decided) = &reason.how {
            for failed in decided.others.iter().filter_map(|fate| fate.failed.as_ref()) {
                self.test(&failed.test, &failed.value, false);
            }
        }
        if let How::Band(bands) = &reason.how {
            let score = reason.parts.first().map(|part| part.value.clone());
            for band in bands {
                if let (Some(score), Some(met)) = (&score, band.test.met) {
                    self.test(&band.test.text, score, met);
                }
            }
        }
        reason.parts.iter().for_each(|part| self.note(part));
    }

    fn test(&mut self, text: &str, value: &Value, met: bool) {
        let kind = value.type_of().map_or("number", Type::word).to_string();
        self.tests.entry((text.to_string(), kind)).or_default().push((vec![value.clone()], Value::Bool(met)));
    }
}

/// A formula with the values it reads under other names.
fn renamed(formula: &str, names: &[String]) -> String {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(names[*at].len()));
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let (mut text, mut at) = (String::new(), 0);
    'next: while at < formula.len() {
        let rest = &formula[at..];
        let before = text.chars().next_back();
        for &number in &order {
            let name = &names[number];
            let whole = rest.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(|c| part(c) || c == '('));
            if whole && !before.is_some_and(part) {
                let _ = write!(text, "v{number}");
                at += name.len();
                continue 'next;
            }
        }
        let c = rest.chars().next().expect("there is more");
        text.push(c);
        at += c.len_utf8();
    }
    text
}

/// The types of the values that are read; none for one that no row has.
fn types(rows: &Rows, width: usize) -> Vec<Option<Type>> {
    (0..width).map(|at| rows.iter().find_map(|(values, _)| values[at].type_of())).collect()
}

/// Runs a policy of one table over the rows: the value of `result` for each.
fn run(text: &str, width: usize, rows: &Rows) -> Option<Vec<Value>> {
    let prepared = Engine::new().prepare(&Policy::parse(text).ok()?).ok()?;
    let columns: Vec<String> = std::iter::once("id".to_string()).chain((0..width).map(|at| format!("v{at}"))).collect();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let row = |(number, (values, _)): (usize, &(Vec<Value>, Value))| {
        std::iter::once(Value::text(format!("K{number}"))).chain(values.iter().cloned()).collect()
    };
    let rows = rows.iter().enumerate().map(row).collect();
    let run = prepared.run(&[Source::rows("t", &names, rows)], &RunOptions::default()).ok()?;
    let table = &run.outcome().tables[0];
    let result = table.columns.iter().find(|column| column.name == "result")?;
    Some((0..table.rows).map(|row| result.data.value(row)).collect())
}

fn head(parameters: &str, types: &[Option<Type>]) -> String {
    let mut text = format!("policy: again\n{parameters}tables:\n  t:\n    key: id\n    columns:\n      id:\n");
    for (at, kind) in types.iter().enumerate() {
        let _ = writeln!(text, "      v{at}: {{ type: {} }}", kind.unwrap_or(Type::Number).word());
    }
    text
}

/// The parameters of a pack as they are written.
fn parameters(pack: &str) -> String {
    let text = std::fs::read_to_string(here("rules").join(pack).join("policy.yaml")).expect("the pack is there");
    let from = text.find("\nparameters:").map(|at| at + 1);
    let Some(from) = from else { return String::new() };
    let inside = |line: &&str| line.is_empty() || line.starts_with([' ', '#']);
    let lines: Vec<&str> = text[from..].lines().skip(1).take_while(inside).collect();
    format!("parameters:\n{}\n", lines.join("\n"))
}

/// Everything that explanations of some rows of every table, scorecard and trigger say.
fn said(run: &Run) -> Said {
    let outcome = run.outcome();
    let mut questions: Vec<(String, String, Option<String>)> = Vec::new();
    for table in outcome.tables.iter().filter(|table| table.rows > 0) {
        let rows: HashSet<usize> = [0, table.rows / 3, table.rows / 2, table.rows * 2 / 3, table.rows - 1].into();
        for row in rows {
            let key = table.key.map(|key| table.columns[key].data.value(row)).filter(|key| !key.is_blank());
            let key = key.map_or_else(|| (row + 1).to_string(), |key| key.to_string());
            questions.push((table.name.clone(), key.clone(), None));
            let cards = outcome.scorecards.iter().filter(|card| outcome.tables[card.table].name == table.name);
            questions.extend(cards.map(|card| (card.name.clone(), key.clone(), None)));
            let triggers = run.prepared().plan().triggers.iter();
            let own = triggers.filter(|trigger| run.prepared().plan().tables[trigger.table.0].name == table.name);
            questions.extend(own.map(|trigger| (trigger.name.clone(), key.clone(), None)));
        }
    }
    questions.extend(outcome.figures.iter().map(|figure| ("figures".to_string(), figure.name.clone(), None)));
    let mut said = Said::default();
    let limits = Limits { depth: 3, rows: 6, every_row: true, ..Limits::default() };
    for (table, key, column) in questions {
        // A key that several rows have is not asked about.
        if let Ok(Answer::Row(why)) = run.explain(&Question { table, key, column, limits }) {
            why.reasons.iter().for_each(|reason| said.note(reason));
        }
    }
    said
}

fn worked_out_again(packs: impl IntoIterator<Item = &'static str>) {
    for pack in packs {
        let said = said(ran(pack));
        let parameters = parameters(pack);
        let (mut formulas, mut tests, mut rows_again, mut others) = (0, 0, 0, Vec::new());
        for ((formula, names), rows) in &said.formulas {
            let types = types(rows, names.len());
            let mut text = head(&parameters, &types);
            let _ = writeln!(text, "    formulas:\n      result: {:?}", renamed(formula, names));
            let Some(found) = run(&text, names.len(), rows) else {
                others.push(format!("{formula} of {names:?}"));
                continue;
            };
            formulas += 1;
            for ((values, value), found) in rows.iter().zip(found) {
                assert!(
                    ops::same(&found, value),
                    "{pack}: `{formula}` with {names:?} {values:?} is {found}, told {value}"
                );
                rows_again += 1;
            }
        }
        for ((test, kind), rows) in said.tests.iter().filter(|((test, _), _)| !test.starts_with('=')) {
            let mut text = head(&parameters, &[Type::from_word(kind)]);
            let _ = writeln!(
                text,
                "    decisions:\n      result:\n        hit: first\n        rules:\n          - {{ v0: {test:?}, then: met }}\n          - {{ otherwise: true, then: not }}"
            );
            let Some(found) = run(&text, 1, rows) else {
                others.push(format!("{test} on a {kind}"));
                continue;
            };
            tests += 1;
            for ((values, met), found) in rows.iter().zip(found) {
                let wanted = if *met == Value::Bool(true) { "met" } else { "not" };
                assert_eq!(found.as_text(), Some(wanted), "{pack}: `{test}` on {values:?}");
                rows_again += 1;
            }
        }
        println!(
            "{pack}: {formulas} formulas, {tests} tests, {rows_again} values; not by themselves: {}",
            others.len()
        );
        others.iter().for_each(|other| println!("    {other}"));
        assert!(formulas > 10 && rows_again > 60, "{pack}: {formulas} formulas, {rows_again} values");
        assert!(others.len() * 4 < formulas + tests, "{pack}: too many cannot be worked out again: {others:#?}");
    }
}

#[test]
fn what_an_explanation_reads_gives_its_value_again() {
    worked_out_again(PACKS);
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn what_an_explanation_reads_gives_its_value_again_in_the_largest_pack() {
    worked_out_again([LARGEST]);
}
