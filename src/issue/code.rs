//! The codes of issues, each with its description.

use crate::value::NoAnswer;

/// Declares the codes: variant, word, whether it is always a note, what was found, what was done.
macro_rules! codes {
    ($($variant:ident, $word:literal, $note:ident, $found:literal, $done:literal;)*) => {
        /// What kind of issue it is. Codes are stable: reports and tests of a policy name them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum IssueCode {
            $(#[doc = concat!("`", $word, "`: ", $found)] $variant,)*
        }

        impl IssueCode {
            /// Every code, in the order of the manual.
            pub const ALL: &[IssueCode] = &[$(IssueCode::$variant),*];

            /// The word in reports: `bad-number`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(IssueCode::$variant => $word,)* }
            }

            /// Whether an issue of this code is always a note, which `--strict` ignores.
            #[must_use]
            pub fn is_note(self) -> bool {
                match self { $(IssueCode::$variant => codes!(@ $note),)* }
            }

            /// What was found.
            #[must_use]
            pub fn found(self) -> &'static str {
                match self { $(IssueCode::$variant => $found,)* }
            }

            /// What was done about it.
            #[must_use]
            pub fn done(self) -> &'static str {
                match self { $(IssueCode::$variant => $done,)* }
            }
        }
    };
    (@ issue) => { false };
    (@ note) => { true };
}

