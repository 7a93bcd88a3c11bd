//! A member of an archive in blocks that end where a row ends.

use memchr::memmem;
use std::io::{Error, Read};

/// Bytes of a block, if a row ends in it.
const BLOCK: usize = 1 << 18;
/// A block grows up to this where no row ends in it.
const LARGEST: usize = 64 << 20;

/// How every row ends, but those of sheets whose tags have a prefix.
const ROW_END: &[u8] = b"</row>";

/// Inflates a member block by block.
pub(super) struct Blocks<R> {
    member: R,
    /// The start of a row whose end is in the next block.
    kept: Vec<u8>,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(member: R) -> Blocks<R> {
        Blocks { member, kept: Vec::new(), ended: false }
    }

    /// Puts the next block in the place of the last; nothing at the end.
    ///
    /// # Errors
    /// When the member cannot be inflated, or is not what its checksum says.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> Result<(), Error> {
        block.clear();
        block.append(&mut self.kept);
        let mut wanted = BLOCK;
        while !self.ended {
            let from = block.len();
            block.resize(from.max(wanted), 0);
            let read = read_full(&mut self.member, &mut block[from..])?;
            block.truncate(from + read);
            self.ended = block.len() < wanted;
            if self.ended {
                break;
            }
            // A row's end may lie across what was read before and what was read now.
            let back = from.saturating_sub(ROW_END.len());
            if let Some(at) = memmem::rfind(&block[back..], ROW_END) {
                let end = back + at + ROW_END.len();
                self.kept.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(());
            }
            if block.len() >= LARGEST {
                return Ok(());
            }
            wanted = block.len() * 2;
        }
        Ok(())
    }
}

/// Reads until the buffer is full or the member ends.
fn read_full(member: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Error> {
    let mut filled = 0;
    while filled < buffer.len() {
        match member.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
