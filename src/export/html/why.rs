//! Why a row has its band, and why it is on the review list: an account for each, that can be opened.

use super::cell::class;
use super::page::Section;
use crate::export::clean::clean;
use crate::export::content::listing::Length;
use crate::export::content::why::{Account, Line, Of, counts};
use crate::export::labels::{Label, Language};
use crate::outcome::Outcome;
use maud::{Markup, html};
use std::collections::{HashMap, HashSet};

/// Ways from rows to their accounts.
pub(super) struct Links(HashSet<Of>);

impl Links {
    /// To those accounts.
    pub(super) fn of(accounts: &[Account]) -> Links {
        Links(accounts.iter().map(|account| account.of).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the rows of a scorecard.
    pub(super) fn of_card(&self, card: usize) -> HashMap<usize, String> {
        self.links(|of| if let Of::Card(at, row) = of { (at == card).then_some(row) } else { None })
    }

    /// From the triggers, by their place.
    pub(super) fn of_triggers(&self) -> HashMap<usize, String> {
        self.links(|of| if let Of::Trigger(place) = of { Some(place) } else { None })
    }

    fn links(&self, row: impl Fn(Of) -> Option<usize>) -> HashMap<usize, String> {
        self.0.iter().filter_map(|of| Some((row(*of)?, format!("#why-{}", id(*of))))).collect()
    }
}

fn id(of: Of) -> String {
    match of {
        Of::Card(card, row) => format!("c{card}-{row}"),
        Of::Trigger(place) => format!("t{place}"),
    }
}

/// The section, where there are accounts.
pub(super) fn section(language: Language, outcome: &Outcome, accounts: &[Account]) -> Option<Section> {
    if accounts.is_empty() {
        return None;
    }
    // As much is printed as of a list.
    let mut lines = 0;
    let mut printed = |account: &Account| {
        lines += 1 + account.lines.len();
        lines <= Length::Report.rows()
    };
    let body = html! {
        @for account in accounts { (self::account(language, outcome, account, printed(account))) }
    };
    let (title, about) = (language.say(Label::Why).to_string(), counts(language, outcome));
    Some(Section { id: "why".to_string(), title, about, open: false, body })
}

fn account(language: Language, outcome: &Outcome, account: &Account, printed: bool) -> Markup {
    let id = id(account.of);
    let rule = match account.of {
        Of::Card(card, _) => Some(format!("#rule-c{card}")),
        Of::Trigger(place) => {
            let name = outcome.triggers.get(place).map(|fired| fired.trigger());
            let at = outcome.rules.triggers.iter().position(|rule| Some(rule.name.as_str()) == name);
            at.map(|at| format!("#rule-t{at}"))
        }
    };
    html! {
        details.account .np[!printed] {
            summary {
                b { (clean(&account.who)) }
                span.title { (clean(&account.title)) }
                span class=(account.paint.map_or_else(|| "tag".to_string(), class)) { (clean(&account.value)) }
                span.note { (clean(&account.note)) }
            }
            div id={ "why-" (id) } {
                table { @for line in &account.lines { (self::line(line)) } }
                p.m {
                    @if !account.source.is_empty() { span { (clean(&account.source)) } }
                    @if let Some(rule) = rule { a href=(rule) { (language.say(Label::Rule)) } }
                    a.back href={ "#row-" (id) } { (language.say(Label::Row)) }
                }
            }
        }
    }
}

fn line(line: &Line) -> Markup {
    html! {
        tr {
            th class=[(line.depth > 1).then(|| format!("d{}", line.depth.min(7)))] { (clean(&line.name)) }
            td.n { (clean(&line.value)) }
            td { (clean(&line.how)) }
            td.m { (clean(&line.cells)) }
        }
    }
}
