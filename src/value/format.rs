//! How a number is shown to people. Formats change what is seen, never what is computed.

use serde::{Deserialize, Serialize};

/// How a column's numbers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberFormat {
    /// Chosen from the values: whole numbers without decimals, others with two.
    #[default]
    General,
    /// That many decimals, thousands grouped.
    Decimals(u8),
    /// A percentage with that many decimals: 0.125 shows as 12.5%.
    Percent(u8),
}

impl NumberFormat {
    /// Reads what stands after `format:`: `0`, `0.0`, `0.00`, `#,##0.0`, `0%`, `0.0%`, `percent`,
    /// `number`, `whole`.
    #[must_use]
    pub fn parse(text: &str) -> Option<NumberFormat> {
        let text = text.trim();
        match text {
            "general" | "number" => return Some(NumberFormat::General),
            "percent" => return Some(NumberFormat::Percent(1)),
            "whole" => return Some(NumberFormat::Decimals(0)),
            "money" => return Some(NumberFormat::Decimals(2)),
            _ => {}
        }
        let (number, percent) = match text.strip_suffix('%') {
            Some(number) => (number, true),
            None => (text, false),
        };
        let number = number.strip_prefix("#,##").unwrap_or(number);
        let decimals = match number.split_once('.') {
            None if number == "0" => 0,
            Some(("0", zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => {
                u8::try_from(zeros.len()).ok()?
            }
            _ => return None,
        };
        Some(if percent { NumberFormat::Percent(decimals) } else { NumberFormat::Decimals(decimals) })
    }
}
