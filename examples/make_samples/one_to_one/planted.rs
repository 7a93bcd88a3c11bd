//! Cases put in by hand: so that every rule of the policy has something to find, and every kind of
//! bad cell an import meets occurs at least once.

use super::LAST_DAY;
use crate::book::{Cell, Sheet, text};

/// Puts all of them in. Rows and columns count from 0, below the headers.
pub fn plant(sheets: &mut [Sheet]) {
    for sheet in sheets {
        match sheet.name {
            "顧客" => customers(sheet),
            "戦略価値評価" => assessments(sheet),
            "売上明細" => sales(sheet),
            "対応費用" => service_costs(sheet),
            "接触履歴" => contacts(sheet),
            "提案" => offers(sheet),
            "物流顧客一覧" => logistics(sheet),
            "生産顧客一覧" => sheet.rows.retain(|row| !is(&row[1], "K00010")),
            "チャネル顧客一覧" => sheet.rows.retain(|row| !is(&row[1], "K00010")),
            _ => {}
        }
    }
}

fn is(cell: &Cell, text: &str) -> bool {
    matches!(cell, Cell::Text(found) if found == text)
}

fn set(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    sheet.rows[row][column] = cell;
}

fn customers(sheet: &mut Sheet) {
    set(sheet, 300, 2, text("T999")); // no such salesperson
    set(sheet, 310, 2, Cell::Blank); // nobody's customer
    set(sheet, 320, 3, text("高級志向")); // no such need
    set(sheet, 330, 3, Cell::Blank); // need not known
    set(sheet, 340, 6, Cell::Error("=1/0", "#DIV/0!"));
    for column in 4..19 {
        set(sheet, 350, column, Cell::Blank); // known by name alone
    }
    // K00020: valued for more than money, and hardly known.
    for column in 8..19 {
        set(sheet, 19, column, Cell::Blank);
    }
    let twice = sheet.rows[400].clone(); // the same customer entered again
    sheet.rows.push(twice);
    let mut nameless = sheet.rows[410].clone();
    nameless[0] = Cell::Blank; // no code
    sheet.rows.push(nameless);
    let mut fresh = vec![text("K01001"), text("青木 玲"), text("T001"), text("品質重視")]; // nothing else yet: never met, never bought
    fresh.resize(sheet.headers.len(), Cell::Blank);
    sheet.rows.push(fresh);
}

fn assessment(code: &str, customer: &str, day: i32, amounts: [f64; 3]) -> Vec<Cell> {
    let [potential, likelihood, influence] = amounts.map(Cell::Number);
    vec![text(code), text(customer), Cell::Day(day), potential, likelihood, influence, text("大野 雅人")]
}

fn assessments(sheet: &mut Sheet) {
    let last = LAST_DAY;
    sheet.rows.retain(|row| !["K00010", "K00020", "K00030", "K00040", "K00050"].iter().any(|key| is(&row[1], key)));
    sheet.rows.push(assessment("V9001", "K00010", last - 20, [900_000.0, 0.9, 4.0])); // A for what it may become
    sheet.rows.push(assessment("V9002", "K00020", last - 30, [250_000.0, 0.9, 5.0])); // A for its influence
    sheet.rows.push(assessment("V9003", "K00030", last - 40, [400_000.0, 0.5, 2.0])); // C although it costs more than it brings
    sheet.rows.push(assessment("V9004", "K00040", last - 600, [1_500_000.0, 0.8, 3.0])); // assessed long ago
    sheet.rows.push(assessment("V9005", "K00050", last - 90, [1_200_000.0, 0.9, 5.0])); // gone quiet
    set(sheet, 50, 4, text("60%")); // readable
    set(sheet, 51, 4, text("1.5")); // more than certain
    set(sheet, 52, 5, Cell::Number(7.0)); // beyond the scale
    set(sheet, 53, 3, text("￥１２０，０００")); // full width, readable
    set(sheet, 54, 1, text("K77777")); // no such customer
    set(sheet, 55, 2, text("未評価")); // no day
}

/// Customers whose purchases the period has none of.
const QUIET: [&str; 3] = ["K00020", "K00030", "K00050"];

