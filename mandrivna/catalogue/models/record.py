"""Bibliographic records: what exists in the world of books, apart from the copies we hold."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models.vocabulary import Audience, Kind, Language, Material, Stage
from mandrivna.catalogue.twins import twin_of
from mandrivna.core.collation import numbered
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.alphabet import stored_key
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import fold, words
from mandrivna.shared.text.flaws import digest, flaws

ORDERED = 30
"""Signs of a title that stand in its order; volumes that differ later stay in the order they were described."""


LOOKED_THROUGH = ("title", "subtitle", "authors", "people", "responsibility", "series", "subjects", "publisher", "place")
"""Columns in which slips of typing are looked for."""
_looked_through = attrgetter(*LOOKED_THROUGH)


CURRENT = Q(withdrawn_on__isnull=True)
USUAL = {"language": Language.UKR, "material": Material.BOOK}


def only(column: str, value: str) -> Q:
    """Of one language, of one kind of edition. What is not usual has an index of its own, and has to be said to be unusual, or
    SQLite does not look into it; what is usual is found in the order of the list, at nearly each step."""
    said = Q(**{column: value})
    return said if value == USUAL[column] else said & ~Q(**{column: USUAL[column]})


def computed(about: Any) -> dict[str, str]:
    """What columns say in another way: for finding, for the order of a list, for finding the same title twice."""
    title, authors = fold(about.title), fold(about.authors)  # word by word, so what is folded apart may be joined
    return {
        "folded": " ".join([part for part in (title, authors, about.isbn) if part])[:800],
        "order": stored_key(about.title, ORDERED),
        "twin": twin_of(about, title, authors),
        "flaw": digest(flaws("\n".join(_looked_through(about)))),
    }


class RecordQuerySet(models.QuerySet["Record"]):
    def matching(self, text: str) -> RecordQuerySet:
        """Every word somewhere in title, authors or ISBN; both engines compare the folded column the same way."""
        found = self
        for word in words(text):
            found = found.filter(folded__contains=word)
        return found

    def current(self) -> RecordQuerySet:
        """What the catalogue still describes: neither withdrawn nor merged into another record."""
        return self.filter(CURRENT)

    def as_numbered(self) -> RecordQuerySet:
        """Parts of one whole: issues from the last year back, then by their numbers (№ 2 before № 10), then by title."""
        year = Case(When(kind=Kind.ISSUE, year__isnull=False, then="year"), default=0)
        return self.order_by(year.desc(), numbered("part"), "order", "pk")


class Record(models.Model):
    """A title. What a list, a card and the search need stands in columns; the whole description, whatever its format, in `Body`.

    `folded`, `order`, `twin` and `flaw` are made of the others (`computed`); `flaw_right` is a `flaw` somebody has called right.
    `copies` and `available` are a projection the outbox keeps (see tasks). A withdrawn record keeps its row: copies, loans and
    old addresses point at it.
    """

    privacy = classes(
        S1="uid kind host part title subtitle authors people responsibility isbn isbn_wrong issn year place publisher pages series "
        "language material udc bbk author_sign subjects annotation url access audience local cover folded order twin flaw "
        "flaw_right copies available created_by_unit created_on created_at changed_at withdrawn_on withdrawn_why merged_into run"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    kind = models.CharField(_("що це"), max_length=10, choices=Kind, default=Kind.BOOK)
    host = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="parts")
    part = models.CharField(_("том, номер, сторінки"), max_length=120, blank=True, default="")
    title = models.CharField(_("назва"), max_length=400)
    subtitle = models.CharField(_("відомості до назви"), max_length=400, blank=True, default="")
    authors = models.CharField(_("автори"), max_length=300, blank=True, default="")
    people = models.TextField(_("інші особи й установи"), blank=True, default="")
    responsibility = models.CharField(_("відповідальність"), max_length=400, blank=True, default="")
    isbn = models.CharField("ISBN", max_length=13, blank=True, default="", db_index=True)
    isbn_wrong = models.CharField(_("ISBN, надрукований із помилкою"), max_length=30, blank=True, default="")
    issn = models.CharField("ISSN", max_length=9, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("рік видання"), null=True, blank=True)
    place = models.CharField(_("місце видання"), max_length=150, blank=True, default="")
    publisher = models.CharField(_("видавництво"), max_length=150, blank=True, default="")
    pages = models.CharField(_("обсяг"), max_length=120, blank=True, default="")
    series = models.CharField(_("серія"), max_length=300, blank=True, default="")
    language = models.CharField(_("мова"), max_length=3, choices=Language, default=Language.UKR)
    material = models.CharField(_("вид видання"), max_length=16, choices=Material, default=Material.BOOK)
    udc = models.CharField(_("УДК"), max_length=60, blank=True, default="")
    bbk = models.CharField(_("ББК"), max_length=60, blank=True, default="")
    author_sign = models.CharField(_("авторський знак"), max_length=12, blank=True, default="")
    subjects = models.TextField(_("предметні рубрики й ключові слова"), blank=True, default="")
    annotation = models.TextField(_("анотація"), blank=True, default="")
    url = models.URLField(_("адреса в мережі"), max_length=500, blank=True, default="")
    access = models.CharField(_("ліцензія та умови доступу"), max_length=300, blank=True, default="")
    audience = models.CharField(_("для кого"), max_length=10, choices=Audience, blank=True, default="")
    local = models.BooleanField(_("краєзнавче видання"), default=False)
    cover = models.CharField(max_length=64, blank=True, default="", editable=False)
    """The digest of the cover somebody photographed; without one a cover is drawn."""
    folded = models.CharField(max_length=800, editable=False)
    order = models.CharField(max_length=2 * ORDERED, default="", editable=False)
    twin = models.CharField(max_length=16, blank=True, default="", editable=False)
    flaw = models.CharField(max_length=16, blank=True, default="", editable=False)
    flaw_right = models.CharField(max_length=16, blank=True, default="", editable=False)
    copies = models.PositiveIntegerField(default=0, editable=False)
    available = models.PositiveIntegerField(default=0, editable=False)
    created_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    created_on = models.DateField(default=timezone.localdate)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    run = models.UUIDField(null=True, blank=True, editable=False)
    """The import that brought it; what it brought is no work of this library and counts in no indicator."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("бібліографічний запис")
        verbose_name_plural = _("бібліографічні записи")
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(withdrawn_on__isnull=False), name="merged_is_withdrawn"
            ),
        )
        indexes = (
            models.Index(fields=["twin"], name="record_twin", condition=~Q(twin="")),
            models.Index(fields=["uid"], name="record_flaw", condition=~Q(flaw="")),
            # Orders of the list, of what `current` asks for: a far page is leafed to, and a part is counted, in the index alone.
            models.Index(fields=["order", "uid"], name="record_order", condition=CURRENT),
            models.Index(fields=["year", "uid"], name="record_year", condition=CURRENT),
            models.Index(fields=["available", "copies", "uid"], name="record_here", condition=CURRENT),
            # Of the unusual only: most are what is usual, and an index of all would cost an import a tenth of its time (`only`).
            models.Index(fields=["language", "order", "uid"], name="record_language", condition=CURRENT & ~Q(language="ukr")),
            models.Index(fields=["material", "order", "uid"], name="record_material", condition=CURRENT & ~Q(material="book")),
            models.Index(fields=["changed_at", "uid"], name="record_changed"),
            models.Index(fields=["-created_on", "uid"], name="record_online", condition=~Q(url="")),
            models.Index(fields=["kind", "changed_at", "uid"], name="record_kind", condition=~Q(kind="book")),
            models.Index(fields=["changed_at", "uid"], name="record_local", condition=Q(local=True)),
            models.Index(fields=["order", "uid"], name="record_local_order", condition=Q(local=True)),
            models.Index(fields=["withdrawn_on"], name="record_withdrawn", condition=Q(withdrawn_on__isnull=False)),
            # Of what nearly all rows have not: a whole index of blanks is believed to be worth nothing, and is not looked into.
            models.Index(fields=["host"], name="record_host", condition=Q(host__isnull=False)),
            models.Index(fields=["merged_into"], name="record_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["run"], name="record_run", condition=Q(run__isnull=False)),
        )

    def __str__(self) -> str:
        """Initials end with a dot of their own: «Франко І. Я. Мойсей»."""
        return f"{self.authors.removesuffix('.')}. {self.title}" if self.authors else self.title

    @property
    def only_online(self) -> bool:
        """Nothing of it stands anywhere, neither a copy nor what it is part of: it is read in the network."""
        electronic = self.material == Material.ELECTRONIC or self.kind == Kind.ERESOURCE or bool(self.url)
        return electronic and not self.copies and self.host_id is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name, value in computed(self).items():
            setattr(self, name, value)
        super().save(*args, **kwargs)


class Body(models.Model):
    """The whole description, field by field, in the tags of its format (`formats.marc`). Nothing of an imported record is lost."""

    privacy = classes(S1="record scheme text")

    record = models.OneToOneField(Record, on_delete=models.CASCADE, primary_key=True, related_name="body")
    scheme = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        verbose_name = _("повний опис")
        verbose_name_plural = _("повні описи")

    def __str__(self) -> str:
        return f"{self.record_id} ({self.scheme})"


class Version(models.Model):
    """A description as it stood before a change; nothing is restored from it but by a further change."""

    privacy = classes(S1="id record number scheme text at on why op", S2="by")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    scheme = models.CharField(max_length=8)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    why = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    op = models.UUIDField()

    class Meta:
        verbose_name = _("попередній опис")
        verbose_name_plural = _("попередні описи")
        constraints = (models.UniqueConstraint(fields=["record", "number"], name="version_once"),)

    def __str__(self) -> str:
        return f"{self.record_id} № {self.number}"


class Processing(models.Model):
    """One stage of one record, done on a day by a department: what plans count and what processing time is measured from."""

    privacy = classes(S1="id record stage on unit op")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    op = models.UUIDField()

    class Meta:
        verbose_name = _("етап опрацювання")
        verbose_name_plural = _("етапи опрацювання")
        constraints = (models.UniqueConstraint(fields=["record", "stage", "on"], name="stage_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_stage_display()}, {self.on}"
