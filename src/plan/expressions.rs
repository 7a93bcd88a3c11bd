//! From names to columns: a formula's syntax becomes a typed expression.

use super::binder::Binder;
use crate::diagnostic::Diagnostic;
use crate::formula::{self, BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp};
use crate::policy::model::FormulaText;
use crate::script::syntax::{self, Syntax};
use crate::source::{Span, Spanned};
use crate::value::{Date, Type, Value};

/// What the names of a formula mean.
#[derive(Clone)]
pub(super) struct Context<'c> {
    /// The table whose rows the expression is worked out for.
    pub(super) table: TableId,
    /// Inside an aggregate: how its rows reach the row the formula belongs to.
    pub(super) over: Option<Over>,
    /// The formula's text, for places.
    pub(super) text: &'c FormulaText,
    /// Names given by `let`.
    pub(super) locals: Vec<(String, Expr)>,
    /// The type a script of unknown type is said to give.
    pub(super) declared: Option<Type>,
    /// Whether the formula is in a `by:` or `where:`, where the grouped table's own name is a prefix.
    pub(super) prefixed: bool,
}

/// Where rules are applied: the rows, and what is read in place of what the rules name.
#[derive(Clone, Copy)]
pub(super) struct Site<'g> {
    /// The table whose rows are decided.
    pub(super) table: TableId,
    /// Names of the rules with what stands for them here.
    pub(super) given: &'g [(String, Expr)],
}

impl From<TableId> for Site<'_> {
    fn from(table: TableId) -> Self {
        Site { table, given: &[] }
    }
}

/// The rows of an aggregate.
#[derive(Clone)]
pub(super) struct Over {
    /// The table the formula belongs to.
    pub(super) outer: TableId,
    /// From the aggregate's rows to the formula's row; `None` for `all.`.
    pub(super) path: Option<Vec<ColumnId>>,
}

impl<'a> Binder<'a> {
    /// Reads and binds a formula on a table.
    pub(super) fn bind_text(
        &mut self,
        table: TableId,
        text: &FormulaText,
        kind: Option<&Spanned<Type>>,
    ) -> Option<Expr> {
        self.bind_in(Self::context(table, text, kind.map(|kind| kind.value), false), text)
    }

    /// Binds a formula in which some names stand for other things than elsewhere on the table.
    pub(super) fn bind_given(&mut self, site: Site<'_>, text: &FormulaText) -> Option<Expr> {
        let context = Context { locals: site.given.to_vec(), ..Self::context(site.table, text, None, false) };
        self.bind_in(context, text)
    }

    /// Binds a formula in which the table's own name may stand before its columns.
    pub(super) fn bind_grouped(&mut self, table: TableId, text: &FormulaText) -> Option<Expr> {
        self.bind_in(Self::context(table, text, None, true), text)
    }

    /// Binds the condition of a pair: the sides are its reference columns.
    pub(super) fn bind_pair_condition(&mut self, table: TableId, text: &FormulaText) -> Option<Expr> {
        self.bind_in(Self::context(table, text, None, true), text)
    }

