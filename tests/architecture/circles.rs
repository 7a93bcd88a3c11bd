//! No two files need each other, directly or through others.
//!
//! A folder's `mod.rs` names its files and lends them its types; that is no circle.

use super::code::bare;
use super::{files, is_test};
use std::collections::{BTreeMap, BTreeSet};

/// Files that do need each other: a script is called in an expression, and scripts are made of expressions.
const RECURSION: [&str; 2] = ["eval/expression.rs", "eval/script.rs"];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Which file uses what of which other.
fn graph() -> Graph {
    let all: Vec<(String, String)> = files().into_iter().filter(|(name, _)| !is_test(name)).collect();
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let mut graph = Graph::new();
    for (name, text) in &all {
        let bare = without_tests(&bare(text));
        let used = paths(&bare).into_iter().filter_map(|path| target(name, &path, &names));
        graph.insert(name.clone(), used.filter(|used| used != name && !is_folder(used)).collect());
    }
    graph
}

fn is_folder(name: &str) -> bool {
    name.ends_with("mod.rs") || !name.contains('/')
}

fn without_tests(bare: &str) -> String {
    bare.split("#[cfg(test)]\nmod tests {").next().unwrap_or(bare).to_string()
}

/// Every path that starts at `crate`, `super` or `self`, lists in braces taken apart.
fn paths(bare: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in bare.match_indices(start) {
            let inside = bare[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if !inside {
                read(&bare[at..], Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Reads one path, or the paths of a list; gives what is left of the text.
fn read<'t>(text: &'t str, mut path: Vec<String>, found: &mut Vec<Vec<String>>) -> &'t str {
    let mut rest = text.trim_start();
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            rest = list.trim_start();
            while !rest.starts_with('}') && !rest.is_empty() {
                let after = read(rest, path.clone(), found).trim_start();
                if after.len() == rest.len() {
                    break;
                }
                rest = after.strip_prefix(',').unwrap_or(after).trim_start();
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        path.push(rest[..length].to_string());
        rest = &rest[length..];
        match rest.strip_prefix("::") {
            Some(more) => rest = more,
            None => {
                found.push(path);
                return rest;
            }
        }
    }
}

/// The file a path of another leads to.
fn target(from: &str, path: &[String], names: &BTreeSet<&str>) -> Option<String> {
    let mut here: Vec<&str> = from.trim_end_matches(".rs").split('/').collect();
    if here.last() == Some(&"mod") {
        here.pop();
    }
    let mut found = None;
    for (place, word) in path.iter().enumerate() {
        match word.as_str() {
            "crate" => here.clear(),
            "super" => drop(here.pop()),
            "self" if place == 0 => {}
            word => here.push(word),
        }
        let base = here.join("/");
        let file =
            [format!("{base}.rs"), format!("{base}/mod.rs")].into_iter().find(|file| names.contains(file.as_str()));
        match file {
            Some(file) => found = Some(file),
            None if !matches!(word.as_str(), "crate" | "super" | "self") => break,
            None => {}
        }
    }
    found
}

/// The files that can be reached from one.
fn reached<'g>(graph: &'g Graph, from: &str) -> BTreeSet<&'g str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = graph.get(from).into_iter().flatten().map(String::as_str).collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(graph.get(file).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

#[test]
fn no_files_need_each_other() {
    let graph = graph();
    let arrows: usize = graph.values().map(BTreeSet::len).sum();
    assert!(arrows > 300, "only {arrows} uses between files were found");
    let mut circles = BTreeSet::new();
    for file in graph.keys() {
        let near = reached(&graph, file);
        if near.contains(file.as_str()) {
            let circle: Vec<&str> =
                near.into_iter().filter(|other| reached(&graph, other).contains(file.as_str())).collect();
            circles.insert(circle);
        }
    }
    circles.remove(RECURSION.as_slice());
    let told = circles.iter().map(|circle| {
        let arrows = circle.iter().flat_map(|from| {
            let to = graph[*from].iter().filter(|to| circle.contains(&to.as_str()));
            to.map(move |to| format!("{from} -> {to}"))
        });
        arrows.collect::<Vec<_>>()
    });
    let told: Vec<Vec<String>> = told.collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn lists_of_names_are_taken_apart() {
    let found = paths("use super::{a::{B, self}, c::d}; fn f(x: crate::e::F) {}");
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["crate::e::F", "super::a::B", "super::a::self", "super::c::d"]);
}
