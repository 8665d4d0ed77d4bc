"""Search over everything registered. By POST: what is typed may be somebody's name, and addresses end up in histories."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.search import search_everywhere
from mandrivna.faces.access import signed_in


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
    if request.method != "POST":
        return render(request, "workspace/search/page.html", {"form": form})
    if not form.is_valid():
        return render(request, "workspace/search/page.html", {"form": form}, status=422)
    found = search_everywhere(request.actor, form.cleaned_data["q"])
    return render(request, "workspace/search/page.html", {"form": form, "found": found, "asked": True})
