"""The verb that forgets a person. Two people decide; nobody writes the name of whom they mean."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mandrivna.core import erasure, roles, rules
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import ErasureRecord, Staff
from mandrivna.core.problems import Blocker, Problem, refuse_if


@verb("core.erase", may=rules.ERASE)
def erase(act: Act, *, subject: uuid.UUID, reason: str, second: Staff) -> ErasureRecord:
    """Forget the subject everywhere and for ever. Figures stay: they never contained a person."""
    refuse_if(problems(act, subject, reason, second))
    record = ErasureRecord.objects.create(subject=subject, reason=reason, at=act.at, who_id=act.actor.staff_id, second=second)
    erasure.forget(act, subject)
    transaction.on_commit(lambda: _after(record))
    return record


def problems(act: Act, subject: uuid.UUID, reason: str, second: Staff) -> list[Problem]:
    found: list[Problem] = []
    if reason not in ErasureRecord.Reason.values:
        found.append(Blocker(code="erasure_reason", text=_("Оберіть підставу зі списку."), field="reason"))
    if act.actor.staff_id is not None and second.pk == act.actor.staff_id:
        found.append(Blocker(code="erasure_second_self", text=_("Підтвердити має інша людина."), field="second"))
    elif not roles.actor_for(second).can(rules.ERASE) or _elsewhere(act, subject, second):
        found.append(
            Blocker(code="erasure_second_right", text=_("Ця людина не має права підтверджувати знищення даних."), field="second")
        )
    if not erasure.references(subject) and not erasure.is_erased(subject):
        found.append(Blocker(code="erasure_unknown", text=_("Такої особи в базі немає."), field="subject"))
    return found + erasure.objections(act, subject)


def _elsewhere(act: Act, subject: uuid.UUID, second: Staff) -> bool:
    """The second person, too, must hold the right where the subject belongs."""
    seen_by_second = erasure.objections(replace(act, actor=roles.actor_for(second)), subject)
    return any(problem.code == "erasure_elsewhere" for problem in seen_by_second)


def _after(record: ErasureRecord) -> None:
    erasure.keep(record)
    erasure.scrub()
