//! A list: a table with its header, its rows, and how much of it there is.

use super::MOST_CELLS;
use super::cell::{Cell, class, origin};
use crate::export::clean::clean;
use crate::export::content::field::{Field, Grid};
use crate::export::content::listing::{self, Length, Listing};
use crate::export::labels::{Label, Language};
use crate::table::Column;
use crate::value::NumberLook;
use maud::{Markup, PreEscaped, html};
use unicode_width::UnicodeWidthStr;

/// What a list has beside its fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The field with bars in its cells, and the number of a whole bar.
    pub bar: Option<(usize, f64)>,
    /// What the ids of rows that lead to an account start with.
    pub row_id: Option<String>,
    /// Whether its rows stand as cards where there is little room.
    pub cards: bool,
}

/// A list under its legend.
pub(super) fn listing(language: Language, listing: &Listing<'_>, look: &Look) -> Markup {
    let rows = listing.grid.rows;
    let most = most(&listing.grid);
    let number = |count: usize| NumberLook::WHOLE.show(count as f64);
    let cut = language.say(Label::ShowsFirst).replacen("{}", &number(most), 1).replacen("{}", &number(rows), 1);
    let printed = language.say(Label::PrintsFirst).replace("{}", &listing.length.rows().to_string());
    html! {
        @if rows > most { p.remark { (cut) } }
        @if !listing.legend.is_empty() {
            p.legend {
                @for head in &listing.legend {
                    @if let Some(label) = listing::origin(*head) {
                        span class={ "key is-" (origin(*head)) } { (language.say(label)) }
                    }
                }
            }
        }
        (table(language, &listing.grid, (&listing.name, Some(listing)), look))
        @if listing.length.cuts(rows) { p.printed { (printed) } }
    }
}

/// Rows of a grid that the page shows.
fn most(grid: &Grid<'_>) -> usize {
    (MOST_CELLS / grid.fields.len().max(1)).max(1)
}

/// The table of a grid, named for programs; with what its listing says of it.
pub(super) fn table(
    language: Language,
    grid: &Grid<'_>,
    (name, listing): (&str, Option<&Listing<'_>>),
    look: &Look,
) -> Markup {
    let columns: Vec<Shown<'_>> = grid.fields.iter().map(Shown::of).collect();
    let rows = grid.rows.min(most(grid));
    let print = listing.map_or(usize::MAX, |listing| printed(listing.length, grid.rows));
    let stays = listing.map_or(0, |listing| usize::from(listing.frozen));
    let above = listing.map_or(&[][..], |listing| &listing.above);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(clean(name)) {
            table.list .{ "p" (small(&columns)) } .cards[look.cards] data-print=[(print < usize::MAX).then_some(print)] {
                thead {
                    @for (name, cells) in above { (terms(name, cells)) }
                    tr {
                        @for (at, shown) in columns.iter().enumerate() {
                            th scope="col" class=(header(shown.field, at + 1 == stays)) { (clean(&shown.field.title)) }
                        }
                    }
                }
                tbody {
                    @for place in 0..rows {
                        @let row = grid.order.as_ref().map_or(place, |order| order[place] as usize);
                        (PreEscaped("\n"))
                        tr id=[row_id(&columns, look, row)] class=[(place >= print).then_some("np")] {
                            @for (at, shown) in columns.iter().enumerate() {
                                (shown.cell(row, (at + 1 == stays, bar(look, at, shown, row))))
                            }
                        }
                    }
                    @if rows == 0 {
                        tr { td.m colspan=(columns.len()) { (language.say(Label::Nothing)) } }
                    }
                }
                @if let Some(listing) = listing { (totals(language, listing, &columns)) }
            }
        }
    }
}

/// How small a list is printed so that its columns fit a page, in points; what matters less is left out of wide ones.
fn small(columns: &[Shown<'_>]) -> usize {
    let width = |shown: &Shown<'_>| {
        let header = shown.field.title.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
        shown.room.max(header).min(WIDEST) + 3
    };
    let all: usize = columns.iter().map(width).sum();
    let left: usize = columns.iter().filter(|shown| !shown.field.muted).map(width).sum();
    // A page holds so many characters of nine points.
    let fits = |characters: usize| 9 * 190 / characters.max(1);
    if fits(all) >= 7 { fits(all).min(9) } else { fits(left).clamp(4, 6) }
}

