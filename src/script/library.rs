//! The scripts of a policy, read, checked and made ready to run.

use super::call::Caller;
use super::host::HostFunction;
use super::limits::{LONGEST_SCRIPT, Limits, MOST_FUNCTIONS};
use super::mistakes;
use super::program::{Known, Program, ScriptCall, ScriptFunction};
use super::rewrite::Rewriter;
use super::rows::{self, Use};
use super::sandbox::{self, READER};
use super::step::Code;
use super::tokens::{self, Text, Tokens};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::value::functions;
use rhai::{AST, ASTFlags, ASTNode, Expr, Position, Stmt, StmtBlock, Token};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The scripts of a policy.
#[derive(Clone, Debug)]
pub struct Library {
    pub(super) functions: Vec<ScriptFunction>,
    pub(super) hosts: Vec<HostFunction>,
    pub(super) code: Arc<Code>,
    pub(super) program: Arc<Program>,
}

/// One file as rhai read it.
struct Parsed {
    file: FileId,
    text: Arc<Text>,
    tokens: Tokens,
    ast: AST,
}

/// One function as it was found.
struct Found {
    name: String,
    params: Vec<String>,
    body: (Position, Position),
    /// From `fn` to the closing brace, and the name alone.
    span: Span,
    name_span: Span,
}

/// Names that rhai treats in its own way wherever they are called.
const RESERVED: &[&str] = &[
    "Fn",
    "call",
    "curry",
    "is_shared",
    "is_def_fn",
    "is_def_var",
    "type_of",
    "eval",
    "print",
    "debug",
    "len",
    "this",
];

impl Library {
    /// Reads and checks the files, with the usual [`Limits`] on a call.
    #[must_use]
    pub fn load(sources: &Sources, files: &[FileId], host: &[HostFunction]) -> (Library, Vec<Diagnostic>) {
        Library::load_with(sources, files, host, Limits::default())
    }

    /// Reads and checks the files. Where there are errors the library still holds the functions
    /// that were understood, but should not be called.
    #[must_use]
    pub fn load_with(
        sources: &Sources,
        files: &[FileId],
        host: &[HostFunction],
        limits: Limits,
    ) -> (Library, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let parsed: Vec<Parsed> = files.iter().filter_map(|file| read(sources, *file, &mut diagnostics)).collect();
        let hosts = host.iter().map(|function| (function.name.clone(), Arc::new(function.clone()))).collect();
        let mut known = Known { scripts: BTreeMap::new(), hosts };
        let mut found: Vec<(usize, Found)> = Vec::new();
        for (number, parsed) in parsed.iter().enumerate() {
            for function in parsed.functions() {
                if accept(&function, &known, &found, &mut diagnostics) {
                    known.scripts.entry(function.name.clone()).or_default().push(function.params.len());
                    found.push((number, function));
                }
            }
        }
        let mut code = Code::default();
        let mut uses = BTreeMap::new();
        for (number, parsed) in parsed.iter().enumerate() {
            let constants = parsed.constants(&known, &mut code, &mut diagnostics);
            parsed.cases(&mut diagnostics);
            for (_, function) in found.iter().filter(|(file, _)| *file == number) {
                let (body, used) = parsed.body(function, &known, &constants, &mut code, &mut diagnostics);
                let key = (function.name.clone(), function.params.len());
                mixed(function, &used, &mut diagnostics);
                uses.insert(key, used);
                code.bodies.push(body);
            }
        }
        let mut library = assemble(found, code, &uses, &parsed, limits, &mut diagnostics);
        library.hosts = host.to_vec();
        crate::diagnostic::sort(&mut diagnostics);
        (library, diagnostics)
    }

    /// The function of that name that takes so many arguments.
    #[must_use]
    pub fn function(&self, name: &str, arity: usize) -> Option<&ScriptFunction> {
        self.functions.iter().find(|function| function.name == name && function.params.len() == arity)
    }

    /// Its place among all functions.
    #[must_use]
    pub fn number(&self, name: &str, arity: usize) -> Option<usize> {
        self.functions.iter().position(|function| function.name == name && function.params.len() == arity)
    }

    /// The calls in the scripts, in the order of files and lines.
    #[must_use]
    pub fn calls(&self) -> &[ScriptCall] {
        &self.code.calls
    }

