"""Nothing typed is lost: after an expired session, a stale token or a missing proof the form comes back filled in."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core import drafts
from mandrivna.core.models import Draft, Unit
from mandrivna.faces.workspace.refill import refilled
from tests.faces.screens import World, form, text_of
from tests.factories.staff import browser_of

pytestmark = pytest.mark.django_db
COOKIE = "mandrivna_draft"
TOLD = "Ми зберегли те, що ви набрали"


@pytest.fixture
def world():
    return World()


def filled(client, url, **changed):
    """The form as the page gives it, with a few fields typed over: what a browser would send."""
    page = client.get(url).content.decode()
    main = page[page.index("<main") :]
    sent = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', main))
    return {**sent, "visits_from": "acts", **{name: getattr(value, "pk", value) for name, value in changed.items()}}


def sign_in_again(client, staff):
    """In the same browser: its other cookies stay."""
    client.cookies[settings.SESSION_COOKIE_NAME] = browser_of(staff).cookies[settings.SESSION_COOKIE_NAME].value


def edit_of(world):
    return reverse("workspace:unit_edit", args=[world.lib.hub.pk])


def interrupted(world, who="director", **typed):
    """A form filled in, and the session gone before it is sent."""
    client, there = world.browser(who), edit_of(world)
    sent = filled(client, there, **{"name": "Хаб «Затишок» & сад", "opening_hours": "пн 9–17\r\nвт <10–18>", **typed})
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client, there, sent, client.post(there, sent)


def test_after_an_expired_session_the_form_comes_back_filled_in_and_it_is_said(world):
    client, there, sent, answer = interrupted(world)
    assert answer.headers["Location"] == f"/accounts/login/?next={there}"
    assert TOLD in client.get(answer.headers["Location"]).content.decode()
    sign_in_again(client, world.staff["director"])
    page = client.get(there)
    html = page.content.decode()
    assert TOLD in text_of(page)
    assert 'value="Хаб «Затишок» &amp; сад"' in html
    assert "пн 9–17\nвт &lt;10–18&gt;</textarea>" in html.replace("\r\n", "\n")
    assert f'name="uid" value="{sent["uid"]}"' in html
    assert (Draft.objects.count(), Unit.objects.get(pk=world.lib.hub.pk).name) == (0, "Хаб 1")
    assert client.post(there, {**sent, "made_for": ""}).status_code == 302
    assert Unit.objects.get(pk=world.lib.hub.pk).name == "Хаб «Затишок» & сад"
    assert TOLD not in text_of(client.get(there))


def test_after_too_long_a_pause_as_well(world):
    client, there = world.browser("director"), edit_of(world)
    sent = filled(client, there, name="Після перерви")
    session = client.session
    session["gate"] = {"since": 0, "seen": 0}
    session.save()
    answer = client.post(there, sent)
    assert answer.headers["Location"] == f"/accounts/login/?next={there}"
    sign_in_again(client, world.staff["director"])
    assert 'value="Після перерви"' in client.get(there).content.decode()


def test_after_a_missing_proof(world):
    client = browser_of(world.staff["director"], proved=600)
    there = reverse("workspace:start_staff")
    sent = filled(client, reverse("workspace:start_step", args=["staff"]), name="Олена Вигадана", role="guardian")
    refused = client.post(there, sent)
    assert (refused.status_code, "Набране збережено" in text_of(refused)) == (403, True)
    session = client.session
    session["account_authentication_methods"] = browser_of(world.staff["director"]).session["account_authentication_methods"]
    session.save()
    page = client.get(there, follow=True)
    html = page.content.decode()
    assert TOLD in text_of(page)
    assert 'value="Олена Вигадана"' in html
    assert re.search(r'<option value="guardian" selected>', html)


def test_after_a_stale_token(world):
    client, there = Client(enforce_csrf_checks=True), edit_of(world)
    sign_in_again(client, world.staff["director"])
    sent = filled(client, there, name="Зі старого вікна")
    refused = client.post(there, {**sent, "csrfmiddlewaretoken": "x" * 64})
    assert (refused.status_code, f'href="{there}"' in refused.content.decode()) == (403, True)
    assert "набране збережено" in text_of(refused)
    page = client.get(there).content.decode()
    assert 'value="Зі старого вікна"' in page
    assert f'name="csrfmiddlewaretoken" value="{"x" * 64}"' not in page


def test_only_the_same_person_gets_it_back(world):
    client, there, _sent, _answer = interrupted(world)
    sign_in_again(client, world.staff["methodist"])
    page = client.get(there)
    assert ("Перевірте й надішліть" in text_of(page), "Затишок" in page.content.decode()) == (False, False)
    assert "Тут нічого не чекає" in text_of(client.get("/work/draft/"))
    assert Draft.objects.count() == 1


def test_only_in_the_same_browser(world):
    _client, there, _sent, _answer = interrupted(world)
    assert "Затишок" not in world.browser("director").get(there).content.decode()


def test_only_within_a_day(world):
    client, there, _sent, _answer = interrupted(world)
    Draft.objects.update(made_at=timezone.now() - drafts.LIFE - dt.timedelta(minutes=1))
    sign_in_again(client, world.staff["director"])
    assert "Затишок" not in client.get(there).content.decode()


@pytest.mark.parametrize("stamp", ["", "1", "1:2:3", None])
def test_a_stranger_plants_nothing(world, stamp):
    """Without our own stamp nothing is kept: another site cannot put words into anybody's form, nor fill our table."""
    sent = form(name="Підкинуте", **({} if stamp is None else {"made_for": stamp}))
    answer = Client().post(edit_of(world), sent)
    assert (answer.status_code, Draft.objects.count(), COOKIE in answer.cookies) == (302, 0, False)


