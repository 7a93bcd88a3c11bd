//! Names Excel accepts: for sheets, for tables, for the headers of a table.

use crate::export::clean::clean;
use crate::outcome::kept::SHEET;
use rust_xlsxwriter::utility::check_name;
use std::collections::BTreeSet;

/// Longest sheet name, in UTF-16 units.
const LONGEST_SHEET: usize = 31;
/// Longest table name we make, in characters; Excel takes 255 UTF-16 units.
const LONGEST_TABLE: usize = 100;
/// Longest header of an Excel table, in characters.
const LONGEST_HEADER: usize = 255;

/// The names a workbook has given out. Excel compares them without regard to capitals.
#[derive(Debug)]
pub(super) struct Names {
    sheets: BTreeSet<String>,
    tables: BTreeSet<String>,
}

impl Default for Names {
    fn default() -> Self {
        // The hidden sheet is made last and must find its name free.
        Names { sheets: BTreeSet::from([SHEET.to_string()]), tables: BTreeSet::new() }
    }
}

impl Names {
    /// A free sheet name as near to the one wanted as Excel allows.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let mut clean: String =
            clean(wanted).chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
        clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        clean = clean.trim_matches('\'').trim().to_string();
        // Excel keeps `History` for itself.
        if clean.is_empty() || clean.eq_ignore_ascii_case("history") {
            clean.push('_');
        }
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = format!("{}{suffix}", shortened(&clean, LONGEST_SHEET - suffix.len()));
            if self.sheets.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }

    /// A free table name: letters, digits and underscores, and never like a cell's address.
    pub(super) fn table(&mut self, wanted: &str) -> String {
        let mut clean: String =
            wanted.chars().take(LONGEST_TABLE).map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        // A digit in front, or a name that reads as a cell's address.
        if check_name(&clean).is_err() {
            clean.insert(0, '_');
        }
        let mut name = clean.clone();
        let mut number = 2;
        while !self.tables.insert(name.to_lowercase()) {
            name = format!("{clean}_{number}");
            number += 1;
        }
        name
    }
}

/// Headers of one table: none empty, no two the same, none too long.
pub(super) fn headers<'a>(wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used = BTreeSet::new();
    wanted
        .map(|header| {
            let words: Vec<&str> = header.split_whitespace().collect();
            let clean: String = clean(&words.join(" ")).chars().take(LONGEST_HEADER - 10).collect();
            let clean = if clean.is_empty() { "–".to_string() } else { clean };
            let mut name = clean.clone();
            let mut number = 2;
            while !used.insert(name.to_lowercase()) {
                name = format!("{clean} ({number})");
                number += 1;
            }
            name
        })
        .collect()
}

/// The start of a text that fits in so many UTF-16 units, whole characters only.
fn shortened(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return text[..at].trim_end().trim_end_matches('\'');
        }
    }
    text
}
