//! Account and product managers, the calendar, and whom they met.

use super::accounts::Account;
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// Number of account managers; product managers follow them.
const ACCOUNT_MANAGERS: usize = 40;
const MANAGERS: usize = 60;
/// Monday 2025-01-06.
const FIRST_MONDAY: i32 = 45_663;
const WEEKS: i32 = 52;
/// Weeks with fewer than five working days: number from 0, and days.
const SHORT: [(i32, i32); 5] = [(3, 1), (12, 4), (16, 3), (38, 2), (51, 2)];
const SURNAMES: [&str; 12] = ["王", "李", "張", "劉", "陳", "楊", "黄", "趙", "呉", "周", "徐", "孫"];
const GIVEN: [&str; 14] = ["偉", "芳", "敏", "静", "麗", "強", "磊", "軍", "洋", "勇", "艶", "傑", "娟", "濤"];
const HEADS: [&str; 5] = ["鄭 部長", "馬 部長", "朱 部長", "林 部長", "何 部長"];
const METHODS: [&str; 8] =
    ["訪問", "電話", "定例会議", "モデルサイト見学", "展示会", "技術交流", "経営・業務研究", "企業訪問"];
const LEVELS: [&str; 4] = ["経営層", "部門長", "技術者", "運用保守"];

/// A manager.
pub struct Manager {
    /// Number.
    pub code: String,
    name: String,
    joined: i32,
    /// Contacts a week, on average.
    pace: f64,
}

/// Account managers and product managers.
pub fn managers(random: &mut Random) -> Vec<Manager> {
    (0..MANAGERS)
        .map(|index| Manager {
            code: format!("M{:03}", index + 1),
            name: format!("{}{}", SURNAMES[index % 12], GIVEN[index * 5 % 14]),
            joined: if index % 20 == 18 { 45_750 } else { 40_000 + random.whole(0, 5_500) as i32 },
            pace: 6.1 + 0.7 * random.normal(),
        })
        .collect()
}

/// The sheet of managers.
pub fn manager_sheet(managers: &[Manager]) -> Sheet {
    let headers = [("社員番号", 10.0), ("氏名", 12.0), ("職種", 14.0), ("上司", 12.0), ("着任日", 12.0)];
    let mut sheet = Sheet::new("担当者", &headers);
    sheet.rows = managers
        .iter()
        .enumerate()
        .map(|(index, manager)| {
            let role = if index < ACCOUNT_MANAGERS { "顧客責任者" } else { "製品責任者" };
            vec![
                text(&manager.code),
                text(&manager.name),
                text(role),
                text(HEADS[index % HEADS.len()]),
                Cell::Day(manager.joined),
            ]
        })
        .collect();
    sheet
}

fn working_days(week: i32) -> i32 {
    SHORT.iter().find(|(short, _)| *short == week).map_or(5, |(_, days)| *days)
}

/// The calendar.
pub fn weeks() -> Sheet {
    let mut sheet = Sheet::new("週", &[("週", 10.0), ("開始日", 12.0), ("稼働日数", 10.0)]);
    sheet.rows = (0..WEEKS)
        .map(|week| {
            // The week that begins on 2025-12-29 is the first one of 2026.
            let name = if week == 51 { "2026-W01".to_string() } else { format!("2025-W{:02}", week + 2) };
            vec![text(name), Cell::Day(FIRST_MONDAY + 7 * week), Cell::Number(f64::from(working_days(week)))]
        })
        .collect();
    sheet
}

/// Contacts, day by day.
pub fn contacts(managers: &[Manager], accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("日報番号", 10.0),
        ("日付", 12.0),
        ("社員番号", 10.0),
        ("顧客コード", 10.0),
        ("方法", 18.0),
        ("相手の階層", 12.0),
    ];
    let mut sheet = Sheet::new("日報", &headers);
    for week in 0..WEEKS {
        for (index, manager) in managers.iter().enumerate() {
            let monday = FIRST_MONDAY + 7 * week;
            if monday < manager.joined || away(index, week) {
                continue;
            }
            let days = working_days(week).max(1);
            let count = (manager.pace * f64::from(days.min(4)) / 4.0 + 0.9 * random.normal()).round().max(0.0) as usize;
            for _ in 0..count {
                let account = whom(index, random);
                let day = monday + random.whole(0, days as usize - 1) as i32;
                sheet.rows.push(row(sheet.rows.len() + 1, day, manager, &accounts[account], account, random));
            }
        }
    }
    sheet
}

/// Weeks in which a manager met nobody: two of them at the end of the year, one in summer; the last
/// one never met anybody.
fn away(manager: usize, week: i32) -> bool {
    match manager {
        11 | 44 => week >= 44,
        23 => (26..33).contains(&week),
        59 => true,
        _ => false,
    }
}

/// An account manager's own accounts; a product manager goes round.
fn whom(manager: usize, random: &mut Random) -> usize {
    if manager < ACCOUNT_MANAGERS {
        // Two or three accounts each; the first of them is the one chosen most often.
        let place = random.weighted(&[0.5, 0.3, 0.2]);
        let account = manager + ACCOUNT_MANAGERS * place;
        if account < super::accounts::ACCOUNTS { account } else { manager }
    } else {
        (manager * 7 + random.whole(0, 11)) % super::accounts::ACCOUNTS
    }
}

fn row(number: usize, day: i32, manager: &Manager, account: &Account, index: usize, random: &mut Random) -> Vec<Cell> {
    let meetings = if account.class == 0 { 0.35 } else { 0.06 };
    let mut weights = [0.45, 0.25, meetings, 0.03, 0.03, 0.08, 0.03, 0.03];
    // Some accounts have not seen a model site, others no study together.
    match index % 9 {
        2 => weights[3] = 0.0,
        5 => weights[6] = 0.0,
        _ => {}
    }
    let levels = match index % 13 {
        4 => [0.75, 0.20, 0.05, 0.0], // decision makers alone
        7 => [0.20, 0.40, 0.40, 0.0], // nobody in operation
        _ => [0.18, 0.30, 0.32, 0.20],
    };
    vec![
        Cell::Number((700_000 + number) as f64),
        Cell::Day(day),
        text(&manager.code),
        text(&account.code),
        text(METHODS[random.weighted(&weights)]),
        text(LEVELS[random.weighted(&levels)]),
    ]
}