/// Rows of a list of so many that are printed.
fn printed(length: Length, rows: usize) -> usize {
    if length.cuts(rows) { length.rows() } else { usize::MAX }
}

/// The id of a row that leads to an account.
fn row_id(columns: &[Shown<'_>], look: &Look, row: usize) -> Option<String> {
    let prefix = look.row_id.as_ref()?;
    columns.iter().any(|shown| shown.field.links.contains_key(&row)).then(|| format!("row-{prefix}{row}"))
}

fn bar(look: &Look, at: usize, shown: &Shown<'_>, row: usize) -> Option<f64> {
    let (_, top) = look.bar.filter(|(field, _)| *field == at)?;
    let Column::Number(values) = &*shown.field.data else { return None };
    Some(values[row] / top * 100.0).filter(|length| length.is_finite())
}

fn header(field: &Field<'_>, stays: bool) -> String {
    let number = matches!(&*field.data, Column::Number(_)) && !field.centered;
    let marks = [(number, " n"), (field.centered, " c"), (stays, " f"), (field.muted, " m")];
    let marks: String = marks.into_iter().filter(|(is, _)| *is).map(|(_, class)| class).collect();
    format!("is-{}{marks}", origin(field.head))
}

/// What columns come to over all rows, those that are not shown too.
fn totals(language: Language, listing: &Listing<'_>, columns: &[Shown<'_>]) -> Markup {
    let first = listing.totals.iter().position(Option::is_some);
    let total = |at: usize| listing.totals.get(at).copied().flatten();
    html! {
        @if let Some(first) = first {
            tfoot { tr {
                @if first > 0 { th colspan=(first) { (language.say(Label::Sum)) } }
                @for (at, shown) in columns.iter().enumerate().skip(first) {
                    td.n { @if let (Some(total), Some(look)) = (total(at), shown.look) { (look.show(total)) } }
                }
            } }
        }
    }
}

/// A line between legend and header: its name before the first column that has a text.
fn terms(name: &str, cells: &[String]) -> Markup {
    let first = cells.iter().position(|cell| !cell.is_empty()).unwrap_or(cells.len());
    html! {
        tr.terms {
            @if first > 0 { th colspan=(first) { (clean(name)) } }
            @for cell in &cells[first..] { td.n { (clean(cell)) } }
        }
    }
}

/// A field, with what is found out once for all of its cells.
struct Shown<'f> {
    field: &'f Field<'f>,
    look: Option<NumberLook>,
    paint: Vec<(String, String)>,
    ends: Option<[f64; 3]>,
    /// Characters its widest cell takes.
    room: usize,
}

/// Characters of a text above which it takes several lines, and above which those are long.
const LONG: [usize; 2] = [28, 48];
/// Characters a cell takes at most.
const WIDEST: usize = 60;

impl<'f> Shown<'f> {
    fn of(field: &'f Field<'f>) -> Shown<'f> {
        let paint = field.paint.iter().map(|(text, paint)| (clean(text).into_owned(), class(*paint)));
        let look = field.number_look();
        let room = field.widest(look, UnicodeWidthStr::width);
        let ends = field.coloring.and_then(|_| ends(&field.data));
        Shown { field, look: look.map(|(look, _)| look), paint: paint.collect(), ends, room }
    }

    fn cell(&self, row: usize, (stays, bar): (bool, Option<f64>)) -> Cell<'_> {
        let (field, look, paint) = (self.field, self.look, self.paint.as_slice());
        let long = match self.room {
            room if room > LONG[1] => Some("t l"),
            room if room > LONG[0] => Some("t"),
            _ => None,
        };
        Cell { field, look, paint, ends: self.ends, bar, long, stays, row }
    }
}

/// The least, the middle and the greatest of a column's numbers.
fn ends(column: &Column) -> Option<[f64; 3]> {
    let Column::Number(numbers) = column else { return None };
    let mut known: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
    known.sort_by(f64::total_cmp);
    let half = known.len() / 2;
    let middle = match known.len() % 2 {
        0 => f64::midpoint(*known.get(half.checked_sub(1)?)?, known[half]),
        _ => known[half],
    };
    Some([known[0], middle, known[known.len() - 1]])
}
