"""What can and what cannot be done with an example library that stands there: loaded once for all who look at it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.urls import reverse

from mandrivna.config.sample import removal, tasks
from mandrivna.core import sample
from mandrivna.core.act import Act
from mandrivna.core.actions.profile import edit_profile
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Kind, Membership, Quarantined, Sample, Staff, Unit
from mandrivna.core.outbox import GiveUp
from mandrivna.fund.models import Copy
from mandrivna.ledger import seal
from mandrivna.ledger.models import Fact
from tests.config.test_sample import dump, load, prepared, refusal
from tests.faces.screens import form, text_of
from tests.factories.library import library
from tests.factories.staff import actor, browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(scope="module")
def stands(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        prepared()
        load(Staff.objects.get(username="director"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(stands, db):
    """As it was loaded: `db` takes back, by a savepoint, what a test does to it; all but the sequences of PostgreSQL."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(sql)
    return Sample.objects.get()


@pytest.fixture
def root(loaded):
    return Unit.objects.get(name="Справжня бібліотека")


@pytest.fixture
def director(loaded):
    return Staff.objects.get(username="director")


def test_the_ledger_is_sealed_again(loaded):
    removal.remove(loaded)
    lib = library()
    lib.copy()
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_fact")


def test_what_lives_its_own_life_stays(director, loaded):
    """A second factor added and a failed sign-in noticed meanwhile are people's own."""
    browser_of(director)
    entry = AuditEntry.objects.create(
        action="core.signin_failed", model="core.Staff", object_pk=str(director.pk), op=Act(actor=SYSTEM).uid
    )
    removal.remove(loaded)
    assert AuditEntry.objects.filter(pk=entry.pk).exists()
    assert director.authenticator_set.count() == 1


@pytest.mark.parametrize(
    ("do", "what"),
    [
        (lambda who, root: edit_profile(Act(actor=who), unit=root, about={"slogan": "Справжнє"}), "Змінено профіль закладу"),
        (lambda who, root: create_unit(Act(actor=who), parent=root, kind=Kind.HUB, name="Ще"), "Відкрито підрозділ"),
        (lambda who, root: Unit.objects.filter(pk=root.pk).update(name="Повз операції"), "core.Unit"),
        (
            lambda who, root: Quarantined.objects.create(verb="lending.issue", body={}, body_mac=b"x", reason="forbidden"),
            "Видано",
        ),
    ],
)
def test_one_act_outside_the_example_and_it_stays(director, root, loaded, do, what):
    do(actor(director), root)
    stood = dump()
    [(code, text)] = refusal(sample.ask_to_remove, actor(director))
    assert (code, what in text) == ("real_acts", True)
    assert [code for code, _text in refusal(removal.remove, loaded)] == ["real_acts"]
    assert (dump(), seal.missing()) == (stood, [])


def test_an_act_between_asking_and_doing_stops_it_too(director, root, loaded):
    sample.ask_to_remove(actor(director))
    edit_profile(Act(actor=actor(director)), unit=root, about={"slogan": "Справжнє"})
    with pytest.raises(GiveUp):
        tasks.remove_sample.func(sample=loaded.pk)
    assert (Sample.objects.get().state, Fact.objects.exists()) == ("ready", True)


def test_a_book_of_the_example_put_into_a_real_place_is_a_real_act(director, root, loaded):
    from mandrivna.fund.actions.copies import accept_copy  # noqa: PLC0415 - only here

    place = Unit.objects.get(name="Справжній простір")
    accept_copy(Act(actor=actor(director)), record=Copy.objects.first().record, place=place)
    assert [code for code, _text in refusal(removal.remove, loaded)] == ["real_acts"]


def test_nobody_can_sign_in_as_the_invented_people(loaded):
    people = Staff.objects.filter(pk__in=loaded.staff)
    assert (people.count() > 3, [one for one in people if one.has_usable_password() or one.email]) == (True, [])
    assert all(one.username.startswith("pryklad-") for one in people)


def test_whoever_asked_directs_the_example(director, loaded):
    assert sorted(Membership.objects.filter(staff=director).values_list("unit__path", flat=True)) == sorted(
        [*loaded.paths, Unit.objects.get(name="Справжня бібліотека").path]
    )


def test_the_page_says_why_it_cannot_go(director, root, loaded):
    edit_profile(Act(actor=actor(director)), unit=root, about={"slogan": "Справжнє"})
    response = browser_of(director).post(reverse("workspace:sample_remove"), form())
    assert (response.status_code, "вже записано справжні дії (Змінено профіль закладу)" in text_of(response)) == (422, True)


def test_removing_wants_a_fresh_proof(director, loaded):
    assert browser_of(director, proved=600).post(reverse("workspace:sample_remove"), form()).status_code == 403
