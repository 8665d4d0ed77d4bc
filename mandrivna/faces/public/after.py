"""What readers see of an event that was, and the three taps by which they say how it was."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.door import Conflict
from mandrivna.core.models import Operation
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL
from mandrivna.faces.public.events import found
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.strangers import heard, once
from mandrivna.programme.actions.feedback import give_feedback
from mandrivna.programme.after import LONGEST_WORDS, TYPES, asked
from mandrivna.programme.models import Event, EventMaterial, EventPhoto
from mandrivna.programme.states import Again, Liked, Mark


@public("a photograph that all on it agreed to show")
@require_safe
@briefly
def photo(request: HttpRequest, photo: uuid.UUID, size: str) -> HttpResponse:
    """Kept for a minute only: consent taken back takes it off everywhere."""
    row = EventPhoto.objects.filter(pk=photo, on_site=True).values_list("event", size).first()
    if row is None:
        raise Http404
    found(row[0], timezone.localdate())
    return _file(bytes(row[1]), "image/webp")


@public("papers of an event that the library gives to everybody")
@require_safe
@briefly
@gently(SEARCH)
def material(request: HttpRequest, material: uuid.UUID) -> HttpResponse:
    row = EventMaterial.objects.filter(pk=material, on_site=True, data__isnull=False).first()
    if row is None:
        raise Http404
    found(row.event_id, timezone.localdate())
    response = _file(bytes(row.data or b""), TYPES[row.name])
    response["Content-Disposition"] = f'attachment; filename="material.{row.name}"'
    return response


def _file(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- how it was -----------------------------------------------------------------------------------------------------------


class FeedbackForm(StrangersForm):
    mark = forms.ChoiceField(
        label=gettext_lazy("Як вам було?"), choices=Mark.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Скажіть, як вам було.")},
    )  # fmt: skip
    liked = forms.MultipleChoiceField(
        label=gettext_lazy("Що сподобалося?"), choices=Liked.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    again = forms.ChoiceField(label=gettext_lazy("Прийдете ще?"), choices=Again.choices, widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=gettext_lazy("Кілька слів, якщо хочете"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Не називайте, будь ласка, ні себе, ні інших."),
    )  # fmt: skip
    may_quote = forms.BooleanField(label=gettext_lazy("Ці слова можна навести без імені"), required=False)


@read_or_send
@public("whoever was there may say so without a name")
def feedback(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Once from one browser, kindly: the second answer finds the first and is told so. Nothing else is kept of who it was."""
    today = timezone.localdate()
    told, _shown = found(pk, today)
    one, uid = told.event, once(request, "feedback", pk)
    if not asked(one, today):
        return _page(request, one, None)
    if request.method != "POST":
        said = Operation.objects.filter(uid=uid).exists()
        return _page(request, one, None if said else FeedbackForm(), said=said)
    form = FeedbackForm(request.POST)
    return heard(
        request, form, "feedback", unheard=lambda: _thanks(request, pk),
        page=lambda status: _page(request, one, form, status=status), done=lambda: _given(request, one, uid, form.cleaned_data),
    )  # fmt: skip


def _given(request: HttpRequest, one: Event, uid: uuid.UUID, told: dict[str, Any]) -> HttpResponse:
    """The journal keeps no words, so the same taps with other words are no clash for the door: asked for here."""
    if Operation.objects.filter(uid=uid).exists():
        return _page(request, one, None, said=True)
    try:
        give_feedback(Act(actor=NOBODY, uid=uid, channel=CHANNEL), event=one, **{**told, "words": Withheld(told["words"])})
    except Conflict:
        return _page(request, one, None, said=True)
    return _thanks(request, one.pk)


def _page(request: HttpRequest, one: Event, form: FeedbackForm | None, *, said: bool = False, status: int = 200) -> HttpResponse:
    crumbs = [(_("Події"), reverse("public:events")), (str(one), reverse("public:event", args=[one.pk])), (_("Як вам було?"), "")]
    early = one.on > timezone.localdate()
    context = {"event": one, "form": form, "said": said, "early": early, "crumbs": crumbs}
    response = render(request, "public/feedback.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _thanks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    messages.success(request, _("Дякуємо! Це допоможе наступній події."))
    return redirect("public:event", pk=pk)
