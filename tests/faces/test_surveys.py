"""Questionnaires on screens: answered once by nobody in particular, made and read by those who may."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.surveys import answer_survey, step_survey
from mandrivna.enquiries.models import Survey, SurveySheet, SurveyWords
from mandrivna.faces.public import limits
from tests.faces.screens import World, form, queries, text_of
from tests.factories.surveys import ask_survey, survey_draft

pytestmark = pytest.mark.django_db
ALL = {"q0": "4", "q1": "1", "q2": ["0", "2"], "q3": "Тепло й світло", "q4": "3"}


@pytest.fixture
def world() -> World:
    return World()


def site(name: str, *args: Any) -> str:
    return reverse(f"public:{name}", args=args)


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def answered(world: World, survey: Survey, told: str = '{"0": 5, "3": "Дякую"}') -> None:
    answer_survey(world.lib.act(actor=NOBODY, channel="self"), survey=survey, told=Withheld(told))


# --- on the site ------------------------------------------------------------------------------------------------------


def test_a_reader_finds_it_answers_once_and_is_thanked(world: World) -> None:
    survey = ask_survey(world.lib)
    client, address = Client(enforce_csrf_checks=True), site("survey", survey.pk)
    assert site("surveys") in client.get(site("contacts")).content.decode()
    assert address in client.get(site("surveys")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())[1]  # type: ignore[index]
    done = client.post(address, {"csrfmiddlewaretoken": token, **ALL})
    assert (done.status_code, done["Location"]) == (302, site("survey_thanks", survey.pk))
    assert "Дякуємо!" in text_of(client.get(done["Location"]))
    assert SurveySheet.objects.get().answers == {"0": [4], "1": [1], "2": [0, 2], "4": [3]}
    assert SurveyWords.objects.get().text == "Тепло й світло"
    again = client.post(address, {"csrfmiddlewaretoken": token, **ALL, "q0": "1"})
    assert (again.status_code, "Одного разу досить" in text_of(again)) == (200, True)
    assert "Одного разу досить" in text_of(client.get(address))
    assert SurveySheet.objects.count() == 1
    assert Client().post(address, ALL).status_code == 302
    assert SurveySheet.objects.count() == 2
    assert set(client.cookies) == {"csrftoken"} or {name for name in client.cookies if "csrf" not in name} == set()


def test_a_page_opened_before_the_questions_changed_is_shown_again(world: World) -> None:
    survey = ask_survey(world.lib)
    address, client = site("survey", survey.pk), Client()
    read = re.search(r'name="read" value="(\w+)"', client.get(address).content.decode())[1]  # type: ignore[index]
    Survey.objects.filter(pk=survey.pk).update(questions=[{**survey.questions[0], "text": "Інше питання?"}, *survey.questions[1:]])
    shown = client.post(address, {**ALL, "read": read})
    assert (shown.status_code, "питання змінили" in text_of(shown), SurveySheet.objects.count()) == (422, True, 0)
    read = re.search(r'name="read" value="(\w+)"', shown.content.decode())[1]  # type: ignore[index]
    assert client.post(address, {**ALL, "read": read}).status_code == 302


def test_what_is_wrong_stands_beside_the_question(world: World) -> None:
    survey = ask_survey(world.lib)
    for said, field in (({}, "q0"), ({"q0": "6"}, "q0"), ({**ALL, "q1": "7"}, "q1"), ({**ALL, "q3": "я" * 501}, "q3")):
        shown = Client().post(site("survey", survey.pk), said)
        assert (shown.status_code, list(shown.context["form"].errors)) == (422, [field])
    assert not SurveySheet.objects.exists()


def test_a_machine_is_thanked_and_a_crowd_of_one_network_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = ask_survey(world.lib)
    assert Client().post(site("survey", survey.pk), {**ALL, "website": "http://a.example"}).status_code == 302
    assert not SurveySheet.objects.exists()
    monkeypatch.setitem(limits.LIMITS, "survey_network", "1/h/key")
    assert [Client().post(site("survey", survey.pk), ALL).status_code for _ in range(2)] == [302, 429]
    assert SurveySheet.objects.count() == 1


def test_a_draft_is_nowhere_and_one_without_a_place_in_the_list_opens_by_its_link(world: World) -> None:
    draft, hidden = survey_draft(world.lib), ask_survey(world.lib, shown=False)
    names = ("survey", "survey_thanks")
    assert [Client().get(site(name, draft.pk)).status_code for name in names] == [404, 404]
    assert Client().post(site("survey", draft.pk), ALL).status_code == 404
    assert str(hidden.pk) not in Client().get(site("surveys")).content.decode()
    assert str(hidden.pk) not in b"".join(Client().get(reverse("site:sitemap")).streaming_content).decode()  # type: ignore[attr-defined]
    assert Client().get(site("survey", hidden.pk)).status_code == 200


def test_what_is_over_says_so_and_takes_nothing(world: World) -> None:
    survey = ask_survey(world.lib)
    step_survey(world.lib.act(), survey=survey, to="closed")
    assert "завершено" in text_of(Client().get(site("survey", survey.pk)))
    assert Client().post(site("survey", survey.pk), ALL).status_code == 200
    assert not SurveySheet.objects.exists()
    assert "ні про що не питаємо" in text_of(Client().get(site("surveys")))


def test_what_is_asked_stands_on_the_map_of_the_site(world: World) -> None:
    survey = ask_survey(world.lib)
    assert site("survey", survey.pk) in b"".join(Client().get(reverse("site:sitemap")).streaming_content).decode()  # type: ignore[attr-defined]


def test_a_questionnaire_of_another_institution_is_not_asked_here(world: World) -> None:
    survey = ask_survey(world.lib)
    Survey.objects.update(unit=world.far_hub)
    assert Client().get(site("survey", survey.pk)).status_code == 404


# --- in the workspace -------------------------------------------------------------------------------------------------


def sent(world: World, **more: Any) -> dict[str, Any]:
    day = world.lib.today.isoformat()
    about = {"unit": world.lib.root, "occasion": "express", "title": "Години", "intro": "", "opens_on": day, "closes_on": day}
    questions = {"many": "4", "text0": "", "text1": "Чи зручні години?", "kind1": "satisfied", "required1": "on"}
    more = {"text3": "Коли зручніше?", "kind3": "one", "options3": "Зранку\nУвечері", "shown": "on", **more}
    return form(**{**about, **questions, **more})


def test_it_is_written_with_gaps_opened_and_read(world: World) -> None:
    client = world.browser("director")
    done = client.post(at("survey_add"), sent(world))
    survey = Survey.objects.get()
    assert (done.status_code, done["Location"]) == (302, at("survey", survey.pk))
    assert survey.questions == [
        {"kind": "satisfied", "text": "Чи зручні години?", "options": [], "required": True},
        {"kind": "one", "text": "Коли зручніше?", "options": ["Зранку", "Увечері"], "required": False},
    ]
    assert "Відповідей ще немає" in text_of(client.get(at("survey", survey.pk)))
    assert client.get(at("survey_code", survey.pk)).status_code == 404
    client.post(at("survey_step", survey.pk), form(to="open"))
    assert client.get(at("survey_code", survey.pk)).content.startswith(b"%PDF")
    for mark in (5, 5, 1):
        answered(world, Survey.objects.get(), f'{{"0": {mark}}}')
    page = text_of(client.get(at("survey", survey.pk)))
    assert ("67 зі ста" in page, "у середньому 3,7" in page, site("survey", survey.pk) in page) == (True, True, True)
    assert "Години" in text_of(client.get(at("surveys")))


def test_more_room_writes_nothing_and_a_wrong_question_is_shown_where_it_stands(world: World) -> None:
    client = world.browser("director")
    more = client.post(at("survey_add"), sent(world, more="1"))
    assert (more.status_code, len(more.context["questions"])) == (200, 7)
    assert "Чи зручні години?" in more.content.decode()
    wrong = client.post(at("survey_add"), sent(world, options3="Зранку"))
    assert (wrong.status_code, [list(one.errors) for one in wrong.context["questions"]]) == (422, [[], [], [], ["options3"]])
    unknown = client.post(at("survey_add"), sent(world, kind1="essay"))
    assert (unknown.status_code, list(unknown.context["questions"][1].errors)) == (422, ["kind1"])
    empty = client.post(at("survey_add"), sent(world, text1="", text3=""))
    assert (empty.status_code, "хоча б одне питання" in text_of(empty)) == (422, True)
    assert client.post(at("survey_add"), sent(world, many="x")).status_code == 422
    assert not Survey.objects.exists()


def test_next_years_is_made_after_this_years(world: World) -> None:
    survey = ask_survey(world.lib)
    page = world.browser("director").get(at("survey_add") + f"?from={survey.pk}")
    assert [one.initial.get(f"text{at}") for at, one in enumerate(page.context["questions"][:5])] == [
        question["text"] for question in survey.questions
    ]
    assert world.browser("director").get(at("survey_add") + "?from=nonsense").status_code == 200


def test_it_is_changed_until_somebody_has_answered(world: World) -> None:
    client, survey = world.browser("director"), ask_survey(world.lib)
    assert client.get(at("survey_edit", survey.pk)).context["form"]["title"].value() == "Анкета року"
    assert client.post(at("survey_edit", survey.pk), sent(world)).status_code == 302
    answered(world, Survey.objects.get(), '{"0": 5}')
    refused = client.post(at("survey_edit", survey.pk), sent(world, text1="Інше?"))
    assert (refused.status_code, "питань не змінити" in text_of(refused)) == (422, True)
    assert client.post(at("survey_edit", survey.pk), sent(world, title="Нова назва")).status_code == 302
    assert Survey.objects.get().title == "Нова назва"


def test_the_workbook_has_sums_and_no_words(world: World) -> None:
    survey = ask_survey(world.lib)
    answered(world, survey, '{"0": 5, "1": 0, "3": "Сойка Лісова"}'), answered(world, survey, '{"0": 2, "1": 0}')
    made = openpyxl.load_workbook(io.BytesIO(world.browser("director").get(at("survey_xlsx", survey.pk)).content)).active
    rows = [[cell for cell in row if cell is not None] for row in made.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert ["Полиця в хабі", 2, 100] in rows
    assert ["Оцінили на 4 і 5, %", 50] in rows
    assert "Сойка" not in repr(rows)


def test_words_are_read_by_those_who_see_readers_and_taken_away(world: World) -> None:
    survey = ask_survey(world.lib)
    answered(world, survey)
    row = SurveyWords.objects.get()
    address, drop = at("survey_words", survey.pk), at("survey_words_drop", survey.pk, row.pk)
    assert world.browser("methodist").get(address).status_code == 403
    assert address not in world.browser("methodist").get(at("survey", survey.pk)).content.decode()
    assert "Дякую" not in world.browser("director").get(at("survey", survey.pk)).content.decode()
    client = world.browser("owner")
    assert "Дякую" in text_of(client.get(address))
    assert [world.browser("stranger").get(address).status_code, world.browser("stranger").post(drop, form()).status_code] == [
        404
    ] * 2
    assert client.post(drop, form()).status_code == 302
    assert (SurveyWords.objects.count(), SurveySheet.objects.count()) == (0, 1)


def test_pages_ask_the_same_for_one_and_for_three(world: World) -> None:
    client, counts = world.browser("director"), []
    survey = ask_survey(world.lib)
    for _ in range(3):
        answered(world, survey)
        pages = [at("surveys"), at("survey", survey.pk), at("survey_words", survey.pk), at("survey_edit", survey.pk)]
        counts.append([queries(client, page) for page in pages] + [queries(Client(), site("surveys"))])
        ask_survey(world.lib)
    assert counts[0] == counts[2]
