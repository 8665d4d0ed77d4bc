"""G5 for every verb that a device may speak: what came twice, changed, late, too new or about nobody has an outcome, and is seen.

`test_koha` tells the same of a morning at a hub; here each remote verb goes through the list by itself, told as `DRIVEN` tells it
and encoded as a device sends it.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import encode
from mandrivna.core.door import VERBS, Verb
from mandrivna.core.intake import perform
from mandrivna.core.models import Operation, Outcome, Quarantined
from mandrivna.core.policy import edit_policy
from mandrivna.ledger.api import check_facts
from tests.drills.kit import digest, named, said_of_lending, send, undone
from tests.drills.reporting import Tell
from tests.drills.verbs import DRIVEN, World, ground
from tests.factories.library import START

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

Reason = Quarantined.Reason
DONE = {Outcome.APPLIED, Outcome.DISCREPANCY}


def _last_year(world: World) -> dict[str, Any]:
    """Registered a year ago: no device's word may come from next January."""
    world.lib.now = START - dt.timedelta(days=300)
    reader = world.lib.reader()
    world.lib.now = world.start
    return {"reader": reader, "place": world.lib.shelf}


ELSEWHERE: Callable[[World], dict[str, Any]] = lambda w: {"place": w.lib.other_hub}  # noqa: E731 - said once for eight verbs
OTHERWISE: dict[str, Callable[[World], dict[str, Any]]] = {
    "readers.enrol": lambda w: {"name": "Олена Інша"},
    "readers.reenrol": ELSEWHERE,
    "lending.issue": lambda w: {"reader": w.erasable},
    "lending.renew": ELSEWHERE,
    "lending.return": ELSEWHERE,
    "lending.undo": ELSEWHERE,
    "lending.read_here": lambda w: {"reader": w.erasable},
    "lending.take": ELSEWHERE,
    "lending.put": ELSEWHERE,
    "lending.lose": ELSEWHERE,
    "lending.count_visits": lambda w: {"number": 8},
    "lending.tap_visits": lambda w: {"number": 8},
    "lending.see_copy": lambda w: {"copy": w.lib.copy()},
}
"""What the same uid says when it says something else."""


class Device:
    """One verb as a telephone writes it down."""

    def __init__(self, code: str) -> None:
        self.world = ground()
        edit_policy(self.world.lib.act(), policy="lending", key="undo_minutes", change={"value": 120}, reason="вправа")
        _verb, act, arguments = DRIVEN[code](self.world)
        if code == "readers.reenrol":
            arguments, act = _last_year(self.world), self.world.act("reenrol")
        self.spec: Verb = VERBS[code]
        self.at = act.at
        self.other = _encoded(OTHERWISE[code](self.world))
        self.said = {"uid": str(act.uid), "verb": code, "at": encode(act.at), "body": _encoded(arguments)}

    def word(self, name: str = "", **about: Any) -> dict[str, Any]:
        return {**self.said, **({"uid": str(named(f"{self.said['verb']} {name}"))} if name else {}), **about}

    def with_body(self, name: str, /, **more: Any) -> dict[str, Any]:
        return self.word(name, body={**self.said["body"], **more})

    def references(self) -> list[str]:
        """Names in the body that mean a row of this database."""
        return [name for name, (annotation, _required) in self.spec.parameters.items()
                if name in self.said["body"] and _is_a_row(annotation)]  # fmt: skip


def _encoded(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: encode(value) for name, value in arguments.items()}


def _is_a_row(annotation: Any) -> bool:
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    return any(isinstance(option, type) and issubclass(option, models.Model) for option in options)


def sent(said: Any, **about: Any) -> tuple[str, str]:
    answer = perform(said, **about) if about else send(said)
    return answer.outcome, answer.reason


def waiting() -> list[tuple[str, str]]:
    return list(Quarantined.objects.filter(solved_at=None).order_by("received_at").values_list("reason", "detail"))


def test_every_verb_that_a_device_may_speak_is_in_the_list() -> None:
    remote = {code for code, spec in VERBS.items() if spec.remote and spec.function.__module__.startswith("mandrivna.")}
    assert remote == OTHERWISE.keys()
    assert remote <= DRIVEN.keys()


def said_again_it_is_answered_and_not_a_byte_changes(device: Device) -> None:
    first = send(device.said)
    before = digest()
    again = [send(device.said) for _time in range(3)]
    assert first.outcome in DONE
    assert {(answer.outcome, answer.ref) for answer in again} == {(Outcome.DUPLICATE, first.ref)}
    assert (digest(), check_facts().drift) == (before, [])


