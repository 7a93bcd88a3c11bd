//! What the first page says in words.

use super::changes;
use super::palette::{self, Rgb};
use super::review::row_name;
use super::run::shown;
use crate::export::headline::{Bar, Card, Tone};
use crate::export::labels::{Label, Language};
use crate::outcome::{AssertionOutcome, Fired, Outcome};
use crate::policy::model::Severity;
use crate::value::{Extent, NumberFormat, NumberLook, Value};

/// Items of the list of what is most urgent.
pub(in crate::export) const URGENT: usize = 8;

/// Policy, version, owner, period, day.
pub(in crate::export) fn cover(language: Language, outcome: &Outcome) -> Vec<String> {
    let policy = &outcome.policy;
    let period = outcome.parameters.iter().find(|parameter| matches!(parameter.value, Value::Period(_)));
    let part = |label, text: Option<String>| text.map(|text| format!("{} {text}", language.say(label)));
    let parts = [
        Some(policy.name.clone()).filter(|name| !name.is_empty()),
        part(Label::Version, policy.version.clone()),
        part(Label::Owner, policy.owner.clone()),
        part(Label::Period, period.map(shown)),
        part(Label::AsOf, outcome.as_of.map(|day| day.to_string())),
    ];
    parts.into_iter().flatten().collect()
}

/// What apart from the data is not as it was in the earlier run: who reads the numbers must know.
pub(in crate::export) fn differs(language: Language, outcome: &Outcome) -> Option<String> {
    let baseline = outcome.baseline.as_ref().filter(|baseline| !baseline.differs.is_empty())?;
    Some(changes::compared_with(language, baseline, outcome))
}

/// How an assertion came out, and how urgent that is.
pub(in crate::export) fn standing(assertion: &AssertionOutcome) -> (Label, Option<Severity>) {
    let label = match assertion.holds {
        Some(true) => Label::Holds,
        Some(false) => Label::HoldsNot,
        None => Label::CannotTell,
    };
    let level = match (assertion.holds, assertion.warning) {
        (Some(true), _) => None,
        (_, true) => Some(Severity::Medium),
        (_, false) => Some(Severity::High),
    };
    (label, level)
}

/// What was compared, and what to do where it does not hold.
pub(in crate::export) fn says(language: Language, assertion: &AssertionOutcome) -> String {
    let says = assertion.says.in_language(language);
    match &assertion.message {
        Some(message) if !assertion.is_met() && language == Language::English => format!("{says}. {message}"),
        Some(message) if !assertion.is_met() => format!("{says} · {message}"),
        _ => says.into_owned(),
    }
}

/// Name and key of a trigger's row.
pub(in crate::export) fn who(outcome: &Outcome, fired: Fired<'_>) -> String {
    match row_name(outcome, fired) {
        Some(name) => format!("{name} ({})", fired.key()),
        None => fired.key().into_owned(),
    }
}

/// The colour of a card.
pub(in crate::export) fn accent(card: &Card) -> Rgb {
    match card.tone {
        Tone::Figure => palette::NAVY,
        Tone::Review(Some(level)) => palette::severity(level),
        Tone::Data { clean: false } => palette::severity(Severity::Medium),
        Tone::Review(None) | Tone::Data { clean: true } => palette::GREEN,
    }
}

/// Cents do not matter in a headline of thousands.
pub(in crate::export) fn card_look(format: NumberFormat, number: f64) -> NumberLook {
    if format == NumberFormat::General && (1e4..1e15).contains(&number.abs()) {
        return NumberLook::WHOLE;
    }
    NumberLook::of(format, &Extent::of(&[number]))
}

/// The colour of a bar.
pub(in crate::export) fn bar(bar: Bar) -> Rgb {
    match bar {
        Bar::Band(place, of) => palette::band(place, of),
        Bar::Severity(level) => palette::severity(level),
        Bar::Plain => palette::BAR,
        Bar::Missing => palette::GREY,
    }
}

/// What a chart shows, for people who hear it.
pub(in crate::export) fn alternative(spread: &crate::export::headline::Spread) -> String {
    let bars: Vec<String> = spread.bars.iter().map(|(name, count, _)| format!("{name} {count}")).collect();
    let text = format!("{}: {}", spread.title, bars.join(", "));
    crate::export::clean::clean(&text).chars().take(250).collect()
}
