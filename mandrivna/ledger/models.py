"""The tables of the ledger. Private to this package: everybody else goes through `ledger.api`."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import PathField, Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid

FACETS = ("mode", "channel", "audience", "age", "language", "material", "form")
SEALED = "the ledger is append-only: correct by settling the act again"


class SealedQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def delete(self) -> NoReturn:
        raise TypeError(SEALED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)


class Sealed(models.Model):
    """Sealed here, in the QuerySet, and by triggers in both databases (`ledger.seal`)."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(SEALED)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)


class Fact(Sealed):
    """What counts, where, on which day; never a person, never edited. Who recorded it is asked of the operation `op`."""

    privacy = classes(
        S1="id source line kind unit path on quantity mode channel audience age language material form more "
        "recorded_at op reason mac"
    )

    source = models.CharField(max_length=90)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = PathField()
    on = models.DateField()
    quantity = models.IntegerField()
    mode = models.CharField(max_length=16, blank=True, default="")
    channel = models.CharField(max_length=16, blank=True, default="")
    audience = models.CharField(max_length=24, blank=True, default="")
    age = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    material = models.CharField(max_length=16, blank=True, default="")
    form = models.CharField(max_length=24, blank=True, default="")
    more = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)
    op = models.UUIDField(null=True)
    reason = models.CharField(max_length=60, blank=True, default="")
    mac = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = "факт"
        verbose_name_plural = "факти"
        constraints = (
            models.UniqueConstraint(fields=["source", "line"], name="fact_line_once"),
            models.CheckConstraint(condition=~models.Q(quantity=0), name="fact_counts_something"),
        )
        # One index answers a whole form without touching the table: see docs/benchmarks.md.
        indexes = (
            models.Index(fields=["kind", "on", "path", "quantity", *FACETS], name="fact_covering"),
            # Few facts tell more (events name the row of a plan); a board reads those of a year, and none of the others.
            models.Index(fields=["kind", "on", "path", "more", "quantity"], name="fact_telling", condition=~models.Q(more="")),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.quantity:+d}"


class Seal(Sealed):
    """A link of the chain over all facts up to `last_id`; its head, kept elsewhere, shows that nothing was cut off."""

    privacy = classes(S1="id first_id last_id count root head at")

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "печатка журналу"
        verbose_name_plural = "печатки журналу"

    def __str__(self) -> str:
        return bytes(self.head).hex()[:16]


class Folded(models.Model):
    """Up to which fact the sums of months go. One row; see `ledger.sums`."""

    privacy = classes(S1="id upto")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    upto = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "межа підсумків"
        verbose_name_plural = "межа підсумків"

    def __str__(self) -> str:
        return str(self.upto)


class Summed(models.Model):
    """A sum of whole months, out of sealed facts; made and thrown away by `ledger.sums`."""

    kind = models.CharField(max_length=40)
    month = models.DateField()
    path = PathField()
    mode = models.CharField(max_length=16, default="")
    channel = models.CharField(max_length=16, default="")
    material = models.CharField(max_length=16, default="")
    form = models.CharField(max_length=24, default="")
    quantity = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.month:%m.%Y} {self.quantity:+d}"


class MonthSum(Summed):
    """By the facets that indicators tell apart."""

    privacy = classes(S1="id kind month path mode channel material form quantity")

    class Meta:
        verbose_name = "підсумок місяця"
        verbose_name_plural = "підсумки місяців"
        constraints = (
            models.UniqueConstraint(fields=["kind", "month", "path", "mode", "channel", "material", "form"], name="month_sum_once"),
        )


class MonthSumFine(Summed):
    """By every facet there is."""

    privacy = classes(S1="id kind month path mode channel material form audience age language quantity")

    audience = models.CharField(max_length=24, default="")
    age = models.CharField(max_length=12, default="")
    language = models.CharField(max_length=12, default="")

    class Meta:
        verbose_name = "докладний підсумок місяця"
        verbose_name_plural = "докладні підсумки місяців"
        constraints = (models.UniqueConstraint(fields=["kind", "month", "path", *FACETS], name="month_sum_fine_once"),)


class MonthTree(Summed):
    """By the facets that indicators tell apart, of a place with everything under it: a region is answered without its places."""

    privacy = classes(S1="id kind month path own mode channel material form quantity")

    own = models.PositiveSmallIntegerField()
    """1 of the place itself, 0 of what stood under it on the day."""

    class Meta:
        verbose_name = "підсумок місяця для цілого дерева"
        verbose_name_plural = "підсумки місяців для цілих дерев"
        constraints = (
            models.UniqueConstraint(
                fields=["path", "kind", "month", "own", "mode", "channel", "material", "form"], name="month_tree_once"
            ),
        )


class YearTree(models.Model):
    """By every facet there is, of a place with everything under it and of whole years: what a state form of a region asks."""

    privacy = classes(S1="id kind year path own mode channel audience age language material form quantity")

    kind = models.CharField(max_length=40)
    year = models.DateField()
    """Its first day."""
    path = PathField()
    own = models.PositiveSmallIntegerField()
    """1 of the place itself, 0 of what stood under it on the day."""
    mode = models.CharField(max_length=16, default="")
    channel = models.CharField(max_length=16, default="")
    audience = models.CharField(max_length=24, default="")
    age = models.CharField(max_length=12, default="")
    language = models.CharField(max_length=12, default="")
    material = models.CharField(max_length=16, default="")
    form = models.CharField(max_length=24, default="")
    quantity = models.BigIntegerField()

    class Meta:
        verbose_name = "докладний підсумок року для цілого дерева"
        verbose_name_plural = "докладні підсумки років для цілих дерев"
        constraints = (models.UniqueConstraint(fields=["path", "kind", "year", "own", *FACETS], name="year_tree_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year:%Y} {self.quantity:+d}"


class PeriodKey(models.Model):
    """The key under which people are told apart within one institution and year; destroyed when the year's report is signed."""

    privacy = classes(S2="uid unit period destroyed_at", S4="secret")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    secret = EncryptedTextField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ключ періоду"
        verbose_name_plural = "ключі періодів"
        constraints = (models.UniqueConstraint(fields=["unit", "period"], name="period_key_once"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class Mark(models.Model):
    """Somebody was counted once within a period. The token is an HMAC; without the period's key it leads to nobody.

    `first` is the place of the counted act in the order of acts; it names an operation and goes with the key.
    """

    privacy = classes(S1="token kind unit on quantity facets", S2="key first")

    token = models.CharField(max_length=32, primary_key=True)
    key = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    quantity = models.SmallIntegerField(default=1)
    facets = models.JSONField(default=dict)
    first = models.CharField(max_length=180)

    class Meta:
        verbose_name = "позначка унікальності"
        verbose_name_plural = "позначки унікальності"

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
