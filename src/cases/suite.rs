//! A pack's tests, and running them.

use super::coverage::{Coverage, Seen};
use super::fields::Reader;
use super::model::{Case, Failure, Given, Remedy, What};
use super::ready::Ready;
use super::report::{CaseResult, Report};
use super::{compare, run};
use crate::diagnostic::{Diagnostic, nearest};
use crate::engine::{Findings, no_pack};
use crate::files::{FileErrorKind, PackFiles};
use crate::plan::names::Notes;
use crate::policy::yaml;
use crate::source::Sources;
use crate::{Engine, LoadOptions};
use std::path::Path;

/// Code of the finding that a workbook of a test cannot be read.
pub(super) const NO_WORKBOOK: &str = "no-workbook";

/// Findings about tests that hang on what the policy says of its columns, and so may come of its mistakes.
const OF_THE_POLICY: [&str; 4] = ["wrong-type", "which-row", "given-to-made-row", "parameter"];

/// Name of the file in the pack.
pub(super) const FILE: &str = "tests.yaml";

/// The tests of a pack.
#[derive(Clone, Debug)]
pub struct Suite {
    pack: PackFiles,
    cases: Vec<Case>,
    sources: Sources,
}

impl Suite {
    /// Reads the tests of a pack: a folder with a policy and `tests.yaml`, or a policy file beside one.
    ///
    /// # Errors
    /// When the policy or its tests have mistakes.
    pub fn load(engine: &Engine, pack: impl AsRef<Path>) -> Result<Suite, Findings> {
        Suite::read(engine, PackFiles::at(pack).map_err(no_pack)?)
    }

    /// Reads the tests of any pack, such as one in memory.
    ///
    /// # Errors
    /// As [`Suite::load`].
    pub fn read(engine: &Engine, pack: PackFiles) -> Result<Suite, Findings> {
        let ready = Ready::load(engine, &pack, LoadOptions::default())?;
        if ready.findings.has_errors() {
            let of_tests = Suite::found(&ready, &pack);
            let both = ready.findings.diagnostics().iter().chain(of_tests.diagnostics()).cloned().collect();
            // The sources of the tests are those of the policy, and their own file.
            let sources = if of_tests.diagnostics().is_empty() { ready.findings.sources() } else { of_tests.sources() };
            return Err(Findings::new(both, sources.clone()));
        }
        if matches!(pack.find(FILE), Err(problem) if problem.kind == FileErrorKind::Missing) {
            let finding = Diagnostic::nowhere("no-tests", format!("the pack has no `{}{FILE}`", pack.prefix()))
                .help("write one: `tests:`, and under it a list of `{ name: …, given: …, expect: … }`");
            return Err(Findings::new(vec![finding], ready.policy.sources().clone()));
        }
        let (cases, found, _) = cases_of(&ready, &pack);
        // A workbook that is not there is the matter of its case alone.
        if found.diagnostics().iter().all(|found| found.code == NO_WORKBOOK) {
            Ok(Suite { pack, cases, sources: found.sources().clone() })
        } else {
            Err(found)
        }
    }

    /// The findings about the tests of a pack; none where it has no tests, or its policy cannot be read at all. Where
    /// the policy has mistakes, those that do not come of them.
    #[must_use]
    pub fn check(engine: &Engine, pack: &PackFiles) -> Findings {
        Ready::load(engine, pack, LoadOptions::default())
            .map_or_else(|_| Findings::none(), |ready| Suite::found(&ready, pack))
    }

    fn found(ready: &Ready, pack: &PackFiles) -> Findings {
        if pack.find(FILE).is_err() {
            return Findings::none();
        }
        let found = cases_of(ready, pack).1;
        if !ready.findings.has_errors() {
            return found;
        }
        let stands = |finding: &&Diagnostic| {
            let word = finding.span().map_or("", |span| found.sources().text(span));
            match finding.code {
                // A name that the policy has somewhere may be one it could not be read for.
                "unknown-name" => ready.policy.sources().mentions(word) == 0,
                code => !OF_THE_POLICY.contains(&code),
            }
        };
        let certain = found.diagnostics().iter().filter(stands).cloned().collect();
        Findings::new(certain, found.sources().clone())
    }

    /// The tests as they are written; nothing where the pack has none.
    pub(crate) fn text(pack: &PackFiles) -> Option<String> {
        pack.text(FILE).ok().map(|(text, _)| text)
    }

