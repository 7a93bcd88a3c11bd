//! A first pack from workbooks: what is in them, and a policy that fits.
//!
//! Everything is guessed from what stands in the sheets, and then tried: a draft is imported as any
//! policy is, and what does not hold is taken back. So the pack that comes out runs at once.

mod area;
mod areas;
mod ask;
mod blocks;
mod cross;
mod draft;
mod guess;
mod head;
mod inspect;
mod language;
mod names;
mod relate;
mod suggest;
mod tables_text;
mod trial;
mod write;

pub use ask::{Ask, Question};
pub use draft::{Cross, DraftColumn, DraftTable};
pub use guess::Guess;
pub use inspect::{Book, Inspection, Sheet, inspect};
pub use relate::Reference;
pub use tables_text::misfits;
pub use write::{NewPack, from_books, from_books_asking};

use crate::cells::CellsError;

/// A workbook or CSV file in memory.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its file name, without folders.
    pub name: String,
    /// What is in it.
    pub data: std::sync::Arc<[u8]>,
}

/// Why no pack can be made of workbooks.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// A file cannot be read.
    Unreadable {
        /// Its name.
        name: String,
        /// Why.
        error: CellsError,
    },
    /// The workbooks are reports of earlier runs, and no data.
    OnlyReports {
        /// The name of the first.
        name: String,
    },
    /// No sheet has a header with rows below it.
    NoTable,
    /// The tables found cannot be imported, for this reason.
    NotImported(String),
    /// Who was asked gave no answer.
    Stopped,
}
