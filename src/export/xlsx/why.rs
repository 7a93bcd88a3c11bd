//! Why a row has its band, and why it is on the review list: a short account for each, linked from the row and back.

use super::book::Book;
use super::links::Layout;
use super::listing::{Placed, Top};
use super::print::Printed;
use super::style::{HeadFormat, INK, LINE, MUTED, NAVY, Styles, painted};
use super::text;
use crate::export::content::listing::Length;
use crate::export::content::palette::Head;
use crate::export::content::why::{Account, Of, counts};
use crate::export::labels::Label;
use crate::outcome::Outcome;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};

/// Widths of the columns, in characters.
const WIDTHS: [f64; 5] = [34.0, 34.0, 18.0, 74.0, 42.0];
/// The row of the header.
const HEADER: u32 = 2;
/// Height of a line of text.
const LINE_HEIGHT: f64 = 14.0;
/// Steps an item is moved to the right at most.
const DEEPEST: usize = 7;

/// Keeps the name of the sheet and the place of each account; nothing where there are none.
pub(super) fn layout(book: &mut Book, accounts: &[Account]) -> Option<Layout> {
    if accounts.is_empty() {
        return None;
    }
    let mut layout = Layout { sheet: book.names.sheet(book.say(Label::Why)), ..Layout::default() };
    let mut at = HEADER + 1;
    for account in accounts {
        layout.places.insert(account.of, at);
        at += 1 + account.lines.len() as u32;
    }
    layout.lines = (at - HEADER - 1) as usize;
    Some(layout)
}

/// Writes the sheet. `cards` and `review` say where the rows of the other sheets stand.
pub(super) fn write(
    book: &mut Book,
    outcome: &Outcome,
    accounts: &[Account],
    (cards, review): (&[Placed], &Placed),
) -> Result<(), XlsxError> {
    let Some(layout) = book.why.take() else { return Ok(()) };
    let heading = book.say(Label::Why);
    let subtitle = counts(book.language, outcome);
    book.about = subtitle.clone();
    let printed = book.say(Label::PrintsFirst).replace("{}", &Length::Report.rows().to_string());
    let subtitle = if Length::Report.cuts(layout.lines) { format!("{subtitle} · {printed}") } else { subtitle };
    let titles = [Label::Name, Label::Item, Label::Value, Label::Source, Label::Cells].map(|label| book.say(label));
    let styles = book.styles.clone();
    let book_rules = std::mem::take(&mut book.rules);
    let sheet = book.named_sheet(layout.sheet.clone(), false)?;
    Top { title: heading, subtitle: &subtitle, legend: &[] }.write(sheet, &styles, &[])?;
    header(sheet, &styles, titles)?;
    let mut page = Page { sheet, formats: Formats::of(&styles), at: HEADER + 1, rules: None };
    for account in accounts {
        let (rule, back) = match account.of {
            Of::Card(at, row) => {
                (book_rules.cards.get(at).map(|(top, _)| *top), cards.get(at).and_then(|placed| placed.link_to(row)))
            }
            Of::Trigger(place) => {
                let name = outcome.triggers.get(place).map(|fired| fired.trigger());
                (name.and_then(|name| book_rules.triggers.get(name)).copied(), review.link_to(place))
            }
        };
        page.rules = rule.map(|row| book_rules.link(row));
        page.account(account, back.as_deref())?;
    }
    let widths = WIDTHS.map(|width| width as usize).to_vec();
    Printed { header: HEADER, rows: (page.at - HEADER - 1) as usize, widths, frozen: 0, length: Length::Report }
        .set(page.sheet)?;
    Book::mark(page.sheet);
    book.rules = book_rules;
    Ok(())
}

