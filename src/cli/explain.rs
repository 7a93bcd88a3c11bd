//! `rulebook explain`: why a value of a run is what it is.

use super::check::PolicyArgs;
use super::findings::Form;
use super::progress::Progress;
use super::reading::ReadingArgs;
use super::{Ended, Failure, books, terminal};
use crate::export;
use crate::outcome::explain::{self, Absent, Answer, Limits};
use crate::{Engine, Policy, Question, RunOptions, Source};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str =
    "rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx manager S0001";

const USAGE: &str = "rulebook explain [OPTIONS] <PACK> <BOOK>... <TABLE> <KEY> [COLUMN]";

const EXAMPLES: &str = "\
Examples:
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx manager S0001
      a scorecard: points by measure, what cost most, the band, the rank
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx customers C00224 segment
      the rule that hit, and why each rule above it did not
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx slow_stock C00224
      whether a trigger fires, and why
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx orders 305101
      every value of a row; or why the row was left out
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx figures growth
      a figure; all of them without a name; `assert NAME` for an assertion

TABLE is a table, a scorecard, a trigger or `figures`; names and titles will do. Where a table has no
key, KEY is the number of the row, or values that only this row has: region=North,day=2026-03-01.

Exit status: 0 it is explained; 2 there is no such table, row or column, or the work could not be done.";

/// Show why a value is what it is: the rule, the formula, the values behind it, down to the cells
///
/// Reads the workbooks and applies the policy as `run` does, then explains one row of one table: a
/// column, a scorecard, a trigger, or every value of the row.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// Workbooks or folders of them; then a table, scorecard or trigger, the key of a row, and a column
    #[arg(value_name = "BOOK… TABLE KEY [COLUMN]", required = true, num_args = 1..)]
    rest: Vec<String>,
    /// Levels of values behind the value to show
    #[arg(long, value_name = "LEVELS", value_parser = clap::value_parser!(u8).range(0..=100), conflicts_with = "all")]
    depth: Option<u8>,
    /// Show everything, down to the cells
    #[arg(long)]
    all: bool,
    /// Rows of a sum or ranking to list
    #[arg(long, value_name = "NUMBER")]
    rows: Option<usize>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Form of the explanation: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let (books, question) = args.words()?;
    let books = books::find(&books)?;
    let policy = Policy::load_with(&args.pack, &args.policy.options()).map_err(Failure::Policy)?;
    let prepared = Engine::new().prepare(&policy).map_err(Failure::Policy)?;
    let sources: Vec<Source> = books.into_iter().map(Source::file).collect();
    let options = RunOptions { keep_written: true, ..args.reading.options() };
    let progress = Progress::start(false);
    let run = prepared.run(&sources, &options)?;
    let answer = run.explain(&question);
    drop(progress);
    let answer = answer.map_err(|unknown| Failure::of(unknown.message, unknown.help))?;
    if let (Answer::Absent(absent), Form::Text) = (&answer, args.format)
        && absent.why.is_empty()
    {
        return Err(nowhere(absent));
    }
    let text = match (&answer, args.format) {
        (answer, Form::Json) => format!("{:#}\n", export::why::to_value(answer)),
        (Answer::Row(why), Form::Text) => explain::text(why),
        (Answer::Absent(absent), Form::Text) => left_out(absent),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

impl Args {
    /// The words after the pack: workbooks while they are files or folders, then the question.
    fn words(&self) -> Result<(Vec<PathBuf>, Question), Failure> {
        let is_book = |word: &&String| Path::new(word.as_str()).exists() || looks_like_book(word);
        // Two words at least are the question, also where a folder has the name of a table.
        let question = if self.rest.last().is_some_and(|word| word == "figures") { 1 } else { 2 };
        let most = self.rest.len().saturating_sub(question);
        let books = self.rest.iter().take(most).take_while(is_book).count();
        let (books, words) = self.rest.split_at(books);
        let example = || format!("write the workbooks, then the table and the key, as in `{EXAMPLE}`");
        let few = |message: &str| Err(Failure::with_help(message, example()));
        if books.is_empty() {
            return few(match self.rest.iter().any(|word| is_book(&word)) {
                true => "there is no question after the workbook",
                false => "no workbook is named",
            });
        }
        let none = String::new();
        let (table, key, column) = match words {
            [figures] => (figures, &none, None),
            [table, key] => (table, key, None),
            [table, key, column] => (table, key, Some(column.clone())),
            _ => return few(&format!("one row of one table can be explained; `{}` is too much", words.join(" "))),
        };
        let mut limits = Limits::default();
        if self.all {
            limits = Limits { depth: usize::from(u8::MAX), every_row: true, ..limits };
        }
        limits.depth = self.depth.map_or(limits.depth, usize::from);
        limits.rows = self.rows.unwrap_or(limits.rows);
        let question = Question { table: table.clone(), key: key.clone(), column, limits };
        Ok((books.iter().map(PathBuf::from).collect(), question))
    }
}

/// A name of a file that is not there is better called missing than taken for a table.
fn looks_like_book(word: &str) -> bool {
    let extension = Path::new(word).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| books::EXTENSIONS.contains(&extension.as_str()))
}

fn nowhere(absent: &Absent) -> Failure {
    let near: Vec<String> = absent.near.iter().map(|key| format!("`{key}`")).collect();
    let help = match near.is_empty() {
        true => "the table has no rows".to_string(),
        false => format!("keys like it, or the first: {}", near.join(", ")),
    };
    let message = format!("`{}` has no row `{}`, and none of that key was left out", absent.table, absent.key);
    Failure::with_help(message, help)
}

fn left_out(absent: &Absent) -> String {
    let mut text = format!("{} {}: there is no such row\n\n", absent.table, absent.key);
    absent.why.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    text
}
