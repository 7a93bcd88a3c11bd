//! What each source says about the customers: seldom all of it, not always the truth.

use super::people::Customer;
use super::{END, customer};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// A source: code, name, owner, part verified, part wrong, age in days at most, part entered twice.
struct Source(&'static str, &'static str, &'static str, f64, f64, usize, f64);

const SOURCES: [Source; 6] = [
    Source("D1", "販売店", "佐々木", 0.78, 0.04, 700, 0.01),
    Source("D2", "会員サイト（本人登録）", "斎藤", 0.94, 0.01, 330, 0.0),
    Source("D3", "アンケート", "松本", 0.38, 0.07, 900, 0.02),
    Source("D4", "購入名簿", "井上", 0.06, 0.30, 1_600, 0.08),
    Source("D5", "イベント受付", "木村", 0.52, 0.06, 600, 0.03),
    Source("D6", "整備工場", "清水", 0.70, 0.05, 800, 0.01),
];
const FIELDS: [&str; 6] = ["電話", "メール", "住所", "生年月日", "保有車種", "年収帯"];
const MODELS: [&str; 7] = ["瑞風", "瑞雪", "瑞星", "遠山", "遠海", "遠空", "他社"];
const STREETS: [&str; 8] = ["人民路", "解放路", "中山路", "建設路", "和平路", "朝陽街", "長江路", "文化路"];

/// The sheet of sources.
pub fn sources() -> Sheet {
    let mut sheet = Sheet::new("情報源", &[("情報源コード", 12.0), ("情報源名", 24.0), ("管理者", 10.0)]);
    sheet.rows = SOURCES.iter().map(|s| vec![text(s.0), text(s.1), text(s.2)]).collect();
    sheet
}

/// The sheet of what they say.
pub fn sheet(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers = [
        ("データ番号", 12.0),
        ("顧客番号", 10.0),
        ("情報源コード", 12.0),
        ("項目", 10.0),
        ("値", 28.0),
        ("取得日", 12.0),
        ("確認", 6.0),
    ];
    let mut sheet = Sheet::new("顧客データ", &headers);
    for (index, person) in customers.iter().enumerate() {
        for source in &SOURCES {
            let known = match source.0 {
                "D2" => 0.15 + 0.8 * person.engagement,
                "D1" => 0.5,
                _ => 0.25,
            };
            if random.chance(known) {
                told(&mut sheet, index, person, source, random);
            }
        }
    }
    sheet
}

fn told(sheet: &mut Sheet, index: usize, person: &Customer, source: &Source, random: &mut Random) {
    for (field, name) in FIELDS.into_iter().enumerate() {
        if !random.chance(if field < 2 { 0.7 } else { 0.35 }) {
            continue;
        }
        let wrong = random.chance(source.4);
        let value = value(field, index, person, wrong, source, random);
        let collected = END - random.whole(1, source.5) as i32;
        let verified = if random.chance(source.3) && !wrong { "済" } else { "未" };
        let times = if random.chance(source.6) { 2 } else { 1 };
        for _ in 0..times {
            let number = format!("R{:06}", sheet.rows.len() + 1);
            sheet.rows.push(vec![
                text(number),
                text(customer(index)),
                text(source.0),
                text(name),
                text(&value),
                Cell::Day(collected),
                text(verified),
            ]);
        }
    }
}

/// A value as the source writes it; another person's, or an old one, where it is wrong.
fn value(field: usize, index: usize, person: &Customer, wrong: bool, source: &Source, random: &mut Random) -> String {
    let who = if wrong { index * 7 + random.whole(1, 900) } else { index };
    match field {
        0 => phone(&if wrong { format!("15{:09}", who * 1_009 % 1_000_000_000) } else { person.phone.clone() }, source),
        1 => {
            let mail = format!("user{:05}@example.cn", who * 7 % 99_991);
            if source.0 == "D3" { mail.to_uppercase() } else { mail }
        }
        2 => format!("{}市{}{}号", person.city, STREETS[who % STREETS.len()], who * 13 % 400 + 1),
        3 => {
            let (year, month, day) = (1950 + who * 11 % 55, 1 + who * 5 % 12, 1 + who * 3 % 28);
            if source.0 == "D2" { format!("{year}-{month:02}-{day:02}") } else { format!("{year}{month:02}{day:02}") }
        }
        4 => MODELS[who % MODELS.len()].to_string(),
        _ => ["〜10万元", "10〜20万元", "20〜40万元", "40万元〜"][who % 4].to_string(),
    }
}

/// The same number as different people type it.
fn phone(digits: &str, source: &Source) -> String {
    match source.0 {
        "D1" => format!("{}-{}-{}", &digits[..3], &digits[3..7], &digits[7..]),
        "D2" => format!("+86 {digits}"),
        "D4" => digits.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect(),
        _ => digits.to_string(),
    }
}
