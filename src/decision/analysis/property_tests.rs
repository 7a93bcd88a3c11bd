//! Claims against brute force: every combination of sample values is tried with `holds`.

use super::*;
use crate::decision::cell::parse;
use crate::value::Value;
use proptest::prelude::*;

const NUMBERS: [&str; 12] =
    ["-", "1", "> 2", ">= 2", "< 3", "1 .. 3", "1 ..= 3", "(1..3]", "not 2", "1, 3", "blank", "not(1 .. 3)"];
const TEXTS: [&str; 8] = ["-", "A", "B", "A, B", "not A", "not(A, B)", "blank", "not blank"];
const DATES: [&str; 6] =
    ["-", "2026-01-01", "> 2026-01-01", "< 2026-01-03", "not 2026-01-02", "2026-01-01 .. 2026-01-03"];
const KINDS: [Type; 3] = [Type::Number, Type::Text, Type::Date];

fn table() -> impl Strategy<Value = Vec<Rule>> {
    let cell = |kind, cells: &'static [&'static str]| {
        prop::sample::select(cells).prop_map(move |cell| parse(cell, kind).expect(cell))
    };
    let tests = (cell(KINDS[0], &NUMBERS), cell(KINDS[1], &TEXTS), cell(KINDS[2], &DATES), 0..2_u8);
    let rule = tests.prop_map(|(a, b, c, result)| Rule {
        tests: vec![(0, a), (1, b), (2, c)],
        otherwise: false,
        results: vec![result.to_string()],
        rank: Some(vec![result.into()]),
        amounts: Vec::new(),
    });
    prop::collection::vec(rule, 1..9)
}

/// Every value that matters of each input: the literals, what lies between and beside them, blank.
fn points() -> Vec<[Value; 3]> {
    let numbers = [0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0].map(Value::number);
    let texts = ["A", "B", "C"].map(Value::from);
    let dates = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
        .map(|day| Value::from(crate::value::Date::parse(day)));
    let with_blank = |values: &[Value]| [values, &[Value::Blank]].concat();
    let mut points = Vec::new();
    for a in with_blank(&numbers) {
        for b in with_blank(&texts) {
            for c in with_blank(&dates) {
                points.push([a.clone(), b.clone(), c.clone()]);
            }
        }
    }
    points
}

fn matches(rule: &Rule, point: &[Value]) -> bool {
    rule.tests.iter().all(|(input, test)| test.holds(&point[*input]) == Some(true))
}

/// The points inside an example, its cells read back.
fn inside(region: &Region) -> Vec<[Value; 3]> {
    let tests: Vec<(usize, CellTest)> = region
        .extents
        .iter()
        .map(|extent| {
            let at = ["n", "t", "d"].iter().position(|name| *name == extent.input).expect("an input");
            (at, parse(&extent.test, KINDS[at]).expect("a test"))
        })
        .collect();
    let all = |point: &[Value; 3]| tests.iter().all(|(at, test)| test.holds(&point[*at]) == Some(true));
    points().into_iter().filter(all).collect()
}

fn inputs() -> Vec<Input> {
    ["n", "t", "d"].into_iter().zip(KINDS).map(|(name, kind)| Input::new(name, kind)).collect()
}

