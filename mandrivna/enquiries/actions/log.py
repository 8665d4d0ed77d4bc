"""References and consultations are logged where they were given, several at once, also afterwards, and put right by difference."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.models import Operation, Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import DISTANCE, institution_of, service_mode
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.counted_once import sitting_twice_problems
from mandrivna.enquiries.models import Conversation, LogLine
from mandrivna.enquiries.states import Result, Served, Way
from mandrivna.enquiries.terms import LONGEST_TOPIC, MOST_MINUTES, terms
from mandrivna.ledger.api import settle
from mandrivna.readers.models import Audience

MOST = 500
LONGEST_QUESTION = 2000
SAID = ("served", "sort", "channel", "number", "audience")
WORDS = ("minutes", "topic", "result", "question", "specialist")


@verb("enquiries.log", may=rules.LOG, at="place")
def log(
    act: Act, *, place: Unit, served: str, on: dt.date, sort: str = "", channel: str = Way.DESK, number: int = 1,
    audience: str = Audience.GENERAL, minutes: int | None = None, topic: str = "", result: str = Result.GIVEN, question: str = "",
    specialist: str = "",
) -> LogLine:  # fmt: skip
    """So many answers of one kind, given at `place` on that day. Nobody's name belongs here; `question` is kept for half a year."""
    line = LogLine(
        uid=act.uid, place=place, on=on, served=served, sort=sort, channel=channel, number=number, audience=audience,
        minutes=minutes, topic=topic, result=result, question=question.strip() or None, specialist=specialist,
    )  # fmt: skip
    return entered(act, line, [*when_problems(act, on), *sitting_twice_problems(place, served)])


def entered(act: Act, line: LogLine, problems: Sequence[Problem] = ()) -> LogLine:
    """Into the log and the figures, whoever found out what it was: the desk by two taps, or the end of a conversation."""
    line.topic = " ".join(line.topic.split())
    said, words = ({name: getattr(line, name) for name in names} for names in (SAID, WORDS))
    kinds = [*_kind_problems(line.served, line.sort), *_specialist_problems(line.served, line.specialist)]
    refuse_if([*problems, *kinds, *_counted_problems(said, words)])
    line.institution, line.at, line.mode = institution_of(line.place), act.at, _mode(line)
    line.save(force_insert=True)
    settle(act, _source(line), facts.log_lines(line))
    return line


def taken_back(act: Act, line: LogLine) -> None:
    """One of those it counts is none. Of several the others stay; the line of one is struck, without a word."""
    locked = LogLine.objects.select_for_update().get(pk=line.pk)
    if locked.number > 1:
        locked.number -= 1
    else:
        locked.struck, locked.question, locked.topic = True, None, ""
    locked.save(update_fields=["number", "struck", "question", "topic"])
    settle(act, _source(locked), facts.log_lines(locked))
    forget_traces([locked] if locked.struck else [], _acts_of(locked) if locked.struck else [])


@verb("enquiries.amend_log", may=rules.LOG, at="line.place")
def amend_log(
    act: Act, *, line: LogLine, served: str, on: dt.date, sort: str = "", channel: str = Way.DESK, number: int = 1,
    audience: str = Audience.GENERAL, minutes: int | None = None, topic: str = "", result: str = Result.GIVEN,
    question: str | None = None, specialist: str = "",
) -> LogLine:  # fmt: skip
    """As it should have been written; the figures change by the difference. The place stays: struck, it is written anew there. A
    question nobody speaks of stays too: not everybody who mends a figure may read it."""
    said = {"served": served, "sort": sort, "channel": channel, "number": number, "audience": audience}
    words = {"minutes": minutes, "topic": " ".join(topic.split()), "result": result, "question": question, "specialist": specialist}
    locked = LogLine.objects.select_for_update().select_related("place").get(pk=line.pk)
    kinds = [] if (served, sort) == (locked.served, locked.sort) else _kind_problems(served, sort)  # a kind may have lost its name
    invited = [] if specialist == locked.specialist else _specialist_problems(served, specialist)
    if locked.served != served:  # what was a session before the taps stays one
        invited += sitting_twice_problems(locked.place, served)
    refuse_if([*_struck_problems(locked), *when_problems(act, on), *kinds, *_counted_problems(said, words), *invited])
    refuse_if(_stands_problems(locked, number))
    words["question"] = locked.question if question is None else question.strip() or None
    for name, value in {**said, **words, "on": on}.items():
        setattr(locked, name, value)
    locked.mode = _mode(locked)
    locked.save()
    settle(act, _source(locked), facts.log_lines(locked))
    return locked


