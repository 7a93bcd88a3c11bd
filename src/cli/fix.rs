//! `rulebook check --fix`: corrects what can only be a slip, and says what it changed.

use super::findings::{self, Form};
use super::{Ended, Failure, terminal};
use crate::export;
use crate::mend::{self, Change, Mended};
use crate::{Engine, LoadOptions, PackFiles};
use serde_json::{Value, json};

pub(super) fn run(engine: &Engine, files: &PackFiles, options: &LoadOptions, form: Form) -> Result<Ended, Failure> {
    let mut mended = mend::mend(engine, files, options);
    mended.checked = findings::to_check(mended.checked)?;
    write(&mended, files)?;
    let text = match form {
        Form::Text => for_people(&mended),
        Form::Json => format!("{:#}\n", for_programs(&mended)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(findings::ended(&mended.checked))
}

/// Writes the changed files, all of them or none.
fn write(mended: &Mended, files: &PackFiles) -> Result<(), Failure> {
    let targets = mended.files.iter().filter_map(|(name, bytes)| Some((files.path(name)?, &**bytes)));
    export::replace_files(&targets.collect::<Vec<_>>()).map_err(|error| {
        let help = "nothing was changed; allow writing to the pack, or run the command without `--fix`: it shows what to write";
        Failure::with_help(error.message, help)
    })
}

fn for_people(mended: &Mended) -> String {
    let mut text = String::new();
    match mended.changes.len() {
        0 if mended.checked.is_clean() => return "nothing to fix\n".to_string(),
        0 => text.push_str("nothing can be fixed without asking\n"),
        1 => text.push_str("fixed 1 mistake\n"),
        many => text.push_str(&format!("fixed {many} mistakes\n")),
    }
    mended.changes.iter().for_each(|change| text.push_str(&line(change)));
    let left = findings::text(&mended.checked);
    match left.is_empty() {
        true => text.push_str("nothing is left\n"),
        false => text.push_str(&format!("\nleft to you:\n\n{left}")),
    }
    text
}

/// `  rules/shops/policy.yaml:15: `coast` → `cost` (`shops` has no column `coast`)`.
fn line(change: &Change) -> String {
    let quoted = |text: &str| match text {
        "" => "nothing".to_string(),
        text => format!("`{}`", text.replace('\t', "⇥").replace('\n', "↵")),
    };
    let (before, after) = (quoted(&change.before), quoted(&change.after));
    format!("  {}:{}: {before} → {after} ({})\n", change.path, change.line, change.message)
}

fn for_programs(mended: &Mended) -> Value {
    let mut json = findings::json(&mended.checked);
    json["fixed"] = mended.changes.iter().map(change).collect();
    json
}

fn change(change: &Change) -> Value {
    json!({
        "code": change.code,
        "message": change.message,
        "file": change.path,
        "line": change.line,
        "column": change.column,
        "text": change.before,
        "instead": change.after,
    })
}
