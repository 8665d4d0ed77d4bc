"""The policy knows every model, says why, and is executed as it stands."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from mandrivna.core import audit, policy, retention
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Operation, Outcome, Staff, WorkerBeat
from mandrivna.core.outbox import PERIODIC

MODELS = list(apps.get_models(include_auto_created=True))


def test_every_model_has_a_rule_that_can_be_executed():
    assert retention.faults(retention.shipped(), MODELS, retention.events()) == []


def test_a_missing_an_unknown_and_an_impossible_rule_are_named():
    rules = retention.shipped()
    rule = retention.Rule("core.Unit", "бо так", days=3, after="name", forget=("kind", "nothing"))
    broken = {**rules, "core.Unit": rule, "nowhere.Model": rule, "core.Staff": retention.Rule("core.Staff", "бо", until="моря")}
    del broken["core.AuditEntry"]
    assert retention.faults(broken, MODELS, retention.events()) == [
        "core.AuditEntry: has no rule in retention.yaml",
        "nowhere.Model: retention.yaml knows it, the program does not",
        "core.Staff: nobody executes «until моря»",
        "core.Unit: no field «nothing»",
        "core.Unit: «name» is no date",
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"keep": "forever", "why": " "},
        {"keep": "forever", "what": "delete", "why": "x"},
        {"keep": "days 3", "what": "delete", "why": "x"},
        {"keep": "days x", "after": "at", "what": "delete", "why": "x"},
        {"keep": "days 3", "after": "at", "why": "x"},
        {"keep": "days 3", "after": "at", "what": "delete", "forget": ["a"], "why": "x"},
        {"keep": "sometimes", "what": "delete", "why": "x"},
        {"keep": "forever", "why": "x", "maybe": 1},
    ],
)
def test_a_rule_that_says_nothing_is_refused(body):
    with pytest.raises(ValueError):
        retention.built({"rules": {"core.Unit": body}})


def operation(days: int, now: dt.datetime) -> Operation:
    at = now - dt.timedelta(days=days)
    return Operation.objects.create(
        uid=uuid.uuid4(), verb="x", body={"reader": "1"}, body_mac=b"m", occurred_at=at, received_at=at, outcome=Outcome.APPLIED
    )


@pytest.mark.django_db
def test_what_is_old_goes_and_what_is_young_stays():
    now = timezone.now()
    young, old = operation(59, now), operation(61, now)
    staff = Staff.objects.create(username="o", name="О")
    for days in (1094, 1096):
        entry = Act(actor=SYSTEM)
        audit.record(entry, staff, "core.x", after={"days": days})
        models.QuerySet(AuditEntry).filter(op=entry.uid).update(at=now - dt.timedelta(days=days))
    WorkerBeat.objects.create(worker="w", beat_at=now - dt.timedelta(days=3))
    done = retention.execute(now)
    assert (done["core.Operation"], done["core.AuditEntry"], done["core.WorkerBeat"]) == (1, 1, 1)
    assert (Operation.objects.get(pk=young.pk).body, Operation.objects.get(pk=old.pk).body) == ({"reader": "1"}, None)
    assert bytes(Operation.objects.get(pk=old.pk).body_mac) == b"m"
    assert [entry.after for entry in AuditEntry.objects.all()] == [{"days": 1094}]
    assert not any(retention.execute(now).values())


@pytest.mark.django_db
def test_many_rows_go_in_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    now = timezone.now()
    for number in range(8):
        WorkerBeat.objects.create(worker=str(number), beat_at=now - dt.timedelta(days=9))
    assert retention.execute(now)["core.WorkerBeat"] == 8


@pytest.mark.django_db
def test_an_institution_may_change_a_term_and_not_break_it():
    policy.edit(Act(actor=SYSTEM), policy="retention", key="rules/core.Operation/keep", value="days 10", reason="так вирішила рада")
    assert retention.rules()["core.Operation"].days == 10
    for key, value in (
        ("rules/core.Operation/keep", "days колись"),
        ("rules/core.Operation/forget", ["uid"]),
        ("rules/core.Unit/keep", "days 5"),
        ("rules/core.Operation/keep", "until моря"),
    ):
        assert [problem.code for problem in retention.validate(key, value)] == ["retention_rule"]


def test_it_runs_every_night():
    job = PERIODIC["core.retention"]
    assert job.at == dt.time(2, 40)
