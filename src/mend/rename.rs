//! A name of a pack becomes another one, at every place at once.

use super::check;
use super::in_sheets::keep_in_sheets;
use crate::diagnostic::Fix;
use crate::engine::{Engine, Findings, LoadOptions, Policy};
use crate::files::PackFiles;
use crate::plan::names::{Mention, Names, Symbol, SymbolKind};
use crate::policy::model::{Column, Rows, Table};
use crate::policy::name_problem;
use crate::source::Span;
use std::collections::BTreeMap;

/// Renames names of a pack.
///
/// All that is written with the name changes with it; where a sheet of a workbook is found by the name, or a
/// column of it, that name is kept as `sheet:` or `header:`, so that the same data is read. Titles that nobody
/// wrote are names, and change.
#[derive(Debug)]
pub struct Renaming<'e> {
    engine: &'e Engine,
    options: LoadOptions,
    files: PackFiles,
    policy: Policy,
    names: Names,
}

impl<'e> Renaming<'e> {
    /// Gets the names of a pack ready to be changed.
    ///
    /// # Errors
    /// When there is no policy, or it has mistakes: who uses a name is then not known.
    pub fn of(engine: &'e Engine, files: &PackFiles, options: &LoadOptions) -> Result<Renaming<'e>, Findings> {
        let checked = check(engine, files, options);
        let wrong = [&checked.findings, &checked.of_tests].into_iter().find(|findings| findings.has_errors());
        if let Some(findings) = wrong {
            return Err(findings.clone());
        }
        let policy = Policy::read(files, options)?;
        let names = Names::read(engine, files, options)?;
        Ok(Renaming { engine, options: options.clone(), files: files.clone(), policy, names })
    }

    /// The names of the pack.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The changes that give a symbol, and all that is written together with it, another name.
    ///
    /// # Errors
    /// With the reason, where it cannot have that name or its name means something by itself.
    pub fn fixes(&self, symbol: &Symbol, new: &str) -> Result<Vec<Fix>, String> {
        if let Some(problem) = name_problem(new) {
            return Err(format!("`{new}` cannot be a name: {problem}"));
        }
        let mut fixes = BTreeMap::new();
        for symbol in self.names.together(symbol) {
            self.may_change(symbol)?;
            for mention in symbol.mentions() {
                self.can_write(symbol, mention)?;
                fixes.insert(mention.span, new.to_string());
            }
            let kept = self.read_by_name(symbol).map(|(value, key)| self.kept(value, key, &symbol.name));
            for fix in kept.transpose()?.into_iter().flatten() {
                fixes.insert(fix.span, fix.text);
            }
        }
        Ok(fixes.into_iter().map(|(span, text)| Fix { span, text, certain: true }).collect())
    }

    /// The pack with these changes made.
    ///
    /// # Errors
    /// With the reason, where a name would then stand for something else than before.
    pub fn made(&self, fixes: &[Fix]) -> Result<PackFiles, String> {
        let mut files = self.files.clone();
        let mut by_file: BTreeMap<&str, Vec<(std::ops::Range<usize>, &str)>> = BTreeMap::new();
        for fix in fixes {
            let range = fix.span.start as usize..fix.span.end as usize;
            by_file.entry(self.names.file(fix.span.file)).or_default().push((range, &fix.text));
        }
        self.only_version(by_file.keys().copied())?;
        for (name, edits) in by_file {
            if !files.edit(name, &edits) {
                return Err(format!("`{name}` cannot be changed"));
            }
        }
        let after = Renaming::of(self.engine, &files, &self.options).map_err(|findings| first(&findings))?;
        match changed(&self.names, &after.names) {
            None => Ok(files),
            Some(name) => Err(format!("`{name}` would mean something else then; take another name")),
        }
    }

    /// A file that versions of the policy share cannot be changed for one of them.
    fn only_version<'f>(&self, changed: impl Iterator<Item = &'f str>) -> Result<(), String> {
        let versions: Vec<String> =
            self.files.names(".yaml").into_iter().filter(|name| name.starts_with("policy-")).collect();
        let shared = changed.into_iter().find(|name| !name.starts_with("policy"));
        match shared.filter(|_| !versions.is_empty() && self.files.policy().is_none()) {
            Some(shared) => {
                Err(format!("`{shared}` is used by other versions of the policy too: {}", versions.join(", ")))
            }
            None => Ok(()),
        }
    }

