//! Keys of tables, and columns that hold keys of other tables, guessed from their values.

use super::draft::{DraftColumn, DraftTable};
use crate::Outcome;
use crate::outcome::OutcomeTable;
use crate::value::Type;
use std::cmp::Reverse;
use std::collections::HashSet;

/// A column that holds the key of another table.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The table with the column, by its place.
    pub from: usize,
    /// The column, by its place.
    pub column: usize,
    /// The table it refers to.
    pub to: usize,
    /// The part of its values that are keys there.
    pub found: f64,
}

/// Words in the headers of columns that name something: an order, a shop, an employee.
const NAMING: [&str; 28] = [
    "clé",
    "cle",
    "codigo",
    "código",
    "id",
    "no",
    "no.",
    "nr",
    "code",
    "key",
    "number",
    "sku",
    "번호",
    "코드",
    "사번",
    "id번호",
    "番号",
    "コード",
    "编号",
    "代码",
    "編號",
    "代碼",
    "號碼",
    "品番",
    "num",
    "ref",
    "identifier",
    "#",
];
/// So many values of a column must be keys of another table; the others are issues of the run.
const MOST: f64 = 0.99;
/// Where both columns have one header, fewer will do.
const MOST_OF_ONE_HEADER: f64 = 0.9;
/// A column whose header says that it names a row is the key where so many of its values differ.
const NEARLY: f64 = 0.97;
/// With fewer different values than this it may be chance.
const FEWEST: usize = 3;
/// One row of so many may lack its key.
const FILLED: usize = 20;

/// Whether a header says that the column names something.
pub(super) fn names_something(header: &str) -> bool {
    let header = spaced(header);
    let words = || header.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | '/' | '('));
    words().any(|word| NAMING.contains(&word))
        || NAMING.iter().filter(|word| !word.is_ascii()).any(|w| header.ends_with(w))
}

/// The words of a header apart, also those of `CustomerID`, in small letters.
fn spaced(header: &str) -> String {
    let mut text = String::new();
    let mut last_is_small = false;
    for c in header.chars() {
        if c.is_uppercase() && last_is_small {
            text.push(' ');
        }
        text.extend(c.to_lowercase());
        last_is_small = c.is_lowercase();
    }
    text
}

/// Numbers that only name something are codes: nobody adds them.
pub(super) fn codes(tables: &mut [DraftTable]) {
    for column in tables.iter_mut().flat_map(|table| &mut table.columns) {
        let names = names_something(&column.header) || is_month(column);
        if column.kind == Type::Number && column.guess.is_whole() && names {
            column.kind = Type::Text;
        }
    }
}

/// Whether its numbers are months such as 202603.
fn is_month(column: &DraftColumn) -> bool {
    let month = |text: &String| {
        text.len() == 6
            && text.parse::<u32>().is_ok_and(|n| (1990..=2100).contains(&(n / 100)) && (1..=12).contains(&(n % 100)))
    };
    !column.guess.examples.is_empty() && column.guess.examples.iter().all(month)
}

/// Finds the key of each table, and the references between them.
pub(super) fn relate(tables: &mut [DraftTable], outcome: &Outcome) -> Vec<Reference> {
    keys(tables, outcome);
    references(tables, outcome)
}

fn keys(tables: &mut [DraftTable], outcome: &Outcome) {
    for (table, read) in tables.iter_mut().zip(&outcome.tables) {
        let values: Vec<Values> = table.columns.iter().map(|column| Values::of(read, &column.name)).collect();
        for (column, values) in table.columns.iter_mut().zip(&values) {
            column.repeats = values.repeat();
        }
        table.key = key(table, &values, read.rows);
    }
}

/// Finds the references between tables whose keys are known.
pub(super) fn references(tables: &mut [DraftTable], outcome: &Outcome) -> Vec<Reference> {
    tables.iter_mut().flat_map(|table| &mut table.columns).for_each(|column| column.references = None);
    let mut found = Vec::new();
    for from in 0..tables.len() {
        for column in 0..tables[from].columns.len() {
            let Some(reference) = reference(tables, outcome, from, column) else { continue };
            let back = found.iter().any(|other: &Reference| (other.from, other.to) == (reference.to, from));
            let twice = found.iter().any(|other: &Reference| (other.from, other.to) == (from, reference.to));
            if !back && !twice {
                tables[from].columns[column].references = Some(reference.to);
                found.push(reference);
            }
        }
    }
    found
}

