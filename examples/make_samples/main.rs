//! Makes the sample workbooks: `cargo run --example make_samples -- [FOLDER]`.
//!
//! The same bytes on every run: an own generator of numbers, no clock, a fixed day of creation.

mod book;
mod channel;
mod industry;
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
    let samples = [
        ("channel-scorecard", "유통 채널 평가 표본", channel::sheets()),
        ("industry-scan", "業界スキャン 見本", industry::sheets()),
    ];
    for (name, title, sheets) in samples {
        let path = folder.join(format!("{name}.xlsx"));
        book::save(title, &sheets, &path)?;
        println!("{}", path.display());
    }
    Ok(())
}
