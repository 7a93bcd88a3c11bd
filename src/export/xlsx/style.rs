//! Colours, fonts and formats of the report: one place, so that it looks like one report.

use crate::export::labels::Language;
use crate::policy::model::Severity;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Text on light ground.
pub(super) const INK: Color = Color::RGB(0x1F_29_37);
/// Text that steps back.
pub(super) const MUTED: Color = Color::RGB(0x6B_72_80);
/// The band behind the title, and what belongs to the report as a whole.
pub(super) const NAVY: Color = Color::RGB(0x1B_36_5D);
/// Text on the title's band that steps back.
const PALE: Color = Color::RGB(0xC9_D6_E8);
/// Columns of the summary from the start of a group of cells to the start of the next.
pub(super) const GROUP: u16 = 3;
/// Ground of a card.
const CARD: Color = Color::RGB(0xF2_F5_FA);
/// Thin lines.
pub(super) const LINE: Color = Color::RGB(0xD5_DC_E6);
/// Bars that carry no meaning of their own.
pub(super) const BAR: Color = Color::RGB(0x3B_76_AF);
/// Bars of what is missing.
pub(super) const GREY: Color = Color::RGB(0xB4_BB_C6);

/// Best to worst, for bands.
const SCALE: [(u8, u8, u8); 5] =
    [(0x2E, 0x9E, 0x6B), (0x8F, 0xBF, 0x5A), (0xF2, 0xB7, 0x3F), (0xEA, 0x84, 0x3D), (0xD6, 0x4A, 0x4A)];

/// Where a column comes from, which its header shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Read from a sheet.
    Imported,
    /// Worked out by a formula or script.
    Formula,
    /// Worked out by a decision table.
    Decision,
    /// Put together by the report.
    Report,
}

impl Head {
    /// Ground of the header.
    pub(super) fn color(self) -> Color {
        match self {
            Head::Imported => Color::RGB(0x4B_5B_73),
            Head::Formula => Color::RGB(0x1D_7A_86),
            Head::Decision => Color::RGB(0x7A_4F_9A),
            Head::Report => NAVY,
        }
    }

    /// Format of the header's cell.
    pub(super) fn format(self) -> Format {
        Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(self.color())
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter)
            .set_border_right(FormatBorder::Thin)
            .set_border_right_color(Color::RGB(0xFF_FF_FF))
            .set_text_wrap()
    }
}

/// Colour of the band at that place (from 0, best first) of so many.
pub(super) fn band_color(place: usize, of: usize) -> Color {
    let (r, g, b) = band_rgb(place, of);
    rgb(r, g, b)
}

/// Ground of a cell that holds that band: the same colour, pale, so that text stays readable.
pub(super) fn band_cell(place: usize, of: usize) -> Format {
    let (r, g, b) = band_rgb(place, of);
    tag(rgb(pale(r), pale(g), pale(b)))
}

/// Ground of a cell that holds a severity.
pub(super) fn severity_cell(level: Severity) -> Format {
    tag(match level {
        Severity::High => Color::RGB(0xF8_CF_CF),
        Severity::Medium => Color::RGB(0xFB_E3_C4),
        Severity::Low => Color::RGB(0xE4_E9_F1),
    })
}

/// Colour of a severity in charts and cards.
pub(super) fn severity_color(level: Severity) -> Color {
    match level {
        Severity::High => Color::RGB(0xD6_4A_4A),
        Severity::Medium => Color::RGB(0xEA_94_3D),
        Severity::Low => Color::RGB(0x8A_9B_B4),
    }
}

fn tag(ground: Color) -> Format {
    Format::new()
        .set_background_color(ground)
        .set_font_color(INK)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn rgb(r: u8, g: u8, b: u8) -> Color {
    Color::RGB(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b))
}

fn pale(part: u8) -> u8 {
    255 - ((255 - u16::from(part)) * 2 / 5) as u8
}

fn band_rgb(place: usize, of: usize) -> (u8, u8, u8) {
    let steps = of.saturating_sub(1).max(1);
    let at = (place.min(steps) * (SCALE.len() - 1) * 256) / steps;
    let (low, part) = (at / 256, (at % 256) as i32);
    let (from, to) = (SCALE[low], SCALE[(low + 1).min(SCALE.len() - 1)]);
    let mix = |from: u8, to: u8| (i32::from(from) + (i32::from(to) - i32::from(from)) * part / 256) as u8;
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// The font every cell has, by language: one with the letters of the language, at hand in Office.
pub(super) fn font(language: Language) -> &'static str {
    match language {
        Language::English => "Calibri",
        Language::Korean => "Malgun Gothic",
        Language::Japanese => "Yu Gothic UI",
        Language::Chinese => "Microsoft YaHei",
    }
}

/// Formats of everything that is not a listing's cell. The font is given by name, because a format
/// of its own does not take over the workbook's.
#[derive(Clone, Debug)]
pub(super) struct Styles {
    font: &'static str,
}

impl Styles {
    pub(super) fn new(language: Language) -> Styles {
        Styles { font: font(language) }
    }

    /// Name of the font.
    pub(super) fn font_name(&self) -> &'static str {
        self.font
    }

    /// The workbook's default.
    pub(super) fn base(&self) -> Format {
        Format::new().set_font_name(self.font).set_font_size(10)
    }

    /// A format of the report, in the report's font.
    pub(super) fn set(&self, format: &Format) -> Format {
        self.base().merge(format)
    }

    pub(super) fn size(&self, size: u8, color: Color) -> Format {
        self.base().set_font_size(size).set_font_color(color).set_align(FormatAlign::VerticalCenter)
    }

    /// Title on the first row of the summary.
    pub(super) fn cover(&self) -> Format {
        self.size(20, Color::White).set_bold().set_background_color(NAVY).set_indent(1)
    }

    /// The line below it.
    pub(super) fn cover_line(&self) -> Format {
        self.size(10, PALE).set_background_color(NAVY).set_indent(1)
    }

    /// Title of any other sheet.
    pub(super) fn title(&self) -> Format {
        self.size(15, NAVY).set_bold()
    }

    /// The line below a title.
    pub(super) fn subtitle(&self) -> Format {
        self.size(9, MUTED)
    }

    /// Title of a part of a sheet.
    pub(super) fn section(&self) -> Format {
        self.size(12, NAVY).set_bold().set_border_bottom(FormatBorder::Medium).set_border_bottom_color(NAVY)
    }

    /// Name of a card.
    pub(super) fn card_label(&self) -> Format {
        self.card(9, MUTED).set_border_top(FormatBorder::Thick)
    }

    /// Value of a card.
    pub(super) fn card_value(&self) -> Format {
        self.card(20, INK).set_bold()
    }

    /// What stands below a card's value.
    pub(super) fn card_note(&self) -> Format {
        self.card(9, MUTED)
    }

    fn card(&self, size: u8, color: Color) -> Format {
        self.size(size, color).set_background_color(CARD).set_align(FormatAlign::Left).set_indent(1)
    }

    /// A cell of a small list on the summary.
    pub(super) fn line(&self) -> Format {
        self.size(9, INK).set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE)
    }
}
