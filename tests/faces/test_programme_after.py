"""After an event on the screens: what staff add, what readers see of it, and how somebody says in three taps how it was."""

from __future__ import annotations

import base64
import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from mandrivna.core.attention import waiting_counts
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.after import add_file, add_photo
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import cancel_event
from mandrivna.programme.actions.feedback import give_feedback
from mandrivna.programme.after import photographed
from mandrivna.programme.models import EventMaterial, EventPhoto, Feedback
from tests.faces.screens import World, form, queries, text_of
from tests.faces.test_programme import event
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
COUNTED = [{"way": "place", "audience": "general", "age": "", "number": 9}]


@pytest.fixture
def world() -> World:
    return World()


def held(world, **about):
    return count_event(world.lib.act(), event=event(world, **about), counts=COUNTED)


def url(name, *args):
    return reverse(name, args=args)


def photo(world, one, number=0, **about):
    made = photographed(picture("PNG", (60 + number, 40)))
    said = {"alt": f"Стільці {number}", "seen": "nobody", "on_site": True, **about}
    return add_photo(world.lib.act(), event=one, where=one.place, **made, **said)


def page(one):
    return url("workspace:event_after", one.pk)


def test_a_photograph_is_added_changed_and_taken_away(world):
    one, client = held(world), world.browser("owner")
    sent = SimpleUploadedFile("Хата Олени.jpg", picture("JPEG", (900, 600)), "image/jpeg")
    said = {"alt": "Коло стільців", "seen": "unasked", "on_site": "on", "picture": sent}
    refused = client.post(url("workspace:event_photo_add", one.pk), form(**said))
    assert (refused.status_code, "Без згоди людей" in text_of(refused)) == (422, True)
    drawn = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    assert "Потрібна світлина" in text_of(client.post(url("workspace:event_photo_add", one.pk), form(**{**said, "picture": drawn})))
    sent.seek(0)
    assert client.post(url("workspace:event_photo_add", one.pk), form(**{**said, "seen": "agreed"})).status_code == 302
    kept = EventPhoto.objects.get()
    with Image.open(io.BytesIO(client.get(url("workspace:event_photo", one.pk, kept.pk)).content)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (900, 600))
    edit = url("workspace:event_photo_edit", one.pk, kept.pk)
    client.post(edit, form(alt="Стільці", seen="agreed"))
    kept.refresh_from_db()
    assert (kept.alt, kept.on_site) == ("Стільці", False)
    assert "Без згоди людей" in text_of(client.post(edit, form(alt="Стільці", seen="unasked", on_site="on"), follow=True))
    client.post(edit, form(remove="1"))
    assert not EventPhoto.objects.exists()


def test_links_files_and_two_lines(world):
    one, client = held(world), world.browser("owner")
    assert waiting_counts(actor_for(world.staff["owner"]))["programme_after"] == 1
    link = form(kind="recording", title="Запис", url="https://video.example.org/a", on_site="on")
    assert client.post(url("workspace:event_link_add", one.pk), link).status_code == 302
    paper = SimpleUploadedFile("план.pdf", b"%PDF-1.7 words", "application/pdf")
    assert client.post(url("workspace:event_file_add", one.pk), form(title="Програма", file=paper, on_site="on")).status_code == 302
    kept = EventMaterial.objects.get(kind="file")
    got = client.get(url("workspace:event_material", one.pk, kept.pk))
    assert (got["Content-Type"], got["Content-Disposition"]) == ("application/pdf", 'attachment; filename="material.pdf"')
    wrong = client.post(url("workspace:event_link_add", one.pk), form(kind="recording", title="Запис", url="video"))
    assert (wrong.status_code, "Це не адреса сторінки" in text_of(wrong)) == (422, True)
    client.post(url("workspace:event_report", one.pk), form(report="Читали вголос."))
    one.refresh_from_db()
    assert (one.report, waiting_counts(actor_for(world.staff["owner"]))["programme_after"]) == ("Читали вголос.", 0)
    client.post(url("workspace:event_material_remove", one.pk, kept.pk), form())
    assert list(EventMaterial.objects.values_list("title", flat=True)) == ["Запис"]
    assert world.browser("colleague").post(url("workspace:event_report", one.pk), form(report="Ні")).status_code == 404


def test_the_page_asks_no_more_for_more(world):
    one, client = held(world), world.browser("owner")
    photo(world, one), give_feedback(world.lib.act(), event=one, mark="great", liked=["theme"], words="Дякую")
    few = queries(client, page(one))
    for number in (1, 2):
        photo(world, one, number)
        give_feedback(world.lib.act(), event=one, mark="good", liked=[], words="Ще", may_quote=True)
    assert queries(client, page(one)) == few <= 12


