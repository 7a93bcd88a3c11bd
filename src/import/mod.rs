//! Workbooks and CSV into tables and issues.
