"""The same words of three devices, in any order, twice, cut in half: the same loans, people, discrepancies and figures."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.models import Operation, Outcome
from mandrivna.ledger.api import check_facts
from mandrivna.ledger.unique import key_for
from tests.drills.kit import LONG, named, operation, said_of_lending, send, times, undone
from tests.drills.reporting import Tell
from tests.factories.library import START, Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAYS = (0, 0, 0, 1, 1, 2, 20, 353, 354)  # the last ones fall into the next year
DEVICES = ("phone-0", "phone-1", "phone-2")
BORN = (None, 1960, 2009)  # 2009: fifteen in 2024, sixteen in 2025; 1989 would change the band
type Story = list[tuple[str, dict[str, Any]]]
"""(device, operation) in the order in which a patient listener would write them down."""
PARTS = times(1, 10)
LONG_AGO = START - dt.timedelta(days=730)  # the whole story lies in the past: a clock ahead of ours is another matter


@dataclass
class World:
    lib: Library
    copies: list[Any]
    places: list[Any] = field(default_factory=list)


@pytest.fixture
def world() -> World:
    lib = library(LONG_AGO - dt.timedelta(days=3))
    edit_unit(lib.act(), unit=lib.other_hub, about={"visits_from": "counter"})
    lib.other_hub.refresh_from_db()
    for year in ("2024", "2025"):
        key_for(lib.root, year)
    return World(lib, [lib.copy(), lib.copy()], [lib.shelf, lib.other_shelf, lib.hub])


@st.composite
def sketches(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """(what, device, day, minute, a, b, c): small numbers that `tell_story` turns into operations about few copies and readers."""
    number = st.integers(0, 5)
    act = st.tuples(
        st.sampled_from(("issue", "issue", "issue", "return", "return", "renew", "undo", "enrol", "count")),
        st.sampled_from(DEVICES), st.sampled_from(DAYS), st.integers(0, 4), number, number, number,
    )  # fmt: skip
    return draw(st.lists(act, min_size=2, max_size=10))


def tell_story(world: World, sketch: list[tuple[Any, ...]]) -> Story:
    story: Story = []
    lends: list[tuple[uuid.UUID, Any]] = []  # issues and returns that can be renewed or taken back
    readers = sorted({row[5] % 3 for row in sketch if row[0] == "issue"} | {0})
    sketch = [*sketch, *(("enrol", DEVICES[reader], DAYS[reader * 4], 2, 0, reader, 0) for reader in readers)]
    for number, (what, device, day, minute, a, b, c) in enumerate(sketch):
        at = LONG_AGO + dt.timedelta(days=day, minutes=minute * 7)
        copy, place = world.copies[a % 2], world.places[c % 3]
        target = lends[b % len(lends)] if lends else (named("never"), copy)
        body: dict[str, Any]
        match what:
            case "issue":
                verb, body = "lending.issue", {"copy": copy, "reader": named(f"reader {b % 3}"), "place": place}
                lends.append((named(number), copy))
            case "return":
                verb, body = "lending.return", {"copy": copy, "place": place}
                lends.append((named(number), copy))
            case "renew":
                verb, body = "lending.renew", {"loan": target[0], "place": place}
            case "undo":
                verb, body = "lending.undo", {"copy": target[1], "target": target[0], "place": place}
            case "enrol":
                born = BORN[b % 3]
                verb = "readers.enrol"
                body = {"place": place, "reader": named(f"reader {b % 3}"), "pseudonym": f"Читач {b % 3}", "birth_year": born}
            case "count":
                verb, body = "lending.count_visits", {"place": world.lib.other_hub, "on": at.date(), "number": 10 * a + b}
        story.append((device, operation(number, verb, at, **body)))
    return story


def deliver(words: Story) -> None:
    for device, said in words:
        send(said, device)


def resend(story: Story) -> dict[str, str]:
    """As devices do until everything of theirs is applied: what named something not yet known finds it now."""
    for _round in range(5):
        answers = {said["uid"]: send(said, device) for device, said in story}
        if {answer.outcome for answer in answers.values()} <= {Outcome.DUPLICATE, Outcome.QUARANTINED}:
            break
    return {uid: answer.outcome for uid, answer in answers.items()}


def cut_and_shuffled(story: Story, chance: random.Random) -> Story:
    """Any order, some of it several times, some of it only half arrived (a line broken off by the network)."""
    words = [*story, *chance.choices(story, k=len(story) // 2)]
    chance.shuffle(words)
    kept = words[: chance.randint(0, len(words))]
    broken = [(device, str(said)[: len(str(said)) // 2]) for device, said in kept if chance.random() < 0.1]
    return [*kept, *broken]  # type: ignore[list-item]


def outcome_of(story: Story, words: Story) -> dict[str, Any]:
    with undone():
        deliver(words)
        last = resend(story)
        assert set(last.values()) <= {Outcome.DUPLICATE, Outcome.QUARANTINED}
        assert check_facts().drift == []
        said = said_of_lending()
        said["quarantine"] = [row for row in said["quarantine"] if "malformed" not in row]
        said["operations"] = sorted(map(str, Operation.objects.filter(happened=True).values_list("pk", flat=True)))
        return said


def agree(story: Story, words: Story) -> None:
    told, heard = outcome_of(story, story), outcome_of(story, words)
    for about, should in told.items():
        assert heard[about] == should, about


FOUND: list[tuple[list[tuple[Any, ...]], int]] = [
    # A renewal of a loan that had become part of an earlier one waited in quarantine for ever.
    (
        [("issue", "phone-0", 0, 0, 0, 0, 4), ("enrol", "phone-0", 0, 0, 0, 0, 0), ("issue", "phone-0", 0, 0, 0, 0, 4),
         ("issue", "phone-0", 0, 0, 3, 0, 0), ("issue", "phone-0", 0, 0, 3, 0, 0), ("renew", "phone-0", 0, 0, 0, 0, 0),
         ("renew", "phone-0", 0, 0, 0, 5, 0), ("count", "phone-0", 0, 0, 0, 0, 0)], 0,
    ),
    # The day a reader was first written down was the day of the word that came first.
    (
        [("issue", "phone-2", 2, 1, 5, 3, 2), ("renew", "phone-1", 0, 2, 3, 2, 1), ("undo", "phone-1", 20, 1, 2, 4, 0),
         ("enrol", "phone-2", 2, 3, 5, 2, 2), ("issue", "phone-1", 0, 1, 0, 3, 4), ("enrol", "phone-1", 0, 4, 2, 5, 0),
         ("enrol", "phone-1", 353, 4, 5, 2, 0), ("renew", "phone-1", 2, 0, 2, 1, 2)], 7668,
    ),
]  # fmt: skip


def test_an_offline_loan_is_the_registration_of_the_year_also_when_a_later_registration_came_first(world: World) -> None:
    sketch = [("enrol", "phone-0", 0, 0, 0, 0, 0), ("enrol", "phone-1", 354, 0, 0, 0, 0), ("issue", "phone-2", 353, 1, 0, 0, 0)]
    story = tell_story(world, sketch)
    agree(story, story[::-1])
    agree(story, [story[0], story[2], story[1]])


def test_taking_back_one_issue_gives_several_acts_back_to_the_reader_before(world: World) -> None:
    """The visits that come back in one act are counted from the earliest of them, in whatever order the rows lie."""
    sketch = [
        ("issue", "phone-0", 0, 0, 0, 0, 0), ("issue", "phone-0", 0, 1, 0, 1, 0), ("return", "phone-1", 1, 3, 0, 0, 1),
        ("renew", "phone-1", 1, 1, 0, 0, 1), ("undo", "phone-2", 1, 4, 0, 1, 2),
    ]  # fmt: skip
    story = tell_story(world, sketch)
    for seed in range(12):
        words = list(story)
        random.Random(seed).shuffle(words)
        agree(story, words)


def test_the_drill_sees_a_lost_word_and_a_word_without_identity(world: World) -> None:
    """Negative controls: one word never arrives; a repeat is taken for something new."""
    sketch = [("enrol", "phone-0", 0, 0, 0, 0, 0), ("issue", "phone-0", 0, 1, 0, 0, 0), ("return", "phone-0", 1, 0, 0, 0, 1)]
    story = tell_story(world, sketch)
    whole = outcome_of(story, story)
    lost = outcome_of(story[:1] + story[2:], story)
    assert lost == whole, "what is sent is applied, resent or not"
    assert outcome_of(story[:2], story[:2]) != whole
    device, said = story[2]
    again = [*story, (device, {**said, "uid": str(named("another identity"))})]
    assert outcome_of(again, again) != whole


@pytest.mark.parametrize("part", range(PARTS))
def test_any_order_twice_and_half_sent_end_in_the_same_state(world: World, tell: Tell, part: int) -> None:
    """In parts, so that the long drill uses every core; each part draws histories of its own."""
    tried = {"histories": 0, "deliveries": 0}

    @settings(
        max_examples=times(40, 10_000) // PARTS, deadline=None, derandomize=not LONG, database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink) if LONG else (Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(sketches(), st.integers(0, 2**32))
    def drill(sketch: list[tuple[Any, ...]], seed: int) -> None:
        story = tell_story(world, sketch)
        words = cut_and_shuffled(story, random.Random(seed))
        tried["histories"] += 1
        tried["deliveries"] += len(words) + len(story)
        agree(story, words)

    for found in FOUND:
        drill = example(*found)(drill)
    drill()
    tell(f"part {part}: {tried['histories']} histories, {tried['deliveries']} deliveries, 0 differences")
