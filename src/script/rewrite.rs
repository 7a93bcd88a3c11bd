//! From what rhai read to what rhai runs: every operator, call and field becomes a step of ours,
//! and whatever a pure script has no use for becomes a finding.

use super::host::HostFunction;
use super::program::{Known, ScriptCall};
use super::rows::Use;
use super::sandbox::{READER, STEP};
use super::step::{Code, Op, Step};
use super::tokens::{Text, Tokens};
use crate::diagnostic::{Diagnostic, nearest};
use crate::formula::BinaryOp;
use crate::formula::foreign::{self, Written};
use crate::source::{FileId, Span};
use crate::value::{Function, functions};
use rhai::{ASTFlags, CustomExpr, Dynamic, Expr, FnCallExpr, Position, Stmt, StmtBlock, Token};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a name that is called stands for.
enum Callee {
    Function(&'static Function),
    Host(Arc<HostFunction>),
    Script,
    Length,
}

/// Rewrites the functions of one file.
pub(super) struct Rewriter<'a> {
    pub file: FileId,
    pub text: &'a Text,
    pub tokens: &'a Tokens,
    pub known: &'a Known,
    /// Constants of the file, already rewritten.
    pub constants: &'a BTreeMap<String, Expr>,
    pub code: &'a mut Code,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// Names in force, parameters first.
    pub scope: Vec<String>,
    /// How many of them are parameters.
    pub params: usize,
    /// What was done with the parameters.
    pub uses: Vec<Use>,
}

