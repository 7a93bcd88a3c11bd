//! The sample of the pack `industry-scan`: a maker of CRM systems, its customers and what is known of
//! their industries in the middle of 2022.

mod companies;
mod knowledge;
mod planted;
mod sheets;
mod tree;

use crate::book::Sheet;
use crate::random::Random;

/// All sheets of the workbook.
pub fn sheets() -> Vec<Sheet> {
    let random = &mut Random::new(4);
    let companies = companies::companies(random);
    let benchmarks = companies::benchmarks(&companies, random);
    let customers = companies::customers(&companies, &benchmarks, random);
    let mut all = vec![
        sheets::industries(),
        sheets::customers(&customers),
        sheets::pains(),
        sheets::capabilities(),
        sheets::benchmarks(&benchmarks, &companies, &customers),
        sheets::markets(random),
        sheets::company_sales(&companies),
        sheets::links(),
        sheets::business_models(&customers, random),
    ];
    planted::plant(&mut all);
    all
}
