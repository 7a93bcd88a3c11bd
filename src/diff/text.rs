//! A comparison for a person: on a terminal, and in Markdown for a pull request.

use super::sections::{Piece, Section, sections};
use super::whole::Diff;
use super::words::headline;
use unicode_width::UnicodeWidthStr;

/// The comparison as plain text. Lists name `rows` rows at most; `usize::MAX` is all of them.
#[must_use]
pub fn text(diff: &Diff, rows: usize) -> String {
    let mut text = format!("{}\n", headline(diff));
    for section in sections(diff, rows) {
        text.push_str(&format!("\n{}\n", section.heading));
        for piece in &section.pieces {
            match piece {
                Piece::Line(line) => text.push_str(&format!("  {line}\n")),
                Piece::List(lines) => lines.iter().for_each(|line| text.push_str(&format!("    {line}\n"))),
                Piece::Table(head, rows) => aligned(head, rows, &mut text),
            }
        }
    }
    text
}

/// A table whose columns stand below each other: names to the left, numbers to the right.
fn aligned(head: &[String], rows: &[Vec<String>], text: &mut String) {
    let all = || std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
    let widths: Vec<usize> = (0..head.len()).map(|at| all().map(|row| row[at].width()).max().unwrap_or(0)).collect();
    for row in all() {
        let mut line = String::from("    ");
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - cell.width());
            match at {
                0 => line.push_str(&format!("{cell}{space}")),
                _ => line.push_str(&format!("  {space}{cell}")),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The comparison in Markdown. Lists name `rows` rows at most.
#[must_use]
pub fn markdown(diff: &Diff, rows: usize) -> String {
    let mut text = format!("### {}\n", escaped(&headline(diff)));
    for section in sections(diff, rows) {
        section_in_markdown(&section, &mut text);
    }
    text
}

fn section_in_markdown(section: &Section, text: &mut String) {
    let mut chars = section.heading.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    text.push_str(&format!("\n#### {first}{}\n", chars.as_str()));
    for piece in &section.pieces {
        text.push('\n');
        match piece {
            Piece::Line(line) => text.push_str(&format!("{}\n", escaped(line))),
            Piece::List(lines) => {
                for line in lines {
                    let mark =
                        if line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(". ") { "" } else { "- " };
                    text.push_str(&format!("{mark}{}\n", escaped(line)));
                }
            }
            Piece::Table(head, rows) => {
                let cells = |row: &[String]| {
                    let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text.push_str(&cells(head));
                text.push_str(&format!("|---|{}\n", "---:|".repeat(head.len() - 1)));
                rows.iter().for_each(|row| text.push_str(&cells(row)));
            }
        }
    }
}

/// Without what Markdown would take for its own; what stands between backticks is as it is, but for `|`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '|' => escaped.push('\\'),
            '*' | '_' | '<' | '[' | '\\' | '#' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}
