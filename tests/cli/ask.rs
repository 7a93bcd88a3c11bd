//! `rulebook new --ask`: questions on a terminal.

use crate::support::Folder;

const ASK: [&str; 5] = ["new", "mine", "--from", "visits.csv", "--ask"];

fn folder() -> Folder {
    let row = |at: usize| format!("V{at:02},{},{},2026-03-{:02}\n", ["North", "South"][at % 2], 10 * at, at % 28 + 1);
    Folder::new().with("visits.csv", &format!("Visit,Region,Paid,Day\n{}", (1..30).map(row).collect::<String>()))
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&ASK).shown());
    assert!(!folder.path("mine").exists());
}

#[cfg(target_os = "linux")]
mod terminal {
    use super::{ASK, folder};
    use crate::terminal::Terminal;
    use rustix::process::Signal;

    #[test]
    fn enter_takes_each_guess() {
        let folder = folder();
        let mut terminal = Terminal::start(&folder, &ASK);
        let mut questions = 0;
        while terminal.until(&["] ", "Next:"]) == "] " {
            terminal.send("\n");
            questions += 1;
        }
        assert!(questions >= 3, "{}", terminal.shown());
        assert_eq!(terminal.end(), 0);
        assert_eq!(folder.run(&["check", "mine", "--format", "json"]).json()["findings"], serde_json::json!([]));
    }

    #[test]
    fn ctrl_d_and_ctrl_c_leave_nothing_behind() {
        let folder = folder();
        let mut terminal = Terminal::start(&folder, &ASK);
        assert_eq!(terminal.until(&["] "]), "] ");
        terminal.send("\n\u{4}");
        assert_eq!(terminal.until(&["nothing was written"]), "nothing was written");
        assert_eq!(terminal.end(), 2);
        let mut terminal = Terminal::start(&folder, &ASK);
        assert_eq!(terminal.until(&["] "]), "] ");
        terminal.signal(Signal::INT);
        assert_ne!(terminal.end(), 0);
        assert!(!folder.path("mine").exists());
    }
}