def test_an_old_stamp_and_that_of_somebody_who_left_keep_nothing(world, monkeypatch):
    old = drafts.stamp(world.staff["director"].pk)
    monkeypatch.setattr(drafts, "LIFE", dt.timedelta(seconds=-1))
    Client().post(edit_of(world), form(name="Старе", made_for=old))
    monkeypatch.undo()
    type(world.staff["owner"]).objects.filter(pk=world.staff["owner"].pk).update(is_active=False)
    Client().post(edit_of(world), form(name="Чуже", made_for=drafts.stamp(world.staff["owner"].pk)))
    assert Draft.objects.count() == 0


def test_it_lies_encrypted_and_without_passwords_codes_and_files(world):
    _client, _there, _sent, _answer = interrupted(
        world, password="канарка-пароль", new_password2="x", pin="1234", reader_pin="1", otp_code="9", csrf_x="y", contact="канарка"
    )
    names = {name for name, _values in Draft.objects.get().content["fields"]}
    assert (
        names & {"password", "new_password2", "pin", "reader_pin", "otp_code", "csrf_x", "csrfmiddlewaretoken", "made_for"} == set()
    )
    assert {"contact", "name"} <= names
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_draft")
        raw = bytes(cursor.fetchone()[0])
    assert "канарка".encode() not in raw


def test_too_much_is_not_kept_and_nobody_has_more_than_five(world):
    interrupted(world, contact="ж" * 70_000)
    assert Draft.objects.count() == 0
    for number in range(7):
        interrupted(world, contact=str(number))
    kept = {dict(row.content["fields"])["contact"][0] for row in Draft.objects.all()}
    assert kept == {"2", "3", "4", "5", "6"}


def test_a_form_nobody_typed_into_is_not_kept(world):
    Client().post(edit_of(world), {**form(), "made_for": drafts.stamp(world.staff["director"].pk)})
    assert Draft.objects.count() == 0


def test_words_whose_form_is_gone_are_shown_as_words(world):
    client, there, _sent, _answer = interrupted(world)
    Unit.objects.filter(pk=world.lib.hub.pk).update(path="777.")
    sign_in_again(client, world.staff["director"])
    assert client.get(there).headers["Location"] == "/work/draft/"
    page = client.get("/work/draft/")
    assert "Хаб «Затишок» &amp; сад" in page.content.decode()
    assert client.post("/work/draft/").headers["Location"] == "/work/"
    assert Draft.objects.count() == 0


