"""A leaflet about electronic services: with what this place helps, where and when («інформаційні листівки» of the strategy)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mandrivna.core.models import Unit
from mandrivna.core.service import institution_of
from mandrivna.enquiries.rules import LOG
from mandrivna.enquiries.terms import terms
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import default_place, units_with
from mandrivna.shared import qr
from mandrivna.shared.printing import poster


@require_safe
@access(LOG)
def printed(request: HttpRequest) -> HttpResponse:
    """Of the place where one works today; the services are those of the rules, so that a leaflet never promises another."""
    units = units_with(request, LOG)
    unit = units.filter(pk=default_place(request, units)).first() or units.first()
    if unit is None:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        made = poster.write(_leaflet(request, unit))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="e-posluhy-{unit.pk}.pdf"'
    return response


def _leaflet(request: HttpRequest, unit: Unit) -> poster.Poster:
    ask = request.build_absolute_uri(reverse("public:question"))
    about = _("Наведіть камеру телефона й напишіть нам: відповімо або домовимося, коли прийти. Це безплатно.")
    where = [unit.actual_address, *map(str, unit.opening_hours), unit.contact]
    return poster.Poster(
        language=settings.LANGUAGE_CODE,
        library=str(institution_of(unit)),
        title=_("Послуги онлайн: допоможемо"),
        place=str(unit),
        codes=[poster.Code(qr.svg(ask), _("Код, який відкриває запитання бібліотекареві"), _("Спитайте нас"), about, size=46)],
        how=_("З чим допоможемо"),
        steps=[name[:1].upper() + name[1:] for name in terms().section("e_services").values()],
        foot="; ".join(line for line in where if line) or _("Паролів і кодів від ваших кабінетів ми не питаємо й не записуємо."),
        numbered=False,
    )
