//! Declaring tables and their columns.

use super::binder::Binder;
use super::names::Thing;
use super::{ColumnPlan, DecisionId, RowsPlan, ScorecardId, TablePlan, Texts, Work};
use crate::formula::{ColumnId, TableId};
use crate::policy::model::{self, Localized, Rows};
use crate::source::Spanned;
use crate::value::{NumberFormat, Type};

/// Name of the table that holds the figures.
pub(super) const FIGURES: &str = "figures";
/// Column of a stacked table that names the table a row came from.
pub(super) const STACKED_FROM: &str = "stacked_from";

impl<'a> Binder<'a> {
    /// Makes every table and column known by name; nothing is bound yet.
    pub(super) fn declare(&mut self) {
        let policy = self.policy;
        for (index, table) in policy.tables.iter().enumerate() {
            self.declare_table(index, table);
        }
        self.tables.push(TablePlan {
            name: FIGURES.to_string(),
            title: Texts::plain(FIGURES),
            rows: RowsPlan::One,
            key: None,
            duplicates: None,
            columns: Vec::new(),
        });
        let figures = TableId(self.tables.len() - 1);
        for formula in &policy.figures {
            self.declare_formula(figures, formula);
        }
        for (index, card) in policy.scorecards.iter().enumerate() {
            self.declare_scorecard(index, card);
        }
        self.decisions.resize(self.decision_of.len(), None);
        self.scorecards.resize(policy.scorecards.len(), None);
        self.declare_links();
        self.refer_groups();
    }

    fn declare_table(&mut self, index: usize, table: &'a model::Table) {
        let id = TableId(index);
        self.tables.push(TablePlan {
            name: table.name.value.clone(),
            title: title(&table.title, &table.name),
            rows: RowsPlan::Imported(index),
            key: None,
            duplicates: table.duplicates,
            columns: Vec::new(),
        });
        self.declare_given(id, table);
        for (place, column) in table.columns.iter().enumerate() {
            self.declare_imported(id, place, column);
        }
        for formula in &table.formulas {
            self.declare_formula(id, formula);
        }
        for (place, decision) in table.decisions.iter().enumerate() {
            self.declare_decision(id, self.with_rules.get(index, place).unwrap_or(decision));
        }
        self.tables[index].key = table.key.as_ref().and_then(|key| self.tables[index].slot(&key.value));
        if let (Some(slot), Some(key)) = (self.tables[index].key, &table.key) {
            self.notes.add(Thing::Column(ColumnId { table: id, slot }), key.span);
        }
    }

    /// Columns that a derived table brings along with its rows.
    fn declare_given(&mut self, id: TableId, table: &'a model::Table) {
        match &table.rows {
            Rows::Sheet(_) => {}
            Rows::Group { by, .. } => {
                for formula in by {
                    let title = title(&formula.title, &formula.name);
                    self.declare_derived(id, &formula.name, title, None);
                }
            }
            Rows::Pairs { left, right, .. } => {
                for side in [left, right] {
                    let references = self.policy.tables.iter().position(|t| t.name.value == side.value).map(TableId);
                    self.declare_derived(id, side, Texts::plain(&side.value), references);
                }
            }
            Rows::Unpivot(model::Unpivot { of, labels, value, .. }) => {
                let references = self.policy.tables.iter().position(|t| t.name.value == of.value).map(TableId);
                self.declare_derived(id, of, Texts::plain(&of.value), references);
                for label in labels {
                    self.declare_derived(id, label, Texts::plain(&label.value), None);
                }
                self.declare_derived(id, value, Texts::plain(&value.value), None);
            }
            Rows::Stack(of) => self.declare_stacked(id, of),
            Rows::Calendar { unit, .. } => {
                for name in [unit.value.word(), "first_day", "last_day"] {
                    let name = Spanned::new(name.to_string(), unit.span);
                    self.declare_derived(id, &name, Texts::plain(&name.value), None);
                }
            }
        }
    }

