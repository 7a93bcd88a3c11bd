//! A listing: typed columns under a header, and the rows to show.

use super::palette::{Head, Paint};
use crate::export::labels::{Label, Language};
use crate::formula::ColumnId;
use crate::policy::looks::Coloring;
use crate::table::Column;
use crate::value::{Extent, NumberFormat, NumberLook};
use std::borrow::Cow;
use std::collections::HashMap;

/// One column of a listing.
pub(in crate::export) struct Field<'a> {
    /// Header.
    pub title: String,
    /// Values.
    pub data: Cow<'a, Column>,
    /// Colour of the header.
    pub head: Head,
    /// How numbers look.
    pub numbers: Numbers,
    /// Texts that get a format of their own.
    pub paint: Vec<(String, Paint)>,
    /// How its cells are coloured by what is in them.
    pub coloring: Option<&'a Coloring>,
    /// Whether it is printed in a lighter grey, as what matters less.
    pub muted: bool,
    /// Whether its values are centred.
    pub centered: bool,
    /// The words for true and false.
    pub words: (&'static str, &'static str),
    /// Where its cells lead to within the report.
    pub links: HashMap<usize, String>,
    /// The column of a table that it shows, where that stands elsewhere in the report.
    pub column: Option<ColumnId>,
    /// The formula of a row, and whether it is one over whole columns; the values are then what it last gave.
    #[cfg(feature = "xlsx")]
    pub formula: Option<FormulaOf<'a>>,
    /// Whether true and false are written as such, which formulas can read.
    #[cfg(feature = "xlsx")]
    pub flags: bool,
}

/// The formula of each row, where there is one.
#[cfg(feature = "xlsx")]
pub(in crate::export) type FormulaOf<'a> = Box<dyn Fn(usize) -> Option<(String, bool)> + 'a>;

/// How a field's numbers look.
#[derive(Clone, Copy)]
pub(in crate::export) enum Numbers {
    /// By the policy's format and the values.
    Format(NumberFormat),
    /// As given.
    Look(NumberLook),
}

impl<'a> Field<'a> {
    /// A column of the outcome.
    pub(in crate::export) fn of(title: &str, data: &'a Column, format: NumberFormat) -> Field<'a> {
        Field::new(title, Cow::Borrowed(data), Numbers::Format(format))
    }

    /// A column made for the report.
    pub(in crate::export) fn made(title: &str, data: Column) -> Field<'a> {
        Field::new(title, Cow::Owned(data), Numbers::Format(NumberFormat::General))
    }

    /// A column of the outcome that is kept here.
    #[cfg(feature = "xlsx")]
    pub(in crate::export) fn owned(title: &str, data: Column, format: NumberFormat) -> Field<'a> {
        Field::new(title, Cow::Owned(data), Numbers::Format(format))
    }

    /// Text made for the report.
    pub(in crate::export) fn texts<T: AsRef<str>>(title: &str, texts: impl Iterator<Item = Option<T>>) -> Field<'a> {
        Field::made(title, Column::Text(texts.collect()))
    }

    /// Counts made for the report.
    pub(in crate::export) fn counts(title: &str, counts: impl Iterator<Item = usize>) -> Field<'a> {
        let data = Column::Number(counts.map(|count| count as f64).collect());
        Field::new(title, Cow::Owned(data), Numbers::Look(NumberLook::WHOLE))
    }

    fn new(title: &str, data: Cow<'a, Column>, numbers: Numbers) -> Field<'a> {
        Field {
            title: title.to_string(),
            data,
            head: Head::Report,
            numbers,
            paint: Vec::new(),
            coloring: None,
            muted: false,
            centered: false,
            words: ("TRUE", "FALSE"),
            links: HashMap::new(),
            column: None,
            #[cfg(feature = "xlsx")]
            formula: None,
            #[cfg(feature = "xlsx")]
            flags: false,
        }
    }

    /// A column of links, for those of so many rows that have one.
    pub(in crate::export) fn links(title: &str, links: HashMap<usize, String>, rows: usize) -> Field<'a> {
        let shown = (0..rows).map(|row| links.contains_key(&row).then_some("→"));
        let field = Field::texts(title, shown).centered();
        Field { links, ..field }
    }

    pub(in crate::export) fn head(mut self, head: Head) -> Field<'a> {
        self.head = head;
        self
    }

    pub(in crate::export) fn look(mut self, look: NumberLook) -> Field<'a> {
        self.numbers = Numbers::Look(look);
        self
    }

    pub(in crate::export) fn paint(mut self, paint: Vec<(String, Paint)>) -> Field<'a> {
        self.paint = paint;
        self
    }

    pub(in crate::export) fn centered(mut self) -> Field<'a> {
        self.centered = true;
        self
    }

    /// The words for true and false, in the report's language.
    pub(in crate::export) fn words(mut self, language: Language) -> Field<'a> {
        self.words = (language.say(Label::Yes), language.say(Label::No));
        self
    }

    /// The column of a table that it shows.
    pub(in crate::export) fn shows(mut self, column: ColumnId) -> Field<'a> {
        self.column = Some(column);
        self
    }

    /// Formulas in place of values.
    #[cfg(feature = "xlsx")]
    pub(in crate::export) fn live(mut self, formula: impl Fn(usize) -> Option<(String, bool)> + 'a) -> Field<'a> {
        self.formula = Some(Box::new(formula));
        self.flags = true;
        self
    }

    pub(in crate::export) fn muted(mut self) -> Field<'a> {
        self.muted = true;
        self
    }

    /// Characters its widest cell takes; `numbers` are the look of its numbers and what they are like.
    pub(in crate::export) fn widest(&self, numbers: Option<(NumberLook, Extent)>, width: fn(&str) -> usize) -> usize {
        match &*self.data {
            Column::Number(_) => numbers.map_or(0, |(look, extent)| look.width(&extent)),
            Column::Text(values) => values.dictionary.iter().map(width).max().unwrap_or(0),
            Column::Date(_) => "2026-01-31".len(),
            Column::DateTime(_) => "2026-01-31 10:30".len(),
            Column::Bool(_) => width(self.words.0).max(width(self.words.1)),
            Column::Values(_, values) => values.iter().map(|value| width(&value.to_string())).max().unwrap_or(0),
        }
    }

    /// The look of its numbers and what they are like; `None` where it has none.
    pub(in crate::export) fn number_look(&self) -> Option<(NumberLook, Extent)> {
        let Column::Number(numbers) = &*self.data else { return None };
        let extent = Extent::of(numbers);
        let look = match self.numbers {
            Numbers::Look(look) => look,
            Numbers::Format(format) => NumberLook::of(format, &extent),
        };
        Some((look, extent))
    }
}

/// Columns, and the rows to show in their order.
pub(in crate::export) struct Grid<'a> {
    /// Columns.
    pub fields: Vec<Field<'a>>,
    /// Number of rows.
    pub rows: usize,
    /// Rows in the order to show them; `None` keeps theirs.
    pub order: Option<Cow<'a, [u32]>>,
}

impl<'a> Grid<'a> {
    /// All rows as they come.
    pub(in crate::export) fn new(fields: Vec<Field<'a>>, rows: usize) -> Grid<'a> {
        Grid { fields, rows, order: None }
    }
}
