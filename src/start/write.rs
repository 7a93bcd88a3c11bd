//! The files of a first pack.

use super::area::quoted;
use super::ask::{self, Ask};
use super::draft::{Cross, DraftTable};
use super::inspect::{Inspection, inspect};
use super::suggest::{Kpi, Subject, Suggestion, by_weight, suggest};
use super::tables_text::{cross_text, table_text};
use super::{Given, Refused, language, trial};
use crate::Outcome;
use crate::table::Column;
use crate::value::Type;
use std::collections::HashSet;
use std::fmt::Write as _;

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct NewPack {
    /// Its files: name and text.
    pub files: Vec<(String, String)>,
    /// What was found in the workbooks.
    pub inspection: Inspection,
}

/// Levels of a measure, from the values it has today.
struct Levels {
    kpi: Kpi,
    target: f64,
    worst: f64,
    floor: f64,
}

/// What figures are judged by.
#[derive(Default)]
struct Judged {
    levels: Vec<Levels>,
    /// The figure that puts a row on the review list, and the value below which it does.
    watched: Option<(String, f64)>,
}

/// Makes a pack from workbooks: `policy.yaml`, `tests.yaml` and `README.md`. It is tried on the workbooks before it is
/// given.
///
/// # Errors
/// Where a file cannot be read, or no sheet has a table.
pub fn from_books(name: &str, given: &[Given]) -> Result<NewPack, Refused> {
    made(name, given, None)
}

/// The same, each guess put to somebody first: keys, references, what is added up, the period, figures, the trigger.
///
/// # Errors
/// As [`from_books`], and where no answer comes.
pub fn from_books_asking(name: &str, given: &[Given], ask: &mut dyn Ask) -> Result<NewPack, Refused> {
    made(name, given, Some(ask))
}

fn made(name: &str, given: &[Given], mut ask: Option<&mut (dyn Ask + '_)>) -> Result<NewPack, Refused> {
    let mut inspection = inspect(given)?;
    if let Some(ask) = &mut ask {
        ask::structure(&mut inspection, given, *ask)?;
    }
    if let (true, Some(book)) = (inspection.books.iter().all(|book| book.is_report), inspection.books.first()) {
        return Err(Refused::OnlyReports { name: book.name.clone() });
    }
    if inspection.outcome.is_none() {
        return Err(inspection.problem.map_or(Refused::NoTable, Refused::NotImported));
    }
    say_headers(name, &mut inspection, given);
    let draft = Draft { name, inspection: &inspection };
    let Some(outcome) = &inspection.outcome else { return Err(Refused::NoTable) };
    let mut suggestion = suggest(&inspection.tables, &inspection.references, outcome);
    if let (Some(ask), Some(suggestion)) = (&mut ask, &mut suggestion) {
        ask::figures(suggestion, &inspection.tables, *ask)?;
    }
    let policy = draft.policy(suggestion.as_ref(), given, ask)?;
    let tests = suggestion.as_ref().and_then(|suggestion| draft.tests(suggestion));
    let mut files = vec![("policy.yaml".to_string(), policy), ("README.md".to_string(), draft.readme(given))];
    files.extend(tests.map(|tests| ("tests.yaml".to_string(), tests)));
    Ok(NewPack { files, inspection })
}

/// A header of two rows is found by itself, mostly: where an import takes other rows for it, the policy says which they
/// are. What stands across is left as it is where that does not help either.
fn say_headers(name: &str, inspection: &mut Inspection, given: &[Given]) {
    let is_high = |table: &DraftTable| table.cross.is_some() && table.header_rows == 2;
    let runs =
        |inspection: &Inspection| trial::run(&Draft { name, inspection }.text(None, &Judged::default()), given).is_ok();
    if !inspection.tables.iter().any(is_high) || runs(inspection) {
        return;
    }
    inspection.tables.iter_mut().filter(|table| is_high(table)).for_each(|table| table.says_header = true);
    if !runs(inspection) {
        inspection.tables.iter_mut().for_each(|table| table.cross = None);
    }
}

struct Draft<'d> {
    name: &'d str,
    inspection: &'d Inspection,
}

