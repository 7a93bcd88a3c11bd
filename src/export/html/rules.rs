//! The rules as they were applied: parameters, scorecards, decision tables, triggers.

use super::page::Section;
use crate::decision::cell::{CellPart, Comparison};
use crate::export::clean::clean;
use crate::export::content::review::{severity, table_title};
use crate::export::content::rules::{Words, any, headline, one_value, percent};
use crate::export::labels::Language;
use crate::outcome::{DecisionRules, Outcome, RuleCell, RuleResult, RuleUsed, ScorecardOutcome, ScorecardRules};
use crate::value::{Extent, NumberFormat, NumberLook, Value};
use maud::{Markup, html};

/// The section, where there are rules.
pub(super) fn section(language: Language, outcome: &Outcome) -> Option<Section> {
    if !any(outcome) {
        return None;
    }
    let words = Words::of(language);
    let rules = &outcome.rules;
    let body = html! {
        @if !outcome.parameters.is_empty() {
            h3 { (words.parameters) }
            (parameters(outcome, &words))
        }
        @if !rules.scorecards.is_empty() { h3 { (words.scorecards) } }
        @for (at, (card, rules)) in outcome.scorecards.iter().zip(&rules.scorecards).enumerate() {
            (scorecard(outcome, (at, card, rules), &words))
        }
        @if !rules.decisions.is_empty() { h3 { (words.decisions) } }
        @for decision in &rules.decisions { (self::decision(outcome, decision, &words)) }
        @if !rules.triggers.is_empty() {
            h3 { (words.triggers) }
            (triggers(language, outcome, &words))
        }
    };
    let (title, about) = (words.title.to_string(), words.applied.to_string());
    Some(Section { id: "rules".to_string(), title, about, open: false, body })
}

fn parameters(outcome: &Outcome, words: &Words) -> Markup {
    let defaults = outcome.rules.defaults.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    html! {
        div.scroll { table.plain {
            thead { tr {
                th { (words.parameter) } th.n { (words.value) } th.n { (words.default) }
                th { (words.set_by) } th { (words.name) }
            } }
            tbody { @for (used, default) in outcome.parameters.iter().zip(defaults) { tr {
                th scope="row" { (clean(&used.title)) }
                td.n { (shown(&used.value, used.format)) }
                td.n { (shown(default.unwrap_or(&used.value), used.format)) }
                td { (if used.set { words.this_run } else { words.the_policy }) }
                td.m { (clean(&used.name)) }
            } } }
        } }
    }
}

fn title(title: &str, place: &str) -> Markup {
    html! { h4 { (clean(title)) " " span.m { (clean(place)) } } }
}

fn scorecard(
    outcome: &Outcome,
    (at, card, rules): (usize, &ScorecardOutcome, &ScorecardRules),
    words: &Words,
) -> Markup {
    let terms = |at: usize| {
        let measure = &card.measures[at];
        let formats = [NumberFormat::Percent(0), measure.format, measure.format];
        let columns = [&measure.weight, &measure.target, &measure.worst];
        let written = rules.measures.get(at);
        std::array::from_fn::<String, 3, _>(|term| match one_value(columns[term]) {
            Some(value) => shown(&value, formats[term]),
            None => written.map(|written| clean(&written[term]).into_owned()).unwrap_or_default(),
        })
    };
    html! {
        div id={ "rule-c" (at) } {
            (title(&format!("{} · {}", card.title, table_title(outcome, card.table)), &rules.place))
            div.scroll { table.plain {
                thead { tr {
                    th { (words.measure) } th.n { (words.weight) } th.n { (words.target) } th.n { (words.worst) }
                } }
                tbody { @for (at, measure) in card.measures.iter().enumerate() { tr {
                    th scope="row" { (clean(&measure.title)) }
                    @for term in terms(at) { td.n.t { (term) } }
                } } }
            } }
            @if !rules.bands.is_empty() {
                div.scroll { table.plain {
                    thead { tr { th { (words.band) } th.n { (words.condition) } th.n { (words.decided) } } }
                    tbody { @for (place, (name, test, count)) in rules.bands.iter().enumerate() { tr {
                        th scope="row" class={ "tag b" (place) "-" (card.bands.len()) } { (clean(name)) }
                        td.n { (cell(test)) }
                        td.n { (count.to_string()) }
                    } } }
                } }
            }
        }
    }
}

