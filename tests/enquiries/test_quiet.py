"""People in occupied territory: a number a month, and a proof that there is room for nothing else (safety: T1)."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.codec import BadBody
from mandrivna.core.door import VERBS, arguments_of
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.quiet import count_quiet
from mandrivna.enquiries.logged import quiet_months
from mandrivna.enquiries.models import QuietCount
from mandrivna.ledger.api import KINDS, check_facts, totals
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
DECEMBER = dt.date(2025, 12, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def counted() -> dict:
    return totals(("enquiries.quiet_consultation",), dt.date(2020, 1, 1), dt.date(2030, 1, 1), by=("path", "on"))


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_one_number_a_month_and_said_again_a_correction(lib):
    count_quiet(lib.act(), institution=lib.root, month=DECEMBER, number=7)
    assert counted() == {(lib.root.path, DECEMBER): 7}
    count_quiet(lib.act(), institution=lib.root, month=DECEMBER, number=5)
    assert (QuietCount.objects.count(), counted()) == (1, {(lib.root.path, DECEMBER): 5})
    found = table(lib.root, 2025)
    assert [found[code].cells[FACT].value for code in ("consultations", "consultations_quiet")] == [5, 5]
    count_quiet(lib.act(), institution=lib.root, month=DECEMBER, number=0)
    assert (counted(), check_facts().ok) == ({}, True)


def test_there_is_room_for_nothing_else(lib):
    """Not in the table, not among the facets, not among what the verb takes: a field added here has to be argued about."""
    assert {field.name for field in QuietCount._meta.get_fields()} == {"uid", "institution", "month", "number"}
    assert KINDS["enquiries.quiet_consultation"].facets == ()
    spec = VERBS["enquiries.count_quiet"]
    assert (set(spec.parameters), spec.remote) == ({"institution", "month", "number"}, False)
    body = {"institution": str(lib.root.pk), "month": "2025-12-01", "number": 1}
    for name in ("reader", "place", "question", "topic", "channel", "on", "at", "audience", "minutes"):
        with pytest.raises(BadBody):
            arguments_of(spec, {**body, name: "щось"})


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"institution": "hub"}, "quiet_place"),
        ({"institution": "shelf"}, "quiet_place"),
        ({"month": dt.date(2025, 12, 14)}, "quiet_day"),
        ({"month": dt.date(2026, 1, 1)}, "quiet_too_early"),
        ({"month": dt.date(2026, 2, 1)}, "quiet_too_early"),
        ({"month": dt.date(2024, 12, 1)}, "quiet_too_old"),
        ({"number": -1}, "wrong_number"),
        ({"number": 5001}, "wrong_number"),
    ],
)
def test_a_place_a_day_and_a_month_that_still_runs_are_refused(lib, about, code):
    said = {"institution": "root", "month": DECEMBER, "number": 1, **about}
    said["institution"] = getattr(lib, said["institution"])
    assert codes(count_quiet, lib.act(), **said) == [code]
    assert (QuietCount.objects.count(), counted()) == (0, {})


def test_only_the_institution_as_a_whole_may_count(lib):
    for role, unit in (("hub_librarian", lib.hub), ("auditor", lib.root), ("methodist", lib.hub)):
        with pytest.raises(Forbidden):
            count_quiet(lib.act(actor=actor_for(person(role, role, unit))), institution=lib.root, month=DECEMBER, number=1)


def test_months_that_are_over_of_this_year_and_the_last():
    assert quiet_months(dt.date(2026, 2, 14)) == [dt.date(2026, 1, 1), *(dt.date(2025, month, 1) for month in range(12, 0, -1))]
    assert quiet_months(dt.date(2026, 1, 31))[0] == DECEMBER
