//! Two policies and two outcomes: what was edited, what it does to the data, and which edit does it.
//!
//! Edits are found in what both policies were read as, so that comments, the order of keys, spacing and quotes
//! are none. Each edit can be swapped into the old policy by itself.

mod attribute;
mod compare;
mod edit;
mod effects;
mod find;
mod gate;
mod json;
mod owners;
mod part;
mod parts;
mod proof;
mod rows;
mod rules;
mod said;
mod sections;
mod text;
mod whole;
mod words;

pub use attribute::{Bench, MOST_PARTS, attribute};
pub use compare::compare;
pub use edit::{Change, Edit, EditKind, swapped};
pub use effects::*;
pub use find::edits;
pub use gate::Gate;
pub use json::to_json;
pub use proof::{Counterexample, Proof, Proven};
#[cfg(feature = "xlsx")]
pub(crate) use sections::{notes, staying};
pub use text::{markdown, text};
pub use whole::{Apart, Between, Diff, Names, Part, Side};
#[cfg(any(feature = "cli", feature = "xlsx"))]
pub(crate) use words::headline;
#[cfg(feature = "xlsx")]
pub(crate) use words::{cause, edit as edit_words, figure_look, number_look, part as part_words, word};
