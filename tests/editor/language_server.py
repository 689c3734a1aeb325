"""A client of yaml-language-server, which Visual Studio Code, Neovim and others use: what an editor would show."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

SECONDS = 60  # for an answer
VARIABLE = "DETENTE_LANGUAGE_SERVER"  # the command that starts one, as `yaml-language-server --stdio`
SETTINGS = {"schemaStore": {"enable": False}, "completion": True, "hover": True, "validate": True}  # and no network

Position = tuple[int, int]  # line and column, from 0


class LanguageServer:
    """A server that is running; positions and texts as the protocol has them."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._ids = iter(range(1, 10**9))
        self._received: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"completion": {}, "hover": {}}}
        self.ask("initialize", processId=os.getpid(), rootUri=None, capabilities=capabilities)
        self.tell("initialized")

    def open(self, file: Path, text: str) -> str:
        """Open a text as a file; returns its address."""
        uri = file.resolve().as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def completions(self, uri: str, position: Position) -> dict[str, str]:
        """What is offered at a position, with what is said of each."""
        found = self.ask("textDocument/completion", **_at(uri, position))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"].strip('"'): _text(item.get("documentation")) for item in items}

    def hover(self, uri: str, position: Position) -> str:
        """What is said of the thing at a position."""
        found = self.ask("textDocument/hover", **_at(uri, position))
        return _text(found["contents"]) if found else ""

    def problems(self, uri: str) -> list[str]:
        """What is wrong with a text."""
        while True:
            message = self._received.get(timeout=SECONDS)
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return [problem["message"] for problem in message["params"]["diagnostics"]]
            self._answer(message)

    def ask(self, method: str, **params: Any) -> Any:
        """Answer to a question."""
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._received.get(timeout=SECONDS)
            if message.get("id") == number and "method" not in message:
                return message.get("result")
            self._answer(message)

    def tell(self, method: str, **params: Any) -> None:
        """Say something that needs no answer."""
        self._send({"method": method, "params": params})

    def _answer(self, message: dict[str, Any]) -> None:
        """Answer what the server asks: its settings; nothing else."""
        if "id" in message and "method" in message:
            asked = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else []
            result = [SETTINGS if item.get("section") == "yaml" else None for item in asked]
            self._send({"id": message["id"], "result": result or None})

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.split(b":")[1])
            while stream.readline().strip():
                pass
            self._received.put(json.loads(stream.read(length)))

    def close(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.communicate()


@contextmanager
def running(command: Sequence[str]) -> Iterator[LanguageServer]:
    """A server for as long as it is needed."""
    server = LanguageServer(command)
    try:
        yield server
    finally:
        server.close()


def _at(uri: str, position: Position) -> dict[str, Any]:
    line, column = position
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}


def _text(content: Any) -> str:
    if isinstance(content, dict):
        return str(content.get("value", ""))
    return "" if content is None else str(content)
