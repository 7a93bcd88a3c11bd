//! Charts of the summary, each with the numbers behind it right below.

use super::style::{GROUP, INK, LINE, MUTED, Styles};
use super::text;
use crate::export::clean::clean;
use crate::export::content::summary as content;
use crate::export::headline::{Bar, Spread};
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartPoint, ChartSolidFill, Color,
    FormatAlign, Worksheet, XlsxError,
};

/// Charts side by side.
const ACROSS: usize = 2;
/// Rows a chart covers, and their height in pixels.
const ROWS: u32 = 12;
const ROW_PIXELS: u32 = 20;
/// Width of a chart in pixels: two groups of columns with the gap between them.
const PIXELS: u32 = 4 * 110 + 16;

/// Writes the charts from that row on.
pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    at: u32,
    sheet_name: &str,
    spreads: &[Spread],
    words: (&str, &str),
) -> Result<(), XlsxError> {
    let mut top = at;
    for line in spreads.chunks(ACROSS) {
        for row in top..top + ROWS {
            sheet.set_row_height_pixels(row, ROW_PIXELS)?;
        }
        for (place, spread) in (0u16..).zip(line) {
            let column = 1 + place * 2 * GROUP;
            numbers(sheet, styles, (top + ROWS, column), spread, words)?;
            let first = top + ROWS + 1;
            let last = first + spread.bars.len() as u32 - 1;
            let chart = chart(styles, spread, sheet_name, (first, last, column));
            sheet.insert_chart_with_offset(top, column, &chart, 0, 0)?;
        }
        let longest = line.iter().map(|spread| spread.bars.len()).max().unwrap_or(0) as u32;
        top += ROWS + longest + 3;
    }
    Ok(())
}

/// Name, count and share of each bar.
fn numbers(
    sheet: &mut Worksheet,
    styles: &Styles,
    (row, col): (u32, u16),
    spread: &Spread,
    (count, share): (&str, &str),
) -> Result<(), XlsxError> {
    let head = styles.line().set_font_color(MUTED);
    let right = head.clone().set_align(FormatAlign::Right);
    sheet.merge_range(row, col, row, col + 2, "", &head)?;
    sheet.write_string_with_format(row, col + 3, count, &right)?;
    sheet.write_string_with_format(row, col + 4, share, &right)?;
    let total: usize = spread.bars.iter().map(|(_, count, _)| count).sum();
    for (row, (name, count, _)) in (row + 1..).zip(&spread.bars) {
        let line = styles.line();
        sheet.merge_range(row, col, row, col + 2, &text::fitting(name), &line)?;
        sheet.write_number_with_format(row, col + 3, *count as f64, &line.clone().set_num_format("#,##0"))?;
        let share = *count as f64 / total.max(1) as f64;
        sheet.write_number_with_format(row, col + 4, share, &line.set_num_format("0.0%"))?;
    }
    Ok(())
}

fn chart(styles: &Styles, spread: &Spread, sheet: &str, (first, last, column): (u32, u32, u16)) -> Chart {
    let mut chart = if spread.lying { Chart::new_bar() } else { Chart::new_column() };
    let points: Vec<ChartPoint> = spread.bars.iter().map(|(_, _, bar)| point(*bar)).collect();
    let font = |size: u8, color: Color| styles.chart_font(size, color);
    let name = plain_name(&spread.title);
    chart
        .add_series()
        .set_categories((sheet, first, column, last, column))
        .set_values((sheet, first, column + 3, last, column + 3))
        .set_name(name.as_str())
        .set_points(&points)
        .set_gap(gap(spread.bars.len()))
        .set_data_label(ChartDataLabel::new().show_value().set_num_format("#,##0").set_font(&font(9, INK)));
    chart.title().set_name(name.as_str()).set_font(font(11, INK).set_bold()).set_overlay(false);
    chart.legend().set_hidden();
    let line = ChartLine::new().set_color(LINE).clone();
    // Of a lying bar the names stand on the y axis, drawn from the bottom: the first belongs on top.
    let (names, counts) = if spread.lying { (Axis::Y, Axis::X) } else { (Axis::X, Axis::Y) };
    names.of(&mut chart).set_font(&font(9, INK)).set_format(ChartFormat::new().set_line(&line));
    if spread.lying {
        names.of(&mut chart).set_reverse();
    }
    counts.of(&mut chart).set_min(0).set_num_format("#,##0").set_major_gridlines(false).set_hidden(true);
    chart.chart_area().set_format(ChartFormat::new().set_border(&line));
    chart.set_width(PIXELS).set_height(ROWS * ROW_PIXELS - 8);
    chart.set_alt_text(content::alternative(spread));
    chart
}

/// The title as the name of a chart, where one that starts with `=` would be read as a range.
pub(super) fn plain_name(title: &str) -> String {
    let title = clean(title);
    if title.starts_with('=') { format!(" {title}") } else { title.into_owned() }
}

/// Room between bars in parts of a bar's width (100 is one): few bars would else be walls.
fn gap(bars: usize) -> u16 {
    match bars {
        0..=1 => 400,
        2 => 200,
        3 => 110,
        _ => 60,
    }
}

pub(super) fn point(bar: Bar) -> ChartPoint {
    let color = Color::RGB(content::bar(bar));
    ChartPoint::new().set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)))
}

#[derive(Clone, Copy)]
enum Axis {
    X,
    Y,
}

impl Axis {
    fn of(self, chart: &mut Chart) -> &mut ChartAxis {
        match self {
            Axis::X => chart.x_axis(),
            Axis::Y => chart.y_axis(),
        }
    }
}

impl Styles {
    /// The report's font in a chart.
    pub(super) fn chart_font(&self, size: u8, color: Color) -> ChartFont {
        ChartFont::new().set_name(self.font_name()).set_size(size).set_color(color).unset_bold().clone()
    }
}
