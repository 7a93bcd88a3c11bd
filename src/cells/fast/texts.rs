//! The texts of a workbook that its cells share, one after another in one piece of memory.

use super::text;
use crate::cells::blocks::{Ahead, Blocks, Source};
use memchr::memmem;
use std::io::Read;

/// Most bytes of shared texts; the guard refuses more before they are read.
const MOST: u64 = 1 << 30;
/// How every item ends, but empty ones.
const ITEM_END: &[u8] = b"</si>";

/// The shared texts, by number.
#[derive(Debug, Default)]
pub(in crate::cells) struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Reads the part, a long one while a thread of its own inflates it. `None` where it holds what this reader does not
    /// know.
    pub(super) fn read(part: impl Read + Send) -> Option<Texts> {
        let mut blocks = Blocks::new(part.take(MOST), ITEM_END);
        let mut block = Vec::new();
        blocks.next(&mut block).ok()?;
        let mut texts = Texts::default();
        let ended = {
            let first = std::str::from_utf8(&block).ok()?;
            texts.items(opened(first)?)?
        };
        let ended = match blocks.is_at_end() {
            true => ended,
            false => std::thread::scope(|scope| {
                let (inflating, mut ahead) = Ahead::pair();
                scope.spawn(move || inflating.run(blocks));
                texts.rest(&mut ahead, block, ended)
            })?,
        };
        texts.bytes.shrink_to_fit();
        ended.then_some(texts)
    }

    /// Takes in the blocks that follow the first; gives whether the part's outer tag was closed. All are read, because
    /// a checksum is right only then.
    fn rest(&mut self, blocks: &mut impl Source, mut block: Vec<u8>, mut ended: bool) -> Option<bool> {
        loop {
            blocks.next(&mut block).ok()?;
            if block.is_empty() {
                return Some(ended);
            }
            let text = std::str::from_utf8(&block).ok()?;
            ended = ended || self.items(text)?;
        }
    }

    /// Takes in the items of a block; gives whether what closes the part's outer tag stands behind them.
    fn items(&mut self, mut rest: &str) -> Option<bool> {
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with("</sst>") {
                return Some(!rest.is_empty());
            }
            rest = self.item(rest)?;
        }
    }

    /// How many there are.
    pub(in crate::cells) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number.
    pub(in crate::cells) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        Some(&self.bytes[start..end])
    }

    /// Takes in the item the text starts with, and gives what follows it.
    fn item<'x>(&mut self, xml: &'x str) -> Option<&'x str> {
        let inside = xml.strip_prefix("<si")?;
        let rest = match text::plain(inside.strip_prefix('>').unwrap_or(""), "</si>") {
            Some((plain, rest)) => {
                self.bytes.push_str(plain);
                rest
            }
            None if inside.starts_with("/>") => &inside[2..],
            None => {
                let end = memmem::find(inside.as_bytes(), b"</si>")?;
                self.bytes.push_str(&text::rich(inside[..end].strip_prefix('>')?)?);
                &inside[end + 5..]
            }
        };
        self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        Some(rest)
    }
}

/// What stands inside the part's outer tag.
fn opened(xml: &str) -> Option<&str> {
    let start = memmem::find(xml.as_bytes(), b"<sst")?;
    if !super::is_unicode(xml.as_bytes()) || xml[..start].contains("<!") {
        return None;
    }
    let close = start + memchr::memchr(b'>', &xml.as_bytes()[start..])?;
    if xml[..close].ends_with('/') { Some("</sst>") } else { Some(&xml[close + 1..]) }
}
