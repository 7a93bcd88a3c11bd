//! A terminal of the test's own, in which the command runs as before a person.

use crate::support::Folder;
use rustix::process::{Pid, Signal};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};

/// The command with Ctrl-C as a terminal has it: whoever runs the tests in the background has it ignored, and so would
/// the command.
fn by_default(command: &Command) -> Command {
    let mut own = Command::new("env");
    own.arg("--default-signal=INT").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => own.env(name, value),
            None => own.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        own.current_dir(folder);
    }
    own
}

pub struct Terminal {
    ours: File,
    program: Child,
    shown: String,
    /// How much of it was looked through.
    seen: usize,
}

impl Terminal {
    /// Starts the command on a new terminal.
    pub fn start(folder: &Folder, args: &[&str]) -> Terminal {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("it is ours");
        let name = ptsname(&ours, Vec::new()).expect("it has a name").into_string().expect("of letters");
        let theirs = File::options().read(true).write(true).open(name).expect("it can be opened");
        let side = || theirs.try_clone().expect("it can be shared");
        let mut command = by_default(&folder.command(args));
        command.env_remove("NO_COLOR").env("TERM", "xterm");
        let program = command.stdin(side()).stdout(side()).stderr(side()).spawn().expect("the command starts");
        Terminal { ours: File::from(ours), program, shown: String::new(), seen: 0 }
    }

    /// Waits for one of these texts, and says for which.
    pub fn until<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        loop {
            let new = &self.shown[self.seen..];
            let first = texts.iter().filter_map(|text| Some((new.find(text)?, *text))).min();
            if let Some((at, text)) = first {
                self.seen += at + text.len();
                return text;
            }
            assert!(self.read(), "none of {texts:?} is shown:\n{}", self.shown);
        }
    }

    /// Takes what is shown next; false where nothing more will be.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        // When the command has ended, its terminal cannot be read.
        let many = self.ours.read(&mut bytes).unwrap_or(0);
        self.shown += &String::from_utf8_lossy(&bytes[..many]);
        many > 0
    }

    pub fn send(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).expect("keys can be pressed");
    }

    pub fn signal(&self, signal: Signal) {
        rustix::process::kill_process(Pid::from_child(&self.program), signal).expect("it runs");
    }

    /// How it ended; -1 where a signal did it.
    pub fn end(&mut self) -> i32 {
        while self.read() {}
        self.program.wait().expect("it ends").code().unwrap_or(-1)
    }

    pub fn shown(&self) -> &str {
        &self.shown
    }
}
