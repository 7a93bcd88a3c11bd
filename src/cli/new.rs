//! `rulebook new`: a first pack.

use super::{Ended, Failure, inspect, terminal};
use crate::start::{self, NewPack};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook new rules/mine --from orders.xlsx";

const EXAMPLES: &str = "\
Examples:
  rulebook new rules/mine --from orders.xlsx               a policy that fits the workbook, and runs at once
  rulebook new rules/mine --from customers.csv orders.csv  one policy for several files

Exit status: 0 the pack is there; 2 it could not be made. Nothing that exists is written over.";

/// Make a first pack from workbooks: a commented policy that fits them and runs at once
///
/// Tables, types, keys, references and the period are guessed from what stands in the sheets; totals, a
/// scorecard and a trigger are a start to change. Comments in the policy say what was guessed from what.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to make
    pack: PathBuf,
    /// Workbooks, CSV files, or folders of them
    #[arg(long, required = true, num_args = 1.., value_name = "BOOK")]
    from: Vec<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    free(&args.pack)?;
    let given = inspect::read(&args.from)?;
    let name = args.pack.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let pack = start::from_books(&name, &given).map_err(inspect::refused)?;
    write(&args.pack, &pack)?;
    let text = said(args, &pack);
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// Whether a pack can be made there without writing over anything.
fn free(folder: &Path) -> Result<(), Failure> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file();
    if taken {
        let message = format!("`{}` exists, and nothing is written over", folder.display());
        return Err(Failure::with_help(message, "name another folder, or move this one away"));
    }
    Ok(())
}

fn write(folder: &Path, pack: &NewPack) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot write `{}`: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    for (name, text) in &pack.files {
        std::fs::write(folder.join(name), text).map_err(cannot)?;
    }
    Ok(())
}

/// What was made, and what to do next.
fn said(args: &Args, pack: &NewPack) -> String {
    let folder = args.pack.display();
    let tables: Vec<String> =
        pack.inspection.tables.iter().map(|table| format!("{} ({} rows)", table.name, table.rows)).collect();
    let books: Vec<String> = args.from.iter().map(|book| quoted(book)).collect();
    format!(
        "{folder} is there: {}.\n\nNext:\n  rulebook run {} {} -o report.xlsx\n  rulebook check {}\n  rulebook test {}\n",
        tables.join(", "),
        quoted(&args.pack),
        books.join(" "),
        quoted(&args.pack),
        quoted(&args.pack),
    )
}

/// A path as it can be typed.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains([' ', '(', ')', '&', '\'']) { format!("\"{text}\"") } else { text }
}
