//! The sentences of the sources, as they stand there.

use std::path::{Path, PathBuf};

/// A sentence that is said somewhere.
pub(super) struct Found {
    pub id: String,
    pub english: String,
    /// The file it stands in.
    pub file: String,
}

/// Every file of `src` that is part of the product, tests aside, with its text.
pub(super) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<(String, String)> = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).expect("a source is text");
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_string();
                let place = path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
                files.push((place, text));
            }
        }
    }
    files.sort();
    files
}

/// Every sentence that the sources say, in the order of files and lines.
pub(super) fn sentences() -> Vec<Found> {
    let of_file = |(file, text): (String, String)| {
        let is_code = |at: usize| {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            !text[line..at].trim_start().starts_with("//")
        };
        let starts = text.match_indices("say!(").map(|(at, _)| at).filter(|at| is_code(*at));
        let said = starts.filter_map(|at| {
            let (id, rest) = literal(&text[at + "say!(".len()..])?;
            let (english, _) = literal(rest.trim_start().strip_prefix(',')?)?;
            Some(Found { id, english, file: file.clone() })
        });
        said.collect::<Vec<_>>()
    };
    files().into_iter().flat_map(of_file).collect()
}

/// The string that stands next, and what follows it.
pub(super) fn literal(text: &str) -> Option<(String, &str)> {
    let inside = text.trim_start().strip_prefix('"')?;
    let mut said = String::new();
    let mut rest = inside;
    loop {
        let at = rest.find(['"', '\\'])?;
        said.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        if rest[at..].starts_with('"') {
            return Some((said, behind));
        }
        match behind.chars().next()? {
            '\n' => rest = behind.trim_start(),
            'n' => {
                said.push('\n');
                rest = &behind[1..];
            }
            other => {
                said.push(other);
                rest = &behind[other.len_utf8()..];
            }
        }
    }
}