impl Draft<'_> {
    fn tables(&self) -> &[DraftTable] {
        &self.inspection.tables
    }

    /// The policy with its scorecard and trigger, as far as the values allow them.
    fn policy(
        &self,
        suggestion: Option<&Suggestion>,
        given: &[Given],
        ask: Option<&mut (dyn Ask + '_)>,
    ) -> Result<String, Refused> {
        let Some(suggestion) = suggestion else { return Ok(self.text(None, &Judged::default())) };
        let figures = self.text(Some(suggestion), &Judged::default());
        let levels = match trial::run(&figures, given) {
            Ok(outcome) => levels(suggestion, &self.subject(suggestion), &outcome),
            Err(_) => return Ok(self.text(None, &Judged::default())),
        };
        let nameless = || self.subject(suggestion).1.is_none() && self.shown(suggestion).is_none();
        if suggestion.subject == Subject::Rows && (levels.is_empty() || nameless()) {
            return Ok(self.text(None, &Judged::default()));
        }
        let floors: Vec<(String, f64)> = levels.iter().map(|level| (level.kpi.name.clone(), level.floor)).collect();
        let watched = match (floors.first().cloned(), ask) {
            (Some(first), Some(ask)) => ask::trigger(first, &floors, ask)?,
            (first, _) => first,
        };
        let whole = self.text(Some(suggestion), &Judged { levels, watched });
        let is_rows = suggestion.subject == Subject::Rows;
        let plain = || if is_rows { self.text(None, &Judged::default()) } else { figures };
        Ok(if trial::run(&whole, given).is_ok() { whole } else { plain() })
    }

    fn text(&self, suggestion: Option<&Suggestion>, judged: &Judged) -> String {
        let mut text = format!(
            "# A first draft, made from the workbooks. Everything here was guessed from what stands in them:\n\
             # read it, change it, and ask `rulebook check` and `rulebook run` what comes of it.\n\
             policy: {}\n",
            quoted(self.name)
        );
        if let Some(language) = language::of(self.tables()) {
            let _ = writeln!(
                text,
                "language: {language}    # of titles and the report, as the letters of the headers show"
            );
        }
        text += &self.parameters(suggestion, judged);
        text += "\ntables:\n";
        for (at, table) in self.tables().iter().enumerate() {
            let used = self.used(at, suggestion);
            text += &table_text(self.tables(), table, Some(&used));
            if let Some(suggestion) = suggestion.filter(|s| s.subject == Subject::Referenced(at)) {
                text += &formulas(suggestion);
            }
            text += &cross_text(table);
        }
        if let Some(suggestion) = suggestion {
            text += &self.group(suggestion);
            text += &self.scorecard(suggestion, judged);
        }
        text
    }

    fn parameters(&self, suggestion: Option<&Suggestion>, judged: &Judged) -> String {
        let mut text = String::new();
        if let Some((suggestion, (_, from, to))) =
            suggestion.and_then(|suggestion| Some((suggestion, suggestion.period?)))
        {
            let why = if suggestion.period_said { "rows of these days count" } else { "the months the rows span" };
            let _ = writeln!(text, "  period: {{ from: {from}, to: {to} }}    # {why}");
        }
        if let Some((name, floor)) = &judged.watched {
            let guessed = judged.levels.iter().any(|level| level.kpi.name == *name && level.floor == *floor);
            let (floor, why) = (written(*floor), if guessed { "a tenth of them lie below; " } else { "" });
            let _ = writeln!(text, "  {name}_floor: {floor}    # {why}for one run: --set {name}_floor=…");
        }
        if text.is_empty() { text } else { format!("\nparameters:\n{text}") }
    }

    /// The columns of a table that something uses.
    fn used(&self, table: usize, suggestion: Option<&Suggestion>) -> HashSet<String> {
        let Some(suggestion) = suggestion.filter(|suggestion| suggestion.rows == table) else { return HashSet::new() };
        let columns = &self.tables()[table].columns;
        let amount = suggestion.amount.filter(|_| !suggestion.across);
        let used = amount.into_iter().chain(suggestion.period.map(|(at, ..)| at));
        let mut used: HashSet<String> = used.map(|at| columns[at].name.clone()).collect();
        if suggestion.subject == Subject::Rows {
            used.extend(suggestion.kpis.iter().map(|kpi| kpi.name.clone()));
        }
        used
    }

    /// The derived table of a policy whose rows belong to no other table.
    fn group(&self, suggestion: &Suggestion) -> String {
        let Subject::Grouped { by, name, .. } = &suggestion.subject else { return String::new() };
        let rows = suggestion.rows_name(self.tables());
        format!(
            "  {name}:                                   # one row for each value of `{by}`\n    group: {rows}\n    by: {{ {by}: {by} }}\n    key: {by}\n{}",
            formulas(suggestion)
        )
    }

    /// The name of the table the figures stand in, and of the column that names its rows.
    fn subject(&self, suggestion: &Suggestion) -> (String, Option<String>) {
        match &suggestion.subject {
            Subject::Referenced(at) => {
                let table = &self.tables()[*at];
                (table.name.clone(), table.key.map(|key| table.columns[key].name.clone()))
            }
            Subject::Grouped { by, name, .. } => (name.clone(), Some(by.clone())),
            Subject::Rows => {
                let table = &self.tables()[suggestion.rows];
                (table.name.clone(), table.key.map(|key| table.columns[key].name.clone()))
            }
        }
    }

    fn scorecard(&self, suggestion: &Suggestion, judged: &Judged) -> String {
        let (table, key) = self.subject(suggestion);
        let Some(key) = key.or_else(|| self.shown(suggestion)).filter(|_| !judged.levels.is_empty()) else {
            return String::new();
        };
        let weights: &[u32] = match judged.levels.len() {
            1 => &[100],
            2 => &[60, 40],
            _ => &[50, 30, 20],
        };
        let mut text = format!(
            "\nscorecards:\n  score:\n    on: {table}\n    measures:    # 100 points at the target, none at the worst; both are what a quarter reaches today\n"
        );
        for (level, weight) in judged.levels.iter().zip(weights) {
            let (name, target, worst) = (&level.kpi.name, written(level.target), written(level.worst));
            let _ = writeln!(text, "      {name}: {{ weight: {weight}%, target: {target}, worst: {worst} }}");
        }
        text += "    bands: { A: \">= 80\", B: \"60 .. 80\", C: \"40 .. 60\", D: \"< 40\" }\n    missing: reweight\n";
        if let Some((name, _)) = &judged.watched {
            let _ = write!(
                text,
                "\ntriggers:\n  low_{name}:\n    on: {table}\n    when: {name} < {name}_floor\n    severity: medium\n    message: '`${{{key}}}: ${{text({name}, \"#,##0\")}}`'\n"
            );
        }
        text
    }

    /// What tells a row without a key to a reader: its first text, or day.
    fn shown(&self, suggestion: &Suggestion) -> Option<String> {
        let table = &self.tables()[suggestion.rows];
        let column = table.columns.iter().find(|column| column.kind == Type::Text || column.kind.is_dated());
        column.map(|column| column.name.clone())
    }

    /// One case that shows how a test is written.
    fn tests(&self, suggestion: &Suggestion) -> Option<String> {
        let rows = &self.tables()[suggestion.rows];
        let (table, key) = self.subject(suggestion);
        let day = suggestion.period.map(|(at, from, _)| format!("{}: {from}, ", rows.columns[at].name));
        let day = day.unwrap_or_default();
        let amount = suggestion.amount.map(|at| rows.columns[at].name.as_str());
        let expected: Vec<String> =
            suggestion.kpis.iter().map(|kpi| format!("{}: {}", kpi.name, example(kpi))).collect();
        let expected = expected.join(", ");
        let case = |name: &str, given: &str, expect: &str| {
            format!(
                "# `rulebook test` runs these: rows that are given, and what must come of them.\ntests:\n  - name: {name}\n    given:\n{given}    expect:\n      {expect}\n"
            )
        };
        if let Some(cross) = &rows.cross {
            return self.across_test(suggestion, cross, case);
        }
        let (link, given) = match &suggestion.subject {
            Subject::Referenced(at) => {
                let to = &self.tables()[*at];
                let link = rows.columns.iter().find(|column| column.references == Some(*at));
                let key = to.key.map(|key| to.columns[key].name.as_str()).unwrap_or_default();
                (link?.name.clone(), format!("      {table}: [{{ {key}: X }}]\n"))
            }
            Subject::Grouped { by, .. } => (by.clone(), String::new()),
            Subject::Rows => {
                let (key, kpi) = (key?, &suggestion.kpis.first()?.name);
                let given = format!("      {table}: [{{ {key}: X, {kpi}: 100 }}]\n");
                return Some(case(
                    &format!("a row of `{table}`"),
                    &given,
                    &format!("{table}: {{ X: {{ {kpi}: 100 }} }}"),
                ));
            }
        };
        let row = |value: u32| amount.map(|amount| format!(", {amount}: {value}")).unwrap_or_default();
        let given = format!(
            "{given}      {}:\n        - {{ {day}{link}: X{} }}\n        - {{ {day}{link}: X{} }}\n",
            rows.name,
            row(100),
            row(50)
        );
        Some(case(&format!("two rows of one of `{table}`"), &given, &format!("{table}: {{ X: {{ {expected} }} }}")))
    }

    /// The case of a table with values across: one row, of which two are given; of several measures the first.
    fn across_test(
        &self,
        suggestion: &Suggestion,
        cross: &Cross,
        case: impl Fn(&str, &str, &str) -> String,
    ) -> Option<String> {
        let rows = &self.tables()[suggestion.rows];
        let (table, key) = self.subject(suggestion);
        let (key, kpi) = (key?, &suggestion.kpis.first()?.name);
        let day = suggestion.period.map(|(at, from, _)| format!("{}: {from}, ", rows.columns[at].name));
        let (first, second) = (first_measured(rows, cross)?, cross.columns.get(1)?);
        let by_label = matches!(&suggestion.subject, Subject::Grouped { by, .. } if cross.labels.contains(by));
        let by_other = matches!(&suggestion.subject, Subject::Referenced(at) if *at != suggestion.rows);
        if by_other {
            let given = format!("      {table}: [{{ {key}: X }}]\n");
            let plain = matches!(suggestion.subject, Subject::Referenced(_));
            let expect = format!("{table}: {{ X: {{ {kpi}: 0 }} }}");
            return plain.then(|| case(&format!("a row of `{table}` without values"), &given, &expect));
        }
        if by_label && cross.measures.is_some() {
            return None;
        }
        let (subject, total) = match by_label {
            true => (quoted(&rows.columns[*first].header), 100),
            false if cross.measures.is_some() => ("X".to_string(), 100),
            false => ("X".to_string(), 150),
        };
        let own = if by_label { String::new() } else { format!("{key}: X, ") };
        // Columns that a pattern finds have no name but their header.
        let name = |at: &usize| {
            let column = &rows.columns[*at];
            match (cross.patterns.is_empty(), column.above.is_empty()) {
                (true, _) => column.name.clone(),
                (false, true) => quoted(&column.header),
                (false, false) => quoted(&format!("{} / {}", column.above.join(" / "), column.label)),
            }
        };
        let more = if cross.measures.is_some() { String::new() } else { format!(", {}: 50", name(second)) };
        let given =
            format!("      {}: [{{ {}{own}{}: 100{more} }}]\n", rows.name, day.unwrap_or_default(), name(first));
        let expect = format!("{table}: {{ {subject}: {{ {kpi}: {total} }} }}");
        Some(case(&format!("one row of `{}`", rows.name), &given, &expect))
    }

    fn readme(&self, given: &[Given]) -> String {
        let books: Vec<&str> = given.iter().map(|file| file.name.as_str()).collect();
        let mut text = format!("# {}\n\nMade from {}.\n\n", self.name, books.join(", "));
        for table in self.tables() {
            let key = table.key.map_or(String::new(), |key| format!(", named by `{}`", table.columns[key].name));
            let _ = writeln!(text, "- `{}`: sheet {}, {} rows{key}", table.name, table.sheets.join(", "), table.rows);
        }
        for reference in &self.inspection.references {
            let (from, to) = (&self.tables()[reference.from], &self.tables()[reference.to]);
            let column = &from.columns[reference.column].name;
            let part = (reference.found * 1000.0).floor() / 10.0;
            let _ = writeln!(
                text,
                "- `{}.{column}` refers to `{}`: {part}% of its values are keys there",
                from.name, to.name
            );
        }
        text
    }
}

