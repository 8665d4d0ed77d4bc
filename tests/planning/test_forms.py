"""State forms: what is counted, what is written over it, controls, last year, signing, and what comes after."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Unit
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import KINDS, Line, Once, settle_once
from mandrivna.ledger.models import PeriodKey
from mandrivna.planning import definitions as indicators
from mandrivna.planning.actions import edit_form_row, fill_form, record_manual, reopen_form, sign_form
from mandrivna.planning.forms import export
from mandrivna.planning.forms.checks import faults
from mandrivna.planning.forms.counting import counted
from mandrivna.planning.forms.definitions import TOTAL, build, load
from mandrivna.planning.forms.problems import parse
from mandrivna.planning.forms.queries import Asked, asked, signed_view, view
from mandrivna.planning.forms.rows import FormEntry, FormSheet
from mandrivna.planning.forms.seal import Broken, holds
from mandrivna.planning.forms.sheet import Filled
from mandrivna.shared.printing import pdf

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str = "2026-01-05") -> Act:
    return Act(actor=SYSTEM, at=dt.datetime.fromisoformat(f"{text}T10:00:00+00:00"))


def about(unit: Unit, form: str = "nk6", year: int = YEAR) -> Asked:
    forms = load()
    return asked(forms, forms.forms[form], unit, year)


def page(unit: Unit, form: str = "nk6", year: int = YEAR) -> Filled:
    return view(about(unit, form, year))


def shown(found: Filled, row: str, column: str = TOTAL) -> str:
    figure = found.figure(row, column)
    assert figure is not None
    return figure.cell.text


def fill_in(unit: Unit, cells: dict[str, Any], reason: str = "за журналом", **about: Any) -> FormSheet:
    said = {f"{row}.{TOTAL}": value for row, value in cells.items()}
    return fill_form(at(), unit=unit, **{"form": "nk6", "year": YEAR, **about}, cells=said, reason=reason)


def sign_it(unit: Unit, form: str = "nk6", year: int = YEAR, on: str = "2026-01-05") -> FormSheet:
    return sign_form(at(on), unit=unit, form=form, year=year, post="Директорка", signer="Сойка Лісова", on=day(on))


def refused(run: Any) -> list[str]:
    with pytest.raises(Refused) as why:
        run()
    return why.value.codes


def worked(places: Places, facts: Any) -> None:
    _root, hub, other = places
    facts("readers.enrolment", hub, day("2025-02-03"), 40, age="0-14")
    facts("readers.enrolment", other, day("2025-02-04"), 60, age="18-35")
    facts("readers.enrolment", other, day("2024-02-04"), 50, age="18-35")
    facts("lending.visit", hub, day("2025-03-01"), 300, mode="nonstationary")
    facts("lending.issue", hub, day("2025-03-01"), 200, age="0-14")
    facts("fund.holding", hub, day("2024-05-01"), 500, material="book", language="ukr")
    facts("fund.accepted", hub, day("2025-05-01"), 30, material="book", language="ukr")
    facts("fund.holding", hub, day("2025-05-01"), 30, material="book", language="ukr")
    facts("fund.holding", hub, day("2025-06-01"), -7, material="book", language="ukr")


# --- the definition ---------------------------------------------------------------------------------------------------


def test_which_form_is_filled_in_depends_on_the_year(db: Any) -> None:
    forms = load()
    assert [form.code for form in forms.of_year(2022)] == ["nk6_2007", "rvk80_2007"]
    assert [form.code for form in forms.of_year(2023)] == ["nk6", "nk6_summary", "rvk80"]
    before = {form.code: getattr(forms.before(form, 2023), "code", "") for form in forms.of_year(2023)}
    assert before == {"nk6": "nk6_2007", "nk6_summary": "", "rvk80": "rvk80_2007"}


def test_only_rows_that_are_certain_have_a_number_and_every_other_says_so(db: Any) -> None:
    """norms.md §1.2: rows 1 and 3 of section II, sections II and IV; nothing else was found, so nothing else is printed."""
    rows = [row for form in load() for row in form if not form.sums]
    assert [(row.code, row.printed) for row in rows if row.printed] == [("area_total", "1"), ("area_events", "3")]
    assert [row.code for row in rows if not row.printed and not row.verify] == []
    assert [section.number for section in load().forms["nk6"].sections.values() if section.number] == ["II", "IV"]
    summary = load().forms["nk6_summary"]
    assert (summary.rows.keys(), summary.level) == (load().forms["nk6"].rows.keys(), "network")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"section": "cellar"}, "unknown section «cellar»"),
        ({"indicator": "", "kinds": ["lending.dancing"]}, "unknown facts «lending.dancing»"),
        ({"indicator": "", "kinds": ["fund.holding"], "where": {"age": ["60+"]}}, "have no facet «age»"),
        ({"indicator": "reading_rate"}, "is no indicator that counts facts"),
        ({"hand": True}, "names exactly one source"),
        ({"indicator": "", "total": ["visits"], "section": "fund"}, "which is no row here"),
        ({"indicator": "", "ratio": ["visits"]}, "«ratio» wants two rows"),
        ({"indicator": "", "kinds": ["fund.holding"], "calc": "guess"}, "«calc» is one of"),
        ({"digits": 9}, "from 0 to 3"),
        ({"label": " "}, "no label"),
        ({"colour": "red"}, "unknown key «colour»"),
        ({"code": 7}, "«code» has a wrong type"),
    ],
)
def test_a_row_that_makes_no_sense_is_found(change: dict[str, Any], said: str) -> None:
    data, counts = policy.seed("forms"), policy.seed("indicators")["indicators"]
    assert faults(data, dict(KINDS.items()), counts) == []
    data["forms"]["nk6"]["rows"]["users"] |= change
    assert said in "; ".join(faults(data, dict(KINDS.items()), counts))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"level": "village"}, "level is library or network"),
        ({"until": 2001}, "the years are not in order"),
        ({"deadline": "31-12"}, "deadline is a month and a day"),
        ({"sums": "nowhere"}, "which is no form of a library"),
        ({"controls": [{"kind": "magic"}]}, "«kind» is one of"),
        ({"controls": [{"kind": "least", "small": "users"}]}, "needs ['large']"),
        ({"controls": [{"kind": "least", "small": "users", "large": "gone"}]}, "names «gone»"),
        ({"name": ""}, "no name"),
    ],
)
def test_a_form_that_makes_no_sense_is_found(change: dict[str, Any], said: str) -> None:
    data, counts = policy.seed("forms"), policy.seed("indicators")["indicators"]
    data["forms"]["nk6"] |= change
    assert said in "; ".join(faults(data, dict(KINDS.items()), counts))


def test_a_methodist_checks_a_row_and_adds_one_with_its_history(places: Places) -> None:
    row = {**policy.seed("forms")["forms"]["nk6"]["rows"]["users"], "code": "4", "verify": False}
    edit_form_row(at(), form="nk6", row="users", change={"value": row}, reason="звірено з наказом")
    own = {"section": "users", "after": "users", "label": "Із них віддалені", "counted_in": "особа", "hand": True}
    edit_form_row(at(), form="nk6", row="users_far", change={"value": own}, reason="рядок 11 наказу")
    form = load().forms["nk6"]
    assert (form.rows["users"].printed, form.rows["users"].verify) == ("4", False)
    users = [row.code for row in form if row.section == "users"]
    assert users[:2] == ["users", "users_far"]
    assert [(one.key, one.reason) for one in policy.history("forms")] == [
        ("forms/nk6/own", "рядок 11 наказу"), ("forms/nk6/rows/users", "звірено з наказом"),
    ]  # fmt: skip
    edit_form_row(at(), form="nk6", row="users_far", change={"value": None}, reason="помилка")
    assert "users_far" not in load().forms["nk6"].rows
    wrong = {"value": {**own, "kinds": ["lending.dancing"], "hand": False}}
    assert refused(lambda: edit_form_row(at(), form="nk6", row="other", change=wrong, reason="так")) == ["forms_broken"]
    assert refused(lambda: edit_form_row(at(), form="no", row="x", change=wrong, reason="так")) == ["unknown_form"]
    assert refused(lambda: edit_form_row(at(), form="nk6", row="users", change={"value": row}, reason=" ")) == ["policy_reason"]


# --- what is counted --------------------------------------------------------------------------------------------------


def test_cells_are_counted_from_facts_and_nothing_known_is_not_nought(places: Places, facts: Any) -> None:
    empty = page(places[0])
    assert {shown(empty, row) for row in ("users", "visits", "fund_start", "fund_out", "staff", "references")} == {"немає даних"}
    worked(places, facts)
    found = page(places[0])
    said = {row: shown(found, row) for row in ("users", "users_children", "users_young", "users_old", "visits", "issues_children")}
    assert said == {
        "users": "100", "users_children": "40", "users_young": "60", "users_old": "0", "visits": "300", "issues_children": "200",
    }  # fmt: skip
    fund = {row: shown(found, row) for row in ("fund_start", "fund_in", "fund_out", "fund_end", "fund_books", "fund_ukrainian")}
    assert fund == {
        "fund_start": "500",
        "fund_in": "30",
        "fund_out": "7",
        "fund_end": "523",
        "fund_books": "523",
        "fund_ukrainian": "523",
    }
    assert (shown(found, "staff"), shown(found, "references"), shown(found, "area_total")) == ("немає даних", "0", "")
    assert found.figure("users", TOTAL).before.text == "50"  # type: ignore[union-attr]
    assert found.figure("fund_end", TOTAL).before.text == "500"  # type: ignore[union-attr]
    hub = page(places[1])
    assert (shown(hub, "users"), shown(hub, "visits")) == ("40", "300")


def test_what_a_hand_recorded_is_counted_too(places: Places) -> None:
    record_manual(at(), unit=places[0], indicator="staff", on=day("2024-01-10"), value=14, source="штатний розпис")
    found = page(places[0])
    assert (shown(found, "staff"), found.figure("staff", TOTAL).before.text) == ("14", "14")  # type: ignore[union-attr]


def test_an_institution_below_reports_for_itself(places: Places, facts: Any) -> None:
    """The one above does not count its work a second time."""
    branch = create_unit(at(), parent=places[0], kind="institution", name="Філія з власною печаткою")
    worked(places, facts)
    facts("lending.visit", branch, day("2025-03-01"), 1000, mode="stationary")
    assert (shown(page(places[0]), "visits"), shown(page(branch), "visits")) == ("300", "1\u00a0000")


def test_as_many_questions_for_many_facts_as_for_few(places: Places, facts: Any) -> None:
    worked(places, facts)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(places[0])
    for number in range(30):
        facts("lending.visit", places[1 + number % 2], day("2025-04-01"), 1 + number, mode="stationary", age="60+")
    with CaptureQueriesContext(connection) as many:
        page(places[0])
    assert (len(few), len(many)) == (6, 6)


def test_a_column_narrows_what_its_row_counts(places: Places, facts: Any) -> None:
    worked(places, facts)
    data = policy.seed("forms")
    data["forms"]["nk6"]["sections"]["users"]["columns"] = {
        "total": {"label": "Усього"}, "young": {"label": "до 15", "where": {"age": ["0-14"]}},
    }  # fmt: skip
    form = build(data, indicators.load()).forms["nk6"]
    now, _then = counted(form, places[0], YEAR)
    assert [now["users", "total"], now["users", "young"], now["users_young", "young"], now["users_children", "young"]] == [
        100,
        40,
        0,
        40,
    ]


# --- what people write ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [("5 200", ("number", "5200")), ("12,5", ("number", "12.5")), ("-", ("dash", None)), ("", ("empty", None)),
     ("0", ("number", "0")), ("немає даних", ("no_data", None))],
)  # fmt: skip
def test_what_is_typed_is_understood_as_four_different_things(typed: str, said: tuple[str, Any]) -> None:
    state, value = parse(typed)
    assert (str(state), value) == said


@pytest.mark.parametrize("typed", ["багато", "1,2,3", "-5", "=1+1", "12 34", "1e5"])
def test_what_is_not_a_number_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(typed)


def test_a_person_writes_over_a_number_with_a_reason_and_its_history_stays(places: Places, facts: Any) -> None:
    worked(places, facts)
    sheet = fill_in(places[0], {"area_total": "120.5", "money_in": "no_data"}, reason="")
    assert refused(lambda: fill_in(places[0], {"visits": "310"}, reason=" ")) == ["reason_needed"]
    assert refused(lambda: fill_in(places[0], {"area_total": "121"}, reason="")) == ["reason_needed"]
    fill_in(places[0], {"visits": "310", "area_total": "121"}, reason="за паперовим щоденником")
    found = page(places[0])
    figure = found.figure("visits", TOTAL)
    assert figure is not None
    assert (figure.cell.text, figure.auto.text, figure.reason) == ("310", "300", "за паперовим щоденником")
    assert (shown(found, "area_total"), shown(found, "money_in"), shown(found, "money_out")) == ("121,0", "немає даних", "")
    assert [(one.row, one.state, str(one.value)) for one in sheet.entries.order_by("pk")] == [
        ("area_total", "number", "120.500"), ("money_in", "no_data", "None"), ("visits", "number", "310.000"),
        ("area_total", "number", "121.000"),
    ]  # fmt: skip
    fill_in(places[0], {"visits": None}, reason="помилка")
    assert shown(page(places[0]), "visits") == "300"
    before = FormEntry.objects.count()
    fill_in(places[0], {"area_total": "121.0"}, reason="")  # the same number is no change
    assert FormEntry.objects.count() == before


def test_what_cannot_be_written_is_refused_beside_its_cell(places: Places) -> None:
    assert refused(lambda: fill_in(places[0], {"nothing": "1"})) == ["unknown_cell"]
    assert [refused(lambda value=value: fill_in(places[0], {"users": value})) for value in ("1.5", "-1", "x", 7, "NaN")] == [
        ["bad_figure"]
    ] * 5
    assert refused(lambda: fill_in(places[0], {}, form="nothing")) == ["unknown_form"]
    assert refused(lambda: fill_in(places[0], {}, year=2020)) == ["other_year"]
    assert refused(lambda: fill_in(places[0], {}, year=2027)) == ["year_to_come"]
    assert FormSheet.objects.count() == 0


# --- controls ---------------------------------------------------------------------------------------------------------


def warned(found: Filled) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in found.warnings if one.code != "untold"]


def test_what_does_not_add_up_is_said_and_never_refused(places: Places, facts: Any) -> None:
    worked(places, facts)
    assert warned(page(places[0])) == []
    fill_in(
        places[0],
        {"users_children": "400", "users": "350", "fund_start": "400", "fund_in": "29", "area_events": "50", "area_total": "40"},
    )
    said = warned(page(places[0]))
    assert said == [
        ("more_than_whole", "area_events"), ("parts", "users"), ("more_than_whole", "users_children"), ("more_than_whole", "users"),
        ("balance", "fund_end"), ("carried", "fund_start"),
    ]  # fmt: skip
    texts = {one.code: str(one) for one in page(places[0]).warnings}
    assert "523" in texts["balance"]
    assert "422" in texts["balance"]
    fill_in(places[0], {"visits": "299"})
    assert ("parts", "visits") in warned(page(places[0]))
    assert sign_it(places[0]).signed


# --- signing ----------------------------------------------------------------------------------------------------------


def test_a_signed_form_says_what_was_known_and_later_facts_stand_beside(places: Places, facts: Any) -> None:
    worked(places, facts)
    sheet = sign_it(places[0])
    facts("lending.visit", places[1], day("2025-12-30"), 5, mode="nonstationary")
    found = page(places[0])
    figure = found.figure("visits", TOTAL)
    assert figure is not None
    assert (figure.cell.text, figure.later.text if figure.later else "") == ("300", "305")
    assert [line.code for line in found.lines() if any(one.later for one in line.figures)] == ["visits", "visits_nonstationary"]
    assert counted(load().forms["nk6"], places[0], YEAR, sheet.known_by)[0]["visits", TOTAL] == 300
    assert refused(lambda: fill_in(places[0], {"visits": "305"})) == ["signed"]
    assert refused(lambda: sign_it(places[0])) == ["signed"]


def test_with_the_year_signed_nobody_of_it_can_be_found_any_more(places: Places, facts: Any) -> None:
    worked(places, facts)
    for year in (YEAR, YEAR + 1):
        once = Once("readers.served", "читач", Line(kind="readers.served", unit=places[0].pk, on=dt.date(year, 3, 3)), "1")
        with transaction.atomic():
            settle_once(at(), places[0], str(year), [once])
    cells = page(places[0]).cells
    sign_it(places[0])
    keys = PeriodKey.objects.order_by("period")
    assert [(key.period, key.secret is None) for key in keys] == [(str(YEAR), True), (str(YEAR + 1), False)]
    assert (page(places[0]).cells, page(places[0]).corrected) == (cells, False)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")][-2:] == ["planning.sign_form", "planning.forget_period"]


def test_a_definition_changed_later_changes_no_signed_form(places: Places, facts: Any) -> None:
    worked(places, facts)
    sign_it(places[0])
    row = {**policy.seed("forms")["forms"]["nk6"]["rows"]["users"], "label": "Інша назва"}
    edit_form_row(at(), form="nk6", row="users", change={"value": row}, reason="звірка")
    labels = [line.label for line in page(places[0]).lines()]
    assert ("Інша назва" in labels, "Користувачі, фізичні особи" in labels) == (False, True)


def test_a_corrected_form_has_the_next_number_and_the_signed_one_stays(places: Places, facts: Any) -> None:
    worked(places, facts)
    fill_in(places[0], {"visits": "310"})
    first = sign_it(places[0])
    assert refused(lambda: reopen_form(at(), sheet=first, reason=" ")) == ["no_source"]
    second = reopen_form(at(), sheet=first, reason="знайшли ще один аркуш")
    assert (second.number, second.signed, shown(page(places[0]), "visits")) == (2, False, "310")
    assert refused(lambda: reopen_form(at(), sheet=first, reason="ще раз")) == ["not_signed"]
    fill_in(places[0], {"visits": "312"})
    sign_it(places[0])
    assert shown(page(places[0]), "visits") == "312"
    first.refresh_from_db()
    assert shown(signed_view(first), "visits") == "310"


def test_last_year_is_what_was_signed_last_year(places: Places, facts: Any) -> None:
    worked(places, facts)
    fill_in(places[0], {"users": "55"}, year=2024)
    sign_it(places[0], year=2024, on="2025-01-04")
    facts("readers.enrolment", places[1], day("2024-12-30"), 9)
    assert page(places[0]).figure("users", TOTAL).before.text == "55"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value"),
    [("signer", "Інша Особа"), ("post", "Завгосп"), ("note", "додано потім"), ("year", 2024), ("number", 7),
     ("signed_on", dt.date(2026, 1, 4)), ("known_by", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))],
)  # fmt: skip
def test_a_signed_form_changed_past_the_program_is_seen(places: Places, facts: Any, field: str, value: Any) -> None:
    sheet = sign_it(places[0])
    assert holds(FormSheet.objects.get(pk=sheet.pk))
    FormSheet.objects.filter(pk=sheet.pk).update(**{field: value})
    assert not holds(FormSheet.objects.get(pk=sheet.pk))


def test_a_number_changed_in_the_database_is_not_shown_as_signed(places: Places, facts: Any) -> None:
    worked(places, facts)
    sheet = sign_it(places[0])
    frozen = json.loads(json.dumps(sheet.frozen).replace('"300"', '"301"'))
    FormSheet.objects.filter(pk=sheet.pk).update(frozen=frozen)
    with pytest.raises(Broken):
        page(places[0])


@pytest.mark.parametrize(
    ("about", "codes"),
    [({"on": dt.date(2025, 12, 31)}, ["bad_day"]), ({"on": dt.date(2026, 1, 6)}, ["bad_day"]), ({"post": " "}, ["no_post"]),
     ({"signer": ""}, ["no_name"]), ({"year": 2026, "on": dt.date(2026, 1, 5)}, ["year_not_over"])],
)  # fmt: skip
def test_what_cannot_be_signed_is_refused(places: Places, about: dict[str, Any], codes: list[str]) -> None:
    said = {"year": YEAR, "post": "Директорка", "signer": "Сойка Лісова", "on": day("2026-01-05"), **about}
    assert refused(lambda: sign_form(at(), unit=places[0], form="nk6", **said)) == codes
    assert FormSheet.objects.count() == 0


# --- what leaves ------------------------------------------------------------------------------------------------------


def test_every_way_out_says_the_same_and_holds_no_formula(places: Places, facts: Any) -> None:
    worked(places, facts)
    fill_form(at(), unit=places[0], form="nk6", year=YEAR, cells={"visits.total": "310"}, note="=HYPERLINK(1)", reason="@SUM(1)")
    sheet = sign_it(places[0])
    found = page(places[0])
    with zipfile.ZipFile(io.BytesIO(export.xlsx(found, sheet))) as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in cells
        assert "<v>310</v>" in cells
    lines = export.csv(found).decode("utf-8-sig").splitlines()
    assert [line.split(";")[3:5] for line in lines if line.endswith(";visits")] == [["310", "0"]]
    assert not [cell for line in lines for cell in line.split(";") if cell.startswith(("=", "@", "+"))]
    said = json.loads(export.plain(found, sheet))
    rows = {row["code"]: row["cells"][TOTAL] for section in said["sections"] for row in section["rows"]}
    assert (rows["visits"]["value"], rows["visits"]["counted"], rows["staff"]["state"], rows["staff"]["value"]) == (
        310,
        300,
        "no_data",
        None,
    )
    assert (said["signed"]["seal"], said["signed"]["name"]) == (sheet.seal, "Сойка Лісова")
    paper = export.document(found, sheet)
    assert [one.name for one in paper.signatures] == ["Сойка Лісова"]
    assert pdf.write(paper).startswith(b"%PDF")
