//! The texts of a workbook that its cells share, one after another in one piece of memory.

use super::text;
use memchr::memmem;
use std::io::Read;

/// Most bytes of shared texts; the guard refuses more before they are read.
const MOST: u64 = 1 << 30;

/// The shared texts, by number.
#[derive(Debug, Default)]
pub(in crate::cells) struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Reads the part. `None` where it holds what this reader does not know.
    pub(super) fn read(part: &mut impl Read) -> Option<Texts> {
        let mut xml = Vec::new();
        part.take(MOST).read_to_end(&mut xml).ok()?;
        let xml = String::from_utf8(xml).ok()?;
        let mut rest = opened(&xml)?;
        let mut texts = Texts::default();
        loop {
            rest = rest.trim_start();
            if rest.starts_with("</sst>") {
                texts.bytes.shrink_to_fit();
                return Some(texts);
            }
            rest = texts.item(rest)?;
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
