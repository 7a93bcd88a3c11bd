//! What the program says, in the languages it speaks.
//!
//! A sentence stands where it is said, in English, with an id and named holes; the catalogues beside this file
//! have the same sentence in the other languages. What is made by [`say!`](crate::say) is English to all who ask for
//! no language, and remembers what filled its holes for those who do.

mod catalogue;
mod fill;
mod language;
mod particle;
mod sentence;

#[cfg(test)]
mod catalogue_tests;
#[cfg(test)]
mod scan;
#[cfg(test)]
mod tests;

pub use fill::fits;
pub use language::Language;
pub use sentence::{Between, Hole, Sentence, and_more};

/// A sentence with its id, its English and what fills its holes: `say!("no-header", "no header for {column}", column)`.
///
/// `{count:row is|rows are}` is one of two words, the first for 1. Holes that nothing fills, and what fills no
/// hole, are mistakes that the compiler tells.
#[macro_export]
macro_rules! say {
    ($id:literal, $english:literal $(, $hole:ident $(= $value:expr)?)* $(,)?) => {{
        const { assert!($crate::words::fits($english, &[$(stringify!($hole)),*]), "a hole and what fills it differ") };
        $crate::words::Sentence::of(
            $id,
            $english,
            vec![$((stringify!($hole), $crate::words::Hole::from($crate::say!(@ $hole $(= $value)?)))),*],
        )
    }};
    (@ $hole:ident = $value:expr) => { $value };
    (@ $hole:ident) => { $hole };
}
