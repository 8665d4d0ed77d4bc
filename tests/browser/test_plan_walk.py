"""The ten steps that the handbook promises, from last year's document to plan and fact, in a browser as the page tells them."""

from __future__ import annotations

import datetime as dt
import io
import time

import docx
import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.ledger.api import Line, settle
from mandrivna.planning.models import Plan, PlanItem, Report, Section
from scripts.plan_walk import ROW, steps
from tests.browser.every_page import enter
from tests.faces.screens import World
from tests.planning.reading.kit import expected
from tests.planning.reading.papers import as_docx

pytestmark = pytest.mark.django_db(transaction=True)
TEN_MINUTES = 600


def test_from_last_years_document_to_plan_and_fact(page: Page, context: BrowserContext, live_url: str) -> None:
    cache.clear()
    world, year = World(), timezone.localdate().year
    _registered_last_year(world, year - 1)
    enter(context, live_url, world.browser("director"))
    page.goto(f"{live_url}/work/")
    began = time.monotonic()
    for step in steps(as_docx(expected("d0.txt"), merged=True, torn=True)):
        step.go(page)
    assert time.monotonic() - began < TEN_MINUTES

    expect(page.locator("main")).to_contain_text("Чернетка звіту готова")
    old, new = Plan.objects.filter(unit=world.lib.root, title__gt="").order_by("year")
    assert [(one.year, one.state) for one in (old, new)] == [(year - 1, "draft"), (year, "in_force")]
    assert [PlanItem.objects.filter(plan=plan, part__kind="section").count() for plan in (old, new)] == [91, 91]
    part = Section.objects.get(plan=new, number="2.2")
    assert part.columns[-1]["title"] == f"Виконано в {year - 1} році"
    row = PlanItem.objects.get(part=part, title__startswith=ROW)
    assert (row.cells[-1], row.note.outcome) == ("7 із 1\N{NO-BREAK SPACE}900 осіб", "partly")
    report = Report.objects.get(plan=new)
    with page.expect_download() as given:
        page.locator("main summary", has_text="Вивантажити").click()
        page.locator("main a", has_text="Документ для правок").click()
    paper = docx.Document(io.BytesIO(given.value.path().read_bytes()))
    said = [[cell.text for cell in line.cells] for table in paper.tables for line in table.rows]
    assert [line for line in said if ROW in " ".join(line) and "Два простори" in " ".join(line)] != [], report


def _registered_last_year(world: World, year: int) -> None:
    """What is known of the rows of last year's plan, which nobody has measured by anything yet."""
    line = Line(kind="readers.enrolment", unit=world.lib.hub.pk, on=dt.date(year, 11, 3), quantity=7)
    with transaction.atomic():
        settle(Act(actor=SYSTEM), "test.Act:1", [line])
