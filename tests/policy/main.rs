//! Packs as people write them: read whole, or refused with every mistake in its place.

mod broken;
mod damage;
mod decision_tables;
mod example;
mod files;
mod large;
mod packs;
mod support;
mod yaml;
