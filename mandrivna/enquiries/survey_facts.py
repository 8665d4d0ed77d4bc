"""Questionnaires in the figures: how many answered on a day, how many gave a mark to what they got, how many a good one."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.models.surveys import SATISFIED_FROM, Asked, Survey, SurveySheet
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

ANSWERED = kind("enquiries.surveyed", _("Заповнені анкети"), _("анкета"))
RATED = kind("enquiries.rated", _("Оцінки задоволення в анкетах"), _("оцінка"))
SATISFIED = kind("enquiries.satisfied", _("Оцінки задоволення 4 і 5"), _("оцінка"))


def survey_lines(survey: Survey) -> list[Line]:
    """Of each day until `counted_to`; nothing of a day that still goes on."""
    if survey.counted_to is None:
        return []
    places = [str(at) for at, one in enumerate(survey.questions) if one["kind"] == Asked.SATISFIED]
    found: Counter[tuple[dt.date, str]] = Counter()
    for on, answers in SurveySheet.objects.filter(survey=survey, on__lte=survey.counted_to).values_list("on", "answers"):
        found[on, ANSWERED] += 1
        for mark in (mark for at in places for mark in answers.get(at, [])):
            found[on, RATED] += 1
            found[on, SATISFIED] += mark >= SATISFIED_FROM
    return [Line(kind=code, unit=survey.unit_id, on=on, quantity=many) for (on, code), many in sorted(found.items()) if many]


SOURCES.add("enquiries.Survey", FactSource("enquiries.Survey", _("Анкета"), lambda: Survey.objects.all(), survey_lines, str))
