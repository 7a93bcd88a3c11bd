//! `rulebook lsp`: the language server on stdin and stdout.

use super::{Ended, Failure};
use crate::lsp::Server;
use serde_json::Value;
use std::io::{self, BufRead, BufReader, Write};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

pub(super) const EXAMPLE: &str = "rulebook lsp";

/// A message that says it is longer is none.
const LONGEST: usize = 64 << 20;

/// Serve an editor: findings as you type, completion, hover, definitions, renaming (language server on stdio)
///
/// An editor starts it; docs/editors.md says how to set up VS Code, Neovim, Helix and Zed.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Editors say it; it is the only way
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(args: &Args) -> Result<Ended, Failure> {
    let _ = args.stdio;
    let (sender, messages) = channel();
    // While findings are worked out, more is read: who types on is told of the last text alone.
    std::thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        while let Ok(Some(message)) = read(&mut input) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    let ended_well = serve(&messages, &mut io::stdout().lock())
        .map_err(|error| Failure::new(format!("the editor cannot be written to: {error}")))?;
    Ok(if ended_well { Ended::Fine } else { Ended::Findings })
}

fn serve(messages: &Receiver<Value>, out: &mut impl Write) -> io::Result<bool> {
    let mut server = Server::new();
    while !server.has_ended() {
        let message = match messages.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Empty) if server.has_news() => {
                server.findings().iter().try_for_each(|message| write(out, message))?;
                continue;
            }
            Err(_) => match messages.recv() {
                Ok(message) => message,
                Err(_) => break,
            },
        };
        server.handle(&message).iter().try_for_each(|message| write(out, message))?;
    }
    Ok(server.ended_well())
}

/// The next message; `None` at the end.
fn read(input: &mut impl BufRead) -> io::Result<Option<Value>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() && length.is_some() {
            break;
        }
        let header = line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case("content-length"));
        length = header.and_then(|(_, count)| count.trim().parse::<usize>().ok()).or(length);
    }
    let length = length.filter(|length| *length <= LONGEST).ok_or_else(|| io::Error::other("too long"))?;
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body).unwrap_or(Value::Null)))
}

fn write(out: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    out.flush()
}
