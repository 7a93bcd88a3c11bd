//! The language of workbooks, told by their letters.

use super::draft::DraftTable;
use super::names::is_hangul;

/// Letters of Japanese that Chinese writes in another way.
const JAPANESE: &str = "売伝価単円込済払発経総実対検帳覧締枠働択様図続";

/// The language of the headers, as `language:` has it; none for letters that many languages share. Headers of Chinese
/// letters alone may be Japanese: then a letter of the cells tells.
pub(super) fn of(tables: &[DraftTable]) -> Option<&'static str> {
    let columns = || tables.iter().flat_map(|table| &table.columns);
    let headers = || columns().map(|column| column.header.as_str());
    let all = headers().count();
    let of_headers = |is: fn(char) -> bool| headers().filter(|header| header.contains(is)).count();
    let (korean, japanese, han) = (of_headers(is_hangul), of_headers(is_kana), of_headers(is_han));
    if 2 * korean >= all.max(1) {
        return Some("ko");
    }
    if 2 * (han.max(japanese)) < all.max(1) {
        return None;
    }
    let sheets = tables.iter().flat_map(|table| table.sheets.iter().map(String::as_str));
    let shown = columns().flat_map(|column| column.guess.examples.iter().map(String::as_str));
    let is_japanese = |text: &str| text.contains(is_kana) || text.contains(|c| JAPANESE.contains(c));
    let japanese = headers().chain(sheets).chain(shown).any(is_japanese);
    Some(if japanese { "ja" } else { "zh" })
}

fn is_kana(c: char) -> bool {
    ('\u{3041}'..='\u{30fa}').contains(&c)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
