//! The customers, and who referred whom.

use super::{TOPICS, customer};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const CUSTOMERS: usize = 2_400;
const FAMILY: [&str; 24] = [
    "王", "李", "張", "劉", "陳", "楊", "黄", "趙", "呉", "周", "徐", "孫", "馬", "朱", "胡", "郭", "何", "高", "林",
    "羅", "鄭", "梁", "謝", "宋",
];
const GIVEN: [&str; 26] = [
    "偉", "芳", "娜", "敏", "静", "強", "磊", "軍", "洋", "勇", "艶", "傑", "娟", "濤", "明", "超", "秀英", "霞", "平",
    "剛", "桂英", "建国", "志強", "雪梅", "海燕", "文博",
];
const CITIES: [&str; 8] = ["北京", "上海", "広州", "深圳", "成都", "武漢", "南京", "西安"];
const STEWARDS: [&str; 12] =
    ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田"];

/// One customer, with what the sheets show only in part.
pub struct Customer {
    /// Full name.
    pub name: String,
    /// City.
    pub city: &'static str,
    /// Who referred this one.
    pub referred_by: Option<usize>,
    /// How much the customer does of their own accord, 0 to 1.
    pub engagement: f64,
    /// Member, dormant or left.
    pub status: &'static str,
    /// The limit the customer has set.
    pub own_cap: Option<f64>,
    /// Who looks after the customer.
    pub steward: &'static str,
    /// True telephone number, digits alone.
    pub phone: String,
    /// Interests by topic.
    pub interests: [bool; TOPICS.len()],
}

/// All customers, in order of registration: who refers comes before who is referred.
pub fn customers(random: &mut Random) -> Vec<Customer> {
    let mut all: Vec<Customer> = Vec::new();
    for index in 0..CUSTOMERS {
        let one = one(index, &all, random);
        all.push(one);
    }
    all
}

fn one(index: usize, before: &[Customer], random: &mut Random) -> Customer {
    let engagement = random.part() * random.part();
    let referred_by = (index > 20 && random.chance(0.27)).then(|| referrer(before, random));
    let status = match random.weighted(&[0.82, 0.13, 0.05]) {
        0 => "会員",
        1 => "休眠",
        _ => "退会",
    };
    // One in eighty was entered before under another number: the telephone gives it away.
    let phone = if index > 100 && random.chance(0.0125) {
        before[random.whole(0, index - 1)].phone.clone()
    } else {
        format!("13{}{:08}", random.whole(0, 9), 10_000_000 + (index * 37_123) % 89_999_999)
    };
    Customer {
        name: format!("{}{}", random.pick(&FAMILY), random.pick(&GIVEN)),
        city: random.pick::<&str>(&CITIES),
        referred_by,
        engagement,
        status,
        own_cap: random.chance(0.12).then(|| random.whole(0, 6) as f64),
        steward: STEWARDS[index % STEWARDS.len()],
        phone,
        interests: std::array::from_fn(|_| random.chance(0.25 + 0.5 * engagement)),
    }
}

/// Those who take part are those who bring others.
fn referrer(before: &[Customer], random: &mut Random) -> usize {
    let mut best = random.whole(0, before.len() - 1);
    for _ in 0..7 {
        let other = random.whole(0, before.len() - 1);
        if before[other].engagement > before[best].engagement {
            best = other;
        }
    }
    best
}

/// The sheet of customers.
pub fn sheet(customers: &[Customer]) -> Sheet {
    let headers = [
        ("顧客番号", 10.0),
        ("氏名", 12.0),
        ("都市", 8.0),
        ("状態", 8.0),
        ("紹介者", 10.0),
        ("本人指定の接触上限", 18.0),
        ("担当", 8.0),
    ];
    let mut sheet = Sheet::new("顧客", &headers);
    sheet.title = vec!["顧客一覧（2026年6月末）".to_string()];
    sheet.rows = (0..)
        .zip(customers)
        .map(|(index, c)| {
            vec![
                text(customer(index)),
                text(&c.name),
                text(c.city),
                text(c.status),
                c.referred_by.map_or(Cell::Blank, |by| text(customer(by))),
                c.own_cap.map_or(Cell::Blank, Cell::Number),
                text(c.steward),
            ]
        })
        .collect();
    sheet
}
