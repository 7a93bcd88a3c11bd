//! Decision tables: cell tests, gap and overlap analysis.
