"""What can be found from anywhere in the workspace, and on which page it is shown."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.catalogue.search.records import best
from mandrivna.catalogue.vocabulary import vocabulary
from mandrivna.core import rules
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.search import SEARCH_SOURCES, Hit, SearchSource
from mandrivna.fund import rules as fund_rules
from mandrivna.fund.queries import by_number, copies_for
from mandrivna.readers import queries as readers
from mandrivna.readers import rules as readers_rules
from mandrivna.shared.text import fold
from mandrivna.shared.text.typos import Vocabulary


def records(_actor: Actor, text: str, limit: int) -> list[Hit]:
    if not any(sign.isalnum() for sign in text):
        return []
    found = best(text, limit)
    return [Hit(str(record), reverse("workspace:record", args=[record.pk]), str(record.year or "")) for record in found]


def copies(actor: Actor, text: str, limit: int) -> list[Hit]:
    """A barcode or an inventory number; a title is found as a record."""
    if not any(sign.isdigit() for sign in text):
        return []
    mine = copies_for(actor, fund_rules.VIEW)
    found = list(mine.filter(barcode=text.replace(" ", ""))[:limit])
    if not found and (copy := by_number(mine, text)):
        found = [copy]
    return [Hit(f"{copy} · {copy.record}", reverse("workspace:copy", args=[copy.pk]), copy.get_state_display()) for copy in found]


def people(actor: Actor, text: str, limit: int) -> list[Hit]:
    found = readers.shown(actor, readers.search(actor, text)[:limit])
    return [Hit(one.label, reverse("workspace:reader", args=[one.reader.pk]), one.card if one.named else "") for one in found]


def units(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Names of units are few enough to compare here, and SQLite knows no Ukrainian capitals."""
    wanted = fold(text)
    mine = Unit.objects.visible_to(actor, rules.UNITS_VIEW).filter(~Q(name="")).order_by("path")
    found = [unit for unit in mine if wanted in fold(f"{unit.name} {unit.short_name} {unit.actual_address}")][:limit]
    return [Hit(str(unit), reverse("workspace:unit", args=[unit.pk]), _where(unit)) for unit in found]


def _where(unit: Unit) -> str:
    """A hub found by its street should show the street."""
    return " · ".join(part for part in (str(unit.get_kind_display()), unit.actual_address) if part)


def record_words(_actor: Actor) -> Vocabulary:
    return vocabulary()


def unit_words(actor: Actor) -> Vocabulary:
    """Only of units this actor may see: where a hub stands is not for everybody."""
    return Vocabulary.of(Unit.objects.visible_to(actor, rules.UNITS_VIEW).values_list("name", flat=True))


SEARCH_SOURCES.add("readers", SearchSource(_("Читачі"), readers_rules.VIEW, people, order=10, icon="user"))
SEARCH_SOURCES.add("copies", SearchSource(_("Примірники"), fund_rules.VIEW, copies, order=20, icon="book"))
SEARCH_SOURCES.add(
    "records", SearchSource(_("Записи каталогу"), catalogue_rules.VIEW, records, order=30, words=record_words, icon="book-open")
)
SEARCH_SOURCES.add(
    "units", SearchSource(_("Підрозділи й місця"), rules.UNITS_VIEW, units, order=40, words=unit_words, icon="map-pin")
)
