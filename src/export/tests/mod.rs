//! Tests of the exporters.

mod support;

mod csv_tests;
mod json_tests;
mod target_tests;
mod unprintable_tests;
mod xlsx_tests;
