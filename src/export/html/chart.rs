//! A chart: a bar a line, drawn as SVG, with its name, count and share as text.

use crate::export::clean::clean;
use crate::export::content::groups::Shown;
use crate::export::content::palette::{BAR, severity};
use crate::export::content::summary::{alternative, bar};
use crate::export::headline::Spread;
use crate::export::labels::{Label, Language};
use crate::policy::model::Severity;
use crate::table::Column;
use crate::value::{NumberLook, number};
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

/// The chart of rows put together; nothing where there is none.
pub(super) fn of_groups(shown: &Shown<'_>) -> Markup {
    let Some(drawn) = &shown.chart else { return html! {} };
    let fields = &shown.listing.grid.fields;
    let (names, numbers) = (&fields[0].data, &fields[drawn.field]);
    let Column::Number(values) = &*numbers.data else { return html! {} };
    let look = numbers.number_look().map(|(look, _)| look);
    let point = |at: usize| Point {
        name: names.text(at).map(|name| clean(name).into_owned()).unwrap_or_default(),
        value: values[at],
        shown: look.filter(|_| values[at].is_finite()).map_or_else(String::new, |look| look.show(values[at])),
    };
    let points: Vec<Point> = (0..drawn.lines).map(point).collect();
    html! {
        figure .chart .wide {
            figcaption { (clean(&drawn.title)) }
            @if drawn.line { (line(&points)) } @else { (long_bars(&points)) }
        }
    }
}

/// A bar or a point.
struct Point {
    name: String,
    value: f64,
    shown: String,
}

/// Bars from nothing to both sides: what is below nothing has another colour.
fn long_bars(points: &[Point]) -> Markup {
    let most = points.iter().map(|point| point.value.abs()).filter(|size| size.is_finite()).fold(0.0, f64::max);
    let length = |value: f64| if most > 0.0 { NumberLook::SCORE.show(value.abs() / most * 100.0) } else { "0".into() };
    html! {
        table {
            tbody {
                @for point in points {
                    tr {
                        th scope="row" { (point.name) }
                        td.bar {
                            @if point.value.is_finite() {
                                @let color = if point.value < 0.0 { severity(Severity::High) } else { BAR };
                                svg width="100%" height="16" aria-hidden="true" focusable="false" {
                                    rect width={ (length(point.value)) "%" } height="16" rx="2" fill={ "#" (hex(color)) } {}
                                }
                            }
                        }
                        td.n { (point.shown) }
                    }
                }
            }
        }
    }
}

/// Width and height of a line's field, and what is kept free around it.
const FIELD: [f64; 2] = [720.0, 240.0];
const MARGIN: [f64; 4] = [12.0, 16.0, 30.0, 84.0];
/// Names below a line that can be read beside each other.
const NAMES: usize = 8;

/// A line over periods, with its least and its greatest number at the side.
fn line(points: &[Point]) -> Markup {
    let known = || points.iter().map(|point| point.value).filter(|value| value.is_finite());
    let (least, most) = (known().fold(0.0, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let span = if most > least { most - least } else { 1.0 };
    let [top, right, bottom, left] = MARGIN;
    let wide = (FIELD[0] - left - right) / (points.len().max(2) - 1) as f64;
    let place = |at: usize, value: f64| {
        (left + wide * at as f64, top + (FIELD[1] - top - bottom) * (1.0 - (value - least) / span))
    };
    let at: Vec<(f64, f64)> = points.iter().enumerate().map(|(at, point)| place(at, point.value)).collect();
    let mark = |value: f64| points.iter().find(|point| point.value == value).map_or("0", |point| point.shown.as_str());
    let every = points.len().div_ceil(NAMES).max(1);
    html! {
        svg.line viewBox={ "0 0 " (FIELD[0]) " " (FIELD[1]) } role="img" aria-label=(spoken(points)) {
            @for value in [least, most] {
                @let y = place(0, value).1;
                line x1=(left) y1=(pixel(y)) x2=(FIELD[0] - right) y2=(pixel(y)) stroke="#d5dce6" {}
                text x=(left - 8.0) y=(pixel(y + 4.0)) text-anchor="end" { (mark(value)) }
            }
            @for run in runs(&at) {
                polyline points=(run) fill="none" stroke={ "#" (hex(BAR)) } stroke-width="2.5" {}
            }
            @for (place, (point, (x, y))) in points.iter().zip(&at).enumerate() {
                @if point.value.is_finite() {
                    circle cx=(pixel(*x)) cy=(pixel(*y)) r="3.5" fill={ "#" (hex(BAR)) } {
                        title { (point.name) ": " (point.shown) }
                    }
                }
                @if place % every == 0 {
                    text x=(pixel(*x)) y=(FIELD[1] - 8.0) text-anchor="middle" { (point.name) }
                }
            }
        }
    }
}

/// Points that follow each other; a gap where one is not known.
fn runs(at: &[(f64, f64)]) -> Vec<String> {
    let runs = at.split(|(_, y)| !y.is_finite()).filter(|run| run.len() > 1);
    let pair = |(x, y): &(f64, f64)| format!("{},{}", pixel(*x), pixel(*y));
    runs.map(|run| run.iter().map(pair).collect::<Vec<_>>().join(" ")).collect()
}

/// A length to a tenth: more digits nobody sees.
fn pixel(length: f64) -> String {
    number::shortest(number::round(length, 1))
}

/// What a line shows, for people who hear it.
fn spoken(points: &[Point]) -> String {
    let points: Vec<String> = points.iter().map(|point| format!("{} {}", point.name, point.shown)).collect();
    points.join(", ")
}

/// A part of a whole in percent, with a decimal.
fn part(count: usize, of: usize) -> String {
    NumberLook::SCORE.show(count as f64 / of as f64 * 100.0)
}

/// A colour as a page writes it.
pub(super) fn hex(rgb: u32) -> String {
    format!("{rgb:06x}")
}
