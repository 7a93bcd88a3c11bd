//! The book of the conformance suite as xlsb, which no library writes: records of a type, a length and
//! data (MS-XLSB 2.1.4), in an archive.

use std::io::{Cursor, Write};

/// A cell of the book.
pub(super) enum Value<'v> {
    Text(&'v str),
    Number(f64),
    /// A number of days, under a format of dates.
    Days(f64),
    Bool(bool),
    /// An error by its code.
    Error(u8),
}

/// A sheet: name, whether it is hidden, and its cells by row and column, both from 0.
pub(super) type Sheet<'v> = (&'v str, bool, Vec<(u32, u32, Value<'v>)>);

/// The bytes of a workbook; days count from 1904 where that is asked for.
pub(super) fn book(sheets: &[Sheet<'_>], from_1904: bool) -> Vec<u8> {
    let mut relations = String::new();
    for at in 1..=sheets.len() {
        relations += &format!("<Relationship Id=\"rId{at}\" Type=\"worksheet\" Target=\"worksheets/sheet{at}.bin\"/>");
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut member = |name: &str, data: &[u8]| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(data).expect("written");
    };
    member("xl/workbook.bin", &workbook(sheets, from_1904));
    member("xl/_rels/workbook.bin.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
    member("xl/styles.bin", &styles());
    for (at, (_, _, cells)) in sheets.iter().enumerate() {
        member(&format!("xl/worksheets/sheet{}.bin", at + 1), &worksheet(cells));
    }
    writer.finish().expect("finished").into_inner()
}

fn workbook(sheets: &[Sheet<'_>], from_1904: bool) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0083, &[]);
    record(&mut out, 0x0099, &[u8::from(from_1904), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    record(&mut out, 0x008f, &[]);
    for (at, (name, hidden, _)) in sheets.iter().enumerate() {
        let mut data = u32::from(*hidden).to_le_bytes().to_vec();
        data.extend((at as u32 + 1).to_le_bytes());
        data.extend(wide(&format!("rId{}", at + 1)));
        data.extend(wide(name));
        record(&mut out, 0x009c, &data);
    }
    record(&mut out, 0x0090, &[]);
    record(&mut out, 0x0084, &[]);
    out
}

/// Two formats of cells: general, and number 22, a date and time.
fn styles() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0269, &2_u32.to_le_bytes());
    for format in [0_u16, 22] {
        let mut data = 0_u16.to_le_bytes().to_vec();
        data.extend(format.to_le_bytes());
        data.extend([0; 12]);
        record(&mut out, 0x002f, &data);
    }
    record(&mut out, 0x026a, &[]);
    out
}

fn worksheet(cells: &[(u32, u32, Value<'_>)]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0081, &[]);
    record(&mut out, 0x0094, &[0; 16]);
    record(&mut out, 0x0091, &[]);
    let mut row = None;
    for (at, column, value) in cells {
        if row != Some(*at) {
            row = Some(*at);
            let mut data = at.to_le_bytes().to_vec();
            data.extend([0; 21]);
            record(&mut out, 0x0000, &data);
        }
        let mut data = column.to_le_bytes().to_vec();
        data.extend(u32::from(matches!(value, Value::Days(_))).to_le_bytes());
        let kind = match value {
            Value::Error(_) => 0x0003,
            Value::Bool(_) => 0x0004,
            Value::Number(_) | Value::Days(_) => 0x0005,
            Value::Text(_) => 0x0006,
        };
        match value {
            Value::Error(code) => data.push(*code),
            Value::Bool(flag) => data.push(u8::from(*flag)),
            Value::Number(number) | Value::Days(number) => data.extend(number.to_le_bytes()),
            Value::Text(text) => data.extend(wide(text)),
        }
        record(&mut out, kind, &data);
    }
    record(&mut out, 0x0092, &[]);
    record(&mut out, 0x0082, &[]);
    out
}

/// A text with its length before it.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

/// A record; its type and length are written seven bits at a time.
fn record(into: &mut Vec<u8>, kind: usize, data: &[u8]) {
    for mut number in [kind, data.len()] {
        while number >= 0x80 {
            into.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        into.push(number as u8);
    }
    into.extend(data);
}
