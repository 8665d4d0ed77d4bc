"""Authorities: one heading for one person, body, subject, series or class, with every other form of the name that people use."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.likeness import LONGEST, likeness
from mandrivna.catalogue.models.record import Record
from mandrivna.core.privacy import classes
from mandrivna.shared.alphabet import STORED, stored_key
from mandrivna.shared.text import words
from mandrivna.shared.text.flaws import digest, flaws


class Sort(models.TextChoices):
    PERSON = "person", _("особа")
    BODY = "body", _("установа")
    SUBJECT = "subject", _("предметна рубрика")
    SERIES = "series", _("серія")
    UDC = "udc", _("УДК")
    BBK = "bbk", _("ББК")


class Authority(models.Model):
    """The working set of a library: UDC classes are what its people typed, never the tables themselves.

    A heading that was merged keeps its row and its mentions: descriptions go on saying it. Whoever asks follows `merged_into`,
    so a merge moves nothing and taking it back leaves no trace. `likeness` is for finding duplicates, `order` for lists, `flaw` as
    in `Record`.
    """

    privacy = classes(S1="id sort heading dates note folded likeness order flaw flaw_right merged_into")

    sort = models.CharField(_("вид"), max_length=8, choices=Sort)
    heading = models.CharField(_("заголовок"), max_length=300)
    dates = models.CharField(_("роки життя або діяльності"), max_length=40, blank=True, default="")
    note = models.TextField(_("примітка"), blank=True, default="")
    folded = models.CharField(max_length=340, editable=False)
    likeness = models.CharField(max_length=LONGEST, blank=True, default="", editable=False)
    order = models.CharField(max_length=2 * STORED, blank=True, default="", editable=False)
    flaw = models.CharField(max_length=16, blank=True, default="", editable=False)
    flaw_right = models.CharField(max_length=16, blank=True, default="", editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_in", db_index=False
    )

    class Meta:
        verbose_name = _("авторитетний запис")
        verbose_name_plural = _("авторитетні записи")
        constraints = (models.UniqueConstraint(fields=["sort", "folded"], name="authority_once"),)
        indexes = (
            # Nearly all stand by themselves: an index of the rest alone, or the planner believes that it finds everything.
            models.Index(fields=["merged_into"], name="authority_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["id"], name="authority_flaw", condition=~models.Q(flaw="")),
            models.Index(fields=["sort", "order", "id"], name="authority_order", condition=models.Q(merged_into__isnull=True)),
            models.Index(fields=["sort", "likeness"], name="authority_likeness", condition=models.Q(merged_into__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.heading} ({self.dates})" if self.dates else self.heading

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name, value in computed(self.sort, self.heading, self.dates).items():
            setattr(self, name, value)
        super().save(*args, **kwargs)


def computed(sort: str, heading: str, dates: str) -> dict[str, str]:
    """What is derived of a heading, for rows that are not made by `save`."""
    return {
        "folded": folded_heading(heading, dates),
        "likeness": likeness(sort, heading),
        "order": stored_key(heading),
        "flaw": digest(flaws(heading)),
    }


@lru_cache(maxsize=20_000)
def folded_heading(heading: str, dates: str = "") -> str:
    """What makes two headings one: words in their order, without signs; years of life tell namesakes apart."""
    return " ".join(words(f"{heading} {dates}"))[:340]


class AuthorityName(models.Model):
    """Another form of the name: a pseudonym, an old name of an institution, a spelling in another language."""

    privacy = classes(S1="id authority name folded")

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("варіант імені"), max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        verbose_name = _("варіант імені")
        verbose_name_plural = _("варіанти імен")
        constraints = (models.UniqueConstraint(fields=["authority", "folded"], name="variant_once"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded_heading(self.name)[:300]
        super().save(*args, **kwargs)


class Mention(models.Model):
    """This record names this authority, in this role. Made anew from the description at each save."""

    privacy = classes(S1="id record authority role place")

    # The constraint below begins with the record: an index of its own would be written a million times for nothing.
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="mentions")
    role = models.CharField(max_length=12, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("згадка в описі")
        verbose_name_plural = _("згадки в описах")
        constraints = (models.UniqueConstraint(fields=["record", "authority", "role"], name="mention_once"),)

    def __str__(self) -> str:
        return f"{self.record_id}: {self.authority_id}"
