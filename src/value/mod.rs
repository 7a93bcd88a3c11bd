//! Types and scalar meaning: the only place that decides what blank + 1 is.
//!
//! Formulas over columns and scripts both come here, so one line of the manual is one line of code.

mod currency;
mod date;
mod date_order;
mod date_text;
mod duration;
mod format;
pub mod functions;
mod look;
mod no_answer;
pub mod number;
mod number_text;
pub mod ops;
mod period;
pub(crate) mod serial;
pub mod size;
mod types;

pub use currency::Currency;
pub use date::{Date, DateTime};
pub use date_order::{DateText, DayOrder};
pub use date_text::month_named;
pub use duration::duration;
pub use format::NumberFormat;
pub use functions::Function;
pub use look::{Extent, NumberLook};
pub use no_answer::NoAnswer;
pub(crate) use number_text::is_direction;
pub use number_text::{DecimalMark, NumberText, Shows};
pub use period::Period;
pub use types::{Type, Value};
