//! Looking for words in a member of an archive before it is taken apart: most sheets have neither merged
//! cells nor hidden rows, and looking is many times faster.

use std::io::{Read, Result};

/// Bytes looked at in one go.
const BLOCK: usize = 1 << 16;

/// Whether one of the words stands in the text.
pub(super) fn holds_any(mut text: impl Read, words: &[&[u8]]) -> Result<bool> {
    let finders: Vec<_> = words.iter().map(memchr::memmem::Finder::new).collect();
    let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
    let mut block = vec![0; BLOCK + longest];
    let mut kept = 0;
    loop {
        let read = text.read(&mut block[kept..])?;
        if read == 0 {
            return Ok(false);
        }
        let filled = kept + read;
        if finders.iter().any(|finder| finder.find(&block[..filled]).is_some()) {
            return Ok(true);
        }
        // A word may stand across two blocks.
        let from = filled.saturating_sub(longest.saturating_sub(1));
        block.copy_within(from..filled, 0);
        kept = filled - from;
    }
}

#[cfg(test)]
mod tests {
    use super::holds_any;
    use std::io::Read;

    /// Gives a few bytes at a time, as an inflating reader may.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn a_word_is_found_wherever_the_blocks_end() {
        let text = [vec![b'x'; 200_000], b" hidden=\"1\"".to_vec(), vec![b'y'; 10]].concat();
        for at_a_time in [1, 3, 7, 4096, 1 << 20] {
            assert!(holds_any(Slow(&text, at_a_time), &[b"mergeCell", b"hidden="]).unwrap(), "{at_a_time}");
            assert!(!holds_any(Slow(&text, at_a_time), &[b"hidden=\"2", b"merge"]).unwrap(), "{at_a_time}");
        }
        assert!(!holds_any(Slow(b"", 1), &[b"hidden="]).unwrap());
    }
}