    fn context(table: TableId, text: &FormulaText, declared: Option<Type>, prefixed: bool) -> Context<'_> {
        Context { table, over: None, text, locals: Vec::new(), declared, prefixed }
    }

    fn bind_in(&mut self, context: Context<'_>, text: &FormulaText) -> Option<Expr> {
        match crate::script::parse(&text.value) {
            Ok(syntax) => self.bind_syntax(&context, &syntax),
            Err(error) => {
                let span = self.place(text, error.start, error.end);
                let written = text.value.get(error.start as usize..error.end as usize);
                let exact = written == Some(self.sources.text(span));
                let instead = error.instead.filter(|new| exact && self.can_write(text, span, &new.text));
                self.diagnostics.push(Diagnostic::of("syntax", span, error.problem).instead(instead));
                None
            }
        }
    }

    /// Whether a text can be written there as it is. In a quoted value a quote would end it, in a sheet
    /// it is not the file that is shown, and at the start of a plain value some signs mean something to YAML.
    fn can_write(&self, text: &FormulaText, span: Span, new: &str) -> bool {
        let file = self.sources.file(span.file);
        let before = file.text[..text.span.start as usize].chars().next_back();
        let plain = !matches!(before, Some('"' | '\''));
        let signs = plain && span.start == text.span.start && new.starts_with(['!', '&', '"', '*', '-', '>', '=']);
        file.cells.is_empty() && !signs && (!new.contains('"') || before != Some('"'))
    }

    /// The span of a range of a formula's text.
    pub(super) fn place(&self, text: &FormulaText, start: u32, end: u32) -> Span {
        crate::policy::formula_span(text, self.sources, start as usize, end as usize)
    }

    pub(super) fn span(&self, context: &Context<'_>, syntax: &Syntax) -> Span {
        self.place(context.text, syntax.start, syntax.end)
    }

    /// Binds one node. `None` where it has mistakes, which are then reported.
    pub(super) fn bind_syntax(&mut self, context: &Context<'_>, syntax: &Syntax) -> Option<Expr> {
        let span = self.span(context, syntax);
        match &syntax.kind {
            syntax::SyntaxKind::Blank => Some(Expr { kind: ExprKind::Constant(Value::Blank), ty: None, span }),
            syntax::SyntaxKind::Number(number) => Some(Expr::constant(Value::number(*number), span)),
            syntax::SyntaxKind::Text(text) => Some(Expr::constant(Value::text(text.as_str()), span)),
            syntax::SyntaxKind::Bool(flag) => Some(Expr::constant(Value::Bool(*flag), span)),
            syntax::SyntaxKind::Name(_) | syntax::SyntaxKind::Field { .. } | syntax::SyntaxKind::Index(..) => {
                self.bind_chain(context, syntax)
            }
            syntax::SyntaxKind::List(items) => self.bind_list(context, items, span),
            syntax::SyntaxKind::Unary(op, operand) => self.bind_unary(context, *op, operand, span),
            syntax::SyntaxKind::Binary { op, left, right, at } => {
                self.bind_binary(context, (*op, *at), left, right, span)
            }
            syntax::SyntaxKind::And(items) => self.bind_logic(context, items, ExprKind::And, span),
            syntax::SyntaxKind::Or(items) => self.bind_logic(context, items, ExprKind::Or, span),
            syntax::SyntaxKind::Coalesce(items) => self.bind_coalesce(context, items, span),
            syntax::SyntaxKind::In(needle, haystack) => self.bind_in_test(context, needle, haystack, span),
            syntax::SyntaxKind::Range { .. } => {
                self.error("lone-range", span, "a range is written after `in`", Some("write `value in 1 .. 5`".into()));
                None
            }
            syntax::SyntaxKind::If(condition, then, otherwise) => {
                self.bind_if(context, condition, then, otherwise.as_deref(), span)
            }
            syntax::SyntaxKind::Let(name, value, body) => {
                let value = self.bind_syntax(context, value)?;
                let mut inner = context.clone();
                inner.locals.push((name.clone(), value));
                self.bind_syntax(&inner, body)
            }
            syntax::SyntaxKind::Call { name, args, at } => self.bind_call(context, (name, *at), args, span),
            syntax::SyntaxKind::Interpolate(parts) => {
                let parts = self.bind_each(context, parts)?;
                Some(Expr::new(ExprKind::Join(parts), Type::Text, span))
            }
        }
    }

    /// Binds all, so that every mistake is found, not the first alone.
    pub(super) fn bind_each(&mut self, context: &Context<'_>, items: &[Syntax]) -> Option<Vec<Expr>> {
        let bound: Vec<Option<Expr>> = items.iter().map(|item| self.bind_syntax(context, item)).collect();
        bound.into_iter().collect()
    }

    fn bind_list(&mut self, context: &Context<'_>, items: &[Syntax], span: Span) -> Option<Expr> {
        let items = self.bind_each(context, items)?;
        let constants: Option<Vec<Value>> = items.iter().map(|item| item.as_constant().cloned()).collect();
        let kind =
            constants.map_or_else(|| ExprKind::List(items), |values| ExprKind::Constant(Value::List(values.into())));
        Some(Expr::new(kind, Type::List, span))
    }

    fn bind_unary(&mut self, context: &Context<'_>, op: UnaryOp, operand: &Syntax, span: Span) -> Option<Expr> {
        let operand = self.bind_syntax(context, operand)?;
        let of = self.known(&operand)?;
        match formula::unary(op, of) {
            Ok(ty) => Some(Expr::new(ExprKind::Unary(op, Box::new(operand)), ty, span).folded()),
            Err(mismatch) => {
                let help = (op == UnaryOp::Not).then(|| self.help_of_text(&operand, Type::Bool)).flatten();
                self.error("wrong-type", operand.span, mismatch.message, help.or(mismatch.help));
                None
            }
        }
    }

    fn bind_binary(
        &mut self,
        context: &Context<'_>,
        (op, at): (BinaryOp, u32),
        left: &Syntax,
        right: &Syntax,
        span: Span,
    ) -> Option<Expr> {
        if op == BinaryOp::Power {
            self.lint_power(context, (left, at), span);
        }
        let compares_blank = [left, right].iter().any(|side| side.kind == syntax::SyntaxKind::Blank);
        if compares_blank && matches!(op, BinaryOp::Equal | BinaryOp::NotEqual) {
            let other = if left.kind == syntax::SyntaxKind::Blank { right } else { left };
            let name = context.text.value.get(other.start as usize..other.end as usize).unwrap_or("x");
            let help = if op == BinaryOp::Equal {
                format!("write `is_blank({name})`")
            } else {
                format!("write `!is_blank({name})`")
            };
            self.error("blank-comparison", span, "comparing with a blank never answers true", Some(help));
            return None;
        }
        let (left, right) = (self.bind_syntax(context, left), self.bind_syntax(context, right));
        let (left, right) = (left?, right?);
        let (a, b) = (self.known(&left), self.known(&right));
        self.lint_empty_text(op, [&left, &right], span);
        let sign = self.place(context.text, at, at + op.sign().len() as u32);
        self.lint_joined(op, [&left, &right], sign);
        match formula::binary(op, a?, b?) {
            Ok(ty) => Some(Expr::new(ExprKind::Binary(op, Box::new(left), Box::new(right)), ty, span).folded()),
            Err(mismatch) => {
                let help = self.help_of_operand(&left, b).or_else(|| self.help_of_operand(&right, a));
                self.diagnostics.push(
                    Diagnostic::error("wrong-type", sign, mismatch.message)
                        .help_if(help.or(mismatch.help))
                        .related(left.span, a?.a_word())
                        .related(right.span, b?.a_word()),
                );
                None
            }
        }
    }

    /// What to write for an operand that was meant as another kind of value: a day as text, a column in brackets.
    fn help_of_operand(&self, operand: &Expr, beside: Option<Type>) -> Option<String> {
        if let Some(help) = beside.and_then(|beside| self.help_of_text(operand, beside)) {
            return Some(help);
        }
        match &operand.kind {
            ExprKind::Constant(Value::Text(text)) => {
                let day = Date::parse(text)?;
                Some(format!("write the date as `date({}, {}, {})`", day.year(), day.month(), day.day()))
            }
            ExprKind::List(items) if items.len() == 1 => {
                let written = self.sources.text(items[0].span);
                Some(format!("write `{written}` without brackets: brackets make a list"))
            }
            _ => None,
        }
    }

    /// The type, where `()` will not do.
    pub(super) fn known(&mut self, expr: &Expr) -> Option<Type> {
        if expr.ty.is_none() {
            self.error("lone-blank", expr.span, "a blank has no use here", Some("ask `is_blank(…)`".into()));
        }
        expr.ty
    }

    fn bind_logic(
        &mut self,
        context: &Context<'_>,
        items: &[Syntax],
        make: fn(Vec<Expr>) -> ExprKind,
        span: Span,
    ) -> Option<Expr> {
        let items = self.bind_each(context, items)?;
        let mut fine = true;
        for item in &items {
            fine &= self.must_be(item, Type::Bool, "a condition");
        }
        fine.then(|| Expr::new(make(items), Type::Bool, span))
    }

    /// Reports an expression that is not of the type asked for.
    pub(super) fn must_be(&mut self, expr: &Expr, wanted: Type, role: &str) -> bool {
        let Some(ty) = self.known(expr) else { return false };
        if formula::fits(ty, wanted) {
            return true;
        }
        let of_text = self.help_of_text(expr, wanted);
        let help = match (wanted, ty) {
            _ if of_text.is_some() => of_text,
            (Type::Bool, Type::Number) => Some("compare it, as in `… > 0`".to_string()),
            (Type::Bool, _) => Some("ask `!is_blank(…)` for whether there is a value, or compare it".to_string()),
            (Type::Number, Type::Text) => Some("give the column `type: number`".to_string()),
            _ => None,
        };
        let message = format!("{role} must be {}, this is {}", wanted.a_word(), ty.a_word());
        self.error("wrong-type", expr.span, message, help);
        false
    }

    fn bind_coalesce(&mut self, context: &Context<'_>, items: &[Syntax], span: Span) -> Option<Expr> {
        let items = self.bind_each(context, items)?;
        let ty = self.common_type(&items)?;
        Some(Expr { kind: ExprKind::Coalesce(items), ty, span })
    }

    /// The type of all; blanks fit everywhere. A date beside a datetime would mean a day in one row and
    /// a moment in the next, so these do not mix.
    fn common_type(&mut self, items: &[Expr]) -> Option<Option<Type>> {
        let mut known = items.iter().filter_map(|item| Some((item, item.ty?)));
        let Some((first, wanted)) = known.next() else { return Some(None) };
        let Some((item, ty)) = known.find(|(_, ty)| *ty != wanted) else { return Some(Some(wanted)) };
        let message = format!("this is {}, the other is {}", ty.a_word(), wanted.a_word());
        let help = match ty.is_dated() && wanted.is_dated() {
            true => "take the day of the datetime with `to_date(…)`",
            false => "a column holds values of one type",
        };
        let finding = Diagnostic::error("mixed-types", item.span, message).related(first.span, wanted.a_word());
        self.diagnostics.push(finding.help(help));
        None
    }

    fn bind_in_test(&mut self, context: &Context<'_>, needle: &Syntax, haystack: &Syntax, span: Span) -> Option<Expr> {
        let value = self.bind_syntax(context, needle);
        if let syntax::SyntaxKind::Range { from, to, inclusive } = &haystack.kind {
            let (from, to) = (self.bind_syntax(context, from), self.bind_syntax(context, to));
            return self.between(value?, from?, to?, *inclusive, span);
        }
        let (value, among) = (value?, self.bind_syntax(context, haystack)?);
        let (have, set) = (self.known(&value)?, self.known(&among)?);
        self.note_partial(&among, span);
        let fits = match set {
            Type::List => self.fits_list(have, &among),
            Type::Period => have.is_dated(),
            Type::Text => have == Type::Text,
            _ => false,
        };
        if !fits {
            let message = format!("`in` does not work on {} and {}", have.a_word(), set.a_word());
            let help = "after `in` comes a list `[\"A\", \"B\"]`, a period, a range `1 .. 5` or a text".to_string();
            self.error("wrong-type", span, message, Some(help));
            return None;
        }
        Some(Expr::new(ExprKind::In(Box::new(value), Box::new(among)), Type::Bool, span).folded())
    }

    /// Remembers a period that is asked for before it is over.
    fn note_partial(&mut self, among: &Expr, span: Span) {
        let Some(today) = self.as_of else { return };
        let Some(Value::Period(period)) = self.fixed_value(among) else { return };
        let known = self.partial.iter().any(|(known, _)| *known == period);
        if !known && period.holds(today) && today < period.to {
            self.partial.push((period, span));
        }
    }

    /// Whether a value of this type can be in the list; known only for a list that is written out.
    fn fits_list(&mut self, have: Type, list: &Expr) -> bool {
        let fits = |ty| formula::common(have, ty).is_some();
        if let ExprKind::List(items) = &list.kind {
            return items.iter().filter_map(|item| item.ty).all(fits);
        }
        match self.fixed_value(list) {
            Some(Value::List(items)) => items.iter().filter_map(Value::type_of).all(fits),
            _ => true,
        }
    }

    fn between(&mut self, value: Expr, from: Expr, to: Expr, inclusive: bool, span: Span) -> Option<Expr> {
        let top = if inclusive { BinaryOp::LessOrEqual } else { BinaryOp::Less };
        let mut sides = Vec::new();
        for (op, bound) in [(BinaryOp::GreaterOrEqual, from), (top, to)] {
            let (have, edge) = (self.known(&value)?, self.known(&bound)?);
            if let Err(mismatch) = formula::binary(op, have, edge) {
                self.problem("wrong-type", bound.span, mismatch);
                return None;
            }
            sides.push(
                Expr::new(ExprKind::Binary(op, Box::new(value.clone()), Box::new(bound)), Type::Bool, span).folded(),
            );
        }
        Some(Expr::new(ExprKind::And(sides), Type::Bool, span))
    }

    fn bind_if(
        &mut self,
        context: &Context<'_>,
        condition: &Syntax,
        then: &Syntax,
        otherwise: Option<&Syntax>,
        span: Span,
    ) -> Option<Expr> {
        let condition = self.bind_syntax(context, condition);
        let then = self.bind_syntax(context, then);
        let otherwise = match otherwise {
            Some(branch) => self.bind_syntax(context, branch),
            None => Some(Expr { kind: ExprKind::Constant(Value::Blank), ty: None, span }),
        };
        let (condition, branches) = (condition?, vec![then?, otherwise?]);
        if !self.must_be(&condition, Type::Bool, "a condition") {
            return None;
        }
        let ty = self.common_type(&branches)?;
        let [then, otherwise] = <[Expr; 2]>::try_from(branches).ok()?;
        Some(Expr { kind: ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise)), ty, span })
    }
}
