//! Rows of a sheet as nearly every program writes them, byte by byte.

use super::formats::{Shown, Style};
use super::quick::{self, Plain, Quick};
use super::text;
use super::texts::Texts;
use crate::cells::batch::{Batch, Value};
use crate::cells::guard::Order;
use crate::cells::layout::SheetLayout;
use crate::cells::{CellValue, CellsError, convert};
use memchr::{memchr, memmem};

/// Why the scanner does not go on.
pub(super) enum Halt {
    /// Something the other reader must decide.
    Strange,
    /// A formula, and it is not known whether the results of formulas were ever worked out.
    Formula,
    /// The sheet cannot be read by anybody.
    Broken(CellsError),
}

/// What is known of the workbook and the sheet before its rows are read.
pub(super) struct About<'a> {
    pub sheet: &'a str,
    pub texts: &'a Texts,
    pub formats: &'a [Style],
    pub is_1904: bool,
    /// Whether the results of formulas were never worked out; nothing where that has not been looked for.
    pub unsaved: Option<bool>,
}

/// Where the scanner is in its sheet.
pub(super) struct Scanner<'a> {
    about: About<'a>,
    order: Order,
    row: u32,
    column: u32,
    in_row: bool,
    /// What stood in the last tag of a row behind its number, where the row is not hidden.
    row_tag: Vec<u8>,
    /// The last row of the batch before.
    before: Option<u32>,
    /// Cells read, empty ones too.
    pub cells: usize,
    pub layout: SheetLayout,
}

type Step<T> = Result<T, Halt>;

/// A cell's tag.
#[derive(Default)]
struct CellTag<'x> {
    address: Option<&'x [u8]>,
    style: Option<&'x [u8]>,
    kind: &'x [u8],
    is_empty: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(about: About<'a>) -> Scanner<'a> {
        Scanner {
            about,
            order: Order::default(),
            row: 0,
            column: 0,
            in_row: false,
            row_tag: Vec::new(),
            before: None,
            cells: 0,
            layout: SheetLayout::default(),
        }
    }

    /// Reads the rows of a block, and gives where they end: at the end of the block, or behind the end of
    /// the sheet's cells.
    pub(super) fn rows(&mut self, xml: &[u8], into: &mut Batch) -> Step<(usize, bool)> {
        let mut at = 0;
        loop {
            if self.in_row
                && let Some(cell) = quick::cell(&xml[at..])
            {
                at += cell.length;
                self.quick(&cell, into)?;
                continue;
            }
            at = skip_space(xml, at);
            let rest = &xml[at..];
            if rest.is_empty() {
                self.before = into.last_row().or(self.before);
                return Ok((at, false));
            }
            if self.in_row && rest.starts_with(b"<c") && is_name_end(rest.get(2)) {
                at += self.cell(rest, into)?;
            } else if self.in_row && rest.starts_with(b"</row>") {
                at += b"</row>".len();
                self.end_row()?;
            } else if !self.in_row && rest.starts_with(b"<row") && is_name_end(rest.get(4)) {
                at += self.start_row(rest)?;
            } else if !self.in_row && rest.starts_with(b"</sheetData>") {
                return Ok((at + b"</sheetData>".len(), true));
            } else {
                return Err(Halt::Strange);
            }
        }
    }

    /// Takes in a cell of the usual form.
    #[inline]
    fn quick(&mut self, cell: &Quick, into: &mut Batch) -> Step<()> {
        let about = &self.about;
        let style = cell.style.and_then(|style| about.formats.get(style as usize).copied()).unwrap_or_default();
        let value = match cell.value {
            Plain::Number(number) => shown(about, style.shown, number),
            Plain::Shared(number) if number as usize >= about.texts.len() => return Err(Halt::Strange),
            Plain::Shared(number) => Value::Shared(number),
            Plain::Bool(flag) => Value::Bool(flag),
        };
        self.give((cell.row, cell.column), Some(value), style, into)
    }

    /// Gives a cell that holds something; each row whole in one batch.
    #[inline]
    fn give(&mut self, (row, column): (u32, u32), value: Option<Value>, style: Style, into: &mut Batch) -> Step<()> {
        if into.last_row().is_none() && self.before == Some(row) {
            return Err(Halt::Strange);
        }
        self.order.check(self.about.sheet, row, column).map_err(Halt::Broken)?;
        self.column = column + 1;
        self.cells += 1;
        if let Some(value) = value {
            // An address that no sheet has is refused above.
            let column = u16::try_from(column).map_err(|_| Halt::Strange)?;
            let is_number = matches!(value, Value::Number(_));
            into.push(row, column, value, if is_number { style.look } else { style.look.of_text() });
        }
        Ok(())
    }

    fn start_row(&mut self, xml: &[u8]) -> Step<usize> {
        if let Some((row, length)) = self.usual_row(xml) {
            self.row = row;
            self.in_row = true;
            return Ok(length);
        }
        let mut at = b"<row".len();
        let (mut seen, mut hidden) = (false, false);
        loop {
            match attribute(xml, at)? {
                Attribute::Pair(b"r", value, next) => {
                    if std::mem::replace(&mut seen, true) {
                        return Err(Halt::Strange);
                    }
                    self.row = number(value).and_then(|row| row.checked_sub(1)).ok_or(Halt::Strange)?;
                    at = next;
                }
                Attribute::Pair(name, value, next) => {
                    hidden |= name == b"hidden" && matches!(value, b"1" | b"true");
                    at = next;
                }
                Attribute::End(is_empty, next) => {
                    if hidden {
                        self.layout.hide(self.row);
                    }
                    self.in_row = true;
                    if is_empty {
                        self.end_row()?;
                    } else if !hidden && let Some(tag) = behind_number(&xml[..next]) {
                        self.row_tag.clear();
                        self.row_tag.extend_from_slice(tag);
                    }
                    return Ok(next);
                }
            }
        }
    }

    /// The number of a row whose tag is like that of the row before but for the number, and how long the tag is.
    #[inline]
    fn usual_row(&self, xml: &[u8]) -> Option<(u32, usize)> {
        let rest = xml.strip_prefix(ROW)?;
        let length = rest.iter().take_while(|mark| mark.is_ascii_digit()).count();
        let row = number(&rest[..length])?.checked_sub(1)?;
        let is_like = !self.row_tag.is_empty() && rest[length..].starts_with(&self.row_tag);
        is_like.then(|| (row, ROW.len() + length + self.row_tag.len()))
    }

    fn end_row(&mut self) -> Step<()> {
        self.row = self.row.checked_add(1).ok_or(Halt::Strange)?;
        self.column = 0;
        self.in_row = false;
        Ok(())
    }

    /// Reads a cell, and gives how long it is.
    fn cell(&mut self, xml: &[u8], into: &mut Batch) -> Step<usize> {
        let (tag, start) = cell_tag(xml)?;
        let (row, column) = match tag.address {
            Some(address) => place(address).ok_or(Halt::Strange)?,
            None => (self.row, self.column),
        };
        let body = if tag.is_empty { Body { length: start, ..Body::default() } } else { body(xml, start)? };
        let about = &self.about;
        let style = style(about, tag.style)?;
        let value = value(about, &tag, &body, style.shown, into)?;
        let unsaved = body.formula && (value.is_none() || about.unsaved.ok_or(Halt::Formula)?);
        self.give((row, column), if unsaved { Some(Value::Unsaved) } else { value }, style, into)?;
        Ok(body.length)
    }
}

