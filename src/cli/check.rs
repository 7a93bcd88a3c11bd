//! `rulebook check`: every mistake of a policy, or what it says.

use super::findings::{self, Form};
use super::reading::{ReadingArgs, pair};
use super::{Ended, Failure, books, fix, overview, terminal};
use crate::engine::no_pack;
use crate::mend::{self, Checked};
use crate::value::Date;
use crate::{Engine, LoadOptions, PackFiles, Source};
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook check rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook check rules/channel-scorecard
  rulebook check rules/channel-scorecard --set most_accounts=15
  rulebook check rules/channel-scorecard --as-of 2026-03-31     the version in force on that day
  rulebook check rules/channel-scorecard --fix                  corrects what can only be a slip
  rulebook check rules/channel-scorecard --book samples/channel-scorecard.xlsx
      how many rows lie in gaps and overlaps, and which rules none of them meets
  rulebook check rules/channel-scorecard --format json          for editors and other programs

Exit status: 0 no findings; 1 findings; 2 there is no policy to check.";

/// Find every mistake of a policy at once, without any workbook; where there is none, show what it says
///
/// Each mistake comes with its file, line and column, the text underlined, and what to do about it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    /// Correct the files where nothing else can have been meant, and say what was changed; the other
    /// findings are shown with what to write, where that is known
    #[arg(long)]
    fix: bool,
    /// Look at data, too: how many rows lie in a gap or an overlap, which rules no row meets; workbooks or folders
    #[arg(long, value_name = "BOOK", num_args = 1.., conflicts_with = "fix")]
    book: Vec<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Form of the findings: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// What `run` and `check` may say about the policy.
#[derive(clap::Args)]
pub(super) struct PolicyArgs {
    /// Give a parameter of the policy another value, as in growth_floor=5% (may be repeated)
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// The day to stand on, as in 2026-03-31: chooses the version of the policy and the rules in
    /// force, and is what `today` means
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

impl PolicyArgs {
    pub(super) fn options(&self) -> LoadOptions {
        LoadOptions { as_of: self.as_of, set: self.set.clone() }
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day as in `2026-03-31`".into())
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let files = PackFiles::at(&args.pack).map_err(|error| Failure::Policy(no_pack(error)))?;
    let (engine, options) = (Engine::new(), args.policy.options());
    if args.fix {
        return fix::run(&engine, &files, &options, args.format);
    }
    let mut checked = findings::to_check(mend::check(&engine, &files, &options))?;
    if let Some(policy) = checked.policy.as_ref().filter(|_| !args.book.is_empty()) {
        let sources: Vec<Source> = books::find(&args.book)?.into_iter().map(Source::file).collect();
        checked.findings = engine.check_with(policy, &sources, &args.reading.options())?;
    }
    let text = match args.format {
        Form::Text => for_people(args, &checked),
        Form::Json => format!("{:#}\n", findings::json(&checked)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(findings::ended(&checked))
}

fn for_people(args: &Args, checked: &Checked) -> String {
    let mut text = findings::text(checked);
    let certain = checked.all().filter(|found| found.is_error() && found.fix.as_ref().is_some_and(|fix| fix.certain));
    match certain.count() {
        0 => {}
        1 => text.push_str(&format!("1 can be fixed at once: rulebook check {} --fix\n", args.pack.display())),
        many => text.push_str(&format!("{many} can be fixed at once: rulebook check {} --fix\n", args.pack.display())),
    }
    if let Some(policy) = checked.policy.as_ref().filter(|_| !checked.findings.has_errors()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&overview::text(policy));
    }
    text
}
