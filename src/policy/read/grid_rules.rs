//! From the cells of a CSV file or sheet to the rules of a decision table.

use super::Reader;
use super::grid::GridCell;
use super::rules::as_text;
use crate::diagnostic::{Diagnostic, nearest};
use crate::policy::model::{Effective, Empty, Output, Rule, Test};
use crate::source::Spanned;

/// What may stand before the name of a result.
pub const RESULT_MARKS: [&str; 3] = ["then ", "=>", "→"];

/// What a column of the file is.
enum Role {
    Input(Spanned<String>),
    Result(Spanned<String>),
    From,
    To,
    Note,
    Ignored,
}

impl Reader<'_> {
    /// Reads a decision table from a CSV file or a sheet.
    ///
    /// The first row that is not empty names the columns. A column named like a result (one listed
    /// in `outputs`, or the decision itself) is that result; so is any with `then `, `=>` or `→`
    /// before its name. `from` and `to` are the days a row is in force; `rule`, `note`, `notes`,
    /// `comment` and names that begin with `#` are ignored. Every other name is an input: a column
    /// or a formula. Cells hold what rules in YAML hold, without YAML's quotes; empty and `-` mean
    /// any. A row with `otherwise` among its inputs is used where no other matches.
    pub(super) fn grid_rules(
        &mut self,
        table: &Spanned<String>,
        name: &Spanned<String>,
        outputs: &[Output],
    ) -> Option<Vec<Rule>> {
        let grid = self.grid(table)?;
        let Some((header, rows)) = grid.split_first() else {
            self.note(Diagnostic::error("no-rules", table.span, format!("`{}` is empty", table.value)));
            return None;
        };
        let roles: Vec<Role> = header.iter().map(|cell| role(cell, name, outputs)).collect();
        self.check_roles(&roles, header, outputs);
        if !roles.iter().any(|role| matches!(role, Role::Result(_))) {
            self.no_result_column(header, name, outputs);
            return None;
        }
        let rows = self.without_remarks(rows, &roles);
        rows.iter().for_each(|row| self.short_row(row, &roles));
        let mut rules: Vec<Rule> = rows.iter().map(|row| self.grid_rule(row, &roles)).collect();
        if let Some(first) = rules.first_mut() {
            first.empty = named(roles);
        }
        Some(rules)
    }

    /// The rows without those at the end that hold a single text and give no result: a footnote is no rule.
    fn without_remarks<'g>(&mut self, rows: &'g [Vec<GridCell>], roles: &[Role]) -> &'g [Vec<GridCell>] {
        let is_remark = |row: &Vec<GridCell>| {
            let mut filled = row.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
            let single = filled.next().filter(|_| filled.next().is_none());
            single.is_some_and(|(at, cell)| {
                let is_input = matches!(roles.get(at), Some(Role::Input(_) | Role::Note | Role::Ignored));
                is_input && cell.text.value != "otherwise"
            })
        };
        let kept = rows.len() - rows.iter().rev().take_while(|row| is_remark(row)).count();
        let (rules, remarks) = if kept == 0 { (rows, &rows[rows.len()..]) } else { rows.split_at(kept) };
        for cell in remarks.iter().flatten().filter(|cell| !cell.text.is_empty()) {
            let message = format!("`{}` stands alone and gives no result: it is read as a remark", cell.text.value);
            let help = "leave the row out; if it is a rule, say what it gives, as in `= ()` for a blank";
            self.note(Diagnostic::warning("remark", cell.text.span, message).help(help));
        }
        rules
    }

    /// A line of a CSV file that ends before its results, or before an input.
    fn short_row(&mut self, row: &[GridCell], roles: &[Role]) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
        let in_text = !self.sources.file(first.text.span.file).is_sheet();
        let missing = roles.get(row.len()..).unwrap_or_default();
        let lacks_result = missing.iter().any(|role| matches!(role, Role::Result(_)));
        if !in_text || !missing.iter().any(|role| matches!(role, Role::Result(_) | Role::Input(_))) {
            return;
        }
        let (fields, s) = (row.len(), if row.len() == 1 { "" } else { "s" });
        let message = format!("this line has {fields} field{s}, the header {}", roles.len());
        let help = "write every field, an empty one too: `chain,,60,` has four";
        let span = first.text.span.to(last.text.span);
        let found = if lacks_result {
            Diagnostic::error("short-line", span, message)
        } else {
            Diagnostic::warning("short-line", span, message)
        };
        self.note(found.help(help));
    }

    fn check_roles(&mut self, roles: &[Role], header: &[GridCell], outputs: &[Output]) {
        for (i, role) in roles.iter().enumerate() {
            let twice = |other: &Role| match (role, other) {
                (Role::Result(a), Role::Result(b)) | (Role::Input(a), Role::Input(b)) => a.value == b.value,
                (Role::From, Role::From) | (Role::To, Role::To) => true,
                _ => false,
            };
            if let Some(first) = roles[..i].iter().position(twice) {
                let text = &header[i].text;
                let message = format!("two columns are headed `{}`", text.value);
                self.note(
                    Diagnostic::error("duplicate-name", text.span, message)
                        .related(header[first].text.span, "the first")
                        .help("give each column a name of its own; a range goes into one cell: `1_000 .. 5_000`"),
                );
            }
            if let Role::Result(result) = role {
                let known = outputs.is_empty() || outputs.iter().any(|o| o.name.value == result.value);
                if !known {
                    let near = nearest(&result.value, outputs.iter().map(|o| o.name.value.as_str()));
                    let message = format!("`{}` is not listed in `outputs`", result.value);
                    let help = near.map(|near| format!("write `{near}`"));
                    self.note(Diagnostic::error("unknown-output", result.span, message).help_if(help));
                }
            }
        }
    }

    fn no_result_column(&mut self, header: &[GridCell], name: &Spanned<String>, outputs: &[Output]) {
        let place = header.first().map_or(name.span, |first| {
            header.last().map_or(first.text.span, |last| first.text.span.to(last.text.span))
        });
        let wanted = outputs.first().map_or(&name.value, |output| &output.name.value);
        let near = nearest(wanted, header.iter().map(|cell| cell.text.value.as_str()));
        let help = match near {
            Some(near) => format!("write `{wanted}` instead of `{near}`, or `=> {near}`"),
            None => format!("head a column `{wanted}`, or write `=>` before a result's name"),
        };
        let message = format!("no column gives a result of decision `{}`", name.value);
        self.note(Diagnostic::error("no-result", place, message).help(help));
    }

    fn grid_rule(&mut self, row: &[GridCell], roles: &[Role]) -> Rule {
        let (first, end) = (&row[0].text.span, &row[row.len() - 1].text.span);
        let mut rule = Rule { span: first.to(*end), ..Rule::default() };
        for (i, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            match roles.get(i) {
                Some(Role::Input(input)) => {
                    rule.tests.push(Test { input: input.clone(), cell: cell.text.clone() });
                }
                Some(Role::Result(output)) => rule.results.push((output.clone(), result(cell))),
                Some(Role::From) => rule.effective.from = self.date_text(&cell.text, "`from`"),
                Some(Role::To) => rule.effective.to = self.date_text(&cell.text, "`to`"),
                Some(Role::Note) => rule.note = Some(cell.text.value.clone()).filter(|note| !note.is_empty()),
                Some(Role::Ignored) => {}
                None => self.no_header(cell),
            }
        }
        rule.otherwise = is_otherwise(&rule);
        if rule.otherwise {
            rule.tests.clear();
        }
        if let Effective { from: Some(from), to: Some(to) } = rule.effective
            && to < from
        {
            let message = format!("the rule ends on {to} before it begins on {from}");
            self.note(Diagnostic::error("bad-period", rule.span, message));
        }
        rule
    }

    fn no_header(&mut self, cell: &GridCell) {
        let message = format!("`{}` is in a column without a header", cell.text.value);
        let help = "give the column a header; a cell with a comma in it needs double quotes";
        self.note(Diagnostic::error("no-header", cell.text.span, message).help(help));
    }
}

