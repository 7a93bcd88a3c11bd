//! `duplicates:` what becomes of rows with one key.

use super::*;
use crate::policy::model::Duplicates;

const JANUARY: &str =
    "id,region,amount,pieces,day\nA,North,10,1,2026-01-01\nB,South,20,,2026-01-02\nA,North,30,3,2026-01-03\n";
const FEBRUARY: &str = "id,region,amount,pieces,day\nC,East,5,5,\nA,West,400,,2026-02-01\n";

fn read_with(how: Option<Duplicates>, files: &[(&str, &str)]) -> Imported {
    let mut shops = table(
        "shops",
        &[],
        Some("id"),
        vec![
            column("id", Type::Text, &[]),
            column("region", Type::Text, &[]),
            column("amount", Type::Number, &[]),
            column("pieces", Type::Number, &[]),
            column("day", Type::Date, &[]),
        ],
    );
    shops.duplicates = how;
    let input = |(name, text): &(&str, &str)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    read(&policy(vec![shops]), &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Rows, control totals and issues.
fn told(got: &Imported) -> String {
    let mut text = String::new();
    for row in 0..got.tables[0].rows {
        let cells: Vec<String> = (0..5).map(|at| values(got, 0, at)[row].to_string()).collect();
        text.push_str(&format!("{}\n", cells.join(" ")));
    }
    for total in &got.control {
        let sums: Vec<String> = total.all_sums().map(|(name, sums)| format!("{name} {sums:?}")).collect();
        text.push_str(&format!("{} {} {}: {}\n", total.read, total.used, total.rejected, sums.join(", ")));
    }
    for (line, issue) in lines(got).iter().zip(&got.issues) {
        text.push_str(&format!("{}{line}\n", if issue.note { "note " } else { "" }));
    }
    text
}

#[test]
fn the_policy_decides() {
    let files = [("shops_1.csv", JANUARY), ("shops_2.csv", FEBRUARY)];
    for how in [None, Some(Duplicates::First), Some(Duplicates::Last), Some(Duplicates::Reject), Some(Duplicates::Sum)]
    {
        let name =
            format!("duplicates_{}", how.map_or("undecided".to_string(), |how| format!("{how:?}").to_lowercase()));
        insta::assert_snapshot!(name, told(&read_with(how, &files)));
    }
}

#[test]
fn keys_that_stand_once_change_nothing() {
    let once = "id,region,amount,pieces,day\nA,North,10,1,2026-01-01\nB,,,,\n";
    let told = |how| told(&read_with(how, &[("shops.csv", once)]));
    for how in [Duplicates::First, Duplicates::Last, Duplicates::Reject, Duplicates::Sum] {
        assert_eq!(told(Some(how)), told(None));
    }
}

#[test]
fn a_sum_of_blanks_is_blank() {
    let got = read_with(Some(Duplicates::Sum), &[("shops.csv", "id,region,amount,pieces,day\nA,,,1,\nA,,,2,\n")]);
    assert_eq!((values(&got, 0, 2), values(&got, 0, 3)), (vec![Value::Blank], vec![Value::Number(3.0)]));
}