/// The first column across that has what is judged first.
fn first_measured<'c>(table: &DraftTable, cross: &'c Cross) -> Option<&'c usize> {
    let measure = cross.measures.as_ref().and_then(|(_, measures)| by_weight(measures).first().copied());
    cross.columns.iter().find(|at| {
        let column = &table.columns[**at];
        measure.is_none_or(|measure| column.label == *measure || column.header.contains(measure.as_str()))
    })
}

fn formulas(suggestion: &Suggestion) -> String {
    let worked: Vec<&Kpi> = suggestion.kpis.iter().filter(|kpi| !kpi.formula.is_empty()).collect();
    let mut text = if worked.is_empty() { String::new() } else { String::from("    formulas:\n") };
    for kpi in worked {
        let formula = &kpi.formula;
        // A text in it would end the YAML.
        let formula =
            if formula.contains('"') { format!("'{}'", formula.replace('\'', "''")) } else { formula.clone() };
        let _ = writeln!(text, "      {}: {formula}", kpi.name);
    }
    text
}

/// What a figure is for the two rows of the test: 100 and 50.
fn example(kpi: &Kpi) -> &'static str {
    match kpi.formula.split('(').next() {
        Some("sum") => "150",
        Some("average") => "75",
        _ => "2",
    }
}

/// Target and worst of each figure, where they differ: what the best and the worst quarter reach.
fn levels(suggestion: &Suggestion, (table, _): &(String, Option<String>), outcome: &Outcome) -> Vec<Levels> {
    let Some(read) = outcome.tables.iter().find(|read| read.name == *table) else { return Vec::new() };
    let level = |kpi: &Kpi| {
        let column = read.columns.iter().find(|column| column.name == kpi.name)?;
        let Column::Number(values) = column.data.as_ref() else { return None };
        let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        values.sort_unstable_by(f64::total_cmp);
        let at =
            |part: f64| values.get(((values.len().max(1) - 1) as f64 * part).round() as usize).copied().map(rounded);
        let (worst, target, floor) = (at(0.25)?, at(0.75)?, at(0.1)?);
        (target > worst).then(|| Levels { kpi: kpi.clone(), target, worst, floor })
    };
    suggestion.kpis.iter().filter_map(level).collect()
}

/// To two digits that count, as people set targets.
fn rounded(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let digits = 1 - value.abs().log10().floor() as i32;
    crate::value::number::round(value, digits)
}

/// A number as a policy has it: `1_200_000`.
fn written(value: f64) -> String {
    let text = crate::value::number::shortest(value);
    let digits = text.trim_start_matches('-');
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let grouped = crate::value::number::grouped(value.abs() as usize).replace(',', "_");
    if value < 0.0 { format!("-{grouped}") } else { grouped }
}
