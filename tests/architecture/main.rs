//! ARCHITECTURE.md is true: modules use only what stands on a lower line, other people's types stay
//! in their stage, and no file grows beyond measure.

mod circles;
mod code;
mod functions;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../ARCHITECTURE.md");

/// Lines of the table by module: `| 0 | `source` | …`.
fn lines() -> HashMap<&'static str, u32> {
    let rows = PAGE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let line = cells.next()?.parse().ok()?;
        Some((cells.next()?.trim_matches('`'), line))
    });
    rows.collect()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file: its path below `src/`, and its text without comments.
fn files() -> Vec<(String, String)> {
    let mut folders = vec![source()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("src can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
                let name = path.strip_prefix(source()).expect("it lies in src").to_string_lossy().replace('\\', "/");
                files.push((name, text));
            }
        }
    }
    files.sort();
    files
}

fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.ends_with("tests.rs") || name.ends_with("tests/mod.rs")
}

/// Words that follow a text, `{a, b}` taken apart.
fn after<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
    let word = |rest: &'t str| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
    let mut words = Vec::new();
    for (at, _) in text.match_indices(start) {
        let rest = &text[at + start.len()..];
        match rest.strip_prefix('{').and_then(|list| list.split_once('}')) {
            Some((list, _)) => words.extend(list.split(',').map(|item| word(item.trim())).filter(|w| !w.is_empty())),
            None => words.push(word(rest)),
        }
    }
    words
}

/// The module of a file: its folder, or for `lib.rs` and `main.rs` nothing.
fn module(name: &str) -> Option<&str> {
    Some(name.split_once('/')?.0)
}

#[test]
fn the_table_names_every_module() {
    let lines = lines();
    let mut modules: Vec<String> = files().iter().filter_map(|(name, _)| module(name).map(str::to_string)).collect();
    modules.sort();
    modules.dedup();
    let mut named: Vec<String> = lines.keys().map(ToString::to_string).collect();
    named.sort();
    assert_eq!(modules, named);
}

#[test]
fn modules_use_only_lower_lines() {
    let lines = lines();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in files().iter().filter(|(name, _)| !is_test(name)) {
        let Some(own) = module(name) else { continue };
        let text = code(text);
        for used in after(&text, "crate::") {
            let Some(line) = lines.get(used) else { continue };
            seen += 1;
            if used != own && *line >= lines[own] {
                wrong.push(format!("{name} (line {}) uses `{used}` (line {line})", lines[own]));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 300, "only {seen} uses were found");
}

#[test]
fn other_peoples_types_stay_in_their_stage() {
    let stages = [("rhai", "script"), ("calamine", "cells"), ("rust_xlsxwriter", "export"), ("clap", "cli")];
    let mut wrong = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| !is_test(name)) {
        for (package, stage) in stages {
            let names_it = code(text).contains(&format!("{package}::"));
            if names_it && module(name) != Some(stage) {
                wrong.push(format!("{name} names `{package}`"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn only_the_commands_print_or_exit() {
    let words = ["println!", "eprintln!", "print!(", "dbg!", "process::exit", "env::var", "SystemTime"];
    let mut wrong = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| !is_test(name) && module(name) != Some("cli")) {
        let text = code(text);
        wrong.extend(words.iter().filter(|word| text.contains(**word)).map(|word| format!("{name} has `{word}`")));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_file_is_longer_than_800_lines() {
    let long = files().into_iter().map(|(name, text)| (name, text.lines().count())).filter(|(_, lines)| *lines > 800);
    assert_eq!(long.collect::<Vec<_>>(), []);
}
