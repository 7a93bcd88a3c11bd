//! How inputs are mixed: the same from the same seed.

use crate::seeds;

/// Numbers that look random (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 for none.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.next() % limit as u64) as usize }
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A part of something so long.
    fn span(&mut self, length: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(longest + 1)).min(length)
    }
}

/// What readers of texts and XML stumble over.
const ODD: [&str; 48] = [
    "0",
    "-1",
    "1e400",
    "1e308",
    "-0",
    "NaN",
    "inf",
    "9223372036854775808",
    "18446744073709551616",
    "0.1",
    "1,5",
    "１２",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "\u{1}",
    "\u{ffff}",
    "é",
    "가",
    "𝟙",
    "ﬁ",
    "\r",
    "\r\n",
    "\t",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "&",
    "&#0;",
    "&#50;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    ";",
    ":",
    "|",
    "#",
    "=",
    "..",
    "A1048577",
];

/// Parts are changed, doubled, cut out, taken from elsewhere.
pub fn bytes(random: &mut Random, input: &mut Vec<u8>, others: &[Vec<u8>], times: usize) {
    for _ in 0..=random.below(times) {
        let span = random.span(input.len(), 40);
        match random.below(7) {
            0 if !input.is_empty() => {
                let at = random.below(input.len());
                input[at] ^= 1 << random.below(8);
            }
            1 => drop(input.splice(span.start..span.start, random.one_of(&ODD).bytes())),
            2 => drop(input.splice(span, random.one_of(&ODD).bytes())),
            3 => drop(input.drain(span)),
            4 => {
                let copy = input[span.clone()].repeat(1 + random.below(4));
                drop(input.splice(span.end..span.end, copy));
            }
            5 => {
                let other = random.one_of(others);
                let part = other[random.span(other.len(), 60)].to_vec();
                drop(input.splice(span, part));
            }
            _ => input.truncate(span.end.max(input.len() / 2)),
        }
    }
}

/// A text with a few changes.
pub fn text(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = random.one_of(seeds).clone();
    bytes(random, &mut input, seeds, 3);
    input
}

/// Lines change places, are doubled, left out, indented otherwise, taken from another text; or bytes change.
pub fn lines(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let input = random.one_of(seeds).clone();
    let mut lines: Vec<Vec<u8>> = input.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(3) {
        let (at, to) = (random.below(lines.len()), random.below(lines.len()));
        if lines.is_empty() {
            break;
        }
        match random.below(7) {
            0 => lines.swap(at, to),
            1 => lines.insert(to, lines[at].clone()),
            2 => drop(lines.remove(at)),
            3 => drop(lines[at].splice(0..0, b" ".repeat(random.below(4)))),
            4 => {
                let other = random.one_of(seeds);
                let parts: Vec<&[u8]> = other.split_inclusive(|byte| *byte == b'\n').collect();
                if !parts.is_empty() {
                    lines[at] = random.one_of(&parts).to_vec();
                }
            }
            5 => {
                let [from, part] = [at, to].map(|line| lines[line].clone());
                words(random, &mut lines[at], &part);
                if lines[at].is_empty() {
                    lines[at] = from;
                }
            }
            _ => bytes(random, &mut lines[at], seeds, 1),
        }
    }
    lines.concat()
}

/// One word of a line becomes a word of another one.
fn words(random: &mut Random, line: &mut Vec<u8>, other: &[u8]) {
    let split =
        |line: &[u8]| -> Vec<Vec<u8>> { line.split_inclusive(|byte| *byte == b' ').map(<[u8]>::to_vec).collect() };
    let (mut own, others) = (split(line), split(other));
    if own.is_empty() || others.is_empty() {
        return;
    }
    let at = random.below(own.len());
    own[at] = random.one_of(&others).clone();
    *line = own.concat();
}

/// A formula put together of words of the language, or one with a few of them changed.
pub fn tokens(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    if random.below(3) == 0 {
        return text(random, seeds);
    }
    let mut made = String::new();
    expression(random, 4, &mut made);
    if random.below(4) == 0 {
        let mut bytes_of = made.into_bytes();
        bytes(random, &mut bytes_of, seeds, 1);
        return bytes_of;
    }
    made.into_bytes()
}

fn expression(random: &mut Random, depth: usize, out: &mut String) {
    let choice = if depth == 0 { random.below(2) } else { random.below(8) };
    let next = |random: &mut Random, out: &mut String| expression(random, depth.saturating_sub(1), out);
    match choice {
        0 => out.push_str(random.one_of::<&str>(&seeds::NAMES)),
        1 => out.push_str(random.one_of::<&str>(&seeds::LITERALS)),
        2..=3 => {
            out.push('(');
            next(random, out);
            out.push_str(random.one_of::<&str>(&seeds::OPERATORS));
            next(random, out);
            out.push(')');
        }
        4..=5 => {
            out.push_str(random.one_of::<&str>(&seeds::FUNCTIONS));
            out.push('(');
            for argument in 0..random.below(4) {
                out.push_str(if argument > 0 { ", " } else { "" });
                next(random, out);
            }
            out.push(')');
        }
        6 => {
            out.push_str("if ");
            next(random, out);
            out.push_str(" { ");
            next(random, out);
            out.push_str(" } else { ");
            next(random, out);
            out.push_str(" }");
        }
        _ => {
            out.push(if random.below(2) == 0 { '-' } else { '!' });
            next(random, out);
        }
    }
}

/// Bytes of a file, or of one part of an archive, which is packed again.
pub fn workbook(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = random.one_of(seeds).clone();
    let parts = seeds::parts(&input);
    if parts.is_empty() || random.below(10) == 0 {
        let times = if parts.is_empty() { 4 } else { 1 };
        bytes(random, &mut input, seeds, times);
        return input;
    }
    let mut parts = parts;
    let others: Vec<Vec<u8>> = parts.iter().map(|(_, bytes)| bytes.clone()).collect();
    for _ in 0..=random.below(2) {
        let at = random.below(parts.len());
        match random.below(12) {
            0 => drop(parts.remove(at)),
            1 => parts[at].0 = parts[at].0.to_uppercase(),
            2 => bytes(random, &mut parts[at].1, seeds, 3),
            _ => bytes(random, &mut parts[at].1, &others, 3),
        }
        if parts.is_empty() {
            break;
        }
    }
    seeds::packed(&parts)
}
