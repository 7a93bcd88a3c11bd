//! Names of files that every system accepts.

use std::collections::BTreeSet;

/// Longest file name in bytes, without the extension.
const LONGEST: usize = 120;

/// The names a folder has given out, without extensions. Systems compare them without regard to capitals.
#[derive(Debug, Default)]
pub(super) struct FileNames(BTreeSet<String>);

impl FileNames {
    /// With names that are taken.
    pub(super) fn taken(names: impl Iterator<Item = String>) -> FileNames {
        FileNames(names.map(|name| name.to_lowercase()).collect())
    }

    /// A file name (without extension) that every system accepts and nobody else has.
    pub(super) fn claim(&mut self, name: &str, suffix: &str) -> String {
        let mut safe: String = name
            .chars()
            .filter(|c| !is_unseen(*c))
            .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c })
            .collect();
        while safe.len() > LONGEST {
            safe.pop();
        }
        let mut safe = safe.trim_end_matches(['.', ' ']).trim_start().to_string();
        if safe.is_empty() || safe.starts_with('.') || is_reserved(&safe) {
            safe.insert(0, '_');
        }
        let mut candidate = safe.clone();
        let mut again = 1;
        while !self.0.insert(candidate.to_lowercase()) {
            again += 1;
            candidate = match (suffix, again) {
                ("", _) => format!("{safe}_{again}"),
                (_, 2) => format!("{safe}_{suffix}"),
                _ => format!("{safe}_{suffix}{}", again - 1),
            };
        }
        candidate
    }
}

/// Characters that nobody sees, and those that turn the order of others around: two names must not look like one.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// Names of devices, which Windows keeps for itself.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn names_are_as_near_to_what_was_asked_for_as_every_system_allows() {
        let mut names = FileNames::default();
        let mut claim = |name: &str| names.claim(name, "");
        assert_eq!(claim("서울 강남"), "서울 강남");
        assert_eq!(claim("../../etc/passwd"), "_.._.._etc_passwd");
        assert_eq!(claim("North/East"), "North_East");
        assert_eq!(claim("North:East"), "North_East_2");
        assert_eq!(claim("NORTH_EAST"), "NORTH_EAST_3");
        assert_eq!(claim(""), "_");
        assert_eq!(claim("  . "), "__2");
        assert_eq!(claim("con"), "_con");
        assert_eq!(claim("nul.txt"), "_nul.txt");
        assert_eq!(claim("Seoul\u{202e}xslx.exe"), "Seoulxslx.exe");
        assert_eq!(claim(&"가".repeat(100)).len(), 120);
        assert_eq!(claim("=cmd|' /c calc'!A1"), "=cmd_' _c calc'!A1");
    }
}
