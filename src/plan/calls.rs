//! Calls: of the catalogue, aggregates, windows, scripts and the host's functions.

use super::binder::Binder;
use super::expressions::Context;
use super::names::Thing;
use crate::formula::{self, AggregateOp, Expr, ExprKind, WindowOp};
use crate::script::syntax::Syntax;
use crate::source::Span;
use crate::value::functions::pattern::Pattern;
use crate::value::functions::{self, Function, Param, Returns};
use crate::value::{Type, Value};

impl Binder<'_> {
    pub(super) fn bind_call(
        &mut self,
        context: &Context<'_>,
        (name, at): (&str, u32),
        args: &[Syntax],
        span: Span,
    ) -> Option<Expr> {
        let name_span = self.place(context.text, at, at + name.len() as u32);
        if let Some(bound) = self.bind_script_call(context, name, name_span, args, span) {
            return bound;
        }
        let of_rows = args.iter().any(|arg| self.speaks_of_rows(context, arg));
        let function = functions::find(name);
        if let Some(op) = AggregateOp::from_name(name)
            && (of_rows || function.is_none())
        {
            self.notes.add(Thing::BuiltIn(op.name()), name_span);
            return self.bind_aggregate(context, op, (name_span, args), span);
        }
        if let Some(op) = WindowOp::from_name(name) {
            self.notes.add(Thing::BuiltIn(op.name()), name_span);
            return self.bind_window(context, op, (name_span, args), span);
        }
        match function {
            Some(function) => {
                self.notes.add(Thing::BuiltIn(function.name), name_span);
                self.bind_function(context, function, args, span)
            }
            None => {
                self.unknown_function(context.table, name, name_span);
                None
            }
        }
    }

    /// Whether it is a function of a script that could not be read. That mistake is reported already.
    pub(super) fn is_broken_script(&self, name: &str) -> bool {
        self.policy.scripts.iter().any(|file| {
            let text = &self.sources.file(*file).text;
            let mut named = text.split("fn ").skip(1).filter_map(|rest| rest.trim_start().strip_prefix(name));
            named.any(|rest| rest.trim_start().starts_with('('))
        })
    }

    fn bind_function(
        &mut self,
        context: &Context<'_>,
        function: &'static Function,
        args: &[Syntax],
        span: Span,
    ) -> Option<Expr> {
        let args = self.bind_each(context, args);
        let args = args?;
        if args.len() < function.fewest() || function.most().is_some_and(|most| args.len() > most) {
            let message = format!("`{}` does not take {} values", function.name, args.len());
            self.error("arguments", span, message, Some(format!("write `{}`: {}", function.usage(), function.help)));
            return None;
        }
        let mut fine = true;
        for (index, arg) in args.iter().enumerate() {
            fine &= self.argument_fits(function, index, arg, &args[0]);
        }
        if !fine {
            return None;
        }
        let ty = match function.returns {
            Returns::Is(ty) => ty,
            Returns::First => args[0].ty?,
        };
        Some(Expr::new(ExprKind::Call(function, args), ty, span).folded())
    }

    fn argument_fits(&mut self, function: &Function, index: usize, arg: &Expr, first: &Expr) -> bool {
        let wanted = match function.param(index) {
            Param::Any => return self.known(arg).is_some(),
            Param::Is(ty) => ty,
            Param::Pattern => return self.format_fits(function, arg, first),
            Param::Dated => Type::Date,
            Param::Same => match first.ty {
                Some(ty) => ty,
                None => return false,
            },
        };
        let Some(have) = self.known(arg) else { return false };
        // A date beside a datetime would be one or the other by row; the result has one type.
        let fits = match function.param(index) {
            Param::Same => have == wanted,
            _ => formula::fits(have, wanted),
        };
        if fits {
            return true;
        }
        let message = format!("`{}` takes {} here, this is {}", function.name, wanted.a_word(), have.a_word());
        let of_text = self.help_of_text(arg, wanted);
        let help = match (of_text, have.is_dated() && wanted.is_dated()) {
            (Some(help), _) => help,
            (None, true) => "take the day of the datetime with `to_date(…)`".to_string(),
            (None, false) => format!("`{}`: {}", function.usage(), function.help),
        };
        self.error("wrong-type", arg.span, message, Some(help));
        false
    }

    /// Whether a format is one, and one for the values it is to show.
    fn format_fits(&mut self, function: &Function, arg: &Expr, first: &Expr) -> bool {
        if !self.must_be(arg, Type::Text, "a format") {
            return false;
        }
        let (Some(ty), Some(Value::Text(written))) = (first.ty, self.fixed_value(arg)) else { return true };
        let (message, help) = match Pattern::parse(&written) {
            Some(pattern) if pattern.is_for(ty) => return true,
            Some(_) => (format!("`{written}` is no format for {}", ty.a_word()), function.help.to_string()),
            None => (format!("`{written}` is no format that is known here"), function.help.to_string()),
        };
        self.error("format", arg.span, message, Some(format!("`{}`: {help}", function.usage())));
        false
    }
}