impl Rewriter<'_> {
    /// The bytes of the token at a position.
    pub fn span(&self, at: Position) -> Span {
        let start = self.text.byte(at);
        Span { file: self.file, start, end: self.tokens.end_of(start) }
    }

    fn step(&mut self, op: Op, inputs: Vec<Expr>, at: Position) -> Expr {
        let number = self.code.steps.len() as i64;
        self.code.steps.push(Step { op, span: self.span(at) });
        let step = CustomExpr {
            inputs: inputs.into_iter().collect(),
            tokens: std::iter::once(STEP.into()).collect(),
            state: Dynamic::from_int(number),
            scope_may_be_changed: false,
            self_terminated: false,
        };
        Expr::Custom(Box::new(step), at)
    }

    fn refuse(&mut self, at: Position, what: &str, help: &str) -> Expr {
        let diagnostic =
            Diagnostic::error("script-syntax", self.span(at), format!("{what} is not available in scripts"));
        self.diagnostics.push(diagnostic.help(help));
        Expr::Unit(at)
    }

    /// The statements of a block; its names end with it.
    pub fn block(&mut self, statements: &[Stmt]) -> Vec<Stmt> {
        let names = self.scope.len();
        let rewritten = statements.iter().map(|statement| self.statement(statement)).collect();
        self.scope.truncate(names);
        rewritten
    }

    fn block_of(&mut self, block: &StmtBlock) -> StmtBlock {
        StmtBlock::new(self.block(block.statements()), block.position(), block.end_position())
    }

    fn statement(&mut self, statement: &Stmt) -> Stmt {
        match statement {
            Stmt::Noop(_) => statement.clone(),
            Stmt::Expr(expression) => Stmt::Expr(Box::new(self.expression(expression))),
            Stmt::FnCall(call, at) => Stmt::Expr(Box::new(self.call(call, *at))),
            Stmt::Block(block) => Stmt::Block(Box::new(self.block_of(block))),
            Stmt::If(flow, at) => {
                let mut flow = flow.clone();
                flow.expr = self.condition(&flow.expr);
                flow.body = self.block_of(&flow.body);
                flow.branch = self.block_of(&flow.branch);
                Stmt::If(flow, *at)
            }
            Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) => self.repeated(statement),
            Stmt::Switch(parts, at) => {
                let mut parts = parts.clone();
                let item = self.expression(&parts.0);
                parts.0 = self.step(Op::Case, vec![item], *at);
                for case in &mut parts.1.expressions {
                    if !matches!(case.lhs, Expr::BoolConstant(..)) {
                        case.lhs = self.condition(&case.lhs);
                    }
                    case.rhs = self.expression(&case.rhs);
                }
                Stmt::Switch(parts, *at)
            }
            Stmt::Var(parts, flags, at) => {
                let mut parts = parts.clone();
                parts.1 = self.expression(&parts.1);
                self.scope.push(parts.0.name.to_string());
                Stmt::Var(parts, *flags, *at)
            }
            Stmt::Assignment(parts) => self.assignment(parts),
            Stmt::Return(value, flags, at) => {
                Stmt::Return(value.as_ref().map(|value| Box::new(self.expression(value))), *flags, *at)
            }
            Stmt::BreakLoop(value, flags, at) => {
                Stmt::BreakLoop(value.as_ref().map(|value| Box::new(self.expression(value))), *flags, *at)
            }
            other => self.refused(other),
        }
    }

    /// A loop.
    fn repeated(&mut self, statement: &Stmt) -> Stmt {
        match statement {
            Stmt::While(flow, at) => {
                let mut flow = flow.clone();
                if !matches!(flow.expr, Expr::Unit(_)) {
                    flow.expr = self.condition(&flow.expr);
                }
                flow.body = self.block_of(&flow.body);
                Stmt::While(flow, *at)
            }
            Stmt::Do(flow, flags, at) => {
                let mut flow = flow.clone();
                flow.body = self.block_of(&flow.body);
                flow.expr = self.condition(&flow.expr);
                Stmt::Do(flow, *flags, *at)
            }
            Stmt::For(parts, at) => {
                let mut parts = parts.clone();
                parts.2.expr = self.each(&parts.2.expr);
                let names = self.scope.len();
                self.scope.extend(parts.1.iter().map(|counter| counter.name.to_string()));
                self.scope.push(parts.0.name.to_string());
                parts.2.body = self.block_of(&parts.2.body);
                self.scope.truncate(names);
                Stmt::For(parts, *at)
            }
            other => self.refused(other),
        }
    }

    fn refused(&mut self, statement: &Stmt) -> Stmt {
        let at = statement.position();
        let word = format!("`{}`", self.text.slice(self.bytes(at)));
        self.refuse(at, &word, "a script is functions over values: it reads no files and catches no errors");
        Stmt::Noop(at)
    }

    fn bytes(&self, at: Position) -> (u32, u32) {
        let span = self.span(at);
        (span.start, span.end)
    }

    fn assignment(&mut self, parts: &(rhai::OpAssignment, rhai::BinaryExpr)) -> Stmt {
        let (operator, sides) = parts;
        let at = operator.position();
        let mut value = self.expression(&sides.rhs);
        if let Some((.., sign)) = operator.get_op_assignment_info() {
            let old = self.expression(&sides.lhs);
            value = match BinaryOp::from_sign(sign) {
                Some(op) => self.step(Op::Binary(op), vec![old, value], at),
                None => self.refuse(at, &format!("`{sign}=`"), "there are no operators on bits"),
            };
        }
        let lhs = match &sides.lhs {
            Expr::Variable(parts, _, name_at) => {
                // Giving a parameter a new value is no use of the row it may hold.
                if !self.scope.iter().any(|name| *name == parts.1.as_str()) {
                    self.variable(&sides.lhs, &parts.1, *name_at);
                }
                sides.lhs.clone()
            }
            Expr::Index(parts, flags, index_at)
                if matches!(parts.lhs, Expr::Variable(..)) && flags.contains(ASTFlags::BREAK) =>
            {
                let mut parts = parts.clone();
                let place = self.expression(&parts.rhs);
                parts.rhs = self.step(Op::Place, vec![place], *index_at);
                value = self.step(Op::Member, vec![value], at);
                Expr::Index(parts, *flags, *index_at)
            }
            other => {
                self.refuse(other.start_position(), "assigning to this", "assign to a variable or to `list[place]`")
            }
        };
        let assign = rhai::OpAssignment::new_assignment(at);
        Stmt::Assignment(Box::new((assign, rhai::BinaryExpr { lhs, rhs: value })))
    }

    fn condition(&mut self, condition: &Expr) -> Expr {
        let at = start(condition);
        let inner = self.expression(condition);
        self.step(Op::Truth, vec![inner], at)
    }

    fn each(&mut self, what: &Expr) -> Expr {
        if let Some((ends, inclusive)) = range(what) {
            let inputs = self.all(ends);
            return self.step(Op::Count { inclusive }, inputs, what.position());
        }
        let inner = self.expression(what);
        self.step(Op::Each, vec![inner], start(what))
    }

    fn all(&mut self, items: &[Expr]) -> Vec<Expr> {
        items.iter().map(|item| self.expression(item)).collect()
    }

    /// Any expression.
    pub fn expression(&mut self, expression: &Expr) -> Expr {
        let at = expression.position();
        match expression {
            Expr::Unit(_)
            | Expr::BoolConstant(..)
            | Expr::IntegerConstant(..)
            | Expr::FloatConstant(..)
            | Expr::StringConstant(..) => expression.clone(),
            Expr::CharConstant(c, _) => Expr::StringConstant(c.to_string().into(), at),
            Expr::Variable(parts, ..) if parts.2.is_empty() => self.variable(expression, &parts.1, at),
            Expr::Array(items, _) => {
                let mut items = self.all(items);
                // A single member would be taken for the operand of a unary step.
                if let [_] = items[..] {
                    let member = items.pop().map(|item| self.step(Op::Member, vec![item], at));
                    return Expr::Array(member.into_iter().collect(), at);
                }
                self.step(Op::List, items, at)
            }
            Expr::InterpolatedString(parts, _) => {
                let parts = self.all(parts);
                self.step(Op::Interpolate, parts, at)
            }
            Expr::And(items, _) => {
                let items = self.all(items);
                self.step(Op::And, items, at)
            }
            Expr::Or(items, _) => {
                let items = self.all(items);
                self.step(Op::Or, items, at)
            }
            Expr::Coalesce(items, _) => {
                let mut whole = items.clone();
                for (item, rewritten) in whole.iter_mut().zip(items.iter()) {
                    *item = self.expression(rewritten);
                }
                Expr::Coalesce(whole, at)
            }
            Expr::FnCall(call, _) => self.call(call, at),
            Expr::Dot(parts, flags, _) => self.chain(&parts.lhs, &parts.rhs, *flags, false),
            Expr::Index(parts, flags, _) => self.chain(&parts.lhs, &parts.rhs, *flags, true),
            Expr::Stmt(block) => {
                let block = Expr::Stmt(Box::new(self.block_of(block)));
                self.step(Op::Guard, vec![block], at)
            }
            Expr::Map(..) => self.refuse(at, "a map", "use `if`, `switch` or a decision table"),
            Expr::Variable(parts, ..) => self.refuse(
                at,
                &format!("`{}::`", parts.2),
                "write the name alone: all files of scripts know each other's functions",
            ),
            Expr::ThisPtr(_) => self.refuse(at, "`this`", "give the value as a parameter"),
            other => {
                let word = format!("`{}`", self.text.slice(self.bytes(other.position())));
                self.refuse(other.position(), &word, "a script is functions over values")
            }
        }
    }

    fn variable(&mut self, whole: &Expr, name: &str, at: Position) -> Expr {
        if let Some(place) = self.place(name) {
            self.uses.push(Use::Whole { param: place, span: self.span(at) });
            return whole.clone();
        }
        if self.scope.iter().any(|known| known == name) {
            return whole.clone();
        }
        if let Some(constant) = self.constants.get(name) {
            return constant.clone();
        }
        let names = self.scope.iter().chain(self.constants.keys()).map(String::as_str);
        let help = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
        let diagnostic = Diagnostic::error("unknown-name", self.span(at), format!("there is no `{name}` here"));
        let otherwise = "a script sees its parameters, its own variables and the constants of its file";
        self.diagnostics.push(diagnostic.help(help.unwrap_or_else(|| otherwise.to_string())));
        Expr::Unit(at)
    }

    /// Number of the parameter this name means, if it means one.
    fn place(&self, name: &str) -> Option<usize> {
        self.scope.iter().rposition(|known| known == name).filter(|place| *place < self.params)
    }

    fn call(&mut self, call: &FnCallExpr, at: Position) -> Expr {
        let written = self.tokens.get(self.tokens.at(self.text.byte(at))).map(|placed| placed.token.clone());
        match (&call.args[..], written) {
            ([haystack, needle], Some(Token::In | Token::NotIn)) if call.name == "contains" => {
                let needle = self.expression(needle);
                if let Some((ends, inclusive)) = range(haystack) {
                    let mut inputs = vec![needle];
                    inputs.extend(self.all(ends));
                    return self.step(Op::InRange { inclusive }, inputs, at);
                }
                let haystack = self.expression(haystack);
                self.step(Op::In, vec![needle, haystack], at)
            }
            ([inner], _) if call.name == "!" => {
                let inner = self.expression(inner);
                self.step(Op::Not, vec![inner], at)
            }
            ([inner], _) if call.is_operator_call() => {
                let inner = self.expression(inner);
                if call.name == "-" { self.step(Op::Negate, vec![inner], at) } else { inner }
            }
            ([_, _], _) if call.is_operator_call() => match BinaryOp::from_sign(&call.name) {
                Some(op) => {
                    let inputs = self.all(&call.args);
                    self.step(Op::Binary(op), inputs, at)
                }
                None if call.name.starts_with("..") => self.refuse(at, "a range", "a range is written after `in`"),
                None => self.refuse(at, &format!("`{}`", call.name), "there are no operators on bits"),
            },
            _ => self.named(call, None, at),
        }
    }

    /// A call by name; `first` is what stands before the dot, if anything does.
    fn named(&mut self, call: &FnCallExpr, first: Option<Expr>, at: Position) -> Expr {
        let count = call.args.len() + usize::from(first.is_some());
        if call.is_qualified() || call.capture_parent_scope {
            return self.refuse(at, &format!("`{}` called this way", call.name), "write the name and its arguments");
        }
        let Some(callee) = self.callee(&call.name, count, at) else { return Expr::Unit(at) };
        self.code.calls.push(ScriptCall { name: call.name.to_string(), arity: count, span: self.span(at) });
        let mut args: Vec<Expr> = first.into_iter().collect();
        for arg in &call.args {
            let passed = if let Callee::Script = callee { self.passed(arg, call, args.len(), count) } else { None };
            let rewritten = passed.unwrap_or_else(|| self.expression(arg));
            args.push(rewritten);
        }
        match callee {
            Callee::Function(function) => self.step(Op::Function(function), args, at),
            Callee::Host(function) => self.step(Op::Host(function), args, at),
            Callee::Length => self.step(Op::Length, args, at),
            Callee::Script => {
                let call = call_of(&call.name, args, at);
                self.step(Op::Guard, vec![call], at)
            }
        }
    }

    /// A parameter, or a row reached from it, that is handed on to another script function.
    fn passed(&mut self, arg: &Expr, call: &FnCallExpr, place: usize, count: usize) -> Option<Expr> {
        let Expr::Variable(parts, ..) = arg else { return None };
        let param = self.place(&parts.1)?;
        let to = (call.name.to_string(), count, place);
        self.uses.push(Use::Passed { param, to });
        Some(arg.clone())
    }

    fn callee(&mut self, name: &str, count: usize, at: Position) -> Option<Callee> {
        if self.known.script(name, count) {
            return Some(Callee::Script);
        }
        if let Some(function) = functions::find(name) {
            if count >= function.fewest() && function.most().is_none_or(|most| count <= most) {
                return Some(Callee::Function(function));
            }
            return self.wrong_count(name, &format!("`{}`", function.usage()), count, at);
        }
        if let Some(host) = self.known.hosts.get(name) {
            if host.params.len() == count {
                return Some(Callee::Host(Arc::clone(host)));
            }
            return self.wrong_count(name, &arguments(&host.params.len().to_string()), count, at);
        }
        if name == "len" && count == 1 {
            return Some(Callee::Length);
        }
        if let Some(takes) = self.known.arity(name) {
            return self.wrong_count(name, &arguments(&takes), count, at);
        }
        let help = self.instead_of_function(name);
        let diagnostic = Diagnostic::error("unknown-function", self.span(at), format!("there is no function `{name}`"));
        self.diagnostics.push(diagnostic.help_if(help));
        None
    }

    /// What to write for a function that is none here. A script sees values, so that only functions on
    /// values are named.
    fn instead_of_function(&self, name: &str) -> Option<String> {
        if let Some(Written::Renamed(ours)) = foreign::find(name)
            && functions::find(ours).is_some()
        {
            return Some(format!("it is called `{ours}` here"));
        }
        let names = self.known.names().chain(functions::all().map(|function| function.name));
        nearest(name, names).map(|near| format!("did you mean `{near}`?"))
    }

    fn wrong_count(&mut self, name: &str, takes: &str, count: usize, at: Position) -> Option<Callee> {
        let message = format!("`{name}` does not take {count} argument{}", if count == 1 { "" } else { "s" });
        self.diagnostics
            .push(Diagnostic::error("wrong-arguments", self.span(at), message).help(format!("it takes {takes}")));
        None
    }

    /// `a.b[c].d(e)`: rhai nests to the right, steps nest to the left.
    fn chain(&mut self, base: &Expr, rest: &Expr, flags: ASTFlags, index: bool) -> Expr {
        let mut links = links(rest, flags, index);
        if let (Expr::Variable(list, ..), [(Expr::MethodCall(call, at), false)]) = (base, links.as_slice())
            && call.name == "push"
            && call.args.len() == 1
            && !self.known.script("push", 2)
            && self.scope.iter().any(|name| *name == list.1.as_str())
        {
            let item = self.expression(&call.args[0]);
            return self.step(Op::Push { list: list.1.to_string() }, vec![item], *at);
        }
        let mut whole = match base {
            Expr::Variable(parts, ..) if self.hands_on(&parts.1, &links) => base.clone(),
            Expr::Variable(parts, _, _) if self.scope.iter().any(|name| *name == parts.1.as_str()) => {
                let count = links.iter().take_while(|(link, index)| column(link, *index).is_some()).count();
                let read: Vec<_> = links.drain(..count).collect();
                self.path(base, &parts.1, &read)
            }
            base => self.expression(base),
        };
        for (link, index) in links {
            let at = link.position();
            whole = match link {
                _ if index => {
                    let place = self.expression(link);
                    self.step(Op::Index, vec![whole, place], start(link))
                }
                Expr::Property(parts, _) => self.step(Op::Field(parts.2.to_string()), vec![whole], at),
                Expr::MethodCall(call, _) => self.named(call, Some(whole), at),
                _ => self.refuse(at, "this", "write a column's name after the dot"),
            };
        }
        whole
    }

    /// `row.f(…)`: a parameter handed on to a script function, which may read it as a row.
    fn hands_on(&mut self, variable: &str, links: &[(&Expr, bool)]) -> bool {
        let Some((Expr::MethodCall(call, _), false)) = links.first() else { return false };
        let (count, param) = (call.args.len() + 1, self.place(variable));
        match param {
            Some(param) if self.known.script(&call.name, count) => {
                self.uses.push(Use::Passed { param, to: (call.name.to_string(), count, 0) });
                true
            }
            _ => false,
        }
    }

    /// `row.a.b`, where `row` is a variable.
    fn path(&mut self, base: &Expr, variable: &str, read: &[(&Expr, bool)]) -> Expr {
        let Some((last, _)) = read.last() else { return self.expression(base) };
        let fields: Vec<String> = read.iter().filter_map(|(link, index)| column(link, *index)).collect();
        if let Some(param) = self.place(variable) {
            let place = |(link, index): &(&Expr, bool)| {
                let span = self.span(link.position());
                // In brackets the name stands in quotes.
                if *index { span.part(1, (span.end - span.start).saturating_sub(2) as usize) } else { span }
            };
            let path = fields.iter().cloned().zip(read.iter().map(place)).collect();
            self.uses.push(Use::Read { param, path });
        }
        self.step(Op::Path { variable: variable.to_string(), fields }, Vec::new(), last.position())
    }
}

