//! Questions to the person at the terminal.

use super::{Failure, terminal};
use crate::start::{Ask, Question};
use std::io::{self, BufRead, IsTerminal, Write};

/// Who sits at the terminal.
pub(super) struct Person {
    greeted: bool,
}

impl Person {
    /// The person at the terminal, where there is one: questions go to stderr, answers come from stdin.
    pub(super) fn on_terminal() -> Result<Person, Failure> {
        if io::stdin().is_terminal() && io::stderr().is_terminal() {
            return Ok(Person { greeted: false });
        }
        let message = "`--ask` needs a terminal to ask on, and here is none";
        Err(Failure::with_help(message, "leave it out: every guess is taken, and said in the comments of policy.yaml"))
    }
}

impl Ask for Person {
    fn answer(&mut self, question: &Question) -> Option<String> {
        if !self.greeted {
            terminal::note(
                "Enter takes the guess in [ ]; `none` leaves it out. Nothing is written before the last question.",
            );
            self.greeted = true;
        }
        terminal::note(&format!("\n{}", question.text));
        if question.options.len() > 1 {
            terminal::note(&format!("  {}", question.options.join(", ")));
        }
        let mut stderr = io::stderr();
        write!(stderr, "  [{}] ", question.guess).and_then(|()| stderr.flush()).ok()?;
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => {
                terminal::note("");
                None
            }
            Ok(_) => Some(line),
        }
    }

    fn refuse(&mut self, why: &str) {
        terminal::note(&format!("  {why}"));
    }
}
