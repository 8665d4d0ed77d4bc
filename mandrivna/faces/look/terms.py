"""What was understood of a term, in words: the chips beside a cell of a plan, and the field that shows them while one types."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import pgettext as _of

from mandrivna.shared.dates.terms import Calendar, Rate, Span, Term, Unit, read_term

LONGEST = 300
DAYS_SHOWN = 4
HEAD, REST = 1, 12


def chips(term: Term) -> list[str]:
    """Short and in the order of the year; many days of one weekday are said once."""
    said = [_rate(rate) for rate in term.rates]
    days = [span for span in term.spans if span[0] == span[1]]
    many = len(days) > DAYS_SHOWN
    if many:
        said.append(ngettext("%(number)d день", "%(number)d днів", len(days)) % {"number": len(days)})
    whole = (dt.date(term.year, 1, 1), dt.date(term.year, 12, 31))  # how often already says it
    told = [span for span in term.spans if not (many and span[0] == span[1]) and not (term.rates and span == whole)]
    said += [_span(span, term) for span in told]
    said += [_("як у рядку вище")] if term.ditto else []
    return [*said, *term.conditions]


def _span(span: Span, term: Term) -> str:
    first, last = span
    if term.deadline and first == dt.date(term.year, 1, 1):
        return _("до %(day)s") % {"day": f"{last:%d.%m.%Y}"}
    year = "" if first.year == last.year == term.year else f" {last.year}"
    if first.day == 1 and (last + dt.timedelta(days=1)).day == 1:
        return _months(first, last) + year
    if first == last:
        return f"{first:%d.%m.%Y}"
    return f"{first:%d.%m}–{last:%d.%m.%Y}"


def _months(first: dt.date, last: dt.date) -> str:
    ends = (first.month, last.month)
    if ends == (HEAD, REST):
        return _("увесь рік")
    if first.month % 3 == 1 and last.month % 3 == 0 and first.year == last.year:
        quarters = ((first.month + 2) // 3, last.month // 3)
        numbers = str(quarters[0]) if quarters[0] == quarters[1] else f"{quarters[0]}–{quarters[1]}"
        return _("%(numbers)s квартал") % {"numbers": numbers}
    names = [_small(MONTHS[month]) for month in ends]
    return names[0] if ends[0] == ends[1] else "–".join(names)


def _small(name: Any) -> str:
    """Months and weekdays are no names in Ukrainian, and are in English."""
    return str(name).lower() if (get_language() or "").startswith("uk") else str(name)


def _rate(rate: Rate) -> str:
    if rate.weekday is not None and rate.unit == Unit.WEEK:
        return _("щотижня: %(weekday)s") % {"weekday": _small(WEEKDAYS[rate.weekday])}
    units = {
        Unit.DAY: _("день"),
        Unit.WEEK: _("тиждень"),
        Unit.MONTH: _of("одиниця часу", "місяць"),
        Unit.QUARTER: _("квартал"),
        Unit.HALF: _("півріччя"),
        Unit.YEAR: _("рік"),
    }
    every = f"{rate.every} × " if rate.every > 1 else ""
    times = ngettext("%(times)d раз на %(unit)s", "%(times)d разів на %(unit)s", rate.times)
    return times % {"times": rate.times, "unit": every + units[rate.unit]}


def understood(term: Term) -> SafeString:
    """Chips; what nobody understood stands last and says so."""
    good = format_html_join("", '<span class="tag">{}</span>', ((one,) for one in chips(term)))
    bad = format_html_join("", '<span class="tag warn">{}: {}</span>', ((_("не зрозуміло"), one) for one in term.unread))
    return good + bad


class TermInput(forms.TextInput):
    """A text with its meaning beside it; the meaning is read again while one types, and stands there without script too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        about = {"autocomplete": "off", "maxlength": LONGEST, "placeholder": gettext_lazy("1, 3 квартали")}
        super().__init__({**about, **(attrs or {})})
        self.year = 0

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        year = self.year or timezone.localdate().year
        key = f"{(attrs or {}).get('id') or name}_meant"
        live = {
            "hx-get": reverse("look:term") + f"?year={year}&field={name}",
            "hx-trigger": "input delay:200ms",
            "hx-target": f"#{key}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        box = super().render(name, value, {**(attrs or {}), **live}, renderer)
        words = understood(read_term((self.format_value(value) or "")[:LONGEST], year))
        return format_html('{}<output class="meant" id="{}" for="{}">{}</output>', box, key, (attrs or {}).get("id") or "", words)

    def format_value(self, value: Any) -> str | None:
        return value.written if isinstance(value, Term) else super().format_value(value)


class TermField(forms.CharField):
    """«1, 3 квартали», «двічі на місяць», «до 15 березня»: gives a `Term`. Strict, it refuses what it does not understand whole."""

    widget = TermInput

    def __init__(self, *, year: int = 0, days: Calendar | None = None, strict: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.year, self.days, self.strict = year, days, strict
        self.widget.year = year

    def clean(self, value: Any) -> Term:
        term = read_term(super().clean(value), self.year or timezone.localdate().year, self.days)
        if self.strict and term.unread:
            raise forms.ValidationError(
                _("Не зрозуміло: %(part)s. Напишіть, наприклад, «1, 3 квартали», «лютий-квітень» або «двічі на місяць».")
                % {"part": "; ".join(term.unread)},
                code="unread",
            )
        return term
