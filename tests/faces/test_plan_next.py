"""Each page of a plan says what comes next, so that nobody who does this once a year has to know it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan
from tests.faces.screens import World, form, queries, text_of
from tests.faces.test_plan_from_file import GOALS, UPLOAD, sent
from tests.planning.plans import approved, part_of, plan_of

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def world() -> World:
    return World()


def said(client: Client, address: str) -> tuple[str, list[str]]:
    """The words of the note and where its buttons lead."""
    page = client.get(address).content.decode()
    note = re.search(r'<(div|p) class="message" role="note">(.*?)</\1>(?=\s*<div class="plan">)', page, re.DOTALL)
    assert note is not None
    return " ".join(re.sub(r"<[^>]+>", " ", note[2]).split()), re.findall(r'href="(/work[^"]+)"', note[2])


def test_last_years_plan_leads_to_this_years(world: World) -> None:
    client, old = world.browser("director"), plan_of(world.lib.root, YEAR - 1)
    part_of(old)
    words, links = said(client, f"/work/plans/{old.pk}/")
    assert f"Скласти план на {YEAR} рік" in words
    assert links == [f"/work/plans/{old.pk}/copy/", f"/work/board/{old.pk}/"]
    new = plans.copy_plan(world.lib.act(), plan=old, year=YEAR)
    words, links = said(client, f"/work/plans/{old.pk}/")
    assert words.startswith(f"План на {YEAR} рік уже є.")
    assert links == [f"/work/plans/{new.pk}/", f"/work/board/{old.pk}/"]


def test_rows_that_events_named_are_no_plan_of_the_year_yet(world: World) -> None:
    """An annual plan without a section was written by nobody: last year's may still become it."""
    old = plan_of(world.lib.root, YEAR - 1)
    Plan.objects.create(unit=world.lib.root, year=YEAR, kind="annual")
    assert f"/work/plans/{old.pk}/copy/" in said(world.browser("director"), f"/work/plans/{old.pk}/")[1]


def test_this_years_plan_says_what_its_state_leads_to(world: World) -> None:
    client, plan = world.browser("director"), plan_of(world.lib.root, YEAR)
    part_of(plan)
    address, board = f"/work/plans/{plan.pk}/", [f"/work/board/{plan.pk}/"]
    assert said(client, address) == (
        "Далі: перегляньте розділи й виправте, що треба. Коли все на місці, план погоджують і затверджують.",
        [],
    )
    approved(plan)
    assert said(client, address)[1] == board and "Далі: введіть план у дію." in said(client, address)[0]
    plans.run_plan(world.lib.act(), plan=plan, on=timezone.localdate())
    assert said(client, address)[1] == board and "План діє." in said(client, address)[0]


def test_whoever_only_reads_is_led_to_the_board_alone(world: World) -> None:
    plan = plan_of(world.lib.root, YEAR)
    part_of(plan)
    page = world.browser("auditor").get(f"/work/plans/{plan.pk}/").content.decode()
    assert 'role="note"' not in page
    approved(plan)
    assert said(world.browser("auditor"), f"/work/plans/{plan.pk}/")[1] == [f"/work/board/{plan.pk}/"]


def test_a_step_says_what_it_does_and_not_that_it_is_done(world: World) -> None:
    plan = plan_of(world.lib.root, YEAR)
    page = world.browser("director").get(f"/work/plans/{plan.pk}/step/?to=approved").content.decode()
    assert page.count("Затвердити план") == 3  # title, heading, button
    assert "Стан плану" not in page


def test_sections_lead_to_their_neighbours(world: World) -> None:
    plan = plan_of(world.lib.root, YEAR)
    first, second, third = (part_of(plan, number, title=f"Розділ {number}") for number in ("1", "2", "3"))
    links = {
        part.number: re.findall(r'href="/work/plans/parts/([^"/]+)/"', _beside(world.browser("methodist"), part))
        for part in (first, second, third)
    }
    assert links == {"1": [str(second.pk)], "2": [str(first.pk), str(third.pk)], "3": [str(second.pk)]}


def _beside(client: Client, part: Any) -> str:
    page = client.get(f"/work/plans/parts/{part.pk}/").content.decode()
    return page[page.index('class="beside"') :].partition("</p>")[0]


def test_the_institution_is_named_already_and_of_two_none(world: World) -> None:
    client = world.browser("director")
    for address in ("/work/plans/file/", "/work/plans/new/"):
        assert client.get(address).context["form"].initial["unit"] == world.lib.root.pk
    create_unit(Act(actor=SYSTEM), parent=world.lib.root, kind=Kind.INSTITUTION, name="Філія з правами закладу")
    assert client.get("/work/plans/file/").context["form"].initial["unit"] is None


def test_the_review_begins_with_how_much_was_read_and_where_to_look(world: World) -> None:
    client = world.browser("methodist")
    there = client.post(UPLOAD, form(file=sent(GOALS.read_bytes()), unit=world.lib.root)).headers["Location"]
    opened = client.get(there)
    unsure = [part["at"] for part in opened.context["parts"] if part["unsure"]]
    assert f"Прочитано {opened.context['rows_read']} рядк" in text_of(opened)
    assert f"На {opened.context['rows_unsure']} рядк" in text_of(opened)
    body = opened.content.decode()
    assert [f'class="button" href="?part={unsure[0]}"' in body, 'href="?part=0"' in body, 'href="#save"' in body] == [True] * 3


def test_the_board_leads_to_its_plan_to_other_plans_and_to_a_report(world: World) -> None:
    client, plan = world.browser("methodist"), plan_of(world.lib.root, YEAR)
    part_of(plan)
    alone = queries(client, f"/work/board/{plan.pk}/")
    page = client.get(f"/work/board/{plan.pk}/").content.decode()
    assert f'href="/work/plans/{plan.pk}/"' in page and f'href="/work/reports/new/?plan={plan.pk}"' in page
    assert "Інші плани" not in page
    others = [plan_of(world.lib.root, YEAR - 1), plan_of(world.lib.hub, YEAR), plan_of(world.far_hub, YEAR)]
    for one in others:
        part_of(one)
    page = client.get(f"/work/board/{plan.pk}/").content.decode()
    listed = page[page.index("Інші плани") :].partition("</details>")[0]
    assert re.findall(r'href="/work/board/(\d+)/"', listed) == [str(others[0].pk), str(others[1].pk)]
    assert queries(client, f"/work/board/{plan.pk}/") == alone <= 12
    report = client.get(f"/work/reports/new/?plan={plan.pk}").context["form"]
    assert report["plan"].value() == str(plan.pk)
    assert client.post("/work/reports/new/", form(kind="plan", plan=plan.pk, until="")).status_code == 302


def test_today_leads_whoever_plans_to_every_page_of_planning(world: World) -> None:
    """The menu is long and its part about plans lies below the edge of a screen."""
    page = world.browser("director").get("/work/").content.decode()
    panel = page[page.index('id="h-year"') :].partition("</section>")[0]
    assert re.findall(r'href="(/work/[^"]+)"', panel) == [
        f"/work/{name}/" for name in ("plans", "board", "agenda", "indicators", "reports", "diary", "counts/channels", "forms")
    ]
    assert 'id="h-year"' not in world.browser("volunteer").get("/work/").content.decode()
