//! The sample of the pack `strategic-accounts`: a maker of telecommunication equipment and a hundred
//! operators of the world, in the year 2025.

mod accounts;
mod evidence;
mod penetration;
mod planted;
mod review;

use crate::book::Sheet;
use crate::random::Random;

/// All sheets of the workbook.
pub fn sheets() -> Vec<Sheet> {
    let random = &mut Random::new(151);
    let managers = penetration::managers(random);
    let accounts = accounts::accounts(random);
    let mut all = vec![
        penetration::manager_sheet(&managers),
        penetration::weeks(),
        accounts::classes(),
        accounts::sheet(&accounts, random),
        evidence::assessments(&accounts, random),
        evidence::studies(&accounts, random),
        evidence::results(&accounts, random),
        evidence::tracks(&accounts, random),
        penetration::contacts(&managers, &accounts, random),
        review::suppliers(&accounts, random),
        review::customer_files(&accounts, random),
        review::plans(&accounts, random),
        review::issues(&accounts, random),
    ];
    planted::plant(&mut all);
    all
}
