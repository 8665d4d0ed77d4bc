"""What a device may not do by JSON, and what it is answered when the world has moved on meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.actions.discrepancies import retry
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.door import VERBS
from mandrivna.core.erasure import forget
from mandrivna.core.intake import perform
from mandrivna.core.models import Discrepancy, Kind, Mode, Quarantined
from mandrivna.core.roles import actor_for
from mandrivna.core.tasks import take_up_waiting
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.models import Loan, VisitCount
from mandrivna.readers.models import Card, Enrolment, Reader
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
FAR = dt.date(2030, 1, 1)
ALL = frozenset(str(spec.may) for spec in VERBS)


@pytest.fixture
def lib() -> Library:
    return library()


def said(lib: Library, verb: str, body: dict, **about) -> dict:
    act = lib.act(minutes=about.pop("minutes", 1))
    return {"uid": str(act.uid), "verb": verb, "at": act.at.isoformat(), "body": body, **about}


def librarian(lib: Library) -> Actor:
    """Holds every right there is in this institution: what stops such a person is not a missing right."""
    return Actor(name="Бібліотекарка", grants=((lib.root.path, ALL),))


def lend(lib: Library, copy, reader) -> str:
    body = {"copy": str(copy.pk), "reader": str(reader.pk), "place": str(lib.shelf.pk)}
    return perform(said(lib, "lending.issue", body), actor=SYSTEM).ref.partition(":")[2]


def stranger(lib: Library) -> tuple[Actor, int]:
    other = found_root(lib.act(), kind=Kind.INSTITUTION, name="Чужа бібліотека", mode=Mode.TRAVELLING)
    hub = create_unit(lib.act(), parent=other, kind=Kind.HUB, name="Чужий хаб")
    return Actor(name="Чужа", grants=((other.path, ALL),)), hub.pk


def test_a_device_speaks_only_the_verbs_of_service():
    spoken = {spec.code for spec in VERBS if spec.remote}
    service = {
        f"lending.{word}"
        for word in (
            "issue",
            "renew",
            "return",
            "read_here",
            "undo",
            "count_visits",
            "tap_visits",
            "take",
            "put",
            "lose",
            "see_copy",
        )
    }
    assert spoken == service | {"readers.enrol", "readers.reenrol"}


@pytest.mark.parametrize("verb", ["core.grant_role", "core.erase", "core.edit_policy", "core.move_unit", "planning.set_targets"])
def test_roles_erasure_and_rules_do_not_come_by_json(lib, verb):
    assert VERBS[verb].remote is False
    assert perform(said(lib, verb, {}), actor=librarian(lib)).reason == "unknown_verb"


@pytest.mark.parametrize("happened", [True, False])
def test_another_institutions_books_and_readers_are_out_of_reach(lib, happened):
    actor, place = stranger(lib)
    copy, lent, reader = lib.copy(), lib.copy(), lib.reader()
    loan = lend(lib, lent, reader)
    tries = [
        ("lending.issue", {"copy": str(copy.pk), "reader": str(reader.pk), "place": str(place)}),
        ("lending.renew", {"loan": loan, "place": str(place)}),
        ("lending.undo", {"copy": str(lent.pk), "target": loan, "place": str(place)}),
        ("readers.enrol", {"reader": str(reader.pk), "place": str(place)}),
        ("readers.reenrol", {"reader": str(reader.pk), "place": str(place)}),
    ]
    answers = {verb: perform(said(lib, verb, body, happened=happened), actor=actor) for verb, body in tries}
    assert {answer.outcome for answer in answers.values()} == {"quarantined" if happened else "refused"}
    assert [(row.pk, row.renewals, row.place_id) for row in Loan.objects.all()] == [(Loan.objects.get(pk=loan).pk, 0, lib.shelf.pk)]
    assert (Enrolment.objects.count(), Card.objects.filter(reader=reader).count()) == (1, 1)


def test_a_foreign_book_brought_back_to_us_is_recorded_and_explained(lib):
    actor, place = stranger(lib)
    copy, reader = lib.copy(), lib.reader()
    lend(lib, copy, reader)
    answer = perform(said(lib, "lending.return", {"copy": str(copy.pk), "place": str(place)}), actor=actor)
    assert answer.outcome == "applied_with_discrepancy"
    assert [row.kind for row in Discrepancy.objects.all()] == ["lending.foreign_copy"]


def test_an_undoing_long_afterwards_and_one_renewal_too_many_are_explained(lib):
    copy, reader, place = lib.copy(), lib.reader(), str(lib.shelf.pk)
    out = perform(said(lib, "lending.issue", {"copy": str(copy.pk), "reader": str(reader.pk), "place": place}), actor=SYSTEM)
    loan = out.ref.partition(":")[2]
    renewals = [perform(said(lib, "lending.renew", {"loan": loan, "place": place}), actor=SYSTEM).outcome for _ in range(3)]
    late = said(lib, "lending.undo", {"copy": str(copy.pk), "target": loan, "place": place}, minutes=60 * 24 * 100)
    assert renewals == ["applied", "applied", "applied_with_discrepancy"]
    assert perform(late, actor=SYSTEM).outcome == "applied_with_discrepancy"
    opened = Discrepancy.objects.exclude(solution="settled_itself").values_list("kind", flat=True)
    assert "lending.undone_late" in opened
    assert check_facts().drift == []


def test_words_answered_once_are_answered_again_when_their_card_is_gone(lib):
    copy, reader = lib.copy(), lib.reader()
    card = Card.objects.get(reader=reader)
    raw = said(lib, "lending.issue", {"copy": f"barcode:{copy.barcode}", "reader": f"card:{card.code}", "place": str(lib.shelf.pk)})
    assert perform(raw, actor=SYSTEM).outcome == "applied"
    Card.objects.update(ended_on=lib.today)
    assert perform(raw, actor=SYSTEM).outcome == "duplicate"
    forget(lib.act(), reader.pk)
    assert perform(raw, actor=SYSTEM).outcome == "duplicate"
    changed = {**raw, "body": {**raw["body"], "place": str(lib.other_shelf.pk)}}
    assert perform(changed, actor=SYSTEM).reason == "conflict"
    assert Quarantined.objects.count() == 1


def test_somebody_registered_offline_stays_registered_without_what_does_not_fit(lib):
    lib.reader(phone="0501234567")
    body = {"place": str(lib.shelf.pk), "pseudonym": "Каштан", "phone": "+38 050 123 45 67", "birth_year": 3000}
    assert perform(said(lib, "readers.enrol", body), actor=SYSTEM).outcome == "applied_with_discrepancy"
    made = Reader.objects.get(pseudonym="Каштан")
    row = Discrepancy.objects.get()
    assert (made.phone, made.birth_year, row.kind, row.details["what"]) == (
        None,
        None,
        "readers.left_out",
        "рік народження, телефон",
    )


def test_a_counter_where_visits_come_from_acts_is_kept_and_not_counted_twice(lib):
    body = {"place": str(lib.shelf.pk), "on": str(lib.today), "number": 25}
    assert perform(said(lib, "lending.count_visits", body), actor=SYSTEM).outcome == "applied_with_discrepancy"
    assert (VisitCount.objects.get().number, totals(["lending.counted_visits"], None, FAR)) == (25, {})
    assert Discrepancy.objects.get().kind == "lending.counted_from_acts"
    assert check_facts().drift == []


def test_what_waited_in_quarantine_keeps_the_way_it_came(lib):
    copy, reader = lib.copy(), lib.reader()
    raw = said(lib, "lending.issue", {"copy": str(copy.pk), "reader": str(reader.pk), "place": str(lib.shelf.pk)}, channel="paper")
    perform(raw, actor=Actor(name="Без прав"))
    retry(lib.act(), quarantined=Quarantined.objects.get())
    assert totals(["lending.issue"], None, FAR, by=("channel",)) == {("paper",): 1}
    assert perform(raw, actor=SYSTEM).outcome == "duplicate"


def test_a_mistake_of_ours_is_not_called_the_senders(lib, monkeypatch):
    """The outcome would be kept for ever; the device keeps the operation until we are well again."""
    raw = said(lib, "lending.return", {"copy": str(lib.copy().pk), "place": str(lib.shelf.pk)})
    monkeypatch.setattr("mandrivna.lending.actions.circulation.return_problems", None)
    with pytest.raises(TypeError):
        perform(raw, actor=SYSTEM)
    assert Quarantined.objects.count() == 0


def test_an_issue_that_came_before_its_registration_is_taken_up_later(lib):
    hub = person("hub", "hub_librarian", lib.hub)
    uid, copy = lib.act().uid, lib.copy()
    enrolling = said(lib, "readers.enrol", {"place": str(lib.shelf.pk), "reader": str(uid), "pseudonym": "Каштан"})
    issuing = said(lib, "lending.issue", {"copy": str(copy.pk), "reader": str(uid), "place": str(lib.shelf.pk)})
    assert perform(issuing, actor=actor_for(hub), device="phone").reason == "unknown_reference"
    assert take_up_waiting.call() == 0
    perform(enrolling, actor=actor_for(hub), device="phone")
    assert take_up_waiting.call() == 1
    assert (Loan.objects.get().reader_id, Quarantined.objects.get().solution) == (uid, "applied")
    assert perform(issuing, actor=actor_for(hub), device="phone").outcome == "duplicate"
