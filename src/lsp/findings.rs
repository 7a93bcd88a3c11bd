//! Findings of a pack at their places, and what mends them.

use super::packs::{Addresses, Pack, Packs};
use super::text;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::engine::{Engine, LoadOptions};
use crate::mend;
use crate::source::Sources;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The findings of every file of a pack, as messages. A file that has none any more is told so.
pub(super) fn of_pack(engine: &Engine, packs: &Packs, root: &Path, told: &mut BTreeSet<String>) -> Vec<Value> {
    let Some(files) = packs.files(root) else { return Vec::new() };
    let checked = mend::check(engine, &files, &LoadOptions::default());
    let addresses = packs.addresses();
    let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (found, sources) in checked.placed() {
        let name = found.span().map_or("policy.yaml", |span| sources.file(span.file).own_name());
        by_file.entry(addresses.in_pack(root, name)).or_default().push(one((root, addresses), found, sources));
    }
    // A file that is open is told that it has none, and one that had some.
    let folder = text::path(&addresses.in_pack(root, ""));
    let here =
        |uri: &&String| text::path(uri).zip(folder.as_ref()).is_some_and(|(path, folder)| path.starts_with(folder));
    let before: Vec<String> = told.iter().filter(here).cloned().collect();
    for uri in before.into_iter().chain(packs.open_in(root)) {
        told.remove(&uri);
        by_file.entry(uri).or_default();
    }
    told.extend(by_file.iter().filter(|(_, found)| !found.is_empty()).map(|(uri, _)| uri.clone()));
    let message = |(uri, found): (String, Vec<Value>)| {
        let params = json!({"uri": uri, "diagnostics": found});
        json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params})
    };
    by_file.into_iter().map(message).collect()
}

fn one((root, addresses): (&Path, &Addresses), found: &Diagnostic, sources: &Sources) -> Value {
    let cell = found.span().filter(|span| sources.file(span.file).is_sheet()).map(|span| sources.cite_in_pack(span));
    let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let related = found.related.iter().map(|(span, role)| {
        let uri = addresses.in_pack(root, sources.file(span.file).own_name());
        json!({"location": {"uri": uri, "range": text::range(sources, *span)}, "message": role})
    });
    json!({
        "range": found.span().map_or(nowhere, |span| text::range(sources, span)),
        "severity": match found.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": found.code,
        "source": "rulebook",
        "message": found.in_full(cell.as_deref()),
        "relatedInformation": related.collect::<Vec<_>>(),
    })
}

/// What mends the findings at a range of a file.
pub(super) fn actions(engine: &Engine, pack: &Pack, range: &Value) -> Value {
    let checked = mend::check(engine, &pack.files, &LoadOptions::default());
    let here = checked.placed().filter(|(found, sources)| {
        let span = found.span().filter(|span| sources.file(span.file).name == pack.name);
        span.is_some_and(|span| text::touches(sources, span, range))
    });
    let action = |(found, sources): (&Diagnostic, &Sources)| {
        let fix = found.fix.as_ref().filter(|fix| !sources.file(fix.span.file).is_sheet())?;
        Some(json!({
            "title": title(fix, sources),
            "kind": "quickfix",
            "isPreferred": fix.certain,
            "diagnostics": [one((&pack.root, &pack.addresses), found, sources)],
            "edit": edit(pack, sources, std::slice::from_ref(fix)),
        }))
    };
    here.filter_map(action).collect()
}

fn title(fix: &Fix, sources: &Sources) -> String {
    match (sources.text(fix.span).trim(), fix.text.trim()) {
        ("", new) => format!("Write `{new}`"),
        (old, "") => format!("Take out `{old}`"),
        (old, new) => format!("Write `{new}` instead of `{old}`"),
    }
}

/// Changes of files as an editor makes them.
pub(super) fn edit(pack: &Pack, sources: &Sources, fixes: &[Fix]) -> Value {
    let mut changes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for fix in fixes {
        let uri = pack.uri(&sources.file(fix.span.file).name);
        let change = json!({"range": text::range(sources, fix.span), "newText": fix.text});
        changes.entry(uri).or_default().push(change);
    }
    json!({"changes": changes})
}
