//! Paths as parts of addresses.

/// A path with what stands for something else in an address by its code: `my%20rules/policy.yaml`.
#[must_use]
pub fn coded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let part = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(part).collect()
}
