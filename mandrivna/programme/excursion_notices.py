"""What a group hears that asked for an excursion: agreed with its day, or that it cannot be, and a colleague's own words; and
afterwards, that the day, the hour or the place is another one now, or that it falls out.

It goes by a letter to the address they left. Whom no letter reaches is marked for a colleague to call (`GroupRequest.to_call`).
"""

from __future__ import annotations

from django.tasks import TaskContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.answering import Answer, answers_go_out, hand_over
from mandrivna.core.outbox import enqueue, task
from mandrivna.programme.models import Event, GroupRequest, RequestState
from mandrivna.programme.signup_notices import at, soon, when
from mandrivna.programme.signups import begins
from mandrivna.programme.states import State

MOVED, OFF, REMIND = "moved", "off", "remind"


def writes_to(request: GroupRequest) -> str:
    """Where the letter with the answer goes by itself; empty where a colleague has to say it."""
    return request.mail if answers_go_out() else ""


def tell_asker(request: GroupRequest, news: str = "") -> None:
    """Inside the act's transaction: rolled back with it, nobody hears of it."""
    if not request.contact:
        return
    request.news += 1
    if writes_to(request):
        enqueue(deliver_answer, request=str(request.pk), news=news, number=request.news)
    else:
        request.to_call = True
    request.save(update_fields=["news", "to_call"])


def tell_group_of(event: Event, news: str) -> None:
    """The group whose excursion this event is; most events are nobody's."""
    for request in GroupRequest.objects.filter(event=event, state=RequestState.ACCEPTED):
        tell_asker(request, news)


def remind_of_excursion(request: GroupRequest, event: Event) -> None:
    """Inside the act's transaction. Only those whom a letter reaches: the others have been called with the news itself."""
    if writes_to(request):
        enqueue(deliver_answer, request=str(request.pk), news=REMIND, number=request.news)


@task(takes_context=True)
def deliver_answer(context: TaskContext, *, request: str, news: str = "", number: int = 0, key: str = "") -> None:
    """Of what changed meanwhile only the last is said; the answer itself, with the colleague's own words, always.

    It says day and place as they are when it goes, so news that waits behind it has been said: its number is passed over.
    """
    found = GroupRequest.objects.filter(pk=request).select_related("route__institution", "event__place").first()
    if found is None or not found.mail or (news and found.news != number):
        return
    answer = Answer(
        found.mail, found.route.title, found.route.institution, found.language, lambda: words(found, news),
        lambda later: news != REMIND and soon(found.event, later, moved=news == MOVED),
    )  # fmt: skip
    mine, told = GroupRequest.objects.filter(pk=found.pk), dict[str, str | int](request=request, news=news, number=number)
    if news == REMIND:
        hand_over(context, deliver_answer, answer, lost=lambda: None, key=key, **told)
    elif hand_over(context, deliver_answer, answer, lost=lambda: mine.update(to_call=True), key=key, **told):
        mine.filter(news=number).update(to_call=False)
        if not news and found.state == RequestState.ACCEPTED and found.news > number:
            mine.filter(news=found.news).update(news=found.news + 1)


def words(request: GroupRequest, news: str = "") -> str:
    """As it stands when the letter goes: a day moved meanwhile is said as it is now."""
    if news:
        return _news(request, news)
    said = {"title": request.route.title, "day": date_format(request.wished_on, "j E")}
    own = [request.answer] if request.answer else []
    if request.state == RequestState.DECLINED:
        return "\n\n".join([_("Ви просили екскурсію «%(title)s» на %(day)s. На жаль, цього разу не вийде.") % said, *own])
    event = request.event
    if request.state != RequestState.ACCEPTED or event is None or event.state not in (State.DRAFT, State.PLANNED):
        return ""
    told = {**said, "at": at(event), "number": request.people}
    return "\n\n".join([_("Домовилися про екскурсію «%(title)s»: %(at)s. Чекаємо на вас, людей: %(number)d.") % told, *own])


def _news(request: GroupRequest, news: str) -> str:
    """Moved and then called off in one night, only the last is true."""
    event = request.event
    if request.state != RequestState.ACCEPTED or event is None:
        return ""
    said = {"title": request.route.title, "when": when(event), "number": request.people}
    if news == OFF and event.state == State.CANCELLED:
        return _("На жаль, екскурсія «%(title)s» (%(when)s) не відбудеться. Вибачте за зміну планів.") % said
    if news == REMIND and event.state == State.PLANNED and begins(event) > timezone.now():
        return _("Нагадуємо: екскурсія «%(title)s», %(at)s.") % {**said, "at": at(event)}
    if news == MOVED and event.state == State.PLANNED:
        return _("Змінилося: екскурсія «%(title)s» тепер %(at)s. Чекаємо на вас, людей: %(number)d.") % {**said, "at": at(event)}
    return ""
