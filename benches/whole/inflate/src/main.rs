//! Inflates every member of a workbook, and does nothing with it.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, copy, sink};

fn main() -> Result<(), Box<dyn Error>> {
    let book = std::env::args().nth(1).ok_or("inflate BOOK.xlsx")?;
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(book)?))?;
    for at in 0..archive.len() {
        copy(&mut archive.by_index(at)?, &mut sink())?;
    }
    Ok(())
}
