"""The tree of units: region → institution → department → hub → shelf or place, of any depth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.prepared import Prepared
from mandrivna.core.privacy import classes
from mandrivna.core.together import Sentence
from mandrivna.shared.geo.regions import REGIONS

if TYPE_CHECKING:
    from mandrivna.core.actor import Actor
    from mandrivna.core.permissions import Permission


TOWN = Decimal("0.01")


class PathField(models.CharField):
    """A materialised path «1.4.12.»: compared byte by byte on both engines, so a subtree is one range of an index."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def below(path: str, field: str = "path") -> Q:
    """The unit at `path` and everything under it."""
    return Q() if path == "" else Q(**{f"{field}__gte": path, f"{field}__lt": beyond(path)})


def beyond(path: str) -> str:
    """The first path that is no longer under `path`; `/` is the byte after the separator `.`."""
    return path[:-1] + "/"


def below_any(paths: Iterable[str], field: str = "path") -> Q:
    found = Q(pk__in=[])
    for path in paths:
        if path == "":
            return Q()
        found |= below(path, field)
    return found


class Kind(models.TextChoices):
    REGION = "region", _("Область або мережа")
    INSTITUTION = "institution", _("Заклад")
    DEPARTMENT = "department", _("Відділ")
    HUB = "hub", _("Простір (хаб)")
    SHELF = "shelf", _("Мандрівна полиця")
    PLACE = "place", _("Місце")


class Mode(models.TextChoices):
    TRAVELLING = "travelling", _("мандрівна бібліотека")
    STATIONARY = "stationary", _("стаціонарне обслуговування")
    BOTH = "both", _("мандрівна і стаціонарне")
    SUSPENDED = "suspended", _("роботу призупинено")
    OCCUPIED = "occupied", _("на тимчасово окупованій території")
    NO_DATA = "no_data", _("немає даних")


WORKING = frozenset({Mode.TRAVELLING, Mode.STATIONARY, Mode.BOTH})


class VisitsFrom(models.TextChoices):
    ACTS = "acts", _("з дій (видача, повернення, запис)")
    COUNTER = "counter", _("з лічильника")


class UnitQuerySet(models.QuerySet["Unit"]):
    def below(self, path: str) -> UnitQuerySet:
        return self.filter(below(path))

    def visible_to(self, actor: Actor, permission: Permission) -> UnitQuerySet:
        return self.filter(below_any(actor.paths(permission)))

    def open(self) -> UnitQuerySet:
        return self.filter(closed_on__isnull=True)

    def lending_places(self) -> UnitQuerySet:
        """Where a book can be handed over."""
        return self.open().filter(kind__in=(Kind.HUB, Kind.SHELF, Kind.PLACE))

    def on_the_map(self) -> UnitQuerySet:
        """What somebody has given a point or at least a region."""
        return self.exclude(region="")


