"""What those who signed up are told: that they are on the list, that a place is theirs now, tomorrow's event, what has changed.

A reader hears it by the way they have chosen, anybody else by a letter to the address they left. The queue holds numbers only; the
words and the address are looked up when it is sent, so whoever has signed off meanwhile is written to no more, and of two changes
of one event or series in one night only the last is said. Whom no way reaches is marked for a colleague to call
(`SignUp.to_call`), also when the mail is switched off while a letter waits, or the last try has failed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.tasks import TaskContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.notices import ASKED, HURRIES, NOTED, NOTICES, Opens, hurry, note, noted, opened_by, reaches, tell
from mandrivna.core.outbox import enqueue, task
from mandrivna.core.places import shown_on
from mandrivna.core.registry import Registry
from mandrivna.programme.models import CallAbout, Event, EventQuerySet, Series, SignUp
from mandrivna.programme.queries import as_announced
from mandrivna.programme.signups import WHAT, begins, coming_of, signups_to, turn_of
from mandrivna.programme.states import SIGNED, Format, Signed, State
from mandrivna.programme.streams import online_of

SIGNED_UP, PROMOTED, REMIND = "programme.signed_up", "programme.promoted", "programme.remind"
MOVED, CALLED_OFF, TAKEN_OFF = "programme.moved", "programme.called_off", "programme.taken_off"
SERIES_CHANGED, SERIES_ENDED = "programme.series_changed", "programme.series_ended"
OF_SERIES = (SERIES_CHANGED, SERIES_ENDED)
MATTERS = (PROMOTED, MOVED, CALLED_OFF, *OF_SERIES)
"""Where nobody is reached a colleague calls; a reminder is worth no call."""


class Sender(Protocol):
    """How somebody is written to who is no reader; faces add it."""

    def goes_out(self) -> bool:
        """Whether a letter sent here ever reaches anybody."""

    def not_before(self, now: dt.datetime) -> dt.datetime: ...

    def send(self, signup: SignUp, text: str, *, key: uuid.UUID, opens: Opens | None) -> None:
        """Raises ChannelError. `key` is the same when it is sent again; it is not said where it cannot lead to what it `opens`."""


SENDERS: Registry[Sender] = Registry("ways to write to somebody who signed up")


def tell_signup(act: Any, signup: SignUp, notice: str, event: Event | None = None, stamp: str = "") -> None:
    """Inside the act's transaction. `stamp`: which news it is, so that newer news puts it out of date."""
    ref = f"{signup.pk}|{event.pk if event else ''}{stamp and f'|{stamp}'}"
    if notice in MATTERS and not _reached(signup):
        note(notice, ref, went=False)
    elif signup.reader_id is not None:
        tell(act, signup.reader_id, notice, ref)
    elif signup.mail:
        enqueue(deliver_signup, notice=notice, ref=ref)


def _reached(signup: SignUp) -> bool:
    if signup.reader_id is not None:
        return reaches(signup.reader_id)
    return bool(signup.mail) and any(sender.goes_out() for sender in SENDERS)


def stamp_of(what: Event | Series) -> str:
    """Which news of it was told last."""
    return f"{what.news_at.timestamp():.6f}" if what.news_at else ""


