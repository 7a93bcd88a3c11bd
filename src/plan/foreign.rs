//! Names of other tools in a formula: what to write here, with columns of the policy itself.

use super::binder::Binder;
use super::{ColumnPlan, TablePlan, Work};
use crate::diagnostic::{Diagnostic, Instead, nearest};
use crate::formula::foreign::{self, Place, Written};
use crate::formula::{AggregateOp, Expr, ExprKind, TableId, WindowOp};
use crate::policy::is_rest;
use crate::policy::model::Rows;
use crate::source::Span;
use crate::value::{Type, functions};

impl Binder<'_> {
    /// A function that is none here: what it is called, or how it is written, with the policy's own names.
    pub(super) fn unknown_function(&mut self, table: TableId, name: &str, span: Span) {
        if self.is_broken_script(name) {
            return;
        }
        let own = self.functions().into_iter().find(|own| own.eq_ignore_ascii_case(name)).map(str::to_string);
        let (help, instead) = match (own, foreign::find(name)) {
            (Some(own), _) => (format!("write `{own}`"), Some(Instead::certain(own))),
            (None, Some(Written::Renamed(ours))) => {
                (format!("it is called `{ours}` here"), Some(Instead::certain(ours)))
            }
            (None, Some(Written::As(formula))) => (format!("write `{}`", self.fill(table, formula)), None),
            (None, Some(Written::Not(sentence))) => (sentence.to_string(), None),
            (None, None) => (self.near_function(name), None),
        };
        let found = Diagnostic::error("unknown-function", span, format!("there is no function `{name}`"));
        let exact = self.sources.text(span) == name && self.sources.file(span.file).cells.is_empty();
        self.diagnostics.push(found.help(help).instead(instead.filter(|_| exact)));
    }

    fn near_function(&self, name: &str) -> String {
        nearest(name, self.functions()).map_or_else(
            || "write it as a function in a `.rhai` file of the pack".to_string(),
            |near| format!("there is `{near}`"),
        )
    }

    /// The names of every function a formula can call.
    fn functions(&self) -> Vec<&str> {
        let library = self.library;
        let built_in = functions::all().map(|function| function.name);
        let of_rows = AggregateOp::ALL.iter().map(|op| op.name()).chain(WindowOp::ALL.iter().map(|op| op.name()));
        let scripts = library.functions().map(|script| script.name.as_str());
        let hosts = library.hosts().map(|host| host.name.as_str());
        built_in.chain(of_rows).chain(scripts).chain(hosts).collect()
    }

    /// A formula with names of the policy in its places.
    fn fill(&self, table: TableId, formula: &str) -> String {
        let other = self.other_table(table);
        let own = |ty: Type| column_of(&self.tables[table.0], ty).map(|column| column.name.clone());
        let rows = |ty: Type| other.map(|o| format!("{}.{}", o.name, column_of(o, ty).map_or("…", |c| &c.name)));
        foreign::filled(formula, |place| match place {
            Place::Number => own(Type::Number),
            Place::Text => own(Type::Text),
            Place::Date => own(Type::Date),
            Place::RowsNumber => rows(Type::Number),
            Place::RowsText => rows(Type::Text),
            Place::RowsDate => rows(Type::Date),
            Place::Rows => other.map(|other| other.name.clone()),
            Place::Link => self.linked_column(table),
        })
    }

    /// A table whose rows refer to this one, or else any other imported table.
    fn other_table(&self, table: TableId) -> Option<&TablePlan> {
        let others =
            || self.tables.iter().enumerate().filter(|(at, other)| *at != table.0 && !other.columns.is_empty());
        let refers = |other: &TablePlan| other.columns.iter().any(|column| column.references == Some(table));
        let is_imported = |other: &TablePlan| other.columns.iter().any(|c| matches!(c.work, Work::Imported(_)));
        let found = others().find(|(_, other)| refers(other)).or_else(|| others().find(|(_, o)| is_imported(o)));
        found.map(|(_, other)| other)
    }

    /// A column of another table that a reference of this one leads to.
    fn linked_column(&self, table: TableId) -> Option<String> {
        let leads = |column: &ColumnPlan| {
            let to = &self.tables[column.references?.0];
            let key = to.key.map(|key| &to.columns[key].name);
            let shown = to.named_columns().find(|c| c.references.is_none() && Some(&c.name) != key)?;
            Some(format!("{}.{}", column.name, shown.name))
        };
        self.tables[table.0].named_columns().find_map(leads)
    }

    /// What a name that is nothing here was meant to be, where it is a way of other tools.
    pub(super) fn foreign_name(&self, table: TableId, name: &str, span: Span) -> Option<(String, Option<Instead>)> {
        if let "TRUE" | "FALSE" | "True" | "False" = name {
            let word = name.to_lowercase();
            return Some((format!("write `{word}`"), Some(Instead::certain(word))));
        }
        if let "TODAY" | "Today" | "now" | "NOW" | "Now" = name {
            return Some(("write `today`: it is the day of the run".to_string(), Some(Instead::certain("today"))));
        }
        if let "blank" | "Blank" | "BLANK" | "nothing" | "empty" = name {
            let help = "ask for a blank with `is_blank(x)`, give a default with `x ?? 0`, write one as `()`";
            return Some((help.to_string(), None));
        }
        if is_rest(name) && self.is_key_of_true(span) {
            return Some(("write `otherwise: true` for the rows that no other rule takes".to_string(), None));
        }
        let plain = half_width(name);
        if plain != name && self.tables[table.0].slot(&plain).is_some() {
            return Some((
                format!("it is written in full-width letters: write `{plain}`"),
                Some(Instead::certain(plain)),
            ));
        }
        if let Some(other) = self.tables.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
            return Some((format!("there is a table `{}`", other.name), Some(Instead::likely(&other.name))));
        }
        if let Some(of) = self.table_of_sheet(name) {
            let help = format!("`{name}` is a sheet; the table that is read from it is `{of}`");
            return Some((help, Some(Instead::likely(of))));
        }
        let example = self.fill(table, "{number}");
        is_address(name).then(|| (format!("a formula names columns, not cells: `{example}`"), None))
    }

    /// What type to give a column that is read as text, where a value of another type is needed.
    pub(super) fn help_of_text(&self, expr: &Expr, wanted: Type) -> Option<String> {
        let is_read = |column: &ColumnPlan| matches!(column.work, Work::Imported(_)) && column.ty == Type::Text;
        let written = self.sources.text(expr.span);
        let name = match &expr.kind {
            ExprKind::Column(at) => {
                let here = self.tables.iter().filter_map(|table| table.columns.get(*at));
                &here.into_iter().find(|column| column.name == written && is_read(column))?.name
            }
            ExprKind::Follow { column, .. } => {
                let column = self.tables[column.table.0].columns.get(column.slot)?;
                &Some(column).filter(|column| is_read(column))?.name
            }
            _ => return None,
        };
        Some(match wanted {
            Type::Bool => format!(
                "give the column `{name}` a `type: bool`, which reads Y and N, yes and no; or ask `!is_blank({written})` for \
                 whether there is a value, or compare it"
            ),
            Type::Date | Type::DateTime => format!(
                "give the column `{name}` a `type: date`, and `blank: [never]` for words in it that stand for nothing"
            ),
            _ => return None,
        })
    }

    /// Whether `: true` follows, as in a rule `{ else: true, then: A }`.
    fn is_key_of_true(&self, span: Span) -> bool {
        let after = self.sources.file(span.file).text.get(span.end as usize..).unwrap_or_default();
        let value = after.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':');
        value.is_some_and(|value| value.trim_start().starts_with("true"))
    }

    /// The table that is read from a sheet of that name.
    pub(super) fn table_of_sheet(&self, name: &str) -> Option<&str> {
        let named = |rows: &Rows| match rows {
            Rows::Sheet(names) => names.iter().any(|sheet| sheet.value.eq_ignore_ascii_case(name)),
            _ => false,
        };
        self.policy.tables.iter().find(|table| named(&table.rows)).map(|table| table.name.value.as_str())
    }
}

/// A column for an example: one of that type that is read, rather than worked out or a key.
fn column_of(table: &TablePlan, ty: Type) -> Option<&ColumnPlan> {
    let fits = |column: &&ColumnPlan| {
        matches!(column.work, Work::Imported(_)) && column.ty == ty && column.references.is_none()
    };
    table.named_columns().filter(fits).last()
}

/// A text with plain letters and digits in place of full-width ones.
fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(plain).collect()
}

/// `B2`, as a cell is named in a spreadsheet.
fn is_address(name: &str) -> bool {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = &name[letters..];
    (1..=3).contains(&letters) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
