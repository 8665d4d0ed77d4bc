"""Collecting a network's forms: asking, links, filling in from outside, statuses, reminders, and adding up who reported."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import NOBODY, SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import Line, Once, settle_once
from mandrivna.ledger.models import PeriodKey
from mandrivna.planning import actions
from mandrivna.planning.forms.definitions import TOTAL, load
from mandrivna.planning.forms.queries import asked, view
from mandrivna.planning.forms.returns import answers, sheet_by_link, token_of
from mandrivna.planning.forms.rows import FormSheet, NetworkLibrary
from mandrivna.planning.forms.sheet import Filled

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025
FORM: dict[str, Any] = {"form": "nk6", "year": YEAR}


def at(text: str = "2026-01-05", actor: Any = SYSTEM) -> Act:
    return Act(actor=actor, at=dt.datetime.fromisoformat(f"{text}T10:00:00+00:00"))


def refused(run: Any) -> list[str]:
    with pytest.raises(Refused) as why:
        run()
    return why.value.codes


def outside(root: Unit, name: str, **about: Any) -> NetworkLibrary:
    return actions.add_network_library(at(), unit=root, about={"name": name, **about})


def asking(root: Unit, **about: Any) -> int:
    return actions.ask_returns(at(), unit=root, **FORM, **about)


def of(library: NetworkLibrary) -> FormSheet:
    return library.sheets.order_by("-number").select_related("unit", "library")[0]


def token(sheet: FormSheet) -> Withheld:
    assert sheet.link is not None
    return Withheld(token_of(sheet.link))


def sent(library: NetworkLibrary, cells: dict[str, str], **about: Any) -> FormSheet:
    sheet = of(library)
    said = {"note": "", "post": "Завідувачка", "signer": "Верба Тиха", "link": token(sheet), **about}
    return actions.send_return(
        at(actor=NOBODY), sheet=sheet, cells={f"{row}.{TOTAL}": value for row, value in cells.items()}, **said
    )


def summary(root: Unit, form: str = "nk6_summary") -> Filled:
    forms = load()
    return view(asked(forms, forms.forms[form], root, YEAR))


def states(root: Unit) -> dict[str, str]:
    return {one.name: one.status for one in answers(root, "nk6", YEAR)}


def test_each_library_that_has_not_answered_is_asked_once(places: Places) -> None:
    root = places[0]
    quiet = create_unit(at(), parent=root, kind="institution", name="Релокована бібліотека")
    quiet.periods.update(since=dt.date(2020, 1, 1), mode="occupied")
    one, two = outside(root, "Перша"), outside(root, "Друга")
    assert states(root) == {root.name: "waiting", quiet.name: "occupied", "Друга": "waiting", "Перша": "waiting"}
    assert asking(root, whose=[f"l{one.pk}"]) == 1
    assert asking(root) == 2
    assert asking(root) == 0
    links = {sheet.link_until for sheet in FormSheet.objects.all()}
    assert links == {dt.date(2026, 1, 5) + dt.timedelta(days=load().settings["link_days"])}
    assert (of(one).link != of(two).link, of(one).library) == (True, one)
    assert refused(lambda: actions.ask_returns(at(), unit=root, form="nk6_summary", year=YEAR)) == ["not_of_library"]
    assert refused(lambda: actions.ask_returns(at(), unit=root, form="nk6", year=2020)) == ["other_year"]


def test_the_same_act_makes_the_same_link(places: Places) -> None:
    library = outside(places[0], "Перша")
    act = at()
    actions.ask_returns(act, unit=places[0], **FORM)
    first = token(of(library))
    actions.ask_returns(act, unit=places[0], **FORM)
    assert token(of(library)) == first
    found = sheet_by_link(first, dt.date(2026, 1, 6))
    assert found is not None
    assert found.library == library


def test_a_library_fills_in_saves_and_sends_by_its_link(places: Places) -> None:
    library, other = outside(places[0], "Перша"), outside(places[0], "Друга")
    asking(places[0])
    sheet, act = of(library), at(actor=NOBODY)
    cells = {f"users.{TOTAL}": "120"}
    actions.save_return(act, sheet=sheet, cells=cells, note="Ремонт.", link=token(sheet))
    assert (of(library).said[f"users.{TOTAL}"]["value"], of(library).status) == ("120", "waiting")
    assert refused(lambda: actions.save_return(at(actor=NOBODY), sheet=sheet, cells={}, note="", link=token(of(other)))) == [
        "link_over"
    ]
    assert refused(lambda: sent(library, {}, post="")) == ["no_post"]
    assert refused(lambda: sent(library, {"users": "багато"})) == ["bad_figure"]
    done = sent(library, {"visits": "900"}, note="Ремонт.")
    assert (done.signed, done.status, done.signer) == (True, "partly", "Верба Тиха")
    assert refused(lambda: sent(library, {"visits": "901"})) == ["signed"]


def test_a_form_of_the_tree_is_filled_in_by_a_link_and_signed_only_by_who_may_sign(places: Places) -> None:
    root = places[0]
    once = Once("readers.served", "читач", Line(kind="readers.served", unit=root.pk, on=dt.date(YEAR, 3, 3)), "1")
    with transaction.atomic():
        settle_once(at(), root, str(YEAR), [once])
    asking(root)
    sheet = FormSheet.objects.select_related("unit").get(unit=root, library=None)
    cells = {f"area_total.{TOTAL}": "120"}
    signing = {"post": "Завідувачка", "signer": "Верба Тиха"}
    by_link = {"sheet": sheet, "cells": cells, "note": "", "link": token(sheet)}
    for run in (
        lambda: actions.send_return(at(actor=NOBODY), **by_link, **signing),
        lambda: actions.sign_return(at(), sheet=sheet, on=dt.date(2026, 1, 4), **signing),
        lambda: actions.fill_return(at(), sheet=sheet, cells=cells),
    ):
        assert refused(run) == ["own_form"]
    sheet.refresh_from_db()
    assert (sheet.signed, sheet.said) == (False, {})
    told = []
    for handed in (False, True, True, False, True):
        actions.save_return(at(actor=NOBODY), **by_link, handed=handed)
        sheet.refresh_from_db()
        told.append((sheet.status, sheet.signed))
    assert told == [(status, False) for status in ("waiting", "handed", "handed", "waiting", "handed")]
    assert [(one.status, one.due, one.counts) for one in answers(root, "nk6", YEAR)] == [("handed", True, False)]
    assert PeriodKey.objects.get().secret is not None
    signed = actions.sign_form(at(), unit=root, **FORM, **signing, on=dt.date(2026, 1, 4))
    assert (signed.pk, signed.signed, PeriodKey.objects.get().secret) == (sheet.pk, True, None)
    assert refused(lambda: actions.reopen_return(at(), sheet=signed, reason="помилка")) == ["own_form"]
    status = {"whose": f"u{root.pk}", "status": "handed", "why": "лист"}
    assert refused(lambda: actions.set_return_status(at(), unit=root, **FORM, **status)) == ["handed_by_itself"]


def test_a_library_outside_hands_its_form_to_nobody(places: Places) -> None:
    library = outside(places[0], "Перша")
    asking(places[0])
    said = {"sheet": of(library), "cells": {}, "note": "", "link": token(of(library)), "handed": True}
    assert refused(lambda: actions.save_return(at(actor=NOBODY), **said)) == ["sends_itself"]


@pytest.mark.parametrize("how", ["late", "revoked", "renewed", "foreign"])
def test_a_link_that_is_over_opens_nothing(places: Places, how: str) -> None:
    library = outside(places[0], "Перша")
    asking(places[0])
    sheet, day = of(library), dt.date(2026, 1, 6)
    word = token(sheet)
    assert sheet_by_link(word, day) is not None
    match how:
        case "late":
            day = dt.date(2026, 12, 1)
        case "revoked":
            actions.revoke_return_link(at(), sheet=sheet)
        case "renewed":
            actions.renew_return_link(at(), sheet=sheet)
            assert sheet_by_link(token(of(library)), day) is not None
        case _:
            word = Withheld(word[:-1] + ("A" if word[-1] != "A" else "B"))
    assert sheet_by_link(word, day) is None
    said = {"cells": {}, "note": "", "link": word}
    late = Act(actor=NOBODY, at=dt.datetime(day.year, day.month, day.day, 10, tzinfo=dt.UTC))
    assert refused(lambda: actions.save_return(late, sheet=sheet, **said)) == ["link_over"]


def test_the_summary_adds_who_reported_and_names_who_did_not(places: Places, facts: Any) -> None:
    root = places[0]
    one, two, three, four = (outside(root, name) for name in ("Перша", "Друга", "Третя", "Четверта"))
    facts("readers.enrolment", places[1], dt.date(2025, 2, 3), 40, age="0-14")
    asking(root)
    sent(one, {"users": "100", "visits": "500", "area_total": "80.5"})
    sent(two, {"users": "20", "visits": "no_data"})
    actions.set_return_status(at(), unit=root, **FORM, whose=f"l{three.pk}", status="not_working", why="лист громади")
    actions.sign_form(at(), unit=root, **FORM, post="Директорка", signer="Сойка Лісова", on=dt.date(2026, 1, 5))
    found = summary(root)
    cells = {row: found.cells[row, TOTAL].text for row in ("users", "users_children", "visits", "area_total", "staff")}
    assert cells == {"users": "160", "users_children": "40", "visits": "500", "area_total": "80,5", "staff": "немає даних"}
    assert (found.added, found.missing) == (3, (("Третя", "не працювала"), ("Четверта", "очікуємо")))
    assert summary(root, "rvk80").cells["users", TOTAL].text == "160"
    assert four.sheets.get().status == "waiting"


def test_what_was_changed_past_the_program_is_not_added(places: Places) -> None:
    library = outside(places[0], "Перша")
    asking(places[0])
    sheet = sent(library, {"users": "100"})
    assert summary(places[0]).added == 1
    FormSheet.objects.filter(pk=sheet.pk).update(frozen=json.loads(json.dumps(sheet.frozen).replace('"100"', '"900"')))
    found = summary(places[0])
    assert (found.added, found.cells["users", TOTAL].text) == (0, "немає даних")
    assert [one.broken for one in answers(places[0], "nk6", YEAR) if one.library] == [True]


def test_a_signed_summary_keeps_its_list_when_a_late_form_comes(places: Places) -> None:
    one, two = outside(places[0], "Перша"), outside(places[0], "Друга")
    asking(places[0])
    sent(one, {"users": "100"})
    actions.sign_form(
        at(), unit=places[0], form="nk6_summary", year=YEAR, post="Директорка", signer="Сойка", on=dt.date(2026, 1, 5)
    )
    sent(two, {"users": "7"})
    found = summary(places[0])
    figure = found.figure("users", TOTAL)
    assert figure is not None
    assert (figure.cell.text, figure.later.text if figure.later else "", found.added) == ("100", "107", 1)
    assert "Друга" in [name for name, _why in found.missing]


def test_a_mistake_is_corrected_under_the_next_number_by_the_same_link(places: Places) -> None:
    library = outside(places[0], "Перша")
    asking(places[0])
    first = sent(library, {"users": "100"})
    word = token(first)
    second = actions.reopen_return(at(), sheet=first, reason="помилка в рядку")
    found = sheet_by_link(word, dt.date(2026, 1, 6))
    assert (found, second.number) == (second, 2)
    assert summary(places[0]).cells["users", TOTAL].text == "100"
    sent(library, {"users": "90"})
    assert summary(places[0]).cells["users", TOTAL].text == "90"


def test_who_collects_fills_in_from_a_paper(places: Places) -> None:
    library = outside(places[0], "Перша")
    asking(places[0])
    sheet = actions.fill_return(at(), sheet=of(library), cells={f"users.{TOTAL}": "15"})
    said = {"post": "Завідувачка", "signer": "Верба Тиха"}
    assert refused(lambda: actions.sign_return(at(), sheet=sheet, on=dt.date(2025, 12, 1), **said)) == ["bad_day"]
    done = actions.sign_return(at(), sheet=sheet, on=dt.date(2026, 1, 4), **said)
    assert (done.signed_on, summary(places[0]).cells["users", TOTAL].text) == (dt.date(2026, 1, 4), "15")


@pytest.mark.parametrize(
    ("about", "code"),
    [({"whose": "l0"}, "no_library"), ({"status": "reported"}, "not_signed"), ({"status": "dancing"}, "unknown_status"),
     ({"why": " "}, "no_source"), ({"form": "rvk80"}, "not_of_library"), ({"form": "no"}, "unknown_form")],
)  # fmt: skip
def test_a_status_that_cannot_be_is_refused(places: Places, about: dict[str, str], code: str) -> None:
    library = outside(places[0], "Перша")
    said = {**FORM, "whose": f"l{library.pk}", "status": "no_data", "why": "ніхто не відповідає", **about}
    assert refused(lambda: actions.set_return_status(at(), unit=places[0], **said)) == [code]
    assert FormSheet.objects.count() == 0


def test_a_library_is_described_and_closed(places: Places) -> None:
    assert refused(lambda: outside(places[0], " ")) == ["no_name"]
    assert refused(lambda: outside(places[0], "Перша", owner="x")) == ["unknown_field"]
    library = outside(places[0], "Перша", community="Тиха громада")
    actions.edit_network_library(at(), library=library, about={"ecmap": "17"}, closed_on=dt.date(2024, 6, 1))
    library.refresh_from_db()
    assert (library.ecmap, library.community, states(places[0])) == ("17", "Тиха громада", {places[0].name: "waiting"})


@pytest.mark.drift
def test_a_letter_reminds_once_a_day_and_only_who_is_due(places: Places, settings: Any) -> None:
    settings.NAMES = ["library.example"]
    one, two, three = (
        outside(places[0], "Перша", mail="one@example.org"),
        outside(places[0], "Друга", mail="two@example.org"),
        outside(places[0], "Третя"),
    )
    assert actions.remind_returns(at(), unit=places[0], **FORM) == 0  # nobody was asked yet
    act = Act(actor=SYSTEM)
    actions.ask_returns(act, unit=places[0], **FORM)
    assert actions.remind_returns(Act(actor=SYSTEM), unit=places[0], **FORM) == 2
    assert actions.remind_returns(Act(actor=SYSTEM), unit=places[0], **FORM) == 0
    actions.set_return_status(Act(actor=SYSTEM), unit=places[0], **FORM, whose=f"l{two.pk}", status="no_data", why="лист")
    drain()
    assert [letter.to for letter in mail.outbox] == [["one@example.org"]]
    assert (token(of(one)) in mail.outbox[0].body, "Перша" in mail.outbox[0].body) == (True, True)
    assert of(three).reminded_on is None


def test_as_many_questions_for_three_libraries_as_for_one(places: Places) -> None:
    counted = []
    for name in ("Перша", "Друга", "Третя"):
        library = outside(places[0], name)
        asking(places[0])
        sent(library, {"users": "1"})
        with CaptureQueriesContext(connection) as questions:
            summary(places[0])
        counted.append(len(questions))
    assert counted[0] == counted[2] <= 7