/// How many values a text column has, and how many different ones.
#[derive(Clone, Copy, Debug, Default)]
struct Values {
    filled: usize,
    different: usize,
}

impl Values {
    fn of(read: &OutcomeTable, name: &str) -> Values {
        let known = texts(read, name);
        let different: HashSet<&str> = known.iter().copied().collect();
        Values { filled: known.len(), different: different.len() }
    }

    fn repeat(self) -> bool {
        (1..=200).contains(&self.different) && 2 * self.different <= self.filled
    }
}

/// The column that has another value in every row, the first of them; or nearly so, where its header says that it
/// names something: a key that is there twice is an issue to mend in the data, and no reason to have none.
fn key(table: &DraftTable, values: &[Values], rows: usize) -> Option<usize> {
    let is_text = |at: &usize| table.columns[*at].kind == Type::Text && rows > 0;
    let named = |at: &usize| names_something(&table.columns[*at].header);
    let nearly = |at: &usize| values[*at].different as f64 >= NEARLY * rows as f64;
    let unique = |at: &usize| values[*at].different == rows;
    // A row or two without a name is an issue of the data, too.
    let but_for_blanks = |at: &usize| {
        let Values { filled, different } = values[*at];
        different == filled && filled >= FEWEST && rows - filled <= (rows / FILLED).max(1)
    };
    let all = || (0..table.columns.len()).filter(is_text);
    // A text that happens to differ in every row, far to the right, is a remark and no name.
    all()
        .filter(named)
        .find(unique)
        .or_else(|| all().filter(named).find(but_for_blanks))
        .or_else(|| all().find(|at| unique(at) && *at < 2))
        .or_else(|| all().filter(named).find(nearly))
}

/// The values of a text column, without its blanks.
fn texts<'o>(read: &'o OutcomeTable, name: &str) -> Vec<&'o str> {
    let column = read.columns.iter().find(|column| column.name == name);
    column.map_or_else(Vec::new, |column| (0..read.rows).filter_map(|row| column.data.text(row)).collect())
}

/// The table whose keys a column holds. A key is one, too, where both columns have one header: the balances of
/// customers, a row each, refer to the customers.
fn reference(tables: &[DraftTable], outcome: &Outcome, from: usize, column: usize) -> Option<Reference> {
    let own = &tables[from];
    if own.columns[column].kind != Type::Text {
        return None;
    }
    let read = outcome.tables.get(from)?;
    let known = texts(read, &own.columns[column].name);
    let different: HashSet<&str> = known.iter().copied().collect();
    let header = &own.columns[column].header;
    let is_key = own.key == Some(column);
    let candidates = (0..tables.len()).filter(|to| *to != from).filter_map(|to| {
        let key = &tables[to].columns[tables[to].key?];
        let found = found(tables, outcome, (from, column), to);
        let same_header = key.header.eq_ignore_ascii_case(header);
        let enough = if same_header { MOST_OF_ONE_HEADER } else { MOST };
        let told = if is_key {
            same_header && weight(tables, outcome, to) > weight(tables, outcome, from)
        } else {
            same_header || different.len() >= FEWEST
        };
        (found >= enough && told).then_some(Reference { from, column, to, found })
    });
    candidates.max_by(|a, b| {
        a.found.total_cmp(&b.found).then_with(|| weight(tables, outcome, a.to).cmp(&weight(tables, outcome, b.to)))
    })
}

/// Which of several tables with the same keys is the one that says what they are: that with most rows, then that with
/// most texts, then the first.
fn weight(tables: &[DraftTable], outcome: &Outcome, at: usize) -> (usize, usize, Reverse<usize>) {
    let rows = outcome.tables.get(at).map_or(0, |read| read.rows);
    let texts = tables[at].columns.iter().filter(|column| column.kind == Type::Text).count();
    (rows, texts, Reverse(at))
}

/// The part of a column's values that are keys of another table.
pub(super) fn found(tables: &[DraftTable], outcome: &Outcome, (from, column): (usize, usize), to: usize) -> f64 {
    let values = |table: usize, column: usize| {
        outcome.tables.get(table).map_or_else(Vec::new, |read| texts(read, &tables[table].columns[column].name))
    };
    let Some(key) = tables[to].key else { return 0.0 };
    let (known, keys) = (values(from, column), values(to, key));
    let keys: HashSet<&str> = keys.into_iter().collect();
    known.iter().filter(|value| keys.contains(*value)).count() as f64 / known.len().max(1) as f64
}
