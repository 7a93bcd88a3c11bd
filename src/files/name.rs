//! Names of files inside a pack.

use super::FileError;
use std::path::{Component, Path};

/// The name as the pack knows it, `./` left out; an error where it leads out of the pack.
pub(super) fn inside(name: &str) -> Result<String, FileError> {
    let mut parts = Vec::new();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            Component::CurDir => {}
            _ => return Err(FileError::outside()),
        }
    }
    Ok(parts.join("/"))
}
