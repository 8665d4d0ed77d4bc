"""«Заклад»: shown, changed part by part; the logo and the colour reach every page."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mandrivna.core.models import Logo, Profile, UseRules
from tests.faces.screens import World, form, queries, text_of
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def url(name, unit, *more):
    return reverse(f"workspace:{name}", args=[unit.pk, *more])


def upload(data, name="лого.png"):
    return SimpleUploadedFile(name, data)


def test_the_only_institution_is_opened_at_once_and_of_several_one_is_chosen(world):
    client = world.browser("director")
    assert client.get("/work/profile/").headers["Location"] == url("profile_of", world.lib.root)
    assert world.browser("owner").get("/work/profile/").status_code == 403


def test_a_department_has_no_profile(world):
    assert world.browser("director").get(url("profile_of", world.lib.hub)).status_code == 404


def test_particulars_are_written_and_seen(world):
    client = world.browser("director")
    sent = form(public_name="Мандрівні полиці", slogan="Книга їде", about="Один.\r\n\r\nДва.", links="https://example.org/a\r\n",
                email="biblio@example.org", joining="Приходьте.", accessibility="Є пандус.")  # fmt: skip
    assert client.post(url("profile_edit", world.lib.root), sent).headers["Location"] == url("profile_of", world.lib.root)
    response = client.get(url("profile_of", world.lib.root))
    page = text_of(response)
    assert all(words in page for words in ("Мандрівні полиці", "Книга їде", "https://example.org/a", "Приходьте.", "Є пандус."))
    assert "<p>Один.</p>" in response.content.decode()
    assert "гасло: «» → «Книга їде»" in page
    assert client.get(url("profile_edit", world.lib.root)).context["form"].initial["links"] == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"links": "http://example.org"}, "links"), ({"email": "не пошта"}, "email"), ({"slogan": "ж" * 161}, "slogan")],
)
def test_refusals_stand_beside_their_fields(world, sent, field):
    response = world.browser("director").post(url("profile_edit", world.lib.root), form(**sent))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Profile.objects.exists()


def test_a_logo_is_taken_made_anew_and_served_to_everybody(world):
    client = world.browser("director")
    sent = {**form(), "logo": upload(picture("JPEG", size=(1200, 600)))}
    assert client.post(url("profile_logo", world.lib.root), sent).status_code == 302
    logo = Logo.objects.get()
    response = Client().get(reverse("site:logo", args=[logo.digest]))
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (200, "image/webp", "nosniff")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert Image.open(io.BytesIO(response.content)).size == (480, 240)
    assert f'src="{reverse("site:logo", args=[logo.digest])}"' in client.get(url("profile_of", world.lib.root)).content.decode()
    assert client.post(url("profile_logo", world.lib.root), form(remove="1")).status_code == 302
    assert Client().get(reverse("site:logo", args=[logo.digest])).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG не приймаємо"),
        (b"MZ\x90", "не схоже на зображення"),
        (b"", "порожній"),
        (None, "Оберіть файл"),
    ],
)
def test_a_file_that_is_no_picture_is_explained(world, data, words):
    sent = form() if data is None else {**form(), "logo": upload(data)}
    response = world.browser("director").post(url("profile_logo", world.lib.root), sent)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Logo.objects.exists()


def test_a_colour_is_weighed_shown_and_only_then_taken(world):
    client, there = world.browser("director"), url("profile_accent", world.lib.root)
    shown = client.get(there, {"wished": "#e8b04b"})
    page = text_of(shown)
    assert "#966900" in page
    assert "Обраний колір тут ледь видно (1,8 : 1), тому пропонуємо найближчий темніший." in page
    assert "світліший" not in page
    assert not Profile.objects.exists()
    assert reverse("site:accent", args=["966900", "e8b04b"]) in shown.content.decode()
    assert client.post(there, form(accent="#966900", accent_dark="#e8b04b")).status_code == 302
    assert reverse("site:accent", args=["966900", "e8b04b"]) in client.get("/work/").content.decode()
    assert client.post(there, form()).status_code == 302
    assert "/accent/" not in client.get("/work/").content.decode()


def test_a_colour_that_cannot_be_read_is_not_taken_from_a_forged_form(world):
    response = world.browser("director").post(url("profile_accent", world.lib.root), form(accent="#e8b04b", accent_dark="#e8b04b"))
    assert (response.status_code, "Контраст 1,8 : 1" in text_of(response)) == (422, True)


def test_what_is_no_colour_is_said_so(world):
    response = world.browser("director").get(url("profile_accent", world.lib.root), {"wished": "зелений"})
    assert (response.status_code, "#rrggbb" in text_of(response)) == (422, True)


def test_the_stylesheet_says_two_colours_and_nothing_else():
    response = Client().get(reverse("site:accent", args=["966900", "e8b04b"]))
    assert (response.content, response["Content-Type"]) == (
        b":root{--accent:#966900;--link:#966900;--accent-dark:#e8b04b}\n",
        "text/css",
    )
    assert Client().get("/accent/966900-}body{.css").status_code == 404


def test_rules_are_adopted_version_by_version(world):
    client, today = world.browser("director"), timezone.localdate()
    assert client.post(url("profile_rules", world.lib.root), form(text="Перші.\r\n\r\nДругі.", since=today)).status_code == 302
    again = client.get(url("profile_rules", world.lib.root))
    assert again.context["form"].initial["text"] == "Перші.\n\nДругі."
    assert client.post(url("profile_rules", world.lib.root), form(text="Нові.", since=today)).status_code == 302
    assert list(UseRules.objects.values_list("number", flat=True)) == [2, 1]
    page = text_of(client.get(url("profile_of", world.lib.root)))
    assert "Версія 2" in page
    assert "Другі." in text_of(client.get(url("profile_rules_version", world.lib.root, 1)))
    assert client.get(url("profile_rules_version", world.lib.root, 3)).status_code == 404
    refused = client.post(url("profile_rules", world.lib.root), form(text="", since=today))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["text"])


@pytest.mark.parametrize(
    ("who", "status"), [("methodist", 200), ("cataloguer", 403), ("auditor", 403), ("owner", 403), ("stranger", 404)]
)
def test_who_opens_it(world, who, status):
    names = ("profile_of", "profile_edit", "profile_logo", "profile_accent", "profile_rules")
    assert [world.browser(who).get(url(name, world.lib.root)).status_code for name in names] == [status] * 5


def test_the_page_costs_the_same_with_one_version_and_with_three(world):
    client, there = world.browser("director"), url("profile_of", world.lib.root)
    client.post(url("profile_rules", world.lib.root), form(text="1", since=timezone.localdate()))
    one = queries(client, there)
    for text in ("2", "3"):
        client.post(url("profile_rules", world.lib.root), form(text=text, since=timezone.localdate()))
    assert (queries(client, there), one <= 12) == (one, True)
