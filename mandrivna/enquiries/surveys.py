"""What is made of a questionnaire: whether it makes sense, what an answer says, what all of them say together."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.places import site_institution
from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.models.surveys import (
    CHOSEN,
    MARKS,
    RATED,
    SATISFIED_FROM,
    STEPS,
    Asked,
    Occasion,
    Survey,
    SurveyQuerySet,
    SurveySheet,
    SurveyState,
    SurveyWords,
)
from mandrivna.enquiries.rules import SURVEYS

LENGTHS = {"title": 160, "intro": 1000, "text": 300, "option": 120, "words": 500}
MOST_QUESTIONS, MOST_OPTIONS = 20, 20
type Json = dict[str, Any]


# --- does it make sense -------------------------------------------------------------------------------------------------


def survey_problems(about: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> list[Problem]:
    found = [_too_long(name, LENGTHS[name]) for name in ("title", "intro") if len(str(about.get(name, "")).strip()) > LENGTHS[name]]
    if not str(about.get("title", "")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву."), field="title"))
    if about.get("occasion") not in Occasion.values:
        found.append(Blocker(code="unknown_occasion", text=_("Оберіть зі списку."), field="occasion"))
    if about["closes_on"] < about["opens_on"]:
        found.append(Blocker(code="ends_before", text=_("Останній день раніше за перший."), field="closes_on"))
    if not questions:
        found.append(Blocker(code="no_questions", text=_("Напишіть хоча б одне питання.")))
    if len(questions) > MOST_QUESTIONS:
        text = _("Забагато питань: можна до %(most)d. Довгих анкет не дочитують.") % {"most": MOST_QUESTIONS}
        found.append(Blocker(code="too_many_questions", text=text))
    return found + [problem for at, one in enumerate(questions) for problem in _question_problems(at, one)]


def _question_problems(at: int, one: Mapping[str, Any]) -> list[Problem]:
    options, found = one.get("options") or [], list[Problem]()
    if one.get("kind") not in Asked.values:
        found.append(Blocker(code="unknown_kind", text=_("Оберіть зі списку."), field=f"kind{at}"))
    if not str(one.get("text", "")).strip():
        found.append(Blocker(code="no_text", text=_("Напишіть питання."), field=f"text{at}"))
    if len(str(one.get("text", "")).strip()) > LENGTHS["text"]:
        found.append(_too_long(f"text{at}", LENGTHS["text"]))
    if one.get("kind") in CHOSEN:
        said = [str(option).strip() for option in options]
        if not 2 <= len(said) <= MOST_OPTIONS or len(set(said)) != len(said) or not all(said):
            text = _("Потрібно від двох до двадцяти різних відповідей, кожна окремим рядком.")
            found.append(Blocker(code="wrong_options", text=text, field=f"options{at}"))
        elif max(map(len, said)) > LENGTHS["option"]:
            found.append(_too_long(f"options{at}", LENGTHS["option"]))
    return found


def tidied(questions: Iterable[Mapping[str, Any]]) -> list[Json]:
    """As they are kept: only what a question of its kind has."""
    return [
        {
            "kind": str(one["kind"]),
            "text": " ".join(str(one["text"]).split()),
            "options": [" ".join(str(option).split()) for option in one.get("options") or []] if one["kind"] in CHOSEN else [],
            "required": bool(one.get("required")) and one["kind"] != Asked.TEXT,
        }
        for one in questions
    ]


def answered(survey: Survey) -> bool:
    return SurveySheet.objects.filter(survey=survey).exists() or SurveyWords.objects.filter(survey=survey).exists()


def step_problems(survey: Survey, to: str, today: dt.date) -> list[Problem]:
    if to not in STEPS[SurveyState(survey.state)]:
        text = _("Зараз «%(state)s»: такого кроку зробити не можна.") % {"state": survey.get_state_display()}
        return [Blocker(code="wrong_state", text=text)]
    if to == SurveyState.OPEN and survey.closes_on < today:
        return [Blocker(code="is_over", text=_("Останній день уже минув: спершу змініть, до якого дня питаємо."))]
    return []


def _too_long(field: str, most: int) -> Problem:
    return Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field)


# --- one answer ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """`answers` as a sheet keeps them, `words` by the place of their question."""

    answers: dict[str, list[int]]
    words: dict[int, str]
    problems: list[Problem]


def said_of(survey: Survey, told: str) -> Said:
    """Of the text that the verb was given: place of a question → number, numbers or words."""
    try:
        given = json.loads(told)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        return Said({}, {}, [Blocker(code="not_understood", text=_("Відповідей не вдалося прочитати. Оновіть сторінку."))])
    answers: dict[str, list[int]] = {}
    words: dict[int, str] = {}
    problems: list[Problem] = []
    for at, question in enumerate(survey.questions):
        value = given.get(str(at))
        if question["kind"] == Asked.TEXT:
            text = " ".join(value.split()) if isinstance(value, str) else ""
            problems += [_too_long(f"q{at}", LENGTHS["words"])] if len(text) > LENGTHS["words"] else []
            words |= {at: text} if text else {}
            continue
        chosen = _chosen(question, value)
        if chosen is None:
            problems.append(Blocker(code="unknown_option", text=_("Оберіть зі списку."), field=f"q{at}"))
        elif not chosen and question["required"]:
            problems.append(Blocker(code="no_answer", text=_("Оберіть відповідь."), field=f"q{at}"))
        elif chosen:
            answers[str(at)] = chosen
    if not problems and not answers and not words:
        problems.append(Blocker(code="nothing_said", text=_("Дайте відповідь хоча б на одне питання.")))
    return Said(answers, words, problems)


def _chosen(question: Json, value: Any) -> list[int] | None:
    """Numbers of options or one mark; None of what was never offered."""
    listed = value if isinstance(value, list) else [] if value is None or value == "" else [value]
    offered = MARKS if question["kind"] in RATED else range(len(question["options"]))
    if any(type(one) is not int or one not in offered for one in listed):
        return None
    if len(listed) > 1 and question["kind"] != Asked.MANY:
        return None
    return sorted(set(listed))


# --- all of them --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """One question: `bars` (what, how many); `share` of a hundred gave 4 or 5, None where nobody is asked for a mark."""

    at: int
    text: str
    kind: str
    many: int
    bars: list[tuple[str, int]]
    share: int | None = None
    mean: float | None = None


def results(survey: Survey) -> tuple[int, list[Answered]]:
    """How many sheets, and each question but the words. One query."""
    sheets = list(SurveySheet.objects.filter(survey=survey).values_list("answers", flat=True))
    counted = [Counter(one for sheet in sheets for one in sheet.get(str(at), [])) for at in range(len(survey.questions))]
    said = [sum(str(at) in sheet for sheet in sheets) for at in range(len(survey.questions))]
    return len(sheets), [
        _answered(at, question, counted[at], said[at])
        for at, question in enumerate(survey.questions)
        if question["kind"] != Asked.TEXT
    ]


def _answered(at: int, question: Json, counted: Counter[int], many: int) -> Answered:
    kind, text = question["kind"], question["text"]
    if kind not in RATED:
        return Answered(at, text, kind, many, [(option, counted[place]) for place, option in enumerate(question["options"])])
    bars = [(str(mark), counted[mark]) for mark in MARKS]
    good = sum(counted[mark] for mark in MARKS if mark >= SATISFIED_FROM)
    total = sum(mark * number for mark, number in counted.items())
    return Answered(at, text, kind, many, bars, round(100 * good / many) if many else None, total / many if many else None)


def surveys_for(actor: Actor) -> SurveyQuerySet:
    return Survey.objects.filter(unit__in=Unit.objects.visible_to(actor, SURVEYS))


def surveys_of_site() -> SurveyQuerySet:
    """What this site may ask: of its own institution and never a draft."""
    institution = site_institution()
    if institution is None:
        return Survey.objects.none()
    return Survey.objects.filter(unit__in=Unit.objects.below(institution.path)).exclude(state=SurveyState.DRAFT)
