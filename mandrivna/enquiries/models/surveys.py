"""Questionnaires: what the library asks everybody, and answers of nobody in particular."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class Occasion(models.TextChoices):
    ANNUAL = "annual", _("щорічна анкета")
    EXPRESS = "express", _("тематичне експрес-опитування")


class Asked(models.TextChoices):
    ONE = "one", _("одна відповідь зі списку")
    MANY = "many", _("кілька відповідей зі списку")
    SATISFIED = "satisfied", _("наскільки задоволені, від 1 до 5")
    SCALE = "scale", _("шкала від 1 до 5")
    TEXT = "text", _("кілька слів")


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("чернетка")
    OPEN = "open", _("приймає відповіді")
    CLOSED = "closed", _("завершено")


STEPS = {
    SurveyState.DRAFT: (SurveyState.OPEN,),
    SurveyState.OPEN: (SurveyState.CLOSED,),
    SurveyState.CLOSED: (SurveyState.OPEN,),
}
RATED = (Asked.SATISFIED, Asked.SCALE)
CHOSEN = (Asked.ONE, Asked.MANY)
MARKS = range(1, 6)
SATISFIED_FROM = 4


class SurveyQuerySet(models.QuerySet["Survey"]):
    def asking(self, day: dt.date) -> SurveyQuerySet:
        return self.filter(state=SurveyState.OPEN, opens_on__lte=day, closes_on__gte=day)


class Survey(models.Model):
    """`questions` in order: {"kind", "text", "options", "required"}; an answer names a question by its place, so with the first
    answer they stand for ever. `counted_to`: the last day whose answers are in the figures."""

    privacy = classes(S1="uid unit occasion title intro questions opens_on closes_on state shown counted_to made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(_("яка це анкета"), max_length=8, choices=Occasion)
    title = models.CharField(_("назва"), max_length=160)
    intro = models.TextField(_("кілька слів до читачів"), max_length=1000, blank=True, default="")
    questions: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    opens_on = models.DateField(_("питаємо з"))
    closes_on = models.DateField(_("питаємо до"))
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.DRAFT)
    shown = models.BooleanField(_("у переліку на сайті"), default=True)
    counted_to = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("анкета")
        verbose_name_plural = _("анкети")
        constraints = (models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_ends_later"),)
        indexes = (models.Index(fields=["state", "closes_on"], name="survey_asking"),)

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> str:
        """Of these very questions in this very order: an answer names a question by its place."""
        return hashlib.sha256(json.dumps(self.questions, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]

    def asks(self, day: dt.date) -> bool:
        return self.state == SurveyState.OPEN and self.opens_on <= day <= self.closes_on


class SurveySheet(models.Model):
    """What one browser chose, and the day. Its number is chance, not a moment; no operation knows it, so nothing leads from a
    sheet to whoever filled it in. `answers`: place of the question → numbers of the options, or the mark."""

    privacy = classes(S1="uid survey on", S2="answers")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets")
    answers: models.JSONField[dict[str, list[int]]] = models.JSONField(default=dict)
    on = models.DateField()

    class Meta:
        verbose_name = _("заповнена анкета")
        verbose_name_plural = _("заповнені анкети")

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"


class SurveyWords(models.Model):
    """Words may name a person, so they lie apart: whoever is recognised by them is not recognised by anything else they said."""

    privacy = classes(S1="uid survey question on", S3="text")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="words")
    question = models.PositiveSmallIntegerField()
    text = EncryptedTextField(_("слова людини"), null=True)
    on = models.DateField()

    class Meta:
        verbose_name = _("слова з анкети")
        verbose_name_plural = _("слова з анкет")

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"
