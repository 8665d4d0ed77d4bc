"""Z39.50 through libyaz, when the machine has it: the same five seconds, the same closed addresses, ten records at most."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import lru_cache
from typing import Any

from mandrivna.catalogue.copycat.targets import Target
from mandrivna.catalogue.copycat.wire import PATIENCE, Resolve, Unreachable, checked, resolve
from mandrivna.catalogue.formats.iso2709 import decode
from mandrivna.catalogue.formats.item import UnreadableError
from mandrivna.catalogue.formats.marc import MARC21, Marc

MOST, LARGEST = 10, 100_000
NAMES = ("libyaz.so.5", "libyaz.so.4")
_POINTER = ctypes.c_void_p
_CALLS: dict[str, tuple[Any, list[Any]]] = {
    "ZOOM_connection_create": (_POINTER, [_POINTER]),
    "ZOOM_connection_destroy": (None, [_POINTER]),
    "ZOOM_connection_option_set": (None, [_POINTER, ctypes.c_char_p, ctypes.c_char_p]),
    "ZOOM_connection_connect": (None, [_POINTER, ctypes.c_char_p, ctypes.c_int]),
    "ZOOM_connection_error": (
        ctypes.c_int,
        [_POINTER, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p)],
    ),
    "ZOOM_query_create": (_POINTER, []),
    "ZOOM_query_destroy": (None, [_POINTER]),
    "ZOOM_query_prefix": (ctypes.c_int, [_POINTER, ctypes.c_char_p]),
    "ZOOM_connection_search": (_POINTER, [_POINTER, _POINTER]),
    "ZOOM_resultset_destroy": (None, [_POINTER]),
    "ZOOM_resultset_size": (ctypes.c_size_t, [_POINTER]),
    "ZOOM_resultset_record": (_POINTER, [_POINTER, ctypes.c_size_t]),
    "ZOOM_record_get": (_POINTER, [_POINTER, ctypes.c_char_p, ctypes.POINTER(ctypes.c_int)]),
}


@lru_cache(maxsize=1)
def _library() -> Any:
    """None where libyaz is not installed: then the targets of Z39.50 say so and the others answer."""
    for name in (*NAMES, ctypes.util.find_library("yaz") or ""):
        try:
            library = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if library is not None:
            for call, (answers, takes) in _CALLS.items():
                function = getattr(library, call)
                function.restype, function.argtypes = answers, takes
            return library
    return None


def available() -> bool:
    return _library() is not None


def search(target: Target, query: str, *, by: Resolve = resolve, patience: float = PATIENCE) -> list[Marc]:
    library = _library()
    if library is None:
        raise Unreachable("no_library", "libyaz")
    try:
        host, port, base = target.z_address
    except ValueError as error:
        raise Unreachable("bad_address", target.address) from error
    address = checked(host, port, local=target.local, by=by)
    connection = library.ZOOM_connection_create(None)
    try:
        options = {
            "databaseName": base, "preferredRecordSyntax": "usmarc" if target.syntax == MARC21 else "unimarc",
            "elementSetName": target.schema or "F", "timeout": str(max(int(patience), 1)), "count": str(MOST),
            "implementationName": "Mandrivna",
        }  # fmt: skip
        for name, value in options.items():
            library.ZOOM_connection_option_set(connection, name.encode(), value.encode())
        library.ZOOM_connection_connect(connection, (f"[{address}]" if ":" in address else address).encode(), port)
        _check(library, connection)
        return _records(library, connection, target, query)
    finally:
        library.ZOOM_connection_destroy(connection)


def _check(library: Any, connection: Any) -> None:
    said, more = ctypes.c_char_p(), ctypes.c_char_p()
    if library.ZOOM_connection_error(connection, ctypes.byref(said), ctypes.byref(more)):
        raise Unreachable("no_answer", (said.value or b"").decode("utf-8", "replace")[:120])


def _records(library: Any, connection: Any, target: Target, query: str) -> list[Marc]:
    asked = library.ZOOM_query_create()
    results = None
    try:
        if library.ZOOM_query_prefix(asked, query.encode()) != 0:
            raise Unreachable("diagnostic", query)
        results = library.ZOOM_connection_search(connection, asked)
        _check(library, connection)
        number = min(library.ZOOM_resultset_size(results), MOST)
        found = [_record(library, results, place, target) for place in range(number)]
        return [one for one in found if one is not None]
    finally:
        if results:
            library.ZOOM_resultset_destroy(results)
        library.ZOOM_query_destroy(asked)


def _record(library: Any, results: Any, place: int, target: Target) -> Marc | None:
    """One that cannot be read is passed over: there are others."""
    record = library.ZOOM_resultset_record(results, place)
    length = ctypes.c_int()
    raw = library.ZOOM_record_get(record, b"raw", ctypes.byref(length)) if record else None
    if not raw or not 0 < length.value <= LARGEST:
        return None
    try:
        return decode(ctypes.string_at(raw, length.value), target.encoding, target.syntax)
    except UnreadableError:
        return None
