"""What the library of the demonstration asks its readers this quarter."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from mandrivna.config.demo.data import SHORT
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.surveys import answer_survey, count_survey, make_survey, step_survey
from mandrivna.shared.ids import new_uid

QUESTIONS: list[dict[str, Any]] = [
    {"kind": "satisfied", "text": "Наскільки ви задоволені бібліотекою?", "required": True},
    {
        "kind": "one",
        "text": "Як ви дізналися про нас?",
        "options": ["Полиця в хабі", "Знайомі", "Соціальні мережі", "Сайт бібліотеки"],
    },
    {
        "kind": "many",
        "text": "Чого вам бракує?",
        "options": ["Новіших книжок", "Вечірніх годин", "Занять для дітей", "Книжок англійською"],
    },
    {"kind": "scale", "text": "Чи зручні години хабів?"},
    {"kind": "text", "text": "Що поліпшити передусім?"},
]
MARKS = (5, 4, 5, 3, 4, 5, 5, 2, 4, 5, 4, 3, 5, 4)
WORDS = {2: "Більше детективів, будь ласка.", 6: "Усе добре, дякуємо, що ви є.", 9: "Зачиняйте в суботу пізніше."}
SINCE = 21


def answer(stage: Stage) -> None:
    """Nobody's answers, one a day for two weeks."""
    director = stage.actors["director"]

    def act(days: int, actor: Actor, channel: str) -> Act:
        return Act(actor=actor, at=stage.now - dt.timedelta(days=days), uid=new_uid(), channel=channel)

    first = act(SINCE, director, "desk")
    about = {
        "occasion": "express",
        "title": "Як вам у нас?",
        "intro": "П’ять питань, дві хвилини. Відповіді допоможуть скласти план.",
    }
    survey = make_survey(
        first, unit=stage.units[SHORT], opens_on=first.on, closes_on=first.on + dt.timedelta(days=60), about=about,
        questions=QUESTIONS,
    )  # fmt: skip
    survey = step_survey(act(SINCE, director, "desk"), survey=survey, to="open")
    for number, mark in enumerate(MARKS):
        told: dict[str, Any] = {"0": mark, "1": number % 4, "2": sorted({number % 4, number * 3 % 4}), "3": 3 + number % 3}
        told |= {"4": WORDS[number]} if number in WORDS else {}
        answer_survey(act(SINCE - 1 - number, NOBODY, "self"), survey=survey, told=Withheld(json.dumps(told)))
    count_survey(act(0, director, "desk"), survey=survey)
