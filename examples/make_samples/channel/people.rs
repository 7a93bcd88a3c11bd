//! Branches, account managers, customers and shops: who belongs to whom.

use super::names::{
    BRANCHES, CATEGORIES, DEPARTMENT, DISTRICTS, GIVEN_FIRST, GIVEN_SECOND, LOCAL_CHAIN, MULTINATIONAL, SURNAMES,
};
use crate::random::Random;

/// Number of account managers.
const MANAGERS: usize = 604;
/// Number of shops.
const SHOPS: usize = 6_500;

/// An account manager.
pub struct Manager {
    /// Number.
    pub code: String,
    /// Name.
    pub name: String,
    /// Position of the branch.
    pub branch: usize,
    /// Does the manager look after key accounts only?
    pub dedicated: bool,
    /// Day of joining, as a serial number.
    pub joined: i32,
    /// How good, around 0.
    pub skill: f64,
    /// How many customers.
    pub accounts: usize,
}

/// What a customer's KPIs come to, as a part of the way from worst (0) to target (1).
#[derive(Clone, Copy)]
pub struct Quality {
    /// Days of stock.
    pub stock: f64,
    /// Margin.
    pub margin: f64,
    /// Problems resolved.
    pub resolved: f64,
    /// Days to resolve.
    pub days: f64,
    /// Share.
    pub share: f64,
}

/// A customer.
pub struct Customer {
    /// Number.
    pub code: String,
    /// Name.
    pub name: String,
    /// Position of the category.
    pub category: usize,
    /// Position of the manager.
    pub manager: usize,
    /// Is it a key account?
    pub key: bool,
    /// Size, 1 being half a million yuan in six months.
    pub size: f64,
    /// Growth against last year.
    pub growth: f64,
    /// Part of the order lines that are tailored.
    pub tailored: f64,
    /// How good its KPIs are.
    pub quality: Quality,
    /// Does it buy at all in the first half of 2025, and of 2026?
    pub buys: (bool, bool),
}

/// A shop.
pub struct Shop {
    /// Number.
    pub code: String,
    /// Name.
    pub name: String,
    /// Position of the customer.
    pub customer: usize,
    /// Does it hold a counter of ours inside a larger shop?
    pub counter: bool,
}

/// Positions of the customers that stand for something; see `planted.rs`.
pub struct Cases {
    /// The chain in Beijing that grew fourfold, three quarters of its range tailored.
    pub fourfold: usize,
}

/// A made-up name.
pub fn person(random: &mut Random) -> String {
    format!("{}{}{}", random.pick(&SURNAMES), random.pick(&GIVEN_FIRST), random.pick(&GIVEN_SECOND))
}

/// The managers, branch by branch; a larger market has more of them.
pub fn managers(random: &mut Random) -> Vec<Manager> {
    let whole: f64 = BRANCHES.iter().map(|branch| branch.2).sum();
    let mut counts: Vec<usize> =
        BRANCHES.iter().map(|branch| (branch.2 / whole * MANAGERS as f64).floor() as usize).collect();
    let missing = MANAGERS - counts.iter().sum::<usize>();
    counts.iter_mut().take(missing).for_each(|count| *count += 1);
    let mut managers = Vec::new();
    for (branch, count) in counts.into_iter().enumerate() {
        for place in 0..count {
            managers.push(Manager {
                code: format!("S{:04}", managers.len() + 1),
                name: person(random),
                branch,
                dedicated: place < 1 + count / 12,
                joined: 41_000 + random.whole(0, 4_600) as i32,
                skill: random.normal(),
                accounts: match random.whole(1, 100) {
                    1..=3 => random.whole(5, 7),
                    4..=8 => random.whole(13, 15),
                    _ => random.whole(8, 12),
                },
            });
        }
    }
    // The last one has just joined and has no customers yet.
    if let Some(newcomer) = managers.last_mut() {
        newcomer.accounts = 0;
    }
    managers
}

/// The customers, manager by manager.
pub fn customers(managers: &[Manager], random: &mut Random) -> (Vec<Customer>, Cases) {
    let mut customers = Vec::new();
    for (index, manager) in managers.iter().enumerate() {
        for place in 0..manager.accounts {
            let number = customers.len() + 1;
            let key = manager.dedicated && place < manager.accounts / 2;
            customers.push(customer(number, index, manager, key, random));
        }
    }
    let fourfold = 0;
    stand_out(&mut customers[fourfold]);
    (customers, Cases { fourfold })
}

fn customer(number: usize, index: usize, manager: &Manager, key: bool, random: &mut Random) -> Customer {
    let category = if key {
        [LOCAL_CHAIN, LOCAL_CHAIN, MULTINATIONAL, DEPARTMENT][random.whole(0, 3)]
    } else {
        random.weighted(&CATEGORIES.map(|category| category.part))
    };
    let usual = &CATEGORIES[category];
    let near = |random: &mut Random| 0.66 + 0.19 * manager.skill + 0.21 * random.normal();
    let quality = Quality {
        stock: near(random),
        margin: near(random),
        resolved: near(random),
        days: near(random),
        share: near(random),
    };
    let buys = match random.whole(1, 1000) {
        1..=25 => (false, true),
        26..=37 => (true, false),
        _ => (true, true),
    };
    Customer {
        code: format!("C{number:05}"),
        name: format!(
            "{} {} {}점{}",
            random.pick(usual.firms),
            BRANCHES[manager.branch].0,
            random.pick(&DISTRICTS),
            if category > DEPARTMENT { format!(" {}", random.whole(1, 60)) } else { String::new() },
        ),
        category,
        manager: index,
        key,
        size: usual.size * random.between(0.35, 1.65) * if key { 1.8 } else { 1.0 },
        growth: (usual.growth + 0.11 * random.normal()).max(-0.6),
        tailored: match usual.name {
            "현지 체인" => random.between(0.25, 0.65),
            _ => random.between(0.02, 0.35),
        },
        quality,
        buys,
    }
}

/// The chain of the text: a key account in Beijing, sales four times last year's.
fn stand_out(customer: &mut Customer) {
    let good = Quality { stock: 1.05, margin: 0.9, resolved: 1.0, days: 1.1, share: 1.0 };
    customer.name = "화메이전기 베이징 본부".to_string();
    customer.category = LOCAL_CHAIN;
    customer.key = true;
    customer.size = 6.0;
    customer.growth = 3.6;
    customer.tailored = 0.76;
    customer.quality = good;
    customer.buys = (true, true);
}

/// The shops: one for each customer, more for chains until the number is full.
pub fn shops(customers: &[Customer], cases: &Cases, random: &mut Random) -> Vec<Shop> {
    let chains: Vec<usize> = (0..customers.len()).filter(|&at| customers[at].category <= LOCAL_CHAIN).collect();
    let mut owners: Vec<usize> = (0..customers.len()).filter(|at| at % 2_000 != 1_999).collect();
    owners.extend([cases.fourfold; 14]);
    while owners.len() < SHOPS {
        owners.push(*random.pick(&chains));
    }
    owners.sort_unstable();
    let mut shops: Vec<Shop> = Vec::new();
    let mut branch_number = 1;
    for customer in owners {
        branch_number = if shops.last().is_some_and(|last| last.customer == customer) { branch_number + 1 } else { 1 };
        let category = customers[customer].category;
        shops.push(Shop {
            code: format!("M{:05}", shops.len() + 1),
            name: format!("{} {branch_number}호", customers[customer].name),
            customer,
            counter: category == DEPARTMENT || (category == MULTINATIONAL && random.chance(0.5)),
        });
    }
    shops
}