proptest! {
    #[test]
    fn rules_that_never_fire_are_exactly_those(rules in table()) {
        let report = analyse(&inputs(), &rules, HitPolicy::First, &Relations::default());
        let points = points();
        let mut firing = vec![false; rules.len()];
        for point in &points {
            if let Some(first) = rules.iter().position(|rule| matches(rule, point)) {
                firing[first] = true;
            }
        }
        for (at, fires) in firing.iter().enumerate() {
            let because = report.findings.iter().find_map(|finding| match finding {
                Finding::NeverFires { rule, because_of, .. } if *rule == at => Some(because_of.clone()),
                // Of the same rule twice, the later never fires either.
                Finding::Duplicate { rule, of, .. } if *rule == at => Some(vec![*of]),
                _ => None,
            });
            prop_assert_eq!(because.is_none(), *fires, "rule {}", at);
            for point in points.iter().filter(|point| because.is_some() && matches(&rules[at], point.as_slice())) {
                prop_assert!(because.iter().flatten().any(|rule| *rule < at && matches(&rules[*rule], point)));
            }
        }
    }

    #[test]
    fn gaps_are_exactly_what_no_rule_matches(rules in table()) {
        let report = analyse(&inputs(), &rules, HitPolicy::Priority, &Relations::default());
        let mut claimed: Vec<[Value; 3]> = Vec::new();
        for finding in &report.findings {
            if let Finding::Gap { region: example } = finding {
                claimed.extend(inside(example).into_iter().filter(|point| !point.iter().any(Value::is_blank)));
            }
        }
        for point in points().iter().filter(|point| !point.iter().any(Value::is_blank)) {
            let matched = rules.iter().any(|rule| matches(rule, point));
            let times = claimed.iter().filter(|claim| *claim == point).count();
            prop_assert!(times <= 1 && !(matched && times == 1), "{point:?} claimed {times} times");
            prop_assert!(matched || times == 1 || report.incomplete, "{point:?} is missing");
        }
    }

    #[test]
    fn overlaps_are_exactly_the_pairs_that_meet(rules in table()) {
        for (hit, all) in [(HitPolicy::Unique, true), (HitPolicy::Any, false)] {
            let report = analyse(&inputs(), &rules, hit, &Relations::default());
            prop_assume!(!report.incomplete);
            let points = points();
            for b in 0..rules.len() {
                for a in 0..b {
                    let disagree = all || rules[a].results != rules[b].results;
                    let meet = disagree && points.iter().any(|point| matches(&rules[a], point) && matches(&rules[b], point));
                    let example = report.findings.iter().find_map(|finding| match finding {
                        Finding::Overlap { a: x, b: y, region: example } if (*x, *y) == (a, b) => Some(example),
                        _ => None,
                    });
                    // Two rules that say the same are told as that.
                    let told_apart = |x: usize, y: usize| report.findings.iter().any(|finding| match finding {
                        Finding::Duplicate { rule, of, .. } => (*rule, *of) == (x, y),
                        Finding::Subsumed { rule, by, .. } => (*rule, *by) == (x, y),
                        _ => false,
                    });
                    let meet = meet && !told_apart(a, b) && !told_apart(b, a);
                    prop_assert_eq!(example.is_some(), meet, "{} and {}", a, b);
                    let Some(example) = example else { continue };
                    let shown = inside(example);
                    let is_blank = |at: usize| example.extents.iter().any(|e| e.input == ["n", "t", "d"][at] && e.test == "blank");
                    let known = |point: &&[Value; 3]| point.iter().enumerate().all(|(at, v)| !v.is_blank() || is_blank(at));
                    prop_assert!(!shown.is_empty());
                    prop_assert!(shown.iter().filter(known).all(|point| matches(&rules[a], point) && matches(&rules[b], point)));
                }
            }
        }
    }

    #[test]
    fn masked_rules_are_exactly_those_that_never_decide(rules in table()) {
        let report = analyse(&inputs(), &rules, HitPolicy::Priority, &Relations::default());
        let points = points();
        for (at, rule) in rules.iter().enumerate() {
            let decides = points.iter().filter(|point| matches(rule, point.as_slice())).any(|point| {
                !rules.iter().any(|other| other.is_before(rule) && matches(other, point))
            });
            let told = report.findings.iter().find_map(|finding| match finding {
                Finding::Masked { rule, because_of } if *rule == at => Some(because_of.clone()),
                Finding::NeverFires { rule, .. } if *rule == at => Some(Vec::new()),
                Finding::Duplicate { rule, of, .. } if *rule == at => Some(vec![*of]),
                _ => None,
            });
            prop_assert!(decides || told.is_some(), "rule {} never decides", at);
            let twin = report.findings.iter().any(|finding| matches!(finding, Finding::Duplicate { rule, .. } if *rule == at));
            prop_assert!(!decides || twin || told.is_none(), "rule {} decides", at);
        }
    }

    #[test]
    fn a_rule_said_to_add_nothing_adds_nothing(rules in table()) {
        let points = points();
        for hit in [HitPolicy::First, HitPolicy::Any, HitPolicy::Priority, HitPolicy::Unique] {
            for finding in analyse(&inputs(), &rules, hit, &Relations::default()).findings {
                let (left_out, other) = match finding {
                    Finding::Subsumed { rule, by, .. } => (rule, by),
                    Finding::Duplicate { rule, of, .. } => (rule, of),
                    _ => continue,
                };
                prop_assert_eq!(&rules[left_out].results, &rules[other].results);
                for point in points.iter().filter(|point| matches(&rules[left_out], point.as_slice())) {
                    prop_assert!(matches(&rules[other], point.as_slice()), "{:?} {:?}", hit, point);
                    let first = |without: Option<usize>| {
                        (0..rules.len()).find(|at| Some(*at) != without && matches(&rules[*at], point.as_slice()))
                    };
                    if hit == HitPolicy::First {
                        let (with, without) = (first(None), first(Some(left_out)));
                        prop_assert_eq!(with.map(|at| &rules[at].results), without.map(|at| &rules[at].results));
                    }
                }
            }
        }
    }
}
