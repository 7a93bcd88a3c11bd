//! Text columns: each distinct text stored once, rows as numbers into that dictionary.

use crate::value::Value;
use foldhash::HashMap;
use foldhash::quality::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The code of a blank in a text column.
pub const BLANK_TEXT: u32 = u32::MAX;

/// Distinct texts in the order they were first seen, in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    bytes: String,
    ends: Vec<u32>,
}

impl Dictionary {
    /// Number of distinct texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of that code.
    #[must_use]
    #[inline]
    pub fn get(&self, code: u32) -> &str {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        &self.bytes[start..self.ends[code] as usize]
    }

    /// All texts in order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|code| self.get(code))
    }

    /// The code of a text, by looking through all of them.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.iter().position(|known| known == text).map(|code| code as u32)
    }

    fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).expect("a column holds less than 4 GiB of distinct text"));
        self.ends.len() as u32 - 1
    }
}

/// A column of text.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    /// One code a row; [`BLANK_TEXT`] is a blank.
    pub codes: Vec<u32>,
    /// The texts. Distinct: two rows hold the same text exactly when their codes agree.
    pub dictionary: Arc<Dictionary>,
}

impl TextColumn {
    /// A column of blanks.
    #[must_use]
    pub fn blank(rows: usize) -> TextColumn {
        TextColumn { codes: vec![BLANK_TEXT; rows], dictionary: Arc::default() }
    }

    /// The text of that row; `None` where blank.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = self.codes[row];
        (code != BLANK_TEXT).then(|| self.dictionary.get(code))
    }

    /// The value of that row.
    #[must_use]
    pub fn value(&self, row: usize) -> Value {
        self.get(row).map_or(Value::Blank, Value::text)
    }
}

impl<T: AsRef<str>> FromIterator<Option<T>> for TextColumn {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(texts: I) -> Self {
        let mut builder = TextBuilder::default();
        for text in texts {
            builder.push(text.as_ref().map(T::as_ref));
        }
        builder.finish()
    }
}

/// Collects texts into a [`TextColumn`].
#[derive(Debug, Default)]
pub struct TextBuilder {
    codes: Vec<u32>,
    dictionary: Dictionary,
    known: hashing::Codes,
    hasher: RandomState,
}

impl TextBuilder {
    /// Adds a row.
    pub fn push(&mut self, text: Option<&str>) {
        let code = text.map_or(BLANK_TEXT, |text| self.code(text));
        self.codes.push(code);
    }

    /// Adds a row by a code that [`TextBuilder::code`] gave.
    pub fn push_code(&mut self, code: u32) {
        self.codes.push(code);
    }

    /// Makes a row blank that was not.
    pub fn blank_out(&mut self, row: usize) {
        self.codes[row] = BLANK_TEXT;
    }

    /// The code of a text, new or known.
    pub fn code(&mut self, text: &str) -> u32 {
        self.hashed_code(self.hash(text), text)
    }

    /// The hash by which a text is looked up.
    #[must_use]
    #[inline]
    pub fn hash(&self, text: &str) -> u32 {
        self.hasher.hash_one(text) as u32
    }

    /// Has near what is needed to look up texts of these hashes, all at once: one by one, each waits for memory; first
    /// for its place, then for where the text found there ends, then for that text.
    pub fn look_ahead(&self, hashes: &[u32]) {
        let Dictionary { bytes, ends } = &self.dictionary;
        let start = |code: u32| if code == 0 { 0 } else { ends[code as usize - 1] as usize };
        let first = |code: u32| u32::from(bytes.as_bytes().get(start(code)).copied().unwrap_or_default());
        self.known.look_ahead(hashes, |code| code);
        self.known.look_ahead(hashes, |code| ends[code as usize]);
        self.known.look_ahead(hashes, first);
    }

    /// The code of a text of that hash, new or known.
    pub fn hashed_code(&mut self, hash: u32, text: &str) -> u32 {
        let dictionary = &mut self.dictionary;
        self.known.get(hash, |code| dictionary.get(code) == text).unwrap_or_else(|| {
            let code = dictionary.push(text);
            self.known.insert(hash, code);
            code
        })
    }

    /// Number of rows so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The column.
    #[must_use]
    pub fn finish(mut self) -> TextColumn {
        self.codes.shrink_to_fit();
        self.dictionary.bytes.shrink_to_fit();
        self.dictionary.ends.shrink_to_fit();
        TextColumn { codes: self.codes, dictionary: Arc::new(self.dictionary) }
    }
}

/// Codes of one dictionary as codes of a builder, looked up once each.
#[derive(Debug, Default)]
pub(super) struct Recoding(HashMap<u32, u32>);

impl Recoding {
    pub(super) fn code(&mut self, from: &Dictionary, code: u32, into: &mut TextBuilder) -> u32 {
        *self.0.entry(code).or_insert_with(|| into.code(from.get(code)))
    }
}

/// A hash table of codes that does not keep the texts a second time.
mod hashing {
    /// Open addressing over (hash, code) pairs; a free place has code `u32::MAX`.
    #[derive(Debug, Default)]
    pub(super) struct Codes {
        places: Vec<(u32, u32)>,
        used: usize,
    }

    impl Codes {
        pub(super) fn get(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
            if self.places.is_empty() {
                return None;
            }
            let mask = self.places.len() - 1;
            let mut at = hash as usize & mask;
            loop {
                let (known, code) = self.places[at];
                if code == u32::MAX {
                    return None;
                }
                if known == hash && is(code) {
                    return Some(code);
                }
                at = (at + 1) & mask;
            }
        }

        /// Looks at something of the code that stands first where a hash is looked up.
        pub(super) fn look_ahead(&self, hashes: &[u32], of: impl Fn(u32) -> u32) {
            let Some(mask) = self.places.len().checked_sub(1) else { return };
            let seen = hashes.iter().fold(0, |all, hash| match self.places[*hash as usize & mask] {
                (_, u32::MAX) => all,
                (_, code) => all ^ of(code),
            });
            std::hint::black_box(seen);
        }

        pub(super) fn insert(&mut self, hash: u32, code: u32) {
            if self.used * 4 >= self.places.len() * 3 {
                self.grow();
            }
            self.used += 1;
            Self::place(&mut self.places, hash, code);
        }

        fn place(places: &mut [(u32, u32)], hash: u32, code: u32) {
            let mask = places.len() - 1;
            let mut at = hash as usize & mask;
            while places[at].1 != u32::MAX {
                at = (at + 1) & mask;
            }
            places[at] = (hash, code);
        }

        fn grow(&mut self) {
            let mut bigger = vec![(0, u32::MAX); (self.places.len() * 2).max(16)];
            for &(hash, code) in &self.places {
                if code != u32::MAX {
                    Self::place(&mut bigger, hash, code);
                }
            }
            self.places = bigger;
        }
    }
}
