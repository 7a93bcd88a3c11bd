//! Cases put in by hand: so that every rule of the policy has something to find, and every kind of
//! bad cell an import meets occurs at least once.

use crate::book::{Cell, Sheet, text};

/// Puts all of them in. Rows and columns count from 0, below the headers.
pub fn plant(sheets: &mut [Sheet]) {
    for sheet in sheets {
        match sheet.name {
            "영업사원" => managers(sheet),
            "고객" => customers(sheet),
            "매장" => shops(sheet),
            "주문" => orders(sheet),
            "문제" => problems(sheet),
            "대사" => ledger(sheet),
            "송장" => invoices(sheet),
            _ => {}
        }
    }
}

fn set(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    sheet.rows[row][column] = cell;
}

/// The row whose first cell is that text.
fn find(sheet: &Sheet, key: &str) -> usize {
    let is = |row: &Vec<Cell>| matches!(row.first(), Some(Cell::Text(text)) if text == key);
    sheet.rows.iter().position(is).unwrap_or(0)
}

fn managers(sheet: &mut Sheet) {
    set(sheet, 77, 2, text("B77")); // no such branch
    set(sheet, 200, 4, text("2019년 3월 4일")); // a date as text, readable
}

fn customers(sheet: &mut Sheet) {
    // Key accounts that nobody looks after in person: one with an ordinary manager, one with none.
    let ordinary = find(sheet, "C01500");
    set(sheet, ordinary, 4, text("대형고객"));
    let orphan = find(sheet, "C02500");
    set(sheet, orphan, 3, Cell::Blank);
    set(sheet, orphan, 4, text("대형고객"));
    // Stock that hardly moves, at a customer of some size.
    let slow = find(sheet, "C00120");
    set(sheet, slow, 5, Cell::Number(4_800_000.0));
    // Bad cells.
    set(sheet, 900, 2, text("온라인몰")); // no such category
    set(sheet, 1_100, 3, text("S9999")); // no such manager
    set(sheet, 1_300, 5, text("확인 중")); // not a number
    set(sheet, 1_450, 5, text("△1,200")); // below the least allowed
    set(sheet, 1_600, 5, text("￥１２８，０００")); // full width, readable
    set(sheet, 1_700, 5, Cell::Blank);
    set(sheet, 1_800, 4, text("특급")); // not one of the grades
    let twice = sheet.rows[2_000].clone(); // the same customer entered again
    sheet.rows.push(twice);
    let mut nameless = sheet.rows[2_100].clone();
    nameless[0] = Cell::Blank; // no code
    sheet.rows.push(nameless);
}

fn shops(sheet: &mut Sheet) {
    set(sheet, 400, 3, Cell::Number(0.0)); // no area: nothing can be divided by it
    set(sheet, 410, 5, Cell::Error("=1/0", "#DIV/0!"));
    set(sheet, 420, 5, Cell::Blank);
    if let Some(Cell::Text(code)) = sheet.rows[430].get(2).cloned() {
        let wide = code.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect::<String>();
        set(sheet, 430, 2, text(wide)); // full width, the same customer
    }
}

fn orders(sheet: &mut Sheet) {
    let last = sheet.rows.len();
    set(sheet, 55_000, 1, text("2026-13-45")); // no such day
    set(sheet, 55_100, 1, text("미정")); // no day
    set(sheet, 55_200, 1, text("2026. 5. 4.")); // readable
    set(sheet, 55_201, 1, text("2026年5月4日")); // readable
    set(sheet, 55_202, 1, text("2026/5/4")); // readable
    set(sheet, 55_300, 4, text("열두 대")); // not a number
    set(sheet, 55_400, 4, text("△3")); // a return, readable
    set(sheet, 55_410, 4, text("(2)")); // a return, readable
    set(sheet, 55_500, 5, text("１，２８０")); // full width, readable
    set(sheet, 55_510, 5, text("2,150원")); // readable
    set(sheet, 55_600, 2, text("M99999")); // no such shop
    set(sheet, 55_610, 2, Cell::Blank);
    set(sheet, 55_700, 3, text("P999")); // no such product
    set(sheet, 55_800, 4, Cell::Blank);
    set(sheet, 55_900, 6, Cell::Blank);
    set(sheet, 55_950, 7, text("모름")); // neither tailored nor standard
    let again = sheet.rows[56_000][0].clone();
    set(sheet, 56_001, 0, again); // an order number used twice
    let total: f64 = sheet.rows.iter().filter_map(|r| if let Cell::Number(n) = r[4] { Some(n) } else { None }).sum();
    let mut row = vec![Cell::Blank; sheet.headers.len()];
    row[0] = text("합계");
    row[4] = Cell::Number(total);
    sheet.rows.insert(last, row);
}

fn problems(sheet: &mut Sheet) {
    set(sheet, 3_000, 5, text("몰라요")); // no such status
    set(sheet, 3_100, 1, text("C99999")); // no such customer
    set(sheet, 3_200, 3, Cell::Blank);
    sheet.hidden_rows = vec![120, 121];
}

fn ledger(sheet: &mut Sheet) {
    set(sheet, 50, 3, Cell::Blank); // the customer has not answered
    let Cell::Number(ours) = sheet.rows[60][2] else { return };
    set(sheet, 60, 3, Cell::Number(ours - 88_000.0));
    set(sheet, 61, 3, text("▲ 5,000")); // they owe us nothing: we owe them
}

fn invoices(sheet: &mut Sheet) {
    set(sheet, 40, 5, Cell::Number(0.0)); // unpaid since spring
    set(sheet, 41, 3, text("2026-02-30")); // no such day
}
