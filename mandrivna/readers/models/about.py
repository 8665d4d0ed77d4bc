"""What belongs to a reader's registration beside the reader: who answers for them, what they agreed to, which paper was shown."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.readers.models.people import Reader
from mandrivna.shared.ids import new_uid


class Responsible(models.Model):
    """The grown-up who answers for a child, or the person who speaks for an organisation."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("мати або батько")
        GUARDIAN = "guardian", _("опікун або піклувальник")
        RELATIVE = "relative", _("інший дорослий родич")
        TEACHER = "teacher", _("учитель або вихователь")
        CONTACT = "contact", _("контактна особа організації")

    privacy = classes(S2="reader relation since", S3="name contact")

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, primary_key=True, related_name="responsible")
    name = EncryptedTextField(_("ім’я"))
    contact = EncryptedTextField(_("телефон або адреса"), null=True)
    relation = models.CharField(_("ким доводиться"), max_length=10, choices=Relation)
    since = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("хто відповідає за читача")
        verbose_name_plural = _("хто відповідає за читачів")

    def __str__(self) -> str:
        return str(self.get_relation_display())


class DocumentShown(models.Model):
    """«Документ пред’явлено»: which kind, when, to whom. There is no place for its number, and there must never be one."""

    class Kind(models.TextChoices):
        PASSPORT = "passport", _("паспорт або посвідка")
        BIRTH = "birth", _("свідоцтво про народження")
        STUDENT = "student", _("студентський або учнівський квиток")
        DRIVER = "driver", _("посвідчення водія")
        OTHER = "other", _("інший документ")

    privacy = classes(S2="uid reader kind on by")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("документ"), max_length=10, choices=Kind)
    on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("пред’явлений документ")
        verbose_name_plural = _("пред’явлені документи")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Purpose(models.TextChoices):
    DATA = "data", _("ім’я, телефон, пошта, рік народження")
    CIRCUMSTANCES = "circumstances", _("те, що читач розповів про себе за бажанням")
    DELIVERY = "delivery", _("адреса, куди возити книжки додому")


class ConsentText(models.Model):
    """One version of the words people agree to. Never altered: a reader has agreed to exactly these."""

    privacy = classes(S1="id unit purpose number text since recorded_at", S2="op")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=14, choices=Purpose)
    number = models.PositiveIntegerField()
    text = models.TextField(_("текст згоди"), max_length=6000)
    since = models.DateField(_("діє з"))
    recorded_at = models.DateTimeField(default=timezone.now)
    op = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("текст згоди")
        verbose_name_plural = _("тексти згоди")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["unit", "purpose", "number"], name="consent_text_numbered"),)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} № {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a text of consent is never altered; adopt a new version")
        super().save(*args, **kwargs)


class Agreement(models.Model):
    """A line of the register of consents: to what, which words, when, by whom, and when it was taken back."""

    class Giver(models.TextChoices):
        SELF = "self", _("читач")
        GUARDIAN = "guardian", _("дорослий, який відповідає за читача")

    privacy = classes(S2="uid reader version given_on given_by withdrawn_on", S3="purpose")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="agreements")
    purpose = EncryptedTextField()
    version = models.CharField(max_length=20)
    given_on = models.DateField()
    given_by = models.CharField(max_length=8, choices=Giver, default=Giver.SELF)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("надана згода")
        verbose_name_plural = _("надані згоди")

    def __str__(self) -> str:
        return f"{self.version} {self.given_on}"

    @property
    def purpose_words(self) -> str:
        return str(Purpose(self.purpose).label)
