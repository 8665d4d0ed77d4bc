"""What those who signed up are told: that they are on the list, that a place is theirs now, tomorrow's event, what has changed.

A reader hears it by the way they have chosen, anybody else by a letter to the address they left. The queue holds numbers only; the
words and the address are looked up when it is sent, so whoever has signed off meanwhile is written to no more.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.tasks import TaskContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.notices import ASKED, NOTICES, Opens, opened_by, tell
from mandrivna.core.outbox import enqueue, task
from mandrivna.core.places import shown_on
from mandrivna.core.registry import Registry
from mandrivna.programme.models import Event, SignUp
from mandrivna.programme.queries import as_announced
from mandrivna.programme.signups import WHAT, coming_of, signups_to, turn_of
from mandrivna.programme.states import SIGNED, Format, Signed, State
from mandrivna.programme.streams import online_of

SIGNED_UP, PROMOTED, REMIND = "programme.signed_up", "programme.promoted", "programme.remind"
MOVED, CALLED_OFF, TAKEN_OFF = "programme.moved", "programme.called_off", "programme.taken_off"


class Sender(Protocol):
    """How somebody is written to who is no reader; faces add it."""

    def not_before(self, now: dt.datetime) -> dt.datetime: ...

    def send(self, signup: SignUp, text: str, *, key: uuid.UUID, opens: Opens | None) -> None:
        """Raises ChannelError. `key` is the same when it is sent again; it is not said where it cannot lead to what it `opens`."""


SENDERS: Registry[Sender] = Registry("ways to write to somebody who signed up")


def tell_signup(act: Any, signup: SignUp, notice: str, event: Event | None = None) -> None:
    """Inside the act's transaction. Whoever left no way to be reached looks at the page of their sign-up."""
    ref = f"{signup.pk}|{event.pk if event else ''}"
    if signup.reader_id is not None:
        tell(act, signup.reader_id, notice, ref)
    elif signup.mail:
        enqueue(deliver_signup, notice=notice, ref=ref)


