//! Paths told from a folder, so that a manifest can be moved together with its files.

use std::path::{Component, Path};

/// The way from a folder to a file, parted by `/`; the file's own path where there is none.
pub(super) fn relative(file: &Path, folder: &Path) -> String {
    let (Ok(file), Ok(folder)) = (file.canonicalize(), folder.canonicalize()) else {
        return file.to_string_lossy().replace('\\', "/");
    };
    let (own, from): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (file.components().collect(), folder.components().collect());
    let shared = own.iter().zip(&from).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return file.to_string_lossy().into_owned();
    }
    let up = std::iter::repeat_n("..".to_string(), from.len() - shared);
    let down = own[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let path: Vec<String> = up.chain(down).collect();
    if path.is_empty() { ".".to_string() } else { path.join("/") }
}
