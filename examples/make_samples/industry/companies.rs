//! Companies of each market with their sales by year, those taken as benchmarks, and our customers.

use super::knowledge::{FIRST, LESSONS, MANAGERS, SECOND};
use super::tree::{MARKETS, Market};
use crate::random::Random;

/// First and last year of figures; the reports' forecast for the year after is left to the markets.
pub const YEARS: [i32; 6] = [2016, 2017, 2018, 2019, 2020, 2021];

/// Online education ends in 2020: the report of the text is the last one there is.
pub fn last_year(market: &Market) -> i32 {
    if market.industry == "K1" { 2020 } else { 2021 }
}

/// What the market was in a year.
pub fn size(market: &Market, year: i32) -> f64 {
    let mut size = market.size;
    for _ in year..last_year(market) {
        size /= 1.0 + market.growth;
    }
    tenths(size)
}

/// To one decimal, as reports give hundred million yuan.
pub fn tenths(amount: f64) -> f64 {
    (amount * 10.0).round() / 10.0
}

/// A company.
pub struct Company {
    /// Its name.
    pub name: String,
    /// Place of its market in [`MARKETS`].
    pub market: usize,
    /// Sales by year, as far as the market has years.
    pub sales: Vec<(i32, f64)>,
}

impl Company {
    /// Sales of the last year.
    pub fn latest(&self) -> f64 {
        self.sales.last().map_or(0.0, |(_, sales)| *sales)
    }

    fn growth(&self) -> f64 {
        match self.sales[..] {
            [.., (_, before), (_, last)] if before > 0.0 => last / before - 1.0,
            _ => 0.0,
        }
    }
}

/// Five leaders that make up CR5, and up to eight that follow.
pub fn companies(random: &mut Random) -> Vec<Company> {
    let mut all = Vec::new();
    for (at, market) in MARKETS.iter().enumerate() {
        let names = names(market, random);
        let followers = random.whole(6, 8);
        let parts: Vec<f64> = (0..5 + followers).map(|place| part(market, place, random)).collect();
        for (place, name) in names.into_iter().take(parts.len()).enumerate() {
            let years = YEARS.iter().filter(|year| **year <= last_year(market));
            let sales = years.map(|&year| (year, sales(market, year, place, parts[place]))).collect();
            all.push(Company { name, market: at, sales });
        }
    }
    all
}

/// What a leader has of CR5; what a follower has of the rest.
fn part(market: &Market, place: usize, random: &mut Random) -> f64 {
    const LEADERS: [f64; 5] = [0.32, 0.25, 0.18, 0.14, 0.11];
    match LEADERS.get(place) {
        Some(part) => *part,
        // Smaller than the fifth, and together less than what is left.
        None => (0.1 * market.cr5).min(0.11 * (1.0 - market.cr5)) * random.between(0.3, 0.9),
    }
}

fn sales(market: &Market, year: i32, place: usize, part: f64) -> f64 {
    // The figures of online education in 2020: the five make 391.096 of 2,573, which is 15.2 %.
    const ONLINE_EDUCATION: [f64; 5] = [125.2, 97.8, 70.4, 54.7, 42.996];
    if market.industry == "K1" && year == 2020 && place < 5 {
        return ONLINE_EDUCATION[place];
    }
    let back = f64::from(last_year(market) - year);
    let cr5 = (market.cr5 - market.drift * back).clamp(0.005, 0.95);
    let share = if place < 5 { part * cr5 } else { part };
    tenths(size(market, year) * share)
}

