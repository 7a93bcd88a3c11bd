//! What an editor asks about a name.

use super::findings::edit;
use super::packs::Pack;
use super::text::{self, Position};
use crate::engine::{Engine, LoadOptions, Policy};
use crate::formula::{AggregateOp, WindowOp};
use crate::mend::Renaming;
use crate::plan::names::{Mention, Symbol, SymbolKind};
use crate::value::functions;
use serde_json::{Value, json};

fn symbol(pack: &Pack, at: Position) -> Option<&Symbol> {
    pack.names.at(&pack.name, pack.offset(at))
}

/// The mention of a symbol at a place.
fn mention<'s>(pack: &Pack, symbol: &'s Symbol, at: Position) -> Option<&'s Mention> {
    let offset = pack.offset(at);
    let holds = |mention: &&Mention| {
        pack.names.file(mention.span.file) == pack.name
            && (mention.span.start as usize..=mention.span.end as usize).contains(&offset)
    };
    symbol.mentions().find(holds)
}

fn location(pack: &Pack, mention: &Mention) -> Value {
    let sources = pack.names.sources();
    json!({"uri": pack.uri(pack.names.file(mention.span.file)), "range": text::range(sources, mention.span)})
}

/// What a name stands for: its type, the line it is declared in, how often it is used.
pub(super) fn hover(engine: &Engine, pack: &Pack, at: Position) -> Value {
    let Some(symbol) = symbol(pack, at) else { return Value::Null };
    let text = match symbol.kind {
        SymbolKind::BuiltIn => of_function(&symbol.name),
        _ => of_symbol(engine, pack, symbol),
    };
    let range = mention(pack, symbol, at).map(|mention| text::range(pack.names.sources(), mention.span));
    json!({"contents": {"kind": "markdown", "value": text}, "range": range})
}

/// How a function is called, what it gives, and an example.
pub(super) fn of_function(name: &str) -> String {
    if let Some(function) = functions::find(name) {
        return format!("`{}`\n\n{}\n\n`{}`", function.usage(), function.help, function.example);
    }
    let usage = AggregateOp::from_name(name).map(AggregateOp::usage);
    let usage = usage.or_else(|| WindowOp::from_name(name).map(WindowOp::usage));
    usage.map_or_else(|| format!("`{name}`"), |usage| format!("`{usage}`"))
}

fn of_symbol(engine: &Engine, pack: &Pack, symbol: &Symbol) -> String {
    let kind = type_of(engine, pack, symbol).map(|word| format!(", {word}")).unwrap_or_default();
    let mut text = format!("**{}**: {}{kind}", symbol.full_name(), symbol.kind.word());
    if let Some(mention) = &symbol.definition {
        let sources = pack.names.sources();
        let file = sources.file(mention.span.file);
        let (line, _) = file.lines_around(mention.span.start, mention.span.start, 0);
        text.push_str(&format!("\n\n```yaml\n{}\n```\n{}", file.text[line].trim(), sources.cite_in_pack(mention.span)));
    }
    let uses = match symbol.uses.len() {
        0 => "used nowhere".to_string(),
        1 => "used once".to_string(),
        many => format!("used {many} times"),
    };
    format!("{text}, {uses}")
}

fn type_of(engine: &Engine, pack: &Pack, symbol: &Symbol) -> Option<&'static str> {
    let policy = Policy::read(&pack.files, &LoadOptions::default()).ok()?;
    if symbol.kind == SymbolKind::Parameter {
        let parameter = policy.model().parameters.iter().find(|parameter| parameter.name.value == symbol.name)?;
        return Some(parameter.kind.word());
    }
    let of = symbol.of.as_ref()?;
    let prepared = engine.prepare(&policy).ok()?;
    let table = prepared.plan().tables.iter().find(|table| table.name == *of)?;
    table.named_columns().find(|column| column.name == symbol.name).map(|column| column.ty.word())
}

/// Where a name is declared.
pub(super) fn definition(pack: &Pack, at: Position) -> Value {
    let declared = symbol(pack, at).and_then(|symbol| symbol.definition.as_ref());
    declared.map_or(Value::Null, |mention| location(pack, mention))
}

/// Every place of a name.
pub(super) fn references(pack: &Pack, at: Position) -> Value {
    let Some(symbol) = symbol(pack, at) else { return Value::Null };
    symbol.mentions().map(|mention| location(pack, mention)).collect()
}

/// What a file declares, as an outline.
pub(super) fn symbols(pack: &Pack) -> Value {
    let sources = pack.names.sources();
    let here = |symbol: &&Symbol| {
        symbol.definition.as_ref().is_some_and(|mention| pack.names.file(mention.span.file) == pack.name)
    };
    let one = |symbol: &Symbol| {
        let range = symbol.definition.as_ref().map(|mention| text::range(sources, mention.span));
        json!({
            "name": symbol.full_name(),
            "detail": symbol.kind.word(),
            "kind": kind(symbol.kind),
            "range": range,
            "selectionRange": range,
        })
    };
    pack.names.symbols().iter().filter(here).map(one).collect()
}

/// The protocol's number for a kind of symbol: class, field, constant, function and so on.
fn kind(kind: SymbolKind) -> u8 {
    match kind {
        SymbolKind::Table => 5,
        SymbolKind::Column | SymbolKind::Formula | SymbolKind::Derived | SymbolKind::Result => 8,
        SymbolKind::Parameter => 14,
        SymbolKind::Decision => 10,
        SymbolKind::Figure | SymbolKind::Measure => 16,
        SymbolKind::Assertion => 17,
        SymbolKind::Scorecard => 11,
        SymbolKind::Trigger => 24,
        SymbolKind::Script | SymbolKind::Host | SymbolKind::BuiltIn => 12,
    }
}

/// The name that would be renamed.
pub(super) fn prepare_rename(pack: &Pack, at: Position) -> Result<Value, String> {
    let found = symbol(pack, at).and_then(|symbol| Some((symbol, mention(pack, symbol, at)?)));
    let Some((symbol, mention)) = found else { return Err("there is no name here".to_string()) };
    if symbol.definition.is_none() {
        return Err(format!("`{}` comes with the language", symbol.name));
    }
    Ok(json!({"range": text::range(pack.names.sources(), mention.span), "placeholder": symbol.name}))
}

/// Another name at every place.
pub(super) fn rename(engine: &Engine, pack: &Pack, at: Position, new: &str) -> Result<Value, String> {
    let renaming = Renaming::of(engine, &pack.files, &LoadOptions::default()).map_err(|findings| {
        let first = findings.diagnostics().iter().find(|found| found.is_error());
        format!("correct the mistakes first: {}", first.map_or("", |found| found.message.as_str()))
    })?;
    let symbol = renaming.names().at(&pack.name, pack.offset(at)).ok_or("there is no name here")?;
    let fixes = renaming.fixes(symbol, new)?;
    renaming.made(&fixes)?;
    Ok(edit(pack, renaming.names().sources(), &fixes))
}
