//! Where in workbooks a table stands, as far as the policy says.

use serde::{Deserialize, Serialize};

/// Which workbooks a table is read from, which part of a sheet, and where its header stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// `workbook:` names or patterns; any workbook where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workbooks: Vec<String>,
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
}

impl Origin {
    /// The words of `from:`.
    pub const WORDS: [&'static str; 3] = ["source.sheet", "source.workbook", "source.row"];

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Origin> {
        let at = Origin::WORDS.iter().position(|known| *known == word)?;
        Some([Origin::Sheet, Origin::Workbook, Origin::Row][at])
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Origin::WORDS[self as usize]
    }
}
