"""The bot at work: `python -m scripts.bench.chats FOLDER [--url URL] [--burst NUMBER]`, in a library of `scripts.bench.years`.

Web, worker and bot as `mandrivna serve` starts them; beside them a messenger of our own (faces/bot/tryout), spoken with over HTTP.

Answers: people do what they do (look for a book, open a shelf, take, see their books, keep longer, bring back), thirty a second by
a timetable, whether the bot keeps up or not; an answer is late counted from the moment in the timetable to the message in the chat.

`--burst`: so many updates wait when the bot comes up. How fast they are drained, that each led to one act and each act was answered
once, and how long other people's acts take at the desk over HTTP meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts.bench.daily import EACH_SECOND, HOST, ROOT, SEED, Desk, Work, part, rested, shelves_with, sitting_at
from scripts.bench.importing import environment
from scripts.zebra import free_port

UPDATES_A_SECOND, SECONDS, WARM_SESSIONS = 30, 60, 20
SESSION = ("look", "open", "take", "mine", "renew", "look", "give")
"""What one person does, one update each."""
FIRST_CHAT, FIRST_OF_BURST = 5_000_000, 6_000_000
EACH = 5
"""Questions of one chat in a burst: a press and the words, two updates."""
DESKS, ACTS = 8, 20_000
QUIET = 120.0


class Watched:
    """Our messenger in a thread of this process; when each message came into each chat is kept."""

    def __init__(self) -> None:
        from mandrivna.faces.bot.main import serve  # noqa: PLC0415 - app registry
        from mandrivna.faces.bot.tryout.server import Messenger  # noqa: PLC0415 - app registry

        watched = self

        class Kept(Messenger):
            async def api_sendMessage(self, given: dict[str, Any]) -> Any:  # noqa: N802 - the API's own name
                watched.came.setdefault(int(given["chat_id"]), []).append(time.perf_counter())
                return await super().api_sendMessage(given)

        self.port, self.came, self.messenger = free_port(), dict[int, list[float]](), Kept()
        self.loop, ready = asyncio.new_event_loop(), threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self.loop)
            self.loop.run_until_complete(serve(self.messenger, self.port))
            ready.set()
            self.loop.run_forever()

        threading.Thread(target=run, daemon=True).start()
        ready.wait()

    def say(self, chat: int, what: str) -> int:
        """«/start s_…» and words are written, «take:…» is pressed. The number of the update."""
        person = self.messenger.person(chat)
        pressed = ":" in what or what == "mine"
        asked = self.messenger.press(person, what) if pressed else self.messenger.write(person, what)
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result()

    def wait(self, done: Callable[[], bool], most: float) -> bool:
        until = time.perf_counter() + most
        while time.perf_counter() < until:
            if done():
                return True
            time.sleep(0.05)
        return False


@contextmanager
def served(folder: str, url: str, watched: Watched) -> Iterator[int]:
    """The whole program with this messenger; the port of its pages."""
    from mandrivna.faces.bot.tryout.server import TOKEN  # noqa: PLC0415 - app registry

    port = free_port()
    env = environment(folder, url) | {
        "MANDRIVNA_PORT": str(port), "MANDRIVNA_LOG_LEVEL": "warning", "MANDRIVNA_TELEGRAM_TOKEN": TOKEN,
        "MANDRIVNA_TELEGRAM_API": f"http://{HOST}:{watched.port}",
    }  # fmt: skip
    command = [sys.executable, "-m", "mandrivna", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "Ctrl-C" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("The server did not start")
        threading.Thread(target=server.stdout.read, daemon=True).start()
        try:
            yield port
        finally:
            server.terminate()


# --- answers ----------------------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    chat: int
    copy: uuid.UUID
    shelf: str
    words: tuple[str, str]
    loan: uuid.UUID | None = None

    def does(self, act: str, turn: int) -> str:
        loan = self.loan.hex if self.loan else ""
        match act:
            case "look":
                return self.words[turn > 0]
            case "open":
                return f"/start s_{self.shelf}"
            case "take":
                return f"take:{self.copy.hex}"
            case "mine":
                return "mine"
            case _:
                return f"{act}:{loan}"


def visitors(number: int) -> list[Visitor]:
    """Readers with a chat each, each at a shelf where a book of their choice stands."""
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Unit  # noqa: PLC0415 - app registry
    from mandrivna.fund.models import Copy, State  # noqa: PLC0415 - app registry
    from mandrivna.lending.actions.shelves import renew_shelf_code  # noqa: PLC0415 - app registry
    from mandrivna.lending.models import Shelf  # noqa: PLC0415 - app registry

    chance = random.Random(SEED)  # noqa: S311 - the same people each time
    free = list(Copy.objects.filter(state=State.AVAILABLE).select_related("record").order_by("pk")[: 4 * number])
    chance.shuffle(free)
    idle = readers(number)
    found, codes = [], dict[int, str]()
    for at, (copy, reader) in enumerate(zip(free[:number], idle, strict=True)):
        place = Unit.objects.get(pk=copy.place_id)
        if place.pk not in codes:
            renew_shelf_code(Act(actor=SYSTEM), place=place)
            codes[place.pk] = Shelf.objects.get(place=place).code
        chat_with(FIRST_CHAT + at, reader)
        words = (_word(copy.record.title), _word(chance.choice(free).record.title))
        found.append(Visitor(FIRST_CHAT + at, copy.pk, codes[place.pk], words))
    return found


def _word(title: str) -> str:
    return " ".join(title.split()[:2])


def readers(number: int) -> list[Any]:
    """Registered this year, so that nothing speaks against lending."""
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.readers.actions.enrolment import enrolled, reenrol  # noqa: PLC0415 - app registry
    from mandrivna.readers.models import Reader  # noqa: PLC0415 - app registry

    place, act = Unit.objects.filter(kind=Kind.SHELF).order_by("pk")[0], Act(actor=SYSTEM)
    found = list(Reader.objects.filter(pk__in=without_books(number)).order_by("-pk"))
    for reader in found:
        if not enrolled(reader, act.on.year):
            reenrol(Act(actor=SYSTEM), reader=reader, place=place)
    return found


def chat_with(number: int, reader: Any) -> None:
    """Whoever had the chat or the reader in an earlier run has them no more."""
    from django.db.models import Q  # noqa: PLC0415 - slow import

    from mandrivna.core.fields import matching  # noqa: PLC0415 - app registry
    from mandrivna.enquiries.models import Chat  # noqa: PLC0415 - app registry

    Chat.objects.filter(matching(Chat, "chat_index", str(number)) | Q(reader=reader)).delete()
    Chat.objects.create(chat=str(number), reader=reader, language="uk")


def without_books(number: int) -> list[Any]:
    """Somebody with a hundred books at home, of ten earlier runs, has a page that no reader has."""
    from django.db.models import Exists, OuterRef  # noqa: PLC0415 - slow import

    from mandrivna.lending.models import Loan  # noqa: PLC0415 - app registry
    from mandrivna.readers.models import Reader  # noqa: PLC0415 - app registry

    taken = Exists(Loan.objects.open().filter(reader=OuterRef("pk")))
    return list(Reader.objects.exclude(taken).order_by("-pk").values_list("pk", flat=True)[:number])


def answers(watched: Watched, people: list[Visitor]) -> dict[str, Any]:
    """By the timetable. Each act is answered by one message, so the third question of a chat is answered by its third message."""
    taken: dict[str, list[float]] = {act: [] for act in SESSION}
    lost = _rounds(watched, people[:WARM_SESSIONS], {act: [] for act in SESSION})
    nightly_work_done()
    lost += _rounds(watched, people[WARM_SESSIONS:], taken)
    together = [one for listed in taken.values() for one in listed]
    shares = {f"p{round(share * 100)}": part(together, share) for share in (0.5, 0.95, 0.99)}
    return {
        "updates": len(together), "a second": UPDATES_A_SECOND, "unanswered": lost, **shares,
        "p95 of each": {act: part(listed, 0.95) for act, listed in taken.items()},
    }  # fmt: skip


def nightly_work_done() -> None:
    """A library that has just come up looks itself over; that is not the hour people come at."""
    from mandrivna.core.outbox.queries import snapshot  # noqa: PLC0415 - app registry

    still = 0
    until = time.perf_counter() + 1800.0
    while still < 3 and time.perf_counter() < until:
        time.sleep(1.0)
        still = 0 if snapshot().running else still + 1


def _rounds(watched: Watched, people: list[Visitor], taken: dict[str, list[float]]) -> int:
    from mandrivna.enquiries.chats import NAMESPACE  # noqa: PLC0415 - app registry
    from mandrivna.faces.bot.tryout.server import BOT  # noqa: PLC0415 - app registry

    asked: list[tuple[str, int, int, float]] = []
    start = time.perf_counter() + 0.5
    for turn, act in enumerate(SESSION):
        for at, one in enumerate(people):
            due = start + (turn * len(people) + at) / UPDATES_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append((act, one.chat, turn, due))
            number = watched.say(one.chat, one.does(act, turn))
            if act == "take":  # an act has the number of its update, and a loan that of its act
                one.loan = uuid.uuid5(NAMESPACE, f"{BOT['id']}:{number}:1")
    watched.wait(lambda: all(len(watched.came.get(chat, ())) > before for _act, chat, before, _due in asked), QUIET)
    lost = 0
    for act, chat, before, due in asked:
        came = watched.came.get(chat, ())
        if len(came) > before:
            taken[act].append(came[before] - due)
        else:
            lost += 1
    return lost


def truly_done(people: list[Visitor]) -> dict[str, int]:
    """That what was measured was done: each took one book, kept it longer and brought it back."""
    from mandrivna.lending.models import Loan  # noqa: PLC0415 - app registry

    loans = Loan.objects.filter(pk__in=[one.loan for one in people if one.loan])
    brought, longer = loans.filter(state="returned").count(), loans.filter(renewals=1).count()
    return {"taken": loans.count(), "kept longer": longer, "brought": brought}


# --- a burst ----------------------------------------------------------------------------------------------------------


def burst(folder: str, url: str, number: int, rate: float) -> dict[str, Any]:
    from mandrivna.core.models import Operation  # noqa: PLC0415 - app registry
    from mandrivna.enquiries.models import Message, Outgoing, Update  # noqa: PLC0415 - app registry
    from mandrivna.lending.models import Loan  # noqa: PLC0415 - app registry

    rested(folder, url)
    people = max(1, number // (2 * EACH))
    own = readers(people)
    for at, reader in enumerate(own):
        chat_with(FIRST_OF_BURST + at, reader)
    before = {
        "updates": Update.objects.count(),
        "words": Message.objects.count(),
        "acts": _acts(Operation),
        "lent": Loan.objects.count(),
    }
    work, watched = desk_work(people), Watched()
    sessions = [sitting_at(place) for place in shelves_with(1)[:DESKS]]
    with served(folder, url, watched) as port:
        desks = [Desk(port, session) for session in sessions]
        nightly_work_done()
        alone = beside(desks, work, rate, 10.0)
        began = time.perf_counter()
        for word in range(EACH):
            for at in range(people):
                _put(watched, FIRST_OF_BURST + at, word)
        stop = threading.Event()
        found: dict[str, Any] = {}
        other = threading.Thread(target=lambda: found.update(beside(desks, work, rate, None, stop)))
        other.start()
        wanted = 2 * EACH * people  # each press and each word is answered by one message
        minutes = Minutes(watched, desks)
        whole = watched.wait(lambda: minutes.answered() >= wanted, 3600.0)
        seconds = time.perf_counter() - began
        stop.set()
        other.join()
        time.sleep(1.0)
    counts = {len(watched.came.get(FIRST_OF_BURST + at, ())) for at in range(people)}
    said = Counter(call["method"] for call in watched.messenger.calls)
    return {
        "updates": wanted, "all answered": whole, "answers of a chat": sorted(counts), "seconds": round(seconds, 1),
        "drained a second": round(wanted / seconds, 1),
        "settled": Update.objects.count() - before["updates"], "words kept": Message.objects.count() - before["words"],
        "acts": _acts(Operation) - before["acts"], "lent": Loan.objects.count() - before["lent"],
        "still to say": Outgoing.objects.count(), "minutes": minutes.listed, "desk alone": alone,
        "desk meanwhile": found, "calls remembered": dict(said),
    }  # fmt: skip


class Minutes:
    """How each minute of a burst was: updates answered, acts at the desk, and how late those were."""

    def __init__(self, watched: Watched, desks: list[Desk]) -> None:
        self.watched, self.desks, self.listed = watched, desks, list[dict[str, Any]]()
        self.began, self.before, self.seen = time.perf_counter(), 0, [0] * len(desks)

    def answered(self) -> int:
        answered = sum(map(len, list(self.watched.came.values())))
        if time.perf_counter() - self.began >= 60 * (len(self.listed) + 1):
            taken = [list(desk.taken) for desk in self.desks]
            late = [one for listed, seen in zip(taken, self.seen, strict=True) for one in listed[seen:]]
            shares = {"p50": part(late, 0.5), "p99": part(late, 0.99)} if late else {}
            self.listed.append({"answered": answered - self.before, "acts": len(late), **shares})
            self.before, self.seen = answered, list(map(len, taken))
        return answered


def _acts(operation: Any) -> int:
    return int(operation.objects.filter(verb="enquiries.say_own").count())


def _put(watched: Watched, chat: int, word: int) -> None:
    for what in ("ask", f"слово {word}"):
        person = watched.messenger.person(chat)
        asked = watched.messenger.press(person, what) if what == "ask" else watched.messenger.write(person, what)
        asyncio.run_coroutine_threadsafe(asked, watched.loop).result()


def desk_work(chatting: int) -> list[Work]:
    """Each act is of another reader, and of none who writes to the bot."""
    from mandrivna.fund.models import Copy, State  # noqa: PLC0415 - app registry

    free = list(Copy.objects.filter(state=State.AVAILABLE).order_by("-pk").values_list("barcode", "place")[:ACTS])
    people = without_books(chatting + len(free))[chatting:]
    return [(reader, barcode, place) for reader, (barcode, place) in zip(people, free, strict=False)]


def beside(
    desks: list[Desk], work: list[Work], rate: float, seconds: float | None, stop: threading.Event | None = None
) -> dict[str, Any]:
    """Acts at the desk by a timetable, until told to stop."""
    over = stop or threading.Event()
    start, lock = time.perf_counter() + 0.2, threading.Lock()
    turns = iter(range(10**9))

    def serve(desk: Desk) -> None:
        while not over.is_set():
            with lock:
                turn = next(turns)
                one = work.pop()
            due = start + turn / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            desk.scan(one, due)
            if seconds is not None and time.perf_counter() - start > seconds:
                return

    for desk in desks:
        desk.taken.clear()
        desk.wrong = 0
        desk.connection.close()  # it may have stood idle longer than the server keeps it; the next request opens it again
    threads = [threading.Thread(target=serve, args=(one,)) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [one for desk in desks for one in desk.taken]
    shares = {f"p{round(share * 100)}": part(taken, share) for share in (0.5, 0.95, 0.99, 1)} if taken else {}
    return {"acts": len(taken), "errors": sum(desk.wrong for desk in desks), **shares}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.chats", description=__doc__)
    parser.add_argument("folder", help="тека бібліотеки / the library's folder")
    parser.add_argument("--url", default="", help="PostgreSQL")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--burst", type=int, default=0, help="скільки оновлень чекають / how many updates wait")
    parser.add_argument("--acts", type=float, default=EACH_SECOND, help="дій за секунду на видачі / acts a second at the desk")
    chosen = parser.parse_args()
    os.environ |= environment(chosen.folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    import django  # noqa: PLC0415 - slow import

    django.setup()
    if chosen.burst:
        found = burst(chosen.folder, chosen.url, chosen.burst, chosen.acts)
    else:
        rested(chosen.folder, chosen.url)
        people = visitors(WARM_SESSIONS + max(1, chosen.seconds * UPDATES_A_SECOND // len(SESSION)))
        watched = Watched()
        with served(chosen.folder, chosen.url, watched):
            found = answers(watched, people) | truly_done(people)
    print(json.dumps(found | {"load": os.getloadavg()[0]}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
