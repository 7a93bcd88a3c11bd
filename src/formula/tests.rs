//! Trees are written down and read back without a difference; walks reach every node.

use super::*;
use crate::source::{FileId, Span};
use crate::value::{Date, DateTime, Period, Type, Value, functions};
use proptest::prelude::*;

fn span() -> Span {
    Span { file: FileId(2), start: 7, end: 19 }
}

fn column(table: usize, slot: usize) -> ColumnId {
    ColumnId { table: TableId(table), slot }
}

fn number(value: f64) -> Expr {
    Expr::constant(Value::Number(value), span())
}

fn flag() -> Expr {
    Expr::new(ExprKind::Column(3), Type::Bool, span())
}

/// One node of each kind.
fn nodes() -> Vec<Expr> {
    let text = || Expr::new(ExprKind::Column(0), Type::Text, span());
    let two = || vec![flag(), flag()];
    let round = functions::find("round").expect("it is in the catalogue");
    let row = ScriptArgument::Row(vec![(vec!["customer".to_string(), "name".to_string()], text())]);
    let kinds = vec![
        (ExprKind::Parameter("growth_floor".into()), Type::Number),
        (ExprKind::Column(1), Type::Number),
        (ExprKind::Follow { path: vec![column(0, 1), column(1, 4)], column: column(2, 0) }, Type::Date),
        (ExprKind::Figure(column(3, 2)), Type::Number),
        (ExprKind::Unary(UnaryOp::Not, Box::new(flag())), Type::Bool),
        (ExprKind::Binary(BinaryOp::GreaterOrEqual, Box::new(number(0.1)), Box::new(number(0.3))), Type::Bool),
        (ExprKind::And(two()), Type::Bool),
        (ExprKind::Or(two()), Type::Bool),
        (ExprKind::Coalesce(two()), Type::Bool),
        (ExprKind::If(Box::new(flag()), Box::new(number(1.0)), Box::new(number(2.0))), Type::Number),
        (ExprKind::In(Box::new(text()), Box::new(text())), Type::Bool),
        (ExprKind::List(two()), Type::List),
        (ExprKind::Join(vec![text(), number(1.5)]), Type::Text),
        (ExprKind::Call(round, vec![number(2.5)]), Type::Number),
        (ExprKind::Script("segment".to_string(), vec![row, ScriptArgument::Value(number(4.0))]), Type::Text),
    ];
    kinds.into_iter().map(|(kind, ty)| Expr::new(kind, ty, span())).collect()
}

fn values() -> Vec<Value> {
    let day = Date::new(2026, 3, 1).expect("it exists");
    vec![
        Value::Blank,
        Value::Number(0.1 + 0.2),
        Value::Number(-0.0),
        Value::Number(f64::MIN_POSITIVE / 8.0),
        Value::text("“a”\n"),
        Value::Date(Date::MIN),
        Value::Date(Date::MAX),
        Value::DateTime(DateTime(DateTime::midnight(day).0 + 47_159_007)),
        Value::DateTime(DateTime(DateTime::midnight(Date::MIN).0 + 1)),
        Value::Bool(true),
        Value::List(vec![Value::Blank, Value::text("x")].into()),
        Value::Period(Period { from: day, to: Date::MAX }),
    ]
}

