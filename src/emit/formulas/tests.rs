//! What formulas columns become: `[sales]` is the cell of the row, `{sales}` the whole column, `<floor>` a parameter,
//! `«…»` cells of the sheet of rules.

use super::{Live, ParameterPart, Piece, Place, RuleAt};
use crate::plan::Plan;
use crate::{Engine, Policy, RunOptions, Source};

const POLICY: &str = r#"
policy: shops
parameters:
  period: { from: 2026-01-01, to: 2026-06-30 }
  floor: 10%
  kinds: [large, small]
tables:
  areas:
    key: name
    columns: { name: , head: }
    formulas:
      shops_here: count(shops)
      sales: sum(shops.sales)
      middle: median(shops.sales)
      margin: weighted_average(shops.margin, shops.sales)
      newest: last(shops.name, shops.opened)
      names: list(shops.name)
      share: share(sales)
  shops:
    key: id
    columns: { id: , name: , area: { references: areas }, kind: , opened: { type: date }, sales: { type: number }, cost: { type: number } }
    formulas:
      margin: (sales - cost) / sales
      thin: margin < floor
      fresh: opened in period && kind in kinds
      either: opened in last_year(period) || sales > 100
      head: area.head ?? "nobody"
      rank: rank(sales, kind)
      place: { formula: "if thin { 0 } else { round(margin * 100, 1) }", format: "0.0" }
      said: "`${name} (${kind})`"
      week: week(opened)
      odd: name > "M"
      of_area: sales / sum(all.shops.sales, all.shops.area == shops.area)
      before: previous_value(sales, opened, area)
    decisions:
      size_class:
        hit: first
        rules:
          - { sales: ">= 100", kind: "large, small", then: A }
          - { margin: ">= 12.5%", then: B }
          - { otherwise: true, then: C }
      by_cost: { use: size_class with sales = cost }
  kinds_met:
    group: shops
    by: { kind: shops.kind }
    key: kind
    formulas: { sales: sum(shops.sales), heads: "distinct(shops.area)" }
figures:
  all_sales: sum(shops.sales)
  thin_share: count(shops, shops.thin) / count(shops)
scorecards:
  health:
    on: shops
    measures:
      margin: { weight: 60%, target: 20%, worst: 0% }
      sales: { weight: 40%, target: 100, worst: 0 }
    bands: { good: ">= 50", poor: "< 50" }
    rank: { within: area }
    missing: reweight
triggers:
  thin_margin: { on: shops, when: thin && sales > 0, severity: high }
"#;

/// A plan with its formulas.
fn live() -> (Plan, Live) {
    let policy = Policy::parse(POLICY).unwrap_or_else(|findings| panic!("{findings}"));
    let prepared = Engine::new().prepare(&policy).unwrap_or_else(|findings| panic!("{findings}"));
    let areas = [["north", "Kim"], ["south", "Lee"]].map(|row| row.map(Into::into).to_vec()).to_vec();
    let shop = |id: &str, area: &str, kind: &str, day: (i32, u32, u32), sales: f64| {
        let day = crate::value::Date::new(day.0, day.1, day.2).expect("a day");
        vec![id.into(), id.into(), area.into(), kind.into(), day.into(), sales.into(), (sales / 2.0).into()]
    };
    let shops = vec![
        shop("S1", "north", "large", (2026, 1, 5), 150.0),
        shop("S2", "north", "small", (2025, 3, 1), 90.0),
        shop("S3", "south", "small", (2026, 2, 1), 40.0),
    ];
    let sources = [
        Source::rows("areas", &["name", "head"], areas),
        Source::rows("shops", &["id", "name", "area", "kind", "opened", "sales", "cost"], shops),
    ];
    let options = RunOptions { live: true, ..RunOptions::default() };
    let run = prepared.run(&sources, &options).unwrap_or_else(|error| panic!("{error}"));
    let live = run.outcome().live.clone().expect("it was asked for");
    (prepared.plan().clone(), (*live).clone())
}

fn name(plan: &Plan, live: &Live, place: Place) -> String {
    match place {
        Place::Column(id) => plan.column(id).name.split_whitespace().collect::<Vec<_>>().join(" "),
        Place::Step(step) => match live.steps[step].title.as_str() {
            "" => format!("step {step}"),
            title => title.to_string(),
        },
    }
}

