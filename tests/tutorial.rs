//! docs/tutorial.md, followed line by line: its files are saved, its edits made, its commands run, and what they
//! print is what the page says. `UPDATE_DOCS=1 cargo test --test tutorial` writes what they print into the page.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One block of the page between fences: its word, what stands beside the word, and its lines.
struct Block<'t> {
    kind: &'t str,
    file: &'t str,
    lines: Vec<&'t str>,
}

/// Where the reader works; removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("rulebook-tutorial-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Folder(folder)
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    fn save(&self, file: &str, text: &str) {
        std::fs::write(self.0.join(file), text).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// Changes the lines of a file: those with `-` go, those with `+` come; each part stands there once.
    fn edit(&self, block: &Block<'_>) {
        let mut text = self.read(block.file);
        for part in block.lines.split(|line| line.starts_with("@@")) {
            let side = |mark: char| -> String {
                let lines = part.iter().filter(|line| line.starts_with([' ', mark]));
                lines.flat_map(|line| [&line[1..], "\n"]).collect()
            };
            let (old, new) = (side('-'), side('+'));
            assert_eq!(text.matches(&old).count(), 1, "{}: these lines stand there once:\n{old}\n{text}", block.file);
            text = text.replace(&old, &new);
        }
        self.save(block.file, &text);
    }

    /// What a command prints: results, then notes.
    fn run(&self, command: &str) -> String {
        let words: Vec<&str> = command.split(' ').collect();
        if let ["cp", "-r", from, to] = words[..] {
            copy(&self.0.join(from), &self.0.join(to));
            return String::new();
        }
        assert_eq!(words[0], "rulebook", "{command}");
        let mut program = Command::new(env!("CARGO_BIN_EXE_rulebook"));
        let output =
            program.args(&words[1..]).current_dir(&self.0).env_remove("CLICOLOR_FORCE").env("LC_ALL", "C").output();
        let output = output.expect("the command starts");
        assert!(output.status.code().is_some_and(|code| code < 2), "{command}: {output:?}");
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8")).concat()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("it is a folder").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a file can be copied");
    }
}

/// The seconds a run took aside.
fn settled(line: &str) -> String {
    match line.strip_suffix(" s)").and_then(|line| line.rsplit_once(" (")) {
        Some((start, seconds)) if seconds.parse::<f64>().is_ok() => format!("{start} (0.1 s)"),
        _ => line.to_string(),
    }
}

/// The lines of a block of commands, each command with what it prints now.
fn console(folder: &Folder, block: &Block<'_>) -> Vec<String> {
    let commands = block.lines.iter().filter(|line| line.starts_with("$ "));
    commands
        .flat_map(|line| {
            let printed = folder.run(&line[2..]);
            let printed: Vec<String> = printed.trim_end().lines().map(settled).collect();
            std::iter::once((*line).to_string()).chain(printed)
        })
        .collect()
}

#[test]
fn every_step_does_what_the_page_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let folder = Folder::new();
    let mut now: Vec<String> = Vec::new();
    let mut lines = page.lines();
    let mut commands = 0;
    while let Some(line) = lines.next() {
        now.push(line.to_string());
        let Some(fence) = line.strip_prefix("```") else { continue };
        let (kind, file) = fence.split_once(' ').unwrap_or((fence, ""));
        let block = Block { kind, file, lines: lines.by_ref().take_while(|line| *line != "```").collect() };
        let shown: Vec<String> = block.lines.iter().map(ToString::to_string).collect();
        match block.kind {
            "csv" => folder.save(block.file, &format!("{}\n", block.lines.join("\n"))),
            "diff" => folder.edit(&block),
            "console" => {
                commands += block.lines.iter().filter(|line| line.starts_with("$ ")).count();
                now.extend(console(&folder, &block));
                now.push("```".to_string());
                continue;
            }
            other => panic!("the page has a block of `{other}`"),
        }
        now.extend(shown);
        now.push("```".to_string());
    }
    assert!(commands >= 10, "{commands}");
    let now = now.join("\n") + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).expect("the page can be written");
        return;
    }
    let differs = page.lines().zip(now.lines()).find(|(page, now)| page != now);
    assert!(page == now, "run `UPDATE_DOCS=1 cargo test --test tutorial` and read what changed: {differs:?}");
}