    /// The columns all stacked tables have, and the name of the table a row came from.
    fn declare_stacked(&mut self, id: TableId, of: &'a [Spanned<String>]) {
        for (column, target) in shared(self.policy, of, DEEPEST) {
            let place = |target: &str| self.policy.tables.iter().position(|table| table.name.value == target);
            let references = target.and_then(place).map(TableId);
            self.declare_derived(id, column, Texts::plain(&column.value), references);
        }
        if let Some(from) = of.first() {
            let name = Spanned::new(STACKED_FROM.to_string(), from.span);
            self.declare_derived(id, &name, Texts::plain(&name.value), None);
        }
    }

    fn declare_derived(&mut self, id: TableId, name: &Spanned<String>, title: Texts, references: Option<TableId>) {
        let mut column = self.plain(name, title, Type::Text, Work::Derived);
        column.references = references;
        self.add_column(id, column);
    }

    fn declare_imported(&mut self, id: TableId, place: usize, column: &'a model::Column) {
        let headings = Texts::headings(&column.headers).filter(|_| column.title.texts.is_empty());
        let title = headings.unwrap_or_else(|| title(&column.title, &column.name));
        let mut plan = self.plain(&column.name, title, column.kind, Work::Imported(place));
        plan.format = column.format;
        plan.references = column
            .references
            .as_ref()
            .and_then(|target| self.policy.tables.iter().position(|t| t.name.value == target.value))
            .map(TableId);
        if let (Some(target), Some(written)) = (plan.references, &column.references) {
            self.notes.add(Thing::Table(target), written.span);
        }
        self.needs_key(column, plan.references);
        self.add_column(id, plan);
    }

    /// A reference holds the key of another table; without one no row could ever be found.
    fn needs_key(&mut self, column: &model::Column, target: Option<TableId>) {
        let (Some(written), Some(target)) = (&column.references, target) else { return };
        let table = &self.policy.tables[target.0];
        if table.key.is_none() {
            let message = format!("`{}` has no `key:`, so nothing can refer to its rows", table.name.value);
            let first = table.columns.first().map_or("id", |first| first.name.value.as_str());
            let help = format!("give `{}` the line `key: {first}`, or whichever column names a row", table.name.value);
            self.error("no-key", written.span, message, Some(help));
        }
    }

    fn declare_formula(&mut self, id: TableId, formula: &'a model::Formula) {
        let title = title(&formula.title, &formula.name);
        let mut plan = self.plain(&formula.name, title, Type::Number, Work::Unbound);
        plan.source = Some(formula.text.value.clone());
        let slot = self.add_column(id, plan);
        self.formulas.insert(ColumnId { table: id, slot }, formula);
    }

    fn declare_decision(&mut self, id: TableId, decision: &'a model::Decision) {
        let index = self.decision_of.len();
        self.decision_of.push((id, decision));
        for output in &decision.outputs {
            let only = decision.outputs.len() == 1 && output.title.texts.is_empty();
            let title = title(if only { &decision.title } else { &output.title }, &output.name);
            let mut plan = self.plain(&output.name, title, Type::Text, Work::Decision(DecisionId(index)));
            plan.source = Some(format!("decision table `{}`: {} rules", decision.name.value, decision.rules.len()));
            self.add_column(id, plan);
        }
    }

    fn declare_scorecard(&mut self, index: usize, card: &'a model::Scorecard) {
        let Some(table) = self.table_named(&card.on.value) else { return };
        self.notes.add(Thing::Table(table), card.on.span);
        let points = card.measures.iter().map(|m| (format!("{}_points", m.name.value), Type::Number));
        let parts = [
            ("score", Type::Number),
            ("band", Type::Text),
            ("rank", Type::Number),
            ("reason", Type::Text),
            ("reasons", Type::Text),
        ];
        let parts = parts.map(|(part, ty)| (part.to_string(), ty));
        for (part, ty) in parts.into_iter().chain(points) {
            let name = Spanned::new(format!("{}.{part}", card.name.value), card.name.span);
            let title = title(&card.title, &card.name).map(|title| format!("{title} {part}"));
            let plan = self.plain(&name, title, ty, Work::Score(ScorecardId(index)));
            self.add_column(table, plan);
        }
    }

