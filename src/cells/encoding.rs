//! The characters of a text file. Nothing is ever replaced in silence.

use super::CellsError;
use super::delimited::ends_line;
use super::remark::{Oddity, Remark};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file, and what was odd about its bytes.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub remarks: Vec<Remark>,
    /// The name of its encoding.
    pub encoding: &'static str,
}

/// The text of a file: by its byte order mark, else UTF-8, else by what its bytes look like.
pub(super) fn decode(data: &[u8]) -> Result<Decoded, CellsError> {
    let as_one = |encoding: &'static Encoding, data: &[u8]| {
        let text = decode_as(encoding, data)?;
        Ok(Decoded { text, remarks: Vec::new(), encoding: encoding.name() })
    };
    if let Some((encoding, mark)) = Encoding::for_bom(data) {
        return as_one(encoding, &data[mark..]);
    }
    if looks_utf16(&data[..data.len().min(512)]) {
        let encoding = if data.first() == Some(&0) { UTF_16BE } else { UTF_16LE };
        return as_one(encoding, data);
    }
    match std::str::from_utf8(data) {
        Ok(_) => as_one(UTF_8, data),
        Err(_) => match mostly_utf8(data) {
            Some(decoded) => Ok(decoded),
            None => as_one(guess(data), data),
        },
    }
}

/// A UTF-8 file with a few bytes of another encoding: in no other one do so many of the bytes form
/// characters of UTF-8. Those few are read as Windows wrote them, each with a remark.
fn mostly_utf8(data: &[u8]) -> Option<Decoded> {
    let chunks = || data.utf8_chunks();
    let characters: usize = chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let strays: usize = chunks().map(|chunk| chunk.invalid().len()).sum();
    if strays * 2 > characters {
        return None;
    }
    let mut decoded =
        Decoded { text: String::with_capacity(data.len() + strays), remarks: Vec::new(), encoding: UTF_8.name() };
    let (mut offset, mut line) = (0, 0_u32);
    for chunk in chunks() {
        let end = offset + chunk.valid().len();
        line += (offset..end).filter(|at| ends_line(data, *at)).count() as u32;
        decoded.text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let character = WINDOWS_1252.decode(&[*byte]).0.chars().next()?;
            decoded.text.push(character);
            decoded.remarks.push(Remark { row: line, what: Oddity::StrayByte(*byte, character) });
        }
        offset = end + chunk.invalid().len();
    }
    Some(decoded)
}

/// Text of half-width characters in UTF-16 has a zero in every other byte.
pub(super) fn looks_utf16(start: &[u8]) -> bool {
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    start.len() >= 8 && (even.max(odd) * 4 > start.len() / 2) && even.min(odd) * 8 < even.max(odd)
        || start.starts_with(&[0xFF, 0xFE])
        || start.starts_with(&[0xFE, 0xFF])
}

fn guess(data: &[u8]) -> &'static Encoding {
    if let Some(encoding) = paired(data) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(data, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Korean and Chinese text whose high bytes all come in pairs, nearly all of them everyday
/// characters. The detector is easily led astray where such words are few among digits and ASCII.
fn paired(data: &[u8]) -> Option<&'static Encoding> {
    let (mut pairs, mut hangul, mut hanzi) = (0usize, 0usize, 0usize);
    let mut bytes = data.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let trail = bytes.next().unwrap_or(0);
        if lead < 0xA1 || trail < 0xA1 {
            return None;
        }
        pairs += 1;
        hangul += usize::from((0xB0..=0xC8).contains(&lead));
        hanzi += usize::from((0xB0..=0xD7).contains(&lead));
    }
    let most = |count: usize| count * 10 >= pairs * 9;
    match pairs {
        0 => None,
        _ if most(hangul) => Some(EUC_KR),
        _ if most(hanzi) => Some(GB18030),
        _ => None,
    }
}

fn decode_as(encoding: &'static Encoding, data: &[u8]) -> Result<String, CellsError> {
    match encoding.decode_without_bom_handling_and_without_replacement(data) {
        Some(text) => Ok(text.into_owned()),
        None => Err(CellsError::new(
            format!("its characters are not {} throughout ({})", encoding.name(), first_fault(encoding, data)),
            if encoding == UTF_8 { "save it again as UTF-8" } else { "save it as UTF-8, which needs no guessing" },
        )),
    }
}

/// The line on which decoding stops.
fn first_fault(encoding: &'static Encoding, data: &[u8]) -> String {
    let (mut low, mut high) = (0, data.len());
    let lines = |end: usize| data[..end].iter().filter(|byte| **byte == b'\n').count();
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(middle * 3 + 16);
        let (result, _) = decoder.decode_to_string_without_replacement(&data[..middle], &mut text, false);
        if matches!(result, encoding_rs::DecoderResult::Malformed(..)) { high = middle } else { low = middle }
    }
    format!("line {}", lines(high.saturating_sub(1)) + 1)
}
