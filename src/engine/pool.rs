//! Threads of an engine: started when first needed, shared by its clones and by what it prepared.

use super::RunError;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stack of a thread that runs scripts, in bytes: enough for the deepest call the sandbox allows.
const STACK: usize = 16 << 20;

/// Pools by the number of threads asked for; `None` is one for each processor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pools(Arc<Mutex<HashMap<Option<usize>, Arc<ThreadPool>>>>);

impl Pools {
    /// Does some work on threads with room for the deepest script.
    pub(crate) fn run<T: Send>(&self, threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, RunError> {
        Ok(self.of(threads)?.install(work))
    }

    fn of(&self, threads: Option<usize>) -> Result<Arc<ThreadPool>, RunError> {
        // A pool is put there whole or not at all, so what a panicking thread left behind is sound.
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = pools.get(&threads) {
            return Ok(pool.clone());
        }
        let builder = ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads.unwrap_or(0));
        let pool = builder.build().map_err(|error| RunError::problem(format!("cannot start threads: {error}")))?;
        let pool = Arc::new(pool);
        pools.insert(threads, pool.clone());
        Ok(pool)
    }
}
