"""What was opened last, so that it is found again without a search.

The session keeps pairs (kind, key); what they are called is looked up each time, with the rights of today: a reader who was
erased, a shelf that is no longer one's own, simply are not there any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.catalogue.models import Record
from mandrivna.core import rules
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry
from mandrivna.core.search import Hit
from mandrivna.faces.workspace.kept import put_first
from mandrivna.fund import rules as fund_rules
from mandrivna.fund.queries import copies_for
from mandrivna.lending import rules as lending_rules
from mandrivna.readers import rules as readers_rules
from mandrivna.readers.queries import readers_for

KEY = "recent"
MOST = 8


@dataclass(frozen=True)
class Kind:
    """`rows(actor)` is what of this kind the actor may see. `columns` are its title and note as the database can tell them,
    all such kinds in one query; None: names are encrypted, so objects are read and `str` says who they are."""

    label: Any
    icon: str
    url_name: str
    permission: Permission
    rows: Callable[[Actor], QuerySet[Any]]
    columns: tuple[Any, Any] | None


RECENT: Registry[Kind] = Registry("things that were opened")


@dataclass(frozen=True)
class Opened:
    hit: Hit
    icon: str
    label: Any


def remember(request: HttpRequest, kind: str, pk: Any) -> None:
    RECENT[kind]  # an unknown kind is a mistake of the page
    put_first(request, KEY, [kind, str(pk)], MOST)


def recent(request: HttpRequest) -> list[Opened]:
    """At most two queries, however many kinds were opened."""
    actor, wanted = request.actor, request.session.get(KEY, [])
    known = [(code, key) for code, key in wanted if (kind := RECENT.get(code)) and actor.can(kind.permission)]
    named = _from_columns(actor, known) | _from_objects(actor, known)
    found = []
    for code, key in known:
        if (words := named.get((code, _bare(key)))) is not None:
            kind = RECENT[code]
            found.append(Opened(Hit(words[0], reverse(kind.url_name, args=[key]), words[1]), kind.icon, kind.label))
    return found


type Named = dict[tuple[str, str], tuple[str, str]]


def _from_columns(actor: Actor, known: list[tuple[str, str]]) -> Named:
    parts = []
    for code, kind in RECENT.items():
        keys = [key for one, key in known if one == code]
        if keys and kind.columns:
            title, note = (Cast(column, TextField()) for column in kind.columns)
            rows = kind.rows(actor).filter(pk__in=keys).order_by().select_related(None)
            about = {"_kind": Value(code, CharField()), "_key": Cast("pk", TextField()), "_title": title, "_note": note}
            parts.append(rows.annotate(**about).values_list(*about))
    if not parts:
        return {}
    return {(code, _bare(key)): (title, note or "") for code, key, title, note in parts[0].union(*parts[1:], all=True).order_by()}


def _from_objects(actor: Actor, known: list[tuple[str, str]]) -> Named:
    found: Named = {}
    for code, kind in RECENT.items():
        keys = [key for one, key in known if one == code]
        if keys and kind.columns is None:
            rows = kind.rows(actor).filter(pk__in=keys).prefetch_related(None).select_related(None)
            found |= {(code, _bare(str(row.pk))): (str(row), "") for row in rows}
    return found


def _bare(key: str) -> str:
    """SQLite writes a uuid without its hyphens."""
    return key.replace("-", "")


INVENTORY = Coalesce(
    NullIf(F("inventory_text"), Value("")), Cast("inventory_number", TextField()), Value("—"), output_field=TextField()
)
NUMBER = Concat(Value("№ "), INVENTORY, output_field=TextField())
UNIT_NAME = Coalesce(NullIf(F("short_name"), Value("")), F("name"))

RECENT.add(
    "record",
    Kind(
        _("Запис"),
        "book-open",
        "workspace:record",
        catalogue_rules.VIEW,
        lambda _actor: Record.objects.all(),
        (F("title"), F("authors")),
    ),
)
RECENT.add(
    "copy",
    Kind(_("Примірник"), "book", "workspace:copy", fund_rules.VIEW, copies_for, (F("record__title"), NUMBER)),
)
RECENT.add(
    "shelf",
    Kind(
        _("Полиця"),
        "shelf",
        "workspace:shelf",
        lending_rules.VIEW,
        lambda actor: Unit.objects.visible_to(actor, lending_rules.VIEW),
        (UNIT_NAME, F("actual_address")),
    ),
)
RECENT.add(
    "unit",
    Kind(
        _("Підрозділ"),
        "building",
        "workspace:unit",
        rules.UNITS_VIEW,
        lambda actor: Unit.objects.visible_to(actor, rules.UNITS_VIEW),
        (UNIT_NAME, F("actual_address")),
    ),
)
RECENT.add("reader", Kind(_("Читач"), "user", "workspace:reader", readers_rules.VIEW, readers_for, None))
