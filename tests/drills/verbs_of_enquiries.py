"""One true call of each verb of the log of references and consultations, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.enquiries.actions.found import close_told
from mandrivna.enquiries.actions.inbox import assign_talk
from mandrivna.enquiries.actions.known import amend_known, draft_known, publish_known, withdraw_known
from mandrivna.enquiries.actions.letters import ask_librarian, say_more, take_letter, ticket_of, wipe_talk
from mandrivna.enquiries.actions.log import amend_log, log, strike_log
from mandrivna.enquiries.actions.quiet import count_quiet
from mandrivna.enquiries.actions.refusals import answer, ask_own, record_refusal, withdraw_own
from mandrivna.enquiries.actions.remarks import answer_remark, record_remark, remark, told_remark
from mandrivna.enquiries.actions.surveys import (
    answer_survey,
    count_survey,
    drop_survey_words,
    edit_survey,
    make_survey,
    step_survey,
)
from mandrivna.enquiries.actions.wishes import end_wish, fulfil, wish
from mandrivna.enquiries.models import Conversation, Known, LogLine, Refusal, Remark, Survey, SurveySheet, SurveyWords, Wish
from tests.factories.surveys import ask_survey, described, survey_draft

type Told = Callable[[Any], dict[str, Any]]


def _said(world: Any) -> dict[str, Any]:
    return {"place": world.lib.shelf, "served": "reference", "sort": "thematic", "on": world.lib.today, "question": "Чи є атлас?"}


def _line(world: Any) -> LogLine:
    return log(world.lib.act(), **_said(world))


def _month(world: Any) -> dict[str, Any]:
    before = (world.lib.today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return {"institution": world.lib.root, "month": before, "number": 3}


def _refused(world: Any) -> Refusal:
    return record_refusal(world.lib.act(), place=world.lib.shelf, title="Атлас")


def _own_wish(world: Any) -> Refusal:
    return ask_own(world.lib.act(), reader=world.reader, place=world.lib.root, title="Атлас", note="Для сина")


def _found(world: Any) -> Refusal:
    one = record_refusal(world.lib.act(), place=world.lib.hub, title="Атлас", contact="nobody@example.org")
    return answer(world.lib.act(), refusal=one, place=world.lib.hub, state="found", answer="Є на полиці")


def _wished(world: Any) -> Wish:
    return wish(world.lib.act(), refusal=_refused(world), title="Атлас")


def _complained(world: Any) -> Remark:
    return record_remark(world.lib.act(), **_complaint(world))


def _to_call(world: Any) -> Remark:
    row = record_remark(world.lib.act(), **{**_complaint(world), "contact": "050 000 00 00"})
    return answer_remark(world.lib.act(), remark=row, state="answered", answer="Виправлено.")


def _complaint(world: Any) -> dict[str, Any]:
    return {"place": world.lib.shelf, "what": "complaint", "text": "Зачинено.", "contact": "nobody@example.org"}


def _asked(world: Any) -> Conversation:
    said = say_own(world.lib.act(), reader=world.reader, text="Чи є щось про Луганщину?")
    return Conversation.objects.get(pk=said.conversation_id)


def _draft(world: Any) -> dict[str, Any]:
    return {"place": world.lib.hub, "question": "Як записатися?", "answer": "За хвилину."}


def _known(world: Any) -> Known:
    return draft_known(world.lib.act(), **_draft(world))


def _letter(_world: Any) -> dict[str, Any]:
    return {"address": Withheld("nobody@example.org"), "subject": Withheld("Атлас"), "text": Withheld("Чи є атлас?")}


def _ticket(world: Any) -> Withheld:
    act = world.lib.act()
    ask_librarian(act, place=world.lib.hub, text=Withheld("Чи є атлас?"))
    return Withheld(ticket_of(act.uid))


def _survey_words(world: Any) -> SurveyWords:
    answer_survey(world.lib.act(), survey=ask_survey(world.lib), told=Withheld('{"0": 5, "3": "Дякую"}'))
    return SurveyWords.objects.latest("on")


def _answered(world: Any) -> Survey:
    survey = ask_survey(world.lib)
    answer_survey(world.lib.act(), survey=survey, told=Withheld('{"0": 5}'))
    SurveySheet.objects.filter(survey=survey).update(on=world.lib.today - dt.timedelta(days=1))
    return survey


ENQUIRIES: dict[str, tuple[Callable[..., object], Told]] = {
    "enquiries.make_survey": (make_survey, lambda w: {"unit": w.lib.hub, **described(w.lib)}),
    "enquiries.edit_survey": (edit_survey, lambda w: {"survey": survey_draft(w.lib), **described(w.lib, title="Інша")}),
    "enquiries.step_survey": (step_survey, lambda w: {"survey": survey_draft(w.lib), "to": "open"}),
    "enquiries.answer_survey": (
        answer_survey,
        lambda w: {"survey": ask_survey(w.lib), "told": Withheld('{"0": 4, "2": [0, 1], "3": "Дякую"}')},
    ),
    "enquiries.drop_survey_words": (drop_survey_words, lambda w: {"words": _survey_words(w)}),
    "enquiries.count_survey": (count_survey, lambda w: {"survey": _answered(w)}),
    "enquiries.log": (log, _said),
    "enquiries.amend_log": (
        amend_log,
        lambda w: {"line": _line(w), "served": "consultation", "sort": "education", "on": w.lib.today, "number": 5},
    ),
    "enquiries.strike_log": (strike_log, lambda w: {"line": _line(w)}),
    "enquiries.count_quiet": (count_quiet, _month),
    "enquiries.take_letter": (take_letter, lambda w: {"place": w.lib.hub, **_letter(w)}),
    "enquiries.ask_librarian": (ask_librarian, lambda w: {"place": w.lib.hub, "text": Withheld("Чи є атлас?")}),
    "enquiries.say_more": (say_more, lambda w: {"ticket": _ticket(w), "text": Withheld("І ще.")}),
    "enquiries.wipe_talk": (wipe_talk, lambda w: {"conversation": _asked(w), "place": w.lib.hub}),
    "enquiries.assign_talk": (assign_talk, lambda w: {"conversation": _asked(w), "place": w.lib.hub, "staff": None}),
    "enquiries.draft_known": (draft_known, _draft),
    "enquiries.amend_known": (amend_known, lambda w: {"known": _known(w), "question": "Як?", "answer": "Отак."}),
    "enquiries.publish_known": (publish_known, lambda w: {"known": _known(w)}),
    "enquiries.withdraw_known": (withdraw_known, lambda w: {"known": _known(w)}),
    "enquiries.withdraw_own": (withdraw_own, lambda w: {"refusal": _own_wish(w)}),
    "enquiries.close_told": (close_told, lambda w: {"refusal": _found(w)}),
    "enquiries.wish": (wish, lambda w: {"refusal": _refused(w), "title": "Атлас", "quantity": 2}),
    "enquiries.end_wish": (end_wish, lambda w: {"wish": _wished(w)}),
    "enquiries.fulfil": (fulfil, lambda w: {"refusal": _refused(w), "record": w.copy.record}),
    "enquiries.remark": (remark, _complaint),
    "enquiries.record_remark": (record_remark, _complaint),
    "enquiries.told_remark": (told_remark, lambda w: {"remark": _to_call(w)}),
    "enquiries.answer_remark": (
        answer_remark,
        lambda w: {"remark": _complained(w), "state": "answered", "answer": "Вибачилися, години виправлено."},
    ),
}
