//! Who needs whom.
