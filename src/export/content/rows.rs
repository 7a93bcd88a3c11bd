//! Rows as people know them: their name, where they were read, the best first.

use super::field::Field;
use crate::export::labels::{Label, Language};
use crate::outcome::{Outcome, OutcomeColumn, OutcomeTable, ScorecardOutcome};
use crate::table::{Column, Segment};
use crate::value::{NumberLook, Type};
use std::cmp::Ordering;

/// Titles and names that say that a text column names the row, best first.
const NAMES: [&str; 18] = [
    "name",
    "full name",
    "title",
    "이름",
    "성명",
    "명칭",
    "상호",
    "名前",
    "氏名",
    "名称",
    "姓名",
    "名字",
    "顧客名",
    "담당자명",
    "고객명",
    "거래처명",
    "店舗名",
    "客户名称",
];

/// The text column that names a row, where one is called so.
pub(in crate::export) fn name_column(table: &OutcomeTable) -> Option<usize> {
    let is_called = |at: usize, name: &str| {
        let column = &table.columns[at];
        column.kind() == Type::Text
            && (column.name.eq_ignore_ascii_case(name) || column.title.eq_ignore_ascii_case(name))
    };
    let others = || (0..table.columns.len()).filter(|&at| table.key != Some(at));
    NAMES.iter().find_map(|name| others().find(|&at| is_called(at, name)))
}

/// The name of a row, where its table has a column for names.
pub(in crate::export) fn called(outcome: &Outcome, table: usize, row: usize) -> Option<&str> {
    let table = outcome.tables.get(table)?;
    let column = &table.columns.get(name_column(table)?)?.data;
    (row < column.len()).then(|| column.text(row))?
}

/// Rows by score, highest first and blanks last, then by key.
pub(in crate::export) fn best_first(card: &ScorecardOutcome, table: &OutcomeTable) -> Vec<u32> {
    let score = |row: u32| match &*card.score {
        Column::Number(scores) => scores[row as usize],
        _ => f64::NAN,
    };
    let key = table.key.and_then(|key| table.columns.get(key)).map(|column| &column.data);
    let by_score = |a: u32, b: u32| match (score(a).is_nan(), score(b).is_nan()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => score(b).total_cmp(&score(a)),
    };
    let mut rows: Vec<u32> = (0..card.score.len() as u32).collect();
    rows.sort_by(|&a, &b| {
        by_score(a, b).then_with(|| key.map_or(Ordering::Equal, |key| by_value(key, a as usize, b as usize)))
    });
    rows
}

fn by_value(column: &Column, a: usize, b: usize) -> Ordering {
    match column {
        Column::Number(values) => values[a].total_cmp(&values[b]),
        Column::Text(values) => values.get(a).cmp(&values.get(b)),
        _ => column.value(a).to_string().cmp(&column.value(b).to_string()),
    }
}

/// Where each row was read: its row in the sheet, and workbook and sheet where there are several.
pub(in crate::export) fn source_fields<'a>(language: Language, table: &OutcomeTable) -> Vec<Field<'a>> {
    let from = &table.provenance;
    if from.segments.is_empty() || from.sheet_rows.len() != table.rows {
        return Vec::new();
    }
    let mut fields = Vec::new();
    type Word = fn(&Segment) -> &str;
    let differ = |word: Word| from.segments.iter().any(|segment| word(segment) != word(&from.segments[0]));
    let words: [(Label, Word); 2] =
        [(Label::Workbook, |segment| &segment.workbook), (Label::Sheet, |segment| &segment.sheet)];
    for (label, word) in words.into_iter().filter(|(_, word)| differ(*word)) {
        let texts = (0..table.rows).map(|row| from.segment(row).map(word));
        fields.push(Field::texts(language.say(label), texts).muted());
    }
    let rows = from.sheet_rows.iter().map(|row| f64::from(*row) + 1.0).collect();
    fields.push(Field::made(language.say(Label::SourceRow), Column::Number(rows)).look(NumberLook::PLAIN).muted());
    fields
}

/// Where a row was read: `shops.xlsx · Shops · 12`; empty where it is worked out.
pub(in crate::export) fn source_row(outcome: &Outcome, table: usize, row: usize) -> String {
    let place = outcome.tables.get(table).and_then(|table| {
        let segment = table.provenance.segment(row)?;
        Some((segment, *table.provenance.sheet_rows.get(row)?))
    });
    place.map_or_else(String::new, |(segment, row)| {
        format!("{} · {} · {}", segment.workbook, segment.sheet, u64::from(row) + 1)
    })
}

/// Numbers that name rows are not grouped: order 10248, not 10,248.
pub(in crate::export) fn is_identifier(table: &OutcomeTable, at: usize) -> bool {
    let column: &OutcomeColumn = &table.columns[at];
    column.kind() == Type::Number && (table.key == Some(at) || column.references.is_some())
}
