//! The tests each pack brings along: they pass, they show every rule and trigger both ways, and `check`
//! has nothing to say.

use crate::support::{here, tested};
use rulebook::cases::ItemKind;
use rulebook::{Engine, Policy};
use std::path::PathBuf;

/// The folders of `rules/`.
pub fn packs() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(here("rules")).expect("rules is there");
    let mut packs: Vec<PathBuf> =
        folders.map(|entry| entry.expect("a folder").path()).filter(|path| path.is_dir()).collect();
    packs.sort();
    assert!(packs.len() >= 5);
    packs
}

#[test]
fn each_pack_passes_its_tests_and_they_show_every_rule_and_trigger_both_ways() {
    for pack in packs() {
        let report = tested(pack.file_name().and_then(|name| name.to_str()).expect("its name is plain"));
        let (passed, failed) = report.counts();
        assert!(passed > 0 && failed == 0, "{}", report.text());
        let left_out = [ItemKind::Branch, ItemKind::Band];
        let open = report.coverage.uncovered().filter(|item| !left_out.contains(&item.kind));
        let unseen: Vec<String> = open.map(|item| format!("{}: {}", item.place, item.kind.missing())).collect();
        assert!(unseen.is_empty(), "{}:\n{}", pack.display(), unseen.join("\n"));
    }
}

#[test]
fn check_has_no_finding() {
    for pack in packs() {
        let policy = Policy::load(&pack).unwrap_or_else(|findings| panic!("{findings}"));
        let findings = Engine::new().check(&policy);
        assert!(findings.diagnostics().is_empty(), "{findings}");
    }
}
