//! What a cell of an ods table says it holds.

use crate::cells::error::damaged;
use crate::cells::{CellValue, CellsError, Look, convert};
use crate::value::DateTime;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// A value that is kept.
pub(super) enum Held {
    Number(f64),
    Text(Box<str>),
    Bool(bool),
    Moment(DateTime, f64),
    Error(Box<str>),
    Unsaved,
}

impl Held {
    pub(super) fn shown(&self) -> CellValue<'_> {
        match self {
            Held::Number(number) => CellValue::Number(*number),
            Held::Text(text) => CellValue::Text(text),
            Held::Bool(flag) => CellValue::Bool(*flag),
            Held::Moment(moment, serial) => CellValue::DateTime(*moment, *serial),
            Held::Error(text) => CellValue::Error(text),
            Held::Unsaved => CellValue::Unsaved,
        }
    }

    /// How much work a cell of it is, in cells.
    pub(super) fn weight(&self) -> u64 {
        match self {
            Held::Text(text) | Held::Error(text) => 1 + text.len() as u64 / 64,
            _ => 1,
        }
    }

    fn of(value: CellValue<'_>) -> Held {
        match value {
            CellValue::Number(number) => Held::Number(number),
            CellValue::Text(text) => Held::Text(text.into()),
            CellValue::Bool(flag) => Held::Bool(flag),
            CellValue::DateTime(moment, serial) => Held::Moment(moment, serial),
            CellValue::Error(text) => Held::Error(text.into()),
            CellValue::Unsaved => Held::Unsaved,
        }
    }
}

/// The attributes of a cell's tag.
#[derive(Default)]
pub(super) struct Told {
    kind: String,
    is_error: bool,
    has_formula: bool,
    number: Option<String>,
    text: Option<String>,
    date: Option<String>,
    time: Option<String>,
    flag: Option<String>,
    currency: Option<String>,
    /// Its style, by name.
    pub style: Option<String>,
    /// Cells side by side that it stands for.
    pub repeated: u64,
    /// Rows and columns that are shown as one.
    pub spanned: (u64, u64),
}

impl Told {
    pub(super) fn read(tag: &BytesStart<'_>) -> Result<Told, CellsError> {
        let mut told = Told { repeated: 1, spanned: (1, 1), ..Told::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| damaged(&error))?;
            let value = || {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| damaged(&error))?;
                Ok::<_, CellsError>(value.into_owned())
            };
            match attribute.key.local_name().as_ref() {
                "value-type" if is_extension(attribute.key.as_ref()) => told.is_error = value()? == "error",
                "value-type" => told.kind = value()?,
                "formula" => told.has_formula = true,
                "currency" => told.currency = Some(value()?),
                "style-name" => told.style = Some(value()?),
                "value" => told.number = Some(value()?),
                "string-value" => told.text = Some(value()?),
                "date-value" => told.date = Some(value()?),
                "time-value" => told.time = Some(value()?),
                "boolean-value" => told.flag = Some(value()?),
                "number-columns-repeated" => told.repeated = count(&value()?)?,
                "number-columns-spanned" => told.spanned.1 = count(&value()?)?,
                "number-rows-spanned" => told.spanned.0 = count(&value()?)?,
                _ => {}
            }
        }
        Ok(told)
    }

    /// How the cell is shown, whose style shows it so.
    pub(super) fn look(&self, style: Look) -> Look {
        match (self.kind.as_str(), &self.currency) {
            ("percentage", _) => style.as_percent(),
            ("currency", Some(currency)) => style.with_money(currency),
            _ => style,
        }
    }

    /// What the cell holds, whose text is `written`; `None` where it is empty.
    pub(super) fn value(self, written: String) -> Result<Option<Held>, CellsError> {
        let shown = self.text.as_ref().filter(|text| !text.is_empty()).unwrap_or(&written).clone();
        if self.is_error || self.has_formula && is_error(&shown) {
            let text = if shown.is_empty() { "#ERROR!" } else { shown.trim() };
            return Ok(Some(Held::Error(text.into())));
        }
        Ok(Some(match self.kind.as_str() {
            "date" if self.date.is_some() => Held::of(convert::iso(&self.date.unwrap_or_default())),
            "time" if self.time.is_some() => Held::of(convert::duration(&self.time.unwrap_or_default())),
            "boolean" if self.flag.is_some() => Held::Bool(flag(&self.flag.unwrap_or_default())?),
            "string" => match self.text.unwrap_or(written) {
                text if text.is_empty() && !self.has_formula => return Ok(None),
                text => Held::Text(text.into()),
            },
            _ if self.number.is_some() => number(self.number.as_deref().unwrap_or_default())?,
            _ if self.has_formula => Held::Unsaved,
            // A value is missing, but something is shown.
            "" | "void" => return Ok(None),
            _ if shown.is_empty() => return Ok(None),
            _ => Held::Text(shown.into()),
        }))
    }
}

/// `calcext:value-type` says more than the standard's own attribute, for one program.
fn is_extension(name: &str) -> bool {
    name.starts_with("calcext")
}

/// Errors that programs write as the text of a formula's cell.
fn is_error(shown: &str) -> bool {
    let shown = shown.trim();
    let numbered = shown.strip_prefix("Err:").is_some_and(|rest| rest.parse::<u16>().is_ok());
    numbered || convert::known_error(shown.as_bytes()).is_some()
}

fn number(written: &str) -> Result<Held, CellsError> {
    let number = fast_float2::parse::<f64, _>(written.trim());
    let number = number.map_err(|_| damaged(&format_args!("`{written}` is where a number must be")))?;
    Ok(Held::of(convert::number(number)))
}

fn flag(written: &str) -> Result<bool, CellsError> {
    match written.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(damaged(&format_args!("`{written}` is where true or false must be"))),
    }
}

/// How often something is repeated.
pub(super) fn count(written: &str) -> Result<u64, CellsError> {
    match written.trim().parse::<u64>() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(damaged(&format_args!("`{written}` is where a count must be"))),
    }
}
