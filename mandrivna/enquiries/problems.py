from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.states import TRANSITIONS, About, State

LENGTHS = {"words": 200, "title": 300, "authors": 200, "note": 1000, "contact": 120}


def asking_problems(*, about: str, record: Record | None, isbn: str, said: dict[str, str]) -> list[Problem]:
    """Something has to be asked for, and in words that fit."""
    found: list[Problem] = []
    if about not in About.values:
        found.append(Blocker(code="unknown_about", text=_("Невідомо, про що запит."), field="about"))
    if record is None and not (isbn or any(said[name].strip() for name in ("title", "authors", "words"))):
        found.append(Blocker(code="nothing_asked", text=_("Напишіть, яку книжку шукаєте: досить назви або автора."), field="title"))
    if record is None and about not in (About.ABSENT, About.TOPIC):
        found.append(Blocker(code="which_title", text=_("Скажіть, про яке видання з каталогу мова."), field="about"))
    if about == About.QUESTION and not said["note"].strip():
        found.append(Blocker(code="no_question", text=_("Напишіть, про що хочете запитати."), field="note"))
    if isbn.strip() and not normal_isbn(isbn):
        found.append(Blocker(code="wrong_isbn", text=_("Це не ISBN: у ньому 10 або 13 цифр. Можна й без нього."), field="isbn"))
    for name, most in LENGTHS.items():
        if len(said[name]) > most:
            text = _("Задовго: можна до %(most)d знаків.") % {"most": most}
            found.append(Blocker(code="too_long", text=text, field=name))
    return found


def answer_problems(refusal: Refusal, state: str) -> list[Problem]:
    if state not in State.values:
        return [Blocker(code="unknown_state", text=_("Такого стану запиту немає."), field="state")]
    if state not in TRANSITIONS[refusal.state]:
        text = _("Запит уже в стані «%(state)s»: з нього так перейти не можна.") % {"state": refusal.get_state_display()}
        return [Blocker(code="wrong_state", text=text, field="state")]
    return []
