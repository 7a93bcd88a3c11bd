//! Product lines, what customers bought, what serving them cost, and what they were offered.

use super::names::{LINES, NEEDS};
use super::people::Customer;
use super::talk::Contact;
use super::{FIRST_DAY, LAST_DAY};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// One line of a sale.
pub struct Sale {
    customer: String,
    day: i32,
    line: usize,
    amount: f64,
    margin: f64,
}

/// The code of a product line.
pub fn line_code(line: usize) -> String {
    format!("L{:02}", line + 1)
}

/// The sheet of product lines.
pub fn product_lines() -> Sheet {
    let mut sheet = Sheet::new("製品ライン", &[("ラインコード", 12.0), ("ライン名", 18.0)]);
    sheet.rows = LINES.iter().enumerate().map(|(at, line)| vec![text(line_code(at)), text(line.0)]).collect();
    sheet
}

/// Sales quarter by quarter: a customer buys in a quarter or not, from a few lines it keeps to.
pub fn sales(customers: &[Customer], random: &mut Random) -> Vec<Sale> {
    let mut all = Vec::new();
    for customer in customers {
        let asks: Vec<f64> = LINES.iter().map(|line| line.3[customer.need]).collect();
        let kept: Vec<usize> =
            (0..1 + random.whole(0, 2 + (3.0 * customer.skill) as usize)).map(|_| random.weighted(&asks)).collect();
        for quarter in 0..8 {
            if !random.chance(customer.loyal) {
                continue;
            }
            for _ in 0..random.whole(1, 2 + (1.5 * customer.size) as usize) {
                let line = *random.pick(&kept);
                let amount =
                    (LINES[line].1 * customer.size.min(1.6) * random.between(0.6, 1.3) / 100.0).round() * 100.0;
                let margin = (amount * (LINES[line].2 + 0.03 * random.normal())).round();
                let day = FIRST_DAY + quarter * 91 + random.whole(0, 90) as i32;
                all.push(Sale { customer: customer.code.clone(), day, line, amount, margin });
            }
        }
    }
    all.sort_by_key(|sale| sale.day);
    all
}

/// The sheet of sales.
pub fn sales_sheet(sales: &[Sale]) -> Sheet {
    let headers = [
        ("明細番号", 11.0),
        ("売上日", 12.0),
        ("顧客コード", 11.0),
        ("ラインコード", 12.0),
        ("売上金額", 12.0),
        ("粗利", 11.0),
    ];
    let mut sheet = Sheet::new("売上明細", &headers);
    sheet.rows = (500_001..)
        .zip(sales)
        .map(|(number, s)| {
            vec![
                Cell::Number(f64::from(number)),
                Cell::Day(s.day),
                text(&s.customer),
                text(line_code(s.line)),
                Cell::Number(s.amount),
                Cell::Number(s.margin),
            ]
        })
        .collect();
    sheet
}

/// The sheet of what serving a customer cost besides its contacts.
pub fn service_costs(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [("費用番号", 10.0), ("発生日", 12.0), ("顧客コード", 11.0), ("費目", 12.0), ("金額", 10.0)];
    let mut sheet = Sheet::new("対応費用", &headers);
    let kinds = [
        ("返品", 2_500.0),
        ("苦情対応", 4_000.0),
        ("特別配送", 1_800.0),
        ("仕立て直し", 6_000.0),
        ("値引き対応", 3_000.0),
    ];
    for customer in customers {
        for _ in 0..random.whole(0, 1 + (1.2 * customer.costly) as usize) {
            let (kind, usual) = *random.pick(&kinds);
            sheet.rows.push(vec![
                text(format!("H{:05}", sheet.rows.len() + 1)),
                Cell::Day(day(random)),
                text(&customer.code),
                text(kind),
                Cell::Number((usual * customer.costly.max(0.6) * random.between(0.5, 1.5)).round()),
            ]);
        }
    }
    sheet
}

fn day(random: &mut Random) -> i32 {
    FIRST_DAY + random.whole(0, (LAST_DAY - FIRST_DAY) as usize) as i32
}

/// The sheet of offers: some at large, some because a customer said what it would like to buy.
pub fn offers(customers: &[Customer], contacts: &[Contact], random: &mut Random) -> Sheet {
    let headers = [
        ("提案番号", 10.0),
        ("提案日", 12.0),
        ("顧客コード", 11.0),
        ("ラインコード", 12.0),
        ("製品の調整", 11.0),
        ("配送の調整", 11.0),
        ("包装の調整", 11.0),
        ("結果", 10.0),
    ];
    let mut sheet = Sheet::new("提案", &headers);
    for customer in customers {
        for _ in 0..random.whole(0, 2 + (3.0 * customer.skill) as usize) {
            let asks: Vec<f64> = LINES.iter().map(|line| line.3[customer.need]).collect();
            let (day, line) = (day(random), random.weighted(&asks));
            sheet.rows.push(offer(customer, day, line, random));
        }
    }
    for contact in contacts {
        if let (Some(line), true) = (contact.intent, random.chance(0.8)) {
            let day = (contact.day + random.whole(1, 25) as i32).min(LAST_DAY);
            sheet.rows.push(offer(&customers[contact.customer], day, line, random));
        }
    }
    for (number, row) in (1..).zip(&mut sheet.rows) {
        row[0] = text(format!("P{number:05}"));
    }
    sheet
}

fn offer(customer: &Customer, day: i32, line: usize, random: &mut Random) -> Vec<Cell> {
    let fits = if NEEDS[customer.need].0 == "個別対応" { 0.15 } else { 0.0 };
    let mut adapted = |part: f64| random.chance(0.6 * customer.skill * part + fits);
    let changes = [adapted(0.9), adapted(0.6), adapted(0.4)];
    let won = 0.2 + if changes.contains(&true) { 0.3 } else { 0.0 };
    let result = if random.chance(won) { "採用" } else { *random.pick(&["不採用", "検討中"]) };
    let [product, delivery, packaging] = changes.map(|yes| if yes { text("○") } else { Cell::Blank });
    vec![
        Cell::Blank,
        Cell::Day(day),
        text(&customer.code),
        text(line_code(line)),
        product,
        delivery,
        packaging,
        text(result),
    ]
}
