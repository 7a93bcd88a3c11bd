//! `rulebook table`: decision tables to a workbook, and back.

use super::making::quoted;
use super::target::Target;
use super::{Ended, Failure, terminal};
use crate::diagnostic::{Problem, Severity, nearest};
use crate::engine::no_pack;
use crate::exchange::{self, Brought, EditedBook, RuleTable};
use crate::export::Format;
use crate::mend::{self, Checked};
use crate::{Engine, LoadOptions, PackFiles, Policy, export};
use clap::Subcommand;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook table export rules/channel-scorecard -o tables.xlsx";

const EXAMPLES: &str = "\
Examples:
  rulebook table export rules/channel-scorecard -o tables.xlsx    every decision table, a sheet each
  rulebook table export rules/mine customers.segment -o s.xlsx    the one
  rulebook table import rules/channel-scorecard tables.xlsx --dry-run
      what was edited in the workbook
  rulebook table import rules/channel-scorecard tables.xlsx       the edits, where the rules stand

Exit status: 0 done; 2 it could not be done, and nothing was changed.";

/// Edit decision tables in Excel: write them to a workbook, and bring back what was edited there
///
/// A row is a rule, known by its number; a new one has none. Cells hold what rules in the policy hold: `>= 10%`,
/// `A, B`, nothing for any value. What comes back changes the cells that differ, where they stand; comments stay.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    way: Way,
}

#[derive(Subcommand)]
enum Way {
    /// Write decision tables to a workbook
    Export(ExportArgs),
    /// Bring what was edited in the workbook into the policy
    Import(ImportArgs),
}

#[derive(clap::Args)]
struct ExportArgs {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// Decision tables, as in customers.segment; all of them when left out
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,
    /// The workbook
    #[arg(short, long, value_name = "FILE", default_value = "tables.xlsx")]
    output: PathBuf,
}

