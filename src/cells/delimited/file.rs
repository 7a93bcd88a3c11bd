//! A text that stays on disk while it is read, so that memory grows with what is kept of it alone.

use super::super::blocks::{Blocks, Source};
use super::super::error::unreadable;
use super::super::{CellsError, encoding};
use super::plain::Seen;
use super::{Delimited, Text, delimiter, marks};
use crate::files::{FileFingerprint, Fingerprinting};
use encoding_rs::UTF_8;
use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

/// Blocks that may wait for the fingerprint.
const AHEAD: usize = 4;
/// How a text in UTF-8 may begin.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text on disk.
pub(super) struct OnDisk {
    path: PathBuf,
    /// Bytes before the text.
    mark: usize,
    /// What the system said of it when it was opened.
    about: Metadata,
}

/// Opens a text file in UTF-8 whose lines are plain, and takes its fingerprint. `None` where it is any other: then it
/// must be read as a whole.
pub(in crate::cells) fn open_file(path: &Path, name: &str) -> Result<Option<(Delimited, FileFingerprint)>, CellsError> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    let mut blocks = Blocks::new(file, b"\n");
    let mut block = Vec::new();
    blocks.next(&mut block).map_err(|error| unreadable(&error))?;
    let Some((mark, marks)) = start(name, &block, about.len()) else { return Ok(None) };
    let Some(print) = looked_through(&mut blocks, block, mark)? else { return Ok(None) };
    let on_disk = OnDisk { path: path.to_path_buf(), mark, about };
    let source = Delimited::new(name, Text::OnDisk(on_disk), UTF_8.name(), marks);
    Ok(Some((source, print.of(name))))
}

/// Looks at all blocks, and takes the fingerprint of the file on a thread of its own; nothing where its lines are not
/// plain.
fn looked_through(
    blocks: &mut Blocks<File>,
    first: Vec<u8>,
    mark: usize,
) -> Result<Option<Fingerprinting>, CellsError> {
    let (give, given) = sync_channel::<Vec<u8>>(AHEAD);
    let (empty, emptied) = sync_channel::<Vec<u8>>(AHEAD);
    std::thread::scope(|scope| {
        let print = scope.spawn(move || {
            let mut print = Fingerprinting::new();
            for block in given {
                print.add(&block);
                // Where none is wanted any more it is thrown away.
                let _ = empty.try_send(block);
            }
            print
        });
        let (mut block, mut offset, mut seen) = (first, mark, Seen::default());
        while !block.is_empty() {
            let text = &block[std::mem::take(&mut offset)..];
            if std::str::from_utf8(text).is_err() || !seen.block(text) {
                return Ok(None);
            }
            let mut next = emptied.try_recv().unwrap_or_default();
            blocks.next(&mut next).map_err(|error| unreadable(&error))?;
            if give.send(std::mem::replace(&mut block, next)).is_err() {
                return Ok(None);
            }
        }
        drop(give);
        let print = print.join().ok();
        Ok(print.filter(|_| seen.end()))
    })
}

/// Bytes before the text, and the marks between its fields, by its first lines. `None` where these do not tell.
fn start(name: &str, block: &[u8], length: u64) -> Option<(usize, (u8, usize))> {
    let mark = if block.starts_with(MARK) { MARK.len() } else { 0 };
    let bytes = &block[mark..];
    if bytes.is_empty() || bytes.starts_with(MARK) || encoding::looks_utf16(&bytes[..bytes.len().min(512)]) {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(delimiter::LINES).count();
    let is_told = block.len() as u64 == length || lines == delimiter::LINES;
    is_told.then(|| (mark, marks(name, text)))
}

impl OnDisk {
    /// The text but for its first bytes.
    ///
    /// # Errors
    /// When the file cannot be read, or is not the one any more that was opened.
    pub(super) fn read(&self, skipped: usize) -> Result<Rest, CellsError> {
        let mut file = File::open(&self.path).map_err(|error| unreadable(&error))?;
        let about = file.metadata().map_err(|error| unreadable(&error))?;
        if about.len() != self.about.len() || about.modified().ok() != self.about.modified().ok() {
            return Err(unreadable(&changed()));
        }
        let start = (self.mark + skipped) as u64;
        file.seek(SeekFrom::Start(start)).map_err(|error| unreadable(&error))?;
        Ok(Rest { file, left: about.len() - start })
    }
}

/// What is left of a file that must not change meanwhile.
pub(super) struct Rest {
    file: File,
    left: u64,
}

impl Read for Rest {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        let is_over = read == 0 && !buffer.is_empty() && self.left > 0;
        self.left = self.left.checked_sub(read as u64).filter(|_| !is_over).ok_or_else(changed)?;
        Ok(read)
    }
}

fn changed() -> Error {
    Error::new(ErrorKind::InvalidData, "it changed while it was read; run again when nothing writes to it")
}