fn back<T: serde::Serialize + serde::de::DeserializeOwned>(whole: &T) -> T {
    let text = serde_json::to_string(whole).expect("it can be written");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn every_node_comes_back() {
    for node in nodes() {
        let read = back(&node);
        assert_eq!(read, node);
        assert_eq!(read.span, node.span);
    }
}

#[test]
fn every_value_comes_back() {
    for value in values() {
        let node = Expr::constant(value, span());
        assert_eq!(back(&node), node);
    }
    let Value::Number(zero) = back(&Value::Number(-0.0)) else { panic!("it is a number") };
    assert!(zero.is_sign_negative());
    let Value::Number(blank) = back(&Value::Number(f64::NAN)) else { panic!("it is a number") };
    assert!(blank.is_nan());
}

#[test]
fn work_over_rows_comes_back() {
    let aggregate = Aggregate {
        op: AggregateOp::WeightedAverage,
        over: TableId(1),
        map: RowMap::Path(vec![column(1, 0)]),
        value: Some(number(1.0)),
        second: None,
        part: 0.9,
        filter: Some(flag()),
    };
    assert_eq!(back(&aggregate), aggregate);
    let window = Window {
        op: WindowOp::TrailingAverage,
        value: number(1.0),
        number: 28,
        second: None,
        order: Some(number(2.0)),
        within: vec![flag()],
    };
    assert_eq!(back(&window), window);
}

#[test]
fn words_are_those_of_formulas() {
    let word = |op: serde_json::Result<String>| op.expect("it can be written").trim_matches('"').to_string();
    for op in AggregateOp::ALL {
        assert_eq!(word(serde_json::to_string(&op)), op.name());
    }
    for op in WindowOp::ALL {
        assert_eq!(word(serde_json::to_string(&op)), op.name());
    }
    for ty in [Type::Number, Type::Text, Type::Date, Type::DateTime, Type::Bool, Type::List, Type::Period] {
        assert_eq!(word(serde_json::to_string(&ty)), ty.word());
    }
}

#[test]
fn it_reads_well() {
    let sum = ExprKind::Binary(
        BinaryOp::Add,
        Box::new(Expr::new(ExprKind::Column(3), Type::Number, span())),
        number(0.5).into(),
    );
    let round = functions::find("round").expect("it is in the catalogue");
    let node = Expr::new(ExprKind::Call(round, vec![Expr::new(sum, Type::Number, span())]), Type::Number, span());
    let written = r#"{"call":["round",[{"binary":["add",{"column":3,"type":"number","span":[2,7,19]},{"constant":{"number":0.5},"type":"number","span":[2,7,19]}],"type":"number","span":[2,7,19]}]],"type":"number","span":[2,7,19]}"#;
    assert_eq!(serde_json::to_string(&node).expect("it can be written"), written);
}

#[test]
fn a_function_nobody_knows_is_an_error() {
    let read = serde_json::from_str::<Expr>(r#"{"call":["foo",[]],"type":"number","span":[0,0,0]}"#);
    let error = read.expect_err("there is no such function").to_string();
    assert!(error.starts_with("there is no function `foo`"), "{error}");
}

proptest! {
    #[test]
    fn numbers_come_back_to_the_last_bit(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let Value::Number(read) = back(&Value::Number(number)) else { panic!("it is a number") };
        prop_assert_eq!(read.to_bits(), bits);
    }

    #[test]
    fn moments_come_back(days in Date::MIN.0..=Date::MAX.0, milliseconds in 0i64..86_400_000) {
        let moment = DateTime(DateTime::midnight(Date(days)).0 + milliseconds);
        prop_assert_eq!(back(&Value::DateTime(moment)), Value::DateTime(moment));
        prop_assert_eq!(back(&Value::Date(Date(days))), Value::Date(Date(days)));
    }
}

/// Each node once, over one tree.
fn whole() -> Expr {
    Expr::new(ExprKind::List(nodes()), Type::List, span())
}

#[test]
fn a_walk_shows_every_node() {
    let mut count = 0;
    whole().visit(&mut |_| count += 1);
    let written = serde_json::to_string(&whole()).expect("it can be written");
    assert_eq!(count, written.matches("\"span\":").count());
    assert_eq!(whole().parameters(), ["growth_floor"]);
}

#[test]
fn a_tree_made_anew_is_the_same_where_nothing_changes() {
    assert_eq!(whole().fold(&mut Some), Some(whole()));
    let columns_gone = whole().fold(&mut |node| (!matches!(node.kind, ExprKind::Column(_))).then_some(node));
    assert_eq!(columns_gone, None);
}

#[test]
fn a_fold_reaches_every_node() {
    let moved = Span { start: 1, ..span() };
    let changed = whole().fold(&mut |node| Some(Expr { span: moved, ..node })).expect("nothing gives up");
    changed.visit(&mut |node| assert_eq!(node.span, moved));
}
