//! Scorecards, their measures and bands, and triggers.

use crate::diff::part::{Part, Property, Together, property, together, words};
use crate::diff::said::{Said, Say, cell, formula, formula_if, joined};
use crate::policy::model::{Better, Due, FormulaText, Measure, Missing, Policy, Scorecard, Trigger};
use crate::source::{Sources, Spanned};
use crate::value::number;

/// A band: its name and its test.
pub(crate) type Band = (Spanned<String>, Spanned<String>);

fn word(text: &str) -> Said {
    Said { key: text.to_string(), text: text.to_string(), at: None }
}

impl Part for Scorecard {
    const WORD: &'static str = "scorecard";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Scorecard>] {
        const ALL: [Property<Scorecard>; 4] = [
            property!("table", on),
            property!("rank", rank_within, |within, sources| {
                let all: Vec<Said> = within.iter().map(|text| formula(text, sources)).collect();
                let said = joined(&all, ", ");
                let text = if all.is_empty() { "over all rows".into() } else { format!("within {}", said.text) };
                Said { text, ..said }
            }),
            property!("`missing`", missing, |missing, _| word(match missing {
                Missing::Blank => "blank",
                Missing::Reweight => "reweight",
                Missing::Worst => "worst",
            })),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, _: &[String]) -> Option<&'p mut Vec<Scorecard>> {
        Some(&mut policy.scorecards)
    }
    fn summary(&self, _: &Sources) -> String {
        format!("on {}, {} measures", self.on.value, self.measures.len())
    }
}

fn card<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Scorecard> {
    let [name] = path else { return None };
    policy.scorecards.iter_mut().find(|card| card.name.value == *name)
}

impl Part for Measure {
    const WORD: &'static str = "measure";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Measure>] {
        // Weights make one whole: one of them alone would not be 100 %. Target and worst value are the two ends of
        // one scale: a new target on the old scale gives points that neither policy gives.
        const ALL: [Property<Measure>; 8] = [
            together(Together::Beside, property!("weight", weight, formula)),
            together(Together::Within, property!("target", target, formula)),
            together(Together::Within, property!("worst value", worst, formula)),
            property!("value", value, formula),
            together(
                Together::Within,
                property!("direction", better, |better, _| word(match better.as_ref().map(|better| better.value) {
                    Some(Better::Higher) => "higher",
                    Some(Better::Lower) => "lower",
                    None => "",
                })),
            ),
            property!("cap", cap, formula_if),
            words(property!("format", format)),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Measure>> {
        card(policy, path).map(|card| &mut card.measures)
    }
    fn summary(&self, sources: &Sources) -> String {
        let [weight, target, worst] = [&self.weight, &self.target, &self.worst].map(|text| formula(text, sources).text);
        format!("weight {weight}, target {target}, worst {worst}")
    }
}

impl Part for Band {
    const WORD: &'static str = "band";
    fn name(&self) -> &Spanned<String> {
        &self.0
    }
    fn properties() -> &'static [Property<Band>] {
        const ALL: [Property<Band>; 1] = [Property {
            word: "",
            say: |band, _| cell(&band.1),
            take: |into, from| into.1 = from.1.clone(),
            words: false,
            together: Together::Beside,
        }];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Band>> {
        card(policy, path).map(|card| &mut card.bands)
    }
}

impl Say for Due {
    fn say(&self, sources: &Sources) -> Said {
        match self {
            Due::Days(days) => Said { at: Some(days.span), ..word(&format!("{} days", number::shortest(days.value))) },
            Due::Formula(text) => formula(text, sources),
        }
    }
}

fn messages(all: &[(String, FormulaText)], sources: &Sources) -> Said {
    let mut all: Vec<&(String, FormulaText)> = all.iter().collect();
    all.sort_by_key(|(code, _)| code.as_str());
    let all: Vec<Said> = all.iter().map(|(code, text)| joined(&[word(code), formula(text, sources)], ": ")).collect();
    joined(&all, "; ")
}

impl Part for Trigger {
    const WORD: &'static str = "trigger";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Trigger>] {
        const ALL: [Property<Trigger>; 10] = [
            property!("", when, formula),
            property!("table", on),
            property!("severity", severity, |severity, _| {
                Said { at: Some(severity.span), ..word(severity.value.word()) }
            }),
            property!("`weight`", weight, formula_if),
            property!("owner", owner, formula_if),
            property!("due day", due),
            property!("`clear_when`", clear_when, formula_if),
            property!("`cool_down`", cool_down),
            words(property!("title", title)),
            words(property!("message", message, |message: &Vec<_>, sources| messages(message, sources))),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, _: &[String]) -> Option<&'p mut Vec<Trigger>> {
        Some(&mut policy.triggers)
    }
}
