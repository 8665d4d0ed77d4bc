"""What a reader told when registering, as one value; and what of it a registration keeps that has happened already."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from mandrivna.core.models import Unit
from mandrivna.readers.models import Age, Audience, Kind, NoticesBy, Reader

YOUNGEST_BAND_ENDS = 14


@dataclass(frozen=True, kw_only=True)
class Told:
    """Nothing of it is compulsory. `consent` and `circumstances_consent` are versions of words agreed to, `rules` a number."""

    kind: str = Kind.PERSON
    name: str = ""
    pseudonym: str = ""
    phone: str = ""
    email: str = ""
    notices_by: str = NoticesBy.ANY
    birth_year: int | None = None
    age: str = Age.UNKNOWN
    audience: str = Audience.GENERAL
    language: str = ""
    card: str = ""
    consent: str = ""
    circumstances: tuple[str, ...] = ()
    circumstances_consent: str = ""
    rules: int | None = None
    guardian_name: str = ""
    guardian_contact: str = ""
    guardian_relation: str = ""
    family: Reader | None = None
    hub: Unit | None = None
    document: str = ""

    @property
    def personal(self) -> bool:
        """Whether a consent is needed to keep it. An organisation's own name is nobody's."""
        named = self.name.strip() if self.kind == Kind.PERSON else self.guardian_name.strip()
        return bool(named or self.phone.strip() or self.email.strip() or self.birth_year is not None)

    def young(self, year: int, under: int) -> bool:
        if self.kind != Kind.PERSON:
            return False
        if self.birth_year is not None:
            return year - self.birth_year < under
        return self.age == Age.CHILD and under > YOUNGEST_BAND_ENDS

    def without(self, names: set[str]) -> Told:
        """What does not fit left out; a consent nobody could give goes with the grown-up who is missing."""
        empty = Told()
        if "guardian_name" in names:
            names = names | {"consent"}
        if names & {"circumstances", "circumstances_consent"}:
            names = names | {"circumstances", "circumstances_consent"}
        if "email" in names and self.notices_by == NoticesBy.MAIL:
            names = names | {"notices_by"}
        return replace(self, **{name: getattr(empty, name) for name in names})


NAMES = frozenset(field.name for field in fields(Told))


def told_by(arguments: dict[str, Any]) -> Told:
    """Of a verb's arguments; lists become tuples, blanks around words go."""
    found: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in arguments.items() if name in NAMES
    }
    found["circumstances"] = tuple(dict.fromkeys(found.get("circumstances") or ()))
    if found.get("kind", Kind.PERSON) == Kind.ORGANISATION:
        found |= {"audience": Audience.COLLECTIVE, "birth_year": None, "age": Age.UNKNOWN, "family": None, "circumstances": ()}
    return Told(**found)


def told_of(reader: Reader) -> Told:
    """As it is written down now."""
    answers = getattr(reader, "responsible", None)
    return Told(
        kind=reader.kind,
        name=reader.name or "",
        pseudonym=reader.pseudonym,
        phone=reader.phone or "",
        email=reader.email or "",
        notices_by=reader.notices_by,
        birth_year=reader.born,
        age=reader.age if reader.born is None else Age.UNKNOWN,
        audience=reader.audience,
        language=reader.language,
        circumstances=tuple(reader.circumstances or ()),
        guardian_name=answers.name if answers else "",
        guardian_contact=(answers.contact or "") if answers else "",
        guardian_relation=answers.relation if answers else "",
        family=reader.family,
        hub=reader.hub,
    )