/// Different names for the companies of a market.
fn names(market: &Market, random: &mut Random) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    while names.len() < 13 {
        let name = format!("{}{}{}", random.pick(&FIRST), random.pick(&SECOND), market.ending);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A company to measure others against.
pub struct Benchmark {
    /// Place of the company among all.
    pub company: usize,
    /// Place in its industry.
    pub place: usize,
    /// Cost of a new customer in yuan, conversion rate, repurchase rate.
    pub model: [f64; 3],
    /// Growth of its sales.
    pub growth: f64,
    /// What it does well.
    pub lesson: &'static str,
    /// Is it a customer of ours?
    pub ours: bool,
}

/// The largest three to five of each market; of a few markets fewer are known, or none.
pub fn benchmarks(companies: &[Company], random: &mut Random) -> Vec<Benchmark> {
    let mut all = Vec::new();
    for (at, market) in MARKETS.iter().enumerate() {
        let known = match market.industry {
            "L2" | "P3" => 0,
            "T3" => 1,
            "H3" | "G2" => 2,
            _ => random.whole(3, 5),
        };
        let typical = [random.between(60.0, 420.0), random.between(0.06, 0.22), random.between(0.22, 0.55)];
        let members = (0..companies.len()).filter(|company| companies[*company].market == at);
        for (place, company) in (1..).zip(members.take(known)) {
            all.push(Benchmark {
                company,
                place,
                model: typical.map(|value| value * random.between(0.9, 1.1)),
                growth: (companies[company].growth() * 1_000.0).round() / 1_000.0,
                lesson: random.pick::<&str>(&LESSONS),
                ours: random.chance(0.1),
            });
        }
    }
    all
}

/// A customer of ours.
pub struct Customer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of its industry.
    pub industry: &'static str,
    /// Who looks after it.
    pub manager: &'static str,
    /// Sales of the last year, and of the year before, in hundred million yuan.
    pub sales: [f64; 2],
    /// Place among the benchmarks of the one it is.
    pub benchmark: Option<usize>,
    /// What is usual in its industry: cost of a new customer, conversion, repurchase.
    pub usual: Option<[f64; 3]>,
}

/// The benchmarks that are ours first, then 640 others.
pub fn customers(companies: &[Company], benchmarks: &[Benchmark], random: &mut Random) -> Vec<Customer> {
    let weights: Vec<f64> = MARKETS.iter().map(|market| market.customers).collect();
    let mut all = Vec::new();
    for (at, benchmark) in benchmarks.iter().enumerate().filter(|(_, benchmark)| benchmark.ours) {
        let company = &companies[benchmark.company];
        let sales = [company.latest(), tenths(company.latest() / (1.0 + benchmark.growth))];
        all.push(Customer {
            code: String::new(),
            name: company.name.clone(),
            industry: MARKETS[company.market].industry,
            manager: manager(company.market, random),
            sales,
            benchmark: Some(at),
            usual: Some(benchmark.model),
        });
    }
    for _ in 0..640 {
        let market = random.weighted(&weights);
        all.push(ordinary(market, companies, benchmarks, random));
    }
    for (number, customer) in (1..).zip(&mut all) {
        customer.code = format!("K{number:04}");
    }
    all
}

fn ordinary(market: usize, companies: &[Company], benchmarks: &[Benchmark], random: &mut Random) -> Customer {
    let leader = companies.iter().find(|company| company.market == market).map_or(100.0, Company::latest);
    let against = match random.weighted(&[0.55, 0.33, 0.12]) {
        0 => random.between(0.004, 0.1),
        1 => random.between(0.1, 0.5),
        _ => random.between(0.5, 0.95),
    };
    let sales = hundredths(leader * against);
    let growth = (MARKETS[market].growth + 0.11 * random.normal()).clamp(-0.6, 1.5);
    Customer {
        code: String::new(),
        name: format!("{}{}{}", random.pick(&FIRST), random.pick(&SECOND), MARKETS[market].ending),
        industry: MARKETS[market].industry,
        manager: manager(market, random),
        sales: [sales, hundredths(sales / (1.0 + growth))],
        benchmark: None,
        usual: benchmarks.iter().find(|known| companies[known.company].market == market).map(|known| known.model),
    }
}

/// Managers keep to a few industries, with exceptions.
fn manager(market: usize, random: &mut Random) -> &'static str {
    if random.chance(0.15) { random.pick::<&str>(&MANAGERS) } else { MANAGERS[market * MANAGERS.len() / MARKETS.len()] }
}

fn hundredths(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}
