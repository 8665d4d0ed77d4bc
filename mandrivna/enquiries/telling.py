"""What enquiries keep about a reader, in words for the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mandrivna.core.telling import TOLD, Told

TOLD.add(
    "enquiries.Refusal",
    Told(
        gettext_lazy("Чого ви не знайшли й про що запитали"),
        gettext_lazy("Щоб знати, що шукати для читачів. Ваш квиток тут лише тоді, коли ви самі його назвали."),
        {
            "uid": gettext_lazy("Номер запиту"),
            "institution": gettext_lazy("Заклад"),
            "place": gettext_lazy("Куди"),
            "about": gettext_lazy("Про що"),
            "words": gettext_lazy("Що шукали"),
            "title": gettext_lazy("Назва"),
            "authors": gettext_lazy("Автор"),
            "isbn": gettext_lazy("Номер книги"),
            "record": gettext_lazy("Видання"),
            "note": gettext_lazy("Що ще сказали"),
            "contact": gettext_lazy("Як відповісти"),
            "reader": gettext_lazy("Хто"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "on": gettext_lazy("День"),
            "at": gettext_lazy("Коли"),
            "same": gettext_lazy("Ключ однакових запитів"),
            "state": gettext_lazy("Стан"),
            "closed_on": gettext_lazy("Відповіли"),
            "answer": gettext_lazy("Що зроблено"),
        },
    ),
)
