//! Columns of a host say what its rows say.

use super::*;
use crate::table::{BLANK_DATE, BLANK_DATETIME, Column as Data, TextColumn};
use crate::value::{Date, DateTime};
use proptest::prelude::*;

/// A text that may need a closer look, and how often it comes.
fn texts() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![
        12 => prop::sample::select(vec![Some("North"), Some("South"), Some("east"), None]),
        1 => prop::sample::select(vec![Some(" North "), Some(" "), Some(""), Some("n/a"), Some("Ｎorth"), Some("4.90123E+15")]),
    ]
}

fn numbers() -> impl Strategy<Value = f64> {
    prop_oneof![
        12 => prop::sample::select(vec![0.0, -0.0, 1.0, 2.5, 99.0, f64::NAN]),
        1 => prop::sample::select(vec![-3.0, 1e9, f64::INFINITY]),
    ]
}

fn amount() -> Column {
    column("amount", Type::Number, &[])
}

fn sheet(with: usize) -> Policy {
    let mut amount = amount();
    amount.presence = if with & 1 == 0 { Presence::Cells } else { Presence::Column };
    if with & 2 != 0 {
        (amount.min, amount.max) = (Some(said(Value::from(0.0))), Some(said(Value::from(1000.0))));
    }
    let mut region = optional(column("region", Type::Text, &[]));
    if with & 4 != 0 {
        region.one_of = ["North", "South", "East"].map(|text| said(Value::from(text))).to_vec();
    }
    if with & 8 != 0 {
        region.conventions.blank = Some(["n/a".to_string()].into());
    }
    let id = column("id", Type::Text, &[]);
    let others = [("day", Type::Date), ("at", Type::DateTime), ("open", Type::Bool), ("tags", Type::List)];
    let others = others.map(|(name, kind)| optional(column(name, kind, &[])));
    let columns = [id, amount, region].into_iter().chain(others).collect();
    policy(vec![table("orders", &[], (with & 16 != 0).then_some("id"), columns)])
}

