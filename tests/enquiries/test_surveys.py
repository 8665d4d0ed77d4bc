"""Questionnaires: what makes sense to ask, what an answer may say, and that nothing of who answered is left anywhere."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from mandrivna.core import retention
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.surveys import (
    answer_survey,
    count_survey,
    drop_survey_words,
    edit_survey,
    make_survey,
    step_survey,
)
from mandrivna.enquiries.models import Survey, SurveySheet, SurveyWords
from mandrivna.enquiries.surveys import results
from mandrivna.enquiries.tasks import count_surveys
from mandrivna.ledger.api import check_facts, facts
from mandrivna.planning.queries import table
from tests.factories.library import Library, library
from tests.factories.surveys import QUESTIONS, ask_survey, described, survey_draft
from tests.support import tables_with_rows

pytestmark = pytest.mark.django_db
KINDS = ("enquiries.surveyed", "enquiries.rated", "enquiries.satisfied")


@pytest.fixture
def lib() -> Library:
    return library()


def answer(lib: Library, survey: Survey, told: Any, *, days: int = 0, **about: Any) -> Act:
    act = lib.act(actor=NOBODY, channel="self", **about)
    act = Act(actor=NOBODY, channel="self", at=act.at + dt.timedelta(days=days))
    answer_survey(act, survey=survey, told=Withheld(told if isinstance(told, str) else json.dumps(told)))
    return act


def codes(run: Any, /, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        run(*args, **kwargs)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_a_questionnaire_is_a_draft_until_it_is_opened_and_may_be_opened_again(lib: Library) -> None:
    survey = survey_draft(lib)
    assert (survey.state, survey.asks(lib.today)) == ("draft", False)
    assert step_survey(lib.act(), survey=survey, to="open").asks(lib.today)
    assert not step_survey(lib.act(), survey=survey, to="closed").asks(lib.today)
    assert step_survey(lib.act(), survey=survey, to="open").state == "open"
    assert codes(step_survey, lib.act(), survey=survey, to="draft") == [("wrong_state", "")]


def test_what_is_over_is_not_opened(lib: Library) -> None:
    survey = survey_draft(lib)
    late = Act(actor=lib.act().actor, at=lib.now + dt.timedelta(days=31))
    assert codes(step_survey, late, survey=survey, to="open") == [("is_over", "")]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"title": " "}, ("no_title", "title")),
        ({"title": "я" * 161}, ("too_long", "title")),
        ({"intro": "я" * 1001}, ("too_long", "intro")),
        ({"occasion": "daily"}, ("unknown_occasion", "occasion")),
    ],
)
def test_a_questionnaire_without_sense_is_refused(lib: Library, wrong: dict[str, Any], problem: tuple[str, str]) -> None:
    assert codes(make_survey, lib.act(), unit=lib.hub, **described(lib, **wrong)) == [problem]


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ([], ("no_questions", "")),
        ([{"kind": "text", "text": "Що?"}] * 21, ("too_many_questions", "")),
        ([{"kind": "essay", "text": "Що?"}], ("unknown_kind", "kind0")),
        ([QUESTIONS[0], {"kind": "text", "text": " "}], ("no_text", "text1")),
        ([{"kind": "text", "text": "я" * 301}], ("too_long", "text0")),
        ([{"kind": "one", "text": "Де?", "options": ["Тут"]}], ("wrong_options", "options0")),
        ([{"kind": "many", "text": "Де?", "options": ["Тут", "Тут"]}], ("wrong_options", "options0")),
        ([{"kind": "one", "text": "Де?", "options": ["Тут", "я" * 121]}], ("too_long", "options0")),
    ],
)
def test_a_question_without_sense_is_refused_beside_it(lib: Library, questions: list[Any], problem: tuple[str, str]) -> None:
    assert codes(make_survey, lib.act(), unit=lib.hub, **{**described(lib), "questions": questions}) == [problem]


def test_days_in_the_wrong_order_are_refused(lib: Library) -> None:
    said = {**described(lib), "closes_on": lib.today - dt.timedelta(days=1)}
    assert codes(make_survey, lib.act(), unit=lib.hub, **said) == [("ends_before", "closes_on")]
    assert not Survey.objects.exists()


def test_with_the_first_answer_the_questions_stand_and_the_words_around_them_do_not(lib: Library) -> None:
    survey = ask_survey(lib)
    changed = {**described(lib), "questions": QUESTIONS[:2]}
    assert len(edit_survey(lib.act(), survey=survey, **changed).questions) == 2
    answer(lib, Survey.objects.get(), {"0": 5})
    assert codes(edit_survey, lib.act(), survey=survey, **described(lib)) == [("answered", "")]
    edit_survey(lib.act(), survey=survey, **{**changed, "about": {**changed["about"], "title": "Інша назва"}})
    assert (Survey.objects.get().title, len(Survey.objects.get().questions)) == ("Інша назва", 2)


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("не json", ("not_understood", "")),
        ("[1]", ("not_understood", "")),
        ("[" * 100_000, ("not_understood", "")),
        ({}, ("no_answer", "q0")),
        ({"0": 6}, ("unknown_option", "q0")),
        ({"0": 0}, ("unknown_option", "q0")),
        ({"0": True}, ("unknown_option", "q0")),
        ({"0": [4, 5]}, ("unknown_option", "q0")),
        ({"0": 5, "1": 3}, ("unknown_option", "q1")),
        ({"0": 5, "1": [0, 1]}, ("unknown_option", "q1")),
        ({"0": 5, "2": [0, 3]}, ("unknown_option", "q2")),
        ({"0": 5, "2": {"0": 1}}, ("unknown_option", "q2")),
        ({"0": 5, "3": "я" * 501}, ("too_long", "q3")),
    ],
)
def test_an_answer_that_was_never_offered_is_refused_and_nothing_is_kept(lib: Library, told: Any, problem: Any) -> None:
    survey = ask_survey(lib)
    with pytest.raises(Refused) as refusal:
        answer(lib, survey, told)
    assert [(one.code, one.field) for one in refusal.value.problems] == [problem]
    assert not SurveySheet.objects.exists()
    assert not SurveyWords.objects.exists()


def test_a_sheet_with_nothing_on_it_is_none(lib: Library) -> None:
    optional = [{**question, "required": False} for question in QUESTIONS]
    survey = make_survey(lib.act(), unit=lib.hub, **{**described(lib), "questions": optional})
    step_survey(lib.act(), survey=survey, to="open")
    with pytest.raises(Refused) as refusal:
        answer(lib, Survey.objects.get(), {"1": "", "3": "  "})
    assert refusal.value.codes == ["nothing_said"]


@pytest.mark.parametrize("days", [-1, 31])
def test_nobody_answers_before_or_after(lib: Library, days: int) -> None:
    survey = ask_survey(lib)
    with pytest.raises(Refused) as refusal:
        answer(lib, survey, {"0": 5}, days=days)
    assert refusal.value.codes == ["not_asked"]


def test_nothing_leads_from_an_operation_to_a_sheet_or_from_a_sheet_to_words(lib: Library) -> None:
    """Every table is looked through: of the moment and the operation the sheet and the words know nothing, and the other way."""
    survey = ask_survey(lib)
    act = answer(lib, survey, {"0": 2, "1": 1, "3": "Сойка Лісова каже: холодно"})
    sheet, words = SurveySheet.objects.get(), SurveyWords.objects.get()
    operation = Operation.objects.get(uid=act.uid)
    assert (operation.body, operation.ref) == ({"survey": str(survey.pk), "told": None}, f"enquiries.Survey:{survey.pk}")
    assert not AuditEntry.objects.filter(op=act.uid).exists()
    assert (sheet.uid.version, words.uid.version) == (4, 4)  # chance; a number of ours would say the moment
    names = {name for row in (sheet, words) for name in (field.name for field in row._meta.concrete_fields)}
    assert names == {"uid", "survey", "answers", "on", "question", "text"}
    for pk in (sheet.pk, words.pk):
        assert [name for name in tables_with_rows() if pk.hex in dump(name)] == [type(row(pk))._meta.db_table]
    assert "Сойка" not in dump(SurveyWords._meta.db_table)


def row(pk: Any) -> SurveySheet | SurveyWords:
    return SurveySheet.objects.filter(pk=pk).first() or SurveyWords.objects.get(pk=pk)


def dump(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
        return repr(cursor.fetchall()).replace("-", "")


def test_the_results_are_sums_a_share_and_a_mean(lib: Library) -> None:
    survey = ask_survey(lib)
    for told in ({"0": 5, "1": 0, "2": [0, 2]}, {"0": 4, "2": [0]}, {"0": 1, "1": 2, "4": 3}):
        answer(lib, survey, told)
    many, told = results(survey)
    assert many == 3
    assert [(one.at, one.many, one.bars, one.share) for one in told] == [
        (0, 3, [("1", 1), ("2", 0), ("3", 0), ("4", 1), ("5", 1)], 67),
        (1, 2, [("Полиця в хабі", 1), ("Сайт", 0), ("Друзі", 1)], None),
        (2, 2, [("Нових книжок", 2), ("Вечірніх годин", 0), ("Занять для дітей", 1)], None),
        (4, 1, [("1", 0), ("2", 0), ("3", 1), ("4", 0), ("5", 0)], 0),
    ]
    assert round(told[0].mean or 0, 2) == 3.33


def test_whole_days_enter_the_figures_and_today_does_not(lib: Library) -> None:
    survey = ask_survey(lib)
    for days, mark in ((0, 5), (0, 2), (1, 4), (2, 1)):
        answer(lib, survey, {"0": mark, "4": 5}, days=days)
    assert not facts(KINDS, None, dt.date(2040, 1, 1)).exists()
    third = Act(actor=lib.act().actor, at=lib.now + dt.timedelta(days=2))
    count_survey(third, survey=survey)
    count_survey(Act(actor=third.actor, at=third.at), survey=survey)
    rows = facts(KINDS, None, dt.date(2040, 1, 1)).order_by("on", "kind").values_list("on", "kind", "quantity", "unit_id")
    days = [lib.today, lib.today + dt.timedelta(days=1)]
    assert list(rows) == [
        (days[0], "enquiries.rated", 2, lib.hub.pk),
        (days[0], "enquiries.satisfied", 1, lib.hub.pk),
        (days[0], "enquiries.surveyed", 2, lib.hub.pk),
        (days[1], "enquiries.rated", 1, lib.hub.pk),
        (days[1], "enquiries.satisfied", 1, lib.hub.pk),
        (days[1], "enquiries.surveyed", 1, lib.hub.pk),
    ]
    assert check_facts().drift == []
    shown = table(lib.root, lib.today.year)
    assert [shown[code].cells["fact"].text for code in ("surveyed", "satisfied_share")] == ["3", "66,7"]


def test_every_night_counts_what_was_answered_until_yesterday_once() -> None:
    lib = library(timezone.now() - dt.timedelta(days=1))
    survey, _draft = ask_survey(lib), survey_draft(lib)
    answer(lib, survey, {"0": 5})
    answer(lib, survey, {"0": 1}, days=1)
    assert [count_surveys.func(), count_surveys.func()] == [1, 0]
    assert [row.kind for row in facts(KINDS, None, dt.date(2040, 1, 1)).order_by("kind")] == [KINDS[1], KINDS[2], KINDS[0]]


def test_words_go_after_a_year_or_at_once_and_what_was_chosen_stays(lib: Library) -> None:
    survey = ask_survey(lib)
    for text in ("Дякую", "Забагато", "Сойка Лісова"):
        answer(lib, survey, {"0": 5, "3": text})
    old, named, _kept = SurveyWords.objects.all()
    SurveyWords.objects.filter(pk=old.pk).update(on=lib.today - dt.timedelta(days=401))
    retention.execute(lib.now)
    drop_survey_words(lib.act(), words=named)
    assert (SurveyWords.objects.count(), SurveySheet.objects.count()) == (1, 3)


def test_an_answer_to_questions_that_were_changed_meanwhile_is_none_to_the_new_ones(lib: Library) -> None:
    survey = ask_survey(lib)
    read, swapped = survey.mark, [*QUESTIONS[1:], QUESTIONS[0]]
    edit_survey(lib.act(), survey=survey, **{**described(lib), "questions": swapped})
    told = Withheld(json.dumps({"0": 1, "1": [0], "2": "Слово", "3": [3], "4": 5}))
    assert codes(answer_survey, Act(actor=NOBODY, channel="self", at=lib.now), survey=survey, told=told, read=read) == [
        ("changed", "")
    ]
    assert SurveySheet.objects.count() == 0
