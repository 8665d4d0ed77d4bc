"""Writing down what a reader told: at the first registration and when something changes."""

from __future__ import annotations

from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem, blockers, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.ledger.api import settle_once
from mandrivna.readers import facts, rules
from mandrivna.readers.discrepancies import WORDS
from mandrivna.readers.likeness import keys
from mandrivna.readers.models import (
    Agreement,
    Consent,
    DocumentShown,
    Enrolment,
    Kind,
    NameWord,
    Purpose,
    Reader,
    Responsible,
    age_band,
    name_mac,
)
from mandrivna.readers.problems import not_in_institution, reader_problems
from mandrivna.readers.terms import terms
from mandrivna.readers.told import NAMES, Told, told_by, told_of
from mandrivna.readers.twins import note_twins
from mandrivna.shared.text import words

UNCHANGED = frozenset({"kind", "card", "document"})
"""What a change of particulars does not touch: cards have verbs of their own, the rest belongs to a registration."""


def fitting(act: Act, told: Told, problems: list[Problem]) -> Told:
    """At the desk a problem refuses. Somebody who has been registered already stays so, without what does not fit."""
    stop = blockers(problems)
    wrong = {str(problem.field) for problem in stop}
    if stop and not (act.happened and wrong <= NAMES):
        refuse_if(stop)
    if wrong:
        act.note("readers.left_out", what=", ".join(sorted(str(WORDS[name]) for name in wrong)))
    return told.without(wrong)


def write(act: Act, reader: Reader, told: Told) -> Reader:
    """A new row or a known one; saved, with everything that hangs on it."""
    reader.name, reader.pseudonym, reader.phone = told.name or None, told.pseudonym, told.phone or None
    reader.email, reader.notices_by = told.email or None, told.notices_by
    reader.birth_year = None if told.birth_year is None else str(told.birth_year)
    reader.age, reader.audience = age_band(told.birth_year, act.on.year, told.age), told.audience
    reader.kind, reader.language, reader.hub, reader.family = told.kind, told.language, told.hub, told.family
    reader.circumstances = list(told.circumstances) or None
    reader.consent, reader.consent_version = _consent(reader, told)
    if told.rules is not None:
        reader.rules_number, reader.rules_on = told.rules, act.on
    reader.save()
    write_name_keys(reader)
    note_twins(reader, act.on)
    _write_responsible(act, reader, told)
    _write_agreements(act, reader, told)
    if told.document:
        DocumentShown.objects.create(reader=reader, kind=told.document, on=act.on, by_id=act.actor.staff_id)
    return reader


def _consent(reader: Reader, told: Told) -> tuple[str, str]:
    """A consent once given covers what is corrected later; without one it is said that there is none."""
    if not told.personal:
        return (reader.consent if reader.consent == Consent.WITHDRAWN else Consent.UNNEEDED), ""
    if told.consent:
        return Consent.GIVEN, told.consent[:20]
    if reader.consent == Consent.GIVEN:
        return Consent.GIVEN, reader.consent_version
    return Consent.NOT_OBTAINED, ""


def write_name_keys(reader: Reader) -> None:
    should = {name_mac(word) for word in words(reader.name or "")}
    if reader.kind == Kind.PERSON and reader.merged_into_id is None:
        should |= keys(reader.name or "")
    standing = {bytes(row.mac): row.pk for row in NameWord.objects.filter(reader=reader)}
    NameWord.objects.filter(pk__in=[pk for mac, pk in standing.items() if mac not in should]).delete()
    NameWord.objects.bulk_create([NameWord(reader=reader, mac=mac) for mac in sorted(should - standing.keys())])


def _write_responsible(act: Act, reader: Reader, told: Told) -> None:
    if not told.guardian_name:
        Responsible.objects.filter(reader=reader).delete()
        return
    row = Responsible.objects.filter(reader=reader).first() or Responsible(reader=reader, since=act.on)
    row.name, row.contact, row.relation = told.guardian_name, told.guardian_contact or None, told.guardian_relation
    row.save()


def _write_agreements(act: Act, reader: Reader, told: Told) -> None:
    young = told.young(act.on.year, terms().guardian_under)
    giver = Agreement.Giver.GUARDIAN if young else Agreement.Giver.SELF
    given = {Purpose.DATA: told.consent if told.personal else "", Purpose.CIRCUMSTANCES: told.circumstances_consent}
    standing = {(row.purpose, row.version) for row in Agreement.objects.filter(reader=reader, withdrawn_on=None)}
    for purpose, version in given.items():
        if version and (purpose, version[:20]) not in standing:
            Agreement.objects.create(reader=reader, purpose=purpose, version=version[:20], given_on=act.on, given_by=giver)


# --- changing ------------------------------------------------------------------------------------------------------------


@verb("readers.amend", may=rules.ENROL, at="place")
def amend(act: Act, *, reader: Reader, place: Unit, about: dict[str, Any]) -> Reader:
    """Particulars as they are from now on; what `about` does not name stays. This year's figures follow age and category."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    standing = Reader.objects.select_for_update().get(pk=reader.pk)
    known = told_of(standing)
    fresh = told_by({**{name: getattr(known, name) for name in NAMES - UNCHANGED}, **_resolved(about), "kind": known.kind})
    if fresh.circumstances and set(fresh.circumstances) <= set(known.circumstances):
        fresh = _already_agreed(standing, fresh)
    refuse_if(blockers(reader_problems(fresh, institution=standing.institution, year=act.on.year, reader=standing)))
    write(act, standing, fresh)
    _follow(act, standing)
    return standing


def _resolved(about: dict[str, Any]) -> dict[str, Any]:
    """Of what a form says; people and places come as their keys."""
    found = {name: value for name, value in about.items() if name in NAMES - UNCHANGED}
    if found.get("family"):
        found["family"] = Reader.resolve(str(found["family"]))
    if found.get("hub"):
        found["hub"] = Unit.objects.filter(pk=found["hub"]).first()
    return {name: value if value != "" or name not in {"family", "hub", "birth_year"} else None for name, value in found.items()}


def _already_agreed(reader: Reader, told: Told) -> Told:
    """Nothing new was told: the consent that stands is enough, the words need not be agreed to again."""
    if told.circumstances_consent:
        return told
    rows = Agreement.objects.filter(reader=reader, withdrawn_on=None)
    version = next((row.version for row in rows if row.purpose == Purpose.CIRCUMSTANCES), "")
    return told_by({**told.__dict__, "circumstances_consent": version})


def _follow(act: Act, reader: Reader) -> None:
    row = Enrolment.objects.select_for_update().filter(reader=reader, year=act.on.year).first()
    if row is None or (row.age, row.audience) == (reader.age, reader.audience):
        return
    row.age, row.audience = reader.age, reader.audience
    row.save(update_fields=["age", "audience"])
    also = {f"readers.Enrolment:{row.pk}": facts.lines(row)}
    settle_once(act, reader.institution_id, str(row.year), facts.served_by(row), also=also)
