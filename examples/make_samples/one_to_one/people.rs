//! Salespeople, customers with what is known of them, needs, and what they may yet become.

use super::names::{
    COLOURS, FAMILIES, GIVEN, HOBBIES, NEEDS, OCCUPATIONS, OFTEN, PAYMENTS, PLACES, SHOPS, SIZES, SURNAMES, TIMES,
    WHERE,
};
use super::{FIRST_DAY, LAST_DAY};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// How many customers there are.
const CUSTOMERS: usize = 1_000;

/// A salesperson; skill runs from 0 to 1.
pub struct Salesperson {
    /// Its key.
    pub code: String,
    /// A person's name.
    pub name: String,
    /// Position of the shop in [`SHOPS`].
    pub shop: usize,
    /// How well one learns and adapts.
    pub skill: f64,
}

/// A customer as the sample is drawn from it.
pub struct Customer {
    /// Its key.
    pub code: String,
    /// A person's name.
    pub name: String,
    /// Key of the salesperson.
    pub salesperson: String,
    /// How well the salesperson learns and adapts.
    pub skill: f64,
    /// Position of the need in [`NEEDS`].
    pub need: usize,
    /// Usual amount bought against the average of 1.
    pub size: f64,
    /// Chance to buy in a quarter.
    pub loyal: f64,
    /// Cost to serve against the average of 1.
    pub costly: f64,
    /// Telephone number, whether or not the customer list has it.
    pub phone: String,
}

/// A person's name.
pub fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(&SURNAMES), random.pick(&GIVEN))
}

/// Twenty-four salespeople and one who has just begun.
pub fn salespeople(random: &mut Random) -> Vec<Salesperson> {
    (0..25)
        .map(|at| Salesperson {
            code: format!("T{:03}", at + 1),
            name: person(random),
            shop: at % SHOPS.len(),
            skill: (0.08 + 0.86 * ((at * 7) % 24) as f64 / 23.0).min(0.95),
        })
        .collect()
}

/// The customers; the last salesperson has none yet.
pub fn customers(salespeople: &[Salesperson], random: &mut Random) -> Vec<Customer> {
    let needs = NEEDS.map(|need| need.2);
    (0..CUSTOMERS)
        .map(|at| {
            let salesperson = &salespeople[at % (salespeople.len() - 1)];
            let large = random.part();
            Customer {
                code: format!("K{:05}", at + 1),
                name: person(random),
                salesperson: salesperson.code.clone(),
                skill: salesperson.skill,
                need: random.weighted(&needs),
                size: 0.3 + 2.6 * large * large,
                loyal: (0.25 + 0.5 * salesperson.skill + 0.2 * random.normal()).clamp(0.03, 0.97),
                costly: if random.chance(0.12) { random.between(3.0, 9.0) } else { random.between(0.3, 1.3) },
                phone: format!("0{}-{:04}-{:04}", random.whole(3, 9), random.whole(1000, 9999), random.whole(0, 9999)),
            }
        })
        .collect()
}

/// The sheet of needs.
pub fn needs() -> Sheet {
    let mut sheet = Sheet::new("ニーズ区分", &[("ニーズ", 12.0), ("説明", 40.0)]);
    sheet.rows = NEEDS.iter().map(|(name, about, _)| vec![text(*name), text(*about)]).collect();
    sheet
}

/// The sheet of salespeople.
pub fn salespeople_sheet(salespeople: &[Salesperson]) -> Sheet {
    let headers = [("担当者コード", 12.0), ("氏名", 14.0), ("店舗", 12.0), ("店長", 14.0)];
    let mut sheet = Sheet::new("担当者", &headers);
    sheet.rows = salespeople
        .iter()
        .map(|s| vec![text(&s.code), text(&s.name), text(SHOPS[s.shop].0), text(SHOPS[s.shop].1)])
        .collect();
    sheet
}

