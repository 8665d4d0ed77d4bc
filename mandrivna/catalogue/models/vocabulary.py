from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Material(models.TextChoices):
    """What fund accounting tells apart."""

    BOOK = "book", _("книга")
    BROCHURE = "brochure", _("брошура")
    PERIODICAL = "periodical", _("періодичне видання")
    ELECTRONIC = "electronic", _("електронне видання")
    AUDIOVISUAL = "audiovisual", _("аудіовізуальне видання")
    OTHER = "other", _("інше")


class Kind(models.TextChoices):
    """What is described: it decides which fields a form shows and how the record is cited."""

    BOOK = "book", _("книга")
    VOLUME = "volume", _("том багатотомного видання")
    ARTICLE = "article", _("стаття або частина")
    SERIAL = "serial", _("журнал або газета")
    ISSUE = "issue", _("випуск журналу чи газети")
    ERESOURCE = "eresource", _("електронний ресурс")
    AUDIO = "audio", _("звукозапис")
    VIDEO = "video", _("відео")
    OBJECT = "object", _("предмет")
    ARCHIVE = "archive", _("архівний документ")


MATERIAL_OF = {
    Kind.BOOK: Material.BOOK,
    Kind.VOLUME: Material.BOOK,
    Kind.ARTICLE: Material.OTHER,
    Kind.SERIAL: Material.PERIODICAL,
    Kind.ISSUE: Material.PERIODICAL,
    Kind.ERESOURCE: Material.ELECTRONIC,
    Kind.AUDIO: Material.AUDIOVISUAL,
    Kind.VIDEO: Material.AUDIOVISUAL,
    Kind.OBJECT: Material.OTHER,
    Kind.ARCHIVE: Material.OTHER,
}
"""The statistical class a kind suggests; a book may still be a brochure."""

HOSTED = {Kind.VOLUME: (Kind.BOOK,), Kind.ARTICLE: (Kind.BOOK, Kind.VOLUME, Kind.SERIAL, Kind.ISSUE), Kind.ISSUE: (Kind.SERIAL,)}
"""What may be part of what."""


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


class Audience(models.TextChoices):
    """For whom a title is written or published, as far as its description says; nothing is said of who may read it."""

    PRESCHOOL = "preschool", _("дошкільнятам")
    CHILDREN = "children", _("дітям")
    TEENS = "teens", _("підліткам")
    ADULTS = "adults", _("дорослим")
    SPECIAL = "special", _("фахівцям")


class Stage(models.TextChoices):
    """Steps of analytic-synthetic processing; plans count each by itself."""

    DESCRIBED = "described", _("каталогізація")
    CLASSIFIED = "classified", _("систематизація")
    SUBJECTED = "subjected", _("предметизація")
    ANALYTIC = "analytic", _("аналітичний розпис")
    EDITED = "edited", _("редагування в ЕК")
