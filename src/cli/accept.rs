//! `rulebook test --accept`: what was found takes the place of what was expected, each change shown.

use super::findings::Form;
use super::{Failure, terminal};
use crate::Engine;
use crate::cases::{Accepted, Detail, Report, Suite};
use crate::export;
use serde_json::{Value, json};
use std::fmt::Write;

/// Shows the changes, writes them, and gives the tests as they are then.
pub(super) fn accept(
    engine: &Engine,
    suite: &Suite,
    report: &Report,
    (form, detail): (Form, Detail),
) -> Result<Report, Failure> {
    let accepted = suite.accept(engine, report)?;
    // Shown first: who reads the list can see what a failed write would have changed.
    if form == Form::Text {
        terminal::results(|out| out.write_all(shown(&accepted).as_bytes()))?;
    }
    let wrote = write(&accepted)?;
    let text = match form {
        Form::Text => format!("{wrote}{}{}", left(&accepted), accepted.report.text_in(detail)),
        Form::Json => format!("{:#}\n", for_programs(&accepted)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(accepted.report)
}

fn shown(accepted: &Accepted) -> String {
    let mut text = String::new();
    for change in &accepted.changes {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}: {}: {} → {}", change.place, change.subject, change.old, change.new);
    }
    text
}

/// Writes the file where something changes, and says so.
fn write(accepted: &Accepted) -> Result<String, Failure> {
    let (Some(path), Some(bytes)) = (accepted.path(), accepted.bytes()) else { return Ok(String::new()) };
    let number = accepted.changes.len();
    match (number, accepted.left.len()) {
        (0, 0) => return Ok("every test passes: there is nothing to accept\n\n".to_string()),
        (0, _) => return Ok(String::new()),
        _ => {}
    }
    export::replace_files(&[(path.clone(), &*bytes)]).map_err(|error| {
        Failure::with_help(error.message, "nothing was changed; allow writing to the file and try again")
    })?;
    let what = if number == 1 { "1 expectation holds" } else { &format!("{number} expectations hold") };
    Ok(format!("{} is written: {what} now\n\n", path.display()))
}

fn left(accepted: &Accepted) -> String {
    let mut text = String::new();
    if !accepted.left.is_empty() {
        text.push_str("left to you:\n");
        for left in &accepted.left {
            let _ = writeln!(text, "  {}: {}: {}", left.place, left.subject, left.why);
        }
        text.push('\n');
    }
    text
}

fn for_programs(accepted: &Accepted) -> Value {
    let mut json = accepted.report.to_json();
    json["accepted"] = accepted
        .changes
        .iter()
        .map(|change| {
            json!({
                "place": change.place, "test": change.test, "subject": change.subject,
                "old": change.old, "new": change.new,
            })
        })
        .collect();
    json["left"] = accepted
        .left
        .iter()
        .map(|left| json!({ "place": left.place, "test": left.test, "subject": left.subject, "why": left.why }))
        .collect();
    json
}
