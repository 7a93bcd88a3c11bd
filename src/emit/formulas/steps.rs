//! Steps on the way: columns of a table's sheet that hold what a formula needs of each row.

use super::words::{Formula, Piece, Place, Step, cat};
use super::{Reason, Speaker};
use crate::formula::{ColumnId, Expr, ExprKind, TableId};
use crate::plan::{DecisionId, RowsPlan, Work};
use crate::source::Span;
use crate::value::{Type, Value, functions};

/// What a step stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// The value of an expression.
    Expr(Box<Expr>),
    /// The number of the rule that decides.
    Rule(DecisionId),
}

impl Speaker<'_> {
    /// The column that holds an expression: the one it names, or a step.
    pub(super) fn place_of(&mut self, table: TableId, expr: &Expr) -> Result<Place, Reason> {
        if let ExprKind::Column(slot) = expr.kind {
            let id = ColumnId { table, slot };
            self.holds_one_value(id)?;
            return Ok(Place::Column(id));
        }
        let what = What::Expr(Box::new(expr.clone()));
        if let Some(known) = self.known_step(table, &what) {
            return Ok(known);
        }
        self.readable(table)?;
        let said = match &expr.kind {
            ExprKind::Follow { path, column } => return self.followed(table, expr, path, *column),
            _ => self.say(table, expr)?,
        };
        let formula = Formula { pieces: super::finished(&said), array: false };
        Ok(self.step(table, what, String::new(), formula))
    }

    pub(super) fn known_step(&self, table: TableId, what: &What) -> Option<Place> {
        let known = self.known.iter().position(|(own, known)| *own == table && known == what);
        known.map(Place::Step)
    }

    /// A step for an expression, with its values.
    fn step(&mut self, table: TableId, what: What, title: String, formula: Formula) -> Place {
        let rows: Vec<u32> = (0..self.trace.rows(table) as u32).collect();
        let values = match &what {
            What::Expr(expr) => self.trace.values(table, expr, &rows),
            What::Rule(_) => Vec::new(),
        };
        self.step_with(table, what, (title, formula, values))
    }

    pub(super) fn step_with(
        &mut self,
        table: TableId,
        what: What,
        (title, formula, values): (String, Formula, Vec<Value>),
    ) -> Place {
        self.known.push((table, what));
        self.steps.push(Step { table, title, formula, values });
        Place::Step(self.steps.len() - 1)
    }

    /// A column of another table, reached through references one after another.
    fn followed(&mut self, table: TableId, expr: &Expr, path: &[ColumnId], column: ColumnId) -> Result<Place, Reason> {
        self.holds_one_value(column)?;
        let Some((last, before)) = path.split_last() else { return Err("it follows no reference".into()) };
        let reference = match before {
            [] => self.reference(*last)?,
            way => {
                let part = Expr {
                    kind: ExprKind::Follow { path: way.to_vec(), column: *last },
                    ty: Some(self.plan.column(*last).ty),
                    span: expr.span,
                };
                self.place_of(table, &part)?
            }
        };
        let key = self.key_referred_to(*last)?;
        self.readable(column.table)?;
        let own = cat![Piece::Own(reference)];
        let found = match key == column {
            true => cat!["INDEX(", Piece::All(Place::Column(column)), ",", self.match_key(&own, key)?, ")"],
            false => cat!["INDEX(", Piece::All(Place::Column(column)), ",", self.match_key(&own, key)?, ")"],
        };
        // An empty cell would be 0.
        let pieces = cat!["IFERROR(IF(", &found, "=\"\",\"\",", &found, "),\"\")"];
        let names: Vec<&str> = path.iter().chain([&column]).map(|id| self.plan.column(*id).name.as_str()).collect();
        let title = names.join(" → ");
        Ok(self.step(table, What::Expr(Box::new(expr.clone())), title, Formula { pieces, array: false }))
    }

    /// The place of a reference; one of a grouped row to its group has no value.
    fn reference(&self, id: ColumnId) -> Result<Place, Reason> {
        match self.plan.column(id).work {
            Work::Link => Err("it follows the reference from a row to its group".into()),
            _ => Ok(Place::Column(id)),
        }
    }

    /// The key that a reference holds.
    pub(super) fn key_referred_to(&self, reference: ColumnId) -> Result<ColumnId, Reason> {
        let Some(table) = self.plan.column(reference).references else {
            return Err("it follows a column that refers to nothing".into());
        };
        let plan = &self.plan.tables[table.0];
        let Some(slot) = plan.key else { return Err(format!("`{}` has no key that a cell could refer to", plan.name)) };
        let key = ColumnId { table, slot };
        if self.plan.column(key).ty != self.plan.column(reference).ty {
            return Err(format!("the key of `{}` has another type than what refers to it", plan.name));
        }
        self.names_one_row(key)?;
        Ok(key)
    }

    /// The place of a key among those of its table.
    pub(super) fn match_key(&self, own: &Vec<Piece>, key: ColumnId) -> Result<Vec<Piece>, Reason> {
        let all = Piece::All(Place::Column(key));
        match self.plan.column(key).ty {
            Type::Text => {
                self.readable_as_criterion(Place::Column(key))?;
                Ok(cat!["MATCH(", own, ",", all, ",0)"])
            }
            Type::Number | Type::Date | Type::DateTime => Ok(cat!["MATCH(", own, ",", all, ",0)"]),
            other => Err(format!("its key is {}", other.a_word())),
        }
    }

    /// The columns of a grouped table's source that hold what its groups stand for, where a reference leads from a
    /// row to its group.
    pub(super) fn group_of(&self, link: ColumnId) -> Option<(TableId, &crate::plan::GroupPlan)> {
        let plans = self.plan.tables.iter().enumerate();
        plans
            .filter_map(|(at, table)| match &table.rows {
                RowsPlan::Group(group) if group.of == link.table && group.link == link.slot => {
                    Some((TableId(at), group))
                }
                _ => None,
            })
            .next()
    }
}

/// An expression made on the way.
pub(super) fn made(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr::new(kind, ty, span)
}

/// Whether an expression has a value, as an expression.
pub(super) fn known(expr: &Expr) -> Result<Expr, Reason> {
    let Some(is_blank) = functions::find("is_blank") else { return Err("blanks cannot be asked for".into()) };
    let blank = made(ExprKind::Call(is_blank, vec![expr.clone()]), Type::Bool, expr.span);
    Ok(made(ExprKind::Unary(crate::formula::UnaryOp::Not, Box::new(blank)), Type::Bool, expr.span))
}
