"""A questionnaire of the library's hub with a question of each sort."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.enquiries.actions.surveys import make_survey, step_survey
from mandrivna.enquiries.models import Survey
from tests.factories.library import Library

QUESTIONS: list[dict[str, Any]] = [
    {"kind": "satisfied", "text": "Наскільки ви задоволені бібліотекою?", "required": True},
    {"kind": "one", "text": "Де ви нас знайшли?", "options": ["Полиця в хабі", "Сайт", "Друзі"]},
    {"kind": "many", "text": "Чого бракує?", "options": ["Нових книжок", "Вечірніх годин", "Занять для дітей"]},
    {"kind": "text", "text": "Що ще скажете?"},
    {"kind": "scale", "text": "Чи зручні години?"},
]


def described(lib: Library, **about: Any) -> dict[str, Any]:
    said = {"occasion": "annual", "title": "Анкета року", "intro": "Дві хвилини.", "shown": True, **about}
    days = {"opens_on": lib.today, "closes_on": lib.today + dt.timedelta(days=30)}
    return {**days, "about": said, "questions": QUESTIONS}


def survey_draft(lib: Library, **about: Any) -> Survey:
    return make_survey(lib.act(), unit=lib.hub, **described(lib, **about))


def ask_survey(lib: Library, **about: Any) -> Survey:
    """From today for a month."""
    return step_survey(lib.act(), survey=survey_draft(lib, **about), to="open")
