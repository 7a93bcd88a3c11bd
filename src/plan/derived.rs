//! Binding the rows of derived tables.

use super::binder::Binder;
use super::chains::Link;
use super::names::Thing;
use super::order::Item;
use super::{CalendarPlan, GroupPlan, PairsPlan, RowsPlan, StackPlan, Step, UnpivotPlan, Work};
use crate::diagnostic::{Diagnostic, Instead, name_instead, nearest};
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::policy::model::{self, CalendarUnit, Rows};
use crate::source::{Span, Spanned};
use crate::value::Type;

impl<'a> Binder<'a> {
    /// Binds the rows of a table: nothing to do for sheets.
    pub(super) fn bind_rows(&mut self, id: TableId) -> bool {
        let Some(table) = self.policy.tables.get(id.0) else { return true };
        match &table.rows {
            Rows::Sheet(_) => true,
            Rows::Group { of, by, filter } => {
                let bound = self.bind_group(id, of, by, filter.as_ref());
                self.step(Step::Rows(id));
                bound
            }
            Rows::Pairs { left, right, filter } => {
                let bound = self.bind_pairs(id, left, right, filter.as_ref());
                self.step(Step::Rows(id));
                bound
            }
            Rows::Unpivot(from) => {
                let bound = self.bind_unpivot(id, from);
                self.step(Step::Rows(id));
                bound
            }
            Rows::Calendar { unit, over } => {
                let bound = self.bind_calendar(id, unit, over.as_ref());
                self.step(Step::Rows(id));
                bound
            }
            Rows::Stack(of) => {
                let bound = self.bind_stack(id, of);
                self.step(Step::Rows(id));
                bound
            }
        }
    }

    fn bind_unpivot(&mut self, id: TableId, from: &model::Unpivot) -> bool {
        let Some(source) = self.source_table(&from.of) else { return false };
        let mut slots = Vec::new();
        let (patterns, names): (Vec<_>, Vec<_>) = from.values.iter().partition(|value| value.contains('*'));
        let mut kind = self.type_of_patterns(source, &patterns, from);
        if !patterns.is_empty() && kind.is_none() {
            return false;
        }
        for name in names {
            let Some(slot) = self.tables[source.0].slot(&name.value) else {
                self.unknown_column(source, &Link { name: name.value.clone(), span: name.span, via: None });
                return false;
            };
            let column = ColumnId { table: source, slot };
            self.notes.add(Thing::Column(column), name.span);
            let Some(ty) = self.use_column(column, name.span) else { return false };
            if kind.is_some_and(|kind| kind != ty) {
                let message = format!("`{}` is {}, the columns before it are not", name.value, ty.a_word());
                self.error("mixed-types", name.span, message, Some("a column holds values of one type".into()));
                return false;
            }
            kind = Some(ty);
            slots.push(slot);
        }
        let format = slots.first().map(|&slot| self.column(ColumnId { table: source, slot }).format);
        let levels = from.labels.len();
        let column = self.column_mut(ColumnId { table: id, slot: levels + 1 });
        column.ty = kind.unwrap_or(Type::Number);
        column.format = format.unwrap_or_default();
        let labels = slots.iter().map(|&slot| self.label(source, slot)).collect();
        let patterns = patterns.into_iter().map(|pattern| pattern.value.clone()).collect();
        let plan = UnpivotPlan { of: source, values: slots, labels, patterns, levels };
        self.tables[id.0].rows = RowsPlan::Unpivot(plan);
        true
    }

