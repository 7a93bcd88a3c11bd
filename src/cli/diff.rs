//! `rulebook diff`: what an edit of a policy, or other data, does.

use super::check::PolicyArgs;
use super::progress::Progress;
use super::reading::ReadingArgs;
use super::target::Target;
use super::{Ended, Failure, books, revision, terminal};
use crate::diff::{self, Diff, Gate};
use crate::engine::no_pack;
use crate::export;
use crate::{DiffOptions, Engine, PackFiles, Policy, Source};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "rulebook diff old/ rules/channel-scorecard samples/channel-scorecard.xlsx";

const USAGE: &str = "rulebook diff [OPTIONS] <OLD> <NEW> [BOOK]...
       rulebook diff [OPTIONS] <PACK> --rev <REVISION> [BOOK]...
       rulebook diff [OPTIONS] <PACK> --from <BOOK>... --to <BOOK>...
       rulebook diff --prove <OLD> <NEW>";

const EXAMPLES: &str = "\
Examples:
  rulebook diff old/ rules/channel-scorecard samples/channel-scorecard.xlsx
      two versions of a policy on the same data
  rulebook diff old/ rules/channel-scorecard
      the edits alone, without data
  rulebook diff rules/channel-scorecard samples/channel-scorecard.xlsx --rev HEAD~1
      the policy as it stands against the one of an earlier commit
  rulebook diff rules/channel-scorecard --from june.xlsx --to july.xlsx
      one policy on two data sets
  rulebook diff old/ rules/channel-scorecard book.xlsx -o changes.xlsx
      as a workbook to forward: a summary, and every row that moved
  rulebook diff --prove old/ rules/channel-scorecard
      whether the two give the same for all inputs, or a row for which they do not
  rulebook diff rules/channel-scorecard book.xlsx --rev main --format markdown
      for a pull request

  rulebook diff rules/channel-scorecard book.xlsx --rev main --fail-on \"moved > 2%\" --fail-on \"lost > 0\"
      as a gate: what may not happen without a word

Exit status: 0 it is compared; 1 a limit of --fail-on is not kept, or with --prove the policies are not proven to be
the same; 2 the work could not be done.";

/// Show what an edit of a policy does: to segments, bands, figures, triggers and people, and which edit does it
///
/// Edits are named with their lines; comments, spacing, quotes and the order of keys are none. Each edit is then
/// swapped into the old policy by itself, so that every change can be told from where it comes; what only
/// several edits do together is said so.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(super) struct Args {
    /// The old policy and the new one, or one policy with --rev, --from and --to; then workbooks or folders
    #[arg(value_name = "PACK… BOOK…", required = true, num_args = 1..)]
    names: Vec<PathBuf>,
    /// Compare with the policy as it was in that revision of its git repository, as in HEAD~1 or main
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["from", "to"])]
    rev: Option<String>,
    /// The data compared with: workbooks or folders
    #[arg(long, value_name = "BOOK", num_args = 1.., requires = "to")]
    from: Vec<PathBuf>,
    /// The data compared: workbooks or folders
    #[arg(long, value_name = "BOOK", num_args = 1.., requires = "from")]
    to: Vec<PathBuf>,
    /// Exit with status 1 when an edit does more than this, as in "moved > 2%", "lost > 0", "sales fell > 1%" (may
    /// be repeated)
    #[arg(long, value_name = "LIMIT")]
    fail_on: Vec<String>,
    /// Rows that lists name at most
    #[arg(long, value_name = "NUMBER", default_value_t = 5, conflicts_with = "all")]
    rows: usize,
    /// List every row and every column
    #[arg(long)]
    all: bool,
    /// Do not say which edit does what: that takes a run for each edit
    #[arg(long)]
    no_attribution: bool,
    /// Prove, without data, that the policies give the same for all inputs, or show a row for which they do not;
    /// what cannot be proven is said
    #[arg(long, conflicts_with_all = ["from", "to", "fail_on", "output"])]
    prove: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Where to write it: a workbook to forward (changes.xlsx), or the other forms (changes.md, changes.json)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Form of the comparison: for people (text, the form without this, or xlsx), for a pull request, or for programs
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Markdown,
    Json,
    Xlsx,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    if args.prove {
        return args.run_proof();
    }
    let gates = args.gates()?;
    let form = args.form()?;
    let progress = Progress::start(false);
    let diff = args.compare()?;
    drop(progress);
    let failed = failed(&gates, &diff)?;
    let rows = if args.all { usize::MAX } else { args.rows };
    let text = match form {
        Form::Text => diff::text(&diff, rows),
        Form::Markdown => diff::markdown(&diff, rows),
        Form::Json => format!("{:#}\n", diff::to_json(&diff)),
        Form::Xlsx => String::new(),
    };
    match &args.output {
        None => terminal::results(|out| out.write_all(text.as_bytes()))?,
        Some(path) => {
            match form {
                Form::Xlsx => export::write_diff(&diff, path)?,
                _ => export::replace_files(&[(path.clone(), text.as_bytes())])?,
            }
            let said = format!("{}\n{}\n", diff::headline(&diff), path.display());
            terminal::results(|out| out.write_all(said.as_bytes()))?;
        }
    }
    failed.iter().for_each(|line| terminal::note(line));
    Ok(if failed.is_empty() { Ended::Fine } else { Ended::Findings })
}

