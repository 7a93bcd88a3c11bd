//! The sheets about looking after customers: problems, accounts, stock, invoices, fees, demand.

use super::catalogue::{LINES, REFRIGERATOR};
use super::names::{CATEGORIES, FEE_KINDS, PROBLEM_KINDS};
use super::people::Customer;
use super::trade::{END, Market, PERIOD, along};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const PROBLEMS: usize = 7_400;
const LOTS: usize = 4_600;
const INVOICES: usize = 4_000;
const FEES: usize = 1_800;
const PROFILES: usize = 260;

/// Problems customers reported from 2025-10-01 on.
pub fn problems(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers =
        [("문제번호", 10.0), ("고객 코드", 10.0), ("유형", 12.0), ("접수일", 12.0), ("해결일", 12.0), ("상태", 10.0)];
    let mut sheet = Sheet::new("문제", &headers);
    let mut opened: Vec<i32> = (0..PROBLEMS).map(|_| random.whole(45_931, END as usize) as i32).collect();
    opened.sort_unstable();
    sheet.rows =
        (1..).zip(opened).map(|(number, opened)| problem(number, opened, random.pick(customers), random)).collect();
    sheet
}

fn problem(number: usize, opened: i32, customer: &Customer, random: &mut Random) -> Vec<Cell> {
    let usual = &CATEGORIES[customer.category];
    let days = along(usual.days, customer.quality.days).max(1.0) * random.between(0.3, 1.7);
    let closed = opened + days.round() as i32;
    let part = along(usual.resolved, customer.quality.resolved).clamp(0.3, 1.0);
    // Most of what is old has been dealt with in the end.
    let resolved = random.chance(part) || (opened < END - 45 && random.chance(0.85));
    let (closed, status) = match (resolved && closed <= END, opened < END - 20) {
        (true, _) => (Cell::Day(closed), "해결"),
        (false, true) => (Cell::Blank, *random.pick(&["처리중", "보류"])),
        (false, false) => (Cell::Blank, *random.pick(&["접수", "처리중"])),
    };
    vec![
        text(format!("Q{number:05}")),
        text(&customer.code),
        text(*random.pick(&PROBLEM_KINDS)),
        Cell::Day(opened),
        closed,
        text(status),
    ]
}

/// Reconciliation: our ledger against the customer's at the end of the period.
pub fn ledger(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [("고객 코드", 10.0), ("기준일", 12.0), ("당사 잔액", 14.0), ("고객 잔액", 14.0)];
    let mut sheet = Sheet::new("대사", &headers);
    sheet.rows = customers
        .iter()
        .map(|customer| {
            let ours = (customer.size * random.between(40_000.0, 160_000.0)).round();
            let difference = match random.whole(1, 1000) {
                1..=15 => random.between(0.03, 0.3) * ours,
                16..=25 => -random.between(0.03, 0.2) * ours,
                26..=70 => random.between(-400.0, 400.0),
                _ => 0.0,
            };
            vec![text(&customer.code), Cell::Day(END), Cell::Number(ours), Cell::Number((ours - difference).round())]
        })
        .collect();
    sheet
}

/// What customers hold of our goods, by day of receipt.
pub fn stock(market: &Market, random: &mut Random) -> Sheet {
    let headers = [("재고번호", 10.0), ("고객 코드", 10.0), ("제품 코드", 10.0), ("수량", 8.0), ("입고일", 12.0)];
    let mut sheet = Sheet::new("재고", &headers);
    for number in 1..=LOTS {
        let customer = random.pick(market.customers);
        let age = match random.weighted(&[0.72, 0.2, 0.065, 0.015]) {
            0 => random.whole(2, 90),
            1 => random.whole(91, 180),
            2 => random.whole(181, 365),
            _ => random.whole(366, 700),
        };
        let pieces = (customer.size * random.between(4.0, 30.0) * if age > 180 { 0.3 } else { 1.0 }).ceil();
        sheet.rows.push(vec![
            text(format!("L{number:05}")),
            text(&customer.code),
            text(&random.pick(market.products).code),
            Cell::Number(pieces),
            Cell::Day(END - age as i32),
        ]);
    }
    sheet
}

