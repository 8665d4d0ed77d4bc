"""Sessions on the site, without cookies and without anybody's address.

A page only puts (address, browser, moment) into this process's memory. Once a second a thread makes of them marks of the day
(a keyed hash under the day's salt, which all processes share), forgets the addresses and writes what is new. Writing the same look
twice changes nothing, so whatever a kill left unclear is simply written again; what was in memory then is lost, at most
a second of looks, and whoever goes on reading is seen with the next page.

The salt is a row, because several processes have to agree; it is encrypted, made anew each day, emptied by the first look of the
next one at the latest, and destroyed with the marks when the night's job has summed the day (`actions/site.py`).
"""

from __future__ import annotations

import atexit
import datetime as dt
import hashlib
import ipaddress
import logging
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from mandrivna.lending.channels import Channels, channels
from mandrivna.lending.models import SiteSalt, SiteSeen

EVERY = 1.0
"""Seconds between two writings of a process."""
TOUCH = dt.timedelta(minutes=5)
"""Other processes learn no later than this that somebody is still here."""
MOST_WAITING, MOST_KNOWN, CHUNK = 20_000, 50_000, 500
LONGEST_AGENT = 300

log = logging.getLogger("mandrivna.site")
type Look = tuple[str, str, dt.datetime]
_waiting: deque[Look] = deque(maxlen=MOST_WAITING)


def notice(address: str, agent: str, at: dt.datetime | None = None) -> None:
    """All that a page costs: nothing is asked of the database here."""
    _waiting.append((address, agent[:LONGEST_AGENT], at or timezone.now()))


def today() -> dt.date:
    return timezone.localdate()


def neighbours(address: str) -> str:
    """A phone changes the second half of its long address several times a day; the first half is the line it comes by."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def mark_of(salt: str, address: str, agent: str) -> str:
    told = f"{neighbours(address)}\n{agent}".encode(errors="replace")
    return hashlib.blake2b(told, key=salt.encode(), digest_size=16).hexdigest()


class Eye:
    """What one process knows of today: who was seen when, and what of it is written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.day: dt.date | None = None
        self.salt = ""
        self.known: OrderedDict[str, tuple[dt.datetime, dt.datetime]] = OrderedDict()

    def flush(self) -> int:
        """How many marks were written. What cannot be written now waits for the next time."""
        with self._lock:
            taken = [_waiting.popleft() for _n in range(len(_waiting))]
            days: dict[dt.date, list[Look]] = {}
            for look in taken:
                days.setdefault(timezone.localdate(look[2]), []).append(look)
            try:
                return sum(self._day(day, looks) for day, looks in sorted(days.items()))
            except Exception:
                _waiting.extendleft(reversed(taken))
                raise

    def _day(self, day: dt.date, looks: Iterable[Look]) -> int:
        rules = channels()
        if day != self.day and not self._begin(day):
            return 0
        marks: dict[str, list[dt.datetime]] = {}
        for address, agent, at in looks:
            if not rules.robot(agent) and not rules.ours(address):
                marks.setdefault(mark_of(self.salt, address, agent), []).append(at)
        new = {mark: sorted(moments) for mark, moments in marks.items() if self._is_news(mark, moments, rules)}
        for names in _chunks(list(new)):
            if not self._write(day, {mark: new[mark] for mark in names}, rules):
                return 0
        for mark, moments in marks.items():
            self._remember(mark, max(moments), written=mark in new)
        return len(new)

    def _begin(self, day: dt.date) -> bool:
        """The day's salt: made by whichever process comes first. A day that is over is never begun again."""
        found = SiteSalt.objects.filter(day=day).first()
        if day == today() and not (found and found.salt):
            SiteSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_urlsafe(32)})
            # Every other day's, of days to come, too: a clock that was put back has left them.
            SiteSalt.objects.exclude(day=day).update(salt=None)
            found = self._salted(day)
        if found is None or not found.salt:
            return False
        self.day, self.salt = day, found.salt
        self.known.clear()
        return True

    def _salted(self, day: dt.date) -> SiteSalt:
        with transaction.atomic():
            row = SiteSalt.objects.select_for_update().get(day=day)
            if not row.salt:
                row.salt = secrets.token_urlsafe(32)
                row.save(update_fields=["salt"])
        return row

    def _is_news(self, mark: str, moments: list[dt.datetime], rules: Channels) -> bool:
        if mark not in self.known:
            return True
        seen, written = self.known[mark]
        latest = max(moments)
        return latest - written >= TOUCH or min(moments) - seen >= rules.pause

    def _remember(self, mark: str, latest: dt.datetime, *, written: bool) -> None:
        seen, before = self.known.pop(mark, (latest, latest))
        self.known[mark] = (max(seen, latest), latest if written else before)
        while len(self.known) > MOST_KNOWN:
            self.known.popitem(last=False)

    def _write(self, day: dt.date, marks: Mapping[str, list[dt.datetime]], rules: Channels) -> bool:
        """Not written when the day was closed meanwhile."""
        with transaction.atomic():
            salt = SiteSalt.objects.select_for_update().filter(day=day).first()
            if salt is None:
                self.day = None
                return False
            there = {row.mark: row for row in SiteSeen.objects.filter(salt=salt, mark__in=marks)}
            fresh: list[SiteSeen] = []
            grown: list[SiteSeen] = []
            for mark, moments in marks.items():
                row = there.get(mark)
                (grown if row else fresh).append(self._folded(row or SiteSeen(salt=salt, mark=mark, sessions=0), moments, rules))
            SiteSeen.objects.bulk_create(fresh)
            SiteSeen.objects.bulk_update(grown, ["last_at", "sessions"])
        return True

    def _folded(self, row: SiteSeen, moments: list[dt.datetime], rules: Channels) -> SiteSeen:
        seen = self.known[row.mark][0] if row.mark in self.known else None
        last = max((at for at in (row.last_at, seen) if at), default=None)
        for at in moments:
            if last is None or at - last >= rules.pause:
                row.sessions += 1
            last = at if last is None else max(last, at)
        row.sessions, row.last_at = max(row.sessions, 1), last or moments[-1]
        return row


def _chunks(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))


eye = Eye()


def _write_down(otherwise: str) -> None:
    """Whatever is broken, the thread goes on. Of the trouble only its kind is said: its words may hold an address."""
    try:
        eye.flush()
    except Exception as error:
        log.warning(otherwise, extra={"error": type(error).__name__})
        connection.close()


def _keep(stopping: threading.Event) -> None:
    while not stopping.wait(EVERY):
        if _waiting:
            _write_down("looks of the site wait")


def start() -> None:
    """Of a process that serves pages; at its orderly end it writes what it still holds."""
    stopping = threading.Event()
    thread = threading.Thread(target=_keep, args=(stopping,), name="site-visits", daemon=True)
    thread.start()

    def end() -> None:
        stopping.set()
        thread.join(timeout=2)
        _write_down("the last looks of the site could not be written")

    atexit.register(end)
