//! A first pack from workbooks: what is found in them, and a policy that fits and runs at once.

use rulebook::cases::Suite;
use rulebook::start::{Ask, Given, NewPack, Question, Refused, from_books, from_books_asking, inspect};
use rulebook::value::Type;
use rulebook::{Engine, PackFiles, Policy, RunOptions, Source, export};
use std::path::PathBuf;

const SHOPS: &str = "Shop ID,Name,Manager\n\
    0101,Harbour,Kim\n0102,Station,Lee\n0103,Market,Kim\n0104,Park,Choi\n";

fn orders() -> String {
    let mut text = String::from("Sales report 2026,,,,\n,,,,\nOrder no,Shop,Day,Amount,Note\n");
    for order in 0..60 {
        let (shop, day) = (order % 4 + 1, order % 28 + 1);
        text += &format!("{},010{shop},2026-0{}-{day:02},{},\n", 5000 + order, order % 3 + 1, 100 + order * 7 * shop);
    }
    text
}

fn given(files: &[(&str, &str)]) -> Vec<Given> {
    files.iter().map(|(name, text)| Given { name: (*name).to_string(), data: text.as_bytes().into() }).collect()
}

fn file<'p>(pack: &'p NewPack, name: &str) -> &'p str {
    &pack.files.iter().find(|(file, _)| file == name).expect("the pack has the file").1
}

/// What `check` says about a pack, and what the run over the workbooks finds.
fn tried(pack: &NewPack, given: &[Given]) -> (Vec<String>, Vec<String>) {
    let policy = Policy::from_files(pack.files.clone()).unwrap_or_else(|findings| panic!("{findings}"));
    let findings = Engine::new().check(&policy);
    let sources: Vec<Source> = given.iter().map(|file| Source::bytes(&file.name, file.data.clone())).collect();
    let outcome =
        Engine::new().run(&policy, &sources, &RunOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let issues = outcome.issues.iter().filter(|issue| !issue.note).map(|issue| issue.message.to_string());
    (findings.diagnostics().iter().map(|found| found.message.clone()).collect(), issues.collect())
}

#[test]
fn shops_and_their_orders_become_a_policy() {
    let given = given(&[("shops.csv", SHOPS), ("orders.csv", &orders())]);
    let pack = from_books("mine", &given).expect("a pack is made");
    insta::assert_snapshot!(file(&pack, "policy.yaml"));
    insta::assert_snapshot!("tests", file(&pack, "tests.yaml"));
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

/// Balances of customers have a row for each of them, under the same key.
#[test]
fn a_second_table_with_the_same_key_refers_to_the_first() {
    let mut customers = String::from("거래처코드,거래처명,담당\n");
    let mut balances = String::from("거래처코드,잔액\n");
    let mut orders = String::from("전표,거래처코드,금액\n");
    for at in 0..12 {
        customers += &format!("K{at:02},가게{at},{}\n", ["김", "이", "박"][at % 3]);
        balances += &if at < 10 { format!("K{at:02},{}\n", 1000 * at) } else { String::new() };
        orders += &format!("N{at},K{:02},{}\nM{at},K{at:02},70\n", at % 5, 100 + at);
    }
    let given = given(&[("미수금.csv", &balances), ("거래처.csv", &customers), ("주문.csv", &orders)]);
    let pack = from_books("mine", &given).expect("a pack is made");
    let policy = file(&pack, "policy.yaml");
    assert_eq!(policy.matches("거래처코드: { references: 거래처 }").count(), 2, "{policy}");
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

/// A report of ours is no data: a sentence, and not a line for each of its sheets.
#[test]
fn a_report_of_a_run_is_no_workbook_to_begin_with() {
    let orders = orders();
    let policy = Policy::parse("policy: p\ntables:\n  orders: { columns: { shop: , amount: { type: number } } }\n");
    let run = Engine::new()
        .run(
            &policy.expect("it can be read"),
            &[Source::bytes("orders.csv", orders.as_bytes().to_vec())],
            &RunOptions::default(),
        )
        .expect("it runs");
    let path = std::env::temp_dir().join(format!("rulebook-start-{}.xlsx", std::process::id()));
    export::write(&run, export::Format::Xlsx, &path).expect("a report");
    let report = Given { name: "report.xlsx".to_string(), data: std::fs::read(&path).expect("it is there").into() };
    std::fs::remove_file(&path).expect("it can be taken away");
    assert_eq!(
        from_books("mine", std::slice::from_ref(&report)).map(|_| ()),
        Err(Refused::OnlyReports { name: "report.xlsx".to_string() })
    );
    let both = [report, given(&[("orders.csv", &orders)]).remove(0)];
    let pack = from_books("mine", &both).expect("a pack is made");
    assert_eq!(pack.inspection.tables.len(), 1);
    assert!(pack.inspection.books[0].is_report && pack.inspection.books[0].sheets.is_empty());
}

/// Somebody who gives these answers, and keeps what was said.
struct Answers<'a> {
    left: &'a [&'a str],
    said: String,
}

impl Ask for Answers<'_> {
    fn answer(&mut self, question: &Question) -> Option<String> {
        let (first, left) = self.left.split_first()?;
        self.left = left;
        self.said += &format!("{}\n  {}\n  [{}] {first}\n", question.text, question.options.join(", "), question.guess);
        Some((*first).to_string())
    }

    fn refuse(&mut self, why: &str) {
        self.said += &format!("  {why}\n");
    }
}

