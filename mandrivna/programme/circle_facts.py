"""What of courses counts beside their lessons: that somebody finished one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import SOURCES, FactSource, Line, kind
from mandrivna.programme.models import Certificate

CERTIFIED = kind("programme.certified", _("Закінчили навчання в бібліотеці"), _("особа"))
CERTIFICATE = "programme.Certificate"


def certificate_lines(certificate: Certificate) -> list[Line]:
    if certificate.void_on is not None:
        return []
    return [Line(kind=CERTIFIED, unit=certificate.place_id, on=certificate.issued_on)]


def describe(certificate: Any) -> str:
    return f"{certificate.title}: {certificate}"


SOURCES.add(
    CERTIFICATE,
    FactSource(CERTIFICATE, _("Сертифікат"), lambda: Certificate.objects.all(), certificate_lines, describe),
)
