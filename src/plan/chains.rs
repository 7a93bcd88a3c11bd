//! Names with dots: `sales`, `salesperson.name`, `orders.amount`, `all.orders.amount`,
//! `orders[ship_to].amount`, `period.from`, `manager.score`.

use super::Work;
use super::binder::Binder;
use super::expressions::Context;
use super::names::Thing;
use super::order::Item;
use super::tables::FIGURES;
use crate::diagnostic::{Diagnostic, Instead, name_instead, nearest};
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::script::syntax::{self, Syntax};
use crate::source::Span;
use crate::value::{Type, Value, functions};

/// One name of a chain.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) span: Span,
    /// `[via]` behind the name.
    pub(super) via: Option<(String, Span)>,
}

impl Binder<'_> {
    /// The names of a chain in order; `None` where it is no plain chain of names.
    pub(super) fn links(&self, context: &Context<'_>, syntax: &Syntax) -> Option<Vec<Link>> {
        match &syntax.kind {
            syntax::SyntaxKind::Name(name) => {
                Some(vec![Link { name: name.clone(), span: self.span(context, syntax), via: None }])
            }
            syntax::SyntaxKind::Field { base, name, at } => {
                let mut links = self.links(context, base)?;
                let span = self.place(context.text, *at, *at + name.len() as u32);
                links.push(Link { name: name.clone(), span, via: None });
                Some(links)
            }
            syntax::SyntaxKind::Index(base, index) => {
                let mut links = self.links(context, base)?;
                let syntax::SyntaxKind::Name(via) = &index.kind else { return None };
                links.last_mut()?.via = Some((via.clone(), self.span(context, index)));
                Some(links)
            }
            _ => None,
        }
    }

    pub(super) fn bind_chain(&mut self, context: &Context<'_>, syntax: &Syntax) -> Option<Expr> {
        let span = self.span(context, syntax);
        let Some(links) = self.links(context, syntax) else {
            let help = "fields are read from references, as in `salesperson.name`".to_string();
            self.error("not-a-field", span, "this value has no fields", Some(help));
            return None;
        };
        if let Some(expr) = given_for(context, &links) {
            return Some(Expr { span, ..expr });
        }
        let first = &links[0].name;
        if let Some(expr) = context.locals.iter().rev().find(|(name, _)| name == first).map(|(_, expr)| expr.clone()) {
            return if links.len() == 1 { Some(Expr { span, ..expr }) } else { self.field_of_value(&expr, &links) };
        }
        if let Some(over) = context.over.clone() {
            return self.bind_in_aggregate(context, &over, &links, span);
        }
        if context.prefixed && links.len() > 1 && *first == self.tables[context.table.0].name {
            self.notes.add(Thing::Table(context.table), links[0].span);
            return self.bind_from(context.table, &links[1..], Vec::new(), span);
        }
        if self.names_own(context.table, &links) {
            return self.bind_from(context.table, &links, Vec::new(), span);
        }
        self.bind_constant(&links, span).unwrap_or_else(|| {
            self.unknown_name(context.table, &links);
            None
        })
    }

    /// Whether the chain begins with a column (or scorecard) of this table. Where a table has the name of
    /// a plain column, a chain that goes on behind it means the table: `sum(orders.amount)` beside a
    /// column `orders`.
    pub(super) fn names_own(&self, table: TableId, links: &[Link]) -> bool {
        let own = &self.tables[table.0];
        let Some(next) = links.get(1) else { return own.slot(&links[0].name).is_some() };
        let leads_on = |slot: usize| own.columns[slot].references.is_some() || own.columns[slot].work == Work::Derived;
        own.slot(&format!("{}.{}", links[0].name, next.name)).is_some()
            || own.slot(&links[0].name).is_some_and(|slot| leads_on(slot) || self.table_named(&links[0].name).is_none())
    }

    /// Parameters, the day of the run and figures: values that no row changes.
    pub(super) fn bind_constant(&mut self, links: &[Link], span: Span) -> Option<Option<Expr>> {
        let first = links[0].name.clone();
        let expr = match first.as_str() {
            FIGURES if links.len() > 1 => return Some(self.bind_figure(links, span)),
            "today" => match self.as_of {
                Some(day) => Expr::constant(Value::Date(day), span),
                None => {
                    let help = "give the policy a parameter `period`, or run it with `--as-of 2026-06-30`".to_string();
                    self.error("no-today", span, "the day of the run is not known", Some(help));
                    return Some(None);
                }
            },
            _ => self.parameter(&first, links[0].span)?,
        };
        Some(if links.len() == 1 { Some(expr) } else { self.field_of_value(&expr, links) })
    }

    /// `period.from`, `period.to`.
    fn field_of_value(&mut self, expr: &Expr, links: &[Link]) -> Option<Expr> {
        let (field, span) = (&links[1], links[0].span.to(links[links.len() - 1].span));
        let end = match field.name.as_str() {
            "from" => functions::find("first_day"),
            "to" => functions::find("last_day"),
            _ => None,
        };
        let is_fixed = matches!(expr.fixed_value(&self.parameters), Some(Value::Period(_)));
        if let Some(end) = end.filter(|_| is_fixed && links.len() == 2) {
            return Some(Expr::new(ExprKind::Call(end, vec![expr.clone()]), Type::Date, span).folded());
        }
        let (help, what) = match expr.ty {
            Some(Type::Period) => (Some("a period has `from` and `to`".to_string()), "a period"),
            Some(ty) => (None, ty.a_word()),
            None => (None, "a blank"),
        };
        self.error(
            "not-a-field",
            field.span,
            format!("`{}` is {what} and has no `{}`", links[0].name, field.name),
            help,
        );
        None
    }

    fn bind_figure(&mut self, links: &[Link], span: Span) -> Option<Expr> {
        let table = TableId(self.tables.len() - 1);
        let Some(slot) = self.tables[table.0].slot(&links[1].name) else {
            let near = nearest(&links[1].name, self.tables[table.0].columns.iter().map(|c| c.name.as_str()))
                .map(str::to_string);
            let help = near.map(|near| format!("there is a figure `{near}`"));
            self.error("unknown-name", links[1].span, format!("there is no figure `{}`", links[1].name), help);
            return None;
        };
        let id = ColumnId { table, slot };
        self.notes.add(Thing::Column(id), links[1].span);
        let ty = self.use_column(id, links[1].span)?;
        Some(Expr::new(ExprKind::Figure(id), ty, span))
    }

    /// Follows a chain from a table on; `path` is what was already followed from the own table.
    pub(super) fn bind_from(
        &mut self,
        start: TableId,
        links: &[Link],
        mut path: Vec<ColumnId>,
        span: Span,
    ) -> Option<Expr> {
        let mut table = start;
        let mut at = 0;
        loop {
            let link = &links[at];
            let part =
                links.get(at + 1).and_then(|next| self.tables[table.0].slot(&format!("{}.{}", link.name, next.name)));
            let (slot, last) = match (part, self.tables[table.0].slot(&link.name)) {
                (Some(slot), _) => (slot, at + 2),
                (None, Some(slot)) => (slot, at + 1),
                (None, None) => {
                    self.unknown_column(table, link);
                    return None;
                }
            };
            let id = ColumnId { table, slot };
            self.note_column(id, &links[at..last]);
            if last == links.len() {
                return self.end_of_chain(start, id, path, link.span, span);
            }
            // What a pair refers to is known before its rows are.
            if self.target(id).is_none() {
                self.need(Item::Column(id), link.span);
            }
            let Some(next) = self.target(id) else {
                self.not_a_reference(table, link, &links[last]);
                return None;
            };
            self.need_link(id, link.span);
            *self.used.entry(id).or_default() += 1;
            path.push(id);
            table = next;
            at = last;
        }
    }

    /// Notes what the one or two names stand for that a column was found by.
    fn note_column(&mut self, id: ColumnId, links: &[Link]) {
        match (&self.column(id).work, links) {
            (&Work::Score(card), [whole, part]) => {
                let spans = (whole.span.to(part.span), part.span);
                self.notes.add_part(card, &self.policy.scorecards[card.0], spans, &part.name);
            }
            // A row of a group refers to it by the name of the grouped table.
            (Work::Link, [link, ..]) => {
                self.notes.extend(self.target(id).map(Thing::Table), link.span);
            }
            (_, [link, ..]) => self.notes.add(Thing::Column(id), link.span),
            (_, []) => {}
        }
    }

    /// Notes the table that a chain names, and the column in brackets behind it.
    pub(super) fn note_table(&mut self, table: TableId, link: &Link) {
        self.notes.add(Thing::Table(table), link.span);
        let via = link.via.as_ref().and_then(|(name, span)| Some((self.tables[table.0].slot(name)?, *span)));
        if let Some((slot, span)) = via {
            self.notes.add(Thing::Column(ColumnId { table, slot }), span);
        }
    }

    fn end_of_chain(
        &mut self,
        start: TableId,
        id: ColumnId,
        path: Vec<ColumnId>,
        at: Span,
        span: Span,
    ) -> Option<Expr> {
        let ty = self.use_column(id, at)?;
        let kind = if path.is_empty() && id.table == start {
            ExprKind::Column(id.slot)
        } else {
            ExprKind::Follow { path, column: id }
        };
        Some(Expr::new(kind, ty, span))
    }

    fn not_a_reference(&mut self, table: TableId, link: &Link, next: &Link) {
        let name = &self.tables[table.0].name;
        let message = format!(
            "`{}` is a plain column of `{name}`, it refers to no table that could have `{}`",
            link.name, next.name
        );
        let help = format!("give the column `references:` and the name of a table, or use `{}` alone", link.name);
        self.error("not-a-reference", link.span, message, Some(help));
    }

    pub(super) fn unknown_column(&mut self, table: TableId, link: &Link) {
        let own = &self.tables[table.0];
        let near = nearest(&link.name, self.visible(table)).map(str::to_string);
        let message = format!("`{}` has no column `{}`", own.name, link.name);
        let help = near.map(|near| format!("there is `{near}`")).or_else(|| Some(self.list_columns(table)));
        let known: Vec<&str> = self.visible(table).collect();
        let instead = name_instead(&link.name, link.span, known, self.sources);
        self.diagnostics.push(Diagnostic::error("unknown-name", link.span, message).help_if(help).instead(instead));
    }

    fn visible(&self, table: TableId) -> impl Iterator<Item = &str> {
        self.tables[table.0].named_columns().map(|column| column.name.as_str())
    }

    fn list_columns(&self, table: TableId) -> String {
        let names: Vec<String> =
            self.visible(table).filter(|n| !n.contains('.')).take(12).map(|n| format!("`{n}`")).collect();
        if names.is_empty() { "it has no columns".to_string() } else { format!("it has {}", names.join(", ")) }
    }

    /// What a chain may begin with: where it goes on, only what leads on.
    fn known_here(&self, table: TableId, links: &[Link]) -> Vec<&str> {
        let parameters = self.policy.parameters.iter().map(|p| p.name.value.as_str());
        if links.len() == 1 {
            return self.visible(table).chain(parameters).collect();
        }
        let own = self.tables[table.0].named_columns();
        let leads = own.filter_map(|column| match column.name.split_once('.') {
            Some((whole, _)) => Some(whole),
            None => (column.references.is_some() || column.work == Work::Link).then_some(column.name.as_str()),
        });
        leads.chain(parameters).chain([FIGURES]).collect()
    }

    /// What to write instead of a name: not certain where a table is as near, which may be what is meant.
    fn instead_here(&self, known: &[&str], link: &Link) -> Option<Instead> {
        let here = name_instead(&link.name, link.span, known.iter().copied(), self.sources)?;
        let tables = self.policy.tables.iter().map(|table| table.name.value.as_str());
        let all: Vec<&str> = known.iter().copied().chain(tables).collect();
        let alone = name_instead(&link.name, link.span, all, self.sources);
        Some(Instead { certain: here.certain && alone.is_some_and(|alone| alone.certain), ..here })
    }

    /// A name that is nothing here: says what it may have been meant to be.
    pub(super) fn unknown_name(&mut self, table: TableId, links: &[Link]) {
        let link = &links[0];
        if self.table_named(&link.name).is_some() {
            let whole: Vec<&str> = links.iter().map(|l| l.name.as_str()).collect();
            let whole = whole.join(".");
            let message = format!("`{}` is a table: it has many rows, a formula needs one value", link.name);
            let help = if links.len() > 1 {
                format!("take the rows together, as in `sum({whole})`")
            } else {
                format!("count them: `count({whole})`")
            };
            self.error("table-as-value", link.span, message, Some(help));
            return;
        }
        let elsewhere = self.policy.tables.iter().find_map(|t| {
            let id = self.table_named(&t.name.value)?;
            self.tables[id.0].slot(&link.name).map(|_| t.name.value.clone())
        });
        // Only a table has a column in brackets behind it.
        if link.via.is_some() {
            self.unknown_table(&link.name, link.span);
            return;
        }
        let message = format!("`{}` is no column of `{}` and no parameter", link.name, self.tables[table.0].name);
        if let Some((help, instead)) = self.foreign_name(table, &link.name, link.span) {
            let instead = instead.filter(|_| self.sources.text(link.span) == link.name);
            self.diagnostics.push(Diagnostic::error("unknown-name", link.span, message).help(help).instead(instead));
            return;
        }
        let known = self.known_here(table, links);
        let instead = self.instead_here(&known, link);
        let near = nearest(&link.name, known).map(|near| format!("there is `{near}`"));
        let help = near.or_else(|| elsewhere.map(|other| format!("`{}` is a column of `{other}`", link.name)));
        let help = help.or_else(|| Some(self.list_columns(table)));
        self.diagnostics.push(Diagnostic::error("unknown-name", link.span, message).help_if(help).instead(instead));
    }
}

/// What stands for a chain of several names, where rules are applied to other columns.
fn given_for(context: &Context<'_>, links: &[Link]) -> Option<Expr> {
    let [_, _, ..] = links else { return None };
    let names: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
    let chain = names.join(".");
    context.locals.iter().rev().find(|(name, _)| *name == chain).map(|(_, expr)| expr.clone())
}
