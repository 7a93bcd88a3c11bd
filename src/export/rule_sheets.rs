//! What a workbook of decision tables holds.

/// A workbook of decision tables.
#[derive(Clone, Debug)]
pub struct RuleBook {
    /// Its title.
    pub title: String,
    /// Name of the first sheet, which lists the others.
    pub index: String,
    /// Headers of that list: sheet, decision table, hit policy, rules, file, fingerprint.
    pub headers: [String; 6],
    /// The decision tables.
    pub sheets: Vec<RuleSheet>,
}

/// A decision table.
#[derive(Clone, Debug)]
pub struct RuleSheet {
    /// Its name; that of its sheet is as near to it as Excel allows.
    pub name: String,
    /// Its hit policy, how many rules it has, and the file they stand in where that is another.
    pub about: [String; 3],
    /// How it stands now.
    pub fingerprint: String,
    /// Whether it has no sheet.
    pub listed_only: bool,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rules: one text a column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a decision table.
#[derive(Clone, Debug)]
pub struct SheetColumn {
    /// What stands above it.
    pub header: String,
    /// Whether it gives a result.
    pub is_result: bool,
    /// Whether it neither asks nor gives anything: numbers, days, remarks.
    pub is_aside: bool,
    /// Words to choose from, beside which others may be written.
    pub choices: Vec<String>,
}
