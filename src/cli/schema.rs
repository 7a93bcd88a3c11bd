//! `rulebook schema`: the JSON Schema of policies, for editors that read YAML.

use super::{Ended, Failure, terminal};
use crate::policy;

pub(super) const EXAMPLE: &str = "rulebook schema > policy.schema.json";

const EXAMPLES: &str = "\
Examples:
  rulebook schema > policy.schema.json
      name it in the first line of a policy: # yaml-language-server: $schema=policy.schema.json

Exit status: 0 it is printed.";

/// Print the JSON Schema of policy.yaml: its keys, and what they are for
///
/// Editors that know YAML complete keys by it and show what they mean. `rulebook lsp` says more: names, types, mistakes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> Result<Ended, Failure> {
    terminal::results(|out| writeln!(out, "{:#}", policy::schema()))?;
    Ok(Ended::Fine)
}
