"""Which words somebody agrees to on a day: the institution's own version, or the one shipped until there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mandrivna.core.models import Unit
from mandrivna.readers.models import Agreement, ConsentText, Kind, Purpose, Reader
from mandrivna.readers.terms import Terms, terms

SHIPPED = "2026-01"
"""The version of the words in `policy/readers.yaml`."""
SHIPPED_FOR: dict[str, str] = {Purpose.DATA: "2026-04", Purpose.DELIVERY: "2026-03"}
"""Of words that were changed since: who agreed to the earlier ones agreed to those (`consent_before` in the policy)."""


@dataclass(frozen=True)
class Words:
    version: str
    text: str
    since: dt.date | None = None

    @property
    def own(self) -> bool:
        return self.version not in (SHIPPED, *SHIPPED_FOR.values())


def shipped_version(purpose: str) -> str:
    return SHIPPED_FOR.get(purpose, SHIPPED)


def words_on(unit: Unit, day: dt.date, agreed: Terms | None = None) -> dict[str, Words]:
    """By purpose; one query for all of them."""
    shipped = (agreed or terms()).consent
    found = {purpose: Words(shipped_version(purpose), " ".join(shipped[purpose].split())) for purpose in Purpose.values}
    for row in ConsentText.objects.filter(unit=unit, since__lte=day).order_by("number"):
        found[row.purpose] = Words(str(row.number), row.text, row.since)
    return found


@dataclass(frozen=True)
class Given:
    """A line of the register with the very words that were agreed to; empty words: that version is not kept any more."""

    agreement: Agreement
    words: str


@dataclass(frozen=True)
class Kept:
    """What is kept of a reader by one consent, and the consents there were, the latest first."""

    purpose: Purpose
    given: list[Given]
    what: list[str]
    """Names of fields that hold something now."""

    @property
    def standing(self) -> bool:
        """There is something to take back."""
        return bool(self.what) or any(one.agreement.withdrawn_on is None for one in self.given)


def kept_by_consent(reader: Reader) -> list[Kept]:
    """For the reader to read; also what an import brought without any consent can be taken back."""
    rows = list(Agreement.objects.filter(reader=reader).order_by("-given_on", "-uid"))
    agreed = terms()
    shipped = {(purpose, shipped_version(purpose)): " ".join(text.split()) for purpose, text in agreed.consent.items()}
    before = {
        (purpose, version): " ".join(text.split())
        for purpose, versions in agreed.consent_before.items()
        for version, text in versions.items()
    }
    texts = {(row.purpose, str(row.number)): row.text for row in ConsentText.objects.filter(unit=reader.institution_id)}
    texts |= before | shipped
    return [
        Kept(
            purpose,
            [Given(row, texts.get((row.purpose, row.version), "")) for row in rows if row.purpose == purpose],
            [name for name in _fields(reader, purpose) if getattr(reader, name, None)],
        )
        for purpose in Purpose
    ]


def _fields(reader: Reader, purpose: Purpose) -> tuple[str, ...]:
    if purpose == Purpose.CIRCUMSTANCES:
        return ("circumstances",)
    if purpose == Purpose.DELIVERY:
        return ("doorstep",)
    if reader.kind == Kind.ORGANISATION:
        return ("phone", "email", "responsible")
    return ("name", "phone", "email", "birth_year", "responsible")
