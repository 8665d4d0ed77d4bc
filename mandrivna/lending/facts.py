from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Material
from mandrivna.core.service import NON_STATIONARY, VIRTUAL
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind
from mandrivna.lending.models import ChannelMonth, ELoan, Event, SiteDay, Stop, VisitCount
from mandrivna.lending.states import Effect

SERVICE = ("mode", "channel", "audience", "age", "language", "material")
ISSUE = kind("lending.issue", _("Книговидача"), _("документ"), facets=SERVICE)
READ = kind("lending.read_here", _("Читали на місці"), _("документ"), facets=SERVICE)
RENEWAL = kind("lending.renewal", _("Продовження"), _("документ"), facets=SERVICE)
RETURN = kind("lending.return", _("Повернення"), _("документ"), facets=("mode", "channel"))
VISIT = kind("lending.visit", _("Відвідування (з дій)"), _("відвідування"), facets=("mode", "channel", "audience", "age"))
COUNTED = kind(
    "lending.counted_visits", _("Відвідування (з лічильника)"), _("відвідування"), facets=("mode", "channel", "audience", "age")
)

HOME = kind("lending.home_delivery", _("Доставка додому"), _("доставка"), facets=("mode",))
RESTOCK = kind("lending.restock", _("Поставлено на полиці"), _("примірник"), facets=("mode", "channel", "language", "material"))
LOSS = kind("lending.loss", _("Втрачено (+) і знайшлося (−)"), _("примірник"), facets=("language", "material"))
ELOAN = kind("lending.eloan", _("Видача електронних видань"), _("документ"), facets=SERVICE)
EOPENING = kind(
    "lending.eopening", _("Відкриття електронних видань"), _("відкриття"), facets=("mode", "channel", "language", "material")
)

SITE = kind("lending.site_visit", _("Сеанси на сайті бібліотеки"), _("сеанс"), facets=("mode",))
CHANNEL_VISITS = kind("lending.channel_visits", _("Відвідування інших сайтів закладу"), _("сеанс"), facets=("mode", "channel"))
VIEWS = kind("lending.channel_views", _("Перегляди в каналах"), _("перегляд"), facets=("mode", "channel"))
REACH = kind("lending.channel_reach", _("Охоплення в каналах"), _("особа"), facets=("mode", "channel"))
SUBSCRIBERS = kind("lending.channel_subscribers", _("Підписники каналів"), _("особа"), facets=("mode", "channel"))

KIND_OF = {
    Effect.OPENS: ISSUE,
    Effect.RENEWS: RENEWAL,
    Effect.CLOSES: RETURN,
    Effect.PLACED: RESTOCK,
    Effect.LOST: LOSS,
    Effect.SWAPPED: LOSS,
    Effect.READ: READ,
}


def lines(event: Event, path: str = "") -> list[Line]:
    """What the event turned out to be counts where and when it happened; what changed nothing does not count, nor what a former
    system did."""
    counted = None if event.opening else KIND_OF.get(event.effect)  # type: ignore[call-overload]
    if event.effect == Effect.FOUND and event.loan:
        counted = RETURN
    listed = [_line(event, counted, path)] if counted else []
    if event.found and event.effect != Effect.UNDONE:
        listed.append(Line(kind=LOSS, unit=event.place_id, on=event.on, path=path, quantity=-1, **_thing(event)))
    return listed


def _thing(event: Event) -> dict[str, Any]:
    return {"language": event.language, "material": event.material}


def _line(event: Event, counted: str, path: str) -> Line:
    about: dict[str, Any] = {"kind": counted, "unit": event.place_id, "on": event.on, "path": path}
    if counted == LOSS:
        return Line(**about, **_thing(event))
    about |= {"mode": event.mode, "channel": event.channel}
    if counted == RETURN:
        return Line(**about)
    if counted == RESTOCK:
        return Line(**about, **_thing(event))
    return Line(**about, audience=event.audience, age=event.age, **_thing(event))


