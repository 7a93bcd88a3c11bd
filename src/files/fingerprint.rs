//! Fingerprints of files.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file and its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFingerprint {
    /// Its name: that of the file, or inside its pack.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl FileFingerprint {
    /// The fingerprint of a file with these bytes.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> FileFingerprint {
        FileFingerprint { name: name.to_string(), bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }
}
