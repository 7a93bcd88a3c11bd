//! Policies: from YAML to what was meant, with the place of every word.

pub mod model;
