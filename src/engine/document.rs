//! The plan of a policy as a document, and a document made ready to run.

use super::{Engine, Findings, Policy, Prepared};
use crate::diagnostic::Diagnostic;
use crate::plan::document::{Document, HostSignature};
use crate::script::{HostFunction, Library};

impl Engine {
    /// The plan of a policy, to be shown or written down.
    ///
    /// # Errors
    /// When the policy has mistakes.
    pub fn plan(&self, policy: &Policy) -> Result<Document, Findings> {
        let plan = self.prepare(policy)?.plan().clone();
        let (sources, scripts) = (policy.sources().clone(), policy.model().scripts.clone());
        Ok(Document { plan, sources, scripts, functions: self.functions.iter().map(signature).collect() })
    }

    /// Makes a plan ready to run that was read from its document. It gives what the policy gives that it
    /// was written from: the same figures, issues and reports.
    ///
    /// # Errors
    /// When a script cannot be read, or this engine lacks a function that the plan counts on.
    pub fn prepare_plan(&self, document: &Document) -> Result<Prepared, Findings> {
        let (library, mut diagnostics) = Library::load(&document.sources, &document.scripts, &self.functions);
        let own: Vec<HostSignature> = self.functions.iter().map(signature).collect();
        diagnostics.extend(document.functions.iter().filter(|function| !own.contains(function)).map(missing));
        let findings = Findings::new(diagnostics, document.sources.clone());
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(Prepared::of_plan(self.clone(), document.sources.clone(), library, document.plan.clone()))
    }
}

fn signature(function: &HostFunction) -> HostSignature {
    HostSignature { name: function.name.clone(), params: function.params.clone(), returns: function.returns }
}

fn missing(function: &HostSignature) -> Diagnostic {
    let params: Vec<&str> = function.params.iter().map(|kind| kind.word()).collect();
    let (name, params, returns) = (&function.name, params.join(", "), function.returns.word());
    Diagnostic::nowhere("unknown-function", format!("the plan calls `{name}` of the host, which this engine lacks"))
        .help(format!("bring a function `{name}({params})` that gives {returns}, with `Engine::function`"))
}
