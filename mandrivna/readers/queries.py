"""Finding readers and saying who they are to whoever asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.readers.arriving import by_old_number
from mandrivna.readers.models import CARD_DIGITS, Agreement, Card, DocumentShown, Kind, Reader, is_card_code, only_digits
from mandrivna.readers.rules import VIEW
from mandrivna.readers.terms import terms
from mandrivna.shared.text import fold, words

MOST = 20
SHORTEST_BEGINNING = 3
LIKE_A_CARD = (13, 18)
"""How many digits a mistyped card may have; fewer are a phone or an inventory number."""


def readers_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Reader]:
    """Readers of the actor's own institutions, with their valid cards in `valid_cards`."""
    cards = Prefetch("cards", queryset=Card.objects.active().order_by("-issued_on"), to_attr="valid_cards")
    return Reader.objects.of(institutions_for(actor, permission)).select_related("institution").prefetch_related(cards)


def by_card(readers: QuerySet[Reader], text: str) -> Reader | None:
    return readers.filter(cards__code=only_digits(text), cards__ended_on__isnull=True).first()


def wrong_card(text: str) -> str:
    """What is wrong with digits that were meant as a card: «digit» or «length»; nothing if they may be something else."""
    digits = only_digits(text)
    if any(sign.isalpha() for sign in text) or not LIKE_A_CARD[0] <= len(digits) <= LIKE_A_CARD[1]:
        return ""
    if len(digits) == CARD_DIGITS + 2:
        return "" if is_card_code(text) else "digit"
    return "length" if digits.startswith("9") else ""


def looks_like_phone(text: str) -> bool:
    return 9 <= len(only_digits(text)) <= 15 and not any(sign.isalpha() for sign in text)


def search(actor: Actor, text: str) -> list[Reader]:
    """By card, phone, whole words of the name, or the pseudonym; nobody pages through a list of people."""
    text, readers = text.strip(), readers_for(actor)
    if not text:
        return []
    if is_card_code(text):
        found = by_card(readers, text)
        return [found] if found else []
    if any(sign.isdigit() for sign in text) and (
        old := by_old_number(list(institutions_for(actor, VIEW).values_list("pk", flat=True)), text)
    ):
        return list(readers.filter(pk__in=old)[:MOST])
    if looks_like_phone(text):
        return list(readers.by_phone(text)[:MOST])  # type: ignore[attr-defined]
    if not any(sign.isalpha() for sign in text):
        return []
    named = list(readers.by_name(text)[:MOST])  # type: ignore[attr-defined]
    return joined(named, by_pseudonym(readers, text))


def by_pseudonym(readers: QuerySet[Reader], text: str) -> list[Reader]:
    """By whole words of the pseudonym, or by how it begins; a pseudonym is no secret from whoever serves the reader.

    Compared here and not by the database: SQLite knows no Cyrillic case, and no database knows our apostrophes.
    """
    wanted, parts = fold(text), set(words(text))
    if not any(sign.isalpha() for sign in wanted):
        return []
    found = []
    known = readers.prefetch_related(None).exclude(pseudonym="").order_by("pk").values_list("pk", "pseudonym")
    for pk, pseudonym in known.iterator():
        folded = fold(pseudonym)
        if (len(wanted) >= SHORTEST_BEGINNING and folded.startswith(wanted)) or (parts and parts <= set(words(folded))):
            found.append(pk)
            if len(found) == MOST:
                break
    return list(readers.filter(pk__in=found)) if found else []


def joined(first: list[Reader], then: list[Reader]) -> list[Reader]:
    """Everybody once, the first list first."""
    seen = {reader.pk for reader in first}
    return [*first, *(reader for reader in then if reader.pk not in seen)][:MOST]


@dataclass(frozen=True)
class Standing:
    """What is written of a reader beside the reader: agreements, the paper shown, what they told of themselves."""

    agreements: list[Agreement]
    document: DocumentShown | None
    told: list[str]


def standing_of(reader: Reader) -> Standing:
    asked = terms().circumstances
    return Standing(
        list(Agreement.objects.filter(reader=reader, withdrawn_on=None).order_by("given_on")),
        DocumentShown.objects.filter(reader=reader).order_by("-on").first(),
        [asked.get(code) or code for code in reader.circumstances or ()],
    )


def opened(readers: QuerySet[Reader]) -> QuerySet[Reader]:
    """For a page of one reader: who answers for them and whose card it is come along, and whether others belong to it."""
    members = Exists(Reader.objects.filter(family=OuterRef("pk")))
    return readers.select_related("family", "hub", "responsible").annotate(heads=members)


def family_of(reader: Reader) -> list[Reader]:
    """Those for whom this reader's card stands, or the grown-up whose card stands for this one."""
    if reader.kind != Kind.PERSON or not getattr(reader, "heads", True):
        return []
    together = Q(family=reader) | Q(pk=reader.family_id) if reader.family_id else Q(family=reader)
    cards = Prefetch("cards", queryset=Card.objects.active().order_by("-issued_on"), to_attr="valid_cards")
    return list(Reader.objects.filter(together).prefetch_related(cards).order_by("registered_on", "pk"))


@dataclass(frozen=True)
class Shown:
    """A reader as the person at the screen may see them: by name, or only as the number on a card and the pseudonym."""

    reader: Reader
    named: bool
    label: str
    card: str


def shown(actor: Actor, readers: list[Reader], *, named: set[Any] | None = None) -> list[Shown]:
    """`named`: institutions whose readers the actor sees by name; asked of the database once for all."""
    if not readers:
        return []
    if named is None:
        named = set(institutions_for(actor, VIEW).values_list("pk", flat=True))
    return [_shown(reader, reader.institution_id in named) for reader in readers]


def labels_of(actor: Actor, uids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """How the actor may call each of these people; whoever is forgotten, or another institution's, is left out."""
    found = list(readers_for(actor).filter(pk__in=uids))
    named = {one.institution_id for one in found}  # who was found is of an institution whose readers the actor sees
    return {one.reader.pk: one.label for one in shown(actor, found, named=named)}


def _shown(reader: Reader, named: bool) -> Shown:
    cards = getattr(reader, "valid_cards", [])
    card = cards[0].pretty if cards else ""
    unnamed = _("Квиток %s") % card if card else _("Читач без квитка")
    if reader.pseudonym:
        unnamed = f"{unnamed}, {reader.pseudonym}"
    return Shown(reader, named, str(reader) if named else unnamed, card)
