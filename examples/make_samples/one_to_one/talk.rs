//! Channels and the contacts made through them.

use super::names::{LESSONS, LINES, VOICES};
use super::people::{Customer, person};
use super::trade::line_code;
use super::{FIRST_DAY, LAST_DAY, PERIOD};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// Channels: name, cost of a contact, its change a quarter, effect of a contact, its change a quarter.
const CHANNELS: [(&str, f64, f64, f64, f64); 6] = [
    ("訪問", 9_600.0, -0.015, 6.4, 0.10),
    ("店頭", 2_000.0, -0.02, 5.4, 0.08),
    ("電話", 560.0, 0.06, 4.6, -0.06),
    ("チャット", 300.0, -0.07, 3.4, 0.12),
    ("メール", 62.0, -0.01, 2.9, -0.10),
    ("サイト", 48.0, -0.08, 2.4, 0.12),
];

/// Departments: part of all contacts, mix of channels, how well it learns, how well it listens.
const DEPARTMENTS: [(f64, [f64; 6], f64, f64); 6] = [
    (0.42, [0.30, 0.40, 0.14, 0.04, 0.10, 0.02], 1.25, 0.46),
    (0.24, [0.01, 0.05, 0.45, 0.27, 0.20, 0.02], 1.0, 0.62),
    (0.05, [0.10, 0.50, 0.30, 0.00, 0.10, 0.00], 0.5, 0.30),
    (0.09, [0.00, 0.00, 0.60, 0.10, 0.30, 0.00], 0.25, 0.14),
    (0.11, [0.00, 0.10, 0.10, 0.20, 0.20, 0.40], 0.7, 0.34),
    (0.09, [0.00, 0.05, 0.00, 0.20, 0.55, 0.20], 0.5, 0.28),
];

/// One contact.
pub struct Contact {
    /// Position of the customer.
    pub customer: usize,
    /// Day, as a serial number.
    pub day: i32,
    /// The line the customer would like to buy.
    pub intent: Option<usize>,
    code: String,
    department: usize,
    channel: usize,
    cost: f64,
    effect: f64,
    learned: bool,
    voice: bool,
}

/// The sheet of channels.
pub fn channels(random: &mut Random) -> Sheet {
    let mut sheet = Sheet::new("チャネル", &[("チャネル名", 12.0), ("責任者", 14.0)]);
    sheet.rows = CHANNELS.iter().map(|channel| vec![text(channel.0), text(person(random))]).collect();
    sheet
}

/// All contacts, by day.
pub fn contacts(customers: &[Customer], random: &mut Random) -> Vec<Contact> {
    let mut all = Vec::new();
    for (at, customer) in customers.iter().enumerate() {
        let most = 6 + (4.0 * customer.size) as usize + (5.0 * customer.skill) as usize;
        for _ in 0..random.whole(2, most) {
            all.push(contact(at, customer, random));
        }
    }
    all.sort_by_key(|contact| contact.day);
    all
}

fn contact(at: usize, customer: &Customer, random: &mut Random) -> Contact {
    let department = random.weighted(&DEPARTMENTS.map(|d| d.0));
    let (_, mix, learns, listens) = DEPARTMENTS[department];
    let channel = random.weighted(&mix);
    let (_, cost, dearer, effect, better) = CHANNELS[channel];
    let day = FIRST_DAY + random.whole(0, (LAST_DAY - FIRST_DAY) as usize) as i32;
    let quarter = f64::from((day - FIRST_DAY) / 91);
    let intends = day >= PERIOD - 180 && random.chance(0.07);
    Contact {
        customer: at,
        day,
        intent: intends.then(|| random.weighted(&LINES.map(|line| line.3[customer.need]))),
        code: customer.code.clone(),
        department,
        channel,
        cost: (cost * (1.0 + dearer * quarter) * random.between(0.85, 1.15)).round(),
        effect: (10.0 * (effect + better * quarter + 0.5 * random.normal())).round().clamp(0.0, 100.0) / 10.0,
        learned: random.chance((0.08 + 0.42 * customer.skill) * learns),
        voice: random.chance(listens),
    }
}

/// The sheet of contacts.
pub fn contacts_sheet(contacts: &[Contact], random: &mut Random) -> Sheet {
    let headers = [
        ("接触番号", 10.0),
        ("接触日", 12.0),
        ("顧客コード", 11.0),
        ("部門コード", 11.0),
        ("チャネル", 10.0),
        ("接触費用", 10.0),
        ("効果点", 8.0),
        ("新たに分かったこと", 24.0),
        ("お客様の声", 24.0),
        ("回答日", 12.0),
        ("購買意向", 10.0),
    ];
    let mut sheet = Sheet::new("接触履歴", &headers);
    sheet.title = vec!["接触履歴(全部門・全チャネル)".to_string()];
    sheet.rows = (1..).zip(contacts).map(|(number, c)| row(number, c, random)).collect();
    sheet
}

fn row(number: usize, contact: &Contact, random: &mut Random) -> Vec<Cell> {
    // Feedback is answered within two weeks, or else it is forgotten.
    let answered = contact.voice && random.chance(0.97);
    let answer = (contact.day + random.whole(0, 13) as i32).min(LAST_DAY);
    vec![
        text(format!("R{number:05}")),
        Cell::Day(contact.day),
        text(&contact.code),
        text(format!("D{}", contact.department + 1)),
        text(CHANNELS[contact.channel].0),
        Cell::Number(contact.cost),
        Cell::Number(contact.effect),
        if contact.learned { text(*random.pick(&LESSONS)) } else { Cell::Blank },
        if contact.voice { text(*random.pick(&VOICES)) } else { Cell::Blank },
        if answered { Cell::Day(answer) } else { Cell::Blank },
        contact.intent.map_or(Cell::Blank, |line| text(line_code(line))),
    ]
}
