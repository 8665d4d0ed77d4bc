"""Two people with one thing open: each sees the other, and whoever saves second is shown what the first has saved."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.catalogue.models import Record
from mandrivna.core import policy
from mandrivna.core.actions.presence import ALIVE, be_here, leave
from mandrivna.core.models import Presence, Profile, Unit
from mandrivna.faces.workspace.editing import watched
from mandrivna.planning.models import Target
from tests.faces.screens import World, form, text_of
from tests.factories.library import library
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def version(response):
    return re.search(r'name="version" value="([^"]*)"', response.content.decode()).group(1)


def page(name, *args):
    return reverse(f"workspace:{name}", args=args)


def particulars(unit, **about):
    told = {"name": unit.name, "short_name": "", "legal_form": "", "legal_address": "", "actual_address": "", "opening_hours": "",
            "contact": "", "population": "", "population_source": "", "visits_from": "acts"}  # fmt: skip
    return form(**{**told, **about})


def test_whoever_opens_a_form_sees_who_else_has_it_open(world):
    there = page("unit_edit", world.lib.hub.pk)
    assert "теж редагує" not in text_of(world.browser("director").get(there))
    seen = text_of(world.browser("methodist").get(there))
    since = timezone.localtime(Presence.objects.get(staff=world.staff["director"]).since)
    assert f"Особа director теж редагує це з {since:%H:%M}." in seen


def test_it_is_forgotten_after_two_minutes_and_after_saving(world):
    there, director, methodist = page("unit_edit", world.lib.hub.pk), world.browser("director"), world.browser("methodist")
    director.get(there)
    Presence.objects.update(seen_at=timezone.now() - ALIVE - dt.timedelta(seconds=1))
    assert "теж редагує" not in text_of(methodist.get(there))
    first = director.get(there)
    assert director.post(there, particulars(world.lib.hub, version=version(first), contact="так")).status_code == 302
    assert "теж редагує" not in text_of(methodist.get(there))


def test_an_open_form_asks_again_only_about_what_it_was_given(world, settings):
    there, director, methodist = page("unit_edit", world.lib.hub.pk), world.browser("director"), world.browser("methodist")
    asked = re.search(r'data-watch="([^"]+)"', methodist.get(there).content.decode()).group(1).replace("&amp;", "&")
    assert "теж редагує" not in methodist.get(asked).content.decode()
    director.get(there)
    assert "Особа director теж редагує" in methodist.get(asked).content.decode()
    assert director.get(asked).status_code == 404  # what one was given serves nobody else
    assert [methodist.get(page("others"), {"what": what}).status_code for what in ("", "core.Unit:1", "core.Unit:1:підпис")] == [
        404
    ] * 3
    settings.SESSION_COOKIE_AGE = -1  # as if the session had ended since: its names end with it
    told = parse_qs(urlsplit(asked).query)["what"][0]
    assert watched(told, world.staff["methodist"].pk) == ""


def test_nobody_who_is_alone_is_warned(world):
    assert be_here("x", world.staff["director"].pk) == []
    assert be_here("x", world.staff["director"].pk) == []
    leave("x", world.staff["director"].pk)
    assert not Presence.objects.exists()


def test_what_both_changed_is_shown_side_by_side_and_asked(world):
    hub, there = world.lib.hub, page("unit_edit", world.lib.hub.pk)
    director, methodist = world.browser("director"), world.browser("methodist")
    mine, theirs = version(director.get(there)), version(methodist.get(there))
    assert methodist.post(there, particulars(hub, version=theirs, contact="@methodist", short_name="Х1")).status_code == 302
    response = director.post(there, particulars(hub, version=mine, contact="@director"))
    assert (response.status_code, Unit.objects.get(pk=hub.pk).contact) == (409, "@methodist")
    editing = response.context["editing"]
    assert [(one.name, one.mine, one.theirs) for one in editing.differences] == [("contact", "@director", "@methodist")]
    assert [str(label) for label in editing.taken_over] == ["Скорочена назва"]
    shown = text_of(response)
    assert "Поки ви писали, це змінила інша людина. Нічого не збережено." in shown
    assert (response.context["form"]["contact"].value(), response.context["form"]["short_name"].value()) == ("@director", "Х1")
    again = director.post(there, particulars(hub, version=version(response), contact="@director", short_name="Х1"))
    hub.refresh_from_db()
    assert (again.status_code, hub.contact, hub.short_name) == (302, "@director", "Х1")


def test_what_the_other_wrote_can_be_taken_with_one_press(world):
    hub, there = world.lib.hub, page("unit_edit", world.lib.hub.pk)
    director, methodist = world.browser("director"), world.browser("methodist")
    mine, theirs = version(director.get(there)), version(methodist.get(there))
    methodist.post(there, particulars(hub, version=theirs, contact="@methodist"))
    shown = director.post(there, particulars(hub, version=mine, contact="@director", legal_form="КЗ"))
    taken = director.post(there, particulars(hub, version=version(shown), contact="@director", legal_form="КЗ", take="contact"))
    fields = taken.context["form"]
    assert (taken.status_code, fields["contact"].value(), fields["legal_form"].value()) == (409, "@methodist", "КЗ")
    assert Unit.objects.get(pk=hub.pk).legal_form == ""


def test_the_same_change_by_both_is_no_conflict(world):
    hub, there = world.lib.hub, page("unit_edit", world.lib.hub.pk)
    director, methodist = world.browser("director"), world.browser("methodist")
    mine, theirs = version(director.get(there)), version(methodist.get(there))
    for client, told in ((methodist, theirs), (director, mine)):
        assert client.post(there, particulars(hub, version=told, contact="@hub")).status_code == 302


def test_a_form_without_its_state_is_taken_as_made_just_now(world):
    there = page("unit_edit", world.lib.hub.pk)
    answers = [
        world.browser("director").post(there, particulars(world.lib.hub, contact="@x", version=told)) for told in ("", "abc")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_record(world):
    record = world.lib.record("Тигролови")
    there, sent = page("record_edit", record.pk), {"title": "Тигролови", "language": "ukr", "material": "book"}
    cataloguer, director = world.browser("cataloguer"), world.browser("director")
    mine, theirs = version(cataloguer.get(there)), version(director.get(there))
    assert director.post(there, form(**{**sent, "title": "Тигролови : роман"}, version=theirs)).status_code == 302
    response = cataloguer.post(there, form(**{**sent, "title": "Тигролови: роман"}, version=mine))
    assert (response.status_code, Record.objects.get().title) == (409, "Тигролови : роман")
    assert [one.name for one in response.context["editing"].differences] == ["title"]


def test_the_profile(world):
    there = page("profile_edit", world.lib.root.pk)
    director, methodist = world.browser("director"), world.browser("methodist")
    mine, theirs = version(director.get(there)), version(methodist.get(there))
    assert methodist.post(there, form(about="Один.\r\nДва.", version=theirs)).status_code == 302
    response = director.post(there, form(about="Три.", slogan="Так", version=mine))
    assert (response.status_code, Profile.objects.get().slogan) == (409, "")
    assert [(one.mine, one.theirs) for one in response.context["editing"].differences] == [("Три.", "Один.\nДва.")]


def test_a_right_turned_by_both_is_not_turned_back():
    there = page("roles_cell", "fund.edit", "methodist")
    director = browser_of(person("director", "director", library().root))  # whoever holds the right in the whole installation
    opened = director.get(there)
    holders = opened.context["form"]["holders"].value()
    sent = {"reason": "Каталогізує сам", "holders": holders, "version": version(opened)}
    assert director.post(there, sent).status_code == 302
    response = director.post(there, sent)  # from a second window, made from the same state
    assert (response.status_code, "methodist" in policy.load("roles")["permissions"]["fund.edit"]) == (409, True)
    assert [str(label) for label in response.context["editing"].taken_over] == ["Хто має це право"]


def test_the_plan(world):
    year = timezone.localdate().year
    there = page("indicators_plan", world.lib.root.pk, year)
    director, methodist = world.browser("director"), world.browser("methodist")
    opened = director.get(there)
    codes, mine, theirs = opened.context["form"].codes, version(opened), version(methodist.get(there))
    assert len(mine) == 8 * len(codes)
    assert methodist.post(there, form(issues="1 000", version=theirs)).status_code == 302
    response = director.post(there, form(issues="2 000", version=mine))
    assert (response.status_code, Target.objects.get().value) == (409, 1000)
    assert [(one.name, one.mine) for one in response.context["editing"].differences] == [("issues", "2 000")]
    assert director.post(there, form(issues="2 000", reason="Уточнено", version=version(response))).status_code == 302
    assert Target.objects.get().value == 2000
