"""The example library inside a real installation: asked for by a person, carried out by `config.sample` in the background.

Neither asking nor removing is an operation: the promise is that nothing of it remains, and a row that says so would.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Sample, Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.rules import POLICY_EDIT


def current() -> Sample | None:
    return Sample.objects.order_by("pk").first()


@transaction.atomic
def ask_to_load(actor: Actor) -> Sample:
    """Remember what stands now, and let the worker tell the story."""
    _require_whole(actor)
    # A lock on a row that is not there yet locks nothing: two presses of the button wait for each other at the root.
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk"))
    known = Sample.objects.select_for_update().first()
    if known is not None:
        return known
    refuse_if(import_string(f"{settings.SAMPLE}.before.problems")())
    made = Sample.objects.create(before=import_string(f"{settings.SAMPLE}.before.standing")(), asked_by_id=actor.staff_id)
    enqueue(import_string(f"{settings.SAMPLE}.tasks.load_sample"), sample=made.pk)
    return made


@transaction.atomic
def ask_to_remove(actor: Actor) -> Sample | None:
    """Refused at once when something real has been done meanwhile; the task itself looks once more before it touches anything."""
    known = Sample.objects.select_for_update().first()
    _require_whole(actor, apart=known.paths if known else [])
    if known is None or known.state == Sample.State.REMOVING:
        return known
    refuse_if(import_string(f"{settings.SAMPLE}.removal.problems")(known))
    known.state = Sample.State.REMOVING
    known.save(update_fields=["state"])
    enqueue(import_string(f"{settings.SAMPLE}.tasks.remove_sample"), sample=known.pk)
    return known


def _require_whole(actor: Actor, apart: Iterable[str] = ()) -> None:
    """An example is everybody's business here, so the right is needed at every root that is not its own."""
    actor.require(POLICY_EDIT)
    for path in Unit.objects.filter(parent=None).exclude(path__in=list(apart)).values_list("path", flat=True):
        actor.require(POLICY_EDIT, path)


def nothing_real() -> Problem:
    text = _("Приклад можна завантажити лише в порожню бібліотеку: тут уже є справжні записи.")
    return Blocker(code="not_empty", text=text)
