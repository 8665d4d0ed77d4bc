"""What is asked and counted here: `policy/enquiries.yaml` and what the institution changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.states import Remarked, Served, Way

LONGEST_NAME = 60
LONGEST_TOPIC = 120
MOST_MINUTES = 24 * 60
MOST_TEMPLATES = 12
NOTHING = "-"
LIMITS = {
    "back_days": (1, 3660), "complaint_days": (1, 60), "suggestion_days": (1, 60), "talk_days": (1, 60),
    "session_minutes": (5, 720),
}  # fmt: skip
ANSWERS = "answers"
SPECIALISTS = "specialists"
LONGEST_ANSWER = 1000
SECTIONS = {"references": Served.REFERENCE, "consultations": Served.CONSULTATION, "e_services": Served.CONSULTATION}


@dataclass(frozen=True)
class Template:
    name: str
    sort: str
    topic: str
    channel: str
    minutes: int | None


@dataclass(frozen=True)
class Terms:
    """`sections`: code → name of each kind, as the institution calls them; a kind without a name is offered nowhere."""

    sections: dict[str, dict[str, str]]
    templates: list[Template]
    back_days: int
    complaint_days: int
    suggestion_days: int
    session_minutes: int
    talk_days: int
    specialists: dict[str, str]
    """Who is invited to advise: roles and partners by their codes, never a person."""
    answers: dict[str, str]
    """Beginnings of answers in conversations, by their codes; those without words left out."""

    def days_to_answer(self, what: str) -> int:
        return self.complaint_days if what == Remarked.COMPLAINT else self.suggestion_days

    def section(self, name: str) -> dict[str, str]:
        """In the language of whoever looks, where what is shipped has words in it."""
        return {code: gettext(words) for code, words in self.sections[name].items()}

    def of(self, served: str) -> dict[str, str]:
        """All kinds of references, or of consultations, that may be chosen."""
        sections = [self.section(section) for section, what in SECTIONS.items() if what == served]
        return {code: name for kinds in sections for code, name in kinds.items()}

    def served(self, sort: str) -> str:
        """What a kind is: a reference or a consultation; nothing for a code nobody knows."""
        return next((SECTIONS[section] for section, kinds in self.sections.items() if sort in kinds), "")

    def invited(self) -> dict[str, str]:
        return {code: gettext(words) for code, words in self.specialists.items()}

    def name(self, sort: str) -> str:
        return next((gettext(kinds[sort]) for kinds in self.sections.values() if sort in kinds), "")


def terms() -> Terms:
    return policy.made("enquiries", _terms)


def _terms(data: dict[str, Any]) -> Terms:
    sections = {section: {code: name.strip() for code, name in data[section].items() if name.strip()} for section in SECTIONS}
    numbers = {name: data[name] for name in LIMITS}
    templates = [_template(row) for row in data["templates"]]
    return Terms(sections, templates, specialists=_worded(data, SPECIALISTS), answers=_worded(data, ANSWERS), **numbers)


def _worded(data: dict[str, Any], section: str) -> dict[str, str]:
    return {code: words.strip() for code, words in data[section].items() if words.strip()}


def shipped_names() -> dict[str, str]:
    """Of every kind, for those who name a facet without asking the database."""
    data = policy.seed("enquiries")
    return {code: name for section in SECTIONS for code, name in data[section].items() if name}


def _parts(row: list[str]) -> list[str]:
    """Name, kind, topic, way, minutes; of the last three those left out, or written «-», are empty."""
    said = ["" if part.strip() == NOTHING else part.strip() for part in row]
    return [*said, *[""] * (5 - len(said))]


def _template(row: list[str]) -> Template:
    name, sort, topic, way, minutes = _parts(row)
    return Template(name, _kind(sort), topic, _way(way), int(minutes) if minutes else None)


def _kind(said: str) -> str:
    """By its code, or by its name as shipped; nothing for what is neither."""
    known = shipped_names()
    codes = {code for section in SECTIONS for code in policy.seed("enquiries")[section]}
    return said if said in codes else next((code for code, name in known.items() if name.casefold() == said.casefold()), "")


def _way(said: str) -> str:
    if not said:
        return Way.DESK
    return next((way.value for way in Way if said.casefold() in (way.value, str(way.label).casefold())), "")


def enquiries_policy_problems(key: str, value: Any) -> list[Problem]:
    section, _slash, _code = key.partition("/")
    if section in (*SECTIONS, SPECIALISTS):
        return _name_problems(value)
    if section == ANSWERS:
        return _answer_problems(value)
    if key == "templates":
        return _template_problems(value)
    low, high = LIMITS[key]
    if type(value) is not int or not low <= value <= high:
        text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": low, "high": high}
        return [Blocker(code="policy_out_of_range", text=text, field="value")]
    return []


def _name_problems(value: Any) -> list[Problem]:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        text = _("Потрібна назва до %(most)d знаків; порожня прибирає вид із кнопок.") % {"most": LONGEST_NAME}
        return [Blocker(code="policy_not_a_name", text=text, field="value")]
    return []


def _answer_problems(value: Any) -> list[Problem]:
    if not isinstance(value, str) or len(value) > LONGEST_ANSWER:
        text = _("Потрібен текст до %(most)d знаків; порожній зразок не показуємо.") % {"most": LONGEST_ANSWER}
        return [Blocker(code="policy_not_an_answer", text=text, field="value")]
    return []


def _template_problems(value: Any) -> list[Problem]:
    rows: list[Any] = value if isinstance(value, list) else [None]
    wrong = next((number for number, row in enumerate(rows, 1) if not _sound(row)), 0)
    if len(rows) > MOST_TEMPLATES:
        text = _("Зразків забагато: до %(most)d.") % {"most": MOST_TEMPLATES}
        return [Blocker(code="policy_too_many", text=text, field="value")]
    if wrong:
        said = _("Рядок %(number)d: назва й вид, а за бажанням тема, як питали, хвилин: усе через кому.") % {"number": wrong}
        return [Blocker(code="policy_not_a_template", text=said, field="value")]
    if len({row[0].strip() for row in rows}) < len(rows):
        return [Blocker(code="policy_not_a_template", text=_("Дві однакові назви зразків."), field="value")]
    return []


def _sound(row: Any) -> bool:
    if not isinstance(row, list) or not 2 <= len(row) <= 5 or not all(isinstance(part, str) for part in row):
        return False
    name, sort, topic, way, minutes = _parts(row)
    fits = 0 < len(name) <= LONGEST_NAME and len(topic) <= LONGEST_TOPIC
    spent = not minutes or (minutes.isdigit() and int(minutes) <= MOST_MINUTES)
    return fits and bool(_kind(sort)) and bool(_way(way)) and spent


VALIDATORS.add("enquiries", enquiries_policy_problems)
