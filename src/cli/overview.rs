//! What a policy says, in short: shown by `check` where nothing is wrong.

use crate::policy::model::{self, Rows};
use crate::value::{NumberFormat, Value, number};
use crate::{Policy, export};
use serde_json::json;
use std::fmt::Write;

/// For people.
pub(super) fn text(policy: &Policy) -> String {
    let model = policy.model();
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{}", headline(model));
    section(&mut text, "parameters", &model.parameters, |p| (&p.name.value, shown(&p.value.value, p.format)));
    section(&mut text, "tables", &model.tables, |t| (&t.name.value, table(t)));
    let decisions: Vec<(&model::Table, &model::Decision)> =
        model.tables.iter().flat_map(|table| table.decisions.iter().map(move |decision| (table, decision))).collect();
    let names: Vec<String> = decisions.iter().map(|(t, d)| format!("{}.{}", t.name.value, d.name.value)).collect();
    let rows: Vec<(&String, &model::Decision)> = names.iter().zip(decisions.iter().map(|(_, d)| *d)).collect();
    section(&mut text, "decisions", &rows, |(name, d)| (name, decision(d)));
    section(&mut text, "scorecards", &model.scorecards, |s| (&s.name.value, scorecard(s)));
    section(&mut text, "triggers", &model.triggers, |t| {
        (&t.name.value, format!("{}, on {}", t.severity.value.word(), t.on.value))
    });
    text
}

/// The same for programs.
pub(super) fn json(policy: &Policy) -> serde_json::Value {
    let model = policy.model();
    let parameter = |p: &model::Parameter| json!({"name": p.name.value, "type": p.kind.word(), "value": export::json::value(&p.value.value)});
    let measure = |m: &model::Measure| json!({"name": m.name.value, "weight": m.weight.value});
    json!({
        "name": model.name.value,
        "version": model.version.as_ref().map(|v| &v.value),
        "sha256": policy.sha256(),
        "parameters": model.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "tables": model.tables.iter().map(|t| json!({
            "name": t.name.value,
            "columns": t.columns.iter().map(|c| &c.name.value).collect::<Vec<_>>(),
            "formulas": t.formulas.iter().map(|f| &f.name.value).collect::<Vec<_>>(),
            "decisions": t.decisions.iter().map(|d| json!({
                "name": d.name.value, "hit": d.hit.value.words(), "rules": d.rules.len(),
                "uses": d.uses.as_ref().map(|uses| &uses.text.value),
                "outputs": d.outputs.iter().map(|o| &o.name.value).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "scorecards": model.scorecards.iter().map(|s| json!({
            "name": s.name.value, "on": s.on.value, "measures": s.measures.iter().map(measure).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "triggers": model.triggers.iter().map(|t| json!({
            "name": t.name.value, "on": t.on.value, "severity": t.severity.value.word(),
        })).collect::<Vec<_>>(),
    })
}

fn headline(model: &model::Policy) -> String {
    let version = model.version.as_ref().map(|v| format!(" {}", v.value)).unwrap_or_default();
    let title = model.title.get(&model.language).map(|t| format!(": {}", t.value)).unwrap_or_default();
    let force = match model.effective.map(|e| (e.from, e.to)) {
        Some((Some(from), Some(to))) => format!(", in force {from} to {to}"),
        Some((Some(from), None)) => format!(", in force from {from}"),
        Some((None, Some(to))) => format!(", in force until {to}"),
        _ => String::new(),
    };
    format!("{}{version}{title}{force}", model.name.value)
}

/// A heading and one aligned line for each item; nothing where there is none.
fn section<T>(text: &mut String, heading: &str, items: &[T], line: impl Fn(&T) -> (&String, String)) {
    use unicode_width::UnicodeWidthStr;
    let width = items.iter().map(|item| line(item).0.width()).max().unwrap_or(0);
    for (at, item) in items.iter().enumerate() {
        if at == 0 {
            let _ = writeln!(text, "\n{heading}");
        }
        let (name, about) = line(item);
        let _ = writeln!(text, "  {name}{}  {about}", " ".repeat(width - name.width()));
    }
}

pub(super) fn shown(value: &Value, format: NumberFormat) -> String {
    match (value, format) {
        (Value::Number(part), NumberFormat::Percent(_)) => {
            format!("{}%", number::shortest(number::round(part * 100.0, 10)))
        }
        _ => value.to_string(),
    }
}

fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

fn table(table: &model::Table) -> String {
    let mut parts = vec![counted(table.columns.len(), "column")];
    match &table.rows {
        Rows::Sheet(_) => {}
        Rows::Group { of, by, .. } => parts = vec![format!("groups {} by {}", of.value, counted(by.len(), "column"))],
        Rows::Pairs { left, right, .. } => parts = vec![format!("pairs {} with {}", left.value, right.value)],
        Rows::Unpivot(from) => {
            parts = vec![format!("unpivots {} of {}", counted(from.values.len(), "column"), from.of.value)];
        }
        Rows::Calendar { unit, .. } => parts = vec![format!("one row for each {}", unit.value.word())],
        Rows::Stack(of) => {
            let names: Vec<&str> = of.iter().map(|name| name.value.as_str()).collect();
            parts = vec![format!("stacks {}", names.join(", "))];
        }
    }
    if !table.formulas.is_empty() {
        parts.push(counted(table.formulas.len(), "formula"));
    }
    let decided: usize = table.decisions.iter().map(|d| d.outputs.len()).sum();
    if decided > 0 {
        parts.push(format!("{decided} decided"));
    }
    parts.join(", ")
}

fn decision(decision: &model::Decision) -> String {
    if let Some(uses) = &decision.uses {
        return format!("uses {}", uses.text.value.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let outputs: Vec<&str> = decision.outputs.iter().map(|output| output.name.value.as_str()).collect();
    let rules = counted(decision.rules.len(), "rule");
    match outputs[..] == [decision.name.value.as_str()] {
        true => format!("{}, {rules}", decision.hit.value.words()),
        false => format!("{}, {rules} → {}", decision.hit.value.words(), outputs.join(", ")),
    }
}

fn scorecard(card: &model::Scorecard) -> String {
    let measures: Vec<String> =
        card.measures.iter().map(|m| format!("{} {}", m.name.value, weight(&m.weight.value))).collect();
    let bands: Vec<&str> = card.bands.iter().map(|(name, _)| name.value.as_str()).collect();
    let bands = if bands.is_empty() { String::new() } else { format!("; bands {}", bands.join(" ")) };
    format!("on {}: {}{bands}", card.on.value, measures.join(", "))
}

/// Weights are kept as parts of 1, or as formulas.
fn weight(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_string(), |part| shown(&Value::Number(part), NumberFormat::Percent(0)))
}
