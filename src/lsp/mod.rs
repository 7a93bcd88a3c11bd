//! A language server for policies: findings as one types, completion, hover, definitions, references, renaming and
//! quick fixes, over texts that are not saved yet.
//!
//! [`Server::handle`] takes one message of the protocol and gives those to send; who reads and writes them is the
//! command. Whatever is said of a pack comes from the same check and index of names that the commands use.

mod answers;
mod completion;
mod findings;
mod keys;
mod packs;
mod text;

use crate::engine::Engine;
use packs::Packs;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Codes of the protocol.
const UNKNOWN_METHOD: i64 = -32601;
const FAILED: i64 = -32803;
const NOT_READY: i64 = -32002;

/// A session with an editor.
#[derive(Default)]
pub struct Server {
    engine: Engine,
    packs: Packs,
    /// Files for which findings were told, so that they can be taken back.
    told: BTreeSet<String>,
    /// Packs of which something changed since their findings were told.
    stale: BTreeSet<std::path::PathBuf>,
    ready: bool,
    shut_down: bool,
    ended: bool,
}

impl Server {
    /// A session that has not begun.
    #[must_use]
    pub fn new() -> Server {
        Server::default()
    }

    /// Whether the editor has ended the session.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether it ended as the protocol asks for: first told to shut down, then to exit.
    #[must_use]
    pub fn ended_well(&self) -> bool {
        self.ended && self.shut_down
    }

    /// Takes a message; gives those to send.
    pub fn handle(&mut self, message: &Value) -> Vec<Value> {
        let method = message["method"].as_str().unwrap_or_default();
        let params = &message["params"];
        let Some(id) = message.get("id").filter(|id| !id.is_null()) else {
            self.note(method, params);
            return Vec::new();
        };
        // An answer to something that was asked: nothing is.
        if method.is_empty() {
            return Vec::new();
        }
        let answer = if !self.ready && method != "initialize" {
            Err((NOT_READY, "the session has not begun".to_string()))
        } else {
            self.answer(method, params)
        };
        vec![match answer {
            Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
            Err((code, message)) => json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}),
        }]
    }

    /// The findings of packs that changed. To be asked for when no message waits: who types fast is not told of
    /// each letter.
    pub fn findings(&mut self) -> Vec<Value> {
        let stale = std::mem::take(&mut self.stale);
        stale.iter().flat_map(|root| findings::of_pack(&self.engine, &self.packs, root, &mut self.told)).collect()
    }

    /// Whether findings are to be told.
    #[must_use]
    pub fn has_news(&self) -> bool {
        !self.stale.is_empty()
    }

    fn note(&mut self, method: &str, params: &Value) {
        let document = &params["textDocument"];
        let uri = document["uri"].as_str().unwrap_or_default();
        let changed = match method {
            "textDocument/didOpen" => self.packs.open(uri, document["text"].as_str().unwrap_or_default()),
            "textDocument/didChange" => {
                // The whole text is sent with each change.
                let text = params["contentChanges"].as_array().and_then(|changes| changes.last());
                text.and_then(|change| self.packs.open(uri, change["text"].as_str()?))
            }
            "textDocument/didClose" => self.packs.close(uri),
            "textDocument/didSave" => self.packs.root(uri),
            "workspace/didChangeWatchedFiles" => {
                let uris = params["changes"].as_array().into_iter().flatten().filter_map(|c| c["uri"].as_str());
                let roots: Vec<_> = uris.filter_map(|uri| self.packs.root(uri)).collect();
                self.stale.extend(roots);
                None
            }
            "exit" => {
                self.ended = true;
                None
            }
            _ => None,
        };
        self.stale.extend(changed);
    }

    fn answer(&mut self, method: &str, params: &Value) -> Result<Value, (i64, String)> {
        match method {
            "initialize" => {
                self.ready = true;
                return Ok(capabilities());
            }
            "shutdown" => {
                self.shut_down = true;
                return Ok(Value::Null);
            }
            _ => {}
        }
        let failed = |message: String| (FAILED, message);
        let uri = params["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(pack) = self.packs.pack(&self.engine, uri) else { return Ok(Value::Null) };
        let at = text::Position::read(&params["position"]);
        match method {
            "textDocument/hover" => Ok(answers::hover(&self.engine, &pack, at)),
            "textDocument/definition" => Ok(answers::definition(&pack, at)),
            "textDocument/references" => Ok(answers::references(&pack, at)),
            "textDocument/documentSymbol" => Ok(answers::symbols(&pack)),
            "textDocument/prepareRename" => answers::prepare_rename(&pack, at).map_err(failed),
            "textDocument/rename" => {
                let new = params["newName"].as_str().unwrap_or_default();
                answers::rename(&self.engine, &pack, at, new).map_err(failed)
            }
            "textDocument/codeAction" => Ok(findings::actions(&self.engine, &pack, &params["range"])),
            "textDocument/completion" => Ok(completion::complete(&pack, at)),
            _ => Err((UNKNOWN_METHOD, format!("`{method}` is not answered"))),
        }
    }
}

fn capabilities() -> Value {
    json!({
        "serverInfo": {"name": "rulebook", "version": env!("CARGO_PKG_VERSION")},
        "capabilities": {
            // Lines and UTF-16 columns; the whole text with each change.
            "textDocumentSync": {"openClose": true, "change": 1, "save": true},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "renameProvider": {"prepareProvider": true},
            "codeActionProvider": {"codeActionKinds": ["quickfix"]},
            "completionProvider": {"triggerCharacters": ["."]},
        },
    })
}
