"""What those hear who applied to a contest or a conference: taken or not, the hour of a talk, how it ended, that it is called off,
and that its event has another day or place or falls out.

Each piece of news once: `Application.told` says what was told last, so a decision put down again is not told again. It goes by a
letter to the address they left; whom no letter reaches is marked for a colleague to call (`Application.to_call`).
"""

from __future__ import annotations

import zlib

from django.tasks import TaskContext
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.answering import Answer, answers_go_out, hand_over
from mandrivna.core.outbox import enqueue, task
from mandrivna.programme.models import TOLD_LENGTH, Application, ApplicationState, Call, CallState, Event
from mandrivna.programme.signup_notices import at, soon, when
from mandrivna.programme.signups import begins
from mandrivna.programme.states import STANDING, State

DECISION, RESULT, OFF, EVENT, REMIND = "decision", "result", "off", "event", "remind"
DECIDED = (ApplicationState.ACCEPTED, ApplicationState.DECLINED)
WITHIN = (ApplicationState.SENT, ApplicationState.ACCEPTED)
HIDDEN = (CallState.DRAFT, CallState.CANCELLED)


def writes_to(application: Application) -> str:
    """Where the letter goes by itself; empty where a colleague has to say it."""
    return application.mail if answers_go_out() else ""


def tell_decision(application: Application) -> None:
    """In the act that decided. After the results have been told an award is the news, before them the decision and the hour."""
    if application.call.state == CallState.DONE and application.award:
        _tell(application, RESULT, f"{RESULT} {application.award}")
    elif application.state in DECIDED:
        _tell(application, DECISION, f"{application.state} {application.starts}")


def tell_results(call: Call) -> None:
    """Of a contest everybody who took part hears how it ended; of a conference only whoever was distinguished."""
    rows = call.applications.filter(listener=False, state__in=WITHIN, contact__isnull=False)
    for application in rows if call.is_contest else rows.exclude(award=""):
        _tell(application, RESULT, f"{RESULT} {application.award}")


def tell_called_off(call: Call) -> None:
    for application in call.applications.filter(state__in=WITHIN, contact__isnull=False):
        _tell(application, OFF, OFF)


def tell_calls_of(*events: Event) -> None:
    """They were confirmed, moved, called off or are on again: whoever was accepted has been told, or waits for, day and place."""
    rows = Call.objects.filter(event__in=events).exclude(state__in=HIDDEN).select_related("event")
    for call in rows:  # the event as it is written now, not as the act held it
        _tell_of_event(call)


def tell_other_event(call: Call, before: Event | None) -> None:
    """The call has another event now, or none: only what is ahead is worth a letter."""
    if call.event == before or call.state in HIDDEN:
        return
    known = [event for event in (before, call.event) if event is not None and event.state == State.PLANNED]
    if any(event.last_day >= timezone.localdate() for event in known):
        _tell_of_event(call)


def _tell_of_event(call: Call) -> None:
    """Beside the decision and the award, which it does not put out of date; of two such letters in one night only the last goes."""
    for application in call.applications.filter(state=ApplicationState.ACCEPTED, contact__isnull=False):
        if writes_to(application):
            enqueue(deliver_decision, application=str(application.pk), news=EVENT, number=_stamp(call))
        elif application.contact:
            application.to_call = True
            application.save(update_fields=["to_call"])


def _stamp(call: Call) -> int:
    """Which news of which event it is."""
    event = call.event
    return zlib.crc32(f"{event.pk} {event.state} {event.news_at and event.news_at.timestamp()}".encode()) if event else 0


def _tell(application: Application, news: str, told: str) -> None:
    """Inside the act's transaction: rolled back with it, nobody hears of it."""
    told = told.strip()[:TOLD_LENGTH]
    if not application.contact or application.told == told:
        return
    application.told, application.news = told, application.news + 1
    if writes_to(application):
        enqueue(deliver_decision, application=str(application.pk), news=news, number=application.news)
    else:
        application.to_call = True
    application.save(update_fields=["told", "news", "to_call"])


def remind_of_call(application: Application, event: Event) -> None:
    """Inside the act's transaction. Only those whom a letter reaches: the others have been called with the news itself."""
    if writes_to(application):
        enqueue(deliver_decision, application=str(application.pk), news=REMIND, number=_stamp(application.call))


