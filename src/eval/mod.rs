//! Columns from columns.
