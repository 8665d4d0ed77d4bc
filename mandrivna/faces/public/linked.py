"""A title as machines read it on its page: schema.org for search engines, COinS for reference managers."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from mandrivna.catalogue.citation.names import Name, names
from mandrivna.catalogue.citation.parts import parse
from mandrivna.catalogue.models import Kind, Record
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.templatetags.readers_site import TONGUES

TYPES = {
    Kind.BOOK: "Book", Kind.VOLUME: "Book", Kind.ARTICLE: "Article", Kind.SERIAL: "Periodical", Kind.ISSUE: "PublicationIssue",
    Kind.ERESOURCE: "DigitalDocument", Kind.AUDIO: "AudioObject", Kind.VIDEO: "VideoObject", Kind.OBJECT: "CreativeWork",
    Kind.ARCHIVE: "ArchiveComponent",
}  # fmt: skip


def data_block(said: dict[str, Any]) -> SafeString:
    """JSON for a block of data; what would end the block early is written so that it cannot."""
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308 - JSON without a sign that HTML could read


def for_machines(request: HttpRequest, record: Record) -> SafeString:
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Kind(record.kind), "CreativeWork"),
        "@id": request.build_absolute_uri(address_in("uk", "title", record.pk)),
        "name": record.title,
        "alternativeHeadline": record.subtitle,
        "author": [_author(one) for one in names(record.authors)],
        "isbn": record.isbn,
        "issn": record.issn,
        "datePublished": str(record.year or ""),
        "publisher": {"@type": "Organization", "name": record.publisher} if record.publisher else None,
        "inLanguage": TONGUES.get(record.language, ""),
        "description": record.annotation,
        "keywords": record.subjects,
        "url": record.url,
    }
    if record.host is not None:
        said["isPartOf"] = {"@type": TYPES.get(Kind(record.host.kind), "CreativeWork"), "name": record.host.title}
    return data_block(said)


def _author(one: Name) -> dict[str, str]:
    """Several words without a given name are an institution; one word is somebody known by one name."""
    return {"@type": "Organization" if " " in one.surname and not one.given else "Person", "name": one.inverted}


def coins(record: Record) -> str:
    """OpenURL in the title of an empty element: Zotero and its kin find it there."""
    article = record.kind == Kind.ARTICLE and record.host is not None
    kind = "journal" if article else "book"
    said: list[tuple[str, str]] = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"),
        ("rft.genre", "article" if article else "book"),
        ("rft.atitle" if article else "rft.btitle", record.title),
        *(("rft.au", one.inverted) for one in names(record.authors)),
        ("rft.date", str(record.year or "")),
        ("rft.isbn", record.isbn),
        ("rft.issn", record.issn),
    ]
    if article and record.host is not None:
        where = parse(record.part)
        said += [("rft.jtitle", record.host.title), ("rft.pages", where.pages.removeprefix("С. "))]
    else:
        said += [("rft.pub", record.publisher), ("rft.place", record.place)]
    return urlencode([(key, value) for key, value in said if value])
