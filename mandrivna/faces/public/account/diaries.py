"""The reading diary of one's own club: what all its members wrote, under the pseudonyms they chose, and a line of one's own."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.core.codec import Withheld
from mandrivna.core.problems import Refused
from mandrivna.faces.access import add_problems, read_or_send, reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.fund.queries import titles_of
from mandrivna.programme.actions.diary import LONGEST_TITLE, LONGEST_WORDS, strike_own_diary, write_own_diary
from mandrivna.programme.circle_queries import own_memberships
from mandrivna.programme.diaries import diary_of, title_meant
from mandrivna.programme.models import DiaryEntry, Member, MemberState

PAGE = 30


class OwnEntryForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Що прочитано"), max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Назва або номер книги (ISBN): знайдене в каталозі стане посиланням."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Кілька слів"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Прочитають лише члени клубу й бібліотекар, який його веде."),
    )  # fmt: skip


def _member(request: HttpRequest, pk: uuid.UUID) -> Member:
    """Of a club, and inside it: whoever waits reads no diary yet."""
    one = get_object_or_404(own_memberships(reader_of(request)), pk=pk)
    if one.state != MemberState.IN or not one.circle.is_club:
        raise Http404
    return one


@read_or_send
@reader_only("the diary of one's own club")
def diary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    member, form, status = _member(request, pk), OwnEntryForm(), 200
    if request.method == "POST":
        form, status = OwnEntryForm(request.POST), 422
        if form.is_valid():
            try:
                write_own_diary(own_act(request), member=member, **_told(member, form.cleaned_data))
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _("Записано в щоденник."))
                return redirect("public:account_diary", pk=pk)
    page = Paginator(diary_of(member.circle), PAGE).get_page(request.GET.get("page"))
    context = {"member": member, "page": page, "form": form, "query": ""}
    return render(request, "public/account/diary.html", context, status=status)


def _told(member: Member, said: dict[str, Any]) -> dict[str, Any]:
    record = title_meant(titles_of(member.circle.series.institution, wholes=True), said["title"])
    return {"title": record.title if record else said["title"], "words": Withheld(said["words"]), "record": record}


@require_POST
@reader_only("taking back one's own line of a diary")
def strike(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    entry = get_object_or_404(DiaryEntry.objects.select_related("circle__series__place", "member"), pk=pk)
    if entry.member.reader_id != reader_of(request).pk:
        raise Http404
    strike_own_diary(own_act(request), entry=entry)
    messages.success(request, _("Запис прибрано."))
    return redirect("public:account_circles")
