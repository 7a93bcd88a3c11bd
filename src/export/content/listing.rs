//! A listing and what stands above it.

use super::field::Grid;
use super::palette::Head;
use crate::export::labels::Label;

/// A listing and what stands above it.
pub(in crate::export) struct Listing<'a> {
    /// Its title.
    pub title: String,
    /// Its name, for programs.
    pub name: String,
    /// The line below the title.
    pub subtitle: String,
    /// Origins of columns the legend explains.
    pub legend: Vec<Head>,
    /// Lines between legend and header: a name, and a text for each column.
    pub above: Vec<(String, Vec<String>)>,
    /// What columns come to over all rows, a value a column; empty where nothing is added up.
    pub totals: Vec<Option<f64>>,
    /// The formulas of these, where the report has formulas.
    #[cfg(feature = "xlsx")]
    pub live_totals: Vec<Option<String>>,
    /// Columns that stay in sight when scrolling sideways.
    pub frozen: u16,
    /// How much of it is printed.
    pub length: Length,
    /// The rows.
    pub grid: Grid<'a>,
}

impl<'a> Listing<'a> {
    /// One without a legend, in which nothing stays in sight.
    pub(in crate::export) fn plain(title: &str, name: &str, length: Length, grid: Grid<'a>) -> Listing<'a> {
        let (title, name) = (title.to_string(), name.to_string());
        let (subtitle, legend, above) = (String::new(), Vec::new(), Vec::new());
        Listing {
            title,
            name,
            subtitle,
            legend,
            above,
            totals: Vec::new(),
            #[cfg(feature = "xlsx")]
            live_totals: Vec::new(),
            frozen: 0,
            length,
            grid,
        }
    }
}

/// How much of a list is printed. Who needs all of it reads it on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Length {
    /// What the report is read for: scores, the review list.
    Report,
    /// What stands behind it.
    Detail,
}

impl Length {
    /// Rows that are printed, at most.
    pub(in crate::export) fn rows(self) -> usize {
        match self {
            Length::Report => 40,
            Length::Detail => 28,
        }
    }

    /// Whether not all of so many rows are printed.
    pub(in crate::export) fn cuts(self, rows: usize) -> bool {
        rows > self.rows() + self.rows() / 5
    }
}

/// What the legend says of an origin.
pub(in crate::export) fn origin(head: Head) -> Option<Label> {
    match head {
        Head::Imported => Some(Label::Imported),
        Head::Formula => Some(Label::Formula),
        Head::Decision => Some(Label::Decision),
        Head::Report => None,
    }
}
