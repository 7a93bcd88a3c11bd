//! JDM: the decision tables of a graph of GoRules.

use super::made::{Making, made, name_of, type_of};
use super::{ForeignInput, ForeignOutput, ForeignRule, ForeignTable, Imported, Listing, Unsaid, feel};
use crate::diagnostic::Problem;
use crate::policy::model::{Collect, HitPolicy};
use crate::value::{Type, Value};
use serde_json::Value as Json;
use std::ops::Range;

/// Makes a pack of the decision tables of a JDM file.
///
/// # Errors
/// The file is no JDM.
pub fn from_jdm(name: &str, text: &str) -> Result<Imported, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let help = "save the graph as JSON: an object with `nodes` and `edges`";
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let message = format!("{name}:{}:{}: this is no JSON: {error}", error.line(), error.column());
        Problem::with_help(message, help)
    })?;
    let Some(nodes) = json["nodes"].as_array() else {
        return Err(Problem::with_help(format!("`{name}` is JSON and no JDM: it has no `nodes`"), help));
    };
    let (mut making, mut listing) = (Making::default(), Listing::of(name, text));
    let mut taken = Vec::new();
    for node in nodes {
        let before = making.columns.len();
        let (kind, called) = (word(&node["type"]), word(&node["name"]));
        let place = place(text, 0, word(&node["id"]));
        match kind {
            "decisionTableNode" => match table(text, node, &mut making, &mut taken.clone()) {
                Ok(table) => {
                    taken.extend(table.outputs.iter().map(|output| output.name.clone()));
                    making.tables.push(table);
                }
                Err((range, why)) => {
                    making.columns.truncate(before);
                    listing.skipped(range, format!("decision table `{called}` is skipped: {why}"));
                }
            },
            // They say what goes in and comes out.
            "inputNode" | "outputNode" => {}
            other => listing.skipped(place, format!("`{called}` is skipped: it is a `{other}`, not a decision table")),
        }
    }
    let title = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let title = title.strip_suffix(".json").unwrap_or(title);
    Ok(made(title, &format!("the decision tables of {name}"), (&making.columns, &making.tables), listing))
}

