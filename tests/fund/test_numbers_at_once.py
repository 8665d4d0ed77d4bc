"""Inventory and act numbers while many take them at the same moment: each once, none left out. On both engines."""

from __future__ import annotations

import pytest

from mandrivna.core.problems import Refused
from mandrivna.fund.actions import donors, gifts, signing
from mandrivna.fund.models import Copy, Gift, NumberSeries
from mandrivna.ledger.api import check_facts
from tests.drills.test_parallel import at_once
from tests.drills.verbs_of_gifts import COMMISSION
from tests.factories.library import library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
HANDS = 8


def test_copies_and_acts_of_many_hands_are_numbered_without_a_gap():
    """Every third acceptance is refused in its middle: the numbers it had taken go back."""
    lib = library()
    record = lib.record()
    donor = donors.add_donor(lib.act(), unit=lib.root, kind="anonymous")
    opened = [gifts.open_gift(lib.act(), place=place, donor=donor) for place in (lib.shelf, lib.other_shelf) * (HANDS // 2)]
    envelopes = [[lib.act() for _time in range(6)] for _gift in opened]

    def hand(number: int):
        def work() -> int:
            refused = 0
            for time, act in enumerate(envelopes[number]):
                try:
                    gifts.accept_gifted(act, gift=opened[number], record=record, many=2, price="x" if time % 3 == 2 else "10")
                except Refused:
                    refused += 1
            return refused

        return work

    assert at_once([hand(number) for number in range(HANDS)]) == [2] * HANDS
    numbers = sorted(Copy.objects.values_list("inventory_number", flat=True))
    assert numbers == list(range(1, HANDS * 4 * 2 + 1))
    assert NumberSeries.objects.get(owner=lib.root).next == numbers[-1] + 1
    signing_acts = [lib.act() for _gift in opened]
    day = lib.today
    signed = at_once(
        [
            lambda number=number: (
                signing.sign_gift(signing_acts[number], gift=opened[number], commission=COMMISSION, signed_on=day).number
            )
            for number in range(HANDS)
        ]
    )
    assert sorted(signed) == list(range(1, HANDS + 1)) == sorted(Gift.objects.values_list("entry", flat=True))
    assert check_facts().drift == []