/// Invoices of the period, sixty days to pay.
pub fn invoices(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [
        ("송장번호", 10.0),
        ("고객 코드", 10.0),
        ("발행일", 12.0),
        ("만기일", 12.0),
        ("청구금액", 14.0),
        ("수금액", 14.0),
    ];
    let mut sheet = Sheet::new("송장", &headers);
    let mut issued: Vec<i32> = (0..INVOICES).map(|_| random.whole(PERIOD as usize, END as usize) as i32).collect();
    issued.sort_unstable();
    for (number, issued) in (1..).zip(issued) {
        let customer = random.pick(customers);
        let amount = (customer.size * random.between(20_000.0, 120_000.0)).round();
        let paid = match (issued + 60 <= END, random.whole(1, 100)) {
            (true, 1..=2) => 0.0,
            (true, 3..=4) => (amount / 2.0).round(),
            (true, _) | (false, 1..=40) => amount,
            (false, _) => 0.0,
        };
        sheet.rows.push(vec![
            text(format!("V{number:05}")),
            text(&customer.code),
            Cell::Day(issued),
            Cell::Day(issued + 60),
            Cell::Number(amount),
            Cell::Number(paid),
        ]);
    }
    sheet
}

/// Fees customers charged us, and what we have settled.
pub fn fees(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers =
        [("비용번호", 10.0), ("고객 코드", 10.0), ("항목", 10.0), ("청구일", 12.0), ("청구액", 12.0), ("지급액", 12.0)];
    let mut sheet = Sheet::new("비용", &headers);
    for number in 1..=FEES {
        let customer = random.pick(customers);
        let claimed = random.whole(PERIOD as usize, END as usize) as i32;
        let amount = (customer.size * random.between(800.0, 9_000.0) / 10.0).round() * 10.0;
        let open = random.chance(if claimed + 45 > END { 0.5 } else { 0.03 });
        sheet.rows.push(vec![
            text(format!("F{number:05}")),
            text(&customer.code),
            text(*random.pick(&FEE_KINDS)),
            Cell::Day(claimed),
            Cell::Number(amount),
            Cell::Number(if open { 0.0 } else { amount }),
        ]);
    }
    sheet
}

/// What customers look for in a product; the first is that of the text.
pub fn demand(market: &Market, random: &mut Random) -> Sheet {
    let headers = [
        ("수요번호", 10.0),
        ("고객 코드", 10.0),
        ("제품군", 10.0),
        ("최소용량", 10.0),
        ("최대용량", 10.0),
        ("희망가격", 10.0),
        ("최대소비전력", 12.0),
        ("희망수량", 10.0),
    ];
    let mut sheet = Sheet::new("수요", &headers);
    let first = &market.customers[market.cases.fourfold];
    sheet.rows.push(profile(1, &first.code, REFRIGERATOR, (180.0, 220.0), 2_000.0, 220.0, 800.0));
    for number in 2..=PROFILES {
        let product = random.pick(market.products);
        let reach = (product.capacity * random.between(0.05, 0.15)).ceil();
        sheet.rows.push(profile(
            number,
            &random.pick(market.customers).code,
            product.line,
            (product.capacity - reach, product.capacity + reach),
            (product.price * random.between(0.9, 1.2) / 50.0).round() * 50.0,
            (product.power * random.between(0.95, 1.3)).round(),
            random.whole(2, 60) as f64 * 5.0,
        ));
    }
    sheet
}

fn profile(
    number: usize,
    customer: &str,
    line: usize,
    capacity: (f64, f64),
    price: f64,
    power: f64,
    pieces: f64,
) -> Vec<Cell> {
    let mut row = vec![text(format!("D{number:04}")), text(customer), text(LINES[line].0)];
    row.extend([capacity.0, capacity.1, price, power, pieces].map(Cell::Number));
    row
}
