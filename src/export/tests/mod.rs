//! Tests of the exporters.

mod support;

mod csv_tests;
#[cfg(feature = "xlsx")]
mod defended_tests;
#[cfg(all(feature = "html", feature = "xlsx"))]
mod drawn_tests;
#[cfg(feature = "html")]
mod html_tests;
mod json_tests;
mod only_tests;
mod target_tests;
#[cfg(feature = "xlsx")]
mod unprintable_tests;
#[cfg(feature = "xlsx")]
mod xlsx_tests;