@task(takes_context=True)
def deliver_decision(context: TaskContext, *, application: str, news: str, number: int, key: str = "") -> None:
    """Newer news, which waits in the queue as well, says all of it; and news of the event is said already by a decision that went
    after the event had moved."""
    rows = Application.objects.select_related("call__institution", "call__event__place")
    found = rows.filter(pk=application).first()
    if found is None or not found.mail:
        return
    stamp = _stamp(found.call)
    if number != (stamp if news in (EVENT, REMIND) else found.news) or (news == EVENT and found.event_told == stamp):
        return
    moved = news == EVENT and found.call.event is not None and found.call.event.state == State.PLANNED
    answer = Answer(
        found.mail, found.call.title, found.call.institution, found.language, lambda: words(found, news),
        lambda later: news in (DECISION, EVENT, OFF) and soon(found.call.event, later, moved=moved),
    )  # fmt: skip
    mine = Application.objects.filter(pk=found.pk, **({} if news in (EVENT, REMIND) else {"news": number}))
    told: dict[str, str | int] = {"application": application, "news": news, "number": number}
    lost = (lambda: None) if news == REMIND else (lambda: mine.update(to_call=True))
    if hand_over(context, deliver_decision, answer, lost=lost, key=key, **told):
        if news in (DECISION, RESULT, OFF):
            mine.update(to_call=False)
        if news == EVENT or (news == DECISION and _says_day(found)):
            Application.objects.filter(pk=found.pk).update(event_told=stamp)


def _says_day(application: Application) -> bool:
    """Whether the decision, as it goes now, says day and place of the event."""
    event = application.call.event
    return application.state == ApplicationState.ACCEPTED and event is not None and event.state in STANDING


def words(application: Application, news: str) -> str:
    """As it stands when the letter goes: decided otherwise meanwhile, only the last is said. Nobody's name is in it."""
    call = application.call
    said = {"title": application.title, "call": call.title, "award": application.award, "starts": application.starts}
    if news == DECISION:
        return _decision(application, call, said) if call.state != CallState.CANCELLED else ""
    if news == EVENT:
        return _of_event(application, call, said) if call.state != CallState.CANCELLED else ""
    if news == REMIND:
        return _reminder(application, call, said) if call.state != CallState.CANCELLED else ""
    if application.state not in WITHIN:
        return ""
    if news == OFF and call.state == CallState.CANCELLED:
        return _("На жаль, «%(call)s» не відбудеться. Дякуємо, що відгукнулися.") % said
    if news == RESULT and call.state == CallState.DONE:
        return _result(application, said)
    return ""


def _decision(application: Application, call: Call, said: dict[str, str]) -> str:
    if application.state == ApplicationState.DECLINED:
        if application.listener:
            return _("Дякуємо, що відгукнулися. На жаль, цього разу на «%(call)s» для вас місця немає.") % said
        return _("Дякуємо за «%(title)s». На жаль, цього разу до «%(call)s» не прийнято. Будемо раді вам знову.") % said
    if application.state != ApplicationState.ACCEPTED:
        return ""
    if application.listener:
        parts = [_("Чекаємо на вас як на слухача: «%(call)s».") % said]
    elif call.is_contest:
        parts = [_("Вашу роботу «%(title)s» прийнято на «%(call)s». Коли оголосимо підсумки, напишемо.") % said]
    else:
        parts = [_("Вашу доповідь «%(title)s» прийнято: «%(call)s».") % said]
    if call.event is not None and _says_day(application):
        parts.append(_("Коли й де: %s.") % at(call.event))
    if application.starts:
        parts.append(_("Ваш виступ о %(starts)s.") % said)
    return " ".join(parts)


def _of_event(application: Application, call: Call, said: dict[str, str]) -> str:
    if application.state != ApplicationState.ACCEPTED:
        return ""
    event = call.event
    if event is None or event.state == State.DRAFT:
        later = _("Змінилося: коли й де відбудеться «%(call)s», скажемо окремо.") % said
        return later if application.event_told is not None else ""
    if event.state == State.CANCELLED:
        off = {"title": event.title, "when": when(event)}
        return _("На жаль, «%(title)s» (%(when)s) не відбудеться. Вибачте за зміну планів.") % off
    if event.state != State.PLANNED:
        return ""
    if application.event_told is None:
        parts = [_("Уже відомо, коли й де: «%(call)s», %(at)s. Чекаємо на вас.") % {**said, "at": at(event)}]
    else:
        parts = [_("Змінилося: «%(call)s» тепер %(at)s. Чекаємо на вас.") % {**said, "at": at(event)}]
    return " ".join([*parts, _("Ваш виступ о %(starts)s.") % said] if application.starts else parts)


def _reminder(application: Application, call: Call, said: dict[str, str]) -> str:
    """Nothing any more when it has begun while the night was quiet."""
    event = call.event
    if application.state != ApplicationState.ACCEPTED or event is None or event.state != State.PLANNED:
        return ""
    if begins(event) <= timezone.now():
        return ""
    parts = [_("Нагадуємо: «%(title)s», %(at)s.") % {"title": call.title, "at": at(event)}]
    return " ".join([*parts, _("Ваш виступ о %(starts)s.") % said] if application.starts else parts)


def _result(application: Application, said: dict[str, str]) -> str:
    shown = [_("Підсумки на сайті бібліотеки.")] if application.call.shown else []
    if application.award:
        return " ".join([_("Вітаємо! «%(call)s»: ваша робота «%(title)s» — %(award)s.") % said, *shown])
    first = _("«%(call)s»: підсумки оголошено. Дякуємо за «%(title)s»; цього разу відзнаки дістали інші.") % said
    return " ".join([first, *shown])