    /// Whether the name is a name and no more.
    fn may_change(&self, symbol: &Symbol) -> Result<(), String> {
        let name = &symbol.name;
        let tables = &self.policy.model().tables;
        if symbol.definition.is_none() {
            return Err(format!("`{name}` is a {}; its name stays", symbol.kind.words()));
        }
        if symbol.kind == SymbolKind::Parameter && name == "period" {
            return Err("`period` says which day a run is for; its name stays".to_string());
        }
        let stacked = |table: &&Table| matches!(&table.rows, Rows::Stack(of) if of.iter().any(|of| of.value == *name));
        if let Some(table) = tables.iter().find(stacked).filter(|_| symbol.kind == SymbolKind::Table) {
            return Err(format!("`{name}` is a value of `{}.stacked_from`", table.name.value));
        }
        let own = symbol.of.as_ref().and_then(|of| tables.iter().find(|table| table.name.value == *of));
        let titled = own.is_some_and(|table| is_titled(table, name));
        let label = |table: &&Table| match (&table.rows, own) {
            (Rows::Unpivot(from), Some(own)) => {
                from.of.value == own.name.value && from.values.iter().any(|value| value.value == *name)
            }
            _ => false,
        };
        match tables.iter().find(label).filter(|_| !titled && symbol.kind != SymbolKind::Column) {
            Some(table) => Err(format!("`{name}` is a value of `{}`; give it a `title:` first", table.name.value)),
            None => Ok(()),
        }
    }

    fn can_write(&self, symbol: &Symbol, mention: &Mention) -> Result<(), String> {
        let file = self.names.sources().file(mention.span.file);
        if mention.exact && file.cells.is_empty() {
            return Ok(());
        }
        let place = self.names.sources().cite(mention.span);
        Err(format!("`{}` is used in {place}, where it cannot be changed from here", symbol.name))
    }

    /// What a workbook may be read by under this name: where that is written otherwise, and the key for it.
    fn read_by_name(&self, symbol: &Symbol) -> Option<(Span, InSheets<'_>)> {
        let tables = &self.policy.model().tables;
        let at = symbol.definition.as_ref()?.span;
        match (symbol.kind, &symbol.of) {
            (SymbolKind::Table, _) => {
                let table = tables.iter().find(|table| table.name.span == at)?;
                matches!(&table.rows, Rows::Sheet(names) if names.is_empty()).then_some((at, InSheets::Sheet))
            }
            (SymbolKind::Column, Some(of)) => {
                let table = tables.iter().find(|table| table.name.value == *of)?;
                let column = table.columns.iter().find(|column| column.name.span == at)?;
                let known = column.headers.iter().any(|header| header.value == symbol.name);
                (!known).then_some((at, InSheets::Header(column)))
            }
            _ => None,
        }
    }

    fn kept(&self, at: Span, what: InSheets<'_>, name: &str) -> Result<Vec<Fix>, String> {
        let text = &self.names.sources().file(at.file).text;
        let last = match what {
            InSheets::Header(column) => column.headers.last().map(|header| header.span),
            InSheets::Sheet => None,
        };
        let key = if matches!(what, InSheets::Sheet) { "sheet" } else { "header" };
        keep_in_sheets(text, at, last, (key, name)).ok_or_else(|| {
            let place = self.names.sources().cite(at);
            format!("add `{key}: {name}` at {place} first: workbooks are read by that name")
        })
    }
}

fn first(findings: &Findings) -> String {
    let error = findings.diagnostics().iter().find(|found| found.is_error());
    error.map_or_else(String::new, |found| found.message.clone())
}

/// What is found in a workbook by its name.
#[derive(Clone, Copy)]
enum InSheets<'p> {
    Sheet,
    Header(&'p Column),
}

fn is_titled(table: &Table, name: &str) -> bool {
    let formulas = table.formulas.iter().map(|formula| (&formula.name, &formula.title));
    formulas.into_iter().any(|(own, title)| own.value == name && !title.texts.is_empty())
}

/// The first name that is not used at as many places of the same kinds as before.
fn changed(before: &Names, after: &Names) -> Option<String> {
    let kinds = |symbol: &Symbol| symbol.uses.iter().map(|mention| mention.kind).collect::<Vec<_>>();
    let declared = |names: &'_ Names| names.symbols().iter().filter(|symbol| symbol.definition.is_some()).count();
    if declared(before) != declared(after) {
        return before.symbols().first().map(|symbol| symbol.name.clone());
    }
    let mut pairs = before.symbols().iter().zip(after.symbols());
    pairs.find(|(old, new)| old.kind != new.kind || kinds(old) != kinds(new)).map(|(_, new)| new.full_name())
}
