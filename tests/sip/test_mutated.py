"""Lines that went through a shredder: 2,000 in the suite, 100,000 in `make drill`. None raises, none lends twice."""

from __future__ import annotations

import random

import pytest

from mandrivna.core.models import Operation
from mandrivna.faces.sip import about, doing  # noqa: F401 - what can be asked is told at import
from mandrivna.faces.sip import session as sessions
from mandrivna.faces.sip.codec import checksum
from mandrivna.faces.sip.session import Session
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts
from mandrivna.lending.models import Loan
from mandrivna.readers import pins
from tests.drills.kit import times
from tests.sip.machine import BLANK, DATE, line

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
SHREDS = [
    b"|",
    b"AY",
    b"AZ",
    b"\x00",
    b"\xff",
    b"\xd0",
    b"AA",
    b"AB",
    b"999999999999999999999",
    "ї".encode(),
    b"\r",
    b"'; --",
    b"Y",
    b" ",
]


def _whole(hall) -> list[str]:
    dated = f"{DATE}{BLANK}{hall.who}{hall.book}"
    return [
        hall.login, "9900302.00", "97", f"23000{DATE}{hall.who}", f"63000{DATE}  Y       {hall.who}BP0001|BQ0005|", f"11YN{dated}",
        f"29NN{dated}", f"09N{DATE}{DATE}AOmain|{hall.book}", f"09Y{DATE}{DATE}AOmain|{hall.book}", f"17{DATE}AOmain|{hall.book}",
        f"65{DATE}{hall.who}", f"15+{DATE}{hall.who}{hall.book}", f"15-{DATE}{hall.who}{hall.book}", f"35{DATE}{hall.who}",
        f"01N{DATE}AOmain|ALзабуто|AA{hall.card}|",
    ]  # fmt: skip


def _shredded(luck: random.Random, said: bytes) -> bytes:
    for _ in range(luck.randint(0, 3)):
        at, much = luck.randrange(len(said) + 1), luck.randint(0, 12)
        start, end = said[:at], said[at + much :]
        said = luck.choice(
            [
                start + luck.choice(SHREDS) + said[at:],
                start + end,
                start + luck.randbytes(much) + end,
                start + said[max(at - much, 0) :],
            ]
        )
    return said


def _shred(hall, luck: random.Random, many: int) -> None:
    session = Session("10.0.0.7")
    session.hear(line(hall.login))
    for number in range(many):
        said = _shredded(luck, luck.choice(_whole(hall)).encode())
        if luck.random() < 0.7:  # most with a checksum that fits, so that they come through to the verbs
            said += f"AY{number % 10}AZ".encode()
            said += checksum(said).encode()
        answer = session.hear(said[:4096])
        assert answer == b"" or (answer.endswith(b"\r") and answer.count(b"\r") == 1 and answer.decode())
        if session.over:
            sessions.LOGINS.forget()
            session = Session("10.0.0.7")
            session.hear(line(hall.login))
        pins.unlock(hall.reader)
        sessions.PROOFS.forget()
    assert check_facts().drift == []
    assert Loan.objects.open().count() <= 1
    assert Copy.objects.get(pk=hall.copy.pk).state in ("available", "on_loan", "aside")
    assert (
        Operation.objects.filter(verb__startswith="lending.")
        .exclude(device=hall.terminal.login)
        .exclude(verb="lending.add_terminal")
        .count()
        == 0
    )


@pytest.mark.slow
def test_thousands_of_spoiled_lines_are_answered_or_let_fall(hall):
    _shred(hall, random.Random(20261127), times(2_000, 100_000))
