//! Values from the rows of the own table: ranks, shares, allocation, and what came before.

use rulebook::value::Value;
use rulebook::{Engine, Outcome, Policy, RunOptions, Source};

/// Works out formulas over rows of `class`, `day` and `amount`; an empty field is blank.
fn run(name: &str, formulas: &str, rows: &str) -> Outcome {
    let yaml = format!(
        "policy: windows\ntables:\n  t:\n    columns: {{ class: {{}}, day: {{ type: number }}, amount: {{ type: number }} }}\n    formulas:\n{formulas}"
    );
    let path = std::env::temp_dir().join(format!("rulebook-windows-{}-{name}.yaml", std::process::id()));
    std::fs::write(&path, yaml).expect("a file can be written");
    let policy = Policy::load(&path).unwrap_or_else(|findings| panic!("{findings}"));
    let csv = format!("class,day,amount\n{}\n", rows.replace(' ', "\n"));
    let sources = [Source::bytes("t.csv", csv.into_bytes())];
    let outcome = Engine::new().run(&policy, &sources, &RunOptions::default());
    std::fs::remove_file(&path).expect("the file is there");
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// A column as people read it: `3 5 –`.
fn column(outcome: &Outcome, name: &str) -> String {
    let column = outcome.tables[0].columns.iter().find(|column| column.name == name).expect("the column is there");
    let shown = |row: usize| match column.data.value(row) {
        Value::Number(number) => rulebook::value::number::shortest(rulebook::value::number::round(number, 4)),
        other => other.to_string(),
    };
    (0..outcome.tables[0].rows).map(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn equal_values_share_the_lower_rank() {
    let outcome =
        run("rank", "      overall: rank(amount)\n      own: rank(amount, class)\n", "A,1,10 A,2,30 B,3,30 B,4, A,5,5");
    assert_eq!(column(&outcome, "overall"), "3 1 1 – 4");
    assert_eq!(column(&outcome, "own"), "2 1 1 – 3");
}

#[test]
fn shares_are_parts_of_the_groups_sum() {
    let formulas = "      part: share(amount, class)\n      sum: total(amount, class)\n";
    let outcome = run("share", formulas, "A,1,10 A,2,30 B,3,5 B,4, C,5,0");
    assert_eq!(column(&outcome, "part"), "0.25 0.75 1 – –");
    assert_eq!(column(&outcome, "sum"), "40 40 5 5 0");
    assert!(
        outcome.issues.iter().any(|issue| issue.code.as_str() == "division-by-zero"),
        "nothing of nothing is counted"
    );
}

#[test]
fn cumulative_shares_run_from_the_greatest_down() {
    let outcome = run("abc", "      upto: cumulative_share(amount)\n", "A,1,10 A,2,70 B,3,20");
    assert_eq!(column(&outcome, "upto"), "1 0.7 0.9");
}

#[test]
fn an_edge_belongs_to_the_lower_band() {
    // PERCENTILE.INC of 1..5 at 25, 50 and 75 %: 2, 3 and 4.
    let outcome = run("quantile", "      band: quantile(amount, 4)\n", "A,1,1 A,2,2 A,3,3 A,4,4 A,5,5 A,6,");
    assert_eq!(column(&outcome, "band"), "1 1 2 3 4 –");
}

#[test]
fn a_total_is_allocated_in_whole_units_and_none_is_lost() {
    for (ratio, total, units) in [
        ([4, 3, 2, 1], 10, "4 3 2 1"),
        ([4, 3, 2, 1], 7, "3 2 1 1"),
        ([7, 3, 0, 0], 25, "18 7 0 0"),
        ([8, 2, 0, 0], 3, "2 1 0 0"),
        ([1, 1, 1, 0], 2, "1 1 0 0"),
    ] {
        let rows: Vec<String> = ratio.iter().map(|weight| format!("A,{total},{weight}")).collect();
        let outcome =
            run(&format!("allocate-{}-{total}", ratio[0]), "      units: allocate(day, amount)\n", &rows.join(" "));
        assert_eq!(column(&outcome, "units"), units, "{total} over {ratio:?}");
    }
}

#[test]
fn each_group_allocates_its_own_total() {
    let outcome = run("groups", "      units: allocate(day, amount, class)\n", "A,5,1 B,2,3 A,5,1 B,2,1 A,5,");
    assert_eq!(column(&outcome, "units"), "3 2 2 0 –");
}

#[test]
fn what_came_before_is_looked_up_in_order_whatever_the_order_of_rows() {
    let formulas = "      before: previous_value(amount, day, class)\n      sofar: running_total(amount, day, class)\n";
    let outcome = run("before", formulas, "A,3,30 A,1,10 B,1,5 A,2,20 A,,7");
    assert_eq!(column(&outcome, "before"), "20 – – 10 –");
    assert_eq!(column(&outcome, "sofar"), "60 10 5 30 –");
}

#[test]
fn a_trailing_window_does_not_see_its_own_row() {
    let formulas = "      mean: trailing_average(amount, 2, day)\n      sum: trailing_total(amount, 2, day)\n      spread: trailing_deviation(amount, 3, day)\n      known: trailing_count(amount, 3, day)\n";
    let outcome = run("trailing", formulas, "A,1,10 A,2,20 A,3,60 A,4, A,5,1000");
    assert_eq!(column(&outcome, "mean"), "– 10 15 40 60");
    assert_eq!(column(&outcome, "sum"), "0 10 30 80 60");
    assert_eq!(column(&outcome, "spread"), "– – 7.0711 26.4575 28.2843");
    assert_eq!(column(&outcome, "known"), "0 1 2 3 2");
}

#[test]
fn a_streak_is_broken_by_false_and_by_unknown() {
    let outcome = run("streak", "      weeks: streak(amount < 5, day)\n", "A,1,1 A,2,2 A,3,9 A,4,1 A,5, A,6,3");
    assert_eq!(column(&outcome, "weeks"), "1 2 0 1 0 1");
}

#[test]
fn no_unit_is_made_up_in_sharing_out_a_great_total() {
    let outcome = run("great", "      units: allocate(amount, day)\n", "A,1,1000000000000001 A,1,1000000000000001");
    assert_eq!(column(&outcome, "units"), "500000000000001 500000000000000");
}

#[test]
fn sums_too_large_for_a_number_are_told_not_passed_on() {
    let formulas = "      sum: total(amount)\n      part: share(amount)\n      upto: cumulative_share(amount)\n      run: running_total(amount, day)\n      after: 1 / run\n";
    let outcome = run("large", formulas, "A,1,1e308 A,2,1e308");
    for (name, formula) in [("sum", "total(amount)"), ("part", "share(amount)"), ("upto", "cumulative_share(amount)")] {
        assert_eq!(column(&outcome, name), "– –", "{name}");
        assert!(told(&outcome, formula), "{name}");
    }
    assert_eq!(column(&outcome, "after").split(' ').nth(1), Some("–"), "nothing divided by infinity is no 0");
    assert!(told(&outcome, "running_total(amount, day)"));
}

fn told(outcome: &Outcome, column: &str) -> bool {
    outcome.issues.iter().any(|issue| issue.code.as_str() == "too-large" && issue.column.as_deref() == Some(column))
}
