//! Where reports go: the old one or the new one, never a part of one.

use super::support::*;
use crate::export::{ExportError, Format, atomic, available, write};
use std::io::{self, Write};
use std::path::Path;

/// The formats this build can write.
fn possible() -> impl Iterator<Item = Format> {
    Format::ALL.into_iter().filter(|format| available(*format).is_ok())
}

#[cfg(not(feature = "xlsx"))]
#[test]
fn a_build_without_the_writer_says_so() {
    let folder = Folder::new("no-writer");
    let error = write(&small(), Format::Xlsx, &folder.join("report.xlsx")).expect_err("there is no writer");
    assert_eq!(error.message, "this build of rulebook cannot write xlsx reports");
    assert_eq!(available(Format::Xlsx).map_err(|error| error.message), Err(error.message));
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn the_format_follows_from_word_or_path() {
    assert_eq!(Format::from_word("XLSX"), Some(Format::Xlsx));
    assert_eq!(Format::from_word("pdf"), None);
    assert_eq!(Format::from_path(Path::new("a/Report.JSON")), Some(Format::Json));
    assert_eq!(Format::from_path(Path::new("a/report.html")), Some(Format::Html));
    assert_eq!(Format::from_path(Path::new("out/")), Some(Format::Csv));
    assert_eq!(Format::from_path(Path::new("out")), None);
    assert!(Format::ALL.into_iter().all(|format| Format::from_word(format.word()) == Some(format)));
}

#[test]
fn a_write_that_fails_leaves_the_old_file_and_nothing_beside_it() {
    let folder = Folder::new("atomic");
    let target = folder.join("report.json");
    std::fs::write(&target, "old").expect("the old report");
    let error = atomic::write(&target, |file| {
        file.write_all(&[b'x'; 1 << 20])?;
        Err(io::ErrorKind::StorageFull.into())
    });
    let error = error.expect_err("the disk is full");
    assert!(error.message.ends_with("the disk is full"), "{error}");
    assert_eq!(std::fs::read_to_string(&target).expect("the old report"), "old");
    assert_eq!(folder.names(), ["report.json"]);
}

#[test]
fn every_format_takes_the_place_of_the_old_report() {
    let folder = Folder::new("replace");
    for format in possible().filter(|format| !format.is_folder()) {
        let target = folder.join(&format!("report.{}", format.word()));
        std::fs::write(&target, "old").expect("the old report");
        write(&small(), format, &target).expect("a report");
        assert!(std::fs::metadata(&target).expect("the report").len() > 1000);
    }
    write(&small(), Format::Csv, &folder.join("csv")).expect("a report");
    write(&small(), Format::Csv, &folder.join("csv")).expect("the same again");
    let mut names: Vec<String> = possible().map(|format| format!("report.{}", format.word())).collect();
    names.retain(|name| !name.ends_with("csv") && !name.ends_with("jsonl"));
    names.push("csv".to_string());
    names.sort();
    assert_eq!(folder.names(), names);
}

/// What a killed run left goes with the next report of that name; a file that another run has in hand stays, and so
/// does what only looks like one.
#[test]
fn the_next_report_clears_what_killed_runs_left() {
    let folder = Folder::new("killed");
    let left = ["1-0.tmp", "4294967295-12.tmp", "2-0.tmp", "x-0.tmp", "3-.tmp", "4-0.tmp~"];
    for name in left {
        std::fs::write(folder.join(&format!(".report.json.{name}")), "a part").expect("what was left");
    }
    std::fs::write(folder.join(".other.json.1-0.tmp"), "a part").expect("that of another report");
    let held = std::fs::File::open(folder.join(".report.json.2-0.tmp")).expect("a file at work");
    held.lock().expect("no other holds it");
    atomic::write(&folder.join("report.json"), |file| file.write_all(b"whole")).expect("written");
    let stay = [
        ".other.json.1-0.tmp",
        ".report.json.2-0.tmp",
        ".report.json.3-.tmp",
        ".report.json.4-0.tmp~",
        ".report.json.x-0.tmp",
    ];
    assert_eq!(folder.names(), [&stay[..], &["report.json"]].concat());
    drop(held);
    atomic::write(&folder.join("report.json"), |file| file.write_all(b"again")).expect("written");
    assert!(!folder.names().contains(&".report.json.2-0.tmp".to_string()));
}

/// Stopped at any moment, a run leaves the folder as it was: the new file has no name before it is
/// complete.
#[cfg(target_os = "linux")]
#[test]
fn a_report_half_written_has_no_name() {
    let folder = Folder::new("unnamed");
    std::fs::write(folder.join("old.json"), "old").expect("the old report");
    for name in ["old.json", "new.json"] {
        let pending = atomic::prepare(&folder.join(name), |file| file.write_all(b"whole")).expect("written");
        assert_eq!(folder.names(), ["old.json"]);
        drop(pending);
        assert_eq!(folder.names(), ["old.json"]);
    }
    for name in ["old.json", "new.json"] {
        let pending = atomic::prepare(&folder.join(name), |file| file.write_all(b"whole")).expect("written");
        pending.commit().expect("it takes its place");
        assert_eq!(std::fs::read_to_string(folder.join(name)).expect("the report"), "whole");
    }
    assert_eq!(folder.names(), ["new.json", "old.json"]);
}

#[test]
fn a_temporary_file_of_another_run_is_stepped_over() {
    let folder = Folder::new("left-over");
    let left = folder.join(&format!(".r.json.{}-0.tmp", std::process::id()));
    std::fs::write(&left, "torso").expect("what another run has in hand");
    let held = std::fs::File::open(&left).expect("the file");
    held.lock().expect("no other holds it");
    write(&small(), Format::Json, &folder.join("r.json")).expect("a report");
    assert_eq!(std::fs::read_to_string(left).expect("the file"), "torso");
}

fn refused(format: Format, target: &Path) -> ExportError {
    let error = write(&small(), format, target).expect_err("cannot be written");
    assert!(error.help.is_some(), "no help: {error}");
    error
}

#[test]
fn refusals_say_why() {
    let folder = Folder::new("refused");
    let folders = folder.join("folder.json");
    std::fs::create_dir(&folders).expect("a folder");
    assert!(refused(Format::Json, &folders).message.ends_with("it is a folder"));
    for format in possible() {
        let missing = folder.join("missing").join("deep").join("report");
        assert!(refused(format, &missing).message.ends_with("its folder does not exist"));
    }
    let kept = folder.join("kept.json");
    std::fs::write(&kept, "signed off").expect("a file");
    let mut permissions = std::fs::metadata(&kept).expect("the file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&kept, permissions).expect("made read-only");
    assert!(refused(Format::Json, &kept).message.ends_with("the file is read-only"));
    assert!(refused(Format::Json, &kept.join("below")).message.contains("a part of the path is a file"));
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    let folder = Folder::new("links");
    std::fs::write(folder.join("real.json"), "old").expect("a file");
    std::os::unix::fs::symlink(folder.join("real.json"), folder.join("link.json")).expect("a link");
    write(&small(), Format::Json, &folder.join("link.json")).expect("a report");
    assert!(std::fs::symlink_metadata(folder.join("link.json")).expect("the link").is_symlink());
    assert!(std::fs::read_to_string(folder.join("real.json")).expect("the report").starts_with("{\"schema\":1"));
    write(&small(), Format::Json, Path::new("/dev/null")).expect("written to nowhere");
    assert!(!std::fs::metadata("/dev/null").expect("the device").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_in_words() {
    for format in possible().filter(|format| !format.is_folder()) {
        let error = write(&small(), format, Path::new("/dev/full")).expect_err("a full device");
        assert_eq!(error.message, "cannot write `/dev/full`: the disk is full");
    }
}

/// What else lies in a folder of CSV files stays there, whatever it is; what a killed run has left beside it goes.
#[test]
fn a_folder_keeps_what_others_put_into_it() {
    let folder = Folder::new("csv-kept");
    let report = folder.join("report");
    write(&small(), Format::Csv, &report).expect("a report");
    let names = |path: &Path| {
        let mut names: Vec<_> =
            std::fs::read_dir(path).expect("a folder").map(|at| at.expect("it").file_name()).collect();
        names.sort();
        names
    };
    let own = names(&report);
    std::fs::write(report.join("notes.txt"), "ours").expect("a file of somebody else");
    std::fs::write(report.join("manifest.json"), "old").expect("an old manifest");
    let left = folder.join(".report.1-0.tmp");
    std::fs::create_dir(&left).expect("what was left");
    std::fs::write(left.join("issues.csv"), "a part").expect("what was left");
    write(&small(), Format::Csv, &report).expect("the report again");
    assert_eq!(names(&report).len(), own.len() + 1);
    assert_eq!(std::fs::read_to_string(report.join("notes.txt")).expect("the file"), "ours");
    assert!(std::fs::read_to_string(report.join("manifest.json")).expect("the manifest").len() > 100);
    assert_eq!(folder.names(), ["report"]);
    // A folder within cannot stand in two places: the files change one after the other, and it stays.
    std::fs::create_dir(report.join("letters")).expect("a folder within");
    std::fs::write(report.join("manifest.json"), "old").expect("an old manifest");
    write(&small(), Format::Csv, &report).expect("the report a third time");
    assert!(std::fs::read_to_string(report.join("manifest.json")).expect("the manifest").len() > 100);
    assert!(report.join("letters").is_dir());
    assert_eq!(folder.names(), ["report"]);
}

/// Whoever reads the folder while it is written sees the files of one report: they change places all at once.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_changes_all_at_once() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let folder = Folder::new("csv-once");
    let report = folder.join("report");
    write(&small(), Format::Csv, &report).expect("a report");
    std::fs::set_permissions(&report, std::fs::Permissions::from_mode(0o750)).expect("it is ours");
    let number = || std::fs::metadata(&report).expect("the report").ino();
    let before = number();
    let opened = std::fs::File::open(report.join("manifest.json")).expect("the manifest");
    write(&small(), Format::Csv, &report).expect("the report again");
    assert_ne!(number(), before);
    assert_eq!(std::fs::metadata(&report).expect("the report").mode() & 0o777, 0o750);
    drop(opened);
    // A link to the folder stays a link.
    let link = folder.join("latest");
    std::os::unix::fs::symlink(&report, &link).expect("a link");
    let before = number();
    write(&small(), Format::Csv, &link).expect("through the link");
    assert_ne!(number(), before);
    assert!(std::fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert_eq!(folder.names(), ["latest", "report"]);
}