codes! {
    BadNumber, "bad-number", issue, "text that is not a number", "left blank; row left out where the cell is needed";
    DoubtfulNumber, "doubtful-number", issue, "numbers that are others with a decimal comma (`12.345`), in a column that does not show which, by column", "read with a decimal point; `decimal:` settles it";
    SeveralCurrencies, "several-currencies", issue, "amounts in several currencies in one column, by their signs or by the formats of their cells (`.xlsx` and `.ods`)", "read as plain numbers";
    MixedPercent, "mixed-percent", issue, "percentages beside numbers above 1 in one column, by column; of cells formatted as percentages only beside numbers about a hundred times as large (`.xlsx` and `.ods`)", "read as they stand: 5% as 0.05, 5 as 5";
    DoubtfulDate, "doubtful-date", issue, "dates whose day and month could change places (`02/03/2026`), in a column that does not show which, by column", "left blank; rows left out where the cell is needed; `order:` settles it";
    BadDate, "bad-date", issue, "text that is not a date, or a number that is no likely one", "left blank; row left out where the cell is needed";
    BadBool, "bad-bool", issue, "text that is neither true nor false", "left blank; row left out where the cell is needed";
    NotAllowed, "not-allowed", issue, "a value that `one_of:` does not list", "left blank; row left out where the cell is needed";
    OutOfRange, "out-of-range", issue, "a number below `min:` or above `max:`, a date before or after them", "left blank; row left out where the cell is needed";
    ErrorCell, "error-cell", issue, "an error such as `#DIV/0!`", "left blank; row left out where the cell is needed";
    UnsavedFormula, "unsaved-formula", issue, "a formula whose result was never saved", "left blank; row left out where the cell is needed";
    RaggedLine, "ragged-line", issue, "a line of a CSV file with more or fewer fields than its header", "read as it is";
    StrayByte, "stray-byte", issue, "a byte that is no UTF-8 in a text file that otherwise is", "read as the character Windows writes so";
    BrokenQuote, "broken-quote", issue, "text after the quote that ends a field of a CSV file", "read as part of the field";
    TotalDiffers, "total-differs", issue, "a row called a total or a mean that is not that of the rows above; a row without a label that is their sum but for rounding; a row that is the sum of rows whose labels stand further to the right, where other such rows are not", "row left out where there is nothing else in it, else read as data; the message says which";
    BelowTotal, "below-total", issue, "rows below the total of all rows, or last rows called a comparison (`Prior year`) without a total; a note where a label speaks of an earlier period, a change or a share", "read as data; left out where it is a note";
    Apart, "apart", issue, "the last rows, below an empty row and with fewer cells than any above", "read as data";
    ColumnNumbers, "column-numbers", issue, "a row below the header that numbers the columns (`1, 2, 3, 4`) and could be data; a note where it can be none (`(1)`, `a`, numbers above words)", "read as data; left out where it is a note";
    WorkedOut, "worked-out-row", issue, "a row called a result or a closing balance that is worked out from the rows above it (`Profit` below `Sales` and `Cost`), a part of one (`of which export`), or a tax or discount between two totals", "read as data";
    HeadingRow, "heading-row", issue, "rows with a text and nothing else above others, like headings of these (`Plan`, `Actual`); a note where a column has them, `from: source.heading`", "read as rows; left out where it is a note";
    StruckOut, "struck-out", issue, "cells that are struck through (`.xlsx` and `.ods`)", "read like any other";
    SecondTable, "second-table", issue, "the header once more, below a gap or a title, or in another order", "the rows from there on are left out";
    DuplicateHeader, "duplicate-header", issue, "a header the policy names is above several columns", "the first is read; `header: Sales #2` is the second";
    HeaderUnit, "header-unit", issue, "a header that is that of an optional column but for a unit of thousands, of percent or other than the policy's (`Amount (TEUR)`), or with several units; a note where the unit changes no number (`Weight [kg]`), or where a remark above the table says what its numbers are in (`in TEUR`)", "nothing is read for the column; read as it stands where it is a note";
    MergedNumber, "merged-number", issue, "a number in merged cells over several rows", "read for the first row alone; `fill: down` gives it to each";
    UnknownReference, "unknown-reference", issue, "a key that the other table does not have", "left blank; row left out where the cell is needed";
    UnlikeCodes, "unlike-codes", issue, "codes that the other table writes with other zeros before or `.0` after them (`5408`, `05408`), by column", "as `unknown-reference` says; `type: code` settles it";
    MissingValue, "missing-value", issue, "a needed cell is blank", "row left out";
    DuplicateKey, "duplicate-key", issue, "a key that an earlier row has; a note where `duplicates:` says what becomes of it", "row left out; in a derived table the row stays, and what refers to the key is left blank; `duplicates:` settles it";
    NothingBelow, "nothing-below", issue, "a header without rows below it, and numbers above it or beside it", "nothing is read from the sheet";
    UnreadSheet, "unread-sheet", issue, "a sheet with a table's headers under an unknown name, or with its name and not its headers; a note where the workbook has the table under its own name too, where the sheet is hidden beside one that is read, or where nothing in it could be a table", "nothing is read from it";
    RowsBelowRange, "rows-below-range", issue, "rows right below a `range:` that look like more of its table", "nothing is read from them";
    Assertion, "assertion", issue, "something under `assert:` that does not hold, or that a blank leaves open; a note for `severity: warning`", "shown on the summary; `run` ends with 1";
    LostDigits, "lost-digits", issue, "codes of more than 15 digits that were kept as numbers (`4.90123E+15`), by column", "read as they are; have the column formatted as text where the file is made";
    RepeatedRows, "repeated-rows", issue, "rows that are, cell by cell, in an earlier sheet or file of the same table too, or a block of rows that stands twice in a sheet; a note where they are few enough to be chance", "read twice; `repeats:` settles it";
    UnusedWorkbook, "unused-workbook", issue, "a workbook without any sheet the policy reads; a note where `workbook:` of every table leaves it out", "nothing is read from it";
    DivisionByZero, "division-by-zero", issue, "a division or remainder by zero, a part of a total of zero, a mean by weights that are zero or cancel, by column", "left blank, counted";
    NoWeight, "no-weight", issue, "units to share out with `allocate`, and no weight above zero, by column", "left blank, counted";
    SeveralTotals, "several-totals", issue, "`allocate` with several totals in one group, by column", "left blank, counted";
    TiedOrder, "tied-order", issue, "rows of equal order that differ, where one of them is asked for, by column", "left blank, counted";
    SeveralModes, "several-modes", issue, "several values that are met most often where `mode` asks for one, by column", "left blank, counted";
    Gap, "gap", issue, "a month, quarter, week or year that is missing between a row and the row before, where that one is asked for, by column", "the row before is taken, whatever its period";
    TextOrder, "text-order", issue, "texts that name months or hold numbers of several lengths (`W9`, `W10`), by which rows are put in order, by column", "rows stand in the order of the texts";
    OutsidePeriod, "outside-period", issue, "a period that is asked for and in which no row of a table lies, by column", "nothing is counted; the message says which days there are";
    UnevenRatio, "uneven-ratio", issue, "a sum divided by another over the same rows, of which some have a value for one of the two alone, by column", "worked out as it stands; counted";
    NoBand, "no-band", issue, "scores that no band of a scorecard takes, by scorecard", "left blank, counted";
    TiedUnits, "tied-units", issue, "the last units of `allocate` fall to some of several rows of equal weight; a note where the keys of the rows decide", "given by key, without a key in row order";
    OutsideDomain, "outside-domain", issue, "a root or logarithm of a number that has none, a place of a text below 1, by column", "left blank, counted";
    TooLarge, "too-large", issue, "a result too large for a number, date or text (65,536 bytes), by column", "left blank, counted";
    NotReadable, "not-readable", issue, "text that a function could not read as a number or date, by column", "left blank, counted";
    NoSuchDate, "no-such-date", issue, "a date that does not exist, such as 30 February, by column", "left blank, counted";
    ScriptFailed, "script-failed", issue, "a script that failed, with its line and the row", "left blank";
    Undetermined, "undetermined", issue, "rows for which a condition is neither true nor false, because what it asks for is blank, by column; a note where a decision table says `blank: other`", "not counted by the aggregate, in no group, passed on to other rules";
    UnclearRule, "unclear-rule", issue, "a cell of a rule that means more than its text (`not started`, `A, B`), where the data has that very text; or a text that looks like more (`A or B`, `A*`) and that no row has", "read as the syntax says; a text goes in quotes";
    NoRule, "no-rule", issue, "a row that no rule of a decision table matches", "left blank";
    SeveralRules, "several-rules", issue, "a row that several rules match where only one may", "left blank";
    RulesDisagree, "rules-disagree", issue, "a row that several rules match with different results", "left blank";
    MergedCells, "merged-cells", note, "blank cells under a label merged over several rows, by column", "filled from the merged cells";
    Orphans, "orphans", note, "several rows of a table whose key the other table does not have, by column, with what they add up to", "as `unknown-reference` says, row by row";
    NoReference, "no-reference", note, "rows that refer to nothing, in a column in which nine of ten others refer to a row of the other table, by column, with what they add up to", "read; they belong to none of its rows";
    HiddenRows, "hidden-rows", note, "rows hidden by hand or by a filter", "they are read";
    TotalRow, "total-row", note, "a total above, below or between the rows, named so or not: it is the sum of others; also a mean, a greatest or least value, a number of rows called so; an issue where the last row is the sum of all others and nothing else tells it", "row left out; read as data where it is an issue";
    RemarkRow, "remark-row", note, "a single text below the rows, the title of a second table, a page line, a label of the rows below; an issue where a remark below an empty row has numbers or texts beside it", "row left out";
    RepeatedHeader, "repeated-header", note, "the header once more, as on the next page of a printed table", "row left out";
    TotalColumn, "total-column", note, "a column called a total, or the sum of the others in each row, among those a pattern of headers finds", "column left out";
    NoValues, "no-values", note, "a row with cells only outside the table's columns", "row left out";
    DecimalMark, "decimal-mark", note, "numbers that could be read in two ways, by column", "read as other cells show, named in the message";
    DayOrder, "day-order", note, "dates that could be read in two ways, by column", "read as other cells show, named in the message";
    TextFormula, "text-formula", note, "cells of a CSV file that are written as `=\"001\"`", "read as the text between the quotes";
    LineEnds, "line-ends", note, "lines of a CSV file that end in a carriage return alone, where others do not", "each ends a row";
    SerialDate, "serial-date", note, "bare numbers in a date column, by column", "read as the days they number in a spreadsheet";
    DaysAsNumber, "days-as-number", note, "dates or times in a number column, by column; an issue where days of our time, or times, stand beside plain numbers", "read as the number of days they are stored as";
    TimeDropped, "time-dropped", note, "times of day in a date column, by column", "the day is kept; `type: datetime` keeps the time";
    HiddenSheet, "hidden-sheet", note, "the sheet is hidden; an issue where another sheet of the workbook is read for the table too", "it is read";
    SheetByHeaders, "sheet-by-headers", note, "no sheet of a name the policy knows has the table", "the one with the right headers is read";
    SameFile, "same-file", note, "a file that is the same as another, byte for byte", "read once";
    OwnReport, "own-report", note, "a report of an earlier run among the workbooks", "nothing is read from it";
    SeveralSheets, "several-sheets", note, "several sheets of one workbook have names the policy knows", "all are read, in order";
    NoPartner, "no-partner", note, "rows in no pair of a table that pairs rows by equal values alone, by table", "they are in no row of it";
    PartialPeriod, "partial-period", note, "a period is asked for that is not over on the day of the run", "worked out as far as it goes";
    UnknownTrigger, "unknown-trigger", note, "`--baseline`: a trigger of the earlier run that the policy no longer has", "not followed";
    NoKey, "no-key", note, "`--baseline`: a trigger's table has no key", "compared by row number";
}

impl std::fmt::Display for IssueCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<NoAnswer> for IssueCode {
    fn from(reason: NoAnswer) -> IssueCode {
        match reason {
            NoAnswer::DivisionByZero | NoAnswer::ZeroWeights | NoAnswer::ZeroTotal => IssueCode::DivisionByZero,
            NoAnswer::NoWeight => IssueCode::NoWeight,
            NoAnswer::SeveralTotals => IssueCode::SeveralTotals,
            NoAnswer::TiedOrder => IssueCode::TiedOrder,
            NoAnswer::SeveralModes => IssueCode::SeveralModes,
            NoAnswer::OutsideDomain | NoAnswer::NoSuchPlace => IssueCode::OutsideDomain,
            NoAnswer::TooLarge | NoAnswer::TextTooLong => IssueCode::TooLarge,
            NoAnswer::NotReadable => IssueCode::NotReadable,
            NoAnswer::NoSuchDate => IssueCode::NoSuchDate,
            NoAnswer::ScriptFailed => IssueCode::ScriptFailed,
        }
    }
}
