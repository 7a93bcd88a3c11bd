//! What the policy asserts of the run, on the summary: what does not hold in red, before everything else.

use super::style::{Styles, severity_cell};
use super::text;
use crate::export::content::summary::{says, standing};
use crate::export::labels::Language;
use crate::outcome::Outcome;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// One line for each assertion; gives the row to go on at.
pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    at: u32,
    outcome: &Outcome,
    language: Language,
) -> Result<u32, XlsxError> {
    let line = styles.line();
    let cell = line.clone().set_text_wrap().set_indent(1);
    let mut row = at;
    for assertion in &outcome.assertions {
        let (label, level) = standing(assertion);
        let look = level.map_or_else(Format::new, severity_cell);
        let says = says(language, assertion);
        let says = text::fitting(&says);
        let tag = line.merge(&look).set_align(FormatAlign::Left);
        let height = text::lines(&says, 78).max(text::lines(&assertion.title, 18)).min(6);
        sheet.set_row_height(row, 14.0 * height as f64 + 4.0)?;
        sheet.merge_range(row, 1, row, 2, language.say(label), &tag)?;
        sheet.merge_range(row, 3, row, 5, &text::fitting(&assertion.title), &cell)?;
        sheet.merge_range(row, 6, row, 11, &says, &cell)?;
        row += 1;
    }
    Ok(row + 1)
}
