//! What `check` says of decision tables as a whole: one file a kind in `tests/analysis`, and what is said of it.

#[path = "analysis/brute_force.rs"]
mod brute_force;

use rulebook::diagnostic::{Style, render};
use rulebook::{Engine, Policy};

#[test]
fn findings_of_tables() {
    let mut files: Vec<_> =
        std::fs::read_dir("tests/analysis").expect("a folder").flatten().map(|e| e.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    assert!(files.len() >= 7, "{files:?}");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a text");
        let policy = Policy::parse(&text).expect("it can be read");
        let findings = Engine::new().check(&policy);
        let shown = render(findings.diagnostics(), findings.sources(), Style::Plain);
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "analysis" }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}