def visit(event: Event, path: str = "") -> Line:
    return Line(
        kind=VISIT,
        unit=event.place_id,
        on=event.on,
        mode=event.mode,
        channel=event.channel,
        audience=event.audience,
        age=event.age,
        path=path,
    )


def counted(count: VisitCount) -> list[Line]:
    if not count.number or not count.counted:
        return []
    return [
        Line(
            kind=COUNTED,
            unit=count.place_id,
            on=count.on,
            quantity=count.number,
            mode=count.mode,
            channel=count.channel,
            audience=count.audience,
        )
    ]


def delivered(stop: Stop) -> list[Line]:
    """A door where something was handed over or taken back; where nobody opened nothing counts."""
    if stop.served_on is None:
        return []
    return [Line(kind=HOME, unit=stop.round.base_id, on=stop.served_on, mode=NON_STATIONARY)]


def describe_stop(stop: Any) -> str:
    """Never to whom."""
    return f"{stop.round.base}: {stop.round.planned_on:%d.%m.%Y}"


def electronic(loan: ELoan) -> list[Line]:
    """The loan where, when and how it was made, apart from things lent. Each day on which it was opened, without a person, is of
    the institution whose licence it is, from wherever the reader came: a seat given at the desk of a hub is used at home."""
    about: dict[str, Any] = {"mode": VIRTUAL, "language": loan.language, "material": Material.ELECTRONIC}
    lent = Line(kind=ELOAN, unit=loan.place_id, on=loan.on, channel=loan.channel, audience=loan.audience, age=loan.age, **about)
    at = loan.licence.institution_id
    return [lent, *(Line(kind=EOPENING, unit=at, on=day, channel=channel, **about) for day, channel in loan.openings.items())]


def site_day(day: SiteDay) -> list[Line]:
    return [Line(kind=SITE, unit=day.institution_id, on=day.on, quantity=day.number, mode=VIRTUAL)] if day.number else []


def channel_month(row: ChannelMonth) -> list[Line]:
    """On the first day of the month, because no other is known. Of subscribers a year tells its first month whole and then the
    differences, so that the sum since January is the number of any month."""
    about: dict[str, Any] = {"unit": row.institution_id, "on": row.month, "mode": VIRTUAL, "channel": row.channel}
    grown = row.subscribers - row.before if row.subscribers is not None else 0
    told = ((SUBSCRIBERS, grown), (CHANNEL_VISITS, row.visits), (VIEWS, row.views), (REACH, row.reach))
    return [Line(kind=what, quantity=number, **about) for what, number in told if number]


def describe(event: Any) -> str:
    return f"{event.get_effect_display()}: № {event.copy.inventory} · {event.copy.record}"


def describe_count(count: Any) -> str:
    return f"{count.place}: {count.number}"


def describe_electronic(loan: Any) -> str:
    return str(loan.licence.record)


def _electronic() -> Any:
    return ELoan.objects.select_related("licence__record")


def _events() -> Any:
    return Event.objects.select_related("copy__record")


def _counts() -> Any:
    return VisitCount.objects.select_related("place")


def _stops() -> Any:
    return Stop.objects.select_related("round__base")


SOURCES.add("lending.Event", FactSource("lending.Event", _("Видача, продовження, повернення"), _events, lines, describe))
SOURCES.add("lending.VisitCount", FactSource("lending.VisitCount", _("Лічильник відвідувань"), _counts, counted, describe_count))
SOURCES.add("lending.Stop", FactSource("lending.Stop", _("Зупинка обходу"), _stops, delivered, describe_stop))
SOURCES.add(
    "lending.ELoan",
    FactSource("lending.ELoan", _("Видача електронного видання"), _electronic, electronic, describe_electronic),
)
SOURCES.add(
    "lending.SiteDay",
    FactSource("lending.SiteDay", _("Сеанси на сайті за день"), lambda: SiteDay.objects.all(), site_day, str),
)
SOURCES.add(
    "lending.ChannelMonth",
    FactSource("lending.ChannelMonth", _("Числа каналу за місяць"), lambda: ChannelMonth.objects.all(), channel_month, str),
)
