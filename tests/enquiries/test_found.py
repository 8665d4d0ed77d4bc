"""A book somebody asked for has come: an address of mail hears of it by itself, a telephone through a colleague, each once."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.core.models import Operation
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.found import close_told
from mandrivna.enquiries.actions.refusals import answer, record_refusal
from mandrivna.enquiries.actions.wishes import fulfil
from mandrivna.enquiries.models import Refusal
from tests.faces.screens import World
from tests.programme.test_answers import letters, world

__all__ = ("world",)
pytestmark = pytest.mark.django_db
TO = "olena@example.org"


def asked(world: World, contact: str = TO, **about: Any) -> Refusal:
    return record_refusal(world.lib.act(), place=world.lib.hub, title="Сонячна машина", contact=contact, note="для сина", **about)


def test_whoever_left_an_address_reads_that_the_book_is_there_and_the_request_closes_by_itself(world):
    mine, phone, nobody = asked(world), asked(world, "050 111 22 33"), asked(world, "")
    fulfil(world.lib.act(), refusal=mine, record=world.lib.record())
    ((to, body),) = letters()
    assert (to, "Сонячна машина" in body, "для сина" in body, "Книжка вже є" in body) == ([TO], True, False, True)
    states = {row.pk: (row.state, row.contact) for row in Refusal.objects.all()}
    assert states == {mine.pk: ("closed", None), phone.pk: ("found", "050 111 22 33"), nobody.pk: ("closed", None)}
    assert letters() == []
    assert not any(TO in str(row.body) for row in Operation.objects.all())


def test_a_colleague_who_says_that_it_is_there_need_not_write_the_letter(world):
    mine = asked(world)
    answer(world.lib.act(), refusal=mine, place=world.lib.hub, state="found", answer="Чекає на вас до п’ятниці")
    ((_to, body),) = letters()
    assert "Чекає на вас до п’ятниці" in body
    mine.refresh_from_db()
    assert (mine.state, mine.contact, mine.answer) == ("closed", None, "Чекає на вас до п’ятниці")


def test_a_reader_known_by_card_hears_by_their_own_way_and_by_no_second_letter(world):
    mine = asked(world, reader=world.lib.reader())
    answer(world.lib.act(), refusal=mine, place=world.lib.hub, state="found")
    assert [to for to, _body in letters() if to == [TO]] == []


def test_closed_before_the_letter_goes_nothing_is_written(world):
    mine = asked(world)
    answer(world.lib.act(), refusal=mine, place=world.lib.hub, state="found")
    answer(world.lib.act(), refusal=mine, place=world.lib.hub, state="closed")
    assert letters() == []


def test_where_no_mail_goes_out_a_colleague_tells(world, settings):
    mine = asked(world)
    answer(world.lib.act(), refusal=mine, place=world.lib.hub, state="found")
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}
    assert letters() == []
    mine.refresh_from_db()
    assert (mine.state, mine.contact) == ("found", TO)


def test_only_what_waits_to_be_told_is_closed_so(world):
    with pytest.raises(Refused):
        close_told(world.lib.act(), refusal=asked(world))
