"""The words readers agree to, version by version, as the institution wants them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.models import Unit
from mandrivna.core.rules import PROFILE_EDIT
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.profile.forms import ConsentForm
from mandrivna.faces.workspace.profile.views import institution_or_404
from mandrivna.readers.actions.consent_texts import adopt_consent
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import ConsentText, Purpose


@require_safe
@access(PROFILE_EDIT)
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    unit = institution_or_404(request, pk)
    standing, versions = words_on(unit, timezone.localdate()), list(ConsentText.objects.filter(unit=unit))
    parts = [
        (purpose, label, standing[purpose], [row for row in versions if row.purpose == purpose])
        for purpose, label in Purpose.choices
    ]
    return render(request, "workspace/profile/consents.html", {"unit": unit, "parts": parts})


@read_or_send
@access(PROFILE_EDIT)
def consent(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Begins from the words in force, so that a change of one line is a change of one line."""
    unit = institution_or_404(request, pk)
    words, status = _words(unit, purpose), 200
    form = ConsentForm(request.POST) if request.method == "POST" else ConsentForm(initial={"text": words.text})
    if request.method == "POST":
        status = attempt(request, form, lambda act: adopt_consent(act, unit=unit, purpose=purpose, **form.cleaned_data))
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:profile_consents", pk=pk)
    context = {"unit": unit, "form": form, "label": Purpose(purpose).label, "words": words, "purpose": purpose}
    return render(request, "workspace/profile/consent.html", context, status=status)


def _words(unit: Unit, purpose: str) -> object:
    found = words_on(unit, timezone.localdate()).get(purpose)
    if found is None:
        raise Http404
    return found
