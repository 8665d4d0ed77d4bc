"""Books that open at once: records with an address on the network, for reading applications. OPDS 2.0 is JSON, 1.2 is Atom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mandrivna.catalogue.citation.names import names
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.protocols.xml import HEAD, say, tag
from mandrivna.catalogue.search.records import narrowed as in_index

PAGE, FARTHEST = 50, 200
"""Publications of a page, pages of a feed."""
ATOM, DCTERMS, OPENSEARCH = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/", "http://a9.com/-/spec/opensearch/1.1/"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON = "application/opds+json"
TYPES = {
    ".pdf": "application/pdf", ".epub": "application/epub+zip", ".fb2": "application/x-fictionbook+xml", ".txt": "text/plain",
    ".djvu": "image/vnd.djvu", ".mp3": "audio/mpeg", ".mobi": "application/x-mobipocket-ebook",
}  # fmt: skip
TONGUES = {"ukr": "uk", "rus": "ru", "eng": "en", "pol": "pl", "ger": "de", "fre": "fr", "crh": "crh"}


@dataclass(frozen=True)
class Feed:
    """One page of the feed as it was asked for."""

    title: str
    q: str
    page: int
    total: int
    rows: list[Record]
    address: Callable[..., str]
    """Of this same feed with another page or question."""
    page_of: Callable[[Record], str]

    @property
    def links(self) -> list[tuple[str, str]]:
        found = [("self", self.address(page=self.page)), ("start", self.address(page=1, q=""))]
        if self.page > 1:
            found.append(("previous", self.address(page=self.page - 1)))
        if self.page * PAGE < self.total and self.page < FARTHEST:
            found.append(("next", self.address(page=self.page + 1)))
        return found


def online(text: str = "") -> QuerySet[Record]:
    rows = Record.objects.current().exclude(url="")
    return (in_index(rows, text) if text else rows).order_by("-created_on", "pk")


def media_type(url: str) -> str:
    path = url.partition("?")[0].partition("#")[0].lower()
    return next((kind for ending, kind in TYPES.items() if path.endswith(ending)), "text/html")


# --- 2.0 --------------------------------------------------------------------------------------------------------------


def publications(feed: Feed) -> dict[str, Any]:
    links: list[dict[str, Any]] = [{"rel": rel, "href": href, "type": JSON} for rel, href in feed.links]
    links.append({"rel": "search", "href": feed.address(page=1, q="") + "{?q}", "type": JSON, "templated": True})
    about = {"title": feed.title, "numberOfItems": feed.total, "itemsPerPage": PAGE, "currentPage": feed.page}
    found = [_publication(one, feed) for one in feed.rows]
    # A feed of no publications still has to be a feed: then it leads back to its beginning.
    way = {"navigation": [{"href": feed.address(page=1, q=""), "title": feed.title, "type": JSON, "rel": "current"}]}
    return {"metadata": about, "links": links, **({"publications": found} if found else way)}


def _publication(record: Record, feed: Feed) -> dict[str, Any]:
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": f"urn:uuid:{record.pk}",
        "title": record.title,
        "subtitle": record.subtitle,
        "author": [one.inverted for one in names(record.authors)],
        "publisher": record.publisher,
        "published": str(record.year) if record.year else "",
        "language": TONGUES.get(record.language, ""),
        "modified": record.changed_at.isoformat(),
        "description": record.annotation,
        "subject": [line for line in record.subjects.split("\n") if line],
    }
    links = [{"rel": OPEN_ACCESS, "href": record.url, "type": media_type(record.url)}]
    if page := feed.page_of(record):
        links.append({"rel": "alternate", "href": page, "type": "text/html"})
    return {"metadata": {key: value for key, value in metadata.items() if value}, "links": links, "images": []}


# --- 1.2 --------------------------------------------------------------------------------------------------------------


def atom(feed: Feed) -> str:
    links = "".join(tag("link", rel=rel, href=href, type=ACQUISITION) for rel, href in feed.links)
    search = tag("link", rel="search", href=feed.address(page=1, q="") + "?q={searchTerms}", type=ACQUISITION)
    said = (
        say("id", feed.address(page=feed.page)),
        say("title", feed.title),
        say("updated", _stamp(max((one.changed_at for one in feed.rows), default=timezone.now()))),
        tag("author", say("name", feed.title)),
        links,
        search,
        say("opensearch:totalResults", feed.total),
        say("opensearch:itemsPerPage", PAGE),
        *(_entry(one, feed) for one in feed.rows),
    )
    return HEAD + tag("feed", "".join(said), xmlns=ATOM, xmlns__dc=DCTERMS, xmlns__opensearch=OPENSEARCH)


def _entry(record: Record, feed: Feed) -> str:
    page = feed.page_of(record)
    said = (
        say("id", f"urn:uuid:{record.pk}"),
        say("title", record.title),
        say("updated", _stamp(record.changed_at)),
        *(tag("author", say("name", one.inverted)) for one in names(record.authors)),
        say("dc:language", TONGUES[record.language]) if record.language in TONGUES else "",
        say("dc:publisher", record.publisher) if record.publisher else "",
        say("dc:issued", record.year) if record.year else "",
        say("summary", record.annotation, type="text") if record.annotation else "",
        tag("link", rel=OPEN_ACCESS, href=record.url, type=media_type(record.url)),
        tag("link", rel="alternate", href=page, type="text/html") if page else "",
    )
    return tag("entry", "".join(said))


def _stamp(when: dt.datetime) -> str:
    return f"{when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
