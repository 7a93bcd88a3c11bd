//! The shipped packs over their samples, against figures worked out apart from this program by the
//! scripts in `tests/check`.

mod channel_scorecard;
mod customer_managed;
mod diff;
mod explain;
mod industry_scan;
mod mended;
mod names;
mod one_to_one;
mod own_tests;
mod recomputed;
#[path = "../renamed/mod.rs"]
mod renamed;
mod requirements;
mod strategic_accounts;
mod support;
