"""Words for newspapers: an announcement and, once it was held, a release, to be mended in a word processor."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.core.profile import profile_of
from mandrivna.faces.access import access
from mandrivna.faces.look.site import site
from mandrivna.faces.workspace.indicators.paper import DOCX
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.programme.press import KINDS, RELEASE, Said, paper
from mandrivna.programme.queries import announced, as_announced
from mandrivna.programme.rules import VIEW
from mandrivna.programme.states import State
from mandrivna.shared.printing import docx


@require_safe
@access(VIEW)
def press(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """In Ukrainian, whatever the language of whoever asks: it goes to people here."""
    one = found(request, pk)
    if kind not in KINDS or one.state == State.CANCELLED or (kind == RELEASE and one.state != State.HELD):
        raise Http404
    today = timezone.localdate()
    shown = shown_on(today)
    seen = announced(shown, one.on, one.last_day).filter(pk=one.pk).exists()
    address = request.build_absolute_uri(reverse("public:event", args=[one.pk])) if seen else ""
    with override(settings.LANGUAGE_CODE):
        said = Said(site().name or str(one.institution), profile_of(one.institution), today, address)
        made = docx.write(paper(kind, as_announced(one, shown), said))
    return sent(made, f"{'reliz' if kind == RELEASE else 'anons'}-{one.on:%Y-%m-%d}.docx", DOCX)
