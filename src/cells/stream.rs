//! What workbooks are read from.

use std::io::Cursor;
use std::sync::Arc;

/// A whole file in memory, shared with whoever else needs its bytes.
pub(super) type Stream = Cursor<Arc<[u8]>>;
