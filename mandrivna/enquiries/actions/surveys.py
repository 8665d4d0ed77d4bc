"""Verbs of questionnaires. Whoever answers is nobody: no operation leads to a sheet, and none keeps what stood on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.enquiries import rules
from mandrivna.enquiries.models.surveys import Survey, SurveySheet, SurveyWords
from mandrivna.enquiries.survey_facts import survey_lines
from mandrivna.enquiries.surveys import answered, said_of, step_problems, survey_problems, tidied
from mandrivna.ledger.api import settle

ABOUT = ("occasion", "title", "intro", "shown")


@verb("enquiries.make_survey", may=rules.SURVEYS, at="unit")
def make_survey(
    act: Act, *, unit: Unit, opens_on: dt.date, closes_on: dt.date, about: dict[str, Any], questions: list[dict[str, Any]]
) -> Survey:  # fmt: skip
    """A draft that nobody is asked yet. `about`: occasion, title, intro, shown."""
    refuse_if(survey_problems({**about, "opens_on": opens_on, "closes_on": closes_on}, questions))
    survey = Survey(uid=act.uid, unit=unit, made_at=act.at, opens_on=opens_on, closes_on=closes_on, questions=tidied(questions))
    _describe(survey, about)
    survey.save(force_insert=True)
    return survey


@verb("enquiries.edit_survey", may=rules.SURVEYS, at="survey.unit")
def edit_survey(
    act: Act, *, survey: Survey, opens_on: dt.date, closes_on: dt.date, about: dict[str, Any], questions: list[dict[str, Any]]
) -> Survey:  # fmt: skip
    """Days and words at any time; the questions until somebody has answered, for an answer to one is none to another."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    problems = survey_problems({**about, "opens_on": opens_on, "closes_on": closes_on}, questions)
    refuse_if(problems)
    wanted = tidied(questions)
    if wanted != locked.questions and answered(locked):
        text = _("На анкету вже відповідають: питань не змінити. Складіть нову, узявши цю за зразок.")
        refuse_if([Blocker(code="answered", text=text)])
    locked.opens_on, locked.closes_on, locked.questions = opens_on, closes_on, wanted
    _describe(locked, about)
    locked.save()
    return locked


def _describe(survey: Survey, about: dict[str, Any]) -> None:
    survey.occasion, survey.shown = about["occasion"], bool(about.get("shown", True))
    survey.title, survey.intro = " ".join(about["title"].split()), str(about.get("intro", "")).strip()


@verb("enquiries.step_survey", may=rules.SURVEYS, at="survey.unit")
def step_survey(act: Act, *, survey: Survey, to: str) -> Survey:
    """From a draft to everybody, to its end, and open once more."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    refuse_if(step_problems(locked, to, act.on))
    locked.state = to
    locked.save(update_fields=["state"])
    return locked


@verb(
    "enquiries.answer_survey", may=Anybody("whoever is asked says what they think without a name"), at="survey.unit", audited=False
)
def answer_survey(act: Act, *, survey: Survey, told: Withheld, read: str = "") -> Survey:
    """`told`: JSON, place of a question → number, numbers or words. `read`: the `Survey.mark` of the questions that were read,
    where that was some time ago. What comes back is the questionnaire and not the sheet: an operation has a moment, and a moment is
    somebody."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)  # its questions do not change under an answer
    problems: list[Problem] = []
    if not survey.asks(act.on):
        problems.append(Blocker(code="not_asked", text=_("Ця анкета вже не приймає відповідей.")))
    elif read and read != survey.mark:
        changed = _("Поки ви відповідали, питання змінили. Перегляньте їх, будь ласка, ще раз і надішліть.")
        problems.append(Blocker(code="changed", text=changed))
    said = said_of(survey, str(told))
    refuse_if(problems or said.problems)
    SurveySheet.objects.create(survey=survey, answers=said.answers, on=act.on)
    for at, text in said.words.items():
        SurveyWords.objects.create(survey=survey, question=at, text=text, on=act.on)
    return survey


@verb("enquiries.drop_survey_words", may=rules.SURVEY_WORDS, at="words.survey.unit")
def drop_survey_words(act: Act, *, words: SurveyWords) -> Survey:
    """Somebody was named in them, or they are no answer: gone for good. What was chosen stays."""
    survey = words.survey
    SurveyWords.objects.filter(pk=words.pk).delete()
    return survey


@verb("enquiries.count_survey", may=rules.SURVEYS, at="survey.unit", audited=False)
def count_survey(act: Act, *, survey: Survey) -> Survey:
    """Whole days that are over enter the figures together, so that no fact says in which minute somebody was not satisfied."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    locked.counted_to = act.on - dt.timedelta(days=1)
    locked.save(update_fields=["counted_to"])
    settle(act, f"enquiries.Survey:{locked.pk}", survey_lines(locked))
    return locked
