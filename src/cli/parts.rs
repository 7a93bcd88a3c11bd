//! A report in parts: which files there are, whose they are, and what stands in none of them.

use super::target::Target;
use super::{Failure, terminal};
use crate::Outcome;
use crate::export::split;
use crate::value::number::grouped;
use unicode_width::UnicodeWidthStr;

/// Prints the index of the parts, and notes what is in none of them.
pub(super) fn tell(outcome: &Outcome, target: &Target, left: &[String]) -> Result<(), Failure> {
    let Some(by) = outcome.split.as_ref().map(|split| split.by.as_str()) else { return Ok(()) };
    let Target::Parts(folder, format) = target else {
        terminal::note(&format!("`split_by: {by}` is for xlsx and html; this report has all rows"));
        return Ok(());
    };
    terminal::note(&format!(
        "in parts by `{by}`; `manifest.json` beside them lists all, and is for nobody you send a part to"
    ));
    nobodys(outcome).iter().for_each(|line| terminal::note(line));
    for file in left {
        terminal::note(&format!(
            "`{}` is of an earlier run, and no row has its value now",
            folder.join(file).display()
        ));
    }
    let parts = split::parts(outcome, *format);
    let value = |part: &split::PartFile| if part.value.is_empty() { "(blank)".to_string() } else { part.value.clone() };
    let wide = |cells: Vec<usize>| cells.into_iter().max().unwrap_or(0);
    let widths = [
        wide(parts.iter().map(|part| value(part).width()).collect()),
        wide(parts.iter().map(|part| part.file.width()).collect()),
    ];
    terminal::results(|out| {
        for part in &parts {
            let (value, rows) = (value(part), grouped(part.rows));
            let pad = |text: &str, width: usize| " ".repeat(width - text.width());
            let s = if part.rows == 1 { "" } else { "s" };
            writeln!(
                out,
                "{value}{}  {}{}  {rows} row{s}",
                pad(&value, widths[0]),
                part.file,
                pad(&part.file, widths[1])
            )?;
        }
        Ok(())
    })
}

/// What stands in no part, in sentences.
fn nobodys(outcome: &Outcome) -> Vec<String> {
    let Some(split) = &outcome.split else { return Vec::new() };
    let mut lines = Vec::new();
    let shown = |table: usize| outcome.tables[table].view.is_shown();
    let apart: Vec<String> = (0..outcome.tables.len())
        .filter(|table| shown(*table) && !split.reaches(*table))
        .map(|table| format!("`{}`", outcome.tables[table].name))
        .collect();
    if !apart.is_empty() {
        lines.push(format!("in no part, as no reference leads from them to `{}`: {}", split.by, apart.join(", ")));
    }
    for (at, table) in outcome.tables.iter().enumerate() {
        match split.shared(at) {
            0 => {}
            1 => lines.push(format!("in no part, as it leads to several values: 1 row of `{}`", table.name)),
            rows => lines.push(format!(
                "in no part, as they lead to several values: {} rows of `{}`",
                grouped(rows),
                table.name
            )),
        }
    }
    lines.push(
        "in no part, as they are about all rows: figures, assertions, rules, totals of what was read".to_string(),
    );
    lines
}
