//! Aggregates over other tables' rows.

use super::Work;
use super::binder::Binder;
use super::chains::Link;
use super::expressions::{Context, Over};
use super::tables::FIGURES;
use crate::formula::{Aggregate, AggregateOp, ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::script::syntax::Syntax;
use crate::source::Span;
use crate::value::{NumberFormat, Type, Value};

/// The table an aggregate's arguments speak of.
struct Rows {
    table: TableId,
    via: Option<(String, Span)>,
    all: bool,
    span: Span,
}

impl Binder<'_> {
    /// Whether an argument refers to another table's rows, so that `min` means the aggregate.
    pub(super) fn speaks_of_rows(&self, context: &Context<'_>, syntax: &Syntax) -> bool {
        let mut found = Vec::new();
        self.collect_rows(context, syntax, &mut found);
        !found.is_empty()
    }

    /// Every chain below a node that begins with a table's name, or with `all`.
    fn collect_rows(&self, context: &Context<'_>, syntax: &Syntax, found: &mut Vec<Rows>) {
        if let Some(links) = self.links(context, syntax) {
            let all = links[0].name == "all" && links.len() > 1;
            let link = &links[usize::from(all)];
            let local = context.locals.iter().any(|(name, _)| *name == link.name);
            if local || (!all && self.names_own(context.table, &links)) {
                return;
            }
            if let Some(table) = self.table_named(&link.name) {
                found.push(Rows { table, via: link.via.clone(), all, span: links[0].span.to(link.span) });
            }
            return;
        }
        for child in syntax.parts() {
            self.collect_rows(context, child, found);
        }
    }

    pub(super) fn bind_aggregate(
        &mut self,
        context: &Context<'_>,
        op: AggregateOp,
        (name, args): (Span, &[Syntax]),
        span: Span,
    ) -> Option<Expr> {
        self.may_aggregate(context, op, (name, args.len()), span)?;
        let arguments = op.arguments();
        let rows = self.aggregate_rows(context, op, args, span)?;
        let path = self.aggregate_path(context, &rows)?;
        let inner = Context {
            table: rows.table,
            over: Some(Over { outer: context.table, path: path.clone() }),
            ..context.clone()
        };
        let counts_rows = op == AggregateOp::Count && self.names_rows(context, &rows, &args[0]);
        let value = if counts_rows { Some(None) } else { self.bind_syntax(&inner, &args[0]).map(Some) };
        let second = match args.get(1).filter(|_| arguments == 2) {
            None => Some(None),
            Some(arg) => self.bind_syntax(&inner, arg).map(Some),
        };
        let every_row = path.is_none() && rows.all;
        let asked = self.bind_filter([&inner, context], every_row, args.get(arguments));
        let (value, second, asked) = (value?, second?, asked?);
        let filter = asked.filter;
        let ty = self.aggregate_type(op, value.as_ref(), second.as_ref(), span)?;
        let format = self.aggregate_format(op, rows.table, value.as_ref());
        let fixed = op.has_fixed_second();
        let part = second.as_ref().filter(|_| fixed).and_then(|part| self.fixed_value(part));
        let part = part.as_ref().and_then(Value::as_number).unwrap_or(0.0);
        let second = second.filter(|_| !fixed);
        let value = self.counted(op, value);
        let map = match path {
            Some(path) => RowMap::Path(path),
            None if asked.matches.is_empty() => RowMap::All,
            None => RowMap::Match { table: context.table, values: asked.matches },
        };
        let work = Work::Aggregate(Box::new(Aggregate { op, over: rows.table, map, value, second, part, filter }));
        let slot = self.lift(context.table, work, ty, format, span);
        Some(Expr::new(ExprKind::Column(slot), ty, span))
    }

    /// Whether `count` takes a table alone, and not a column of it.
    fn names_rows(&mut self, context: &Context<'_>, rows: &Rows, arg: &Syntax) -> bool {
        let links = self.links(context, arg).filter(|links| links.len() == 1 + usize::from(rows.all));
        let table = links.and_then(|mut links| links.pop());
        if let Some(link) = &table {
            self.note_table(rows.table, link);
        }
        table.is_some()
    }

    /// Whether an aggregate with this number of arguments is allowed here.
    fn may_aggregate(
        &mut self,
        context: &Context<'_>,
        op: AggregateOp,
        (name, args): (Span, usize),
        span: Span,
    ) -> Option<()> {
        if context.over.is_some() {
            let help = "give the inner one a name in the other table's formulas, and use that".to_string();
            self.error("nested-aggregate", name, format!("`{}` is inside another aggregate", op.name()), Some(help));
            return None;
        }
        let arguments = op.arguments();
        if args < arguments || args > arguments + 1 {
            self.error(
                "arguments",
                span,
                format!("`{}` takes {arguments} values and a filter", op.name()),
                Some(format!("write `{}`", op.usage())),
            );
            return None;
        }
        Some(())
    }

    /// `count(orders.amount)` counts the rows whose amount is known.
    fn counted(&self, op: AggregateOp, value: Option<Expr>) -> Option<Expr> {
        let value = value?;
        (op != AggregateOp::Count || value.ty.is_some()).then_some(value)
    }

    /// `count(orders)` counts the rows of a table, also where a column has the name of the table.
    fn counted_table(&self, context: &Context<'_>, arg: &Syntax) -> Option<Rows> {
        let links = self.links(context, arg).filter(|links| links.len() == 1)?;
        let table = self.table_named(&links[0].name)?;
        Some(Rows { table, via: links[0].via.clone(), all: false, span: links[0].span })
    }

    fn aggregate_rows(&mut self, context: &Context<'_>, op: AggregateOp, args: &[Syntax], span: Span) -> Option<Rows> {
        let counted = args.first().filter(|_| op == AggregateOp::Count);
        let mut found: Vec<Rows> = counted.and_then(|arg| self.counted_table(context, arg)).into_iter().collect();
        for arg in args {
            self.collect_rows(context, arg, &mut found);
        }
        let mut tables: Vec<TableId> = found.iter().map(|rows| rows.table).collect();
        tables.sort();
        tables.dedup();
        match tables.len() {
            0 => {
                if let Some(stranger) = args.iter().find_map(|arg| self.stranger(context, op, arg)) {
                    self.unknown_table(&stranger.name, stranger.span);
                    return None;
                }
                let own = self.tables[context.table.0].name.clone();
                let help = format!("name the rows, as in `{}`; every row of this table is `all.{own}.…`", op.usage());
                self.error(
                    "no-rows",
                    span,
                    format!("`{}` takes the rows of a table together, and no table is named here", op.name()),
                    Some(help),
                );
                None
            }
            1 => Some(found.swap_remove(0)),
            _ => self.deepest(found, &tables, span),
        }
    }

    /// The first name of `order.amount` where it is nothing here: a table was meant.
    fn stranger(&mut self, context: &Context<'_>, op: AggregateOp, arg: &Syntax) -> Option<Link> {
        let links = self.links(context, arg)?;
        let names_rows = links.len() > 1 || op == AggregateOp::Count;
        let local = context.locals.iter().any(|(name, _)| *name == links[0].name);
        let known = local
            || ["all", "today", FIGURES].contains(&links[0].name.as_str())
            || self.names_own(context.table, &links)
            || self.policy.parameters.iter().any(|parameter| parameter.name.value == links[0].name);
        (names_rows && !known).then(|| links[0].clone())
    }

    /// Of several tables the one whose rows refer to all the others: `sum(orders.amount,
    /// customers.category == "chain")` adds orders.
    fn deepest(&mut self, mut found: Vec<Rows>, tables: &[TableId], span: Span) -> Option<Rows> {
        for (index, rows) in found.iter().enumerate() {
            let from = rows.table;
            let reaches_all = tables.iter().all(|&to| to == from || self.paths(from, to).len() == 1);
            if reaches_all {
                return Some(found.swap_remove(index));
            }
        }
        let ways = |from: TableId, to: TableId| from == to || !self.paths(from, to).is_empty();
        if let Some(&from) = tables.iter().find(|from| tables.iter().all(|to| ways(**from, *to))) {
            let several = |to: &&TableId| **to != from && self.paths(from, **to).len() > 1;
            let to = tables.iter().find(several).copied()?;
            return self.only_path(from, to, span, Some("…")).and(None);
        }
        let names: Vec<String> = tables.iter().map(|id| format!("`{}`", self.tables[id.0].name)).collect();
        let message = format!("this speaks of the rows of {}, which do not refer to each other", names.join(" and "));
        self.error("several-tables", span, message, Some("an aggregate takes the rows of one table together".into()));
        None
    }

    fn aggregate_path(&mut self, context: &Context<'_>, rows: &Rows) -> Option<Option<Vec<ColumnId>>> {
        let figures = TableId(self.tables.len() - 1);
        self.need(super::order::Item::Rows(rows.table), rows.span);
        if rows.all || context.table == figures {
            return Some(None);
        }
        let Some((via, at)) = &rows.via else {
            return self.only_path(rows.table, context.table, rows.span, None).map(Some);
        };
        let Some(slot) = self.tables[rows.table.0].slot(via) else {
            self.unknown_column(rows.table, &Link { name: via.clone(), span: *at, via: None });
            return None;
        };
        let first = ColumnId { table: rows.table, slot };
        let Some(next) = self.target(first) else {
            let message = format!("`{via}` of `{}` refers to no table", self.tables[rows.table.0].name);
            let of = &self.tables[rows.table.0].name;
            let help = format!("write `{of}.{via}` for the column; brackets take a column with `references:`");
            self.error("not-a-reference", *at, message, Some(help));
            return None;
        };
        self.need_link(first, *at);
        let mut path = vec![first];
        if next != context.table {
            path.extend(self.only_path(next, context.table, *at, None)?);
        }
        Some(Some(path))
    }

    fn aggregate_type(
        &mut self,
        op: AggregateOp,
        value: Option<&Expr>,
        second: Option<&Expr>,
        span: Span,
    ) -> Option<Type> {
        let wants_number = matches!(
            op,
            AggregateOp::Sum
                | AggregateOp::Average
                | AggregateOp::WeightedAverage
                | AggregateOp::Median
                | AggregateOp::Percentile
                | AggregateOp::Deviation
                | AggregateOp::PopulationDeviation
                | AggregateOp::Variance
                | AggregateOp::PopulationVariance
                | AggregateOp::TopShare
                | AggregateOp::Concentration
        );
        let Some(value) = value else { return Some(Type::Number) };
        let ty = self.known(value)?;
        if wants_number && !self.must_be(value, Type::Number, &format!("what `{}` takes", op.name())) {
            return None;
        }
        if ty == Type::List || ty == Type::Period {
            self.error("wrong-type", value.span, format!("`{}` does not take {}", op.name(), ty.a_word()), None);
            return None;
        }
        self.aggregate_second(op, ty, second, span)?;
        Some(match op {
            op if op.picks_one() => ty,
            AggregateOp::List => Type::List,
            _ => Type::Number,
        })
    }

    /// Checks what an aggregate takes beside its values: a weight, a part, a number of rows, an order.
    fn aggregate_second(&mut self, op: AggregateOp, ty: Type, second: Option<&Expr>, span: Span) -> Option<()> {
        match (op, second) {
            (AggregateOp::WeightedAverage, Some(weight)) if !self.must_be(weight, Type::Number, "a weight") => {
                return None;
            }
            (AggregateOp::Percentile, Some(part)) => {
                self.percentile_part(part)?;
            }
            (AggregateOp::TopShare, Some(count)) => {
                self.whole_number(count, "how many are taken", op.usage())?;
            }
            (AggregateOp::Large | AggregateOp::Small, Some(place)) => {
                self.whole_number(place, "the place", op.usage())?;
            }
            (AggregateOp::First | AggregateOp::Last, Some(order)) => {
                self.ordering(order.items())?;
            }
            _ => {}
        }
        match op {
            AggregateOp::Min | AggregateOp::Max | AggregateOp::Large | AggregateOp::Small if ty == Type::Bool => {
                self.error("wrong-type", span, format!("`{}` does not take true and false", op.name()), None);
                return None;
            }
            _ => {}
        }
        Some(())
    }

    fn percentile_part(&mut self, part: &Expr) -> Option<()> {
        let known = self.fixed_value(part).as_ref().and_then(Value::as_number);
        if !known.is_some_and(|part| (0.0..=1.0).contains(&part)) {
            let help = "write the part as a number from 0 to 1, as in `percentile(orders.amount, 0.9)`".to_string();
            self.error("percentile", part.span, "the part of a percentile is a fixed number from 0 to 1", Some(help));
            return None;
        }
        Some(())
    }

    fn aggregate_format(&self, op: AggregateOp, over: TableId, value: Option<&Expr>) -> NumberFormat {
        match (op, value.map(|v| &v.kind)) {
            (AggregateOp::Count | AggregateOp::Distinct, _) => NumberFormat::Decimals(0),
            (AggregateOp::TopShare, _) => NumberFormat::Percent(1),
            (AggregateOp::Concentration, _) => NumberFormat::Decimals(3),
            (AggregateOp::Variance | AggregateOp::PopulationVariance, _) => NumberFormat::General,
            (_, Some(ExprKind::Column(slot))) => self.column(ColumnId { table: over, slot: *slot }).format,
            (_, Some(ExprKind::Follow { column, .. })) => self.column(*column).format,
            _ => NumberFormat::General,
        }
    }

    /// A chain inside an aggregate: the aggregate's own table, a table its rows refer to, or the row
    /// the formula belongs to.
    pub(super) fn bind_in_aggregate(
        &mut self,
        context: &Context<'_>,
        over: &Over,
        links: &[Link],
        span: Span,
    ) -> Option<Expr> {
        let all = links[0].name == "all" && links.len() > 1;
        let named = &links[usize::from(all)..];
        let is_outer = !all && self.names_own(over.outer, links);
        if !is_outer && let Some(table) = self.table_named(&named[0].name) {
            self.note_table(table, &named[0]);
            if named.len() == 1 {
                let help = format!("name a column of it, as in `{}.…`", named[0].name);
                self.error(
                    "table-as-value",
                    named[0].span,
                    format!("`{}` is a table, not a value", named[0].name),
                    Some(help),
                );
                return None;
            }
            if table == context.table {
                return self.bind_from(table, &named[1..], Vec::new(), span);
            }
            let rest: Vec<&str> = named[1..].iter().map(|link| link.name.as_str()).collect();
            let path = self.only_path(context.table, table, named[0].span, Some(&rest.join(".")))?;
            return self.follow(context.table, table, path, &named[1..], span);
        }
        if is_outer {
            let Some(path) = &over.path else {
                let own = self.tables[over.outer.0].name.clone();
                let message = format!("`{}` belongs to one row of `{own}`, but this takes every row", links[0].name);
                let help = format!(
                    "only `==` can ask for the rows that are like this one: `all.orders.shop == {}`",
                    links[0].name
                );
                self.error("outer-row", links[0].span, message, Some(help));
                return None;
            };
            return self.follow(context.table, over.outer, path.clone(), links, span);
        }
        if let Some(bound) = self.bind_constant(links, span) {
            return bound;
        }
        if self.names_own(context.table, links) {
            let (name, table) = (&links[0].name, self.tables[context.table.0].name.clone());
            let message = format!("`{name}` is a column of `{table}`, not of `{}`", self.tables[over.outer.0].name);
            self.error("unknown-name", links[0].span, message, Some(format!("write `{table}.{name}`")));
            return None;
        }
        self.unknown_name(over.outer, links);
        None
    }

    /// A column reached by a path from the aggregate's rows.
    fn follow(&mut self, from: TableId, to: TableId, path: Vec<ColumnId>, links: &[Link], span: Span) -> Option<Expr> {
        let expr = self.bind_from(to, links, Vec::new(), span)?;
        let kind = match expr.kind {
            ExprKind::Column(slot) => ExprKind::Follow { path, column: ColumnId { table: to, slot } },
            ExprKind::Follow { path: rest, column } => {
                ExprKind::Follow { path: path.into_iter().chain(rest).collect(), column }
            }
            other => other,
        };
        debug_assert!(from.0 < self.tables.len());
        Some(Expr { kind, ..expr })
    }
}
