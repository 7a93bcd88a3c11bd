//! The workbook being made: its sheets, names, and what all sheets share.

use super::links::{Entry, RulesLayout};
use super::live::Sheets;
use super::names::Names;
use super::package::Origin;
use super::style::{NAVY, Styles};
use crate::export::clean::clean;
use crate::export::labels::{Label, Language};
use crate::outcome::Outcome;
use crate::value::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::path::Path;
use std::sync::Arc;

/// The program, as the properties of a document name it.
const PROGRAM: &str = "Rulebook";
/// A4, as Excel numbers paper.
const A4: u8 = 9;
/// Longest header or footer Excel takes.
const LONGEST_FOOTER: usize = 200;
/// Of 0 to 9. The usual 6 takes a third to two thirds longer for a large report, 1 makes it two thirds larger.
const COMPRESSION: u8 = 3;

/// A workbook and what its sheets share.
pub(super) struct Book {
    pub workbook: Workbook,
    pub names: Names,
    pub styles: Styles,
    pub language: Language,
    /// What the document says of how it came about.
    pub origin: Origin,
    /// Where the accounts will stand.
    pub why: Option<super::links::Layout>,
    /// Where the rules will stand.
    pub rules: RulesLayout,
    /// Where everything stands that formulas read, in a report with formulas.
    pub sheets: Option<Arc<Sheets>>,
    /// The sheets made so far.
    pub entries: Vec<Entry>,
    /// What the contents say of the next sheet.
    pub about: String,
    title: String,
    footer: String,
}

impl Book {
    /// An empty workbook; sheets too large for memory wait in files of that folder, or of the
    /// system's.
    pub(super) fn new(outcome: &Outcome, folder: Option<&Path>) -> Result<Book, XlsxError> {
        let policy = &outcome.policy;
        let version = policy.version.as_deref().unwrap_or_default();
        let words = (policy.title.clone(), format!("{} {version}", policy.name));
        let origin = Origin { program: (PROGRAM, policy.engine.clone()), dated: day(outcome).is_some() };
        Book::empty(Language::of(&outcome.language), words, (&properties(outcome)?, origin), folder)
    }

    /// An empty workbook for something else than a report.
    pub(super) fn plain(title: &str, footer: &str, folder: Option<&Path>) -> Result<Book, XlsxError> {
        let properties = DocProperties::new().set_title(clean(title)).set_subject(clean(footer));
        // The same comparison gives the same bytes, whenever it is made.
        let properties = properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        let origin = Origin { program: (PROGRAM, env!("CARGO_PKG_VERSION").to_string()), dated: false };
        Book::empty(Language::English, (title.to_string(), footer.to_string()), (&properties, origin), folder)
    }

    fn empty(
        language: Language,
        (title, footer): (String, String),
        (properties, origin): (&DocProperties, Origin),
        folder: Option<&Path>,
    ) -> Result<Book, XlsxError> {
        let styles = Styles::new(language);
        let mut workbook = Workbook::new();
        if let Some(folder) = folder {
            workbook.set_tempdir(folder)?;
        }
        workbook.set_zip_compression_level(COMPRESSION);
        workbook.set_default_format(&styles.base(), 20, 64)?;
        workbook.set_properties(properties);
        let (entries, about) = (Vec::new(), String::new());
        Ok(Book {
            workbook,
            names: Names::default(),
            styles,
            language,
            origin,
            why: None,
            rules: RulesLayout::default(),
            sheets: None,
            entries,
            about,
            title,
            footer,
        })
    }

    pub(super) fn say(&self, label: Label) -> &'static str {
        self.language.say(label)
    }

    /// A sheet of that name or one near it, set up for printing. A large one is kept on disk and
    /// takes its rows in order only.
    pub(super) fn sheet(&mut self, name: &str, large: bool) -> Result<&mut Worksheet, XlsxError> {
        let name = self.names.sheet(name);
        self.named_sheet(name, large)
    }

    /// The same, by a name that was given out before.
    pub(super) fn named_sheet(&mut self, name: String, large: bool) -> Result<&mut Worksheet, XlsxError> {
        let page = self.say(Label::Page);
        let (title, footer) = (printed(&self.title), printed(&self.footer));
        let sheet =
            if large { self.workbook.add_worksheet_with_constant_memory()? } else { self.workbook.add_worksheet() };
        self.entries.push(Entry { name: name.clone(), about: std::mem::take(&mut self.about) });
        sheet.set_name(name)?.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        // What a formula gives where it is blank.
        sheet.set_formula_result_default("");
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_header(format!("&L&9{title}&R&9&A"));
        sheet.set_footer(format!("&L&9{footer}&R&9{page} &P / &N"));
        Ok(sheet)
    }

    /// Colour of the tabs that speak of the report as a whole.
    pub(super) fn mark(sheet: &mut Worksheet) {
        sheet.set_tab_color(NAVY);
    }
}

/// Text for a header or footer, where `&` starts a code.
fn printed(text: &str) -> String {
    clean(text).chars().take(LONGEST_FOOTER / 4).collect::<String>().replace('&', "&&")
}

/// Properties of the document. The time is the run's day, not the clock's: two runs give one file.
fn properties(outcome: &Outcome) -> Result<DocProperties, XlsxError> {
    let policy = &outcome.policy;
    let day = day(outcome);
    let (year, month, day) = day.map_or((2000, 1, 1), |day| (day.year() as u16, day.month() as u8, day.day() as u8));
    Ok(DocProperties::new()
        .set_title(clean(&policy.title))
        .set_subject(clean(
            &[Some(policy.name.as_str()), policy.version.as_deref()].map(Option::unwrap_or_default).join(" "),
        ))
        .set_author(clean(policy.owner.as_deref().unwrap_or_default()))
        .set_comment(clean(policy.description.as_deref().unwrap_or_default()))
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?)
        .set_custom_property("policy", short(&policy.name))
        .set_custom_property("policy_version", short(policy.version.as_deref().unwrap_or_default()))
        .set_custom_property("policy_sha256", short(&policy.sha256)))
}

/// The day of the run, where there is one that a spreadsheet knows.
fn day(outcome: &Outcome) -> Option<Date> {
    outcome.as_of.filter(|day| (1900..=9999).contains(&day.year()))
}

/// Custom properties hold 255 characters.
fn short(text: &str) -> String {
    clean(text).chars().take(120).collect()
}
