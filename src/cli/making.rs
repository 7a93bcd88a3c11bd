//! Making a folder for a person, without writing over anything.

use super::Failure;
use std::path::Path;

/// Whether a pack can be made there without writing over anything.
pub(super) fn free(folder: &Path) -> Result<(), Failure> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file();
    if taken {
        let message = format!("`{}` exists, and nothing is written over", folder.display());
        return Err(Failure::with_help(message, "name another folder, or move this one away"));
    }
    Ok(())
}

/// Writes the files of a pack into its folder.
pub(super) fn write<N: AsRef<Path>>(folder: &Path, files: impl Iterator<Item = (N, String)>) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot write `{}`: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    for (name, text) in files {
        std::fs::write(folder.join(name), text).map_err(cannot)?;
    }
    Ok(())
}

/// A path as it can be typed.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains([' ', '(', ')', '&', '\'']) { format!("\"{text}\"") } else { text }
}
