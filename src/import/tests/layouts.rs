//! Where a table stands in workbooks, as a policy may declare it.

use super::finding::workbook;
use super::*;
use crate::policy::layout::{HeaderRows, Origin, Range, Titles};
use crate::source::Area;

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
        let layout = Layout { workbooks: books.iter().map(|book| (*book).to_string()).collect(), ..Layout::default() };
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

/// The sheet called Sales is another thing; the rows stand in a sheet of an unknown name, alone or beside other tables.
#[test]
fn where_the_named_sheet_is_no_match_another_of_the_workbook_is_read_by_its_headers() {
    let plan: &[&[&str]] = &[&["Region", "Budget"], &["North", "9"]];
    let right: &[&[&str]] = &[&["Shop", "Amount"], &["A", "1"]];
    let staff: &[&[&str]] = &[&["Name", "Shop"], &["Kim", "A"]];
    let people = || table("people", &[], None, vec![column("name", Type::Text, &[]), column("shop", Type::Text, &[])]);
    let book = || workbook(&[("Sales", plan), ("Data", right), ("People", staff)]);
    let alone = policy(vec![sales(&["Sales"], vec![])]);
    let both = policy(vec![sales(&["Sales"], vec![]), people()]);
    for policy in [&alone, &both] {
        let got = files(policy, &[("b.xlsx", book())]).expect("it can be read");
        assert_eq!(rows(&got, 0), ["A | 1"]);
        let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
        assert!(told.contains(&("unread-sheet", false)) && told.contains(&("sheet-by-headers", true)), "{told:?}");
    }
    // Two sheets that fit equally well are told, and none of them is read.
    let tied = workbook(&[("Sales", plan), ("Data", right), ("Copy", right), ("People", staff)]);
    let failure = files(&both, &[("b.xlsx", tied)]).expect_err("either could be meant");
    assert!(failure.contains("nothing shows which sheet is table `sales`: `Data`, `Copy`"), "{failure}");
    // A workbook that has the table under its own name settles it: what fits elsewhere is told as ever.
    let named = workbook(&[("Sales", right)]);
    let got = files(&both, &[("a.xlsx", named), ("b.xlsx", book())]).expect("it can be read");
    assert_eq!(rows(&got, 0), ["A | 1"]);
    let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!(told.iter().filter(|told| **told == ("unread-sheet", false)).count(), 2, "{:?}", lines(&got));
}

#[test]
fn a_workbook_that_no_table_names_is_a_note_but_where_it_looks_like_one() {
    let layout = Layout { workbooks: vec!["sales_*".to_string()], ..Layout::default() };
    let policy = policy(vec![Table { layout, ..sales(&["Data"], vec![]) }]);
    let right = |amount: &str| workbook(&[("Data", &[&["Shop", "Amount"], &["A", amount]])]);
    let other = workbook(&[("Plan", &[&["Region", "Budget"], &["North", "9"]])]);
    let got = files(&policy, &[("sales_1.xlsx", right("1")), ("plan.xlsx", other), ("sale_2.xlsx", right("2"))]);
    let got = got.expect("it can be read");
    let told: Vec<_> = got.issues.iter().map(|issue| (issue.note, issue.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (true, "`workbook:` of no table says this workbook; nothing is read from it"),
            (
                false,
                "this workbook has a sheet with the headers of `sales`, but a name that `workbook:` does not say; \
                 nothing is read from it"
            )
        ]
    );
}

