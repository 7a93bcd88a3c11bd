//! `rulebook check`: every mistake of a policy, or what it says.

use super::findings::{self, Form};
use super::reading::{ReadingArgs, pair};
use super::{Ended, Failure, annotations, books, fix, overview, terminal, watch};
use crate::engine::no_pack;
use crate::mend::{self, Checked};
use crate::value::Date;
use crate::{Engine, LoadOptions, PackFiles, Source};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook check rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook check rules/channel-scorecard
  rulebook check rules/channel-scorecard --set most_accounts=15
  rulebook check rules/channel-scorecard --as-of 2026-03-31     the version in force on that day
  rulebook check rules/mine --watch                             again with each change, as you edit
  rulebook check rules/channel-scorecard --fix                  corrects what can only be a slip
  rulebook check rules/channel-scorecard --book samples/channel-scorecard.xlsx
      how many rows lie in gaps and overlaps, and which rules none of them meets
  rulebook check rules/*/                                       several policies, one after another
  rulebook check rules/channel-scorecard --format json          for editors and other programs
  rulebook check rules/*/ --format github                       annotations of a pull request on GitHub

Exit status: 0 no findings; 1 findings; 2 there is no policy to check.";

/// Find every mistake of a policy at once, without any workbook; where there is none, show what it says
///
/// Each mistake comes with its file, line and column, the text underlined, and what to do about it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy, or several: folders that hold policy.yaml, or policy files
    #[arg(required = true, value_name = "PACK")]
    packs: Vec<PathBuf>,
    /// Correct the files where nothing else can have been meant, and say what was changed; the other
    /// findings are shown with what to write, where that is known
    #[arg(long)]
    fix: bool,
    /// Look at data, too: how many rows lie in a gap or an overlap, which rules no row meets; workbooks or folders
    #[arg(long, value_name = "BOOK", num_args = 1.., conflicts_with = "fix")]
    book: Vec<PathBuf>,
    /// Check again whenever a file of the pack changes
    #[arg(long, conflicts_with = "fix")]
    watch: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Form of the findings: for people, for programs, as annotations of GitHub Actions, or for code scanning
    #[arg(long, value_enum, default_value = "text")]
    format: CheckForm,
}

/// The form of findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckForm {
    Text,
    Json,
    Github,
    Sarif,
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
    if args.watch {
        let read: Vec<PathBuf> = args.packs.iter().map(|pack| watch::of_pack(pack)).chain(args.book.clone()).collect();
        return watch::watch(&read, &[], || once(args));
    }
    once(args)
}

fn once(args: &Args) -> Result<Ended, Failure> {
    let (engine, options) = (Engine::new(), args.policy.options());
    if args.fix {
        return mended(args, &engine, &options);
    }
    let (mut checked, mut failures) = (Vec::new(), Vec::new());
    for pack in &args.packs {
        match check(args, pack, &engine, &options) {
            Ok(found) => checked.push((pack.as_path(), found)),
            Err(failure) => failures.push(failure),
        }
    }
    if !checked.is_empty() {
        let text = shown(args, &checked);
        terminal::results(|out| out.write_all(text.as_bytes()))?;
    }
    all_done(failures, checked.iter().all(|(_, found)| found.is_clean()))
}

fn check(args: &Args, pack: &Path, engine: &Engine, options: &LoadOptions) -> Result<Checked, Failure> {
    let files = PackFiles::at(pack).map_err(|error| Failure::Policy(no_pack(error)))?;
    let mut checked = findings::to_check(mend::check(engine, &files, options))?;
    if let Some(policy) = checked.policy.as_ref().filter(|_| !args.book.is_empty()) {
        let sources: Vec<Source> = books::find(&args.book)?.into_iter().map(Source::file).collect();
        checked.findings = engine.check_with(policy, &sources, &args.reading.options())?;
    }
    Ok(checked)
}

/// `--fix`, a pack after the other.
fn mended(args: &Args, engine: &Engine, options: &LoadOptions) -> Result<Ended, Failure> {
    let form = match args.format {
        CheckForm::Text => Form::Text,
        CheckForm::Json => Form::Json,
        CheckForm::Github | CheckForm::Sarif => {
            let help = "run `check --fix` first, then `check` in that form";
            return Err(Failure::with_help("`--fix` has no such form", help));
        }
    };
    let (mut failures, mut clean) = (Vec::new(), true);
    for pack in &args.packs {
        if let (true, Form::Text) = (args.packs.len() > 1, form) {
            terminal::results(|out| writeln!(out, "{}", pack.display()))?;
        }
        let files = PackFiles::at(pack).map_err(|error| Failure::Policy(no_pack(error)));
        match files.and_then(|files| fix::run(engine, &files, options, form)) {
            Ok(ended) => clean &= ended == Ended::Fine,
            Err(failure) => failures.push(failure),
        }
    }
    all_done(failures, clean)
}

/// How it ends where some packs could not be looked at: all of these are told.
fn all_done(mut failures: Vec<Failure>, clean: bool) -> Result<Ended, Failure> {
    let last = failures.pop();
    failures.iter().for_each(Failure::print);
    match last {
        Some(failure) => Err(failure),
        None => Ok(if clean { Ended::Fine } else { Ended::Findings }),
    }
}

fn shown(args: &Args, checked: &[(&Path, Checked)]) -> String {
    let found: Vec<&Checked> = checked.iter().map(|(_, found)| found).collect();
    match (args.format, checked) {
        (CheckForm::Github, _) => annotations::github(&found),
        (CheckForm::Sarif, _) => format!("{:#}\n", annotations::sarif(&found)),
        (CheckForm::Json, [(_, one)]) if args.packs.len() == 1 => format!("{:#}\n", findings::json(one)),
        (CheckForm::Json, _) => {
            let packs = checked.iter().map(|(pack, found)| {
                let mut json = findings::json(found);
                json["pack"] = pack.display().to_string().into();
                json
            });
            format!("{:#}\n", serde_json::json!({"schema": 1, "packs": packs.collect::<Vec<_>>()}))
        }
        (CheckForm::Text, [(pack, one)]) if args.packs.len() == 1 => for_people(pack, one),
        (CheckForm::Text, _) => checked.iter().map(|(pack, found)| in_turn(pack, found)).collect(),
    }
}

/// One of several packs: its findings, or that there are none.
fn in_turn(pack: &Path, checked: &Checked) -> String {
    match findings::text(checked) {
        none if none.is_empty() => format!("{}: no findings\n", pack.display()),
        text => format!("{}:\n{text}\n", pack.display()),
    }
}

fn for_people(pack: &Path, checked: &Checked) -> String {
    let mut text = findings::text(checked);
    let certain = checked.all().filter(|found| found.is_error() && found.fix.as_ref().is_some_and(|fix| fix.certain));
    match certain.count() {
        0 => {}
        1 => text.push_str(&format!("1 can be fixed at once: rulebook check {} --fix\n", pack.display())),
        many => text.push_str(&format!("{many} can be fixed at once: rulebook check {} --fix\n", pack.display())),
    }
    if let Some(policy) = checked.policy.as_ref().filter(|_| !checked.findings.has_errors()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&overview::text(policy));
    }
    text
}
