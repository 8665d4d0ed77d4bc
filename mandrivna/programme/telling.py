"""What the programme keeps about a reader, in words for the reader."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from mandrivna.core.telling import NAMES, TOLD, Told
from mandrivna.programme.models import Admission


def _titles(keys: set[Any]) -> dict[Any, str]:
    rows = Admission.objects.filter(pk__in=keys).select_related("event", "series")
    return {row.pk: str(row) for row in rows}


NAMES.add("programme.Admission", _titles)

TOLD.add(
    "programme.SignUp",
    Told(
        gettext_lazy("На що ви записувалися"),
        gettext_lazy("Щоб для вас було місце. Через кілька днів після події ніхто не знає, що записувалися саме ви."),
        {
            "uid": gettext_lazy("Номер запису"),
            "admission": gettext_lazy("Подія"),
            "reader": gettext_lazy("Хто"),
            "name": gettext_lazy("Як звертатися"),
            "contact": gettext_lazy("Пошта або телефон"),
            "needs": gettext_lazy("Що зробити, щоб було зручно"),
            "state": gettext_lazy("Стан"),
            "turn": gettext_lazy("Черговість"),
            "on": gettext_lazy("День"),
            "at": gettext_lazy("Коли"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "language": gettext_lazy("Мова"),
            "code": gettext_lazy("Код для входу"),
            "token_hash": gettext_lazy("Ключ посилання, яким скасовують"),
            "over_on": gettext_lazy("Останній день події"),
            "promoted_at": gettext_lazy("Коли звільнилося місце"),
            "closed_on": gettext_lazy("Коли скасовано"),
            "to_call": gettext_lazy("Про що вам подзвонити"),
        },
    ),
)
TOLD.add(
    "programme.Turnout",
    Told(
        gettext_lazy("Чи ви прийшли"),
        gettext_lazy("Щоб порахувати учасників і не нагадувати двічі. Зникає зв’язок із вами разом із записом."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "event": gettext_lazy("Подія"),
            "signup": gettext_lazy("Ваш код"),
            "reminded_for": gettext_lazy("Про який день нагадано"),
            "came_at": gettext_lazy("Коли відмічено"),
        },
    ),
)
