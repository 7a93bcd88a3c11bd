//! `rulebook test --suggest`: tests for what the pack's own tests leave open, ready for review.

use super::findings::Form;
use super::{Ended, Failure, terminal};
use crate::Engine;
use crate::cases::Suggestions;
use serde_json::json;
use std::path::Path;

/// Things without a test that are named one by one.
const NAMED: usize = 10;

/// The tests go to stdout, so that they can be added to the file; what is to say of them to stderr.
pub(super) fn suggest(engine: &Engine, pack: &Path, form: Form) -> Result<Ended, Failure> {
    let found = Suggestions::load(engine, pack)?;
    let text = match form {
        Form::Text => found.yaml.clone(),
        Form::Json => format!("{:#}\n", for_programs(&found)),
    };
    terminal::results(|out| out.write_all(text.as_bytes()))?;
    if form == Form::Text {
        terminal::note(said(&found, pack).trim_end());
    }
    Ok(Ended::Fine)
}

fn said(found: &Suggestions, pack: &Path) -> String {
    let rows: usize = found.tests.iter().map(|test| test.shows.len()).sum();
    let mut text = match found.tests.len() {
        0 => "the tests leave nothing open that a row of its own could show\n".to_string(),
        tests => format!(
            "{rows} rows in {tests} tests, made from the policy as it is: read whether it should be so, then add them \
             with `rulebook test {} --suggest >> {}`\n",
            pack.display(),
            pack.join("tests.yaml").display()
        ),
    };
    if let Some([before, after]) = &found.reports {
        text.push_str(&format!("coverage now: {}\nwith them:    {}\n", before.coverage.said(), after.coverage.said()));
    }
    if !found.open.is_empty() {
        text.push_str("no row was found that shows:\n");
        found.open.iter().take(NAMED).for_each(|open| text.push_str(&format!("  {open}\n")));
        if found.open.len() > NAMED {
            text.push_str(&format!("  … and {} more (--format json has all)\n", found.open.len() - NAMED));
        }
    }
    text
}

fn for_programs(found: &Suggestions) -> serde_json::Value {
    let coverage = found.reports.as_ref().map(|[before, after]| [before.coverage.part(), after.coverage.part()]);
    json!({
        "schema": 1,
        "yaml": found.yaml,
        "tests": found.tests.iter().map(|test| json!({ "name": test.name, "shows": test.shows })).collect::<Vec<_>>(),
        "open": found.open,
        "coverage": coverage.map(|[now, with]| json!({ "now": now, "with": with })),
    })
}
