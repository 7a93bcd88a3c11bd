//! What workbooks are read from.

use std::io::{BufReader, Read, Seek};

/// Bytes that can be read from any place: a file, or memory.
pub(super) trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// What workbooks are read from.
pub(super) type Stream = BufReader<Box<dyn Bytes>>;
