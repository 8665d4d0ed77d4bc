"""Sign-ups go along when two records of a reader become one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.models import SignUp
from mandrivna.readers.merging import mover, rows_of
from mandrivna.readers.models import Reader


def _both_signed(gone: Reader, kept: Reader) -> list[Problem]:
    own = SignUp.objects.standing().filter(reader=kept).values("admission")
    twice = SignUp.objects.standing().filter(reader=gone, admission__in=own).select_related("admission__event", "admission__series")
    found = twice.first()
    if found is None:
        return []
    text = _("Обидва записи вже на ту саму подію: %s. Спершу скасуйте один.") % found.admission
    return [Blocker(code="both_signed", text=text)]


mover(rows_of(SignUp, objections=_both_signed))
