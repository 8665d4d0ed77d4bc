"""The people who work here, as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandrivna.core.models import Membership, Staff
from mandrivna.core.models.units import below
from mandrivna.faces.look.cells import Cell, Column, Tag


def people_columns(labels: dict[str, str]) -> tuple[Column[Staff], ...]:
    """`current` is prefetched: the roles of today, of the units one may look at."""

    def roles(one: Any) -> SafeString | Cell:
        if not one.current:
            return Cell(tags=(Tag(_("без ролі"), "warn"),), text=" ")
        pairs = ((labels.get(row.role, row.role), row.unit) for row in one.current)
        return format_html_join("", '<span class="role">{} <span class="soft">{}</span></span>', pairs)

    def told(one: Any) -> str:
        return "; ".join(f"{labels.get(row.role, row.role)}, {row.unit}" for row in one.current)

    return (
        Column(
            key="name",
            label=_("Ім’я"),
            cell=lambda one: Cell(text=one.name, url=reverse("workspace:person", args=[one.pk]), note=one.username),
            sort="name",
            words=True,
            head=True,
            export=lambda one: one.name,
        ),
        Column(key="username", label=_("Ім’я для входу"), cell=lambda one: one.username, shown=False),
        Column(key="roles", label=_("Ролі"), cell=roles, export=told),
        Column(
            key="state",
            label=_("Стан"),
            cell=lambda one: Tag(_("працює"), "good") if one.is_active else Tag(_("доступ вимкнено")),
        ),
    )


def named_like(rows: QuerySet[Staff], text: str) -> QuerySet[Staff]:
    """Every word somewhere in the name. SQLite folds only Latin letters, so the usual spellings are asked for."""
    for word in text.split():
        spelt = Q(username__icontains=word)
        for way in {word, word.lower(), word.capitalize()}:
            spelt |= Q(name__contains=way)
        rows = rows.filter(spelt)
    return rows


def narrowed(rows: QuerySet[Staff], chosen: dict[str, Any]) -> QuerySet[Staff]:
    """Whoever has left is shown only when asked for."""
    held = Membership.objects.on(timezone.localdate())
    if unit := chosen["unit"]:
        held = held.filter(below(unit.path, "unit__path"))
    if role := chosen["role"]:
        held = held.filter(role=role)
    if unit or role:
        rows = rows.filter(pk__in=held.values("staff_id"))
    return rows if chosen["left"] else rows.filter(is_active=True)
