//! A formula as a tree of names: what rhai's parser read, without any of rhai's types.

use crate::formula::{BinaryOp, UnaryOp};

/// One node, with the bytes of the formula's text it stands at.
#[derive(Clone, Debug, PartialEq)]
pub struct Syntax {
    /// What it is.
    pub kind: SyntaxKind,
    /// First byte in the formula's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxKind {
    /// `()`
    Blank,
    /// `1_000`, `0.5`
    Number(f64),
    /// `"text"`
    Text(String),
    /// `true`, `false`
    Bool(bool),
    /// A name: a column, a parameter, a table, a variable of a `let`.
    Name(String),
    /// `base.name`; the node's own `start..end` is that of the whole, `at` the first byte of `name`.
    Field {
        /// What stands before the dot.
        base: Box<Syntax>,
        /// The name after the dot.
        name: String,
        /// First byte of the name.
        at: u32,
    },
    /// `base[index]`
    Index(Box<Syntax>, Box<Syntax>),
    /// `[a, b]`
    List(Vec<Syntax>),
    /// `-a`, `!a`
    Unary(UnaryOp, Box<Syntax>),
    /// `a + b` and the like; `at` is the first byte of the operator.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left operand.
        left: Box<Syntax>,
        /// Right operand.
        right: Box<Syntax>,
        /// First byte of the operator.
        at: u32,
    },
    /// `a && b && c`
    And(Vec<Syntax>),
    /// `a || b || c`
    Or(Vec<Syntax>),
    /// `a ?? b ?? c`
    Coalesce(Vec<Syntax>),
    /// `needle in haystack`
    In(Box<Syntax>, Box<Syntax>),
    /// `from .. to` (up to but not including) or `from ..= to` (included)
    Range {
        /// Lower end.
        from: Box<Syntax>,
        /// Upper end.
        to: Box<Syntax>,
        /// Whether the upper end is included.
        inclusive: bool,
    },
    /// `if c { a } else { b }`; without `else` the other branch is blank.
    If(Box<Syntax>, Box<Syntax>, Option<Box<Syntax>>),
    /// `{ let name = value; body }`
    Let(String, Box<Syntax>, Box<Syntax>),
    /// `name(args)` and `arg.name(args)`; `at` is the first byte of the name.
    Call {
        /// The function's name.
        name: String,
        /// Its arguments; for `a.f(b)` they are `a, b`.
        args: Vec<Syntax>,
        /// First byte of the name.
        at: u32,
    },
    /// `` `text ${a} text` ``: the parts, to be joined; a blank part shows as `–`.
    Interpolate(Vec<Syntax>),
}

impl Syntax {
    /// The parts it is made of, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Syntax> {
        match &self.kind {
            SyntaxKind::Blank
            | SyntaxKind::Number(_)
            | SyntaxKind::Text(_)
            | SyntaxKind::Bool(_)
            | SyntaxKind::Name(_) => Vec::new(),
            SyntaxKind::Field { base, .. } => vec![base],
            SyntaxKind::Unary(_, a) => vec![a],
            SyntaxKind::Index(a, b) | SyntaxKind::In(a, b) | SyntaxKind::Let(_, a, b) => vec![a, b],
            SyntaxKind::Binary { left, right, .. } => vec![left, right],
            SyntaxKind::Range { from, to, .. } => vec![from, to],
            SyntaxKind::If(a, b, c) => {
                [Some(a), Some(b), c.as_ref()].into_iter().flatten().map(|b| b.as_ref()).collect()
            }
            SyntaxKind::List(all)
            | SyntaxKind::And(all)
            | SyntaxKind::Or(all)
            | SyntaxKind::Coalesce(all)
            | SyntaxKind::Interpolate(all) => all.iter().collect(),
            SyntaxKind::Call { args, .. } => args.iter().collect(),
        }
    }
}
