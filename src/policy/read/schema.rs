//! The JSON Schema of policies, of the very keys that are read.
//!
//! It helps editors to complete keys and to say what they are for. What a value may be is said by `check`, which knows
//! more: the schema takes what it is not sure of.

use super::{
    assertions, columns, decisions, formulas, header, looks, parameters, report, scorecards, tables, triggers,
};
use serde_json::{Map, Value, json};

/// What may stand behind a key.
enum Is {
    /// Anything.
    Any,
    /// One of these words, as far as they are fixed.
    Word(&'static [&'static str]),
    /// A mapping of names, each with that part.
    Each(&'static str),
    /// That part, or a mapping of names, each with that part.
    OneOrEach(&'static str),
    /// A list, each item a name or that part.
    Items(&'static str),
    /// That part.
    Part(&'static str),
    True,
}

use Is::{Any, Each, Items, OneOrEach, Part, True, Word};

/// A key, what it is for, and what may stand behind it.
type About = (&'static str, &'static str, Is);

/// A part of a policy: its name, the keys that are read, and what is said of them; whether it may be something else
/// than a mapping.
type Section = (&'static str, &'static [&'static str], &'static [About], bool);

const TYPES: &[&str] = &["text", "number", "date", "datetime", "bool", "code", "list", "period"];
const TITLE: About = ("title", "What people read; one text, or one for each language", Any);
const NOTE: About = ("note", "A remark for the reader alone", Any);
const FORMAT: About = ("format", "How numbers are shown: 0, 0.00, 0.0%, #,##0, money", Any);
const DECIMAL: About = ("decimal", "The mark before decimals where cells do not show it", Word(&[".", ","]));
const ORDER: About = ("order", "The order of day, month and year", Word(&["dmy", "mdy", "ymd"]));
const BLANK: About = ("blank", "Texts that stand for nothing, such as n/a", Any);

const SECTIONS: [Section; 13] = [
    ("policy", &header::KEYS, POLICY, false),
    ("table", &tables::KEYS, TABLE, true),
    ("column", &columns::KEYS, COLUMN, true),
    ("formula", &formulas::KEYS, FORMULA, true),
    ("parameter", &parameters::KEYS, PARAMETER, true),
    ("decision", &decisions::KEYS, DECISION, false),
    ("scorecard", &scorecards::KEYS, SCORECARD, false),
    ("measure", &scorecards::MEASURE_KEYS, MEASURE, true),
    ("trigger", &triggers::KEYS, TRIGGER, false),
    ("assertion", &assertions::KEYS, ASSERTION, true),
    ("report", &report::KEYS, REPORT, true),
    ("sheet", &report::SHEET_KEYS, SHEET, true),
    ("chart", &looks::CHART_KEYS, CHART, true),
];

const POLICY: &[About] = &[
    ("policy", "Its name; the only key that must be there", Any),
    ("version", "Which version of the policy this is", Any),
    ("effective", "The days on which it is in force, { from: …, to: … }; either end may be left out", Any),
    TITLE,
    ("description", "What it decides", Any),
    ("owner", "Who answers for it", Any),
    ("language", "Of titles and the report; en when left out", Any),
    ("parameters", "Values that formulas name and a run can set: a name and a value", Each("parameter")),
    ("tables", "Rows of one kind, from a sheet or made from others", Each("table")),
    ("figures", "Single numbers of the whole run: a name and a formula", Each("formula")),
    ("assert", "What must hold of the whole run: a name and a condition", Each("assertion")),
    ("scorecards", "Scores from weighted measures, and the bands they fall into", Each("scorecard")),
    ("triggers", "Conditions that put a row on the review list", Each("trigger")),
    ("report", "What the report shows, or several reports by name; a good one is made without it", OneOrEach("report")),
    DECIMAL,
    ORDER,
    BLANK,
];

const TABLE: &[About] = &[
    ("type", "The type of columns found by a pattern", Word(TYPES)),
    ("sheet", "The sheet, under any of these names, 2026-* too; the table's own name when left out", Any),
    ("workbook", "The workbooks it is read from; all when left out", Any),
    ("range", "A part of the sheet: B3:F20, a defined name, an Excel table, { below: a title }", Any),
    ("header", "The row of the header, several rows, none, or their names", Any),
    ("rows", "all: every row below the header is data, whatever it looks like", Word(&["all"])),
    ("group", "The table whose rows are grouped: one row for each combination of by", Any),
    ("by", "What rows are grouped by: columns, or names and formulas", Any),
    ("pairs", "Two tables of which each pair of rows is a row", Any),
    ("where", "Which rows take part, a condition", Any),
    ("unpivot", "The table with a column for each month or the like", Any),
    ("values", "Those columns, or a pattern of their headers such as 2026-*", Any),
    ("into", "The columns made of them: the title, and the value", Any),
    ("stack", "Tables whose rows stand one below the other", Any),
    ("calendar", "One row for each of these in the period", Word(&["day", "week", "month", "quarter", "year"])),
    ("over", "The period of the calendar; the parameter period when left out", Any),
    TITLE,
    ("key", "The column that names a row", Any),
    ("optional", "The workbook may lack the sheet", True),
    ("repeats", "What becomes of rows that another sheet has too", Word(&["keep", "leave_out"])),
    ("duplicates", "Which of the rows with one key counts", Word(&["first", "last", "reject", "sum"])),
    DECIMAL,
    ORDER,
    BLANK,
    ("columns", "Columns read from the sheet", Each("column")),
    ("formulas", "Columns that are worked out: a name and a formula", Each("formula")),
    ("decisions", "Columns that decision tables give", Each("decision")),
    NOTE,
];

const COLUMN: &[About] = &[
    ("header", "Headers the sheet may use; the column's own name always counts", Any),
    (
        "from",
        "Where its values come from: column C, source.sheet, source.workbook, source.row, source.title, source.heading",
        Any,
    ),
    ("type", "text when left out", Word(&["text", "number", "date", "datetime", "bool", "code"])),
    TITLE,
    ("references", "It holds the key of a row of that table", Any),
    ("required", "false: the sheet may lack it; true: rows without it are left out", True),
    ("one_of", "The only values allowed", Any),
    ("min", "The least number or first day allowed", Any),
    ("max", "The greatest number or last day allowed", Any),
    FORMAT,
    DECIMAL,
    ORDER,
    BLANK,
    ("fill", "down: a value printed once stands for the rows below it", Word(&["down"])),
    ("width", "How many digits a code has", Any),
    NOTE,
    ("key", "true: it names a row, as key of the table does", True),
];

const FORMULA: &[About] = &[
    ("formula", "The formula", Any),
    TITLE,
    ("type", "Where a script's type cannot be inferred", Word(&["text", "number", "date", "datetime", "bool", "list"])),
    FORMAT,
    NOTE,
];

const PARAMETER: &[About] = &[
    ("value", "Its value: a number, a percentage, a day, a text, true, a list", Any),
    ("type", "The type of the value", Word(TYPES)),
    TITLE,
    ("one_of", "The only values it may have", Any),
    FORMAT,
];

const DECISION: &[About] = &[
    (
        "hit",
        "What holds where several rules match; unique when left out",
        Word(&[
            "unique",
            "first",
            "any",
            "priority",
            "rule order",
            "output order",
            "collect",
            "collect sum",
            "collect min",
            "collect max",
            "collect count",
            "collect list",
        ]),
    ),
    ("outputs", "Its results; for priority and output order with their values, the most important first", Any),
    ("rules", "The rules: tests of inputs, and then with what they give", Any),
    ("table", "A CSV file or workbook of the pack that holds the rules", Any),
    ("use", "The rules of another decision table, with other columns: segment with sales = prior_sales", Any),
    ("default", "What holds where no rule matches", Any),
    ("blank", "other: rows that a rule cannot decide are meant for the others", Word(&["other"])),
    TITLE,
    NOTE,
];

const SCORECARD: &[About] = &[
    ("on", "The table whose rows it scores", Any),
    TITLE,
    ("measures", "What counts, with weight, target and worst", Each("measure")),
    ("bands", "Names and tests of the score: A: \">= 85\"", Any),
    ("rank", "{ within: branch }: ranks count within rows that agree on it", Any),
    ("missing", "What a blank measure does; blank when left out", Word(&["blank", "reweight", "worst"])),
    NOTE,
];

const MEASURE: &[About] = &[
    ("value", "Its formula; the column of its name when left out", Any),
    ("weight", "Its part of the score: 30%", Any),
    ("target", "The value that brings full points", Any),
    ("worst", "The value that brings none", Any),
    ("better", "Which values are better, where target and worst do not say", Word(&["higher", "lower"])),
    ("cap", "The most it may bring: 120%", Any),
    TITLE,
    FORMAT,
    NOTE,
];

const TRIGGER: &[About] = &[
    ("on", "The table whose rows it looks at", Any),
    TITLE,
    ("when", "The condition", Any),
    ("clear_when", "Once fired it stands until this holds (with --baseline)", Any),
    ("cool_down", "After it was cleared it is quiet for so long: 30 days", Any),
    ("severity", "medium when left out", Word(&["high", "medium", "low"])),
    ("weight", "What is at stake, a formula: the largest comes first among rows of one severity", Any),
    ("owner", "Whose matter it is: a formula", Any),
    ("due", "14 days, 2 weeks, or a formula that gives a day", Any),
    ("message", "What it says, a formula; one for each language", Any),
    NOTE,
];

const ASSERTION: &[About] = &[
    ("that", "The condition", Any),
    ("within", "How far the sides may lie apart: 0.5%, or a number", Any),
    ("severity", "error when left out", Word(&["error", "warning"])),
    ("stop", "true: there is no report where it does not hold", True),
    TITLE,
    ("message", "What to do where it does not hold", Any),
    NOTE,
];

const REPORT: &[About] = &[
    TITLE,
    ("sheets", "The tables to show: names, or { table: …, title: …, columns: […], sort: … }", Items("sheet")),
    ("split_by", "A column, branches.name: a workbook or page is written for each value, with its own rows", Any),
    ("formulas", "live: formulas in the cells of the report; values when left out", Word(&["live", "values"])),
];

const SHEET: &[About] = &[
    ("table", "The table it shows", Any),
    TITLE,
    ("columns", "The columns to show, in order; all when left out", Any),
    ("sort", "The column to sort by; falling with a leading -", Any),
    ("group", "A column: for each of its values a subtotal", Any),
    ("chart", "The column a chart shows, or { of: …, by: …, as: … }", Part("chart")),
    ("color", "Columns with the end that is good (high, low), or with values and their colours", Any),
];

const CHART: &[About] = &[
    ("of", "The column it shows: what it comes to, or how many rows have each of its texts", Any),
    ("by", "The column for each value of which it has a bar or a point", Any),
    ("as", "line or bars; a line over periods when left out", Word(&["line", "bars"])),
];

/// The JSON Schema (draft 07) of `policy.yaml`.
#[must_use]
pub fn schema() -> Value {
    let parts = SECTIONS.iter().skip(1).map(|section| (section.0.to_string(), part(section)));
    let mut schema = part(&SECTIONS[0]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("A policy of Rulebook");
    schema["required"] = json!(["policy"]);
    schema["definitions"] = Value::Object(parts.collect());
    schema
}

fn part((_, keys, about, or_else): &Section) -> Value {
    let known = about.iter().filter(|(key, ..)| keys.contains(key));
    let properties: Map<String, Value> = known.map(|(key, words, is)| (key.to_string(), of(words, is))).collect();
    // To YAML a comma within braces begins another key, which has nothing: `{ formula: max(a, b) }`.
    let others = json!({"type": "null"});
    let mapping = json!({"type": "object", "properties": properties, "additionalProperties": others});
    if !or_else {
        return mapping;
    }
    // A value by itself, or a period.
    json!({"anyOf": [mapping, {"not": {"type": "object"}}, {"type": "object", "required": ["from", "to"]}]})
}

fn of(words: &str, is: &Is) -> Value {
    let mut schema = match is {
        Any => json!({}),
        Word(words) => json!({"anyOf": [{"enum": words}, {}]}),
        Each(part) => json!({"type": ["object", "null"], "additionalProperties": refer(part)}),
        OneOrEach(part) => {
            json!({"anyOf": [refer(part), {"type": "object", "additionalProperties": refer(part)}]})
        }
        Items(part) => json!({"type": "array", "items": refer(part)}),
        Part(part) => refer(part),
        True => json!({"anyOf": [{"type": "boolean"}, {}]}),
    };
    // Beside a reference nothing else counts.
    if schema.get("$ref").is_some() {
        schema = json!({"allOf": [schema]});
    }
    schema["description"] = json!(words);
    schema
}

fn refer(part: &str) -> Value {
    json!({"$ref": format!("#/definitions/{part}")})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_read_is_described() {
        for (name, keys, about, _) in &SECTIONS {
            let mut described: Vec<&str> = about.iter().map(|(key, ..)| *key).collect();
            let mut read = keys.to_vec();
            described.sort_unstable();
            read.sort_unstable();
            assert_eq!(described, read, "{name}");
        }
    }

    #[test]
    fn parts_that_are_named_are_there() {
        let schema = schema();
        let text = schema.to_string();
        for (at, _) in text.match_indices("#/definitions/") {
            let name = text[at + "#/definitions/".len()..].split('"').next().expect("it ends");
            assert!(schema["definitions"][name].is_object(), "{name}");
        }
    }
}
