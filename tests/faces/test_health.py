"""For machines: three words about life, and figures behind a token."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone

from mandrivna.core import health
from mandrivna.core.models import WorkerBeat
from mandrivna.core.outbox import enqueue
from tests.core import outbox_tasks as tasks

pytestmark = pytest.mark.django_db
TOKEN = "canary-metrics-token"


@pytest.mark.parametrize(("ago", "said"), [(59, ("ok", "ok")), (61, ("degraded", "silent")), (None, ("degraded", "silent"))])
def test_health_knows_whether_a_worker_lives(ago: int | None, said: tuple[str, str]) -> None:
    if ago is not None:
        WorkerBeat.objects.create(worker="host:1:x", beat_at=timezone.now() - dt.timedelta(seconds=ago))
    response = Client().get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": said[0], "database": "ok", "worker": said[1]})


def test_without_a_database_it_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> set[str]:
        raise DatabaseError

    monkeypatch.setattr(health, "alive", away)
    response = Client().get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "down", "database": "unavailable", "worker": "unknown"})


@pytest.mark.parametrize("address", ["/health/", "/metrics/", "/"])
def test_they_are_only_read(address: str) -> None:
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    ("token", "header"),
    [
        ("", f"Bearer {TOKEN}"),
        ("", "Bearer "),
        (TOKEN, ""),
        (TOKEN, "Bearer "),
        (TOKEN, "Bearer wrong"),
        (TOKEN, TOKEN),
        (TOKEN, f"Basic {TOKEN}"),
    ],
)
def test_without_the_right_token_there_are_no_figures(token: str, header: str) -> None:
    with override_settings(METRICS_TOKEN=token):
        assert Client(headers={"authorization": header}).get("/metrics/").status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
def test_figures_are_counts_and_nothing_else() -> None:
    enqueue(tasks.give_up)
    response = Client(headers={"authorization": f"Bearer {TOKEN}"}).get("/metrics/")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    figures = dict(line.rsplit(" ", 1) for line in response.text.splitlines() if not line.startswith("#"))
    assert (figures["mandrivna_queue_waiting"], figures["mandrivna_queue_parked"], figures["mandrivna_workers"]) == ("1", "0", "0")
    assert figures['mandrivna_operations_last_day{outcome="applied"}'] == "0"
    assert all(float(value) >= 0 for value in figures.values())
