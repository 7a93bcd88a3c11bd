//! A chart: a bar a line, drawn as SVG, with its name, count and share as text.

use crate::export::clean::clean;
use crate::export::content::summary::{alternative, bar};
use crate::export::headline::Spread;
use crate::export::labels::{Label, Language};
use crate::value::NumberLook;
use maud::{Markup, html};

/// The chart.
pub(super) fn bars(language: Language, spread: &Spread) -> Markup {
    let total: usize = spread.bars.iter().map(|(_, count, _)| count).sum();
    let most = spread.bars.iter().map(|(_, count, _)| *count).max().unwrap_or(0).max(1);
    html! {
        figure.chart {
            figcaption { (clean(&spread.title)) }
            table aria-label=(alternative(spread)) {
                thead.hidden {
                    tr { th {} th {} th { (language.say(Label::Count)) } th { (language.say(Label::Share)) } }
                }
                tbody {
                    @for (name, count, kind) in &spread.bars {
                        tr {
                            th scope="row" { (clean(name)) }
                            td.bar {
                                svg width="100%" height="16" aria-hidden="true" focusable="false" {
                                    rect width={ (part(*count, most)) "%" } height="16" rx="2" fill={ "#" (hex(bar(*kind))) } {}
                                }
                            }
                            td.n { (NumberLook::WHOLE.show(*count as f64)) }
                            td.n.m { (part(*count, total.max(1))) "%" }
                        }
                    }
                }
            }
        }
    }
}

/// A part of a whole in percent, with a decimal.
fn part(count: usize, of: usize) -> String {
    NumberLook::SCORE.show(count as f64 / of as f64 * 100.0)
}

/// A colour as a page writes it.
pub(super) fn hex(rgb: u32) -> String {
    format!("{rgb:06x}")
}