@task(takes_context=True)
def deliver_signup(context: TaskContext, *, notice: str, ref: str, key: str = "") -> None:
    words, now = NOTICES[notice], timezone.now()
    signup = SignUp.objects.filter(pk=ref.partition("|")[0]).select_related(*WHAT).first()
    if signup is None or not signup.mail:
        return
    with override(signup.language if signup.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        for sender in SENDERS:
            if not sender.goes_out():
                continue
            if (later := sender.not_before(now)) > now and not hurry(notice, ref, later):
                with transaction.atomic():
                    enqueue(deliver_signup.using(run_after=later), notice=notice, ref=ref, key=key or str(context.task_result.id))
                return
            if text := words(ref):
                with noted(context, deliver_signup, notice, ref):
                    sender.send(signup, text, key=uuid.UUID(key or context.task_result.id), opens=opened_by(notice, ref))
            return
        if words(ref):
            note(notice, ref, went=False)


# --- in the quiet hours -----------------------------------------------------------------------------------------------


IN_TIME = dt.timedelta(hours=3)
"""Whoever hears of it later than that before the beginning may be on the way already."""


def soon(event: Event | None, later: dt.datetime, *, moved: bool) -> bool:
    """By the end of the quiet hours it would be too late: the event begins before, or did before it was moved (to another day, or
    from an hour that is not known any more)."""
    if event is None:
        return False
    today = timezone.localdate()
    clock = dt.time.fromisoformat(event.starts) if event.starts and not moved else dt.time()
    days = [day for day in (event.gathers, event.moved_from) if day is not None and day >= today]
    return any(dt.datetime.combine(day, clock, timezone.get_default_timezone()) <= later + IN_TIME for day in days)


def _hurries(notice: str, ref: str, later: dt.datetime) -> bool:
    whose, which, _stamp = parts(ref)
    signup = SignUp.objects.filter(pk=whose).select_related(*WHAT).first()
    if signup is None:
        return False
    today = timezone.localdate()
    if which:
        coming = list(Event.objects.filter(pk=which))
    elif notice in OF_SERIES:
        coming = list(in_news(signup.admission.series).filter(on__gte=today)[:1])
    else:
        coming = coming_of(signup.admission, today)
    return soon(next(iter(coming), None), later, moved=notice in (MOVED, SERIES_CHANGED))


# --- whom to call -----------------------------------------------------------------------------------------------------


def _note(notice: str, ref: str, went: bool) -> None:
    """Whoever left no way at all looks at the page of their sign-up. That a place is theirs is the greater news, and says the days,
    too; of a whole series the news of one day does not make up for that of another."""
    whose = ref.partition("|")[0]
    rows = SignUp.objects.standing().filter(pk=whose)
    if went:
        heard = rows if notice == PROMOTED else rows.filter(to_call=CallAbout.NEWS)
        heard = heard if notice in (PROMOTED, *OF_SERIES) else heard.filter(admission__event__isnull=False)
        heard.update(to_call="")
    elif notice == PROMOTED:
        rows.filter(Q(reader__isnull=False) | Q(contact__isnull=False)).update(to_call=CallAbout.PLACE)
    else:
        rows.filter(Q(reader__isnull=False) | Q(contact__isnull=False), to_call="").update(to_call=CallAbout.NEWS)


def to_call(event: Event, today: dt.date) -> int:
    """How many on its lists a colleague has to call, while it is ahead."""
    return signups_to(event).to_call().count() if event.last_day >= today else 0


# --- the words --------------------------------------------------------------------------------------------------------


def parts(ref: str) -> tuple[str, str, str]:
    """Whose sign-up, which event, which news of it."""
    whose, which, stamp = [*ref.split("|"), "", ""][:3]
    return whose, which, stamp


def _found(ref: str) -> tuple[SignUp | None, Event | None]:
    """No event when newer news has made this out of date."""
    whose, which, stamp = parts(ref)
    signup = SignUp.objects.filter(pk=whose, state__in=SIGNED).select_related(*WHAT).first()
    event = Event.objects.filter(pk=which).select_related("place").first() if which else None
    return signup, (event if event is None or stamp in ("", stamp_of(event)) else None)


def in_news(series: Series | None) -> EventQuerySet:
    """Its days that the last news of it was about."""
    known = series.news_at if series is not None else None
    rows = Event.objects.filter(series=series, news_at=known) if known else Event.objects.none()
    return rows.order_by("on", "starts", "pk")


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
    if begins(event) <= timezone.now():
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


def series_changed(ref: str) -> str:
    """Once, however many of its days have another hour or place now."""
    signup, series, days = _of_series(ref, State.PLANNED)
    if signup is None or series is None or series.ended_on or not days:
        return ""
    first = _("Змінилися години або місце: «%(title)s», днів: %(number)d.") % {"title": series.title, "number": len(days)}
    return " ".join(part for part in (first, _days(signup), _("Ваш запис лишається; не підходить — скасуйте його.")) if part)


def series_ended(ref: str) -> str:
    signup, series, days = _of_series(ref, State.CANCELLED)
    if signup is None or series is None or not days:
        return ""
    told = {"title": series.title, "number": len(days), "day": date_format(days[0].on, "j E")}
    first = _("На жаль, «%(title)s» далі не відбуватиметься. Скасовано днів: %(number)d, з %(day)s. Вибачте за зміну планів.")
    if not (left := coming_of(signup.admission, timezone.localdate())):
        return first % told
    return f"{first % told} {_('Ще відбудеться: %s.') % '; '.join(when(one) for one in left[:12])}"


def _of_series(ref: str, state: State) -> tuple[SignUp | None, Series | None, list[Event]]:
    """The days that the news is about; none when there is newer news."""
    signup, _event = _found(ref)
    series = signup.admission.series if signup is not None else None
    if series is None or parts(ref)[2] != stamp_of(series):
        return signup, series, []
    return signup, series, list(in_news(series).filter(state=state))


def taken_off(ref: str) -> str:
    """Said when it is sent: somebody put down again meanwhile is told nothing of the sign-off."""
    signup = SignUp.objects.filter(pk=ref.partition("|")[0], state=Signed.GONE).select_related(*WHAT).first()
    return _("Ваш запис на «%s» скасовано.") % signup.admission.what.title if signup is not None else ""


for _name, _words in (
    (SIGNED_UP, signed_up), (PROMOTED, promoted), (REMIND, remind_words), (MOVED, moved), (CALLED_OFF, called_off),
    (TAKEN_OFF, taken_off), (SERIES_CHANGED, series_changed), (SERIES_ENDED, series_ended),
):  # fmt: skip
    NOTICES.add(_name, _words)
    ASKED.add(_name, True)  # they put themselves on the list: what concerns their place is no reminder of ours
    HURRIES.add(_name, partial(_hurries, _name))
for _name in MATTERS:
    NOTED.add(_name, partial(_note, _name))
