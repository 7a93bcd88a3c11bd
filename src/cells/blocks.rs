//! What is read from a file, in blocks that end where a row ends.

use memchr::memmem;
use std::io::{Error, ErrorKind, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Bytes of a block, if a row ends in it. In tests even small files have several.
const BLOCK: usize = if cfg!(test) { 1 << 9 } else { 1 << 18 };
/// A block grows up to this where no row ends in it.
pub(super) const LARGEST: usize = 64 << 20;

/// Blocks that may wait to be scanned.
const AHEAD: usize = 4;

/// Where blocks come from.
pub(super) trait Source {
    /// Puts the next block in the place of the last; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read, or a member of it inflated, or that is not what its checksum says.
    fn next(&mut self, block: &mut Vec<u8>) -> Result<(), Error>;
}

/// Blocks that are inflated on another thread.
pub(super) struct Ahead {
    filled: Receiver<Result<Vec<u8>, Error>>,
    used: SyncSender<Vec<u8>>,
}

/// The other end: what that thread inflates them into.
pub(super) struct Inflating {
    filled: SyncSender<Result<Vec<u8>, Error>>,
    used: Receiver<Vec<u8>>,
}

impl Ahead {
    /// Both ends.
    pub(super) fn pair() -> (Inflating, Ahead) {
        let ((filled, to_scan), (used, to_fill)) = (sync_channel(AHEAD), sync_channel(AHEAD));
        (Inflating { filled, used: to_fill }, Ahead { filled: to_scan, used })
    }
}

impl Inflating {
    /// Inflates all blocks, until nobody wants them.
    pub(super) fn run(self, mut blocks: impl Source) {
        loop {
            let mut block = self.used.try_recv().unwrap_or_default();
            let inflated = blocks.next(&mut block);
            let is_last = inflated.is_err() || block.is_empty();
            if self.filled.send(inflated.map(|()| block)).is_err() || is_last {
                return;
            }
        }
    }
}

impl Source for Ahead {
    fn next(&mut self, block: &mut Vec<u8>) -> Result<(), Error> {
        let next = self.filled.recv().map_err(|_| Error::from(ErrorKind::UnexpectedEof))??;
        // Where none is wanted any more it is thrown away.
        let _ = self.used.try_send(std::mem::replace(block, next));
        Ok(())
    }
}

/// Reads what is inflated, or a file, block by block.
pub(super) struct Blocks<R> {
    member: R,
    /// How every row ends.
    row_end: &'static [u8],
    /// The start of a row whose end is in the next block.
    kept: Vec<u8>,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(member: R, row_end: &'static [u8]) -> Blocks<R> {
        Blocks { member, row_end, kept: Vec::new(), ended: false }
    }

    /// Whether the last block was the last one of all.
    pub(super) fn is_at_end(&self) -> bool {
        self.ended
    }
}

impl<R: Read> Source for Blocks<R> {
    fn next(&mut self, block: &mut Vec<u8>) -> Result<(), Error> {
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
            let back = from.saturating_sub(self.row_end.len());
            if let Some(at) = memmem::rfind(&block[back..], self.row_end) {
                let end = back + at + self.row_end.len();
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
pub(super) fn read_full(member: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Error> {
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
