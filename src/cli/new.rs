//! `rulebook new`: a first pack.

use super::ask::Person;
use super::making::{free, quoted, write};
use super::progress::Progress;
use super::shipped::{self, Shipped};
use super::{Ended, Failure, inspect, terminal};
use crate::start::{self, NewPack};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook new rules/mine --from orders.xlsx";

const EXAMPLES: &str = "\
Examples:
  rulebook new rules/mine --from orders.xlsx               a policy that fits the workbook, and runs at once
  rulebook new rules/mine --from customers.csv orders.csv  one policy for several files
  rulebook new rules/mine --from orders.xlsx --ask         the same, each guess put to you first
  rulebook new rules/mine --like channel-scorecard         a copy of a shipped policy, its sample beside it

Exit status: 0 the pack is there; 2 it could not be made. Nothing that exists is written over.";

/// Make a first pack: from workbooks, a commented policy that fits them and runs at once; or like a shipped one
///
/// With --from, tables, types, keys, references and the period are guessed from what stands in the sheets; totals, a
/// scorecard and a trigger are a start to change. Comments in the policy say what was guessed from what.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to make
    pack: PathBuf,
    /// Workbooks, CSV files, or folders of them
    #[arg(long, required_unless_present = "like", num_args = 1.., value_name = "BOOK")]
    from: Vec<PathBuf>,
    /// The shipped pack to copy, with its tests and, beside the folder, its sample
    #[arg(long, conflicts_with_all = ["from", "ask"], value_name = "NAME", value_parser = shipped_names())]
    like: Option<String>,
    /// Ask about each guess first: keys, references, what is added up, the period, figures, the trigger. Enter takes
    /// the guess
    #[arg(long)]
    ask: bool,
}

/// The words that name a shipped pack.
pub(super) fn shipped_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(shipped::names())
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    if let Some(pack) = args.like.as_deref().and_then(Shipped::named) {
        return copy(args, pack);
    }
    free(&args.pack)?;
    let mut person = if args.ask { Some(Person::on_terminal()?) } else { None };
    let given = inspect::read(&args.from)?;
    let name = args.pack.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let pack = match &mut person {
        Some(person) => start::from_books_asking(&name, &given, person),
        None => {
            let _progress = Progress::start(false);
            start::from_books(&name, &given)
        }
    };
    let pack = pack.map_err(inspect::refused)?;
    write(&args.pack, pack.files.iter().map(|(name, text)| (name, text.clone())))?;
    let text = said(args, &pack);
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// A copy of a shipped pack; its sample stands beside the folder, under the folder's name.
fn copy(args: &Args, pack: &Shipped) -> Result<Ended, Failure> {
    let mut sample = args.pack.clone().into_os_string();
    sample.push(".xlsx");
    let sample = pack.write(&args.pack, PathBuf::from(sample))?;
    let text = format!(
        "{} is there, a copy of `{}`; its sample is {}.\n\n{}",
        args.pack.display(),
        pack.name,
        sample.display(),
        next(&args.pack, &quoted(&sample), true),
    );
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// What was made, and what to do next.
fn said(args: &Args, pack: &NewPack) -> String {
    let folder = args.pack.display();
    let tables: Vec<String> =
        pack.inspection.tables.iter().map(|table| format!("{} ({} rows)", table.name, table.rows)).collect();
    let has_tests = pack.files.iter().any(|(name, _)| name == "tests.yaml");
    let books: Vec<String> = args.from.iter().map(|book| quoted(book)).collect();
    let reports = pack.inspection.books.iter().filter(|book| book.is_report);
    let unread: String =
        reports.map(|book| format!("{} is a report that a run wrote; it is not read.\n", book.name)).collect();
    let next = next(&args.pack, &books.join(" "), has_tests);
    format!("{folder} is there: {}.\n{unread}\n{next}", tables.join(", "))
}

/// The commands to go on with.
fn next(pack: &Path, books: &str, has_tests: bool) -> String {
    let pack = quoted(pack);
    let tests = if has_tests { format!("  rulebook test {pack}\n") } else { String::new() };
    format!("Next:\n  rulebook run {pack} {books} -o report.xlsx\n  rulebook check {pack}\n{tests}")
}
