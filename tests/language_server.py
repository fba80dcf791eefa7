"""Drives yaml-language-server, the program that editors run for YAML, over its own protocol.

It is fetched once by npm into the environment that runs the tests, with the versions of
tests/data/editor/package-lock.json.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

PINNED = Path(__file__).parent / "data" / "editor"
_WAIT = 60  # seconds for an answer; only a server that hangs needs them
Json = dict[str, Any]


def installed() -> Path | str:
    """The server's script; or why there is none."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "there is no node and npm here"
    folder = Path(sys.prefix) / "share" / "gtm-editor-tests"
    script = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    lock = (PINNED / "package-lock.json").read_bytes()
    stamp = folder / "done"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PINNED / name, folder)
        words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        ran = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if ran.returncode:
            return f"npm could not fetch yaml-language-server: {ran.stderr.strip()[-300:]}"
        stamp.write_bytes(lock)
    return script


class Server:
    """One running server with one workspace open."""

    def __init__(self, script: Path, root: Path, settings: Mapping[str, Any]) -> None:
        self._root = root
        self._settings = settings
        self._child = subprocess.Popen(
            ["node", str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=root, env={**os.environ, "NODE_OPTIONS": ""},
        )  # fmt: skip
        self._answers: queue.Queue[Json] = queue.Queue()
        self._number = 0
        self._configured = False
        self._versions: dict[str, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        folder = {"uri": self._root.as_uri(), "name": "workspace"}
        item = {"completionItem": {"snippetSupport": True}}
        asked = {"configuration": True, "workspaceFolders": True}
        capabilities = {"workspace": asked, "textDocument": {"completion": item, "publishDiagnostics": {}}}
        self._ask("initialize", {"processId": os.getpid(), "rootUri": folder["uri"], "workspaceFolders": [folder],
                                 "capabilities": capabilities})  # fmt: skip
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {}})  # it then asks for them
        while not self._configured:
            self._next()
        return self

    def __exit__(self, *_: object) -> None:
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()

    def complaints(self, path: str, text: str) -> list[str]:
        """What the editor marks in a file that says `text`, as `line: message`."""
        return self.all_complaints({path: text})[path]

    def all_complaints(self, files: Mapping[str, str]) -> dict[str, list[str]]:
        """What the editor marks in each of some files, opened together."""
        waiting = {self._open(path, text): path for path, text in files.items()}
        found: dict[str, list[str]] = {}
        while len(found) < len(files):
            message = self._next()
            said = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and said["uri"] in waiting:
                marks = [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in said["diagnostics"]]
                found[waiting[said["uri"]]] = marks
        return found

    def completions(self, path: str, text: str) -> list[Json]:
        """What the editor offers where `|` stands in the text."""
        before, _, after = text.partition("|")
        self.complaints(path, before + after)
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        uri = (self._root / path).as_uri()
        found = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        items = found if isinstance(found, list) else found["items"]
        return list(items)

    def _open(self, path: str, text: str) -> str:
        uri = (self._root / path).as_uri()
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version > 1:
            self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
            while True:  # until it has taken its marks away
                message = self._next()
                if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                    break
        document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, parameters: Json) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            found = self._next()
            if found.get("id") == self._number and "method" not in found:
                assert "error" not in found, found
                return found["result"]

    def _tell(self, method: str, parameters: Json) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Json) -> None:
        assert self._child.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._child.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._child.stdin.flush()

    def _next(self) -> Json:
        """The next message; the server may ask for settings, and anything else gets nothing."""
        found = self._answers.get(timeout=_WAIT)
        if "method" in found and "id" in found:
            wanted = found["params"].get("items", []) if found["method"] == "workspace/configuration" else None
            answer = None if wanted is None else [self._setting(one.get("section")) for one in wanted]
            self._send({"id": found["id"], "result": answer})
            self._configured |= wanted is not None
        return found

    def _setting(self, section: str) -> Json | None:
        if section != "yaml":
            return None
        plain = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        return {**plain, "schemas": self._settings.get("yaml.schemas", {})}

    def _listen(self) -> None:
        stream = self._child.stdout
        assert stream is not None
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            self._answers.put(json.loads(stream.read(length)))
