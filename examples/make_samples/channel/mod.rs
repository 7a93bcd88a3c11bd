//! The sample of the pack `channel-scorecard`: a maker of household appliances and its channels, sales
//! from January 2025 to June 2026.

mod catalogue;
mod names;
mod people;
mod planted;
mod service;
mod sheets;
mod trade;

use crate::book::Sheet;
use crate::random::Random;
use trade::Market;

/// All sheets of the workbook.
pub fn sheets() -> Vec<Sheet> {
    let random = &mut Random::new(42);
    let products = catalogue::products(random);
    let managers = people::managers(random);
    let (customers, cases) = people::customers(&managers, random);
    let shops = people::shops(&customers, &cases, random);
    let market =
        Market { managers: &managers, customers: &customers, shops: &shops, products: &products, cases: &cases };
    let orders = trade::orders(&market, random);
    let sold = trade::sold(shops.len(), &orders);
    let [regions, branches] = sheets::organisation(random);
    let mut all = vec![
        regions,
        branches,
        sheets::managers(&managers),
        sheets::categories(),
        sheets::customers(&market, &sold, random),
        sheets::shops(&market, &sold, random),
        catalogue::sheet(&products),
        sheets::orders(&orders, &shops, &products),
        service::problems(&customers, random),
        service::ledger(&customers, random),
        service::stock(&market, random),
        service::invoices(&customers, random),
        service::fees(&customers, random),
        service::demand(&market, random),
    ];
    planted::plant(&mut all);
    all
}
