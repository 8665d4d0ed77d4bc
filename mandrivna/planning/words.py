"""Facets in words. Modules that own a facet's values add theirs at start-up; an unknown value is shown as it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.registry import Registry

FACET_WORDS: Registry[Any] = Registry("facet words")

for _key, _word in {
    "mode:stationary": _("стаціонарно"),
    "mode:nonstationary": _("нестаціонарно"),
    "mode:distance": _("дистанційно"),
    "mode:virtual": _("віртуально"),
    "channel:desk": _("за столом видачі"),
    "channel:bot": _("через бот"),
    "channel:offline": _("без зв’язку"),
    "channel:paper": _("з паперового запису"),
    "channel:self": _("самостійно"),
    "channel:api": _("через програму"),
}.items():
    FACET_WORDS.add(_key, _word)

LABELS = {
    "mode": _("обслуговування"),
    "channel": _("канал"),
    "audience": _("категорія"),
    "age": _("вік"),
    "language": _("мова"),
    "material": _("вид документа"),
    "form": _("форма"),
}


def facet_word(name: str, value: str) -> str:
    return str(FACET_WORDS.get(f"{name}:{value}") or value)
