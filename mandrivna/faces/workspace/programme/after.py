"""After an event: photographs, recordings and papers, two lines, and what those who came said."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Unit
from mandrivna.faces.access import access
from mandrivna.faces.look.site import site
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.programme.after_forms import (
    LinkForm,
    MaterialForm,
    PhotoForm,
    PhotoSaid,
    QuoteForm,
    ReportForm,
    filled,
)
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.programme.actions.after import (
    add_file,
    add_link,
    add_photo,
    edit_photo,
    remove_material,
    remove_photo,
    report_event,
)
from mandrivna.programme.actions.feedback import quote_feedback
from mandrivna.programme.after import TYPES, asked, summary
from mandrivna.programme.models import Event, EventMaterial, EventPhoto, Feedback
from mandrivna.programme.queries import may_count
from mandrivna.programme.rules import COUNT, VIEW, WORDS
from mandrivna.programme.states import State
from mandrivna.shared import qr
from mandrivna.shared.printing import poster

MOST_WORDS = 100
WEBP = "image/webp"


def _counted(request: HttpRequest, pk: uuid.UUID) -> Event:
    one = found(request, pk)
    if not may_count(request.actor, one):
        raise Http404
    return one


def _where(request: HttpRequest, one: Event) -> Unit:
    """By which of the two units the actor may speak of it."""
    return one.unit if request.actor.can(COUNT, one.unit.path) else one.place


def crumbs(one: Event, said: str) -> list[tuple[Any, str]]:
    return [
        (_("Програма"), f"{reverse('workspace:programme')}?month={one.on:%Y-%m}"),
        (str(one), reverse("workspace:event", args=[one.pk])),
        (said, ""),
    ]


@require_safe
@access(VIEW)
def after(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, found(request, pk))


def _page(request: HttpRequest, one: Event, status: int = 200, **bound: forms.Form) -> HttpResponse:
    today, writes = timezone.localdate(), may_count(request.actor, one)
    photos = EventPhoto.objects.filter(event=one).defer("large", "small")
    reads = request.actor.can(WORDS, one.unit.path)
    context = {
        "event": one,
        "held": one.state == State.HELD,
        "may_write": writes,
        "photos": [(photo, filled(PhotoSaid, f"p{photo.pk}", initial=_told(photo))) for photo in photos],
        "materials": EventMaterial.objects.filter(event=one).defer("data"),
        "photo": bound.get("photo") or filled(PhotoForm, "photo"),
        "link": bound.get("link") or filled(LinkForm, "link"),
        "material": bound.get("material") or filled(MaterialForm, "material"),
        "report": bound.get("report") or filled(ReportForm, "report", initial={"report": one.report}),
        "summary": summary(one),
        "asked": asked(one, today),
        "reads": reads,
        "words": _words(one) if reads else [],
        "crumbs": crumbs(one, _("Після події")),
    }
    return render(request, "workspace/programme/after.html", context, status=status)


def _told(photo: EventPhoto) -> dict[str, Any]:
    return {"alt": photo.alt, "seen": photo.seen, "on_site": photo.on_site}


def _words(one: Event) -> list[tuple[Feedback, forms.Form]]:
    rows = Feedback.objects.filter(event=one, words__isnull=False).order_by("-on", "pk")[:MOST_WORDS]
    return [(row, filled(QuoteForm, f"q{row.pk}", initial={"quote": row.quote})) for row in rows]


def _done(
    request: HttpRequest, one: Event, name: str, form: forms.Form, run: Callable[[Any], Any], said: str, part: str
) -> HttpResponse:
    status = attempt(request, form, run)
    if status:
        return _page(request, one, status, **{name: form})
    messages.success(request, said)
    return redirect(f"{reverse('workspace:event_after', args=[one.pk])}#{part}")


@require_POST
@access(COUNT)
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    form, where = filled(ReportForm, "report", request.POST), _where(request, one)
    run = lambda act: report_event(act, event=one, where=where, **form.cleaned_data)  # noqa: E731
    return _done(request, one, "report", form, run, _("Записано."), "h-report")


@require_POST
@access(COUNT)
def photo_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    form, where = filled(PhotoForm, "photo", request.POST, request.FILES), _where(request, one)
    run = lambda act: add_photo(act, event=one, where=where, **form.cleaned_data)  # noqa: E731
    return _done(request, one, "photo", form, run, _("Світлину додано."), "h-photos")


@require_POST
@access(COUNT)
def photo_edit(request: HttpRequest, pk: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    kept, where = get_object_or_404(EventPhoto.objects.filter(event=one).defer("large", "small"), pk=photo), _where(request, one)
    if request.POST.get("remove"):
        remove_photo(act_of(request), photo=kept, where=where)
        messages.success(request, _("Світлину прибрано."))
        return redirect("workspace:event_after", pk=pk)
    form = PhotoSaid(request.POST)
    status = attempt(request, form, lambda act: edit_photo(act, photo=kept, where=where, **form.cleaned_data))
    if status:
        for wrong in form.errors.values():
            messages.error(request, " ".join(str(one) for one in wrong))
    else:
        messages.success(request, _("Записано."))
    return redirect(f"{reverse('workspace:event_after', args=[pk])}#h-photos")


@require_POST
@access(COUNT)
def link_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    form, where = filled(LinkForm, "link", request.POST), _where(request, one)
    run = lambda act: add_link(act, event=one, where=where, **form.cleaned_data)  # noqa: E731
    return _done(request, one, "link", form, run, _("Посилання додано."), "h-materials")


@require_POST
@access(COUNT)
def file_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    form, where = filled(MaterialForm, "material", request.POST, request.FILES), _where(request, one)
    run = lambda act: add_file(act, event=one, where=where, **form.cleaned_data)  # noqa: E731
    return _done(request, one, "material", form, run, _("Файл додано."), "h-materials")


@require_POST
@access(COUNT)
def material_remove(request: HttpRequest, pk: uuid.UUID, material: uuid.UUID) -> HttpResponse:
    one = _counted(request, pk)
    kept = get_object_or_404(EventMaterial.objects.filter(event=one).defer("data"), pk=material)
    remove_material(act_of(request), material=kept, where=_where(request, one))
    messages.success(request, _("Прибрано."))
    return redirect(f"{reverse('workspace:event_after', args=[pk])}#h-materials")


@require_POST
@access(WORDS)
def quote(request: HttpRequest, pk: uuid.UUID, feedback: uuid.UUID) -> HttpResponse:
    one = found(request, pk)
    if not request.actor.can(WORDS, one.unit.path):
        raise Http404
    kept, form = get_object_or_404(Feedback, event=one, pk=feedback), QuoteForm(request.POST)
    status = attempt(request, form, lambda act: quote_feedback(act, feedback=kept, quote=form.cleaned_data["quote"]))
    if status:
        for wrong in form.errors.values():
            messages.error(request, " ".join(str(one) for one in wrong))
    else:
        messages.success(request, _("Записано."))
    return redirect(f"{reverse('workspace:event_after', args=[pk])}#h-said")


# --- files ----------------------------------------------------------------------------------------------------------------


@require_safe
@access(VIEW)
def photo_file(request: HttpRequest, pk: uuid.UUID, photo: uuid.UUID, size: str) -> HttpResponse:
    one = found(request, pk)
    data = EventPhoto.objects.filter(event=one, pk=photo).values_list(size, flat=True).first()
    if data is None:
        raise Http404
    return sent(bytes(data), "svitlyna.webp", WEBP, shown=True)


@require_safe
@access(VIEW)
def material_file(request: HttpRequest, pk: uuid.UUID, material: uuid.UUID) -> HttpResponse:
    kept = get_object_or_404(EventMaterial, event=found(request, pk), pk=material, data__isnull=False)
    return sent(bytes(kept.data or b""), f"material.{kept.name}", TYPES[kept.name])


@require_safe
@access(VIEW)
def feedback_sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A sheet for the table by the door: a code, and what it asks."""
    one = found(request, pk)
    if one.state == State.CANCELLED:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        made = poster.write(_sheet(request, one))
    return sent(made, f"vidhuk-{one.on:%Y-%m-%d}.pdf", "application/pdf", shown=True)


def _sheet(request: HttpRequest, one: Event) -> poster.Poster:
    address = request.build_absolute_uri(reverse("public:event_feedback", args=[one.pk]))
    about = _("Наведіть камеру телефона: три дотики, і ми знатимемо, що повторити.")
    return poster.Poster(
        language=settings.LANGUAGE_CODE,
        library=site().name,
        title=_("Як вам було?"),
        place=str(one),
        codes=[poster.Code(qr.svg(address), _("Код, який відкриває коротку анкету"), _("Скажіть нам"), about, size=70)],
        how=_("Що ми спитаємо"),
        steps=[_("Як вам було."), _("Що сподобалося."), _("Чи прийдете ще.")],
        foot=_("Хто ви, не питаємо. Слова наводимо, лише якщо ви дозволили."),
    )
