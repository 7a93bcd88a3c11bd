//! The sheets about who and where: regions, branches, managers, categories, customers, shops, orders.

use super::catalogue::Product;
use super::names::{BRANCHES, CATEGORIES, REGIONS};
use super::people::{Customer, Manager, Shop, person};
use super::trade::{Market, Order, Sold, along};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// Regions and branches.
pub fn organisation(random: &mut Random) -> [Sheet; 2] {
    let mut regions = Sheet::new("권역", &[("권역", 10.0), ("권역장", 12.0)]);
    regions.rows = REGIONS.iter().map(|region| vec![text(*region), text(person(random))]).collect();
    let mut branches =
        Sheet::new("지사", &[("지사 코드", 10.0), ("지사명", 18.0), ("권역", 8.0), ("도시", 12.0), ("지사장", 12.0)]);
    branches.title = vec!["무역회사 지사 현황 (2026년 6월 30일 기준)".to_string()];
    branches.rows = (1..)
        .zip(BRANCHES)
        .map(|(number, (city, region, _))| {
            vec![
                text(format!("B{number:02}")),
                text(format!("{city} 무역회사")),
                text(REGIONS[region]),
                text(city),
                text(person(random)),
            ]
        })
        .collect();
    [regions, branches]
}

/// Account managers.
pub fn managers(managers: &[Manager]) -> Sheet {
    let headers = [("사번", 10.0), ("이름", 12.0), ("지사 코드", 10.0), ("직무", 16.0), ("입사일", 12.0)];
    let mut sheet = Sheet::new("영업사원", &headers);
    sheet.rows = managers
        .iter()
        .map(|m| {
            vec![
                text(&m.code),
                text(&m.name),
                text(format!("B{:02}", m.branch + 1)),
                text(if m.dedicated { "대형고객 전담" } else { "지역 담당" }),
                Cell::Day(m.joined),
            ]
        })
        .collect();
    sheet
}

/// Customer categories.
pub fn categories() -> Sheet {
    let mut sheet = Sheet::new("고객구분", &[("구분", 14.0), ("설명", 36.0)]);
    sheet.rows = CATEGORIES.iter().map(|category| vec![text(category.name), text(category.about)]).collect();
    sheet
}

/// Customers with their average stock at what they paid for it.
pub fn customers(market: &Market, sold: &[Sold], random: &mut Random) -> Sheet {
    let headers = [
        ("고객 코드", 10.0),
        ("고객명", 30.0),
        ("구분", 14.0),
        ("담당자 사번", 12.0),
        ("고객 등급", 10.0),
        ("평균재고(원가)", 16.0),
    ];
    let mut sheet = Sheet::new("고객", &headers);
    sheet.title = vec!["고객 명부".to_string(), "단위: 위안, 평균재고는 2026년 상반기 월말 평균".to_string()];
    let mut sales = vec![0.0; market.customers.len()];
    market.shops.iter().zip(sold).for_each(|(shop, sold)| sales[shop.customer] += sold.sales);
    sheet.rows = market.customers.iter().zip(sales).map(|(c, sales)| customer(c, market, sales, random)).collect();
    sheet
}

fn customer(customer: &Customer, market: &Market, sales: f64, random: &mut Random) -> Vec<Cell> {
    let days = along(CATEGORIES[customer.category].stock, customer.quality.stock).max(12.0);
    // A customer that stopped buying still has some of what it bought before.
    let daily = if sales > 0.0 { sales / 181.0 } else { random.between(20.0, 400.0) };
    vec![
        text(&customer.code),
        text(&customer.name),
        text(CATEGORIES[customer.category].name),
        text(&market.managers[customer.manager].code),
        text(if customer.key { "대형고객" } else { "일반고객" }),
        Cell::Number((days * daily / 100.0).round() * 100.0),
    ]
}

/// Shops with their areas and total sales over all brands, this year and last.
pub fn shops(market: &Market, sold: &[Sold], random: &mut Random) -> Sheet {
    let headers = [
        ("매장 코드", 10.0),
        ("매장명", 32.0),
        ("고객 코드", 10.0),
        ("매장면적(㎡)", 12.0),
        ("당사 매대면적(㎡)", 16.0),
        ("매장 총매출", 14.0),
        ("전년 매장 총매출", 16.0),
    ];
    let mut sheet = Sheet::new("매장", &headers);
    sheet.rows = market.shops.iter().zip(sold).map(|(s, sold)| shop(s, market, *sold, random)).collect();
    by_the_book(&mut sheet, market, sold);
    sheet
}

fn shop(shop: &Shop, market: &Market, sold: Sold, random: &mut Random) -> Vec<Cell> {
    let customer = &market.customers[shop.customer];
    let share = along(CATEGORIES[customer.category].share, customer.quality.share).clamp(0.03, 0.99);
    let before = (share + 0.018 * random.normal()).clamp(0.03, 0.99);
    let total = thousands(if sold.resale > 0.0 { sold.resale / share } else { random.between(2e5, 2e6) });
    let total_before = thousands(sold.resale_before / before);
    let density = [14_000.0, 11_000.0, 9_000.0, 7_500.0, 6_500.0][customer.category];
    let area = (total / density * random.between(0.8, 1.25)).max(20.0).round();
    // Our counter sells this many times what the shop sells on a square metre.
    let times = 1.5 + 0.17 * random.normal();
    let counter = (share * area / times * 10.0).round() / 10.0;
    vec![
        text(&shop.code),
        text(&shop.name),
        text(&customer.code),
        Cell::Number(area),
        if shop.counter { Cell::Number(counter) } else { Cell::Blank },
        Cell::Number(total),
        if total_before > 0.0 { Cell::Number(total_before) } else { Cell::Blank },
    ]
}

/// Three counters in round numbers: below the promise, just at it, and at one and a half times the
/// shop's average. A quarter of the shop's sales on 600 m² is ours.
fn by_the_book(sheet: &mut Sheet, market: &Market, sold: &[Sold]) {
    let counters = (0..sold.len()).filter(|&at| market.shops[at].counter && sold[at].resale > 0.0);
    for (at, counter) in counters.zip([150.0, 125.0, 100.0]) {
        let amounts = [600.0, counter, 4.0 * sold[at].resale, 4.0 * sold[at].resale_before];
        sheet.rows[at].splice(3.., amounts.map(Cell::Number));
    }
}

fn thousands(amount: f64) -> f64 {
    (amount / 1000.0).round() * 1000.0
}

/// Orders.
pub fn orders(orders: &[Order], shops: &[Shop], products: &[Product]) -> Sheet {
    let headers = [
        ("주문번호", 12.0),
        ("주문일", 12.0),
        ("매장 코드", 10.0),
        ("제품 코드", 10.0),
        ("수량", 8.0),
        ("공급단가", 10.0),
        ("판매단가", 10.0),
        ("맞춤 여부", 10.0),
    ];
    let mut sheet = Sheet::new("주문", &headers);
    sheet.rows = (250_001..)
        .zip(orders)
        .map(|(number, o)| {
            vec![
                Cell::Number(f64::from(number)),
                Cell::Day(o.day),
                text(&shops[o.shop].code),
                text(&products[o.product].code),
                Cell::Number(o.quantity),
                Cell::Number(o.price),
                Cell::Number(o.retail),
                if o.tailored { text("맞춤") } else { Cell::Blank },
            ]
        })
        .collect();
    sheet
}
