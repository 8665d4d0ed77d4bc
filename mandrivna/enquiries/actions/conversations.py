"""Asking the librarian and answering: from a chat, from the account, from the workspace."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.notices import tell
from mandrivna.core.notify import mail_goes_out
from mandrivna.core.outbox import enqueue
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import rules
from mandrivna.enquiries.actions.log import entered, when_problems
from mandrivna.enquiries.answering import deliver_answer
from mandrivna.enquiries.logged import may_count, way_of
from mandrivna.enquiries.models import Conversation, LogLine, Message
from mandrivna.enquiries.states import Counted, Result, Talk
from mandrivna.enquiries.terms import terms
from mandrivna.readers.models import Audience, Reader

LONGEST = 2000
LONGEST_REPLY = 3500
"""An answer for everybody fits into it, and it into one message of a chat."""


@verb("enquiries.say_own", may=Own("reader.pk"), at="reader.institution")
def say_own(act: Act, *, reader: Reader, text: str) -> Message:
    """What the reader says next; the first thing said opens the conversation."""
    refuse_if(text_problems(text))
    talk = Conversation.objects.select_for_update().filter(reader=reader).exclude(state=Talk.CLOSED).first()
    if talk is None:
        talk = Conversation.objects.create(
            uid=act.part("talk").uid, institution=reader.institution, reader=reader, channel=act.channel,
            on=act.on, opened_at=act.at, last_at=act.at, due_on=due(act),
        )  # fmt: skip
    else:
        goes_on(act, talk)
    return said(act, talk, text, by_reader=True)


def goes_on(act: Act, talk: Conversation) -> None:
    """Somebody said the next thing: it waits again. A second question does not put off the answer to the first."""
    if talk.state != Talk.WAITING:
        talk.due_on = due(act)
    if talk.state != Talk.WAITING or talk.last_at < act.at:
        talk.state, talk.last_at = Talk.WAITING, max(talk.last_at, act.at)
        talk.save(update_fields=["state", "last_at", "due_on"])


@verb("enquiries.reply", may=rules.ANSWER, at="place")
def reply(act: Act, *, conversation: Conversation, place: Unit, text: str) -> Message:
    """The reader hears of it by the way they have chosen; it stands in their account, too. Whoever wrote a letter gets a letter,
    and whoever asked on the site without a card finds it behind their link."""
    talk = ours(conversation, place)
    refuse_if([*text_problems(text, LONGEST_REPLY), *closed_problems(talk), *_way_problems(talk)])
    talk.state, talk.last_at, talk.due_on = Talk.ANSWERED, max(talk.last_at, act.at), None
    talk.save(update_fields=["state", "last_at", "due_on"])
    made = said(act, talk, text, by_reader=False)
    if talk.reader_id:
        tell(act, talk.reader_id, "enquiries.reply", made.pk)
    elif talk.address:
        enqueue(deliver_answer, message=str(made.pk))
    return made


@verb("enquiries.end_conversation", may=rules.ANSWER, at="place")
def end_conversation(
    act: Act, *, conversation: Conversation, place: Unit, served: str = Counted.NOTHING, sort: str = "", topic: str = "",
    minutes: int | None = None, audience: str = Audience.GENERAL, result: str = Result.GIVEN, line: LogLine | None = None,
) -> Conversation:  # fmt: skip
    """What it was goes into the log at `place` like any other line, on the day it began, by somebody who may write there; `line` is
    one that somebody has written of it by hand, and then nothing more is counted. Who asked is forgotten with the rest after half a
    year."""
    talk = ours(conversation, place)
    if served or line is not None:
        act.actor.require(rules.LOG, place.path)
    refuse_if([*closed_problems(talk), *_counted_problems(served)])
    if line is not None:
        talk.line = _free(act, talk, line)
    elif served:
        about = {"served": served, "sort": sort, "topic": topic, "minutes": minutes, "audience": audience, "result": result}
        written = LogLine(uid=act.part("line").uid, place=place, on=talk.on, channel=way_of(talk), **about)
        talk.line = entered(act, written, when_problems(act, talk.on))
    talk.counted = talk.line.served if talk.line else Counted.NOTHING
    talk.state, talk.closed_on, talk.due_on = Talk.CLOSED, act.on, None
    talk.save(update_fields=["state", "counted", "closed_on", "due_on", "line"])
    return talk


def _free(act: Act, talk: Conversation, line: LogLine) -> LogLine:
    """One of those that are offered. A line of so many answers stands for so many conversations."""
    locked = LogLine.objects.select_for_update().get(pk=line.pk)
    if not may_count(act.actor, talk, act.on).filter(pk=locked.pk).exists():
        text = _("Цей рядок журналу вже не підходить: його скасовано або він рахує інші розмови. Оберіть вид.")
        refuse_if([Blocker(code="wrong_line", text=text, field="kind")])
    return locked


def due(act: Act) -> dt.date:
    return act.on + dt.timedelta(days=terms().talk_days)


def ours(conversation: Conversation, place: Unit) -> Conversation:
    if institution_of(place).pk != conversation.institution_id:
        refuse_if([Blocker(code="foreign_talk", text=_("Цю розмову ведуть в іншому закладі."))])
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def said(act: Act, talk: Conversation, text: str, *, by_reader: bool) -> Message:
    made = Message(
        uid=act.uid, conversation=talk, by_reader=by_reader, staff_id=None if by_reader else act.actor.staff_id,
        channel=act.channel, text=text.strip(), at=act.at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def text_problems(text: str, most: int = LONGEST) -> list[Problem]:
    if not text.strip():
        return [Blocker(code="nothing_said", text=_("Напишіть, про що мова."), field="text")]
    if len(text) > most:
        return [Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field="text")]
    return []


def closed_problems(talk: Conversation) -> list[Problem]:
    if talk.state == Talk.CLOSED:
        return [Blocker(code="talk_closed", text=_("Цю розмову вже завершено."))]
    return []


def _way_problems(talk: Conversation) -> list[Problem]:
    """An answer nobody will see is none: the way to the person is forgotten, or letters lie in a folder nobody reads."""
    if not (talk.reader_id or talk.address or talk.ticket_hash):
        text = _("Відповісти вже нікуди: куди, забуто за правилами зберігання. Розмову можна завершити.")
        return [Blocker(code="nowhere", text=text, field="text")]
    if talk.reader_id is None and talk.address and not mail_goes_out():
        text = _("Лист не піде: пошту ще не налаштовано. Скажіть технікові, а текст збережіть.")
        return [Blocker(code="no_mail", text=text, field="text")]
    return []


def _counted_problems(counted: str) -> list[Problem]:
    if counted not in Counted.values:
        return [Blocker(code="unknown_counted", text=_("Невідомо, як це рахувати."), field="kind")]
    return []