    /// Gives each grouped table a hidden reference to its groups.
    fn declare_links(&mut self) {
        for (index, table) in self.policy.tables.iter().enumerate() {
            let Rows::Group { of, .. } = &table.rows else { continue };
            let Some(source) = self.table_named(&of.value) else { continue };
            let name = Spanned::new(table.name.value.clone(), of.span);
            let mut plan = self.plain(&name, Texts::plain(&name.value), Type::Text, Work::Link);
            plan.hidden = true;
            plan.references = Some(TableId(index));
            self.add_column(source, plan);
        }
    }

    fn plain(&self, name: &Spanned<String>, title: Texts, ty: Type, work: Work) -> ColumnPlan {
        ColumnPlan {
            name: name.value.clone(),
            title,
            ty,
            hidden: false,
            format: NumberFormat::General,
            references: None,
            work,
            span: name.span,
            source: None,
        }
    }

    pub(super) fn table_named(&self, name: &str) -> Option<TableId> {
        self.tables.iter().position(|table| table.name == name).filter(|_| name != FIGURES).map(TableId)
    }
}

/// A title as written; the name where there is none.
pub(super) fn title(title: &Localized, name: &Spanned<String>) -> Texts {
    if title.texts.is_empty() { Texts::plain(&name.value) } else { Texts::from(title) }
}

/// Stacks of stacks are followed so far.
const DEEPEST: usize = 16;

/// A column as it is written, and the table whose keys it holds.
type Given<'a> = (&'a Spanned<String>, Option<&'a str>);

/// The columns that all of the tables have. Where one of them refers to no table, or to another, the others hold
/// plain keys, too.
fn shared<'a>(policy: &'a model::Policy, of: &'a [Spanned<String>], deep: usize) -> Vec<Given<'a>> {
    let named = of.iter().filter_map(|name| policy.tables.iter().find(|table| table.name.value == name.value));
    let mut all = named.map(|table| columns_of(policy, table, deep));
    let first = all.next().unwrap_or_default();
    let rest: Vec<Vec<Given<'a>>> = all.collect();
    let of_all = |(column, target): Given<'a>| {
        let others = rest.iter().map(|table| table.iter().find(|(other, _)| other.value == column.value));
        let others: Vec<Option<&str>> = others.map(|other| other.map(|(_, target)| *target)).collect::<Option<_>>()?;
        Some((column, target.filter(|_| others.iter().all(|other| *other == target))))
    };
    first.into_iter().filter_map(of_all).collect()
}

/// The columns a table is written with: those its rows bring along, those read, and those worked out.
fn columns_of<'a>(policy: &'a model::Policy, table: &'a model::Table, deep: usize) -> Vec<Given<'a>> {
    let side = |side: &'a Spanned<String>| (side, Some(side.value.as_str()));
    let mut all: Vec<Given<'a>> = match &table.rows {
        Rows::Sheet(_) | Rows::Calendar { .. } => Vec::new(),
        Rows::Group { by, .. } => by.iter().map(|formula| (&formula.name, None)).collect(),
        Rows::Pairs { left, right, .. } => vec![side(left), side(right)],
        Rows::Unpivot(model::Unpivot { of, labels, value, .. }) => {
            std::iter::once(side(of)).chain(labels.iter().chain([value]).map(|name| (name, None))).collect()
        }
        Rows::Stack(of) => deep.checked_sub(1).map(|deep| shared(policy, of, deep)).unwrap_or_default(),
    };
    let target = |column: &'a model::Column| column.references.as_ref().map(|target| target.value.as_str());
    all.extend(table.columns.iter().map(|column| (&column.name, target(column))));
    all.extend(table.formulas.iter().map(|formula| (&formula.name, None)));
    all.extend(table.decisions.iter().flat_map(|d| &d.outputs).map(|output| (&output.name, None)));
    all
}
