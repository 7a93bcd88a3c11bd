//! The first section: what must hold, headline figures, what is most urgent, charts.

use super::cell::class;
use super::chart;
use super::page::Section;
use crate::export::clean::clean;
use crate::export::content::palette::Paint;
use crate::export::content::review::severity;
use crate::export::content::summary::{URGENT, accent, card_look, differs, says, standing, who};
use crate::export::headline::{Card, cards, spreads};
use crate::export::labels::{Label, Language};
use crate::outcome::Outcome;
use crate::policy::model::Severity;
use crate::value::Value;
use maud::{Markup, html};

/// The section.
pub(super) fn section(language: Language, outcome: &Outcome) -> Section {
    let spreads = spreads(outcome, language);
    let body = html! {
        @if let Some(text) = &outcome.policy.description { p.lead { (clean(text)) } }
        @if let Some(text) = differs(language, outcome) { p.remark { (clean(&text)) } }
        @if !outcome.assertions.is_empty() {
            h3 { (language.say(Label::MustHold)) }
            (assertions(language, outcome))
        }
        h3 { (language.say(Label::Headline)) }
        div.figures { @for card in cards(outcome, language) { (self::card(&card)) } }
        @if !outcome.triggers.is_empty() {
            h3 { (language.say(Label::MostUrgent)) }
            (urgent(language, outcome))
        }
        @if !spreads.is_empty() {
            h3 { (language.say(Label::Charts)) }
            div.charts { @for spread in &spreads { (chart::bars(language, spread)) } }
        }
    };
    let title = language.say(Label::Summary).to_string();
    Section { id: "summary".to_string(), title, about: String::new(), open: true, body }
}

fn assertions(language: Language, outcome: &Outcome) -> Markup {
    html! {
        ul.lines {
            @for assertion in &outcome.assertions {
                @let (label, level) = standing(assertion);
                li {
                    span class=(level.map_or_else(|| "tag ok".to_string(), tag)) { (language.say(label)) }
                    b { (clean(&assertion.title)) }
                    span.says { (clean(&says(language, assertion))) }
                }
            }
        }
    }
}

fn tag(level: Severity) -> String {
    class(Paint::Severity(level))
}

fn card(card: &Card) -> Markup {
    let value = match &card.value {
        Value::Number(number) => card_look(card.format, *number).show(*number),
        value => value.to_string(),
    };
    html! {
        div class={ "figure k" (chart::hex(accent(card))) } {
            span.label { (clean(&card.label)) }
            span.value .wide[value.chars().count() > 10] .long[value.chars().count() > 16] { (clean(&value)) }
            span.note { (clean(&card.note)) }
        }
    }
}

fn urgent(language: Language, outcome: &Outcome) -> Markup {
    html! {
        ul.lines.urgent {
            @for fired in outcome.triggers.iter().take(URGENT) {
                li {
                    span class=(tag(fired.severity())) { (severity(language, fired.severity())) }
                    b { (clean(fired.title())) }
                    span.who { (clean(&who(outcome, fired))) }
                    span.says { (clean(&fired.message())) }
                    span.owner { (clean(&fired.owner().unwrap_or_default())) }
                    @if let Some(day) = fired.due() { span.due { (day.to_string()) } }
                }
            }
        }
    }
}
