#!/usr/bin/env python3
"""How long an editor waits for `rulebook lsp`, on the largest pack.

    cargo build --release
    python3 benches/whole/editor.py

Each answer is to a text that has just changed, as while one types: nothing of the one before can be used.
"""

import argparse
import json
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Editor:
    def __init__(self, program, policy):
        self.server = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.uri = policy.as_uri()
        self.ask("initialize", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.server.stdout.readline()) != b"\r\n":
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.server.stdout.read(length))

    def ask(self, method, params):
        self.send({"id": 1, "method": method, "params": params})
        while self.receive().get("id") != 1:
            pass

    def change(self, text):
        document = {"uri": self.uri, "version": 1, "languageId": "yaml", "text": text}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def findings(self):
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == self.uri:
                return


def timed(work):
    start = time.monotonic()
    work()
    return (time.monotonic() - start) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rulebook", default=str(ROOT / "target" / "release" / "rulebook"))
    parser.add_argument("--pack", type=Path, default=ROOT / "rules" / "channel-scorecard")
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    policy = args.pack.resolve() / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    editor = Editor(args.rulebook, policy)
    place = {"line": text.count("\n") // 2, "character": 12}
    params = {"textDocument": {"uri": editor.uri}, "position": place}
    waits = {}
    for turn in range(args.rounds):
        changed = text + "#" * (2 * turn)

        def findings():
            editor.change(changed)
            editor.findings()

        waits.setdefault("findings", []).append(timed(findings))
        for method in ("hover", "definition", "references", "completion"):
            # Sent together, so that the answer comes before the findings of the change.
            def answer():
                editor.change(changed + "#" + method)
                editor.ask(f"textDocument/{method}", params)

            waits.setdefault(method, []).append(timed(answer))
            editor.findings()
    for what, times in waits.items():
        print(f"{what:12} {statistics.median(times):6.1f} ms, at most {max(times):6.1f} ms")
    editor.server.kill()


if __name__ == "__main__":
    main()
