//! Supplier and customer files, expectations and results, issues.

use super::accounts::Account;
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const OUR_NAME: &str = "ファーウェイ";
const RIVALS: [&str; 5] = ["エリクソン", "ノキア", "シスコ", "サムスン", "NEC"];
const STRENGTHS: [&str; 5] = ["価格", "保守体制", "技術力", "納期", "実績"];
const CHAPTERS: [&str; 8] =
    ["基本情報", "組織図", "財務", "設備投資計画", "要望と悩み", "意思決定", "発展の見通し", "当社にとっての価値"];
const TROUBLES: [&str; 8] = [
    "障害対応が遅い",
    "納期の遅れ",
    "保守費用が高い",
    "機種間の互換性",
    "教育の不足",
    "現場の増員要望",
    "次世代網の提案不足",
    "請求の誤り",
];

/// The suppliers of each account, us among them.
pub fn suppliers(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("仕入先番号", 10.0),
        ("顧客コード", 10.0),
        ("仕入先", 14.0),
        ("常駐人数", 10.0),
        ("納入シェア", 10.0),
        ("顧客の評価", 10.0),
        ("強み", 12.0),
        ("弱み", 12.0),
    ];
    let mut sheet = Sheet::new("仕入先ファイル", &headers);
    for (index, account) in accounts.iter().enumerate() {
        let ours =
            [random.whole(60, 180), random.whole(15, 60), random.whole(0, 10), random.whole(0, 4)][account.class];
        let rating = [86.0, 78.0, 68.0, 62.0][account.class] + 6.0 * random.normal();
        sheet.rows.push(entry(sheet.rows.len(), account, OUR_NAME, ours, rating, random));
        for place in 0..random.whole(2, 4) {
            let people =
                [random.whole(3, 55), random.whole(3, 30), random.whole(1, 20), random.whole(1, 20)][account.class];
            let rival = RIVALS[(index + place) % RIVALS.len()];
            let rating = 70.0 + 9.0 * random.normal();
            sheet.rows.push(entry(sheet.rows.len(), account, rival, people, rating, random));
        }
    }
    sheet
}

fn entry(
    number: usize,
    account: &Account,
    supplier: &str,
    people: usize,
    rating: f64,
    random: &mut Random,
) -> Vec<Cell> {
    let known = [0.97, 0.93, 0.6, 0.4][account.class];
    let share = (random.between(0.05, 0.4) * 100.0).round() / 100.0;
    vec![
        text(format!("V{:04}", number + 1)),
        text(&account.code),
        text(supplier),
        Cell::Number(people as f64),
        if random.chance(known) { Cell::Number(share) } else { Cell::Blank },
        Cell::Number(rating.round().clamp(0.0, 100.0)),
        if random.chance(known) { text(*random.pick(&STRENGTHS)) } else { Cell::Blank },
        if random.chance(known) { text(*random.pick(&STRENGTHS)) } else { Cell::Blank },
    ]
}

/// Customer files, chapter by chapter.
pub fn customer_files(accounts: &[Account], random: &mut Random) -> Sheet {
    let mut headers = vec![("顧客コード", 10.0)];
    headers.extend(CHAPTERS.map(|chapter| (chapter, 14.0)));
    let mut sheet = Sheet::new("顧客ファイル", &headers);
    for account in accounts {
        if !random.chance([1.0, 0.95, 0.6, 0.4][account.class]) {
            continue;
        }
        let known = [0.985, 0.93, 0.6, 0.4][account.class];
        let mut row = vec![text(&account.code)];
        row.extend(
            CHAPTERS.map(|chapter| if random.chance(known) { text(format!("{chapter}(済)")) } else { Cell::Blank }),
        );
        sheet.rows.push(row);
    }
    sheet
}

/// Expectations at the start of the year, and results.
pub fn plans(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("計画番号", 10.0),
        ("顧客コード", 10.0),
        ("項目", 10.0),
        ("期待", 10.0),
        ("実績", 10.0),
        ("差異の理由", 30.0),
    ];
    let reasons = ["顧客の投資延期", "競合の値下げ", "当社の納期遅れ", "景気の減速"];
    let mut sheet = Sheet::new("年初計画", &headers);
    for account in accounts {
        for item in ["売上", "シェア", "満足度", "接触回数"] {
            let (expected, spread) = match item {
                "売上" => (random.whole(20, 400) as f64 * 10.0, 0.09),
                "シェア" => (random.whole(10, 45) as f64 / 100.0, 0.06),
                "満足度" => (random.whole(70, 90) as f64, 0.05),
                _ => (random.whole(80, 260) as f64, 0.15),
            };
            let result = expected * (1.02 + spread * random.normal());
            let result = if item == "シェア" { (result * 1000.0).round() / 1000.0 } else { result.round() };
            let missed = result < expected;
            sheet.rows.push(vec![
                text(format!("P{:04}", sheet.rows.len() + 1)),
                text(&account.code),
                text(item),
                Cell::Number(expected),
                Cell::Number(result),
                if missed && random.chance(0.9) { text(*random.pick(&reasons)) } else { Cell::Blank },
            ]);
        }
    }
    sheet
}

/// Issues from customers, the survey and the yearly review.
pub fn issues(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("課題番号", 10.0),
        ("顧客コード", 10.0),
        ("課題", 24.0),
        ("出所", 14.0),
        ("重大度", 8.0),
        ("頻度", 8.0),
        ("発生日", 12.0),
    ];
    let mut sheet = Sheet::new("課題", &headers);
    for number in 1..=140 {
        sheet.rows.push(vec![
            text(format!("K{number:03}")),
            text(&random.pick(accounts).code),
            text(*random.pick(&TROUBLES)),
            text(*random.pick(&["顧客の声", "満足度調査", "年次評価"])),
            Cell::Number(random.whole(1, 5) as f64),
            Cell::Number(random.whole(1, 5) as f64),
            Cell::Day(45_660 + random.whole(0, 360) as i32),
        ]);
    }
    sheet
}
