//! Which cell styles show a number as a date, a time, a duration or a percentage.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::{BufReader, Read};

use crate::cells::layout::parts::attribute;

/// How a style shows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a number, or as text.
    #[default]
    Number,
    /// As a percentage.
    Percent,
    /// As a day or a time of day.
    Moment,
    /// As a length of time.
    Duration,
}

/// How each cell style shows numbers, by the number cells call it by. `None` where the part is not understood.
pub(super) fn read(part: impl Read) -> Option<Vec<Shown>> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let (mut codes, mut styles) = (HashMap::new(), Vec::new());
    let mut in_cell_styles = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_styles = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(&tag, "numFmtId"), attribute(&tag, "formatCode")) {
                        codes.insert(id, code);
                    }
                }
                "xf" if in_cell_styles => {
                    let id = attribute(&tag, "numFmtId").unwrap_or_default();
                    styles.push(codes.get(&id).map_or_else(|| built_in(&id), |code| custom(code)));
                }
                _ => {}
            },
            Event::Eof => return Some(styles),
            _ => {}
        }
    }
}

/// The formats every program knows by their number.
fn built_in(id: &str) -> Shown {
    match id.parse::<u32>() {
        Ok(9 | 10) => Shown::Percent,
        Ok(46) => Shown::Duration,
        Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Shown::Moment,
        _ => Shown::Number,
    }
}

/// What the first part of a format code shows: letters of days and times that are not quoted, `[h]` and
/// the like, or a percent sign.
fn custom(code: &str) -> Shown {
    let mut marks = code.chars();
    let (mut half_day, mut number) = (false, Shown::Number);
    while let Some(mark) = marks.next() {
        match mark.to_ascii_lowercase() {
            // The next character is a filling, a width, or stands for itself.
            '_' | '\\' | '*' => drop(marks.next()),
            '"' => drop(marks.find(|mark| *mark == '"')),
            ';' => return number,
            '[' if is_elapsed(&mut marks) => return Shown::Duration,
            'p' | 'm' | '/' if half_day => return Shown::Moment,
            'd' | 'm' | 'h' | 'y' | 's' if !half_day => return Shown::Moment,
            'a' => half_day = true,
            '%' => number = Shown::Percent,
            _ => {}
        }
    }
    number
}

/// Whether what stands in brackets is `h`, `mm` or the like; goes on behind the bracket.
fn is_elapsed(marks: &mut std::str::Chars<'_>) -> bool {
    let inside: String = marks.take_while(|mark| *mark != ']').collect::<String>().to_ascii_lowercase();
    let first = inside.chars().next();
    matches!(first, Some('h' | 'm' | 's')) && inside.chars().all(|mark| Some(mark) == first)
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
            assert_eq!(custom(code), Shown::Moment, "{code}");
        }
        for code in ["[h]:mm:ss", "[ss]", "[s].000", "[Blue]\\+[h]:mm;[Red]\\-[h]:mm", "[>=100][Magenta][s].00", "[mm]"]
        {
            assert_eq!(custom(code), Shown::Duration, "{code}");
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
            assert_eq!(custom(code), Shown::Number, "{code}");
        }
        for code in ["0.00%", "#,##0\\ %;[Red]-0%", "0.0%_);(0.0%)", "%0"] {
            assert_eq!(custom(code), Shown::Percent, "{code}");
        }
        for code in ["0\\%", "0\"%\"", "0;0%"] {
            assert_eq!(custom(code), Shown::Number, "{code}");
        }
    }
}
