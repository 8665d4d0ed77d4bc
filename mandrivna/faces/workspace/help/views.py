"""The handbook inside the program: the same pages that lie in the repository, beside the screen they speak of."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.help import book

WHY = "the handbook is for everybody of the staff"


@require_safe
@signed_in(WHY)
def contents(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "q": text,
        "found": book.found(text) if text else None,
        "pages": list(book.pages().values()),
        "body": mark_safe(book.contents().html),  # noqa: S308 - made by our renderer, which lets no HTML through
    }
    return render(request, "workspace/help/contents.html", context)


@require_safe
@signed_in(WHY)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    listed = list(book.pages().values())
    at = next((number for number, one in enumerate(listed) if one.slug == slug), None)
    if at is None:
        raise Http404
    shown = listed[at]
    context = {
        "page": shown,
        "crumbs": [(_("Посібник"), reverse("workspace:help")), (shown.title, "")],
        "headings": [one for one in shown.document.headings if one.level == 2],
        "body": mark_safe(shown.document.html),  # noqa: S308 - made by our renderer, which lets no HTML through
        "before": listed[at - 1] if at else None,
        "after": listed[at + 1] if at + 1 < len(listed) else None,
    }
    return render(request, "workspace/help/page.html", context)


@require_safe
@signed_in(WHY)
def picture(_request: HttpRequest, name: str) -> HttpResponse:
    path = book.picture(name)
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")
