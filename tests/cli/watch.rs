//! `--watch`: again with each change, until it is stopped.

use crate::support::{Folder, POLICY};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

struct Watching {
    program: Child,
    /// What it prints, and what it says beside: which comes first of the two is chance.
    results: Receiver<String>,
    notes: Receiver<String>,
}

/// The lines of a pipe as they come.
fn lines(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(pipe).lines().map_while(Result::ok);
        lines.for_each(|line| drop(sender.send(line)));
    });
    lines
}

impl Watching {
    fn start(folder: &Folder, args: &[&str]) -> Watching {
        let mut command = folder.command(args);
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let results = lines(program.stdout.take().expect("it is piped"));
        let notes = lines(program.stderr.take().expect("it is piped"));
        Watching { program, results, notes }
    }

    fn prints(&self, words: &str) {
        wait(&self.results, words);
    }

    fn says(&self, words: &str) {
        wait(&self.notes, words);
    }
}

/// Waits for a line that says so; a minute is far more than it needs.
fn wait(lines: &Receiver<String>, words: &str) {
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(Duration::from_secs(60)) {
        if line.contains(words) {
            return;
        }
        seen.push(line);
    }
    panic!("`{words}` was not said: {seen:#?}");
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_policy_is_checked_again_when_it_is_saved() {
    let folder = Folder::new();
    let watching = Watching::start(&folder, &["check", "pack", "--watch"]);
    watching.prints("shops 1: Shops");
    watching.says("watching 1 file;");
    let folder = folder.with("pack/policy.yaml", &POLICY.replace("(sales - cost)", "(sales - coast)"));
    watching.prints("`coast` is no column of `shops`");
    watching.says("watching 1 file;");
    // A file that is new counts, too.
    let _folder = folder.with("pack/tests.yaml", "tests: 5\n").with("pack/policy.yaml", POLICY);
    watching.prints("pack/tests.yaml:1");
    watching.says("watching 2 files;");
}

#[test]
fn a_report_beside_its_workbook_is_no_change() {
    let folder = Folder::new();
    let folder = folder.with("data/shops.csv", "id,sales,cost\nS1,2000,1000\n");
    let args = ["run", "pack", "data", "--watch", "-o", "data/report.json"];
    let watching = Watching::start(&folder, &args);
    watching.says("watching 2 files;");
    std::thread::sleep(Duration::from_millis(800));
    assert!(watching.notes.try_recv().is_err(), "it has run again for its own report");
    let _folder = folder.with("data/shops.csv", "id,sales,cost\nS1,2000,1000\nS2,50,40\n");
    watching.says("watching 2 files;");
}