/// How the tag of a row begins whose number stands first.
const ROW: &[u8] = b"<row r=\"";

/// What stands in such a tag behind the number.
fn behind_number(tag: &[u8]) -> Option<&[u8]> {
    let rest = tag.strip_prefix(ROW)?;
    let length = rest.iter().take_while(|mark| mark.is_ascii_digit()).count();
    Some(&rest[length..])
}

fn cell_tag(xml: &[u8]) -> Step<(CellTag<'_>, usize)> {
    let mut tag = CellTag::default();
    let mut at = b"<c".len();
    loop {
        match attribute(xml, at)? {
            Attribute::Pair(name, value, next) => {
                let twice = match name {
                    b"r" => tag.address.replace(value).is_some(),
                    b"s" => tag.style.replace(value).is_some(),
                    b"t" => !std::mem::replace(&mut tag.kind, value).is_empty() || value.is_empty(),
                    _ => false,
                };
                if twice {
                    return Err(Halt::Strange);
                }
                at = next;
            }
            Attribute::End(is_empty, next) => {
                tag.is_empty = is_empty;
                return Ok((tag, next));
            }
        }
    }
}

/// What stands in a cell.
#[derive(Default)]
struct Body<'x> {
    formula: bool,
    /// What its value says; `None` where it has none.
    value: Option<&'x [u8]>,
    /// The text it holds itself.
    inline: Option<&'x [u8]>,
    /// Bytes from the start of the cell to its end.
    length: usize,
}

