//! Colours, fonts and formats of the report: one place, so that it looks like one report.

use crate::export::content::palette::{self, Head, Paint};
use crate::export::labels::Language;
use crate::policy::model::Severity;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Text on light ground.
pub(super) const INK: Color = Color::RGB(0x1F_29_37);
/// Text that steps back.
pub(super) const MUTED: Color = Color::RGB(0x6B_72_80);
/// The band behind the title, and what belongs to the report as a whole.
pub(super) const NAVY: Color = Color::RGB(palette::NAVY);
/// Text on the title's band that steps back.
const PALE: Color = Color::RGB(0xC9_D6_E8);
/// Columns of the summary from the start of a group of cells to the start of the next.
pub(super) const GROUP: u16 = 3;
/// Ground of a card.
const CARD: Color = Color::RGB(0xF2_F5_FA);
/// Thin lines.
pub(super) const LINE: Color = Color::RGB(0xD5_DC_E6);

/// How a header shows where its column comes from.
pub(super) trait HeadFormat {
    /// Ground of the header.
    fn color(self) -> Color;
    /// Format of the header's cell.
    fn format(self) -> Format;
}

impl HeadFormat for Head {
    fn color(self) -> Color {
        Color::RGB(self.rgb())
    }

    fn format(self) -> Format {
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

/// Format of a cell that stands out.
pub(super) fn painted(paint: Paint) -> Format {
    match paint {
        Paint::Band(place, of) => tag(Color::RGB(palette::band_ground(place, of))),
        Paint::Severity(level) => severity_cell(level),
        Paint::Origin(head) => Format::new().set_font_color(head.color()).set_bold().set_indent(1),
    }
}

/// Ground of a cell that holds a severity.
pub(super) fn severity_cell(level: Severity) -> Format {
    tag(Color::RGB(palette::severity_ground(level)))
}

fn tag(ground: Color) -> Format {
    Format::new()
        .set_background_color(ground)
        .set_font_color(INK)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
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
