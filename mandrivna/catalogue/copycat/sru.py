"""Another catalogue asked by SRU; what comes back is read as any foreign file is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import urlencode

from mandrivna.catalogue.copycat.targets import Target
from mandrivna.catalogue.copycat.wire import Unreachable, fetch
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.reading import read

MOST = 10
_DIAGNOSTIC = re.compile(rb"<(?:[\w.-]+:)?diagnostic\b.*?<(?:[\w.-]+:)?message>(.*?)</", re.DOTALL)

type Get = Callable[..., bytes]


def search(target: Target, query: str, *, get: Get = fetch) -> list[Marc]:
    asked = {
        "version": target.version or "1.2", "operation": "searchRetrieve", "query": query, "maximumRecords": str(MOST),
        "recordSchema": target.schema,
    }  # fmt: skip
    joint = "&" if "?" in target.address else "?"
    body = get(f"{target.address}{joint}{urlencode(asked)}", local=target.local)
    found = [item.marc for item in read(io.BytesIO(body), "marcxml", "utf-8", scheme=target.syntax) if item.marc is not None]
    if not found and (said := _DIAGNOSTIC.search(body)):
        raise Unreachable("diagnostic", said[1].decode("utf-8", "replace")[:120])
    return found[:MOST]
