//! `rulebook completions` and `rulebook man`: what a shell and `man` want to know of the commands.

use super::{Cli, Ended, Failure, terminal};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "rulebook completions bash > ~/.local/share/bash-completion/completions/rulebook";
pub(super) const MAN_EXAMPLE: &str = "rulebook man ~/.local/share/man/man1";

const EXAMPLES: &str = "\
Examples:
  rulebook completions bash > ~/.local/share/bash-completion/completions/rulebook
  rulebook completions zsh > ~/.zfunc/_rulebook          (with `fpath+=~/.zfunc` before compinit in .zshrc)
  rulebook completions fish > ~/.config/fish/completions/rulebook.fish
  rulebook completions powershell >> $PROFILE";

/// Print what makes a shell complete the commands and options of rulebook
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const MAN_EXAMPLES: &str = "\
Examples:
  rulebook man ~/.local/share/man/man1       then: man rulebook, man rulebook-run
  rulebook man pages && man -l pages/rulebook-diff.1";

/// Write the pages of the manual, one for each command, for `man`
#[derive(clap::Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(super) struct Man {
    /// The folder to write them into, such as ~/.local/share/man/man1
    folder: PathBuf,
}

pub(super) fn completions(args: &Completions) -> Result<Ended, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rulebook", &mut script);
    terminal::results(|out| out.write_all(&script))?;
    Ok(Ended::Fine)
}

pub(super) fn man(args: &Man) -> Result<Ended, Failure> {
    let cannot = |error| Failure::new(format!("cannot write into `{}`: {error}", args.folder.display()));
    std::fs::create_dir_all(&args.folder).map_err(cannot)?;
    clap_mangen::generate_to(Cli::command(), &args.folder).map_err(cannot)?;
    terminal::results(|out| {
        writeln!(out, "the pages are in {}; `man rulebook` shows the first", args.folder.display())
    })?;
    Ok(Ended::Fine)
}