#[derive(clap::Args)]
struct ImportArgs {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// The workbook that `rulebook table export` made
    book: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let text = match &args.way {
        Way::Export(args) => export(args)?,
        Way::Import(args) => import(args)?,
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

fn read(pack: &Path) -> Result<(PackFiles, Policy), Failure> {
    let files = PackFiles::at(pack).map_err(|error| Failure::Policy(no_pack(error)))?;
    let policy = Policy::read(&files, &LoadOptions::default()).map_err(Failure::Policy)?;
    if policy.has_errors() {
        return Err(Failure::Policy(Engine::new().check(&policy)));
    }
    Ok((files, policy))
}

fn export(args: &ExportArgs) -> Result<String, Failure> {
    let (files, policy) = read(&args.pack)?;
    let all = exchange::rule_tables(&policy);
    let tables = chosen(all, &args.tables)?;
    if !tables.iter().any(RuleTable::is_editable) {
        return Err(match tables.iter().find_map(|table| table.kept_in.as_deref().zip(Some(table.full_name()))) {
            Some((file, name)) => {
                let help = format!("edit `{file}` itself");
                Failure::with_help(format!("the rules of `{name}` stand in `{file}`"), help)
            }
            None => Failure::new("the policy has no decision table"),
        });
    }
    let target = Target::File(args.output.clone(), Format::Xlsx);
    target.check(&policy.paths())?;
    if Format::from_path(&args.output) != Some(Format::Xlsx) {
        let message = format!("`-o {}` is no name of a workbook", args.output.display());
        let help = format!("write `-o {}`", args.output.with_extension("xlsx").display());
        return Err(Failure::with_help(message, help));
    }
    spare_edits(args, &files, &policy)?;
    let title = policy.model().name.value.clone();
    export::xlsx::write_rules(&exchange::rule_book(&title, &tables), &args.output)?;
    Ok(exported(args, &tables))
}

/// Nobody loses what was edited in a workbook and is not in the policy yet.
fn spare_edits(args: &ExportArgs, files: &PackFiles, policy: &Policy) -> Result<(), Failure> {
    let Ok(bytes) = std::fs::read(&args.output) else { return Ok(()) };
    let name = args.output.display().to_string();
    let other = "delete it, or choose another name with `-o`";
    let Ok(mut book) = EditedBook::read(&name, bytes) else {
        let message = format!("`{name}` is there already, and is no workbook of decision tables");
        return Err(Failure::with_help(message, other));
    };
    book.sheets.retain(|sheet| !sheet.is_untouched());
    let is_in_policy = exchange::bring_in(policy, files, &book).is_ok_and(|brought| brought.changes.is_empty());
    if is_in_policy {
        return Ok(());
    }
    let message = format!("`{name}` holds edits that are not in the policy");
    let command = format!("rulebook table import {} {}", quoted(&args.pack), quoted(&args.output));
    Err(Failure::with_help(message, format!("bring them in with `{command}`; or {other}")))
}

fn chosen(all: Vec<RuleTable>, names: &[String]) -> Result<Vec<RuleTable>, Failure> {
    let is = |table: &RuleTable, name: &String| table.full_name() == *name || table.name == *name;
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|table| is(table, name))) {
        let known: Vec<String> = all.iter().map(RuleTable::full_name).collect();
        let help = match nearest(unknown, known.iter().map(String::as_str)) {
            Some(near) => format!("there is `{near}`"),
            None => format!("there is {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::with_help(format!("no decision table is called `{unknown}`"), help));
    }
    Ok(all.into_iter().filter(|table| names.is_empty() || names.iter().any(|name| is(table, name))).collect())
}

fn exported(args: &ExportArgs, tables: &[RuleTable]) -> String {
    let mut text = String::new();
    for table in tables {
        let line = match (&table.kept_in, table.is_editable()) {
            (Some(file), _) => format!("edited in {file}: it has no sheet"),
            (None, false) if table.uses.is_some() => {
                format!("uses {}: it has no sheet", table.uses.as_deref().unwrap_or_default())
            }
            (None, false) => "no inputs: it has no sheet".to_string(),
            (None, true) => format!("{} rules", table.rules.len()),
        };
        text.push_str(&format!("  {}: {line}\n", table.full_name()));
    }
    let (pack, book) = (quoted(&args.pack), quoted(&args.output));
    format!(
        "{text}\nworkbook: {}\nNext: edit it, then\n  rulebook table import {pack} {book} --dry-run\n",
        args.output.display()
    )
}

fn import(args: &ImportArgs) -> Result<String, Failure> {
    let (files, policy) = read(&args.pack)?;
    let name = args.book.display().to_string();
    let bytes = std::fs::read(&args.book).map_err(|error| {
        let message = format!("`{name}` cannot be read: {error}");
        Failure::with_help(message, "name the workbook that `rulebook table export` made")
    })?;
    let brought = EditedBook::read(&name, bytes)
        .and_then(|book| exchange::bring_in(&policy, &files, &book))
        .map_err(Failure::Problems)?;
    if brought.changes.is_empty() {
        return Ok(format!("nothing was edited: {name} says what the policy says\n{}", others(&brought)));
    }
    let (engine, options) = (Engine::new(), LoadOptions::default());
    let after = mend::check(&engine, &brought.files, &options);
    if after.findings.has_errors() {
        let wrong = mistakes(&name, &brought, &mend::check(&engine, &files, &options), &after);
        if !wrong.is_empty() {
            return Err(Failure::Problems(wrong));
        }
    }
    if !args.dry_run {
        write(&brought)?;
    }
    Ok(imported(args, &brought, &after))
}

/// Mistakes that the edits make, each at its cell.
fn mistakes(book: &str, brought: &Brought, before: &Checked, after: &Checked) -> Vec<Problem> {
    let known: Vec<(&str, &str)> = before.findings.diagnostics().iter().map(|d| (d.code, d.message.as_str())).collect();
    let errors =
        after.findings.diagnostics().iter().filter(|found| {
            found.severity == Severity::Error && !known.contains(&(found.code, found.message.as_str()))
        });
    let sources = after.findings.sources();
    let problem = |found: &crate::Diagnostic| {
        let cell = found.span().and_then(|span| {
            let file = &sources.file(span.file).name;
            brought.cell(file, span.start as usize).map(String::from)
        });
        let place = cell.map_or_else(|| book.to_string(), |cell| format!("{book}, {cell}"));
        Problem::new(format!("{place}: {}", found.message), found.help.clone())
    };
    errors.map(problem).collect()
}

fn write(brought: &Brought) -> Result<(), Failure> {
    let bytes: Result<Vec<_>, _> = brought.changed.iter().map(|name| brought.files.bytes(name)).collect();
    let bytes = bytes.map_err(|error| Failure::with_help(error.message, error.help))?;
    let named = brought.changed.iter().zip(&bytes);
    let targets: Vec<(PathBuf, &[u8])> =
        named.filter_map(|(name, bytes)| Some((brought.files.path(name)?, &**bytes))).collect();
    export::replace_files(&targets).map_err(|error| {
        Failure::with_help(error.message, "nothing was changed; allow writing to the pack, or use `--dry-run`")
    })
}

fn imported(args: &ImportArgs, brought: &Brought, after: &Checked) -> String {
    let mut text = String::new();
    let mut last = "";
    for change in &brought.changes {
        if change.table != last {
            text.push_str(&format!("{}\n", change.table));
        }
        last = &change.table;
        text.push_str(&format!("  {}\n", change.what));
    }
    text.push_str(&others(brought));
    let many = brought.changes.len();
    let edits = if many == 1 { "1 edit".to_string() } else { format!("{many} edits") };
    let pack = quoted(&args.pack);
    if args.dry_run {
        let command = format!("rulebook table import {pack} {}", quoted(&args.book));
        return format!("{text}\n{edits}; nothing was changed. To make them:\n  {command}\n");
    }
    let warnings = after.all().count();
    let warned = match warnings {
        0 => String::new(),
        1 => "; 1 warning".to_string(),
        many => format!("; {many} warnings"),
    };
    let changed = brought.changed.join(", ");
    format!("{text}\n{edits} in {changed}{warned}\nNext:\n  rulebook check {pack}\n  rulebook test {pack}\n")
}

fn others(brought: &Brought) -> String {
    let names: Vec<String> = brought.others.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { String::new() } else { format!("left alone, no decision table: {}\n", names.join(", ")) }
}
