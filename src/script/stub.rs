#![allow(missing_docs, clippy::all)]
use crate::source::Span;
use crate::value::*;
use std::sync::Arc;
#[derive(Clone)]
pub struct HostFunction {
    pub name: String,
    pub params: Vec<Type>,
    pub returns: Type,
    pub call: Arc<dyn Fn(&[Value]) -> Value + Send + Sync>,
}
#[derive(Default, Clone)]
pub struct Library {
    hosts: Vec<HostFunction>,
}
pub struct TypeProblem {
    pub message: String,
    pub span: Span,
}
impl Library {
    pub fn load(
        _: &crate::source::Sources,
        _: &[crate::source::FileId],
        hosts: &[HostFunction],
    ) -> (Library, Vec<crate::diagnostic::Diagnostic>) {
        (Library { hosts: hosts.to_vec() }, vec![])
    }
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(|h| h.name.as_str())
    }
    pub fn host(&self, name: &str) -> Option<&HostFunction> {
        self.hosts.iter().find(|h| h.name == name)
    }
    pub fn arities(&self, _: &str) -> Vec<usize> {
        vec![]
    }
    pub fn row_fields(&self, _: &str, _: usize, _: usize) -> Vec<(Vec<String>, Span)> {
        vec![]
    }
    pub fn result_type(
        &self,
        _: &str,
        _: &[Option<Type>],
        _: &dyn Fn(&[String]) -> Option<Type>,
    ) -> Result<Option<Type>, TypeProblem> {
        Ok(None)
    }
    pub fn caller(&self) -> Caller {
        Caller
    }
}
pub struct Caller;
pub enum Argument {
    Value(Value),
    Row(Vec<(Vec<String>, Value)>),
}
#[derive(Clone, Debug)]
pub struct ScriptFailure {
    pub message: String,
    pub span: Option<Span>,
}
impl Caller {
    pub fn call(&mut self, _: &str, _: &[Argument]) -> Result<Value, ScriptFailure> {
        Ok(Value::Blank)
    }
}
