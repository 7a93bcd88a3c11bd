//! What can be written at a place.

use super::answers::of_function;
use super::keys;
use super::packs::Pack;
use super::text::Position;
use crate::engine::{LoadOptions, Policy};
use crate::formula::{AggregateOp, WindowOp};
use crate::plan::names::{Symbol, SymbolKind};
use crate::policy::model::Table;
use crate::value::functions;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The file of a pack's tests.
const TESTS: &str = "tests.yaml";

/// Names that fit before a place: after `customers.` its columns, in a rule's cell the values of its column, else what
/// a formula can name.
pub(super) fn complete(pack: &Pack, at: Position) -> Value {
    let offset = pack.offset(at);
    let before = &pack.text[..offset];
    let word = before.rsplit(|c: char| !is_part(c)).next().unwrap_or_default();
    let ahead = &before[..before.len() - word.len()];
    let policy = Policy::read(&pack.files, &LoadOptions::default()).ok();
    let tables = policy.as_ref().map_or(&[][..], |policy| policy.model().tables.as_slice());
    let table = enclosing(pack, offset);
    let mut items = match ahead.strip_suffix('.') {
        Some(owner) => members(pack, tables, table, owner.rsplit(|c: char| !is_part(c)).next().unwrap_or_default()),
        None => {
            let is_yaml = [".yaml", ".yml"].iter().any(|ending| pack.name.ends_with(ending));
            let of_keys = if is_yaml && pack.name != TESTS { keys::complete(before) } else { Vec::new() };
            // Where keys are known, a name of a formula is none of them.
            let only_keys = keys::is_key(before) && !of_keys.is_empty();
            let names = if only_keys { Vec::new() } else { names(pack, table) };
            of_keys.into_iter().chain(values(tables, table, ahead)).chain(names).collect()
        }
    };
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item["label"].as_str().unwrap_or_default().to_string()));
    json!({"isIncomplete": false, "items": items})
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The table in whose part of the policy a place lies.
fn enclosing(pack: &Pack, offset: usize) -> Option<&str> {
    let declared = |symbol: &&Symbol| symbol.kind == SymbolKind::Table;
    let start = |symbol: &Symbol| {
        let mention = symbol.definition.as_ref()?;
        (pack.names.file(mention.span.file) == pack.name).then_some(mention.span.start as usize)
    };
    let tables = pack.names.symbols().iter().filter(declared);
    let before = tables.filter_map(|symbol| Some((start(symbol)?, symbol.name.as_str())));
    before.filter(|(start, _)| *start <= offset).max().map(|(_, name)| name)
}

/// What follows `owner.`: columns of a table, or of the table that a column refers to; parts of a scorecard.
fn members(pack: &Pack, tables: &[Table], table: Option<&str>, owner: &str) -> Vec<Value> {
    let is_scorecard =
        pack.names.symbols().iter().any(|symbol| symbol.kind == SymbolKind::Scorecard && symbol.name == owner);
    if is_scorecard {
        let measures = pack.names.symbols().iter().filter(|symbol| symbol.of.as_deref() == Some(owner));
        let parts = ["score", "band", "rank"].map(|part| item(part, 5, "scorecard", None));
        return parts.into_iter().chain(measures.map(of_symbol)).collect();
    }
    let refers = |own: &Table| {
        let column = own.columns.iter().find(|column| column.name.value == owner)?;
        column.references.as_ref().map(|target| target.value.clone())
    };
    let known = tables.iter().any(|known| known.name.value == owner).then(|| owner.to_string());
    let own = tables.iter().filter(|known| Some(known.name.value.as_str()) == table);
    let target = known.or_else(|| own.chain(tables).find_map(refers));
    target.map_or_else(Vec::new, |target| columns(pack, &target))
}

fn columns(pack: &Pack, table: &str) -> Vec<Value> {
    let is_column = |symbol: &&Symbol| {
        let kinds = [SymbolKind::Column, SymbolKind::Formula, SymbolKind::Derived, SymbolKind::Result];
        kinds.contains(&symbol.kind) && symbol.of.as_deref() == Some(table)
    };
    pack.names.symbols().iter().filter(is_column).map(of_symbol).collect()
}

/// After `kind: ` in a rule the values that the column may have.
fn values(tables: &[Table], table: Option<&str>, ahead: &str) -> Vec<Value> {
    let line = ahead.rsplit('\n').next().unwrap_or_default().trim_end_matches(['"', '\'', ' ', '[', ',']);
    let Some(key) = line.strip_suffix(':').map(|line| line.rsplit(|c: char| !is_part(c)).next().unwrap_or_default())
    else {
        return Vec::new();
    };
    let own = tables.iter().filter(|known| Some(known.name.value.as_str()) == table);
    let column = own.flat_map(|table| &table.columns).find(|column| column.name.value == key);
    let allowed = column.map_or(&[][..], |column| column.one_of.as_slice());
    allowed.iter().map(|value| item(&value.value.to_string(), 12, "value", None)).collect()
}

/// What a formula can name: columns of its table, parameters, tables, figures, functions.
fn names(pack: &Pack, table: Option<&str>) -> Vec<Value> {
    let own = table.map_or_else(Vec::new, |table| columns(pack, table));
    let kinds = [SymbolKind::Parameter, SymbolKind::Table, SymbolKind::Figure, SymbolKind::Scorecard];
    let script = [SymbolKind::Script, SymbolKind::Host];
    let global = pack.names.symbols().iter().filter(|s| kinds.contains(&s.kind) || script.contains(&s.kind));
    let functions = functions::all().map(|function| function.name);
    let aggregates = AggregateOp::ALL.into_iter().map(AggregateOp::name);
    let windows = WindowOp::ALL.into_iter().map(WindowOp::name);
    let built_in = functions.chain(aggregates).chain(windows);
    let built_in = built_in.map(|name| item(name, 3, "function", Some(of_function(name))));
    own.into_iter().chain(global.map(of_symbol)).chain(built_in).collect()
}

fn of_symbol(symbol: &Symbol) -> Value {
    let kind = match symbol.kind {
        SymbolKind::Table => 7,
        SymbolKind::Parameter => 21,
        SymbolKind::Script | SymbolKind::Host => 3,
        _ => 5,
    };
    item(&symbol.name, kind, symbol.kind.word(), None)
}

/// One thing to choose; `kind` is the protocol's number for its picture.
fn item(label: &str, kind: u8, detail: &str, about: Option<String>) -> Value {
    let about = about.map(|text| json!({"kind": "markdown", "value": text}));
    json!({"label": label, "kind": kind, "detail": detail, "documentation": about})
}
