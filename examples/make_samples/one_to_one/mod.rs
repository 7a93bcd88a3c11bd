//! The sample of the pack `one-to-one`: a house that makes clothes and furnishings to measure, its
//! customers and what passed between them from July 2024 to June 2026.

mod names;
mod people;
mod planted;
mod systems;
mod talk;
mod trade;

use crate::book::Sheet;
use crate::random::Random;

/// 2024-07-01 as a serial number: the first day of the sample.
const FIRST_DAY: i32 = 45_474;
/// 2025-07-01: the first day of the period reported on.
const PERIOD: i32 = 45_839;
/// 2026-06-30: the last day.
const LAST_DAY: i32 = 46_203;

/// All sheets of the workbook.
pub fn sheets() -> Vec<Sheet> {
    let random = &mut Random::new(1003);
    let salespeople = people::salespeople(random);
    let customers = people::customers(&salespeople, random);
    let sales = trade::sales(&customers, random);
    let contacts = talk::contacts(&customers, random);
    let mut all = vec![
        systems::departments(),
        talk::channels(random),
        people::needs(),
        trade::product_lines(),
        people::salespeople_sheet(&salespeople),
        people::customers_sheet(&customers, random),
        people::assessments(&customers, random),
        trade::sales_sheet(&sales),
        trade::service_costs(&customers, random),
        talk::contacts_sheet(&contacts, random),
        trade::offers(&customers, &contacts, random),
    ];
    all.extend(systems::lists(&customers, random));
    planted::plant(&mut all);
    all
}
