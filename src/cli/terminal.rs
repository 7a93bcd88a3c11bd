//! The two streams: results to stdout, notes to stderr. Colours only where a person reads them.

use super::Failure;
use crate::diagnostic::Style;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, Write};

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