def test_words_are_read_and_quoted_by_whoever_may_see_readers(world):
    one = held(world)
    said = give_feedback(world.lib.act(), event=one, mark="great", liked=[], words="Приїдьте ще", may_quote=True)
    assert "Приїдьте ще" in text_of(world.browser("owner").get(page(one)))
    assert "Приїдьте ще" not in text_of(world.browser("methodist").get(page(one)))
    quote = url("workspace:event_quote", one.pk, said.pk)
    assert world.browser("methodist").post(quote, form(quote="Приїдьте ще")).status_code == 403
    world.browser("owner").post(quote, form(quote="Приїдьте ще"))
    assert "Приїдьте ще" in text_of(world.browser("methodist").get(page(one)))
    assert "Приїдьте ще" in text_of(Client().get(url("public:event", one.pk)))


def test_papers_for_newspapers_and_the_sheet_with_a_code(world):
    one, planned, client = held(world), event(world, days=3, starts="10:00"), world.browser("methodist")
    told = docx.Document(io.BytesIO(client.get(url("workspace:event_press", one.pk, "release")).content))
    assert any("відбулася подія" in paragraph.text for paragraph in told.paragraphs)
    assert client.get(url("workspace:event_press", planned.pk, "announcement")).status_code == 200
    assert [client.get(url("workspace:event_press", planned.pk, kind)).status_code for kind in ("release", "poem")] == [404, 404]
    assert client.get(url("workspace:event_feedback_sheet", planned.pk)).content.startswith(b"%PDF")
    cancel_event(world.lib.act(), event=planned, reason="тривога")
    assert client.get(url("workspace:event_feedback_sheet", planned.pk)).status_code == 404


def test_a_poster_over_a_photograph_is_offered_where_there_is_one_for_everybody(world):
    one, client = held(world), world.browser("owner")
    poster, file = url("workspace:event_poster", one.pk), url("workspace:event_poster_file", one.pk, "photo-square")
    photo(world, one, on_site=False)
    assert (len(client.get(poster).context["made"]), client.get(file).status_code) == (3, 404)
    kept = photo(world, one, 1)
    assert len(client.get(poster).context["made"]) == 4
    for query in ({}, {"photo": str(kept.pk)}, {"photo": "x"}):
        assert client.get(file, query)["Content-Type"] == "image/png"
    assert queries(client, poster) <= 12


# --- readers ----------------------------------------------------------------------------------------------------------------


def test_readers_see_what_was_marked_for_them_and_nothing_else(world):
    one = held(world)
    shown, hidden = photo(world, one), photo(world, one, 1, on_site=False)
    paper = base64.b64encode(b"%PDF-1.7").decode()
    open_, own = (
        add_file(world.lib.act(), event=one, where=one.place, title=title, file=paper, on_site=title == "Програма")
        for title in ("Програма", "Для своїх")
    )
    told = text_of(Client().get(url("public:event", one.pk)))
    assert ("Програма" in told, "Для своїх" in told) == (True, False)
    addresses = [url("site:event_photo", row.pk, "large") for row in (shown, hidden)]
    addresses += [url("site:event_material", row.pk) for row in (open_, own)]
    assert [Client().get(address).status_code for address in addresses] == [200, 404, 200, 404]
    assert Client().get(addresses[0])["Cache-Control"] == "public, max-age=60"
    assert Client().get(addresses[2])["Content-Disposition"].startswith("attachment")
    one.shown = False
    one.save()
    assert [Client().get(address).status_code for address in addresses] == [404] * 4


def test_three_taps_once_from_one_browser_and_kindly(world):
    one = held(world)
    client, address = Client(enforce_csrf_checks=True), url("public:event_feedback", one.pk)
    assert address in client.get(url("public:event", one.pk)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())[1]
    said = {"csrfmiddlewaretoken": token, "mark": "great", "liked": ["theme", "people"], "again": "yes", "words": ""}
    assert "Дякуємо!" in text_of(client.post(address, said, follow=True))
    again = client.post(address, {**said, "mark": "so"})
    assert (again.status_code, "Одного разу досить" in text_of(again)) == (200, True)
    assert "Одного разу досить" in text_of(client.get(address))
    assert list(Feedback.objects.values_list("mark", "channel")) == [("great", "self")]
    other = Client()
    other.post(address, {"mark": "good"})
    assert Feedback.objects.count() == 2
    assert {name for name in client.cookies if "csrf" not in name} <= {"messages", "mandrivna_session"}


def test_a_machine_and_an_empty_form_add_nothing(world):
    one = held(world)
    address = url("public:event_feedback", one.pk)
    assert Client().post(address, {"mark": "great", "website": "http://a.example"}).status_code == 302
    assert Client().post(address, {}).status_code == 422
    assert not Feedback.objects.exists()


def test_what_is_ahead_or_long_ago_is_not_asked_about(world):
    ahead, old = event(world, days=2), event(world, days=-20, starts="10:00")
    assert "ще попереду" in text_of(Client().get(url("public:event_feedback", ahead.pk)))
    assert "вже не питаємо" in text_of(Client().get(url("public:event_feedback", old.pk)))
    assert Client().post(url("public:event_feedback", old.pk), {"mark": "great"}).status_code == 200
    assert not Feedback.objects.exists()
