"""«Сканувати»: a number by camera, by scanner or by hand, and straight to what it names.

The camera is read in the browser (look/pages/scan.js); what comes here is a number, as if it had been typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mandrivna.catalogue.codes import ADDRESS, ISBN, ISSN, LONGEST, WRONG, Code, read_code
from mandrivna.catalogue.copycat import Candidate, look_up, targets
from mandrivna.catalogue.models import MATERIAL_OF, Kind, Record
from mandrivna.catalogue.rules import EDIT, VIEW
from mandrivna.catalogue.search.records import narrowed
from mandrivna.faces.access import access
from mandrivna.faces.workspace.catalogue.elsewhere import troubles_of
from mandrivna.faces.workspace.catalogue.forms import DESCRIBED
from mandrivna.fund import rules as fund_rules
from mandrivna.fund.queries import copies_for

MOST = 20
SCANS: dict[str, Any] = {**settings.SECURE_CSP, "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL]}
"""The reader of barcodes is WebAssembly; no other page lets it run."""


@require_safe
@access(VIEW)
@csp_override(SCANS)
def scan(request: HttpRequest) -> HttpResponse:
    code = " ".join(request.GET.get("code", "").replace("\x00", "").split())[:LONGEST]
    read = read_code(code)
    records = records_of(read) if code else []
    if code and (there := _leads_to(request, code, read, records)):
        return HttpResponseRedirect(there)
    context = {
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Сканувати"), "")],
        "code": code,
        "read": read,
        "records": records,
        "may_edit": request.actor.can(EDIT),
    }
    response = render(request, "workspace/catalogue/scan.html", context)
    response.uses_camera = True  # config.middleware.Headers
    return response


def records_of(read: Code) -> list[Record]:
    current = Record.objects.current()
    if read.kind == ISBN:
        return list(current.filter(isbn=read.value)[:MOST]) or list(narrowed(current, f"isbn:{read.value}")[:MOST])
    if read.kind == ISSN:
        return list(narrowed(current, f"issn:{read.value}")[:MOST])
    if read.kind == WRONG:
        return list(narrowed(current, f"isbn:{''.join(read.value.split())}")[:MOST])
    return list(current.filter(pk=read.value)) if read.kind == ADDRESS else []


def _leads_to(request: HttpRequest, code: str, read: Code, records: list[Record]) -> str:
    """One record, one copy, or the form of a new one; an empty string where a person has to choose or to look again."""
    if request.actor.can(fund_rules.VIEW) and (copy := copies_for(request.actor).filter(barcode=code[:30]).first()):
        return reverse("workspace:copy", args=[copy.pk])
    if len(records) == 1:
        return f"{reverse('workspace:record', args=[records[0].pk])}?{urlencode({'scanned': read.value})}"
    if records or not request.actor.can(EDIT):
        return ""
    serial = {"issn": read.value, "kind": Kind.SERIAL, "material": MATERIAL_OF[Kind.SERIAL]}
    numbered: dict[str, dict[str, Any]] = {ISBN: {"isbn": read.value, "elsewhere": 1}, ISSN: serial}
    about = numbered.get(read.kind)
    return f"{reverse('workspace:record_add')}?{urlencode(about)}" if about else ""


@dataclass(frozen=True)
class Came:
    """What other catalogues said of a number: the columns that the form begins with, and what to say of where they are from."""

    isbn: str = ""
    asked: tuple[str, ...] = ()
    candidate: Candidate | None = None
    others: int = 0
    troubles: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, Any]:
        if self.candidate is None:
            return {}
        said = {name: getattr(self.candidate.described, name, "") for name in DESCRIBED}
        whole = {"scheme": self.candidate.marc.scheme, "text": self.candidate.marc.dumps()}
        return {name: value for name, value in said.items() if value} | whole


NOTHING_CAME = Came()


def come(isbn: str) -> Came:
    """Asks the catalogues that are switched on; the one whose ISBN is this one comes first."""
    found = look_up(isbn)
    first = found.candidates[0] if found.candidates else None
    return Came(isbn, tuple(one.name for one in targets()), first, max(0, len(found.candidates) - 1), troubles_of(found))
