//! `rulebook run`: workbooks in, report out.

use super::check::PolicyArgs;
use super::progress::Progress;
use super::reading::ReadingArgs;
use super::target::Target;
use super::{Ended, Failure, books, parts, plan, summary, terminal, watch};
use crate::export::{self, Format};
use crate::say;
use crate::{Baseline, Engine, Outcome, Policy, Prepared, RunOptions, Source, verify};
use std::path::PathBuf;
use std::time::Instant;

pub(super) const EXAMPLE: &str = "rulebook run rules/channel-scorecard samples/channel-scorecard.xlsx -o report.xlsx";

const EXAMPLES: &str = "\
Examples:
  rulebook run rules/channel-scorecard samples/channel-scorecard.xlsx -o report.xlsx
  rulebook run rules/channel-scorecard january.xlsx february.xlsx     several workbooks are stacked
  rulebook run rules/channel-scorecard months/                        all workbooks of a folder
  rulebook run rules/channel-scorecard book.xlsx --set most_accounts=15 --lang ko
  rulebook run rules/channel-scorecard book.xlsx --sheet customers=\"Customer list\"
  rulebook run rules/channel-scorecard book.xlsx -o report.html         one page for a browser, without a network
  rulebook run rules/channel-scorecard book.xlsx -o report --format csv
  rulebook run rules/channel-scorecard book.xlsx -o - | jq .figures
  rulebook run rules/channel-scorecard book.xlsx -o - --only scorecards,triggers
  rulebook run PACK book.xlsx --report board -o board.xlsx              one of several reports of the policy
  rulebook run rules/channel-scorecard book.xlsx --manifest run.json  for rulebook verify run.json

Exit status: 0 fine; 1 something the policy asserts does not hold, or, with --strict, the data has issues; 2 there is no report.";

/// Read workbooks, apply a policy, write the report
///
/// Bad cells do not stop a run: each is listed in the report with its workbook, sheet and cell. No
/// row is lost in silence: rows read are rows used plus rows left out, and the report says which.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml, a policy file, or a plan that `rulebook plan -o` wrote
    pack: PathBuf,
    /// Workbooks (.xlsx .xlsm .xls .xlsb .ods) and .csv or .tsv files; a folder stands for all of
    /// them in it
    #[arg(value_name = "BOOK", required = true)]
    books: Vec<PathBuf>,
    /// Where the report goes: a file, a folder for CSV, or - for JSON to stdout [default:
    /// report.xlsx in this folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Format of the report; taken from the name of the file when left out
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// The JSON or the xlsx report of an earlier run: triggers are told apart as new, continuing and
    /// cleared, and moves of segments, bands and scores are listed
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write formulas in place of values, over the sheets of the report and its named parameters: change a weight,
    /// a limit or an input there, and everything follows (xlsx alone)
    #[arg(long)]
    live: bool,
    /// Lists that the report is to have, as CSV or JSON: triggers, scorecards, tables, issues, figures …, or the name of a
    /// table or a scorecard; `report` are the tables and columns that the policy's report section shows
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    only: Vec<String>,
    /// The report to make, where the policy has several by name [default: the first]
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
    /// Run again whenever the policy or a workbook changes
    #[arg(long)]
    watch: bool,
    /// Write what the run was made of and what came of it, as fingerprints: `rulebook verify FILE` runs
    /// it again and says what differs
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Processors to use; the result does not depend on it [default: all]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Exit with status 1 when the data has issues (the report is written all the same)
    #[arg(long)]
    strict: bool,
    /// Say nothing but what went wrong
    #[arg(short, long)]
    quiet: bool,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::TypedValueParser;
    let words = clap::builder::PossibleValuesParser::new(Format::ALL.map(Format::word));
    words.try_map(|word| Format::from_word(&word).ok_or("no such format"))
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    if !args.watch {
        return once(args);
    }
    let read: Vec<PathBuf> = std::iter::once(watch::of_pack(&args.pack)).chain(args.books.clone()).collect();
    let report = match Target::of(args.output.as_deref(), args.format)? {
        Target::File(path, _) | Target::Parts(path, _) => Some(path),
        Target::Stdout => None,
    };
    // The parts of a report go into a folder of its name.
    let folder = report.as_ref().map(|report| report.with_extension(""));
    let written: Vec<PathBuf> = report.into_iter().chain(folder).chain(args.manifest.clone()).collect();
    watch::watch(&read, &written, || once(args))
}

