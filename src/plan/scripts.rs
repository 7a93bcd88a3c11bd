//! Calls of script functions and of functions the host program brought.

use super::binder::Binder;
use super::chains::Link;
use super::expressions::Context;
use super::names::Thing;
use crate::diagnostic::Diagnostic;
use crate::formula::{self, Expr, ExprKind, ScriptArgument};
use crate::script::syntax::{self, Syntax};
use crate::script::{ArgumentType, Path, ScriptFunction};
use crate::source::Span;
use crate::value::Type;

/// The word for the whole row in a call: `segment(row)`.
const ROW: &str = "row";

impl Binder<'_> {
    /// Binds a call of a script's or the host's function; `None` where no such function has that name.
    pub(super) fn bind_script_call(
        &mut self,
        context: &Context<'_>,
        name: &str,
        at: Span,
        args: &[Syntax],
        span: Span,
    ) -> Option<Option<Expr>> {
        if let Some(number) = self.library.hosts().position(|host| host.name == name)
            && let Some(host) = self.library.hosts().nth(number)
        {
            self.notes.add(Thing::Host(number), at);
            let (params, returns) = (host.params.clone(), host.returns);
            return Some(self.bind_host_call(context, name, (&params, returns), args, span));
        }
        let library = self.library;
        let arities: Vec<usize> = library
            .functions()
            .filter(|function| function.name == name)
            .map(|function| function.params.len())
            .collect();
        if arities.is_empty() {
            return None;
        }
        if !arities.contains(&args.len()) {
            let takes: Vec<String> = arities.iter().map(ToString::to_string).collect();
            let message = format!("`{name}` takes {} values, {} are given", takes.join(" or "), args.len());
            self.error("arguments", at, message, None);
            return Some(None);
        }
        let function = library.function(name, args.len())?;
        self.notes.extend(library.number(name, args.len()).map(Thing::Script), at);
        Some(self.bind_function_of_script(context, function, at, args, span))
    }

    fn bind_host_call(
        &mut self,
        context: &Context<'_>,
        name: &str,
        (params, returns): (&[Type], Type),
        args: &[Syntax],
        span: Span,
    ) -> Option<Expr> {
        let bound = self.bind_each(context, args)?;
        if bound.len() != params.len() {
            let message = format!("`{name}` takes {} values, {} are given", params.len(), bound.len());
            self.error("arguments", span, message, None);
            return None;
        }
        for (arg, &wanted) in bound.iter().zip(params) {
            if !self.known(arg).is_some_and(|have| formula::fits(have, wanted)) {
                self.must_be(arg, wanted, &format!("what `{name}` takes here"));
                return None;
            }
        }
        let args = bound.into_iter().map(ScriptArgument::Value).collect();
        Some(Expr::new(ExprKind::Script(name.to_string(), args), returns, span))
    }

    fn bind_function_of_script(
        &mut self,
        context: &Context<'_>,
        function: &ScriptFunction,
        at: Span,
        args: &[Syntax],
        span: Span,
    ) -> Option<Expr> {
        let name = function.name.as_str();
        let mut bound = Vec::new();
        let mut types = Vec::new();
        let mut fields: Vec<(Vec<String>, Type)> = Vec::new();
        let mut fine = true;
        for (index, arg) in args.iter().enumerate() {
            if is_row(context, arg) {
                match self.bind_row(context, function, index) {
                    Some(row) => {
                        fields.extend(row.iter().filter_map(|(path, expr)| Some((path.clone(), expr.ty?))));
                        bound.push(ScriptArgument::Row(row));
                        types.push(ArgumentType::Row);
                    }
                    None => fine = false,
                }
            } else {
                match self.bind_syntax(context, arg) {
                    Some(expr) => {
                        types.push(expr.ty.map_or(ArgumentType::Unknown, ArgumentType::Value));
                        bound.push(ScriptArgument::Value(expr));
                    }
                    None => fine = false,
                }
            }
        }
        if !fine {
            return None;
        }
        let field_type = |path: &[String]| fields.iter().find(|(known, _)| known == path).map(|(_, ty)| *ty);
        let ty = match self.library.result_type(function, &types, &field_type) {
            Ok(inferred) => inferred.or(context.declared),
            Err(problem) => {
                self.diagnostics
                    .push(Diagnostic::error("script-type", problem.span, problem.message).related(at, "called here"));
                return None;
            }
        };
        let Some(ty) = ty else {
            let help = "say it in the formula's long form: `{ formula: …, type: text }`".to_string();
            self.error("script-type", at, format!("the type of what `{name}` gives is not known"), Some(help));
            return None;
        };
        Some(Expr::new(ExprKind::Script(name.to_string(), bound), ty, span))
    }

    /// The columns a script reads of its row.
    fn bind_row(
        &mut self,
        context: &Context<'_>,
        function: &ScriptFunction,
        index: usize,
    ) -> Option<Vec<(Vec<String>, Expr)>> {
        let reads: Vec<Path> = function.row_fields.get(index).cloned().flatten().unwrap_or_default();
        let mut row: Vec<(Vec<String>, Expr)> = Vec::new();
        let mut failed: Vec<Vec<String>> = Vec::new();
        for path in reads {
            let link = |(name, span): &(String, Span)| Link { name: name.clone(), span: *span, via: None };
            let links: Vec<Link> = path.iter().map(link).collect();
            let (Some(first), Some(last)) = (links.first(), links.last()) else { continue };
            let names: Vec<String> = links.iter().map(|link| link.name.clone()).collect();
            // A mistake is told once, a column handed over once, however often it is read.
            if failed.contains(&names) {
                continue;
            }
            match self.bind_from(context.table, &links, Vec::new(), first.span.to(last.span)) {
                Some(_) if row.iter().any(|(known, _)| *known == names) => {}
                Some(expr) => row.push((names, expr)),
                None => failed.push(names),
            }
        }
        failed.is_empty().then_some(row)
    }
}

fn is_row(context: &Context<'_>, arg: &Syntax) -> bool {
    matches!(&arg.kind, syntax::SyntaxKind::Name(name) if name == ROW) && context.over.is_none()
}
