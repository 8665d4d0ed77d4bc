"""One request to another server, and nothing but that request.

A name is resolved once; every address it has must be one of the open Internet (or the target says that it is ours); the connection
goes to the address that was checked, so a name that changes its mind changes nothing. No redirect is followed, no proxy asked; five
seconds and two megabytes are all there is.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlsplit

PATIENCE, LARGEST, CHUNK = 5.0, 2_000_000, 1 << 16
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 that carries an IPv4 inside: nobody needs it to reach a catalogue."""

type Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):  # noqa: N818 - what happened, in a word of ours
    """`code`: blocked, unknown_host, no_answer, redirect, status, too_large, bad_address."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


def resolve(host: str, port: int) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable("unknown_host", host) from error


def is_open(address: str, *, local: bool = False) -> bool:
    """`local` lets private networks and this machine in; never link-local (the metadata of clouds), multicast or unspecified."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_open(str(found.ipv4_mapped), local=local)
        if any(found in network for network in _TRANSLATED):
            return False
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    if local and (found.is_private or found.is_loopback):
        return True
    return found.is_global and not found.is_reserved


def checked(host: str, port: int, *, local: bool = False, by: Resolve = resolve) -> str:
    """The one address to connect to; if any of a name's addresses is closed to us, the name is."""
    found = by(host, port)
    if not found:
        raise Unreachable("unknown_host", host)
    if not all(is_open(one, local=local) for one in found):
        raise Unreachable("blocked", host)
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """Talks to the address that was checked, whatever the name says by now."""

    def __init__(self, host: str, port: int, address: str, patience: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=patience)
        self.address, self.secure = address, secure
        self.late = False
        self.wire: socket.socket | None = None
        """Kept beside `sock`, which the library lets go of when the server says that it will close."""

    def connect(self) -> None:
        self.sock = self.wire = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            whole = ssl.create_default_context()
            self.sock = self.wire = whole.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()  # only now: its bytes may drip as well
        if self.late:
            raise TimeoutError

    def cut(self) -> None:
        """Whoever reads of the connection, in another thread, reads its end."""
        self.late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)  # of the line itself, whatever is spoken on it


def fetch(url: str, *, local: bool = False, by: Resolve = resolve, patience: float = PATIENCE, largest: int = LARGEST) -> bytes:
    until = time.monotonic() + patience
    with _asked(url, "GET", "application/xml, text/xml", local=local, by=by, patience=patience) as (connection, answer):
        if 300 <= answer.status < 400:
            raise Unreachable("redirect", str(answer.status))
        if answer.status != 200:
            raise Unreachable("status", str(answer.status))
        return _body(connection, answer, until, largest)


def answer(url: str, method: str, *, local: bool = False, by: Resolve = resolve, patience: float = PATIENCE) -> tuple[int, str]:
    """The status and where it sends one on; of the page itself nothing is read."""
    with _asked(url, method, "*/*", local=local, by=by, patience=patience) as (_connection, found):
        return found.status, found.headers.get("Location") or ""


@contextmanager
def _asked(
    url: str, method: str, accept: str, *, local: bool, by: Resolve, patience: float
) -> Iterator[tuple[_Pinned, http.client.HTTPResponse]]:
    host, port, secure, path = _parts(url)
    connection = _Pinned(host, port, checked(host, port, local=local, by=by), patience, secure=secure)
    # A timeout of a socket begins anew with each byte, and headers are read by the library: one who drips them is cut off.
    watchdog = threading.Timer(patience, connection.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request(method, path, headers={"Accept": accept, "User-Agent": "Mandrivna", "Connection": "close"})
        with connection.getresponse() as found:
            yield connection, found
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable("no_answer", type(error).__name__) from error
    finally:
        watchdog.cancel()
        connection.close()


def _parts(url: str) -> tuple[str, int, bool, str]:
    """Host, port, whether it is encrypted, path with the query. Signs that are no part of an address in the letters of machines are
    written as such an address writes them."""
    try:
        parts = urlsplit(url)
        secure, host = parts.scheme == "https", parts.hostname or ""
        port = parts.port or (443 if secure else 80)
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise Unreachable("bad_address", url) from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise Unreachable("bad_address", url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port, secure, quote(path, safe="/?:@!$&'()*+,;=%~-._[]")


def _body(connection: _Pinned, answer: http.client.HTTPResponse, until: float, largest: int) -> bytes:
    """A server that says a little every second is as slow as one that says nothing."""
    found: list[bytes] = []
    size = 0
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise Unreachable("no_answer", "slow")
        if connection.wire is not None:
            connection.wire.settimeout(left)
        chunk = answer.read1(CHUNK)
        if connection.late:  # cut off by us: such an end is none
            raise Unreachable("no_answer", "slow")
        if not chunk:
            return b"".join(found)
        size += len(chunk)
        if size > largest:
            raise Unreachable("too_large", str(largest))
        found.append(chunk)