/// Where the report goes, if it can be made as it was asked for.
fn target(args: &Args) -> Result<Target, Failure> {
    let target = Target::of(args.output.as_deref(), args.format)?;
    if let Target::File(_, format) | Target::Parts(_, format) = &target {
        export::available(*format)?;
    }
    if args.live && !matches!(target, Target::File(_, Format::Xlsx)) {
        let help = "write `-o report.xlsx`";
        return Err(Failure::with_help("`--live` makes formulas, which only an xlsx report has", help));
    }
    let programs = match &target {
        Target::Stdout => true,
        Target::File(_, format) | Target::Parts(_, format) => format.is_for_programs(),
    };
    if !args.only.is_empty() && !programs {
        let help = "write `--format csv`, `--format json` or `--format jsonl`; what an xlsx report shows, `report:` in the policy says";
        return Err(Failure::with_help("`--only` is for reports that programs read", help));
    }
    Ok(target)
}

fn once(args: &Args) -> Result<Ended, Failure> {
    let start = Instant::now();
    let target = target(args)?;
    let books = books::find(&args.books)?;
    let (prepared, target) =
        if plan::is_plan(&args.pack) { planned(args, &books, target)? } else { bound(args, &books, target)? };
    let reports: Vec<String> = prepared.reports().into_iter().map(str::to_string).collect();
    let sources: Vec<Source> = books.iter().map(Source::file).collect();
    let baseline = args.baseline.as_deref().map(crate::load_baseline).transpose()?;
    let accounts = matches!(&target, Target::File(_, format) | Target::Parts(_, format) if format.is_for_people());
    let options = RunOptions {
        accounts,
        live: args.live,
        only: args.only.clone(),
        report: args.report.clone(),
        ..args.options(baseline)
    };
    let progress = Progress::start(args.quiet);
    let outcome = prepared.run(&sources, &options)?.into_outcome();
    if outcome.assertions.iter().any(|assertion| assertion.stop && !assertion.is_met()) {
        drop(progress);
        return Ok(stopped(&outcome));
    }
    export::check_only(&outcome)?;
    let left = write(&outcome, &target)?;
    drop(progress);
    args.write_manifest(&outcome, &target, &books)?;
    if !args.quiet {
        terminal::note(summary::text(&outcome, &target, start.elapsed()).trim_end());
        args.tell_reports(&reports);
        parts::tell(&outcome, &target, &left)?;
    }
    let ended = judge(args, &outcome, &target);
    // The program ends here: the system takes the memory of millions of rows back faster than they could be dropped.
    std::mem::forget(outcome);
    Ok(ended)
}

/// The policy of a pack, ready to run.
fn bound(args: &Args, books: &[PathBuf], target: Target) -> Result<(Prepared, Target), Failure> {
    let policy = Policy::load_with(&args.pack, &args.policy.options()).map_err(Failure::Policy)?;
    let (prepared, findings, _) = Engine::new().bind(&policy);
    if findings.has_errors() {
        return Err(Failure::Policy(findings));
    }
    let target = args.of_report(&prepared, target)?;
    args.check_targets(&target, &args.files_read(policy.paths(), books))?;
    if !args.quiet && !findings.diagnostics().is_empty() {
        let pack = args.pack.display();
        let them = if findings.diagnostics().len() == 1 { "it" } else { "them" };
        terminal::note(&format!(
            "the policy has {}; `rulebook check {pack}` shows {them}",
            super::findings::count(findings.diagnostics().iter())
        ));
    }
    if let Some(language) = args.reading.lang.as_deref().filter(|language| !args.quiet && !policy.speaks(language)) {
        let message = say!(
            "language-unknown",
            "--lang {language}: neither the policy nor the report has a word in this language",
            language
        );
        terminal::tell(&message);
    }
    Ok((prepared, target))
}

