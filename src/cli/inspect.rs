//! `rulebook inspect`: what is in workbooks, before there is any policy.

use super::findings::Form;
use super::inspect_text::text;
use super::progress::Progress;
use super::{Ended, Failure, books, inspect_json, terminal};
use crate::cells;
use crate::start::{self, Given, Refused};
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook inspect samples/channel-scorecard.xlsx";

const EXAMPLES: &str = "\
Examples:
  rulebook inspect orders.xlsx
  rulebook inspect exports/ --format json     every workbook of a folder, for other programs

Exit status: 0 it is shown; 2 a file cannot be read.";

/// Show what is in workbooks: sheets, where tables start, headers, types, keys, references, totals
///
/// It is what an import sees, before there is any policy. `rulebook new` makes a first policy of it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Workbooks, CSV files, or folders of them
    #[arg(required = true, value_name = "BOOK")]
    books: Vec<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let given = read(&args.books)?;
    let progress = Progress::start(false);
    let inspection = start::inspect(&given);
    drop(progress);
    let inspection = inspection.map_err(refused)?;
    let text = match args.format {
        Form::Text => text(&inspection),
        Form::Json => format!("{:#}\n", inspect_json::json(&inspection)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// The workbooks named, whole in memory.
pub(super) fn read(names: &[PathBuf]) -> Result<Vec<Given>, Failure> {
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let data =
            cells::read_file(&path).map_err(|error| refused(Refused::Unreadable { name: name.clone(), error }))?;
        Ok(Given { name, data })
    };
    books::find(names)?.into_iter().map(read).collect()
}

pub(super) fn refused(refused: Refused) -> Failure {
    match refused {
        Refused::Unreadable { name, error } => {
            Failure::of(format!("cannot read `{name}`: {}", error.message), error.help)
        }
        Refused::NotImported(reason) => Failure::with_help(
            format!("the tables found cannot be imported: {reason}"),
            "`rulebook inspect BOOK` says what each sheet has",
        ),
        Refused::Stopped => Failure::with_help(
            "stopped before the last question; nothing was written",
            "Enter takes the guess in [ ]; without `--ask` every guess is taken",
        ),
        Refused::OnlyReports { name } => Failure::with_help(
            format!("`{name}` is a report that a run wrote, and no data"),
            "give the workbooks that the report was made of; a later run is compared with it by `rulebook run PACK BOOK… \
             --baseline REPORT`",
        ),
        Refused::NoTable => Failure::with_help(
            "no sheet has a table: a row of headers with rows below it",
            "`rulebook inspect BOOK` says what each sheet has",
        ),
    }
}
