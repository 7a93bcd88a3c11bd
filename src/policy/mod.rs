//! Policies: from YAML to what was meant, with the place of every word.

pub mod layout;
mod lint;
pub mod looks;
pub mod model;
pub mod pack;
mod read;
mod set;
mod used;
pub mod yaml;

pub use lint::lint_whole;
pub use pack::{Pack, load, load_after};
pub use read::{
    OpenCells, RESULT_MARKS, as_type, cell_text, is_rest, name_problem, scalar_value, schema, suggestion,
    written_number,
};
pub use set::{set, unknown as unknown_parameter, value_of};
pub use used::{used, with_rules};
pub use yaml::formula_span;