/// The links of a chain, each with whether it stands in brackets.
fn links(rest: &Expr, flags: ASTFlags, index: bool) -> Vec<(&Expr, bool)> {
    let (mut rest, mut flags, mut index) = (rest, flags, index);
    let mut links = Vec::new();
    loop {
        let (link, next) = match rest {
            _ if index && flags.contains(ASTFlags::BREAK) => (rest, None),
            Expr::Dot(parts, flags, _) => (&parts.lhs, Some((&parts.rhs, *flags, false))),
            Expr::Index(parts, flags, _) => (&parts.lhs, Some((&parts.rhs, *flags, true))),
            link => (link, None),
        };
        links.push((link, index));
        match next {
            Some(next) => (rest, flags, index) = next,
            None => return links,
        }
    }
}

/// The column that `.name` or `["name"]` reads.
fn column(link: &Expr, index: bool) -> Option<String> {
    match link {
        Expr::Property(parts, _) if !index => Some(parts.2.to_string()),
        Expr::StringConstant(name, _) if index => Some(name.to_string()),
        _ => None,
    }
}

/// Where an expression begins, as far as rhai tells.
fn start(expression: &Expr) -> Position {
    match expression {
        Expr::FnCall(..) => expression.position(),
        other => other.start_position(),
    }
}

/// The ends of a range.
fn range(expression: &Expr) -> Option<(&[Expr], bool)> {
    match expression {
        Expr::FnCall(call, _) if call.name == ".." => Some((&call.args, false)),
        Expr::FnCall(call, _) if call.name == "..=" => Some((&call.args, true)),
        _ => None,
    }
}

/// A call of a script function: only rhai's parser can make one, so it reads one to fill in.
fn call_of(name: &str, args: Vec<Expr>, at: Position) -> Expr {
    let zeros = vec!["0"; args.len()].join(",");
    let read = READER.compile_expression(format!("{name}({zeros})"));
    let made = read.ok().and_then(|ast| match ast.statements() {
        [Stmt::Expr(expression)] => match expression.as_ref() {
            Expr::FnCall(call, _) => Some(call.clone()),
            _ => None,
        },
        _ => None,
    });
    match made {
        Some(mut call) => {
            for (place, arg) in call.args.iter_mut().zip(args) {
                *place = arg;
            }
            Expr::FnCall(call, at)
        }
        None => Expr::Unit(at),
    }
}

/// `1 argument`, `1 or 2 arguments`
fn arguments(count: &str) -> String {
    format!("{count} argument{}", if count == "1" { "" } else { "s" })
}
