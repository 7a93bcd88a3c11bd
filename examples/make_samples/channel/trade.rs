//! Orders, and what follows from them: a customer's stock, a shop's total sales and areas.

use super::catalogue::{LINES, Product};
use super::names::{BRANCHES, CATEGORIES};
use super::people::{Cases, Customer, Manager, Shop};
use crate::random::Random;

/// 2025-01-01 as a serial number.
pub const START: i32 = 45_658;
/// 2025-07-01.
const SECOND_HALF: i32 = 45_839;
/// 2026-01-01, the first day of the period.
pub const PERIOD: i32 = 46_023;
/// 2026-06-30, the last day of the period.
pub const END: i32 = 46_203;
/// Number of orders.
const ORDERS: usize = 60_000;
/// Yuan in six months for a customer of size 1.
const UNIT: f64 = 500_000.0;

/// An order.
pub struct Order {
    /// Day, as a serial number.
    pub day: i32,
    /// Position of the shop.
    pub shop: usize,
    /// Position of the product.
    pub product: usize,
    /// Pieces.
    pub quantity: f64,
    /// What the customer pays us for a piece.
    pub price: f64,
    /// What the customer sells a piece for.
    pub retail: f64,
    /// Was it made for this customer?
    pub tailored: bool,
}

/// Everything orders are drawn from.
pub struct Market<'a> {
    /// Managers.
    pub managers: &'a [Manager],
    /// Customers.
    pub customers: &'a [Customer],
    /// Shops.
    pub shops: &'a [Shop],
    /// Products.
    pub products: &'a [Product],
    /// Customers that stand for something.
    pub cases: &'a Cases,
}

/// The half years: first day, last day.
const HALVES: [(i32, i32); 3] = [(START, SECOND_HALF - 1), (SECOND_HALF, PERIOD - 1), (PERIOD, END)];

/// All orders, by day.
pub fn orders(market: &Market, random: &mut Random) -> Vec<Order> {
    let counts = counts(market, random);
    let per_customer = shops_per_customer(market);
    let mut orders = Vec::with_capacity(ORDERS);
    for (shop, halves) in counts.iter().enumerate() {
        let customer = &market.customers[market.shops[shop].customer];
        let shops = per_customer[market.shops[shop].customer];
        for (half, &count) in halves.iter().enumerate() {
            let grown = [1.0, 1.0 + customer.growth / 2.0, 1.0 + customer.growth][half];
            let value = customer.size * UNIT / shops * grown / (1.0 + customer.growth) / count.max(1) as f64;
            for _ in 0..count {
                orders.push(order(market, shop, HALVES[half], value, random));
            }
        }
    }
    orders.sort_by_key(|order| order.day);
    orders
}

/// Orders of each shop in each half year, `ORDERS` in all.
fn counts(market: &Market, random: &mut Random) -> Vec<[usize; 3]> {
    let buys = |shop: usize, half: usize| {
        let (before, now) = market.customers[market.shops[shop].customer].buys;
        [before, before || now, now][half]
    };
    let mut counts: Vec<[usize; 3]> =
        (0..market.shops.len()).map(|shop| [0, 1, 2].map(|half| if buys(shop, half) { 2 } else { 0 })).collect();
    let mut left = ORDERS - counts.iter().flatten().sum::<usize>();
    while left > 0 {
        let (shop, half) = (random.whole(0, market.shops.len() - 1), random.weighted(&[1.0, 0.7, 1.2]));
        if buys(shop, half) {
            counts[shop][half] += 1;
            left -= 1;
        }
    }
    counts
}

fn shops_per_customer(market: &Market) -> Vec<f64> {
    let mut shops = vec![0.0; market.customers.len()];
    market.shops.iter().for_each(|shop| shops[shop.customer] += 1.0);
    shops
}

fn order(market: &Market, shop: usize, (from, to): (i32, i32), value: f64, random: &mut Random) -> Order {
    let at = market.shops[shop].customer;
    let customer = &market.customers[at];
    let product = product(market, at, random);
    // List price, or a rebate of three or six in a hundred.
    let price = tens(market.products[product].price * random.pick(&[0.94, 0.97, 1.0, 1.0]));
    let usual = CATEGORIES[customer.category].margin;
    let margin = along(usual, customer.quality.margin);
    let day = random.whole(from as usize, to as usize) as i32;
    let quantity = (value * random.between(0.75, 1.25) / price * news(market, customer, day)).round();
    Order {
        day,
        shop,
        product,
        quantity: packed(quantity.max(1.0)),
        price,
        retail: tens(price / (1.0 - margin.min(0.6))),
        tailored: random.chance(customer.tailored),
    }
}

/// Larger orders come in packs of five.
fn packed(pieces: f64) -> f64 {
    if pieces < 20.0 { pieces } else { (pieces / 5.0).round() * 5.0 }
}

fn tens(amount: f64) -> f64 {
    (amount / 10.0).round() * 10.0
}

/// Days out of the ordinary, for those who watch daily sales: a rush in the east on 2026-05-20, next
/// to nothing in the south-west on 2026-04-14.
fn news(market: &Market, customer: &Customer, day: i32) -> f64 {
    let region = BRANCHES[market.managers[customer.manager].branch].1;
    match (region, day) {
        (2, 46_162) => 5.0,
        (5, 46_126) => 0.1,
        _ => 1.0,
    }
}

/// A product: by line, and for the chain of the text small refrigerators around 2,000 yuan.
fn product(market: &Market, customer: usize, random: &mut Random) -> usize {
    if customer == market.cases.fourfold && random.chance(0.5) {
        let fits = |p: &Product| p.line == 0 && (180.0..=220.0).contains(&p.capacity);
        let fitting: Vec<usize> = (0..market.products.len()).filter(|&at| fits(&market.products[at])).collect();
        return *random.pick(&fitting);
    }
    let line = random.weighted(&LINES.map(|line| line.6));
    let of_line: Vec<usize> = (0..market.products.len()).filter(|&at| market.products[at].line == line).collect();
    *random.pick(&of_line)
}

/// The value a part of the way from worst to target.
pub fn along((target, worst): (f64, f64), part: f64) -> f64 {
    worst + (target - worst) * part
}

/// What we sold to a shop in the period, and what the shop sold it for: now, and a year before.
#[derive(Clone, Copy, Default)]
pub struct Sold {
    /// Our sales to it.
    pub sales: f64,
    /// Its sales of our goods.
    pub resale: f64,
    /// Its sales of our goods a year before.
    pub resale_before: f64,
}

/// Sums by shop.
pub fn sold(shops: usize, orders: &[Order]) -> Vec<Sold> {
    let mut sold = vec![Sold::default(); shops];
    for order in orders {
        let sums = &mut sold[order.shop];
        if order.day >= PERIOD {
            sums.sales += order.quantity * order.price;
            sums.resale += order.quantity * order.retail;
        } else if order.day < SECOND_HALF {
            sums.resale_before += order.quantity * order.retail;
        }
    }
    sold
}
