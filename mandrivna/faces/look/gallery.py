"""Every component in every state, with the line that makes it: /gallery/ in the demonstration and while developing.

`?theme=dark&lang=en` shows the other sides. Titles are of real books; people and figures are made up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.faces.access import public
from mandrivna.faces.look.cells import Action, Bulk, Cell, Column, Tag
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.look.context import THEMES
from mandrivna.faces.look.covers import cover
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.look.templatetags.look import icon
from mandrivna.faces.look.terms import TermField

SPRITE = Path(__file__).parent / "static/look/icons.svg"
LONG = gettext_lazy("Переосвідчення високопродуктивнішого електроенергозабезпечення")
NUMBERS = (1, 2, 5, 11, 21)
KINDS = (("book", gettext_lazy("книга")), ("periodical", gettext_lazy("періодичне видання")))


@dataclass(frozen=True)
class Book:
    """As far as a list needs one."""

    pk: int
    title: str
    authors: str
    year: int | None
    here: int
    copies: int
    material: str = "book"

    def __str__(self) -> str:
        return self.title


BOOKS = (
    Book(1, "Лісова пісня", "Українка Леся", 1911, 2, 3),
    Book(2, "Тигролови", "Багряний Іван", 1944, 0, 2),
    Book(3, "Кайдашева сім’я", "Нечуй-Левицький Іван", 1879, 1, 1),
    Book(4, "Енеїда", "Котляревський Іван", 1798, 0, 0),
    Book(5, "Їжак і море", "", None, 3, 3),
)


class Specimens(forms.Form):
    """Every kind of field; bound with rubbish it shows its errors."""

    name = forms.CharField(label=gettext_lazy("Назва"), help_text=gettext_lazy("Так, як на титульній сторінці."), max_length=40)
    about = forms.CharField(label=gettext_lazy("Примітка"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.IntegerField(label=gettext_lazy("Скільки примірників"), min_value=1, max_value=99)
    day = DayField(label=gettext_lazy("День"), help_text=gettext_lazy("5.12, «вчора», 5 грудня"))
    when = TermField(
        label=gettext_lazy("Термін"),
        strict=True,
        initial="1, 3 квартали; двічі на місяць",
        help_text=gettext_lazy("Так, як у плані."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Вид"), choices=[("", gettext_lazy("— оберіть —")), ("book", gettext_lazy("книга"))]
    )
    place = forms.ChoiceField(label=gettext_lazy("Місце (з пошуком)"), widget=forms.Select(attrs={"data-combo": ""}))
    way = forms.ChoiceField(
        label=gettext_lazy("Як"), choices=[("a", gettext_lazy("тут")), ("b", gettext_lazy("удома"))], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label=gettext_lazy("Так, я перевірив"))
    closed = forms.CharField(label=gettext_lazy("Вимкнене поле"), required=False, disabled=True, initial=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("— оберіть —")), *((str(book.pk), book.title) for book in BOOKS * 2)]


WRONG = {"name": "", "number": "сто", "day": "колись", "when": "15 березня; колись", "place": "99"}


def _title(book: Book) -> Cell:
    drawn = cover(title=book.title, authors=book.authors, seed=book.pk, kind=book.material, label="")
    picture = format_html('<span class="cover cover-s">{}</span>', _safe(drawn))
    return Cell(text=book.title, url="#tables", note=book.authors, picture=picture)


def _safe(drawn: str) -> Any:
    return mark_safe(drawn)  # noqa: S308 - drawn by us, words escaped where they are set


def _state(book: Book) -> Tag:
    if not book.copies:
        return Tag(_("без примірників"))
    return Tag(_("на місці"), "good") if book.here else Tag(_("усе видано"), "warn")


def _columns() -> tuple[Column[Book], ...]:
    return (
        Column(key="title", label=_("Назва"), cell=_title, sort="title", head=True, level=1),
        Column(key="year", label=_("Рік"), cell=lambda book: str(book.year or ""), sort="year", number=True, level=1),
        Column(key="here", label=_("Стан"), cell=_state, level=1),
    )


class Filter(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Вид"), choices=[("", gettext_lazy("усі")), ("book", gettext_lazy("книга"))], required=False
    )


def _tables(request: HttpRequest) -> dict[str, Table]:
    usual: dict[str, Any] = {"title": _("Книжки"), "sort": "title", "search_label": _("Назва або автор")}
    return {
        "table": Table(
            request,
            BOOKS,
            _columns(),
            name="books",
            search=lambda rows, text: [row for row in rows if text.casefold() in row.title.casefold()],
            filters=Filter(request.GET, auto_id="filter_%s"),
            actions=lambda book: [Action(label=_("Відкрити"), url="#tables", about=book.title)],
            bulk=(Bulk(label=_("Переоблік"), url="#"), Bulk(label=_("Вилучити"), url="#", tone="danger")),
            export=False,
            **usual,
        ),
        "nothing": Table(
            request, (), _columns(), name="nothing", export=False,
            empty=Empty(title=_("Ще немає жодної книжки"), text=_("Запишіть першу: досить назви."), mark="book-open",
                        action=_("Описати книгу"), url="#tables"), **usual,
        ),
    }  # fmt: skip


def _charts() -> list[ChartSpec]:
    months, series = [_("січень"), _("лютий"), _("березень"), _("квітень")], [Series(_("Видано"), (120, 90, None, 210))]
    both = [*series, Series(_("Повернено"), (80, 100, 60, 190))]
    about: dict[str, Any] = {"labels": months, "head": _("Місяць"), "unit": _("документів")}
    return [
        ChartSpec(kind=ChartKind.BAR, title=_("Стовпчики"), series=series, **about),
        ChartSpec(kind=ChartKind.LINE, title=_("Лінії"), series=both, **about),
        ChartSpec(kind=ChartKind.STACKED, title=_("Один на одному"), series=both, **about),
        ChartSpec(kind=ChartKind.HEAT, title=_("Теплова карта"), series=both, **about),
        ChartSpec(
            kind=ChartKind.PLAN, title=_("Факт і план"), series=[series[0], Series(_("План"), (100, 100, 100, 200))], **about
        ),
    ]


def _icons() -> list[str]:
    text = SPRITE.read_text(encoding="utf-8")
    return [part.partition('"')[0] for part in text.split(' id="')[1:]]


@require_safe
@public("a sampler of parts with invented data, shown only in the demonstration and while developing")
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    language = request.GET.get("lang", "")
    theme = request.GET.get("theme", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        today = timezone.localdate()
        context: dict[str, Any] = {
            "form": Specimens(),
            "wrong": Specimens(WRONG, auto_id="wrong_%s"),
            "books": BOOKS,
            "long": LONG,
            "numbers": NUMBERS,
            "charts": _charts(),
            "spark": ChartSpec(
                kind=ChartKind.SPARK, title=_("За тиждень"), labels=[str(day) for day in range(1, 8)],
                series=[Series(_("Видано"), (3, 5, 2, 8, 6, 9, 12))],
            ),
            "icons": [(name, icon(name)) for name in _icons()],
            "crumbs": [(_("Мережа"), "#head"), (LONG, "#head"), (_("Полиця"), "")],
            "days": [today - dt.timedelta(days=ago) for ago in (0, 12, 90)],
            **_tables(request),
        }  # fmt: skip
        if theme in THEMES:
            context["theme"] = theme
        return render(request, "look/gallery.html", context)
