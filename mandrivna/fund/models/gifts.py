"""Donors and their gifts. A gift is a batch: what came from one donor on one day, accepted by one act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class DonorKind(models.TextChoices):
    READER = "reader", _("читач")
    PERSON = "person", _("приватна особа")
    AUTHOR = "author", _("автор")
    PUBLISHER = "publisher", _("видавництво")
    ORGANISATION = "organisation", _("організація")
    FUND = "fund", _("фонд")
    ANONYMOUS = "anonymous", _("анонімний дарувальник")


PEOPLE = frozenset({DonorKind.READER, DonorKind.PERSON, DonorKind.AUTHOR})


class DonorQuerySet(models.QuerySet["Donor"]):
    def of(self, institution: Unit) -> DonorQuerySet:
        return self.filter(institution=institution)


class Donor(models.Model):
    """Who gave. `name` and `contact` are personal; `called` is the name as it may be said aloud, empty unless the donor agreed.

    `link_hash` finds the donor's own page by the secret in its address; the secret itself is kept, encrypted, to be shown again.
    """

    privacy = classes(S2="uid institution kind called added_on link_hash link_on", S3="name contact link")
    withheld = frozenset({"link"})

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("хто це"), max_length=12, choices=DonorKind)
    name = EncryptedTextField(_("ім’я або назва"), null=True)
    called = models.CharField(_("називати прилюдно"), max_length=200, blank=True, default="")
    contact = EncryptedTextField(_("як зв’язатися"), null=True)
    added_on = models.DateField(default=timezone.localdate)
    link = EncryptedTextField(null=True)
    link_hash = models.CharField(max_length=64, null=True, unique=True)
    link_on = models.DateField(null=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("дарувальник")
        verbose_name_plural = _("дарувальники")

    def __str__(self) -> str:
        """As may be said anywhere; whoever may see the name asks `shown`."""
        return self.called or str(self.get_kind_display())

    @property
    def shown(self) -> str:
        """For those who look after donors."""
        return self.name or str(self)


class GiftState(models.TextChoices):
    OPEN = "open", _("приймають")
    SIGNED = "signed", _("акт підписано")
    CANCELLED = "cancelled", _("скасовано")


class GiftPhoto(models.Model):
    """A box as it came, photographed by somebody and made anew by us."""

    privacy = classes(S2="digest large small width height added_at")

    digest = models.CharField(max_length=64, primary_key=True)
    large = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("світлина дарунка")
        verbose_name_plural = _("світлини дарунків")

    def __str__(self) -> str:
        return self.digest[:12]


class Gift(models.Model):
    """A batch. Until its act is signed copies are added, taken back and valued; then nothing of it changes any more.

    `commission` is who decided and who approves, as they stood on that day: {"approver": {"post", "name"}, "chair": {…},
    "members": [{…}], "order": "наказ …"}. `number` is the act's and `entry` that of the summary book, both given at the signing,
    each in its own series of the institution and the year.
    """

    privacy = classes(
        S1="uid institution place on state signed_on year number entry", S2="donor paper note photo commission decided_on opened_at"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="gifts")
    on = models.DateField(_("коли надійшов"))
    paper = models.CharField(_("супровідний документ"), max_length=200, blank=True, default="")
    note = models.CharField(_("слово подяки"), max_length=500, blank=True, default="")
    photo = models.ForeignKey(GiftPhoto, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("стан"), max_length=10, choices=GiftState, default=GiftState.OPEN)
    commission = models.JSONField(default=dict, blank=True)
    decided_on = models.DateField(_("рішення комісії"), null=True)
    signed_on = models.DateField(_("акт підписано"), null=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    entry = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("дарунок")
        verbose_name_plural = _("дарунки")
        constraints = (
            models.UniqueConstraint(fields=["institution", "year", "number"], name="act_number_once"),
            models.UniqueConstraint(fields=["institution", "year", "entry"], name="book_entry_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False, number__isnull=False, entry__isnull=False),
                name="signed_has_a_number",
            ),
        )
        indexes = (models.Index(fields=["institution", "on"], name="gift_registry"),)

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y} · {self.donor}"

    @property
    def open(self) -> bool:
        return self.state == GiftState.OPEN


class YearSeries(models.Model):
    """The next number of acts, or of entries in the summary book, of an institution in a year."""

    privacy = classes(S1="id institution what year next")

    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    next = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ряд номерів актів")
        verbose_name_plural = _("ряди номерів актів")
        constraints = (models.UniqueConstraint(fields=["institution", "what", "year"], name="year_series_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.year}: {self.next}"
