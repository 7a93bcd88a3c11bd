//! From rhai's tree to ours, with the bytes of every node.

use super::error::SyntaxError;
use super::syntax::{Syntax, SyntaxKind};
use super::tokens::{Text, Tokens};
use crate::formula::{BinaryOp, UnaryOp};
use rhai::{AST, ASTFlags, Expr, FnCallExpr, Position, Stmt, Token};

type Converted = Result<Syntax, SyntaxError>;

/// Reads one tree; the tokens tell where things end.
pub(super) struct Converter<'a> {
    pub text: &'a Text,
    pub tokens: &'a Tokens,
}

impl Converter<'_> {
    /// The whole formula.
    pub fn whole(&self, ast: &AST) -> Converted {
        self.statements(ast.statements())
    }

    /// `let` statements and a final expression.
    fn statements(&self, statements: &[Stmt]) -> Converted {
        let Some((last, before)) = statements.split_last() else {
            return Err(SyntaxError::new((0, self.text.text.len() as u32), "there is no value here"));
        };
        if let Some(other) = before.iter().find(|statement| !matches!(statement, Stmt::Var(..))) {
            let at = self.point(other.position());
            return Err(SyntaxError::new(at, "only `let` can come before the last expression")
                .help("a formula is one expression; steps with names are written `let name = value;`"));
        }
        let mut whole = self.statement(last)?;
        for statement in before.iter().rev() {
            let Stmt::Var(parts, _, at) = statement else { continue };
            let (start, end) = (self.text.byte(*at), whole.end);
            let name = parts.0.name.to_string();
            let value = self.expression(&parts.1)?;
            whole = node(SyntaxKind::Let(name, Box::new(value), Box::new(whole)), (start, end));
        }
        Ok(whole)
    }

    fn statement(&self, statement: &Stmt) -> Converted {
        match statement {
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::FnCall(call, at) => self.call(call, *at),
            Stmt::If(flow, at) => {
                let condition = self.expression(&flow.expr)?;
                let then = self.statements(flow.body.statements())?;
                let otherwise = match flow.branch.statements() {
                    [] | [Stmt::Noop(_)] => None,
                    branch => Some(self.statements(branch)?),
                };
                let last = otherwise.as_ref().unwrap_or(&then).end;
                let range = self.tokens.balanced((self.text.byte(*at), last));
                // The last block's closing brace stands behind the last expression.
                let end = self.tokens.get(self.tokens.at(last)).filter(|t| t.token == Token::RightBrace);
                let range = (range.0, end.map_or(range.1, |brace| brace.end.max(range.1)));
                Ok(node(SyntaxKind::If(Box::new(condition), Box::new(then), otherwise.map(Box::new)), range))
            }
            Stmt::Block(block) => self.statements(block.statements()),
            Stmt::Var(_, _, at) => Err(SyntaxError::new(self.point(*at), "a `let` needs an expression after it")
                .help("write `let name = value; expression`")),
            Stmt::Noop(at) => Err(SyntaxError::new(self.point(*at), "there is no value here")),
            other => Err(self.not_here(other.position())),
        }
    }

    /// Any expression.
    pub fn expression(&self, expression: &Expr) -> Converted {
        let at = expression.position();
        let leaf = |kind| Ok(node(kind, self.token(at)));
        match expression {
            Expr::Unit(_) => leaf(SyntaxKind::Blank),
            Expr::BoolConstant(flag, _) => leaf(SyntaxKind::Bool(*flag)),
            Expr::IntegerConstant(number, _) => Ok(self.number(*number as f64, at)),
            Expr::FloatConstant(number, _) => Ok(self.number(**number, at)),
            Expr::StringConstant(text, _) => leaf(SyntaxKind::Text(text.to_string())),
            Expr::CharConstant(c, _) => leaf(SyntaxKind::Text(c.to_string())),
            Expr::Variable(parts, ..) if parts.2.is_empty() => self.name(&parts.1, at),
            Expr::Array(items, _) => self.list(items, at),
            Expr::InterpolatedString(parts, _) => self.interpolated(parts, at),
            Expr::And(items, _) => self.several(items, SyntaxKind::And),
            Expr::Or(items, _) => self.several(items, SyntaxKind::Or),
            Expr::Coalesce(items, _) => self.several(items, SyntaxKind::Coalesce),
            Expr::FnCall(call, at) => self.call(call, *at),
            Expr::Dot(parts, flags, _) => self.chain(&parts.lhs, &parts.rhs, *flags, false),
            Expr::Index(parts, flags, _) => self.chain(&parts.lhs, &parts.rhs, *flags, true),
            Expr::Stmt(block) => match block.statements() {
                [Stmt::Switch(_, at)] => Err(self.not_here(*at)),
                statements => self.statements(statements),
            },
            _ => Err(self.not_here(at)),
        }
    }

    fn name(&self, name: &str, at: Position) -> Converted {
        let range = self.token(at);
        if matches!(name, "null" | "NULL" | "Null" | "None" | "nil" | "NaN") {
            return Err(SyntaxError::new(range, format!("`{name}` is not a value here")).help(
                "an unknown value is a blank: ask with `is_blank(x)`, give a default with `x ?? 0`, write one as `()`",
            ));
        }
        Ok(node(SyntaxKind::Name(name.to_string()), range))
    }

    /// A number; rhai has already taken in the sign before it.
    fn number(&self, number: f64, at: Position) -> Syntax {
        let start = self.text.byte(at);
        let mut last = self.tokens.at(start);
        while self
            .tokens
            .get(last)
            .is_some_and(|t| !matches!(t.token, Token::IntegerConstant(_) | Token::FloatConstant(_)))
        {
            last += 1;
        }
        let end = self.tokens.get(last).map_or(start, |placed| placed.end);
        node(SyntaxKind::Number(number), self.tokens.balanced((start, end)))
    }

    fn list(&self, items: &[Expr], at: Position) -> Converted {
        let start = self.text.byte(at);
        let items = self.all(items)?;
        Ok(node(SyntaxKind::List(items), (start, self.tokens.close_of(start).unwrap_or(start))))
    }

    fn interpolated(&self, parts: &[Expr], at: Position) -> Converted {
        let start = self.text.byte(at);
        let parts = self.all(parts)?;
        let mut end = parts.last().map_or(start, |part| part.end);
        let rest = self.text.after(end);
        end += rest.find('`').map_or(0, |close| close as u32 + 1);
        if parts.last().is_some_and(|part| {
            matches!(part.kind, SyntaxKind::Text(_)) && self.text.slice((start, part.end)).ends_with('`')
        }) {
            end = parts.last().map_or(end, |part| part.end);
        }
        Ok(node(SyntaxKind::Interpolate(parts), (start, end)))
    }

    fn all(&self, items: &[Expr]) -> Result<Vec<Syntax>, SyntaxError> {
        items.iter().map(|item| self.expression(item)).collect()
    }

    fn several(&self, items: &[Expr], kind: fn(Vec<Syntax>) -> SyntaxKind) -> Converted {
        let items = self.all(items)?;
        let ends = items.first().map_or(0, |item| item.start)..items.last().map_or(0, |item| item.end);
        let range = self.tokens.balanced((ends.start, ends.end));
        Ok(node(kind(items), range))
    }

    fn call(&self, call: &FnCallExpr, at: Position) -> Converted {
        if call.is_qualified() || call.capture_parent_scope {
            return Err(self.not_here(at));
        }
        let start = self.text.byte(at);
        let written = self.tokens.get(self.tokens.at(start)).map(|placed| &placed.token);
        match (&call.args[..], written) {
            ([haystack, needle], Some(Token::In | Token::NotIn)) if call.name == "contains" => {
                let pair = (Box::new(self.expression(needle)?), Box::new(self.expression(haystack)?));
                let range = self.around(&pair.0, &pair.1);
                Ok(node(SyntaxKind::In(pair.0, pair.1), range))
            }
            ([inner], Some(Token::NotIn)) if call.name == "!" => {
                let inner = self.expression(inner)?;
                let range = (inner.start, inner.end);
                Ok(node(SyntaxKind::Unary(UnaryOp::Not, Box::new(inner)), range))
            }
            ([inner], _) if call.is_operator_call() => self.unary(&call.name, inner, start),
            ([left, right], _) if call.is_operator_call() => self.binary(&call.name, left, right, start),
            (args, _) => self.function(&call.name, self.all(args)?, start, start),
        }
    }

    fn unary(&self, sign: &str, inner: &Expr, at: u32) -> Converted {
        let inner = self.expression(inner)?;
        let end = self.tokens.with_parentheses((inner.start, inner.end)).1;
        let op = match sign {
            "-" => UnaryOp::Negate,
            "!" => UnaryOp::Not,
            _ => return Ok(inner),
        };
        Ok(node(SyntaxKind::Unary(op, Box::new(inner)), (at, end)))
    }

    fn binary(&self, sign: &str, left: &Expr, right: &Expr, at: u32) -> Converted {
        let (left, right) = (Box::new(self.expression(left)?), Box::new(self.expression(right)?));
        let range = self.around(&left, &right);
        if let ".." | "..=" = sign {
            return Ok(node(SyntaxKind::Range { from: left, to: right, inclusive: sign == "..=" }, range));
        }
        let op = BinaryOp::from_sign(sign).ok_or_else(|| super::mistakes::bits(sign, at))?;
        Ok(node(SyntaxKind::Binary { op, left, right, at }, range))
    }

    /// From the left operand to the right one, with the parentheses around each.
    fn around(&self, left: &Syntax, right: &Syntax) -> (u32, u32) {
        let start = self.tokens.with_parentheses((left.start, left.end)).0;
        (start, self.tokens.with_parentheses((right.start, right.end)).1)
    }

    fn function(&self, name: &str, args: Vec<Syntax>, start: u32, at: u32) -> Converted {
        let open = self.tokens.end_of(at);
        let end = self.tokens.close_of(open).unwrap_or(open);
        super::mistakes::spreadsheet_call(name, &args, (start, end))?;
        Ok(node(SyntaxKind::Call { name: name.to_string(), args, at }, (start, end)))
    }

    /// `a.b[c].d(e)`: rhai nests to the right, we nest to the left.
    fn chain(&self, base: &Expr, rest: &Expr, flags: ASTFlags, index: bool) -> Converted {
        let mut base = self.expression(base)?;
        let (mut rest, mut flags, mut index) = (rest, flags, index);
        loop {
            let (element, next) = match rest {
                _ if index && flags.contains(ASTFlags::BREAK) => (rest, None),
                Expr::Dot(parts, flags, _) => (&parts.lhs, Some((&parts.rhs, *flags, false))),
                Expr::Index(parts, flags, _) => (&parts.lhs, Some((&parts.rhs, *flags, true))),
                element => (element, None),
            };
            base = if index { self.index(base, element)? } else { self.member(base, element)? };
            match next {
                Some(next) => (rest, flags, index) = next,
                None => return Ok(base),
            }
        }
    }

    fn index(&self, base: Syntax, index: &Expr) -> Converted {
        let index = self.expression(index)?;
        let start = self.tokens.with_parentheses((base.start, base.end)).0;
        let inside = self.tokens.with_parentheses((index.start, index.end)).1;
        let end = self.tokens.get(self.tokens.at(inside)).map_or(inside, |bracket| bracket.end);
        Ok(node(SyntaxKind::Index(Box::new(base), Box::new(index)), (start, end)))
    }

    fn member(&self, base: Syntax, member: &Expr) -> Converted {
        let at = self.text.byte(member.position());
        let start = self.tokens.with_parentheses((base.start, base.end)).0;
        match member {
            Expr::Property(parts, _) => {
                let name = parts.2.to_string();
                Ok(node(SyntaxKind::Field { base: Box::new(base), name, at }, (start, self.tokens.end_of(at))))
            }
            Expr::MethodCall(call, _) => {
                let mut args = vec![base];
                args.extend(self.all(&call.args)?);
                self.function(&call.name, args, start, at)
            }
            _ => Err(self.not_here(member.position())),
        }
    }

    /// The bytes of the token at a position.
    fn token(&self, at: Position) -> (u32, u32) {
        let start = self.text.byte(at);
        (start, self.tokens.end_of(start))
    }

    fn point(&self, at: Position) -> (u32, u32) {
        self.token(at)
    }

    fn not_here(&self, at: Position) -> SyntaxError {
        super::mistakes::in_a_script(self.text, self.token(at))
    }
}

fn node(kind: SyntaxKind, (start, end): (u32, u32)) -> Syntax {
    Syntax { kind, start, end }
}
