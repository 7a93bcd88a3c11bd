//! How a command reads its workbooks: what `run` and `explain` may say about that.

use crate::RunOptions;
use crate::value::{DayOrder, DecimalMark};

/// What `run` and `explain` may say about the workbooks.
#[derive(clap::Args)]
pub(super) struct ReadingArgs {
    /// Read a table from a sheet the policy does not know, as in customers="Customer list" (may be
    /// repeated)
    #[arg(long = "sheet", value_name = "TABLE=SHEET", value_parser = pair)]
    sheets: Vec<(String, String)>,
    /// The mark before decimals in the workbooks, where their cells do not show it: . or ,
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    decimal: Option<DecimalMark>,
    /// The order of day, month and year in dates such as 02/03/2026: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", value_parser = day_order)]
    order: Option<DayOrder>,
    /// Language of titles and messages, as in ko [default: the policy's own]
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
}

impl ReadingArgs {
    /// A run that reads so, and is otherwise as usual.
    pub(super) fn options(&self) -> RunOptions {
        RunOptions {
            language: self.lang.clone(),
            sheets: self.sheets.clone(),
            decimal: self.decimal,
            order: self.order,
            ..RunOptions::default()
        }
    }
}

/// `name=value`.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_string(), value.trim().to_string())),
        _ => Err("write a name, `=` and a value, without blanks around `=`".into()),
    }
}

fn decimal_mark(text: &str) -> Result<DecimalMark, String> {
    DecimalMark::from_mark(text).ok_or_else(|| "write `.` for 1,234.50 or `,` for 1.234,50".into())
}

fn day_order(text: &str) -> Result<DayOrder, String> {
    DayOrder::from_word(text).ok_or_else(|| "write `dmy`, `mdy` or `ymd`".into())
}