def another_content_under_the_same_uid_is_set_aside_and_shown(device: Device) -> None:
    send(device.said)
    before = digest(Quarantined)
    changed = device.with_body("", **device.other)
    moved = device.word(at=encode(device.at - dt.timedelta(minutes=1)))
    assert [sent(said) for said in (changed, moved, changed)] == [(Outcome.QUARANTINED, Reason.CONFLICT)] * 3
    assert waiting() == [(Reason.CONFLICT, "")] * 2
    assert (digest(Quarantined), check_facts().drift) == (before, [])


def the_older_word_after_the_newer_ends_as_in_order(device: Device) -> None:
    """Two telephones say nearly the same, the second an hour later and with another content."""
    older, newer = device.said, device.with_body("newer", **device.other)
    newer["at"] = encode(device.at + dt.timedelta(hours=1))
    ends = []
    for words in ((older, newer), (newer, older)):
        with undone():
            outcomes = [send(said) for said in words]
            assert {answer.outcome for answer in outcomes} <= DONE | {Outcome.QUARANTINED}
            assert [answer.reason for answer in outcomes if answer.outcome == Outcome.QUARANTINED] in ([], [Reason.REFUSED])
            assert [send(said).outcome for said in words] == [
                Outcome.DUPLICATE if answer.outcome in DONE else Outcome.QUARANTINED for answer in outcomes
            ]
            ends.append((said_of_lending(), check_facts().drift))
    assert ends[0] == ends[1]
    assert ends[0][1] == []


def what_this_program_does_not_understand_is_kept_whole_and_changes_nothing(device: Device) -> None:
    before = digest(Quarantined)
    newer = device.word("schema", schema=device.spec.schema + 1)
    field = device.with_body("field", colour="red")
    required = [name for name, (_annotation, needed) in device.spec.parameters.items() if needed]
    short = [device.word(f"less {name}", body={key: value for key, value in device.said["body"].items() if key != name})
             for name in required]  # fmt: skip
    assert sent(newer) == (Outcome.QUARANTINED, Reason.NEWER_SCHEMA)
    assert [sent(said) for said in (field, *short)] == [(Outcome.QUARANTINED, Reason.BAD_BODY)] * (1 + len(required))
    assert waiting() == [
        (Reason.NEWER_SCHEMA, ""), (Reason.BAD_BODY, "?: 1 unknown"), *[(Reason.BAD_BODY, f"{name}: missing") for name in required]
    ]  # fmt: skip
    assert Quarantined.objects.get(op_uid=newer["uid"]).body["body"] == newer["body"]
    assert digest(Quarantined) == before


def whom_or_what_nobody_knows_waits_until_it_is_known(device: Device) -> None:
    before, names = digest(Quarantined), device.references()
    for name in names:
        said = device.with_body(f"unknown {name}", **{name: str(named("nobody"))})
        assert sent(said) == (Outcome.QUARANTINED, Reason.UNKNOWN_REFERENCE)
    assert [(reason, detail.split(":")[0]) for reason, detail in waiting()] == [(Reason.UNKNOWN_REFERENCE, name) for name in names]
    assert names, "every word of a hub is about something we know"
    assert digest(Quarantined) == before


def without_the_right_it_waits_for_somebody_who_has_it(device: Device) -> None:
    before = digest(Quarantined)
    assert sent(device.said, actor=NOBODY, device="phone-9") == (Outcome.QUARANTINED, Reason.FORBIDDEN)
    assert [reason for reason, _detail in waiting()] == [Reason.FORBIDDEN]
    assert (digest(Quarantined), Operation.objects.filter(pk=device.said["uid"]).exists()) == (before, False)
    assert send(device.said).outcome in DONE
    assert waiting() == []


def forgotten_by_the_door_it_leaves_a_trace(device: Device) -> None:
    """Negative control: the same word under another uid leaves a trace, whichever verb it is."""
    send(device.said)
    before = digest(Quarantined)
    send(device.word("forgotten"))
    assert digest(Quarantined) != before


LIST = (
    said_again_it_is_answered_and_not_a_byte_changes,
    another_content_under_the_same_uid_is_set_aside_and_shown,
    the_older_word_after_the_newer_ends_as_in_order,
    what_this_program_does_not_understand_is_kept_whole_and_changes_nothing,
    whom_or_what_nobody_knows_waits_until_it_is_known,
    without_the_right_it_waits_for_somebody_who_has_it,
)


@pytest.mark.parametrize("code", sorted(OTHERWISE))
def test_the_whole_list(code: str, tell: Tell) -> None:
    """Each of the list in a world of its own: the one before it has been taken back."""
    device = Device(code)
    for one in (*LIST, forgotten_by_the_door_it_leaves_a_trace):
        with undone():
            one(device)
    tell(f"{code}: {len(LIST)} of the list")
