//! Where a table stands in workbooks, as a policy may declare it.

use super::finding::workbook;
use super::*;
use crate::policy::layout::Origin;

fn from(name: &str, kind: Type, origin: Origin) -> Column {
    Column { from: Some(origin), ..column(name, kind, &[]) }
}

fn sales(sheets: &[&str], more: Vec<Column>) -> Table {
    let columns = [column("shop", Type::Text, &["Shop"]), column("amount", Type::Number, &["Amount"])];
    table("sales", sheets, None, columns.into_iter().chain(more).collect())
}

fn files(policy: &Policy, files: &[(&str, Vec<u8>)]) -> Result<Imported, String> {
    let inputs: Vec<Input> =
        files.iter().map(|(name, data)| Input::Bytes { name: (*name).into(), data: data.clone().into() }).collect();
    read(policy, &inputs, &Options::default()).map_err(|failure| failure.to_string())
}

fn rows(imported: &Imported, table: usize) -> Vec<String> {
    let table = &imported.tables[table];
    let row = |row: usize| table.columns.iter().map(|column| column.value(row).to_string()).collect::<Vec<_>>();
    (0..table.rows).map(|at| row(at).join(" | ")).collect()
}

fn months() -> Vec<u8> {
    workbook(&[
        ("2026-01", &[&["Shop", "Amount"], &["Harbour", "1"], &["Mill", "2"], &["Total", "3"]]),
        ("2026-02", &[&["Monthly sales"], &[], &["Shop", "Amount"], &["Harbour", "4"]]),
        ("2025-12", &[&["Shop", "Amount"], &["Harbour", "100"]]),
    ])
}

#[test]
fn sheets_of_a_pattern_are_stacked_and_each_row_knows_its_sheet() {
    let source = vec![
        from("month", Type::Text, Origin::Sheet),
        from("book", Type::Text, Origin::Workbook),
        from("line", Type::Number, Origin::Row),
    ];
    let got = files(&policy(vec![sales(&["2026-*"], source)]), &[("shops.xlsx", months())]).expect("it can be read");
    assert_eq!(
        rows(&got, 0),
        [
            "Harbour | 1 | 2026-01 | shops.xlsx | 2",
            "Mill | 2 | 2026-01 | shops.xlsx | 3",
            "Harbour | 4 | 2026-02 | shops.xlsx | 4"
        ]
    );
    // The total is found as ever, and the sheet of another year is told of.
    let said: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!(said, [("unread-sheet", true), ("total-row", true)]);
}

