//! A session of an editor with `rulebook lsp`: open, type, findings, completion, hover, definition, renaming, quick
//! fixes, close.

use crate::support::{Folder, POLICY};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    uri: String,
    asked: u64,
    /// Findings that came while something else was waited for.
    told: Vec<Value>,
}

impl Editor {
    fn start(folder: &Folder, file: &str) -> Editor {
        let mut command = folder.command(&["lsp"]);
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let (input, output) = (server.stdin.take(), server.stdout.take().expect("it is piped"));
        let path = folder.path(file).display().to_string();
        let path = path.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
        let uri = format!("file://{path}");
        let mut editor = Editor { server, input, output: BufReader::new(output), uri, asked: 0, told: Vec::new() };
        let ready = editor.ask("initialize", json!({"capabilities": {}, "rootUri": null}));
        assert_eq!(ready["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("it is open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it listens");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("it can be read") > 0, "the server has gone");
            if line == "\r\n" {
                break;
            }
            if let Some(count) = line.strip_prefix("Content-Length: ") {
                length = count.trim().parse().expect("a number");
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("it is whole");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn asked(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
            self.told.push(message);
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.asked(method, params);
        assert_eq!(answer["error"], Value::Null, "{answer}");
        answer["result"].clone()
    }

    fn at(&mut self, method: &str, (line, character): (usize, usize)) -> Value {
        let params = json!({"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}});
        self.ask(method, params)
    }

    fn open(&mut self, text: &str) -> Vec<Value> {
        let document = json!({"uri": self.uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
        self.findings()
    }

    fn change(&mut self, text: &str) -> Vec<Value> {
        let changes = json!([{"text": text}]);
        self.tell("textDocument/didChange", json!({"textDocument": {"uri": self.uri}, "contentChanges": changes}));
        self.findings()
    }

    /// The findings of the file after its last change.
    fn findings(&mut self) -> Vec<Value> {
        loop {
            let message = match self.told.is_empty() {
                true => self.receive(),
                false => self.told.remove(0),
            };
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == self.uri.as_str() {
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    fn end(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        drop(self.input.take());
        assert!(self.server.wait().expect("it ends").success());
    }
}

/// Line and column of the first character of a text, and of the one so many behind it.
fn place(text: &str, word: &str, behind: usize) -> (usize, usize) {
    let at = text.find(word).expect("it is there");
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count(), text[start..at].encode_utf16().count() + behind)
}

/// A text with the edits of an answer made.
fn edited(text: &str, edit: &Value, uri: &str) -> String {
    let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset = |place: &Value| {
        let start = lines[place["line"].as_u64().expect("a line") as usize];
        let units = place["character"].as_u64().expect("a column") as usize;
        let before =
            text[start..].char_indices().find(|(at, _)| text[start..start + at].encode_utf16().count() == units);
        before.map_or(text.len(), |(at, _)| start + at)
    };
    let changes = edit["changes"][uri].as_array().expect("changes of the file");
    let mut changes: Vec<(usize, usize, &str)> = changes
        .iter()
        .map(|change| {
            let range = &change["range"];
            (offset(&range["start"]), offset(&range["end"]), change["newText"].as_str().expect("a text"))
        })
        .collect();
    changes.sort();
    let mut text = text.to_string();
    changes.iter().rev().for_each(|(start, end, new)| text.replace_range(start..end, new));
    text
}

#[test]
fn a_session_from_the_first_mistake_to_the_last_name() {
    let folder = Folder::new();
    let mut editor = Editor::start(&folder, "pack/policy.yaml");
    assert_eq!(editor.open(POLICY), Vec::<Value>::new());

    // A slip, as it is typed: told at its place, with what to write.
    let slip = POLICY.replace("(sales - cost)", "(sales - coast)");
    let found = editor.change(&slip);
    assert_eq!(found.len(), 1, "{found:?}");
    let (line, column) = place(&slip, "coast", 0);
    assert_eq!(found[0]["range"]["start"], json!({"line": line, "character": column}));
    assert_eq!(found[0]["range"]["end"], json!({"line": line, "character": column + 5}));
    assert_eq!(found[0]["message"], "`coast` is no column of `shops` and no parameter\nhelp: there is `cost`");

    // The quick fix makes it what it was.
    let range = &found[0]["range"];
    let params = json!({"textDocument": {"uri": editor.uri}, "range": range, "context": {"diagnostics": found}});
    let actions = editor.ask("textDocument/codeAction", params);
    assert_eq!(actions[0]["title"], "Write `cost` instead of `coast`");
    assert_eq!(edited(&slip, &actions[0]["edit"], &editor.uri), POLICY);
    assert_eq!(editor.change(POLICY), Vec::<Value>::new());

    // What a name stands for, and where it is declared.
    let use_of = place(POLICY, "(sales", 3);
    let hover = editor.at("textDocument/hover", use_of);
    let text = hover["contents"]["value"].as_str().expect("a text");
    assert!(text.starts_with("**shops.sales**: column, number\n") && text.contains("policy.yaml:12, used"), "{text}");
    let declared = editor.at("textDocument/definition", use_of);
    let (line, column) = place(POLICY, "      sales:", 6);
    assert_eq!(declared["range"]["start"], json!({"line": line, "character": column}));

    // A name at every place.
    let params = json!({
        "textDocument": {"uri": editor.uri},
        "position": {"line": use_of.0, "character": use_of.1},
        "newName": "turnover",
    });
    let edit = editor.ask("textDocument/rename", params);
    let renamed = edited(POLICY, &edit, &editor.uri);
    assert!(!renamed.replace("header: sales", "").contains("sales"), "{renamed}");
    assert_eq!(editor.change(&renamed), Vec::<Value>::new());

    // Nothing was written; closed, the file is what is on disk.
    let uri = editor.uri.clone();
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(folder.read("pack/policy.yaml"), POLICY.as_bytes());
    editor.end();
}

#[test]
fn what_can_be_written_next() {
    let folder = Folder::new();
    let policy = POLICY
        .replace("      cost: { type: number }", "      cost: { type: number }\n      kind: { one_of: [chain, 개인] }")
        .replace("- { sales: \">= 1_000\", then: large }", "- { kind: chain, then: large }");
    let mut editor = Editor::start(&folder, "pack/policy.yaml");
    assert_eq!(editor.open(&policy), Vec::<Value>::new());
    let mut labels = |at: (usize, usize)| -> Vec<String> {
        let items = editor.at("textDocument/completion", at)["items"].as_array().expect("a list").clone();
        items.iter().map(|item| item["label"].as_str().expect("a text").to_string()).collect()
    };
    let in_formula = labels(place(&policy, "(sales - cost) /", 1));
    for wanted in ["sales", "margin", "floor", "shops", "round", "sum", "rank"] {
        assert!(in_formula.iter().any(|label| label == wanted), "{wanted}: {in_formula:?}");
    }
    assert_eq!(labels(place(&policy, "- { kind: chain", 10))[..2], ["chain", "개인"]);
    let keys = labels(place(&policy, "hit: first", 0));
    assert_eq!(keys[..3], ["hit", "outputs", "rules"]);
    // While one types, the policy cannot be read; what was known is known.
    let typing = policy.replace("when: sales < floor", "when: sum(shops.) < floor");
    editor.change(&typing);
    let mut labels = |at: (usize, usize)| -> Vec<String> {
        let items = editor.at("textDocument/completion", at)["items"].as_array().expect("a list").clone();
        items.iter().map(|item| item["label"].as_str().expect("a text").to_string()).collect()
    };
    assert_eq!(labels(place(&typing, "sum(shops.", 10)), ["id", "sales", "cost", "kind", "margin", "size"]);
    editor.end();
}

#[test]
fn a_policy_whose_file_is_called_like_a_sheet_of_a_workbook() {
    let folder = Folder::new().with("copies/shops (2).yaml", POLICY);
    let mut editor = Editor::start(&folder, "copies/shops (2).yaml");
    assert!(editor.open(POLICY).is_empty());
    assert_eq!(editor.change(&POLICY.replace("(sales - cost)", "(sales - coast)")).len(), 1);
    editor.end();
}

/// Editors code signs of an address as they like: what they are told must carry the address they opened.
#[test]
fn an_address_is_answered_as_it_was_opened() {
    let folder = Folder::new().with("my (pack)/policy.yaml", POLICY);
    for (from, to) in [("%28", "("), ("%29", ")"), ("/policy", "/p%6flicy"), ("%20", "%20")] {
        let mut editor = Editor::start(&folder, "my (pack)/policy.yaml");
        editor.uri = editor.uri.replace(from, to);
        assert!(editor.open(POLICY).is_empty());
        let wrong = POLICY.replace("(sales - cost)", "(sales - coast)");
        assert_eq!(editor.change(&wrong).len(), 1, "{to}");
        assert!(editor.change(POLICY).is_empty(), "{to}");
        let at = place(POLICY, "(sales - cost)", 1);
        assert_eq!(editor.at("textDocument/definition", at)["uri"], editor.uri);
        let position = json!({"line": at.0, "character": at.1});
        let params = json!({"textDocument": {"uri": editor.uri}, "position": position, "newName": "sold"});
        let changes = editor.ask("textDocument/rename", params)["changes"].clone();
        let files: Vec<&String> = changes.as_object().expect("files").keys().collect();
        assert_eq!(files, [&editor.uri]);
        editor.end();
    }
}

#[test]
fn what_is_not_asked_well_is_answered_too() {
    let folder = Folder::new();
    let mut editor = Editor::start(&folder, "pack/policy.yaml");
    editor.open(POLICY);
    let nothing = editor.at("textDocument/hover", (0, 900));
    assert_eq!(nothing, Value::Null);
    assert_eq!(
        editor.asked("textDocument/rubbish", json!({"textDocument": {"uri": editor.uri}}))["error"]["code"],
        -32601
    );
    let params =
        json!({"textDocument": {"uri": editor.uri}, "position": {"line": 0, "character": 1}, "newName": "x y"});
    assert!(editor.asked("textDocument/rename", params)["error"]["message"].is_string());
    assert_eq!(editor.ask("textDocument/hover", json!({"textDocument": {"uri": "untitled:1"}})), Value::Null);
    // A text that is no YAML at all is a finding, and the session goes on.
    assert!(!editor.change("policy: [").is_empty());
    assert!(editor.change(POLICY).is_empty());
    editor.end();
}
