//! Aggregates over every row whose filter names the own row too: `all.orders.shop == shops.shop`.

use super::binder::Binder;
use super::expressions::Context;
use crate::formula::{self, BinaryOp, Expr, ExprKind, Match};
use crate::script::syntax::{Syntax, SyntaxKind};
use crate::value::Type;

/// What a filter asks: which values are to be the same, and what else must hold.
pub(super) struct Asked {
    pub matches: Vec<Match>,
    pub filter: Option<Expr>,
}

impl Binder<'_> {
    /// Binds a filter; `inner` speaks of the rows taken together, `outer` of the own row.
    pub(super) fn bind_filter(
        &mut self,
        [inner, outer]: [&Context<'_>; 2],
        every_row: bool,
        filter: Option<&Syntax>,
    ) -> Option<Asked> {
        let mut asked = Asked { matches: Vec::new(), filter: None };
        let Some(syntax) = filter else { return Some(asked) };
        let parts = match &syntax.kind {
            SyntaxKind::And(parts) => parts.iter().collect(),
            _ => vec![syntax],
        };
        let (same, others): (Vec<&Syntax>, Vec<&Syntax>) =
            parts.iter().partition(|part| every_row && self.like_sides([inner, outer], part).is_some());
        if same.is_empty() {
            asked.filter = Some(self.bind_condition(inner, syntax)?);
            return Some(asked);
        }
        for part in same {
            let (theirs, own) = self.like_sides([inner, outer], part)?;
            asked.matches.push(self.bind_match([inner, outer], theirs, own)?);
        }
        let span = self.span(inner, syntax);
        let others: Option<Vec<Expr>> = others.into_iter().map(|part| self.bind_condition(inner, part)).collect();
        let mut others = others?;
        asked.filter = match others.len() {
            0 | 1 => others.pop(),
            _ => Some(Expr::new(ExprKind::And(others), Type::Bool, span)),
        };
        Some(asked)
    }

    fn bind_condition(&mut self, context: &Context<'_>, syntax: &Syntax) -> Option<Expr> {
        let condition = self.bind_syntax(context, syntax)?;
        self.must_be(&condition, Type::Bool, "a filter").then_some(condition)
    }

    fn bind_match(&mut self, [inner, outer]: [&Context<'_>; 2], theirs: &Syntax, own: &Syntax) -> Option<Match> {
        let (theirs, own) = (self.bind_syntax(inner, theirs)?, self.bind_syntax(outer, own)?);
        let (kind, other) = (self.known(&theirs)?, self.known(&own)?);
        if let Err(mismatch) = formula::binary(BinaryOp::Equal, kind, other) {
            self.problem("wrong-type", own.span, mismatch);
            return None;
        }
        Some(Match { theirs, own })
    }

    /// The sides of an `==` of which one speaks of the rows taken together, the other of the own row.
    fn like_sides<'s>(&self, [inner, outer]: [&Context<'_>; 2], part: &'s Syntax) -> Option<(&'s Syntax, &'s Syntax)> {
        let SyntaxKind::Binary { op: BinaryOp::Equal, left, right, .. } = &part.kind else { return None };
        let own = |side: &Syntax| self.speaks_of_own_row([inner, outer], side);
        match (own(left), own(right)) {
            (Some(false), Some(true)) => Some((left, right)),
            (Some(true), Some(false)) => Some((right, left)),
            _ => None,
        }
    }

    /// Whether a side speaks of the own row alone; nothing where it speaks of both or of neither.
    fn speaks_of_own_row(&self, contexts: [&Context<'_>; 2], side: &Syntax) -> Option<bool> {
        let mut found = Vec::new();
        self.collect_sides(contexts, side, &mut found);
        let first = *found.first()?;
        found.iter().all(|own| *own == first).then_some(first)
    }

    fn collect_sides(&self, contexts: [&Context<'_>; 2], side: &Syntax, found: &mut Vec<bool>) {
        let [inner, outer] = contexts;
        let Some(links) = self.links(inner, side) else {
            side.parts().into_iter().for_each(|part| self.collect_sides(contexts, part, found));
            return;
        };
        let local = inner.locals.iter().any(|(name, _)| *name == links[0].name);
        let all = links[0].name == "all" && links.len() > 1;
        if local {
        } else if all || !self.names_own(outer.table, &links) && self.table_named(&links[0].name).is_some() {
            found.push(false);
        } else if self.names_own(outer.table, &links) {
            found.push(true);
        }
    }
}
