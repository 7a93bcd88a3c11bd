//! The two ways over a tree: one that looks, one that makes it anew. A new node does not compile
//! until both know it.

use super::{Aggregate, Expr, ExprKind, ScriptArgument, Window};

impl Expr {
    /// Shows every node to `each`, in the order written, a node before its parts.
    pub fn visit<'e>(&'e self, each: &mut impl FnMut(&'e Expr)) {
        each(self);
        self.parts().into_iter().for_each(|part| part.visit(each));
    }

    /// The parts of a node, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Parameter(_)
            | ExprKind::Column(_)
            | ExprKind::Follow { .. }
            | ExprKind::Figure(_) => Vec::new(),
            ExprKind::Unary(_, a) => vec![a],
            ExprKind::Binary(_, a, b) | ExprKind::In(a, b) => vec![a, b],
            ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Coalesce(all)
            | ExprKind::List(all)
            | ExprKind::Join(all)
            | ExprKind::Call(_, all) => all.iter().collect(),
            ExprKind::Script(_, args) => args.iter().flat_map(argument_parts).collect(),
        }
    }

    /// The tree made anew: `change` is given every node, its parts already changed, and answers what
    /// stands in its place. `None` gives up the whole.
    pub fn fold(self, change: &mut impl FnMut(Expr) -> Option<Expr>) -> Option<Expr> {
        let Expr { kind, ty, span } = self;
        let kind = match kind {
            ExprKind::Constant(_)
            | ExprKind::Parameter(_)
            | ExprKind::Column(_)
            | ExprKind::Follow { .. }
            | ExprKind::Figure(_) => kind,
            ExprKind::Unary(op, a) => ExprKind::Unary(op, one(*a, change)?),
            ExprKind::Binary(op, a, b) => ExprKind::Binary(op, one(*a, change)?, one(*b, change)?),
            ExprKind::In(a, b) => ExprKind::In(one(*a, change)?, one(*b, change)?),
            ExprKind::If(a, b, c) => ExprKind::If(one(*a, change)?, one(*b, change)?, one(*c, change)?),
            ExprKind::And(all) => ExprKind::And(many(all, change)?),
            ExprKind::Or(all) => ExprKind::Or(many(all, change)?),
            ExprKind::Coalesce(all) => ExprKind::Coalesce(many(all, change)?),
            ExprKind::List(all) => ExprKind::List(many(all, change)?),
            ExprKind::Join(all) => ExprKind::Join(many(all, change)?),
            ExprKind::Call(function, all) => ExprKind::Call(function, many(all, change)?),
            ExprKind::Script(name, args) => {
                let args: Option<Vec<_>> = args.into_iter().map(|arg| argument(arg, change)).collect();
                ExprKind::Script(name, args?)
            }
        };
        change(Expr { kind, ty, span })
    }
}

fn argument_parts(arg: &ScriptArgument) -> Vec<&Expr> {
    match arg {
        ScriptArgument::Value(part) => vec![part],
        ScriptArgument::Row(fields) => fields.iter().map(|(_, part)| part).collect(),
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
