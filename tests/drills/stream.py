"""A hub's words being taken in by a process that is killed again and again: `python -m tests.drills.stream PLAN`.

The plan is JSON: {"words": […], "kills": n, "careless": false, "seed": n, "file_limit": 0}, or {"words": […], "aloud": true} to
take all in at once and say each answer on stdout, until the database is gone. Django is loaded once; every
round is a fork with a connection of its own, so a kill costs milliseconds. Each answered uid is written to a pipe after
the answer, as a device hears of it only then. The last line printed is JSON with what was acknowledged and how many
kills hit a process in the middle of its work.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

AGAIN = 3  # a device does not know how far its last words got: it says the last few again
MIDDLE = 0.15  # seconds; a kill comes at a random moment of this stretch


def take_in(words: list[dict[str, Any]], out: int, *, careless: bool) -> None:
    from django.db import transaction  # noqa: PLC0415 - app registry

    from mandrivna.core import intake  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry

    for said in words:
        if careless:  # the negative control: told «saved» before it is
            with transaction.atomic():
                intake.perform(said, actor=SYSTEM, device="phone-0")
                os.write(out, f"{said['uid']} applied\n".encode())
                time.sleep(0.004)
        else:
            answer = intake.perform(said, actor=SYSTEM, device="phone-0")
            os.write(out, f"{said['uid']} {answer.outcome}\n".encode())


def forked(words: list[dict[str, Any]], *, careless: bool) -> tuple[int, int]:
    """A child at work, and the end of the pipe where it reports."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    try:
        take_in(words, write, careless=careless)
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def heard(pipe: int) -> list[list[str]]:
    with os.fdopen(pipe, "rb") as lines:
        return [line.decode().split() for line in lines.read().split(b"\n")[:-1]]


def warm_up(words: list[dict[str, Any]]) -> None:
    """What a process does only once (reading policies, compiling queries) is done before the fork; the connection is not shared."""
    from django.db import connections  # noqa: PLC0415 - app registry

    from mandrivna.core import intake  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry

    for said in words:
        intake.perform(said, actor=SYSTEM, device="phone-0")
    connections.close_all()


def rounds(plan: dict[str, Any]) -> dict[str, Any]:
    words, chance = plan["words"], random.Random(plan["seed"])
    warm_up(words[:1])
    acked: dict[str, str] = {}
    forgotten: set[str] = set()
    again = 0 if plan["careless"] else AGAIN
    landed = tried = position = 0
    while landed < plan["kills"] and tried < plan["kills"] * 4 and position < len(words):
        tried += 1
        child, pipe = forked(words[max(0, position - again) :], careless=plan["careless"])
        if chance.random() < 0.9:  # at work, its first answer is out; else perhaps still connecting
            select.select([pipe], [], [], 20)
        time.sleep(chance.uniform(0, MIDDLE))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        landed += os.WIFSIGNALED(status)
        answers = heard(pipe)
        forgotten |= {uid for uid, outcome in answers if uid in acked and outcome != "duplicate"}
        acked.update(answers)
        position = next((number for number, said in enumerate(words) if said["uid"] not in acked), len(words))
    return {"acked": acked, "forgotten": sorted(forgotten), "landed": landed, "tried": tried}


def whole(plan: dict[str, Any]) -> dict[str, Any]:
    """Everything once, without a kill; with `file_limit`, no file may grow beyond so many bytes."""
    if limit := plan.get("file_limit"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    child, pipe = forked(plan["words"], careless=False)
    acked = dict(heard(pipe))
    _pid, status = os.waitpid(child, 0)
    return {"acked": acked, "code": os.waitstatus_to_exitcode(status)}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    plan = json.loads(Path(sys.argv[1]).read_text())
    if plan.get("aloud"):
        take_in(plan["words"], sys.stdout.fileno(), careless=False)
        return
    sys.stdout.write(json.dumps(rounds(plan) if plan["kills"] else whole(plan)))


if __name__ == "__main__":
    main()
