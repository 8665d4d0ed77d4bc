"""A small IMAP server: one box, the few words our program says. Letters stand in memory with their flags; it can be away."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "box@example.org", "canary-box-password"


@dataclass
class Box:
    letters: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    port: int = 0
    breaks_at: str = ""
    """A word at which the connection is dropped, as when the current goes."""

    def put(self, raw: bytes) -> int:
        number = len(self.letters) + 1
        self.letters[number], self.flags[number] = raw, set()
        return number

    def unread(self) -> list[int]:
        return [number for number, flags in self.flags.items() if not flags & {"\\Seen", "\\Flagged"}]


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1] ready")
        for raw in self.rfile:
            tag, _space, said = raw.decode().strip().partition(" ")
            self.server.box.log.append(said.partition(" ")[0] if said.startswith("LOGIN") else said)
            if self.server.box.breaks_at and self.server.box.breaks_at in said:
                return
            if not self.answer(tag, said):
                return

    def answer(self, tag: str, said: str) -> bool:
        box, word = self.server.box, " ".join(said.split()[:2] if said.startswith("UID") else said.split()[:1])
        if word == "LOGIN" and said != f'LOGIN {USER} "{PASSWORD}"':
            self.say(f"{tag} NO wrong")
            return True
        if word == "LOGOUT":
            self.say("* BYE")
        elif word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word == "SELECT":
            self.say(f"* {len(box.letters)} EXISTS")
        elif word == "UID SEARCH":
            self.say(f"* SEARCH {' '.join(map(str, box.unread()))}".rstrip())
        elif word == "UID FETCH":
            number = int(said.split()[2])
            most = int(re.search(r"<0\.(\d+)>", said)[1])
            body = box.letters[number][:most]
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        elif word == "UID STORE":
            box.flags[int(said.split()[2])] |= set(re.findall(r"\\\w+", said))
        self.say(f"{tag} OK done")
        return word != "LOGOUT"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True
    box: Box


@contextmanager
def serving() -> Iterator[Box]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Box(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.shutdown()
            thread.join()
