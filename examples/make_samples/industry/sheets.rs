//! The sheets of the workbook.

use super::companies::{Benchmark, Company, Customer, YEARS, last_year, size, tenths};
use super::knowledge::{CAPABILITIES, LINKS, PAINS};
use super::tree::{MARKETS, Market, TREE};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// A text, or nothing where it is empty.
fn maybe(written: &str) -> Cell {
    if written.is_empty() { Cell::Blank } else { text(written) }
}

fn rounded(value: f64, places: f64) -> Cell {
    Cell::Number((value * places).round() / places)
}

/// A day as a serial number of the 1900 calendar.
pub fn day(year: i32, month: u32, day: u32) -> Cell {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap = i32::from(year % 4 == 0 && month > 2);
    let years = year - 1900;
    Cell::Day(365 * years + (years - 1) / 4 + BEFORE[month as usize - 1] + leap + day as i32 + 1)
}

/// The tree of industries.
pub fn industries() -> Sheet {
    let mut sheet =
        Sheet::new("業界", &[("業界コード", 12.0), ("業界名", 20.0), ("上位業界コード", 14.0), ("定義", 36.0)]);
    sheet.title = vec!["業界の定義と細分化".to_string()];
    sheet.rows =
        TREE.iter().map(|(code, name, above, about)| [code, name, above, about].map(|t| maybe(t)).to_vec()).collect();
    sheet
}

/// Customers.
pub fn customers(customers: &[Customer]) -> Sheet {
    let headers = [
        ("顧客コード", 12.0),
        ("顧客名", 22.0),
        ("業界コード", 12.0),
        ("担当CSM", 12.0),
        ("売上(億元)", 12.0),
        ("前年売上(億元)", 14.0),
    ];
    let mut sheet = Sheet::new("顧客", &headers);
    sheet.title = vec!["顧客一覧".to_string(), "2022年6月末現在、売上は直近年度".to_string()];
    sheet.rows = customers
        .iter()
        .map(|c| {
            vec![
                text(&c.code),
                text(&c.name),
                text(c.industry),
                text(c.manager),
                Cell::Number(c.sales[0]),
                Cell::Number(c.sales[1]),
            ]
        })
        .collect();
    sheet
}

/// Pain points.
pub fn pains() -> Sheet {
    let headers = [
        ("課題コード", 12.0),
        ("業界コード", 12.0),
        ("課題", 34.0),
        ("指標", 16.0),
        ("対象期間", 18.0),
        ("変化率", 10.0),
        ("必要な対応", 18.0),
        ("出所", 16.0),
        ("確認日", 12.0),
    ];
    let mut sheet = Sheet::new("課題", &headers);
    sheet.rows = (1..)
        .zip(PAINS)
        .map(|(number, (industry, title, measure, span, change, need, source, (year, month, on)))| {
            vec![
                text(format!("P{number:03}")),
                text(industry),
                text(title),
                maybe(measure),
                maybe(span),
                if change == 0.0 { Cell::Blank } else { Cell::Number(change) },
                text(need),
                text(source),
                day(year, month, on),
            ]
        })
        .collect();
    sheet
}

/// What the product can do.
pub fn capabilities() -> Sheet {
    let headers = [
        ("機能コード", 12.0),
        ("機能名", 28.0),
        ("対応ニーズ", 18.0),
        ("対象業界コード", 14.0),
        ("対応度", 10.0),
        ("状態", 10.0),
    ];
    let mut sheet = Sheet::new("製品機能", &headers);
    sheet.rows = (1..)
        .zip(CAPABILITIES)
        .map(|(number, (name, need, industry, strength, offered))| {
            vec![
                text(format!("A{number:02}")),
                text(name),
                text(need),
                maybe(industry),
                Cell::Number(strength),
                text(if offered { "提供中" } else { "開発中" }),
            ]
        })
        .collect();
    sheet
}

