//! `rulebook names`: what the names of a pack stand for, and where they are used.

use super::check::PolicyArgs;
use super::findings::Form;
use super::{Ended, Failure, terminal};
use crate::diagnostic::nearest;
use crate::engine::no_pack;
use crate::plan::names::{Mention, Names, Symbol, SymbolKind};
use crate::source::Span;
use crate::{Engine, PackFiles};
use serde_json::{Value, json};
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

pub(super) const EXAMPLE: &str = "rulebook names rules/channel-scorecard customers.segment";

const EXAMPLES: &str = "\
Examples:
  rulebook names rules/channel-scorecard                      every name, and where it is declared
  rulebook names rules/channel-scorecard segment              where it is declared, and every place that uses it
  rulebook names rules/channel-scorecard customers.segment    the one of that table
  rulebook names rules/channel-scorecard --format json        for editors and other programs

Exit status: 0 the names are shown; 2 there is no such name, or no policy that can be read.";

/// Show what the names of a policy stand for, where they are declared and where they are used
///
/// Policy, decision tables, scripts and tests are gone through; a place is shown with its line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// A name, or what it belongs to and its name, as in customers.segment; every name when left out
    name: Option<String>,
    #[command(flatten)]
    policy: PolicyArgs,
    /// Form of the names: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let files = PackFiles::at(&args.pack).map_err(|error| Failure::Policy(no_pack(error)))?;
    let names = Names::read(&Engine::new(), &files, &args.policy.options()).map_err(Failure::Policy)?;
    let symbols = match &args.name {
        Some(name) => found(&names, name)?,
        None => names.symbols().iter().collect(),
    };
    let text = match args.format {
        Form::Json => format!("{:#}\n", json(&names, &symbols)),
        Form::Text if args.name.is_some() => symbols.iter().map(|symbol| places(&names, symbol)).collect(),
        Form::Text => list(&names),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

fn found<'n>(names: &'n Names, name: &str) -> Result<Vec<&'n Symbol>, Failure> {
    let found = names.find(name);
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<String> = names.symbols().iter().flat_map(|s| [s.name.clone(), s.full_name()]).collect();
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("there is `{near}`"),
        None => "leave the name out: every name of the pack is listed then".to_string(),
    };
    Err(Failure::with_help(format!("nothing is called `{name}`"), help))
}

/// Every name by its kind; those of the language that are used come last.
fn list(names: &Names) -> String {
    let mut kinds: Vec<SymbolKind> = names.symbols().iter().map(|symbol| symbol.kind).collect();
    kinds.sort();
    kinds.dedup();
    let rows = |kind: SymbolKind| names.symbols().iter().filter(move |symbol| symbol.kind == kind);
    let width = names.symbols().iter().map(|symbol| symbol.full_name().width()).max().unwrap_or(0);
    let mut text = String::new();
    for kind in kinds {
        text.push_str(&format!("{}{}\n", if text.is_empty() { "" } else { "\n" }, kind.words()));
        for symbol in rows(kind) {
            let name = symbol.full_name();
            let blanks = " ".repeat(width - name.width());
            let place = symbol.definition.as_ref().map(|mention| format!("  {}", names.sources().cite(mention.span)));
            let row = format!("  {name}{blanks}  {}{}", uses(symbol), place.unwrap_or_default());
            text.push_str(row.trim_end());
            text.push('\n');
        }
    }
    text
}

fn uses(symbol: &Symbol) -> String {
    format!("{:>3} use{}", symbol.uses.len(), if symbol.uses.len() == 1 { " " } else { "s" })
}

/// One name and its places, each with its line.
fn places(names: &Names, symbol: &Symbol) -> String {
    let mut text = format!("{}: {}\n", symbol.full_name(), symbol.kind.words());
    let others = names.together(symbol);
    let others: Vec<String> =
        others.iter().filter(|s| **s != symbol).map(|s| format!("`{}` ({})", s.full_name(), s.kind.words())).collect();
    if !others.is_empty() {
        text.push_str(&format!("  written together with {}\n", others.join(", ")));
    }
    let cells: Vec<[String; 3]> = symbol.mentions().map(|mention| row(names, mention)).collect();
    let width = |at: usize| cells.iter().map(|row| row[at].width()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    for [place, kind, line] in &cells {
        let blanks = [first - place.width(), second - kind.width()].map(|count| " ".repeat(count));
        text.push_str(format!("  {place}{}  {kind}{}  {line}", blanks[0], blanks[1]).trim_end());
        text.push('\n');
    }
    text
}

fn row(names: &Names, mention: &Mention) -> [String; 3] {
    let sources = names.sources();
    let kind = match mention.within.as_str() {
        "" => mention.kind.word().to_string(),
        within if within == mention.kind.word() => within.to_string(),
        within => format!("{} of {within}", mention.kind.word()),
    };
    let place = format!("{}:{}", sources.cite(mention.span), sources.place(mention.span).column);
    let place = if sources.file(mention.span.file).cells.is_empty() { place } else { sources.cite(mention.span) };
    [place, kind, line(names, mention.span)]
}

/// The line a name stands in, cut where it is long.
fn line(names: &Names, span: Span) -> String {
    const LONGEST: usize = 80;
    let file = names.sources().file(span.file);
    let (range, _) = file.lines_around(span.start, span.start, 0);
    let line = file.text[range].trim();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}

fn json(names: &Names, symbols: &[&Symbol]) -> Value {
    let symbols: Vec<Value> = symbols.iter().map(|symbol| of_symbol(names, symbol)).collect();
    json!({"schema": 1, "names": symbols})
}

fn of_symbol(names: &Names, symbol: &Symbol) -> Value {
    let together = names.together(symbol).into_iter().filter(|other| *other != symbol);
    json!({
        "name": symbol.name,
        "of": symbol.of,
        "kind": symbol.kind.word(),
        "definition": symbol.definition.as_ref().map(|mention| of_mention(names, mention)),
        "uses": symbol.uses.iter().map(|mention| of_mention(names, mention)).collect::<Vec<_>>(),
        "together": together.map(Symbol::full_name).collect::<Vec<_>>(),
    })
}

fn of_mention(names: &Names, mention: &Mention) -> Value {
    let sources = names.sources();
    let (file, start) = (sources.file(mention.span.file), sources.place(mention.span));
    let end = sources.place(Span { start: mention.span.end, ..mention.span });
    let cell = file.cells.iter().find(|(from, to, _)| (*from..=*to).contains(&mention.span.start));
    json!({
        "file": file.path,
        "line": start.line,
        "column": start.column,
        "end": {"line": end.line, "column": end.column},
        "bytes": [mention.span.start, mention.span.end],
        "cell": cell.map(|(_, _, address)| address),
        "place": mention.kind.word(),
        "within": mention.within,
        "exact": mention.exact,
    })
}