fn header(sheet: &mut Worksheet, styles: &Styles, titles: [&str; WIDTHS.len()]) -> Result<(), XlsxError> {
    let head = styles.set(&Head::Report.format()).set_indent(1);
    for (col, (title, width)) in (0u16..).zip(titles.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(col, width)?;
        sheet.write_string_with_format(HEADER, col, title, &head)?;
    }
    sheet.set_row_height(HEADER, 20)?;
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

struct Formats {
    styles: Styles,
    heading: Format,
    linked: Format,
    note: Format,
    wrapped: Format,
    how: Format,
    cells: Format,
    /// Of names of items, by how far they stand to the right; and of values.
    items: [Format; DEEPEST + 1],
    right: Format,
}

impl Formats {
    fn of(styles: &Styles) -> Formats {
        let ground = rust_xlsxwriter::Color::RGB(0xE9_EF_F7);
        let heading = styles.size(10, INK).set_bold().set_background_color(ground).set_indent(1);
        let heading = heading.set_border_top(FormatBorder::Thin).set_border_top_color(NAVY);
        let line = |color| styles.size(9, color).set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
        let how = line(INK).set_text_wrap().set_indent(1);
        Formats {
            items: std::array::from_fn(|indent| how.clone().set_indent(indent as u8)),
            right: how.clone().set_align(FormatAlign::Right).set_indent(1),
            wrapped: heading.clone().unset_bold().set_text_wrap(),
            linked: heading.clone().set_font_color(NAVY).set_underline(FormatUnderline::Single),
            note: heading.clone().unset_bold(),
            heading,
            how,
            cells: line(MUTED).set_text_wrap().set_indent(1),
            styles: styles.clone(),
        }
    }
}

/// The sheet while it is written.
struct Page<'s> {
    sheet: &'s mut Worksheet,
    formats: Formats,
    at: u32,
    /// Where the rule of the account stands.
    rules: Option<String>,
}

impl Page<'_> {
    fn account(&mut self, account: &Account, back: Option<&str>) -> Result<(), XlsxError> {
        let Account { who, title, value, note, source, .. } = account;
        self.head(back, (who, title, value, note, source), account.paint.map(painted))?;
        for line in &account.lines {
            self.line(line.depth, &line.name, &line.value, &line.how, &line.cells)?;
        }
        Ok(())
    }

    /// The heading of an account.
    fn head(
        &mut self,
        back: Option<&str>,
        (who, title, value, note, source): (&str, &str, &str, &str, &str),
        paint: Option<Format>,
    ) -> Result<(), XlsxError> {
        let Formats { styles, heading, linked, note: quiet, wrapped, .. } = &self.formats;
        let who = text::fitting(who);
        match back {
            Some(back) => {
                self.sheet.write_url_with_options(self.at, 0, Url::new(back), who, "", Some(linked))?;
            }
            None => {
                self.sheet.write_string_with_format(self.at, 0, who, heading)?;
            }
        }
        let tag = paint.map_or_else(|| heading.clone(), |paint| styles.set(&paint).set_align(FormatAlign::Center));
        match &self.rules {
            Some(rules) => {
                let title = text::fitting(title);
                self.sheet.write_url_with_options(self.at, 1, Url::new(rules.as_str()), title, "", Some(linked))?;
            }
            None => {
                self.sheet.write_string_with_format(self.at, 1, text::fitting(title), heading)?;
            }
        }
        let cells = [(value, &tag), (note, wrapped), (source, quiet)];
        for (col, (words, format)) in (2u16..).zip(cells) {
            self.sheet.write_string_with_format(self.at, col, text::fitting(words), format)?;
        }
        let lines = text::lines(note, WIDTHS[3] as usize - 4).max(1);
        self.sheet.set_row_height(self.at, LINE_HEIGHT * lines as f64 + 6.0)?;
        self.at += 1;
        Ok(())
    }

    fn line(&mut self, indent: usize, name: &str, value: &str, how: &str, cells: &str) -> Result<(), XlsxError> {
        let Formats { how: format, cells: quiet, items, right, .. } = &self.formats;
        let all = [(name, &items[indent.min(DEEPEST)]), (value, right), (how, format), (cells, quiet)];
        for (col, (words, format)) in (1u16..).zip(all) {
            self.sheet.write_string_with_format(self.at, col, text::fitting(words), format)?;
        }
        let lines = [name, value, how, cells].into_iter().zip(&WIDTHS[1..]);
        let lines = lines.map(|(words, width)| text::lines(words, (*width as usize).saturating_sub(4))).max();
        if let Some(lines) = lines.filter(|lines| *lines > 1) {
            self.sheet.set_row_height(self.at, LINE_HEIGHT * lines as f64 + 3.0)?;
        }
        self.at += 1;
        Ok(())
    }
}