fn shown(plan: &Plan, live: &Live, pieces: &[Piece]) -> String {
    let one = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Own(place) => format!("[{}]", name(plan, live, *place)),
        Piece::All(place) => format!("{{{}}}", name(plan, live, *place)),
        Piece::Single(id) => format!("figures.{}", plan.column(*id).name),
        Piece::Parameter(name, ParameterPart::Value) => format!("<{name}>"),
        Piece::Parameter(name, ParameterPart::From) => format!("<{name}.from>"),
        Piece::Parameter(name, ParameterPart::To) => format!("<{name}.to>"),
        Piece::Rule(RuleAt::Cell { rule, input, part, .. }) => format!("«rule {rule}, input {input}, value {part}»"),
        Piece::Rule(RuleAt::Results { output, .. }) => format!("«results {output}»"),
        Piece::Rule(RuleAt::Measure { measure, term, .. }) => format!("«measure {measure}, term {term}»"),
        Piece::Rule(RuleAt::Band { band, part, .. }) => format!("«band {band}, value {part}»"),
    };
    pieces.iter().map(one).collect()
}

#[test]
fn every_column_is_a_formula_or_says_why_not() {
    let (plan, live) = live();
    let mut lines = Vec::new();
    for (id, formula) in &live.columns {
        let array = if formula.array { " (over whole columns)" } else { "" };
        let own = name(&plan, &live, Place::Column(*id));
        lines.push(format!(
            "{}.{own}{array}\n    {}",
            plan.tables[id.table.0].name,
            shown(&plan, &live, &formula.pieces)
        ));
    }
    for (at, step) in live.steps.iter().enumerate() {
        let own = name(&plan, &live, Place::Step(at));
        lines.push(format!(
            "step of {}: {own}\n    {}",
            plan.tables[step.table.0].name,
            shown(&plan, &live, &step.formula.pieces)
        ));
    }
    for (id, reason) in &live.left {
        lines.push(format!("{}.{} stays a value: {reason}", plan.tables[id.table.0].name, plan.column(*id).name));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Nothing but what every Excel and LibreOffice has.
#[test]
fn only_functions_that_every_spreadsheet_has_are_used() {
    const KNOWN: &[&str] = &[
        "ABS",
        "AND",
        "AVERAGE",
        "AVERAGEIFS",
        "COUNT",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "DAY",
        "EDATE",
        "EOMONTH",
        "EXACT",
        "EXP",
        "FIND",
        "HOUR",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISERROR",
        "ISNUMBER",
        "LARGE",
        "LEFT",
        "LEN",
        "LN",
        "LOG10",
        "MATCH",
        "MAX",
        "MEDIAN",
        "MID",
        "MIN",
        "MINUTE",
        "MOD",
        "MONTH",
        "NOT",
        "OR",
        "PERCENTILE",
        "POWER",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "SIGN",
        "SMALL",
        "SQRT",
        "STDEV",
        "STDEVP",
        "SUM",
        "SUMIFS",
        "SUMPRODUCT",
        "SUMSQ",
        "TRUNC",
        "VAR",
        "VARP",
        "WEEKDAY",
        "YEAR",
    ];
    let (_, live) = live();
    let formulas = live.columns.values().chain(live.steps.iter().map(|step| &step.formula));
    for text in formulas.flat_map(|formula| &formula.pieces) {
        let Piece::Text(text) = text else { continue };
        for (at, _) in text.match_indices('(') {
            let word: String = text[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric()).collect();
            let word: String = word.chars().rev().collect();
            assert!(word.is_empty() || KNOWN.contains(&word.as_str()), "{word} in {text}");
        }
    }
}

/// Texts that a spreadsheet would take for others are looked for letter by letter, or not at all.
#[test]
fn texts_that_a_spreadsheet_does_not_tell_apart_are_not_looked_for() {
    let policy = "
policy: t
tables:
  a: { key: id, columns: { id: }, formulas: { sold: sum(b.n), least: min(b.n) } }
  b: { columns: { a: { references: a }, n: { type: number } }, formulas: { same: a.sold } }
";
    let policy = Policy::parse(policy).unwrap_or_else(|findings| panic!("{findings}"));
    let run = |ids: [&str; 2]| {
        let rows = ids.map(|id| vec![id.into()]).to_vec();
        let sold = ids.map(|id| vec![id.into(), 1.0.into()]).to_vec();
        let sources = [Source::rows("a", &["id"], rows), Source::rows("b", &["a", "n"], sold)];
        let options = RunOptions { live: true, ..RunOptions::default() };
        let outcome = Engine::new().run(&policy, &sources, &options).unwrap_or_else(|error| panic!("{error}"));
        let live = outcome.live.expect("it was asked for");
        let plain = live.columns.values().any(|formula| {
            formula.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains("SUMIFS(")))
        });
        (plain, live.left.values().cloned().collect::<Vec<_>>())
    };
    assert_eq!(run(["x", "y"]), (true, Vec::new()));
    let (plain, left) = run(["x", "X"]);
    assert!(!plain);
    assert_eq!(left, ["a spreadsheet does not tell `x` and `X` apart"]);
    let (plain, left) = run(["x*", "y"]);
    assert!(!plain);
    assert_eq!(left, ["a spreadsheet would read the text `x*` as something else where it looks for it"]);
}
