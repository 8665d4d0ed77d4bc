"""Bibliographic records: what exists in the world of books, apart from the copies we hold."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import fold, words


class Material(models.TextChoices):
    BOOK = "book", _("книга")
    BROCHURE = "brochure", _("брошура")
    PERIODICAL = "periodical", _("періодичне видання")
    ELECTRONIC = "electronic", _("електронне видання")
    AUDIOVISUAL = "audiovisual", _("аудіовізуальне видання")
    OTHER = "other", _("інше")


class Language(models.TextChoices):
    """ISO 639-2/B codes, as MARC and УкрМАРК write them; the list is what fund accounting tells apart."""

    UKR = "ukr", _("українська")
    RUS = "rus", _("російська")
    ENG = "eng", _("англійська")
    POL = "pol", _("польська")
    GER = "ger", _("німецька")
    FRE = "fre", _("французька")
    CRH = "crh", _("кримськотатарська")
    MUL = "mul", _("кілька мов")
    OTHER = "und", _("інша")


class RecordQuerySet(models.QuerySet["Record"]):
    def matching(self, text: str) -> RecordQuerySet:
        """Every word somewhere in title, authors or ISBN; both engines compare the folded column the same way."""
        found = self
        for word in words(text):
            found = found.filter(folded__contains=word)
        return found


class Record(models.Model):
    """A title. `folded` is for finding, `copies` and `available` are a projection the outbox keeps (see tasks)."""

    privacy = classes(
        S1="uid title authors isbn isbn_wrong year language material udc publisher folded copies available "
        "created_by_unit created_on created_at"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    title = models.CharField(_("назва"), max_length=400)
    authors = models.CharField(_("автори"), max_length=300, blank=True, default="")
    isbn = models.CharField("ISBN", max_length=13, blank=True, default="", db_index=True)
    isbn_wrong = models.CharField(_("ISBN, надрукований із помилкою"), max_length=30, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("рік видання"), null=True, blank=True)
    language = models.CharField(_("мова"), max_length=3, choices=Language, default=Language.UKR)
    material = models.CharField(_("вид видання"), max_length=16, choices=Material, default=Material.BOOK)
    udc = models.CharField(_("УДК"), max_length=60, blank=True, default="")
    publisher = models.CharField(_("видавництво"), max_length=150, blank=True, default="")
    folded = models.CharField(max_length=800, editable=False)
    copies = models.PositiveIntegerField(default=0, editable=False)
    available = models.PositiveIntegerField(default=0, editable=False)
    created_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    created_on = models.DateField(default=timezone.localdate)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("бібліографічний запис")
        verbose_name_plural = _("бібліографічні записи")

    def __str__(self) -> str:
        return f"{self.authors}. {self.title}" if self.authors else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(" ".join((self.title, self.authors, self.isbn)))[:800]
        super().save(*args, **kwargs)