def test_a_form_that_is_only_posted_comes_back_on_its_page(world):
    client = world.browser("owner", place=world.lib.shelf)
    shelf = reverse("workspace:shelf", args=[world.lib.shelf.pk])
    there = reverse("workspace:shelf_visits", args=[world.lib.shelf.pk])
    stamp = drafts.stamp(world.staff["owner"].pk)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    answer = client.post(
        there, form(number="17", on="2026-01-12", made_for=stamp), headers={"referer": f"http://testserver{shelf}"}
    )
    assert answer.headers["Location"] == f"/accounts/login/?next={shelf}"


def test_every_form_of_the_workspace_says_for_whom_it_was_made(world):
    page = world.browser("director").get(edit_of(world)).content.decode()
    stamps = re.findall(r'name="made_for" value="([^"]+)"', page)
    assert len(stamps) == page.count('name="csrfmiddlewaretoken"')
    assert {stamp.partition(":")[0] for stamp in stamps} == {str(world.staff["director"].pk)}
    assert "made_for" not in Client().get("/accounts/login/").content.decode()


# --- filling in ---

PAGE = """<form method="get"><input name="q"></form>
<form method="post" action="/else/"><input name="a" value="чуже"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="new">
<input name="a" value="old"><input name="p" type="password">
<input type="checkbox" name="t" checked><input type="checkbox" name="m" value="1" checked><input type="checkbox" name="m" value="2">
<select name="s"><option value="">-</option><option value="x" selected>X</option><option value="y">Y</option></select>
<textarea name="w">old
</textarea><input type="submit" name="a"></form><p>далі</p>"""


def test_every_kind_of_control_is_filled_in_and_nothing_else_changes():
    told = {"a": '"нове" <b>', "m": "2", "s": "y", "w": "рядок\n</textarea><script>", "p": "тайна", "csrfmiddlewaretoken": "old"}
    fields = [[name, [value]] for name, value in told.items()]
    page = refilled(PAGE, "/here/", "/here/", fields)
    assert (
        page
        == """<form method="get"><input name="q"></form>
<form method="post" action="/else/"><input name="a" value="чуже"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="new">
<input name="a" value="&quot;нове&quot; &lt;b&gt;"><input name="p" type="password">
<input type="checkbox" name="t"><input type="checkbox" name="m" value="1"><input type="checkbox" name="m" value="2" checked>
<select name="s"><option value="">-</option><option value="x">X</option><option value="y" selected>Y</option></select>
<textarea name="w">
рядок
&lt;/textarea&gt;&lt;script&gt;</textarea><input type="submit" name="a"></form><p>далі</p>"""
    )


@pytest.mark.parametrize(("path", "fields"), [("/other/", [["a", ["x"]]]), ("/here/", [["zzz", ["x"]]]), ("/here/", [])])
def test_a_form_that_does_not_stand_there_is_not_guessed(path, fields):
    assert refilled(PAGE, "/here/", path, fields) is None


MARKED = {
    "workspace/profile/edit.html",
    "workspace/profile/rules.html",
    "workspace/profile/consent.html",
    "workspace/units/form.html",
    "workspace/policies/edit.html",
    "workspace/catalogue/record_form.html",
    "workspace/catalogue/marc.html",
    "workspace/catalogue/heading_form.html",
    "workspace/catalogue/collection_form.html",
    "workspace/catalogue/resource_form.html",
    "workspace/state_forms/fill.html",
    "workspace/reports/write.html",
}


def test_the_browser_keeps_only_forms_somebody_reviewed_as_free_of_readers():
    faces = settings.PACKAGE / "faces"
    marked = {str(path).rpartition("templates/")[2] for path in faces.rglob("*.html") if "data-draft" in path.read_text()}
    assert marked == MARKED


def test_the_script_for_it_is_small():
    script = (settings.PACKAGE / "faces/look/js/20-drafts.js").read_bytes()
    assert len(gzip.compress(script)) <= 1536
