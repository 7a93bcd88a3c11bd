//! Files of packs in memory, on disk, and one over the other.

use super::*;

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("rulebook-files-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        for (name, text) in files {
            fs::create_dir_all(path.join(name).parent().expect("it has one")).expect("folders can be made");
            fs::write(path.join(name), text).expect("a file can be written");
        }
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(pack: &PackFiles, name: &str) -> Result<String, String> {
    pack.text(name).map(|(text, _)| text).map_err(|error| error.message)
}

#[test]
fn names_are_known_with_and_without_a_dot() {
    let pack = PackFiles::new([("./policy.yaml", "a"), ("tables/./t.csv", "b")]).expect("two files");
    assert_eq!(text(&pack, "policy.yaml"), Ok("a".into()));
    assert_eq!(text(&pack, "./policy.yaml"), Ok("a".into()));
    assert_eq!(text(&pack, "tables/t.csv"), Ok("b".into()));
    assert_eq!(pack.names(""), ["policy.yaml"]);
}

#[test]
fn a_name_twice_or_outside_is_refused() {
    let twice = PackFiles::new([("policy.yaml", "a"), ("./policy.yaml", "b")]).expect_err("two of one name");
    assert_eq!(twice.message, "two files of the pack are named `policy.yaml`");
    for name in ["../policy.yaml", "a/../../b", "/etc/passwd"] {
        let error = PackFiles::new([(name, "")]).expect_err(name);
        assert_eq!(error.kind, FileErrorKind::Outside, "{name}");
    }
}

#[test]
fn other_bytes_than_utf8_are_told_with_their_line() {
    let pack = PackFiles::new([("policy.yaml", b"policy: p\n# \xb0\xed".to_vec())]).expect("one file");
    assert_eq!(text(&pack, "policy.yaml"), Err("is not UTF-8: line 2 holds other bytes".into()));
    let marked = PackFiles::new([("policy.yaml", "\u{feff}a\r\nb")]).expect("one file");
    assert_eq!(text(&marked, "policy.yaml"), Ok("a\nb".into()));
}

#[test]
fn what_is_in_memory_stands_before_the_folder() {
    let folder = Folder::new("laid", &[("policy.yaml", "saved"), ("a.rhai", "saved")]);
    let mut pack = PackFiles::at(&folder.0).expect("it is there");
    pack.lay("./policy.yaml", "unsaved").expect("it lies inside");
    pack.lay("new.rhai", "unsaved").expect("it lies inside");
    assert_eq!(text(&pack, "policy.yaml"), Ok("unsaved".into()));
    assert_eq!(text(&pack, "a.rhai"), Ok("saved".into()));
    assert_eq!(pack.names(".rhai"), ["a.rhai", "new.rhai"]);
    assert_eq!(pack.names(".yaml"), ["policy.yaml"]);
    assert!(pack.lay("../x", "").is_err());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let folder = Folder::new("links", &[("pack/in.csv", "in"), ("secret.csv", "out")]);
    let pack_folder = folder.0.join("pack");
    std::os::unix::fs::symlink("../secret.csv", pack_folder.join("out.csv")).expect("a link");
    std::os::unix::fs::symlink("in.csv", pack_folder.join("also.csv")).expect("a link");
    let pack = PackFiles::at(&pack_folder).expect("it is there");
    assert_eq!(text(&pack, "out.csv"), Err("lies outside the pack".into()));
    assert_eq!(text(&pack, "also.csv"), Ok("in".into()));
    // Who names the file itself means it.
    let named = PackFiles::at(pack_folder.join("out.csv")).expect("it is there");
    assert_eq!(text(&named, "out.csv"), Ok("out".into()));
}
