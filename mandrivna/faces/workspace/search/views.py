"""Search over everything registered. By POST: what is typed may be somebody's name, and addresses end up in histories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.search import answer
from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.enquiries.quick import refused_here
from mandrivna.faces.workspace.partial import only_part
from mandrivna.faces.workspace.search.recent import recent

IN_THE_LIST = 5
"""Of each source, while one types; the page shows more."""


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Що знайти"),
        max_length=200,
        help_text=_("Назва, автор, штрихкод, інвентарний номер, квиток, ім’я, телефон або місце."),
        error_messages={"required": _("Введіть, що шукати.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("each source is asked only with its own permission")
def everything(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST if request.method == "POST" else None)
    if only_part(request):
        return _while_typing(request, form)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    reply = answer(request.actor, form.cleaned_data["q"])
    refused = "" if reply.found else refused_here(request, form.cleaned_data["q"])
    return _page(request, form, reply=reply, found=reply.found, asked=True, refused=refused)


def _page(request: HttpRequest, form: SearchForm, status: int = 200, **about: Any) -> HttpResponse:
    opened = [] if about.get("found") else recent(request)
    return render(request, "workspace/search/page.html", {"form": form, "recent": opened, **about}, status=status)


def _while_typing(request: HttpRequest, form: SearchForm) -> HttpResponse:
    """The list under the field: what was opened last while nothing is typed."""
    if not form.is_valid():
        return render(request, "workspace/search/_list.html", {"recent": recent(request)})
    reply = answer(request.actor, form.cleaned_data["q"], limit=IN_THE_LIST)
    return render(request, "workspace/search/_list.html", {"reply": reply, "found": reply.found, "asked": True})
