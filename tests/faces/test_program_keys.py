"""The pages «Ключі програм»: a secret shown once and never again, who may give what where, and an end to it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.staff import grant_role
from mandrivna.core.actions.tokens import issue_token, revoke_token
from mandrivna.core.actions.units import close_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import ApiToken
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import act, browser_of

pytestmark = pytest.mark.django_db
LIST, NEW = "workspace:tokens", "workspace:token_new"


@pytest.fixture
def world() -> World:
    return World()


def issued(world: World, name: str = "Термінал", unit=None, who: str = "director") -> tuple[ApiToken, str]:
    return issue_token(
        act(world.staff[who]), unit=unit or world.lib.hub, name=name, permissions=["lending.issue", "lending.return"], days=9
    )


def wanted(unit, **other):
    """What the form sends."""
    return form(**{"name": "Щоденник школи", "unit": unit, "permissions": ["lending.issue"], "days": 30, **other})


def secret_of(response) -> str:
    return re.search(r'id="secret"[^>]*>(mandrivna_[0-9a-f]{56})<', response.content.decode())[1]


def test_a_secret_is_shown_once_and_never_again(world):
    director, sent = world.browser("director"), wanted(world.lib.hub)
    assert "Жодна програма не має ключа" in text_of(director.get(reverse(LIST)))
    shown = director.post(reverse(NEW), sent)
    token, secret = ApiToken.objects.get(), secret_of(shown)
    assert (shown.status_code, token.permissions, token.unit, token.issued_by) == (
        201,
        ["lending.issue"],
        world.lib.hub,
        world.staff["director"],
    )
    assert "no-store" in shown.headers["Cache-Control"]
    key = Client().get("/api/v1/key", headers={"Authorization": f"Bearer {secret}"}).json()
    assert (key["name"], key["may"], key["unit"]) == ("Щоденник школи", ["lending.issue"], world.lib.hub.pk)
    again = director.post(reverse(NEW), sent)
    assert ("надіслано двічі" in text_of(again), ApiToken.objects.count()) == (True, 1)
    later = [again, director.get(reverse(LIST)), director.get(reverse(NEW))]
    assert [page.status_code for page in later if secret[10:30] in page.content.decode()] == []


def test_a_revoked_key_opens_nothing_and_says_so_in_the_list(world):
    director, (token, secret) = world.browser("director"), issued(world)
    for _twice in range(2):
        page = director.post(reverse("workspace:token_revoke", args=[token.pk]), form(), follow=True)
        assert "Ключ відкликано: Термінал" in page.content.decode()
    assert "відкликано" in text_of(page) and reverse("workspace:token_revoke", args=[token.pk]) not in page.content.decode()
    assert Client().get("/api/v1/key", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_the_list_says_which_keys_open_nothing_any_more_and_asks_the_same_of_three(world):
    director, lib = world.browser("director"), world.lib
    issued(world, "Живий")
    asked = [queries(director, reverse(LIST))]
    late, _secret = issued(world, "Давній")
    ApiToken.objects.filter(pk=late.pk).update(expires_at=timezone.now() - dt.timedelta(days=1))
    issued(world, "Закритий", unit=lib.other_shelf)
    close_unit(lib.act(), unit=lib.other_shelf)
    asked.append(queries(director, reverse(LIST)))
    page = director.get(reverse(LIST))
    said = {name: text_of(page).partition(name)[2][:180] for name in ("Живий", "Давній", "Закритий")}
    assert ("діє" in said["Живий"], "строк минув" in said["Давній"], "підрозділ закрито" in said["Закритий"]) == (True,) * 3
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize(
    ("about", "field", "said"),
    [
        ({"days": 0}, "days", "Ключ може діяти від 1 до 366 днів."),
        ({"days": -3}, "days", "Ключ може діяти від 1 до 366 днів."),
        ({"days": "завтра"}, "days", "Ключ може діяти від 1 до 366 днів."),
        ({"days": 367}, "days", "Ключ може діяти від 1 до 366 днів."),
        ({"permissions": []}, "permissions", "Позначте хоча б одне право."),
        ({"permissions": ["core.staff.edit"]}, "permissions", "core.staff.edit"),
        ({"name": " "}, "name", ""),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(world, about, field, said):
    page = world.browser("director").post(reverse(NEW), wanted(world.lib.hub, **about))
    content = page.content.decode()
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    assert said in content
    assert f'aria-describedby="id_{field}' in content or field == "permissions"
    assert field == "name" or 'value="Щоденник школи"' in content


def test_nobody_gives_a_right_that_is_not_theirs_or_a_key_where_they_have_no_say(world):
    """A technician issues keys everywhere here and lends nowhere; with the other hub's desk as well, only there."""
    technician, lib = world.browser("technician"), world.lib
    assert "серед ваших немає жодного" in text_of(technician.get(reverse(NEW)))
    assert technician.post(reverse(NEW), wanted(lib.hub)).status_code == 422
    grant_role(Act(actor=SYSTEM), staff=world.staff["technician"], unit=lib.other_hub, role="hub_librarian")
    technician = browser_of(world.staff["technician"])
    refused = technician.post(reverse(NEW), wanted(lib.hub))
    assert (refused.status_code, "лише права, які в цьому підрозділі маєте ви самі" in text_of(refused)) == (422, True)
    assert technician.post(reverse(NEW), wanted(world.far_hub)).status_code == 422
    assert ApiToken.objects.count() == 0
    assert technician.post(reverse(NEW), wanted(lib.other_hub)).status_code == 201


def test_keys_of_another_institution_are_not_there_and_whoever_lends_has_no_say(world):
    token, secret = issued(world, "Чужий", unit=world.far_hub, who="stranger")
    director = world.browser("director")
    assert "Чужий" not in director.get(reverse(LIST)).content.decode()
    assert director.post(reverse("workspace:token_revoke", args=[token.pk]), form()).status_code == 404
    assert Client().get("/api/v1/key", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    owner, own = world.browser("owner"), issued(world)[0]
    assert [owner.get(reverse(name)).status_code for name in (LIST, NEW)] == [403, 403]
    assert owner.post(reverse("workspace:token_revoke", args=[own.pk]), form()).status_code == 403
    revoke_token(act(world.staff["director"]), token=own)


def test_a_key_is_given_and_taken_only_after_a_fresh_proof(world):
    token, _secret = issued(world)
    stale = browser_of(world.staff["director"], proved=301)
    answers = [
        stale.post(reverse(NEW), wanted(world.lib.hub)),
        stale.post(reverse("workspace:token_revoke", args=[token.pk]), form()),
    ]
    assert [(one.status_code, "reauthenticate" in one.content.decode()) for one in answers] == [(403, True)] * 2
    assert (ApiToken.objects.count(), ApiToken.objects.filter(revoked_at=None).count()) == (1, 1)
