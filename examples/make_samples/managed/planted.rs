//! Cases put in by hand: so that every rule of the policy has something to find, and every kind of
//! bad cell an import meets occurs at least once.

use super::END;
use crate::book::{Cell, Sheet, text};

/// Puts all of them in. Rows and columns count from 0, below the headers.
pub fn plant(sheets: &mut [Sheet]) {
    for sheet in sheets {
        match sheet.name {
            "顧客" => customers(sheet),
            "顧客データ" => records(sheet),
            "同意" => consents(sheet),
            "関心" => interests(sheet),
            "施策" => campaigns(sheet),
            "接触履歴" => interactions(sheet),
            "接触予定" => plans(sheet),
            _ => {}
        }
    }
}

fn set(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    sheet.rows[row][column] = cell;
}

fn customers(sheet: &mut Sheet) {
    // Two, and three, that refer each other in a circle: somebody wants the points.
    set(sheet, 2_390, 4, text("K02392"));
    set(sheet, 2_391, 4, text("K02391"));
    set(sheet, 2_393, 4, text("K02395"));
    set(sheet, 2_394, 4, text("K02396"));
    set(sheet, 2_395, 4, text("K02394"));
    // Bad cells.
    set(sheet, 300, 3, text("保留中")); // no such status
    set(sheet, 310, 4, text("K99999")); // no such customer
    set(sheet, 320, 5, text("三回まで")); // not a number
    set(sheet, 321, 5, text("－１")); // below the least allowed
    set(sheet, 322, 5, text("２")); // full width, readable
    set(sheet, 330, 6, Cell::Blank);
    let twice = sheet.rows[900].clone(); // the same number used twice
    sheet.rows.push(twice);
    let mut nameless = sheet.rows[901].clone();
    nameless[0] = Cell::Blank;
    sheet.rows.push(nameless);
}

fn records(sheet: &mut Sheet) {
    set(sheet, 100, 3, text("血液型")); // no such field
    set(sheet, 110, 5, text("昨年")); // no day
    set(sheet, 111, 5, text("2025年11月3日")); // readable
    set(sheet, 112, 5, text("2025/11/3")); // readable
    set(sheet, 113, 5, text("2025-02-30")); // no such day
    set(sheet, 120, 6, text("不明")); // neither verified nor not
    set(sheet, 130, 1, text("K99998")); // no such customer
    set(sheet, 131, 1, Cell::Blank);
    set(sheet, 140, 2, text("D9")); // no such source
    set(sheet, 150, 4, Cell::Blank);
    let again = sheet.rows[5_000][0].clone();
    set(sheet, 5_001, 0, again); // a number used twice
    sheet.hidden_rows = vec![60, 61, 62];
}

fn consents(sheet: &mut Sheet) {
    set(sheet, 70, 2, text("FAX")); // no such channel: no consent
    set(sheet, 80, 4, text("未定")); // no day: no consent
    set(sheet, 90, 5, text("2026年5月31日")); // readable
}

fn interests(sheet: &mut Sheet) {
    set(sheet, 40, 1, text("釣り")); // none of our topics
}

fn campaigns(sheet: &mut Sheet) {
    let sum = |column: usize, sheet: &Sheet| {
        sheet.rows.iter().filter_map(|r| if let Cell::Number(n) = r[column] { Some(n) } else { None }).sum()
    };
    let (budget, spent) = (sum(6, sheet), sum(7, sheet));
    let mut row = vec![Cell::Blank; sheet.headers.len()];
    row[0] = text("合計");
    row[6] = Cell::Number(budget);
    row[7] = Cell::Number(spent);
    sheet.rows.push(row);
    set(sheet, 3, 7, Cell::Error("=1/0", "#DIV/0!"));
    set(sheet, 5, 9, text("12%")); // a percentage as text, readable
    set(sheet, 31, 2, text("未定")); // no such method
}

fn interactions(sheet: &mut Sheet) {
    set(sheet, 1_000, 3, text("立ち話")); // no such kind
    set(sheet, 1_010, 2, text("2026-13-01")); // no such day
    set(sheet, 1_020, 5, text("P99")); // no such campaign
    set(sheet, 1_030, 1, text("Ｋ００７７７")); // full width, the same customer
}

fn plans(sheet: &mut Sheet) {
    set(sheet, 10, 3, text("店頭")); // no such channel
    set(sheet, 11, 5, Cell::Blank);
    // Several on one day to one customer: the earlier number goes first.
    for row in 20..26 {
        for column in 2..5 {
            let same = sheet.rows[19][column].clone();
            set(sheet, row, column, same);
        }
        set(sheet, row, 5, Cell::Day(END + 15));
    }
}
