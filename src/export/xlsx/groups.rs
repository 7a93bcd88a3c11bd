//! Rows put together by a column: a sheet with a line for each value, and its chart beside them.

use super::book::Book;
use super::charts::{plain_name, point};
use super::live::Sheets;
use super::style::{INK, LINE, Styles};
use crate::emit::formulas::Place;
use crate::export::clean::clean;
use crate::export::content::field::Field;
use crate::export::content::groups::{self, Chart as Drawn, Shown};
use crate::export::content::palette;
use crate::export::headline::Bar;
use crate::formula::{ColumnId, TableId};
use crate::outcome::{Outcome, OutcomeTable};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, Color, Worksheet,
    XlsxError,
};
use std::sync::Arc;

/// Cells that the formulas of a sheet go through, at most.
const MOST_CELLS: usize = 2_000_000;
/// Width and height of a chart in pixels, and the columns it covers.
const PIXELS: [u32; 2] = [640, 380];
const ACROSS: u16 = 11;
/// Rows a chart covers.
const DOWN: u32 = 21;

/// Writes what a table's rows are put together by.
pub(super) fn write(book: &mut Book, outcome: &Outcome, table: usize) -> Result<(), XlsxError> {
    for mut shown in groups::of(book.language, outcome, table) {
        if let Some(sheets) = book.sheets.clone() {
            live(&mut shown, (&outcome.tables[table], table), &sheets);
        }
        place(book, &shown)?;
    }
    Ok(())
}

/// Formulas over the table's own sheet; what they cannot say stays a value.
fn live<'a>(shown: &mut Shown<'a>, (table, at): (&'a OutcomeTable, usize), sheets: &Arc<Sheets>) {
    let (groups, id) = (shown.groups, TableId(at));
    let by = Place::Column(ColumnId { table: id, slot: table.columns[groups.by].slot });
    // More than that no spreadsheet works out while somebody waits.
    if groups.single || table.rows.saturating_mul(groups.values.len()) > MOST_CELLS {
        return;
    }
    let fields = std::mem::take(&mut shown.listing.grid.fields);
    let places = [None].into_iter().chain(shown.fields.iter().map(|place| Some(*place)));
    let of = |(field, place): (Field<'a>, Option<Option<usize>>)| {
        let (sheets, first) = (Arc::clone(sheets), &groups.first);
        match place {
            None => field,
            Some(None) => field.live(move |group| Some((sheets.counted((by, first[group] as usize))?, false))),
            Some(Some(column)) => match table.made_of.get(column).and_then(Option::as_ref) {
                None => field,
                Some(total) => field.live(move |group| {
                    let among = Some((by, first[group] as usize));
                    Some((sheets.total(total, (among, id), None)?, false))
                }),
            },
        }
    };
    shown.listing.live_totals = [None]
        .into_iter()
        .chain(shown.fields.iter().map(|place| {
            let total = table.made_of.get((*place)?)?.as_ref()?;
            sheets.total(total, (None, id), None)
        }))
        .collect();
    shown.listing.grid.fields = fields.into_iter().zip(places).map(of).collect();
}

fn place(book: &mut Book, shown: &Shown<'_>) -> Result<(), XlsxError> {
    let styles = book.styles.clone();
    let columns = shown.listing.grid.fields.len() as u16;
    let name = book.names.sheet(&shown.listing.title);
    let sheet_name = name.clone();
    shown.listing.place_on(book, Some(name), |sheet, header, last| {
        let Some(drawn) = &shown.chart else { return Ok(()) };
        let look = shown.listing.grid.fields[drawn.field].number_look().map(|(look, _)| look.pattern());
        let rows = (header + 1, header + drawn.lines as u32);
        let chart = chart(&styles, drawn, (&sheet_name, rows), &look.unwrap_or_else(|| "General".into()));
        sheet.insert_chart_with_offset(header, columns, &chart, 24, 0)?;
        print(sheet, (last.max(header + DOWN), columns + ACROSS))
    })?;
    Ok(())
}

/// The chart is printed with its numbers.
fn print(sheet: &mut Worksheet, (row, column): (u32, u16)) -> Result<(), XlsxError> {
    sheet.set_print_area(0, 0, row, column)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn chart(styles: &Styles, drawn: &Drawn, (sheet, (first, last)): (&str, (u32, u32)), pattern: &str) -> Chart {
    let mut chart = match (drawn.line, drawn.lying) {
        (true, _) => Chart::new_line(),
        (false, true) => Chart::new_bar(),
        (false, false) => Chart::new_column(),
    };
    let font = |size: u8, color: Color| styles.chart_font(size, color);
    let title = plain_name(&drawn.title);
    let column = drawn.field as u16;
    let series = chart.add_series();
    series.set_categories((sheet, first, 0, last, 0)).set_values((sheet, first, column, last, column));
    series.set_name(title.as_str());
    let color = Color::RGB(palette::BAR);
    if drawn.line {
        let fill = ChartSolidFill::new().set_color(color).clone();
        let mut marker = ChartFormat::new().set_solid_fill(&fill).set_border(ChartLine::new().set_color(color)).clone();
        series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(color).set_width(2.25)));
        series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(5).set_format(&mut marker));
    } else {
        let label = ChartDataLabel::new().show_value().set_num_format(pattern).set_font(&font(9, INK)).clone();
        series.set_points(&[point(Bar::Plain)]).set_gap(60).set_data_label(&label);
        series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)));
    }
    chart.title().set_name(title.as_str()).set_font(font(11, INK).set_bold()).set_overlay(false);
    chart.legend().set_hidden();
    let line = ChartLine::new().set_color(LINE).clone();
    chart.x_axis().set_font(&font(9, INK)).set_format(ChartFormat::new().set_line(&line));
    chart.y_axis().set_font(&font(9, INK)).set_format(ChartFormat::new().set_line(&line));
    // Of a lying bar the names stand on the y axis, drawn from the bottom: the first belongs on top.
    if drawn.lying {
        chart.y_axis().set_reverse();
    }
    let numbers = if drawn.lying { chart.x_axis() } else { chart.y_axis() };
    numbers.set_num_format(pattern).set_major_gridlines(drawn.line).set_hidden(!drawn.line);
    chart.chart_area().set_format(ChartFormat::new().set_border(&line));
    let tall = if drawn.lying { (drawn.lines as u32 * 22 + 80).max(PIXELS[1]) } else { PIXELS[1] };
    chart.set_width(PIXELS[0]).set_height(tall);
    chart.set_alt_text(clean(&drawn.title).chars().take(250).collect::<String>());
    chart
}