    /// The cases, in the order written.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    pub(super) fn pack(&self) -> &PackFiles {
        &self.pack
    }

    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Leaves only the cases that another suite has, too.
    pub(super) fn only_those_of(&mut self, other: &Suite) {
        self.cases.retain(|case| other.cases.iter().any(|known| known.name.value == case.name.value));
    }

    /// Leaves only the case of that name.
    ///
    /// # Errors
    /// With what to write instead, where there is no such case.
    pub fn only(&mut self, name: &str) -> Result<(), String> {
        if self.cases.iter().all(|case| case.name.value != name) {
            let names = || self.cases.iter().map(|case| case.name.value.as_str());
            let list = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(
                nearest(name, names()).map_or(format!("the tests are {list}"), |near| format!("is it `{near}`?"))
            );
        }
        self.cases.retain(|case| case.name.value == name);
        Ok(())
    }

    /// Runs every case.
    ///
    /// # Errors
    /// When the policy cannot be read any more, or no threads can be had.
    pub fn run(&self, engine: &Engine) -> Result<Report, crate::RunError> {
        engine.pools().run(None, || self.run_here(engine))?
    }

    fn run_here(&self, engine: &Engine) -> Result<Report, crate::RunError> {
        let mut seen = Seen::default();
        let mut known: Vec<Ready> =
            vec![Ready::load(engine, &self.pack, LoadOptions::default()).map_err(crate::RunError::Policy)?];
        let mut results = Vec::new();
        for case in &self.cases {
            let failures = match Ready::find(engine, &self.pack, &mut known, case) {
                Ok(ready) => self.case(case, ready, &mut seen),
                Err(findings) => vec![self.cannot_run(case, &findings.to_string())],
            };
            results.push(CaseResult {
                name: case.name.value.clone(),
                place: self.sources.cite(case.name.span),
                failures,
            });
        }
        let mut coverage = Coverage::default();
        for ready in &known {
            coverage.count(ready.policy.model(), ready.prepared.plan(), &self.sources, &seen);
        }
        Ok(Report { cases: results, coverage, pack: self.pack.typed() })
    }

    fn case(&self, case: &Case, ready: &Ready, seen: &mut Seen) -> Vec<Failure> {
        if let Given::Missing(why) = &case.given {
            return vec![self.cannot_run(case, why)];
        }
        let asks_findings = case.expect.iter().any(|expected| matches!(expected.what, What::Findings { .. }));
        let mut failures = compare::findings(case, &ready.findings, &self.sources);
        if ready.findings.has_errors() {
            if !asks_findings {
                failures.push(self.cannot_run(case, &ready.findings.to_string()));
            }
            return failures;
        }
        match run::run(case, ready) {
            Ok(ran) => {
                seen.watch(&ran, ready.prepared.plan());
                failures.extend(compare::compare(case, &ran, &self.sources));
            }
            Err(failure) => failures.push(self.cannot_run(case, &failure.to_string())),
        }
        failures
    }

    fn cannot_run(&self, case: &Case, why: &str) -> Failure {
        Failure {
            place: self.sources.cite(case.name.span),
            subject: "the policy".to_string(),
            expected: "runs".to_string(),
            found: "it does not run".to_string(),
            reason: why.lines().next().unwrap_or_default().to_string(),
            why: why.lines().map(str::to_string).collect(),
            remedy: Remedy::ByHand("nothing came of it: mend what keeps it from running"),
        }
    }
}

/// The cases of a pack, what is wrong with them, and the names in them.
pub(super) fn cases_of(ready: &Ready, pack: &PackFiles) -> (Vec<Case>, Findings, Notes) {
    let mut sources = ready.policy.sources().clone();
    let text = match pack.text(FILE) {
        Ok((text, _)) => text,
        Err(problem) => {
            let message = format!("`{}{FILE}` {}", pack.prefix(), problem.message);
            let finding = Diagnostic::nowhere("unreadable-file", message).help(problem.help);
            return (Vec::new(), Findings::new(vec![finding], sources), Notes::default());
        }
    };
    let file = sources.add(FILE, text);
    let mut diagnostics = Vec::new();
    let root = yaml::parse(file, &sources, &mut diagnostics);
    let (plan, policy) = (ready.prepared.plan(), ready.policy.model());
    let mut reader =
        Reader { plan, policy, sources: &sources, files: pack, diagnostics, missing: None, notes: Notes::default() };
    let cases = root.map_or_else(Vec::new, |root| reader.cases(&root));
    let (mut diagnostics, notes) = (reader.diagnostics, reader.notes);
    crate::diagnostic::sort(&mut diagnostics);
    (cases, Findings::new(diagnostics, sources), notes)
}
