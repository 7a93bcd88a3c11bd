//! Where in workbooks a table stands, as far as the policy says.

use crate::source::{Area, column_letters, column_number};
use serde::{Deserialize, Serialize};

/// Which workbooks a table is read from, which part of a sheet, and where its header stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// `workbook:` names or patterns; any workbook where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workbooks: Vec<String>,
    /// `range:` the part of a sheet; all of it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// `header:` where the header stands; it is looked for when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderRows>,
    /// `rows: all`: every row below the header is data, whatever it looks like.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_rows: bool,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Range {
    /// `range: B3:F20`.
    Area(Area),
    /// `range: SalesTable`: a defined name, or a table of Excel.
    Name(String),
    /// `range: { below: Sales by shop }`: the table below a title.
    Below(Titles),
}

/// The titles of `below:`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Titles {
    /// One, which stands once in a sheet.
    One(String),
    /// A list: the table is below each cell that says one of them.
    Each(Vec<String>),
}

impl Titles {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Titles::One(title) => std::slice::from_ref(title),
            Titles::Each(titles) => titles,
        }
    }

    /// Whether the table may be several parts of one sheet.
    #[must_use]
    pub fn is_each(&self) -> bool {
        matches!(self, Titles::Each(_))
    }
}

impl std::fmt::Display for Titles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.all().join("`, `"))
    }
}

/// Where a table's header stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeaderRows {
    /// `header: none`: the rows begin at once.
    None,
    /// `header: 3` or `header: [3, 4]`: in these rows of the sheet, counted from 0.
    Rows(u32, u32),
    /// `header: [year, measure]`: in so many rows, which are looked for.
    Levels(Vec<String>),
}

impl HeaderRows {
    /// The first and last row, where they are said.
    #[must_use]
    pub fn rows(&self) -> Option<(u32, u32)> {
        if let HeaderRows::Rows(first, last) = self { Some((*first, *last)) } else { None }
    }
}

impl std::fmt::Display for Layout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = self.workbooks.clone();
        parts.extend(self.range.as_ref().map(|range| match range {
            Range::Area(area) => format!("range {}", area.a1()),
            Range::Name(name) => format!("range {name}"),
            Range::Below(titles) => format!("below {titles}"),
        }));
        parts.extend(self.header.as_ref().map(|header| match header {
            HeaderRows::None => "no header".to_string(),
            HeaderRows::Rows(first, last) if first == last => format!("header in row {}", first + 1),
            HeaderRows::Rows(first, last) => format!("header in rows {} to {}", first + 1, last + 1),
            HeaderRows::Levels(names) => format!("header of {}", names.join(", ")),
        }));
        parts.extend(self.all_rows.then(|| "all rows".to_string()));
        f.write_str(&parts.join(", "))
    }
}

/// Where the values of a column come from, if not from below a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// `from: source.sheet`: the name of the sheet a row stands in.
    Sheet,
    /// `from: source.workbook`: the name of its workbook.
    Workbook,
    /// `from: source.row`: its number in the sheet.
    Row,
    /// `from: source.title`: the title above the part of the sheet it stands in.
    Title,
    /// `from: source.heading`: the text that stands alone in a row above it, in the midst of the rows.
    Heading,
    /// `from: column C`: a column of the sheet, counted from 0.
    Column(u32),
}

impl Origin {
    /// The words of `from:`.
    pub const WORDS: [&'static str; 5] =
        ["source.sheet", "source.workbook", "source.row", "source.title", "source.heading"];

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Origin> {
        if let Some(letters) = word.strip_prefix("column ") {
            return column_number(letters.trim()).map(Origin::Column);
        }
        let at = Origin::WORDS.iter().position(|known| *known == word)?;
        Some([Origin::Sheet, Origin::Workbook, Origin::Row, Origin::Title, Origin::Heading][at])
    }

    /// As a policy says it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Origin::Sheet => Origin::WORDS[0].to_string(),
            Origin::Workbook => Origin::WORDS[1].to_string(),
            Origin::Row => Origin::WORDS[2].to_string(),
            Origin::Title => Origin::WORDS[3].to_string(),
            Origin::Heading => Origin::WORDS[4].to_string(),
            Origin::Column(column) => format!("column {}", column_letters(column)),
        }
    }

    /// Whether it stands in no cell.
    #[must_use]
    pub fn is_no_cell(self) -> bool {
        !matches!(self, Origin::Column(_))
    }
}