/// Everything that was read, as text.
fn told(got: Result<Imported, Failure>) -> String {
    let Imported { tables, issues, control, orphans, .. } = match got {
        Ok(imported) => imported,
        Err(failure) => return failure.to_string(),
    };
    let rows = |table: &crate::table::Table| {
        let row =
            |row: usize| table.columns.iter().map(|column| format!("{:?} ", column.value(row))).collect::<String>();
        (0..table.rows).map(row).collect::<Vec<_>>()
    };
    let issues: Vec<String> = issues.iter().map(|issue| format!("{issue:?}")).collect();
    format!("{:#?}\n{issues:#?}\n{control:#?}\n{orphans:#?}", tables.iter().map(rows).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn columns_and_rows_are_read_as_one_by_one(
        with in 0..32_usize,
        rows in prop::collection::vec(
            (prop::option::weighted(0.97, 0..40_usize), numbers(), texts(), prop::option::of(20_000..20_009_i32), 0..3_u8),
            0..24,
        ),
    ) {
        let names = ["id", "amount", "region", "day", "at", "open"];
        let ids: Vec<Option<String>> = rows.iter().map(|row| row.0.map(|id| format!("R{id}"))).collect();
        let text = |texts: &mut dyn Iterator<Item = Option<&str>>| Data::Text(texts.collect::<TextColumn>());
        let day = |day: Option<i32>| day.map_or(BLANK_DATETIME, |day| DateTime::midnight(Date(day)).0 + 3_600_000);
        let columns = [
            text(&mut ids.iter().map(Option::as_deref)),
            Data::Number(rows.iter().map(|row| row.1).collect()),
            text(&mut rows.iter().map(|row| row.2)),
            Data::Date(rows.iter().map(|row| row.3.unwrap_or(BLANK_DATE)).collect()),
            Data::DateTime(rows.iter().map(|row| day(row.3)).collect()),
            Data::Bool(rows.iter().map(|row| row.4).collect()),
        ];
        let table = || "orders".to_string();
        let values = || (0..rows.len()).map(|row| columns.iter().map(|column| column.value(row)).collect::<Vec<_>>());
        // A column of lists has no way of its own: its rows are read one by one.
        let one_by_one = Input::Rows {
            table: table(),
            columns: names.iter().chain(&["tags"]).map(ToString::to_string).collect(),
            rows: values().map(|mut row| { row.push(Value::Blank); row }).collect(),
        };
        let by_rows = Input::Rows { table: table(), columns: names.map(str::to_string).to_vec(), rows: values().collect() };
        let by_columns =
            Input::Columns { table: table(), columns: names.map(str::to_string).into_iter().zip(columns.clone()).collect() };
        let policy = sheet(with);
        let wanted = told(read(&policy, &[one_by_one], &Options::default()));
        prop_assert_eq!(told(read(&policy, &[by_rows], &Options::default())), wanted.clone());
        prop_assert_eq!(told(read(&policy, &[by_columns], &Options::default())), wanted);
    }
}

#[test]
fn columns_that_do_not_fit_are_told() {
    let policy = policy(vec![table("orders", &[], None, vec![column("region", Type::Text, &[]), amount()])]);
    let told = |columns: Vec<(&str, Data)>| {
        let columns = columns.into_iter().map(|(name, column)| (name.to_string(), column)).collect();
        let input = Input::Columns { table: "orders".to_string(), columns };
        read(&policy, &[input], &Options::default()).expect_err("it cannot be read").to_string()
    };
    let texts: TextColumn = [Some("North"), None].into_iter().collect();
    let stray = TextColumn { codes: vec![0, 1], ..texts.clone() };
    let amounts = || ("amount", Data::Number(vec![1.0, 2.0]));
    insta::assert_snapshot!(
        [
            told(vec![("region", Data::Text(texts.clone()))]),
            told(vec![("region", Data::Text(texts.clone())), ("amount", Data::Number(vec![1.0]))]),
            told(vec![("region", Data::Text(stray)), amounts()]),
            told(vec![("region", Data::Bool(vec![1, 7])), amounts()]),
        ]
        .join("\n"),
        @r"
    columns given for table `orders`: no header for column `amount` of table `orders` (looked for `amount`; the headers found are `region`)
    columns given for table `orders`: `amount` has 1 rows and `region` 2; give every column as many
    columns given for table `orders`: `region` has in row 2 what is no value of such a column
    columns given for table `orders`: `region` has in row 2 what is no value of such a column
    "
    );
}

#[test]
fn a_number_that_is_none_is_no_value() {
    let policy = policy(vec![table("orders", &[], None, vec![column("id", Type::Text, &[]), amount()])]);
    let rows = [f64::NAN, f64::INFINITY, 7.0].map(|amount| vec![Value::from("R"), Value::Number(amount)]).to_vec();
    let input =
        Input::Rows { table: "orders".to_string(), columns: ["id", "amount"].map(str::to_string).to_vec(), rows };
    let got = read(&policy, &[input], &Options::default()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(values(&got, 0, 1), [Value::Blank, Value::Blank, Value::Number(7.0)]);
    assert_eq!(lines(&got), ["- bad-number \"inf\": not a number (row 2); left blank"]);
}

/// An optional column that is called otherwise would be blank in silence.
#[test]
fn a_header_that_only_adds_a_unit_is_the_column_and_one_that_scales_is_said() {
    let of = |header: &str| {
        let amount = optional(column("amount", Type::Number, &["Amount"]));
        let sales = policy(vec![table("sales", &[], None, vec![column("shop", Type::Text, &[]), amount])]);
        let got = bytes(&sales, "sales.csv", format!("shop;{header}\nA;5\nB;7\n").into_bytes());
        let alarms = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect::<Vec<_>>();
        (values(&got, 0, 1)[0].as_number(), alarms)
    };
    for header in ["Amount (EUR)", "Amount [kg]", "AMOUNT in €", "Amount, USD", "Amount EUR"] {
        assert_eq!(of(header), (Some(5.0), vec![("header-unit", true)]), "{header}");
    }
    for header in ["Amount (TEUR)", "Amount, k€", "Amount [Mio. EUR]", "Amount (in thousands)", "Amount (%)"] {
        assert_eq!(of(header), (None, vec![("header-unit", false)]), "{header}");
    }
    let (amount, alarms) = of("Amount (EUR);Amount (USD)");
    assert_eq!((amount, alarms[0]), (None, ("header-unit", false)));
    assert_eq!(of("Amount (net)"), (None, vec![]));
    assert_eq!(of("Amount"), (Some(5.0), vec![]));
    assert_eq!(of("Amount;Amount (TEUR)").0, Some(5.0));
}

#[test]
fn the_unit_of_the_policy_may_be_missing_and_not_be_another() {
    let of = |header: &str| {
        let weight = optional(column("weight", Type::Number, &["Weight [kg]"]));
        let goods = policy(vec![table("goods", &[], None, vec![column("name", Type::Text, &[]), weight])]);
        let got = bytes(&goods, "goods.csv", format!("name;{header}\nA;5\nB;7\n").into_bytes());
        let alarms = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect::<Vec<_>>();
        (values(&got, 0, 1)[0].as_number(), alarms)
    };
    assert_eq!(of("Weight"), (Some(5.0), vec![]));
    assert_eq!(of("Weight (kg)").0, Some(5.0));
    assert_eq!(of("Weight [g]"), (None, vec![("header-unit", false)]));
    assert_eq!(of("Weight [t]"), (None, vec![("header-unit", false)]));
}
