//! Departments and the customers each of them keeps in a system of its own.

use super::people::Customer;
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// The sheet of departments.
pub fn departments() -> Sheet {
    let headers = [("部門コード", 11.0), ("部門名", 22.0), ("部門長", 14.0), ("顧客システム", 18.0)];
    let mut sheet = Sheet::new("部門", &headers);
    let all = [
        ("営業部", "大野 雅人", "CRM"),
        ("カスタマーサービス部", "村上 薫", "サポート台帳"),
        ("生産部", "岡田 実", "生産管理"),
        ("物流部", "福田 勝", "物流システム"),
        ("チャネル管理部", "前田 優", "会員システム"),
        ("マーケティング部", "太田 光", ""),
        ("経理部", "原 静香", ""),
    ];
    sheet.rows = (1..)
        .zip(all)
        .map(|(number, (name, head, system))| {
            let system = if system.is_empty() { Cell::Blank } else { text(system) };
            vec![text(format!("D{number}")), text(name), text(head), system]
        })
        .collect();
    sheet
}

/// One list of customers for each system, as its department hands it in.
pub fn lists(customers: &[Customer], random: &mut Random) -> Vec<Sheet> {
    let lists = [
        ("CRM顧客一覧", "D1", 0.99),
        ("サポート顧客一覧", "D2", 0.90),
        ("生産顧客一覧", "D3", 0.61),
        ("物流顧客一覧", "D4", 0.86),
        ("チャネル顧客一覧", "D5", 0.77),
    ];
    lists.into_iter().map(|(name, department, part)| list(name, department, part, customers, random)).collect()
}

fn list(name: &'static str, department: &str, part: f64, customers: &[Customer], random: &mut Random) -> Sheet {
    let mut sheet = Sheet::new(name, &[("部門コード", 11.0), ("顧客コード", 11.0), ("電話番号", 16.0)]);
    for customer in customers {
        if random.chance((part + 0.25 * (customer.skill - 0.5)).min(0.995)) {
            let other = random.chance(0.012);
            let phone = if other { customer.phone.replace('-', "") } else { customer.phone.clone() };
            sheet.rows.push(vec![text(department), text(&customer.code), text(phone)]);
        }
    }
    sheet
}