#[test]
fn who_only_presses_enter_gets_what_is_guessed() {
    let given = given(&[("shops.csv", SHOPS), ("orders.csv", &orders())]);
    let mut enter = Answers { left: &[""; 20], said: String::new() };
    let asked = from_books_asking("mine", &given, &mut enter).expect("a pack is made");
    assert_eq!(asked.files, from_books("mine", &given).expect("a pack is made").files);
    insta::assert_snapshot!("questions", enter.said);
}

#[test]
fn answers_stand_before_guesses() {
    let given = given(&[("shops.csv", SHOPS), ("orders.csv", &orders())]);
    let left = [
        "Manager",
        "shop id",
        "Order no",
        "amounts",
        "shop",
        "",
        "2026-02-01",
        "2026-02-01 .. 2026-03-31",
        "",
        "profit",
        "orders_count, amount_total",
        "amount_total",
        "many",
        "1,500",
    ];
    let mut answers = Answers { left: &left, said: String::new() };
    let pack = from_books_asking("mine", &given, &mut answers).expect("a pack is made");
    insta::assert_snapshot!("answers", answers.said);
    insta::assert_snapshot!("answered", file(&pack, "policy.yaml"));
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

#[test]
fn without_an_answer_there_is_no_pack() {
    let given = given(&[("shops.csv", SHOPS), ("orders.csv", &orders())]);
    let mut gone = Answers { left: &["", ""], said: String::new() };
    assert_eq!(from_books_asking("mine", &given, &mut gone).map(|_| ()), Err(Refused::Stopped));
}

#[test]
fn rows_of_a_single_sheet_are_grouped() {
    let mut text = String::from("지점,담당자,매출액(원),방문일\n");
    for row in 0..40 {
        text += &format!(
            "{}점,담당{},{},2026-03-{:02}\n",
            ["서울", "부산", "대구", "인천"][row % 4],
            row % 7,
            row * 1000 + 500,
            row % 28 + 1
        );
    }
    let given = given(&[("영업.csv", &text)]);
    let pack = from_books("영업", &given).expect("a pack is made");
    insta::assert_snapshot!("grouped", file(&pack, "policy.yaml"));
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

#[test]
fn codes_keep_their_zeros_and_no_names_of_people_get_into_the_policy() {
    let given = given(&[("shops.csv", SHOPS), ("orders.csv", &orders())]);
    let inspection = inspect(&given).expect("the files can be read");
    let shops = &inspection.tables[0];
    assert_eq!((shops.columns[0].kind, shops.key), (Type::Text, Some(0)));
    let pack = from_books("mine", &given).expect("a pack is made");
    assert!(!file(&pack, "policy.yaml").contains("Harbour"), "each shop has another name");
}

#[test]
fn files_of_several_months_are_one_table() {
    let january = orders();
    let february = orders().replace(",2026-0", ",2027-0");
    let given = given(&[("orders_202601.csv", &january), ("orders_202602.csv", &february)]);
    let inspection = inspect(&given).expect("the files can be read");
    let tables: Vec<(&str, usize)> = inspection.tables.iter().map(|table| (table.name.as_str(), table.rows)).collect();
    assert_eq!(tables, [("orders", 120)]);
}

#[test]
fn every_layout_gives_a_pack_that_runs() {
    for (name, text) in [
        ("one-column", "city\nSeoul\nTokyo\n"),
        ("two-rows", "id,amount\nA,5\nB,6\n"),
        ("words of the language", "if,let,in\n1,2,x\n3,4,y\n"),
        ("same headers", "id,Sales,Sales\nA,1,2\nB,3,4\n"),
        ("blank header", "id,,amount\nA,x,1\nB,y,2\n"),
        ("signs", "No.,Net % (€),#\nA,1,2\nB,3,4\n"),
        ("months across", "item,2026-01,2026-02,2026-03\na,1,2,3\nb,4,5,6\n"),
        ("totals", "region,amount\nN,100\nS,50\nTotal,150\n"),
        (
            "subtotals without a key",
            "team,person,won\nBlue,Ann,3\nBlue,Bob,4\nBlue total,,7\nRed,Cy,5\nRed,Di,6\nRed total,,11\n",
        ),
        (
            "subtotals among days",
            "일자,거래처,금액\n2026-01-03,가,5\n2026-01-09,나,6\n1월 소계,,11\n2026-02-03,가,7\n2026-02-09,나,9\n2월 소계,,16\n합계,,27\n",
        ),
        ("no header", "K1,red,5\nK2,blue,6\nK3,red,7\nK4,blue,8\n"),
        ("things across", "day,bread,rolls,cake,tea\n2026-03-01,5,6,7,8\n2026-03-02,6,7,8,9\n2026-03-03,4,5,6,7\n"),
        ("days across", "who,1,2,3,4,5,6\nAnn,8,8,,8,8,\nBob,8,,8,8,,8\n"),
        ("months of a year", "산지,2025년 1월,2025년 2월,2025년 3월,합계\n제주,5,6,7,18\n나주,4,4,4,12\n"),
        ("no key and nothing to group", "what,amount\na,5\nb,6\nb,8\nc,12\nd,20\n"),
        ("all blank", "id,amount,note\nA,,\nB,,\n"),
        ("yes and no", "id,on\nA,TRUE\nB,FALSE\n"),
    ] {
        let given = given(&[(&format!("{name}.csv"), text)]);
        let pack = from_books(name, &given).unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        assert_eq!(tried(&pack, &given), (vec![], vec![]), "{name}");
    }
}

#[test]
fn what_stands_across_becomes_rows() {
    let months = "Branch,Manager,Jan,Feb,Mar,Apr,Total\nNorth,Kim,10,20,30,40,100\nSouth,Lee,1,2,3,4,10\n\
        East,Kim,5,5,5,5,20\nTotal,,16,27,38,49,130\n";
    let measures = "Shop,2024,,2025,\n,Sales,Cost,Sales,Cost\nA,100,60,120,70\nB,50,40,70,45\nC,80,50,85,60\n";
    for (name, text) in [("months", months), ("measures", measures)] {
        let given = given(&[(&format!("{name}.csv"), text)]);
        let pack = from_books(name, &given).expect("a pack is made");
        insta::assert_snapshot!(format!("across_{name}"), file(&pack, "policy.yaml"));
        assert_eq!(tried(&pack, &given), (vec![], vec![]), "{name}");
    }
}

/// The policy of a pack made from a CSV file, tried on it.
fn policy_of(name: &str, csv: &str) -> (String, NewPack) {
    let given = given(&[(name, csv)]);
    let pack = from_books("mine", &given).expect("a pack is made");
    assert_eq!(tried(&pack, &given), (vec![], vec![]), "{}", file(&pack, "policy.yaml"));
    (file(&pack, "policy.yaml").to_string(), pack)
}

#[test]
fn tables_side_by_side_or_below_each_other_are_several() {
    let mut text = String::from("Region,Manager,Goal,,Order,Region,Amount\n");
    for at in 0..18 {
        let region = ["North", "South", "East", "West"][at % 4];
        text += &if at < 4 { format!("{region},M{at},{}", 900 + at) } else { String::from(",,") };
        text += &format!(",,O{at:02},{region},{}\n", 10 + at);
    }
    let (policy, pack) = policy_of("both.csv", &text);
    assert!(policy.contains("range: A:C ") && policy.contains("range: E:G "), "{policy}");
    assert!(policy.contains("region: { references: both }"), "{policy}");
    assert_eq!(pack.inspection.books[0].sheets[0].more, [1]);

    let mut text = String::from("Customers,,,\nCode,Name,Region,\n");
    (0..6).for_each(|at| text += &format!("K{at},Firm {at},N,\n"));
    text += ",,,\nInvoices,,,\nInvoice,Code,Day,Net\n";
    (0..9).for_each(|at| text += &format!("R{at},K{},2026-01-0{},{}\n", at % 6, at + 1, 50 + at));
    let (policy, _) = policy_of("book.csv", &text);
    assert!(policy.contains("{ below: Customers }") && policy.contains("{ below: Invoices }"), "{policy}");
    assert!(policy.contains("code: { references: customers }"), "{policy}");

    // One table with an empty column in it, and one with an empty row.
    let mut text = String::from("Shop,City,,Plan,Actual\n");
    (0..9).for_each(|at| text += &format!("S{at},Ulm,,{},{}\n{}", at + 5, at + 7, if at == 4 { ",,,,\n" } else { "" }));
    let (policy, _) = policy_of("gaps.csv", &text);
    assert!(!policy.contains("range:"), "{policy}");
}

#[test]
fn pairs_of_headers_and_headers_of_three_rows_become_rows() {
    let mut text = String::from("SKU,Jan Qty,Jan Net sales,Feb Qty,Feb Net sales\n");
    (1..12).for_each(|at| text += &format!("P{at},{at},{},{},{}\n", at * 7, at + 1, at * 9));
    let (policy, pack) = policy_of("plan.csv", &text);
    assert!(policy.contains(r#"values: ["* Qty", "* Net sales"]"#), "{policy}");
    assert!(policy.contains("into: [month, measure, amount]"), "{policy}");
    assert!(policy.contains(r#"sum(plan_month.amount, plan_month.measure == "Net sales")"#), "{policy}");
    assert!(file(&pack, "tests.yaml").contains(r#""Jan Qty": 100"#));

    let mut text =
        String::from("Branch,2025,,,,2026,,,\n,Q1,,Q2,,Q1,,Q2,\n,Sales,Cost,Sales,Cost,Sales,Cost,Sales,Cost\n");
    (1..9).for_each(|at| text += &format!("B{at},{at},2,3,4,5,6,7,{at}\n"));
    let (policy, _) = policy_of("sales.csv", &text);
    assert!(policy.contains("header: [1, 3]"), "{policy}");
    assert!(policy.contains("into: [year, quarter, measure, amount]"), "{policy}");
}

/// A workbook with these sheets: name, whether it is hidden, and its rows.
fn workbook(sheets: &[(&str, bool, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, hidden, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name of a sheet").set_hidden(*hidden);
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match text.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number),
                    Err(_) => sheet.write(row, column, text),
                }
                .expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn rows_of(first: usize, last: usize) -> Vec<Vec<String>> {
    let header = vec!["Order".to_string(), "Customer".to_string(), "Amount".to_string()];
    let row = |at: usize| vec![format!("A{at:03}"), format!("C{}", at % 5), (at * 3).to_string()];
    std::iter::once(header).chain((first..last).map(row)).collect()
}

#[test]
fn sheets_of_regions_are_one_table_and_hidden_copies_are_none() {
    let regions = [("North", 0, 9), ("South", 9, 20), ("East", 20, 27)];
    let sheets: Vec<_> = regions.iter().map(|(name, from, to)| (*name, false, rows_of(*from, *to))).collect();
    let book = [Given { name: "sales.xlsx".to_string(), data: workbook(&sheets).into() }];
    let pack = from_books("mine", &book).expect("a pack is made");
    let policy = file(&pack, "policy.yaml");
    assert!(policy.contains("sheet: [North, South, East]"), "{policy}");
    assert!(policy.contains("sheet_name: { from: source.sheet }"), "{policy}");
    assert_eq!(tried(&pack, &book), (vec![], vec![]));

    // A plan beside what came of it is never added up; two sheets may be two things.
    for names in [["Plan", "Actual", "Forecast"], ["Sales", "Returns", "Copy"]] {
        let sheets: Vec<_> = names.iter().map(|name| (*name, false, rows_of(0, 9))).collect();
        let book = [Given { name: "sales.xlsx".to_string(), data: workbook(&sheets).into() }];
        assert_eq!(inspect(&book).expect("it can be read").tables.len(), 3);
    }

    let lists = vec![vec!["Status".to_string()], vec!["open".to_string()], vec!["done".to_string()]];
    let sheets = [("Orders", false, rows_of(0, 20)), ("Orders (old)", true, rows_of(0, 9)), ("lists", true, lists)];
    let book = [Given { name: "orders.xlsx".to_string(), data: workbook(&sheets).into() }];
    let pack = from_books("mine", &book).expect("a pack is made");
    assert_eq!(pack.inspection.tables.len(), 1);
    let why = |at: usize| pack.inspection.books[0].sheets[at].table.clone().expect_err("it is no table");
    assert!(why(1).contains("has the same columns") && why(2).contains("drop-downs"));
}

#[test]
fn sheets_of_months_are_one_table() {
    let given = given(&[("Jan 2026.csv", &orders()), ("Feb 2026.csv", &orders()), ("März 2026.csv", &orders())]);
    let inspection = inspect(&given).expect("the files can be read");
    let tables: Vec<usize> = inspection.tables.iter().map(|table| table.sheets.len()).collect();
    assert_eq!(tables, [3]);
}

#[test]
fn parts_below_titles_are_one_table() {
    let text = "Sales in the North,,\nRep,Deals,Amount\nAnn,3,300\nBob,4,410\n,,\nSales in the South,,\n\
        Rep,Deals,Amount\nCy,5,500\nDi,6,660\n,,\nAll amounts before tax,,\n";
    let given = given(&[("report.csv", text)]);
    let pack = from_books("report", &given).expect("a pack is made");
    let policy = file(&pack, "policy.yaml");
    assert!(policy.contains("range: { below: [\"Sales in the North\", \"Sales in the South\"] }"), "{policy}");
    assert!(policy.contains("part: { from: source.title }"), "{policy}");
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

#[test]
fn marks_for_nothing_are_blank_and_days_of_another_order_are_days() {
    let text = "Tag;Wer;Betrag\n01.02.2026;Kim;1,50\n13.02.2026;Lee;-\n14.02.2026;Kim;2,25\n15.02.2026;Lee;4,75\n";
    let given = given(&[("konto.csv", text)]);
    let inspection = inspect(&given).expect("the file can be read");
    let table = &inspection.tables[0];
    assert_eq!((table.columns[0].kind, table.columns[2].kind), (Type::Date, Type::Number));
    assert_eq!((table.decimal(), table.order(), table.range().as_str()), (Some(","), Some("dmy"), "A1:C5"));
    let pack = from_books("konto", &given).expect("a pack is made");
    assert!(file(&pack, "policy.yaml").contains("blank: [\"-\"]"));
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

/// Every real workbook: the pack has no finding, and it runs.
#[test]
#[ignore = "needs RULEBOOK_DATA, a folder with real workbooks"]
fn real_workbooks_become_packs_that_run() {
    let root = PathBuf::from(std::env::var("RULEBOOK_DATA").expect("RULEBOOK_DATA names a folder")).join("real");
    let mut folders = vec![root];
    let (mut made, mut said) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let given = [Given { name: name.clone(), data: std::fs::read(&path).expect("it can be read").into() }];
            let Ok(pack) = from_books("real", &given) else {
                said.push(format!("{name}: no pack"));
                continue;
            };
            let (findings, _) = tried(&pack, &given);
            said.extend(findings.into_iter().map(|found| format!("{name}: {found}")));
            made += 1;
        }
    }
    assert_eq!(said, Vec::<String>::new());
    assert!(made >= 40, "{made} packs");
}

/// Plan and actual below headings of their own: a column says which rows stand under which.
#[test]
fn headings_among_the_rows_become_a_column() {
    let given = given(&[("sales.csv", "Shop,Amount\nPlan,\nNorth,100\nSouth,250\nActual,\nNorth,110\nSouth,190\n")]);
    let pack = from_books("mine", &given).expect("a pack is made");
    let policy = file(&pack, "policy.yaml");
    assert!(policy.contains("heading: { from: source.heading }"), "{policy}");
    assert_eq!(tried(&pack, &given), (vec![], vec![]));
}

/// How many tests of a pack pass, and how many fail.
fn tests_of(pack: &NewPack) -> (usize, usize) {
    let engine = Engine::new();
    let suite = Suite::read(&engine, PackFiles::new(pack.files.clone()).expect("names inside the pack"));
    let suite = suite.unwrap_or_else(|findings| panic!("{findings}"));
    suite.run(&engine).unwrap_or_else(|error| panic!("{error}")).counts()
}

/// A few words among days or numbers stand for what is not known; they are given as blanks, and the column keeps its type.
#[test]
fn words_among_days_are_blanks_and_yes_and_no_are_a_bool() {
    for (never, yes, no) in [
        ("never", "Y", "N"),
        ("없음", "예", "아니오"),
        ("無期限", "有", "無"),
        ("n/a", "是", "否"),
        ("nie", "ja", "nein"),
        ("-", "O", "X"),
    ] {
        let mut text = String::from("id,seen,paid,sold\n");
        for row in 0..12 {
            let seen = if row % 4 == 0 { never.to_string() } else { format!("2026-01-{:02}", row + 1) };
            text += &format!("K{row:02},{seen},{},{}\n", if row % 3 == 0 { yes } else { no }, 10 + row);
        }
        let given = given(&[("shops.csv", &text)]);
        let inspection = inspect(&given).expect("the file can be read");
        let kinds: Vec<Type> = inspection.tables[0].columns.iter().map(|column| column.kind).collect();
        assert_eq!(kinds, [Type::Text, Type::Date, Type::Bool, Type::Number], "{never} {yes}");
        let pack = from_books("mine", &given).expect("a pack is made");
        let policy = file(&pack, "policy.yaml").replace("# seen", "seen").replace("# paid", "paid");
        let blank = policy.contains(&format!("blank: [{never}]")) || policy.contains(&format!("blank: [\"{never}\"]"));
        assert!(blank, "{policy}");
        // What stands in comments is right, too.
        let policy = Policy::parse(&policy).unwrap_or_else(|findings| panic!("{findings}"));
        let sources = [Source::bytes("shops.csv", text.clone().into_bytes())];
        let outcome = Engine::new().run(&policy, &sources, &RunOptions::default()).expect("it runs");
        let told: Vec<_> = outcome.issues.iter().filter(|issue| !issue.note).collect();
        assert!(told.is_empty(), "{told:?}");
    }
    // Other texts are no words for nothing: rooms, and a column of remarks.
    let rooms = "id,room\nA,101\nB,102\nC,Cellar\nD,104\nE,Loft\n";
    let notes = "id,done\nA,2026-01-01\nB,2026-01-02\nC,called twice and nobody answered\nD,2026-01-03\n";
    for text in [rooms, notes] {
        let given = given(&[("list.csv", text)]);
        assert_eq!(inspect(&given).expect("it can be read").tables[0].columns[1].kind, Type::Text, "{text}");
    }
}

/// The language of the report is that of the headers.
#[test]
fn the_language_is_told_by_the_letters() {
    for (headers, row, language) in [
        ("거래처,지역,매출액", "가게,서울,100", Some("ko")),
        ("支店,得意先,売上", "東京,A社,100", Some("ja")),
        ("店舗,数量,価格", "さくら,3,100", Some("ja")),
        ("客户,地区,销售额", "一号店,华东,100", Some("zh")),
        ("Shop,Region,Sales", "A,N,100", None),
        ("Kunde,Region,Umsatz", "A,N,100", None),
    ] {
        let given = given(&[("list.csv", &format!("{headers}\n{row}\n{row}2\n{row}3\n"))]);
        let pack = from_books("mine", &given).expect("a pack is made");
        let line = file(&pack, "policy.yaml").lines().find(|line| line.starts_with("language:"));
        let said = line.map(|line| line["language: ".len()..].split_whitespace().next().unwrap_or_default());
        assert_eq!(said, language, "{headers}");
        assert_eq!(tried(&pack, &given).0, Vec::<String>::new(), "{headers}");
    }
}

/// A table of several sheets is compared by them, and called what a person would call it.
#[test]
fn sheets_of_one_table_are_what_is_compared_first() {
    let months = ["2024-05", "2024-06", "2024-07"];
    let regions = ["North", "South", "East"];
    for (book, sheets, name) in [
        ("05_sales.xlsx", months, "sales"),
        ("2024 Q2.xlsx", months, "q2"),
        ("2024.xlsx", months, "rows"),
        ("03_regions.xlsx", regions, "regions"),
    ] {
        let parts: Vec<_> =
            sheets.iter().enumerate().map(|(at, sheet)| (*sheet, false, rows_of(at * 10, at * 10 + 9))).collect();
        let given = [Given { name: book.to_string(), data: workbook(&parts).into() }];
        let pack = from_books("mine", &given).expect("a pack is made");
        let policy = file(&pack, "policy.yaml");
        assert_eq!(pack.inspection.tables[0].name, name, "{book}");
        assert!(policy.contains("by: { sheet_name: sheet_name }"), "{policy}");
        assert!(policy.contains("on: by_sheet_name"), "{policy}");
        assert_eq!(tried(&pack, &given), (vec![], vec![]), "{policy}");
        assert_eq!(tests_of(&pack), (1, 0), "{}", file(&pack, "tests.yaml"));
    }
    let unnamed = [("Sheet1", false, rows_of(0, 9))];
    let given = [Given { name: "01 orders.xlsx".to_string(), data: workbook(&unnamed).into() }];
    assert_eq!(inspect(&given).expect("it can be read").tables[0].name, "orders");
}

/// Of what was planned and what came of it, the second is judged first.
#[test]
fn what_came_of_it_stands_before_the_plan() {
    let (policy, _) = policy_of(
        "costs.csv",
        "Team,Budget,Actual\nA,900,300\nA,800,400\nB,900,350\nB,700,200\nC,950,100\nC,900,150\n",
    );
    assert!(policy.contains("sum(costs.actual)"), "{policy}");
    let (policy, pack) = policy_of(
        "plan.csv",
        "Shop,2024,,2025,\n,Plan,Sales,Plan,Sales\nA,100,60,120,70\nB,50,40,70,45\nC,80,50,85,60\n",
    );
    let (sales, plan) = (policy.find("== \"Sales\""), policy.find("== \"Plan\""));
    assert!(sales.is_some() && sales < plan, "{policy}");
    assert_eq!(tests_of(&pack), (1, 0), "{}", file(&pack, "tests.yaml"));
}

/// Tables side by side are called what stands above each.
#[test]
fn a_text_above_a_table_is_its_name() {
    let mut text = String::from("Goals,,,,Deals,,\nRep,Region,Goal,,Deal,Rep,Amount\n");
    for at in 0..18 {
        text += &if at < 4 { format!("R{at},N,{}", 900 + at) } else { String::from(",,") };
        text += &format!(",,D{at:02},R{},{}\n", at % 4, 10 + at);
    }
    let (_, pack) = policy_of("both.csv", &text);
    let names: Vec<&str> = pack.inspection.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["goals", "deals"]);
}

/// A title right above a header of two rows: the policy says which rows are the header.
#[test]
fn a_header_of_two_rows_right_below_a_title_is_found() {
    let mut text = String::from("FY26 Budget control,,,,,\nDept,Cost centre,Q1,,Q2,\n,,Budget,Actual,Budget,Actual\n");
    for dept in ["Sales", "Ops"] {
        (1..5).for_each(|at| text += &format!("{dept},C{dept}{at},{},{},{},{}\n", at * 10, at * 11, at * 12, at * 9));
    }
    let (policy, pack) = policy_of("budget.csv", &text);
    assert!(policy.contains("into: [quarter, measure, amount]"), "{policy}");
    assert_eq!(tests_of(&pack), (1, 0), "{}", file(&pack, "tests.yaml"));
}
