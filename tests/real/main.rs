//! Real workbooks: packs a business user would write, run through the library, must give the figures
//! that were worked out elsewhere. Both lie in the folder that `RULEBOOK_DATA` names. Plain `cargo test`
//! counts these tests as ignored; with the data, run `cargo test --test real -- --ignored`.

mod adventure_works;
mod check;
mod csv_files;
mod northwind;
mod other_books;
mod outcomes;
mod ran;
mod retail;
mod superstore;
