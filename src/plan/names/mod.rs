//! The names of a pack: what each stands for, where it is declared and where it is used.
//!
//! They are noted while a policy is bound, where a name is found to stand for something ([`Notes`]), so that
//! the index says of every name what the run takes it for. [`Names`] is made of the notes when somebody asks.

mod places;
mod symbols;
mod thing;

pub use places::PlaceKind;
pub use symbols::SymbolKind;
pub use thing::{Note, Notes, Thing};

use crate::plan::Plan;
use crate::policy::model::Policy;
use crate::script::Library;
use crate::source::{FileId, Sources, Span};
use places::Places;
use std::collections::{BTreeMap, BTreeSet};

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name.
    pub name: String,
    /// What it belongs to: the table of a column or decision table, the scorecard of a measure.
    pub of: Option<String>,
    /// Where it is declared; nothing where it comes with the language or the host program.
    pub definition: Option<Mention>,
    /// Where else it is named, in the order of files and lines.
    pub uses: Vec<Mention>,
}

/// A place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name alone, quotes and what stands around it left out.
    pub span: Span,
    /// What kind of text it stands in.
    pub kind: PlaceKind,
    /// What that text belongs to: `customers.margin`; a test's name.
    pub within: String,
    /// Whether the very characters of the name stand there. Otherwise the name is written in another way
    /// (escapes), or `span` is all that is known of its place.
    pub exact: bool,
}

impl Symbol {
    /// The name as it is told apart from others: `customers.margin`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.of {
            Some(of) => format!("{of}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// Every place of the name, its declaration first.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.definition.iter().chain(&self.uses)
    }
}

/// The index of a pack's names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    symbols: Vec<Symbol>,
    sources: Sources,
}

/// A test of the policy: where it stands, and its name.
pub type TestPlace = (Span, String);

impl Names {
    /// The index of a policy that was bound and of its tests, whose names were noted likewise.
    #[must_use]
    pub fn of(
        (policy, plan, library): (&Policy, &Plan, &Library),
        notes: &Notes,
        sources: &Sources,
        tests: &[TestPlace],
    ) -> Names {
        let places = Places::of(policy, library, tests);
        let mut symbols = Vec::new();
        let mut numbers: BTreeMap<Thing, usize> = BTreeMap::new();
        for (thing, symbol) in symbols::declared(policy, plan, library, sources) {
            numbers.insert(thing, symbols.len());
            symbols.push(symbol);
        }
        let mut add = |note: &Note, mention: Mention| {
            let number = *numbers.entry(note.thing).or_insert_with(|| {
                symbols.push(symbols::from_elsewhere(note.thing, library));
                symbols.len() - 1
            });
            let symbol: &mut Symbol = &mut symbols[number];
            let declared = symbol.definition.as_ref().is_some_and(|known| known.span == mention.span);
            if !declared && symbol.uses.last().is_none_or(|known| known.span != mention.span) {
                symbol.uses.push(Mention { exact: sources.text(mention.span) == symbol.name, ..mention });
            }
        };
        for note in notes.sorted() {
            let (kind, within) = places.find(note.span).unwrap_or((PlaceKind::Declaration, ""));
            add(&note, Mention { span: note.span, kind, within: within.to_string(), exact: false });
        }
        Names { symbols, sources: sources.clone() }
    }

    /// Everything that has a name, in the order of the policy; functions that come with the language last.
    #[must_use]
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// The files the places lie in, with their texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What the name at a byte of a file stands for, the file by its name in the pack. Where one name stands
    /// for two things (a decision table and its result), the first of them; [`Names::together`] tells the others.
    #[must_use]
    pub fn at(&self, file: &str, offset: usize) -> Option<&Symbol> {
        let (id, _) = self.sources.iter().find(|(_, known)| known.name == file)?;
        let holds = |span: Span| span.file == id && (span.start as usize..=span.end as usize).contains(&offset);
        let declared = |symbol: &&Symbol| symbol.definition.as_ref().is_some_and(|mention| holds(mention.span));
        let named = |symbol: &&Symbol| symbol.mentions().any(|mention| holds(mention.span));
        self.symbols.iter().find(declared).or_else(|| self.symbols.iter().find(named))
    }

    /// Where a name is declared.
    #[must_use]
    pub fn definition(&self, symbol: &Symbol) -> Option<Span> {
        symbol.definition.as_ref().map(|mention| mention.span)
    }

    /// Where a name is used.
    pub fn uses<'n>(&'n self, symbol: &'n Symbol) -> impl Iterator<Item = Span> + 'n {
        symbol.uses.iter().map(|mention| mention.span)
    }

    /// Symbols by their name, or by what they belong to and their name (`customers.margin`).
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<&Symbol> {
        self.symbols.iter().filter(|symbol| symbol.name == name || symbol.full_name() == name).collect()
    }

    /// The symbol, and all that share a written name with it, so that they can only be renamed together: a
    /// measure and the column it is named after, a column of two tables that one script reads.
    #[must_use]
    pub fn together<'n>(&'n self, symbol: &'n Symbol) -> Vec<&'n Symbol> {
        let mut at: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for (number, other) in self.symbols.iter().enumerate() {
            other.mentions().for_each(|mention| at.entry(mention.span).or_default().push(number));
        }
        let own = self.symbols.iter().position(|other| std::ptr::eq(other, symbol) || other == symbol);
        let mut found: BTreeSet<usize> = own.into_iter().collect();
        let mut open: Vec<usize> = found.iter().copied().collect();
        while let Some(number) = open.pop() {
            let near = self.symbols[number].mentions().flat_map(|mention| &at[&mention.span]);
            open.extend(near.copied().filter(|other| found.insert(*other)));
        }
        found.into_iter().map(|number| &self.symbols[number]).collect()
    }

    /// The file of that number, by its name in the pack.
    #[must_use]
    pub fn file(&self, id: FileId) -> &str {
        &self.sources.file(id).name
    }
}
