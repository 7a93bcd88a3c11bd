//! Makes the sample workbooks: `cargo run --example make_samples -- [FOLDER]`.
//!
//! The same bytes on every run: an own generator of numbers, no clock, a fixed day of creation.

mod book;
mod channel;
mod managed;
mod random;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "samples".to_string()));
    match make(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the samples into `{}`: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}

fn make(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("channel-scorecard.xlsx");
    book::save(&channel::sheets(), &path)?;
    println!("{}", path.display());
    let path = folder.join("customer-managed.xlsx");
    book::save(&managed::sheets(), &path)?;
    println!("{}", path.display());
    Ok(())
}