    /// Columns found by a pattern are those of a sheet; several rows of a header are known for these alone.
    fn type_of_patterns(
        &mut self,
        source: TableId,
        patterns: &[&Spanned<String>],
        from: &model::Unpivot,
    ) -> Option<Type> {
        let named = from.values.iter().find(|value| !value.contains('*'));
        if let (true, Some(named)) = (from.labels.len() > 1, named) {
            let help = "give the headers as a pattern: `values: \"* Sales\"`".to_string();
            self.error("wrong-kind", named.span, "a column by its name has one title".to_string(), Some(help));
        }
        let pattern = patterns.first()?;
        let of_sheet = |table: &model::Table| matches!(table.rows, Rows::Sheet(_));
        let table = self.policy.tables.get(source.0).filter(|table| of_sheet(table));
        let summed = table.filter(|table| table.duplicates == Some(model::Duplicates::Sum));
        let what = match (table, summed) {
            (None, _) => format!("`{}` is not read from a sheet, so it has no headers", from.of.value),
            (_, Some(_)) => format!("columns found by a pattern cannot be added up, as `{}` says", from.of.value),
            _ => return Some(from.kind.unwrap_or(Type::Number)),
        };
        let help = "name the columns: `values: [jan, feb]`".to_string();
        self.error("wrong-kind", pattern.span, what, Some(help));
        None
    }

    /// A column's title as written, else its first header, else its name.
    fn label(&self, table: TableId, slot: usize) -> String {
        let column = self.column(ColumnId { table, slot });
        let Work::Imported(place) = column.work else {
            return column.title.text(&self.policy.language).to_string();
        };
        let written = self.policy.tables.get(table.0).and_then(|table| table.columns.get(place));
        let label = written.and_then(|c| c.title.get(&self.policy.language).or(c.headers.first()));
        label.map_or_else(|| column.name.clone(), |label| label.value.clone())
    }

    fn bind_stack(&mut self, id: TableId, of: &[Spanned<String>]) -> bool {
        let sources: Option<Vec<TableId>> = of.iter().map(|name| self.source_table(name)).collect();
        let Some(sources) = sources else { return false };
        let given = self.tables[id.0].columns.iter().take_while(|column| column.work == Work::Derived).count();
        let mut columns = Vec::new();
        for slot in 0..given.saturating_sub(1) {
            let name = self.tables[id.0].columns[slot].name.clone();
            let mut slots = Vec::new();
            let mut kind: Option<Type> = None;
            for (&source, written) in sources.iter().zip(of) {
                let Some(from) = self.tables[source.0].slot(&name) else { return false };
                let column = ColumnId { table: source, slot: from };
                let Some(ty) = self.use_column(column, written.span) else { return false };
                // The columns it is made of are found by their name, which is declared there.
                self.notes.add(Thing::Column(ColumnId { table: id, slot }), self.column(column).span);
                if kind.is_some_and(|kind| kind != ty) {
                    let message =
                        format!("`{name}` is {} in `{}`, and something else before it", ty.a_word(), written.value);
                    self.error("mixed-types", written.span, message, Some("stacked columns are of one type".into()));
                    return false;
                }
                kind = Some(ty);
                slots.push(from);
            }
            let format = self.column(ColumnId { table: sources[0], slot: slots[0] }).format;
            let column = self.column_mut(ColumnId { table: id, slot });
            column.ty = kind.unwrap_or(Type::Text);
            column.format = format;
            columns.push(slots);
        }
        self.tables[id.0].rows = RowsPlan::Stack(StackPlan { of: sources, columns });
        true
    }

    fn bind_group(
        &mut self,
        id: TableId,
        of: &Spanned<String>,
        by: &'a [model::Formula],
        filter: Option<&'a model::FormulaText>,
    ) -> bool {
        let Some(source) = self.source_table(of) else { return false };
        let mut slots = Vec::new();
        for (slot, formula) in by.iter().enumerate() {
            let Some(expr) = self.bind_grouped(source, &formula.text) else { return false };
            let references = match &expr.kind {
                ExprKind::Column(at) => self.column(ColumnId { table: source, slot: *at }).references,
                ExprKind::Follow { column, .. } => self.column(*column).references,
                _ => None,
            };
            if let Some(target) = references {
                self.need(Item::Rows(target), formula.text.span);
            }
            let ty = expr.ty.unwrap_or(Type::Text);
            let from = self.slot_of(source, expr);
            let column = self.column_mut(ColumnId { table: id, slot });
            column.ty = ty;
            column.references = references;
            column.source = Some(formula.text.value.clone());
            slots.push(from);
        }
        let filter = match filter {
            None => None,
            Some(text) => match self.bind_grouped(source, text) {
                Some(expr) if self.must_be(&expr, Type::Bool, "a condition") => Some(self.slot_of(source, expr)),
                _ => return false,
            },
        };
        let link = self.tables[source.0].columns.iter().position(|c| c.references == Some(id) && c.work == Work::Link);
        let Some(link) = link else { return false };
        self.tables[id.0].rows = RowsPlan::Group(GroupPlan { of: source, by: slots, filter, link });
        true
    }

