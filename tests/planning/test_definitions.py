"""The table of indicators is data; a table that does not hold together is refused with its reason."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import KINDS, FactKind
from mandrivna.planning import checks
from mandrivna.planning.checks import faults
from mandrivna.planning.definitions import build, load

KNOWN = {
    "lending.issue": FactKind("lending.issue", "", "", ("mode",)),
    "lending.renewal": FactKind("lending.renewal", "", ""),
    "planning.population": FactKind("planning.population", "", ""),
}
SOUND: dict[str, Any] = {
    "settings": {"count_renewals": True, "remark": "", "footnote": "*"},
    "tables": {"general": "Загальні"},
    "indicators": {
        "head": {"table": "general", "number": "1", "label": "Видача", "calc": "heading"},
        "issues": {
            "parent": "head",
            "label": "Книговидача",
            "counted_in": "примірник",
            "calc": "sum",
            "kinds": ["lending.issue"],
            "when": {"count_renewals": ["lending.renewal"]},
            "parts": "some",
        },
        "electronic": {
            "parent": "issues",
            "label": "електронна",
            "counted_in": "документ",
            "calc": "sum",
            "kinds": ["lending.issue"],
            "where": {"mode": ["virtual"]},
        },
        "population": {
            "table": "general",
            "label": "Населення",
            "counted_in": "особа",
            "calc": "manual",
            "kinds": ["planning.population"],
        },
        "rate": {
            "table": "general",
            "label": "На мешканця",
            "counted_in": "видач",
            "calc": "ratio",
            "of": ["issues", "population"],
        },
        "growth": {"table": "general", "label": "Зміна", "counted_in": "%", "calc": "change", "of": ["issues"]},
    },
}


def changed(**edits: Any) -> dict[str, Any]:
    """The sound table with `row__key=value` put in; None takes the key away."""
    data = copy.deepcopy(SOUND)
    for name, value in edits.items():
        row, _, key = name.partition("__")
        target = data["indicators"].setdefault(row, {})
        if value is None:
            del target[key]
        else:
            target[key] = value
    return data


def test_a_sound_table_has_no_faults() -> None:
    assert faults(SOUND, KNOWN) == []


@pytest.mark.parametrize(
    ("edits", "complaint"),
    [
        ({"issues__kinds": ["lending.loan"]}, "«issues»: unknown facts «lending.loan»"),
        ({"electronic__where": {"colour": ["red"]}}, "«electronic»: unknown facet «colour»"),
        ({"electronic__where": {"audience": ["adult"]}}, "«electronic»: the facts «lending.issue» have no facet «audience»"),
        ({"electronic__where": {"mode": []}}, "«electronic»: «where» wants lists of words"),
        ({"electronic__parent": "lost"}, "«electronic»: an orphan, its parent «lost» is missing"),
        ({"head__parent": "issues", "head__table": None}, "«head»: stands before its parent «issues»"),
        ({"head__parent": "head", "head__table": None}, "«head»: stands before its parent «head»"),
        ({"issues__table": "general"}, "«issues»: needs either a table or a parent"),
        ({"head__table": "lost"}, "«head»: unknown table «lost»"),
        ({"issues__number": "1"}, "«issues»: the number 1 is given twice"),
        ({"issues__calc": "guess"}, "«issues»: unknown calc «guess»"),
        ({"issues__kinds": None, "issues__when": None}, "«issues»: counts, but no kinds of facts are named"),
        ({"head__kinds": ["lending.issue"]}, "«head»: does not count, yet names kinds of facts"),
        ({"issues__counted_in": None}, "«issues»: no unit of count"),
        ({"issues__label": None}, "«issues»: no label"),
        ({"issues__colour": "red"}, "«issues»: unknown key «colour»"),
        ({"issues__digits": True}, "«issues»: «digits» has a wrong type"),
        ({"issues__class": "S3"}, "«issues»: unknown class «S3»"),
        ({"issues__when": {"no_such": ["lending.renewal"]}}, "«issues»: unknown setting «no_such»"),
        ({"electronic__part": "no_such"}, "«electronic»: unknown setting «no_such»"),
        (
            {"population__kinds": ["lending.issue"]},
            "«population»: a hand-counted row has exactly one kind of facts, of planning itself",
        ),
        ({"issues__kinds": ["lending.issue", "planning.population"]}, "«issues»: a level cannot be summed over days"),
        ({"electronic__parts": "all"}, "«electronic»: has no parts to compare with"),
        (
            {"electronic__total": "parts", "electronic__kinds": None, "electronic__where": None},
            "«electronic»: is a sum of parts and has none",
        ),
        ({"rate__parent": "issues", "rate__table": None}, "«issues»: a part cannot be computed or a heading"),
        ({"rate__of": ["issues"]}, "«rate»: needs 2 rows in «of»"),
        ({"rate__of": ["issues", "head"]}, "«rate»: «of» names «head», which has no number"),
        ({"rate__of": ["issues", "lost"]}, "«rate»: «of» names «lost», which has no number"),
        ({"issues__of": ["rate"]}, "«issues»: needs 0 rows in «of»"),
        ({"rate__per": 0}, "«rate»: «per» or «digits» out of range"),
        ({"rate__of": ["growth", "issues"], "growth__of": ["rate"]}, "«rate»: computed from itself"),
        ({"rate__of": ["rate", "issues"]}, "«rate»: computed from itself"),
    ],
)
def test_a_broken_table_is_refused_with_its_reason(edits: dict[str, Any], complaint: str) -> None:
    assert complaint in faults(changed(**edits), KNOWN)


def test_a_code_the_screens_need_for_themselves_is_refused() -> None:
    data = copy.deepcopy(SOUND)
    data["indicators"]["reason"] = dict(SOUND["indicators"]["head"], number="2")
    assert faults(data, KNOWN) == ["«reason»: not a usable code"]


def test_facts_that_no_indicator_uses_are_a_fault() -> None:
    more = {**KNOWN, "lending.return": FactKind("lending.return", "", "")}
    assert faults(SOUND, more) == ["no indicator uses the facts «lending.return»"]


@pytest.mark.parametrize(
    ("section", "value", "complaint"),
    [
        ("settings", {}, "«settings» is missing or empty"),
        ("more", {"a": 1}, "unknown section «more»"),
        ("settings", {"remark": "", "footnote": ""}, "setting «count_renewals» is missing"),
        ("settings", {"count_renewals": "так", "remark": "", "footnote": ""}, "setting «count_renewals» is not yes/no"),
        ("settings", {"count_renewals": True, "remark": True, "footnote": ""}, "setting «remark» is not text"),
        ("tables", {"general": " "}, "table «general» has no title"),
    ],
)
def test_sections_are_checked_too(section: str, value: Any, complaint: str) -> None:
    assert complaint in faults({**SOUND, section: value}, KNOWN)


def test_what_is_shipped_fits_the_facts_of_this_program() -> None:
    assert checks.check_indicators(None) == []


def test_the_first_table_is_the_one_of_the_librarys_documents() -> None:
    found = build(policy.seed("indicators"))
    general = [row.heading for row in found if row.table == "general" and not row.hide_empty]
    assert general == [
        "1 Кількість користувачів",
        "Кількість обслужених користувачів",
        "Кількість користувачів за ЄРК",
        "Кількість віртуальних користувачів",
        "2 Відвідування (загалом), зокрема:",
        "через нестаціонарне обслуговування",
        "через дистанційне обслуговування",
        "віртуальні відвідування (інтернет-ресурсів)",
        "3 Книговидача, зокрема:",
        "електронна",
        "Видача вільних ресурсів інтернет",
    ]


@pytest.mark.parametrize(("counted", "kinds"), [(True, True), (False, False)])
def test_renewals_belong_to_book_issues_only_when_the_institution_says_so(counted: bool, kinds: bool) -> None:
    data = policy.seed("indicators")
    data["settings"]["count_renewals"] = counted
    found = build(data)
    assert ("lending.renewal" in found["issues"].kinds) is kinds
    assert (found["renewals"] in found.parts("issues")) is kinds
    assert found["renewals"].kinds == ("lending.renewal",)


@pytest.mark.django_db
def test_an_institution_may_change_a_label_but_not_break_the_table() -> None:
    policy.edit(Act(actor=SYSTEM), policy="indicators", key="indicators/fund/label", value="Фонд", reason="коротше")
    assert load()["fund"].label == "Фонд"
    with pytest.raises(Refused) as refusal:
        policy.edit(Act(actor=SYSTEM), policy="indicators", key="indicators/fund/kinds", value=["fund.nothing"], reason="проба")
    assert refusal.value.codes == ["indicators_broken"]
    assert load()["fund"].kinds == ("fund.holding",)


def test_manual_kinds_are_registered_as_facts() -> None:
    assert {known.code for known in KINDS if known.code.startswith("planning.")} == {
        "planning.virtual_users",
        "planning.distance_visits",
        "planning.virtual_visits",
        "planning.electronic_issues",
        "planning.internet_resources",
        "planning.working_days",
        "planning.population",
        "planning.staff",
        "planning.partners",
    }
