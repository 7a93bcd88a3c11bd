//! Functions that the host program adds.

use crate::value::{Type, Value};
use std::sync::Arc;

/// What a host function does: the same arguments give the same value.
pub type HostCall = Arc<dyn Fn(&[Value]) -> Value + Send + Sync>;

/// A function that the host program adds to those of [`crate::value::functions::all`].
#[derive(Clone)]
pub struct HostFunction {
    /// The name in formulas and scripts.
    pub name: String,
    /// The type of each argument; any of them may be blank.
    pub params: Vec<Type>,
    /// The type it gives; it may give a blank.
    pub returns: Type,
    /// The function itself. It must be pure: the same arguments, the same value.
    pub call: HostCall,
}

impl std::fmt::Debug for HostFunction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({:?}) -> {:?}", self.name, self.params, self.returns)
    }
}
