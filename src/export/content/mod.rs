//! What a report for people shows, whatever its format: listings column by column, accounts, words, colours.

pub(super) mod changes;
pub(super) mod field;
pub(super) mod groups;
pub(super) mod issues;
pub(super) mod listing;
pub(super) mod palette;
pub(super) mod review;
pub(super) mod rows;
pub(super) mod rules;
pub(super) mod run;
pub(super) mod scorecards;
pub(super) mod summary;
pub(super) mod tables;
pub(super) mod why;
