"""The screens of staff and roles: who sees whom, what is refused and how it is said."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.actions import invitations
from mandrivna.core.actions import staff as actions
from mandrivna.core.models import Invitation, Membership, PolicyEdit, Staff, Unit
from mandrivna.faces.workspace.templatetags.operations import device
from tests.factories.staff import act, browser_of, library, person, role_of

pytestmark = pytest.mark.django_db
STALE = 301.0


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def cast() -> tuple[Unit, Unit, Unit, Staff, Staff, Staff]:
    root, hub, other = library()
    return root, hub, other, person("boss", "director", root), person("maria", "guardian", hub), person("petro", "guardian", other)


def names_on(response) -> list[str]:
    return [line.row.username for line in response.context["table"].lines]


# --- list -------------------------------------------------------------------------------------------------------------


def test_everybody_sees_only_people_of_their_own_units() -> None:
    _root, hub, _other, boss, _maria, _petro = cast()
    local = person("local", "director", hub)
    assert names_on(browser_of(boss).get("/work/staff/")) == ["boss", "local", "maria", "petro"]
    assert names_on(browser_of(local).get("/work/staff/")) == ["local", "maria"]


def test_a_unit_filters_with_everything_below_it_and_a_foreign_unit_is_absent() -> None:
    _root, hub, other, boss, *_rest = cast()
    local = person("local", "director", hub)
    assert names_on(browser_of(boss).get(f"/work/staff/?unit={hub.pk}")) == ["local", "maria"]
    statuses = [browser_of(local).get(f"/work/staff/?unit={unit}").status_code for unit in (other.pk, 999999, "x", "1e3", "9" * 30)]
    assert statuses == [404, 404, 404, 404, 404]


def test_people_who_left_are_shown_only_when_asked_for() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    actions.deactivate(act(boss), staff=maria, reason="звільнено")
    client = browser_of(boss)
    assert names_on(client.get("/work/staff/")) == ["boss", "petro"]
    assert names_on(client.get("/work/staff/?left=1")) == ["boss", "maria", "petro"]


def test_the_list_asks_the_same_for_one_and_for_three() -> None:
    root, _hub, _other = library()
    boss = person("boss", "director", root)
    client = browser_of(boss)
    client.get("/work/staff/")
    counts = []
    for extra in ((), ("anna", "bohdan")):
        for username in extra:
            person(username, "guardian", root)
        with CaptureQueriesContext(connection) as asked:
            assert len(names_on(client.get("/work/staff/"))) == 1 + len(extra)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("auditor", 200), ("technician", 200), ("guardian", 403), ("cataloguer", 403)]
)
def test_who_may_open_the_list(role: str, status: int) -> None:
    root, _hub, _other = library()
    assert browser_of(person("someone", role, root)).get("/work/staff/").status_code == status


def test_a_stranger_is_sent_to_sign_in() -> None:
    response = Client().get("/work/staff/?left=1")
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/work/staff/%3Fleft%3D1")


def test_pages_of_staff_are_not_kept_by_browsers() -> None:
    _root, _hub, _other, boss, *_rest = cast()
    assert "no-store" in browser_of(boss).get("/work/staff/").headers["Cache-Control"]


def test_the_list_is_filtered_by_name_and_role_and_taken_as_a_file() -> None:
    root, _hub, _other, boss, *_rest = cast()
    person("taras", "cataloguer", root)
    client = browser_of(boss)
    for asked, found in (({"q": "ОСОБА taras"}, ["taras"]), ({"role": "guardian"}, ["maria", "petro"]), ({"q": "немає"}, [])):
        assert names_on(client.get("/work/staff/", asked)) == found
    told = b"".join(client.get("/work/staff/", {"role": "cataloguer", "export": "csv"}).streaming_content).decode()
    assert told.splitlines()[1] == "Особа taras;taras;Каталогізатор, Наукова бібліотека;працює"
    assert client.get("/work/staff/", {"role": "цар"}).status_code == 422


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0", "Firefox, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, said: str) -> None:
    assert device(agent) == said


# --- a person ---------------------------------------------------------------------------------------------------------


def test_a_person_of_another_hub_is_absent() -> None:
    _root, hub, _other, _boss, maria, petro = cast()
    client = browser_of(person("local", "director", hub))
    assert [client.get(f"/work/staff/{pk}/").status_code for pk in (maria.pk, petro.pk, 999999)] == [200, 404, 404]
    for tail in ("roles/add/", "deactivate/", "reactivate/", "sessions/end/", f"roles/{role_of(petro).pk}/end/"):
        assert client.post(f"/work/staff/{petro.pk}/{tail}", {"reason": "так"}).status_code == 404
    assert client.post(f"/work/staff/{maria.pk}/roles/{role_of(petro).pk}/end/", {"reason": "так"}).status_code == 404
    assert Staff.objects.filter(is_active=True).count() == 4


def test_a_role_is_given_and_taken_on_the_screen() -> None:
    _root, _hub, other, boss, maria, _petro = cast()
    client = browser_of(boss)
    assert client.post(f"/work/staff/{maria.pk}/roles/add/", {"unit": other.pk, "role": "cataloguer"}).status_code == 302
    given = Membership.objects.get(staff=maria, role="cataloguer")
    assert client.post(f"/work/staff/{maria.pk}/roles/{given.pk}/end/", {"reason": ""}).status_code == 422
    assert client.post(f"/work/staff/{maria.pk}/roles/{given.pk}/end/", {"reason": "досить"}).status_code == 302
    given.refresh_from_db()
    assert given.until is not None


def test_a_unit_or_role_beyond_ones_own_is_not_even_a_choice() -> None:
    _root, hub, other, _boss, maria, _petro = cast()
    client = browser_of(person("local", "director", hub))
    for data, field in (
        ({"unit": other.pk, "role": "guardian"}, "unit"),
        ({"unit": hub.pk, "role": "tsar"}, "role"),
        ({"unit": "", "role": ""}, "unit"),
    ):
        response = client.post(f"/work/staff/{maria.pk}/roles/add/", data)
        assert response.status_code == 422
        assert field in response.context["role_form"].errors
        assert f'id="role_{field}_error"' in response.content.decode()


def test_the_last_director_is_kept_and_the_page_says_why() -> None:
    _root, _hub, _other, boss, *_rest = cast()
    response = browser_of(boss).post(f"/work/staff/{boss.pk}/roles/{role_of(boss).pk}/end/", {"reason": "утома"})
    assert response.status_code == 422
    assert "Це останній директор" in response.content.decode()


def test_leaving_and_coming_back_on_the_screen() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss)
    assert client.post(f"/work/staff/{maria.pk}/deactivate/", {"reason": "звільнено"}).status_code == 302
    assert Staff.objects.get(pk=maria.pk).is_active is False
    assert client.post(f"/work/staff/{maria.pk}/reactivate/").status_code == 302
    assert Staff.objects.get(pk=maria.pk).is_active is True
    assert client.post(f"/work/staff/{maria.pk}/sessions/end/").status_code == 302


@pytest.mark.parametrize("tail", ["roles/add/", "roles/1/end/", "deactivate/", "reactivate/", "sessions/end/"])
def test_changes_are_never_made_by_get(tail: str) -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    assert browser_of(boss).get(f"/work/staff/{maria.pk}/{tail}").status_code == 405


def test_a_form_without_its_token_is_refused() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss)
    client.handler.enforce_csrf_checks = True
    response = client.post(f"/work/staff/{maria.pk}/deactivate/", {"reason": "чужий сайт"})
    assert (response.status_code, Staff.objects.get(pk=maria.pk).is_active) == (403, True)
    assert "Форма застаріла" in response.content.decode()


# --- step-up ----------------------------------------------------------------------------------------------------------


def stepped(client: Client, maria: Staff) -> list[int]:
    person_url = f"/work/staff/{maria.pk}"
    return [
        client.post(f"{person_url}/roles/add/", {"unit": 1, "role": "guardian"}).status_code,
        client.post(f"{person_url}/roles/{role_of(maria).pk}/end/", {"reason": "так"}).status_code,
        client.post(f"{person_url}/deactivate/", {"reason": "так"}).status_code,
        client.post("/work/staff/invite/", {"name": "Хтось"}).status_code,
        client.post("/work/roles/fund.view/guardian/", {"reason": "так"}).status_code,
    ]


def test_roles_invitations_and_rules_change_only_after_a_fresh_proof() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    before = (Membership.objects.count(), Invitation.objects.count(), PolicyEdit.objects.count())
    assert stepped(browser_of(boss, proved=STALE), maria) == [403] * 5
    assert stepped(browser_of(boss, proved=None), maria) == [403] * 5
    assert (Membership.objects.count(), Invitation.objects.count(), PolicyEdit.objects.count()) == before
    assert Staff.objects.get(pk=maria.pk).is_active is True


def test_a_page_is_shown_after_the_proof_and_a_change_tells_where_to_prove() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss, proved=STALE)
    page = client.get("/work/staff/invite/")
    assert (page.status_code, page.headers["Location"]) == (302, "/accounts/2fa/reauthenticate/?next=%2Fwork%2Fstaff%2Finvite%2F")
    back = f"http://testserver/work/staff/{maria.pk}/"
    refused = client.post(f"/work/staff/{maria.pk}/deactivate/", {"reason": "так"}, headers={"referer": back}).content.decode()
    assert f"/accounts/2fa/reauthenticate/?next=%2Fwork%2Fstaff%2F{maria.pk}%2F" in refused
    foreign = client.post(
        f"/work/staff/{maria.pk}/deactivate/", {"reason": "так"}, headers={"referer": "https://evil.example/x"}
    ).content.decode()
    assert "evil.example" not in foreign
    assert "Щоб змінювати ролі й доступ, підтвердьте" in client.get(f"/work/staff/{maria.pk}/").content.decode()


def test_a_password_alone_is_no_fresh_proof_for_who_has_a_second_factor() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss, proved=STALE)
    client.post("/accounts/reauthenticate/", {"password": "сонце-мандри-яблуко"})
    assert client.post(f"/work/staff/{maria.pk}/deactivate/", {"reason": "так"}).status_code == 403


# --- invitations ------------------------------------------------------------------------------------------------------


def test_an_invitation_shows_its_link_once() -> None:
    _root, hub, _other, boss, *_rest = cast()
    client = browser_of(boss)
    response = client.post("/work/staff/invite/", {"name": "Нова", "email": "", "unit": hub.pk, "role": "guardian", "days": 7})
    assert response.status_code == 201
    link = response.context["link"]
    assert link.startswith("http://testserver/work/join/")
    assert Client().get(link).status_code == 200
    listing = client.get("/work/staff/").content.decode()
    assert ("Нова" in listing, link in listing) == (True, False)


def test_a_wrong_invitation_says_what_is_wrong_beside_the_field() -> None:
    _root, hub, _other, boss, *_rest = cast()
    client = browser_of(boss)
    for wrong, field in (
        ({"name": ""}, "name"),
        ({"email": "не пошта"}, "email"),
        ({"days": 99}, "days"),
        ({"unit": 999999}, "unit"),
    ):
        data = {"name": "Нова", "email": "", "unit": hub.pk, "role": "guardian", "days": 7, **wrong}
        response = client.post("/work/staff/invite/", data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Invitation.objects.count() == 0


def test_an_invitation_is_revoked_only_by_who_may_and_then_it_is_dead() -> None:
    _root, hub, other, boss, *_rest = cast()
    made, token = invitations.invite(act(boss), unit=hub, role="guardian", name="Нова")
    address = f"/work/staff/invitations/{made.pk}/revoke/"
    assert browser_of(person("local", "director", other)).post(address).status_code == 404
    assert browser_of(boss).post(address).status_code == 302
    assert Client().get(f"/work/join/{token}/").status_code == 410


# --- roles ------------------------------------------------------------------------------------------------------------


def test_one_cell_is_turned_on_and_off_with_a_reason_and_kept_in_history() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss)
    assert client.get("/work/staff/").status_code == 200
    assert browser_of(maria, second_factor=False).get("/work/roles/").status_code == 403
    address = "/work/roles/core.staff.view/guardian/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "опікуни просили"}).status_code == 302
    assert browser_of(maria, second_factor=False).get("/work/roles/").status_code == 200
    assert client.post(address, {"reason": "передумали"}).status_code == 302
    assert next((row.value, row.reason) for row in policy.history("roles")) == (None, "передумали")
    history = client.get("/work/roles/history/").content.decode()
    assert ("опікуни просили" in history, "передумали" in history) == (True, True)


def test_history_and_invitations_ask_the_same_for_one_and_for_three() -> None:
    _root, hub, _other, boss, *_rest = cast()
    client = browser_of(boss)
    counts = []
    for names in (("a",), ("b", "c")):
        for name in names:
            invitations.invite(act(boss), unit=hub, role="guardian", name=name)
            policy.edit(act(boss), policy="roles", key="permissions/fund.view", value=["director"], reason=name)
        client.get("/work/roles/history/")
        with CaptureQueriesContext(connection) as asked:
            rows = len(client.get("/work/roles/history/").context["rows"]), len(client.get("/work/staff/").context["invitations"])
        counts.append((len(asked), rows))
    assert [rows for _asked, rows in counts] == [(1, 1), (3, 3)]
    assert counts[0][0] == counts[1][0]


def test_what_the_policy_forbids_is_refused_on_the_screen() -> None:
    _root, _hub, _other, boss, *_rest = cast()
    client = browser_of(boss)
    refused = client.post("/work/roles/fund.edit/auditor/", {"reason": "хай править"})
    assert (refused.status_code, "Ревізор лише переглядає" in refused.content.decode()) == (422, True)
    assert client.post("/work/roles/core.policy.edit/director/", {"reason": "досить"}).status_code == 422
    for address in ("/work/roles/no.such/director/", "/work/roles/fund.edit/tsar/"):
        assert client.get(address).status_code == 404


def test_a_director_of_one_hub_does_not_rewrite_the_rules_of_all() -> None:
    _root, hub, *_rest = cast()
    client = browser_of(person("local", "director", hub))
    response = client.post("/work/roles/fund.view/guardian/", {"reason": "моє"})
    assert (response.status_code, PolicyEdit.objects.count()) == (403, 0)


# --- the frame --------------------------------------------------------------------------------------------------------


def test_the_menu_shows_only_what_one_may_open() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    shown = [
        [item.url_name for item in browser.get("/work/").context["menu"]]
        for browser in (browser_of(boss), browser_of(maria, second_factor=False))
    ]
    assert ("workspace:staff" in shown[0], "workspace:staff" in shown[1]) == (True, False)


def test_the_language_of_the_screen_is_switched_and_a_foreign_next_is_ignored() -> None:
    client = Client()
    assert 'lang="uk"' in client.get("/accounts/login/").content.decode()
    response = client.post("/accounts/language/", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/en/", "the way home, in the language just chosen"
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


def test_what_a_phone_was_sold_with_is_nobodys_wish() -> None:
    page = Client(headers={"Accept-Language": "en-US,en;q=0.9"}).get("/accounts/login/")
    assert '<html lang="uk">' in page.content.decode()


def test_what_is_not_there_is_said_in_ukrainian() -> None:
    _root, _hub, _other, boss, *_rest = cast()
    response = browser_of(boss).get("/work/no-such-page/")
    assert (response.status_code, "Такої сторінки немає" in response.content.decode()) == (404, True)


def test_no_page_has_inline_code_or_style() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    client = browser_of(boss)
    pages = ["/work/", "/work/staff/", f"/work/staff/{maria.pk}/", "/work/staff/invite/", "/work/roles/", "/work/roles/history/"]
    pages += [
        "/work/roles/fund.view/guardian/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/sessions/",
        "/accounts/password/change/",
    ]
    for address in pages:
        response = client.get(address)
        text = response.content.decode()
        assert (address, response.status_code, " style=" in text, "<style" in text, " onclick=" in text) == (
            address,
            200,
            False,
            False,
            False,
        )
        assert (address, text.count("<h1"), text.count("<main")) == (address, 1, 1)


def test_a_role_given_and_taken_on_one_day_is_told_as_one_day() -> None:
    _root, _hub, _other, boss, maria, _petro = cast()
    today = timezone.localdate()
    Membership.objects.filter(staff=maria).update(since=today, until=today - dt.timedelta(days=1))
    page = browser_of(boss).get(f"/work/staff/{maria.pk}/").content.decode()
    assert ("надано й забрано того самого дня" in page, " до " in page[page.index("того самого дня") :][:40]) == (True, False)
