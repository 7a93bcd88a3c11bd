//! A cell of a list.

use crate::export::clean::clean;
use crate::export::content::field::Field;
use crate::export::content::palette::{Head, Paint};
use crate::policy::looks::{CellIs, Coloring};
use crate::policy::model::Severity;
use crate::policy::written_number;
use crate::table::{BLANK_BOOL, BLANK_DATE, BLANK_DATETIME, Column, TRUE};
use crate::value::{Date, DateTime, NumberLook, number};
use maud::{Escaper, Render};
use std::fmt::Write;

/// A cell of a field.
pub(super) struct Cell<'f> {
    /// The field.
    pub field: &'f Field<'f>,
    /// How its numbers look.
    pub look: Option<NumberLook>,
    /// The class of its texts that stand out.
    pub paint: &'f [(String, String)],
    /// The least, the middle and the greatest of its numbers, where these have colours.
    pub ends: Option<[f64; 3]>,
    /// The length of its bar where it has one, in percent.
    pub bar: Option<f64>,
    /// How long its texts are, where they take several lines.
    pub long: Option<&'static str>,
    /// Whether it stays in sight.
    pub stays: bool,
    /// Its row.
    pub row: usize,
}

impl Render for Cell<'_> {
    fn render_to(&self, out: &mut String) {
        let field = self.field;
        let shown = self.shown();
        let mut classes: Vec<String> = Vec::new();
        if matches!(&*field.data, Column::Number(_)) && !field.centered {
            classes.push("n".into());
        }
        let marks = [(field.centered, "c"), (field.muted, "m"), (self.stays, "f")];
        classes.extend(marks.into_iter().filter(|(is, _)| *is).map(|(_, class)| class.to_string()));
        classes.extend(self.long.map(str::to_string));
        classes.extend(self.paint.iter().find(|(text, _)| *text == shown).map(|(_, class)| class.clone()));
        classes.extend(self.shade(&shown));
        let length = self.bar.filter(|_| !shown.is_empty());
        classes.extend(length.map(|length| format!("w{:.0}", length.clamp(0.0, 100.0))));
        out.push_str("<td");
        if !classes.is_empty() {
            // A cell's classes are words of this file.
            let _ = write!(out, " class=\"{}\"", classes.join(" "));
        }
        if let Some(exact) = self.exact(&shown) {
            let _ = write!(out, " data-v=\"{exact}\"");
        }
        out.push('>');
        match field.links.get(&self.row) {
            Some(link) => maud::html! { a.w href=(link) { (shown) } }.render_to(out),
            None => {
                let _ = Escaper::new(out).write_str(&shown);
            }
        }
        out.push_str("</td>");
    }
}

impl Cell<'_> {
    fn shown(&self) -> String {
        let row = self.row;
        match &*self.field.data {
            Column::Number(values) if values[row].is_finite() => {
                self.look.map_or_else(String::new, |look| look.show(values[row]))
            }
            Column::Text(values) => values.get(row).map(|text| clean(text).into_owned()).unwrap_or_default(),
            Column::Date(values) if values[row] != BLANK_DATE => Date(values[row]).to_string(),
            Column::DateTime(values) if values[row] != BLANK_DATETIME => DateTime(values[row]).to_string(),
            Column::Bool(values) if values[row] != BLANK_BOOL => {
                let (yes, no) = self.field.words;
                if values[row] == TRUE { yes } else { no }.to_string()
            }
            Column::Values(_, values) if !values[row].is_blank() => clean(&values[row].to_string()).into_owned(),
            _ => String::new(),
        }
    }

    /// The class of the colour a policy gives it.
    fn shade(&self, shown: &str) -> Option<String> {
        let coloring = self.field.coloring.filter(|_| !shown.is_empty())?;
        let number = if let Column::Number(values) = &*self.field.data { Some(values[self.row]) } else { None };
        let cells = match coloring {
            Coloring::Cells(cells) => cells,
            Coloring::High => return Some(format!("h{}", place(number?, self.ends?))),
            Coloring::Low => return Some(format!("h{}", SCALE - place(number?, self.ends?))),
        };
        let is = |cell: &CellIs| match (cell, number, &*self.field.data) {
            (CellIs::Value(text), Some(number), _) => written_number(text).is_some_and(|(other, _)| other == number),
            (CellIs::Value(text), _, Column::Bool(values)) => (values[self.row] == TRUE) == (text == "true"),
            (CellIs::Value(text), ..) => clean(text) == shown,
            (cell, Some(number), _) => cell.holds(number),
            _ => false,
        };
        cells.iter().find(|(cell, _)| is(cell)).map(|(_, shade)| format!("s-{}", shade.word()))
    }

    /// The number itself, where what is shown does not say all of it: rows are put in order by it.
    fn exact(&self, shown: &str) -> Option<String> {
        let Column::Number(values) = &*self.field.data else { return None };
        let number = values[self.row];
        if !number.is_finite() {
            return None;
        }
        let (text, scale) = match shown.strip_suffix('%') {
            Some(text) => (text, 100.0),
            None => (shown, 1.0),
        };
        let read = text.replace(',', "").parse::<f64>().ok().map(|read| read / scale);
        (read != Some(number)).then(|| number::shortest(number))
    }
}

/// Steps from the bad end of a column to the good one.
pub(super) const SCALE: usize = 20;

/// The step of a number between the least, the middle and the greatest of its column.
fn place(number: f64, [least, middle, most]: [f64; 3]) -> usize {
    let part = |from: f64, to: f64| if to > from { ((number - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
    let half = SCALE as f64 / 2.0;
    let steps = if number <= middle { part(least, middle) * half } else { half + part(middle, most) * half };
    steps.round() as usize
}

/// The class of what stands out.
pub(super) fn class(paint: Paint) -> String {
    match paint {
        Paint::Band(place, of) => format!("tag b{place}-{of}"),
        Paint::Severity(level) => format!("tag {}", severity(level)),
        Paint::Origin(head) => format!("is-{}", origin(head)),
    }
}

/// The class of a severity.
pub(super) fn severity(level: Severity) -> &'static str {
    match level {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// The class of an origin.
pub(super) fn origin(head: Head) -> &'static str {
    match head {
        Head::Imported => "imported",
        Head::Formula => "formula",
        Head::Decision => "decision",
        Head::Report => "report",
    }
}
