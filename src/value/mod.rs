//! Types and scalar meaning: the only place that decides what blank + 1 is.
//!
//! Formulas over columns and scripts both come here, so one line of the manual is one line of code.

mod date;
mod date_text;
mod format;
pub mod functions;
mod no_answer;
pub mod number;
pub mod ops;
mod period;
pub(crate) mod serial;
mod types;

pub use date::{Date, DateTime};
pub use format::NumberFormat;
pub use functions::Function;
pub use no_answer::NoAnswer;
pub use period::Period;
pub use types::{Type, Value};
