//! `rulebook import` and `rulebook export`: decision tables of other programs.

use super::making::{free, quoted, write};
use super::{Ended, Failure, terminal};
use crate::exchange::{self, Exported, Imported};
use crate::{Engine, Findings, PackFiles, Policy, export};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

pub(super) const IMPORT_EXAMPLE: &str = "rulebook import dmn loans.dmn -o rules/loans";
pub(super) const EXPORT_EXAMPLE: &str = "rulebook export dmn rules/loans -o loans.dmn";

const IMPORT_EXAMPLES: &str = "\
Examples:
  rulebook import dmn loans.dmn                   a pack `loans` of the decision tables of a DMN model
  rulebook import jdm pricing.json -o rules/pricing
      the same of a graph of GoRules

Exit status: 0 the pack is there, whether or not something was skipped; 2 it could not be made. Nothing that exists is
written over.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  rulebook export dmn rules/channel-scorecard                     channel-scorecard.dmn
  rulebook export dmn rules/channel-scorecard -o segments.dmn     under another name

Exit status: 0 the file is there, whether or not something was skipped; 2 it could not be made.";

/// Make a pack of the decision tables of another program
///
/// A table comes over whole or not at all: one with a cell that no cell here can say is skipped. What is skipped is
/// listed, each with its line and the reason, and so is what means a little else here.
#[derive(clap::Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(super) struct ImportArgs {
    /// What the file is: dmn (DMN 1.3 to 1.5), or jdm (GoRules)
    #[arg(value_name = "FORMAT")]
    format: From,
    /// The file
    file: PathBuf,
    /// The folder to make; called like the file when left out
    #[arg(short, long, value_name = "PACK")]
    output: Option<PathBuf>,
}

/// Write the decision tables of a pack for other programs
///
/// Parameters stand in it with their values. What a pack has and DMN has not is listed, each with its line.
#[derive(clap::Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub(super) struct ExportArgs {
    /// What to write: dmn (DMN 1.3)
    #[arg(value_name = "FORMAT")]
    format: To,
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// The file; called like the policy when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum From {
    Dmn,
    Jdm,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    Dmn,
}

pub(super) fn import(args: &ImportArgs) -> Result<Ended, Failure> {
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from(args.file.file_stem().unwrap_or_default()));
    free(&folder)?;
    let name = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).map_err(|error| Failure::new(format!("`{name}` cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::with_help(format!("`{name}` is no text in UTF-8"), "save it as UTF-8 in the program it comes from")
    })?;
    let imported = match args.format {
        From::Dmn => exchange::from_dmn(&name, &text),
        From::Jdm => exchange::from_jdm(&name, &text),
    };
    let imported = imported.map_err(|problem| Failure::Problems(vec![problem]))?;
    said(&imported.findings);
    if imported.tables.is_empty() {
        let message = format!("`{name}` has no decision table that can be said here");
        return Err(Failure::with_help(message, "what stands above says why"));
    }
    let files = imported.files.iter().map(|(name, text)| (name, text.clone().into_bytes()));
    let checked = PackFiles::new(files).map(|files| Policy::read(&files, &crate::LoadOptions::default()));
    let checked = checked.map_err(|error| Failure::with_help(error.message, error.help))?;
    let found = checked.map_or_else(|findings| findings, |policy| Engine::new().check(&policy));
    write(&folder, imported.files.iter().map(|(name, text)| (name, text.clone())))?;
    let text = imported_text(&folder, &imported, &found);
    terminal::results(|out| std::io::Write::write_all(out, text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// What was found, on stderr.
fn said(findings: &Findings) {
    let text = findings.render(terminal::style_of_stderr());
    if !text.is_empty() {
        terminal::note(text.trim_end());
    }
}

fn listed(tables: &[(String, usize)]) -> String {
    let s = |many: usize| if many == 1 { "" } else { "s" };
    tables.iter().map(|(name, rules)| format!("  {name}: {rules} rule{}\n", s(*rules))).collect()
}

fn and_left_out(findings: &Findings) -> String {
    let count = |code: &str| findings.diagnostics().iter().filter(|found| found.code == code).count();
    let mut parts = Vec::new();
    for (many, words) in [(count("skipped"), "skipped"), (count("differs"), "a little different")] {
        parts.extend((many > 0).then(|| format!("{many} {words}")));
    }
    if parts.is_empty() { String::new() } else { format!("{}: see above\n", parts.join(", ")) }
}

fn imported_text(folder: &Path, imported: &Imported, found: &Findings) -> String {
    let check = match (found.has_errors(), found.diagnostics().len()) {
        (true, _) => "its check finds mistakes",
        (false, 0) => "its check finds nothing",
        (false, _) => "its check has warnings",
    };
    let pack = quoted(folder);
    format!(
        "{}{}\n{} is there; {check}.\nNext:\n  rulebook check {pack}\n",
        listed(&imported.tables),
        and_left_out(&imported.findings),
        folder.display(),
    )
}

pub(super) fn export(args: &ExportArgs) -> Result<Ended, Failure> {
    let To::Dmn = args.format;
    let policy = Policy::load(&args.pack).map_err(Failure::Policy)?;
    let prepared = Engine::new().prepare(&policy).map_err(Failure::Policy)?;
    let exported = exchange::to_dmn(policy.model(), &prepared);
    said(&exported.findings);
    if exported.tables.is_empty() {
        return Err(Failure::with_help(
            "the policy has no decision table that DMN can say",
            "what stands above says why",
        ));
    }
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.dmn", policy.model().name.value)));
    if policy.paths().contains(&output) {
        return Err(Failure::new(format!("`{}` is a file of the policy", output.display())));
    }
    export::replace_files(&[(output.clone(), exported.text.as_bytes())])?;
    let text = exported_text(&output, &exported);
    terminal::results(|out| std::io::Write::write_all(out, text.as_bytes()))?;
    Ok(Ended::Fine)
}

fn exported_text(output: &Path, exported: &Exported) -> String {
    format!("{}{}\n{} is there.\n", listed(&exported.tables), and_left_out(&exported.findings), output.display())
}