    /// All functions, in the order they are written.
    pub fn functions(&self) -> impl Iterator<Item = &ScriptFunction> {
        self.functions.iter()
    }

    /// The host's functions.
    pub fn hosts(&self) -> impl Iterator<Item = &HostFunction> {
        self.hosts.iter()
    }

    /// The host's function of that name.
    #[must_use]
    pub fn host(&self, name: &str) -> Option<&HostFunction> {
        self.hosts.iter().find(|function| function.name == name)
    }

    /// Something that calls the functions. Each thread makes its own; making one is cheap.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller::new(Arc::clone(&self.program))
    }
}

fn read(sources: &Sources, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<Parsed> {
    let source = &sources.file(file).text;
    if source.len() > LONGEST_SCRIPT {
        let span = Span { file, start: 0, end: 0 };
        let message = format!("the script is longer than {LONGEST_SCRIPT} bytes");
        diagnostics.push(
            Diagnostic::error("script-syntax", span, message).help("put some of its functions into another file"),
        );
        return None;
    }
    let text = Arc::new(Text::new(source));
    let (read, tokens) = tokens::recording(&text, || READER.compile(source));
    match read {
        Ok(ast) => Some(Parsed { file, text, tokens, ast }),
        Err(error) => {
            let error = mistakes::explain(&text, &tokens, &error);
            let span = Span { file, start: error.start, end: error.end };
            let message = error.problem.message.replace("the formula", "the script");
            diagnostics.push(Diagnostic::error("script-syntax", span, message).help_if(error.problem.help));
            None
        }
    }
}

fn accept(function: &Found, known: &Known, found: &[(usize, Found)], diagnostics: &mut Vec<Diagnostic>) -> bool {
    let name = &function.name;
    let at = function.name_span;
    if functions::find(name).is_some() || known.hosts.contains_key(name) || RESERVED.contains(&name.as_str()) {
        let message = format!("`{name}` is the name of a built-in function");
        diagnostics.push(Diagnostic::error("duplicate-name", at, message).help("give the function another name"));
        return false;
    }
    if let Some((_, first)) =
        found.iter().find(|(_, first)| first.name == *name && first.params.len() == function.params.len())
    {
        let message = format!("there are two functions `{name}` with {} parameters", function.params.len());
        diagnostics.push(Diagnostic::error("duplicate-name", at, message).related(first.name_span, "the first one"));
        return false;
    }
    if found.len() >= MOST_FUNCTIONS {
        let message = format!("there are more than {MOST_FUNCTIONS} functions");
        diagnostics.push(Diagnostic::error("script-syntax", at, message));
        return false;
    }
    true
}

/// A parameter that is a row in one place and a value in another.
fn mixed(function: &Found, used: &[Use], diagnostics: &mut Vec<Diagnostic>) {
    for used_whole in used {
        let Use::Whole { param, span } = used_whole else { continue };
        let read = used.iter().any(|other| matches!(other, Use::Read { param: other, .. } if other == param));
        if read {
            let name = &function.params[*param];
            let message = format!("`{name}` is a row here and cannot be used as a value");
            diagnostics.push(
                Diagnostic::error("row-as-value", *span, message).help(format!("name a column: `{name}.column`")),
            );
        }
    }
}

impl Parsed {
    fn functions(&self) -> Vec<Found> {
        let mut found: Vec<Found> = self
            .ast
            .iter_fn_def()
            .map(|def| {
                let body = (def.body.start_position(), def.body.end_position());
                let brace = self.tokens.at(self.text.byte(body.0));
                let start = (0..brace).rev().find(|n| self.tokens.list[*n].token == Token::Fn).unwrap_or(brace);
                let name = self.tokens.get(start + 1).map_or((0, 0), tokens::Placed::range);
                let end = self.tokens.end_of(self.text.byte(body.1));
                let first = self.tokens.get(start).map_or(0, |placed| placed.start);
                Found {
                    name: def.name.to_string(),
                    params: def.params.iter().map(ToString::to_string).collect(),
                    body,
                    span: Span { file: self.file, start: first, end },
                    name_span: Span { file: self.file, start: name.0, end: name.1 },
                }
            })
            .collect();
        found.sort_by_key(|function| function.span);
        found
    }

    /// `const NAME = value;` outside functions; anything else there is a finding.
    fn constants(&self, known: &Known, code: &mut Code, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Expr> {
        let mut constants = BTreeMap::new();
        let none = BTreeMap::new();
        for statement in self.ast.statements() {
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Var(parts, flags, _) if flags.contains(ASTFlags::CONSTANT) => {
                    let mut rewriter = self.rewriter(known, &none, code, diagnostics, Vec::new());
                    let value = rewriter.expression(&parts.1);
                    constants.insert(parts.0.name.to_string(), value);
                }
                other => {
                    let start = self.text.byte(other.position());
                    let span = Span { file: self.file, start, end: self.tokens.end_of(start) };
                    let message = "only functions and constants can be here";
                    diagnostics.push(
                        Diagnostic::error("script-syntax", span, message)
                            .help("put it into a function: `fn name(a) { … }`"),
                    );
                }
            }
        }
        constants
    }

    /// Cases of a `switch` that could never be told apart as our numbers are.
    fn cases(&self, diagnostics: &mut Vec<Diagnostic>) {
        for pair in self.tokens.list.windows(2) {
            if let (Token::FloatConstant(_), Token::DoubleArrow | Token::Pipe) = (&pair[0].token, &pair[1].token) {
                let span = Span { file: self.file, start: pair[0].start, end: pair[0].end };
                let message = "a case is a whole number or a text";
                diagnostics.push(
                    Diagnostic::error("script-syntax", span, message).help("compare numbers with decimals by `if`"),
                );
            }
        }
    }

    fn body(
        &self,
        function: &Found,
        known: &Known,
        constants: &BTreeMap<String, Expr>,
        code: &mut Code,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Expr, Vec<Use>) {
        let range = self.text.byte(function.body.0)..=self.text.byte(function.body.1);
        let mut statements: Vec<Stmt> = Vec::new();
        self.ast.walk(&mut |path: &[ASTNode]| {
            if let [ASTNode::Stmt(statement)] = path
                && range.contains(&self.text.byte(statement.position()))
            {
                statements.push((*statement).clone());
            }
            true
        });
        let mut rewriter = self.rewriter(known, constants, code, diagnostics, function.params.clone());
        let rewritten = rewriter.block(&statements);
        let used = std::mem::take(&mut rewriter.uses);
        let block = StmtBlock::new(rewritten, function.body.0, function.body.1);
        (Expr::Stmt(Box::new(block)), used)
    }

    fn rewriter<'a>(
        &'a self,
        known: &'a Known,
        constants: &'a BTreeMap<String, Expr>,
        code: &'a mut Code,
        diagnostics: &'a mut Vec<Diagnostic>,
        params: Vec<String>,
    ) -> Rewriter<'a> {
        let (text, tokens) = (&*self.text, &self.tokens);
        let count = params.len();
        Rewriter {
            file: self.file,
            text,
            tokens,
            known,
            constants,
            code,
            diagnostics,
            scope: params,
            params: count,
            uses: Vec::new(),
        }
    }
}

