"""The menu's item, what stands in «Сьогодні», and the page behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit
from mandrivna.enquiries import rules
from mandrivna.enquiries.models import Conversation, Refusal, Remark
from mandrivna.enquiries.queries import waiting_for, waiting_talks
from mandrivna.enquiries.remarks import remarks_for
from mandrivna.ledger.api import PAGES, SourcePage


def requests(actor: Actor, _place: Unit | None) -> QuerySet[Refusal]:
    return waiting_for(actor).select_related("place").order_by("at", "pk")


def requests_told(_actor: Actor, rows: Sequence[Refusal]) -> list[Waiting]:
    return [
        Waiting(str(row), reverse("workspace:refusal", args=[row.pk]), f"{row.get_about_display()} · {date_format(row.on, 'j E')}")
        for row in rows
    ]


def remarks(actor: Actor, _place: Unit | None) -> QuerySet[Remark]:
    mine = remarks_for(actor)
    return (mine.open() | mine.to_call()).order_by("due_on", "pk")


def remarks_told(_actor: Actor, rows: Sequence[Remark]) -> list[Waiting]:
    """Nobody's words on the first page: only what it is, and by which day it wants an answer."""
    return [
        Waiting(
            str(row.get_what_display()).capitalize(),
            reverse("workspace:remark", args=[row.pk]),
            str(_("зателефонуйте")) if row.to_call else str(_("відповісти до %s")) % date_format(row.due_on, "j E"),
        )
        for row in rows
    ]


def _remark_url(source: Any) -> str | None:
    return reverse("workspace:remark", args=[source.pk])


ATTENTION.add(
    "remarks",
    Attention(
        label=_("Скарги й пропозиції без відповіді"),
        permission=rules.REMARKS,
        icon="flag",
        url_name="workspace:remarks",
        act=_("Відповісти"),
        rows=remarks,
        told=remarks_told,
        order=44,
    ),
)
MENU.add(
    "remarks",
    Item(
        label=_("Скарги й пропозиції"),
        url_name="workspace:remarks",
        permission=rules.REMARKS,
        group="service",
        icon="flag",
        order=327,
    ),
)
PAGES.add("enquiries.Remark", SourcePage("enquiries.Remark", _remark_url, rules.REMARKS))


def _survey_url(source: Any) -> str | None:
    return reverse("workspace:survey", args=[source.pk])


MENU.add(
    "surveys",
    Item(
        label=_("Анкети"),
        url_name="workspace:surveys",
        permission=rules.SURVEYS,
        group="service",
        icon="bar-chart",
        order=328,
    ),
)
PAGES.add("enquiries.Survey", SourcePage("enquiries.Survey", _survey_url, rules.SURVEYS))


def _line_url(source: Any) -> str | None:
    return reverse("workspace:served_line", args=[source.pk])


def _quiet_url(_source: Any) -> str | None:
    return reverse("workspace:served_quiet")


MENU.add(
    "served",
    Item(
        label=_("Довідки й консультації"),
        url_name="workspace:served",
        permission=rules.LOG,
        group="service",
        icon="message-circle",
        order=315,
    ),
)
PAGES.add("enquiries.LogLine", SourcePage("enquiries.LogLine", _line_url, rules.LOG))
PAGES.add("enquiries.QuietCount", SourcePage("enquiries.QuietCount", _quiet_url, rules.QUIET))


def _url(source: Any) -> str | None:
    return reverse("workspace:refusal", args=[source.pk])


MENU.add(
    "refusals",
    Item(
        label=_("Запити читачів"),
        url_name="workspace:refusals",
        permission=rules.VIEW,
        group="service",
        icon="hand-heart",
        order=320,
        key="z",
    ),
)
ATTENTION.add(
    "refusals",
    Attention(
        label=_("Нові запити читачів"),
        permission=rules.ANSWER,
        icon="hand-heart",
        url_name="workspace:refusals",
        act=_("Відповісти"),
        rows=requests,
        told=requests_told,
        order=45,
    ),
)
PAGES.add("enquiries.Refusal", SourcePage("enquiries.Refusal", _url, rules.VIEW))


def talks(actor: Actor, _place: Unit | None) -> QuerySet[Conversation]:
    return waiting_talks(actor)


def talks_told(_actor: Actor, rows: Sequence[Conversation]) -> list[Waiting]:
    """Nobody's words on the first page: only that somebody waits, and since when."""
    return [
        Waiting(str(_("Читач чекає на відповідь")), reverse("workspace:talk", args=[row.pk]), date_format(row.last_at, "j E, H:i"))
        for row in rows
    ]


def _talk_url(source: Any) -> str | None:
    return reverse("workspace:talk", args=[source.pk])


MENU.add(
    "talks",
    Item(
        label=_("Розмови"),
        url_name="workspace:talks",
        permission=rules.ANSWER,
        group="service",
        icon="hand-heart",
        order=325,
    ),
)
ATTENTION.add(
    "talks",
    Attention(
        label=_("Розмови, що чекають на відповідь"),
        permission=rules.ANSWER,
        icon="hand-heart",
        url_name="workspace:talks",
        act=_("Відповісти"),
        rows=talks,
        told=talks_told,
        order=46,
    ),
)
PAGES.add("enquiries.Conversation", SourcePage("enquiries.Conversation", _talk_url, rules.ANSWER))
