//! A pack in which every name is another one.

use rulebook::diagnostic::Fix;
use rulebook::mend::Renaming;
use rulebook::{Engine, LoadOptions, PackFiles, SymbolKind};
use std::collections::{BTreeMap, BTreeSet};

/// A pack with other names.
pub struct Renamed {
    /// The pack.
    pub files: PackFiles,
    /// The names it was given, each with the one it had.
    pub given: BTreeMap<String, String>,
    /// Why other names stayed.
    pub kept: BTreeSet<String>,
}

/// A word that stands nowhere in a pack, and is no part of another such word.
fn fresh(number: usize) -> String {
    format!("zq{number}x")
}

/// The pack with every name changed that can be.
pub fn renamed(files: &PackFiles) -> Result<Renamed, String> {
    let engine = Engine::new();
    let renaming = Renaming::of(&engine, files, &LoadOptions::default()).map_err(|findings| findings.to_string())?;
    let (mut fixes, mut given, mut kept) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    for symbol in renaming.names().symbols().iter().filter(|symbol| symbol.kind != SymbolKind::BuiltIn) {
        let new = fresh(given.len());
        match renaming.fixes(symbol, &new) {
            // What is written together was changed with the first of them.
            Ok(own) if own.iter().any(|fix| fixes.contains_key(&fix.span)) => {}
            Ok(own) => {
                fixes.extend(own.into_iter().map(|fix| (fix.span, fix)));
                given.insert(new, symbol.name.clone());
            }
            Err(reason) => drop(kept.insert(reason)),
        }
    }
    let fixes: Vec<Fix> = fixes.into_values().collect();
    Ok(Renamed { files: renaming.made(&fixes)?, given, kept })
}
