//! Cases put in by hand: what the text tells, cases no chance would make, and every kind of bad cell
//! an import meets.

use crate::book::{Cell, Sheet, text};

/// Puts all of them in. Rows and columns count from 0, below the headers.
pub fn plant(sheets: &mut [Sheet]) {
    for sheet in sheets {
        match sheet.name {
            "顧客" => accounts(sheet),
            "評価" => assessments(sheet),
            "調査" => studies(sheet),
            "業績" => results(sheet),
            "事業領域" => tracks(sheet),
            "日報" => contacts(sheet),
            "仕入先ファイル" => suppliers(sheet),
            "年初計画" => plans(sheet),
            "課題" => issues(sheet),
            _ => {}
        }
    }
}

fn set(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    sheet.rows[row][column] = cell;
}

fn accounts(sheet: &mut Sheet) {
    set(sheet, 0, 12, Cell::Number(0.5)); // its cost was halved
    set(sheet, 2, 4, text("2016年6月1日")); // ten years are nearly over
    set(sheet, 3, 4, Cell::Day(45_000)); // 2023-03-15: a young relationship
    set(sheet, 4, 4, Cell::Day(44_500)); // 2021-10-31: four years old
    set(sheet, 5, 7, Cell::Number(62.0)); // dissatisfied
    set(sheet, 6, 9, text("あり")); // changed its strategy
    set(sheet, 6, 10, text("ノキア"));
    set(sheet, 20, 5, text("SS")); // no such class
    set(sheet, 30, 3, text("M999")); // no such manager
    set(sheet, 33, 7, text("不明")); // not a number
    set(sheet, 36, 7, Cell::Number(130.0)); // beyond 100
    set(sheet, 50, 3, Cell::Blank);
    set(sheet, 60, 7, text("８１")); // full width, readable
    let twice = sheet.rows[70].clone(); // entered again
    sheet.rows.push(twice);
    let mut nameless = sheet.rows[71].clone();
    nameless[0] = Cell::Blank; // no code
    sheet.rows.push(nameless);
    sheet.hidden_rows = vec![90];
}

fn assessments(sheet: &mut Sheet) {
    // The public picture of an account is bright, the expert does not believe it.
    set(sheet, 30, 3, Cell::Number(92.0));
    set(sheet, 30, 4, Cell::Number(48.0));
    set(sheet, 31, 3, Cell::Number(80.0)); // just within the limit
    set(sheet, 31, 4, Cell::Number(55.0));
    set(sheet, 500, 2, text("社風")); // no such item
    set(sheet, 600, 3, text("高い")); // not a number
    set(sheet, 700, 4, Cell::Number(-5.0)); // below 0
    set(sheet, 800, 1, text("C999")); // no such account
    set(sheet, 900, 3, Cell::Error("=1/0", "#DIV/0!"));
}

fn studies(sheet: &mut Sheet) {
    let mut study = |row: usize, account: &str, words: f64| {
        set(sheet, row, 1, text(account));
        set(sheet, row, 4, Cell::Number(words));
    };
    study(0, "C001", 300_000.0); // the most a study should hold
    study(1, "C001", 50_000.0); // the least
    study(2, "C002", 412_000.0); // beyond
    let others: Vec<usize> = (3..sheet.rows.len())
        .filter(|&row| matches!(&sheet.rows[row][1], Cell::Text(code) if code == "C010"))
        .collect();
    for row in others {
        set(sheet, row, 4, Cell::Number(12_000.0)); // nobody has looked closely
    }
    set(sheet, 40, 2, text("2025-02-30")); // no such day
}

fn results(sheet: &mut Sheet) {
    set(sheet, 15, 1, Cell::Blank); // a young company: four years
    set(sheet, 25, 5, text("△１２０")); // below 0
    for (column, revenue) in (1..).zip([52_000.0, 51_000.0, 49_500.0, 47_000.0, 44_800.0]) {
        set(sheet, 8, column, Cell::Number(revenue)); // large and falling for years
    }
    for (column, revenue) in (1..).zip([1_000.0, 1_300.0, 1_800.0, 2_400.0, 3_100.0]) {
        set(sheet, 40, column, Cell::Number(revenue)); // small and shooting up
    }
    let mut total = vec![text("合計")];
    for column in 1..=5 {
        let sum = sheet.rows.iter().filter_map(|row| if let Cell::Number(n) = row[column] { Some(n) } else { None });
        total.push(Cell::Number(sum.sum()));
    }
    sheet.rows.push(total);
}

fn tracks(sheet: &mut Sheet) {
    set(sheet, 400, 3, Cell::Number(1.7)); // more than the whole
    set(sheet, 500, 0, text("C000")); // no such account
}

fn contacts(sheet: &mut Sheet) {
    for row in &mut sheet.rows {
        if matches!(&row[3], Cell::Text(code) if code == "C099") {
            row[3] = text("C019"); // nobody ever met the last but one account
        }
    }
    set(sheet, 100, 1, text("2025/13/01")); // no such day
    set(sheet, 110, 1, text("2025年3月4日")); // readable
    set(sheet, 120, 1, text("2025. 1. 8.")); // readable
    set(sheet, 130, 1, Cell::Blank);
    set(sheet, 140, 2, text("M777")); // no such manager
    set(sheet, 150, 3, text("C777")); // no such account
    set(sheet, 160, 4, text("ゴルフ")); // not one of the methods
    set(sheet, 170, 5, text("社長秘書")); // not one of the levels
    set(sheet, 180, 2, text("Ｍ００１")); // full width, the same manager
    let again = sheet.rows[190][0].clone();
    set(sheet, 191, 0, again); // a number used twice
}

fn suppliers(sheet: &mut Sheet) {
    set(sheet, 0, 3, Cell::Number(200.0)); // the first account: 200 of us
    let first = |row: &Vec<Cell>| matches!(&row[1], Cell::Text(code) if code == "C001");
    let rivals: Vec<usize> = (1..sheet.rows.len()).filter(|&row| first(&sheet.rows[row])).collect();
    for (place, row) in rivals.into_iter().enumerate() {
        let people = if place == 0 { 4.0 } else { 3.0 }; // against three or four
        set(sheet, row, 3, Cell::Number(people));
        if place == 0 {
            set(sheet, row, 2, text("エリクソン"));
        }
    }
    let second = |row: &Vec<Cell>| matches!(&row[1], Cell::Text(code) if code == "C002");
    let rows: Vec<usize> = (0..sheet.rows.len()).filter(|&row| second(&sheet.rows[row])).collect();
    for (place, row) in rows.into_iter().enumerate() {
        set(sheet, row, 3, Cell::Number([20.0, 64.0, 20.0, 12.0, 9.0][place])); // the competitor is stronger
        set(sheet, row, 5, Cell::Number([71.0, 90.0, 82.0, 71.0, 60.0][place])); // and thought better of
    }
    set(sheet, 50, 4, text("約三割")); // not a number
}

fn plans(sheet: &mut Sheet) {
    set(sheet, 0, 4, Cell::Number(0.0)); // nothing came of it
    set(sheet, 0, 5, Cell::Blank); // and nobody said why
    set(sheet, 9, 3, Cell::Number(0.0)); // nothing was expected: no gap to tell
    set(sheet, 21, 2, text("利益")); // not one of the items
}

fn issues(sheet: &mut Sheet) {
    set(sheet, 3, 4, Cell::Number(9.0)); // beyond 5
    set(sheet, 5, 3, text("うわさ")); // not one of the sources
    set(sheet, 7, 1, Cell::Blank);
}
