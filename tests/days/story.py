"""One day at a hub, told once and played four ways: by the bot, by the site, at the desk, on paper.

Before it Ольга registered and took «Тигролови». On the day:

1. Марта registers at the shelf and takes «Місто».
2. Остап registers, looks for «Тигролови», which nobody has on a shelf, and stands in the queue; he takes «Лісова пісня».
3. Ольга brings «Тигролови» back: it is kept for Остап, he is told and takes it.
4. Марта keeps «Місто» longer.
5. Остап asks for a book that the library does not have.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.models import Discrepancy, Unit
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.models import Refusal
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import KINDS, totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Hold, Loan, Shelf
from mandrivna.planning.queries import table
from mandrivna.readers.models import Reader
from tests.drills.test_whereabouts import problems as disagreements
from tests.factories.library import Library, library

MARTA, OSTAP, OLHA = "Марта", "Остап", "Ольга"
CITY, SONG, HUNTERS, ABSENT = "Місто", "Лісова пісня", "Тигролови", "Книжка, якої немає"

# Reckoned by hand from the story, fact by fact.
FIGURES = {
    "readers.enrolment": 2,  # Марта, Остап; Ольга registered before
    "readers.served": 2,  # the same two: Ольга was served this year already
    "readers.served_in_department": 2,  # and here in this hub
    "lending.issue": 3,  # «Місто», «Лісова пісня», «Тигролови» to Остап
    "lending.renewal": 1,  # «Місто»
    "lending.return": 1,  # «Тигролови» from Ольга
    "lending.visit": 3,  # one a person at this place and day: Марта, Остап (twice at the shelf, once counted), Ольга
    "enquiries.refusal": 1,  # the book that is not there
}

# The same as the lines of the table of indicators; a renewal counts as an issue (policy/indicators.yaml, count_renewals).
INDICATORS = {
    "users_served": 2,
    "users_registered": 2,
    "visits": 3,
    "visits_nonstationary": 3,
    "issues": 4,  # three issues and one renewal
    "refusals": 1,
}


class Player(Protocol):
    """A way of doing what people do; each act is over when it answers."""

    def register(self, who: str) -> None: ...
    def look_for(self, who: str, title: str) -> None: ...
    def queue(self, who: str, title: str) -> None: ...
    def take(self, who: str, title: str) -> None: ...
    def bring(self, who: str, title: str) -> None: ...
    def hear(self, who: str, title: str) -> None: ...
    def keep_longer(self, who: str, title: str) -> None: ...
    def wish(self, who: str, title: str) -> None: ...
    def evening(self) -> None: ...


def play(by: Player) -> None:
    by.register(MARTA)
    by.take(MARTA, CITY)
    by.register(OSTAP)
    by.look_for(OSTAP, HUNTERS)
    by.queue(OSTAP, HUNTERS)
    by.take(OSTAP, SONG)
    by.bring(OLHA, HUNTERS)
    drain()
    by.hear(OSTAP, HUNTERS)
    by.take(OSTAP, HUNTERS)
    by.keep_longer(MARTA, CITY)
    by.wish(OSTAP, ABSENT)
    by.evening()
    drain()


@dataclass
class Hub:
    """The place of the story as it stands in the morning."""

    lib: Library
    copies: dict[str, Copy]
    olha: Reader
    before: Counter[tuple[str, str]]
    indicators: dict[str, int]

    @property
    def shelf(self) -> Unit:
        return self.lib.shelf

    @property
    def code(self) -> str:
        return str(Shelf.objects.get(place=self.shelf).code)

    def reader(self, who: str) -> Reader:
        """By pseudonym, or by the name that paper has written down."""
        (found,) = [one for one in Reader.objects.all() if who in (one.pseudonym, one.name)]
        return found

    def card(self, who: str) -> str:
        return str(self.reader(who).cards.get().code)


def morning() -> Hub:
    """Two weeks of the library's life before, of this year; at night nobody is woken, so here there is no night."""
    _not_at_midnight()
    today = timezone.localdate()
    first = max(today - dt.timedelta(days=14), dt.date(today.year, 1, 1))
    lib = library(timezone.make_aware(dt.datetime.combine(first, dt.time(0, 1))))
    for key in ("quiet_from", "quiet_until"):
        policy.edit_policy(lib.act(), policy="lending", key=key, change={"value": 0}, reason="іспит")
    lib.root.refresh_from_db()
    copies = {title: lib.copy(lib.record(title)) for title in (CITY, SONG, HUNTERS)}
    olha = lib.reader(pseudonym=OLHA)
    issue(lib.act(), copy=copies[HUNTERS], reader=olha, place=lib.shelf)
    renew_shelf_code(lib.act(), place=lib.shelf)
    drain()
    return Hub(lib, copies, olha, counted(), _indicators(lib.root))


def _not_at_midnight() -> None:
    """A day that becomes another one in the middle has two days' visits."""
    now = timezone.localtime()
    if (now + dt.timedelta(minutes=3)).date() != now.date():
        time.sleep(181)


def counted() -> Counter[tuple[str, str]]:
    return Counter(totals(tuple(KINDS.keys()), None, dt.date(2100, 1, 1), by=("kind", "channel")))


def _indicators(root: Unit) -> dict[str, int]:
    return {row.code: int(row.cells["fact"].value or 0) for row in table(root, timezone.localdate().year).rows}


def check(hub: Hub, by_channel: dict[str, dict[str, int]]) -> None:
    """Exactly the table, however it was played; exactly these channels; and the library agrees with itself."""
    after = counted()
    new = {key: after[key] - hub.before[key] for key in after | hub.before if after[key] != hub.before[key]}
    by_kind: Counter[str] = Counter()
    for (kind, _channel), number in new.items():
        by_kind[kind] += number
    assert dict(by_kind) == FIGURES
    assert new == {(kind, channel): number for kind, channels in by_channel.items() for channel, number in channels.items()}
    shown = _indicators(hub.lib.root)
    changed: dict[str, Any] = {code: value - hub.indicators[code] for code, value in shown.items() if value != hub.indicators[code]}
    assert {code: changed.get(code) for code in INDICATORS} == INDICATORS
    assert disagreements(hub.lib) == []  # places, holdings, loans, losses, and every fact against its act
    assert Discrepancy.objects.filter(closed_at=None).count() == 0
    _stands(hub)


def _stands(hub: Hub) -> None:
    """Who has what in the evening, and that nothing is left hanging."""
    loans = Loan.objects.open().select_related("copy__record", "reader")
    assert {(_called(loan.reader), loan.copy.record.title, loan.renewals) for loan in loans if loan.reader} == {
        (MARTA, CITY, 1), (OSTAP, SONG, 0), (OSTAP, HUNTERS, 0),
    }  # fmt: skip
    assert [(_called(hold.reader), hold.state) for hold in Hold.objects.all()] == [(OSTAP, "collected")]
    assert list(Refusal.objects.values_list("title", flat=True)) == [ABSENT]


def _called(reader: Reader | None) -> str:
    return (reader.pseudonym or reader.name or "") if reader else ""


def all_by(channel: str, **other: str) -> dict[str, dict[str, int]]:
    """Every figure by one channel, but for those named: `enquiries_refusal="desk"`."""
    return {kind: {other.get(kind.replace(".", "_"), channel): number} for kind, number in FIGURES.items()}
