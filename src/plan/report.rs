//! `report:` the tables and columns it names.

use super::Work;
use super::binder::Binder;
use super::chains::Link;
use super::names::Thing;
use super::{ColumnPlan, ScorecardId};
use crate::formula::{ColumnId, TableId};
use crate::policy::model::ReportSheet;
use crate::source::Spanned;

impl Binder<'_> {
    /// Finds what the report names. It works nothing out, so what stands in it alone is unused.
    pub(super) fn bind_report(&mut self) {
        let policy = self.policy;
        for sheet in policy.report.iter().flat_map(|report| &report.sheets) {
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

    fn bind_sheet(&mut self, table: TableId, sheet: &ReportSheet) {
        self.notes.add(Thing::Table(table), sheet.table.span);
        for name in sheet.columns.iter().chain(sheet.sort.iter().map(|(name, _)| name)) {
            self.bind_shown(table, name);
        }
    }

    fn bind_shown(&mut self, table: TableId, name: &Spanned<String>) {
        let own = &self.tables[table.0];
        match own.slot(&name.value).filter(|slot| is_shown(&own.columns[*slot])) {
            Some(slot) => self.notes.add(Thing::Column(ColumnId { table, slot }), name.span),
            None => self.unknown_column(table, &Link { name: name.value.clone(), span: name.span, via: None }),
        }
    }
}

/// Scorecards have a sheet of their own.
fn is_shown(column: &ColumnPlan) -> bool {
    !matches!(column.work, Work::Score(_))
}
