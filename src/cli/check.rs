//! `rulebook check`: every mistake of a policy, or what it says.

use super::{Ended, Failure, overview, terminal};
use crate::diagnostic::Severity;
use crate::value::Date;
use crate::{Engine, Findings, LoadOptions, Policy};
use clap::ValueEnum;
use serde_json::json;
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook check rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook check rules/channel-scorecard
  rulebook check rules/channel-scorecard --set most_accounts=15
  rulebook check rules/channel-scorecard --as-of 2026-03-31     the version in force on that day
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
    #[command(flatten)]
    policy: PolicyArgs,
    /// Form of the findings: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// The form of findings and test reports: text for people, JSON for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Text,
    Json,
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

/// `name=value`.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_string(), value.trim().to_string())),
        _ => Err("write a name, `=` and a value, without blanks around `=`".into()),
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day as in `2026-03-31`".into())
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    match Policy::load_with(&args.pack, &args.policy.options()) {
        Ok(policy) => report(args, Some(&policy), &Engine::new().check(&policy)),
        Err(findings) if nothing_to_check(&findings) => Err(Failure::Policy(findings)),
        Err(findings) => report(args, None, &findings),
    }
}

/// No policy there, or parameters it does not have: not a finding about what a policy says.
fn nothing_to_check(findings: &Findings) -> bool {
    findings.diagnostics().iter().any(|finding| finding.span().is_none())
}

fn report(args: &Args, policy: Option<&Policy>, findings: &Findings) -> Result<Ended, Failure> {
    let text = match args.format {
        Form::Text => for_people(policy, findings),
        Form::Json => format!("{:#}\n", for_programs(policy, findings)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(if findings.diagnostics().is_empty() { Ended::Fine } else { Ended::Findings })
}

fn for_people(policy: Option<&Policy>, findings: &Findings) -> String {
    let mut text = findings.render(terminal::style_of_stdout());
    if !findings.diagnostics().is_empty() {
        text.push_str(&format!("{}\n", count(findings)));
    }
    if let Some(policy) = policy.filter(|_| !findings.has_errors()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&overview::text(policy));
    }
    text
}

fn for_programs(policy: Option<&Policy>, findings: &Findings) -> serde_json::Value {
    json!({"schema": 1, "findings": findings.to_json(), "policy": policy.map(overview::json)})
}

/// `2 errors, 1 warning`.
pub(super) fn count(findings: &Findings) -> String {
    let words = [Severity::Error, Severity::Warning].map(|severity| {
        let number = findings.diagnostics().iter().filter(|finding| finding.severity == severity).count();
        let plural = if number == 1 { "" } else { "s" };
        (number > 0).then(|| format!("{number} {}{plural}", severity.word()))
    });
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