fn decision(outcome: &Outcome, decision: &DecisionRules, words: &Words) -> Markup {
    html! {
        (title(&headline(outcome, decision), &decision.place))
        div.scroll { table.plain {
            thead { tr {
                th { (words.rule) }
                @for input in &decision.inputs { th { (clean(input)) } }
                @for (output, _) in &decision.outputs { th.is-decision { (clean(output)) } }
                th.n { (words.decided) }
                th { (words.rule) }
            } }
            tbody { @for (number, rule) in decision.rules.iter().enumerate() {
                (rule_row(decision, (number, rule), words))
            } }
        } }
    }
}

fn rule_row(decision: &DecisionRules, (number, rule): (usize, &RuleUsed), words: &Words) -> Markup {
    html! {
        tr {
            th scope="row" { @if rule.otherwise { (words.otherwise) } @else { (number + 1) } }
            @for cell in &rule.cells {
                @match cell {
                    Some(cell) => td { (self::cell(cell)) },
                    None => td.m { "–" },
                }
            }
            // The rule where no other holds asks nothing.
            @for _ in rule.cells.len()..decision.inputs.len() { td.m { "–" } }
            @for (result, (_, format)) in rule.results.iter().zip(&decision.outputs) {
                td.result {
                    @match result {
                        RuleResult::Value(value) => (shown(value, *format)),
                        RuleResult::Formula(text) => code { (clean(text)) },
                    }
                }
            }
            td.n { (NumberLook::WHOLE.show(rule.decided as f64)) }
            td.m { (clean(&rule.place)) }
        }
    }
}

fn triggers(language: Language, outcome: &Outcome, words: &Words) -> Markup {
    html! {
        div.scroll { table.plain {
            thead { tr {
                th { (words.trigger) } th { (words.table) } th { (words.severity) } th.n { (words.fired) }
                th.n { (words.undetermined) } th { (words.condition) } th { (words.rule) }
            } }
            tbody { @for (at, trigger) in outcome.rules.triggers.iter().enumerate() { tr id={ "rule-t" (at) } {
                th scope="row" { (clean(&trigger.title)) }
                td { (clean(table_title(outcome, trigger.table))) }
                td { (severity(language, trigger.severity)) }
                td.n { (NumberLook::WHOLE.show(trigger.fired as f64)) }
                td.n { (NumberLook::WHOLE.show(trigger.undetermined as f64)) }
                td { code { (clean(&trigger.condition)) } }
                td.m { (clean(&trigger.place)) }
            } } }
        } }
    }
}

/// What a rule asks of an input.
fn cell(cell: &RuleCell) -> String {
    if cell.parts.is_empty() {
        return clean(&cell.text).into_owned();
    }
    cell.parts.iter().map(part).collect::<Vec<_>>().join(" · ")
}

fn part(part: &CellPart) -> String {
    let values: Vec<String> = part
        .values
        .iter()
        .map(|value| shown(value, if part.percent { percent(value) } else { NumberFormat::General }))
        .collect();
    match part.comparison {
        Comparison::Equal => values.join(", "),
        other => format!("{} {}", other.sign(), values.join(", ")),
    }
}

/// A value as a person reads it.
fn shown(value: &Value, format: NumberFormat) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) if number.is_finite() => NumberLook::of(format, &Extent::of(&[*number])).show(*number),
        Value::Period(period) => format!("{} – {}", period.from, period.to),
        other => clean(&other.to_string()).into_owned(),
    }
}
