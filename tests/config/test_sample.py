"""The example library inside a real installation: loaded only into an empty one, removed so that nothing tells it was there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from mandrivna.config.demo import arrived, house
from mandrivna.config.demo.data import HUBS, TITLES
from mandrivna.config.demo.people import everybody
from mandrivna.config.demo.service import Service
from mandrivna.config.sample import before, loading, removal, tasks
from mandrivna.core import erasure, sample
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure import erase
from mandrivna.core.actions.profile import edit_profile
from mandrivna.core.actions.units import create_unit, edit_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Sample, Staff, Unit
from mandrivna.core.outbox import GiveUp
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.fund.models import Copy
from mandrivna.ledger import seal
from mandrivna.ledger.api import check_facts
from mandrivna.ledger.models import Fact, PeriodKey
from mandrivna.lending.actions.circulation import issue
from mandrivna.readers.actions.enrolment import enrol
from tests.faces.screens import form, text_of
from tests.factories.library import library
from tests.factories.staff import actor, browser_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]  # a library is loaded for nearly each of them
TODAY = dt.date(2026, 11, 20)


def short_story(stage):
    """A box of books and a working week of service in every hub: every table of the long one, in a second."""
    house.build(stage)
    stage.waiting = everybody(stage.rng, stage.calendar.founded.year + 3)
    service = Service(stage)
    house.stock(stage, TITLES[:40], stage.calendar.start - dt.timedelta(days=3))
    for day in stage.calendar.service_days(stage.calendar.start, stage.calendar.start + dt.timedelta(days=4)):
        stage.open_day(day)
        for hub in HUBS:
            service.day(hub)
    arrived.old_cards(stage)


def prepared() -> Unit:
    """A real institution that has prepared itself and done nothing yet."""
    root = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Справжня бібліотека")
    create_unit(Act(actor=SYSTEM), parent=root, kind=Kind.HUB, name="Справжній простір")
    edit_profile(Act(actor=SYSTEM), unit=root, about={"public_name": "Справжня"})
    person("director", "director", root)  # the example has a director of that name, too
    return root


@pytest.fixture
def root():
    return prepared()


@pytest.fixture
def director(root):
    return Staff.objects.get(username="director")


def load(director):
    asked = sample.ask_to_load(actor(director))
    loading.load(asked, today=TODAY, story=short_story)
    asked.refresh_from_db()
    return asked


def dump() -> dict[str, Any]:
    """Every row of every table, byte for byte, but for what lives its own life; and where the sequences stand."""
    found: dict[str, Any] = {}
    quote = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in before.LIVING and model is not Sample:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {quote(model._meta.db_table)}")
            rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]
        found[model._meta.label] = sorted(rows, key=repr)
    with connection.cursor() as cursor:
        found["tasks"] = DBTaskResult.objects.exclude(task_path__startswith="mandrivna.config.sample").count()
        found["sequences"] = before.sequences()
    return found


def refusal(call, *args):
    with pytest.raises(Refused) as stop:
        call(*args)
    return [(problem.code, str(problem)) for problem in stop.value.problems]


# --- without a trace ---


def test_the_database_is_afterwards_exactly_what_it_was(director):
    stood = dump()
    loaded = load(director)
    assert (loaded.state, loaded.percent, Fact.objects.count() > 100, PeriodKey.objects.count() > 0) == ("ready", 100, True, True)
    assert (check_facts().drift, seal.verify().ok) == ([], True)
    assert sample.ask_to_remove(actor(director)).state == "removing"
    tasks.remove_sample.func(sample=loaded.pk)
    assert dump() == stood
    assert seal.missing() == []


def test_the_next_unit_gets_the_number_it_would_have_got(director, root):
    last = Unit.objects.order_by("-pk").first().pk
    removal.remove(load(director))
    assert create_unit(Act(actor=SYSTEM), parent=root, kind=Kind.HUB, name="Другий").pk == last + 1


def test_the_dump_sees_what_is_left_behind(director, monkeypatch):
    """Negative control: each kind of trace alone makes the two dumps differ."""
    stood = dump()
    monkeypatch.setattr(removal, "set_sequences", lambda wanted: None)
    removal.remove(load(director))
    after = dump()
    assert after != stood
    assert {name for name in stood if after[name] != stood[name]} == {"sequences"}
    edit_unit(Act(actor=SYSTEM), unit=Unit.objects.get(name="Справжній простір"), about={"contact": "так"})
    assert {"core.Unit", "core.UnitEvent", "core.Operation", "core.AuditEntry"} <= {n for n in stood if dump()[n] != stood[n]}


def test_playing_in_the_example_goes_with_it(director):
    stood = dump()
    loaded = load(director)
    who = actor(director)
    copy = Copy.objects.filter(state="available").select_related("place").first()
    enrolled = enrol(Act(actor=who), place=copy.place, pseudonym="Проба")
    issue(Act(actor=who), copy=copy, reader=enrolled.reader, place=copy.place)
    create_unit(Act(actor=who), parent=copy.place.parent, kind=Kind.SHELF, name="Пробна полиця")
    assert removal.problems(loaded) == []
    removal.remove(loaded)
    assert dump() == stood


def test_somebody_forgotten_in_the_example_leaves_no_line_beside_the_backups(
    director, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    loaded = load(director)
    place = Unit.objects.filter(kind=Kind.SHELF).first()
    reader = enrol(Act(actor=actor(director)), place=place, pseudonym="Проба").reader
    second = Staff.objects.get(username="pryklad-director")
    with django_capture_on_commit_callbacks(execute=True):
        erase(Act(actor=actor(second)), subject=reader.pk, reason="request", second=director)
    assert len(erasure.kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        removal.remove(loaded)
    assert erasure.kept() == {}


# --- it refuses ---


def test_a_library_that_has_worked_gets_no_example():
    lib = library()
    director = person("director", "director", lib.root)
    lib.reader()
    assert [code for code, _text in refusal(sample.ask_to_load, actor(director))] == ["not_empty"]
    assert not Sample.objects.exists()


def test_only_who_holds_the_right_in_the_whole_installation(root, director):
    other = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Сусідня бібліотека")
    for who in (director, person("methodist", "methodist", root), person("there", "director", other)):
        with pytest.raises(Forbidden):
            sample.ask_to_load(actor(who))


def test_asked_twice_it_is_one_example(director):
    first, second = (sample.ask_to_load(actor(director)) for _time in range(2))
    assert (first.pk, Sample.objects.count(), DBTaskResult.objects.filter(task_path__endswith="load_sample").count()) == (
        second.pk,
        1,
        1,
    )


# --- loading ---


def test_interrupted_half_way_it_begins_anew(director, monkeypatch):
    stood = dump()
    asked = sample.ask_to_load(actor(director))

    def broken(stage):
        house.build(stage)
        stage.open_day(stage.calendar.start)
        raise OSError("the light went out")

    with pytest.raises(OSError, match="light"):
        loading.load(asked, today=TODAY, story=broken)
    asked.refresh_from_db()
    assert (asked.state, len(asked.paths), Unit.objects.count() > 5) == ("loading", 2, True)
    monkeypatch.setattr(loading.load, "__kwdefaults__", {"today": TODAY, "story": short_story})
    tasks.load_sample.func(sample=asked.pk)
    again = Sample.objects.get()
    assert (again.state, again.pk) == ("ready", asked.pk)
    removal.remove(again)
    assert dump() == stood


def test_one_that_is_no_longer_wanted_stops_at_the_next_day(director):
    asked = sample.ask_to_load(actor(director))

    def story(stage):
        house.build(stage)
        Sample.objects.update(state="removing")
        stage.open_day(stage.calendar.start)

    with pytest.raises(GiveUp):
        loading.load(asked, today=TODAY, story=story)


def test_every_table_is_known_to_the_removal():
    """A new table is either taken along or lives its own life: somebody has to say which."""
    core = {model._meta.label for model in before.taken_models() if model._meta.app_label == "core"}
    assert core == {
        "core.ApiToken", "core.AuditEntry", "core.Discrepancy", "core.ErasureRecord", "core.ErasureRequest", "core.Invitation",
        "core.Logo", "core.Membership", "core.Operation", "core.PolicyEdit", "core.Profile", "core.Quarantined", "core.Staff",
        "core.Unit", "core.UnitEvent", "core.UnitPeriod", "core.UseRules",
    }  # fmt: skip
    foreign = {model._meta.label for model in before.taken_models() if not model.__module__.startswith("mandrivna.")}
    assert foreign == set()
    assert set(before.LIVING) <= {model._meta.label for model in apps.get_models(include_auto_created=True)}


# --- the page ---


def test_it_is_loaded_and_removed_from_the_first_steps(director):
    client = browser_of(director)
    start = "/work/start/"
    assert "Подивитися на прикладі" in text_of(client.get(start))
    assert client.post(reverse("workspace:sample_load"), form()).headers["Location"] == f"{start}#sample"
    page = client.get(start)
    assert ("Розповідаємо історію: 0 %" in text_of(page), page.headers["Refresh"]) == (True, "4")
    loading.load(Sample.objects.get(), today=TODAY, story=short_story)
    page = client.get(start)
    assert ("Приклад завантажено." in text_of(page), "Refresh" in page.headers) == (True, False)
    assert "Завантажено приклад." in client.get("/work/").content.decode()
    assert client.post(reverse("workspace:sample_remove"), form()).status_code == 302
    assert "Прибираємо приклад" in text_of(client.get(start))
    tasks.remove_sample.func(sample=Sample.objects.get().pk)
    assert "Завантажити приклад" in text_of(client.get(start))


@pytest.mark.django_db(transaction=True)
def test_in_transactions_of_its_own_day_by_day():
    """As the worker does it: each day is committed, so that people see how far it has come and the desk does not wait."""
    with transaction.atomic():
        director = person("director", "director", found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Справжня бібліотека"))
    stood, seen = dump(), []

    def story(stage):
        short_story(stage)
        stage.open_day(stage.calendar.start + dt.timedelta(days=45))
        seen.append((connection.in_atomic_block, len(connection.savepoint_ids), Sample.objects.get().percent))

    asked = sample.ask_to_load(actor(director))
    loading.load(asked, today=TODAY, story=story)
    assert [(inside, depth, 50 < percent < 99) for inside, depth, percent in seen] == [(True, 0, True)]
    sample.ask_to_remove(actor(director))
    tasks.remove_sample.func(sample=asked.pk)
    assert (dump(), seal.missing()) == (stood, [])
