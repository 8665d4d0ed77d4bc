"""XML put together by hand, escaped in one place; what no XML can hold is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_UNHOLDABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(said: Any) -> str:
    return escape(_UNHOLDABLE.sub("", str(said)))


def tag(name: str, inside: str = "", /, **about: Any) -> str:
    """`inside` is XML already; names of attributes are given with «__» for a colon, a trailing «_» is dropped."""
    attributes = "".join(
        f" {key.rstrip('_').replace('__', ':')}={quoteattr(_UNHOLDABLE.sub('', str(value)))}"
        for key, value in about.items()
        if value is not None
    )
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def say(name: str, said: Any, /, **about: Any) -> str:
    return tag(name, text(said), **about)


def each(name: str, said: Iterable[Any]) -> str:
    return "".join(say(name, one) for one in said if one not in ("", None))
