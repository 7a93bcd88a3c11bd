//! The page around the sections: head, contents, and what it allows itself.

use super::cell::{SCALE, origin, severity};
use super::list::{self, Look};
use crate::export::clean::clean;
use crate::export::content::listing::Listing;
use crate::export::content::palette::{self, Head};
use crate::export::content::{summary, tables};
use crate::export::labels::{Label, Language};
use crate::export::manifest;
use crate::outcome::{Digest, Outcome};
use crate::policy::looks::Shade;
use crate::policy::model::Severity;
use crate::value::NumberLook;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The page while it is made.
pub(super) struct Page<'o> {
    pub language: Language,
    pub outcome: &'o Outcome,
    /// The fingerprints of the result.
    pub result: Vec<Digest>,
    pub sections: Vec<Section>,
}

/// A part of the page that can be folded.
pub(super) struct Section {
    /// Its id, a word of the program.
    pub id: String,
    /// Title.
    pub title: String,
    /// The line below it.
    pub about: String,
    /// Whether it is open at first.
    pub open: bool,
    /// What stands in it.
    pub body: Markup,
}

impl Section {
    /// A section for a listing.
    pub(super) fn of(language: Language, id: &str, listing: &Listing<'_>, open: bool) -> Section {
        Section::with(language, id, listing, open, &Look::default())
    }

    /// The same with more to see.
    pub(super) fn with(language: Language, id: &str, listing: &Listing<'_>, open: bool, look: &Look) -> Section {
        Section {
            id: id.to_string(),
            title: listing.title.clone(),
            about: listing.subtitle.clone(),
            open,
            body: list::listing(language, listing, look),
        }
    }
}

impl Page<'_> {
    /// The whole page.
    pub(super) fn render(&self) -> String {
        let style = self.style();
        let (allowed, language) = (allowed(&style), self.language);
        let title = clean(&self.outcome.policy.title);
        let page = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(allowed);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "Rulebook " (self.outcome.policy.engine) };
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    style { (PreEscaped(style)) }
                }
                body data-filter=(language.say(Label::Filter)) data-all=(language.say(Label::All))
                    data-close=(language.say(Label::Close)) data-of=(language.say(Label::RowsShown)) {
                    header.cover {
                        h1 { (title) }
                        p { @for part in summary::cover(language, self.outcome) { span { (clean(&part)) } } }
                    }
                    (self.contents())
                    main { @for section in &self.sections { (section) } }
                    // What it says of itself, for `rulebook verify`.
                    "\n" (PreEscaped(manifest::element(self.outcome, &self.result)))
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string()
    }

    fn contents(&self) -> Markup {
        let language = self.language;
        let left_out = || {
            let long = self.outcome.tables.iter().filter(|table| tables::leaves_out(table) && !table.view.hidden);
            long.map(|table| (clean(&table.title), NumberLook::WHOLE.show(table.rows as f64), clean(&table.name)))
        };
        html! {
            nav aria-label=(language.say(Label::Contents)) {
                h2 { (language.say(Label::Contents)) }
                ol {
                    @for section in &self.sections {
                        li { a href={ "#" (section.id) } title=(clean(&section.about)) { (clean(&section.title)) } }
                    }
                }
                @if left_out().next().is_some() {
                    details.left {
                        summary { (language.say(Label::AskFor)) }
                        ul {
                            @for (title, rows, name) in left_out() {
                                li {
                                    (title) " · " (rows) " " (language.say(Label::Rows)) br;
                                    code { "report: { sheets: [" (name) "] }" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The style, with a rule for each band and each length of a bar.
    fn style(&self) -> String {
        let mut style = STYLE.to_string();
        for level in Severity::ALL {
            let (class, ground) = (severity(level), palette::severity_ground(level));
            let _ = writeln!(style, ".{class}{{background:#{ground:06x}}}");
        }
        for head in [Head::Imported, Head::Formula, Head::Decision, Head::Report] {
            let (class, rgb) = (origin(head), head.rgb());
            let _ = writeln!(style, ".list thead th.is-{class}{{border-top-color:#{rgb:06x}}}");
            let _ =
                writeln!(style, ".key.is-{class}::before{{background:#{rgb:06x}}}td.is-{class}{{color:#{rgb:06x}}}");
        }
        let accents = Severity::ALL.map(palette::severity).into_iter().chain([palette::NAVY, palette::GREEN]);
        for rgb in accents {
            let _ = writeln!(style, ".k{rgb:06x}{{border-color:#{rgb:06x}}}");
        }
        let mut sizes: Vec<usize> = self.outcome.scorecards.iter().map(|card| card.bands.len()).collect();
        sizes.sort_unstable();
        sizes.dedup();
        for of in sizes {
            for place in 0..of {
                let _ = writeln!(style, ".b{place}-{of}{{background:#{:06x}}}", palette::band_ground(place, of));
            }
        }
        if self.outcome.tables.iter().any(|table| !table.view.colors.is_empty()) {
            for shade in Shade::ALL {
                let _ = writeln!(style, "td.s-{}{{background:#{:06x}}}", shade.word(), palette::shade(shade));
            }
            for step in 0..=SCALE {
                let _ = writeln!(style, "td.h{step}{{background:#{:06x}}}", palette::end(step, SCALE));
            }
        }
        if !self.outcome.scorecards.is_empty() {
            for length in 0..=100 {
                let _ = writeln!(style, "td.w{length}{{background-size:{length}% 1.4em}}");
            }
        }
        style
    }
}

impl maud::Render for Section {
    fn render(&self) -> Markup {
        html! {
            section .page[self.open] {
                details open[self.open] {
                    summary { h2 { (clean(&self.title)) } }
                    // An address that leads here opens what is folded around it.
                    div.body id=(self.id) {
                        @if !self.about.is_empty() { p.about { (clean(&self.about)) } }
                        (self.body)
                    }
                }
            }
        }
    }
}

/// What the page allows: its own style and its own script.
fn allowed(style: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(SCRIPT)
    )
}
