"""Descriptions as a file for colleagues and other programs: of picked rows, of a collection, of what the list was narrowed to.

Copies, prices and whatever else concerns this library alone stay here (`formats.own`); the whole catalogue leaves by the command.
"""

from __future__ import annotations

import tempfile
from typing import IO, Any, NamedTuple

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.exporting import Told, pour
from mandrivna.catalogue.formats.marc import MARC21, UNIMARC
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rules import VIEW
from mandrivna.catalogue.search.records import MOST as BEST
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.catalogue.asked import asked_for, kept, link, words_of

MOST, PICKED, SAID = 5_000, 200, 20
COMMAND = "mandrivna export-records"


class Kind(NamedTuple):
    label: Any
    about: Any
    format: str
    scheme: str
    content_type: str
    ending: str


WHOLE, BRIEF = gettext_lazy("описи цілком, для іншої бібліотечної системи"), gettext_lazy("для списку літератури й статті")
KINDS = {
    "marc21": Kind("MARC 21", WHOLE, "iso2709", MARC21, "application/marc", "mrc"),
    "ukrmarc": Kind(gettext_lazy("УкрМАРК"), WHOLE, "iso2709", UNIMARC, "application/marc", "mrc"),
    "marcxml": Kind("MARCXML", WHOLE, "marcxml", MARC21, "application/marcxml+xml", "xml"),
    "irbis": Kind(gettext_lazy("ІРБІС, текст"), WHOLE, "irbis", "", "text/plain; charset=utf-8", "txt"),
    "ris": Kind("RIS", BRIEF, "ris", "", "application/x-research-info-systems", "ris"),
    "bibtex": Kind("BibTeX", BRIEF, "bibtex", "", "application/x-bibtex", "bib"),
    "csv": Kind("CSV", gettext_lazy("таблиця, рядок на запис"), "csv", "", "text/csv; charset=utf-8", "csv"),
    "xlsx": Kind("XLSX", gettext_lazy("таблиця, рядок на запис"), "xlsx", "", XLSX, "xlsx"),
    "dc": Kind("Dublin Core", gettext_lazy("стислі описи для сховищ і порталів"), "dc", "", "application/xml", "xml"),
}


@read_or_send
@access(VIEW)
def file(request: HttpRequest) -> Any:
    """The file, or the page that says how many records it will have and in what it can be had."""
    if request.method == "POST":
        return kept(request, "workspace:records_file", PICKED)
    rows = asked_for(request, PICKED)
    number = rows.order_by()[: MOST + 1].count()
    asked = request.GET.get("as", "")
    if asked and asked not in KINDS:
        raise Http404
    left_out: list[str] = []
    if asked and 0 < number <= MOST:
        made, left_out = _made(KINDS[asked], rows)
        if not left_out or "without" in request.GET:
            return _sent(made, asked)
        made.close()
    return _page(request, number, asked, left_out)


def _made(kind: Kind, rows: QuerySet[Record]) -> tuple[IO[bytes], list[str]]:
    """Whole before its first byte leaves: a record that the format has no room for is told of, and nothing breaks off half-way."""
    target, told = tempfile.TemporaryFile(), Told()  # noqa: SIM115 - the answer closes it
    pour(target, kind.format, records=rows, scheme=kind.scheme, told=told, ours=False)
    target.seek(0)
    return target, told.left_out


def _sent(made: IO[bytes], asked: str) -> FileResponse:
    kind = KINDS[asked]
    name = f"records-{asked}-{timezone.localdate().isoformat()}.{kind.ending}"
    return FileResponse(made, as_attachment=True, filename=name, content_type=kind.content_type)


def _page(request: HttpRequest, number: int, asked: str, left_out: list[str]) -> HttpResponse:
    here = "workspace:records_file"
    context = {
        "number": number,
        "most": number_format(MOST, force_grouping=True),
        "other": KINDS["marcxml"].label,
        "over": number > MOST,
        "best": bool(words_of(request)) and number >= BEST,
        "command": COMMAND,
        "kinds": [(kind.label, kind.about, link(request, here, **{"as": code})) for code, kind in KINDS.items()],
        "left_out": left_out[:SAID],
        "left_out_number": len(left_out),
        "without": link(request, here, **{"as": asked, "without": "1"}) if left_out and len(left_out) < number else "",
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Записи файлом"), "")],
    }
    status = 422 if asked and number else 200
    return render(request, "workspace/catalogue/taking_out.html", context, status=status)
