//! The sample of the pack `customer-managed`: a car brand and 2,400 customers, who vote, review and
//! refer, January to June 2026, and what is planned for July.

mod activity;
mod campaigns;
mod people;
mod permission;
mod planted;
mod records;

use crate::book::Sheet;
use crate::random::Random;

/// The last day of the period, 2026-06-30.
const END: i32 = 46_203;
/// Topics a contact can be about.
const TOPICS: [&str; 5] = ["新車", "試乗会", "整備", "保険", "イベント"];
/// Channels we push through.
const CHANNELS: [&str; 4] = ["メール", "SMS", "電話", "郵送"];

/// All sheets of the workbook.
pub fn sheets() -> Vec<Sheet> {
    let random = &mut Random::new(2_008);
    let customers = people::customers(random);
    let consents = permission::consents(&customers, random);
    let campaigns = campaigns::campaigns(random);
    let (interactions, made) = activity::interactions(&customers, &consents, &campaigns, random);
    let mut all = vec![
        records::sources(),
        people::sheet(&customers),
        records::sheet(&customers, random),
        permission::consent_sheet(&consents),
        permission::interest_sheet(&customers, random),
        campaigns::sheet(&campaigns, &made, random),
        interactions,
        permission::plan_sheet(&customers, &consents, &campaigns, random),
    ];
    planted::plant(&mut all);
    all
}

/// `K00042`: the number of a customer, counted from 0.
fn customer(index: usize) -> String {
    format!("K{:05}", index + 1)
}
