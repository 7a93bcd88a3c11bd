//! The texts that cells of a workbook share, as codes of columns: each is looked at once for a column.

use super::staged::StagedText;
use crate::cells::{Content, Rows};
use crate::import::fold::trim;
use crate::import::outline;
use crate::import::totals::{has_total_word, is_total_word};
use crate::table::TextBuilder;

/// Texts that are looked up one after the other, once what is needed for it is near.
const AT_ONCE: usize = 512;

/// What is known of shared texts.
#[derive(Default)]
pub(super) struct Texts {
    /// For each column of the table and each shared text one more than its code, once that is known.
    codes: Vec<Vec<u32>>,
    /// Texts that are no word for a total; and texts that have none in them.
    no_total: Bits,
    no_total_within: Bits,
    /// The hashes of texts that are to be looked up.
    hashes: Vec<u32>,
}

impl Texts {
    /// The code of a shared text in a column, if it is known.
    #[inline]
    pub(super) fn code(&self, at: usize, number: u32) -> Option<u32> {
        self.codes.get(at)?.get(number as usize)?.checked_sub(1)
    }

    /// Whether the first text of a row shows that it is no total, and is not moved to the right.
    #[inline]
    pub(super) fn is_harmless<'a>(&mut self, content: &Content<'a>, rows: &Rows<'a>, is_read: bool) -> bool {
        let &Content::Shared(number) = content else { return is_harmless(rows.text(content), is_read) };
        let known = if is_read { &mut self.no_total } else { &mut self.no_total_within };
        known.has(number) || {
            let harmless = is_harmless(rows.text(content), is_read);
            if harmless {
                known.set(number, rows.shared_texts());
            }
            harmless
        }
    }

    /// Adds texts to a column until one does not please; gives how many. `kept` has those that are shared by nobody.
    pub(super) fn take(
        &mut self,
        (at, texts): (usize, &[StagedText]),
        kept: &str,
        rows: &Rows<'_>,
        into: &mut TextBuilder,
        mut pleases: impl FnMut(usize, u32) -> bool,
    ) -> usize {
        let text = |staged: &StagedText| match *staged {
            StagedText::Code(_) => None,
            StagedText::Shared(number) => Some(rows.shared(number)),
            StagedText::Kept(start, end, _) => Some(&kept[start as usize..end as usize]),
        };
        for (run, texts) in texts.chunks(AT_ONCE).enumerate() {
            self.hashes.clear();
            self.hashes.extend(texts.iter().filter_map(text).map(|text| into.hash(text)));
            into.look_ahead(&self.hashes);
            let mut hashes = self.hashes.iter();
            for (at_once, staged) in texts.iter().enumerate() {
                let place = run * AT_ONCE + at_once;
                let code = match (*staged, text(staged)) {
                    (StagedText::Code(code), _) => code,
                    (_, None) => unreachable!("what has no code is a text"),
                    (staged, Some(text)) => {
                        let code = into.hashed_code(*hashes.next().expect("every text was hashed"), text);
                        if let StagedText::Shared(number) | StagedText::Kept(_, _, Some(number)) = staged {
                            note(&mut self.codes, at, number, code, rows.shared_texts());
                        }
                        code
                    }
                };
                if !pleases(place, code) {
                    return place;
                }
                into.push_code(code);
            }
        }
        texts.len()
    }
}

fn note(codes: &mut Vec<Vec<u32>>, at: usize, number: u32, code: u32, count: usize) {
    if codes.len() <= at {
        codes.resize(at + 1, Vec::new());
    }
    if codes[at].is_empty() {
        codes[at] = vec![0; count];
    }
    if let Some(known) = codes[at].get_mut(number as usize) {
        *known = code + 1;
    }
}

fn is_harmless(whole: &str, is_read: bool) -> bool {
    let text = trim(whole);
    let is_total = if is_read { is_total_word(text) } else { is_total_word(text) || has_total_word(text) };
    !text.is_empty() && !is_total && outline::depth(whole, 0) == 0
}

/// Flags of shared texts.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    #[inline]
    fn has(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    fn set(&mut self, at: u32, count: usize) {
        if self.0.is_empty() {
            self.0 = vec![0; count / 64 + 1];
        }
        self.0[at as usize / 64] |= 1 << (at % 64);
    }
}
