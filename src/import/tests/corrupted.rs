//! Workbooks made at random: their control totals are those of the cells that were written, and one cell that is
//! corrupted, in any of thirteen ways, is told with its sheet and address and costs nothing but its row.

use super::*;
use crate::cells::tests::{unsaved, without_results};
use crate::issue::IssueCode;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

const COLUMNS: [&str; 6] = ["id", "day", "amount", "paid", "state", "customer"];
const STATES: [&str; 3] = ["open", "done", "on hold"];

fn orders() -> Policy {
    let customers = table("customers", &[], Some("id"), vec![column("id", Type::Text, &[])]);
    let columns = vec![
        column("id", Type::Text, &[]),
        required(column("day", Type::Date, &[])),
        Column { min: Some(said(Value::from(0.0))), ..required(column("amount", Type::Number, &[])) },
        required(column("paid", Type::Bool, &[])),
        Column {
            one_of: STATES.map(|state| said(Value::from(state))).to_vec(),
            ..required(column("state", Type::Text, &[]))
        },
        references(required(column("customer", Type::Text, &[])), "customers"),
    ];
    policy(vec![customers, table("orders", &[], Some("id"), columns)])
}

/// What is written over one cell.
#[derive(Clone, Copy, Debug)]
enum Corrupted {
    Text(&'static str),
    Number(f64),
    Error,
    Unsaved,
    Nothing,
    /// The key of the first row.
    Repeated,
}

/// Ways to corrupt a cell: its column, what is written, and what is said of it.
const WAYS: [(usize, Corrupted, IssueCode); 13] = [
    (2, Corrupted::Text("abc"), IssueCode::BadNumber),
    (2, Corrupted::Text("3 4"), IssueCode::BadNumber),
    (2, Corrupted::Error, IssueCode::ErrorCell),
    (2, Corrupted::Unsaved, IssueCode::UnsavedFormula),
    (2, Corrupted::Number(-0.01), IssueCode::OutOfRange),
    (2, Corrupted::Nothing, IssueCode::MissingValue),
    (1, Corrupted::Text("soon"), IssueCode::BadDate),
    (1, Corrupted::Text("2026-02-30"), IssueCode::BadDate),
    (3, Corrupted::Text("maybe"), IssueCode::BadBool),
    (4, Corrupted::Text("opened"), IssueCode::NotAllowed),
    (5, Corrupted::Text("C99"), IssueCode::UnknownReference),
    (0, Corrupted::Nothing, IssueCode::MissingValue),
    (0, Corrupted::Repeated, IssueCode::DuplicateKey),
];

#[derive(Clone, Debug)]
struct Order {
    day: u32,
    cents: u32,
    paid: bool,
    state: usize,
    customer: u32,
}

fn order() -> impl Strategy<Value = Order> {
    (1..28u32, 1..50_000_000u32, any::<bool>(), 0..3usize, 0..9u32)
        .prop_map(|(day, cents, paid, state, customer)| Order { day, cents, paid, state, customer })
}

/// Where the table stands in its sheet, and in which order its columns.
#[derive(Clone, Debug)]
struct Place {
    above: u32,
    left: u16,
    order: Vec<usize>,
}

fn place() -> impl Strategy<Value = Place> {
    let order = Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle();
    (0..4u32, 0..4u16, order).prop_map(|(above, left, order)| Place { above, left, order })
}

impl Place {
    fn of(&self, row: usize, column: usize) -> (u32, u16) {
        let at = self.order.iter().position(|known| *known == column).expect("every column has a place");
        (self.above + 1 + row as u32, self.left + at as u16)
    }
}

/// A workbook of orders, with one cell corrupted: the row and the way.
fn book(orders: &[Order], place: &Place, corrupted: Option<(usize, usize)>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Customers").expect("a name");
    sheet.write(0, 0, "id").expect("written");
    for at in 0..9 {
        sheet.write(at + 1, 0, format!("C{at}")).expect("written");
    }
    let sheet = book.add_worksheet().set_name("Orders").expect("a name");
    if place.above > 1 {
        sheet.write(0, 0, "Orders of the half year").expect("written");
    }
    for (column, name) in COLUMNS.iter().enumerate() {
        let (row, column) = place.of(0, column);
        sheet.write(row - 1, column, *name).expect("written");
    }
    for (at, order) in orders.iter().enumerate() {
        clean(sheet, place, at, order);
    }
    if let Some((at, way)) = corrupted {
        let (column, what, _) = WAYS[way];
        let (row, column) = place.of(at, column);
        match what {
            Corrupted::Text(text) => sheet.write(row, column, text),
            Corrupted::Number(number) => sheet.write(row, column, number),
            Corrupted::Error => sheet.write_formula(row, column, Formula::new("=1/0").set_result("#DIV/0!")),
            Corrupted::Unsaved => sheet.write_formula(row, column, unsaved()),
            Corrupted::Nothing => sheet.write_blank(row, column, &Format::new().set_bold()),
            Corrupted::Repeated => sheet.write(row, column, "O-0"),
        }
        .expect("written");
    }
    without_results(&book.save_to_buffer().expect("saved"))
}

fn clean(sheet: &mut Worksheet, place: &Place, at: usize, order: &Order) {
    let day = ExcelDateTime::from_ymd(2026, 3, order.day as u8).expect("a day");
    let shown = Format::new().set_num_format("yyyy-mm-dd");
    let cell = |column| place.of(at, column);
    let ((row, id), (_, date), (_, amount)) = (cell(0), cell(1), cell(2));
    let ((_, paid), (_, state), (_, customer)) = (cell(3), cell(4), cell(5));
    sheet.write(row, id, format!("O-{at}")).expect("written");
    sheet.write_with_format(row, date, &day, &shown).expect("written");
    sheet.write(row, amount, f64::from(order.cents) / 100.0).expect("written");
    sheet.write(row, paid, order.paid).expect("written");
    sheet.write(row, state, STATES[order.state]).expect("written");
    sheet.write(row, customer, format!("C{}", order.customer)).expect("written");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn one_corrupted_cell_is_told_where_it_stands(
        orders_made in prop::collection::vec(order(), 3..25), place in place(),
        row in any::<prop::sample::Index>(), way in 0..WAYS.len(),
    ) {
        let policy = orders();
        let total = |rows: &[Order], without: Option<usize>| -> f64 {
            let kept = rows.iter().enumerate().filter(|(at, _)| Some(*at) != without);
            kept.map(|(_, order)| f64::from(order.cents) / 100.0).sum()
        };
        let sum = |got: &Imported| {
            let control = got.control.iter().find(|control| control.table == "orders").expect("it was read").clone();
            assert_eq!(control.read, control.used + control.rejected);
            let sum = control.sums.iter().find(|(name, _)| name == "amount").map_or(0.0, |(_, sum)| *sum);
            (control.read, control.rejected, sum)
        };
        let got = bytes(&policy, "book.xlsx", book(&orders_made, &place, None));
        prop_assert!(got.issues.is_empty(), "{:?}", lines(&got));
        let (read, rejected, used) = sum(&got);
        prop_assert_eq!((read, rejected), (orders_made.len(), 0));
        prop_assert!((used - total(&orders_made, None)).abs() < 1e-6);

        // Behind the first row, whose key may be repeated.
        let at = 1 + row.index(orders_made.len() - 1);
        let (column, _, code) = WAYS[way];
        let got = bytes(&policy, "book.xlsx", book(&orders_made, &place, Some((at, way))));
        let (line, letter) = place.of(at, column);
        let told: Vec<_> = got.issues.iter().filter(|issue| !issue.note).collect();
        prop_assert_eq!(told.len(), 1, "{:?}", lines(&got));
        let cell = told[0].cell.clone().expect("it has a cell");
        prop_assert_eq!(
            (told[0].code, told[0].rejected, &*cell.workbook, &*cell.sheet, cell.row, cell.column),
            (code, true, "book.xlsx", "Orders", line, u32::from(letter)), "{:?}", lines(&got)
        );
        let (read, rejected, used) = sum(&got);
        prop_assert_eq!((read, rejected), (orders_made.len(), 1));
        prop_assert!((used - total(&orders_made, Some(at))).abs() < 1e-6, "{used}");
    }
}
