"""The log of references and consultations: counted by kind, several at once, of an earlier day, put right by difference."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import policy, retention
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.log import amend_log, log, strike_log
from mandrivna.enquiries.logged import day_lines, lines_for, month_sums, topics
from mandrivna.enquiries.models import LogLine
from mandrivna.enquiries.terms import Template, terms
from mandrivna.ledger.api import check_facts, totals
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
KINDS = tuple(f"enquiries.{name}" for name in ("reference", "consultation", "session", "resource"))


@pytest.fixture
def lib() -> Library:
    return library()


def counted(*by: str) -> dict:
    """By one name the sums stand under it alone, by several under all of them."""
    found = totals(KINDS, dt.date(2020, 1, 1), dt.date(2030, 1, 1), by=by or ("kind",))
    return {key if len(by) > 1 else key[0]: value for key, value in found.items()}


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def write(lib: Library, served: str = "reference", sort: str = "thematic", **about) -> LogLine:
    return log(lib.act(), **{"place": lib.hub, "on": lib.today, "served": served, "sort": sort, **about})


def test_five_at_once_are_five_where_and_how_they_were_asked(lib):
    line = write(lib, number=5, channel="phone", audience="pupil", topic="  історія   краю ", minutes=30, question=" Чи є атлас? ")
    assert (line.topic, line.minutes, line.question, line.institution) == ("історія краю", 30, "Чи є атлас?", lib.root)
    assert counted("kind", "path", "on", "form", "channel", "mode", "audience") == {
        ("enquiries.reference", lib.hub.path, lib.today, "thematic", "phone", "distance", "pupil"): 5
    }
    write(lib, "consultation", "education")
    assert counted("kind", "form", "mode") == {
        ("enquiries.reference", "thematic", "distance"): 5,
        ("enquiries.consultation", "education", "nonstationary"): 1,
    }


def test_the_indicators_fill_themselves(lib):
    """By hand: references 5 + 2 + 1; consultations 4 + 3 + 2 + 1, of them 4 of education, 3 with a service, 2 methodical."""
    for served, sort, number in (
        ("reference", "thematic", 5), ("reference", "factual", 2), ("reference", "address", 1),
        ("consultation", "education", 4), ("consultation", "e_pensions", 3), ("consultation", "automation", 2),
        ("consultation", "career", 1), ("session", "", 6), ("resource", "", 7),
    ):  # fmt: skip
        write(lib, served, sort, number=number)
    found = table(lib.root, lib.today.year)
    wanted = {
        "references": 8, "references_thematic": 5, "references_address": 1, "references_clarifying": 0, "references_factual": 2,
        "talk_references": 0, "consultations": 10, "consultations_education": 4, "consultations_methodical": 2,
        "consultations_e_services": 3, "consultations_quiet": 0, "talk_consultations": 0, "internet_sessions": 6,
        "internet_resources": 7,
    }  # fmt: skip
    assert {code: found[code].cells[FACT].value for code in wanted} == wanted
    assert found.warnings == []


def test_said_twice_it_is_written_once(lib):
    act = lib.act()
    about = {"place": lib.hub, "on": lib.today, "served": "reference", "sort": "thematic"}
    assert log(act, **about) == log(act, **about)
    assert counted() == {"enquiries.reference": 1}


def test_what_was_missed_is_written_on_its_own_day_and_not_later_than_the_rules_say(lib):
    write(lib, on=lib.today - dt.timedelta(days=400))
    assert counted("on") == {lib.today - dt.timedelta(days=400): 1}
    assert codes(write, lib, on=lib.today - dt.timedelta(days=401)) == ["too_old"]
    assert codes(write, lib, on=lib.today + dt.timedelta(days=1)) == ["future"]


def test_a_mistake_is_put_right_by_the_difference(lib):
    line = write(lib, number=5)
    yesterday = lib.today - dt.timedelta(days=1)
    amended = amend_log(lib.act(), line=line, served="consultation", sort="digital", on=yesterday, number=3, channel="chat")
    assert (amended.pk, amended.mode, amended.place) == (line.pk, "distance", lib.hub)
    assert counted("kind", "on", "form") == {("enquiries.consultation", yesterday, "digital"): 3}
    strike_log(lib.act(), line=line)
    assert (counted(), LogLine.objects.get().struck) == ({}, True)
    assert codes(strike_log, lib.act(), line=line) == ["struck"]
    assert codes(amend_log, lib.act(), line=line, served="reference", sort="thematic", on=lib.today) == ["struck"]
    assert check_facts().ok


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"served": "gossip"}, "unknown_served"),
        ({"sort": "education"}, "unknown_sort"),
        ({"sort": ""}, "unknown_sort"),
        ({"served": "session", "sort": "thematic"}, "unknown_sort"),
        ({"served": "consultation", "sort": "own_1"}, "unknown_sort"),
        ({"channel": "pigeon"}, "unknown_channel"),
        ({"audience": "army"}, "unknown_audience"),
        ({"result": "whatever"}, "unknown_result"),
        ({"number": 0}, "wrong_number"),
        ({"number": 501}, "wrong_number"),
        ({"minutes": 1441}, "wrong_minutes"),
        ({"topic": "т" * 121}, "too_long"),
        ({"question": "з" * 2001}, "too_long"),
    ],
)
def test_every_refusal(lib, about, code):
    assert codes(write, lib, **about) == [code]
    assert (LogLine.objects.count(), counted()) == (0, {})


def test_only_who_serves_there_writes_there_and_sees_it(lib):
    hub, far = actor_for(person("hub", "hub_librarian", lib.hub)), actor_for(person("far", "hub_librarian", lib.other_hub))
    about = {"served": "reference", "sort": "thematic", "on": lib.today}
    line = log(lib.act(actor=hub), place=lib.shelf, **about)
    with pytest.raises(Forbidden):
        log(lib.act(actor=far), place=lib.shelf, **about)
    with pytest.raises(Forbidden):
        strike_log(lib.act(actor=far), line=line)
    with pytest.raises(Forbidden):
        log(lib.act(actor=actor_for(person("g", "guardian", lib.shelf))), place=lib.shelf, **about)
    assert (list(lines_for(hub)), list(lines_for(far))) == ([line], [])


def test_kinds_are_the_institutions_own(lib):
    act = Act(actor=SYSTEM)
    policy.edit(act, policy="enquiries", key="consultations/own_1", value="з музейної справи", reason="новий вид")
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="references/thematic", value="", reason="не ведемо")
    line = write(lib, "consultation", "own_1")
    assert (terms().name("own_1"), counted("form")) == ("з музейної справи", {"own_1": 1})
    assert codes(write, lib) == ["unknown_sort"]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="consultations/own_1", value=None, reason="передумали")
    amend_log(
        lib.act(), line=line, served="consultation", sort="own_1", on=lib.today, number=2
    )  # what is written stays what it was
    assert counted("form") == {"own_1": 2}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("back_days", 0, "policy_out_of_range"),
        ("back_days", "рік", "policy_out_of_range"),
        ("references/thematic", "т" * 61, "policy_not_a_name"),
        ("references/thematic", 5, "policy_not_a_name"),
        ("templates", [["Лише назва"]], "policy_not_a_template"),
        ("templates", [["Пенсія", "no_such"]], "policy_not_a_template"),
        ("templates", [["Пенсія", "e_pensions", "-", "pigeon"]], "policy_not_a_template"),
        ("templates", [["Пенсія", "e_pensions", "-", "desk", "довго"]], "policy_not_a_template"),
        ("templates", [["Пенсія", "e_pensions"], ["Пенсія", "e_jobs"]], "policy_not_a_template"),
        ("templates", "Пенсія", "policy_not_a_template"),
        ("templates", [["Пенсія", "e_pensions"]] * 13, "policy_too_many"),
    ],
)
def test_a_bad_rule_is_refused(lib, key, value, code):
    assert codes(policy.edit, Act(actor=SYSTEM), policy="enquiries", key=key, value=value, reason="спроба") == [code]


def test_a_template_may_leave_out_what_comes_last(lib):
    rows = [
        ["Пенсія онлайн", "Пенсії й соціальні виплати", "субсидії", "телефоном", "20"],
        ["Швидка", "factual"],
        ["З хвилинами", "legal", "-", "-", "45"],
    ]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="templates", value=rows, reason="зручно")
    assert terms().templates == [
        Template("Пенсія онлайн", "e_pensions", "субсидії", "phone", 20),
        Template("Швидка", "factual", "", "desk", None),
        Template("З хвилинами", "legal", "", "desk", 45),
    ]


def test_a_day_and_a_month_are_read_in_few_questions(lib, django_assert_num_queries):
    actor = actor_for(person("d", "director", lib.root))
    write(lib, topic="казки", number=2, minutes=10)
    write(lib, topic="казки", minutes=5)
    strike_log(lib.act(), line=write(lib, "consultation", "legal", topic="право"))
    lines = day_lines(actor, lib.today)
    assert [(told.name, told.line.number, told.line.struck) for told in lines] == [
        ("правова, із запрошеним фахівцем", 1, True), ("тематична", 1, False), ("тематична", 2, False),
    ]  # fmt: skip
    month = lib.today.replace(day=1)
    assert [(one.served, one.name, one.number, one.minutes) for one in month_sums(actor, month)] == [
        ("reference", "тематична", 3, 15)
    ]
    assert topics(actor) == ["казки", "право"]


def test_the_question_is_forgotten_in_half_a_year_and_the_figure_stays(lib):
    line = write(lib, question="Де лікарня?", topic="лікарні")
    retention.execute(lib.now + dt.timedelta(days=182))
    line.refresh_from_db()
    assert (line.question, line.topic, counted()) == (None, "лікарні", {"enquiries.reference": 1})


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"served": "consultation", "sort": "legal", "specialist": "пані Марія"}, "unknown_specialist"),
        ({"served": "consultation", "sort": "legal", "specialist": "guest_1"}, "unknown_specialist"),
        ({"specialist": "lawyer"}, "no_consultation"),
    ],
)
def test_an_invited_specialist_is_of_the_list_and_of_a_consultation(lib, about, code):
    assert codes(write, lib, **about) == [code]


def test_who_is_invited_is_the_institutions_list_and_what_is_written_stays(lib):
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="specialists/guest_1", value="фахівець музею", reason="нова угода")
    line = write(lib, "consultation", "career", specialist="guest_1")
    assert [told.invited for told in day_lines(actor_for(person("d", "director", lib.root)), lib.today)] == ["фахівець музею"]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="specialists/guest_1", value=None, reason="угоди немає")
    amend_log(lib.act(), line=line, served="consultation", sort="career", on=lib.today, specialist="guest_1", number=4)
    assert LogLine.objects.get().specialist == "guest_1"
    long = {"policy": "enquiries", "key": "specialists/guest_1", "value": "т" * 61, "reason": "спроба"}
    assert codes(policy.edit, Act(actor=SYSTEM), **long) == ["policy_not_a_name"]


def test_every_kind_the_issue_names_is_there_as_data():
    """References of four kinds; consultations of education, methodical, career, legal; help with e-government by service."""
    known = terms()
    assert list(known.sections["references"]) == ["thematic", "address", "clarifying", "factual"]
    assert {"education", "digital", "methodical", "career", "legal"} <= set(known.sections["consultations"])
    assert {known.served(code) for code in known.sections["e_services"]} == {"consultation"}
    assert len(known.sections["e_services"]) == 9


def test_a_struck_lines_question_is_in_no_operation_either(lib):
    kept = write(lib, question="Де аптека?")
    line = write(lib, question="Де лікарня?")
    amend_log(lib.act(), line=line, served="reference", sort="thematic", on=lib.today, question="Де лікарня вночі?")
    strike_log(lib.act(), line=line)
    left = [row.body["question"] for row in Operation.objects.filter(body__isnull=False) if "question" in row.body]
    assert left == [kept.question]
