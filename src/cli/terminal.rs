//! The two streams: results to stdout, notes to stderr. Colours only where a person reads them.

use super::Failure;
use crate::diagnostic::Style;
use crate::words::{Language, Sentence};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, Write};
use std::sync::OnceLock;

/// The language of the one who runs the command, and whether it was asked for.
static SPOKEN: OnceLock<(Language, bool)> = OnceLock::new();

/// Speaks the language of `--lang`, else that of the locale.
pub(super) fn speak(asked: Option<&str>) {
    let locale = || {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
            // A variable that is empty counts as not set.
            std::env::var(name).ok().filter(|value| !value.is_empty())
        });
        Language::of(&set.unwrap_or_default())
    };
    let _ = SPOKEN.set((asked.map_or_else(locale, Language::of), asked.is_some()));
}

/// The language of what people read.
pub(super) fn language() -> Language {
    SPOKEN.get().map_or(Language::English, |(language, _)| *language)
}

/// The language of what programs read: English, unless `--lang` asks for another.
pub(super) fn language_of_programs() -> Language {
    SPOKEN.get().filter(|(_, asked)| *asked).map_or(Language::English, |(language, _)| *language)
}

/// A sentence for the person who runs the command; lost where nobody listens.
pub(super) fn tell(sentence: &Sentence) {
    note(&sentence.in_language(language()));
}

/// How findings are drawn on stdout: in colour on a terminal, unless `NO_COLOR` and the like say otherwise.
pub(super) fn style_of_stdout() -> Style {
    style(AutoStream::choice(&io::stdout()))
}

/// The same for stderr.
pub(super) fn style_of_stderr() -> Style {
    style(AutoStream::choice(&io::stderr()))
}

fn style(choice: ColorChoice) -> Style {
    if choice == ColorChoice::Never { Style::Plain } else { Style::Colour }
}

/// Writes results to stdout. A reader that has seen enough (`| head`) is no failure.
pub(super) fn results(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let stdout = AutoStream::auto(io::stdout());
    let mut out = io::BufWriter::with_capacity(1 << 16, stdout.lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to stdout: {error}")))
        }
        // What is left in the buffer has no reader either.
        Err(_) => {
            let _ = out.into_parts();
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// A line for the person who runs the command; lost where nobody listens.
pub(super) fn note(line: &str) {
    let _ = writeln!(AutoStream::auto(io::stderr()), "{line}");
}
