"""Contests and conferences: announced, applied to, judged, told; what stays and what goes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Operation
from mandrivna.core.problems import Refused
from mandrivna.programme.actions.calls import (
    add_application,
    add_call,
    apply,
    decide,
    edit_call,
    end_juror,
    invite_juror,
    score,
    score_invited,
    step_call,
    withdraw_application,
)
from mandrivna.programme.actions.events import add_event, cancel_event, edit_event
from mandrivna.programme.call_queries import juror_by_link, mean, sections
from mandrivna.programme.models import Application, ApplicationFile, Call, Juror, Score
from mandrivna.programme.uploads import take
from mandrivna.shared.uploads import packed, prepared
from tests.faces.screens import World, form, queries, text_of
from tests.factories.calls import LINK, PDF, announced, applied, sent
from tests.factories.pictures import picture
from tests.factories.staff import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def codes(run: Any, /, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        run(*args, **kwargs)
    return refusal.value.codes


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


# --- calls ------------------------------------------------------------------------------------------------------------


def test_a_call_says_what_it_lacks_and_goes_its_steps_only_in_order(world):
    lib = world.lib
    given = {"unit": lib.hub, "place": lib.hub, "opens_on": lib.today, "closes_on": lib.today - dt.timedelta(days=1)}
    wrong = {"title": " ", "criteria": ["x"] * 7}
    assert codes(add_call, lib.act(), kind="?", **given, about=wrong, parts=["x"] * 21) == [
        "ends_before", "unknown_kind", "no_title", "too_many_parts", "too_many_criteria",
    ]  # fmt: skip
    one = announced(lib, to=())
    assert codes(step_call, lib.act(), call=one, to="done") == ["wrong_state"]
    for state in ("open", "judging", "done", "judging", "open"):
        one = step_call(lib.act(), call=one, to=state)
    assert one.takes(lib.today) and not one.takes(lib.today + dt.timedelta(days=4))


def test_nominations_are_known_by_their_names_and_works_stay_with_them(world):
    lib = world.lib
    one = announced(lib)
    story, poem = (
        applied(lib, one, title, part=one.parts.get(title=part)) for title, part in (("Дім", "Проза"), ("Сніг", "Поезія"))
    )
    said = {"place": lib.hub, "opens_on": one.opens_on, "closes_on": one.closes_on, "about": {"title": "Рядки"}}

    def arranged(*parts: str) -> list[str]:
        edit_call(lib.act(), call=one, **said, parts=list(parts))
        story.refresh_from_db(), poem.refresh_from_db()
        return [*(part.title for part in one.parts.all()), "|", str(story.part), str(poem.part)]

    assert arranged("Есе", "проза", "Поезія") == ["Есе", "проза", "Поезія", "|", "проза", "Поезія"]
    assert arranged("Поезія", "Проза") == ["Поезія", "Проза", "|", "Проза", "Поезія"]
    assert arranged("Вірші", "Проза") == ["Вірші", "Проза", "|", "Проза", "Вірші"]  # as many as before: a new name
    assert arranged("Репортаж") == ["Репортаж", "Вірші", "Проза", "|", "Проза", "Вірші"]
    assert arranged() == ["Вірші", "Проза", "|", "Проза", "Вірші"]


def test_a_nomination_with_works_stays_and_criteria_stand_once_points_were_given(world):
    lib = world.lib
    one = announced(lib)
    work = applied(lib, one)
    about = {"place": lib.hub, "opens_on": one.opens_on, "closes_on": one.closes_on}
    edit_call(lib.act(), call=one, **about, about={"title": "Рядки"}, parts=["Проза наживо", "Поезія"])
    assert [part.title for part in one.parts.all()] == ["Проза наживо", "Поезія"]
    edit_call(lib.act(), call=one, **about, about={"title": "Рядки"}, parts=[])
    assert [part.title for part in one.parts.all()] == ["Проза наживо"]
    juror = invite_juror(lib.act(), call=one, name="Суддя", link=Withheld(LINK))
    score_invited(lib.act(), juror=juror, application=work, points=[9, 8], link=Withheld(LINK))
    assert codes(edit_call, lib.act(), call=one, **about, about={"title": "Р", "criteria": ["Одне"]}, parts=[]) == ["scored"]


def test_who_applies_says_a_name_a_way_to_answer_a_title_and_a_nomination(world):
    lib = world.lib
    one, other = announced(lib), announced(lib, "conference")
    stranger = Act(actor=NOBODY, at=lib.now)
    assert codes(apply, stranger, call=one, name=" ", contact="") == ["no_name", "no_contact", "no_title", "no_part"]
    foreign = other.parts.get()
    assert codes(add_application, lib.act(), call=one, name="Сойка", title="Лист", part=foreign) == ["foreign_part"]
    assert codes(add_application, lib.act(), call=one, name="Сойка", listener=True) == ["no_listeners"]
    listens = add_application(lib.act(), call=other, name="Сойка", listener=True)
    assert (str(listens), listens.called) == ("Слухач", "")
    closed = step_call(lib.act(), call=one, to="judging")
    part = one.parts.first()
    late = {"call": closed, "name": "Сойка", "contact": "050", "title": "Лист", "part": part}
    assert codes(apply, Act(actor=NOBODY, at=lib.now), **late) == ["not_open"]
    assert add_application(lib.act(), **late).title == "Лист"
    done = step_call(lib.act(), call=closed, to="done")
    assert codes(add_application, lib.act(), **{**late, "call": done}) == ["call_over"]


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_what_its_bytes_say_and_a_picture_is_made_anew():
    files = (PDF, office("word/document.xml"), office("content.xml"), prepared(picture()))
    assert [take(data) and take(data).kind for data in files] == ["pdf", "docx", "odt", "webp"]
    assert [prepared(data) for data in (*files[:3], b"MZ", b"<svg/>", b"")] == [*files[:3], b"", b"", b""]
    for data in (
        b"",
        b"MZ\x90",
        b"<svg/>",
        office("x.txt"),
        office("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04broken",
        picture(),
        picture("JPEG"),
        picture("WEBP", (1601, 9)),
    ):
        assert take(data) is None
    assert take(b"%PDF-" + b"x" * (4 * 1024 * 1024)) is None


def test_files_stand_encrypted_and_in_no_operation_and_only_as_many_as_are_taken(world):
    lib = world.lib
    one = announced(lib)
    work = applied(lib, one, files=[sent(), sent(picture(), "foto.jpg")])
    assert sorted(file.kind for file in work.files.all()) == ["pdf", "webp"]
    body = Operation.objects.get(verb="programme.add_application").body
    assert [file["content"] for file in body["files"]] == [None, None]
    assert codes(applied, lib, one, files=[sent(b"MZ")]) == ["wrong_file"]
    raw = {"name": "foto.jpg", "content": Withheld(packed(picture("JPEG")))}
    assert codes(applied, lib, one, files=[raw]) == ["wrong_file"]  # a form makes it anew: no verb waits for that
    assert codes(applied, lib, one, files=[sent()] * 4) == ["too_many_files"]
    assert codes(applied, lib, announced(lib, with_files=False)) == ["no_files"]


# --- the jury and the results ------------------------------------------------------------------------------------------


def test_only_a_juror_scores_and_only_for_themselves_and_the_mean_is_told(world):
    lib = world.lib
    one = announced(lib)
    work, staff = applied(lib, one), world.staff["owner"]
    guest = invite_juror(lib.act(), call=one, name="Суддя", link=Withheld(LINK))
    own = invite_juror(lib.act(), call=one, staff=staff)
    assert codes(invite_juror, lib.act(), call=one, staff=staff) == ["juror_already"]
    assert codes(invite_juror, lib.act(), call=one, name="Без посилання") == ["no_name"]
    give = {"application": work, "points": [9, 8]}
    score_invited(lib.act(), juror=guest, **give, link=Withheld(LINK))
    assert codes(score_invited, lib.act(), juror=guest, **give, link=Withheld("x" * 30)) == ["not_juror"]
    score(lib.act(actor=actor(staff)), juror=own, application=work, points=[6, 6])
    score(lib.act(actor=actor(staff)), juror=own, application=work, points=[6, 7])
    assert codes(score, lib.act(actor=actor(world.staff["colleague"])), juror=own, **give) == ["not_juror"]
    assert codes(score, lib.act(actor=actor(staff)), juror=own, application=work, points=[11, 0]) == ["wrong_points"]
    assert (mean(Application.objects.get()), Score.objects.count()) == ("15,0", 2)
    end_juror(lib.act(), juror=guest)
    assert juror_by_link(LINK) is None
    foreign = applied(lib, announced(lib, title="Інший"))
    assert codes(score, lib.act(actor=actor(staff)), juror=own, application=foreign, points=[1, 1]) == ["foreign_application"]
    step_call(lib.act(), call=step_call(lib.act(), call=one, to="judging"), to="done")
    juror = Juror.objects.get(pk=own.pk)
    assert codes(score, lib.act(actor=actor(staff)), juror=juror, application=work, points=[1, 1]) == ["not_judging"]


def test_winners_are_told_after_the_results_and_named_only_if_they_agreed(world):
    lib = world.lib
    one = announced(lib)
    first, second = applied(lib, one, "Лист", aloud=True), applied(lib, one, "Дорога")
    assert codes(decide, lib.act(), application=first, state="declined", award="перше") == ["award_of_declined"]
    assert codes(decide, lib.act(), application=first, state="withdrawn") == ["unknown_state"]
    decide(lib.act(), application=first, state="accepted", award="перше місце", called=first.called)
    decide(lib.act(), application=second, state="accepted", award="друге місце")
    assert [section.rows for section in sections(one)] == [[], []]
    done = step_call(lib.act(), call=step_call(lib.act(), call=one, to="judging"), to="done")
    page = text_of(Client().get(reverse("public:call", args=[done.pk])))
    assert "Сойка Лісова" in page and page.count("Сойка") == 1 and "Дорога" in page


def test_what_was_withdrawn_says_nothing_of_anybody(world):
    lib = world.lib
    work = applied(lib, announced(lib), aloud=True, abstract="про дім", org="Хаб")
    withdraw_application(lib.act(), application=work)
    left = Application.objects.get()
    assert (left.name, left.contact, left.org, left.abstract, left.called, left.title) == (
        None, None, None, None, "", "Відкликана робота",
    )  # fmt: skip
    assert ApplicationFile.objects.count() == 0
    assert codes(decide, lib.act(), application=left, state="accepted") == ["withdrawn"]


def test_winners_stand_as_the_library_put_them_and_otherwise_by_their_points(world):
    lib = world.lib
    one = announced(lib)
    juror = invite_juror(lib.act(), call=one, name="Суддя", link=Withheld(LINK))
    for title, award, points, rank in (
        ("Міст", "Третє місце", [5, 5], None), ("Дім", "Друге місце", [7, 7], None), ("Сніг", "Перше місце", [9, 9], None),
        ("Стіл", "Приз глядачів", [1, 1], 2), ("Ріка", "Гран-прі", [], 1), ("Яр", "Подяка", [], None), ("Сад", "", [10, 10], None),
    ):  # fmt: skip
        work = applied(lib, one, title)
        if points:
            score_invited(lib.act(), juror=juror, application=work, points=points, link=Withheld(LINK))
        decide(lib.act(), application=work, state="accepted", award=award, rank=rank)
    one = step_call(lib.act(), call=step_call(lib.act(), call=one, to="judging"), to="done")
    assert [work.title for work in sections(one)[0].rows] == ["Ріка", "Стіл", "Сніг", "Дім", "Міст", "Яр"]
    assert codes(decide, lib.act(), application=work, state="accepted", rank=100) == ["wrong_rank", "rank_without_award"]
    decide(lib.act(), application=work, state="accepted", award="Подяка", rank=3)
    decide(lib.act(), application=work, state="declined")
    assert Application.objects.get(pk=work.pk).rank is None


# --- screens ----------------------------------------------------------------------------------------------------------


def test_from_the_site_to_the_decision_and_the_badge(world):
    lib, client = world.lib, world.browser("owner")
    year = lib.today.year
    said = {
        "kind": "conference", "title": "Бібліотека в дорозі", "unit": lib.hub.pk, "place": lib.hub.pk, "opens_on": f"1.1.{year}",
        "closes_on": f"31.12.{year}", "parts": "Громади\nДіти", "with_files": "on", "shown": "on",
    }  # fmt: skip
    client.post(at("call_add"), form(**said))
    one = Call.objects.get()
    page = reverse("public:call", args=[one.pk])
    assert Client().get(page).status_code == 404
    client.post(at("call_step", one.pk, "open"), form())
    sends = {"name": "Невидима Олена", "contact": "050", "title": "Полиця на колесах", "part": one.parts.first().pk, "aloud": "on"}
    assert Client().post(page, form(**sends, website="http://spam")).status_code == 302 and Application.objects.count() == 0
    assert Client().post(page, form(**{**sends, "part": ""})).status_code == 422
    file = SimpleUploadedFile("тези.pdf", PDF, content_type="application/pdf")
    assert Client().post(page, {**form(**sends), "file1": file}).status_code == 302
    work = Application.objects.get()
    assert (work.called, work.files.get().name) == ("Невидима Олена", "тези.pdf")
    client.post(at("application", work.pk), form(state="accepted", starts="10:30", called=work.called))
    assert "10:30 Полиця на колесах — Невидима Олена" in text_of(Client().get(page))
    saved = client.get(at("application_file", work.files.get().pk))
    assert (saved.content, saved["Content-Disposition"].split(";")[0], saved["X-Content-Type-Options"]) == (
        PDF,
        "attachment",
        "nosniff",
    )
    assert client.get(at("call_badges", one.pk)).content.startswith(b"%PDF-")
    planner = world.browser("methodist")
    assert "Олена" not in text_of(planner.get(at("calls"))) and planner.get(at("call_applications", one.pk)).status_code == 403


def test_an_invited_juror_reads_works_without_names_and_gives_points(world):
    lib, client = world.lib, world.browser("owner")
    one = announced(lib)
    work = applied(lib, one, abstract="про дім")
    shown = client.post(at("call_jury", one.pk), form(name="Запрошена Суддя"))
    link = shown.context["link"].split("/jury/")[1].strip("/")
    assert link and link not in client.get(at("call_jury", one.pk)).content.decode()
    page = reverse("public:jury", args=[link])
    seen = Client().get(page)
    assert "про дім" in text_of(seen) and "Сойка" not in seen.content.decode() and seen["Referrer-Policy"] == "same-origin"
    assert Client().get(reverse("public:jury_file", args=[link, work.files.get().pk])).content == PDF
    assert Client().post(page, form(work=str(work.pk), p0="9", p1="8")).status_code == 302
    assert Client().post(page, form(work=str(work.pk), p0="9", p1="")).status_code == 422
    assert Score.objects.get().points == [9, 8]
    assert "середній бал 17,0" in text_of(client.get(at("call_applications", one.pk)))
    client.post(at("juror_end", Juror.objects.get().pk), form())
    assert Client().get(page).status_code == 404


def test_a_juror_of_the_staff_has_a_page_and_nobody_else(world):
    lib, client = world.lib, world.browser("methodist")
    one = announced(lib)
    work = applied(lib, one)
    assert client.get(at("call_judge", one.pk)).status_code == 404
    invite_juror(lib.act(), call=one, staff=world.staff["methodist"])
    assert "Сойка" not in client.get(at("call_judge", one.pk)).content.decode()
    client.post(at("call_judge", one.pk), form(work=str(work.pk), p0="10", p1="10"))
    assert Score.objects.get().total == 20
    assert client.get(at("call_judge_file", work.files.get().pk)).content == PDF


def test_a_form_of_the_jury_sent_twice_shows_the_link_that_opens(world):
    client, one = world.browser("owner"), announced(world.lib)
    page, said = at("call_jury", one.pk), form(name="Запрошена Суддя")
    first, again = (client.post(page, said).context["link"] for _time in (1, 2))
    assert (first, Juror.objects.count()) == (again, 1)
    assert Client().get(first).status_code == 200
    other = client.post(page, form(name="Запрошена Суддя")).context["link"]
    assert (other != first, Client().get(other).status_code) == (True, 200)


def test_no_list_holds_the_files_and_one_file_asks_for_one(world):
    lib, client = world.lib, world.browser("owner")
    one = announced(lib)
    files = [applied(lib, one, f"Лист {number}", files=[sent(), sent()]).files.first() for number in range(2)]
    invite_juror(lib.act(), call=one, name="Суддя", link=Withheld(LINK))
    invite_juror(lib.act(), call=one, staff=world.staff["owner"])
    for of, name in ((client, "workspace:call_applications"), (client, "workspace:call_judge"), (Client(), "public:jury")):
        with CaptureQueriesContext(connection) as asked:
            assert of.get(reverse(name, args=[LINK if name == "public:jury" else one.pk])).status_code == 200
        assert [row["sql"] for row in asked if "content" in row["sql"]] == []
    address = reverse("public:jury_file", args=[LINK, files[0].pk])
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).content == PDF
    assert [row["sql"].count(files[0].pk.hex) for row in asked if "content" in row["sql"]] == [1]
    decide(lib.act(), application=files[0].application, state="declined")
    foreign = applied(lib, announced(lib, title="Інший")).files.get()
    assert [Client().get(reverse("public:jury_file", args=[LINK, pk])).status_code for pk in (files[0].pk, foreign.pk)] == [
        404,
        404,
    ]
    assert [client.get(at("call_judge_file", file.pk)).status_code for file in files] == [404, 200]


def test_an_event_that_the_site_hides_is_not_named_by_its_call(world):
    lib = world.lib
    one, about = announced(lib), {"title": "Таємний фінал", "form": "book_club", "where": "зала"}
    final = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=9), about={**about, "shown": False})
    said = {"place": lib.hub, "opens_on": one.opens_on, "closes_on": one.closes_on, "about": {"title": "Рядки"}, "parts": []}
    edit_call(lib.act(), call=one, **said, event=final)
    page, address = reverse("public:call", args=[one.pk]), reverse("public:event", args=[final.pk])
    assert ("Таємний фінал" in text_of(Client().get(page)), Client().get(address).status_code) == (False, 404)
    edit_event(lib.act(), event=final, unit=lib.hub, place=lib.hub, on=final.on, about={**about, "shown": True})
    assert ("Таємний фінал" in text_of(Client().get(page)), Client().get(address).status_code) == (True, 200)
    cancel_event(lib.act(), event=final, reason="тривога")
    assert "скасовано" in text_of(Client().get(page))


def test_the_site_asks_at_once_for_all_that_an_application_needs(world):
    one, other = announced(world.lib), announced(world.lib, "conference")
    asked = {call: Client().get(reverse("public:call", args=[call.pk])).context["form"].fields for call in (one, other)}
    needed = {call: [name for name, field in fields.items() if field.required] for call, fields in asked.items()}
    assert needed == {one: ["name", "contact", "part", "title"], other: ["name", "contact"]}
    told = text_of(Client().get(reverse("public:call", args=[other.pk])))
    assert told.count("Якщо ви доповідаєте.") == 2 and "Назва роботи чи доповіді (необов’язково)" not in told
    desk = world.browser("owner").get(at("call_applications", one.pk)).context["form"].fields
    assert [name for name, field in desk.items() if field.required] == ["name"]


def test_a_form_that_comes_back_says_that_files_are_to_be_chosen_again(world):
    one = announced(world.lib)
    page, again = reverse("public:call", args=[one.pk]), "Оберіть файли ще раз"
    assert again not in text_of(Client().get(page))
    file = SimpleUploadedFile("твір.pdf", PDF, content_type="application/pdf")
    said = {"name": "Сойка", "title": "Лист", "part": one.parts.first().pk}
    for about, shown in ({"file1": file}, True), ({}, False):
        answer = Client().post(page, {**form(**said), **about})
        assert (answer.status_code, again in text_of(answer)) == (422, shown)


def test_every_application_of_a_large_contest_can_be_reached(world):
    one, client = announced(world.lib), world.browser("owner")
    rows = [Application(call=one, title=f"Твір {number}", name="Сойка") for number in range(61)]
    rows[60].state = "accepted"
    Application.objects.bulk_create(rows)
    pages = [client.get(at("call_applications", one.pk), {"page": number}) for number in (1, 2)]
    told = " ".join(text_of(page) for page in pages)
    assert [number for number in range(61) if f"Твір {number} " not in told] == []
    assert all("Бейджі учасників" in text_of(page) for page in pages)
    assert client.get(at("call_badges", one.pk)).status_code == 200


def test_lists_ask_no_more_for_more(world):
    lib, client = world.lib, world.browser("owner")
    one = announced(lib)
    applied(lib, one)
    pages = [at("calls"), at("call", one.pk), at("call_applications", one.pk), at("call_jury", one.pk)]
    few = [queries(client, page) for page in pages]
    for number in range(2):
        announced(lib, title=f"Ще {number}")
        applied(lib, one, f"Лист {number}")
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 12


def test_a_damaged_document_is_refused_whichever_byte_is_damaged():
    whole = office("word/document.xml")
    answers = {
        take(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]) is None
        for at in range(len(whole))
        for change in (1, 64, 255)
    }
    assert (take(whole) is None, answers) == (False, {True, False})  # none of them is an error