#[test]
fn the_name_of_a_sheet_is_read_like_a_cell() {
    let book =
        workbook(&[("2025", &[&["Shop", "Amount"], &["A", "1"]]), ("2026", &[&["Shop", "Amount"], &["A", "2"]])]);
    let year = vec![from("year", Type::Number, Origin::Sheet)];
    let got = files(&policy(vec![sales(&["2025", "2026"], year)]), &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!(rows(&got, 0), ["A | 1 | 2025", "A | 2 | 2026"]);

    let book = workbook(&[("Spring", &[&["Shop", "Amount"], &["A", "1"]])]);
    let year = vec![from("year", Type::Number, Origin::Sheet)];
    let got = files(&policy(vec![sales(&["Spring"], year)]), &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!(lines(&got), ["Spring!A2 bad-number \"Spring\": not a number; left blank"]);
}

#[test]
fn equal_rows_of_two_sheets_are_still_seen_where_the_sheet_is_a_column() {
    let rows: Vec<[String; 2]> = (0..12).map(|at| [format!("S{at}"), format!("{}", at * 7 % 10)]).collect();
    let mut cells: Vec<Vec<&str>> = vec![vec!["Shop", "Amount"]];
    cells.extend(rows.iter().map(|row| vec![row[0].as_str(), row[1].as_str()]));
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let book = workbook(&[("2025", &cells), ("2026", &cells)]);
    let year = vec![from("year", Type::Number, Origin::Sheet)];
    let got = files(&policy(vec![sales(&["20*"], year)]), &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!(codes(&got), [("repeated-rows", 1)]);
}

#[test]
fn a_table_is_read_from_the_workbooks_it_names() {
    let book = |amount: &str| workbook(&[("Data", &[&["Shop", "Amount"], &["A", amount]])]);
    let of = |name: &str, books: &[&str]| {
        let layout = Layout { workbooks: books.iter().map(|book| (*book).to_string()).collect() };
        Table { layout, name: said(name.to_string()), ..sales(&["Data"], vec![]) }
    };
    let two = policy(vec![of("plan", &["Budget *"]), of("actual", &["sales_*.xlsx", "Ledger"])]);
    let given = [("sales_01.xlsx", book("1")), ("budget 2026.xlsx", book("2")), ("LEDGER.xlsx", book("3"))];
    let got = files(&two, &given).expect("it can be read");
    assert_eq!((rows(&got, 0), rows(&got, 1)), (vec!["A | 2".to_string()], vec!["A | 1".into(), "A | 3".into()]));
    assert_eq!(lines(&got), Vec::<String>::new());

    let failure = files(&two, &given[..1]).expect_err("there is no budget");
    assert_eq!(
        failure,
        "no workbook for table `plan` (`workbook:` says `budget *`; the workbooks are `sales_01.xlsx`)"
    );
}

#[test]
fn a_sheet_of_the_right_name_without_the_headers_is_no_match() {
    let notes: &[&[&str]] = &[&["Sales of the year"], &["see the other sheets"]];
    let other: &[&[&str]] = &[&["Shop", "Budget"], &["A", "9"]];
    let right: &[&[&str]] = &[&["Shop", "Amount"], &["A", "1"]];
    let named = || policy(vec![sales(&["Sales*"], vec![])]);
    let book = workbook(&[("Sales", notes), ("Sales plan", other), ("Sales 2026", right)]);
    let got = files(&named(), &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!(rows(&got, 0), ["A | 1"]);
    let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!(told, [("unread-sheet", true), ("unread-sheet", false)], "{:?}", lines(&got));
    assert!(lines(&got)[1].starts_with(
        "Sales plan!A1 unread-sheet \"\": this sheet has a name of `sales`, but no header for `amount`; nothing is \
         read from it (the headers found are `Shop`, `Budget`;"
    ));

    let alone = workbook(&[("Sales plan", other)]);
    let failure = files(&named(), &[("b.xlsx", alone.clone())]).expect_err("the header is not there");
    assert!(failure.starts_with("b.xlsx, sheet `Sales plan`: no header for column `amount` of table `sales`"));

    let optional = policy(vec![Table { optional: true, ..sales(&["Sales*"], vec![]) }]);
    let got = files(&optional, &[("b.xlsx", alone)]).expect("the table need not be there");
    let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!((got.tables[0].rows, told), (0, vec![("unread-sheet", false)]));
}

#[test]
fn two_tables_of_one_sheet_name_find_theirs_by_the_headers() {
    let people = table("people", &["Sheet1"], None, vec![column("name", Type::Text, &["Name"])]);
    let two = policy(vec![sales(&["Sheet1"], vec![]), people]);
    let sold = workbook(&[("Sheet1", &[&["Shop", "Amount"], &["A", "1"]])]);
    let staff = workbook(&[("Sheet1", &[&["Name"], &["Kim"]])]);
    for books in [[("a.xlsx", sold.clone()), ("b.xlsx", staff.clone())], [("b.xlsx", staff), ("a.xlsx", sold)]] {
        let got = files(&two, &books).expect("it can be read");
        assert_eq!((rows(&got, 0), rows(&got, 1)), (vec!["A | 1".to_string()], vec!["Kim".to_string()]));
        assert_eq!(lines(&got), Vec::<String>::new());
    }
}