/// Why limits are not kept.
fn failed(gates: &[Gate], diff: &Diff) -> Result<Vec<String>, Failure> {
    let mut failed = Vec::new();
    for gate in gates {
        if let Some(why) = gate.check(diff).map_err(|problem| Failure::of(problem.message, problem.help))? {
            failed.push(format!("--fail-on `{}`: {why}", gate.written()));
        }
    }
    Ok(failed)
}

impl Args {
    /// The form asked for, by name or by the ending of the file; asked before the work is done.
    fn form(&self) -> Result<Form, Failure> {
        let Some(path) = &self.output else {
            let no_place = || Failure::with_help("a workbook needs a file to be written to", "write `-o changes.xlsx`");
            return match self.format {
                Some(Form::Xlsx) => Err(no_place()),
                form => Ok(form.unwrap_or(Form::Text)),
            };
        };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let told = match ending.as_deref() {
            Some("xlsx") => Some(Form::Xlsx),
            Some("md" | "markdown") => Some(Form::Markdown),
            Some("json") => Some(Form::Json),
            Some("txt") => Some(Form::Text),
            _ => None,
        };
        let form = match (told, self.format) {
            (Some(told), Some(form)) if told != form => {
                let message = format!("`--format` and `-o {}` ask for two forms", path.display());
                return Err(Failure::with_help(message, "leave out `--format`: the ending of the file tells"));
            }
            (told, form) => told.or(form).ok_or_else(|| {
                let message = format!("`-o {}` does not tell the form of the comparison", path.display());
                Failure::with_help(message, "name a file such as `changes.xlsx`, `changes.md` or `changes.json`")
            })?,
        };
        let read: Vec<PathBuf> = self.names.iter().chain(&self.from).chain(&self.to).cloned().collect();
        Target::File(path.clone(), export::Format::Xlsx).check(&read)?;
        Ok(form)
    }

    fn compare(&self) -> Result<Diff, Failure> {
        let engine = Engine::new();
        let run = self.reading.options();
        if !self.from.is_empty() {
            let [pack] = &self.names[..] else { return Err(self.too_many()) };
            let (from, to) = (sources(&self.from)?, sources(&self.to)?);
            return Ok(engine.diff_data(&self.load(pack)?, &from, &to, &run)?);
        }
        let (old, new, books) = self.policies()?;
        if books.is_empty() && !self.fail_on.is_empty() {
            let help = "name the workbooks after the policies; without any the edits alone are listed";
            return Err(Failure::with_help("`--fail-on` needs data to see what an edit does", help));
        }
        if books.is_empty() {
            return Ok(engine.edits(&old, &new)?);
        }
        let options = DiffOptions { run, attribute: !self.no_attribution };
        Ok(engine.diff(&old, &new, &sources(books)?, &options)?)
    }

    /// The old policy, the new one, and what is named after them.
    fn policies(&self) -> Result<(Policy, Policy, &[PathBuf]), Failure> {
        Ok(match &self.rev {
            Some(revision) => {
                let (pack, books) = (&self.names[0], &self.names[1..]);
                let files = revision::files(pack, revision)?;
                (self.read(&files)?, self.load(pack)?, books)
            }
            None => {
                let [old, new, books @ ..] = &self.names[..] else { return Err(self.too_few()) };
                (self.load(old)?, self.load(new)?, books)
            }
        })
    }

    fn run_proof(&self) -> Result<Ended, Failure> {
        let (old, new, books) = self.policies()?;
        if let Some(book) = books.first() {
            let message = format!("`--prove` asks about all inputs, so `{}` says nothing to it", book.display());
            return Err(Failure::with_help(message, "leave the workbooks out, or leave `--prove` out"));
        }
        let proof = Engine::new().prove(&old, &new)?;
        let text = match self.format {
            Some(Form::Json) => format!("{:#}\n", proof.to_json()),
            None | Some(Form::Text) => proof.text(),
            Some(Form::Markdown | Form::Xlsx) => {
                return Err(Failure::with_help("a proof is written as text or JSON", "write `--format json`"));
            }
        };
        terminal::results(|out| out.write_all(text.as_bytes()))?;
        Ok(if proof.is_equal() { Ended::Fine } else { Ended::Findings })
    }

    fn gates(&self) -> Result<Vec<Gate>, Failure> {
        let read = |text: &String| {
            Gate::parse(text).map_err(|problem| Failure::of(format!("--fail-on: {}", problem.message), problem.help))
        };
        self.fail_on.iter().map(read).collect()
    }

    fn load(&self, pack: &Path) -> Result<Policy, Failure> {
        let files = PackFiles::at(pack).map_err(|error| Failure::Policy(no_pack(error)))?;
        self.read(&files)
    }

    fn read(&self, files: &PackFiles) -> Result<Policy, Failure> {
        Policy::read(files, &self.policy.options()).map_err(Failure::Policy)
    }

    fn too_few(&self) -> Failure {
        let pack = self.names[0].display();
        let help = format!(
            "name the old policy and the new one, as in `{EXAMPLE}`; or one policy and `--rev HEAD~1`: \
             `rulebook diff {pack} --rev HEAD~1`"
        );
        Failure::with_help(format!("there is nothing to compare `{pack}` with"), help)
    }

    fn too_many(&self) -> Failure {
        let message = format!("with `--from` and `--to` one policy is named, found {}", self.names.len());
        Failure::with_help(message, "write the workbooks after `--from` and after `--to`, the policy before them")
    }
}

fn sources(names: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    Ok(books::find(names)?.into_iter().map(Source::file).collect())
}
