//! How cell styles show what cells hold: numbers as days, times, lengths of time, percentages or money; texts further to
//! the right; lines through either.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufReader, Read};

use crate::cells::Look;
use crate::cells::layout::parts::attribute;

/// How a style shows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a number, or as text.
    #[default]
    Number,
    /// As a day or a time of day.
    Moment,
    /// As a length of time.
    Duration,
}

/// A cell style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub shown: Shown,
    pub look: Look,
}

/// The cell styles, by the number cells call them by. `None` where the part is not understood.
pub(super) fn read(part: impl Read) -> Option<Vec<Style>> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let mut reading = Reading::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => reading.in_cell_styles = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => reading.in_cell_styles = false,
            Event::Start(tag) if tag.local_name().as_ref() == "fonts" => reading.in_fonts = true,
            Event::End(tag) if tag.local_name().as_ref() == "fonts" => reading.in_fonts = false,
            Event::Start(tag) | Event::Empty(tag) => reading.tag(&tag),
            Event::Eof => return Some(reading.styles),
            _ => {}
        }
    }
}

/// What was read of the part so far.
#[derive(Default)]
struct Reading {
    /// Codes of formats, by the number styles call them by.
    codes: HashMap<String, String>,
    /// Whether each font strikes its text out.
    fonts: Vec<bool>,
    styles: Vec<Style>,
    in_fonts: bool,
    in_cell_styles: bool,
}

impl Reading {
    fn tag(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "numFmt" => {
                if let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode")) {
                    self.codes.insert(id, code);
                }
            }
            "font" if self.in_fonts => self.fonts.push(false),
            "strike" if self.in_fonts => {
                let is_off = attribute(tag, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false"));
                self.fonts.last_mut().into_iter().for_each(|struck| *struck = !is_off);
            }
            "xf" if self.in_cell_styles => {
                let id = attribute(tag, "numFmtId").unwrap_or_default();
                let mut style = self.codes.get(&id).map_or_else(|| built_in(&id), |code| custom(code));
                let font = attribute(tag, "fontId").and_then(|id| id.parse::<usize>().ok());
                if font.and_then(|font| self.fonts.get(font)) == Some(&true) {
                    style.look = style.look.as_struck();
                }
                self.styles.push(style);
            }
            "alignment" if self.in_cell_styles => {
                let steps = attribute(tag, "indent").and_then(|steps| steps.parse().ok()).unwrap_or(0);
                self.styles.last_mut().into_iter().for_each(|style| style.look = style.look.indented(steps));
            }
            _ => {}
        }
    }
}

/// The formats every program knows by their number.
fn built_in(id: &str) -> Style {
    let shown = match id.parse::<u32>() {
        Ok(9 | 10) => return Style { look: Look::PLAIN.as_percent(), ..Style::default() },
        Ok(46) => Shown::Duration,
        Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Shown::Moment,
        _ => Shown::Number,
    };
    Style { shown, ..Style::default() }
}

/// What the first part of a format code shows: letters of days and times that are not quoted, `[h]` and
/// the like, a percent sign, or a currency.
fn custom(code: &str) -> Style {
    let mut marks = code.chars();
    let moment = |shown: Shown| Style { shown, ..Style::default() };
    let (mut half_day, mut percent, mut words) = (false, false, String::new());
    while let Some(mark) = marks.next() {
        match mark.to_ascii_lowercase() {
            // The next character is a filling or a width, or stands for itself.
            '_' | '*' => drop(marks.next()),
            '\\' => words.extend(marks.next()),
            '"' => words.extend(marks.by_ref().take_while(|mark| *mark != '"')),
            ';' => break,
            '[' => match bracketed(&mut marks) {
                Bracketed::Elapsed => return moment(Shown::Duration),
                Bracketed::Words(inside) => words.push_str(&inside),
            },
            'p' | 'm' | '/' if half_day => return moment(Shown::Moment),
            'd' | 'm' | 'h' | 'y' | 's' if !half_day => return moment(Shown::Moment),
            'a' => half_day = true,
            '%' => percent = true,
            '$' => words.push(mark),
            _ if !mark.is_ascii() => words.push(mark),
            _ => {}
        }
    }
    let sign = words.trim_matches(|mark: char| mark.is_whitespace() || "()+-".contains(mark));
    let look = if percent { Look::PLAIN.as_percent() } else { Look::PLAIN };
    Style { shown: Shown::Number, look: look.with_money(sign) }
}

/// What stands in brackets.
enum Bracketed {
    /// Hours, minutes or seconds that may be more than a clock shows.
    Elapsed,
    /// A currency (`[$€-407]`), or nothing.
    Words(String),
}

/// What stands in brackets; goes on behind them.
fn bracketed(marks: &mut std::str::Chars<'_>) -> Bracketed {
    let written: String = marks.take_while(|mark| *mark != ']').collect();
    let inside = written.to_ascii_lowercase();
    let first = inside.chars().next();
    if matches!(first, Some('h' | 'm' | 's')) && inside.chars().all(|mark| Some(mark) == first) {
        return Bracketed::Elapsed;
    }
    let money = written.strip_prefix('$').and_then(|rest| rest.split('-').next());
    Bracketed::Words(money.unwrap_or_default().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_show_what_a_spreadsheet_shows() {
        for code in [
            "yyyy-mm-dd",
            "DD/MM/YY",
            "H:MM:SS;@",
            "m\"M\"d\"D\";@",
            "[$-404]e\"\u{5e74}\"m\"\u{6708}\"",
            "ha/p\\\\m",
            "*-yyyy-mm-dd",
            "[$-409]h:mm AM/PM;@",
        ] {
            assert_eq!(custom(code).shown, Shown::Moment, "{code}");
        }
        for code in ["[h]:mm:ss", "[ss]", "[s].000", "[Blue]\\+[h]:mm;[Red]\\-[h]:mm", "[>=100][Magenta][s].00", "[mm]"]
        {
            assert_eq!(custom(code).shown, Shown::Duration, "{code}");
        }
        for code in [
            "General",
            "#,##0\\ [$\u{20bd}-46D]",
            "\"Y: \"0.00\"m\";@",
            "\"$\"#,##0_);[Red](\"$\"#,##0)",
            "0_ ;[Red]\\-0\\ ",
            "\\Y000000",
            "#,##0.0####\" YMD\"",
            "#,##0*y",
            "0;yyyy",
            "",
        ] {
            assert_eq!(custom(code).shown, Shown::Number, "{code}");
        }
        for code in ["0.00%", "#,##0\\ %;[Red]-0%", "0.0%_);(0.0%)", "%0"] {
            assert_eq!(custom(code).look, Look::PLAIN.as_percent(), "{code}");
        }
        for code in ["0\\%", "0\"%\"", "0;0%"] {
            assert_eq!(custom(code).shown, Shown::Number, "{code}");
        }
    }
}
