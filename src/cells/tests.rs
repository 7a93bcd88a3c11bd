//! Reading files as cells.
