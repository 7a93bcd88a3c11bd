//! The packs that come with the program, each with its sample, for a start from nothing.

use super::{Failure, making};
use std::path::{Path, PathBuf};

/// A shipped pack.
pub(super) struct Shipped {
    pub name: &'static str,
    /// Its files: name and text.
    files: &'static [(&'static str, &'static str)],
    /// The workbook its README runs it on.
    sample: &'static [u8],
}

macro_rules! pack {
    ($name:literal, $($file:literal),+) => {
        Shipped {
            name: $name,
            files: &[$(($file, include_str!(concat!("../../rules/", $name, "/", $file)))),+],
            sample: include_bytes!(concat!("../../samples/", $name, ".xlsx")),
        }
    };
}

/// All of them, by name.
pub(super) static ALL: [Shipped; 5] = [
    pack!("channel-scorecard", "README.md", "advice.rhai", "policy.yaml", "targets.csv", "tests.yaml"),
    pack!(
        "customer-managed",
        "README.md",
        "actions.csv",
        "compare.rhai",
        "contact_rules.csv",
        "policy.yaml",
        "shelf_life.csv",
        "tests.yaml"
    ),
    pack!(
        "industry-scan",
        "README.md",
        "effort.csv",
        "next_step.csv",
        "policy.yaml",
        "position.csv",
        "reading.csv",
        "talk.rhai",
        "tests.yaml"
    ),
    pack!(
        "one-to-one",
        "README.md",
        "classes.csv",
        "fields.csv",
        "next_step.rhai",
        "policy.yaml",
        "targets.csv",
        "tests.yaml"
    ),
    pack!(
        "strategic-accounts",
        "README.md",
        "class_weights.csv",
        "classes.csv",
        "criteria.csv",
        "development.csv",
        "early_classes.csv",
        "files.rhai",
        "policy.yaml",
        "resources.csv",
        "tests.yaml",
        "tolerances.csv"
    ),
];

/// The names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|pack| pack.name)
}

impl Shipped {
    pub(super) fn named(name: &str) -> Option<&'static Shipped> {
        ALL.iter().find(|pack| pack.name == name)
    }

    /// Writes the pack into a folder and its sample beside it; gives the place of the sample. Nothing that is
    /// there is written over.
    pub(super) fn write(&self, folder: &Path, sample: PathBuf) -> Result<PathBuf, Failure> {
        making::free(folder)?;
        if sample.exists() {
            let message = format!("`{}` exists, and nothing is written over", sample.display());
            return Err(Failure::with_help(message, "name another folder, or move this file away"));
        }
        let files = self.files.iter().map(|(name, text)| match *name {
            "README.md" => (*name, self.readme(text, folder, &sample)),
            "tests.yaml" => (*name, self.tests(text, &sample)),
            _ => (*name, (*text).to_string()),
        });
        making::write(folder, files)?;
        std::fs::write(&sample, self.sample)
            .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", sample.display())))?;
        Ok(sample)
    }

    /// The tests, with the sample where it stands beside the pack.
    fn tests(&self, text: &str, sample: &Path) -> String {
        let name = sample.file_name().unwrap_or_default().to_string_lossy();
        let beside = format!("../{name}");
        let quoted = if beside.contains([' ', ':', '#', '\'']) { format!("{beside:?}") } else { beside };
        text.replace(&format!("../../samples/{}.xlsx", self.name), &quoted)
    }

    /// The README with the places of this copy; what leads out of the pack is left out.
    fn readme(&self, text: &str, folder: &Path, sample: &Path) -> String {
        let lines = text.lines().filter(|line| !line.contains("](../"));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        text.trim_end()
            .replace(&format!("samples/{}.xlsx", self.name), &making::quoted(sample))
            .replace(&format!("rules/{}", self.name), &making::quoted(folder))
            + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// A file added to a pack must come with the program too.
    #[test]
    fn every_file_of_every_pack_is_shipped() {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let names = |folder: &Path| -> BTreeSet<String> {
            let entries = std::fs::read_dir(folder).expect("a folder").flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let shipped: BTreeSet<String> = ALL.iter().map(|pack| pack.name.to_string()).collect();
        let there: BTreeSet<String> = names(&rules).into_iter().filter(|name| rules.join(name).is_dir()).collect();
        assert_eq!(shipped, there);
        for pack in &ALL {
            let files: BTreeSet<String> = pack.files.iter().map(|(name, _)| (*name).to_string()).collect();
            assert_eq!(files, names(&rules.join(pack.name)), "{}", pack.name);
        }
    }
}
