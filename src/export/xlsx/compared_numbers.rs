//! Numbers of a comparison, each in the look of its own column: before, now, change, and what each edit adds.

use super::style::{HeadFormat, Styles};
use super::text;
use crate::diff::{Diff, NumberChange, Split, Summed, figure_look, number_look, part_words};
use crate::export::content::palette::Head;
use crate::value::{NumberLook, Value};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// A line: a name, what it was and is, and its change taken apart.
pub(super) struct NumberLine {
    name: String,
    title: String,
    rows: Option<usize>,
    ends: [Value; 2],
    split: Option<Split>,
    look: NumberLook,
}

/// Figures that changed.
pub(super) fn figures(diff: &Diff) -> Vec<NumberLine> {
    let line = |figure: &crate::diff::FigureChange| NumberLine {
        name: figure.name.clone(),
        title: figure.title.clone(),
        rows: None,
        ends: [figure.before.clone(), figure.now.clone()],
        split: figure.split.clone(),
        look: figure_look(figure),
    };
    diff.effects.figures.iter().map(line).collect()
}

/// Scores and columns that changed, scores first.
pub(super) fn columns(diff: &Diff) -> Vec<NumberLine> {
    let (scores, columns): (Vec<_>, Vec<_>) = diff.effects.numbers.iter().partition(|number| !number.scores.is_empty());
    let value = |number: Option<f64>| number.map_or(Value::Blank, Value::Number);
    let line = |change: &NumberChange| NumberLine {
        name: format!("{}{}", if change.summed == Summed::Mean { "mean of " } else { "" }, change.what),
        title: change.title.clone(),
        rows: Some(change.changed),
        ends: [value(change.before), value(change.now)],
        split: change.split.clone(),
        look: number_look(change),
    };
    // A line whose number stays says nothing.
    scores.into_iter().chain(columns).filter(|change| !change.stays()).map(line).collect()
}

/// The columns whose rows changed and whose number on the whole did not.
pub(super) fn staying(diff: &Diff) -> Option<String> {
    let stay: Vec<&NumberChange> = diff.effects.numbers.iter().filter(|change| change.stays()).collect();
    crate::diff::staying(&stay)
}

/// Writes lines below a header; gives the row to go on at, and the column behind the last.
pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    diff: &Diff,
    (at, left): (u32, u16),
    lines: &[NumberLine],
) -> Result<(u32, u16), XlsxError> {
    let counted = lines.iter().any(|line| line.rows.is_some());
    let adds = |part: usize| lines.iter().any(|line| line.part(part).is_some_and(|part| part != 0.0));
    let parts: Vec<usize> = (0..=diff.parts.len()).filter(|part| !diff.told().is_empty() && adds(*part)).collect();
    let mut heads = vec!["Number".to_string(), "Title".to_string()];
    heads.extend(counted.then(|| "Rows with another".to_string()));
    heads.extend(["Before", "Now", "Change"].map(str::to_string));
    heads.extend(parts.iter().map(|part| match diff.parts.get(*part) {
        Some(part) => format!("By {}", part_words(part)),
        None => "Only together".to_string(),
    }));
    let head = styles.set(&Head::Report.format());
    sheet.set_row_height(at, 30.0)?;
    for (col, title) in (left..).zip(&heads) {
        let format = if col < left + 2 { head.clone() } else { head.clone().set_align(FormatAlign::Right) };
        sheet.write_string_with_format(at, col, text::fitting(title), &format)?;
    }
    let mut row = at + 1;
    for line in lines {
        line.write(sheet, styles, (row, left), (counted, &parts))?;
        row += 1;
    }
    Ok((row, left + heads.len() as u16))
}

impl NumberLine {
    fn write(
        &self,
        sheet: &mut Worksheet,
        styles: &Styles,
        (row, left): (u32, u16),
        (counted, parts): (bool, &[usize]),
    ) -> Result<(), XlsxError> {
        let plain = styles.line();
        sheet.write_string_with_format(row, left, text::fitting(&self.name), &plain)?;
        sheet.write_string_with_format(row, left + 1, text::fitting(&self.title), &plain)?;
        let mut col = left + 2;
        if counted {
            let format = plain.clone().set_num_format("#,##0");
            match self.rows {
                Some(rows) => sheet.write_number_with_format(row, col, rows as f64, &format)?,
                None => sheet.write_blank(row, col, &format)?,
            };
            col += 1;
        }
        for end in &self.ends {
            self.end(sheet, (row, col), end, &plain)?;
            col += 1;
        }
        for number in std::iter::once(self.change()).chain(parts.iter().map(|part| self.part(*part))) {
            self.signed(sheet, (row, col), number, &plain)?;
            col += 1;
        }
        Ok(())
    }

    fn change(&self) -> Option<f64> {
        let [before, now] = &self.ends;
        before.as_number().zip(now.as_number()).map(|(before, now)| now - before)
    }

    /// What a part adds; behind the last what only all together do.
    fn part(&self, part: usize) -> Option<f64> {
        let split = self.split.as_ref()?;
        split.parts.get(part).copied().or((part == split.parts.len()).then_some(split.together))
    }

    fn end(&self, sheet: &mut Worksheet, (row, col): (u32, u16), end: &Value, plain: &Format) -> Result<(), XlsxError> {
        let right = plain.clone().set_align(FormatAlign::Right);
        match end {
            Value::Number(number) => {
                sheet.write_number_with_format(row, col, *number, &right.set_num_format(self.look.pattern()))?
            }
            Value::Blank => sheet.write_string_with_format(row, col, "blank", &right)?,
            other => sheet.write_string_with_format(row, col, text::fitting(&other.to_string()), &right)?,
        };
        Ok(())
    }

    fn signed(
        &self,
        sheet: &mut Worksheet,
        (row, col): (u32, u16),
        number: Option<f64>,
        plain: &Format,
    ) -> Result<(), XlsxError> {
        let pattern = self.look.pattern();
        let format = plain.clone().set_num_format(format!("+{pattern};-{pattern};{pattern}"));
        match number {
            Some(number) => sheet.write_number_with_format(row, col, number, &format)?,
            None => sheet.write_blank(row, col, plain)?,
        };
        Ok(())
    }
}
