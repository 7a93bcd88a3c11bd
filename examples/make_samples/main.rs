//! Makes the sample workbooks: `cargo run --example make_samples -- [FOLDER]`.
//!
//! The same bytes on every run: an own generator of numbers, no clock, a fixed day of creation.

mod book;
mod channel;
mod industry;
mod managed;
mod one_to_one;
mod random;
mod strategic;

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
    let samples = [
        ("channel-scorecard", "유통 채널 평가 표본", channel::sheets()),
        ("strategic-accounts", "戦略的顧客 見本", strategic::sheets()),
        ("customer-managed", "顧客主導 見本", managed::sheets()),
        ("one-to-one", "一対一マーケティング 見本", one_to_one::sheets()),
        ("industry-scan", "業界スキャン 見本", industry::sheets()),
    ];
    for (name, title, sheets) in samples {
        let path = folder.join(format!("{name}.xlsx"));
        book::save(title, &sheets, &path)?;
        println!("{}", path.display());
    }
    Ok(())
}