fn sales(sheet: &mut Sheet) {
    let in_period = |row: &[Cell]| matches!(row[1], Cell::Day(day) if day >= super::PERIOD);
    sheet.rows.retain(|row| !(in_period(row) && QUIET.iter().any(|key| is(&row[2], key))));
    let sale = |number: f64, day: i32, customer: &str, amount: f64, margin: f64| {
        vec![
            Cell::Number(number),
            Cell::Day(day),
            text(customer),
            text("L01"),
            Cell::Number(amount),
            Cell::Number(margin),
        ]
    };
    sheet.rows.push(sale(599_001.0, super::PERIOD - 100, "K00050", 300_000.0, 126_000.0));
    sheet.rows.push(sale(599_002.0, super::PERIOD + 100, "K00040", 180_000.0, 75_600.0));
    sheet.rows.push(sale(599_003.0, LAST_DAY - 9, "K00040", -60_000.0, -25_200.0)); // a return
    set(sheet, 2_000, 1, text("2025年2月30日")); // no such day
    set(sheet, 2_010, 1, text("2025/3/1")); // readable
    set(sheet, 2_020, 4, text("４８，０００円")); // full width, readable
    set(sheet, 2_030, 4, text("未定")); // not a number
    set(sheet, 2_040, 5, text("△1,200")); // a loss, readable
    set(sheet, 2_050, 5, text("要確認")); // not a number
    set(sheet, 2_060, 2, text("K88888")); // no such customer
    set(sheet, 2_070, 3, text("L99")); // no such line
    set(sheet, 2_080, 3, Cell::Blank);
    set(sheet, 2_090, 2, Cell::Blank);
    let again = sheet.rows[2_100][0].clone();
    set(sheet, 2_101, 0, again); // a number used twice
    let total: f64 =
        sheet.rows.iter().filter_map(|row| if let Cell::Number(n) = row[4] { Some(n) } else { None }).sum();
    let mut row = vec![Cell::Blank; sheet.headers.len()];
    row[0] = text("合計");
    row[4] = Cell::Number(total);
    sheet.rows.push(row);
}

fn service_costs(sheet: &mut Sheet) {
    let cost = |code: &str, customer: &str, amount: f64| {
        vec![text(code), Cell::Day(LAST_DAY - 60), text(customer), text("苦情対応"), Cell::Number(amount)]
    };
    sheet.rows.push(cost("H90001", "K00030", 90_000.0));
    sheet.rows.push(cost("H90002", "K00020", 60_000.0)); // dear to serve, and still an A customer
    set(sheet, 200, 3, text("その他")); // not one of the kinds
    set(sheet, 210, 4, text("-500")); // below the least allowed
}

fn contacts(sheet: &mut Sheet) {
    // K00010 is valued and hardly ever met; K00060 never in the period; K00040 is met and teaches nothing.
    let recent = |row: &[Cell]| matches!(row[1], Cell::Day(day) if day >= super::PERIOD);
    sheet.rows.retain(|row| !(recent(row) && (is(&row[2], "K00010") || is(&row[2], "K00060"))));
    for number in 0..5 {
        let mut row = vec![Cell::Blank; sheet.headers.len()];
        let cells = [
            text(format!("R9900{number}")),
            Cell::Day(LAST_DAY - 50 + 9 * number),
            text("K00040"),
            text("D1"),
            text("店頭"),
            Cell::Number(1_700.0),
            Cell::Number(5.0),
        ];
        row.splice(..7, cells);
        sheet.rows.push(row);
    }
    let recent_row = sheet.rows.len() - 300;
    set(sheet, recent_row, 8, text("返事がほしい"));
    set(sheet, recent_row, 1, Cell::Day(LAST_DAY - 15)); // one day too long
    set(sheet, recent_row, 9, Cell::Blank);
    set(sheet, recent_row + 1, 8, text("返事がほしい"));
    set(sheet, recent_row + 1, 1, Cell::Day(LAST_DAY - 14)); // just in time
    set(sheet, recent_row + 1, 9, Cell::Blank);
    set(sheet, 1_000, 1, text("令和の初め")); // no day
    set(sheet, 1_010, 1, text("2024年12月24日")); // readable
    set(sheet, 1_020, 3, text("D9")); // no such department
    set(sheet, 1_030, 4, text("ファックス")); // no such channel
    set(sheet, 1_040, 5, text("無料")); // not a number
    set(sheet, 1_050, 5, Cell::Number(-300.0)); // below the least allowed
    set(sheet, 1_060, 6, Cell::Number(12.0)); // beyond the scale
    set(sheet, 1_070, 5, text("１，２００")); // full width, readable
    set(sheet, 1_080, 2, text("Ｋ００００５")); // full width, the same customer
    set(sheet, 1_090, 10, text("L77")); // no such line
    sheet.hidden_rows = vec![40, 41];
}

fn offers(sheet: &mut Sheet) {
    set(sheet, 100, 7, text("保留")); // not one of the results
    set(sheet, 110, 4, text("はい")); // readable
    set(sheet, 120, 5, text("たぶん")); // neither yes nor no
}

fn logistics(sheet: &mut Sheet) {
    sheet.rows.retain(|row| !is(&row[1], "K00010")); // known to two departments only
    set(sheet, 10, 1, text("K66666")); // a customer nobody else knows
    sheet.rows.push(vec![text("D4"), text("K00070"), text("03-0000-0000")]); // another number
}