    fn bind_pairs(
        &mut self,
        id: TableId,
        left: &Spanned<String>,
        right: &Spanned<String>,
        filter: Option<&'a model::FormulaText>,
    ) -> bool {
        let (Some(left), Some(right)) = (self.source_table(left), self.source_table(right)) else { return false };
        self.tables[id.0].rows = RowsPlan::Pairs(PairsPlan { left, right, filter: None });
        let Some(text) = filter else { return true };
        let Some(expr) = self.bind_pair_condition(id, text) else { return false };
        if !self.must_be(&expr, Type::Bool, "a condition") {
            return false;
        }
        self.tables[id.0].rows = RowsPlan::Pairs(PairsPlan { left, right, filter: Some(expr) });
        true
    }

    /// A calendar asks for a period that is known before any row is.
    fn bind_calendar(
        &mut self,
        id: TableId,
        unit: &Spanned<CalendarUnit>,
        over: Option<&'a model::FormulaText>,
    ) -> bool {
        let over = match over {
            Some(text) => {
                let figures = TableId(self.tables.len() - 1);
                let Some(over) = self.bind_text(figures, text, None) else { return false };
                over
            }
            None if model::period_of(&self.policy.parameters).is_some() => {
                Expr::new(ExprKind::Parameter("period".into()), Type::Period, unit.span)
            }
            None => {
                let help = "add `period: { from: 2026-01-01, to: 2026-12-31 }` to the parameters, or say `over:`";
                self.error("no-period", unit.span, "a calendar needs a period", Some(help.into()));
                return false;
            }
        };
        if !self.must_be(&over, Type::Period, "what a calendar is over") {
            return false;
        }
        if self.fixed_value(&over).is_none() {
            let help = "name a period of the parameters, or one made from it: `last_year(period)`".to_string();
            self.error("no-period", over.span, "the period of a calendar is known before any row is", Some(help));
            return false;
        }
        let kind = match unit.value {
            CalendarUnit::Day => Type::Date,
            CalendarUnit::Year => Type::Number,
            _ => Type::Text,
        };
        for (slot, ty) in [kind, Type::Date, Type::Date].into_iter().enumerate() {
            self.column_mut(ColumnId { table: id, slot }).ty = ty;
        }
        self.tables[id.0].rows = RowsPlan::Calendar(CalendarPlan { unit: unit.value, over });
        true
    }

    /// A table named as the source of another.
    fn source_table(&mut self, name: &Spanned<String>) -> Option<TableId> {
        let Some(id) = self.table_named(&name.value) else {
            self.unknown_table(&name.value, name.span);
            return None;
        };
        self.notes.add(Thing::Table(id), name.span);
        self.need(Item::Rows(id), name.span).then_some(id)
    }

    pub(super) fn unknown_table(&mut self, name: &str, span: Span) {
        let message = format!("there is no table `{name}`");
        if let Some(table) = self.table_of_sheet(name) {
            let help = format!("`{name}` is a sheet; the table that is read from it is `{table}`");
            let instead = Some(Instead::likely(table));
            self.diagnostics.push(Diagnostic::error("unknown-table", span, message).help(help).instead(instead));
            return;
        }
        let known: Vec<&str> = self.policy.tables.iter().map(|table| table.name.value.as_str()).collect();
        let help = nearest(name, known.iter().copied()).map(|near| format!("there is a table `{near}`"));
        let instead = name_instead(name, span, known, self.sources);
        self.diagnostics.push(Diagnostic::error("unknown-table", span, message).help_if(help).instead(instead));
    }
}