fn word(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// Where a text stands in the file in quotes, from a byte on; JSON itself keeps no places.
fn place(text: &str, from: usize, wanted: &str) -> Range<usize> {
    let quoted = Json::from(wanted).to_string();
    let found = text.get(from..).and_then(|rest| rest.find(&quoted)).map(|at| from + at);
    found.map_or(0..1, |at| at..at + quoted.len())
}

/// Where the value of a key stands in a rule.
fn cell_place(text: &str, rule: &Json, key: &str) -> Range<usize> {
    let rule = place(text, 0, word(&rule["_id"]));
    let before =
        rule.start.saturating_sub(text[..rule.start].chars().rev().take_while(|c| *c != '{').map(char::len_utf8).sum());
    let key = place(text, before, key);
    let rest = &text[key.end..];
    let start = key.end + rest.find('"').unwrap_or(0);
    let length = text[start..].char_indices().skip(1).find(|(at, c)| *c == '"' && !text[..start + at].ends_with('\\'));
    start..start + length.map_or(1, |(at, _)| at + 1)
}

type Skipped = (Range<usize>, String);

fn table(text: &str, node: &Json, making: &mut Making, taken: &mut Vec<String>) -> Result<ForeignTable, Skipped> {
    let content = &node["content"];
    let whole = || place(text, 0, word(&node["id"]));
    let hit = hit(content).map_err(|why| (whole(), why))?;
    let none = Vec::new();
    let list = |key: &str| content[key].as_array().unwrap_or(&none);
    let rules = list("rules");
    if rules.is_empty() {
        return Err((whole(), "it has no rules".to_string()));
    }
    let mut inputs = Vec::new();
    for input in list("inputs") {
        let read = self::input(text, input, rules, making, taken)?;
        if inputs.iter().any(|known: &ForeignInput| known.column == read.column) {
            let why = format!("it asks about `{}` in two columns", read.column);
            return Err((place(text, 0, word(&input["id"])), why));
        }
        inputs.push(read);
    }
    let (outputs, results) = self::outputs(text, list("outputs"), rules, making, taken)?;
    if outputs.is_empty() {
        return Err((whole(), "it gives no results".to_string()));
    }
    let rules = rules.iter().zip(results);
    let rules =
        rules.map(|(rule, results)| ForeignRule { results, note: word(&rule["_description"]).trim().to_string() });
    let title = word(&node["name"]).to_string();
    let known: Vec<String> = making.tables.iter().map(|table| table.name.clone()).collect();
    Ok(ForeignTable {
        note: String::new(),
        name: name_of(&title, &known),
        title,
        hit,
        inputs,
        outputs,
        rules: rules.collect(),
        default: None,
    })
}

/// The hit policy, where the table works on its whole input.
fn hit(content: &Json) -> Result<HitPolicy, String> {
    if !word(&content["inputField"]).is_empty() || word(&content["executionMode"]) == "loop" {
        return Err("it works on a part of its input, or on each item of a list".to_string());
    }
    match word(&content["hitPolicy"]) {
        "first" | "" => Ok(HitPolicy::First),
        "collect" => Ok(HitPolicy::Collect(Collect::List)),
        other => Err(format!("no hit policy is `{other}`")),
    }
}

/// The results, and for each rule their values.
fn outputs(
    text: &str,
    outputs: &[Json],
    rules: &[Json],
    making: &Making,
    taken: &mut Vec<String>,
) -> Result<(Vec<ForeignOutput>, Vec<Vec<Value>>), Skipped> {
    let (mut read, mut results) = (Vec::new(), vec![Vec::new(); rules.len()]);
    for output in outputs {
        let (id, field) = (word(&output["id"]), word(&output["field"]));
        for (rule, results) in rules.iter().zip(&mut results) {
            let cell = word(&rule[id]);
            let place = || cell_place(text, rule, id);
            let value = feel::value(cell).map_err(|unsaid| at(place(), cell, unsaid))?;
            if !value.is_blank() && feel::result(&value).is_none() {
                return Err((place(), format!("`{cell}` is no result here")));
            }
            results.push(value);
        }
        let place_of = read.len();
        if type_of(results.iter().map(|results| &results[place_of])).is_none() {
            return Err((place(text, 0, id), format!("the results of `{field}` are of several types")));
        }
        let columns = making.columns.iter().map(|column| column.name.clone());
        let name = name_of(field, &taken.iter().cloned().chain(columns).collect::<Vec<_>>());
        taken.push(name.clone());
        read.push(ForeignOutput { name, values: Vec::new() });
    }
    Ok((read, results))
}

fn at(place: Range<usize>, cell: &str, unsaid: Unsaid) -> Skipped {
    // Between the quotes, where no sign is escaped.
    let exact = place.len() == cell.len() + 2;
    let range = place.start + 1 + unsaid.at.start..place.start + 1 + unsaid.at.end;
    (if exact { range } else { place }, unsaid.why)
}

fn input(
    text: &str,
    input: &Json,
    rules: &[Json],
    making: &mut Making,
    taken: &[String],
) -> Result<ForeignInput, Skipped> {
    let (id, field) = (word(&input["id"]), word(&input["field"]).trim());
    let own = place(text, 0, id);
    let is_name = field.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if field.is_empty() || !is_name {
        let why = if field.is_empty() {
            "an input has no field: its cells are whole conditions".to_string()
        } else {
            format!("it asks about `{field}`, which is no name but an expression")
        };
        return Err((own, why));
    }
    let mut tests = Vec::new();
    for rule in rules {
        let cell = word(&rule[id]);
        let test = feel::test(cell).map_err(|unsaid| at(cell_place(text, rule, id), cell, unsaid))?;
        tests.push((test, cell, rule));
    }
    let values = tests.iter().flat_map(|(test, ..)| test.literals()).map(|literal| &literal.value);
    let Some(ty) = type_of(values) else {
        return Err((own, format!("its rules ask `{field}` for values of several types")));
    };
    let ty = ty.unwrap_or(Type::Text);
    let column = match taken.iter().find(|name| *name == field) {
        // The result of a table before it.
        Some(result) => result.clone(),
        None => making.column(field, ty, taken).map_err(|why| (own, why))?,
    };
    let said = |(test, cell, rule): &(crate::decision::cell::CellTest, &str, &Json)| {
        let why = || (cell_place(text, rule, id), format!("`{cell}` is no test of {}", ty.a_word()));
        feel::ours(test, ty).ok_or_else(why)
    };
    Ok(ForeignInput { column, cells: tests.iter().map(said).collect::<Result<_, _>>()? })
}
