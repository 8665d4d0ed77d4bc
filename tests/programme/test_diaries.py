"""A club's reading diary: who writes, who reads, and how it goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.erasure import forget
from mandrivna.core.models import Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.programme.actions.circles import enrol_member, leave
from mandrivna.programme.actions.diary import strike_own_diary, write_diary, write_own_diary
from mandrivna.programme.models import DiaryEntry, Member
from mandrivna.readers import sessions
from mandrivna.readers.models import Reader
from tests.faces.screens import World, form, queries, text_of
from tests.factories.circles import gathered, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def account(reader: Reader) -> Client:
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


def test_only_who_is_in_a_club_writes_and_only_for_themselves(world):
    lib, reader = world.lib, world.lib.reader()
    member = enrol_member(lib.act(), circle=reading(lib), reader=reader)
    with pytest.raises(Forbidden):
        write_own_diary(lib.act(actor=Actor(reader=lib.reader().pk)), member=member, title="Місто")
    assert codes(write_diary, lib.act(), member=member, title=" ") == ["no_title"]
    assert codes(write_diary, lib.act(), member=member, title="x" * 301, words=Withheld("x" * 1001)) == ["too_long", "too_long"]
    learner = enrol_member(lib.act(), circle=gathered(lib), name="Сойка")
    assert codes(write_diary, lib.act(), member=learner, title="Місто") == ["no_club"]
    leave(lib.act(), member=member)
    assert codes(write_diary, lib.act(), member=Member.objects.get(pk=member.pk), title="Місто") == ["not_inside"]


def test_the_words_stand_in_no_operation_and_go_with_the_person(world):
    lib, reader = world.lib, world.lib.reader()
    member = enrol_member(lib.act(), circle=reading(lib), reader=reader)
    entry = write_own_diary(lib.act(actor=Actor(reader=reader.pk)), member=member, title="Місто", words=Withheld("зачепило"))
    assert entry.words == "зачепило"
    assert [row.body["words"] for row in Operation.objects.filter(verb="programme.write_own_diary")] == [None]
    other = write_diary(lib.act(), member=member, title="Степ")
    strike_own_diary(lib.act(actor=Actor(reader=reader.pk)), entry=other)
    assert DiaryEntry.objects.count() == 1
    forget(lib.act(), reader.pk)
    assert DiaryEntry.objects.count() == 0


def test_members_see_pseudonyms_and_a_title_of_the_catalogue_is_a_link(world):
    lib, club = world.lib, reading(world.lib)
    mine, other = lib.reader(pseudonym="Журавка"), lib.reader(pseudonym="Сойка", name="Невидима Олена")
    members = [enrol_member(lib.act(), circle=club, reader=reader) for reader in (mine, other)]
    write_diary(lib.act(), member=members[1], title="Степ", words=Withheld("про дім"))
    copy, client = lib.copy(lib.record("Місто")), account(mine)
    page = reverse("public:account_diary", args=[members[0].pk])
    few = queries(client, page)
    client.post(page, form(title="Місто", words="зачепило"))
    client.post(page, form(title="Книжка з дороги"))
    assert {entry.title: entry.record_id for entry in DiaryEntry.objects.all()} == {
        "Степ": None, "Місто": copy.record_id, "Книжка з дороги": None,
    }  # fmt: skip
    seen = text_of(client.get(page))
    assert "Сойка" in seen and "Олена" not in seen and "про дім" in seen
    assert (queries(client, page), client.post(page, form(title="")).status_code) == (few, 422)
    assert account(lib.reader()).get(page).status_code == 404
    own = DiaryEntry.objects.get(title="Місто")
    assert account(other).post(reverse("public:account_diary_strike", args=[own.pk]), form()).status_code == 404


def test_the_staff_writes_for_whoever_has_no_card(world):
    club, client = reading(world.lib), world.browser("owner")
    page = reverse("workspace:circle_diary", args=[club.pk])
    assert client.get(page).context["form"] is None
    jay = enrol_member(world.lib.act(), circle=club, name="Сойка")
    client.post(page, form(member=str(jay.pk), title="Місто", words="зачепило"))
    assert "зачепило" in text_of(client.get(page))
    assert client.post(page, form(member="x", title="")).status_code == 422
    client.post(reverse("workspace:diary_strike", args=[DiaryEntry.objects.get().pk]), form())
    assert DiaryEntry.objects.count() == 0
    assert client.get(reverse("workspace:circle_diary", args=[gathered(world.lib).pk])).status_code == 404
