"""The reading diary of a club, for whoever may see its people."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.core.codec import Withheld
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.programme.circle_people import crumbs_of, seen
from mandrivna.fund.queries import titles_of
from mandrivna.programme.actions.diary import LONGEST_TITLE, LONGEST_WORDS, strike_diary, write_diary
from mandrivna.programme.diaries import diary_of, title_meant
from mandrivna.programme.models import Circle, DiaryEntry, Member
from mandrivna.programme.rules import PEOPLE

PAGE = 30


class EntryForm(forms.Form):
    """`member` is asked of the staff only; a reader writes for themselves."""

    member = forms.ChoiceField(label=gettext_lazy("Хто прочитав"))
    title = forms.CharField(
        label=gettext_lazy("Що прочитано"), max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Назва або номер книги (ISBN): знайдене в каталозі стане посиланням."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Кілька слів"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Бачить лише клуб."),
    )  # fmt: skip

    def __init__(self, members: list[Member] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members or []}
        if members is None:
            del self.fields["member"]
        else:
            fields: Any = self.fields
            fields["member"].choices = [(pk, one.called) for pk, one in self.members.items()]

    def told(self, circle: Circle) -> dict[str, Any]:
        said = self.cleaned_data
        record = title_meant(titles_of(circle.series.institution, wholes=True), said["title"])
        title = record.title if record else said["title"]
        return {"title": title, "words": Withheld(said["words"]), "record": record}


@read_or_send
@access(PEOPLE)
def diary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = seen(request, pk), 200
    if not one.is_club:
        raise Http404
    members = list(one.members.filter(state="in").select_related("reader").order_by("since", "pk"))
    form = EntryForm(members)
    if request.method == "POST":
        form = EntryForm(members, request.POST)
        run = lambda act: write_diary(act, member=form.members[form.cleaned_data["member"]], **form.told(one))  # noqa: E731
        status = attempt(request, form, run)
        if not status:
            messages.success(request, _("Записано в щоденник."))
            return redirect("workspace:circle_diary", pk=pk)
    context = {
        "circle": one,
        "page": Paginator(diary_of(one), PAGE).get_page(request.GET.get("page")),
        "form": form if members else None,
        "query": "",
        "crumbs": crumbs_of(one, (_("Читацький щоденник"), "")),
    }
    return render(request, "workspace/programme/diary.html", context, status=status)


@require_POST
@access(PEOPLE)
def strike(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    entry = get_object_or_404(DiaryEntry.objects.select_related("circle__series__place", "member"), pk=pk)
    one = seen(request, entry.circle_id)
    strike_diary(act_of(request), entry=entry)
    messages.success(request, _("Запис прибрано."))
    return redirect(reverse("workspace:circle_diary", args=[one.pk]))
