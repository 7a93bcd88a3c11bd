//! Cases put in by hand: so that every rule of the policy has something to find, and every kind of
//! bad cell an import meets occurs at least once.

use super::sheets::day;
use crate::book::{Cell, Sheet, text};

/// Puts all of them in. Rows and columns count from 0, below the headers.
pub fn plant(sheets: &mut [Sheet]) {
    for sheet in sheets {
        match sheet.name {
            "業界" => industries(sheet),
            "顧客" => customers(sheet),
            "課題" => pains(sheet),
            "製品機能" => capabilities(sheet),
            "ベンチマーク企業" => benchmarks(sheet),
            "市場規模" => markets(sheet),
            "企業売上" => company_sales(sheet),
            "上流下流" => links(sheet),
            "ビジネスモデル" => business_models(sheet),
            _ => {}
        }
    }
}

fn set(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    sheet.rows[row][column] = cell;
}

fn industries(sheet: &mut Sheet) {
    // Below an industry nobody knows, and without a name.
    sheet.rows.push(vec![text("Y1"), text("宇宙旅行"), text("Y"), Cell::Blank]);
    sheet.rows.push(vec![text("Y2"), Cell::Blank, text("T"), Cell::Blank]);
}

fn customers(sheet: &mut Sheet) {
    let from = sheet.rows.len() - 640;
    for (row, industry) in [(40, "F"), (90, "C"), (140, "保険業"), (190, "F1"), (240, "X1"), (290, "P1")] {
        set(sheet, from + row, 2, text(industry)); // no leaf, or (the names) no code
    }
    for row in [60, 61, 300] {
        set(sheet, from + row, 2, Cell::Blank); // no industry
    }
    set(sheet, from + 70, 2, text("Ｋ１")); // full width, the same industry
    set(sheet, from + 100, 4, text("調査中")); // not a number
    set(sheet, from + 110, 4, text("△12.5")); // below the least allowed
    set(sheet, from + 120, 4, text("￥１２．５")); // full width, readable
    set(sheet, from + 130, 5, Cell::Blank);
    set(sheet, from + 131, 5, Cell::Number(0.0)); // nothing can be divided by it
    set(sheet, from + 132, 4, Cell::Error("=1/0", "#DIV/0!"));
    set(sheet, from + 150, 3, Cell::Blank); // nobody looks after it
    let mut twice = sheet.rows[from + 200].clone(); // the same customer in a second industry
    twice[2] = text("E1");
    sheet.rows.push(twice);
    let mut nameless = sheet.rows[from + 210].clone();
    nameless[0] = Cell::Blank; // no code
    sheet.rows.push(nameless);
    sheet.hidden_rows.push(from + 220);
}

fn pains(sheet: &mut Sheet) {
    set(sheet, 6, 5, text("△6.4%")); // as people type it
    set(sheet, 10, 8, text("2022年5月9日")); // a date as text, readable
    set(sheet, 11, 8, text("2022-13-01")); // no such day
    set(sheet, 19, 5, text("不明")); // not a number
    // An industry nobody knows, and none.
    sheet.rows.push(pain("P901", "Z9", "人手不足"));
    sheet.rows.push(pain("P902", "", "値上げ"));
}

fn pain(id: &str, industry: &str, title: &str) -> Vec<Cell> {
    let industry = if industry.is_empty() { Cell::Blank } else { text(industry) };
    let need = text("人材確保");
    vec![text(id), industry, text(title), Cell::Blank, Cell::Blank, Cell::Blank, need, text("業界誌"), day(2022, 4, 4)]
}

fn capabilities(sheet: &mut Sheet) {
    let row = |id: &str, name: &str, strength: f64, status: &str| {
        vec![text(id), text(name), text("荷主管理"), Cell::Blank, Cell::Number(strength), text(status)]
    };
    sheet.rows.push(row("A91", "配車の最適化", 1.4, "提供中")); // stronger than can be
    sheet.rows.push(row("A92", "荷主分析", 0.9, "構想中")); // not one of the states
}

fn benchmarks(sheet: &mut Sheet) {
    let last = sheet.rows.len() - 1;
    let mut twice = sheet.rows[last].clone();
    twice[3] = Cell::Number(9.0);
    sheet.rows.push(twice);
}

fn markets(sheet: &mut Sheet) {
    let row = |industry: &str, year: f64, size: Cell, growth: Cell, source: &str| {
        vec![text(industry), Cell::Number(year), size, growth, text(source)]
    };
    // A second report far from the first; a stated growth that does not follow from the sizes.
    sheet.rows.push(row("R1", 2021.0, Cell::Number(5_100.0), Cell::Number(0.41), "別の調査"));
    sheet.rows.push(row("M2", 2021.0, Cell::Number(24_300.0), Cell::Number(0.31), "誇大な資料"));
    sheet.rows.push(row("P1", 2019.0, text("非公表"), Cell::Blank, "業界誌")); // not a number
    sheet.rows.push(row("H1", 2015.0, text("２５，８００"), Cell::Blank, "業界誌")); // readable
    sheet.rows.push(row("Z9", 2021.0, Cell::Number(10.0), Cell::Blank, "業界誌")); // no such industry
    // A market whose first year stands alone, and one that lists more than the whole.
    sheet.rows.push(row("P1", 2021.0, Cell::Number(9_800.0), Cell::Blank, "業界レポート"));
    sheet.rows.push(row("X1", 2021.0, Cell::Number(50.0), Cell::Blank, "業界誌"));
    sheet.rows.push(vec![text("合計"), Cell::Blank, Cell::Number(900_000.0), Cell::Blank, Cell::Blank]);
}

fn company_sales(sheet: &mut Sheet) {
    let row = |name: &str, industry: &str, sales: Cell| vec![text(name), text(industry), Cell::Number(2021.0), sales];
    for (name, sales) in [("碧苑開発", 1_900.0), ("恒安地産", 1_700.0), ("万和地産", 1_500.0)] {
        sheet.rows.push(row(name, "P1", Cell::Number(sales)));
    }
    sheet.rows.push(row("新業態一号", "X1", Cell::Number(64.0)));
    sheet.rows.push(row("無名商事", "E1", text("未公表")));
    sheet.rows.push(row("", "E1", Cell::Number(3.0)));
    sheet.rows.push(row("老舗銀行", "F1", Cell::Number(880.0))); // of an industry without market figures
}

fn links(sheet: &mut Sheet) {
    sheet.rows.push(vec![text("Z9"), text("R1"), text("不明"), Cell::Blank]);
    sheet.rows.push(vec![text("M3"), text("R2"), text("日用品"), Cell::Number(1.8)]); // more than all
}

fn business_models(sheet: &mut Sheet) {
    // Before the period; no rate; a rate above one; a customer nobody knows.
    let row = |customer: &str, month: Cell, rates: [Cell; 3]| {
        let [cost, conversion, repurchase] = rates;
        vec![text(customer), month, cost, conversion, repurchase]
    };
    let figures = |cost: f64, conversion: f64| [Cell::Number(cost), Cell::Number(conversion), Cell::Number(0.3)];
    sheet.rows.push(row("K0001", day(2021, 12, 1), figures(9_999.0, 0.01)));
    sheet.rows.push(row("K0100", day(2022, 6, 1), [Cell::Number(300.0), Cell::Blank, Cell::Blank]));
    sheet.rows.push(row("K0101", day(2022, 6, 1), figures(200.0, 12.0)));
    sheet.rows.push(row("K9999", day(2022, 6, 1), figures(200.0, 0.1)));
}
