//! The plan of a policy as a document.

use super::{Engine, Findings, Policy};
use crate::plan::document::Document;

impl Engine {
    /// The plan of a policy, to be shown or written down.
    ///
    /// # Errors
    /// When the policy has mistakes.
    pub fn plan(&self, policy: &Policy) -> Result<Document, Findings> {
        let plan = self.prepare(policy)?.plan().clone();
        let (sources, scripts) = (policy.sources().clone(), policy.model().scripts.clone());
        Ok(Document { plan, sources, scripts })
    }
}
