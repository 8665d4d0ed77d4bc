"""Tasks of the example; found by their paths, because `config` is no app."""

from __future__ import annotations

from django.db import transaction

from mandrivna.config.sample import loading, removal
from mandrivna.core.models import Sample
from mandrivna.core.outbox import GiveUp, limits, task
from mandrivna.core.problems import Refused


@limits(attempts=2, seconds=3600)
@task(priority=-20)
def load_sample(*, sample: int) -> None:
    """Interrupted and tried again, it begins with an empty table: what there was of it is taken out first."""
    found = Sample.objects.filter(pk=sample, state=Sample.State.LOADING).first()
    if found is None:
        return
    if found.paths:
        asked_by, before = found.asked_by, found.before
        with transaction.atomic():
            removal.remove(found)
            found = Sample.objects.create(pk=sample, before=before, asked_by=asked_by)
    loading.load(found)


@limits(attempts=3, seconds=1800)
@task(priority=-10)
def remove_sample(*, sample: int) -> None:
    found = Sample.objects.filter(pk=sample, state=Sample.State.REMOVING).first()
    if found is None:
        return
    try:
        removal.remove(found)
    except Refused as refusal:
        Sample.objects.filter(pk=sample).update(state=Sample.State.READY)
        raise GiveUp from refusal
