"""The door: one operation, once, whatever the network does."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from mandrivna.catalogue.actions.records import add_record
from mandrivna.catalogue.models import Record
from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.codec import BadBody, UnknownReference, decode, encode
from mandrivna.core.door import VERBS, Conflict, arguments_of
from mandrivna.core.models import AuditEntry, Operation, Outcome, Quarantined, Unit
from mandrivna.core.problems import Forbidden, Refused
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def test_an_operation_is_kept_with_its_envelope_and_its_answer(lib):
    act = lib.act(device="phone-1", seq=7, epoch="e")
    record = add_record(act, unit=lib.root, title="Тигролови")
    row = Operation.objects.get(pk=act.uid)
    assert (row.verb, row.device, row.seq, row.epoch, row.occurred_at) == ("catalogue.add_record", "phone-1", 7, "e", act.at)
    assert (row.outcome, row.ref, row.unit) == (Outcome.APPLIED, f"catalogue.Record:{record.pk}", lib.root)
    assert row.body == {"unit": str(lib.root.pk), "title": "Тигролови"}


def test_the_same_uid_and_body_is_answered_from_memory(lib):
    act = lib.act()
    first = add_record(act, unit=lib.root, title="Тигролови")
    assert add_record(act, unit=lib.root, title="Тигролови") == first
    assert Record.objects.count() == 1


def test_a_form_sent_twice_is_one_request_although_the_clock_went_on(lib):
    act = lib.act()
    add_record(act, unit=lib.root, title="Тигролови")
    add_record(replace(act, at=act.at + dt.timedelta(seconds=5)), unit=lib.root, title="Тигролови")
    assert Record.objects.count() == 1


def test_the_same_uid_with_another_body_is_a_conflict_and_goes_to_quarantine(lib):
    act = lib.act()
    add_record(act, unit=lib.root, title="Тигролови")
    for _ in range(2):
        with pytest.raises(Conflict) as conflict:
            add_record(act, unit=lib.root, title="Людина біжить над прірвою")
    assert conflict.value.codes == ["conflict"]
    assert list(Record.objects.values_list("title", flat=True)) == ["Тигролови"]
    row = Quarantined.objects.get()
    assert (row.op_uid, row.reason, row.body["body"]["title"]) == (act.uid, "conflict", "Людина біжить над прірвою")


def test_the_same_uid_with_another_verb_is_a_conflict(lib):
    act = lib.act()
    record = add_record(act, unit=lib.root, title="Тигролови")
    with pytest.raises(Conflict):
        VERBS["fund.accept_copy"].function.__globals__["accept_copy"](act, record=record, place=lib.shelf)


def test_an_act_in_the_world_is_the_same_only_with_the_same_moment(lib):
    act = lib.act(happened=True)
    add_record(act, unit=lib.root, title="Тигролови")
    with pytest.raises(Conflict):
        add_record(replace(act, at=act.at + dt.timedelta(seconds=5)), unit=lib.root, title="Тигролови")


def test_a_refusal_writes_nothing_and_the_uid_may_be_used_again(lib):
    act = lib.act()
    with pytest.raises(Refused) as refusal:
        add_record(act, unit=lib.root, title=" ")
    assert refusal.value.codes == ["no_title"]
    assert not Operation.objects.filter(pk=act.uid).exists()
    add_record(act, unit=lib.root, title="Тигролови")
    assert Operation.objects.get(pk=act.uid).outcome == Outcome.APPLIED


@pytest.mark.parametrize("where", ["nowhere", "elsewhere", "below"])
def test_the_right_is_needed_at_the_place_of_the_act(lib, where):
    grants = {
        "nowhere": (),
        "elsewhere": ((lib.other_hub.path, frozenset({"catalogue.edit"})),),
        "below": ((lib.hub.path, frozenset({"catalogue.edit"})),),
    }
    act = lib.act(actor=Actor(name="Колега", grants=grants[where]))
    with pytest.raises(Forbidden) as refusal:
        add_record(act, unit=lib.root, title="Тигролови")
    assert refusal.value.codes == ["forbidden"]
    assert Record.objects.count() == 0


def test_a_right_held_above_reaches_down(lib):
    actor = Actor(name="Каталогізаторка", grants=((lib.root.path, frozenset({"catalogue.edit"})),))
    assert add_record(lib.act(actor=actor), unit=lib.hub, title="Тигролови").created_by_unit == lib.hub


def test_nobody_may_do_nothing_and_the_system_everything(lib):
    assert (NOBODY.can("catalogue.edit"), SYSTEM.can("catalogue.edit", "1.")) == (False, True)


def test_every_act_leaves_one_line_in_the_audit(lib):
    act = lib.act()
    record = add_record(act, unit=lib.root, title="Тигролови")
    entry = AuditEntry.objects.get(op=act.uid)
    assert (entry.action, entry.model, entry.object_pk) == ("catalogue.add_record", "catalogue.Record", str(record.pk))


def test_the_audit_never_shows_what_is_personal(lib):
    reader = lib.reader(name="Тестова Олена")
    entry = audit.record(
        lib.act(), reader, "test", before={"name": "Тестова Олена", "pseudonym": "а"}, after={"name": "Інша", "pseudonym": "б"}
    )
    assert (entry.before, entry.after) == ({"name": "•", "pseudonym": "а"}, {"name": "•", "pseudonym": "б"})


@pytest.mark.parametrize(
    ("value", "kind", "field"),
    [
        ("не дата", dt.date, "on"),
        (True, int, "number"),
        ("3", int, "number"),
        (3, str, "title"),
        ("a\x00b", str, "title"),
        (None, str, "title"),
        ("2026-01-01T10:00:00", dt.datetime, "at"),
        ("x", uuid.UUID, "reader"),
        ({}, list[str], "items"),
        ([1], Unit, "place"),
    ],
)
def test_a_body_that_does_not_fit_says_which_field(value, kind, field):
    with pytest.raises(BadBody) as bad:
        decode(value, kind, field)
    assert bad.value.field == field


@pytest.mark.parametrize("ref", ["999999", "abc", "9" * 40])
def test_a_reference_to_nothing_is_named(ref):
    with pytest.raises(UnknownReference) as bad:
        decode(ref, Unit, "place")
    assert (bad.value.field, bad.value.why) == ("place", "core.Unit")


def test_arguments_survive_the_way_through_json(lib):
    spec = VERBS["lending.count_visits"]
    sent = {"place": lib.shelf, "on": dt.date(2026, 1, 2), "number": 3, "audience": "general", "distance": True}
    assert arguments_of(spec, {name: encode(value) for name, value in sent.items()}) == sent


def test_a_body_with_an_unknown_or_missing_argument_is_refused(lib):
    spec = VERBS["lending.return"]
    with pytest.raises(BadBody) as unknown:
        arguments_of(spec, {"copy": "1", "place": "1", "colour": "red"})
    with pytest.raises(BadBody) as missing:
        arguments_of(spec, {"place": str(lib.shelf.pk)})
    assert (str(unknown.value), str(missing.value)) == ("?: 1 unknown", "copy: missing")


def test_every_verb_can_be_spoken_in_json():
    """Each parameter of each verb has an annotation that the codec can read; otherwise an offline device could not say it."""
    for spec in VERBS:
        for name, (annotation, _required) in spec.parameters.items():
            try:
                decode("", annotation, name)
            except BadBody:
                continue


def test_the_order_of_acts_does_not_depend_on_arrival():
    at = dt.datetime(2026, 1, 1, 10, tzinfo=dt.UTC)
    kyiv = dt.timezone(dt.timedelta(hours=2))
    early = Act(actor=SYSTEM, at=at.astimezone(kyiv), device="b", seq=1)
    late = Act(actor=SYSTEM, at=at + dt.timedelta(microseconds=1), device="a", seq=0)
    second = Act(actor=SYSTEM, at=at, device="b", seq=10)
    assert sorted([late, second, early], key=lambda act: act.first) == [early, second, late]
