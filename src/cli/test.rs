//! `rulebook test`: the tests of a policy, and how much of it they show.

use super::findings::Form;
use super::progress::Progress;
use super::{Ended, Failure, accept, suggest, terminal, watch};
use crate::Engine;
use crate::cases::{Detail, Report, Suite};
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook test rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook test rules/channel-scorecard
  rulebook test rules/channel-scorecard --case \"a dormant customer is a D\"
  rulebook test rules/channel-scorecard --case \"a dormant customer is a D\" --why
  rulebook test rules/channel-scorecard --accept
  rulebook test rules/channel-scorecard --suggest
  rulebook test rules/channel-scorecard --min-coverage 100%

Exit status: 0 all passed; 1 a test failed, or coverage is too low; 2 the tests could not be run.";

/// Run the tests of a policy: rows that are given, and what it must make of them
///
/// The tests stand in tests.yaml beside the policy. A failure says what was expected, what was found,
/// and the rule or formula that decided it; --why shows everything behind it. Where a policy was changed on purpose,
/// --accept writes what is found into tests.yaml; --suggest makes tests for what these leave open. Coverage counts the rules that fire and are
/// passed over, triggers that fire and do not, branches of formulas and bands of scorecards.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml and tests.yaml
    pack: PathBuf,
    /// Fail where the tests show less of the policy than this, as in 100%
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// Run this test alone
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
    /// Show everything behind what was found, down to the rows that are given
    #[arg(long)]
    why: bool,
    /// Write what was found in place of what was expected, in tests.yaml; each change is shown
    #[arg(long)]
    accept: bool,
    /// Make tests for what the tests leave open, as YAML: limits, conditions one by one, rules that never hit
    #[arg(long, conflicts_with_all = ["min_coverage", "case", "why", "accept"])]
    suggest: bool,
    /// Run the tests again whenever a file of the pack changes
    #[arg(long, conflicts_with_all = ["accept", "suggest"])]
    watch: bool,
    /// Form of the report: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// `90%`, or `90`, as a part of 1.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    match number {
        Ok(number) if (0.0..=100.0).contains(&number) => Ok(number / 100.0),
        _ => Err("write a percentage from 0% to 100%".into()),
    }
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    if args.watch {
        return watch::watch(&[watch::of_pack(&args.pack)], &[], || once(args));
    }
    once(args)
}

fn once(args: &Args) -> Result<Ended, Failure> {
    let engine = Engine::new();
    if args.suggest {
        return suggest::suggest(&engine, &args.pack, args.format);
    }
    let mut suite = Suite::load(&engine, &args.pack).map_err(Failure::Policy)?;
    if let Some(name) = &args.case {
        suite.only(name).map_err(|help| Failure::with_help(format!("there is no test `{name}`"), help))?;
    }
    let progress = Progress::start(false);
    let report = suite.run(&engine)?;
    drop(progress);
    let detail = if args.why { Detail::Full } else { Detail::Short };
    let report = match args.accept {
        true => accept::accept(&engine, &suite, &report, (args.format, detail))?,
        false => {
            let text = match args.format {
                Form::Text => report.text_in(detail),
                Form::Json => format!("{:#}\n", report.to_json()),
            };
            terminal::results(|out| out.write_all(text.as_bytes()))?;
            report
        }
    };
    ended(args, &report)
}

fn ended(args: &Args, report: &Report) -> Result<Ended, Failure> {
    let too_low = args.min_coverage.filter(|least| report.coverage.part() < *least);
    if let Some(least) = too_low {
        terminal::note(&format!("coverage is below --min-coverage {}%", least * 100.0));
    }
    Ok(if report.counts().1 > 0 || too_low.is_some() { Ended::Findings } else { Ended::Fine })
}
