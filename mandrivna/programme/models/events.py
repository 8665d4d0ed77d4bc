"""Series that are planned once, and the events that come of them or stand by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.planning.models import PlanItem
from mandrivna.programme.states import AHEAD, STANDING, Counts, Format, State, Way
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import fold

CLOCK = 5
"""«18:30»: the clock on the wall of the place, whatever the computer's zone."""


class Described(models.Model):
    """What a series says of all its events and an event keeps for itself: figures of the past do not follow a later change."""

    title = models.CharField(_("назва"), max_length=200)
    subtitle = models.CharField(_("підзаголовок"), max_length=200, blank=True, default="")
    form = models.CharField(_("форма роботи"), max_length=24)
    direction = models.CharField(_("напрям"), max_length=24, blank=True, default="")
    audiences = models.JSONField(_("аудиторія"), default=list, blank=True)
    language = models.CharField(_("мова"), max_length=3, choices=Language, blank=True, default="")
    project = models.CharField(_("проєкт"), max_length=60, blank=True, default="")
    format = models.CharField(_("наживо чи онлайн"), max_length=8, choices=Format, default=Format.PLACE)
    where = models.CharField(_("де саме"), max_length=200, blank=True, default="")
    link = models.URLField(_("посилання"), max_length=300, blank=True, default="")
    streams = models.JSONField(_("трансляції"), default=list, blank=True)
    about = models.TextField(_("про подію"), max_length=3000, blank=True, default="")
    shown = models.BooleanField(_("показувати на сайті"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def way_in(self) -> str:
        """The one address to give where there is room for one."""
        return self.link or (str(self.streams[0][1]) if self.streams else "")


DESCRIBED = (
    "title",
    "subtitle",
    "form",
    "direction",
    "audiences",
    "language",
    "project",
    "format",
    "where",
    "link",
    "streams",
    "about",
    "shown",
)


def words_of(what: Described) -> str:
    """What an event is found by, whatever the case and the apostrophes; both engines compare it byte by byte."""
    return fold(f"{what.title} {what.subtitle}")[:420]


class SeriesQuerySet(models.QuerySet["Series"]):
    def active(self) -> SeriesQuerySet:
        return self.filter(ended_on__isnull=True)


class Series(Described):
    """A row of the plan that comes again: «ЛітРозмови», twice a month. `term` is kept as it was written."""

    privacy = classes(
        S1="uid institution unit place title subtitle form direction audiences language project format where link about shown "
        "streams plan_item year term starts ends weekday ended_on",
        S2="executors coordinator news_at made_at",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    executors = models.CharField(_("виконавці"), max_length=200, blank=True, default="")
    coordinator = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    plan_item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("рік"))
    term = models.CharField(_("термін, як у плані"), max_length=200, blank=True, default="")
    weekday = models.PositiveSmallIntegerField(_("зазвичай у"), null=True, blank=True)
    starts = models.CharField(_("початок"), max_length=CLOCK, blank=True, default="")
    ends = models.CharField(_("кінець"), max_length=CLOCK, blank=True, default="")
    ended_on = models.DateField(null=True)
    news_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("цикл подій")
        verbose_name_plural = _("цикли подій")
        constraints = (models.CheckConstraint(condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="series_day_of_week"),)
        indexes = (models.Index(fields=["institution", "year"], name="series_of_year"),)


EXHIBITED = ("exhibition", "city_exhibition")


class EventQuerySet(models.QuerySet["Event"]):
    def named(self, said: str) -> EventQuerySet:
        return self.filter(words__contains=fold(said))

    def standing(self) -> EventQuerySet:
        """Announced or held."""
        return self.filter(state__in=STANDING)

    def ahead(self) -> EventQuerySet:
        return self.filter(state__in=AHEAD)

    def between(self, first: dt.date, last: dt.date) -> EventQuerySet:
        """That touch these days; an exhibition goes on for weeks."""
        return self.filter(Q(on__lte=last) & (Q(until__gte=first) | Q(until__isnull=True, on__gte=first)))

    def uncounted(self, last: dt.date) -> EventQuerySet:
        """Over by that day, and nobody has said how many came."""
        over = Q(until__isnull=True, on__lte=last) | Q(until__lte=last)
        return self.filter(over, state=State.PLANNED).exclude(counted_as=Counts.NOTHING)


class Event(Described):
    """One occasion. `place` is where it counts; `where` says which room or whose house. `counts` is the one record of attendance:
    a list of [way, audience, age, number] that the next telling replaces whole. What goes on for days may have an opening on one
    of them (`opening_on`): `starts` and `ends` are then its hours.

    `mode` and `with_visits` are kept when people are counted: by which mode of service, and whether those at the place are visits
    of their own or stand in its counter already. `registered`: so many of those who came were readers of that year, as far as the
    list and the marks knew them; nothing where nobody asked yet. `news_at`: when those who had been told of it were last told that
    it changed.
    """

    privacy = classes(
        S1="uid institution unit place series plan_item title subtitle form direction audiences language project format where link "
        "streams about shown words on until opening_on starts ends state counted_as counts registered mode with_visits changed_at",
        S2="reason moved_from news_at report counted_at made_at",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    plan_item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("день"))
    until = models.DateField(_("останній день"), null=True, blank=True)
    opening_on = models.DateField(_("відкриття"), null=True, blank=True)
    starts = models.CharField(_("початок"), max_length=CLOCK, blank=True, default="")
    ends = models.CharField(_("кінець"), max_length=CLOCK, blank=True, default="")
    state = models.CharField(_("стан"), max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(_("причина"), max_length=300, blank=True, default="")
    moved_from = models.DateField(null=True)
    news_at = models.DateTimeField(null=True)
    counted_as = models.CharField(max_length=8, choices=Counts, default=Counts.SOCIOCULTURAL)
    counts = models.JSONField(default=list, blank=True)
    registered = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=16, blank=True, default="")
    with_visits = models.BooleanField(default=False)
    report = models.TextField(_("звіт"), max_length=600, blank=True, default="")
    counted_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=420, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("подія")
        verbose_name_plural = _("події")
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("on")), name="event_has_an_end"),
            models.CheckConstraint(
                condition=Q(opening_on__isnull=True)
                | Q(until__isnull=False, opening_on__gte=models.F("on"), opening_on__lte=models.F("until")),
                name="event_opens_while_it_lasts",
            ),
            models.UniqueConstraint(
                fields=["series", "on", "starts"], condition=~Q(state="cancelled"), name="event_of_a_series_once"
            ),
        )
        indexes = (
            models.Index(fields=["institution", "on"], name="event_by_day"),
            models.Index(fields=["place", "on"], name="event_uncounted", condition=Q(state="planned")),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = words_of(self)
        super().save(*args, **kwargs)

    @property
    def people(self) -> int:
        return sum(number for _way, _audience, _age, number in self.counts)

    def people_by(self, way: str) -> int:
        return sum(number for told, _audience, _age, number in self.counts if told == way)

    @property
    def here(self) -> int:
        return self.people_by(Way.PLACE)

    @property
    def online(self) -> int:
        return self.people_by(Way.ONLINE)

    @property
    def last_day(self) -> dt.date:
        return self.until or self.on

    @property
    def opening(self) -> dt.date | None:
        """Of an exhibition with an hour, but no day of its opening, that is the first."""
        if self.until is None or self.opening_on is not None:
            return self.opening_on
        return self.on if self.starts and self.form in EXHIBITED else None

    @property
    def gathers(self) -> dt.date:
        """The day on which those who signed up come together."""
        return self.opening_on or self.on

    @property
    def clock(self) -> str:
        return f"{self.starts}–{self.ends}" if self.starts and self.ends else self.starts
