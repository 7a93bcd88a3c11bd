//! A folder with a small policy and its data, and the command run inside it, so that messages hold
//! no path of this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

pub const POLICY: &str = r#"policy: shops
version: "1"
title: Shops
parameters:
  floor: 100
  part: 12.5%
tables:
  shops:
    key: id
    columns:
      id:
      sales: { type: number }
      cost: { type: number }
    formulas:
      margin: (sales - cost) / sales
    decisions:
      size:
        hit: first
        rules:
          - { sales: ">= 1_000", then: large }
          - { otherwise: true, then: small }
scorecards:
  shop:
    on: shops
    measures:
      margin: { weight: 100%, target: 40%, worst: 0% }
    bands: { A: ">= 50", B: "< 50" }
triggers:
  slow:
    on: shops
    when: sales < floor || margin < part
    severity: high
    message: "`${id}: sold ${sales}`"
"#;

pub const CLEAN: &str = "id,sales,cost\nS1,2000,1000\nS2,50,10\nS3,500,450\n";

/// Where one test works; removed at its end.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder with `pack/policy.yaml` and `shops.csv`.
    pub fn new() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("rulebook-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Folder(std::env::temp_dir().join(name));
        std::fs::create_dir_all(folder.path("pack")).expect("a temporary folder can be made");
        folder.with("pack/policy.yaml", POLICY).with("shops.csv", CLEAN)
    }

    pub fn with(self, name: &str, text: &str) -> Folder {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rulebook"));
        command.args(args).current_dir(&self.0).stdin(Stdio::null()).env_remove("CLICOLOR_FORCE");
        // The language of the machine is none of the test's.
        command.env("LC_ALL", "C");
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("the command starts"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.0));
    }
}

/// What a command did.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// Everything a person sees, the seconds aside.
    pub fn shown(&self) -> String {
        let lines = self.stderr.lines().map(|line| match line.split_once(" s)") {
            Some((start, "")) => format!("{} (… s)", start.rsplit_once(" (").map_or(start, |(start, _)| start)),
            _ => line.to_string(),
        });
        let stderr: Vec<String> = lines.collect();
        format!("exit {}\n--- stdout\n{}\n--- stderr\n{}\n", self.code, self.stdout.trim_end(), stderr.join("\n"))
    }
}
