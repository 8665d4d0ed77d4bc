"""Whoever asks, complains, wishes for a book, brings a group or applies leaves nothing readable: neither in the database, nor in
operations, letters that wait, addresses or logs; and once answered, not even a letter that waits knows the address."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mandrivna.core import policy
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.models import Conversation, Refusal, Remark
from mandrivna.programme.actions.calls import add_call, step_call
from mandrivna.programme.actions.excursions import add_route
from mandrivna.programme.models import Application, GroupRequest
from mandrivna.shared.ids import new_uid
from tests.drills.test_canary import Canaries, raw_database
from tests.faces.screens import World, form

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canaries(caplog: pytest.LogCaptureFixture) -> Canaries:
    caplog.set_level(logging.DEBUG)
    return Canaries()


@pytest.fixture
def world() -> World:
    made = World()
    type(made.lib.root).objects.all().update(public=True)
    for key in ("quiet_from", "quiet_until"):
        policy.edit(made.lib.act(), policy="lending", key=key, value=0, reason="для перевірки")
    return made


def address(canaries: Canaries, label: str) -> str:
    canaries.words[label] = f"kanarka-{label}@example.org"
    return canaries.words[label]


def sent(page: str, **about: Any) -> None:
    assert Client().post(page, form(website="", **about)).status_code == 302


def test_from_five_doors_to_the_answer_nothing_is_readable(
    world: World, canaries: Canaries, caplog: pytest.LogCaptureFixture
) -> None:
    lib, word = world.lib, canaries.word
    sent("/question/", text=word("question"), address=address(canaries, "question_to"))
    sent("/feedback/", what="complaint", text=word("complaint"), contact=address(canaries, "complaint_to"), place="")
    sent("/catalogue/ask/", uid=str(new_uid()), title="Місто", note=word("wish"), contact=address(canaries, "wish_to"))
    route = add_route(lib.act(), unit=lib.hub, place=lib.hub, about={"title": "Стежками міста", "minutes": 60, "most": 25})
    day = lib.today + dt.timedelta(days=9)
    group = {"asker": word("asker"), "contact": address(canaries, "group_to"), "note": word("group"), "people": "20"}
    sent(reverse("public:excursion", args=[route.pk]), **group, audience="pupil", wished_on=f"{day:%d.%m.%Y}")
    said: dict[str, Any] = {"kind": "conference", "unit": lib.hub, "place": lib.hub, "opens_on": lib.today, "closes_on": day}
    call = add_call(lib.act(), **said, about={"title": "Бібліотека в дорозі", "shown": True}, parts=["Громади"])
    step_call(lib.act(), call=call, to="open")
    work = {"name": word("applicant"), "contact": address(canaries, "applicant_to"), "abstract": word("thesis"), "org": word("org")}
    sent(reverse("public:call", args=[call.pk]), **work, title="Полиця на колесах", part=call.parts.get().pk)
    made = [table.objects.count() for table in (Conversation, Remark, Refusal, GroupRequest, Application)]
    assert made == [1, 1, 1, 1, 1]
    assert canaries.found_in(raw_database()) == [], "asked"

    owner, director = world.browser("owner"), world.browser("director")
    talk, remark, one = Conversation.objects.get(), Remark.objects.get(), GroupRequest.objects.get()
    answer = word("answer")
    assert owner.post(reverse("workspace:talk_reply", args=[talk.pk]), form(text=answer)).status_code == 302
    assert director.post(reverse("workspace:remark", args=[remark.pk]), form(state="answered", answer=answer)).status_code == 302
    assert owner.post(reverse("workspace:group_request", args=[one.pk]), form(decline="1", answer=answer)).status_code == 302
    assert canaries.found_in(raw_database()) == [], "while letters wait"
    drain()
    assert sorted(letter.to[0].partition("@")[0] for letter in mail.outbox) == sorted(
        f"kanarka-{label}" for label in ("complaint_to", "group_to", "question_to")
    )
    assert canaries.found_in(raw_database()) == [], "answered"
    assert canaries.found_in(caplog.text.encode()) == []


def test_the_search_sees_a_name_that_may_be_said_aloud(world: World, canaries: Canaries) -> None:
    """Negative control: whoever agrees to be named stands in the programme, readable."""
    lib = world.lib
    said: dict[str, Any] = {"kind": "conference", "unit": lib.hub, "place": lib.hub, "opens_on": lib.today, "closes_on": lib.today}
    call = add_call(lib.act(), **said, about={"title": "Бібліотека в дорозі", "shown": True}, parts=["Громади"])
    step_call(lib.act(), call=call, to="open")
    work = {"name": canaries.word("applicant"), "contact": "050", "title": "Полиця на колесах", "part": call.parts.get().pk}
    sent(reverse("public:call", args=[call.pk]), **work, aloud="on")
    assert canaries.found_in(raw_database()) == ["applicant"]