/// The sheet of customers with what is known of each.
pub fn customers_sheet(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [
        ("顧客コード", 11.0),
        ("顧客名", 14.0),
        ("担当者コード", 12.0),
        ("ニーズ", 10.0),
        ("住所", 34.0),
        ("電話番号", 15.0),
        ("メール", 24.0),
        ("生年月日", 12.0),
        ("職業", 10.0),
        ("家族構成", 14.0),
        ("購入時間帯", 11.0),
        ("購入頻度", 10.0),
        ("支払方法", 10.0),
        ("購入場所", 10.0),
        ("趣味", 10.0),
        ("好みの色", 10.0),
        ("サイズ", 8.0),
        ("記念日", 10.0),
        ("希望連絡方法", 13.0),
    ];
    let mut sheet = Sheet::new("顧客", &headers);
    sheet.title = vec!["顧客台帳".to_string(), "2026年6月30日現在".to_string()];
    sheet.rows = customers.iter().map(|c| customer(c, random)).collect();
    sheet
}

fn customer(customer: &Customer, random: &mut Random) -> Vec<Cell> {
    let known = (0.35 + 0.55 * customer.skill + 0.12 * random.normal()).clamp(0.1, 1.0);
    let facts = [
        format!("{}{}-{}-{}", random.pick(&PLACES), random.whole(1, 8), random.whole(1, 20), random.whole(1, 30)),
        customer.phone.clone(),
        format!("{}@example.jp", customer.code.to_lowercase()),
        format!("{}年{}月{}日", random.whole(1945, 2003), random.whole(1, 12), random.whole(1, 28)),
        random.pick(&OCCUPATIONS).to_string(),
        random.pick(&FAMILIES).to_string(),
        random.pick(&TIMES).to_string(),
        random.pick(&OFTEN).to_string(),
        random.pick(&PAYMENTS).to_string(),
        random.pick(&WHERE).to_string(),
        random.pick(&HOBBIES).to_string(),
        random.pick(&COLOURS).to_string(),
        random.pick(&SIZES).to_string(),
        format!("{}月{}日", random.whole(1, 12), random.whole(1, 28)),
        random.pick(&["電話", "メール", "チャット", "訪問"]).to_string(),
    ];
    let mut row =
        vec![text(&customer.code), text(&customer.name), text(&customer.salesperson), text(NEEDS[customer.need].0)];
    for (at, fact) in facts.into_iter().enumerate() {
        // Names, addresses and telephones are known first, habits and preferences last.
        let easy = if at < 3 { 0.35 } else { 0.0 };
        row.push(if random.chance(known + easy) { text(fact) } else { Cell::Blank });
    }
    row
}

/// The sheet of strategic assessments: larger customers are assessed more often.
pub fn assessments(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [
        ("評価番号", 10.0),
        ("顧客コード", 11.0),
        ("評価日", 12.0),
        ("見込粗利", 12.0),
        ("実現確度", 10.0),
        ("影響力", 8.0),
        ("評価者", 14.0),
    ];
    let mut sheet = Sheet::new("戦略価値評価", &headers);
    for customer in customers {
        let times =
            if random.chance(0.25 + 0.4 * customer.skill + 0.1 * customer.size) { random.whole(1, 2) } else { 0 };
        for _ in 0..times {
            let potential = (customer.size * random.between(10.0, 300.0)).round() * 1_000.0;
            sheet.rows.push(vec![
                text(format!("V{:04}", sheet.rows.len() + 1)),
                text(&customer.code),
                Cell::Day(FIRST_DAY + random.whole(0, (LAST_DAY - FIRST_DAY) as usize) as i32),
                Cell::Number(potential),
                Cell::Number(random.whole(1, 9) as f64 / 10.0),
                Cell::Number(1.0 + random.weighted(&[0.3, 0.3, 0.25, 0.12, 0.03]) as f64),
                text(person(random)),
            ]);
        }
    }
    sheet
}
