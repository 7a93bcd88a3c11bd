//! `rulebook verify`: a run made again, and what differs.

use super::{Ended, Failure, books, terminal};
use crate::verify::{self, Difference, FileChange, Places, Report, Verified};
use std::fmt::Write;
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook verify run.json";

const EXAMPLES: &str = "\
Examples:
  rulebook verify run.json                                   what `run --manifest run.json` wrote
  rulebook verify run.json --books archive/2026-06           the workbooks lie elsewhere now
  rulebook verify report.xlsx --policy rules/channel-scorecard --books months/
                                                             a report alone tells what it was made of

Exit status: 0 the same; 1 something differs; 2 it cannot be run again.";

/// Run again what a manifest or a report tells of, and say what differs
///
/// Compared are the workbooks and the files of the policy, the control totals, the result part by part, and
/// the report that was written, cell by cell.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What `run --manifest` wrote; or a report: xlsx, JSON, or a folder of CSV
    #[arg(value_name = "MANIFEST")]
    manifest: PathBuf,
    /// Where the workbooks are now: files, or a folder; they are known by what is in them and by their
    /// names [default: where the manifest says, or beside the report]
    #[arg(long, value_name = "BOOK", num_args = 1..)]
    books: Vec<PathBuf>,
    /// Where the policy is now [default: where the manifest says]
    #[arg(long, value_name = "PACK")]
    policy: Option<PathBuf>,
    /// Where the earlier run is now that it was compared with [default: where the manifest says]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let (policy, baseline) = (args.policy.clone(), args.baseline.clone());
    let places = Places { books: books::find(&args.books)?, policy, baseline };
    let verified = verify::verify(&args.manifest, &places)?;
    terminal::results(|out| out.write_all(text(&verified).as_bytes()))?;
    Ok(if verified.is_same() { Ended::Fine } else { Ended::Findings })
}

/// What was found; ends with a line break. Writing into a string cannot fail.
fn text(verified: &Verified) -> String {
    let mut text = format!("{}\n", verified.policy);
    if let Some(engine) = &verified.engine {
        let own = env!("CARGO_PKG_VERSION");
        let _ = writeln!(text, "program: the run was made with rulebook {engine}, this is {own}");
    }
    files(&mut text, "inputs", verified.inputs.0, &verified.inputs.1);
    files(&mut text, "policy files", verified.policy_files.0, &verified.policy_files.1);
    if let Some(change) = &verified.baseline {
        let _ = writeln!(text, "earlier run: {}", said(change));
    }
    listed(&mut text, "control totals", None, &verified.control, verified.control.len());
    let (parts, differences) = &verified.results;
    listed(&mut text, "result", Some(*parts), differences, differences.len());
    if let Some(found) = &verified.report {
        report(&mut text, found);
    }
    text.push_str(if verified.is_same() { "\nthe same\n" } else { "\nnot the same\n" });
    text
}

fn files(text: &mut String, what: &str, count: usize, changes: &[FileChange]) {
    let _ = match changes.iter().any(FileChange::matters) {
        false => writeln!(text, "{what}: {count}, the same"),
        true => writeln!(text, "{what}: not the same"),
    };
    let (unknown, changes): (Vec<&FileChange>, Vec<&FileChange>) =
        changes.iter().partition(|change| matches!(change, FileChange::Unknown { .. }));
    for change in changes {
        let _ = writeln!(text, "  {}", said(change));
    }
    match unknown.as_slice() {
        [] => {}
        [only] => {
            let _ = writeln!(text, "  {}", said(only));
        }
        several => {
            let _ = writeln!(text, "  {} other files given were not read by the run, and are not now", several.len());
        }
    }
}

fn said(change: &FileChange) -> String {
    match change {
        FileChange::Changed { name } => format!("`{name}` has changed"),
        FileChange::Renamed { name, now } => format!("`{name}` is called `{now}` now"),
        FileChange::Gone { name } => format!("`{name}` is not there any more"),
        FileChange::New { name } => format!("`{name}` is new"),
        FileChange::Unknown { name } => format!("`{name}` was not read by the run, and is not now"),
    }
}

/// Differences below a heading; nothing below it where there are none.
fn listed(text: &mut String, what: &str, of: Option<usize>, differences: &[Difference], count: usize) {
    let of = of.map(|of| format!(" of {of} parts")).unwrap_or_default();
    let _ = match count {
        0 => writeln!(text, "{what}: the same"),
        _ => writeln!(text, "{what}: {count}{of} not the same"),
    };
    for Difference { place, was, now } in differences {
        let _ = match (was, now) {
            (Some(was), Some(now)) if was == now => writeln!(text, "  {place}: other values, {now}"),
            (Some(was), Some(now)) => writeln!(text, "  {place}: was {was}, is {now}"),
            (Some(was), None) => writeln!(text, "  {place}: was {was}, is nothing"),
            (None, Some(now)) => writeln!(text, "  {place}: was nothing, is {now}"),
            (None, None) => writeln!(text, "  {place}"),
        };
    }
    if count > differences.len() {
        let _ = writeln!(text, "  and {} more", count - differences.len());
    }
}

fn report(text: &mut String, report: &Report) {
    let name = &report.name;
    if !report.there {
        let now = if report.same_bytes { "the run writes the same again" } else { "the run writes another one now" };
        let _ = writeln!(text, "report: {name} is not there; {now}");
        return;
    }
    if report.as_written == Some(false) {
        let _ = writeln!(text, "report: {name} is not the file that was written");
    }
    let cells = match report.same_bytes && report.as_written != Some(false) {
        true => format!("report {name}, byte for byte"),
        false => format!("report {name}, cell by cell"),
    };
    listed(text, &cells, None, &report.differences, report.count);
}
