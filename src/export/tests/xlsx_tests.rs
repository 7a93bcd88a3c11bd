//! The workbook, read back.

use super::support::*;
use crate::export::xlsx;

#[test]
fn look_at_it() {
    xlsx::write(&realistic(), std::path::Path::new("/tmp/xl/report.xlsx")).expect("a report");
}
