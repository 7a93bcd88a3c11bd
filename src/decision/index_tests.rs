use super::*;
use crate::decision::cell::parse;
use crate::value::Date;
use proptest::prelude::*;

fn matching(rules: &[Vec<(usize, CellTest)>], values: &[Value]) -> Vec<usize> {
    let holds = |rule: &Vec<(usize, CellTest)>| rule.iter().all(|(at, test)| test.holds(&values[*at]) == Some(true));
    (0..rules.len()).filter(|at| holds(&rules[*at])).collect()
}

#[test]
fn a_tariff_of_many_rows_leaves_one_candidate() {
    let cell = |text: String| parse(&text, Type::Number).expect("good cell");
    let rules: Vec<_> = (0..3_700)
        .map(|row| {
            let (weight, distance) = (row / 50, row % 50);
            vec![(0, cell(format!("{weight} .. {}", weight + 1))), (1, cell(format!("{distance} .. {}", distance + 1)))]
        })
        .collect();
    let index = Index::build(&[Type::Number, Type::Number], &rules);
    let candidates =
        |weight: f64, distance: f64| index.candidates(&[weight.into(), distance.into()]).collect::<Vec<_>>();
    assert_eq!(candidates(15.5, 27.5), [15 * 50 + 27]);
    assert_eq!(candidates(-1.0, 27.0), [] as [usize; 0]);
    assert_eq!(index.candidates(&[Value::Blank, Value::from(1.0)]).count(), 0);
    // A number that equals a bound to 15 digits may fall on either side of it.
    assert!(candidates(1.15 * 100.0 - 100.0, 0.5).contains(&(15 * 50)));
}

#[test]
fn formulas_and_values_of_another_type_are_left_to_the_scan() {
    let cell = |text, kind| parse(text, kind).expect("good cell");
    let rules = vec![
        vec![(0, cell("= goal", Type::Number)), (1, cell("A", Type::Text))],
        vec![(0, cell("5", Type::Number))],
        vec![],
    ];
    let index = Index::build(&[Type::Number, Type::Text], &rules);
    assert_eq!(index.candidates(&[9.0.into(), "A".into()]).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(index.candidates(&[5.0.into(), "B".into()]).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(index.candidates(&["5".into(), "A".into()]).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn a_hundred_thousand_ranges_are_looked_up_and_not_tried() {
    let cell = |row: usize| parse(&format!("{row} .. {}", row + 1), Type::Number).expect("good cell");
    let rules: Vec<_> = (0..100_000).map(|row| vec![(0, cell(row))]).collect();
    let index = Index::build(&[Type::Number], &rules);
    assert_eq!(index.candidates(&[77_777.5.into()]).collect::<Vec<_>>(), [77_777]);
    // Each set is the rule of that part alone.
    assert!(index.sides[0].parts.iter().all(|set| set.len() <= 1));
    // Of a blank nobody knows; the first rule says so already.
    assert_eq!(index.candidates(&[Value::Blank]).count(), 0);
    assert_eq!(index.not_failing(&[Value::Blank]).next(), Some(0));
}

#[test]
fn an_input_with_too_many_rules_in_its_parts_is_left_to_its_tests() {
    let rules: Vec<_> =
        (0..4).map(|row| vec![(0, parse(&format!(">= {row}"), Type::Number).expect("good cell"))]).collect();
    let side = |words, members| Side::new(Type::Number, 0, &rules, [words, members]);
    assert_eq!(side(100, 100).parts.len(), 10);
    assert!(side(100, 5).parts.is_empty() && side(3, 100).parts.is_empty());
    let index = Index { sides: vec![side(3, 3)], rules: 4 };
    assert_eq!(index.candidates(&[2.5.into()]).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

proptest! {
    #[test]
    fn candidates_hold_every_rule_that_matches_and_no_other(
        cells in prop::collection::vec((
            prop::sample::select(vec!["-", "1", "> 0.15", ">= 15%", "< 3", "0.15 .. 3", "not 2", "1, 3", "blank"]),
            prop::sample::select(vec!["-", "A", "B, C", "not A", "not(A, B)", "blank", "not blank"]),
            prop::sample::select(vec!["-", "2026-01-01", "> 2026-01-01", "<= 2026-01-02 12:00", "not 2026-01-02"]),
        ), 0..140),
        number in prop::option::of(prop::sample::select(vec![0.0, -0.0, 0.15, 1.15 - 1.0, 1.0, 2.0, 2.5, 3.0, 1e300])),
        text in prop::option::of(prop::sample::select(vec!["A", "B", "C", ""])),
        day in prop::option::of(20_453..20_457_i32),
        hour in 0..24_i64,
    ) {
        let kinds = [Type::Number, Type::Text, Type::DateTime];
        let rules: Vec<_> = cells
            .iter()
            .map(|(a, b, c)| [a, b, c].into_iter().zip(kinds).map(|(cell, kind)| parse(cell, kind).expect(cell)).enumerate().collect())
            .collect();
        let moment = day.map(|day| crate::value::DateTime(crate::value::DateTime::midnight(Date(day)).0 + hour * 3_600_000));
        let values = [Value::from(number), Value::from(text), moment.map_or(Value::Blank, Value::DateTime)];
        let index = Index::build(&kinds, &rules);
        let candidates: Vec<usize> = index.candidates(&values).collect();
        let scanned = matching(&rules, &values);
        let through: Vec<usize> = candidates.iter().copied().filter(|at| scanned.contains(at)).collect();
        prop_assert!(candidates.is_sorted());
        prop_assert_eq!(&through, &scanned);
        let not_failing = |rule: &Vec<(usize, CellTest)>| rule.iter().all(|(at, test)| test.holds(&values[*at]) != Some(false));
        let wanted: Vec<usize> = (0..rules.len()).filter(|at| not_failing(&rules[*at])).collect();
        let open: Vec<usize> = index.not_failing(&values).collect();
        prop_assert!(open.is_sorted());
        prop_assert!(wanted.iter().all(|rule| open.contains(rule)));
        // Beside a bound the neighbours come along; elsewhere the index alone decides.
        if number.is_none_or(|n| n == 2.5 || n == 1e300) {
            prop_assert_eq!(&candidates, &scanned);
        }
    }
}