/// Whether the row says `otherwise`, in any column, and tests nothing else.
fn is_otherwise(rule: &Rule) -> bool {
    let mut asks = rule.asks();
    asks.next().is_some_and(|test| test.cell.value == "otherwise") && asks.next().is_none()
}

/// What a header names, whether or not some row says anything of it.
fn named(roles: Vec<Role>) -> Empty {
    let mut names = Empty::default();
    for role in roles {
        match role {
            Role::Input(input) => names.inputs.push(input),
            Role::Result(result) => names.results.push(result),
            Role::From | Role::To | Role::Note | Role::Ignored => {}
        }
    }
    names
}

fn role(cell: &GridCell, name: &Spanned<String>, outputs: &[Output]) -> Role {
    let text = &cell.text;
    let marked = RESULT_MARKS.iter().find_map(|mark| text.value.strip_prefix(mark));
    if let Some(rest) = marked {
        let result = rest.trim();
        let at = text.value.len() - rest.trim_start().len();
        return Role::Result(Spanned::new(result.to_string(), text.span.part(at, result.len())));
    }
    let listed = outputs.iter().any(|output| output.name.value == text.value);
    if listed || (outputs.is_empty() && text.value == name.value) {
        return Role::Result(text.clone());
    }
    match text.value.to_lowercase().as_str() {
        "from" => Role::From,
        "to" => Role::To,
        "note" | "notes" | "comment" => Role::Note,
        "" | "rule" => Role::Ignored,
        word if word.starts_with('#') => Role::Ignored,
        _ => Role::Input(text.clone()),
    }
}

fn result(cell: &GridCell) -> Spanned<String> {
    if cell.is_text { cell.text.clone().map(|text| as_text(&text)) } else { cell.text.clone() }
}
