"""Readers, their cards and yearly registrations (ЄРК). A pseudonym is enough to borrow."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from mandrivna.core import crypto
from mandrivna.core.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import words

CARD_DIGITS = 13


class Audience(models.TextChoices):
    """Coarse groups for statistics; nothing here says that somebody is displaced, ill or serving."""

    GENERAL = "general", _("усі охочі")
    PUPIL = "pupil", _("учні")
    STUDENT = "student", _("студенти")
    LIBRARIAN = "librarian", _("бібліотечні фахівці")
    HUB_WORKER = "hub_worker", _("працівники гуманітарних хабів")
    COLLECTIVE = "collective", _("колективні користувачі")


class Age(models.TextChoices):
    """Bands of the registration card; the bands of the state form need checking against order № 463 (потребує звірки)."""

    CHILD = "0-14", _("до 15 років")
    TEEN = "15-17", _("15–17 років")
    YOUTH = "18-35", _("18–35 років")
    ADULT = "36-59", _("36–59 років")
    SENIOR = "60+", _("від 60 років")
    UNKNOWN = "", _("не вказано")


class Kind(models.TextChoices):
    PERSON = "person", _("особа")
    ORGANISATION = "organisation", _("організація (колективний абонемент)")


class Consent(models.TextChoices):
    """How it stands with the consent to keep name, phone, e-mail and year of birth."""

    UNNEEDED = "", _("не потрібна: особистих даних немає")
    GIVEN = "given", _("надано")
    NOT_OBTAINED = "not_obtained", _("не отримано")
    WITHDRAWN = "withdrawn", _("відкликано")


class NoticesBy(models.TextChoices):
    """How the reader wants to be reminded. What they asked for themselves is answered all the same."""

    ANY = "", _("у чаті, якщо приєднано; інакше листом")
    CHAT = "chat", _("у чаті")
    MAIL = "mail", _("листом на пошту")
    CALL = "call", _("щоб зателефонували")
    NONE = "none", _("не нагадувати")


HEARD_IN_CHAT = (NoticesBy.ANY, NoticesBy.CHAT)
READ_IN_LETTERS = (NoticesBy.ANY, NoticesBy.MAIL)
LANGUAGES = (
    ("", _("українська")),
    ("en", _("англійська")),
    ("ru", _("російська")),
    ("pl", _("польська")),
    ("crh", _("кримськотатарська")),
)


BANDS = ((14, Age.CHILD), (17, Age.TEEN), (35, Age.YOUTH), (59, Age.ADULT), (150, Age.SENIOR))


def age_band(birth_year: int | None, year: int, told: str = Age.UNKNOWN) -> str:
    """The band on 31 December of the reporting year; without a year the band that was told, an impossible year is no data."""
    if birth_year is None:
        return told
    if not 0 <= year - birth_year <= 150:
        return Age.UNKNOWN
    return next(band for limit, band in BANDS if year - birth_year <= limit)


class ReaderQuerySet(models.QuerySet["Reader"]):
    def of(self, paths: Any) -> ReaderQuerySet:
        return self.filter(institution__in=paths, merged_into=None)

    def by_name(self, text: str) -> ReaderQuerySet:
        """Whole words of the name, in any order, any apostrophe and case; the database holds no readable name."""
        found = self
        for word in words(text):
            found = found.filter(Q(name_words__mac=name_mac(word)))
        return found.distinct()

    def by_phone(self, text: str) -> ReaderQuerySet:
        return self.filter(phone_index__in=Reader._meta.get_field("phone_index").candidates(text))


class Reader(models.Model):
    """One user of one institution. Name, phone, e-mail and year of birth are optional, encrypted and forgotten on request.

    `family`: the reader whose card stands for this one's too. `hub`: where an organisation that reads together is at home.
    `circumstances` are codes of `policy/readers.yaml` that the reader told of themselves; no fact ever looks at them.
    """

    privacy = classes(
        S2="uid institution kind pseudonym phone_index age audience language registered_on consent consent_version rules_number "
        "rules_on family hub merged_into notices_by",
        S3="name phone email birth_year circumstances",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(_("псевдонім"), max_length=60, blank=True, default="")
    name = EncryptedTextField(_("ім’я"), null=True, blank=True)
    phone = EncryptedTextField(_("телефон"), null=True, blank=True)
    phone_index = BlindIndexField(source="phone", normalise="phone", null=True)
    email = EncryptedTextField(_("електронна пошта"), null=True, blank=True)
    birth_year = EncryptedTextField(_("рік народження"), null=True, blank=True)
    age = models.CharField(_("вікова група"), max_length=12, choices=Age, blank=True, default="")
    audience = models.CharField(_("категорія"), max_length=24, choices=Audience, default=Audience.GENERAL)
    kind = models.CharField(_("хто це"), max_length=12, choices=Kind, default=Kind.PERSON)
    language = models.CharField(_("мова спілкування"), max_length=8, choices=LANGUAGES, blank=True, default="")
    notices_by = models.CharField(_("як нагадувати"), max_length=4, choices=NoticesBy, blank=True, default="")
    circumstances = EncryptedJSONField(_("що розповіли про себе"), null=True, blank=True)
    family = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    hub = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    registered_on = models.DateField(default=timezone.localdate)
    consent = models.CharField(_("згода"), max_length=12, choices=Consent, blank=True, default="")
    consent_version = models.CharField(max_length=20, blank=True, default="")
    rules_number = models.PositiveIntegerField(null=True, blank=True)
    rules_on = models.DateField(null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("читач")
        verbose_name_plural = _("читачі")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "phone_index"], name="reader_phone_once", condition=Q(phone_index__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name or self.pseudonym or str(_("Читач без імені"))

    @property
    def born(self) -> int | None:
        return int(self.birth_year) if self.birth_year else None

    @classmethod
    def resolve(cls, ref: str) -> Reader | None:
        """By uid, or «card:<code>» as a device that only saw the card knows it. A record made one with another means that other."""
        if ref.startswith("card:"):
            card = Card.objects.active().filter(code=only_digits(ref[5:])).select_related("reader").first()
            return card.reader if card else None
        found = cls.objects.filter(pk=ref).select_related("merged_into").first()
        return (found.merged_into or found) if found else None


def name_mac(word: str) -> bytes:
    return crypto.seal_mac("readers.name", word.encode())[:16]


class NameWord(models.Model):
    """A keyed hash of one word of a name: enough to find the reader by name, not to read it."""

    privacy = classes(S2="id reader mac")

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="name_words")
    mac = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = _("ключ імені")
        verbose_name_plural = _("ключі імен")
        indexes = (models.Index(fields=["mac"], name="name_word_mac"),)

    def __str__(self) -> str:
        return str(self.reader_id)


def only_digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def new_card_code() -> str:
    """«9», thirteen random digits (43 bits) and a check digit: typed on any keyboard, read by any scanner, never guessed."""
    body = "9" + "".join(secrets.choice("0123456789") for _ in range(CARD_DIGITS))
    return body + luhn.calc_check_digit(body)


def is_card_code(text: str) -> bool:
    digits = only_digits(text)
    return len(digits) == CARD_DIGITS + 2 and digits.startswith("9") and luhn.is_valid(digits)


class CardQuerySet(models.QuerySet["Card"]):
    def active(self) -> CardQuerySet:
        return self.filter(ended_on__isnull=True)


class Card(models.Model):
    """A number that names a reader at the desk. It never authenticates anybody. One that is no longer valid stays, and says why."""

    class Ended(models.TextChoices):
        LOST = "lost", _("загублено")
        WORN = "worn", _("зношено або пошкоджено")
        RETURNED = "returned", _("здано")

    privacy = classes(S2="uid code reader issued_on ended_on ended_why")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    code = models.CharField(_("номер квитка"), max_length=20, unique=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="cards")
    issued_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=Ended, blank=True, default="")

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("читацький квиток")
        verbose_name_plural = _("читацькі квитки")

    def __str__(self) -> str:
        return self.pretty

    @property
    def pretty(self) -> str:
        return " ".join(self.code[i : i + 5] for i in range(0, len(self.code), 5))


class Enrolment(models.Model):
    """The registration of one reader in one calendar year: the unit of «користувачі за ЄРК». Outlives the reader's data."""

    class How(models.TextChoices):
        NEW = "new", _("записано вперше")
        AGAIN = "again", _("перереєстровано")

    privacy = classes(S2="uid reader institution year place on how age audience channel mode first counted")

    uid = models.UUIDField(primary_key=True, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="enrolments")
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    how = models.CharField(max_length=5, choices=How)
    age = models.CharField(max_length=12, choices=Age, blank=True, default="")
    audience = models.CharField(max_length=24, choices=Audience)
    channel = models.CharField(max_length=16, blank=True, default="")
    mode = models.CharField(max_length=16, blank=True, default="")
    first = models.CharField(max_length=180)
    counted = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("реєстрація року")
        verbose_name_plural = _("реєстрації року")
        constraints = (models.UniqueConstraint(fields=["reader", "year"], name="enrolment_once_a_year"),)
        indexes = (models.Index(fields=["institution", "year"], name="enrolment_year"),)

    def __str__(self) -> str:
        return f"{self.year} {self.how}"
