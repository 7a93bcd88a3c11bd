//! The sheets of a workbook.

use super::{CellsError, SheetInfo};
use calamine::{SheetType, SheetVisible};

/// The sheets that hold cells.
pub(super) fn worksheets(all: &[calamine::Sheet]) -> Result<Vec<SheetInfo>, CellsError> {
    distinct_names(all.iter().map(|sheet| sheet.name.as_str()))?;
    let cells = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(cells
        .map(|sheet| SheetInfo { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible })
        .collect())
}

/// Sheets of one name cannot be told apart.
pub(super) fn distinct_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), CellsError> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if !seen.insert(name.to_lowercase()) {
            return Err(CellsError::new(format!("two sheets are named `{name}`"), "rename one of them"));
        }
    }
    Ok(())
}