/// Where every column may be missing and every one is, the sheet is another table: its rows would be read as nothing.
#[test]
fn a_sheet_with_none_of_the_columns_is_no_match() {
    let budget = table("sales", &["Sales"], None, vec![optional(column("amount", Type::Number, &[]))]);
    let book = workbook(&[("Sales", &[&["Region", "Budget"], &["North", "9"]])]);
    let failure = files(&policy(vec![budget]), &[("b.xlsx", book)]).expect_err("nothing could be read");
    assert!(failure.starts_with("b.xlsx, sheet `Sales`: no header for column `amount` of table `sales`"), "{failure}");
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

fn part(range: Range) -> Layout {
    Layout { range: Some(range), ..Layout::default() }
}

fn placed(layout: Layout) -> Policy {
    policy(vec![Table { layout, ..sales(&["Report"], vec![]) }])
}

#[test]
fn a_range_of_cells_is_read_and_no_more() {
    let rows: &[&[&str]] = &[
        &["", "Shop", "Amount", "", "Shop", "Amount"],
        &["", "A", "1", "", "X", "100"],
        &["", "B", "2", "", "Y", "200"],
        &[],
        &["", "Shop", "Amount"],
        &["", "C", "4"],
    ];
    let book = workbook(&[("Report", rows)]);
    let read = |range: &str| {
        let layout = part(Range::Area(Area::parse(range).expect("a range")));
        let got = files(&placed(layout), &[("b.xlsx", book.clone())]).expect("it can be read");
        (super::layouts::rows(&got, 0), lines(&got))
    };
    assert_eq!(read("B1:C3"), (vec!["A | 1".to_string(), "B | 2".to_string()], vec![]));
    assert_eq!(read("E:F").0, ["X | 100", "Y | 200"]);
    assert_eq!(read("5:6").0, ["C | 4"]);
    assert_eq!(read("B5:C").0, ["C | 4"]);
    let (short, said) = read("B1:C2");
    assert_eq!(short, ["A | 1"]);
    assert_eq!(
        said,
        [
            "Report!B3 rows-below-range \"\": 1 row stands right below `range: B1:C2` and it is not read (write a range that \
          holds them, or leave a row empty above what is no part of the table)"
        ]
    );
}

#[test]
fn the_table_below_a_title_is_read() {
    let rows: &[&[&str]] = &[
        &["Sales 2025", "", "", "Sales 2026"],
        &[],
        &["Shop", "Amount", "", "Shop", "Amount"],
        &["A", "1", "", "B", "2"],
        &["A", "10", "", "B", "20"],
        &["", "", "", "C", "30"],
        &["Costs"],
        &["Shop", "Amount"],
        &["A", "999"],
    ];
    let book = workbook(&[("Report", rows)]);
    let read = |title: &str| {
        let got = files(&placed(part(Range::Below(Titles::One(title.to_string())))), &[("b.xlsx", book.clone())]);
        got.map(|got| (super::layouts::rows(&got, 0), lines(&got)))
    };
    assert_eq!(read("sales 2025"), Ok((vec!["A | 1".into(), "A | 10".into()], vec![])));
    assert_eq!(read("Sales 2026"), Ok((vec!["B | 2".into(), "B | 20".into(), "C | 30".into()], vec![])));
    assert_eq!(read("Costs"), Ok((vec!["A | 999".into()], vec![])));
    let two = read("Sales *").expect_err("two titles");
    assert_eq!(
        two,
        "b.xlsx, sheet `Report`: `Sales *` stands in A1 and in D1, and table `sales` may be below each (give it as a \
         range of cells, such as `range: B3:F20`, or as a list of titles, of which each table is read: `below: [North, \
         South]`)"
    );
    let none = read("Profit").expect_err("no title");
    assert!(none.starts_with("b.xlsx, sheet `Report`: no cell says `Profit`, below which table `sales` stands"));
}

#[test]
fn rows_below_an_empty_row_of_a_titled_table_are_told() {
    let rows: &[&[&str]] =
        &[&["Sales"], &["Shop", "Amount"], &["A", "1"], &[], &["B", "2"], &["C", "3"], &["Total", "6"]];
    let mut numbers = rust_xlsxwriter::Workbook::new();
    let sheet = numbers.add_worksheet().set_name("Report").expect("a name");
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row as u32, column as u16, number).expect("written"),
                Err(_) => sheet.write_string(row as u32, column as u16, *text).expect("written"),
            };
        }
    }
    let book = numbers.save_to_buffer().expect("saved");
    let got = files(&placed(part(Range::Below(Titles::One("Sales".to_string())))), &[("b.xlsx", book)])
        .expect("it can be read");
    assert_eq!(super::layouts::rows(&got, 0), ["A | 1"]);
    assert_eq!(codes(&got), [("rows-below-range", 1)]);
    assert!(lines(&got)[0].contains("2 rows stand right below the table below `Sales` (A2:B3)"), "{:?}", lines(&got));
}

