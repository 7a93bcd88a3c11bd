//! When a near word is certainly the one meant.

use super::{name_instead, word_instead};
use crate::source::Sources;

fn certain(word: &str, known: &[&str]) -> Option<bool> {
    word_instead(word, known.iter().copied()).map(|instead| instead.certain)
}

#[test]
fn one_slip_with_no_rival_is_certain() {
    assert_eq!(certain("colums", &["columns", "formulas"]), Some(true));
    assert_eq!(certain("margni", &["margin", "growth"]), Some(true));
    assert_eq!(certain("sales_c", &["sales_a", "sales_b"]), Some(false));
    assert_eq!(certain("sales_2025", &["sales_2026"]), Some(false));
    assert_eq!(certain("revenue_per_head", &["revenue_head"]), Some(false));
    assert_eq!(certain("quantity", &["price"]), None);
}

#[test]
fn of_two_spellings_the_rarer_one_is_the_mistake() {
    let known = ["salez"];
    let mut sources = Sources::default();
    let text = "salez: { type: number }\nhalf: sales / 2\ntwice: sales * 2\n";
    let file = sources.add("policy.yaml", text);
    let at = crate::source::Span { file, start: 30, end: 35 };
    assert_eq!(sources.text(at), "sales");
    let instead = name_instead("sales", at, known, &sources).expect("there is a near name");
    assert!(!instead.certain, "the definition may be what is mistyped");

    let text = "sales: { type: number }\nhalf: salez / 2\ntwice: sales * 2\n";
    let mut sources = Sources::default();
    let file = sources.add("policy.yaml", text);
    let at = crate::source::Span { file, ..at };
    let instead = name_instead("salez", at, ["sales"], &sources).expect("there is a near name");
    assert!(instead.certain);
    assert_eq!(instead.text, "sales");
}
