//! A policy with many mistakes: each is found, and stands where it was made.

use crate::support::{findings, stored};
use rulebook::diagnostic::{Style, render};

#[test]
fn every_mistake_is_found_in_its_place() {
    let pack = stored("broken");
    insta::assert_snapshot!(render(&pack.diagnostics, &pack.sources, Style::Plain));
}

/// What is underlined is the very text that is wrong.
#[test]
fn columns_count_characters_not_bytes() {
    let pack = stored("broken");
    let found: Vec<(&str, &str, String)> = pack
        .diagnostics
        .iter()
        .filter_map(|d| d.span().map(|span| (d.code, span)))
        .map(|(code, span)| {
            let place = pack.sources.place(span);
            (code, pack.sources.text(span), format!("{}:{}", place.line, place.column))
        })
        .collect();
    assert!(found.contains(&("unknown-key", "tpye", "16:35".into())), "{found:?}");
    assert!(found.contains(&("unknown-table", "担当者", "17:25".into())), "{found:?}");
    assert!(found.contains(&("unknown-word", "less", "47:71".into())), "{found:?}");
}

#[test]
fn what_says_how_sheets_are_read_goes_with_sheets() {
    let tables = |source: &str| {
        format!(
            "policy: p\ntables:\n  orders: {{ columns: {{ a: , b: }} }}\n  t:\n    {source}\n    repeats: keep\n    \
             optional: true\n    decimal: ','\n"
        )
    };
    for source in ["group: orders\n    by: [a]", "pairs: [orders, orders]", "stack: [orders]"] {
        let found = findings(&tables(source));
        for key in ["repeats", "optional", "decimal"] {
            let word = source.split(':').next().unwrap_or_default();
            let said = format!("`{key}` of table `t` has no meaning: its rows come from `{word}:`");
            assert!(found.contains(&said), "{said}\n{found}");
        }
    }
    assert!(!findings(&tables("sheet: T")).contains("has no meaning"));
}

#[test]
fn an_empty_policy() {
    insta::assert_snapshot!(findings(""));
    insta::assert_snapshot!(findings("# nothing yet\n"));
    insta::assert_snapshot!(findings("- a\n- b\n"));
}

#[test]
fn contradictions_are_named() {
    let pack = stored("muddled");
    insta::assert_snapshot!(render(&pack.diagnostics, &pack.sources, Style::Plain));
}

#[test]
fn words_about_keys_and_codes_that_do_not_fit() {
    insta::assert_snapshot!(findings(
        "policy: keys
tables:
  keyless: { duplicates: sum, columns: { id: } }
  shops: { key: id, duplicates: latest, columns: { id: { type: code, width: 0 }, name: { width: 5 } } }
  regions: { group: shops, by: [name], key: name, duplicates: sum }
"
    ));
}

#[test]
fn names_with_a_meaning_of_their_own_are_refused() {
    let found = findings(
        "policy: names\ntables:\n  figures: { key: id, columns: { id: {}, x: { type: number } } }\nscorecards:\n  card:\n    on: figures\n    measures:\n      score: { value: x, weight: 100%, target: 1, worst: 0 }\n",
    );
    assert!(found.contains("`figures` is the section of single numbers and cannot name a table"), "{found}");
    assert!(found.contains("`score` is a result of every scorecard and cannot name a measure"), "{found}");
}

#[test]
fn calendars_that_have_no_days() {
    insta::assert_snapshot!(findings(
        "policy: calendars
tables:
  a: { calendar: months }
  b: { over: last_year(period) }
  c: { calendar: month, sheet: Months }
  d: { calendar: month, columns: { first_day: { type: date } } }
"
    ));
}

/// To YAML a comma within braces begins another entry: what stands behind it would be an input without a test.
#[test]
fn a_comma_that_parts_a_value_is_told() {
    for (rule, said) in [
        ("{ a: 1,000, then: x }", "`1,000` is not one number here"),
        ("{ c: A, B, then: x }", "`B` stands alone"),
        ("{ a: 5, then: 1,5 }", "`5` stands alone"),
        ("{ a: 5, then: { r: 1,5 } }", "`5` stands alone"),
    ] {
        let columns = "{ id: , a: { type: number }, c: }";
        let found = findings(&format!(
            "policy: p\ntables:\n  t:\n    key: id\n    columns: {columns}\n    decisions:\n      r: {{ hit: first, \
             rules: [{rule}] }}\n"
        ));
        assert!(found.contains(said), "{rule}: {found}");
    }
    let sound = "policy: p\ntables:\n  t:\n    key: id\n    columns: { id: , a: { type: number }, c: }\n    decisions:\n      \
                 r: { hit: first, rules: [{ a: , \"c\": , then: x }] }\n";
    assert!(!findings(sound).contains("stands alone"));
}
