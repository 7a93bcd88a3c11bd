//! Equal results have equal fingerprints, others have others.

use super::{Outcome, OutcomeColumn, OutcomeTable, Role, TableView, digest_of_all, digests};
use crate::table::Column;
use crate::value::{NumberFormat, Type, Value};
use std::sync::Arc;

fn outcome(data: Column) -> Outcome {
    let rows = data.len();
    let column = OutcomeColumn {
        name: "amount".into(),
        title: "Amount".into(),
        role: Role::Imported,
        source: None,
        slot: 0,
        format: NumberFormat::General,
        references: None,
        order: Vec::new(),
        data: Arc::new(data),
    };
    let (name, view) = ("orders".to_string(), TableView::default());
    let table = OutcomeTable {
        title: name.clone(),
        name,
        key: None,
        rows,
        derived: false,
        totals: Vec::new(),
        made_of: Vec::new(),
        columns: vec![column],
        view,
        provenance: Default::default(),
    };
    Outcome { tables: vec![table], ..Outcome::default() }
}

fn of(data: Column) -> String {
    digest_of_all(&digests(&outcome(data)))
}

fn texts(values: &[&str]) -> Column {
    Column::Text(values.iter().map(|text| (!text.is_empty()).then_some(*text)).collect())
}

#[test]
fn codes_of_texts_make_no_difference() {
    let straight = texts(&["north", "", "south", "north"]);
    let turned = texts(&["unused", "south", "north", ""]).gather(&[2, 3, 1, 2]);
    assert_eq!(of(straight), of(turned));
}

#[test]
fn any_other_value_makes_one() {
    let all = [
        texts(&["ab", "c"]),
        texts(&["a", "bc"]),
        texts(&["ab", ""]),
        texts(&["", "ab"]),
        texts(&["c", "ab"]),
        texts(&["1", "2"]),
        Column::Number(vec![1.0, 2.0]),
        Column::Number(vec![1.0, f64::NAN]),
        Column::Number(vec![1.0, 2.0 + f64::EPSILON * 2.0]),
        Column::Date(vec![1, 2]),
        Column::DateTime(vec![1, 2]),
        Column::Bool(vec![1, 0]),
        Column::Values(Type::List, vec![Value::List([Value::from(1.0)].into()), Value::Blank]),
        Column::Values(Type::List, vec![Value::List([Value::from("1")].into()), Value::Blank]),
    ];
    let mut seen = std::collections::HashMap::new();
    for (at, column) in all.into_iter().enumerate() {
        assert_eq!(seen.insert(of(column), at), None, "column {at}");
    }
}

#[test]
fn a_part_is_named_with_its_rows() {
    let parts = digests(&outcome(Column::Number(vec![1.0, 2.0])));
    assert_eq!((parts[0].what.as_str(), parts[0].rows), ("tables.orders.amount", 2));
}

#[test]
fn a_blank_has_one_fingerprint_however_it_came_about() {
    let other = f64::from_bits(f64::NAN.to_bits() | 1 << 63 | 1);
    assert!(other.is_nan() && other.to_bits() != f64::NAN.to_bits());
    assert_eq!(of(Column::Number(vec![1.0, other])), of(Column::Number(vec![1.0, f64::NAN])));
}
