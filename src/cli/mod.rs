//! One file per command; the only place that prints or exits.

mod accept;
mod annotations;
mod ask;
mod books;
mod check;
mod demo;
mod diff;
mod exchange;
mod explain;
mod failure;
mod findings;
mod fix;
mod inspect;
mod inspect_json;
mod inspect_text;
mod lsp;
mod making;
mod memory;
mod names;
mod new;
mod overview;
mod parts;
mod plan;
mod plan_text;
mod progress;
mod reading;
mod revision;
mod run;
mod schema;
mod shell;
mod shipped;
mod suggest;
mod summary;
#[cfg(feature = "xlsx")]
mod table;
mod target;
mod terminal;
mod test;
mod verify;
mod watch;

use clap::{CommandFactory, Parser, Subcommand};
use failure::Failure;
pub use memory::Capped;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  rulebook demo
      a first report from nothing: a policy, a workbook and the report of the two in one folder
  rulebook check rules/channel-scorecard
      every mistake of a policy; or, where there is none, what it says
  rulebook run rules/channel-scorecard samples/channel-scorecard.xlsx -o report.xlsx
      reads the workbook, applies the policy, writes the report
  rulebook explain rules/channel-scorecard samples/channel-scorecard.xlsx manager S0001
      why a row has its score: rules, values and the cells they came from
  rulebook diff rules/channel-scorecard samples/channel-scorecard.xlsx --rev HEAD~1
      what the last edit of the policy does to segments, bands, figures, triggers and people
  rulebook test rules/channel-scorecard
      runs the tests of the policy, and says what they leave untested
  rulebook table export rules/channel-scorecard -o tables.xlsx
      decision tables as a workbook to edit; `table import` brings the edits back
  rulebook import dmn loans.dmn -o rules/loans
      decision tables of a DMN model as a pack; `export dmn` is the way back
  rulebook verify run.json
      runs again what `run --manifest run.json` told of, and says what differs

Exit status: 0 fine; 1 the policy (check), its tests (test) or the data (run --strict) have findings, something the policy asserts does not hold (run), or a run is not the same again (verify); 2 the work could not be done.";

/// Applies a policy written in plain files to Excel workbooks, and writes a report one can defend.
#[derive(Parser)]
#[command(name = "rulebook", version, arg_required_else_help = true, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    /// Most memory to use, as in 4G [default: 4G and 400 times the size of the workbooks, at most three
    /// quarters of the machine's]
    #[arg(long, global = true, display_order = 100, value_name = "SIZE", value_parser = memory::size)]
    memory_limit: Option<usize>,
    /// Language of what is said: en, ko, ja or zh [default: the locale's; of reports the policy's own]
    #[arg(long, global = true, display_order = 101, value_name = "LANGUAGE")]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    New(new::Args),
    Inspect(inspect::Args),
    Run(run::Args),
    Explain(explain::Args),
    Diff(diff::Args),
    Check(check::Args),
    Plan(plan::Args),
    Names(names::Args),
    Test(test::Args),
    #[cfg(feature = "xlsx")]
    Table(table::Args),
    Import(exchange::ImportArgs),
    Export(exchange::ExportArgs),
    Verify(verify::Args),
    Schema(schema::Args),
    Lsp(lsp::Args),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Fine,
    /// It did its work and found something that it was asked to mind.
    Findings,
}

/// The whole command: reads the arguments of the process, does the work, prints, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    // A library's panic is caught and reported in our own words; the library's own are noise.
    std::panic::set_hook(Box::new(|_| {}));
    std::panic::catch_unwind(command).unwrap_or_else(|panic| {
        let what = panic.downcast_ref::<&str>().map(ToString::to_string);
        let what = what.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        let help = "this is a mistake in rulebook, not in your files: please report it with the command you ran";
        Failure::with_help(format!("the program gave up: {what}"), help).print();
        ExitCode::from(2)
    })
}

fn command() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    memory::limit(cli.memory_limit);
    terminal::speak(cli.lang.as_deref());
    let ended = match &cli.command {
        Command::Demo(args) => demo::run(args),
        Command::New(args) => new::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Run(args) => run::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Check(args) => check::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Names(args) => names::run(args),
        Command::Test(args) => test::run(args),
        #[cfg(feature = "xlsx")]
        Command::Table(args) => table::run(args),
        Command::Import(args) => exchange::import(args),
        Command::Export(args) => exchange::export(args),
        Command::Verify(args) => verify::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Lsp(args) => lsp::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args),
    };
    match ended {
        Ok(Ended::Fine) => ExitCode::SUCCESS,
        Ok(Ended::Findings) => ExitCode::from(1),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

/// Help that was asked for, or what is wrong with the arguments and a command line that works.
fn usage(error: &clap::Error) -> ExitCode {
    // Who closed the other end does not want to read it.
    let _ = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    let asked = std::env::args().nth(1).unwrap_or_default();
    let example = match asked.as_str() {
        "run" => Some(run::EXAMPLE),
        "explain" => Some(explain::EXAMPLE),
        "diff" => Some(diff::EXAMPLE),
        "check" => Some(check::EXAMPLE),
        "demo" => Some(demo::EXAMPLE),
        "new" => Some(new::EXAMPLE),
        "inspect" => Some(inspect::EXAMPLE),
        "plan" => Some(plan::EXAMPLE),
        "names" => Some(names::EXAMPLE),
        "test" => Some(test::EXAMPLE),
        #[cfg(feature = "xlsx")]
        "table" => Some(table::EXAMPLE),
        "import" => Some(exchange::IMPORT_EXAMPLE),
        "export" => Some(exchange::EXPORT_EXAMPLE),
        "verify" => Some(verify::EXAMPLE),
        "schema" => Some(schema::EXAMPLE),
        "lsp" => Some(lsp::EXAMPLE),
        "completions" => Some(shell::EXAMPLE),
        "man" => Some(shell::MAN_EXAMPLE),
        _ => None,
    };
    if let Some(example) = example {
        terminal::note(&format!("\nexample: {example}"));
    } else if error.kind() != clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let names: Vec<String> = Cli::command().get_subcommands().map(|c| format!("`{}`", c.get_name())).collect();
        terminal::note(&format!("\nthe commands are {}; example: {}", names.join(", "), check::EXAMPLE));
    }
    ExitCode::from(2)
}