fn assemble(
    found: Vec<(usize, Found)>,
    code: Code,
    uses: &BTreeMap<(String, usize), Vec<Use>>,
    parsed: &[Parsed],
    limits: Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Library {
    let mut rows = rows::fields(uses);
    let mut functions = Vec::new();
    let mut files = BTreeMap::new();
    let mut frame = String::new();
    for (body, (_, function)) in found.into_iter().enumerate() {
        let Found { name, params, span, name_span, .. } = function;
        frame += &format!("fn {name}({}) {{ {} {body} }}\n", params.join(","), sandbox::BODY);
        let row_fields = (0..params.len()).map(|n| rows.remove(&(name.clone(), params.len(), n)).flatten()).collect();
        files.insert(name.clone(), span.file);
        functions.push(ScriptFunction { name, params, span, name_span, row_fields, body });
    }
    let code = Arc::new(code);
    let engine = sandbox::runner(Arc::clone(&code), limits);
    let ast = engine.compile(&frame).unwrap_or_else(|error| {
        diagnostics.push(Diagnostic::nowhere("script-syntax", format!("the scripts cannot be put together: {error}")));
        AST::empty()
    });
    let texts = parsed.iter().map(|parsed| (parsed.file, Arc::clone(&parsed.text))).collect();
    Library { functions, hosts: Vec::new(), code, program: Arc::new(Program { engine, ast, limits, texts, files }) }
}
