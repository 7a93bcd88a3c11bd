//! `rulebook demo`: a first report from nothing.

use super::shipped::Shipped;
use super::target::Target;
use super::{Ended, Failure, making, new, summary, terminal};
use crate::export::{self, Format};
use crate::{Engine, Policy, RunOptions, Source};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook demo";

const EXAMPLES: &str = "\
Examples:
  rulebook demo                                            into the folder rulebook-demo
  rulebook demo try --like strategic-accounts --lang ja

Exit status: 0 the report is there; 2 it could not be made. Nothing that exists is written over.";

/// Make a first report from nothing: a shipped policy, its sample workbook, and the report of the two
///
/// Everything goes into one new folder; what is printed last are the commands to go on with.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to make
    #[arg(default_value = "rulebook-demo")]
    folder: PathBuf,
    /// The shipped pack to show
    #[arg(long, value_name = "NAME", default_value = "channel-scorecard", value_parser = new::shipped_names())]
    like: String,
    /// Language of titles and messages
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let Some(pack) = Shipped::named(&args.like) else {
        return Err(Failure::new(format!("no shipped pack is called `{}`", args.like)));
    };
    export::available(Format::Xlsx)?;
    making::free(&args.folder)?;
    std::fs::create_dir_all(&args.folder)
        .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", args.folder.display())))?;
    let (policy, book) = (args.folder.join("policy"), args.folder.join("sales.xlsx"));
    let book = pack.write(&policy, book)?;
    let report = args.folder.join("report.xlsx");
    let start = std::time::Instant::now();
    let options = RunOptions { language: args.lang.clone(), ..RunOptions::default() };
    let loaded = Policy::load(&policy).map_err(Failure::Policy)?;
    let outcome = Engine::new().run(&loaded, &[Source::file(&book)], &options)?;
    export::write(&outcome, Format::Xlsx, &report)?;
    let target = Target::File(report.clone(), Format::Xlsx);
    terminal::note(summary::text(&outcome, &target, start.elapsed()).trim_end());
    let text = next(&outcome, [&policy, &book, &report]);
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}

/// What to do now, with names that are in this report.
fn next(outcome: &crate::Outcome, [policy, book, report]: [&Path; 3]) -> String {
    let again = making::quoted(&report.with_file_name("again.xlsx"));
    let [policy, book, report] = [policy, book, report].map(making::quoted);
    let mut steps = vec![(format!("open {report}"), format!("made of {book} by the policy in {policy}"))];
    if let Some(first) = outcome.triggers.first() {
        let command = format!("rulebook explain {policy} {book} {} {}", first.trigger(), key(&first.key()));
        steps.push((command, "why the first case of the review list is there, down to the cells".to_string()));
    }
    steps.extend([
        (format!("rulebook check {policy}"), "what the policy says; change a number in its policy.yaml".to_string()),
        (
            format!("rulebook run {policy} {book} -o {again} --baseline {report}"),
            "the report again, with what has changed since".to_string(),
        ),
        ("rulebook new mine --from YOUR.xlsx".to_string(), "a first policy that fits your own workbook".to_string()),
    ]);
    let lines: String = steps.iter().flat_map(|(command, what)| ["  ", command, "\n      ", what, "\n"]).collect();
    format!("\nNext:\n{lines}")
}

/// A key as it can be typed.
fn key(key: &str) -> String {
    if key.contains(|mark: char| !mark.is_alphanumeric() && !"-_.".contains(mark)) {
        format!("\"{key}\"")
    } else {
        key.to_string()
    }
}
