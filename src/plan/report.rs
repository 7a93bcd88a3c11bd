//! `report:` the tables and columns it names.

use super::Work;
use super::binder::Binder;
use super::chains::Link;
use super::names::Thing;
use super::{ColumnPlan, ReportPlan, ScorecardId, SplitPlan};
use crate::diagnostic::{Diagnostic, name_instead, nearest};
use crate::formula::{ColumnId, TableId};
use crate::policy::model::{Report, ReportSheet};
use crate::source::{Span, Spanned};

impl Binder<'_> {
    /// Finds what the report names. A column that somebody lists there is used.
    pub(super) fn bind_report(&mut self) {
        let policy = self.policy;
        for sheet in policy.reports.iter().flat_map(|report| &report.sheets) {
            match self.table_named(&sheet.table.value) {
                Some(table) => self.bind_sheet(table, sheet),
                // A name that is nothing at all was reported when the policy was read.
                None => {
                    let card = policy.scorecards.iter().position(|card| card.name.value == sheet.table.value);
                    self.notes.extend(card.map(|card| Thing::Scorecard(ScorecardId(card))), sheet.table.span);
                }
            }
        }
    }

    /// A report with what parts it.
    pub(super) fn report_plan(&mut self, report: &Report) -> ReportPlan {
        let split = report.split_by.as_ref().and_then(|by| self.split(by));
        ReportPlan { split, ..ReportPlan::from(report) }
    }

    /// The column that parts a report, written as a table and a way from it: `orders.shop.branch`. What it comes to is
    /// a column of the table at the end; the keys of a table where that column refers to one.
    fn split(&mut self, by: &Spanned<String>) -> Option<SplitPlan> {
        let links = links(by);
        let (first, at) = links.first().cloned()?;
        let Some(mut table) = self.table_named(&first) else {
            self.no_such_table(&first, at);
            return None;
        };
        self.notes.add(Thing::Table(table), at);
        for (place, (name, span)) in links.iter().enumerate().skip(1) {
            let own = &self.tables[table.0];
            let Some(slot) = own.slot(name).filter(|slot| is_shown(&own.columns[*slot])) else {
                self.unknown_column(table, &Link { name: name.clone(), span: *span, via: None });
                return None;
            };
            let id = ColumnId { table, slot };
            self.notes.add(Thing::Column(id), *span);
            match (self.target(id), place + 1 == links.len()) {
                (Some(to), false) => table = to,
                (Some(to), true) => {
                    let key = self.tables[to.0].key?;
                    return Some(self.split_plan(ColumnId { table: to, slot: key }));
                }
                (None, true) => return Some(self.split_plan(id)),
                (None, false) => {
                    let help = format!("end with it: `split_by: {}`", written(&links[..=place]));
                    let message = format!("`{name}` refers to no table, so nothing can follow it");
                    self.error("not-a-reference", *span, message, Some(help));
                    return None;
                }
            }
        }
        let column = self.tables[table.0].key.map_or("name", |key| self.tables[table.0].columns[key].name.as_str());
        let help = format!("add one of its columns: `split_by: {first}.{column}`");
        self.error("not-a-column", at, format!("`{first}` is a table"), Some(help));
        None
    }

    fn split_plan(&self, id: ColumnId) -> SplitPlan {
        SplitPlan { table: self.tables[id.table.0].name.clone(), column: self.column(id).name.clone() }
    }

    fn no_such_table(&mut self, name: &str, span: Span) {
        let names: Vec<&str> = self.policy.tables.iter().map(|table| table.name.value.as_str()).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("there is `{near}`; write a table and its column, as in `{near}.name`"),
            None => format!("write a table and its column; the tables are `{}`", names.join("`, `")),
        };
        let instead = name_instead(name, span, names, self.sources);
        let finding = Diagnostic::error("unknown-table", span, format!("there is no table `{name}`"));
        self.diagnostics.push(finding.help(help).instead(instead));
    }

    fn bind_sheet(&mut self, table: TableId, sheet: &ReportSheet) {
        self.notes.add(Thing::Table(table), sheet.table.span);
        for name in sheet.columns.iter().chain(sheet.sort.iter().map(|(name, _)| name)) {
            if let Some(id) = self.bind_shown(table, name) {
                *self.used.entry(id).or_default() += 1;
            }
        }
        self.bind_look(table, &sheet.look);
    }

    /// The column of that name among those a report shows.
    pub(super) fn bind_shown(&mut self, table: TableId, name: &Spanned<String>) -> Option<ColumnId> {
        let own = &self.tables[table.0];
        match own.slot(&name.value).filter(|slot| is_shown(&own.columns[*slot])) {
            Some(slot) => {
                self.notes.add(Thing::Column(ColumnId { table, slot }), name.span);
                Some(ColumnId { table, slot })
            }
            None => {
                self.unknown_column(table, &Link { name: name.value.clone(), span: name.span, via: None });
                None
            }
        }
    }
}

/// The names of a text with dots, each with its place.
fn links(text: &Spanned<String>) -> Vec<(String, Span)> {
    let mut at = 0;
    let links = text.value.split('.').map(|part| {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        (part.trim().to_string(), text.span.part(start, part.trim().len()))
    });
    links.collect()
}

fn written(links: &[(String, Span)]) -> String {
    links.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(".")
}

/// Scorecards have a sheet of their own.
fn is_shown(column: &ColumnPlan) -> bool {
    !matches!(column.work, Work::Score(_))
}