/// A plan that was made before.
fn planned(args: &Args, books: &[PathBuf], target: Target) -> Result<(Prepared, Target), Failure> {
    if args.manifest.is_some() {
        let help = "run the policy itself: a manifest tells of its files, which a plan does not have";
        return Err(Failure::with_help("`--manifest` does not go with a plan", help));
    }
    let prepared = plan::read(&Engine::new(), &args.pack, &args.policy)?;
    let target = args.of_report(&prepared, target)?;
    args.check_targets(&target, &args.files_read(vec![args.pack.clone()], books))?;
    Ok((prepared, target))
}

impl Args {
    /// The target as the report asked for needs it: a folder where it is in parts.
    fn of_report(&self, prepared: &Prepared, target: Target) -> Result<Target, Failure> {
        let by = prepared.plan().report(self.report.as_deref()).split.is_some();
        if by && self.live {
            let help = "leave `--live` out, or choose a report without `split_by` with `--report`";
            return Err(Failure::with_help("a report in parts has values, not formulas", help));
        }
        target.in_parts(by)
    }

    /// Whether everything can be written without losing anything that is read.
    fn check_targets(&self, target: &Target, read: &[PathBuf]) -> Result<(), Failure> {
        target.check(read)?;
        self.manifest.as_ref().map_or(Ok(()), |manifest| target.check_beside(manifest, read))
    }

    fn options(&self, baseline: Option<Baseline>) -> RunOptions {
        RunOptions { baseline, threads: self.threads.map(usize::from), ..self.reading.options() }
    }

    /// Which of several reports was made where nobody said which, and how to ask for another.
    fn tell_reports(&self, reports: &[String]) {
        if let ([first, others @ ..], None) = (reports, &self.report)
            && !others.is_empty()
        {
            let others: Vec<String> = others.iter().map(|name| format!("`--report {name}`")).collect();
            terminal::note(&format!("it is the report `{first}`; for the others write {}", others.join(", ")));
        }
    }

    fn write_manifest(&self, outcome: &Outcome, target: &Target, books: &[PathBuf]) -> Result<(), Failure> {
        let Some(path) = &self.manifest else { return Ok(()) };
        let report = match target {
            Target::Stdout => None,
            Target::File(path, format) | Target::Parts(path, format) => Some((path.as_path(), *format)),
        };
        let made = verify::Made { policy: &self.pack, books, baseline: self.baseline.as_deref(), report };
        Ok(verify::write(outcome, &made, path)?)
    }

    /// Every file this run reads: workbooks, what the policy was read from, the earlier report.
    fn files_read(&self, policy: Vec<PathBuf>, books: &[PathBuf]) -> Vec<PathBuf> {
        books.iter().cloned().chain(policy).chain(self.baseline.clone()).collect()
    }
}

/// Writes the report. Gives the parts of an earlier one that it leaves where they are.
fn write(outcome: &Outcome, target: &Target) -> Result<Vec<String>, Failure> {
    match target {
        Target::Stdout => terminal::results(|mut out| export::json::to_writer(outcome, &mut out)).map(|()| Vec::new()),
        Target::File(path, format) => Ok(export::write(outcome, *format, path).map(|()| Vec::new())?),
        Target::Parts(folder, format) => Ok(export::split::write(outcome, *format, folder)?),
    }
}

/// There is no report: something that it rests on does not hold.
fn stopped(outcome: &Outcome) -> Ended {
    let mut said = String::new();
    summary::assertions(&mut said, outcome);
    terminal::note(&format!("{said}no report was written: the policy says to stop where this does not hold"));
    Ended::Findings
}

fn judge(args: &Args, outcome: &Outcome, target: &Target) -> Ended {
    let failed: Vec<String> = outcome
        .assertions
        .iter()
        .filter(|assertion| assertion.failed())
        .map(|assertion| format!("`{}`", assertion.name))
        .collect();
    if !failed.is_empty() {
        if args.quiet {
            terminal::note(&format!("what the policy asserts does not hold: {}", failed.join(", ")));
        }
        return Ended::Findings;
    }
    let issues = summary::issues(outcome);
    if !args.strict || issues == 0 {
        return Ended::Fine;
    }
    let s = if issues == 1 { "" } else { "s" };
    let list = summary::list_of_issues(target);
    terminal::note(&format!("--strict: the data has {issues} issue{s}; {list}"));
    Ended::Findings
}
