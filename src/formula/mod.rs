//! The typed expression.