/// Takes a cell apart whose tag ends at `at`: a formula or none, then a value, a text of its own or neither.
fn body(xml: &[u8], at: usize) -> Step<Body<'_>> {
    let mut body = Body::default();
    let mut at = skip_space(xml, at);
    if xml[at..].starts_with(b"<f") && is_name_end(xml.get(at + 2)) {
        at = skip_space(xml, formula(xml, at)?);
        body.formula = true;
    }
    let rest = &xml[at..];
    if let Some(start) = [&b"<v>"[..], b"<v xml:space=\"preserve\">"].iter().find(|start| rest.starts_with(start)) {
        let start = at + start.len();
        let end = start + memchr(b'<', &xml[start..]).ok_or(Halt::Strange)?;
        body.value = Some(&xml[start..end]);
        at = skip_space(xml, behind(xml, end, b"</v>")?);
    } else if rest.starts_with(b"<v/>") {
        body.value = Some(b"");
        at = skip_space(xml, at + b"<v/>".len());
    } else if rest.starts_with(b"<is>") {
        let start = at + b"<is>".len();
        let end = start + memmem::find(&xml[start..], b"</is>").ok_or(Halt::Strange)?;
        body.inline = Some(&xml[start..end]);
        at = skip_space(xml, end + b"</is>".len());
    }
    body.length = behind(xml, at, b"</c>")?;
    Ok(body)
}

/// Where a formula ends that starts at `at`. What it says is of no interest, only that it is sound.
fn formula(xml: &[u8], at: usize) -> Step<usize> {
    let (mut next, mut shared, mut numbered) = (at + b"<f".len(), false, false);
    let start = loop {
        match attribute(xml, next)? {
            Attribute::Pair(b"t", value, after) => (shared, next) = (value == b"shared", after),
            Attribute::Pair(b"si", value, after) => {
                // The other reader keeps a place for each number.
                (numbered, next) = (number(value).is_some_and(|number| number < 1 << 20), after);
            }
            Attribute::Pair(b"ref", value, after) => {
                if !value.split(|mark| *mark == b':').all(|address| place(address).is_some()) {
                    return Err(Halt::Strange);
                }
                next = after;
            }
            Attribute::Pair(_, _, after) => next = after,
            Attribute::End(true, after) => return if shared == numbered { Ok(after) } else { Err(Halt::Strange) },
            Attribute::End(false, after) => break after,
        }
    };
    let end = start + memchr(b'<', &xml[start..]).ok_or(Halt::Strange)?;
    let sound = shared <= numbered && entities_are_known(&xml[start..end]);
    if sound { behind(xml, end, b"</f>") } else { Err(Halt::Strange) }
}

