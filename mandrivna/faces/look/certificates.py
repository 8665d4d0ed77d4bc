"""A certificate of a course as paper: what stands on it, and the square by which it is checked."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mandrivna.core.letterhead import speaking_for
from mandrivna.programme.codes import pretty
from mandrivna.programme.models import Certificate
from mandrivna.shared import qr
from mandrivna.shared.printing import certificate


def paper(request: HttpRequest, one: Certificate) -> bytes:
    """Always in the language of the institution: it leaves the house."""
    with override("uk"):
        address = request.build_absolute_uri(reverse("public:certificate", args=[one.token]))
        hours = ngettext("обсягом %(hours)d година", "обсягом %(hours)d годин", one.hours) % {"hours": one.hours}
        return certificate.write(
            certificate.Paper(
                language="uk",
                library=speaking_for(one.institution).name,
                title=_("Сертифікат"),
                number=str(one),
                given=_("засвідчує, що"),
                name=one.name or "",
                what=_("пройшов (пройшла) навчальний курс"),
                course=f"«{one.title}»",
                lines=[*([hours] if one.hours else []), date_format(one.issued_on, "j E Y")],
                signatures=[_("Керівник закладу"), _("Викладач")],
                square=qr.svg(address),
                square_alt=_("Код для перевірки: %s") % address,
                check=_("Перевірити: наведіть телефон. Щоб побачити ім’я, введіть код:"),
                code=pretty(one.code or ""),
                small=_("Не є документом про освіту державного зразка."),
            )
        )
