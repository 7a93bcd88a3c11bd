//! The two ways over a tree: one that looks, one that makes it anew. A new node does not compile
//! until both know it.

use super::{Aggregate, Expr, Kind, ScriptArgument, Window};

impl Expr {
    /// Shows every node to `each`, in the order written, a node before its parts.
    pub fn visit<'e>(&'e self, each: &mut impl FnMut(&'e Expr)) {
        each(self);
        match &self.kind {
            Kind::Constant(_) | Kind::Parameter(_) | Kind::Column(_) | Kind::Follow { .. } | Kind::Figure(_) => {}
            Kind::Unary(_, a) => a.visit(each),
            Kind::Binary(_, a, b) | Kind::In(a, b) => [a, b].into_iter().for_each(|part| part.visit(each)),
            Kind::If(a, b, c) => [a, b, c].into_iter().for_each(|part| part.visit(each)),
            Kind::And(all)
            | Kind::Or(all)
            | Kind::Coalesce(all)
            | Kind::List(all)
            | Kind::Join(all)
            | Kind::Call(_, all) => all.iter().for_each(|part| part.visit(each)),
            Kind::Script(_, args) => args.iter().for_each(|arg| match arg {
                ScriptArgument::Value(part) => part.visit(each),
                ScriptArgument::Row(fields) => fields.iter().for_each(|(_, part)| part.visit(each)),
            }),
        }
    }

    /// The tree made anew: `change` is given every node, its parts already changed, and answers what
    /// stands in its place. `None` gives up the whole.
    pub fn fold(self, change: &mut impl FnMut(Expr) -> Option<Expr>) -> Option<Expr> {
        let Expr { kind, ty, span } = self;
        let kind = match kind {
            Kind::Constant(_) | Kind::Parameter(_) | Kind::Column(_) | Kind::Follow { .. } | Kind::Figure(_) => kind,
            Kind::Unary(op, a) => Kind::Unary(op, one(*a, change)?),
            Kind::Binary(op, a, b) => Kind::Binary(op, one(*a, change)?, one(*b, change)?),
            Kind::In(a, b) => Kind::In(one(*a, change)?, one(*b, change)?),
            Kind::If(a, b, c) => Kind::If(one(*a, change)?, one(*b, change)?, one(*c, change)?),
            Kind::And(all) => Kind::And(many(all, change)?),
            Kind::Or(all) => Kind::Or(many(all, change)?),
            Kind::Coalesce(all) => Kind::Coalesce(many(all, change)?),
            Kind::List(all) => Kind::List(many(all, change)?),
            Kind::Join(all) => Kind::Join(many(all, change)?),
            Kind::Call(function, all) => Kind::Call(function, many(all, change)?),
            Kind::Script(name, args) => {
                let args: Option<Vec<_>> = args.into_iter().map(|arg| argument(arg, change)).collect();
                Kind::Script(name, args?)
            }
        };
        change(Expr { kind, ty, span })
    }
}

fn one(part: Expr, change: &mut impl FnMut(Expr) -> Option<Expr>) -> Option<Box<Expr>> {
    part.fold(change).map(Box::new)
}

fn many(parts: Vec<Expr>, change: &mut impl FnMut(Expr) -> Option<Expr>) -> Option<Vec<Expr>> {
    parts.into_iter().map(|part| part.fold(change)).collect()
}

fn argument(arg: ScriptArgument, change: &mut impl FnMut(Expr) -> Option<Expr>) -> Option<ScriptArgument> {
    Some(match arg {
        ScriptArgument::Value(part) => ScriptArgument::Value(part.fold(change)?),
        ScriptArgument::Row(fields) => {
            let fields = fields.into_iter().map(|(path, part)| Some((path, part.fold(change)?)));
            ScriptArgument::Row(fields.collect::<Option<_>>()?)
        }
    })
}

impl Aggregate {
    /// Its expressions, all on the rows that are taken together.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let Aggregate { op: _, over: _, map: _, value, second, part: _, filter } = self;
        value.iter().chain(second).chain(filter)
    }
}

impl Window {
    /// Its expressions.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let Window { op: _, value, number: _, second, order, within } = self;
        std::iter::once(value).chain(second).chain(order).chain(within)
    }
}