@verb("enquiries.strike_log", may=rules.LOG, at="line.place")
def strike_log(act: Act, *, line: LogLine) -> LogLine:
    """Written by mistake: the line stays, counts nothing, and nobody reads its question any more. A conversation it stood for is
    counted by nothing then; it is logged anew by hand."""
    locked = LogLine.objects.select_for_update().get(pk=line.pk)
    refuse_if(_struck_problems(locked))
    locked.struck, locked.question = True, None
    locked.save(update_fields=["struck", "question"])
    settle(act, _source(locked), facts.log_lines(locked))
    forget_traces([], _acts_of(locked))  # the audit never held it
    return locked


def _acts_of(line: LogLine) -> list[uuid.UUID]:
    """Those that wrote and mended it, and the ends of conversations that said what it was."""
    talks = Conversation.objects.filter(line=line).values_list("pk", flat=True)
    ended = Q(verb="enquiries.end_conversation", ref__in=[f"enquiries.Conversation:{pk}" for pk in talks])
    return list(Operation.objects.filter(Q(ref=_source(line)) | ended).values_list("pk", flat=True))


def _source(line: LogLine) -> str:
    return f"enquiries.LogLine:{line.pk}"


def _mode(line: LogLine) -> str:
    return service_mode(line.place, line.place.on(line.on)) if line.channel == Way.DESK else DISTANCE


def _struck_problems(line: LogLine) -> list[Problem]:
    if line.struck:
        return [Blocker(code="struck", text=_("Цей рядок уже скасовано. Запишіть його наново."))]
    return []


def _stands_problems(line: LogLine, number: int) -> list[Problem]:
    """A line of so many answers stands for so many conversations, never for more."""
    talks = Conversation.objects.filter(line=line).count()
    if talks <= number:
        return []
    text = _("За цим рядком уже є розмови: %(talks)d. Менше записати не можна.") % {"talks": talks}
    return [Blocker(code="stands_for_talks", text=text, field="number")]


def when_problems(act: Act, on: dt.date) -> list[Problem]:
    if on > act.on:
        return [Blocker(code="future", text=_("Цей день ще не настав."), field="on")]
    most = terms().back_days
    if (act.on - on).days > most:
        text = _("Так давно вже не записуємо: до %(most)d днів назад.") % {"most": most}
        return [Blocker(code="too_old", text=text, field="on")]
    return []


def _kind_problems(served: str, sort: str) -> list[Problem]:
    if served not in Served.values:
        return [Blocker(code="unknown_served", text=_("Невідомо, що записуємо."), field="served")]
    allowed = terms().of(served) or {"": ""}
    if sort not in allowed:
        return [Blocker(code="unknown_sort", text=_("Такого виду немає. Оберіть зі списку."), field="sort")]
    return []


def _specialist_problems(served: str, specialist: str) -> list[Problem]:
    """Of the list only: where nothing can be written, nobody's name is."""
    if not specialist:
        return []
    if specialist not in terms().specialists:
        return [Blocker(code="unknown_specialist", text=_("Оберіть зі списку."), field="specialist")]
    if served != Served.CONSULTATION:
        text = _("Запрошений фахівець буває лише в консультації.")
        return [Blocker(code="no_consultation", text=text, field="specialist")]
    return []


def _counted_problems(said: Mapping[str, object], words: Mapping[str, object]) -> list[Problem]:
    found: list[Problem] = []
    for name, known in (("channel", Way.values), ("audience", Audience.values)):
        if said[name] not in known:
            found.append(Blocker(code=f"unknown_{name}", text=_("Оберіть зі списку."), field=name))
    if words["result"] not in Result.values:
        found.append(Blocker(code="unknown_result", text=_("Оберіть зі списку."), field="result"))
    if not 1 <= int(str(said["number"])) <= MOST:
        text = _("Кількість має бути від 1 до %(most)d.") % {"most": MOST}
        found.append(Blocker(code="wrong_number", text=text, field="number"))
    if words["minutes"] is not None and not 0 <= int(str(words["minutes"])) <= MOST_MINUTES:
        found.append(Blocker(code="wrong_minutes", text=_("Хвилин має бути від 0 до 1440."), field="minutes"))
    for name, most in (("topic", LONGEST_TOPIC), ("question", LONGEST_QUESTION)):
        if len(str(words[name] or "")) > most:
            text = _("Задовго: можна до %(most)d знаків.") % {"most": most}
            found.append(Blocker(code="too_long", text=text, field=name))
    return found