@task(takes_context=True)
def deliver_signup(context: TaskContext, *, notice: str, ref: str, key: str = "") -> None:
    words, now = NOTICES[notice], timezone.now()
    signup = SignUp.objects.filter(pk=ref.partition("|")[0]).select_related(*WHAT).first()
    if signup is None or not signup.mail:
        return
    for sender in SENDERS:
        if (later := sender.not_before(now)) > now and not hurries(signup, notice, ref, later):
            with transaction.atomic():
                enqueue(deliver_signup.using(run_after=later), notice=notice, ref=ref, key=key or str(context.task_result.id))
            return
        with override(signup.language if signup.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            if text := words(ref):
                sender.send(signup, text, key=uuid.UUID(key or context.task_result.id), opens=opened_by(notice, ref))
        return


IN_TIME = dt.timedelta(hours=3)
"""Whoever hears of it later than that before the beginning may be on the way already."""


def hurries(signup: SignUp, notice: str, ref: str, later: dt.datetime) -> bool:
    """By the end of the quiet hours it would be too late: the event begins before, or did before it was moved."""
    _whose, _line, which = ref.partition("|")
    today = timezone.localdate()
    coming = Event.objects.filter(pk=which) if which else coming_of(signup.admission, today)
    event = next(iter(coming), None)
    if event is None:
        return False
    clock = dt.time.fromisoformat(event.starts) if event.starts and notice != MOVED else dt.time()  # the old hour is not known
    days = [day for day in (event.gathers, event.moved_from) if day is not None and day >= today]
    return any(dt.datetime.combine(day, clock, timezone.get_default_timezone()) <= later + IN_TIME for day in days)


def to_call(event: Event, today: dt.date) -> int:
    """How many left a telephone only and cannot have heard what has changed: whoever was there before the last news of the event
    (other hour, other place, off, on again), and those who have got a place meanwhile.
    """
    if event.last_day < today or event.state not in (State.PLANNED, State.CANCELLED):
        return 0
    rows = signups_to(event).standing().filter(reader=None, contact__isnull=False)
    promoted = Q(state=Signed.IN, promoted_at__isnull=False) if event.state == State.PLANNED else Q(pk__in=[])
    news_at = event.news_at or (event.changed_at if event.reason or event.moved_from else None)
    # whoever came later has seen the new day
    rows = rows.filter(promoted | Q(at__lte=news_at)) if news_at else rows.filter(promoted)
    return sum(not row.mail for row in rows.only("contact"))


# --- the words --------------------------------------------------------------------------------------------------------


def _found(ref: str) -> tuple[SignUp | None, Event | None]:
    whose, _line, which = ref.partition("|")
    signup = SignUp.objects.filter(pk=whose, state__in=SIGNED).select_related(*WHAT).first()
    event = Event.objects.filter(pk=which).select_related("place").first() if which else None
    return signup, event


def when(event: Event) -> str:
    """«5 грудня, 16:00»; of an exhibition «3 грудня – 20 січня, відкриття 5 грудня, 16:00»."""
    day = date_format(event.opening or event.on, "j E")
    hour = f"{day}, {event.starts}" if event.starts else day
    if event.opening is None or event.until is None:
        return hour
    said = {"first": date_format(event.on, "j E"), "last": date_format(event.until, "j E"), "opening": hour}
    return _("%(first)s – %(last)s, відкриття %(opening)s") % said


def where(event: Event) -> str:
    """As the site says it: of a place that is not shown, neither its name nor its room goes into a letter."""
    told = as_announced(event, shown_on(timezone.localdate()))
    here = ", ".join(part for part in (str(told.place or ""), told.address) if part)
    if event.format == Format.PLACE:
        return here
    ways = online_of(event)
    online = _("онлайн: %s") % ways[0].url if ways else _("онлайн")
    return online if event.format == Format.ONLINE or not here else f"{here}; {online}"


def at(event: Event) -> str:
    """«5 грудня, 16:00, Хаб, вул. Показова, 1»."""
    return ", ".join(part for part in (when(event), where(event)) if part)


def _days(signup: SignUp) -> str:
    days = coming_of(signup.admission, timezone.localdate())
    if not days:
        return ""
    if len(days) == 1:
        return f"{at(days[0])}."
    listed = _("Дні: %s.") % "; ".join(when(one) for one in days[:12])
    place = where(days[0])
    return f"{listed} {_('Де: %s.') % place}" if place else listed


def _code(signup: SignUp) -> str:
    return _("Ваш код для входу: %s.") % signup.pretty


def signed_up(ref: str) -> str:
    signup, _event = _found(ref)
    if signup is None:
        return ""
    what = signup.admission.what.title
    if signup.state == Signed.WAITING:
        about = {"title": what, "turn": turn_of(signup)}
        first = _("Ви в черзі на «%(title)s», номер %(turn)d. Щойно місце звільниться, напишемо.") % about
        return " ".join(part for part in (first, _days(signup)) if part)
    return " ".join(part for part in (_("Ви записалися: «%s».") % what, _days(signup), _code(signup)) if part)


def promoted(ref: str) -> str:
    signup, _event = _found(ref)
    if signup is None or signup.state != Signed.IN:
        return ""
    first = _("Для вас звільнилося місце: «%s». Якщо вже не зможете, скасуйте запис: на нього чекають.")
    return " ".join(part for part in (first % signup.admission.what.title, _days(signup), _code(signup)) if part)


def remind_words(ref: str) -> str:
    signup, event = _found(ref)
    if signup is None or event is None or signup.state != Signed.IN or event.state != State.PLANNED:
        return ""
    first = _("Нагадуємо: «%(title)s», %(at)s.") % {"title": event.title, "at": at(event)}
    return " ".join([first, _code(signup), _("Плани змінилися? Скасуйте запис, і місце дістанеться іншому.")])


def moved(ref: str) -> str:
    signup, event = _found(ref)
    if signup is None or event is None or event.state != State.PLANNED:
        return ""
    text = _("Змінилося: «%(title)s» тепер %(at)s. Ваш запис лишається; не підходить — скасуйте його.")
    return text % {"title": event.title, "at": at(event)}


def called_off(ref: str) -> str:
    signup, event = _found(ref)
    if signup is None or event is None or event.state != State.CANCELLED:
        return ""
    return _("На жаль, «%(title)s» (%(when)s) не відбудеться. Вибачте за зміну планів.") % {
        "title": event.title,
        "when": when(event),
    }


def taken_off(ref: str) -> str:
    """Said when it is sent: somebody put down again meanwhile is told nothing of the sign-off."""
    signup = SignUp.objects.filter(pk=ref.partition("|")[0], state=Signed.GONE).select_related(*WHAT).first()
    return _("Ваш запис на «%s» скасовано.") % signup.admission.what.title if signup is not None else ""


for _name, _words in (
    (SIGNED_UP, signed_up), (PROMOTED, promoted), (REMIND, remind_words), (MOVED, moved), (CALLED_OFF, called_off),
    (TAKEN_OFF, taken_off),
):  # fmt: skip
    NOTICES.add(_name, _words)
    ASKED.add(_name, True)  # they put themselves on the list: what concerns their place is no reminder of ours
