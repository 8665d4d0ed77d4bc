"""Somebody's terms of the plan for the calendar of their telephone: the address is the secret, and only its owner makes it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mandrivna.faces.access import public
from mandrivna.faces.public.events import CALENDAR
from mandrivna.faces.public.secret import kept_secret
from mandrivna.planning.agenda.feed import entries
from mandrivna.planning.agenda.links import link_of
from mandrivna.planning.models import PlanItem
from mandrivna.shared.dates import ical


@require_safe
@public("the address is the secret: somebody of the staff made it for their own calendar")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    link = link_of(token)
    if link is None:
        raise Http404

    def url_of(item: PlanItem) -> str:
        return request.build_absolute_uri(reverse("workspace:board_row", args=[item.pk]))

    with override(link.staff.language):
        listed = entries(link, timezone.localdate(), request.get_host().partition(":")[0], url_of)
        made = ical.calendar(_("Мої строки"), listed)
    response = kept_secret(HttpResponse(made, content_type=CALENDAR))
    response["Referrer-Policy"] = "no-referrer"
    return response
