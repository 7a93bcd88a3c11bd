//! Policies: from YAML to what was meant, with the place of every word.

pub mod model;
/// tmp
pub fn formula_span(text: &model::FormulaText, _s: &crate::source::Sources, a: usize, b: usize) -> crate::source::Span { text.span.part(a, b - a) }
