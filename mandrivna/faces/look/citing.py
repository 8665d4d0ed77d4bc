"""What both faces show of citations: the two standards of one record, a list of many, and the files they go into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.author_signs import author_sign, table
from mandrivna.catalogue.citation import Source, card, description, listing, numbered, of_record, reference
from mandrivna.catalogue.citation.papers import cards_paper, list_paper
from mandrivna.catalogue.citation.source import BOOK, VOLUME
from mandrivna.catalogue.models import Record
from mandrivna.shared.printing import docx, pdf
from mandrivna.shared.printing.document import Document

MOST = 200
"""Titles of one list: more than anybody's bibliography asks for at once, little enough for one page."""
REFERENCE, DESCRIPTION = "8302", "7.1"
STANDARDS = ((REFERENCE, gettext_lazy("ДСТУ 8302:2015")), (DESCRIPTION, gettext_lazy("ДСТУ ГОСТ 7.1:2006")))
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: dict[str, tuple[Callable[[Document], bytes], str]] = {"pdf": (pdf.write, "application/pdf"), "docx": (docx.write, DOCX)}


@dataclass(frozen=True)
class Cited:
    reference: str
    description: str


def cited(record: Any) -> Cited:
    source, today = of_record(record), timezone.localdate()
    return Cited(reference(source, seen=today), description(source, seen=today))


def described(rows: QuerySet[Record]) -> list[Source]:
    """With the whole description and the hosts in the same question."""
    return [of_record(record) for record in rows.select_related("body", "host__host", "host__body")[:MOST]]


def standard_of(request: HttpRequest) -> str:
    return DESCRIPTION if request.GET.get("style") == DESCRIPTION else REFERENCE


def lines_of(sources: Iterable[Source], standard: str) -> list[str]:
    write = reference if standard == REFERENCE else description
    return listing(sources, partial(write, seen=timezone.localdate()))


def list_file(lines: list[str], kind: str) -> HttpResponse | None:
    """The list as a file; None for a kind there is none of."""
    if kind == "txt":
        return _attached(numbered(lines).encode(), "text/plain; charset=utf-8", "sources.txt")
    if kind not in FILES:
        return None
    write, content_type = FILES[kind]
    return _attached(write(list_paper(_("Список джерел"), lines, made=_made())), content_type, f"sources.{kind}")


def cards_file(sources: Iterable[Source], kind: str) -> HttpResponse:
    """A book that has no sign of its own yet gets on its card the one the table gives."""
    write, content_type = FILES[kind]
    sources = _signed(sources)
    heads = (_("Шифр зберігання"), _("Опис"))
    today = timezone.localdate()
    paper = cards_paper(
        _("Каталожні картки"), _("Каталожні картки"), heads, [card(one, seen=today) for one in sources], made=_made()
    )
    return _attached(write(paper), content_type, f"cards.{kind}")


def _signed(sources: Iterable[Source]) -> list[Source]:
    by, found = table(), []
    for one in sources:
        above = one.host if one.kind == VOLUME and one.host and not one.authors else one
        sign = one.author_sign or (author_sign(above.authors, above.title, by=by) if one.kind in (BOOK, VOLUME) else "")
        found.append(replace(one, author_sign=sign))
    return found


def _made() -> str:
    return _("Складено %(day)s") % {"day": date_format(timezone.localdate(), "d.m.Y")}


def _attached(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
