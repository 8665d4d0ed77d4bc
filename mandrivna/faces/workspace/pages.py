"""Where the workspace shows the acts behind facts, and the menu items of its screens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.core import rules as core_rules
from mandrivna.core.menu import MENU, Item
from mandrivna.fund import rules as fund_rules
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.lending import rules as lending_rules
from mandrivna.readers import rules as readers_rules


def _event(event: Any) -> str:
    return f"{reverse('workspace:copy', args=[event.copy_id])}#event-{event.pk}"


def _enrolment(enrolment: Any) -> str | None:
    """The registration outlives the reader's data; then there is nobody left to show."""
    return reverse("workspace:reader", args=[enrolment.reader_id]) if enrolment.reader_id else None


def _copy(copy: Any) -> str:
    return reverse("workspace:copy", args=[copy.pk])


def _record(record: Any) -> str:
    return reverse("workspace:record", args=[record.pk])


def _visits(count: Any) -> str:
    return f"{reverse('workspace:shelf', args=[count.place_id])}?day={count.on}"


PAGES.add("lending.Event", SourcePage("lending.Event", _event, fund_rules.VIEW))
PAGES.add("lending.VisitCount", SourcePage("lending.VisitCount", _visits, lending_rules.VIEW))
PAGES.add("readers.Enrolment", SourcePage("readers.Enrolment", _enrolment, readers_rules.VIEW))
PAGES.add("fund.Copy", SourcePage("fund.Copy", _copy, fund_rules.VIEW))
PAGES.add("catalogue.Record", SourcePage("catalogue.Record", _record, catalogue_rules.VIEW))

MENU.add(
    "desk",
    Item(
        label=_("Видача"),
        url_name="workspace:desk",
        permission=lending_rules.ISSUE,
        group="service",
        icon="scan-barcode",
        order=100,
        key="d",
    ),
)
MENU.add(
    "readers",
    Item(
        label=_("Читачі"),
        url_name="workspace:readers",
        permission=readers_rules.VIEW,
        group="service",
        icon="users",
        order=200,
        key="x",
    ),
)
MENU.add(
    "shelves",
    Item(
        label=_("Полиці"),
        url_name="workspace:shelves",
        permission=lending_rules.VIEW,
        group="service",
        icon="shelf",
        order=300,
        key="g",
    ),
)
MENU.add(
    "catalogue",
    Item(
        label=_("Каталог"),
        url_name="workspace:catalogue",
        permission=catalogue_rules.VIEW,
        group="fund",
        icon="book-open",
        order=350,
        key="r",
    ),
)
MENU.add(
    "units",
    Item(
        label=_("Підрозділи"),
        url_name="workspace:units",
        permission=core_rules.UNITS_VIEW,
        group="places",
        icon="building",
        order=500,
        key="u",
    ),
)
MENU.add(
    "profile",
    Item(
        label=_("Заклад"),
        url_name="workspace:profile",
        permission=core_rules.PROFILE_EDIT,
        group="places",
        icon="flag",
        order=490,
        key="p",
    ),
)
MENU.add(
    "discrepancies",
    Item(
        label=_("Розбіжності"),
        url_name="workspace:discrepancies",
        permission=core_rules.DISCREPANCIES_SOLVE,
        group="order",
        icon="alert-triangle",
        order=600,
        key="h",
    ),
)
MENU.add(
    "erasures",
    Item(
        label=_("Запити на дані"),
        url_name="workspace:erasures",
        permission=core_rules.ERASURES_OPEN,
        group="people",
        icon="lock",
        order=820,
    ),
)
MENU.add(
    "outbox",
    Item(
        label=_("Завдання"),
        url_name="workspace:outbox",
        permission=core_rules.OUTBOX_MANAGE,
        group="order",
        icon="clipboard",
        order=700,
        key="t",
    ),
)
MENU.add(
    "tokens",
    Item(
        label=_("Ключі програм"),
        url_name="workspace:tokens",
        permission=core_rules.TOKENS_EDIT,
        group="order",
        icon="key",
        order=710,
    ),
)
MENU.add(
    "audit",
    Item(
        label=_("Журнал змін"),
        url_name="workspace:audit",
        permission=core_rules.AUDIT_VIEW,
        group="order",
        icon="history",
        order=720,
        key="a",
    ),
)
