//! A run made again from its manifest, and what differs.
//!
//! A manifest stands inside every report and is written by `run --manifest`: fingerprints of the policy, the
//! inputs and the result. To verify is to take the files as they are now, run again as was asked then, and
//! compare: files, control totals, the result part by part, and the report cell by cell.

mod again;
mod compare;
mod differences;
mod find;
mod json;
mod recorded;
mod relative;
mod write;

pub use again::verify;
pub use differences::{Difference, FileChange, Report, Verified};
pub use find::Places;
pub use recorded::Recorded;
pub use write::{Made, write};
