"""What a machine shows: the verbs' own refusals, and a few words of its own."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.problems import Refused


def day(value: dt.date) -> str:
    return date_format(value, "j E Y")


def said_of(refusal: Refused) -> str:
    return " ".join(str(problem) for problem in refusal.problems)


def not_let_in() -> str:
    return _("Номер квитка або PIN не підходить. Спробуйте ще раз або спитайте бібліотекаря.")


def no_such_copy() -> str:
    return _("Такого номера тут немає. Перевірте наклейку або спитайте бібліотекаря.")


def not_yours() -> str:
    return _("За записами цієї книжки у вас немає. Якщо вона перед вами, спитайте бібліотекаря.")
