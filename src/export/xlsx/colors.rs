//! Cells coloured by what is in them, so that they follow where that changes.

use super::style::INK;
use crate::export::content::field::{Field, Grid};
use crate::export::content::palette;
use crate::policy::looks::{CellIs, Coloring, Shade};
use crate::policy::written_number;
use crate::source::column_letters;
use crate::table::Column;
use rust_xlsxwriter::{Color, ConditionalFormat3ColorScale, ConditionalFormatFormula, Format, Worksheet, XlsxError};

/// Sets the colours of a listing's rows.
pub(super) fn set(sheet: &mut Worksheet, grid: &Grid<'_>, (first, last): (u32, u32)) -> Result<(), XlsxError> {
    for (column, field) in (0u16..).zip(&grid.fields) {
        match field.coloring {
            Some(Coloring::Cells(cells)) => {
                for (cell, shade) in cells {
                    let at = format!("{}{}", column_letters(column.into()), first + 1);
                    let Some(condition) = condition(field, cell, &at) else { continue };
                    let format = ConditionalFormatFormula::new().set_rule(condition.as_str());
                    let format = format.set_format(ground(*shade)).set_stop_if_true(true);
                    sheet.add_conditional_format(first, column, last, column, &format)?;
                }
            }
            Some(Coloring::High) => scale(sheet, (first, last, column), palette::ENDS)?,
            Some(Coloring::Low) => {
                let [bad, middle, good] = palette::ENDS;
                scale(sheet, (first, last, column), [good, middle, bad])?;
            }
            None => {}
        }
    }
    Ok(())
}

fn scale(sheet: &mut Worksheet, (first, last, column): (u32, u32, u16), ends: [u32; 3]) -> Result<(), XlsxError> {
    let [least, middle, most] = ends.map(Color::RGB);
    let scale = ConditionalFormat3ColorScale::new();
    let scale = scale.set_minimum_color(least).set_midpoint_color(middle).set_maximum_color(most);
    sheet.add_conditional_format(first, column, last, column, &scale)?;
    Ok(())
}

/// The condition of a cell as a formula: an empty cell is no number, and capitals count.
fn condition(field: &Field<'_>, cell: &CellIs, at: &str) -> Option<String> {
    let compared = |mark: &str, limit: f64| format!("=AND(ISNUMBER({at}),{at}{mark}{limit})");
    Some(match cell {
        CellIs::Less(than) => compared("<", *than),
        CellIs::AtMost(most) => compared("<=", *most),
        CellIs::More(than) => compared(">", *than),
        CellIs::AtLeast(least) => compared(">=", *least),
        CellIs::Value(text) => match &*field.data {
            Column::Number(_) => compared("=", written_number(text)?.0),
            // Where formulas read it, it is true or false; else it is a word.
            Column::Bool(_) if field.flags => format!("={at}={}", text.to_uppercase()),
            Column::Bool(_) => is_text(at, if text == "true" { field.words.0 } else { field.words.1 }),
            _ => is_text(at, text),
        },
    })
}

fn is_text(at: &str, text: &str) -> String {
    format!("=EXACT({at},\"{}\")", text.replace('"', "\"\""))
}

fn ground(shade: Shade) -> Format {
    Format::new().set_background_color(Color::RGB(palette::shade(shade))).set_font_color(INK)
}
