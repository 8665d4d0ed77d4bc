"""Why something should not be done, as values that every face renders the same way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`code` is for programs and tests, `text` for people, `field` says beside which input it stands."""

    code: str
    text: Any  # str or a lazy translation
    field: str = ""
    details: dict[str, str | int] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.text)


class Blocker(Problem):
    """The act cannot be done by asking for it; if it has happened already, it becomes a discrepancy."""


class Warning(Problem):
    """The act may be done; the person doing it should know."""


class ApprovalNeeded(Problem):
    """The act may be done once somebody with the named permission says so."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The one typed refusal of every verb. Nothing has been written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(p.code for p in self.problems))

    @property
    def codes(self) -> list[str]:
        return [p.code for p in self.problems]


class Forbidden(Refused):
    """The actor may not do this here."""


def blockers(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if isinstance(p, Blocker | ApprovalNeeded)]


def refuse_if(problems: Iterable[Problem]) -> None:
    if stop := blockers(problems):
        raise Refused(stop)
