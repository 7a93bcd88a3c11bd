//! Running again, and comparing.

use super::compare::{self, Files};
use super::differences::{self, Differences, FileChange, Report, Verified};
use super::find::{self, Places};
use super::recorded::{HELP, Recorded, RecordedFile};
use crate::diagnostic::Problem;
use crate::export::{Format, manifest};
use crate::files::sha256;
use crate::import::Failure;
use crate::outcome::{Outcome, digests};
use crate::{Baseline, Engine, Policy, RunError, Source, load_baseline};
use std::path::{Path, PathBuf};

/// Runs again what a manifest tells of, or a report that holds one, and says what differs.
///
/// # Errors
/// When the file holds no manifest, a file it names is not to be found, or the policy or the inputs do not
/// run any more.
pub fn verify(path: &Path, places: &Places) -> Result<Verified, RunError> {
    let recorded = Recorded::read(path).map_err(|message| problem(message, Some(HELP.into())))?;
    let policy_at = policy_path(&recorded, places)?;
    let (books, inputs) = find::inputs(&recorded, places).map_err(|problems| RunError::Import(Failure { problems }))?;
    let (baseline, baseline_change) = baseline(&recorded, places)?;
    let policy = Policy::load_with(&policy_at, &recorded.load_options()).map_err(RunError::Policy)?;
    // Under the names of then: what a CSV file is called says which table it holds.
    let sources: Vec<Source> =
        books.into_iter().zip(&recorded.inputs).map(|(book, file)| Source::bytes(&file.name, book.data)).collect();
    let options = crate::RunOptions { baseline, ..recorded.run_options() };
    let outcome = Engine::new().run(&policy, &sources, &options)?;
    let now = manifest::to_value(&outcome);
    let engine = recorded.policy.engine.clone();
    let mut verified = Verified {
        policy: [Some(recorded.policy.name.clone()), recorded.policy.version.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        engine: (engine != env!("CARGO_PKG_VERSION")).then_some(engine),
        inputs: (recorded.inputs.len(), inputs),
        policy_files: (recorded.policy.files.len(), find::policy_files(&recorded.policy.files, &policy.files())),
        baseline: baseline_change,
        control: differences::control(&recorded.control, now["control"].as_array().map_or(&[], Vec::as_slice)),
        results: differences::results(&recorded, &digests(&outcome)),
        report: None,
    };
    // Another version may word and draw the same result in another way.
    if verified.engine.is_none() || !verified.results.1.is_empty() {
        verified.report = report(&recorded, &outcome)?;
    }
    Ok(verified)
}

fn problem(message: String, help: Option<String>) -> RunError {
    RunError::Import(Failure { problems: vec![Problem { message, help }] })
}

fn policy_path(recorded: &Recorded, places: &Places) -> Result<PathBuf, RunError> {
    let known = places.policy.clone().or_else(|| Some(recorded.path(recorded.policy.path.as_deref()?)));
    let name = &recorded.policy.name;
    match known {
        Some(path) if path.exists() => Ok(path),
        Some(path) => Err(problem(
            format!("there is no policy at `{}`", path.display()),
            Some("say where it is: `--policy PACK`".into()),
        )),
        None => Err(problem(
            format!("the report does not tell where the policy `{name}` lies"),
            Some("say where it is: `--policy PACK`".into()),
        )),
    }
}

/// The earlier run, and what became of it.
fn baseline(recorded: &Recorded, places: &Places) -> Result<(Option<Baseline>, Option<FileChange>), RunError> {
    let Some(then) = &recorded.baseline else { return Ok((None, None)) };
    let told = then.path.as_deref().unwrap_or(&then.name);
    let path = places.baseline.clone().unwrap_or_else(|| recorded.path(told));
    if !path.is_file() {
        let message = format!("`{}`, the earlier run it was compared with, is not there", path.display());
        return Err(problem(message, Some("say where it is: `--baseline FILE`".into())));
    }
    let baseline = load_baseline(&path)?;
    let changed = baseline.info().sha256 != then.sha256;
    Ok((Some(baseline), changed.then(|| FileChange::Changed { name: then.name.clone() })))
}

/// The report of the first run beside the one made now.
fn report(recorded: &Recorded, outcome: &Outcome) -> Result<Option<Report>, RunError> {
    let (path, format, files) = match (&recorded.report, &recorded.output) {
        (Some((path, format)), _) => (Some(path.clone()), *format, None),
        (None, Some(output)) => {
            let format = Format::from_word(&output.format).unwrap_or(Format::Json);
            (output.path.as_ref().map(|path| recorded.path(path)), format, Some(&output.files))
        }
        (None, None) => return Ok(None),
    };
    let now = compare::made(outcome, format).map_err(|message| problem(message, None))?;
    let was = path.as_deref().and_then(|path| compare::on_disk(path, &now));
    let same_prints = |then: &[RecordedFile], files: &Files| {
        let prints: Vec<String> = files.iter().map(|(_, bytes)| sha256(bytes)).collect();
        then.len() == prints.len() && then.iter().all(|file| prints.contains(&file.sha256))
    };
    let differences = match &was {
        Some(was) if *was != now => {
            compare::compare(was, &now, format).map_err(|message| unreadable(path.as_deref(), &message))?
        }
        _ => Differences::default(),
    };
    let name = path.as_deref().map_or("the JSON that went to stdout".to_string(), |path| format!("`{}`", shown(path)));
    Ok(Some(Report {
        name,
        there: was.is_some(),
        as_written: was.as_ref().and_then(|was| Some(same_prints(files?, was))),
        same_bytes: was.as_ref().is_some_and(|was| *was == now) || files.is_some_and(|files| same_prints(files, &now)),
        differences: differences.listed,
        count: differences.count,
    }))
}

fn unreadable(path: Option<&Path>, message: &str) -> RunError {
    let name = path.map(Path::display).map(|name| name.to_string()).unwrap_or_default();
    problem(format!("the report `{name}` cannot be read: {message}"), None)
}

/// A path without `./` in front.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
