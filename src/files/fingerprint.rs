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

/// A fingerprint in the making, of a file that is read in pieces.
pub(crate) struct Fingerprinting {
    hasher: Sha256,
    bytes: u64,
}

impl Fingerprinting {
    pub(crate) fn new() -> Fingerprinting {
        Fingerprinting { hasher: Sha256::new(), bytes: 0 }
    }

    /// Takes in the next bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The fingerprint of the file of that name.
    pub(crate) fn of(self, name: &str) -> FileFingerprint {
        FileFingerprint { name: name.to_string(), bytes: self.bytes, sha256: hex(&self.hasher.finalize()) }
    }
}
