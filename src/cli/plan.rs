//! `rulebook plan`: what a policy works out, in which order, from what.

use super::check::PolicyArgs;
use super::findings::Form;
use super::{Ended, Failure, plan_text, terminal};
use crate::{Engine, Policy};
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook plan rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook plan rules/channel-scorecard
  rulebook plan rules/channel-scorecard --format json > plan.json     the whole plan, for other programs

Exit status: 0 the plan is shown; 2 the policy has mistakes, or there is none.";

/// Show what a policy works out: tables and columns in their order, and what each needs
///
/// As JSON it is the whole plan, every formula a tree of typed nodes, for programs that run it
/// themselves.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The policy: a folder that holds policy.yaml, or a policy file
    pack: PathBuf,
    #[command(flatten)]
    policy: PolicyArgs,
    /// Form of the plan: for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let policy = Policy::load_with(&args.pack, &args.policy.options()).map_err(Failure::Policy)?;
    let document = Engine::new().plan(&policy).map_err(Failure::Policy)?;
    let text = match args.format {
        Form::Text => plan_text::text(&document),
        Form::Json => {
            let json = document.to_json().map_err(|error| Failure::with_help(error, "please report this policy"))?;
            format!("{json:#}\n")
        }
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}