/// Whether every entity is one of the five of XML.
fn entities_are_known(mut text: &[u8]) -> bool {
    while let Some(at) = memchr(b'&', text) {
        text = &text[at + 1..];
        let known: [&[u8]; 5] = [b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"];
        if !known.iter().any(|name| text.starts_with(name)) {
            return false;
        }
    }
    true
}

/// What a cell holds; `None` where it is empty.
fn value(
    about: &About<'_>,
    tag: &CellTag<'_>,
    body: &Body<'_>,
    shown_as: Shown,
    into: &mut Batch,
) -> Step<Option<Value>> {
    if let Some(inline) = body.inline {
        return if tag.kind == b"inlineStr" { inline_text(inline, into).map(Some) } else { Err(Halt::Strange) };
    }
    let Some(written) = body.value else { return Ok(None) };
    Ok(Some(match tag.kind {
        b"" | b"n" | b"s" | b"b" if written.is_empty() => return Ok(None),
        b"" | b"n" => {
            let number = fast_float2::parse::<f64, _>(written).map_err(|_| Halt::Strange)?;
            shown(about, shown_as, number)
        }
        b"s" => {
            let number = number(written).ok_or(Halt::Strange)?;
            if number as usize >= about.texts.len() {
                return Err(Halt::Strange);
            }
            Value::Shared(number)
        }
        b"b" => match written {
            b"0" => Value::Bool(false),
            b"1" => Value::Bool(true),
            _ => return Err(Halt::Strange),
        },
        b"e" => Value::Error(convert::known_error(written).ok_or(Halt::Strange)?),
        b"str" => written_text(written, into, |text| CellValue::Text(text))?,
        b"d" => written_text(written, into, convert::iso)?,
        _ => return Err(Halt::Strange),
    }))
}

/// The style of a cell. A style that the workbook does not have is none.
fn style(about: &About<'_>, style: Option<&[u8]>) -> Step<Style> {
    let style = style.map(|style| number(style).ok_or(Halt::Strange)).transpose()?;
    Ok(style.and_then(|style| about.formats.get(style as usize).copied()).unwrap_or_default())
}

/// A number as its style shows it.
fn shown(about: &About<'_>, shown: Shown, value: f64) -> Value {
    let value = match shown {
        Shown::Number => convert::number(value),
        Shown::Moment => convert::days(value, true, about.is_1904),
        Shown::Duration => convert::days(value, false, about.is_1904),
    };
    match value {
        CellValue::Number(number) => Value::Number(number),
        CellValue::DateTime(moment, serial) => Value::DateTime(moment, serial),
        // A number that is none, such as 1e400.
        _ => Value::Error("#NUM!"),
    }
}

fn inline_text(inline: &[u8], into: &mut Batch) -> Step<Value> {
    let inline = std::str::from_utf8(inline).map_err(|_| Halt::Strange)?;
    match text::plain(inline, "") {
        Some((text, "")) => into.own(text),
        _ => into.own(&text::rich(inline).ok_or(Halt::Strange)?),
    }
    .ok_or(Halt::Strange)
}

/// A text as it is written, which means what `read` says.
fn written_text(written: &[u8], into: &mut Batch, read: fn(&str) -> CellValue<'_>) -> Step<Value> {
    let text = std::str::from_utf8(written).map_err(|_| Halt::Strange)?;
    let resolved;
    let text = match text::is_plain(written) {
        true => text,
        false => {
            resolved = text::resolved(text).ok_or(Halt::Strange)?;
            &resolved
        }
    };
    match read(text) {
        CellValue::DateTime(moment, serial) => Ok(Value::DateTime(moment, serial)),
        CellValue::Text(text) => into.own(text).ok_or(Halt::Strange),
        _ => Err(Halt::Strange),
    }
}

/// Where `end`, which must stand at `at`, ends.
fn behind(xml: &[u8], at: usize, end: &[u8]) -> Step<usize> {
    if xml[at..].starts_with(end) { Ok(at + end.len()) } else { Err(Halt::Strange) }
}

enum Attribute<'x> {
    /// Name, value, and where the next one starts.
    Pair(&'x [u8], &'x [u8], usize),
    /// The end of the tag: whether it closes itself, and where it ends.
    End(bool, usize),
}

/// The attribute that starts behind `at`.
fn attribute(xml: &[u8], at: usize) -> Step<Attribute<'_>> {
    let start = skip_space(xml, at);
    match xml.get(start) {
        Some(b'>') => return Ok(Attribute::End(false, start + 1)),
        Some(b'/') if xml.get(start + 1) == Some(&b'>') => return Ok(Attribute::End(true, start + 2)),
        Some(mark) if start > at && mark.is_ascii_alphabetic() => {}
        _ => return Err(Halt::Strange),
    }
    let length = xml[start..].iter().position(|mark| *mark == b'=').ok_or(Halt::Strange)?;
    let name = &xml[start..start + length];
    let quote = *xml.get(start + length + 1).ok_or(Halt::Strange)?;
    let is_name = name.iter().all(|mark| mark.is_ascii_alphanumeric() || matches!(mark, b':' | b'_' | b'-' | b'.'));
    if !matches!(quote, b'"' | b'\'') || !is_name {
        return Err(Halt::Strange);
    }
    let from = start + length + 2;
    let end = from + xml[from..].iter().position(|mark| *mark == quote).ok_or(Halt::Strange)?;
    let value = &xml[from..end];
    if value.iter().any(|mark| matches!(mark, b'&' | b'<')) {
        return Err(Halt::Strange);
    }
    Ok(Attribute::Pair(name, value, end + 1))
}

/// Whether a tag's name ends with this.
pub(super) fn is_name_end(mark: Option<&u8>) -> bool {
    matches!(mark, Some(b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t'))
}

fn skip_space(xml: &[u8], at: usize) -> usize {
    let space = xml[at..].iter().take_while(|mark| matches!(mark, b' ' | b'\n' | b'\r' | b'\t')).count();
    at + space
}

/// Digits as a number.
fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |all, digit| digit.is_ascii_digit().then(|| all * 10 + u32::from(digit - b'0')))
}

/// Row and column of an address, from 0.
pub(super) fn place(address: &[u8]) -> Option<(u32, u32)> {
    let letters = address.iter().take_while(|mark| mark.is_ascii_uppercase()).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = address[..letters].iter().fold(0, |all, letter| all * 26 + u32::from(letter - b'A') + 1);
    Some((number(&address[letters..])?.checked_sub(1)?, column - 1))
}
