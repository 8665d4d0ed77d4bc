"""How the fund forgets a donor: name, contact and link go; what was given stays, from somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.rules import ERASE
from mandrivna.fund.models import Donor


def _find(subject: uuid.UUID) -> Iterable[Donor]:
    return Donor.objects.filter(pk=subject)


def _forget(_act: Act, subject: uuid.UUID) -> int:
    found = 0
    for donor in Donor.objects.filter(pk=subject):
        if any((donor.name, donor.contact, donor.called, donor.link_hash)):
            donor.name = donor.contact = donor.link = donor.link_hash = donor.link_on = None
            donor.called = ""
            donor.save()
            found += 1
    return found


def _objections(act: Act, subject: uuid.UUID) -> list[Problem]:
    donor = Donor.objects.filter(pk=subject).select_related("institution").first()
    if donor is not None and not act.actor.can(ERASE, donor.institution.path):
        return [Blocker(code="erasure_elsewhere", text=_("Цей дарувальник належить іншому закладу."), field="subject")]
    return []


eraser(Eraser("fund.Donor", _find, _forget, objections=_objections))
