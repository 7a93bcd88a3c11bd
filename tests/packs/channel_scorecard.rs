//! `channel-scorecard`: account managers rated by whether their customers make money.

use crate::support::{
    agree, by_key, counts, entries, everything_occurs, excerpt, expected, figures_control_and_triggers, fired, here,
    rows, run, sums, tally, these_occur, values,
};
use rulebook::Outcome;
use serde_json::Value as Json;
use std::sync::LazyLock;

const PACK: &str = "channel-scorecard";
static OUTCOME: LazyLock<&Outcome> = LazyLock::new(|| run(PACK));

#[test]
fn every_figure_is_that_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    figures_control_and_triggers(outcome, &expected);
    tally(outcome, "customers", "segment", &expected["segments"]);
    for (path, sum) in entries(&expected["sums"]) {
        let (table, column) = path.split_once('.').expect("a table and a column");
        sums(outcome, table, column, sum);
    }
    for (band, count) in entries(&expected["bands"]).filter(|(band, _)| !band.is_empty()) {
        agree(band, Some(counts(outcome, "salespeople", "band")[band] as f64), count);
    }
    let mut cases = expected["cases"].clone();
    let counters = cases.as_object_mut().and_then(|cases| cases.remove("counters")).expect("the script has counters");
    rows(outcome, "customers", &["id"], &[], &cases);
    let found = by_key(outcome, "shops", "productivity");
    entries(&counters).for_each(|(shop, value)| agree(shop, found[shop].as_number(), value));
    rolled_up(outcome, &expected);
    managers(outcome, &expected);
}

fn rolled_up(outcome: &Outcome, expected: &Json) {
    let branches = by_key(outcome, "branches", "sales");
    entries(&expected["branches"]).for_each(|(id, sales)| agree(id, branches[id].as_number(), sales));
    for (table, part) in
        [("regions", "sales"), ("regions", "growth"), ("categories", "sales"), ("categories", "growth")]
    {
        let found = by_key(outcome, table, part);
        entries(&expected[table]).for_each(|(key, row)| agree(key, found[key].as_number(), &row[part]));
    }
    let ages = by_key(outcome, "ageing", "worth");
    entries(&expected["ageing"]).for_each(|(band, worth)| agree(band, ages[band].as_number(), worth));
}

fn managers(outcome: &Outcome, expected: &Json) {
    let card = &outcome.scorecards[0];
    let keys: Vec<String> = by_key(outcome, "salespeople", "accounts").into_keys().collect();
    let table = &outcome.tables[card.table];
    let row_of = |key: &str| {
        let ids = &table.columns[table.key.expect("a key")].data;
        (0..table.rows).find(|&row| ids.value(row).to_string() == key).expect("the manager is there")
    };
    assert_eq!(keys.len(), 604);
    for (id, kpis) in entries(&expected["managers"]) {
        let row = row_of(id);
        for measure in &card.measures {
            agree(&format!("{id} {}", measure.name), measure.value.value(row).as_number(), &kpis[&measure.name]);
        }
        agree(&format!("{id} score"), card.score.value(row).as_number(), &kpis["score"]);
        agree(&format!("{id} rank"), card.rank.value(row).as_number(), &kpis["rank"]);
        assert_eq!(card.band.text(row), kpis["band"].as_str().filter(|band| !band.is_empty()), "{id}");
    }
}

#[test]
fn days_that_are_unusual_and_products_that_fit_are_those_of_the_script() {
    let (outcome, expected) = (*OUTCOME, expected(PACK));
    let days = by_key(outcome, "region_days", "deviation");
    agree("days", Some(days.len() as f64), &expected["daily"]["rows"]);
    agree("unusual days", Some(fired(outcome)["unusual_day"] as f64), &expected["daily"]["unusual"]);
    let largest = days.values().filter_map(rulebook::value::Value::as_number).fold(f64::MIN, f64::max);
    agree("the most unusual", Some(largest), &expected["daily"]["largest"]["deviation"]);
    agree("pairs", Some(values(outcome, "matches", "fit").len() as f64), &expected["demands"]["pairs"]);
    sums(outcome, "matches", "fit", &expected["demands"]["fit"]);
    agree("unmet demands", Some(fired(outcome)["unmet_demand"] as f64), &expected["demands"]["unmet"]);
}

#[test]
fn every_segment_band_trigger_and_kind_of_issue_occurs() {
    these_occur(&OUTCOME, "customers", "segment", &["A", "B", "C", "D", "N", "R", "S"]);
    let issues = [
        "bad-date",
        "bad-number",
        "division-by-zero",
        "duplicate-key",
        "error-cell",
        "hidden-rows",
        "missing-value",
        "no-reference",
        "no-rule",
        "not-allowed",
        "out-of-range",
        "total-differs",
        "undetermined",
        "uneven-ratio",
        "unknown-reference",
    ];
    everything_occurs(PACK, &OUTCOME, &issues);
}

#[test]
fn an_excerpt_of_the_outcome() {
    insta::assert_snapshot!(excerpt(&OUTCOME, "customers"));
}

/// A whole number as the report shows it: `97,465`.
fn whole(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// `docs/report.txt` holds the words of `docs/report.png`; `docs/make-picture.sh` makes both.
#[test]
fn the_picture_of_the_readme_shows_this_run() {
    let text = std::fs::read_to_string(here("docs/report.txt")).expect("the words of the picture are there");
    let words: Vec<&str> = text.split_whitespace().collect();
    let shows = |what: &str, forms: &[String]| {
        assert!(forms.iter().any(|form| words.contains(&form.as_str())), "{what}: the picture has none of {forms:?}");
    };
    for figure in &OUTCOME.figures {
        let number = figure.value.as_number().expect("every figure of the sample is known");
        let percent = format!("{:.1}%", number * 100.0);
        shows(&figure.name, &[whole(number), percent, format!("{number:.1}"), format!("{number:.2}")]);
    }
    let count = |word: &str| OUTCOME.triggers.iter().filter(|fired| fired.severity().word() == word).count() as f64;
    let rows: [usize; 3] = OUTCOME.control.iter().fold([0; 3], |[read, used, rejected], total| {
        [read + total.read, used + total.used, rejected + total.rejected]
    });
    let severities =
        format!("High {} · Medium {} · Low {} ", whole(count("high")), whole(count("medium")), whole(count("low")));
    assert!(text.contains(&severities), "the picture does not show {severities}");
    let issues: usize = OUTCOME.issues.iter().filter(|issue| !issue.note).map(|issue| issue.count).sum();
    let [read, rejected, issues] = [rows[0], rows[2], issues].map(|number| whole(number as f64));
    let control = format!("read {read} · left out {rejected} · Issues {issues}\n");
    assert!(text.contains(&control), "the picture does not show {control}");
    shows("rows used", &[whole(rows[1] as f64)]);
    shows("rows to review", &[whole(OUTCOME.triggers.len() as f64)]);
    for (band, rows) in counts(&OUTCOME, "salespeople", "band") {
        shows(&band, &[whole(rows as f64)]);
    }
}
