"""Signing in: passwords, second factors, limits, sessions, devices, leaving, joining by a link."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.act import Act
from mandrivna.core.actions import invitations
from mandrivna.core.actions import staff as actions
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Invitation, KnownDevice, Staff
from mandrivna.core.outbox.worker import drain
from tests.factories.staff import PASSWORD, act, browser_of, library, person

pytestmark = pytest.mark.django_db
HOME, LOGIN, MFA = "/work/", "/accounts/login/", "/accounts/2fa/"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def guardian(**about) -> Staff:
    _root, hub, _other = library()
    return person("olena", "guardian", hub, **about)


# --- password ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["olena", "OLENA", "olena@example.org", "Olena@Example.ORG"])
def test_name_or_address_in_any_case(login: str) -> None:
    guardian(email="olena@example.org")
    client = Client()
    response = sign_in(client, login)
    assert (response.status_code, response.headers["Location"]) == (302, HOME)
    assert client.get(HOME).status_code == 200


def test_a_new_session_id_at_sign_in() -> None:
    guardian()
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    sign_in(client, "olena")
    assert client.session.session_key != before


def page_text(response) -> str:
    text = re.sub(r'value="[^"]*"', "", response.content.decode())
    return re.sub(r"csrfmiddlewaretoken.*?>", "", text)


def test_an_unknown_name_and_a_wrong_password_look_the_same() -> None:
    guardian(email="olena@example.org")
    answers = [sign_in(Client(), login, "не-той-пароль") for login in ("olena", "nobody")]
    assert {answer.status_code for answer in answers} == {422}
    assert page_text(answers[0]) == page_text(answers[1])
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}) for email in ("olena@example.org", "nobody@example.org")
    ]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}


def test_somebody_switched_off_gets_no_session() -> None:
    olena = guardian()
    Staff.objects.filter(pk=olena.pk).update(is_active=False)
    client = Client()
    sign_in(client, "olena")
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_tries_even_the_right_password_waits() -> None:
    guardian()
    client = Client()
    for _try in range(5):
        assert sign_in(client, "olena", "не-той").status_code == 422
    response = sign_in(client, "olena")
    assert response.status_code == 422
    assert "Занадто багато невдалих спроб" in response.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "olena").status_code == 422


def test_a_failed_sign_in_stands_in_the_audit_without_what_was_typed() -> None:
    """Of a known account which one, of an unknown name only a code: somebody may have typed a password there."""
    olena = guardian(email="olena@example.org")
    client = Client()
    for login in ("olena", "Olena@Example.ORG", "мій-таємний-пароль", "Мій-Таємний-Пароль ", "інше"):
        sign_in(client, login, "не-той-пароль")
    rows = list(AuditEntry.objects.filter(action="core.sign_in.failed").order_by("pk"))
    hub = olena.memberships.get().unit_id
    known = [(row.object_pk, row.unit_id, row.staff_id, row.who, row.after) for row in rows[:2]]
    assert known == [(str(olena.pk), hub, None, "", {"way": "password"})] * 2
    first, same, other = (row.object_pk for row in rows[2:])
    assert (first == same, first == other, len(first), rows[2].unit_id) == (True, False, 32, None)
    assert "таємний" not in repr([row.__dict__ for row in rows]).casefold()


def test_a_refused_code_and_a_refused_proof_stand_there_too() -> None:
    olena = guardian()
    secret = generate_totp_secret()
    TOTP.activate(olena, secret)
    client = Client()
    sign_in(client, "olena")
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    browser_of(olena, second_factor=True).post("/accounts/2fa/reauthenticate/", {"code": "000000"})
    rows = AuditEntry.objects.filter(action="core.sign_in.failed").order_by("pk")
    assert [(row.object_pk, row.staff_id, row.after) for row in rows] == [
        (str(olena.pk), None, {"way": "totp"}),
        (str(olena.pk), olena.pk, {"way": "totp"}),
    ]


def test_a_successful_sign_in_leaves_no_failure() -> None:
    guardian()
    sign_in(Client(), "olena")
    assert AuditEntry.objects.filter(action="core.sign_in.failed").count() == 0


def test_nobody_signs_up() -> None:
    for address in (
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/social/signup/",
        "/accounts/3rdparty/",
        "/accounts/confirm-email/",
    ):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_sent_elsewhere(target: str) -> None:
    guardian()
    response = Client().post(LOGIN, {"login": "olena", "password": PASSWORD, "next": target})
    assert response.headers["Location"] == HOME


def test_a_reset_letter_opens_a_new_password_once(mailoutbox) -> None:
    guardian(email="olena@example.org")
    client = Client()
    client.post("/accounts/password/reset/", {"email": "olena@example.org"})
    (letter,) = mailoutbox
    link = re.search(r"http://testserver(\S+)", letter.body).group(1)
    assert (letter.subject, letter.to) == ("Мандрівна: новий пароль", ["olena@example.org"])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "інший-довгий-пароль"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert Client().get(link, follow=True).context["token_fail"] is True
    assert sign_in(Client(), "olena", new).status_code == 302


def test_a_reset_asked_for_an_unknown_address_sends_nothing() -> None:
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox == []


# --- second factor ----------------------------------------------------------------------------------------------------


def librarian() -> Staff:
    _root, hub, _other = library()
    return person("iryna", "hub_librarian", hub)


def test_who_sees_personal_data_gets_nowhere_without_a_second_factor() -> None:
    librarian()
    client = Client()
    sign_in(client, "iryna")
    for address in (HOME, "/work/staff/", "/accounts/sessions/", "/accounts/password/change/"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, MFA)
    assert "потрібен другий чинник" in client.get(MFA).content.decode()
    assert client.get("/health/").status_code in (200, 503)
    assert client.post("/accounts/language/", {"language": "en"}).status_code == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_who_sees_none_is_not_forced() -> None:
    guardian()
    client = Client()
    sign_in(client, "olena")
    assert client.get(HOME).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_door_at_once_and_is_asked_for_next_time() -> None:
    iryna = librarian()
    client = Client()
    sign_in(client, "iryna")
    page = client.get(f"{MFA}totp/activate/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post(f"{MFA}totp/activate/", {"code": "000000"}).status_code == 422
    assert client.post(f"{MFA}totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert client.get(HOME).status_code == 200
    stored = Authenticator.objects.get(user=iryna, type="totp").data["secret"]
    assert secret not in stored
    again = Client()
    assert sign_in(again, "iryna").headers["Location"] == f"{MFA}authenticate/"
    assert again.get(HOME).status_code == 302
    assert again.get(HOME).headers["Location"].startswith(LOGIN)


def test_a_code_works_once_and_a_recovery_code_works_once() -> None:
    iryna = librarian()
    secret = generate_totp_secret()
    TOTP.activate(iryna, secret)
    recovery = RecoveryCodes.activate(iryna).generate_codes()[0]
    seed = Authenticator.objects.get(user=iryna, type="recovery_codes").data["seed"]
    assert re.fullmatch(r"[0-9a-f]{80}", seed) is None
    code = code_for(secret)
    for used, then in ((code, 422), (recovery, 422)):
        first, second = Client(), Client()
        for client, expected in ((first, 302), (second, then)):
            sign_in(client, "iryna")
            assert client.post(f"{MFA}authenticate/", {"code": used}).status_code == expected
        assert first.get(HOME).status_code == 200


def test_a_session_that_never_passed_the_factor_may_only_prove_it() -> None:
    iryna = librarian()
    TOTP.activate(iryna, generate_totp_secret())
    client = Client()
    client.force_login(iryna, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (HOME, f"{MFA}recovery-codes/", f"{MFA}webauthn/add/", f"{MFA}totp/deactivate/"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, f"{MFA}reauthenticate/")
    assert client.get(f"{MFA}reauthenticate/").status_code == 200


def test_the_demo_waives_it_and_says_so(settings) -> None:
    librarian()
    settings.DEMO = True
    client = Client()
    sign_in(client, "iryna")
    page = client.get(HOME)
    assert page.status_code == 200
    assert "другий чинник входу вимкнено" in page.content.decode()


def test_outside_the_demo_there_is_no_such_banner() -> None:
    assert "другий чинник входу вимкнено" not in Client().get(LOGIN).content.decode()


# --- sessions ---------------------------------------------------------------------------------------------------------


def aged(client: Client, *, since: float, seen: float) -> None:
    session = client.session
    session["gate"] = {"since": time.time() - since, "seen": time.time() - seen}
    session.save()


@pytest.mark.parametrize(
    ("since", "seen", "alive"),
    [(3600, 29 * 60, True), (3600, 31 * 60, False), (11.9 * 3600, 0, True), (12.1 * 3600, 0, False)],
)
def test_half_an_hour_idle_or_twelve_hours_in_all(since: float, seen: float, alive: bool) -> None:
    client = browser_of(guardian(), second_factor=False)
    aged(client, since=since, seen=seen)
    response = client.get(HOME)
    assert response.status_code == (200 if alive else 302)
    assert ("_auth_user_id" in client.session) is alive
    if not alive:
        assert response.headers["Location"] == f"{LOGIN}?next={HOME}"
        assert "минуло забагато часу" in client.get(LOGIN).content.decode()


def test_working_keeps_a_session_alive_but_never_past_twelve_hours() -> None:
    client = browser_of(guardian(), second_factor=False)
    aged(client, since=11 * 3600, seen=20 * 60)
    client.get(HOME)
    kept = client.session["gate"]
    assert time.time() - kept["seen"] < 60
    assert time.time() - kept["since"] > 10.9 * 3600


def test_leaving_staff_lose_every_session_with_the_next_request() -> None:
    root, hub, _other = library()
    boss, olena = person("boss", "director", root), person("olena", "guardian", hub)
    desk, phone = Client(), Client()
    for client in (desk, phone):
        sign_in(client, "olena")
        assert client.get(HOME).status_code == 200
    stolen = phone.session.session_key
    actions.deactivate(act(boss), staff=olena, reason="звільнено")
    for client in (desk, phone):
        assert client.get(HOME).status_code == 302
    assert UserSession.objects.filter(user=olena).count() == 0
    assert phone.session.session_key != stolen
    assert sign_in(Client(), "olena").headers.get("Location") != HOME


def test_ending_sessions_kills_copies_of_the_session_too() -> None:
    """The row is gone and the salt has turned: a session restored from a copy is dead as well."""
    root, hub, _other = library()
    boss, olena = person("boss", "director", root), person("olena", "guardian", hub)
    client = Client()
    sign_in(client, "olena")
    copy = dict(client.session)
    actions.end_sessions(act(boss), staff=olena)
    session = client.session
    session.update(copy)
    session.save()
    assert client.get(HOME).status_code == 302
    assert sign_in(Client(), "olena").status_code == 302


def test_a_person_sees_their_sessions_and_ends_the_others() -> None:
    guardian()
    here, there = Client(HTTP_USER_AGENT="Firefox тут"), Client(HTTP_USER_AGENT="Chrome там")
    for client in (here, there):
        sign_in(client, "olena")
    text = here.get("/accounts/sessions/").content.decode()
    assert ("Firefox тут" in text, "Chrome там" in text, "цей сеанс" in text) == (True, True, True)
    assert here.post("/accounts/sessions/").status_code == 302
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)


def test_signing_out_kills_the_session_on_the_server() -> None:
    guardian()
    client = Client()
    sign_in(client, "olena")
    cookie = client.cookies["mandrivna_session"].value
    client.post("/accounts/logout/")
    old = Client()
    old.cookies["mandrivna_session"] = cookie
    assert old.get(HOME).status_code == 302


# --- devices ----------------------------------------------------------------------------------------------------------


def letters() -> int:
    return DBTaskResult.objects.filter(task_path__endswith="notify.deliver").count()


def test_a_new_device_is_told_once_and_then_known() -> None:
    olena = guardian(email="olena@example.org")
    client = Client(HTTP_USER_AGENT="Firefox")
    sign_in(client, "olena")
    assert "перший вхід із цього пристрою" in client.get(HOME).content.decode()
    assert letters() == 1
    client.post("/accounts/logout/")
    sign_in(client, "olena")
    assert "перший вхід із цього пристрою" not in client.get(HOME).content.decode()
    assert letters() == 1
    device = KnownDevice.objects.get(staff=olena)
    token = client.cookies["mandrivna_device"].value
    assert (device.agent, device.device_hash in token) == ("Firefox", False)
    sign_in(Client(), "olena")
    assert (KnownDevice.objects.filter(staff=olena).count(), letters()) == (2, 2)


def test_who_has_no_address_gets_the_notice_on_the_screen_and_no_letter_is_parked() -> None:
    guardian()
    client = Client()
    sign_in(client, "olena")
    assert "перший вхід із цього пристрою" in client.get(HOME).content.decode()
    assert letters() == 0


def test_who_answers_for_the_account_is_told_of_its_new_device() -> None:
    """Directors and technicians of the unit and above it; not of another hub, not who has left, not the person twice."""
    root, hub, other = library()
    told = [person("boss", "director", root, email="boss@example.org"), person("tech", "technician", hub, email="tech@example.org")]
    person("far", "technician", other, email="far@example.org")
    person("paper", "director", root)
    actions.deactivate(Act(actor=SYSTEM), staff=person("gone", "director", root, email="gone@example.org"), reason="звільнення")
    person("olena", "guardian", hub, email="olena@example.org")
    sign_in(Client(), "olena")
    rows = DBTaskResult.objects.filter(task_path__endswith="notify.deliver")
    own = Staff.objects.get(username="olena").pk
    assert sorted(row.args_kwargs["kwargs"]["staff"] for row in rows) == sorted([own, *(staff.pk for staff in told)])
    drain()
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert ("«Особа olena»" in letters["boss@example.org"], "До вашого" in letters["olena@example.org"]) == (True, True)


def test_a_forged_device_cookie_is_a_new_device() -> None:
    olena = guardian()
    client = Client()
    client.cookies["mandrivna_device"] = "forged:value:here"
    sign_in(client, "olena")
    assert "forged" not in client.cookies["mandrivna_device"].value
    assert KnownDevice.objects.filter(staff=olena).count() == 1


# --- joining by a link ------------------------------------------------------------------------------------------------


def invited(role: str = "guardian") -> str:
    root, hub, _other = library()
    _made, token = invitations.invite(
        act(person("boss", "director", root)), unit=hub, role=role, name="Нова Людина", email="nova@example.org"
    )
    return reverse("workspace:join_look", args=[token])


ANSWERS = {"username": "nova", "password": PASSWORD, "again": PASSWORD}
JOIN = "/work/join/"


def test_from_a_link_to_work() -> None:
    link, client = invited(), Client()
    assert "Почати" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == JOIN
    assert client.get(link).headers["Location"] == JOIN
    assert client.get(JOIN).status_code == 200
    assert client.post(JOIN, ANSWERS).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert client.get(JOIN).status_code == 410


def test_who_will_see_personal_data_sets_up_the_factor_next() -> None:
    link, client = invited("hub_librarian"), Client()
    client.post(link)
    client.post(JOIN, ANSWERS)
    assert client.get(HOME).headers["Location"] == MFA
    assert client.get(f"{MFA}totp/activate/").status_code == 200


def test_a_mail_scanner_uses_nothing_up() -> None:
    link = invited()
    for _time in range(3):
        assert Client().get(link).status_code == 200
    assert Client().head(link).status_code in (200, 405)
    assert Invitation.objects.get().opened_at is None


def refusal(response) -> tuple[int, bool]:
    return response.status_code, "Це посилання не діє" in response.content.decode()


def test_wrong_late_used_and_foreign_links_get_the_same_page() -> None:
    link, client = invited(), Client()
    assert refusal(client.get(link[:-3] + "xx/")) == (404, True)
    assert refusal(client.get(JOIN)) == (410, True)
    client.post(link)
    stranger = Client()
    assert refusal(stranger.get(link)) == (410, True)
    assert refusal(stranger.post(link)) == (410, True)
    assert refusal(stranger.post(JOIN, ANSWERS)) == (410, True)
    Invitation.objects.update(opened_at=timezone.now() - dt.timedelta(minutes=10, seconds=1))
    assert refusal(client.get(JOIN)) == (410, True)
    assert refusal(client.post(JOIN, ANSWERS)) == (410, True)
    assert Staff.objects.filter(username="nova").count() == 0


def test_a_used_link_is_over_for_its_own_browser_too() -> None:
    link, client = invited(), Client()
    client.post(link)
    client.post(JOIN, ANSWERS)
    assert refusal(client.get(link)) == (410, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "Оля"}, "username"),
        ({"username": "boss"}, "username"),
        ({"again": "інше"}, "again"),
        ({"password": "коротке", "again": "коротке"}, "password"),
        ({"password": "nova@example.org", "again": "nova@example.org"}, "password"),
        ({"password": "passwordpassword123"[:8], "again": "password"}, "password"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_the_link_lives(wrong: dict, field: str) -> None:
    link, client = invited(), Client()
    client.post(link)
    response = client.post(JOIN, {**ANSWERS, **wrong})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert client.post(JOIN, ANSWERS).status_code == 302


def test_guessing_links_is_slowed() -> None:
    link = invited()
    statuses = [Client().get(link[:-3] + f"{n:02}/").status_code for n in range(31)]
    assert (statuses[0], statuses[-1]) == (404, 429)
