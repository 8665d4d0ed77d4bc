"""The screens of the indicators: what they show, what they refuse beside which field, and to whom they open."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.ledger.api import KINDS, Line, facts, settle
from mandrivna.planning.actions import record_manual, record_past_figure, set_targets
from mandrivna.planning.models import Explanation, ManualFigure, PastFigure, Target, TargetRevision
from mandrivna.shared.ids import new_uid
from tests.factories.staff import browser_of, person

type Places = tuple[Unit, Unit, Unit]


@pytest.fixture
def librarian(places: Places) -> Client:
    """Of the first hub only; reads indicators and facts, plans nothing."""
    return browser_of(person("librarian", "hub_librarian", places[1]))


def url(name: str, *args: Any, **query: Any) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"workspace:{name}", args=args) + (f"?{text}" if text else "")


def write(kind: str, unit: Unit, on: str, quantity: int = 1, **facets: str) -> None:
    write.number = getattr(write, "number", 0) + 1  # type: ignore[attr-defined]
    with transaction.atomic():
        line = Line(kind=kind, unit=unit.pk, on=dt.date.fromisoformat(on), quantity=quantity, **facets)
        settle(Act(actor=SYSTEM), f"test.Act:{write.number}", [line])  # type: ignore[attr-defined]


def manual(unit: Unit, code: str, on: str, value: int) -> ManualFigure:
    return record_manual(Act(actor=SYSTEM), unit=unit, indicator=code, on=dt.date.fromisoformat(on), value=value, source="журнал")


def text(response: Any) -> str:
    return re.sub(r"[ \n]+", " ", response.content.decode())


def uid() -> str:
    return str(new_uid())


def plan_form(client: Client, unit: Unit, **figures: str) -> dict[str, str]:
    form = client.get(url("indicators_plan", unit.pk, 2025)).context["form"]
    return {**{code: form[code].value() or "" for code in form.codes}, "reason": "", "uid": uid(), **figures}


def test_the_table_is_a_table_with_its_figures_and_marks(methodist: Client, places: Places) -> None:
    set_targets(Act(actor=SYSTEM), unit=places[0], year=2025, figures={"visits": 85000, "issues_electronic": "-"})
    write("lending.visit", places[1], "2025-02-03", 1900, mode="nonstationary")
    response = methodist.get(url("indicators", unit=places[0].pk, year=2025))
    page = text(response)
    assert response.status_code == 200
    assert page.count("<table ") == page.count("<caption") == 4
    assert "85\u00a0000" in page
    assert "1\u00a0900" in page
    assert "потребує звірки" in page
    assert "немає даних" in page
    assert "Відбиток журналу:" in page
    assert "Перевірте: деякі числа не сходяться" not in page


def test_without_a_choice_ones_own_unit_and_this_year_are_shown(librarian: Client, places: Places) -> None:
    context = librarian.get(url("indicators")).context
    assert (context["unit"], [unit.pk for unit in context["units"]]) == (places[1], [places[1].pk])


def test_sums_that_do_not_come_out_are_said_and_the_page_still_opens(methodist: Client, places: Places) -> None:
    for code, value in {"visits": 30546, "visits_nonstationary": 5165, "visits_distance": 3620, "visits_virtual": 21760}.items():
        record_past_figure(
            Act(actor=SYSTEM),
            unit=places[0],
            year=2023,
            indicator=code,
            state="number",
            value=value,
            source="План",
            forecast_at=dt.date(2023, 12, 1),
        )
    response = methodist.get(url("indicators", unit=places[0].pk, year=2024))
    assert response.status_code == 200
    assert "Виконано в 2023 році: сума складників 30\u00a0545, у рядку 30\u00a0546" in text(response)
    assert "прогноз на 01.12.2023" in text(response)


@pytest.mark.parametrize(
    ("query", "field"), [({"year": "abc"}, "year"), ({"year": "1"}, "year"), ({"year": 2025, "until": "q9"}, "until")]
)
def test_a_wrong_choice_is_refused_beside_its_field(methodist: Client, places: Places, query: dict[str, Any], field: str) -> None:
    response = methodist.get(url("indicators", unit=places[0].pk, **query))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("name", ["indicators_plan", "indicators_history", "indicators_xlsx"])
def test_a_strangers_unit_and_an_impossible_year_are_not_there(
    methodist: Client, librarian: Client, places: Places, name: str
) -> None:
    assert methodist.get(url(name, 999999, 2025)).status_code == 404
    assert librarian.get(url(name, places[2].pk, 2025)).status_code in (403, 404)
    assert methodist.get(url(name, places[0].pk, 99999)).status_code == 404
    assert methodist.get(url(name, 10**30, 10**30)).status_code == 404


def test_a_librarian_reads_and_does_not_plan(librarian: Client, places: Places) -> None:
    page = text(librarian.get(url("indicators", unit=places[1].pk, year=2025)))
    assert "Змінити план" not in page
    assert "Вивантажити" not in page
    assert librarian.get(url("indicators", unit=places[2].pk, year=2025)).status_code == 404
    for name, args in (
        ("indicators_plan", (places[1].pk, 2025)),
        ("indicators_manual", (places[1].pk,)),
        ("indicators_past", (places[1].pk,)),
    ):
        assert librarian.get(url(name, *args)).status_code == 403
        assert librarian.post(url(name, *args), {}).status_code == 403
    assert librarian.get(url("indicators_xlsx", places[1].pk, 2025)).status_code == 403
    assert librarian.get(url("indicators_explain", places[1].pk, 2025, "visits")).status_code == 403


def test_the_plan_column_is_saved_with_its_three_states(methodist: Client, places: Places) -> None:
    form = plan_form(methodist, places[0], visits="85 000", issues="0", issues_electronic="-")
    response = methodist.post(url("indicators_plan", places[0].pk, 2025), form)
    assert response.status_code == 302
    saved = {target.indicator: (target.state, target.value) for target in Target.objects.all()}
    assert saved == {"visits": ("number", 85000), "issues": ("number", 0), "issues_electronic": ("dash", None)}


def test_a_bad_figure_is_refused_beside_its_field_and_nothing_is_saved(methodist: Client, places: Places) -> None:
    response = methodist.post(
        url("indicators_plan", places[0].pk, 2025), plan_form(methodist, places[0], visits="багато", issues="5")
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["visits"]
    assert 'id="id_visits_error"' in text(response)
    assert not Target.objects.exists()
    response = methodist.post(url("indicators_plan", places[0].pk, 2025), plan_form(methodist, places[0], visits="3 000 000 000"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["visits"])


def test_a_change_of_the_plan_asks_why_and_keeps_the_history(methodist: Client, places: Places) -> None:
    where = url("indicators_plan", places[0].pk, 2025)
    methodist.post(where, plan_form(methodist, places[0], visits="85000"))
    refused = methodist.post(where, plan_form(methodist, places[0], visits="80000"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert methodist.post(where, plan_form(methodist, places[0], visits="80000", reason="один хаб зачинено")).status_code == 302
    assert list(TargetRevision.objects.order_by("id").values_list("new_value", "by__username")) == [
        (85000, "methodist"),
        (80000, "methodist"),
    ]
    page = text(methodist.get(url("indicators_history", places[0].pk, 2025)))
    assert ("один хаб зачинено" in page, "Особа methodist" in page) == (True, True)


def test_a_form_sent_twice_is_one_operation_and_one_without_its_identity_is_none(methodist: Client, places: Places) -> None:
    where = url("indicators_plan", places[0].pk, 2025)
    form = plan_form(methodist, places[0], visits="85000")
    assert [methodist.post(where, form).status_code for _time in range(2)] == [302, 302]
    assert TargetRevision.objects.count() == 1
    assert methodist.post(where, {**form, "visits": "80000"}).status_code == 409
    assert methodist.post(where, {**form, "uid": ""}).status_code == 422
    assert Target.objects.get().value == 85000


def test_an_explanation_is_written_shown_and_escaped(methodist: Client, places: Places) -> None:
    said = "<script>alert(1)</script> два хаби"
    where = url("indicators_explain", places[0].pk, 2025, "visits")
    assert methodist.post(where, {"text": said, "uid": uid()}).status_code == 302
    assert (
        methodist.post(
            url("indicators_explain", places[0].pk, 2025, "footnote"), {"text": "*своя примітка", "uid": uid()}
        ).status_code
        == 302
    )
    page = text(methodist.get(url("indicators", unit=places[0].pk, year=2025)))
    assert escape(said) in page
    assert said not in page
    assert "*своя примітка" in page
    assert methodist.post(where, {"text": "я" * 2001, "uid": uid()}).status_code == 422
    assert methodist.get(url("indicators_explain", places[0].pk, 2025, "lost")).status_code == 404
    assert Explanation.objects.count() == 2


def test_a_hand_counted_figure_is_recorded_and_opens_from_its_fact(methodist: Client, places: Places) -> None:
    where = url("indicators_manual", places[0].pk)
    form = {
        "indicator": "virtual_visits",
        "on": "2025-03-31",
        "value": "1 900",
        "source": "лічильник сайту",
        "note": "",
        "uid": uid(),
    }
    assert methodist.post(where, form).status_code == 302
    figure = ManualFigure.objects.get()
    fact = facts(KINDS.keys(), None, dt.date(2025, 12, 31)).get()
    page = text(methodist.get(url("indicators_fact", fact.pk)))
    assert url("indicators_figure", figure.pk) in page
    assert "1\u00a0900" in page
    assert "лічильник сайту" in text(methodist.get(url("indicators_figure", figure.pk)))
    assert "лічильник сайту" in text(methodist.get(where))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "-"}, "value"),
        ({"value": "5,5"}, "value"),
        ({"value": "9" * 15}, "value"),
        ({"on": "2199-01-01"}, "on"),
        ({"on": "учора"}, "on"),
        ({"on": ""}, "on"),
        ({"source": ""}, "source"),
        ({"source": "я" * 251}, "source"),
        ({"indicator": "visits"}, "indicator"),
        ({"note": "я" * 501}, "note"),
    ],
)
def test_a_figure_without_sense_is_refused_beside_its_field(
    methodist: Client, places: Places, wrong: dict[str, str], field: str
) -> None:
    form = {"indicator": "staff", "on": "2025-03-31", "value": "5", "source": "розпис", "note": "", "uid": uid(), **wrong}
    response = methodist.post(url("indicators_manual", places[0].pk), form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not ManualFigure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": "3000"}, "year"),
        ({"indicator": "turnover"}, "indicator"),
        ({"figure": "багато"}, "figure"),
        ({"source": ""}, "source"),
        ({"forecast_at": "2022-12-01"}, "forecast_at"),
        ({"forecast_at": "грудень"}, "forecast_at"),
    ],
)
def test_a_past_figure_without_sense_is_refused_beside_its_field(
    methodist: Client, places: Places, wrong: dict[str, str], field: str
) -> None:
    form = {
        "year": "2023",
        "indicator": "visits",
        "figure": "30 546",
        "source": "План на 2024 рік",
        "forecast_at": "",
        "uid": uid(),
        **wrong,
    }
    response = methodist.post(url("indicators_past", places[0].pk), form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not PastFigure.objects.exists()


def test_a_past_figure_is_recorded_from_a_document(methodist: Client, places: Places) -> None:
    where = url("indicators_past", places[0].pk)
    for indicator, figure in (("visits", "30 546"), ("issues_electronic", "-"), ("issues", "")):
        form = {
            "year": "2023",
            "indicator": indicator,
            "figure": figure,
            "source": "План на 2024 рік",
            "forecast_at": "2023-12-01",
            "uid": uid(),
        }
        assert methodist.post(where, form).status_code == 302
    assert list(PastFigure.objects.order_by("id").values_list("state", "value")) == [
        ("number", 30546),
        ("dash", None),
        ("empty", None),
    ]
    assert text(methodist.get(where)).count("прогноз на 01.12.2023") >= 3


def test_a_number_opens_to_its_facts_and_they_sum_to_it(librarian: Client, methodist: Client, places: Places) -> None:
    for month in range(1, 13):
        write("lending.issue", places[1], f"2025-{month:02}-05", month, mode="nonstationary")
        write("lending.issue", places[2], f"2025-{month:02}-05", 1, mode="nonstationary")
    link = url("indicators_facts", places[0].pk, 2025, "issues")
    assert f'<a href="{link}">90</a>' in text(methodist.get(url("indicators", unit=places[0].pk, year=2025)))
    page = methodist.get(link)
    assert (page.context["total"], len(page.context["lines"])) == ("90", 24)
    assert sum(line.fact.quantity for line in page.context["lines"]) == 90
    assert methodist.get(link + f"?month=2&within={places[2].pk}").context["total"] == "1"
    assert methodist.get(link + "?until=q1").context["total"] == "9"
    assert librarian.get(url("indicators_facts", places[1].pk, 2025, "issues")).context["total"] == "78"
    assert librarian.get(link).status_code == 404


@pytest.mark.parametrize("query", ["month=13", "month=0", "month=x", "month=٣", "until=q9", "within=999999", "within=x"])
def test_narrowing_to_what_does_not_exist_is_not_found(methodist: Client, places: Places, query: str) -> None:
    assert methodist.get(url("indicators_facts", places[0].pk, 2025, "issues") + f"?{query}").status_code == 404


@pytest.mark.parametrize("code", ["users", "turnover", "lost"])
def test_rows_without_facts_do_not_open(methodist: Client, places: Places, code: str) -> None:
    assert methodist.get(url("indicators_facts", places[0].pk, 2025, code)).status_code == 404


def test_a_unit_outside_the_asked_one_is_no_way_of_narrowing(methodist: Client, places: Places) -> None:
    assert methodist.get(url("indicators_facts", places[1].pk, 2025, "issues") + f"?within={places[2].pk}").status_code == 404


def test_a_fact_of_a_strangers_place_is_not_there(librarian: Client, places: Places) -> None:
    for place in places[1:]:
        write("lending.issue", place, "2025-02-05", mode="nonstationary")
    own, other = facts(["lending.issue"], None, dt.date(2025, 12, 31)).order_by("id")
    assert librarian.get(url("indicators_fact", own.pk)).status_code == 200
    assert librarian.get(url("indicators_fact", other.pk)).status_code == 404
    assert [librarian.get(url("indicators_fact", pk)).status_code for pk in (0, 10**15, 10**30)] == [404, 404, 404]


def test_who_may_not_see_facts_gets_numbers_without_links(places: Places) -> None:
    network = browser_of(person("network", "network_librarian", places[0]))
    write("lending.issue", places[1], "2025-02-05", 12, mode="nonstationary")
    page = text(network.get(url("indicators", unit=places[0].pk, year=2025)))
    assert ">12<" in page.replace(" ", "")
    assert "/facts/" not in page
    assert network.get(url("indicators_facts", places[0].pk, 2025, "issues")).status_code == 403


def test_the_spreadsheet_is_given_only_after_a_fresh_proof(methodist: Client, places: Places) -> None:
    methodist.post(url("indicators_plan", places[0].pk, 2025), plan_form(methodist, places[0], visits="85000"))
    response = methodist.get(url("indicators_xlsx", places[0].pk, 2025, until="q1"))
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    assert response["Content-Disposition"] == f'attachment; filename="pokaznyky-{places[0].pk}-2025-q1.xlsx"'
    values = [cell.value for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows() for cell in row]
    assert 85000 in values
    assert methodist.get(url("indicators_xlsx", places[0].pk, 2025, until="q9")).status_code == 404
    stale = browser_of(person("second", "methodist", places[0]), proved=None)
    assert stale.get(url("indicators_xlsx", places[0].pk, 2025)).status_code == 302


def queries(client: Client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as found:
        assert client.get(where).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["table", "plan", "manual", "past", "history", "facts"])
def test_pages_ask_the_same_for_one_row_and_for_three(methodist: Client, places: Places, name: str) -> None:
    root = places[0]
    where = {
        "table": url("indicators", unit=root.pk, year=2025),
        "plan": url("indicators_plan", root.pk, 2025),
        "manual": url("indicators_manual", root.pk),
        "past": url("indicators_past", root.pk),
        "history": url("indicators_history", root.pk, 2025),
        "facts": url("indicators_facts", root.pk, 2025, "visits_virtual"),
    }[name]
    counts = []
    for number in (1, 2, 3):
        manual(root, "virtual_visits", f"2025-0{number}-01", number)
        code = ("visits", "issues", "renewals")[number - 1]
        set_targets(Act(actor=SYSTEM), unit=root, year=2025, figures={code: number})
        record_past_figure(Act(actor=SYSTEM), unit=root, year=2024, indicator=code, state="number", value=number, source="План")
        counts.append(queries(methodist, where))
    assert counts[0] == counts[2]


def test_facets_are_told_in_the_words_of_the_rooms_that_own_them(methodist: Client, places: Places) -> None:
    write(
        "lending.issue",
        places[1],
        "2025-02-05",
        mode="nonstationary",
        channel="desk",
        audience="pupil",
        language="ukr",
        material="book",
    )
    line = methodist.get(url("indicators_facts", places[0].pk, 2025, "issues")).context["lines"][0]
    assert dict(line.facets) == {
        "обслуговування": "нестаціонарно",
        "канал": "за столом видачі",
        "категорія": "учні",
        "мова": "українська",
        "вид документа": "книга",
    }


@pytest.mark.parametrize(("ahead", "forecast", "status"), [(0, False, 422), (1, False, 422), (1, True, 422), (0, True, 302)])
def test_a_year_that_is_not_over_is_not_past(methodist: Client, places: Places, ahead: int, forecast: bool, status: int) -> None:
    today = timezone.localdate()
    sent = {
        "year": str(today.year + ahead),
        "indicator": "visits",
        "figure": "30",
        "source": "План",
        "forecast_at": f"{today.year + ahead}-{today:%m-%d}" if forecast else "",
        "uid": uid(),
    }
    response = methodist.post(url("indicators_past", places[0].pk), sent)
    assert (response.status_code, PastFigure.objects.count()) == (status, 1 if status == 302 else 0)
    if status == 422:
        assert list(response.context["form"].errors) == ["year"]


def test_a_number_counted_by_hand_is_asked_for_in_its_own_words(methodist: Client, places: Places) -> None:
    page = methodist.get(url("indicators_manual", places[0].pk))
    assert page.context["form"]["value"].field.required
    response = methodist.post(url("indicators_manual", places[0].pk), {"value": "", "uid": uid()})
    assert response.context["form"].errors["value"] == ["Введіть ціле число; якщо нічого не було, введіть 0."]
