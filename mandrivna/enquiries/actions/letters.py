"""Whoever has no card asks, too: by a letter, or on the site. And a conversation nobody must ever find is wiped at once."""

from __future__ import annotations

import hashlib
import uuid
from base64 import urlsafe_b64encode

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.fields import matching
from mandrivna.core.models import Operation, Unit
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.actions.conversations import closed_problems, due, goes_on, ours, said, text_problems
from mandrivna.enquiries.actions.log import taken_back
from mandrivna.enquiries.letters import LONGEST_LETTER, LONGEST_SUBJECT
from mandrivna.enquiries.models import Conversation, Message, Outgoing
from mandrivna.enquiries.states import Counted, Talk
from mandrivna.ledger.api import settle

CHANNEL = "mail"
LONGEST_ADDRESS = 254
NOWHERE = Withheld("")
ROOM = 200
"""For the words we add ourselves under a long letter."""


@verb("enquiries.take_letter", may=Anybody("who writes a letter shows an address, and that may be anybody's"), at="place")
def take_letter(act: Act, *, place: Unit, address: Withheld, subject: Withheld, text: Withheld) -> Message:
    """The next thing said in the open conversation with this address, or the first. No reader is looked up by it: anybody may write
    anybody's address above a letter, and the answer goes to that address only."""
    refuse_if([*text_problems(text, LONGEST_LETTER + ROOM), *_address_problems(address)])
    talk = _open_with(act, place, str(address), str(subject)[:LONGEST_SUBJECT], CHANNEL)
    return said(act, talk, str(text), by_reader=True)


@verb("enquiries.ask_librarian", may=Anybody("who asks a question need not say who they are"), at="place")
def ask_librarian(act: Act, *, place: Unit, text: Withheld, address: Withheld = NOWHERE) -> Conversation:
    """On the site. Whoever leaves an address is answered there; whoever leaves none gets a link, made of the act itself, so that a
    form sent twice leads to the same conversation. Never both: whoever writes somebody else's address would read their answers."""
    refuse_if([*text_problems(text), *(_address_problems(address) if address else [])])
    if address:
        talk = _open_with(act, place, str(address), "", act.channel)
    else:
        talk = _opened(act, place, act.channel, ticket_hash=hash_of(ticket_of(act.uid)))
    said(act, talk, str(text), by_reader=True)
    return talk


@verb("enquiries.say_more", may=Anybody("the link, known to nobody else, says whose question it is"))
def say_more(act: Act, *, ticket: Withheld, text: Withheld) -> Message:
    """Behind one's own link."""
    talk = Conversation.objects.select_for_update().filter(ticket_hash=hash_of(str(ticket))).first()
    if talk is None:
        refuse_if([Blocker(code="wrong_ticket", text=_("За цим посиланням уже нічого немає. Напишіть нове запитання."))])
    assert talk is not None
    refuse_if([*text_problems(text), *closed_problems(talk)])
    goes_on(act, talk)
    return said(act, talk, str(text), by_reader=True)


@verb("enquiries.wipe_talk", may=rules.ANSWER, at="place")
def wipe_talk(act: Act, *, conversation: Conversation, place: Unit) -> Conversation:
    """At once and for good, whatever the rules of keeping say: no word, no address, no link, nothing counted. For whoever may be
    harmed by having written (safety: T1). What was to be said by letter is not said; in the chat nothing that still waits is: the
    answer lies there word for word. The letter itself lies in the box, where only a person wipes it."""
    talk = ours(conversation, place)
    if talk.reader_id:
        Outgoing.objects.filter(chat__reader=talk.reader_id).delete()
    words = list(Message.objects.filter(conversation=talk).defer("text"))
    Message.objects.filter(pk__in=[one.pk for one in words]).update(text=None)
    talk.reader = talk.address = talk.subject = talk.ticket_hash = talk.due_on = None
    counted_by, talk.line = talk.line, None
    talk.state, talk.counted, talk.closed_on = Talk.CLOSED, Counted.NOTHING, act.on
    talk.save()
    settle(act, f"enquiries.Conversation:{talk.pk}", facts.talk_lines(talk))
    if counted_by is not None and not counted_by.struck:
        taken_back(act, counted_by)
    ended = Operation.objects.filter(ref=f"enquiries.Conversation:{talk.pk}").values_list("pk", flat=True)
    forget_traces([talk, *words], [*ended, *(one.pk for one in words)])
    return talk


def told_apart(act: Act, text: str) -> Act:
    """The words are in no operation, so the door cannot tell two letters under one number from one letter sent twice. Other words
    than those that stand under the number are an act of their own; the same words sent again, and what was wiped, are not."""
    stands = Message.objects.filter(pk=act.uid, text__isnull=False).first()
    return act.part(text.strip()) if stands and stands.text != text.strip() else act


def ticket_of(uid: uuid.UUID) -> str:
    """128 bits nobody makes without the key."""
    return urlsafe_b64encode(crypto.seal_mac("enquiries.ticket", uid.bytes)[:16]).decode("ascii").rstrip("=")


def hash_of(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()


def _open_with(act: Act, place: Unit, address: str, subject: str, channel: str) -> Conversation:
    institution = institution_of(place)
    rows = Conversation.objects.select_for_update().filter(institution=institution).exclude(state=Talk.CLOSED)
    talk = rows.filter(matching(Conversation, "address_index", address)).first()
    if talk is None:
        return _opened(act, place, channel, address=address, subject=subject or None)
    goes_on(act, talk)
    return talk


def _opened(act: Act, place: Unit, channel: str, **whose: str | None) -> Conversation:
    return Conversation.objects.create(
        uid=act.part("talk").uid, institution=institution_of(place), channel=channel, on=act.on, opened_at=act.at, last_at=act.at,
        due_on=due(act), **whose,
    )  # fmt: skip


def _address_problems(address: str) -> list[Problem]:
    try:
        validate_email(address)
    except ValidationError:
        text = _("Це не схоже на адресу пошти. Перевірте її або лишіть поле порожнім.")
        return [Blocker(code="wrong_address", text=text, field="address")]
    return []
