"""What members of a course or a club are told: that a place is theirs now, that a lesson has changed, that their circle has.

A reader hears it by the way they have chosen, as those who signed up do. Whom no way reaches, or who left only a telephone, is
marked for a colleague to call (`Member.to_call`), and stays marked until the colleague says that they know.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.notices import ASKED, HURRIES, NOTED, NOTICES, reaches, tell
from mandrivna.programme.models import Circle, Event, Member, Series, SignUp, ToCall
from mandrivna.programme.signup_notices import at, in_news, soon, when, where
from mandrivna.programme.signups import signups_to
from mandrivna.programme.states import State

LET_IN, LESSON_MOVED = "programme.let_in", "programme.lesson_moved"
LESSON_OFF, CIRCLE_CHANGED = "programme.lesson_off", "programme.circle_changed"
SAID = 4
"""Days told at once."""


def tell_let_in(act: Any, member: Member) -> None:
    """Whoever left nothing but a name is marked, too: somebody has to say it when they come by."""
    if not _told(act, member, LET_IN, f"{member.pk}|"):
        _mark(member, ToCall.PLACE)


def tell_lesson(act: Any, event: Event, notice: str) -> None:
    """In the act that moved or cancelled it; of what is over nobody is told. Who signed up beside it hears it from there."""
    if event.series_id is None or event.last_day < timezone.localdate(act.at):
        return
    apart = set(signups_to(event).standing().filter(reader__isnull=False).values_list("reader", flat=True))
    _tell_all(act, event.series_id, notice, str(event.pk), apart)


def tell_changed(act: Any, series: Series) -> None:
    """Once, however many of its lessons have another hour or place now, or fall out because it is over. Who is on the list of the
    series, too, hears it from there."""
    beside = SignUp.objects.standing().filter(admission__series=series, reader__isnull=False)
    _tell_all(act, series.pk, CIRCLE_CHANGED, "", set(beside.values_list("reader", flat=True)))


def _tell_all(act: Any, series: Any, notice: str, which: str, apart: set[Any]) -> None:
    for member in Member.objects.inside().filter(circle__series=series).order_by("since", "pk"):
        if member.reader_id in apart and member.reader_id is not None:
            continue
        if not _told(act, member, notice, f"{member.pk}|{which}") and (member.contact or member.reader_id):
            _mark(member, ToCall.DAYS)


def _told(act: Any, member: Member, notice: str, ref: str) -> bool:
    reader = member.reader_id
    if reader is None or not reaches(reader):
        return False
    tell(act, reader, notice, ref)
    return True


def _mark(member: Member, why: str) -> None:
    """One call tells it all, and that a place is theirs is the greater news."""
    if not member.to_call:
        member.to_call = why
        member.save(update_fields=["to_call"])


def _note(notice: str, ref: str, went: bool) -> None:
    """The way was given up while it waited, or the last try has failed."""
    member = Member.objects.inside().filter(pk=ref.partition("|")[0]).first()
    if member is not None and not went:
        _mark(member, ToCall.PLACE if notice == LET_IN else ToCall.DAYS)


def _hurries(notice: str, ref: str, later: dt.datetime) -> bool:
    circle, event = _found(ref)
    if circle is None:
        return False
    today = timezone.localdate()
    if notice == LET_IN:
        event = next(iter(_ahead(circle, today)), None)
    elif event is None:
        event = in_news(circle.series).filter(on__gte=today).first()
    return soon(event, later, moved=notice in (LESSON_MOVED, CIRCLE_CHANGED))


# --- the words --------------------------------------------------------------------------------------------------------


def _found(ref: str) -> tuple[Circle | None, Event | None]:
    whose, _line, which = ref.partition("|")
    member = Member.objects.inside().filter(pk=whose).select_related("circle__series").first()
    event = Event.objects.filter(pk=which).select_related("place").first() if which else None
    return (member.circle if member is not None else None), event


def _ahead(circle: Circle, today: dt.date) -> list[Event]:
    rows = Event.objects.filter(series=circle.series_id, state=State.PLANNED, on__gte=today).select_related("place")
    return list(rows.order_by("on", "starts", "pk")[:SAID])


def _next(circle: Circle) -> str:
    days = _ahead(circle, timezone.localdate())
    return _("Найближча зустріч: %s.") % at(days[0]) if days else ""


def let_in(ref: str) -> str:
    circle, _event = _found(ref)
    if circle is None or circle.series.ended_on:
        return ""
    first = _("Для вас звільнилося місце: «%s».") % circle
    last = _("Якщо вже не зможете ходити, скажіть про це у своєму кабінеті: на місце чекають.")
    return " ".join(part for part in (first, _next(circle), last) if part)


def lesson_moved(ref: str) -> str:
    circle, event = _found(ref)
    if circle is None or event is None or event.state != State.PLANNED:
        return ""
    return _("Змінилося: «%(title)s» тепер %(at)s.") % {"title": circle, "at": at(event)}


def lesson_off(ref: str) -> str:
    circle, event = _found(ref)
    if circle is None or event is None or event.state != State.CANCELLED:
        return ""
    about = {"title": circle, "when": when(event)}
    first = _("На жаль, «%(title)s» (%(when)s) не відбудеться. Вибачте за зміну планів.") % about
    return " ".join(part for part in (first, _next(circle)) if part)


def circle_changed(ref: str) -> str:
    circle, _event = _found(ref)
    if circle is None:
        return ""
    if circle.series.ended_on:
        return _("«%s» більше не збирається. Дякуємо, що були з нами!") % circle
    days = _ahead(circle, timezone.localdate())
    if not days:
        return ""
    told = [_("Змінилися години або місце: «%s».") % circle, _("Дні: %s.") % "; ".join(when(one) for one in days)]
    if here := where(days[0]):
        told.append(_("Де: %s.") % here)
    return " ".join(told)


for _name, _words in ((LET_IN, let_in), (LESSON_MOVED, lesson_moved), (LESSON_OFF, lesson_off), (CIRCLE_CHANGED, circle_changed)):
    NOTICES.add(_name, _words)
    HURRIES.add(_name, partial(_hurries, _name))
    NOTED.add(_name, partial(_note, _name))
    ASKED.add(_name, True)  # they belong to it: what concerns their place is no reminder of ours
