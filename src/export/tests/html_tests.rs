//! The page: what stands on it, and that nothing from a cell is anything but text.

use super::support::*;
use crate::export::html;
use crate::outcome::{Outcome, Role};
use sha2::Digest;

/// Every start tag of a page, without what stands between elements, style and script.
fn tags(page: &str) -> Vec<&str> {
    let (head, rest) = page.split_once("<style>").expect("a style");
    let body = rest.split_once("</style>").expect("an end of the style").1;
    let (body, _) = body.rsplit_once("<script>").expect("a script");
    head.split('<').chain(body.split('<')).filter_map(|part| Some(part.split_once('>')?.0)).collect()
}

/// The page from its body on, without what is the same on all of them.
fn body(page: &str) -> String {
    let body = page.split_once("<body").expect("a body").1;
    let body = body.split_once("<script").expect("a script").0;
    format!("<body{body}").replace("><", ">\n<")
}

#[test]
fn a_small_report() {
    insta::assert_snapshot!(body(&html::to_string(&small())));
}

#[test]
fn the_same_outcome_gives_the_same_page() {
    assert_eq!(html::to_string(&realistic()), html::to_string(&realistic()));
}

#[test]
fn it_speaks_the_language_of_the_run_and_says_so() {
    for (tag, word) in [("en", "Summary"), ("ko-KR", "요약"), ("ja", "要約"), ("zh", "摘要"), ("fr", "Summary")] {
        let page = html::to_string(&Outcome { language: tag.into(), ..small() });
        let own = if tag == "fr" { "en" } else { &tag[..2] };
        assert!(page.starts_with(&format!("<!DOCTYPE html><html lang=\"{own}\">")), "{tag}");
        assert!(page.contains(&format!("<h2>{word}</h2>")), "{tag}");
    }
}

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\" onclick=\"alert(1)",
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "--><svg/onload=alert(1)>",
    "a\0b\u{1b}[31m]]>&lt;b&gt;",
];

/// An outcome that says something hostile wherever it can.
fn hostile(text: &str) -> Outcome {
    let mut outcome = realistic();
    outcome.policy.title = text.into();
    outcome.policy.name = text.into();
    outcome.policy.version = Some(text.into());
    outcome.policy.owner = Some(text.into());
    outcome.policy.description = Some(text.into());
    outcome.language = text.into();
    for table in &mut outcome.tables {
        table.title = text.into();
        table.name = text.into();
        for column in &mut table.columns {
            column.title = text.into();
            column.source = Some(text.into());
        }
    }
    let cells: Vec<&str> = std::iter::repeat_n(text, outcome.tables[0].rows).collect();
    let rows = outcome.tables[0].columns.len();
    outcome.tables[0].columns.push(column(text, text, Role::Decision, texts(cells)));
    if let Some(shown) = &mut outcome.tables[0].view.columns {
        shown.push(rows);
    }
    for card in &mut outcome.scorecards {
        card.title = text.into();
        card.bands.push(text.into());
        card.measures.iter_mut().for_each(|measure| measure.title = text.into());
    }
    outcome.figures.iter_mut().for_each(|figure| {
        figure.title = text.into();
        figure.value = text.into();
    });
    outcome.issues.iter_mut().for_each(|issue| {
        issue.message = text.into();
        issue.text = Some(text.into());
        issue.rule_text = Some(text.into());
    });
    outcome.parameters.iter_mut().for_each(|parameter| parameter.title = text.into());
    outcome
}

#[test]
fn nothing_from_a_cell_is_anything_but_text() {
    let plain = html::to_string(&hostile("plain"));
    let names = |page: &str| -> Vec<String> {
        let name = |tag: &&str| !tag.starts_with("meta http-equiv");
        let word = |tag: &str| tag.split([' ', '\n']).next().unwrap_or_default().to_string();
        tags(page).into_iter().filter(name).map(word).collect()
    };
    for text in HOSTILE {
        let page = html::to_string(&hostile(text));
        assert_eq!(names(&page), names(&plain), "{text} brings no element of its own");
        for tag in tags(&page) {
            let attributes = tag.split('"').step_by(2).collect::<String>();
            assert!(!attributes.to_ascii_lowercase().contains(" on"), "{text}: an event handler in <{tag}>");
            assert!(!attributes.contains('\''), "{text}: <{tag}>");
            assert!(!attributes.contains("style=") && !attributes.contains("src="), "{text}: <{tag}>");
            let links = tag.split("href=\"").skip(1);
            assert!(links.into_iter().all(|link| link.starts_with('#')), "{text}: a link out in <{tag}>");
        }
        assert!(!page.contains('\0') && !page.contains('\u{1b}'), "{text:?}");
    }
}

#[test]
fn it_allows_itself_its_own_style_and_script_and_nothing_else() {
    use base64::Engine;
    let page = html::to_string(&realistic());
    let inside =
        |start: &str, end: &str| page.rsplit_once(start).and_then(|(_, rest)| rest.split_once(end)).expect(start).0;
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
    let style = hash(inside("<style>", "</style>"));
    let script = hash(inside("<script>", "</script>"));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    );
    assert!(page.contains(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")));
    assert_eq!(page.matches("<script").count(), 2, "the script, and the manifest, which is data");
    for address in ["http:", "https:", "//", "url(", "@import"] {
        let found = page.match_indices(address).filter(|(at, _)| {
            // The script's own comments are no addresses.
            !page[..*at].ends_with("  ")
        });
        assert_eq!(found.count(), 0, "{address}");
    }
}

#[test]
fn a_long_table_is_cut_and_says_so() {
    let rows = 30_000;
    let long = table("orders", vec![column("amount", "Amount", Role::Formula, numbers((0..rows).map(f64::from)))]);
    let page = html::to_string(&with_table(long));
    assert!(page.contains("Shows the first 20,000 of 30,000 rows"), "it says how many there are");
    let section = page.split_once("id=\"table-0\"").expect("the table").1.split_once("</section>").expect("its end").0;
    assert_eq!(section.matches("<tr").count(), 20_000 + 1);
}

#[test]
fn a_number_that_is_shown_short_is_put_in_order_by_all_of_it() {
    let mut growth = column("growth", "Growth", Role::Formula, numbers([0.10712, 0.5, f64::NAN]));
    growth.format = crate::value::NumberFormat::Percent(1);
    let page = html::to_string(&with_table(table("t", vec![growth])));
    assert!(page.contains("<td class=\"n\" data-v=\"0.10712\">10.7%</td>"));
    assert!(page.contains("<td class=\"n\">50.0%</td>"));
    assert!(page.contains("<td class=\"n\"></td>"));
}

#[test]
fn it_tells_what_it_was_made_of() {
    let page = html::to_string(&small());
    let manifest = crate::export::manifest::in_page(&page).expect("a manifest");
    let json: serde_json::Value = serde_json::from_str(manifest).expect("JSON");
    assert_eq!(json, crate::export::manifest::to_value(&small()));
}
