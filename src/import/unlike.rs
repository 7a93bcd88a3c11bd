//! Codes that two tables write in two ways: `05408` and `5408`, `5408` and `5408.0`.

use super::sheet::SheetTable;
use crate::issue::{Issue, IssueCode};
use crate::say;
use crate::table::{Column, Table};
use crate::value::number::grouped;
use std::collections::HashMap;

/// A code of digits alone, without zeros before and `.0` behind; none for any other text.
pub(super) fn bare(text: &str) -> Option<&str> {
    let whole = whole(text)?;
    let bare = whole.trim_start_matches('0');
    Some(if bare.is_empty() { "0" } else { bare })
}

/// A code of digits alone, without `.0` behind.
pub(super) fn whole(text: &str) -> Option<&str> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(decimals) && decimals.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// For rows whose keys the other table does not have: an issue where it has them in another form.
pub(super) fn tell(
    (written, table, column): (&SheetTable, &Table, usize),
    rows: &[usize],
    (target, keys): (&SheetTable, &Column),
) -> Option<Issue> {
    let key = target.key()?;
    if target.columns[key].code.is_some() {
        return None;
    }
    let mut forms: HashMap<String, usize> = HashMap::new();
    for row in (0..keys.len()).filter(|row| !keys.is_blank(*row)) {
        if let Some(bare) = bare(&keys.value(row).to_string()) {
            forms.entry(bare.to_string()).or_insert(row);
        }
    }
    let text = |row: usize| table.columns[column].value(row).to_string();
    let other = |row: usize| forms.get(bare(&text(row))?).copied();
    let alike: Vec<(usize, usize)> = rows.iter().filter_map(|row| Some((*row, other(*row)?))).collect();
    let &(first, at) = alike.first()?;
    let (own, theirs) = (text(first), keys.value(at).to_string());
    let all = alike.iter().flat_map(|(row, at)| [text(*row), keys.value(*at).to_string()]);
    let wholes: Vec<String> = all.filter_map(|code| whole(&code).map(str::to_string)).collect();
    let padded = wholes.iter().any(|code| code.len() > 1 && code.starts_with('0'));
    let width = wholes.iter().map(String::len).max().filter(|_| padded);
    let declared = width.map_or("type: code".to_string(), |width| format!("type: code, width: {width}"));
    let (count, name, key_name) = (alike.len(), &target.name, &target.columns[key].name);
    let message = say!(
        "unlike-codes",
        "{count} {count:row refers|rows refer} to codes that `{name}` writes in another way: `{own}` here, `{theirs}` \
         there; write `{{ {declared} }}` for column `{key}` of `{name}` if they are the same",
        count = grouped(count),
        name,
        own = &own,
        theirs,
        declared,
        key = key_name
    );
    let issue = Issue::new(IssueCode::UnlikeCodes, message)
        .at_cell(table.provenance.cell(first, Some(column)))
        .with_text(Some(own))
        .in_table(&written.name)
        .in_column(&written.columns[column].name)
        .times(count);
    Some(issue)
}

#[cfg(test)]
mod tests {
    use super::{bare, whole};

    #[test]
    fn only_digits_make_a_code_of_digits() {
        assert_eq!(["05408", "5408", "5408.0", "005408.00"].map(bare), [Some("5408"); 4]);
        assert_eq!(["000", "0"].map(bare), [Some("0"); 2]);
        assert_eq!(["", ".0", "5408.", "5408.5", "-5", "A05", "5 408", "１２"].map(bare), [None; 8]);
        assert_eq!(whole("05408.0"), Some("05408"));
    }
}