/// One table below another, each with its region as a title, with or without an empty row between them.
#[test]
fn tables_below_several_titles_are_read_one_after_another() {
    let sheet: &[&[&str]] = &[
        &["Sales of the half year"],
        &[],
        &["Sales in the north"],
        &["Shop", "Amount"],
        &["Harbour", "1"],
        &["Mill", "2"],
        &["Total", "3"],
        &["Sales in the south"],
        &["Shop", "Amount"],
        &["Harbour", "1"],
        &[],
        &["Returns in the south"],
        &["Shop", "Amount"],
        &["Quay", "4"],
    ];
    let book = || workbook(&[("Sales", sheet)]);
    let of = |titles: &[&str]| {
        let below = Range::Below(Titles::Each(titles.iter().map(|title| (*title).to_string()).collect()));
        let title = vec![from("title", Type::Text, Origin::Title)];
        Table { layout: part(below), ..sales(&["Sales"], title) }
    };
    let both =
        ["Harbour | 1 | Sales in the north", "Mill | 2 | Sales in the north", "Harbour | 1 | Sales in the south"];
    for titles in [&["Sales in *"][..], &["sales in the north", "Sales in the south"]] {
        let got = files(&policy(vec![of(titles)]), &[("b.xlsx", book())]).expect("it can be read");
        assert_eq!(rows(&got, 0), both);
        // The total of each is its own, equal rows of two tables are two, and the table nobody names is told of.
        let told: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
        assert_eq!(told, [("second-table", false), ("total-row", true)], "{:?}", lines(&got));
        assert!(lines(&got)[0].starts_with("Sales!A13 second-table"), "{:?}", lines(&got));
    }
    // What another table of the policy reads is not told.
    let returns = Table { name: said("returns".to_string()), ..of(&["Returns in the south"]) };
    let got = files(&policy(vec![of(&["Sales in *"]), returns]), &[("b.xlsx", book())]).expect("it can be read");
    assert_eq!((rows(&got, 0).len(), rows(&got, 1)), (3, vec!["Quay | 4 | Returns in the south".to_string()]));
    assert_eq!(codes(&got), [("total-row", 1)]);
    // A part without the header says which it is.
    let price: &[&[&str]] =
        &[&["North"], &["Shop", "Amount"], &["A", "1"], &[], &["North"], &["Shop", "Price"], &["B", "2"]];
    let failure = files(&policy(vec![of(&["Nor*"])]), &[("b.xlsx", workbook(&[("Sales", price)]))]);
    let failure = failure.expect_err("the second lacks a column");
    assert!(failure.starts_with("b.xlsx, sheet `Sales`, below `North`: no header for column `amount`"), "{failure}");
}

#[test]
fn defined_names_and_tables_of_excel_are_ranges() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("It's a sheet").expect("a name");
    for (row, (shop, amount)) in [("A", 1.0), ("B", 2.0)].iter().enumerate() {
        for column in [0_u16, 4] {
            sheet.write_string(row as u32 + 3, column, *shop).expect("written");
            sheet.write_number(row as u32 + 3, column + 1, *amount * f64::from(column + 1)).expect("written");
        }
    }
    sheet.write_row(2, 4, ["Shop", "Amount"]).expect("written");
    let columns = [
        rust_xlsxwriter::TableColumn::new().set_header("Shop").set_total_label("Total"),
        rust_xlsxwriter::TableColumn::new()
            .set_header("Amount")
            .set_total_function(rust_xlsxwriter::TableFunction::Sum),
    ];
    let table = rust_xlsxwriter::Table::new().set_name("SalesTable").set_columns(&columns).set_total_row(true);
    sheet.add_table(2, 0, 5, 1, &table).expect("a table");
    book.define_name("Other", "='It''s a sheet'!$E$3:$F$5").expect("a name");
    let data = book.save_to_buffer().expect("saved");
    let read = |name: &str| {
        let layout = part(Range::Name(name.to_string()));
        let named = policy(vec![Table { layout, ..sales(&[], vec![]) }]);
        files(&named, &[("b.xlsx", data.clone())]).map(|got| (super::layouts::rows(&got, 0), codes(&got)))
    };
    assert_eq!(read("salestable"), Ok((vec!["A | 1".into(), "B | 2".into()], vec![])));
    assert_eq!(read("Other"), Ok((vec!["A | 5".into(), "B | 10".into()], vec![])));
    assert_eq!(read("Othr"), Err("no range `Othr` for table `sales` (is it `Other`?)".to_string()));
}

