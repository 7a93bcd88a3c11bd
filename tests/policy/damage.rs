//! Damaged packs are refused with findings that can be shown, never with a panic.

use crate::support::Folder;
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("packs/example/policy.yaml");
const BROKEN: &str = include_str!("packs/broken/policy.yaml");
const CSV: &str = include_str!("packs/broken/limits.csv");

/// The text with a part taken out and another put in.
fn damaged(text: &str, at: usize, len: usize, insert: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at % (chars.len() + 1);
    let end = (at + len).min(chars.len());
    chars.splice(at..end, insert.chars());
    chars.into_iter().collect()
}

fn insertion() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "", "`", "\"", "'", "{", "}", "[", "]", ": ", "- ", "\n", "\t", "!x ", "&a ", "*a", "|\n", ">\n  ", "#", "%",
        "売上", "(", ",", "~", "?", "<<: ", "\u{a0}", "\u{301}", "1e999", ".inf", "---\n", "=>", "then",
    ]);
    prop::collection::vec(signs, 0..3).prop_map(|signs| signs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_damage_is_survived(at in 0usize..5000, len in 0usize..6, insert in insertion(), broken: bool, csv_at in 0usize..200) {
        let policy = damaged(if broken { BROKEN } else { EXAMPLE }, at, len, &insert);
        let csv = damaged(CSV, csv_at, len, &insert);
        let folder = Folder::new(&[
            ("policy.yaml", policy.as_bytes()),
            ("limits.csv", csv.as_bytes()),
            ("targets.csv", b"category,target_days\nA,4\n"),
        ]);
        let pack = folder.load();
        folder.findings(&pack);
        for finding in &pack.diagnostics {
            if let Some(span) = finding.span() {
                let text = &pack.sources.file(span.file).text;
                let range = span.start as usize..span.end as usize;
                prop_assert!(text.get(range).is_some(), "{} lies outside its file: {:?}", finding.message, span);
            }
        }
        prop_assert!(pack.policy.is_some() || !pack.diagnostics.is_empty());
    }
}
