//! Explanations over the shipped packs: each value is the run's, sums add up, and what a person reads.

use crate::support::{LARGEST, PACKS, all_packs, ran};
use rulebook::formula::AggregateOp;
use rulebook::outcome::OutcomeTable;
use rulebook::outcome::explain::{Answer, Folded, How, Limits, Reason, Why, text};
use rulebook::value::{Value, ops};
use rulebook::{Outcome, Question, Run};
use std::collections::HashMap;

fn question(table: &str, key: &str, column: Option<&str>, limits: Limits) -> Question {
    Question { table: table.into(), key: key.into(), column: column.map(str::to_string), limits }
}

fn why(run: &Run, question: &Question) -> Why {
    match run.explain(question) {
        Ok(Answer::Row(why)) => *why,
        other => panic!("{question:?}: {other:?}"),
    }
}

fn key(table: &OutcomeTable, row: usize) -> String {
    let value = table.key.map(|key| table.columns[key].data.value(row)).filter(|value| !value.is_blank());
    value.map_or_else(|| (row + 1).to_string(), |value| value.to_string())
}

/// The rows of an outcome by table and key; none for a key that several rows have.
struct Rows<'o>(HashMap<&'o str, (&'o OutcomeTable, HashMap<String, Option<usize>>)>);

impl<'o> Rows<'o> {
    fn of(outcome: &'o Outcome) -> Rows<'o> {
        let with_key = outcome.tables.iter().filter(|table| table.key.is_some());
        let index = |table: &OutcomeTable| {
            let mut rows = HashMap::new();
            for row in 0..table.rows {
                rows.entry(key(table, row)).and_modify(|known| *known = None).or_insert(Some(row));
            }
            rows
        };
        Rows(with_key.map(|table| (table.name.as_str(), (table, index(table)))).collect())
    }

    fn value(&self, of: &str, key: &str, column: &str) -> Option<Value> {
        let (table, rows) = self.0.get(of)?;
        let column = table.columns.iter().find(|known| known.name == column)?;
        Some(column.data.value(rows.get(key).copied().flatten()?))
    }
}

/// Every value of a tree that names its row and column is the run's; sums are the sums of their rows.
fn agrees(rows: &Rows<'_>, reason: &Reason) -> usize {
    let mut checked = 0;
    if let Some(row) = &reason.row
        && !reason.name.contains(['.', '('])
        && let Some(value) = rows.value(&row.table, &row.key, &reason.name)
    {
        assert!(ops::same(&reason.value, &value), "{row:?} {}: {} is {value}", reason.name, reason.value);
        checked += 1;
    }
    if let How::Aggregate(taken) = &reason.how
        && reason.parts.len() == taken.counted
    {
        assert_eq!(taken.rows, taken.counted + taken.left_out + taken.undecided + taken.blank, "{}", reason.name);
        let values = reason.parts.iter().filter_map(|part| part.value.as_number());
        match taken.op {
            AggregateOp::Sum => {
                let sum: f64 = values.clone().sum();
                let size: f64 = values.map(f64::abs).sum::<f64>().max(1.0);
                let found = reason.value.as_number().expect("a sum is never blank");
                assert!((sum - found).abs() <= 1e-9 * size, "{}: {found}, its rows add to {sum}", reason.name);
            }
            AggregateOp::Count => assert_eq!(reason.value.as_number(), Some(taken.counted as f64)),
            _ => {}
        }
    }
    checked + reason.parts.iter().map(|part| agrees(rows, part)).sum::<usize>()
}

fn explained_values_are_the_runs(packs: impl IntoIterator<Item = &'static str>) {
    for pack in packs {
        let run = ran(pack);
        let outcome = run.outcome();
        let rows = Rows::of(outcome);
        // Deeper than usual, so that a whole row is followed, too.
        let limits = Limits { depth: 4, rows: 12, every_row: true, ..Limits::default() };
        let (mut explained, mut behind) = (0, 0);
        for table in outcome.tables.iter().filter(|table| table.rows > 0) {
            for row in [0, table.rows / 2, table.rows - 1] {
                let key = key(table, row);
                if table.key.is_some() && rows.0[table.name.as_str()].1[&key].is_none() {
                    continue;
                }
                let why = why(run, &question(&table.name, &key, None, limits));
                for reason in &why.reasons {
                    let column = table.columns.iter().find(|column| column.name == reason.name);
                    let value = column.expect("it is a column of the table").data.value(row);
                    let place = format!("{pack} {} {key} {}", table.name, reason.name);
                    assert!(ops::same(&reason.value, &value), "{place}: {} is {value}", reason.value);
                    let told = reason.blank.is_some() || reason.folded == Some(Folded::Above);
                    assert!(!reason.value.is_blank() || told, "{place}: why is it blank?");
                    behind += agrees(&rows, reason);
                }
                explained += why.reasons.len();
                assert!(why.reasons.len() >= table.columns.len() - 1, "{pack} {}: a column is missing", table.name);
            }
        }
        for figure in &outcome.figures {
            let why = why(run, &question("figures", &figure.name, None, limits));
            assert!(ops::same(&why.reasons[0].value, &figure.value), "{pack} {}", figure.name);
        }
        assert!(explained > 100 && behind > 100, "{pack}: {explained} values, {behind} behind them");
    }
}

#[test]
fn every_value_explained_is_the_runs_and_sums_are_those_of_their_rows() {
    explained_values_are_the_runs(PACKS);
}

#[test]
#[ignore = "takes minutes: tests/proofs.sh"]
fn every_value_explained_is_the_runs_in_the_largest_pack() {
    explained_values_are_the_runs([LARGEST]);
}

#[test]
fn scores_are_the_sum_of_what_their_measures_bring() {
    for pack in all_packs() {
        let run = ran(pack);
        for card in &run.outcome().scorecards {
            let table = &run.outcome().tables[card.table];
            for row in 0..table.rows.min(20) {
                let why = why(run, &question(&card.name, &key(table, row), Some("score"), Limits::default()));
                let How::Score(scored) = &why.reasons[0].how else { panic!("a score is explained as one") };
                let Some(score) = card.score.value(row).as_number() else { continue };
                let brought: f64 = scored.measures.iter().filter_map(|measured| measured.brings()).sum();
                assert!((brought - score).abs() < 1e-9, "{pack} {} {row}: {brought} is {score}", card.name);
            }
        }
    }
}

#[test]
fn every_trigger_that_fired_is_explained_as_one_that_fires() {
    for pack in all_packs() {
        let run = ran(pack);
        let mut seen = Vec::new();
        for fired in &run.outcome().triggers {
            if !seen.contains(&fired.trigger()) {
                seen.push(fired.trigger());
                let why = why(run, &question(fired.trigger(), &fired.key(), None, Limits::default()));
                let How::Trigger(fires) = &why.reasons[0].how else { panic!("a trigger is explained as one") };
                assert_eq!((fires.fires, fires.message.as_deref()), (Some(true), Some(&*fired.message())));
            }
        }
    }
}

/// What a person reads, for questions people ask; it fits a screen or two.
#[test]
fn answers_people_read() {
    let questions: [(&str, &[&[&str]]); 5] = [
        (
            "channel-scorecard",
            &[
                &["manager", "S0001"],
                &["customers", "C00224", "segment"],
                &["slow_stock", "C00224"],
                &["customers", "C01301", "stock_days"],
                &["orders", "300000", "region_days"],
                &["orders", "250323", "region_days"],
                &["orders", "250323", "shops.sales"],
                &["orders", "300000", "shops.sales"],
                &["products", "P004", "sales_rank"],
            ],
        ),
        ("strategic-accounts", &[&["accounts", "C001", "later_class"], &["weeks_missed", "M012"]]),
        ("one-to-one", &[&["salesperson", "T025"], &["customers", "K00010", "class"]]),
        ("customer-managed", &[&["sources", "D4"], &["facts", "5"]]),
        ("industry-scan", &[&["severe_pain", "P012"], &["market_companies", "3", "market_share"]]),
    ];
    for (pack, asked) in questions {
        let run = ran(pack);
        let mut page = String::new();
        for words in asked {
            let question = question(words[0], words[1], words.get(2).copied(), Limits::default());
            let text = text(&why(run, &question));
            assert!(text.lines().count() <= 60, "{words:?} takes {} lines", text.lines().count());
            page.push_str(&format!("$ {}\n{text}\n", words.join(" ")));
        }
        insta::assert_snapshot!(format!("answers_{}", pack.replace('-', "_")), page);
    }
}

#[test]
fn what_repeats_is_folded() {
    let run = ran(LARGEST);
    let why = why(run, &question("customers", "C00224", Some("segment"), Limits::default()));
    fn count(reason: &Reason, folded: Folded) -> usize {
        let below: usize = reason.parts.iter().map(|part| count(part, folded)).sum();
        below + usize::from(reason.folded == Some(folded))
    }
    assert_eq!(count(&why.reasons[0], Folded::Above), 2);
}

/// Rows that are not there: rejected, repeated, misspelt, in no group.
#[test]
fn rows_that_are_not_there() {
    let run = ran(LARGEST);
    let absent = |table: &str, key: &str| match run.explain(&question(table, key, None, Limits::default())) {
        Ok(Answer::Absent(absent)) => absent,
        other => panic!("{table} {key}: {other:?}"),
    };
    let mut lines = Vec::new();
    let asked = [
        ("orders", "305101"),
        ("orders", "305601"),
        ("orders", "합계"),
        ("orders", "row 55102"),
        ("customers", "C0901"),
        ("region_days", "305101"),
        ("region_days", "250323"),
    ];
    for (table, key) in asked {
        let absent = absent(table, key);
        lines.push(format!("{table} {key}: {} near {:?}", absent.why.join(" / "), absent.near));
    }
    insta::assert_snapshot!(lines.join("\n"));
}