#[test]
fn the_header_stands_where_the_policy_says() {
    let header = |header: HeaderRows| Layout { header: Some(header), ..Layout::default() };
    // The row above has more of the names than the header itself.
    let rows: &[&[&str]] = &[&["Shop", "Amount"], &["text", "number"], &["SHOP", "Amount"], &["A", "1"]];
    let book = workbook(&[("Report", rows)]);
    let got = files(&placed(header(HeaderRows::Rows(2, 2))), &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!((super::layouts::rows(&got, 0), lines(&got)), (vec!["A | 1".to_string()], vec![]));

    let rows: &[&[&str]] = &[
        &["", "2025", "", "", "2026"],
        &["", "H1", "", "H2", "H1"],
        &["Shop", "Sales", "Cost", "Sales", "Sales"],
        &["A", "1", "2", "3", "4"],
    ];
    let book = workbook(&[("Report", rows)]);
    for layout in [
        header(HeaderRows::Rows(0, 2)),
        header(HeaderRows::Levels(["year", "half", "measure"].map(String::from).to_vec())),
    ] {
        let columns = vec![column("shop", Type::Text, &[]), column("sold", Type::Number, &["2025 H2 Sales"])];
        let levels = policy(vec![Table { layout, ..table("sales", &["Report"], None, columns) }]);
        let got = files(&levels, &[("b.xlsx", book.clone())]).expect("it can be read");
        assert_eq!((super::layouts::rows(&got, 0), lines(&got)), (vec!["A | 3".to_string()], vec![]));
    }
}

#[test]
fn columns_are_named_by_letters_where_there_is_no_header() {
    let by = |name: &str, kind: Type, letter: u32| from(name, kind, Origin::Column(letter));
    let columns = || vec![by("shop", Type::Text, 0), by("amount", Type::Number, 2)];
    let layout = Layout { header: Some(HeaderRows::None), ..Layout::default() };
    let bare = policy(vec![Table { layout, ..table("sales", &["Report"], None, columns()) }]);
    let book = workbook(&[("Report", &[&["A", "x", "1"], &["B", "y", "2"], &["Total", "", "3"]])]);
    let got = files(&bare, &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!(
        (super::layouts::rows(&got, 0), codes(&got)),
        (vec!["A | 1".into(), "B | 2".into()], vec![("total-row", 1)])
    );

    // A column of the sheet without a header of its own, beside others with one.
    let mixed = vec![column("shop", Type::Text, &[]), by("amount", Type::Number, 2)];
    let mixed = policy(vec![table("sales", &["Report"], None, mixed)]);
    let book = workbook(&[("Report", &[&["Shop", "Remark"], &["A", "x", "1"]])]);
    let got = files(&mixed, &[("b.xlsx", book)]).expect("it can be read");
    assert_eq!((super::layouts::rows(&got, 0), codes(&got)), (vec!["A | 1".into()], vec![]));
}

#[test]
fn sheets_without_names_are_assigned_together_whatever_their_order() {
    let people = || table("people", &[], None, vec![column("name", Type::Text, &["Shop"])]);
    let one: &[&[&str]] = &[&["Shop", "Amount"], &["A", "1"]];
    let other: &[&[&str]] = &[&["Shop", "Place"], &["B", "x"]];
    for sheets in [[("T1", one), ("T2", other)], [("T1", other), ("T2", one)]] {
        for tables in [vec![sales(&[], vec![]), people()], vec![people(), sales(&[], vec![])]] {
            let names: Vec<String> = tables.iter().map(|table| table.name.value.clone()).collect();
            let got = files(&policy(tables), &[("b.xlsx", workbook(&sheets))]).expect("it can be read");
            let all: Vec<_> =
                names.iter().enumerate().map(|(at, name)| (name.as_str(), super::layouts::rows(&got, at))).collect();
            assert!(
                all.contains(&("sales", vec!["A | 1".into()])) && all.contains(&("people", vec!["B".into()])),
                "{all:?}"
            );
        }
    }
}

#[test]
fn nothing_is_chosen_by_the_order_of_equal_sheets() {
    let month: &[&[&str]] = &[&["Shop", "Amount"], &["A", "1"]];
    let book = workbook(&[("Jan", month), ("Feb", month)]);
    let failure = files(&policy(vec![sales(&[], vec![])]), &[("b.xlsx", book.clone())]).expect_err("a tie");
    assert_eq!(
        failure,
        "b.xlsx: nothing shows which sheet is table `sales`: `Jan`, `Feb` (write `sheet: \"Jan\"` for one of them, \
         `sheet: [\"Jan\", \"Feb\"]` for all)"
    );
    let optional = policy(vec![Table { optional: true, ..sales(&[], vec![]) }]);
    let got = files(&optional, &[("b.xlsx", book)]).expect("it need not be there");
    let said: Vec<_> = got.issues.iter().map(|issue| (issue.code.as_str(), issue.note)).collect();
    assert_eq!((got.tables[0].rows, said), (0, vec![("unread-sheet", false), ("unread-sheet", false)]));
}

#[test]
fn what_a_workbook_holds_instead_is_said() {
    let fails = |sheets: &[(&str, &[&[&str]])]| {
        files(&policy(vec![sales(&[], vec![])]), &[("b.xlsx", workbook(sheets))]).expect_err("no table")
    };
    let lines = fails(&[("Export", &[&["shop;amount;day"], &["A;1;2026-01-01"], &["B;2;2026-01-02"]])]);
    assert!(lines.contains("column A of sheet `Export` holds whole lines of CSV"), "{lines}");
    let lines = fails(&[("Sales", &[&["Shop,Amount"], &["A,1"], &["B,2"], &["C,\"1,200\""]])]);
    assert!(lines.contains("column A of sheet `Sales` holds whole lines of CSV"), "{lines}");
    let form =
        fails(&[("Order", &[&["Order form"], &["Customer:", "Kim"], &["Amount:", "12"], &["Date:", "2026-01-01"]])]);
    assert!(form.contains("sheet `Order` is a form"), "{form}");
    let empty = fails(&[("Sales", &[]), ("Sheet2", &[])]);
    assert!(empty.contains("its sheets are empty"), "{empty}");
    // Prose, and a plain table of something else, are none of these.
    for other in [
        fails(&[("Notes", &[&["Dear all, here it is."], &["Yours"], &["Kim, Seoul, 3 March"]])]),
        fails(&[("Staff", &[&["Name", "Town", "Age"], &["Kim", "Seoul", "33"]])]),
        fails(&[("Prices", &[&["Item", "Price"], &["Tea", "3"], &["Rice", "4"], &["Soy", "5"]])]),
    ] {
        assert!(!["CSV", "form", "empty", "model"].iter().any(|word| other.contains(word)), "{other}");
    }
}

#[test]
fn charts_alone_and_a_data_model_are_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values("Sheet1!$A$1:$A$3");
    book.add_worksheet();
    book.add_chartsheet().insert_chart(0, 0, &chart).expect("a chart");
    let data = book.save_to_buffer().expect("saved");
    let told = |data: &[u8]| files(&policy(vec![sales(&[], vec![])]), &[("b.xlsx", data.to_vec())]).expect_err("none");
    assert!(told(&data).contains("it holds charts and no cells"), "{}", told(&data));

    let mut with_model = zip::ZipWriter::new_append(std::io::Cursor::new(data)).expect("an archive");
    let options = zip::write::SimpleFileOptions::default();
    with_model.start_file("xl/model/item.data", options).expect("a member");
    let data = with_model.finish().expect("written").into_inner();
    assert!(told(&data).contains("a data model (Power Pivot)"), "{}", told(&data));
}

#[test]
fn columns_of_a_pattern_are_found_in_each_sheet_and_stacked_by_their_headers() {
    let months = Table {
        rows: Rows::Unpivot(crate::policy::model::Unpivot {
            of: said("sales".to_string()),
            values: vec![said("2026-*".to_string())],
            labels: vec![said("month".to_string())],
            value: said("amount".to_string()),
            kind: None,
        }),
        ..table("months", &[], None, vec![])
    };
    // A column of the policy's own is one of them, too.
    let second_month = optional(column("second", Type::Number, &["2026-02"]));
    let shops = table("sales", &["20*"], None, vec![column("shop", Type::Text, &["Shop"]), second_month]);
    let policy = policy(vec![shops, months]);
    let first: &[&[&str]] = &[
        &["Shop", "2026-01", "2026-02", "2026-H1"],
        &["A", "1", "2", "3"],
        &["B", "3", "4", "7"],
        &["Total", "4", "6", "10"],
    ];
    let second: &[&[&str]] = &[&["2026-03", "Shop", "2026-02", "2026-Total"], &["5", "A", "6", "11"]];
    let got =
        files(&policy, &[("b.xlsx", workbook(&[("2026 a", first), ("2026 b", second)]))]).expect("it can be read");
    let labels: Vec<_> = got.tables[0].extra.iter().map(|extra| extra.labels.join("/")).collect();
    assert_eq!(labels, ["2026-01", "2026-02", "2026-03"]);
    assert_eq!(rows(&got, 0), ["A | 2 | 1 | 2 | –", "B | 4 | 3 | 4 | –", "A | 6 | – | 6 | 5"]);
    let said: Vec<_> = lines(&got).into_iter().filter(|line| line.contains("total-")).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said.iter()
            .any(|line| line.contains("`2026-H1` is in each of 2 rows the sum of the 2 other columns like `2026-*`"))
    );
    assert_eq!(
        got.control[0].sums[1..],
        [("2026-01".to_string(), 4.0), ("2026-02".to_string(), 6.0), ("2026-03".to_string(), 0.0)]
    );
    let none =
        files(&policy, &[("b.xlsx", workbook(&[("2026", &[&["Shop", "2025-01"], &["A", "1"]])]))]).expect_err("none");
    assert!(none.starts_with("b.xlsx, sheet `2026`: no header like `2026-*` for table `sales`"), "{none}");
}