/// Benchmark companies.
pub fn benchmarks(benchmarks: &[Benchmark], companies: &[Company], customers: &[Customer]) -> Sheet {
    let headers = [
        ("企業コード", 12.0),
        ("企業名", 22.0),
        ("業界コード", 12.0),
        ("順位", 8.0),
        ("売上(億元)", 12.0),
        ("成長率", 10.0),
        ("獲得コスト(元)", 14.0),
        ("転換率", 10.0),
        ("再購入率", 10.0),
        ("学べる点", 30.0),
        ("顧客コード", 12.0),
    ];
    let mut sheet = Sheet::new("ベンチマーク企業", &headers);
    sheet.rows = benchmarks
        .iter()
        .enumerate()
        .map(|(at, b)| {
            let company = &companies[b.company];
            let ours = customers.iter().find(|customer| customer.benchmark == Some(at));
            vec![
                text(format!("B{:03}", at + 1)),
                text(&company.name),
                text(MARKETS[company.market].industry),
                Cell::Number(b.place as f64),
                Cell::Number(company.latest()),
                Cell::Number(b.growth),
                rounded(b.model[0], 1.0),
                rounded(b.model[1], 1_000.0),
                rounded(b.model[2], 1_000.0),
                text(b.lesson),
                ours.map_or(Cell::Blank, |customer| text(&customer.code)),
            ]
        })
        .collect();
    sheet
}

/// Market size by year: one report for most years, two for some, and forecasts for 2022.
pub fn markets(random: &mut Random) -> Sheet {
    let headers = [("業界コード", 12.0), ("年", 8.0), ("市場規模(億元)", 16.0), ("公表成長率", 12.0), ("出所", 22.0)];
    let mut sheet = Sheet::new("市場規模", &headers);
    sheet.title = vec!["市場規模(業界レポートより)".to_string()];
    for market in &MARKETS {
        for year in YEARS.into_iter().filter(|year| *year <= last_year(market)) {
            sheet.rows.push(report(market, year, 1.0, "業界レポート"));
            if market.industry != "K1" && random.chance(0.12) {
                sheet.rows.push(report(market, year, random.between(0.97, 1.03), "調査会社"));
            }
        }
        if last_year(market) == 2021 {
            sheet.rows.push(report(market, 2022, 1.0 + market.growth, "予測"));
        }
    }
    sheet
}

fn report(market: &Market, year: i32, times: f64, source: &str) -> Vec<Cell> {
    let stated = (market.growth * 1_000.0).round() / 1_000.0;
    vec![
        text(market.industry),
        Cell::Number(f64::from(year)),
        Cell::Number(tenths(size(market, year) * times)),
        if year == YEARS[0] { Cell::Blank } else { Cell::Number(stated) },
        text(source),
    ]
}

/// Companies' sales by year.
pub fn company_sales(companies: &[Company]) -> Sheet {
    let headers = [("企業名", 22.0), ("業界コード", 12.0), ("年", 8.0), ("売上(億元)", 12.0)];
    let mut sheet = Sheet::new("企業売上", &headers);
    for company in companies {
        for (year, sales) in &company.sales {
            sheet.rows.push(vec![
                text(&company.name),
                text(MARKETS[company.market].industry),
                Cell::Number(f64::from(*year)),
                Cell::Number(*sales),
            ]);
        }
    }
    sheet
}

/// Who supplies whom.
pub fn links() -> Sheet {
    let headers = [("上流業界コード", 14.0), ("下流業界コード", 14.0), ("つながり", 16.0), ("仕入依存度", 12.0)];
    let mut sheet = Sheet::new("上流下流", &headers);
    sheet.rows = LINKS
        .iter()
        .map(|(above, below, kind, part)| vec![text(*above), text(*below), text(*kind), Cell::Number(*part)])
        .collect();
    sheet
}

/// How a part of the customers earn: three months for each.
pub fn business_models(customers: &[Customer], random: &mut Random) -> Sheet {
    let headers =
        [("顧客コード", 12.0), ("年月", 12.0), ("獲得コスト(元)", 14.0), ("転換率", 10.0), ("再購入率", 10.0)];
    let mut sheet = Sheet::new("ビジネスモデル", &headers);
    for customer in customers {
        let Some(usual) = customer.usual.filter(|_| random.chance(0.4)) else { continue };
        let own = [
            usual[0] * random.between(0.8, 1.6),
            usual[1] * random.between(0.63, 1.15),
            usual[2] * random.between(0.66, 1.15),
        ];
        for month in 4..=6 {
            sheet.rows.push(vec![
                text(&customer.code),
                day(2022, month, 1),
                rounded(own[0] * random.between(0.95, 1.05), 1.0),
                rounded(own[1] * random.between(0.95, 1.05), 1_000.0),
                rounded(own[2] * random.between(0.95, 1.05), 1_000.0),
            ]);
        }
    }
    sheet
}