class Unit(models.Model):
    """One node. Its names and addresses are those of today; parent, path and mode of any day are in `periods`."""

    privacy = classes(
        S1="id parent path kind name short_name legal_form legal_address actual_address opening_hours contact population "
        "population_source visits_from region latitude longitude public directions accessibility public_note closed_on created_at"
    )

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = PathField(unique=True)
    kind = models.CharField(_("вид"), max_length=16, choices=Kind)
    name = models.CharField(_("повна назва"), max_length=250)
    short_name = models.CharField(_("скорочена назва"), max_length=60, blank=True, default="")
    legal_form = models.CharField(_("правова форма"), max_length=120, blank=True, default="")
    legal_address = models.CharField(_("юридична адреса"), max_length=250, blank=True, default="")
    actual_address = models.CharField(_("фактична адреса"), max_length=250, blank=True, default="")
    opening_hours = models.JSONField(_("години роботи"), default=list, blank=True)
    contact = models.CharField(_("контакт для читачів"), max_length=200, blank=True, default="")
    population = models.PositiveIntegerField(_("населення зони обслуговування"), null=True, blank=True)
    population_source = models.CharField(_("джерело даних про населення"), max_length=200, blank=True, default="")
    visits_from = models.CharField(_("звідки беремо відвідування"), max_length=8, choices=VisitsFrom, default=VisitsFrom.ACTS)
    region = models.CharField(_("область"), max_length=5, choices=list(REGIONS.items()), blank=True, default="")
    latitude = models.DecimalField(_("широта"), max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(_("довгота"), max_digits=7, decimal_places=4, null=True, blank=True)
    public = models.BooleanField(_("показувати на сайті"), default=True)
    directions = models.TextField(_("як дістатися"), max_length=2000, blank=True, default="")
    accessibility = models.TextField(_("доступність"), max_length=2000, blank=True, default="")
    public_note = models.CharField(_("оголошення для читачів"), max_length=300, blank=True, default="")
    closed_on = models.DateField(_("закрито"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("підрозділ")
        verbose_name_plural = _("підрозділи")

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """From the root down to this unit itself."""
        return [int(part) for part in self.path.split(".") if part]

    @property
    def public_location(self) -> tuple[Decimal, Decimal] | None:
        """The town, not the house: about a kilometre, whatever was entered. A gathering of people is a target."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude.quantize(TOWN), self.longitude.quantize(TOWN)

    @property
    def depth(self) -> int:
        return self.path.count(".") - 1

    def on(self, day: dt.date) -> Standing:
        """Where this unit stood and how it worked on that day; one query."""
        return standing(self, day)

    def mode_on(self, day: dt.date) -> str:
        return self.on(day).mode


class Standing:
    """Path and mode of a unit on a day. Mode comes from the nearest unit upwards that states one."""

    __slots__ = ("mode", "path", "stated_by")

    def __init__(self, path: str, mode: str, stated_by: int | None) -> None:
        self.path, self.mode, self.stated_by = path, mode, stated_by


@cache
def _periods(depth: int) -> Prepared:
    """The periods of a unit and everything above it; asked at every act, and trees are a handful of floors high."""
    return Prepared(
        UnitPeriod,
        lambda slot: (
            UnitPeriod.objects.filter(reduce(or_, (Q(unit_id=slot(f"unit{number}")) for number in range(depth))))
            .order_by("since")
            .values_list("unit_id", "since", "path", "mode")
        ),
    )


def _chain(unit: Unit) -> dict[str, int]:
    return {f"unit{number}": pk for number, pk in enumerate(unit.ancestor_ids)}


def question_of_standing(unit: Unit) -> Sentence:
    chain = _chain(unit)
    return _periods(len(chain)).question(**chain)


def standing(unit: Unit, day: dt.date) -> Standing:
    chain = _chain(unit)
    periods = _periods(len(chain)).rows(**chain)
    current: dict[int, tuple[str, str]] = {}
    for unit_id, since, path, mode in periods:
        if since <= day or unit_id not in current:
            current[unit_id] = (path, mode)
    path = current.get(unit.pk, (unit.path, ""))[0]
    for ancestor in reversed([int(part) for part in path.split(".") if part]):
        if mode := current.get(ancestor, ("", ""))[1]:
            return Standing(path, mode, ancestor)
    return Standing(path, Mode.NO_DATA, None)


class UnitPeriod(models.Model):
    """From `since` on, until the next period, the unit stood at `path` and worked in `mode` (empty: like its parent)."""

    privacy = classes(S1="id unit since path mode note", S2="op")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="periods")
    since = models.DateField()
    path = PathField()
    mode = models.CharField(max_length=12, choices=Mode, blank=True, default="")
    note = models.CharField(max_length=250, blank=True, default="")
    op = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("період підрозділу")
        verbose_name_plural = _("періоди підрозділів")
        constraints = (models.UniqueConstraint(fields=["unit", "since"], name="unit_period_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since} {self.mode}"


class UnitEvent(models.Model):
    """The life of a unit for its timeline: opened, renamed, moved, switched to another mode, closed."""

    class What(models.TextChoices):
        OPENED = "opened", _("відкрито")
        EDITED = "edited", _("змінено відомості")
        MOVED = "moved", _("переміщено")
        MODE = "mode", _("змінено режим роботи")
        CLOSED = "closed", _("закрито")
        PROFILE = "profile", _("змінено профіль закладу")
        RULES = "rules", _("прийнято правила користування")

    privacy = classes(S1="id unit on what before after note", S2="op recorded_at")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="events")
    on = models.DateField()
    what = models.CharField(max_length=8, choices=What)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.CharField(max_length=250, blank=True, default="")
    op = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("подія підрозділу")
        verbose_name_plural = _("події підрозділів")

    def __str__(self) -> str:
        return f"{self.on} {self.what}"
