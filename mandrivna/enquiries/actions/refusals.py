"""Requests that could not be met are recorded, by the person or at the desk, and answered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.holdings import WORKED
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.models import Unit
from mandrivna.core.notices import tell
from mandrivna.core.permissions import Anybody, Own
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.found_notices import tell_found
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.problems import LENGTHS, answer_problems, asking_problems
from mandrivna.enquiries.states import FINAL, OPEN, About, State
from mandrivna.ledger.api import settle, settle_all
from mandrivna.readers.models import Reader
from mandrivna.readers.problems import not_in_institution

WISH_NOTICE = "enquiries.wish"


@verb("enquiries.ask", may=Anybody("a reader who did not find a book need not say who they are"), at="place")
def ask(
    act: Act, *, place: Unit, about: str = About.ABSENT, words: str = "", title: str = "", authors: str = "", isbn: str = "",
    record: Record | None = None, note: str = "", contact: str = "",
) -> Refusal:  # fmt: skip
    """Left on the site by nobody in particular."""
    said = {"words": words, "title": title, "authors": authors, "note": note, "contact": contact}
    return _recorded(act, place, None, about, isbn, record, said)


@verb("enquiries.ask_own", may=Own("reader.pk"), at="place")
def ask_own(
    act: Act, *, reader: Reader, place: Unit, about: str = About.ABSENT, words: str = "", title: str = "", authors: str = "",
    isbn: str = "", record: Record | None = None, note: str = "", contact: str = "",
) -> Refusal:  # fmt: skip
    """The same from a reader who wishes it to be known that it was they."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    said = {"words": words, "title": title, "authors": authors, "note": note, "contact": contact}
    return _recorded(act, place, reader, about, isbn, record, said)


@verb("enquiries.record", may=rules.RECORD, at="place")
def record_refusal(
    act: Act, *, place: Unit, about: str = About.ABSENT, words: str = "", title: str = "", authors: str = "", isbn: str = "",
    record: Record | None = None, note: str = "", contact: str = "", reader: Reader | None = None,
) -> Refusal:  # fmt: skip
    """At the desk, in the reader's words."""
    if reader is not None:
        refuse_if(not_in_institution(reader, institution_of(place).pk))
    said = {"words": words, "title": title, "authors": authors, "note": note, "contact": contact}
    return _recorded(act, place, reader, about, isbn, record, said)


def _recorded(
    act: Act, place: Unit, reader: Reader | None, about: str, isbn: str, record: Record | None, said: dict[str, str]
) -> Refusal:
    refuse_if(asking_problems(about=about, record=record, isbn=isbn, said=said))
    plain = {name: " ".join(said[name].split()) for name in LENGTHS if name not in ("note", "contact")}
    if record is not None:
        plain |= {"title": record.title[: LENGTHS["title"]], "authors": record.authors[: LENGTHS["authors"]]}
    refusal = Refusal(
        uid=act.uid, institution=institution_of(place), place=place, about=about, isbn=normal_isbn(isbn),
        record=record, reader=reader, channel=act.channel,
        on=act.on, at=act.at, note=said["note"].strip() or None, contact=said["contact"].strip() or None, **plain,
    )  # fmt: skip
    refusal.save(force_insert=True)
    settle(act, f"enquiries.Refusal:{refusal.pk}", facts.lines(refusal))
    return refusal


@verb("enquiries.answer", may=rules.ANSWER, at="place")
def answer(act: Act, *, refusal: Refusal, place: Unit, state: str, answer: str = "") -> Refusal:
    """From `place`, on behalf of its institution. Whoever else waits for the same thing is answered with it; when that is the end,
    nobody knows any longer who they were."""
    institution = institution_of(place)
    if institution.pk != refusal.institution_id:
        refuse_if([Blocker(code="foreign_request", text=_("Цей запит надійшов до іншого закладу."))])
    locked = Refusal.objects.select_for_update().get(pk=refusal.pk)
    refuse_if(answer_problems(locked, state))
    others = Refusal.objects.select_for_update().open().filter(institution=institution, same=locked.same)
    rows = [locked, *(one for one in others.exclude(pk=locked.pk) if not answer_problems(one, state))]
    named = [row for row in rows if row.reader_id]
    for row in rows:
        if row.reader_id and state != State.MISTAKEN:  # before it is forgotten whose wish it was
            tell(act, row.reader_id, WISH_NOTICE, row.pk)
        row.state, row.answer = state, " ".join(answer.split())[:300]
        if state == State.FOUND:
            row.met_on = act.on
        if state in FINAL:
            row.closed_on, row.note, row.contact, row.reader = act.on, None, None, None
        row.save()
        tell_found(row)
    settle_all(act, {f"enquiries.Refusal:{row.pk}": facts.lines(row) for row in rows})
    if state in FINAL:
        forget_traces(named, [row.pk for row in rows])
    return locked


@verb("enquiries.withdraw_own", may=Own("refusal.reader_id"), at="refusal.institution")
def withdraw_own(act: Act, *, refusal: Refusal) -> Refusal:
    """The reader needs it no longer: nobody is told when it comes, who asked and what they wrote beside is forgotten. That it was
    not there that day stays a refusal, unless they took it back on the same day."""
    locked = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if locked.reader_id != refusal.reader_id or locked.state not in OPEN:
        refuse_if([Blocker(code="not_waiting", text=_("Цього прохання вже немає серед ваших."))])
    locked.state, locked.closed_on, locked.note, locked.contact, locked.reader = State.WITHDRAWN, act.on, None, None, None
    locked.save(update_fields=["state", "closed_on", "note", "contact", "reader", "same"])
    settle(act, f"enquiries.Refusal:{locked.pk}", facts.lines(locked))
    forget_traces([locked], [locked.pk])
    return locked


def _asked_for(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return {pk for pk in Refusal.objects.filter(record__in=records).values_list("record_id", flat=True) if pk is not None}


WORKED.add("enquiries.refusals", _asked_for)
