//! What is known about the accounts: assessments, studies, results, business tracks.

use super::accounts::Account;
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// Items, and whether they tell of continuity (else of worth).
const ITEMS: [(&str, bool); 13] = [
    ("業界の発展傾向", true),
    ("業界の成長率", true),
    ("既存の競合", true),
    ("破壊的な技術・事業モデル", true),
    ("経営資源の強み", false),
    ("市場での地位", false),
    ("運用効率", false),
    ("保守品質", false),
    ("意思決定の速さ", false),
    ("人材の育成", false),
    ("ビジョンの明確さ", true),
    ("投資計画", true),
    ("当社戦略との適合", true),
];
const JUDGES: [&str; 6] = ["孫 専門委員", "徐 専門委員", "郭 専門委員", "胡 専門委員", "費 専門委員", "陳 専門委員"];
/// Domains, and our parts in 2021 and 2025; the last one is not our business.
const DOMAINS: [(&str, f64, f64); 6] = [
    ("固定網", 0.30, 0.20),
    ("移動網", 0.45, 0.38),
    ("クラウド", 0.05, 0.15),
    ("企業通信", 0.10, 0.15),
    ("端末", 0.10, 0.12),
    ("メディア・金融", 0.0, 0.0),
];

/// Assessments: every item for every account, by public information and by an expert.
pub fn assessments(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("評価番号", 10.0),
        ("顧客コード", 10.0),
        ("評価項目", 26.0),
        ("公開情報の点", 12.0),
        ("専門家の点", 12.0),
        ("専門家", 14.0),
    ];
    let mut sheet = Sheet::new("評価", &headers);
    for (index, account) in accounts.iter().enumerate() {
        let blind = if index % 17 == 9 { 0.4 } else { 0.03 };
        for (item, continuity) in ITEMS {
            let base = 20.0 + 70.0 * if continuity { account.continuity } else { account.worth };
            let both = base + 6.0 * random.normal();
            let public = points(both + 5.0 * random.normal());
            let expert = points(both + 5.0 * random.normal());
            sheet.rows.push(vec![
                Cell::Number((sheet.rows.len() + 1) as f64),
                text(&account.code),
                text(item),
                if random.chance(0.02) { Cell::Blank } else { public },
                if random.chance(blind) { Cell::Blank } else { expert },
                text(*random.pick(&JUDGES)),
            ]);
        }
    }
    sheet
}

fn points(value: f64) -> Cell {
    Cell::Number(value.round().clamp(0.0, 100.0))
}

/// Studies, 50,000 to 300,000 words as a rule.
pub fn studies(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [("調査番号", 10.0), ("顧客コード", 10.0), ("調査日", 12.0), ("主査", 14.0), ("語数", 10.0)];
    let mut sheet = Sheet::new("調査", &headers);
    for account in accounts {
        for _ in 0..random.whole(1, 3) {
            let words = if random.chance(0.12) { random.whole(8, 49) } else { random.whole(50, 299) };
            sheet.rows.push(vec![
                text(format!("R{:03}", sheet.rows.len() + 1)),
                text(&account.code),
                Cell::Day(44_600 + random.whole(0, 1_400) as i32), // 2022 to 2025
                text(*random.pick(&JUDGES)),
                Cell::Number(1_000.0 * words as f64),
            ]);
        }
    }
    sheet
}

/// Revenue of the past five years, a column a year.
pub fn results(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers =
        [("顧客コード", 10.0), ("2021", 10.0), ("2022", 10.0), ("2023", 10.0), ("2024", 10.0), ("2025", 10.0)];
    let mut sheet = Sheet::new("業績", &headers);
    sheet.title = vec!["顧客の売上(百万ドル)".to_string()];
    for account in accounts {
        let mut revenue = 900.0 + 30_000.0 * account.worth * account.worth * random.between(0.7, 1.2);
        let mut row = vec![text(&account.code)];
        for _ in 0..5 {
            row.push(Cell::Number(revenue.round()));
            revenue *= 1.0 + account.growth + 0.035 * random.normal();
        }
        sheet.rows.push(row);
    }
    sheet
}

/// What part of its business, and of ours, lies in each domain, year by year.
pub fn tracks(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [("顧客コード", 10.0), ("年", 8.0), ("領域", 16.0), ("顧客の構成比", 12.0), ("当社の構成比", 12.0)];
    let mut sheet = Sheet::new("事業領域", &headers);
    for account in accounts {
        for year in 0..5 {
            let along = f64::from(year) / 4.0;
            let (first, last) = account.distance;
            let far = (first + (last - first) * along + 0.01 * random.normal()).clamp(0.05, 0.9);
            for (place, (domain, before, now)) in DOMAINS.iter().enumerate() {
                let ours = hundredths(before + (now - before) * along);
                let theirs = hundredths(if place == 5 { far } else { ours * (1.0 - far) });
                sheet.rows.push(vec![
                    text(&account.code),
                    Cell::Number(f64::from(2021 + year)),
                    text(*domain),
                    Cell::Number(theirs),
                    Cell::Number(ours),
                ]);
            }
        }
    }
    sheet
}

fn hundredths(part: f64) -> f64 {
    (part * 100.0).round() / 100.0
}
