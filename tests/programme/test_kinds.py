"""The forms of work that both annual plans name, each with its class; personal development is a part of the sociocultural."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.programme.states import Counts
from mandrivna.programme.terms import terms

pytestmark = pytest.mark.django_db
NAMED = {
    "antilecture", "meeting", "reading", "discussion", "podcast", "exhibition", "master_class", "meetup", "training", "info_hour",
    "course", "practice", "post", "stream",
}  # fmt: skip
"""Inventory 101."""
DEFINED = {"course", "training", "seminar", "workshop", "lecture", "master_class"}
"""Of the definition given with the form (order № 463)."""


def test_each_form_that_the_plans_name_is_there_with_a_class():
    known = terms()
    assert set(known.forms) >= NAMED
    assert {known.forms[code].counts for code in NAMED} <= set(Counts)


def test_what_the_definition_names_is_certain_and_nothing_else_is_personal_development_for_certain():
    personal = {code: form for code, form in terms().forms.items() if form.counts == Counts.PERSONAL}
    assert {code for code, form in personal.items() if not form.verify} == DEFINED
    assert set(policy.seed("programme")["forms"]) > set(personal)
