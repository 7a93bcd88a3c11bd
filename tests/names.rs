//! The index of names as an editor uses it: what stands at a place, where it is declared and used, and what to
//! change so that it has another name.

use rulebook::diagnostic::Fix;
use rulebook::mend::Renaming;
use rulebook::{Engine, LoadOptions, Names, PackFiles};

const POLICY: &str = r#"policy: shops
parameters:
  period: { from: 2026-01-01, to: 2026-06-30 }
  floor: 100
tables:
  shops:
    key: id
    columns:
      id:
      sales: { type: number }
      open: { header: Open, type: number }
      closed: { header: [Closed, "閉"], type: number }
      area:
        type: number
    formulas:
      "dense": sales / area
      text: >
        if sales > floor
        { "above" } else { "below" }
    decisions:
      size:
        rules:
          - { sales: [1, 2], area: , then: small }
          - { sales: ">= floor", then: large, from: 2030-01-01 }
          - { sales: "> 2", then: large }
"#;

fn pack(policy: &str) -> PackFiles {
    PackFiles::new([("policy.yaml", policy)]).expect("a pack")
}

/// Where a piece of the policy begins.
fn at(piece: &str) -> usize {
    POLICY.find(piece).expect("it stands there")
}

/// The policy with the name at a place changed, or why it cannot be.
fn renamed(policy: &str, place: usize, new: &str) -> Result<String, String> {
    let engine = Engine::new();
    let files = pack(policy);
    let renaming = Renaming::of(&engine, &files, &LoadOptions::default()).unwrap_or_else(|wrong| panic!("{wrong}"));
    let symbol = renaming.names().at("policy.yaml", place).ok_or("no name stands there")?;
    let fixes = renaming.fixes(symbol, new)?;
    renaming.made(&fixes)?;
    Ok(with(policy, &fixes))
}

fn with(policy: &str, fixes: &[Fix]) -> String {
    let mut text = policy.to_string();
    for fix in fixes.iter().rev() {
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.text);
    }
    text
}

/// The lines that differ.
fn changed(place: usize, new: &str) -> String {
    let after = match renamed(POLICY, place, new) {
        Ok(after) => after,
        Err(reason) => return reason,
    };
    let old: Vec<&str> = POLICY.lines().collect();
    after.lines().filter(|line| !old.contains(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_place_leads_to_what_its_name_stands_for() {
    let names = Names::read(&Engine::new(), &pack(POLICY), &LoadOptions::default()).expect("it is a policy");
    let symbol = names.at("policy.yaml", at("floor\n") + 2).expect("a name stands there");
    assert_eq!(symbol.full_name(), "floor");
    assert_eq!(names.definition(symbol).map(|span| span.start as usize), Some(at("floor: 100")));
    let uses: Vec<usize> = names.uses(symbol).map(|span| span.start as usize).collect();
    assert_eq!(uses, [at("floor\n"), at("floor\", then")]);
    assert_eq!(names.at("policy.yaml", at("policy")).map(|symbol| symbol.full_name()), None);
    assert_eq!(names.at("other.yaml", 0), None);
}

/// What changing each of the names says.
fn each(names: &[(&str, &str)]) -> String {
    let told = names.iter().map(|(piece, new)| format!("{} → {new}\n{}", piece.trim(), changed(at(piece), new)));
    told.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_column_keeps_its_header_and_a_table_its_sheet() {
    let names = [
        ("sales:", "turnover"),
        ("id:", "number"),
        ("open:", "opened"),
        ("closed:", "shut"),
        ("area:", "space"),
        ("shops:\n    key", "stores"),
    ];
    insta::assert_snapshot!(each(&names));
}

#[test]
fn parameters_and_decisions_change_with_their_rules() {
    insta::assert_snapshot!(each(&[("floor:", "least"), ("size:", "class"), ("dense", "密度")]));
}

#[test]
fn what_cannot_be_a_name_is_refused() {
    let names =
        [("floor:", "the floor"), ("floor:", "sales"), ("floor:", "shops"), ("dense", "sales"), ("floor:", "if")];
    insta::assert_snapshot!(each(&names));
}

#[test]
fn a_name_that_would_be_taken_for_another_is_refused() {
    let place = at("closed:");
    // A column called `floor` would come before the parameter.
    insta::assert_snapshot!(renamed(POLICY, place, "floor").unwrap_err());
}

/// In the cell of a rule a parameter's name stands for its value; where it stands is told as it is written.
#[test]
fn parameters_in_cells_have_their_places() {
    let policy = r#"policy: p
parameters: { low: 5%, rate: 20% }
tables:
  t:
    columns: { a: { type: number }, goal: { type: number } }
    decisions:
      d:
        hit: first
        rules:
          - { a: "<= goal and > goal * (1 - rate)", then: 1 }
          - { a: "low .. rate, > goal - low", then: 2 }
          - { a: [low, rate], then: 3 }
          - { otherwise: true, then: 4 }
"#;
    let names = Names::read(&Engine::new(), &pack(policy), &LoadOptions::default()).expect("it is a policy");
    for (name, uses) in [("low", 3), ("rate", 3), ("goal", 3)] {
        let symbol = names.find(name)[0];
        assert!(symbol.uses.iter().all(|mention| mention.exact), "{symbol:?}");
        assert_eq!(symbol.uses.len(), uses, "{symbol:?}");
    }
}
