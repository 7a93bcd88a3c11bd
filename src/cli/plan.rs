//! `rulebook plan`: what a policy works out, in which order, from what.

use super::check::PolicyArgs;
use super::findings::Form;
use super::target::Target;
use super::{Ended, Failure, plan_text, terminal};
use crate::export::{self, Format};
use crate::plan::document::Document;
use crate::{Engine, Policy, Prepared};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook plan rules/channel-scorecard";

const EXAMPLES: &str = "\
Examples:
  rulebook plan rules/channel-scorecard
  rulebook plan rules/channel-scorecard --format json     the whole plan, for other programs
  rulebook plan rules/channel-scorecard -o plan.json      the same to a file, for `rulebook run plan.json BOOK`

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
    /// Write the whole plan to a file, as JSON: `rulebook run FILE BOOK` runs it
    #[arg(short, long, value_name = "FILE", conflicts_with = "format")]
    output: Option<PathBuf>,
}

fn json(document: &Document) -> Result<String, Failure> {
    let json = document.to_json().map_err(|error| Failure::with_help(error, "please report this policy"))?;
    Ok(format!("{json:#}\n"))
}

/// Whether a pack is named by its plan, a JSON file.
pub(super) fn is_plan(pack: &Path) -> bool {
    pack.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && pack.is_file()
}

/// A plan that was written to a file, ready to run. It stands on the day it was made for.
pub(super) fn read(engine: &Engine, path: &Path, policy: &PolicyArgs) -> Result<Prepared, Failure> {
    let options = policy.options();
    if options.as_of.is_some() {
        let help = "make another plan for that day: `rulebook plan PACK --as-of DATE -o plan.json`";
        return Err(Failure::with_help("`--as-of` cannot change the day of a plan that is made", help));
    }
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::with_help(format!("cannot read `{}`: {error}", path.display()), "name a plan"))?;
    let document = Document::from_json(&text).map_err(|error| {
        let help = "write one with `rulebook plan PACK -o plan.json`";
        Failure::with_help(format!("`{}`: {error}", path.display()), help)
    })?;
    let prepared = engine.prepare_plan(&document).map_err(Failure::Policy)?;
    let set = |prepared: Prepared, (name, value): &(String, String)| prepared.set(name, value.as_str());
    options.set.iter().try_fold(prepared, set).map_err(Failure::Policy)
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let policy = Policy::load_with(&args.pack, &args.policy.options()).map_err(Failure::Policy)?;
    let document = Engine::new().plan(&policy).map_err(Failure::Policy)?;
    if let Some(output) = &args.output {
        Target::File(output.clone(), Format::Json).check(&policy.paths())?;
        export::replace_files(&[(output.clone(), json(&document)?.as_bytes())])?;
        return Ok(Ended::Fine);
    }
    let text = match args.format {
        Form::Text => plan_text::text(&document),
        Form::Json => json(&document)?,
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    Ok(Ended::Fine)
}
