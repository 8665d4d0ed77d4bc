"""Whose chat it is: a code made at the desk or in the account joins it to a reader, and anybody may become a reader in it."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.permissions import Anybody, Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import rules
from mandrivna.enquiries.chats import hash_of
from mandrivna.enquiries.models import Chat, LinkCode, Outgoing
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.entry_links import drop as drop_entry_links
from mandrivna.readers.models import Age, Audience, Reader
from mandrivna.readers.problems import not_in_institution
from mandrivna.shared.ids import new_uid

LIVES = dt.timedelta(minutes=10)


@verb("enquiries.offer_chat", may=rules.LINK, at="place")
def offer_chat(act: Act, *, reader: Reader, place: Unit) -> LinkCode:
    """At the desk, to somebody whose card is known: a code for their phone. `shown` of the answer holds it this once."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    return _code(act, reader=reader)


@verb("enquiries.offer_own_chat", may=Own("reader.pk"), at="reader.institution")
def offer_own_chat(act: Act, *, reader: Reader) -> LinkCode:
    """The reader's own, from their account."""
    return _code(act, reader=reader)


@verb("enquiries.offer_staff_chat", may=rules.CHAT, at="place")
def offer_staff_chat(act: Act, *, place: Unit) -> LinkCode:
    """For the member of staff who asks, and nobody else."""
    staff = Staff.objects.filter(pk=act.actor.staff_id or 0, is_active=True).first()
    if staff is None:
        refuse_if([Blocker(code="no_person", text=_("Код для чату бере сам працівник у своєму сеансі."))])
    return _code(act, staff=staff)


def _code(act: Act, reader: Reader | None = None, staff: Staff | None = None) -> LinkCode:
    """A new one ends those before it: what was shown on a screen and not used serves nobody."""
    LinkCode.objects.filter(reader=reader, staff=staff).delete()
    token = secrets.token_urlsafe(16)
    made = LinkCode(reader=reader, staff=staff, token_hash=hash_of(token), made_at=act.at, expires_at=act.at + LIVES)
    made.save(force_insert=True)
    made.shown = token
    return made


@verb("enquiries.link_chat", may=Anybody("the code, made for this very person minutes ago, says who it is"))
def link_chat(act: Act, *, chat: Chat, token: Withheld, language: str = "") -> Chat:
    """The same answer to a wrong code, an old one and a used one."""
    code = LinkCode.objects.select_for_update().filter(token_hash=hash_of(str(token)), expires_at__gt=act.at).first()
    if code is None:
        text = _("Цей код не підходить: він діє десять хвилин і лише один раз. Попросіть новий.")
        refuse_if([Blocker(code="wrong_code", text=text)])
    assert code is not None
    chat = Chat.objects.select_for_update().get(pk=chat.pk)
    if code.reader_id:
        for other in Chat.objects.select_for_update().filter(reader=code.reader_id).exclude(pk=chat.pk):
            _unlinked(other)  # the former telephone may be lost: what was still to be said there is said nowhere
        if chat.reader_id not in (None, code.reader_id):
            _unlinked(chat)
        chat.reader_id = code.reader_id
    else:
        Chat.objects.filter(staff=code.staff_id).exclude(pk=chat.pk).update(staff=None)
        chat.staff_id = code.staff_id
    chat.linked_at, chat.language = act.at, language or chat.language
    chat.save(update_fields=["reader", "staff", "linked_at", "language"])
    code.delete()
    return chat


@verb("enquiries.register_chat", may=Anybody("whoever wants to read need not be known by anybody"), at="place")
def register_chat(
    act: Act,
    *,
    chat: Chat,
    place: Unit,
    pseudonym: str = "",
    age: str = "",
    phone: str = "",
    consent: str = "",
    rules: int | None = None,
) -> Chat:
    """A new reader with a card, and this chat is theirs. Nothing is asked that one need not tell."""
    chat = Chat.objects.select_for_update().get(pk=chat.pk)
    refuse_if(register_problems(chat, age, consent))
    uid = new_uid()
    given: dict[str, Any] = {"pseudonym": pseudonym, "phone": phone, "audience": Audience.GENERAL, "age": age, "rules": rules}
    if phone:  # the words agreed to speak of it; a pseudonym alone is no personal data, and a child may have one, too
        given["consent"] = consent
    enrol(replace(act.part("enrol"), actor=SYSTEM), place=place, reader=uid, **given)
    chat.reader_id, chat.linked_at, chat.consent_version = uid, act.at, consent[:20]
    chat.save(update_fields=["reader", "linked_at", "consent_version"])
    return chat


def register_problems(chat: Chat, age: str, consent: str) -> list[Problem]:
    problems: list[Problem] = []
    if chat.reader_id:
        problems.append(Blocker(code="registered", text=_("Ви вже записані: квиток є в цьому чаті.")))
    if age not in Age.values:
        problems.append(Blocker(code="unknown_age", text=_("Невідома вікова група."), field="age"))
    if not consent:
        problems.append(Blocker(code="no_consent", text=_("Без згоди записати не можна: книжки видасть бібліотекар.")))
    return problems


@verb("enquiries.leave_chat", may=Own("chat.reader_id"))
def leave_chat(act: Act, *, chat: Chat) -> Chat:
    """The reader stays a reader; this chat is nobody's any more, and is told nothing."""
    return _unlinked(chat)


@verb("enquiries.leave_staff_chat", may=rules.CHAT, at="place")
def leave_staff_chat(act: Act, *, place: Unit) -> Unit:
    """The member of staff who speaks: no chat is their workplace any more. What they are there as a reader stays."""
    for chat in Chat.objects.select_for_update().filter(staff=act.actor.staff_id or 0):
        chat.staff = None
        chat.save(update_fields=["staff"])
    LinkCode.objects.filter(staff=act.actor.staff_id or 0).delete()
    return place


@verb("enquiries.unlink_chat", may=rules.LINK, at="place")
def unlink_chat(act: Act, *, reader: Reader, place: Unit) -> Reader:
    """At the desk: the phone is lost, or in other hands."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    for chat in Chat.objects.select_for_update().filter(reader=reader):
        _unlinked(chat)
    LinkCode.objects.filter(reader=reader).delete()
    return reader


def _unlinked(chat: Chat) -> Chat:
    Outgoing.objects.filter(chat=chat).delete()
    if chat.reader_id:
        drop_entry_links(chat.reader_id)
    chat.reader, chat.linked_at, chat.memo, chat.step, chat.consent_version = None, None, None, "", ""
    chat.save(update_fields=["reader", "linked_at", "memo", "step", "consent_version"])
    return chat
